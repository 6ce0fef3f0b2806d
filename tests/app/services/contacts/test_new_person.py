from __future__ import annotations

import pytest

from app.db.store import Store
from app.errors import InvalidRecord
from app.i18n import Language
from app.services.care.checking import check
from app.services.contacts import new_person
from app.services.records import undo
from app.services.records.rows import NewRecord
from tests.factories import make

VALUES = {
    "given_name": "Jana",
    "family_name": "Nováková",
    "post_title": "vedoucí odboru",
    "email": "Jana.Novakova@kraj.cz",
    "phone": "475 657 111",
    "mobile": "",
}


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        return list(connection.execute(sql).fetchall())


def test_person_post_and_details_are_one_action(store: Store) -> None:
    office = make(store, "organisation", name_cs="Krajský úřad", country="CZ")
    key, changes = new_person.create(store, {**VALUES, "organisation_id": office})
    assert changes.ids("person") == {key}
    assert rows(store, "SELECT person_id, organisation_id, title_cs, is_primary FROM position") == [
        (key, office, "vedoucí odboru", 1)
    ]
    assert set(rows(store, "SELECT kind, value FROM contact_point")) == {
        ("email", "Jana.Novakova@kraj.cz"),
        ("phone", "+420475657111"),
    }
    undo.undo(store)
    for table in ("person", "position", "contact_point"):
        assert rows(store, f"SELECT * FROM {table}") == []


def test_a_new_organisation_is_made_in_the_same_action(store: Store) -> None:
    new = NewRecord("organisation", "Ministerstvo kultury")
    key, _ = new_person.create(store, {**VALUES, "organisation_id": new})
    sql = "SELECT o.name_cs FROM position p JOIN organisation o ON o.id = p.organisation_id"
    assert rows(store, sql) == [("Ministerstvo kultury",)]
    undo.undo(store)
    assert rows(store, "SELECT name_cs FROM organisation WHERE name_cs LIKE 'Min%'") == []
    undo.redo(store)
    assert rows(store, "SELECT id FROM person") == [(key,)]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"family_name": None}, {"family_name"}),
        ({"email": "jana@"}, {"email"}),
        ({"phone": "12"}, {"phone"}),
        ({"organisation_id": None}, {"organisation_id"}),
        ({"post_title": None, "email": "x"}, {"post_title", "email"}),
    ],
)
def test_every_fault_stands_beside_its_field_and_nothing_is_stored(
    store: Store, changes: dict[str, object], fields: set[str]
) -> None:
    office = make(store, "organisation", name_cs="Krajský úřad", country="CZ")
    with pytest.raises(InvalidRecord) as caught:
        new_person.create(store, {**VALUES, "organisation_id": office, **changes})
    assert {error.field for error in caught.value.errors} == fields
    assert rows(store, "SELECT id FROM person") == []


def test_a_detail_is_taken_for_what_it_is(store: Store) -> None:
    values = {"family_name": "Novák", "email": "475 657 111", "phone": "novak@kraj.cz"}
    new_person.create(store, values)
    assert set(rows(store, "SELECT kind, value FROM contact_point")) == {
        ("phone", "+420475657111"),
        ("email", "novak@kraj.cz"),
    }


def test_a_post_is_written_in_the_language_of_the_window(store: Store) -> None:
    new = NewRecord("organisation", "Staatskanzlei")
    values = {**VALUES, "post_title": "Referatsleiterin", "organisation_id": new}
    new_person.create(store, values, Language.DE)
    assert rows(store, "SELECT title_cs, title_de, title_en FROM position") == [
        ("Referatsleiterin", "Referatsleiterin", None)
    ]
    assert check(store) == []
