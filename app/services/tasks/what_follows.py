"""What follows when a visit is moved, loses its day or is cancelled: what is asked, and done.

Tasks that are due relative to the start move and wait by themselves (`app.services.tasks.visits`).
What was booked and who was invited is of the days that were: that is asked about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Writer
from app.entities import ENTITIES, choices
from app.fields import Entity
from app.i18n import N_, Language, translator
from app.rules.days.partial_dates import PartialDate
from app.rules.days.recurrence import shifted
from app.services.records.query import captions
from app.services.records.records import apply, caption_of
from app.services.records.rows import write
from app.services.tasks import tasks, visits

CANCELLED, MOVED, UNDATED = "cancelled", "moved", "undated"

CANCEL_BOOKING = N_("Cancel the booking: {what}")
MOVE_BOOKING = N_("Move the booking: {what}")
ASK_BOOKING = N_("Settle the booking while the visit has no day: {what}")
TELL_CANCELLED = N_("Tell the invited that the visit is cancelled: {title}")
TELL_MOVED = N_("Tell the invited the new days of the visit: {title}")
TELL_UNDATED = N_("Tell the invited that the visit has no day for now: {title}")
OUTSIDE = N_("Points of the programme that lie outside the visit now: {count}.")

_BOOKING = {CANCELLED: CANCEL_BOOKING, MOVED: MOVE_BOOKING, UNDATED: ASK_BOOKING}
_TELL = {CANCELLED: TELL_CANCELLED, MOVED: TELL_MOVED, UNDATED: TELL_UNDATED}
_KNOW = ("invited", "accepted", "tentative")
_ANSWERED = ("accepted", "tentative", "declined", "excused")
_BOOKED = ("accommodation", "travel", "venue", "interpreting", "insurance", "meals")


@dataclass(frozen=True, slots=True)
class Following:
    """What is open when a visit changes as `kind` says.

    `days` is by how many it moves. `tasks` are the titles of unfinished tasks, `reservations` what
    is booked, in words; `invited` are the ids and names of members who were told of the visit,
    `people` the persons among them; `answered` counts answers to the invitation, `items` the points
    of the programme and the journeys that would move along.
    """

    kind: str
    days: int = 0
    tasks: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()
    invited: tuple[tuple[str, str], ...] = ()
    people: tuple[str, ...] = ()
    answered: int = 0
    items: int = 0

    @property
    def asks(self) -> bool:
        """Whether there is anything to be asked."""
        more = self.reservations or self.invited
        if self.kind == CANCELLED:
            return bool(more or self.tasks)
        return bool(more or (self.kind == MOVED and self.items))


@dataclass(frozen=True, slots=True)
class Answers:
    """What the person wants."""

    cancel_tasks: bool = False
    tasks_for_reservations: bool = False
    tell_invited: bool = False
    ask_again: bool = False
    move_programme: bool = False


def following(
    connection: Connection, delegation_id: str, values: Mapping[str, Any], language: Language
) -> Following | None:
    """What is open if `values` are written to a visit; None if it is not moved nor cancelled."""
    old = row(connection, "delegation", delegation_id)
    if old is None:
        return None
    kind, days = _kind(old, values)
    if not kind:
        return None
    members = rows_as_dicts(
        connection,
        "SELECT * FROM delegation_member WHERE delegation_id = ? ORDER BY sort_key, id",
        (delegation_id,),
    )
    told = [member for member in members if member["invitation"] in _KNOW]
    names = captions(
        connection, ENTITIES["delegation_member"], [one["id"] for one in told], language
    )
    (items,) = connection.execute(
        "SELECT count(*) FROM programme_item WHERE delegation_id = ?", (delegation_id,)
    ).fetchone()
    journeys = sum(bool(one["arrival"]) + bool(one["departure"]) for one in members)
    return Following(
        kind,
        days,
        tuple(visits.open_tasks(connection, delegation_id)),
        tuple(_reservations(connection, delegation_id, members, language)),
        tuple((one["id"], names.get(one["id"], "")) for one in told),
        tuple(one["person_id"] for one in told if one["person_id"]),
        sum(one["invitation"] in _ANSWERED for one in members),
        items + journeys,
    )


def _kind(old: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, int]:
    if values.get("status") == "cancelled" and old["status"] != "cancelled":
        return CANCELLED, 0
    if (values.get("status") or old["status"]) in ("cancelled", "completed"):
        return "", 0
    if "start" not in values or values["start"] == old["start"] or not old["start"]:
        return "", 0
    before = PartialDate.parse_iso(old["start"])
    after = PartialDate.parse_iso(values["start"]) if values["start"] else None
    if after is None or not after.is_day or after.first_day is None:
        return (UNDATED, 0) if before.is_day else ("", 0)
    if not before.is_day or before.first_day is None:
        return "", 0  # it gets its day only now
    return MOVED, (after.first_day - before.first_day).days


def _reservations(
    connection: Connection,
    delegation_id: str,
    members: list[dict[str, Any]],
    language: Language,
) -> list[str]:
    """What is booked: rooms, journeys, interpreters, and costs that are planned and not paid."""
    tr = translator(language)
    found: dict[str, None] = {}
    rooms: dict[str, int] = {}
    for member in members:
        if member["accommodation"] or member["room"]:
            name = member["accommodation"] or tr("accommodation")
            rooms[name] = rooms.get(name, 0) + 1
    for name, count in rooms.items():
        people = tr.plural("{count} person", "{count} people", count)
        found[f"{name} ({people})"] = None
    for member in members:
        for name in ("arrival_by", "departure_by", "transport"):
            if member[name]:
                found[member[name]] = None
    names = captions(
        connection,
        ENTITIES["delegation_member"],
        [one["id"] for one in members if one["part"] == "interpreter"],
        language,
    )
    for name in names.values():
        found[f"{tr.message(choices.PART.label('interpreter'))}: {name}"] = None
    for cost in rows_as_dicts(
        connection,
        "SELECT * FROM cost WHERE delegation_id = ? AND actual IS NULL AND planned IS NOT NULL"
        " ORDER BY sort_key, id",
        (delegation_id,),
    ):
        if cost["category"] in _BOOKED:
            label = tr.message(choices.COST_CATEGORY.label(cost["category"]))
            found[f"{label}: {cost['text']}" if cost["text"] else label] = None
    return list(found)


def settle(
    writer: Writer,
    delegation_id: str,
    found: Following,
    answers: Answers,
    language: Language = Language.CS,
) -> None:
    """Do what the person wants, in the transaction in which the visit changes.

    New tasks are worded in the `language`.
    """
    connection = writer.connection
    title = caption_of(connection, ENTITIES["delegation"], delegation_id)
    if answers.cancel_tasks and found.kind == CANCELLED:
        visits.cancel_tasks(writer, delegation_id)
    tr = translator(language)
    wanted = []
    if answers.tasks_for_reservations:
        wanted += [tr.message(_BOOKING[found.kind], what=what) for what in found.reservations]
    if answers.tell_invited and found.invited:
        wanted.append(tr.message(_TELL[found.kind], title=title))
    for text in wanted:
        values = {"title": text, "status": "open", "priority": "high", "origin": title}
        key = write(writer, ENTITIES["task"], None, values)
        tasks.link(writer, key, "delegation", delegation_id)
    if answers.ask_again and found.kind != CANCELLED:
        _ask_again(writer, delegation_id)
    if answers.move_programme and found.kind == MOVED:
        _move(writer, delegation_id, found.days)


def _ask_again(writer: Writer, delegation_id: str) -> None:
    """The answers were to other days: whoever answered is invited again."""
    for key, state in writer.connection.execute(
        "SELECT id, invitation FROM delegation_member WHERE delegation_id = ? ORDER BY id",
        (delegation_id,),
    ).fetchall():
        if state in _ANSWERED:
            values = {"invitation": "invited", "answered_on": None}
            apply(writer, ENTITIES["delegation_member"], key, values)


def _move(writer: Writer, delegation_id: str, days: int) -> None:
    """Move programme and journeys by so many days; hours stay, and what has no day."""
    for table, names in (
        ("programme_item", ("starts", "ends")),
        ("delegation_member", ("arrival", "departure")),
    ):
        for one in rows_as_dicts(
            writer.connection,
            f'SELECT * FROM "{table}" WHERE delegation_id = ? ORDER BY id',
            (delegation_id,),
        ):
            moved = {
                name: shifted(one[name], days)
                for name in names
                if one[name] and len(one[name]) >= len("2027-05-10")
            }
            if moved:
                write(writer, ENTITIES[table], one["id"], moved)


def tell(writer: Writer, _entity: Entity, delegation_id: str, values: Mapping[str, Any]) -> None:
    """Tell of programme items that lie more than a day outside the visit after it was moved."""
    if not {"start", "end"} & set(values):
        return
    visit = row(writer.connection, "delegation", delegation_id)
    start = PartialDate.parse_iso(visit["start"]) if visit and visit["start"] else None
    if start is None or visit is None:
        return
    end = PartialDate.parse_iso(visit["end"]) if visit["end"] else start
    first, last = start.first_day, end.last_day
    count = 0
    for (text,) in writer.connection.execute(
        "SELECT starts FROM programme_item WHERE delegation_id = ?", (delegation_id,)
    ).fetchall():
        day = PartialDate.parse_iso(text[:10]).first_day if text else None
        count += bool(
            day and ((first and day < first - timedelta(1)) or (last and day > last + timedelta(1)))
        )
    if count:
        writer.remark(OUTSIDE, count=str(count))
