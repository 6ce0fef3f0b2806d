"""The window while large files are stored, checked and backed up: how long it does not answer."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.app.exchange.test_large_documents import large
from tests.factories import count
from ui.context import Context
from ui.dialogs.documents.document_add import AddDialog, add_documents
from ui.dialogs.documents.document_dialog import DocumentDialog
from ui.dialogs.program import files

pytestmark = pytest.mark.nightly

MOST = 0.4  # seconds: longer ones are felt; loaded machines take their share


class Gaps:
    """The longest time that the event loop did not come round."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.monotonic()
        self._timer = QTimer()
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def test_100_mb_do_not_freeze_the_window(
    context: Context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    path = large(tmp_path / "velky.txt")
    monkeypatch.setattr(AddDialog, "exec", lambda _self: QDialog.DialogCode.Accepted)
    told: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "information", staticmethod(lambda _parent, _title, text: told.append(text))
    )
    small = tmp_path / "maly.txt"
    small.write_text("malý", encoding="utf-8")
    add_documents(context, parent, [small], None)  # the first dialog of a program takes longer
    gaps = Gaps()
    (document_id,) = add_documents(context, parent, [path], None)
    storing = gaps.longest
    assert count(context.store, "content_chunk") == 101
    begun = time.monotonic()
    dialog = DocumentDialog(context, document_id, parent)
    showing = time.monotonic() - begun
    dialog.done(0)
    gaps = Gaps()
    target = tmp_path / "zaloha.db"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    files.back_up(context, parent)
    files.check_database(context, parent)
    keeping = gaps.longest
    print(f"gaps: storing {storing:.3f} s, showing {showing:.3f} s, keeping {keeping:.3f} s")
    assert target.stat().st_size > 100 * 2**20
    assert len(told) == 2
    assert max(storing, showing, keeping) < MOST
