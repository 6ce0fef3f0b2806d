"""Who sits where and which flag hangs where at a ceremony.

Places are counted as the audience sees them, from the left. Act No. 352/2001 Coll. orders state
flags only (§ 8); that others follow them (of the European Union, the region, the town) is custom,
and in which order the office says itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from app.i18n import N_

T = TypeVar("T")

STATE, EU, REGION, TOWN = "state", "eu", "region", "town"
"""Whose flag it is."""

CUSTOM = (EU, REGION, TOWN)
"""The flags that follow those of states, in the order that is proposed."""

HANGING = (
    N_("In the presidium a flag on a pole stands left of the lectern, seen from the front."),
    N_("Hung vertically, the white stripe of the Czech flag is at the left, seen from the front."),
)
"""How flags are hung (Act No. 352/2001 Coll., § 9)."""


class Flag(NamedTuple):
    """A flag: whose, and of which state (a country code) or body (its name)."""

    kind: str
    of: str = ""


def seats(host: T, guests: Sequence[T]) -> list[T]:
    """Who sits where behind the table. The place of honour is at the host's right hand, which is
    left of the host for the audience; further guests go in turn to the host's left and right.
    """
    left: list[T] = []
    right: list[T] = []
    for index, guest in enumerate(guests):
        (right if index % 2 else left).append(guest)
    return [*reversed(left), host, *right]


def flags(others: Sequence[T], czech: T) -> list[T]:
    """The order of the state flags in the Czech Republic, its own among them.

    Its own has the place of honour (zákon č. 352/2001 Sb., § 8): the left one of two, the middle
    one of an odd number, the left one of the middle pair, and the first of more than five. The
    `others`, in their alphabet, follow by turns right and left of it, as is the custom; in a row
    of more than five one after another.
    """
    if len(others) + 1 > 5:
        return [czech, *others]
    left: list[T] = []
    right: list[T] = []
    # An even number begins at the right, so that the own flag is the left one of the middle pair.
    begins_left = len(others) % 2 == 0
    for index, flag in enumerate(others):
        (left if (index % 2 == 0) == begins_left else right).append(flag)
    return [*reversed(left), czech, *right]


def flag_row(states: Sequence[str], czech: str, others: Sequence[Flag]) -> list[Flag]:
    """All flags in a row, from the left: those of states by § 8, then the others as they are given.

    `states` are the foreign ones, `czech` the own one.
    """
    return [*(Flag(STATE, code) for code in flags(list(states), czech)), *others]


def originals(parties: int, languages: int) -> int:
    """How many originals are signed: one in each language for each party, if the agreement does
    not say otherwise. A language that is not recorded counts as one.
    """
    return parties * max(languages, 1)
