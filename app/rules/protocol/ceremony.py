"""Who sits where and which flag hangs where at a signing ceremony.

Places are counted as the audience sees them, from the left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


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


def originals(parties: int, languages: int) -> int:
    """How many originals are signed: one in each language for each party, if the agreement does
    not say otherwise. A language that is not recorded counts as one.
    """
    return parties * max(languages, 1)
