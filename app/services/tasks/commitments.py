"""Commitments: made into tasks, and kept in line with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.db.statements import rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.fields import Entity
from app.i18n import N_, Language
from app.rules.days.partial_dates import PartialDate
from app.services.records.ids import free_id
from app.services.records.query import captions
from app.services.records.rows import CREATE, GONE, name_header, write
from app.services.tasks import tasks

NOT_OPEN = N_("This commitment is no longer open. No task was made.")
HAS_TASK = N_("There is a task for this commitment already. No other was made.")

OPEN_TASK = ("open", "in_progress", "waiting")
_LONGEST_TITLE = 120


def make_task(store: Store, commitment_id: str) -> tuple[str, Changes]:
    """Make a task of a commitment, about its agreement; gives the task's id and what changed.

    The title is the commitment's Czech text (cut at a word; the whole then stands in the
    description), the assignee whoever is responsible for it, the origin the agreement. It is
    due on the commitment's day; a deadline that is not known to the day gives none. Raises
    `UserError` when the commitment is gone, no longer open or has an unfinished task.
    """
    with store.writing(CREATE) as writer:
        task_id = make_task_within(writer, commitment_id)
    return task_id, writer.changes


def make_task_within(writer: Writer, commitment_id: str) -> str:
    """The same within a transaction; gives the task's id."""
    connection = writer.connection
    row = _row(writer, "commitment", commitment_id)
    if row is None:
        raise UserError(GONE)
    if (row["status"] or "open") != "open":
        raise UserError(NOT_OPEN)
    task = _row(writer, "task", row["task_id"])
    if task is not None and task["status"] in OPEN_TASK:
        raise UserError(HAS_TASK)
    text = " ".join(row["text_cs"].split())
    title = _cut(text)
    agreement = captions(connection, ENTITIES["agreement"], [row["agreement_id"]], Language.CS).get(
        row["agreement_id"], ""
    )
    values = {
        "title": title,
        "description": row["text_cs"] if title != text else None,
        "due": _exact(row["due"]),
        "status": "open",
        "assignee_id": row["assignee_id"],
        "origin": agreement or None,
    }
    # Made on two computers, it is one task; after a finished one comes another.
    fixed = free_id(connection, "task", "commitment", commitment_id)
    task_id = write(writer, ENTITIES["task"], None, values, fixed=fixed)
    if row["agreement_id"]:
        tasks.link(writer, task_id, "agreement", row["agreement_id"])
    write(writer, ENTITIES["commitment"], commitment_id, {"task_id": task_id})
    name_header(writer, title)
    return task_id


def follow(
    writer: Writer,
    entity: Entity,
    record_id: str,
    values: Mapping[str, Any],
    today: date | None = None,
) -> None:
    """Bring commitments and their tasks in line with `values` that were just written to a record.

    A task that is done fulfils its open commitment on `today` (that of the calendar by default);
    taken up again, it opens the commitment again. A commitment's new due day or state goes over
    to its unfinished task.
    """
    if entity.name == "task" and "status" in values:
        _follow_task(writer, record_id, today or date.today())
    elif entity.name == "commitment" and {"due", "status"} & set(values):
        _follow_commitment(writer, record_id, values)


def _follow_task(writer: Writer, task_id: str, today: date) -> None:
    task = _row(writer, "task", task_id)
    if task is None:
        return
    comes_again = bool(task["recurrence"] and task["due"])
    for commitment_id, status in writer.connection.execute(
        "SELECT id, coalesce(status, 'open') FROM commitment WHERE task_id = ?", (task_id,)
    ).fetchall():
        if task["status"] == "done" and status == "open" and not comes_again:
            done = {"status": "fulfilled", "fulfilled_on": today.isoformat()}
            write(writer, ENTITIES["commitment"], commitment_id, done)
        elif task["status"] in OPEN_TASK and status == "fulfilled":
            again = {"status": "open", "fulfilled_on": None}
            write(writer, ENTITIES["commitment"], commitment_id, again)


_ENDS = {"fulfilled": "done", "not_fulfilled": "cancelled", "void": "cancelled"}
"""What becomes of the task when the commitment ends."""


def _follow_commitment(writer: Writer, commitment_id: str, values: Mapping[str, Any]) -> None:
    commitment = _row(writer, "commitment", commitment_id)
    task = _row(writer, "task", commitment["task_id"]) if commitment else None
    if commitment is None or task is None or task["status"] not in OPEN_TASK:
        return
    changed: dict[str, Any] = {}
    if "due" in values:
        changed["due"] = _exact(commitment["due"])
    if "status" in values and commitment["status"] in _ENDS:
        changed["status"] = _ENDS[commitment["status"]]
    write(writer, ENTITIES["task"], task["id"], changed)


def _row(writer: Writer, table: str, key: str | None) -> dict[str, Any] | None:
    rows = rows_as_dicts(writer.connection, f'SELECT * FROM "{table}" WHERE id = ?', (key,))
    return rows[0] if rows else None


def _exact(due: str | None) -> str | None:
    """A day as it is; None for one that is not known to the day."""
    return due if due and PartialDate.parse_iso(due).is_day else None


def _cut(text: str) -> str:
    """A text as a title: cut after a word where it is too long."""
    if len(text) <= _LONGEST_TITLE:
        return text
    cut = text[: _LONGEST_TITLE - 1].rpartition(" ")[0] or text[: _LONGEST_TITLE - 1]
    return f"{cut}…"
