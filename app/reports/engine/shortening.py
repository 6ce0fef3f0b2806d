"""What is left out where a sheet has no room for all: lists and notes are shortened alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping


def dealt(wanted: Mapping[str, int], room: int, least: Mapping[str, int]) -> dict[str, int]:
    """How many lines of each list there is room for: `least` and then one by one, the first list
    first, so that no long list crowds out a short one.
    """
    given = dict.fromkeys(wanted, 0) | dict(least)
    room -= sum(given.values())
    while room > 0 and given != wanted:
        for name, most in wanted.items():
            if room > 0 and given[name] < most:
                given[name] += 1
                room -= 1
    return given


def most_room(total: int, fits: Callable[[int], bool]) -> int:
    """The greatest number of lines below `total` that `fits`, found by halving; 0 if none does."""
    room, too_many = 0, total
    while too_many - room > 1:
        tried = (room + too_many) // 2
        if fits(tried):
            room = tried
        else:
            too_many = tried
    return room


def sentences(note: str) -> list[str]:
    """The sentences and lines of a note."""
    return [part for part in re.split(r"(?<=[.!?]) +|\n+", note.strip()) if part.strip()]
