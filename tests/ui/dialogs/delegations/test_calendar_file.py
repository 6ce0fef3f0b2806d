from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.factories import make
from ui.context import Context
from ui.dialogs.delegations import calendar_file
from ui.dialogs.delegations.calendar_file import save_calendar


def test_a_calendar_file_is_written_and_what_is_not_in_it_is_said(
    context: Context, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = make(context.store, "delegation", start="2027-05-10")
    month = make(context.store, "delegation", start="2027-05", title_cs="V květnu")
    told: list[str] = []
    monkeypatch.setattr(calendar_file, "inform", lambda _parent, _title, text: told.append(text))
    chosen = str(tmp_path / "cesty")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (chosen, ""))
    parent = QWidget()
    qtbot.addWidget(parent)
    target = save_calendar(context, parent, [known, month])
    assert target == tmp_path / "cesty.ics"
    assert target.read_text(encoding="utf-8").count("BEGIN:VEVENT") == 1
    assert "V květnu" in told[0]
    assert str(target) in told[0]
