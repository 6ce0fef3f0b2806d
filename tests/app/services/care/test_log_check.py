from __future__ import annotations

from app.db.connection import open_raw
from app.db.store import Store
from app.services.care.checking import check
from tests.factories import make


def messages(store: Store) -> str:
    return " ".join(finding.message for finding in check(store))


def test_the_check_finds_a_row_that_was_changed_behind_the_log(loaded: Store) -> None:
    raw = open_raw(loaded.path)
    raw.recording.silent = True
    raw.execute("UPDATE organisation SET name_cs = 'Podvrh' WHERE ico = '70892156'")
    raw.close()
    assert "not what its history says" in messages(loaded)


def test_the_check_finds_an_altered_log(loaded: Store) -> None:
    raw = open_raw(loaded.path)
    raw.execute(
        "UPDATE log_operation SET data = replace(data, 'Sasko', 'Prusko')"
        " WHERE id = (SELECT min(id) FROM log_operation WHERE data LIKE '%Sasko%')"
    )
    raw.close()
    assert "altered" in messages(loaded)


def test_the_check_finds_a_gap(store: Store) -> None:
    make(store, "person")
    make(store, "person")
    raw = open_raw(store.path)
    raw.execute("DELETE FROM log_header WHERE seq = 2")
    raw.close()
    assert "gaps" in messages(store)
