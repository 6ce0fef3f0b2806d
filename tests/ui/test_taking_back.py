"""Work that was cut off is brought to its end beside the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from app.services.office import open_store
from app.services.records import batches
from app.services.records.records import save
from tests.app.services.records.test_batches import cut_off
from tests.factories import count, make
from tests.ui.conftest import MakeContext, leave_forms
from ui.dialogs.common.staying_dialog import StayingDialog
from ui.main_window import MainWindow
from ui.taking_back import TakingBack


def test_the_window_opens_at_once_and_says_what_stays(
    tmp_path: Path, make_context: MakeContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kraj.db"
    store = open_store(path)
    cut_off(store, ["Malý", "Velký", "Střední"])
    with store.reading() as connection:
        (person,) = connection.execute(
            "SELECT id FROM person WHERE family_name = 'Malý'"
        ).fetchone()
    save(store, ENTITIES["person"], person, 10**9, {"note": "důležité"})
    store.close()
    store = open_store(path, take_back=False)
    assert count(store, "person") == 3, "the start does not wait"
    window = MainWindow(make_context(store))
    qtbot.addWidget(window, before_close_func=leave_forms)
    window.show()
    listed: list[str] = []

    def execute(dialog: QDialog) -> int:
        assert isinstance(dialog, StayingDialog)
        listed.extend(dialog.list.item(n).text() for n in range(dialog.list.count()))
        return 0

    monkeypatch.setattr(QDialog, "exec", execute)
    taking_back = TakingBack(window.context)
    said: list[str] = []
    taking_back.told.connect(said.append)
    taking_back.ended.connect(window.cut_off_ended)
    with qtbot.waitSignal(taking_back.ended, timeout=60_000):
        taking_back.start()
    assert said[0].endswith("0 %")
    assert count(store, "person") == 1
    assert listed == ["Malý: Mezitím se změnil."]
    assert batches.untold(store) == []
    store.close()


def test_without_anything_cut_off_no_process_is_started(
    make_context: MakeContext, qtbot: QtBot, tmp_path: Path
) -> None:
    store = open_store(tmp_path / "kraj.db")
    make(store, "person")
    taking_back = TakingBack(make_context(store))
    taking_back.start()
    assert taking_back._job is None
    taking_back.finish()
    store.close()
