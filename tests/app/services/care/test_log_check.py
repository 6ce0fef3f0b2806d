from __future__ import annotations

import pytest

from app.db.connection import open_raw
from app.db.store import Store
from app.services.care import log_check
from app.services.care.checking import check
from app.services.privacy.erasure import erase
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


# --- what lost its salt must have been erased ----------------------------------------------------


def forged(store: Store, row: str, old: str, new: str) -> None:
    """Change a value in a row and in its history, and hide it as an erasure does."""
    raw = open_raw(store.path)
    raw.recording.silent = True
    raw.execute("UPDATE person SET note = ? WHERE id = ?", (new, row))
    raw.execute(
        "UPDATE log_operation SET data = replace(data, ?, ?), salt = NULL WHERE row_id = ?"
        " AND instr(data, ?)",
        (old, new, row, old),
    )
    raw.close()


def test_a_value_that_was_forged_in_row_and_log_is_found(store: Store) -> None:
    person = make(store, "person", note="pravda")
    forged(store, person, "pravda", "lež")
    assert "altered" in messages(store)


def test_a_forgery_in_a_row_of_which_something_was_erased_is_found(store: Store) -> None:
    gone = make(store, "person", given_name="Kunhuta", family_name="Qxžebrovská")
    named = make(store, "organisation", note="Vede ji Kunhuta Qxžebrovská.", website="pravda.cz")
    erase(store, gone)
    assert messages(store) == ""
    raw = open_raw(store.path)
    raw.recording.silent = True
    raw.execute("UPDATE organisation SET website = 'lez.cz'")
    raw.execute(
        "UPDATE log_operation SET data = replace(data, 'pravda.cz', 'lez.cz') WHERE row_id = ?"
        " AND kind = 'insert'",
        (named,),
    )
    raw.close()
    assert "altered" in messages(store)


def test_a_label_that_was_forged_is_found(store: Store) -> None:
    make(store, "person")
    raw = open_raw(store.path)
    raw.execute("UPDATE log_header SET label = 'Nikdy', salt = NULL WHERE seq = 2")
    raw.close()
    assert "altered" in messages(store)


def test_a_label_that_was_changed_after_an_erasure_is_found(store: Store) -> None:
    erase(store, make(store, "person"))
    assert messages(store) == ""
    raw = open_raw(store.path)
    raw.execute("UPDATE log_header SET label = 'Jiné' WHERE seq = 2")
    raw.close()
    assert "altered" in messages(store)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_operation SET owner_id = 'x' WHERE kind = 'insert' AND table_name = 'person'",
        "UPDATE log_operation SET n = 3 - n WHERE header = (SELECT max(header) FROM log_operation)",
        "UPDATE log_header SET format = NULL WHERE seq = 2",
        "UPDATE log_header SET vector = '{\"x\":1}' WHERE seq = 2",
        "UPDATE log_header SET clock = clock - 1 WHERE seq = 2",
        "UPDATE log_operation SET salt = 'ab' WHERE kind = 'touch'",
        "DELETE FROM log_operation WHERE kind = 'touch'",
    ],
)
def test_whatever_is_altered_in_the_log_is_found(change: str, store: Store) -> None:
    make(store, "person")
    make(store, "agreement", partner_id=make(store, "organisation"))
    assert messages(store) == ""
    raw = open_raw(store.path)
    assert raw.execute(change).rowcount
    raw.close()
    assert "altered" in messages(store)


def test_a_row_that_nobody_logged_is_found(store: Store) -> None:
    raw = open_raw(store.path)
    raw.recording.silent = True
    raw.execute("INSERT INTO person (id, family_name) VALUES ('x', 'Tajná')")
    raw.close()
    assert "not what its history says" in messages(store)


def test_the_replay_leaves_no_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never in plain text beside an encrypted database: not even where temporary files lie."""
    make(store, "person")

    def refuse(*_arguments: object, **_more: object) -> None:
        raise AssertionError("a temporary file")

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryDirectory"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    with store.reading() as connection:
        assert log_check.check(connection) == []


def test_the_check_can_be_called_off(store: Store) -> None:
    make(store, "person")

    class Enough(Exception):
        pass

    def told() -> None:
        raise Enough

    with store.reading() as connection, pytest.raises(Enough):
        log_check.check(connection, told)
