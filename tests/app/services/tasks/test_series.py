from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.db.migrate import copy_database
from app.db.store import Store
from app.entities import ENTITIES
from app.services.documents import documents
from app.services.office import open_store
from app.services.records.records import read, save
from app.services.records.undo import undo
from app.services.tasks.series import NOT_UNDERSTOOD
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
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-02-28", "2027-03-31"),
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


def follow_up(store: Store, task_id: str) -> dict[str, str | None]:
    """Finish a task; the one that follows."""
    before = {key for key, *_ in open_tasks(store)}
    finish(store, task_id)
    (found,) = [key for key, *_ in open_tasks(store) if key not in before]
    with store.reading() as connection:
        task = read(connection, ENTITIES["task"], found)
    assert task
    return dict(task.values)


def test_the_day_of_the_rule_is_kept_through_short_months(store: Store) -> None:
    task: str | None = make(store, "task", due="2026-01-31T09:00", recurrence="FREQ=MONTHLY")
    found = []
    for _ in range(4):
        assert task
        following = follow_up(store, task)
        found.append(following["due"])
        task = following["id"]
    assert found == [
        "2026-02-28T09:00",
        "2026-03-31T09:00",
        "2026-04-30T09:00",
        "2026-05-31T09:00",
    ]


def test_everything_goes_along_to_the_next(store: Store) -> None:
    with store.reading() as connection:
        (user,) = connection.execute('SELECT id FROM "user"').fetchone() or (None,)
    given = {
        "title": "Zpráva",
        "description": "Podle osnovy",
        "priority": "high",
        "assignee_id": user,
        "origin": "Porada",
        "tags": "porada;zpráva",
        "note": "viz spis",
        "recurrence": "FREQ=MONTHLY",
    }
    task = make(
        store,
        "task",
        **given,
        start="2026-01-26",
        due="2026-01-31T09:00",
        reminder="2026-01-30T15:00",
    )
    document = make(store, "document")
    documents.link(store, document, ("task", task))
    following = follow_up(store, task)
    assert {name: following[name] for name in given} == given
    assert following["start"] == "2026-02-23"
    assert following["due"] == "2026-02-28T09:00"
    assert following["reminder"] == "2026-02-27T15:00"
    assert following["status"] == "open"
    with store.reading() as connection:
        linked = connection.execute(
            "SELECT document_id FROM document_link WHERE record_id = ?", (following["id"],)
        ).fetchall()
    assert linked == [(document,)]


def test_a_task_done_twice_has_one_next(store: Store) -> None:
    task = make(store, "task", due="2026-12-01", recurrence="FREQ=WEEKLY")
    following = follow_up(store, task)
    save(store, ENTITIES["task"], str(following["id"]), 10_000, {"note": "rozpracováno"})
    save(store, ENTITIES["task"], task, 10_000, {"status": "open"})
    finish(store, task)
    assert count(store, "task") == 2
    assert value(store, "task", str(following["id"]), "note") == "rozpracováno"


def test_two_computers_make_the_same_next(store: Store, tmp_path: Path) -> None:
    task = make(store, "task", due="2026-12-01", recurrence="FREQ=WEEKLY")
    copy_database(store.path, tmp_path / "other.db", None)
    other = open_store(tmp_path / "other.db")
    assert follow_up(store, task)["id"] == follow_up(other, task)["id"]
    other.close()


def test_one_occurrence_that_was_moved_moves_no_other(store: Store) -> None:
    first = make(store, "task", due="2026-01-31", recurrence="FREQ=MONTHLY")
    second = str(follow_up(store, first)["id"])
    save(store, ENTITIES["task"], second, 10_000, {"due": "2026-03-04"})
    third = follow_up(store, second)
    assert third["due"] == "2026-03-31"
    save(store, ENTITIES["task"], str(third["id"]), 10_000, {"due": "2026-03-25"})
    assert follow_up(store, str(third["id"]))["due"] == "2026-04-30"


def test_a_changed_rule_begins_a_series_of_its_own(store: Store) -> None:
    first = make(store, "task", due="2026-01-05", recurrence="FREQ=WEEKLY")
    second = str(follow_up(store, first)["id"])
    save(store, ENTITIES["task"], second, 10_000, {"recurrence": "FREQ=MONTHLY"})
    assert follow_up(store, second)["due"] == "2026-02-12"


def test_a_rule_that_is_not_understood_is_said(store: Store) -> None:
    task = make(store, "task", due="2026-01-05", recurrence="FREQ=WEEKLY;BYHOUR=9")
    _, changes = save(store, ENTITIES["task"], task, 10_000, {"status": "done"})
    assert changes.remarks == ((NOT_UNDERSTOOD, {"rule": "FREQ=WEEKLY;BYHOUR=9"}),)
    assert open_tasks(store) == []


def test_the_weekday_of_the_rule_is_kept(store: Store) -> None:
    task = make(store, "task", due="2026-11-25T09:00", recurrence="FREQ=MONTHLY;BYDAY=-1FR")
    following = follow_up(store, task)
    assert following["due"] == "2026-11-27T09:00"
    assert follow_up(store, str(following["id"]))["due"] == "2026-12-25T09:00"


def test_days_after_it_was_done_are_counted_from_then(store: Store) -> None:
    rule = "FREQ=DAILY;INTERVAL=10;X-FROM=DONE"
    task = make(store, "task", due="2020-01-01T09:00", recurrence=rule)
    following = follow_up(store, task)
    assert following["due"] == f"{date.today() + timedelta(days=10)}T09:00"
    assert following["recurrence"] == rule
