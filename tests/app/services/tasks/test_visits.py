from __future__ import annotations

from typing import Any

import pytest

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import InvalidRecord
from app.services.records.records import read, save
from app.services.records.undo import undo
from app.services.tasks import visits
from app.services.tasks.tasks import create
from app.services.tasks.visits import cancel_tasks, open_tasks
from tests.factories import make, value

DAYS = ("due", "reminder", "start")


def change(store: Store, entity: str, record_id: str, **values: Any) -> Changes:
    return save(store, ENTITIES[entity], record_id, 10_000, values)[1]


def days(store: Store, task: str) -> tuple[Any, ...]:
    return tuple(value(store, "task", task, name) for name in DAYS)


@pytest.fixture
def visit(store: Store) -> str:
    return make(store, "delegation", start="2027-05-10")


@pytest.fixture
def task(store: Store, visit: str) -> str:
    return make(
        store,
        "task",
        title="Dary",
        relative_to_id=visit,
        relative_days=14,
        due="2027-04-26T10:00",
        reminder="2027-04-25T08:30",
        start="2027-04-20",
    )


def test_tasks_move_with_the_delegation_they_prepare(store: Store, visit: str, task: str) -> None:
    assert days(store, task) == ("2027-04-26T10:00", "2027-04-25T08:30", "2027-04-20")
    changes = change(store, "delegation", visit, start="2027-07-01")
    assert days(store, task) == ("2027-06-17T10:00", "2027-06-16T08:30", "2027-06-11")
    assert changes.remarks == ((visits.MOVED, {"tasks": "Dary"}),)
    undo(store)
    assert days(store, task) == ("2027-04-26T10:00", "2027-04-25T08:30", "2027-04-20")


@pytest.mark.parametrize("start", ["2026-09", "2027", "unknown"])
def test_without_a_day_of_the_start_they_wait_and_come_back(
    store: Store, visit: str, task: str, start: str
) -> None:
    changes = change(store, "delegation", visit, start=start)
    assert days(store, task) == (None, None, None)
    assert changes.remarks == ((visits.WAIT, {"tasks": "Dary"}),)
    assert change(store, "delegation", visit, start="2028").remarks == ()
    changes = change(store, "delegation", visit, start="2027-05-20")
    assert days(store, task) == ("2027-05-06T10:00", "2027-05-05T08:30", "2027-04-30")
    assert value(store, "task", task, "held") is None
    assert changes.remarks == ((visits.BACK, {"tasks": "Dary"}),)


def test_a_task_made_for_a_visit_without_a_day_waits(store: Store) -> None:
    visit = make(store, "delegation", start="2027-09")
    task, changes = create(
        store,
        {"title": "Dary", "due": "2027-08-20T10:00", "relative_to_id": visit, "relative_days": 14},
    )
    assert value(store, "task", task, "due") is None
    assert changes.remarks == ((visits.WAIT, {"tasks": "Dary"}),)
    change(store, "task", task, reminder="2027-08-19")
    change(store, "delegation", visit, start="2027-09-15")
    assert days(store, task) == ("2027-09-01T10:00", "2027-08-31", None)


def test_a_task_that_is_tied_no_longer_has_its_days_again(
    store: Store, visit: str, task: str
) -> None:
    change(store, "delegation", visit, start="2027")
    change(store, "task", task, relative_to_id=None, start="2027-04-01")
    assert days(store, task) == ("2027-04-26T10:00", "2027-04-25T08:30", "2027-04-01")
    assert value(store, "task", task, "held") is None


def test_the_hour_of_a_tied_task_is_changed_and_its_day_explained(store: Store, task: str) -> None:
    assert change(store, "task", task, due="2027-04-26T16:15").remarks == ()
    assert days(store, task) == ("2027-04-26T16:15", "2027-04-25T08:30", "2027-04-20")
    changes = change(store, "task", task, due="2027-04-30T16:15")
    assert days(store, task) == ("2027-04-26T16:15", "2027-04-25T08:30", "2027-04-20")
    assert changes.remarks == ((visits.FROM_START, {"tasks": "Dary"}),)


def test_other_days_before_the_start_move_the_reminder_unless_it_was_typed(
    store: Store, task: str
) -> None:
    change(store, "task", task, relative_days=7)
    assert days(store, task) == ("2027-05-03T10:00", "2027-05-02T08:30", "2027-04-27")
    change(store, "task", task, relative_days=21, reminder="2027-04-01")
    assert days(store, task) == ("2027-04-19T10:00", "2027-04-01", "2027-04-13")


def test_a_deadline_after_the_start_is_negative(store: Store, visit: str, task: str) -> None:
    change(store, "task", task, relative_days=-3)
    assert value(store, "task", task, "due") == "2027-05-13T10:00"


@pytest.mark.parametrize("distance", [10**18, -(10**18), 36526])
def test_a_distance_out_of_reach_is_refused(store: Store, visit: str, distance: int) -> None:
    with pytest.raises(InvalidRecord) as refused:
        make(store, "task", relative_to_id=visit, relative_days=distance)
    assert [error.field for error in refused.value.errors] == ["relative_days"]


def test_a_visit_at_the_end_of_the_calendar_moves_its_tasks_to_it(store: Store, task: str) -> None:
    change(store, "task", task, relative_days=-3)
    (visit,) = [value(store, "task", task, "relative_to_id")]
    change(store, "delegation", visit, start="9999-12-30")
    assert value(store, "task", task, "due") == "9999-12-31T10:00"


def test_finished_tasks_stay_where_they_are(store: Store, visit: str, task: str) -> None:
    change(store, "task", task, status="done")
    assert change(store, "delegation", visit, start="2027-07-01").remarks == ()
    assert value(store, "task", task, "due") == "2027-04-26T10:00"


def test_of_a_cancelled_visit_the_open_tasks_are_named(store: Store, visit: str, task: str) -> None:
    linked, _ = create(store, {"title": "Auto"}, ("delegation", visit))
    create(store, {"title": "Jiné"})
    with store.reading() as connection:
        assert sorted(open_tasks(connection, visit)) == ["Auto", "Dary"]
    ((message, values),) = change(store, "delegation", visit, status="cancelled").remarks
    assert message == visits.STAY_OPEN
    assert sorted(str(values["tasks"]).split(", ")) == ["Auto", "Dary"]
    assert value(store, "task", linked, "status") == "open"


def test_tasks_are_cancelled_with_the_visit_in_one_action(
    store: Store, visit: str, task: str
) -> None:
    done, _ = create(store, {"title": "Auto", "status": "done"}, ("delegation", visit))
    _, changes = save(
        store,
        ENTITIES["delegation"],
        visit,
        10_000,
        {"status": "cancelled"},
        first=lambda writer: cancel_tasks(writer, visit),
    )
    assert changes.remarks == ((visits.CANCELLED_TOO, {"tasks": "Dary"}),)
    assert value(store, "task", task, "status") == "cancelled"
    assert value(store, "task", done, "status") == "done"
    undo(store)
    assert value(store, "task", task, "status") == "open"
    with store.reading() as connection:
        found = read(connection, ENTITIES["delegation"], visit)
    assert found
    assert found.values["status"] is None


def test_of_many_tasks_the_first_are_named_and_the_rest_counted(store: Store, visit: str) -> None:
    for title in "ABCDE":
        make(store, "task", title=title, relative_to_id=visit, relative_days=1)
    changes = change(store, "delegation", visit, start="2027-07-01")
    assert changes.remarks == ((visits.MOVED, {"tasks": "A, B, C (+ 2)"}),)
