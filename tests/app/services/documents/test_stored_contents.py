from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image

from app.db import contents
from app.db.contents import REMOVED
from app.db.store import Store
from app.errors import UserError
from app.services.care.checking import check
from app.services.documents import documents, pictures
from app.services.documents.stored_contents import (
    DAMAGED,
    KEPT,
    MISSING,
    clean,
    unreferenced,
)
from app.services.records import records
from app.services.records.undo import undo
from tests.factories import count, make, value

DAY = date(2026, 3, 1)


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), "#336699").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "dopis.txt"
    path.write_bytes(b"dopis " * contents.CHUNK)  # several chunks
    return path


def found(store: Store) -> list[tuple[str, object]]:
    return [(item.message, item.values["file"]) for item in check(store)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE content_chunk SET data = zeroblob(length(data)) WHERE number = 2",
        "DELETE FROM content_chunk WHERE number = 1",
        "DELETE FROM content_chunk",
        "UPDATE content_chunk SET number = number + 100",
        "UPDATE content SET size = size + 1",
    ],
)
def test_a_damaged_content_is_reported(store: Store, letter: Path, damage: str) -> None:
    documents.add(store, letter)
    assert check(store) == []
    with store.keeping() as connection:
        connection.execute(damage)
    assert found(store) == [(DAMAGED, "dopis.txt")]


def test_one_wrong_bit_is_reported(store: Store, letter: Path) -> None:
    documents.add(store, letter)
    with store.keeping() as connection:
        (data,) = connection.execute("SELECT data FROM content_chunk WHERE number = 3").fetchone()
        wrong = bytearray(data)
        wrong[len(wrong) // 2] ^= 1
        connection.execute("UPDATE content_chunk SET data = ? WHERE number = 3", (bytes(wrong),))
    assert found(store) == [(DAMAGED, "dopis.txt")]


def test_a_missing_content_is_reported_also_of_a_picture(store: Store, letter: Path) -> None:
    documents.add(store, letter)
    photo = pictures.keep_bytes(store, png(), "foto.png")
    make(store, "person", family_name="Nováková", photo=photo)
    with store.keeping() as connection:
        connection.execute("DELETE FROM content_chunk")
        connection.execute("DELETE FROM content")
    assert sorted(found(store)) == sorted([(MISSING, "dopis.txt"), (MISSING, "Jana Nováková")])


def test_the_check_tells_how_far_it_is_and_can_be_cancelled(store: Store, letter: Path) -> None:
    documents.add(store, letter)
    told: list[tuple[int, int]] = []
    check(store, lambda done, total: told.append((done, total)))
    assert told[0] == (letter.stat().st_size,) * 2
    assert all(done <= total for done, total in told)
    with pytest.raises(UserError):
        check(store, cancelled=lambda: True)


def test_what_nothing_refers_to_is_removed_after_a_while(store: Store, letter: Path) -> None:
    documents.add(store, letter)
    assert clean(store, DAY, at_once=True) == 0
    undo(store)
    assert clean(store, DAY) == 0
    assert clean(store, DAY + KEPT - timedelta(days=1)) == 0
    assert count(store, "content") == 1
    assert clean(store, DAY + KEPT) == 1
    assert count(store, "content") == count(store, "content_chunk") == 0
    assert check(store) == []


def test_the_time_begins_anew_when_a_record_came_back(store: Store, letter: Path) -> None:
    document_id, _ = documents.add(store, letter)
    records.delete(store, documents.ENTITIES["document"], [document_id])
    assert clean(store, DAY) == 0
    undo(store)
    assert clean(store, DAY + KEPT) == 0
    records.delete(store, documents.ENTITIES["document"], [document_id])
    assert clean(store, DAY + KEPT) == 0
    assert clean(store, DAY + 2 * KEPT) == 1


def test_a_clock_that_was_wrong_keeps_nothing_for_ever(store: Store, letter: Path) -> None:
    documents.add(store, letter)
    undo(store)
    clean(store, DAY + timedelta(days=10_000))
    assert clean(store, DAY) == 0
    assert clean(store, DAY + KEPT) == 1


def test_what_others_refer_to_stays(store: Store, letter: Path) -> None:
    first, _ = documents.add(store, letter, ("person", make(store, "person")))
    documents.add(store, letter, ("person", make(store, "person")))
    records.delete(store, documents.ENTITIES["document"], [first])
    photo = pictures.keep_bytes(store, png(), "foto.png")
    make(store, "person", photo=photo)
    assert clean(store, DAY, at_once=True) == 0
    assert count(store, "content") == 2


def test_a_deletion_whose_bytes_are_gone_is_not_undone(store: Store, letter: Path) -> None:
    document_id, _ = documents.add(store, letter)
    records.delete(store, documents.ENTITIES["document"], [document_id])
    clean(store, DAY, at_once=True)
    with pytest.raises(UserError) as error:
        undo(store)
    assert error.value.message == REMOVED
    assert count(store, "document") == count(store, "document_version") == 0
    assert check(store) == []


def test_a_picture_whose_bytes_are_gone_does_not_come_back(store: Store) -> None:
    photo = pictures.keep_bytes(store, png(), "foto.png")
    person = make(store, "person", photo=photo)
    with store.reading() as connection:
        record = records.read(connection, documents.ENTITIES["person"], person)
    assert record
    records.save(store, record.entity, person, record.version, {"photo": None})
    with store.reading() as connection:
        assert unreferenced(connection) == [photo]
    clean(store, DAY, at_once=True)
    with pytest.raises(UserError) as error:
        undo(store)
    assert error.value.message == REMOVED
    assert value(store, "person", person, "photo") is None


def test_every_column_that_refers_to_contents_is_known() -> None:
    assert set(contents.references()) == {
        ("document_version", "content"),
        ("person", "photo"),
        ("organisation", "logo"),
    }
