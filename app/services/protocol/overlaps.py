"""What does not fit together in the programme of a visit, also with other visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator, translator
from app.rules.days.moments import instant
from app.rules.days.partial_dates import format_moment
from app.rules.folding import fold
from app.rules.protocol import overlaps as rules
from app.rules.protocol.overlaps import Booking, Overlap
from app.services.protocol.programme import zones
from app.services.records.query import captions

TWO_PLACES = N_("{who} would be in two places: “{first}” ({since}) and “{second}” ({since2}).")
PLACE_TWICE = N_("{who} is used twice: “{first}” ({since}) and “{second}” ({since2}).")
NO_INTERPRETER = N_("“{first}” ({since}) needs an interpreter, and nobody interprets there.")
TOO_LONG = N_(
    "{who} interprets alone for more than {hours} hours on the day of “{first}” ({since}). A "
    "second interpreter is needed."
)
_TEXTS = {
    rules.PERSON: TWO_PLACES,
    rules.PLACE: PLACE_TWICE,
    rules.INTERPRETER: NO_INTERPRETER,
    rules.ALONE: TOO_LONG,
}

DAY_BEGINS = timedelta(hours=4)
"""Until when after midnight an item still belongs to the day before."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something that does not fit: its kind (see the rules), the items' ids, what to say, and what
    the first item is called.
    """

    kind: str
    items: tuple[str, ...]
    text: str
    title: str


def listed_on(starts: str) -> date:
    """The day on which an item of this local start is listed: a night belongs to the day before."""
    moment = datetime.fromisoformat(starts)
    return (moment - DAY_BEGINS).date() if len(starts) > len("2027-05-10") else moment.date()


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
    bookings = [booking for item in items.values() if (booking := _booking(connection, item))]
    tr = translator(language)
    names = _Names(connection, items, language)
    return [
        Found(overlap.kind, overlap.items, names.text(overlap, tr), names.title(overlap.items[0]))
        for overlap in rules.overlaps(bookings)
        if mine & set(overlap.items)
    ]


def _items(connection: Connection, where: str, values: Iterable[Any]) -> list[dict[str, Any]]:
    return rows_as_dicts(
        connection,
        "SELECT i.*, d.time_zone FROM programme_item i JOIN delegation d"
        f" ON d.id = i.delegation_id WHERE {where} ORDER BY i.starts, i.id",
        list(values),
    )


def _booking(connection: Connection, item: Mapping[str, Any]) -> Booking | None:
    """None for a time that does not exist; it cannot be entered, but an older one may be stored."""
    begins, finishes = zones(item, item)
    exact = len(item["ends"] or "") > len("2027-05-10") and len(item["starts"]) > len("2027-05-10")
    try:
        start = instant(item["starts"], begins)
        end = instant(item["ends"], finishes) if exact else None
    except (UserError, ValueError):
        return None
    people, interpreters = set(), set()
    for member, person, part in connection.execute(
        "SELECT m.id, m.person_id, p.part FROM programme_part p JOIN delegation_member m"
        " ON m.id = p.member_id WHERE p.programme_item_id = ?",
        (item["id"],),
    ).fetchall():
        # A person is one in all visits, a post that is not filled yet only in its own.
        key = person or member
        people.add(key)
        if part == "interprets":
            interpreters.add(key)
    return Booking(
        item["id"],
        start,
        end,
        listed_on(item["starts"]),
        fold(item["place"] or ""),
        frozenset(people),
        frozenset(interpreters),
        bool(item["interpreter"]),
    )


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
        )

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
