from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ui.widgets.first_paint import FirstPaint


def test_the_work_is_done_once_and_after_the_paint(qtbot: QtBot) -> None:
    label, done = QLabel("x"), []
    qtbot.addWidget(label)
    FirstPaint(label, lambda: done.append(label.isVisible()))
    assert done == []
    label.show()
    qtbot.waitUntil(lambda: bool(done))
    label.repaint()
    qtbot.wait(300)
    assert done == [True]


def test_what_is_never_shown_is_not_waited_for(qtbot: QtBot) -> None:
    label, done = QLabel("x"), []
    qtbot.addWidget(label)
    FirstPaint(label, lambda: done.append(label.isVisible()))
    qtbot.waitUntil(lambda: done == [False])
