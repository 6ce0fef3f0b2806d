from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from tests.e2e.desk import write
from tests.factories import count, make
from ui.context import Context
from ui.dialogs.common.row_dialog import RowDialog


def test_a_row_is_saved_by_the_key_that_saves_everywhere_and_says_so_until_then(
    qtbot: QtBot, context: Context
) -> None:
    key = make(context.store, "person")
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = RowDialog(context, ENTITIES["contact_point"], None, {"person_id": key}, None, parent)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.status.text() == ""
    line = dialog.form.editor("value").inner
    line.setFocus()
    write(line, "jana@urad.cz")
    assert dialog.status.text() == context.tr_("Not saved yet (Ctrl+S saves)")
    QTest.keyClick(line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()
    assert count(context.store, "contact_point") == 1
