from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import search_index
from app.db.connection import Connection, open_raw, silenced
from app.db.store import Store
from app.errors import UserError
from app.services.care import checking, derived_check
from app.services.care.checking import check, repair
from app.services.care.findings import Finding
from tests.app.db.places import assert_places, found
from tests.factories import count, make


@contextlib.contextmanager
def behind_the_back(store: Store) -> Iterator[Connection]:
    """The database, changed by somebody who does not care what follows."""
    raw = open_raw(store.path)
    with silenced(raw):
        yield raw
    raw.close()


def faults(store: Store) -> list[Finding]:
    """What the check finds of the file and of what follows from the data (the log takes longer)."""
    with store.reading() as connection:
        return [
            *checking._check_file(connection),
            *derived_check.check(connection, lambda done, total: None),
        ]


@pytest.fixture
def three(store: Store) -> Store:
    for name in ("Adamová", "Bílek", "Cyrilová"):
        make(store, "person", family_name=name, given_name="Jan")
    make(store, "task", title="Zavolat")
    return store


DAMAGES = {
    "an order": (
        "UPDATE person SET sort_key = x'00' WHERE family_name = 'Bílek'",
        {derived_check.WRONG_COLUMNS, derived_check.WRONG_PLACES},
    ),
    "a text": (
        "UPDATE person SET search_text = 'jiny' WHERE family_name = 'Bílek'",
        {derived_check.WRONG_COLUMNS},
    ),
    "a caption": (
        "UPDATE person SET full_name = 'Jiný' WHERE family_name = 'Bílek'",
        {derived_check.WRONG_COLUMNS},
    ),
    "no place": (
        "DELETE FROM search_place WHERE record_id = (SELECT max(id) FROM person)",
        {derived_check.WRONG_PLACES, derived_check.LEFT_BEHIND},
    ),
    "a place at the wrong end": (
        "UPDATE search_place SET id = id + 9000000000000 WHERE record_id ="
        " (SELECT id FROM person WHERE family_name = 'Adamová')",
        {derived_check.WRONG_PLACES, derived_check.WRONG_TEXTS, derived_check.LEFT_BEHIND},
    ),
    "a place in the archive": (
        f"UPDATE search_place SET id = id + {search_index._ROOM // 2} WHERE record_id ="
        " (SELECT id FROM person WHERE family_name = 'Adamová')",
        {derived_check.WRONG_PLACES, derived_check.WRONG_TEXTS, derived_check.LEFT_BEHIND},
    ),
    "a place of nobody": (
        "INSERT INTO search_place (id, record_id, entity) VALUES (7, 'nobody', 'person')",
        {derived_check.LEFT_BEHIND},
    ),
    "texts of nobody": (
        "INSERT INTO search (rowid, name, rest) VALUES (7, 'smazana', 'osoba')",
        {derived_check.LEFT_BEHIND},
    ),
    "no texts": (
        "DELETE FROM search WHERE rowid = (SELECT min(id) FROM search_place)",
        {derived_check.WRONG_TEXTS},
    ),
    "a record's own words in another column": (
        "INSERT OR REPLACE INTO search (rowid, name, rest)"
        " SELECT id, '', 'zavolat' FROM search_place WHERE entity = 'task'",
        {derived_check.WRONG_TEXTS},
    ),
    "a hole in the index": (
        "UPDATE search_data SET block = zeroblob(length(block)) WHERE id > 10",
        {derived_check.DAMAGED},
    ),
    "no index": ("DELETE FROM search_data WHERE id > 1", {derived_check.DAMAGED}),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_does_not_follow_from_the_data_is_found_and_made_anew(
    three: Store, damage: str
) -> None:
    sql, messages = DAMAGES[damage]
    assert faults(three) == []
    with behind_the_back(three) as raw:
        raw.execute(sql)
    findings = faults(three)
    assert {finding.message for finding in findings} == messages
    assert all(finding.can_be_made_anew for finding in findings)
    before = count(three, "log_operation")
    repair(three)
    assert faults(three) == []
    assert count(three, "log_operation") == before
    assert_places(three)
    assert len(found(three, "person", "jan")) == 3


def test_an_index_of_beginnings_with_another_beginning_is_found(three: Store) -> None:
    """FTS5 keeps each beginning of a word apart from the words themselves."""
    with behind_the_back(three) as raw:
        raw.execute("INSERT INTO search (search) VALUES ('optimize')")
        rows = raw.execute("SELECT id, block FROM search_data WHERE id > 10").fetchall()
        for key, block in rows:
            head, _, tail = block.rpartition(b"cyr")
            raw.execute(
                "UPDATE search_data SET block = ? WHERE id = ?", (head + b"cys" + tail, key)
            )
    assert found(three, "person", "cyr") == []
    assert len(found(three, "person", "cyri")) == 1
    assert {item.message for item in faults(three)} == {derived_check.WRONG_TEXTS}
    repair(three)
    assert faults(three) == []


def test_what_cannot_be_made_anew_is_told_apart(three: Store) -> None:
    with behind_the_back(three) as raw:
        raw.execute("UPDATE person SET family_name = 'Podvrh' WHERE family_name = 'Bílek'")
    told = {item.message: item.can_be_made_anew for item in check(three)}
    assert sorted(told.values()) == [False, True, True]
    repair(three)
    (left,) = check(three)
    assert left.message == next(message for message, anew in told.items() if not anew)


def test_a_repair_that_is_cancelled_changes_nothing(
    three: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.db.derived._TOLD", 1)
    with behind_the_back(three) as raw:
        raw.execute("UPDATE person SET search_text = 'jiny'")
    with pytest.raises(UserError, match="cancelled"):
        repair(three, cancelled=lambda: True)
    assert [item.message for item in check(three)] == [derived_check.WRONG_COLUMNS]
    assert_places(three)


@pytest.mark.parametrize("files", [4, pytest.param(120, marks=pytest.mark.nightly)])
def test_a_file_with_damaged_pages_is_spoken_of_in_words(
    three: Store, tmp_path: Path, files: int
) -> None:
    """Whatever bytes are wrong, the check says so, or it is a known error."""
    three.close()
    raw = open_raw(three.path)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    whole = three.path.read_bytes()
    chance = random.Random(3)
    read = 0
    for _ in range(files):
        damaged = bytearray(whole)
        for _ in range(5):
            damaged[chance.randrange(len(damaged) // 4, len(damaged))] ^= 0xFF
        path = tmp_path / "damaged.db"
        path.write_bytes(damaged)
        try:
            store = Store(path)
        except Exception:  # whether it opens is asked elsewhere
            continue
        read += 1
        with contextlib.closing(store), contextlib.suppress(UserError):
            check(store)
    assert read


def test_what_cards_wrote_is_what_follows_from_it(store: Store, tmp_path: Path) -> None:
    """An import composes the texts of a card by itself."""
    from app.exchange.address_books.importing import import_contacts

    card = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Zelená;Anna;;Ing.;\r\nFN:Anna Zelená\r\n"
        "ORG:Obec Dolní;odbor kultury\r\nTITLE:vedoucí\r\nEMAIL:b@example.cz\r\n"
        "EMAIL:a@example.cz\r\nTEL:+420475000111\r\nADR:;;Hlavní 1;Ústí;;40001;CZ\r\n"
        "NOTE:mluví česky\r\nEND:VCARD\r\n"
    )
    path = tmp_path / "cards.vcf"
    path.write_text(card + card.replace("Anna", "Jitka"), encoding="utf-8")
    import_contacts(store, [path])
    assert faults(store) == []
