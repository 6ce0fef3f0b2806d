"""What does not fit together in the programme of a visit, also with other visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator, translator
from app.rules.days.moments import instant
from app.rules.days.partial_dates import format_moment
from app.rules.folding import fold
from app.rules.protocol import overlaps as rules
from app.rules.protocol.overlaps import Booking, Overlap
from app.rules.protocol.travel import TravelTimes, Way
from app.services import office_settings
from app.services.protocol.programme import zones
from app.services.records.query import captions

TWO_PLACES = N_("{who} would be in two places: “{first}” ({since}) and “{second}” ({since2}).")
PLACE_TWICE = N_("{who} is used twice: “{first}” ({since}) and “{second}” ({since2}).")
NO_INTERPRETER = N_("“{first}” ({since}) needs an interpreter, and nobody interprets there.")
TOO_LONG = N_(
    "{who} interprets alone for more than {hours} hours on the day of “{first}” ({since}). A "
    "second interpreter is needed."
)
TOO_SHORT = N_(
    "Between “{first}” ({place}) and “{second}” ({place2}, {since2}) there are {minutes} min; the "
    "way takes {needed} min."
)
_TEXTS = {
    rules.TRAVEL: TOO_SHORT,
    rules.PERSON: TWO_PLACES,
    rules.PLACE: PLACE_TWICE,
    rules.INTERPRETER: NO_INTERPRETER,
    rules.ALONE: TOO_LONG,
}

DAY_BEGINS = timedelta(hours=4)
"""Until when after midnight an item belongs to the day before, unless the office says otherwise."""

_JOURNEYS = ("transfer", "flight")


BEGINNING = N_("The beginning of a day in programmes changed")
NO_BEGINNING = N_("A day of a programme begins between midnight and noon. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Found:
    """Something that does not fit: its kind (see the rules), the items' ids, what to say, and what
    the first item is called.
    """

    kind: str
    items: tuple[str, ...]
    text: str
    title: str


def day_begins(connection: Connection) -> timedelta:
    """When a day of a programme begins, as the office has decided it; by default at four."""
    stored = office_settings.value(connection, office_settings.DAY_BEGINS)
    return timedelta(minutes=int(stored)) if stored else DAY_BEGINS


def set_day_begins(store: Store, minutes: int) -> Changes:
    """Let the days of programmes begin so many minutes after midnight, before noon.

    Raises `UserError` for another number.
    """
    if not 0 <= minutes < 12 * 60:
        raise UserError(NO_BEGINNING)
    with store.writing(BEGINNING) as writer:
        office_settings.put(writer, office_settings.DAY_BEGINS, str(minutes))
    return writer.changes


def listed_on(starts: str, begins: timedelta = DAY_BEGINS) -> date:
    """The day on which an item of this local start is listed: a night belongs to the day before."""
    moment = datetime.fromisoformat(starts)
    return (moment - begins).date() if len(starts) > len("2027-05-10") else moment.date()


def check(connection: Connection, delegation_id: str, language: Language) -> list[Found]:
    """What does not fit in the programme of a visit: within it, and with items of other visits in
    which the same people take part or that are at the same place. Cancelled visits do not count.
    """
    own = _items(connection, "i.delegation_id = ?", [delegation_id])
    if not own:
        return []
    first = min(item["starts"][:10] for item in own)
    last = max((item["ends"] or item["starts"])[:10] for item in own)
    near = _items(
        connection,
        "i.delegation_id <> ? AND coalesce(d.status, '') <> 'cancelled'"
        " AND substr(i.starts, 1, 10) >= date(?, '-3 days')"
        " AND substr(i.starts, 1, 10) <= date(?, '+2 days')",
        [delegation_id, first, last],
    )
    mine = {item["id"] for item in own}
    items = {item["id"]: item for item in (*own, *near)}
    reader = _Bookings(connection, items.values())
    bookings = [booking for item in items.values() if (booking := reader.booking(item))]
    tr = translator(language)
    names = _Names(connection, items, language)
    return [
        Found(overlap.kind, overlap.items, names.text(overlap, tr), names.title(overlap.items[0]))
        for overlap in rules.overlaps(bookings, travel_times(connection))
        if mine & set(overlap.items)
    ]


def _items(connection: Connection, where: str, values: Iterable[Any]) -> list[dict[str, Any]]:
    return rows_as_dicts(
        connection,
        "SELECT i.*, d.time_zone FROM programme_item i JOIN delegation d"
        f" ON d.id = i.delegation_id WHERE {where} ORDER BY i.starts, i.id",
        list(values),
    )


def travel_times(connection: Connection) -> TravelTimes:
    """The office's table of travel times."""
    return TravelTimes(
        Way(*found)
        for found in connection.execute(
            "SELECT place_from, place_to, minutes FROM travel_time ORDER BY id"
        ).fetchall()
    )


