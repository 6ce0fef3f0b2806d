"""Tasks that prepare a visit: due so many days before its start, they move and wait with it.

So do tasks that are due before the last day for papers of a meeting (before the meeting itself,
where no such day is known).

No day is guessed: while the start is not known to the day they have none, and what they had is
kept until it is known again.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Writer
from app.entities import ENTITIES
from app.errors import FieldError, InvalidRecord
from app.fields import Entity
from app.i18n import N_
from app.rules.days.partial_dates import PartialDate
from app.rules.days.recurrence import shifted
from app.services.records.rows import write

MOVED = N_("Moved with the visit: {tasks}.")
WAIT = N_("The start is not known to the day. Until it is, these tasks have no day: {tasks}.")
BACK = N_("The start is known again, and these tasks have their days: {tasks}.")
STAY_OPEN = N_("The visit is cancelled; tasks that prepare it stay open: {tasks}.")
CANCELLED_TOO = N_("Cancelled with the visit: {tasks}.")
FROM_START = N_(
    "The day of “{tasks}” follows from the start of the visit. For a day of its own, empty “Due "
    "relative to the delegation”."
)
FROM_MEETING = N_(
    "The day of “{tasks}” follows from the last day for papers of the meeting. For a day of its "
    "own, empty “Due relative to the meeting”."
)
MOVED_MEETING = N_("Moved with the meeting: {tasks}.")
TWO_ANCHORS = N_("A task is due relative to a delegation or to a meeting, not to both.")
TOO_FAR = N_("A task is due at most {most} days before or after the start.")

_MOST = 36525  # days: a hundred years
_UNFINISHED = "status NOT IN ('done', 'cancelled')"
_ANCHORS = ("relative_to_id", "meeting_id")
_MOMENTS = ("due", "start", "reminder")
_NAMED = 3  # tasks in a sentence; of the rest the number


def follow(writer: Writer, entity: Entity, record_id: str, values: Mapping[str, Any]) -> None:
    """Bring the days of tasks in line with `values` that were just written to a record.

    Raises `InvalidRecord` for a number of days that is out of reach.
    """
    if entity.name == "delegation":
        if "start" in values:
            move_with_delegation(writer, record_id)
        left = open_tasks(writer.connection, record_id) if "status" in values else []
        if left and values["status"] == "cancelled":
            writer.remark(STAY_OPEN, tasks=_named(left))
    elif entity.name == "meeting" and {"held_on", "submit_by"} & set(values):
        _move(writer, "meeting_id", record_id, _last_day(writer, record_id))
    elif entity.name == "task" and {*_ANCHORS, "relative_days", *_MOMENTS} & set(values):
        _follow_task(writer, record_id, values)


def _follow_task(writer: Writer, task_id: str, values: Mapping[str, Any]) -> None:
    task = row(writer.connection, "task", task_id)
    if task is None:
        return
    if abs(task["relative_days"] or 0) > _MOST:
        raise InvalidRecord([FieldError("relative_days", TOO_FAR, most=_MOST)])
    if all(task[name] for name in _ANCHORS):
        raise InvalidRecord([FieldError("meeting_id", TWO_ANCHORS)])
    if not any(task[name] for name in _ANCHORS) or task["relative_days"] is None:
        if task["held"]:  # it waits no longer
            held = {k: v for k, v in _held(task["held"]).items() if task[k] is None}
            write(writer, ENTITIES["task"], task_id, {**held, "held": None})
        return
    if task["meeting_id"]:
        start = _last_day(writer, task["meeting_id"])
    else:
        start = _start(writer, task["relative_to_id"])
    if start and values.get("due") and date.fromisoformat(values["due"][:10]) != _due(task, start):
        said = FROM_MEETING if task["meeting_id"] else FROM_START
        writer.remark(said, tasks=task["title"])
    elif start is None and not task["held"]:
        writer.remark(WAIT, tasks=task["title"])
    _place(writer, task, start, typed=set(values))


def move_with_delegation(writer: Writer, delegation_id: str) -> None:
    """Recompute the days of the tasks that are due so many days before a delegation's start.

    Where the start is not known to the day they wait: they have no day, and what they had is
    kept for when it is known again.
    """
    _move(writer, "relative_to_id", delegation_id, _start(writer, delegation_id))


def _move(writer: Writer, column: str, record_id: str, start: date | None) -> None:
    done: dict[str, list[str]] = {}
    for task in rows_as_dicts(
        writer.connection,
        f"SELECT * FROM task WHERE {column} = ? AND relative_days IS NOT NULL"
        f" AND {_UNFINISHED} ORDER BY sort_key, id",
        (record_id,),
    ):
        if message := _place(writer, task, start):
            done.setdefault(message, []).append(task["title"])
    for message, titles in done.items():
        if message == MOVED and column == "meeting_id":
            message = MOVED_MEETING  # noqa: PLW2901
        writer.remark(message, tasks=_named(titles))


def _start(writer: Writer, delegation_id: str) -> date | None:
    """The day on which a delegation starts; None where it is not known to the day."""
    found = row(writer.connection, "delegation", delegation_id)
    start = PartialDate.parse_iso(found["start"]) if found and found["start"] else None
    return start.first_day if start and start.is_day else None


def _last_day(writer: Writer, meeting_id: str) -> date | None:
    """The last day for papers of a meeting, else the day on which it meets."""
    found = row(writer.connection, "meeting", meeting_id)
    day = (found["submit_by"] or found["held_on"]) if found else None
    return date.fromisoformat(day[:10]) if day else None


def _due(task: Mapping[str, Any], start: date) -> date:
    return date.fromisoformat(shifted(start.isoformat(), -task["relative_days"]))


def _place(
    writer: Writer, task: Mapping[str, Any], start: date | None, typed: Set[str] = frozenset()
) -> str:
    """Give a task its days from the start of its delegation; says what became of it.

    Start and reminder keep their distance from the due day, unless just `typed`; hours stay.
    """
    shown = {name: task[name] for name in _MOMENTS if task[name]}
    known = {**_held(task["held"]), **shown}
    if start is None:
        held = ";".join(f"{name}={value}" for name, value in known.items())
        empty = dict.fromkeys(_MOMENTS)
        write(writer, ENTITIES["task"], task["id"], {**empty, "held": held or None})
        return WAIT if shown else ""
    due = _due(task, start)
    before = known.get("due")
    # A day that was typed says nothing of where the others stood.
    ahead = (due - date.fromisoformat(before[:10])).days if before and "due" not in typed else 0
    values = {
        name: moment if name in typed else shifted(moment, ahead) for name, moment in known.items()
    }
    values["due"] = due.isoformat() + (before or "")[10:]
    write(writer, ENTITIES["task"], task["id"], {**values, "held": None})
    if values["due"] == task["due"]:
        return ""
    return BACK if task["held"] else MOVED


def _held(text: str | None) -> dict[str, str]:
    """The days that a waiting task had, by the fields' names."""
    pairs = (part.partition("=") for part in (text or "").split(";"))
    return {name: value for name, _, value in pairs if name in _MOMENTS and value}


def open_tasks(connection: Connection, delegation_id: str) -> list[str]:
    """The titles of the unfinished tasks of a delegation: due relative to it, or linked to it."""
    return [title for _, title in _open(connection, delegation_id)]


def _open(connection: Connection, delegation_id: str) -> list[tuple[str, str]]:
    return connection.execute(
        f"SELECT id, title FROM task WHERE {_UNFINISHED} AND (relative_to_id = ?1 OR id IN"
        " (SELECT task_id FROM task_link WHERE entity = 'delegation' AND record_id = ?1))"
        " ORDER BY sort_key, id",
        (delegation_id,),
    ).fetchall()


def cancel_tasks(writer: Writer, delegation_id: str) -> None:
    """Cancel the unfinished tasks that prepare a delegation, within a transaction."""
    found = _open(writer.connection, delegation_id)
    for task_id, _ in found:
        write(writer, ENTITIES["task"], task_id, {"status": "cancelled"})
    if found:
        writer.remark(CANCELLED_TOO, tasks=_named([title for _, title in found]))


def _named(titles: list[str]) -> str:
    more = len(titles) - _NAMED
    return ", ".join(titles[:_NAMED]) + (f" (+ {more})" if more > 0 else "")
