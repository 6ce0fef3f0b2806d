from __future__ import annotations

import re
from pathlib import Path

import pytest

import ui
from app.i18n import Language
from ui.main_window import MainWindow
from ui.widgets.buttons import keys_text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.CS, "Ctrl+Shift+P"),
        (Language.DE, "Strg+Umschalt+P"),
        (Language.EN, "Ctrl+Shift+P"),
    ],
)
def test_keys_are_called_as_on_the_keyboard(
    window: MainWindow, language: Language, text: str
) -> None:
    window.switch_language(language)
    assert keys_text("Ctrl+Shift+P") == text
    assert keys_text("F2") == "F2"
    assert keys_text("") == ""
    window.switch_language(Language.CS)


def test_no_menu_names_keys_otherwise() -> None:
    for file in Path(ui.__file__).parent.rglob("*.py"):
        assert not re.search(r"\\t(Ctrl|Shift|Del|Alt)", file.read_text(encoding="utf-8")), file
