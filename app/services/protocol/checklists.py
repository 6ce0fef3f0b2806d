"""Checklists of preparations: their steps become tasks whose days follow from a visit's start.

Two lists come with the program; they are no records until the office changes them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store, link_id
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator, translator
from app.services.records.ids import fixed_id, is_there
from app.services.records.records import apply, caption_of
from app.services.records.rows import CREATE, GONE, name_header

ADDED = N_("Checklist added to the visit: {title}")
THERE = N_("Steps that the visit has already: {count}.")
PAST = N_("Their day is over already: {tasks}.")

_LIST = ENTITIES["checklist"]
_STEP = ENTITIES["checklist_step"]
_NAMED = 3  # tasks in a sentence; of the rest the number


class Supplied(NamedTuple):
    """A list that comes with the program; texts are message ids, days are before the start."""

    key: str
    name: str
    direction: str
    steps: tuple[tuple[int, str], ...]


SUPPLIED = (
    Supplied(
        "incoming",
        N_("Preparing an incoming visit"),
        "incoming",
        (
            (60, N_("Send the invitation and agree on the days")),
            (45, N_("Have the visit and its costs approved")),
            (30, N_("Book the accommodation")),
            (30, N_("Book an interpreter")),
            (21, N_("Agree on the programme with the guests")),
            (14, N_("Choose the gifts and check the stock")),
            (14, N_("Order the transport")),
            (10, N_("Ask for diets and special needs")),
            (7, N_("Prepare the briefing")),
            (5, N_("Check flags, seating and place cards")),
            (3, N_("Send the final programme to everybody")),
            (1, N_("Confirm with drivers, interpreter and restaurants")),
            (-3, N_("Send letters of thanks")),
            (-10, N_("Write up what was agreed and close the costs")),
        ),
    ),
    Supplied(
        "outgoing",
        N_("Preparing a trip"),
        "outgoing",
        (
            (60, N_("Have the trip approved, person by person")),
            (45, N_("Book flights or other transport")),
            (45, N_("Check travel documents and visas")),
            (30, N_("Book the accommodation")),
            (21, N_("Agree on the programme with the host")),
            (21, N_("Take out the insurance")),
            (14, N_("Prepare travel orders and advances")),
            (14, N_("Choose the gifts to take along")),
            (7, N_("Prepare the briefing")),
            (3, N_("Send the final programme to everybody")),
            (-3, N_("Send letters of thanks")),
            (-14, N_("Settle advances and costs")),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a list: its id (of a supplied one, the one that it would have as a record)."""

    id: str
    title: str
    days: int
    priority: str | None = None
    assignee_id: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list; `is_record` is False for a supplied one that nobody changed."""

    id: str
    name: str
    direction: str | None
    steps: tuple[Step, ...]
    note: str = ""
    is_record: bool = True


def checklists(connection: Connection, language: Language) -> list[Checklist]:
    """All lists, the supplied ones first."""
    tr = translator(language)
    stored = {
        one["id"]: one
        for one in rows_as_dicts(connection, "SELECT * FROM checklist ORDER BY sort_key, id", ())
    }
    found = []
    for supplied in SUPPLIED:
        key = _id(supplied)
        one = stored.pop(key, None)
        found.append(_stored(connection, one) if one else _supplied(supplied, tr))
    return [*found, *(_stored(connection, one) for one in stored.values())]


def _id(supplied: Supplied) -> str:
    return link_id("checklist", "supplied", supplied.key)


def _step_id(supplied: Supplied, number: int) -> str:
    return link_id("checklist_step", "supplied", supplied.key, str(number))


def _supplied(supplied: Supplied, tr: Translator) -> Checklist:
    steps = tuple(
        Step(_step_id(supplied, number), tr.message(text), days)
        for number, (days, text) in enumerate(supplied.steps)
    )
    name = tr.message(supplied.name)
    return Checklist(_id(supplied), name, supplied.direction, steps, is_record=False)


def _stored(connection: Connection, one: dict[str, object]) -> Checklist:
    steps = tuple(
        Step(
            step["id"],
            step["title"],
            step["days"],
            step["priority"],
            step["assignee_id"],
            step["description"],
        )
        for step in rows_as_dicts(
            connection,
            "SELECT * FROM checklist_step WHERE checklist_id = ? ORDER BY days DESC, sort_key, id",
            (one["id"],),
        )
    )
    direction = str(one["direction"]) if one["direction"] else None
    return Checklist(str(one["id"]), str(one["name"]), direction, steps, str(one["note"] or ""))


def make_record(store: Store, checklist_id: str, language: Language) -> tuple[str, Changes]:
    """Make records of a supplied list, to change it, in a language; gives the list's id."""
    tr = translator(language)
    with store.writing(CREATE) as writer:
        supplied = next((one for one in SUPPLIED if _id(one) == checklist_id), None)
        if supplied and not is_there(writer.connection, "checklist", checklist_id):
            found = _supplied(supplied, tr)
            values = {"name": found.name, "direction": found.direction}
            apply(writer, _LIST, None, values, fixed=found.id)
            for step in found.steps:
                row_values = {"checklist_id": found.id, "title": step.title, "days": step.days}
                apply(writer, _STEP, None, {**row_values, "priority": "normal"}, fixed=step.id)
            name_header(writer, found.name)
    return checklist_id, writer.changes


def add_to(
    store: Store,
    delegation_id: str,
    found: Checklist,
    wanted: Collection[str],
    today: date,
) -> Changes:
    """Make tasks of the `wanted` steps (their ids) of a list, due relative to a visit's start.

    A step that the visit has already is not made again, whatever became of its task; that is told,
    and so are tasks whose day is over. One action. Raises `UserError` when the visit is gone.
    """
    with store.writing(ADDED) as writer:
        connection = writer.connection
        if row(connection, "delegation", delegation_id) is None:
            raise UserError(GONE)
        there, late = 0, []
        for step in found.steps:
            if step.id not in wanted:
                continue
            # Added on two computers, it is one task.
            key = fixed_id(connection, "task", "checklist", delegation_id, step.id)
            if is_there(connection, "task", key):
                there += 1
                continue
            values = {
                "title": step.title,
                "description": step.description,
                "status": "open",
                "priority": step.priority or "normal",
                "assignee_id": step.assignee_id,
                "origin": found.name,
                "relative_to_id": delegation_id,
                "relative_days": step.days,
            }
            apply(writer, ENTITIES["task"], None, values, fixed=key)
            made = row(connection, "task", key)
            if made and made["due"] and made["due"][:10] < today.isoformat():
                late.append(step.title)
        if there:
            writer.remark(THERE, count=str(there))
        if late:
            more = f" (+ {len(late) - _NAMED})" if len(late) > _NAMED else ""
            writer.remark(PAST, tasks=", ".join(late[:_NAMED]) + more)
        title = caption_of(connection, ENTITIES["delegation"], delegation_id)
        name_header(writer, title)
    return writer.changes


def added(connection: Connection, delegation_id: str, found: Checklist) -> set[str]:
    """The steps of a list (their ids) that a visit has as tasks already."""
    return {
        step.id
        for step in found.steps
        if is_there(
            connection,
            "task",
            fixed_id(connection, "task", "checklist", delegation_id, step.id),
        )
    }
