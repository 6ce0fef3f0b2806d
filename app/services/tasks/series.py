"""Tasks that come again: when one is done, the next of its series is there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.db import sets
from app.db.statements import insert, row
from app.db.store import Writer, link_id
from app.entities import ENTITIES
from app.fields import Entity
from app.i18n import N_
from app.rules.days.recurrence import Rule, is_of_series, next_day, shifted
from app.services.records.rows import write

NOT_UNDERSTOOD = N_("The rule “{rule}” is not understood: the task does not repeat.")

_TASK = ENTITIES["task"]
_OF_ONE = {"status", "due", "start", "reminder", "archived_on", "relative_to_id", "relative_days"}
"""What belongs to one occurrence; everything else goes on to the next."""


def finishes(writer: Writer, entity: Entity, record_id: str, values: Mapping[str, Any]) -> bool:
    """Whether `values` make a task done that was not."""
    if entity.name != "task" or values.get("status") != "done":
        return False
    task = row(writer.connection, "task", record_id)
    return task is not None and task["status"] != "done"


def repeat(writer: Writer, task_id: str, today: date | None = None) -> str | None:
    """After a task that comes again was done: the next one, open, with all that goes along.

    Its day follows from the rule and the first day of the series, whenever the done one was due
    or done; a rule that counts from the day it was done counts from `today`. Reminder and start
    keep their distance from the due day, and the hour stays. Its id follows from the series and
    the day, so that a task done twice, or on two computers, has one next; what people made of it
    meanwhile stays. A task without a day, and one that is due relative to a delegation, comes only
    once.
    """
    task = row(writer.connection, "task", task_id)
    if task is None or not task["recurrence"] or not task["due"] or task["relative_to_id"]:
        return None
    try:
        rule = Rule.parse(task["recurrence"])
    except ValueError:
        writer.remark(NOT_UNDERSTOOD, rule=task["recurrence"])
        return None
    due = date.fromisoformat(task["due"][:10])
    series, first, place = _place(task, rule, due)
    if rule.from_done:
        first = place = today or date.today()
    day = next_day(rule, first, place)
    if day is None:
        return None
    following = link_id("task", series, day.isoformat())
    if row(writer.connection, "task", following):
        return following
    ahead = (day - due).days
    gathered = sets.sets_of("task")
    several = {stored.field for stored in gathered}
    values = {
        item.name: task[item.name]
        for item in _TASK.fields
        if not item.kept and item.name not in several | _OF_ONE
    }
    values |= {
        name: shifted(task[name], ahead) for name in ("due", "start", "reminder") if task[name]
    }
    values |= {"series": series, "series_start": str(first), "series_day": str(day)}
    insert(writer.connection, "task", {"id": following, "status": "open", **values})
    for stored in gathered:
        of_done = sets.text(writer.connection, stored, task_id)
        sets.write(writer.connection, stored, following, of_done)
    _take_links(writer, task_id, following)
    return following


def _place(task: Mapping[str, Any], rule: Rule, due: date) -> tuple[str, date, date]:
    """The series of a task, its first day, and the day in it that this task stands for.

    A task whose rule was changed begins a series of its own.
    """
    if task["series"] and task["series_start"] and task["series_day"]:
        first = date.fromisoformat(task["series_start"])
        place = date.fromisoformat(task["series_day"])
        if is_of_series(rule, first, place):
            return task["series"], first, place
    return task["id"], due, due


def _take_links(writer: Writer, task_id: str, following: str) -> None:
    """Give the next task what the done one was about, and its documents."""
    for entity, record_id in writer.connection.execute(
        "SELECT entity, record_id FROM task_link WHERE task_id = ?", (task_id,)
    ).fetchall():
        values = {"task_id": following, "entity": entity, "record_id": record_id}
        write(writer, ENTITIES["task_link"], None, values)
    for (document_id,) in writer.connection.execute(
        "SELECT document_id FROM document_link WHERE entity = 'task' AND record_id = ?", (task_id,)
    ).fetchall():
        values = {"document_id": document_id, "entity": "task", "record_id": following}
        write(writer, ENTITIES["document_link"], None, values)
