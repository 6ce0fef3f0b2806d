"""What cannot be at the same time in the programmes of visits.

Instants are compared, so zones and the change of the clocks do not matter. An item without an end
claims nothing: it may be over at once. (Practice of protocol offices; that an interpreter does not
work alone for long is the usage of interpreters' associations, AIIC among them.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.rules.protocol.travel import TravelTimes

PERSON, PLACE, INTERPRETER, ALONE = "person", "place", "interpreter", "interpreter_alone"
TRAVEL = "travel"
"""The kinds: somebody in two places, a place used twice, nobody interprets, one for too long; too
little time from one place to the next."""

MOST_ALONE = timedelta(hours=4)
"""How long on one day somebody may interpret without a second interpreter."""


@dataclass(frozen=True, slots=True)
class Booking:
    """An item as far as it takes time: instants in UTC, `day` the day on which it is listed.

    `people` are keys of those who take part, `interpreters` of those of them who interpret.
    `travellers` are keys of those who have to get there: who takes part, or everybody where nobody
    is named. What is a journey itself (a transfer, a flight) has no `travellers`.
    """

    item: str
    start: datetime
    end: datetime | None = None
    day: date | None = None
    place: str = ""
    people: frozenset[str] = field(default_factory=frozenset)
    interpreters: frozenset[str] = field(default_factory=frozenset)
    needs_interpreter: bool = False
    travellers: frozenset[str] = field(default_factory=frozenset)


class Overlap(NamedTuple):
    """What does not fit together: its kind, the items, and whom (by key) or what it is about."""

    kind: str
    items: tuple[str, ...]
    about: str


def overlaps(bookings: Iterable[Booking], travel: TravelTimes | None = None) -> list[Overlap]:
    """Everything that does not fit, by the time at which it begins; each pair once.

    With `travel` also where there is less time between two items than the way takes; `about` of
    these are the minutes of the way.
    """
    listed = sorted(bookings, key=lambda booking: (booking.start, booking.item))
    found: list[tuple[datetime, Overlap]] = []
    open_: list[Booking] = []
    for booking in listed:
        open_ = [other for other in open_ if other.end and other.end > booking.start]
        if booking.end and booking.end > booking.start:
            for other in open_:
                items = (other.item, booking.item)
                for who in sorted(other.people & booking.people):
                    found.append((booking.start, Overlap(PERSON, items, who)))
                if booking.place and booking.place == other.place:
                    found.append((booking.start, Overlap(PLACE, items, booking.place)))
            open_.append(booking)
        if booking.needs_interpreter and not booking.interpreters:
            found.append((booking.start, Overlap(INTERPRETER, (booking.item,), "")))
    found += _alone(listed)
    if travel:
        found += _too_short(listed, travel)
    return [overlap for _, overlap in sorted(found)]


def _too_short(listed: list[Booking], travel: TravelTimes) -> list[tuple[datetime, Overlap]]:
    """Pairs of items that follow each other for somebody, with less time between than needed."""
    last: dict[str, Booking] = {}
    found: dict[tuple[str, str], tuple[datetime, Overlap]] = {}
    for booking in listed:
        if not booking.place:
            continue
        for who in booking.travellers:
            before = last.get(who)
            last[who] = booking
            if before is None or before.end is None or before.end > booking.start:
                continue  # who would be in two places is said otherwise
            pair = (before.item, booking.item)
            needed = travel.minutes(before.place, booking.place)
            if needed is not None and booking.start - before.end < timedelta(minutes=needed):
                found[pair] = booking.start, Overlap(TRAVEL, pair, str(needed))
    return list(found.values())


def _alone(listed: list[Booking]) -> list[tuple[datetime, Overlap]]:
    """Who interprets alone for longer than `MOST_ALONE` on one day."""
    worked: dict[tuple[date, str], list[Booking]] = {}
    for booking in listed:
        if booking.end and len(booking.interpreters) == 1:
            (who,) = booking.interpreters
            day = booking.day or booking.start.date()
            worked.setdefault((day, who), []).append(booking)
    found = []
    for (_, who), bookings in worked.items():
        hours = sum((item.end - item.start for item in bookings if item.end), timedelta())
        if hours > MOST_ALONE:
            items = tuple(item.item for item in bookings)
            found.append((bookings[0].start, Overlap(ALONE, items, who)))
    return found
