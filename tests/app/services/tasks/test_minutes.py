from __future__ import annotations

from typing import Any

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord
from app.i18n import Language
from app.services.privacy.erasure import erase
from app.services.records.records import save as save_record
from app.services.records.undo import undo
from app.services.related.sections import sections
from app.services.tasks.minutes import Point, Present, read, save, who_could_be
from app.services.tasks.tasks import tick
from tests.factories import count, make, value


@pytest.fixture
def visit(store: Store) -> str:
    return make(store, "delegation", title_cs="Přijetí Sasů")


def values(visit: str) -> dict[str, Any]:
    return {
        "subject": "Jednání o školách",
        "date": "2027-05-10T10:00",
        "kind": "meeting",
        "text": "Otevřené otázky.",
        "delegation_id": visit,
    }


def test_minutes_name_several_people_and_points_become_tasks(store: Store, visit: str) -> None:
    eva, petr = (make(store, "person", family_name=name) for name in ("Malá", "Velký"))
    owner = store.user_id
    present = [Present(eva, ""), Present(petr, ""), Present(None, "rektor"), Present(eva, "")]
    points = [Point(None, "Pošleme návrh", owner, "2027-06-01"), Point(None, "  ")]
    key, _ = save(store, None, 0, values(visit), present, points)
    with store.reading() as connection:
        found = read(connection, key, Language.CS)
        shown = {
            entity: [item.title for s in sections(connection, entity, record, Language.CS)
                     for item in s.items if s.key in ("minutes", "timeline")]
            for entity, record in (("delegation", visit), ("person", petr))
        }  # fmt: skip
    assert found
    assert [bool(one.person_id) for one in found.present] == [True, True, False]
    (point,) = found.points
    assert point.task_id
    assert value(store, "task", point.task_id, "title") == "Pošleme návrh"
    assert value(store, "task", point.task_id, "due") == "2027-06-01"
    assert value(store, "task", point.task_id, "assignee_id") == owner
    assert value(store, "task", point.task_id, "origin") == "Jednání o školách"
    assert shown == {
        "delegation": [
            "Jednání o školách",
            "Kontakt: Jednání o školách",
            "Termín úkolu: Pošleme návrh",
        ],
        "person": ["Jednání o školách"],
    }
    undo(store)
    assert count(store, "task") == count(store, "interaction_person") == 0


def test_a_promise_is_a_commitment_with_the_same_task(store: Store, visit: str) -> None:
    house = make(store, "organisation")
    agreement = make(store, "agreement")
    point = Point(None, "Vyšleme učitele", None, "2027-09-01", agreement, house)
    key, _ = save(store, None, 0, values(visit), [], [point])
    with store.reading() as connection:
        found = read(connection, key, Language.CS)
        (commitment,) = connection.execute("SELECT id FROM commitment").fetchone()
    assert found
    task = found.points[0].task_id
    assert task
    assert value(store, "commitment", commitment, "task_id") == task
    assert value(store, "commitment", commitment, "organisation_id") == house
    assert value(store, "commitment", commitment, "due") == "2027-09-01"
    assert count(store, "task") == 1
    tick(store, task, done=True)
    assert value(store, "commitment", commitment, "status") == "fulfilled"


def test_a_point_that_changes_changes_its_open_task_and_one_that_goes_leaves_it(
    store: Store, visit: str
) -> None:
    key, _ = save(store, None, 0, values(visit), [], [Point(None, "A"), Point(None, "B")])
    with store.reading() as connection:
        before = read(connection, key, Language.CS)
    assert before
    first, second = before.points
    changed = Point(first.id, "A do pátku", due="2027-05-14")
    save(store, key, 10**9, {"text": "doplněno"}, [], [changed])
    assert value(store, "task", str(first.task_id), "title") == "A do pátku"
    assert value(store, "task", str(first.task_id), "due") == "2027-05-14"
    assert count(store, "agreed_point") == 1
    assert value(store, "task", str(second.task_id), "title") == "B", "the task stays"
    tick(store, str(first.task_id), done=True)
    save(store, key, 10**9, {}, [], [Point(first.id, "A jinak")])
    assert value(store, "task", str(first.task_id), "title") == "A do pátku", "it is done"


def test_a_subject_is_wanted_and_nothing_half_is_stored(store: Store, visit: str) -> None:
    with pytest.raises(InvalidRecord):
        save(store, None, 0, {**values(visit), "subject": None}, [Present(None, "x")], [])
    assert count(store, "interaction") == count(store, "interaction_person") == 0


def test_those_who_take_part_in_the_item_are_likely_to_have_been_there(
    store: Store, visit: str
) -> None:
    people = [make(store, "person", family_name=name) for name in ("A", "B", "C")]
    members = [
        make(store, "delegation_member", delegation_id=visit, person_id=person, side="guest",
             invitation=state)
        for person, state in zip(people, ("accepted", "declined", None), strict=True)
    ]  # fmt: skip
    item = make(store, "programme_item", delegation_id=visit, title_cs="Oběd",
                starts="2027-05-10T12:00")  # fmt: skip
    with store.reading() as connection:
        found = who_could_be(connection, visit, None, Language.CS)
        assert [likely for _, likely in found] == [True, False, True]
    make(store, "programme_part", programme_item_id=item, member_id=members[2])
    with store.reading() as connection:
        found = who_could_be(connection, visit, item, Language.CS)
    assert [likely for _, likely in found] == [False, False, True]


def test_an_erased_person_leaves_the_minutes_which_stay(store: Store, visit: str) -> None:
    person = make(store, "person", given_name="Kryšpína", family_name="Žebrovská")
    other = make(store, "person", family_name="Zůstávající")
    wanted = {**values(visit), "person_id": person, "text": "Kryšpína Žebrovská slíbila mapy."}
    key, _ = save(store, None, 0, wanted, [Present(person, ""), Present(other, "")], [])
    erase(store, person)
    assert value(store, "interaction", key, "person_id") is None
    assert value(store, "interaction", key, "text") == "[…] slíbila mapy."
    assert count(store, "interaction_person") == 1


def test_minutes_go_with_their_visit_unless_they_are_of_somebody_else_too(
    store: Store, visit: str
) -> None:
    from app.services.records.records import delete

    house = make(store, "organisation")
    save(store, None, 0, values(visit), [Present(None, "x")], [])
    kept, _ = save(store, None, 0, {**values(visit), "organisation_id": house}, [], [])
    with store.reading() as connection:
        tasks = [key for (key,) in connection.execute("SELECT id FROM task").fetchall()]
    assert tasks == []
    delete(store, ENTITIES["delegation"], [visit])
    assert count(store, "interaction") == 1
    assert value(store, "interaction", kept, "delegation_id") is None
    save_record(store, ENTITIES["interaction"], kept, 10**9, {"subject": "Jinak"})
