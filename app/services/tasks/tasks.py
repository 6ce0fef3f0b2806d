"""Tasks: made about a record, and moved with the delegation they prepare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.db.statements import rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.fields import Entity
from app.rules.agreements.terms import add_months
from app.rules.days.partial_dates import PartialDate
from app.services.records.rows import CREATE, LINKED, name_header, validate, write


def create(
    store: Store, values: Mapping[str, Any], about: tuple[str, str] | None = None
) -> tuple[str, Changes]:
    """Create a task, linked to the record `about` (entity, id) if given."""
    values = {"status": "open", **values}
    validate(ENTITIES["task"], values, new=True)
    with store.writing(CREATE) as writer:
        task_id = write(writer, ENTITIES["task"], None, values)
        follow(writer, ENTITIES["task"], task_id, values)
        if about:
            link(writer, task_id, *about)
        name_header(writer, str(values["title"]))
    return task_id, writer.changes


def link(writer: Writer, task_id: str, entity: str, record_id: str) -> str:
    """Link a task to a record, within a transaction."""
    values = {"task_id": task_id, "entity": entity, "record_id": record_id}
    return write(writer, ENTITIES["task_link"], None, values)


def link_to(store: Store, task_id: str, about: tuple[str, str]) -> Changes:
    """Link a task to a record (entity, id) as an action of its own."""
    with store.writing(LINKED) as writer:
        link(writer, task_id, *about)
        (title,) = writer.connection.execute(
            "SELECT title FROM task WHERE id = ?", (task_id,)
        ).fetchone()
        name_header(writer, str(title))
    return writer.changes


def follow(writer: Writer, entity: Entity, record_id: str, values: Mapping[str, Any]) -> None:
    """Bring the due days of tasks in line with `values` that were just written to a record."""
    if entity.name == "delegation" and "start" in values:
        move_with_delegation(writer, record_id)
    elif entity.name == "task" and {"relative_to_id", "relative_days"} & set(values):
        row = writer.connection.execute(
            "SELECT relative_to_id FROM task WHERE id = ?", (record_id,)
        ).fetchone()
        if row[0]:
            move_with_delegation(writer, row[0])


def finishes(writer: Writer, entity: Entity, record_id: str, values: Mapping[str, Any]) -> bool:
    """Whether `values` make a task done that was not."""
    if entity.name != "task" or values.get("status") != "done":
        return False
    row = writer.connection.execute("SELECT status FROM task WHERE id = ?", (record_id,)).fetchone()
    return row is not None and row[0] != "done"


_REPEATED = (*("title", "description", "priority", "assignee_id", "origin", "recurrence", "note"),)


def repeat(writer: Writer, task_id: str) -> str | None:
    """After a task that comes again was done: the next one, with the same links.

    Its day follows from the rule (RFC 5545, FREQ and INTERVAL) and the day the done one was due;
    a task without a day, and one that is due relative to a delegation, comes only once.
    """
    (task,) = rows_as_dicts(writer.connection, "SELECT * FROM task WHERE id = ?", (task_id,))
    if not task["recurrence"] or not task["due"] or task["relative_to_id"]:
        return None
    day, hour = task["due"][:10], task["due"][10:]
    due = _next_day(date.fromisoformat(day), task["recurrence"]).isoformat() + hour
    values = {name: task[name] for name in _REPEATED} | {"status": "open", "due": due}
    following = write(writer, ENTITIES["task"], None, values)
    for entity, record_id in writer.connection.execute(
        "SELECT entity, record_id FROM task_link WHERE task_id = ?", (task_id,)
    ).fetchall():
        link(writer, following, entity, record_id)
    return following


def _next_day(day: date, rule: str) -> date:
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    count = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] == "WEEKLY":
        return day + timedelta(weeks=count)
    return add_months(day, count * (12 if parts["FREQ"] == "YEARLY" else 1))


def move_with_delegation(writer: Writer, delegation_id: str) -> None:
    """Recompute the due days of tasks that are due so many days before a delegation's start.

    A start that is not known to the day moves nothing: no day is guessed.
    """
    found = writer.connection.execute(
        "SELECT start FROM delegation WHERE id = ?", (delegation_id,)
    ).fetchone()
    if not found or not found[0]:
        return
    start = PartialDate.parse_iso(found[0])
    if not start.is_day or start.first_day is None:
        return
    for task_id, days in writer.connection.execute(
        "SELECT id, relative_days FROM task WHERE relative_to_id = ?"
        " AND relative_days IS NOT NULL AND status NOT IN ('done', 'cancelled')",
        (delegation_id,),
    ).fetchall():
        due = (start.first_day - timedelta(days=days)).isoformat()
        write(writer, ENTITIES["task"], task_id, {"due": due})
