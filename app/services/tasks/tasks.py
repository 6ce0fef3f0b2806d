"""Tasks: made about a record, and linked to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.db.connection import Connection
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_
from app.services.records.records import apply
from app.services.records.rows import (
    CREATE,
    GONE,
    LINKED,
    check_order,
    name_header,
    validate,
    write,
)
from app.services.tasks import visits

DONE = N_("Done: {title}")
REOPENED = N_("Open again: {title}")

FINISHED = ("done", "cancelled")
"""The states of a task that nobody works on any more."""


def tick(store: Store, task_id: str, *, done: bool) -> Changes:
    """Say that a task is done, or open again, with all that follows from it.

    Raises `UserError` when it is gone.
    """
    with store.writing(DONE if done else REOPENED) as writer:
        row = writer.connection.execute("SELECT title FROM task WHERE id = ?", (task_id,))
        found = row.fetchone()
        if found is None:
            raise UserError(GONE)
        apply(writer, ENTITIES["task"], task_id, {"status": "done" if done else "open"})
        name_header(writer, str(found[0]))
    return writer.changes


def finished(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Those of the tasks that are done or cancelled."""
    marks, states = ", ".join("?" * len(ids)), ", ".join("?" * len(FINISHED))
    rows = connection.execute(
        f"SELECT id FROM task WHERE id IN ({marks}) AND status IN ({states})", [*ids, *FINISHED]
    ).fetchall()
    return {str(key) for (key,) in rows}


def create(
    store: Store, values: Mapping[str, Any], about: tuple[str, str] | None = None
) -> tuple[str, Changes]:
    """Create a task, linked to the record `about` (entity, id) if given."""
    values = {"status": "open", **values}
    validate(ENTITIES["task"], values, new=True)
    check_order(ENTITIES["task"], values)
    with store.writing(CREATE) as writer:
        task_id = write(writer, ENTITIES["task"], None, values)
        visits.follow(writer, ENTITIES["task"], task_id, values)
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
