"""The programme of a visit as a timetable in the zone of the visit; items are moved in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import FieldError, InvalidRecord, UserError
from app.i18n import N_, Language
from app.rules.days.moments import HOME_ZONE, in_zone, instant
from app.rules.days.partial_dates import PartialDate
from app.rules.protocol.timetable import Slot, day_of
from app.services.protocol.overlaps import day_begins
from app.services.protocol.participants import spoken
from app.services.protocol.programme import ENDS_FIRST, zones
from app.services.records.query import captions
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, name_header, row_version

MOVED = N_("Programme item moved: {title}")
STRETCHED = N_("End of a programme item changed: {title}")
COPIED = N_("Programme item copied: {title}")
PUT = N_("Programme item put into a parallel part: {title}")

_ITEM = ENTITIES["programme_item"]
_PART = ENTITIES["programme_part"]
_DAY = len("2027-05-10")
_MOST_DAYS = 31
"""Days of a visit that are shown though nothing is planned on them; of a longer one fewer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of the timetable.

    `start` and `end` are local times in the zone of the visit; `start` is None where only the day
    is known (`day`). `starts` and `ends` are as stored, in the zones beside them.
    """

    id: str
    version: int
    title: str
    kind: str
    place: str
    track: str
    day: date
    start: datetime | None
    end: datetime | None
    starts: str
    starts_zone: str
    ends: str
    ends_zone: str
    who: tuple[str, ...]
    note: str
    needs_interpreter: bool

    @property
    def slot(self) -> Slot | None:
        """The item as the timetable places it, None where it has no hour."""
        return Slot(self.id, self.start, self.end, self.track) if self.start else None


@dataclass(frozen=True, slots=True)
class Timetable:
    """The programme of a visit: its title, zone, when its days begin, the days, the items."""

    visit: str
    title: str
    zone: str
    begins: timedelta
    days: tuple[date, ...]
    entries: tuple[Entry, ...] = field(default=())


def read(connection: Connection, delegation_id: str, language: Language) -> Timetable | None:
    """The timetable of a visit, its items by time; None for a visit that is gone."""
    visit = row(connection, "delegation", delegation_id)
    if visit is None:
        return None
    begins = day_begins(connection)
    zone = visit["time_zone"] or HOME_ZONE
    who = spoken(connection, delegation_id, language)
    items = rows_as_dicts(
        connection,
        "SELECT * FROM programme_item WHERE delegation_id = ? ORDER BY starts, rowid",
        (delegation_id,),
    )
    titles = captions(connection, _ITEM, [item["id"] for item in items], language)
    entries = [
        _entry(connection, item, visit, begins, titles.get(item["id"], ""), who) for item in items
    ]
    entries.sort(key=lambda entry: (entry.day, entry.start is not None, entry.start or 0))
    title = captions(connection, ENTITIES["delegation"], [delegation_id], language)
    days = _days(visit, entries, begins)
    return Timetable(
        delegation_id, title.get(delegation_id, ""), zone, begins, days, tuple(entries)
    )


def _entry(
    connection: Connection,
    item: Mapping[str, Any],
    visit: Mapping[str, Any],
    begins: timedelta,
    title: str,
    who: Mapping[str, Sequence[str]],
) -> Entry:
    zone = visit["time_zone"] or HOME_ZONE
    starts_zone, ends_zone = zones(item, visit)
    start = _here(item["starts"], starts_zone, zone)
    end = _here(item["ends"] or "", ends_zone, zone) if start else None
    day = day_of(start, begins) if start else date.fromisoformat(item["starts"][:_DAY])
    return Entry(
        item["id"],
        row_version(connection, item["id"]),
        title,
        item["kind"] or "",
        item["place"] or "",
        item["track"] or "",
        day,
        start,
        end,
        item["starts"],
        starts_zone,
        item["ends"] or "",
        ends_zone,
        tuple(who.get(item["id"], ())),
        item["internal_note"] or "",
        bool(item["interpreter"]),
    )


def _here(local: str, zone: str, here: str) -> datetime | None:
    """A stored time on the clocks of the visit; None where it has no hour.

    One that does not exist (an older one may be stored) stands where it is written.
    """
    if len(local) <= _DAY:
        return None
    try:
        return datetime.fromisoformat(in_zone(local, zone, here) if zone != here else local)
    except UserError:
        return datetime.fromisoformat(local)


def _days(
    visit: Mapping[str, Any], entries: Sequence[Entry], begins: timedelta
) -> tuple[date, ...]:
    """The days of the visit as far as they are known, and those on which something is planned."""
    found = {entry.day for entry in entries}
    for entry in entries:
        if entry.end and entry.start and entry.end > entry.start:
            last = day_of(entry.end - timedelta(minutes=1), begins)
            found |= {
                entry.day + timedelta(days=number) for number in range((last - entry.day).days + 1)
            }
    first, last_day = (
        PartialDate.parse_iso(visit[name]) if visit[name] else None for name in ("start", "end")
    )
    since = first.first_day if first and first.is_day else None
    until = last_day.first_day if last_day and last_day.is_day else since
    if since and until:
        length = min((until - since).days + 1, _MOST_DAYS)
        found |= {since + timedelta(days=number) for number in range(length)}
    return tuple(sorted(found))


def move(
    store: Store, entry: Entry, here: datetime, zone: str, track: str | None = None
) -> Changes:
    """Let an item begin at a local time of the visit's `zone`; it takes as long as it did.

    It stays in the zones in which it is written. Raises `UserError` for a time that does not exist
    in one of them, and as `records.save` does.
    """
    values = moved(entry, here, zone)
    if track is not None:
        values["track"] = track or None
    return _write(store, MOVED, entry, values)


def moved(entry: Entry, here: datetime, zone: str) -> dict[str, Any]:
    """The stored times of an item that begins at `here`, a local time of `zone`; see `move`."""
    local = here.isoformat(timespec="minutes")
    starts = in_zone(local, zone, entry.starts_zone)
    ends: str | None = entry.ends or None
    if len(entry.ends) > _DAY and len(entry.starts) > _DAY:
        lasts = instant(entry.ends, entry.ends_zone) - instant(entry.starts, entry.starts_zone)
        there = (instant(starts, entry.starts_zone) + lasts).astimezone(ZoneInfo(entry.ends_zone))
        ends = there.strftime("%Y-%m-%dT%H:%M")
    elif entry.ends:
        days = date.fromisoformat(starts[:_DAY]) - date.fromisoformat(entry.starts[:_DAY])
        ends = (date.fromisoformat(entry.ends[:_DAY]) + days).isoformat()
    return {"starts": starts, "ends": ends}


def move_to_day(store: Store, entry: Entry, day: date) -> Changes:
    """Put an item of which only the day is known on another day. Raises as `move`."""
    values: dict[str, Any] = {"starts": day.isoformat(), "ends": entry.ends or None}
    if entry.ends:
        days = day - date.fromisoformat(entry.starts[:_DAY])
        values["ends"] = (date.fromisoformat(entry.ends[:_DAY]) + days).isoformat()
    return _write(store, MOVED, entry, values)


def stretch(store: Store, entry: Entry, here: datetime, zone: str) -> Changes:
    """Let an item end at a local time of the visit's `zone`.

    Raises `InvalidRecord` for an end that is not after the beginning, and as `records.save` does.
    """
    if entry.start is None or here <= entry.start:
        raise InvalidRecord([FieldError("ends", ENDS_FIRST)])
    ends = in_zone(here.isoformat(timespec="minutes"), zone, entry.ends_zone)
    return _write(store, STRETCHED, entry, {"ends": ends})


def put(store: Store, entry: Entry, track: str) -> Changes:
    """Put an item into a parallel part, empty for the main programme. Raises as `records.save`."""
    return _write(store, PUT, entry, {"track": track or None})


def copy(store: Store, entry: Entry, here: datetime | None, zone: str) -> tuple[str, Changes]:
    """Another item like this one, with those who take part, at a local time of the visit's zone.

    Without `here` on the day and at the time of the first one. Raises `UserError` as `move`.
    """
    with store.writing(COPIED) as writer:
        stored = row(writer.connection, "programme_item", entry.id)
        if stored is None:
            raise UserError(GONE)
        values = {
            item.name: stored[item.name]
            for item in _ITEM.fields
            if stored[item.name] is not None and item.name != "source"
        }
        if here is not None:
            values |= moved(entry, here, zone)
        item_id = apply(writer, _ITEM, None, values)
        _copy_participants(writer, entry.id, item_id)
        name_header(writer, caption_of(writer.connection, _ITEM, item_id))
    return item_id, writer.changes


def _copy_participants(writer: Writer, item_id: str, copy_id: str) -> None:
    for part in rows_as_dicts(
        writer.connection,
        "SELECT * FROM programme_part WHERE programme_item_id = ? ORDER BY sort_key, id",
        (item_id,),
    ):
        values = {name: part[name] for name in ("member_id", "name", "part") if part[name]}
        apply(writer, _PART, None, {"programme_item_id": copy_id, **values})


def _write(store: Store, label: str, entry: Entry, values: Mapping[str, Any]) -> Changes:
    with store.writing(label) as writer:
        apply(writer, _ITEM, entry.id, values, entry.version)
        name_header(writer, caption_of(writer.connection, _ITEM, entry.id))
    return writer.changes
