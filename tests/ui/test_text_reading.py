"""Stored files are read again beside the window."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.exchange.documents.rereading import outdated
from app.exchange.documents.store import add_file
from tests.app.exchange.documents.test_rereading import read_before
from tests.app.exchange.documents.test_store import file, hits
from tests.app.exchange.documents.test_text import pdf
from tests.ui.conftest import MakeContext
from ui.text_reading import TextReading


def test_what_is_out_of_date_is_read_and_said(
    store: Store, tmp_path: Path, make_context: MakeContext, qtbot: QtBot
) -> None:
    for number in range(2):
        add_file(store, file(tmp_path, f"{number}.pdf", pdf(f"Memorandum {number}")))
    read_before(store)
    reading = TextReading(make_context(store))
    said: list[str] = []
    reading.told.connect(said.append)
    reading.look()
    qtbot.waitUntil(lambda: len(said) == 2, timeout=60_000)
    reading.finish()
    assert said[0].endswith("1 z 2")
    assert len(hits(store, "memorandum")) == 2
    assert outdated(store) == 0
    reading.look()
    reading.finish()
    assert len(said) == 2, "there is nothing to be read any more"
