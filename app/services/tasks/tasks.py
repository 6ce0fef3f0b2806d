"""Tasks: made about a record, and linked to others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.services.records.rows import (
    CREATE,
    LINKED,
    check_order,
    name_header,
    validate,
    write,
)
from app.services.tasks import visits


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
