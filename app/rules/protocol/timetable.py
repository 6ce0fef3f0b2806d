"""Where the items of a programme stand in its timetable: days side by side, hours from the top.

Only places are worked out here, in days and minutes; how large a minute is, the window says. What
happens at the same time stands side by side, parallel parts in the order of their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

DAY = 24 * 60
"""Minutes; a day of the timetable has them whatever the clocks do."""

LEAST = 15
"""Minutes that an item takes up at least unless said otherwise, so that it can be read."""

ALONE = 60
"""Minutes up to which an item without an end is drawn when nothing follows it on its day."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An item by its local times in the zone of the visit; the end may be open.

    `track` is the parallel part to which it belongs, empty for the main programme.
    """

    id: str
    start: datetime
    end: datetime | None = None
    track: str = ""


class Placed(NamedTuple):
    """A piece of an item: its day, the minutes from the day's beginning at its top and bottom.

    Of the `lanes` side by side it stands in `lane` (from 0). `is_open` says that its end is not
    known, `goes_on` that it goes on the next day, `is_first` that it begins here.
    """

    id: str
    day: date
    top: int
    bottom: int
    lane: int
    lanes: int
    is_open: bool
    is_first: bool
    goes_on: bool


class _Piece(NamedTuple):
    slot: Slot
    day: date
    top: int
    bottom: int
    is_first: bool
    goes_on: bool


def place(slots: Iterable[Slot], begins: timedelta, least: int = LEAST) -> list[Placed]:
    """The pieces of items, by day and time; days begin `begins` after midnight.

    Each takes up `least` minutes, however short it is.

    An item that lasts over the beginning of a day is cut there. One without an end reaches to the
    next item of its part of the programme on that day, but claims no time: what follows never
    stands beside it. It does not depend on the order of its input.
    """
    pieces: dict[date, list[_Piece]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.start, slot.track, slot.id)):
        for piece in _pieces(slot, begins):
            pieces.setdefault(piece.day, []).append(piece)
    placed = []
    for day in sorted(pieces):
        placed += _day([_opened(piece, pieces[day], least) for piece in pieces[day]])
    return placed


def day_of(moment: datetime, begins: timedelta) -> date:
    """The day on which a local time is listed."""
    return (moment - begins).date()


def moment_of(day: date, minutes: int, begins: timedelta) -> datetime:
    """The local time that stands so many minutes below the top of a day."""
    return datetime.combine(day, time()) + begins + timedelta(minutes=minutes)


def _pieces(slot: Slot, begins: timedelta) -> list[_Piece]:
    day = day_of(slot.start, begins)
    top = _minutes(slot.start, day, begins)
    if slot.end is None or slot.end <= slot.start:
        return [_Piece(slot, day, top, top, True, False)]
    found = []
    is_first = True
    while True:
        bottom = _minutes(slot.end, day, begins)
        goes_on = bottom > DAY
        found.append(_Piece(slot, day, top, min(bottom, DAY), is_first, goes_on))
        if not goes_on:
            return found
        day, top, is_first = day + timedelta(days=1), 0, False


def _minutes(moment: datetime, day: date, begins: timedelta) -> int:
    return int((moment - moment_of(day, 0, begins)).total_seconds() // 60)


def _opened(piece: _Piece, day: Sequence[_Piece], least: int) -> _Piece:
    """A piece as it is drawn: without an end down to the next one, and never too thin to read."""
    if piece.slot.end is not None:
        return piece._replace(bottom=min(DAY, max(piece.bottom, piece.top + least)))
    following = [
        other.top
        for other in day
        if other.top > piece.top and other.slot.track in ("", piece.slot.track)
    ]
    bottom = min(following, default=piece.top + ALONE)
    return piece._replace(bottom=min(DAY, max(bottom, piece.top + least)))


def _day(pieces: Sequence[_Piece]) -> list[Placed]:
    """The pieces of one day, those at the same time in lanes beside each other."""
    placed: list[Placed] = []
    group: list[_Piece] = []
    until = 0
    for piece in sorted(pieces, key=lambda one: (one.top, one.bottom, one.slot.track, one.slot.id)):
        if group and piece.top >= until:
            placed += _lanes(group)
            group = []
        group.append(piece)
        until = max(until, piece.bottom) if len(group) > 1 else piece.bottom
    return placed + (_lanes(group) if group else [])


def _lanes(group: Sequence[_Piece]) -> list[Placed]:
    """Pieces that hang together: each part of the programme has as many lanes as it needs."""
    tracks = sorted({piece.slot.track for piece in group})
    lanes: dict[_Piece, int] = {}
    first = 0
    for track in tracks:
        ends: list[int] = []
        for piece in (one for one in group if one.slot.track == track):
            free = next((lane for lane, end in enumerate(ends) if end <= piece.top), len(ends))
            if free == len(ends):
                ends.append(0)
            ends[free] = piece.bottom
            lanes[piece] = first + free
        first += len(ends)
    return [
        Placed(
            piece.slot.id,
            piece.day,
            piece.top,
            piece.bottom,
            lanes[piece],
            first,
            piece.slot.end is None,
            piece.is_first,
            piece.goes_on,
        )
        for piece in group
    ]
