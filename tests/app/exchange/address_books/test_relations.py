from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.address_books import importing
from app.exchange.address_books.exporting import export_contacts
from app.exchange.address_books.importing import import_contacts
from app.exchange.address_books.relations import NOBODY
from app.services.care.checking import check
from app.services.office import open_store
from app.services.records.undo import undo
from tests.factories import count, make


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Store]:
    found = open_store(tmp_path / "other.db")
    yield found
    found.close()


def exported(store: Store, entity: str, path: Path, *ids: str) -> Path:
    with store.reading() as connection:
        export_contacts(connection, ENTITIES[entity], path, ids=ids or None)
    return path


def rows(store: Store, sql: str) -> list[tuple]:  # type: ignore[type-arg]
    with store.reading() as connection:
        return connection.execute(sql).fetchall()


RELATIONS = (
    "SELECT p.family_name, r.kind, o.family_name, r.since FROM person_relation r"
    " JOIN person p ON p.id = r.person_id JOIN person o ON o.id = r.other_id ORDER BY 1"
)


def assistant(store: Store) -> tuple[str, str]:
    first = make(store, "person", given_name="Adam", family_name="Asistent")
    second = make(store, "person", given_name="Zora", family_name="Šéfová")
    make(
        store,
        "person_relation",
        person_id=first,
        kind="assistant_of",
        other_id=second,
        since="2020-05",
    )
    return first, second


@pytest.mark.parametrize("ending", [".vcf", ".csv", ".xlsx"])
def test_whom_a_relation_names_may_come_later(
    store: Store, other: Store, tmp_path: Path, ending: str
) -> None:
    first, second = assistant(store)
    paths = [
        exported(store, "person", tmp_path / f"{number}{ending}", key)
        for number, key in enumerate((first, second))
    ]
    report = import_contacts(other, paths)
    assert report.warnings == []
    assert rows(other, RELATIONS) == [("Asistent", "assistant_of", "Šéfová", "2020-05")]
    assert check(other) == []
    again = import_contacts(other, paths)
    assert [item.unchanged for item in again.files] == [1, 1]
    assert len(rows(other, RELATIONS)) == 1
    undo(other)
    assert count(other, "person_relation") == count(other, "person") == 0


def test_a_relation_to_nobody_is_reported_and_written_once_there_is_somebody(
    store: Store, other: Store, tmp_path: Path
) -> None:
    first, second = assistant(store)
    path = exported(store, "person", tmp_path / "a.csv", first)
    (warning,) = import_contacts(other, [path]).warnings
    assert (warning.message, warning.line) == (NOBODY, 2)
    assert warning.values == {"name": "Zora Šéfová"}
    assert count(other, "person") == 1
    make(other, "person", given_name="Zora", family_name="Šéfová")
    assert import_contacts(other, [path]).warnings == []
    assert count(other, "person_relation") == 1
    make(other, "person", given_name="Zora", family_name="Šéfová")
    import_contacts(other, [exported(store, "person", tmp_path / "b.csv", first, second)])
    assert count(other, "person_relation") == 2  # the exported one is known by its id


def test_a_name_that_two_bear_says_nobody(store: Store, other: Store, tmp_path: Path) -> None:
    first, _ = assistant(store)
    for _ in range(2):
        make(other, "person", given_name="Zora", family_name="Šéfová")
    path = exported(store, "person", tmp_path / "a.vcf", first)
    assert [item.message for item in import_contacts(other, [path]).warnings] == [NOBODY]
    assert count(other, "person_relation") == 0


def test_areas_are_found_by_their_names_or_made(store: Store, other: Store, tmp_path: Path) -> None:
    culture = make(store, "area", name_cs="Kultura", name_de="Kultur")
    sport = make(store, "area", name_cs="sport")
    key = make(store, "person", family_name="Nová")
    for area in (culture, sport):
        make(store, "contact_area", person_id=key, area_id=area)
    known = make(other, "area", name_cs="kultura")
    path = exported(store, "person", tmp_path / "a.xlsx", key)
    import_contacts(other, [path])
    assert rows(other, "SELECT name_cs, name_de FROM area ORDER BY name_cs") == [
        ("kultura", None),
        ("sport", None),
    ]
    assert count(other, "contact_area") == 2
    assert (known,) in rows(other, "SELECT area_id FROM contact_area")
    (text,) = rows(other, "SELECT search_text FROM person")[0]
    assert "kultura" in text
    # Another area on the next day is added to the record.
    make(
        store,
        "contact_area",
        person_id=key,
        area_id=make(store, "area", name_cs="doprava"),
    )
    report = import_contacts(other, [exported(store, "person", tmp_path / "a.xlsx", key)])
    assert report.files[0].changed == 1
    assert count(other, "contact_area") == 3
    (order,) = rows(other, "SELECT count(*) FROM contact_area WHERE sort_key IS NULL")[0]
    assert order == 0


