"""New rows whose ids follow from what they are: nothing that is there is written over."""

from __future__ import annotations

from typing import Any

import pytest

from app.db.connection import driver
from app.db.store import Store, link_id
from app.entities import ENTITIES, RECORDS
from app.errors import InvalidRecord, UserError
from app.i18n import Language
from app.services.privacy.erasure import erase
from app.services.records.ids import fixed_id, free_id, imported_id, is_new
from app.services.records.query import captions
from app.services.records.records import apply, save
from app.services.records.rows import CREATABLE, NewRecord, write
from app.services.tasks import tasks
from tests.factories import count, make, value


def add(store: Store, entity: str, **values: Any) -> str:
    with store.writing("test") as writer:
        return apply(writer, ENTITIES[entity], None, values)


@pytest.fixture
def member(store: Store) -> dict[str, str]:
    """A recipient who has accepted: what their row was made of."""
    values = {"mailing_list_id": make(store, "mailing_list"), "person_id": make(store, "person")}
    row = make(store, "mailing_member", **values, state="proposed", note="jen e-mailem")
    save(store, ENTITIES["mailing_member"], row, 10_000, {"state": "accepted"})
    return values


def test_a_link_that_is_added_again_stays_as_it_is(store: Store, member: dict[str, str]) -> None:
    row = add(store, "mailing_member", **member, state="proposed")
    assert value(store, "mailing_member", row, "state") == "accepted"
    assert value(store, "mailing_member", row, "note") == "jen e-mailem"
    assert count(store, "mailing_member") == 1


def test_a_form_that_would_add_it_again_says_so(store: Store, member: dict[str, str]) -> None:
    with pytest.raises(UserError, match="is there already") as raised:
        make(store, "mailing_member", **member, state="proposed")
    assert raised.value.values["title"] == "Jana Nováková"
    again, changes = save(
        store, ENTITIES["mailing_member"], None, 0, {**member, "state": "accepted"}
    )
    assert not changes, "what is there already is no change"
    assert value(store, "mailing_member", again, "state") == "accepted"


def test_the_old_name_of_a_renamed_area_makes_a_new_area(store: Store) -> None:
    area = make(store, "area", name_cs="věda", name_de="Wissenschaft")
    save(store, ENTITIES["area"], area, 10_000, {"name_cs": "výzkum"})
    other = make(store, "area", name_cs="věda")
    assert other != area
    assert value(store, "area", area, "name_cs") == "výzkum"
    assert value(store, "area", area, "name_de") == "Wissenschaft"
    assert value(store, "area", other, "name_cs") == "věda"
    assert add(store, "area", name_cs="Věda") == other
    assert add(store, "area", name_cs="Výzkum") == area, "known by the name that it has now"


def test_an_area_that_a_form_would_write_over_is_refused(store: Store) -> None:
    make(store, "area", name_cs="věda", name_de="Wissenschaft")
    with pytest.raises(UserError, match="is there already"):
        make(store, "area", name_cs="Věda", name_de="Forschung")


def test_a_row_that_is_there_is_given_by_its_fixed_id(store: Store) -> None:
    with store.writing("test") as writer:
        first = write(writer, ENTITIES["task"], None, {"title": "A", "status": "open"}, fixed="t-1")
        again = write(writer, ENTITIES["task"], None, {"title": "B", "status": "done"}, fixed="t-1")
    assert (first, again) == ("t-1", "t-1")
    assert value(store, "task", "t-1", "title") == "A"


def test_a_link_to_nothing_is_refused(store: Store) -> None:
    task = make(store, "task")
    for entity, key in (("person", "nobody"), ("position", "x"), ("organisation", task)):
        with pytest.raises(InvalidRecord), store.writing("test") as writer:
            tasks.link(writer, task, entity, key)
    assert count(store, "task_link") == 0


