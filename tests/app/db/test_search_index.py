from __future__ import annotations

import random

import pytest

from app.db import derived, search_index
from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.rules.folding import fold
from app.services.records.records import archive, delete, read, save
from app.services.records.undo import undo
from tests.factories import make


def hits(
    store: Store,
    text: str,
    entity: str = "person",
    *,
    scope: str = "all",
    only_names: bool = False,
) -> list[str]:
    low, high = search_index.span(entity, scope)
    with store.reading() as connection:
        return [
            key
            for (key,) in connection.execute(
                "SELECT p.record_id FROM search s CROSS JOIN search_place p ON p.id = s.rowid"
                " WHERE search MATCH ? AND s.rowid BETWEEN ? AND ? ORDER BY s.rowid",
                (search_index.expression(text, only_names=only_names), low, high),
            )
        ]


def assert_sound(store: Store) -> None:
    """Every record has one place, in the order of its list, and the texts that it has now."""
    with store.reading() as connection:
        for entity in RECORDS:
            low, high = search_index.span(entity.name)
            listed = connection.execute(
                f'SELECT id FROM "{entity.name}" ORDER BY archived_on IS NOT NULL, sort_key, id'
            ).fetchall()
            placed = connection.execute(
                "SELECT record_id FROM search_place WHERE id BETWEEN ? AND ? ORDER BY id",
                (low, high),
            ).fetchall()
            assert placed == listed
            (indexed,) = connection.execute(
                "SELECT count(*) FROM search WHERE rowid BETWEEN ? AND ?", (low, high)
            ).fetchone()
            assert indexed == len(listed)
    for entity in RECORDS:
        with store.reading() as connection:
            rows = connection.execute(f'SELECT id, search_text FROM "{entity.name}"').fetchall()
        for key, text in rows[:10]:
            for word in text.split()[:3]:
                assert key in hits(store, word, entity.name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cerny", "Černý"),
        ("strasse", "Straße"),
        ("lodz", "Łódź"),
        ("uzhorod", "Užhorod"),
        ("ужгород", "Ужгород"),
        ("УЖГ", "Ужгород"),
        ("c", "Černý"),
        ("nov čer", "Černý-Nový"),
    ],
)
def test_any_beginning_of_words_finds_whatever_its_case_and_signs(
    store: Store, typed: str, name: str
) -> None:
    wanted = make(store, "person", family_name=name, given_name="")
    make(store, "person", family_name="Xaver", given_name="")
    assert hits(store, typed) == [wanted]


def test_the_end_of_a_word_does_not_find(store: Store) -> None:
    make(store, "person", family_name="Novák", given_name="")
    assert hits(store, "ovak") == []


@pytest.mark.parametrize("typed", ['"', "*", "NOT", "name:", "a OR b", "(", "^x", "-", "NEAR(a b)"])
def test_signs_of_the_query_language_are_only_text(store: Store, typed: str) -> None:
    make(store, "person", family_name="Novák", given_name="")
    if search_index.expression(typed):
        assert hits(store, typed) == []


def test_what_belongs_to_a_record_finds_it(store: Store) -> None:
    partner = make(store, "organisation", name_cs="Okres Ostróda")
    wanted = make(store, "person", family_name="Kormoran", given_name="")
    make(store, "position", person_id=wanted, organisation_id=partner, title_cs="starosta")
    make(store, "contact_point", person_id=wanted, kind="email", value="k@example.pl")
    assert hits(store, "staro") == [wanted]
    assert hits(store, "k example pl") == [wanted]
    assert hits(store, "staro", only_names=True) == []
    assert hits(store, "korm", only_names=True) == [wanted]


def test_archived_records_are_told_apart(store: Store) -> None:
    kept = make(store, "person", family_name="Novák", given_name="A")
    old = make(store, "person", family_name="Novák", given_name="B")
    from datetime import date

    archive(store, ENTITIES["person"], [old], on=date(2026, 11, 23))
    assert hits(store, "nov", scope="current") == [kept]
    assert hits(store, "nov", scope="archive") == [old]
    assert hits(store, "nov") == [kept, old]
    undo(store)
    assert hits(store, "nov", scope="current") == [kept, old]


def test_a_deleted_record_is_found_no_more_until_it_comes_back(store: Store) -> None:
    key = make(store, "person", family_name="Novák")
    delete(store, ENTITIES["person"], [key])
    assert hits(store, "novak") == []
    undo(store)
    assert hits(store, "novak") == [key]
    assert_sound(store)


def test_archiving_and_returning_keeps_the_order(store: Store) -> None:
    from datetime import date

    keys = [make(store, "person", family_name=name, given_name="") for name in "CABD"]
    archive(store, ENTITIES["person"], [keys[1], keys[3]], on=date(2026, 11, 23))
    assert_sound(store)
    archive(store, ENTITIES["person"], [keys[1]], on=None)
    assert_sound(store)


@pytest.mark.parametrize("gap", [2, 64, 1 << 32])
def test_places_follow_the_list_whatever_happens(
    store: Store, monkeypatch: pytest.MonkeyPatch, gap: int
) -> None:
    monkeypatch.setattr(search_index, "_GAP", gap)
    monkeypatch.setattr(search_index, "_NARROW", min(gap // 2, 1 << 20))
    chance = random.Random(5)
    people: list[str] = []
    for _ in range(60):
        step = chance.random()
        name = "".join(chance.choices("abcčdchžé", k=3))
        if step < 0.7 or not people:
            people.append(make(store, "person", family_name=name, given_name=""))
        elif step < 0.85:
            key = chance.choice(people)
            with store.reading() as connection:
                record = read(connection, ENTITIES["person"], key)
            assert record
            save(store, ENTITIES["person"], key, record.version, {"family_name": name})
        else:
            delete(store, ENTITIES["person"], [people.pop(chance.randrange(len(people)))])
    assert_sound(store)


@pytest.mark.parametrize("ascending", [True, False])
def test_many_in_a_row_between_two_neighbours_find_room(
    store: Store, monkeypatch: pytest.MonkeyPatch, ascending: bool
) -> None:
    monkeypatch.setattr(search_index, "_GAP", 1 << 8)
    monkeypatch.setattr(search_index, "_NARROW", 1 << 4)
    make(store, "person", family_name="A", given_name="")
    make(store, "person", family_name="Z", given_name="")
    numbers = range(40) if ascending else range(39, -1, -1)
    for number in numbers:
        make(store, "person", family_name=f"M{number:03d}", given_name="")
    assert_sound(store)


def test_an_import_and_its_undo_keep_it_sound(loaded: Store) -> None:
    assert_sound(loaded)
    undo(loaded)
    assert_sound(loaded)


def test_it_can_be_made_anew(loaded: Store) -> None:
    before = hits(loaded, "ustec", "organisation")
    with loaded.writing("Tests") as writer:
        search_index.create(writer.connection)
        derived.rebuild(writer.connection)
        writer.connection.execute("UPDATE area SET name_en = 'x'")
    assert hits(loaded, "ustec", "organisation") == before
    assert fold("Ústec") == "ustec"
    assert_sound(loaded)
