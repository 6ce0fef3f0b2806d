from __future__ import annotations

from app.db.connection import open_raw
from app.db.store import Store
from app.services.care.checking import check
from tests.factories import make


def messages(store: Store) -> str:
    return " ".join(finding.message for finding in check(store))


def test_the_sample_data_pass_the_check(loaded: Store) -> None:
    assert check(loaded) == []


def test_the_check_finds_a_broken_reference(store: Store) -> None:
    make(store, "agreement", partner_id=make(store, "organisation"))
    raw = open_raw(store.path)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.recording.silent = True
    raw.execute("DELETE FROM organisation")
    raw.close()
    assert "missing row" in messages(store)
