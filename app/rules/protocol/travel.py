"""How long the way between two places takes, by a table that the office has typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from app.rules.folding import fold


class Way(NamedTuple):
    """A line of the table: from where to where, and the minutes on the way."""

    start: str
    end: str
    minutes: int


class TravelTimes:
    """The office's table. A way holds there and back, unless the way back has a line of its own.

    A place of the table is found in the place of an item by its words, whatever their case and
    hooks: “Větruše” in “hotel Větruše, Ústí nad Labem”. Of several lines the one that says most
    counts, of equal ones the longest way. No time is guessed.
    """

    def __init__(self, ways: Iterable[Way]) -> None:
        self._ways = [(fold(way.start), fold(way.end), way.minutes) for way in ways]
        self._known: dict[tuple[str, str], int | None] = {}

    def minutes(self, start: str, end: str) -> int | None:
        """The minutes from one place to another, None where the table does not say."""
        if (start, end) not in self._known:  # asked for each member of a delegation
            self._known[start, end] = self._find(fold(start), fold(end))
        return self._known[start, end]

    def _find(self, here: str, there: str) -> int | None:
        if not here or not there or here == there:
            return None
        found = [
            (len(one) + len(other), direct, minutes)
            for first, second, minutes in self._ways
            for one, other, direct in ((first, second, True), (second, first, False))
            if _names(here, one) and _names(there, other)
        ]
        return max(found)[2] if found else None


def _names(place: str, part: str) -> bool:
    return bool(part and re.search(rf"(?<!\w){re.escape(part)}(?!\w)", place))
