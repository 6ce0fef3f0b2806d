from __future__ import annotations

import sys

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_calls_that_return_nothing_keep_none_alive(qtbot: QtBot) -> None:
    """PySide6 6.12.0 drops a reference to None on each such call and aborts after some thousands
    on Python 3.10 and 3.11."""
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for number in range(200_000):
        label.setText(str(number))
    assert label.text() == "199999"
    assert sys.getrefcount(None) > before - 10_000
