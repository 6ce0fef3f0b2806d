"""A laptop of 1366×768 at 150 %: 910×512 points, of which the system takes some."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.i18n import Language
from tests.factories import make
from tests.ui.conftest import MakeContext
from ui.demo_dialogs import DIALOGS, shown
from ui.main_window import MainWindow

WIDTH, HEIGHT = 910 - 16, 512 - 48
_WIDEST = {"review", "partner-page", "labels", "letters", "merge", "erase", "settings", "recovery"}
"""Those with most beside each other; the others are measured at night, in `test_demo`."""


def has_room(widget: QWidget) -> bool:
    """Whether a dialog can be made as small as that screen wants it."""
    least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
    return least.width() <= WIDTH and least.height() <= HEIGHT


@pytest.mark.parametrize("language", [Language.DE, Language.CS])
def test_every_dialog_has_room_on_a_small_screen(
    loaded: Store, make_context: MakeContext, qtbot: QtBot, language: Language
) -> None:
    for _ in range(2):
        make(loaded, "person")
    window = MainWindow(make_context(loaded, language))
    qtbot.addWidget(window)
    window.resize(910, 512)
    window.show()
    too_large = []
    for item in DIALOGS:
        if item.key not in _WIDEST:
            continue
        with shown(item, window) as widget:
            QApplication.processEvents()
            if widget is not window and not has_room(widget):
                too_large.append((item.key, widget.minimumSizeHint()))
        window.screen_shown.escape()
    assert too_large == []
