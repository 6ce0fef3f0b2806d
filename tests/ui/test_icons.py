from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from app.paths import RESOURCES
from ui.icons import icon

UI = Path(__file__).parents[2] / "ui"


def test_exactly_the_icons_that_are_used_are_shipped() -> None:
    source = "\n".join(file.read_text(encoding="utf-8") for file in UI.rglob("*.py"))
    words = set(re.findall(r'"([a-z0-9-]+)"', source))
    shipped = {file.stem for file in (RESOURCES / "icons").glob("*.svg")}
    asked = set(re.findall(r'icon\("([a-z0-9-]+)"', source))
    assert shipped <= words, "shipped and not used"
    assert asked <= shipped, "used and not shipped"


def test_an_icon_has_the_colour_that_was_asked_for(qapp: QApplication) -> None:
    image = icon("plus", "#a51d2d", 32).pixmap(32, 32).toImage()
    colours = {
        QColor(image.pixelColor(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#a51d2d"}
