from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.fitting import fit


class _Screen:
    def availableGeometry(self) -> QRect:
        return QRect(0, 0, 911, 480)  # a laptop of 1366 by 768 pixels at 150 %, with its task bar


def test_no_dialog_is_larger_than_its_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    monkeypatch.setattr(QWidget, "screen", lambda _self: _Screen())
    fit(dialog, 1120, 690)
    assert (dialog.width(), dialog.height()) == (895, 432)
    fit(dialog, 400, 300)
    assert (dialog.width(), dialog.height()) == (400, 300)