class _Bookings:
    """Makes bookings of items; who takes part in all of them is read at once."""

    def __init__(self, connection: Connection, items: Iterable[Mapping[str, Any]]) -> None:
        self._begins = day_begins(connection)
        self._taking_part: dict[str, list[tuple[str, str]]] = {}
        self._members: dict[str, set[str]] = {}
        for visit in {item["delegation_id"] for item in items}:
            # A person is one in all visits, a post that is not filled yet only in its own.
            self._members[visit] = {
                key
                for (key,) in connection.execute(
                    "SELECT coalesce(person_id, id) FROM delegation_member WHERE delegation_id = ?",
                    (visit,),
                ).fetchall()
            }
            for item_id, key, part in connection.execute(
                "SELECT p.programme_item_id, coalesce(m.person_id, m.id), p.part"
                " FROM programme_item i JOIN programme_part p ON p.programme_item_id = i.id"
                " JOIN delegation_member m ON m.id = p.member_id WHERE i.delegation_id = ?",
                (visit,),
            ).fetchall():
                self._taking_part.setdefault(item_id, []).append((key, part))

    def booking(self, item: Mapping[str, Any]) -> Booking | None:
        """None for a time that does not exist; it cannot be entered, but may be stored."""
        begins, finishes = zones(item, item)
        timed = len(item["starts"]) > len("2027-05-10")
        try:
            start = instant(item["starts"], begins)
            exact = timed and len(item["ends"] or "") > len("2027-05-10")
            end = instant(item["ends"], finishes) if exact else None
        except (UserError, ValueError):
            return None
        parts = self._taking_part.get(item["id"], [])
        people = frozenset(key for key, _part in parts)
        travels = timed and item["kind"] not in _JOURNEYS
        return Booking(
            item["id"],
            start,
            end,
            listed_on(item["starts"], self._begins),
            fold(item["place"] or ""),
            people,
            frozenset(key for key, part in parts if part == "interprets"),
            bool(item["interpreter"]),
            (people or self._everybody(item)) if travels else frozenset(),
        )

    def _everybody(self, item: Mapping[str, Any]) -> frozenset[str]:
        """Who goes to an item that names nobody: of a parallel part it is not known who."""
        visit = item["delegation_id"]
        if item["track"]:
            return frozenset({f"{visit} {item['track']}"})
        return frozenset(self._members[visit] or {visit})


class _Names:
    """What items, people and places are called."""

    def __init__(
        self, connection: Connection, items: Mapping[str, Mapping[str, Any]], language: Language
    ) -> None:
        self._connection = connection
        self._items = items
        self._language = language
        self._titles = captions(connection, ENTITIES["programme_item"], items, language)

    def title(self, item: str) -> str:
        """What an item is called."""
        return self._titles.get(item, "")

    def text(self, overlap: Overlap, tr: Translator) -> str:
        """What to say of an overlap."""
        first, *rest = overlap.items
        second = rest[-1] if rest else first
        return tr.message(
            _TEXTS[overlap.kind],
            who=self._about(overlap),
            first=self._titles.get(first, ""),
            since=format_moment(self._items[first]["starts"], tr),
            second=self._titles.get(second, ""),
            since2=format_moment(self._items[second]["starts"], tr),
            hours=int(rules.MOST_ALONE.total_seconds() // 3600),
            place=self._items[first]["place"] or "",
            place2=self._items[second]["place"] or "",
            minutes=self._minutes_between(first, second) if overlap.kind == rules.TRAVEL else 0,
            needed=overlap.about,
        )

    def _minutes_between(self, first: str, second: str) -> int:
        before, after = self._items[first], self._items[second]
        ended = instant(before["ends"], zones(before, before)[1])
        gap = instant(after["starts"], zones(after, after)[0]) - ended
        return int(gap.total_seconds() // 60)

    def _about(self, overlap: Overlap) -> str:
        if overlap.kind == rules.PLACE:
            return str(self._items[overlap.items[-1]]["place"])
        for entity in ("person", "delegation_member"):
            if row(self._connection, entity, overlap.about):
                found = captions(
                    self._connection, ENTITIES[entity], [overlap.about], self._language
                )
                return found.get(overlap.about, "")
        return ""
