"""Whether a trip can still be decided on before it begins.

A paper reaches a meeting if it is submitted by its last day for papers (the office's own rules of
procedure say which; where none is recorded, by the day before the meeting).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting, and until when papers are submitted to it."""

    key: str
    held_on: date
    submit_by: date | None = None

    @property
    def last_day(self) -> date:
        """The last day on which a paper can be submitted."""
        return self.submit_by or self.held_on - timedelta(days=1)


def last_chance(meetings: Iterable[Meeting], start: date, today: date) -> Meeting | None:
    """The last meeting before a trip starts to which a paper can still be submitted today."""
    possible = [item for item in meetings if item.held_on < start and item.last_day >= today]
    return max(possible, key=lambda item: (item.last_day, item.held_on, item.key), default=None)
