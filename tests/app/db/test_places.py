"""Several records that change their places in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.db import derived, search_index
from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.datasets.importing import import_dataset
from app.services.records.records import apply, archive, delete, read, save
from app.services.records.undo import redo, undo
from tests.app.db.places import assert_places, found
from tests.factories import make, value


def change(store: Store, entity: str, record_id: str, **values: Any) -> None:
    with store.reading() as connection:
        record = read(connection, ENTITIES[entity], record_id)
    assert record
    save(store, ENTITIES[entity], record_id, record.version, values)


def together(store: Store, entity: str, changes: dict[str, dict[str, Any]]) -> None:
    """Several records of an entity changed in one transaction."""
    with store.writing("Tests") as writer:
        for key, values in changes.items():
            apply(writer, ENTITIES[entity], key, values)


@pytest.mark.parametrize("days", [*range(-9, 10), 20, 60, -60])
def test_a_delegation_takes_its_tasks_along(store: Store, days: int) -> None:
    trip = make(store, "delegation", start="2027-05-10")
    for before in (14, 7):
        title = f"Úkol {before} dní předem"
        make(store, "task", title=title, relative_to_id=trip, relative_days=before)
    make(store, "task", title="Desátého", due="2027-05-10")
    make(store, "task", title="Třináctého", due="2027-05-13")
    start = date(2027, 5, 10) + timedelta(days=days)
    change(store, "delegation", trip, start=start.isoformat())
    assert_places(store)
    undo(store)
    assert_places(store)
    redo(store)
    assert_places(store)


def organisations(folder: Path, names: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    lines = [f"o{number:02d},{name},region,PL" for number, name in enumerate(names)]
    text = "\n".join(["id,name_cs,kind,country", *lines, ""])
    (folder / "organisations.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("renamed", [2, 3, 7, 15])
def test_a_data_set_is_imported_again_with_other_names(
    store: Store, tmp_path: Path, renamed: int
) -> None:
    names = [f"{letter}obec" for letter in "abcdefghijklmnopqrst"]
    import_dataset(store, organisations(tmp_path / "kraj", names))
    assert_places(store)
    names[:renamed] = [f"{name} {name}" for name in reversed(names[-renamed:])]
    import_dataset(store, organisations(tmp_path / "kraj", names))
    assert_places(store)
    assert found(store, "organisation", names[0])
    undo(store)
    assert_places(store)


@pytest.mark.parametrize("gap", [1, 2, 3, 1 << 32])
@pytest.mark.parametrize(
    "to",
    [
        lambda place: 9 - place,  # turned round
        lambda place: (place + 3) % 10,
        lambda place: 5,  # all together
        lambda place: place + 100,  # behind all others
        lambda place: -place,
    ],
)
def test_many_change_their_places_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch, gap: int, to: Callable[[int], int]
) -> None:
    monkeypatch.setattr(search_index, "_GAP", gap)
    monkeypatch.setattr(search_index, "_NARROW", min(gap // 2, 1 << 20))
    days = [date(2027, 5, 10) + timedelta(days=number) for number in range(10)]
    tasks = [make(store, "task", title="Úkol", due=day.isoformat()) for day in days]
    moved = {
        key: {"due": (days[0] + timedelta(days=to(place))).isoformat()}
        for place, key in enumerate(tasks)
        if place not in (2, 6)
    }
    together(store, "task", moved)
    assert_places(store)
    undo(store)
    assert_places(store)


def test_archived_and_renamed_together(store: Store) -> None:
    people = [make(store, "person", family_name=name, given_name="") for name in "ABCDEFGH"]
    archive(store, ENTITIES["person"], people[::2], on=date(2026, 11, 23))
    assert_places(store)
    together(
        store,
        "person",
        {
            people[0]: {"archived_on": None, "family_name": "Z"},
            people[1]: {"archived_on": "2026-11-23", "family_name": "A"},
            people[2]: {"family_name": "B"},
            people[3]: {"family_name": "C"},
        },
    )
    assert_places(store)
    undo(store)
    assert_places(store)


def test_a_large_part_of_a_list_changes_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived, "_MANY", 5)
    people = [make(store, "person", family_name=f"N{n:02d}", given_name="") for n in range(20)]
    together(store, "person", {key: {"family_name": f"M{key[-4:]}"} for key in people[3:15]})
    assert_places(store)
    delete(store, ENTITIES["person"], people[:12])
    assert_places(store)
    undo(store)
    assert_places(store)


def test_a_row_that_went_finds_its_owner_no_more(store: Store) -> None:
    first, second = make(store, "person"), make(store, "person", family_name="Druhá")
    point = make(store, "contact_point", person_id=first, kind="email", value="qq@example.pl")
    assert found(store, "person", "qq") == [first]
    delete(store, ENTITIES["contact_point"], [point])
    assert found(store, "person", "qq") == []
    assert "qq" not in value(store, "person", first, "search_text")
    undo(store)
    assert found(store, "person", "qq") == [first]
    change(store, "contact_point", point, person_id=second)
    assert found(store, "person", "qq") == [second]
    assert_places(store)


def test_a_move_reads_only_its_neighbours(store: Store) -> None:
    """The rows that are read for a move do not grow with the list."""
    with store.writing("Tests") as writer:
        for number in range(2_000):
            apply(writer, ENTITIES["task"], None, {"title": f"T{number:05d}", "status": "open"})
    key = make(store, "task", title="T01000 a")
    steps: list[int] = []
    with store.writing("Tests") as writer:
        apply(writer, ENTITIES["task"], key, {"title": "T00500 b"})
        writer.connection.set_progress_handler(lambda: steps.append(1) and None, 1_000)
        try:
            derived.refresh(writer.connection, {"task": [key]})
        finally:
            writer.connection.set_progress_handler(None, 0)
    assert len(steps) < 4  # thousands of steps of SQLite's machine
    assert_places(store)
