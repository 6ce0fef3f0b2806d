from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.services.records.records import read, save
from app.services.records.undo import undo
from app.services.tasks.tasks import create
from tests.factories import count, make, value


def finish(store: Store, task_id: str) -> None:
    with store.reading() as connection:
        task = read(connection, ENTITIES["task"], task_id)
    assert task
    save(store, ENTITIES["task"], task_id, task.version, {"status": "done"})


def open_tasks(store: Store) -> list[tuple[str, str, str]]:
    with store.reading() as connection:
        return connection.execute(
            "SELECT id, title, due FROM task WHERE status = 'open' ORDER BY due"
        ).fetchall()


@pytest.mark.parametrize(
    ("rule", "due", "following"),
    [
        ("FREQ=WEEKLY", "2026-12-28", "2027-01-04"),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-11-23T09:30", "2026-12-07T09:30"),
        ("FREQ=MONTHLY", "2027-01-31", "2027-02-28"),
        ("FREQ=MONTHLY;INTERVAL=3", "2026-11-30", "2027-02-28"),
        ("FREQ=YEARLY", "2028-02-29", "2029-02-28"),
    ],
)
def test_a_task_that_comes_again_is_followed_by_the_next_when_it_is_done(
    store: Store, rule: str, due: str, following: str
) -> None:
    partner = make(store, "organisation")
    task, _ = create(
        store,
        {"title": "Zpráva", "due": due, "recurrence": rule, "priority": "high"},
        ("organisation", partner),
    )
    finish(store, task)
    ((next_id, title, next_due),) = open_tasks(store)
    assert (title, next_due) == ("Zpráva", following)
    assert value(store, "task", next_id, "recurrence") == rule
    assert value(store, "task", next_id, "priority") == "high"
    with store.reading() as connection:
        links = connection.execute(
            "SELECT entity, record_id FROM task_link WHERE task_id = ?", (next_id,)
        ).fetchall()
    assert links == [("organisation", partner)]


def test_saving_a_done_task_again_adds_no_other(store: Store) -> None:
    task = make(store, "task", due="2026-12-01", recurrence="FREQ=WEEKLY")
    finish(store, task)
    with store.reading() as connection:
        done = read(connection, ENTITIES["task"], task)
    assert done
    save(store, ENTITIES["task"], task, done.version, {"status": "done", "note": "hotovo"})
    assert count(store, "task") == 2


def test_undo_takes_the_next_one_back_with_the_answer(store: Store) -> None:
    task = make(store, "task", due="2026-12-01", recurrence="FREQ=WEEKLY")
    finish(store, task)
    undo(store)
    assert [row[0] for row in open_tasks(store)] == [task]


@pytest.mark.parametrize("values", [{"due": None}, {"due": "2026-12-01", "recurrence": None}])
def test_a_task_without_a_day_or_a_rule_comes_only_once(
    store: Store, values: dict[str, str | None]
) -> None:
    task = make(store, "task", **{"recurrence": "FREQ=WEEKLY", **values})
    finish(store, task)
    assert open_tasks(store) == []


def test_tasks_move_with_the_delegation_they_prepare(store: Store) -> None:
    delegation = make(store, "delegation", start="2027-05-10")
    task = make(store, "task", relative_to_id=delegation, relative_days=14)
    assert value(store, "task", task, "due") == "2027-04-26"
    with store.reading() as connection:
        found = read(connection, ENTITIES["delegation"], delegation)
    assert found
    save(store, ENTITIES["delegation"], delegation, found.version, {"start": "2027-06-01"})
    assert value(store, "task", task, "due") == "2027-05-18"


def test_a_start_that_is_not_known_to_the_day_moves_nothing(store: Store) -> None:
    delegation = make(store, "delegation", start="2027-05-10")
    task = make(store, "task", relative_to_id=delegation, relative_days=14)
    with store.reading() as connection:
        found = read(connection, ENTITIES["delegation"], delegation)
    assert found
    save(store, ENTITIES["delegation"], delegation, found.version, {"start": "2027-06"})
    assert value(store, "task", task, "due") == "2027-04-26"
