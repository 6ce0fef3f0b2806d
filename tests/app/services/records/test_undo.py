from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.datasets.importing import import_dataset
from app.paths import DEMO_DATA
from app.services.care.checking import check
from app.services.office import open_store
from app.services.records.history import history
from app.services.records.records import delete, save
from app.services.records.undo import last_action, last_undone, redo, undo
from tests.factories import count, make, value

PERSON = ENTITIES["person"]


def test_undo_and_redo_go_step_by_step_across_restarts(store: Store) -> None:
    person = make(store, "person", note="a")
    save(store, PERSON, person, 10_000, {"note": "b"})
    delete(store, PERSON, [person])
    store.close()

    again = open_store(store.path)
    undo(again)
    assert value(again, "person", person, "note") == "b"
    undo(again)
    assert value(again, "person", person, "note") == "a"
    undo(again)
    assert count(again, "person") == 0
    with pytest.raises(UserError, match="nothing to undo"):
        undo(again)
    redo(again)
    redo(again)
    assert value(again, "person", person, "note") == "b"
    redo(again)
    assert count(again, "person") == 0
    with pytest.raises(UserError, match="nothing to redo"):
        redo(again)
    assert check(again) == []
    again.close()


def test_a_new_change_ends_the_redo(store: Store) -> None:
    person = make(store, "person")
    undo(store)
    make(store, "person", family_name="Jiná")
    with store.reading() as connection:
        assert last_undone(connection) is None
    assert count(store, "person") == 1
    assert person


def test_undo_refuses_to_overwrite_a_later_value(store: Store) -> None:
    person = make(store, "person")
    save(store, PERSON, person, 10_000, {"note": "moje"})
    with store.writing("from elsewhere", batch="setup") as writer:
        writer.connection.execute("UPDATE person SET note = 'novější'")
    with pytest.raises(UserError, match="changed again since"):
        undo(store)
    assert value(store, "person", person, "note") == "novější"


def test_the_preparation_of_a_database_is_not_undone(store: Store) -> None:
    assert count(store, "user") == 1
    with store.reading() as connection:
        assert last_action(connection) is None


def test_a_batch_is_undone_as_a_whole(store: Store) -> None:
    for number in range(3):
        with store.writing("chunk", batch="import-1") as writer:
            writer.connection.execute(
                "INSERT INTO person (id, family_name) VALUES (?, 'Z dávky')", (str(number),)
            )
    undo(store)
    assert count(store, "person") == 0
    redo(store)
    assert count(store, "person") == 3


def test_an_import_is_undone_in_one_step(store: Store) -> None:
    import_dataset(store, DEMO_DATA)
    undo(store)
    for table in ("organisation", "agreement", "external_id", "area", "setting", "milestone"):
        assert count(store, table) == 0, table
    assert check(store) == []


def test_history_tells_old_and_new_values_and_what_was_undone(store: Store) -> None:
    person = make(store, "person", note="stará")
    save(store, PERSON, person, 10_000, {"note": "nová"})
    undo(store)
    with store.reading() as connection:
        undone, edited, created = history(connection, person)
    assert edited.undone
    assert not created.undone
    assert edited.changes[0].values["note"] == ("stará", "nová")
    assert undone.changes[0].values["note"] == ("nová", "stará")
    assert edited.author
    assert undone.at >= edited.at >= created.at


def test_the_history_of_a_record_includes_the_rows_it_owns(store: Store) -> None:
    person = make(store, "person")
    make(store, "contact_point", person_id=person, kind="phone", value="+420475657111")
    with store.reading() as connection:
        newest, _ = history(connection, person)
    assert newest.changes[0].table == "contact_point"
