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

PERSON, PLACE, INTERPRETER, ALONE = "person", "place", "interpreter", "interpreter_alone"
"""The kinds: somebody in two places, a place used twice, nobody interprets, one for too long."""

MOST_ALONE = timedelta(hours=4)
"""How long on one day somebody may interpret without a second interpreter."""


@dataclass(frozen=True, slots=True)
class Booking:
    """An item as far as it takes time: instants in UTC, `day` the day on which it is listed.

    `people` are keys of those who take part, `interpreters` of those of them who interpret.
    """

    item: str
    start: datetime
    end: datetime | None = None
    day: date | None = None
    place: str = ""
    people: frozenset[str] = field(default_factory=frozenset)
    interpreters: frozenset[str] = field(default_factory=frozenset)
    needs_interpreter: bool = False


class Overlap(NamedTuple):
    """What does not fit together: its kind, the items, and whom (by key) or what it is about."""

    kind: str
    items: tuple[str, ...]
    about: str


def overlaps(bookings: Iterable[Booking]) -> list[Overlap]:
    """Everything that does not fit, by the time at which it begins; each pair once."""
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
    return [overlap for _, overlap in sorted(found)]


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
