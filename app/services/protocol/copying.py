"""An earlier visit as the template of a new one: days count from its start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_
from app.rules.days.partial_dates import PartialDate
from app.rules.days.recurrence import shifted
from app.services.records.records import apply
from app.services.records.rows import GONE, name_header, write

COPIED = N_("Copied from an earlier visit: {title}")
NO_START = N_(
    "The start of the earlier visit is not known to the day, so the days of its programme cannot "
    "be reckoned. Nothing was copied. Write its start first, or copy without the programme."
)

_VISIT = (
    *("title_cs", "title_de", "title_en", "direction", "relation_type", "initiated_by"),
    *("influence", "partner_id", "host_id", "guest_id", "head_id", "agreement_id"),
    *("rank_table_id", "time_zone", "places", "countries", "tags"),
    *("purpose_cs", "purpose_de", "purpose_en", "funding"),
)
"""What a new visit takes over; what came of the old one (costs paid, outcomes) stays with it."""
_MEMBER = (
    *("person_id", "post", "position_id", "side", "part", "languages", "diet", "needs"),
    *("takes_the_place",),
)
_TASK = ("title", "description", "priority", "assignee_id", "origin", "relative_days")


@dataclass(frozen=True, slots=True)
class Parts:
    """What is copied beside the visit itself."""

    members: bool = True
    programme: bool = True
    tasks: bool = True
    costs: bool = True


def copy_visit(
    store: Store,
    delegation_id: str,
    start: date,
    titles: Mapping[str, str | None] | None = None,
    parts: Parts | None = None,
) -> tuple[str, Changes]:
    """Make a new visit that starts on a day; gives its id. One action.

    `titles` are other titles by their columns. Programme items keep their hours and move by as
    many days as the start; who takes part is the same. Tasks that are due relative to the start
    come again, open. What was planned or paid is planned again. Answers to invitations, journeys
    and rooms, stand-ins, orders by hand and outcomes belong to the old visit and are not copied.
    Raises `UserError` when it is gone, or has a programme without a day to reckon from.
    """
    parts = parts or Parts()
    with store.writing(COPIED) as writer:
        connection = writer.connection
        old = row(connection, "delegation", delegation_id)
        if old is None:
            raise UserError(GONE)
        items = _rows(connection, "programme_item", delegation_id) if parts.programme else []
        days = _days(old, items, start)
        values = {name: old[name] for name in _VISIT if old[name] is not None}
        values |= {name: text for name, text in (titles or {}).items() if text}
        values |= {"status": "proposed", "start": start.isoformat(), "end": _end(old, start)}
        new = apply(writer, ENTITIES["delegation"], None, values)
        members = _copy_members(writer, delegation_id, new) if parts.members else {}
        for item in items:
            _copy_item(writer, item, new, days, members)
        if parts.tasks:
            _copy_tasks(writer, delegation_id, new)
        if parts.costs:
            _copy_costs(writer, delegation_id, new, members)
        name_header(writer, str(values["title_cs"]))
    return new, writer.changes


def _rows(connection: Connection, table: str, delegation_id: str) -> list[dict[str, Any]]:
    return rows_as_dicts(
        connection,
        f'SELECT * FROM "{table}" WHERE delegation_id = ? ORDER BY sort_key, id',
        (delegation_id,),
    )


def _days(old: Mapping[str, Any], items: list[dict[str, Any]], start: date) -> int:
    """By how many days the programme moves."""
    first = PartialDate.parse_iso(old["start"]) if old["start"] else None
    if first is not None and first.is_day and first.first_day:
        return (start - first.first_day).days
    if not items:
        return 0
    known = [
        item["starts"][:10] for item in items if len(item["starts"] or "") >= len("2027-05-10")
    ]
    if not known:
        raise UserError(NO_START)
    return (start - date.fromisoformat(min(known))).days


def _end(old: Mapping[str, Any], start: date) -> str | None:
    """The last day of the new visit: as many days after the start as that of the old one."""
    bounds = [PartialDate.parse_iso(old[name]) if old[name] else None for name in ("start", "end")]
    first, last = bounds
    if first and last and first.is_day and last.is_day and first.first_day and last.first_day:
        return shifted(start.isoformat(), (last.first_day - first.first_day).days)
    return None


def _copy_members(writer: Writer, old: str, new: str) -> dict[str, str]:
    """Copy who takes part; gives the new members by the old ones."""
    found: dict[str, str] = {}
    members = _rows(writer.connection, "delegation_member", old)
    for member in members:
        values = {name: member[name] for name in _MEMBER if member[name] is not None}
        found[member["id"]] = write(
            writer, ENTITIES["delegation_member"], None, {**values, "delegation_id": new}
        )
    for member in members:
        if led := found.get(member["accompanies_id"] or ""):
            values = {"accompanies_id": led}
            write(writer, ENTITIES["delegation_member"], found[member["id"]], values)
    return found


_ITEM = tuple(
    field.name
    for field in ENTITIES["programme_item"].fields
    if field.name not in ("delegation_id", "starts", "ends", "source")
)


def _copy_item(
    writer: Writer, item: Mapping[str, Any], new: str, days: int, members: Mapping[str, str]
) -> None:
    values = {name: item[name] for name in _ITEM if item[name] is not None}
    for name in ("starts", "ends"):
        if item[name]:
            exact = len(item[name]) >= len("2027-05-10") and item[name][:4].isdigit()
            values[name] = shifted(item[name], days) if exact else item[name]
    key = write(writer, ENTITIES["programme_item"], None, {**values, "delegation_id": new})
    for part in rows_as_dicts(
        writer.connection,
        "SELECT * FROM programme_part WHERE programme_item_id = ? ORDER BY sort_key, id",
        (item["id"],),
    ):
        member = members.get(part["member_id"] or "")
        if not member and not part["name"]:
            continue  # a member who is not copied
        wanted = {"member_id": member, "name": part["name"], "part": part["part"]}
        wanted["programme_item_id"] = key
        write(writer, ENTITIES["programme_part"], None, wanted)


def _copy_tasks(writer: Writer, old: str, new: str) -> None:
    for task in rows_as_dicts(
        writer.connection,
        "SELECT * FROM task WHERE relative_to_id = ? AND relative_days IS NOT NULL"
        " AND status <> 'cancelled' ORDER BY sort_key, id",
        (old,),
    ):
        values = {name: task[name] for name in _TASK if task[name] is not None}
        apply(
            writer,
            ENTITIES["task"],
            None,
            {**values, "status": "open", "relative_to_id": new},
        )


def _copy_costs(writer: Writer, old: str, new: str, members: Mapping[str, str]) -> None:
    for cost in _rows(writer.connection, "cost", old):
        planned = cost["actual"] if cost["actual"] is not None else cost["planned"]
        if planned is None:
            continue
        names = ("category", "text", "currency", "paid_by", "chapter", "paragraph")
        values = {name: cost[name] for name in names if cost[name] is not None}
        values |= {"planned": planned, "member_id": members.get(cost["member_id"] or "")}
        apply(writer, ENTITIES["cost"], None, {**values, "delegation_id": new})
