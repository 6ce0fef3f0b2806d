"""Where somebody was in the window: back, forward, and the records that were shown last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_LONGEST = 100
_RECENT = 15


class Spot(NamedTuple):
    """A screen by its key, and the record that it showed; empty for none."""

    screen: str
    record: str = ""


class Trail:
    """The spots in the order of the visits, and which of them is shown.

    `recent` are the records that were shown last, the newest first, each once; `told` those of an
    earlier start.
    """

    def __init__(self, told: Sequence[Spot] = ()) -> None:
        self._spots: list[Spot] = []
        self._at = -1
        self._recent = list(told)[:_RECENT]

    @property
    def here(self) -> Spot | None:
        """What is shown."""
        return self._spots[self._at] if self._spots else None

    @property
    def recent(self) -> list[Spot]:
        """The records that were shown last, without the one that is shown."""
        return [spot for spot in self._recent if spot != self.here]

    @property
    def remembered(self) -> list[Spot]:
        """What is to be told at the next start: the shown record, and those before it."""
        return list(self._recent)

    def visit(self, spot: Spot, *, passing: bool = False) -> None:
        """Something is shown; in `passing` it replaces a record of the same list."""
        here = self.here
        if spot.record:
            if passing and self._recent and self._recent[0].screen == spot.screen:
                self._recent = self._recent[1:] if self._recent[0] == here else self._recent
            self._recent = [spot, *(other for other in self._recent if other != spot)][:_RECENT]
        if spot == here:
            return
        if here and here.screen == spot.screen and (passing or not here.record):
            self._spots[self._at] = spot
            return
        self._spots = [*self._spots[: self._at + 1], spot][-_LONGEST:]
        self._at = len(self._spots) - 1

    def next(self, step: int) -> Spot | None:
        """Go a step back (-1) or on (1) and give what was there; None where nothing was."""
        place = self._at + step
        if not 0 <= place < len(self._spots):
            return None
        self._at = place
        return self._spots[place]

    def may_go(self, step: int) -> bool:
        """Whether there is anything in a direction."""
        return 0 <= self._at + step < len(self._spots)

    def stay(self, spot: Spot | None) -> None:
        """A step was not taken: what was shown before still is."""
        if spot in self._spots:
            self._at = self._spots.index(spot)

    def forget(self, spot: Spot) -> None:
        """A record is gone."""
        shown = self.here
        before = sum(other == spot for other in self._spots[: self._at])
        self._spots = [other for other in self._spots if other != spot]
        self._recent = [other for other in self._recent if other != spot]
        self._at = min(self._at - before, len(self._spots) - 1)
        if shown != spot and shown in self._spots and self.here != shown:
            self._at = self._spots.index(shown)
