from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.services.records.records import read, save
from app.services.records.undo import redo, undo
from app.services.tasks import commitments
from tests.factories import count, make, value


def change(store: Store, entity: str, record_id: str, **values: Any) -> None:
    with store.reading() as connection:
        found = read(connection, ENTITIES[entity], record_id)
    assert found
    save(store, ENTITIES[entity], record_id, found.version, values)


@pytest.fixture
def agreement(store: Store) -> str:
    return make(store, "agreement", title_cs="Dohoda se Saskem")


def promise(store: Store, agreement: str, **values: Any) -> str:
    given = {"text_cs": "Uspořádat konferenci", "due": "2027-05-10", "status": "open", **values}
    return make(store, "commitment", agreement_id=agreement, **given)


def test_a_commitment_becomes_a_task(store: Store, agreement: str) -> None:
    user = make(store, "user", name="Eva", initials="E", role="member")
    commitment = promise(store, agreement, assignee_id=user)
    task, changes = commitments.make_task(store, commitment)
    with store.reading() as connection:
        made = read(connection, ENTITIES["task"], task)
        links = connection.execute("SELECT entity, record_id FROM task_link").fetchall()
    assert made
    wanted = {
        "title": "Uspořádat konferenci",
        "description": None,
        "due": "2027-05-10",
        "status": "open",
        "assignee_id": user,
        "origin": "Dohoda se Saskem",
    }
    assert {name: made.values[name] for name in wanted} == wanted
    assert links == [("agreement", agreement)]
    assert value(store, "commitment", commitment, "task_id") == task
    assert task in changes.ids("task")
    assert commitment in changes.ids("commitment")


def test_one_undo_takes_the_task_back(store: Store, agreement: str) -> None:
    commitment = promise(store, agreement)
    task, _ = commitments.make_task(store, commitment)
    undo(store)
    assert count(store, "task") == count(store, "task_link") == 0
    assert value(store, "commitment", commitment, "task_id") is None
    redo(store)
    assert value(store, "commitment", commitment, "task_id") == task


@pytest.mark.parametrize("due", [None, "2027", "2027-05", "unknown"])
def test_a_deadline_without_a_day_gives_none(store: Store, agreement: str, due: str | None) -> None:
    task, _ = commitments.make_task(store, promise(store, agreement, due=due))
    assert value(store, "task", task, "due") is None


def test_a_long_text_is_cut_at_a_word_and_kept_whole(store: Store, agreement: str) -> None:
    text = "Každoročně uspořádat společnou konferenci\n" * 5
    task, _ = commitments.make_task(store, promise(store, agreement, text_cs=text))
    title = value(store, "task", task, "title")
    assert len(title) <= 120
    assert title.endswith("…")
    assert title[:-1] == " ".join(text.split())[: len(title) - 1]
    assert title[-2] != " "
    assert value(store, "task", task, "description") == text


@pytest.mark.parametrize("status", ["fulfilled", "not_fulfilled", "void"])
def test_only_an_open_commitment_becomes_a_task(store: Store, agreement: str, status: str) -> None:
    commitment = promise(store, agreement, status=status)
    with pytest.raises(UserError) as caught:
        commitments.make_task(store, commitment)
    assert caught.value.message == commitments.NOT_OPEN
    assert count(store, "task") == 0


def test_there_is_one_unfinished_task_at_a_time(store: Store, agreement: str) -> None:
    commitment = promise(store, agreement)
    first, _ = commitments.make_task(store, commitment)
    with pytest.raises(UserError) as caught:
        commitments.make_task(store, commitment)
    assert caught.value.message == commitments.HAS_TASK
    change(store, "task", first, status="cancelled")
    second, _ = commitments.make_task(store, commitment)
    assert value(store, "commitment", commitment, "task_id") == second != first


def test_a_commitment_that_is_gone(store: Store) -> None:
    with pytest.raises(UserError):
        commitments.make_task(store, "nothing")


def test_a_task_that_is_done_fulfils_the_commitment(store: Store, agreement: str) -> None:
    commitment = promise(store, agreement)
    task, _ = commitments.make_task(store, commitment)
    change(store, "task", task, status="in_progress")
    assert value(store, "commitment", commitment, "status") == "open"
    change(store, "task", task, status="done")
    assert value(store, "commitment", commitment, "status") == "fulfilled"
    assert value(store, "commitment", commitment, "fulfilled_on") == date.today().isoformat()
    undo(store)
    assert value(store, "task", task, "status") == "in_progress"
    assert value(store, "commitment", commitment, "status") == "open"
    assert value(store, "commitment", commitment, "fulfilled_on") is None


def test_a_task_taken_up_again_opens_the_commitment(store: Store, agreement: str) -> None:
    commitment = promise(store, agreement)
    task, _ = commitments.make_task(store, commitment)
    change(store, "task", task, status="done")
    change(store, "task", task, status="open")
    assert value(store, "commitment", commitment, "status") == "open"
    assert value(store, "commitment", commitment, "fulfilled_on") is None


def test_a_task_that_comes_again_leaves_the_commitment_open(store: Store, agreement: str) -> None:
    commitment = promise(store, agreement)
    task, _ = commitments.make_task(store, commitment)
    change(store, "task", task, recurrence="FREQ=YEARLY")
    change(store, "task", task, status="done")
    assert value(store, "commitment", commitment, "status") == "open"


def test_what_somebody_recorded_otherwise_stays(store: Store, agreement: str) -> None:
    task = make(store, "task")
    commitment = promise(store, agreement, status="void", task_id=task)
    change(store, "task", task, status="done")
    assert value(store, "commitment", commitment, "status") == "void"


@pytest.mark.parametrize(("due", "followed"), [("2027-06-01", "2027-06-01"), ("2027-06", None)])
def test_an_open_task_follows_the_due_day(
    store: Store, agreement: str, due: str, followed: str | None
) -> None:
    commitment = promise(store, agreement)
    task, _ = commitments.make_task(store, commitment)
    change(store, "commitment", commitment, due=due)
    assert value(store, "task", task, "due") == followed
    undo(store)
    assert value(store, "task", task, "due") == "2027-05-10"


@pytest.mark.parametrize(
    ("status", "followed"),
    [("fulfilled", "done"), ("not_fulfilled", "cancelled"), ("void", "cancelled")],
)
def test_an_open_task_follows_the_state(
    store: Store, agreement: str, status: str, followed: str
) -> None:
    commitment = promise(store, agreement)
    task, _ = commitments.make_task(store, commitment)
    change(store, "commitment", commitment, status=status)
    assert value(store, "task", task, "status") == followed
    assert value(store, "commitment", commitment, "fulfilled_on") is None  # no day is invented


def test_a_finished_task_does_not_follow(store: Store, agreement: str) -> None:
    commitment = promise(store, agreement)
    task, _ = commitments.make_task(store, commitment)
    change(store, "task", task, status="cancelled")
    change(store, "commitment", commitment, due="2028-01-01", status="void")
    assert value(store, "task", task, "due") == "2027-05-10"
    assert value(store, "task", task, "status") == "cancelled"
