"""Advances: each has a task for its settlement, which follows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.statements import row
from app.db.store import Writer
from app.entities import ENTITIES
from app.errors import FieldError, InvalidRecord
from app.fields import Entity
from app.i18n import N_
from app.services.records.ids import free_id
from app.services.records.rows import write
from app.services.tasks import tasks

SETTLE = "Vyúčtovat zálohu: {text}"
"""The title of a task is data in the office's language, not a text of the interface."""
BEFORE_PAID = N_("The advance would have to be settled before it is paid. Correct one of the days.")

_OPEN = ("open", "in_progress", "waiting")


def follow(writer: Writer, _entity: Entity, cost_id: str, values: Mapping[str, Any]) -> None:
    """An advance has a task for its settlement: made with the day by which it is to be settled,
    moved with it, done when it is settled, cancelled when there is no advance any more.

    Raises `InvalidRecord` for an advance that would be settled before it is paid.
    """
    if not {"advance", "advance_on", "settle_by", "settled_on"} & set(values):
        return
    cost = row(writer.connection, "cost", cost_id)
    if cost is None:
        return
    for name in ("settle_by", "settled_on"):
        if cost["advance_on"] and cost[name] and cost[name] < cost["advance_on"]:
            raise InvalidRecord([FieldError(name, BEFORE_PAID)])
    task = row(writer.connection, "task", cost["task_id"] or "")
    is_wanted = cost["advance"] is not None and cost["settle_by"]
    if task is None:
        if is_wanted and not cost["settled_on"]:
            _make(writer, cost)
        return
    changed: dict[str, Any] = {}
    if task["status"] in _OPEN:
        if cost["settled_on"]:
            changed["status"] = "done"
        elif not is_wanted:
            changed["status"] = "cancelled"
        elif task["due"] != cost["settle_by"]:
            changed["due"] = cost["settle_by"]
    elif is_wanted and not cost["settled_on"]:
        changed |= {"status": "open", "due": cost["settle_by"]}
    if changed:
        write(writer, ENTITIES["task"], task["id"], changed)


def _make(writer: Writer, cost: Mapping[str, Any]) -> None:
    connection = writer.connection
    visit = row(connection, "delegation", cost["delegation_id"] or "")
    text = cost["text"] or (visit or {}).get("title_cs") or cost["category"]
    values = {
        "title": SETTLE.format(text=text),
        "due": cost["settle_by"],
        "status": "open",
        "origin": (visit or {}).get("title_cs"),
    }
    # Made on two computers, it is one task.
    fixed = free_id(connection, "task", "advance", cost["id"])
    task_id = write(writer, ENTITIES["task"], None, values, fixed=fixed)
    if visit:
        tasks.link(writer, task_id, "delegation", visit["id"])
    write(writer, ENTITIES["cost"], cost["id"], {"task_id": task_id})