def test_parents_come_before_or_after_their_parts(
    store: Store, other: Store, tmp_path: Path
) -> None:
    top = make(store, "organisation", name_cs="Žižkov", abbreviation="ŽŽ")
    part = make(store, "organisation", name_cs="Archiv", parent_id=top)
    make(store, "organisation", name_cs="Badatelna", parent_id=part)
    path = exported(store, "organisation", tmp_path / "all.csv")
    report = import_contacts(other, [path])
    assert report.files[0].added == 3
    assert rows(
        other,
        "SELECT o.name_cs, p.name_cs, p.abbreviation FROM organisation o"
        " LEFT JOIN organisation p ON p.id = o.parent_id ORDER BY 1",
    ) == [("Archiv", "Žižkov", "ŽŽ"), ("Badatelna", "Archiv", None), ("Žižkov", None, None)]


def test_bodies_that_wait_are_written_behind_those_above_them(
    store: Store, other: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The references of each transaction are whole, however few rows it writes."""
    monkeypatch.setattr(importing, "_CHUNK", 3)
    monkeypatch.setattr(importing, "_AT_ONCE", 1)
    above = None
    for number in range(7):
        above = make(store, "organisation", name_cs=f"Odbor {number}", parent_id=above)
        make(store, "contact_point", organisation_id=above, kind="email", value=f"{number}@a.cz")
    path = exported(store, "organisation", tmp_path / "all.csv")
    assert import_contacts(other, [path]).files[0].added == 7
    assert rows(
        other,
        "SELECT o.name_cs, p.name_cs FROM organisation o"
        " LEFT JOIN organisation p ON p.id = o.parent_id ORDER BY 1",
    ) == [(f"Odbor {n}", f"Odbor {n - 1}" if n else None) for n in range(7)]
    assert count(other, "contact_point") == 7
    assert check(other) == []


def test_no_organisation_becomes_a_part_of_itself(
    store: Store, other: Store, tmp_path: Path
) -> None:
    top = make(store, "organisation", name_cs="Horní")
    part = make(store, "organisation", name_cs="Dolní", parent_id=top)
    import_contacts(other, [exported(store, "organisation", tmp_path / "a.csv")])
    with store.writing("turned") as writer:
        writer.connection.execute("UPDATE organisation SET parent_id = NULL WHERE id = ?", (part,))
        writer.connection.execute("UPDATE organisation SET parent_id = ? WHERE id = ?", (part, top))
    import_contacts(other, [exported(store, "organisation", tmp_path / "a.csv")])
    sql = (
        "SELECT o.name_cs, p.name_cs FROM organisation o JOIN organisation p ON p.id = o.parent_id"
    )
    assert rows(other, sql) == [("Dolní", "Horní")]


def test_another_parent_takes_the_place_of_the_last_one(
    store: Store, other: Store, tmp_path: Path
) -> None:
    tops = [make(store, "organisation", name_cs=name) for name in ("První", "Druhá")]
    part = make(store, "organisation", name_cs="Část", parent_id=tops[0])
    import_contacts(other, [exported(store, "organisation", tmp_path / "a.csv")])
    with store.writing("moved") as writer:
        writer.connection.execute(
            "UPDATE organisation SET parent_id = ? WHERE id = ?", (tops[1], part)
        )
    report = import_contacts(other, [exported(store, "organisation", tmp_path / "a.csv")])
    assert report.files[0].changed == 1
    sql = (
        "SELECT o.name_cs, p.name_cs FROM organisation o JOIN organisation p ON p.id = o.parent_id"
    )
    assert rows(other, sql) == [("Část", "Druhá")]