def test_the_database_itself_sees_a_link_to_nothing(store: Store) -> None:
    task, person = make(store, "task"), make(store, "person")
    with store.writing("test") as writer:
        tasks.link(writer, task, "person", person)
    with (
        pytest.raises(driver.IntegrityError, match="FOREIGN KEY"),
        store.writing("test") as writer,
    ):
        writer.connection.execute("DELETE FROM person WHERE id = ?", (person,))
    with (
        pytest.raises(driver.IntegrityError, match="FOREIGN KEY"),
        store.writing("test") as writer,
    ):
        writer.connection.execute("UPDATE task_link SET entity = 'organisation'")
    assert count(store, "person") == 1


def test_ids_that_follow_from_something(store: Store) -> None:
    person = make(store, "person")
    erase(store, person)
    with store.writing("test") as writer:
        connection = writer.connection
        one = imported_id(connection, "person", "uid", "u-1")
        assert one == link_id("person", "imported", "uid", "u-1")
        assert is_new(connection, one)
        write(writer, ENTITIES["person"], None, {"family_name": "A"}, fixed=one)
        assert not is_new(connection, one)
        two = imported_id(connection, "person", "uid", "u-1")
        assert two == link_id("person", "imported", "uid", "u-1", "2")
        assert fixed_id(connection, "person", "imported", "uid", "u-1") == one
        assert free_id(connection, "task", "imported", "uid", "u-1") == link_id(
            "task", "imported", "uid", "u-1"
        )


def test_the_id_of_what_was_erased_never_comes_back(store: Store) -> None:
    with store.writing("test") as writer:
        one = imported_id(writer.connection, "person", "uid", "u-1")
        write(writer, ENTITIES["person"], None, {"family_name": "A"}, fixed=one)
    erase(store, one)
    with store.writing("test") as writer:
        assert fixed_id(writer.connection, "person", "imported", "uid", "u-1") != one
        assert imported_id(writer.connection, "person", "uid", "u-1") != one


def _references() -> list[tuple[str, str]]:
    """The reference fields of the forms of records and of their rows, but for their owners."""
    return [
        (entity.name, field.name)
        for entity in ENTITIES.values()
        for field in entity.fields
        if field.target in CREATABLE and not field.kept and field.name not in entity.owner
    ]


@pytest.mark.parametrize("target", CREATABLE)
def test_every_kind_that_a_form_refers_to_is_made_by_its_name(store: Store, target: str) -> None:
    entity, name = next(
        (entity, name)
        for entity, name in _references()
        if (ENTITIES[entity].by_name[name].target == target and ENTITIES[entity] in RECORDS)
        or (
            (entity, name) in (("agreement_area", "area_id"), ("commitment", "task_id"))
            and ENTITIES[entity].by_name[name].target == target
        )
    )
    values: dict[str, Any] = {name: NewRecord(target, "Nový záznam")}
    if entity == "agreement_area":
        values["agreement_id"] = make(store, "agreement")
    if entity == "commitment":
        values |= {"agreement_id": make(store, "agreement"), "text_cs": "Slib"}
    made = make(store, entity, **values)
    key = value(store, entity, made, name)
    with store.reading() as connection:
        title = captions(connection, ENTITIES[target], [key], Language.CS)[key]
    assert title == "Nový záznam"


def test_no_reference_of_a_form_is_without_a_way_to_make_what_is_missing() -> None:
    # Made of files, of a filter, by typing, in dialogs and on screens of their own.
    ready = {"document", "mailing_list", "tag", "rank_table", "gift", "meeting"}
    for entity in ENTITIES.values():
        for field in entity.fields:
            # Rows of the same record are chosen among those that are there, and a row of a row is
            # made on the page of the one it belongs to.
            above = field.name in entity.owner.split("|") and (
                ENTITIES[field.target].owner or ENTITIES[field.target] not in RECORDS
            )
            if field.target and not field.kept and not field.within and not above:
                assert field.target in {*CREATABLE, *ready}, (entity.name, field.name)
