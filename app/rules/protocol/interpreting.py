"""Which languages nobody interprets between.

Two people understand each other if they share a language; of whom no language is known, nothing is
claimed. Where the languages of an item are recorded, everybody who takes part must follow each of
them. (That an interpreter cannot be in two items at once, nor work alone for long, is found with
the overlaps.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple


class Speaker(NamedTuple):
    """Somebody who takes part: the languages they speak, their first one first; and their side."""

    languages: tuple[str, ...]
    side: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """An item: those who take part, the languages of each who interprets, and those recorded for
    the item itself.
    """

    item: str
    people: Sequence[Speaker] = ()
    interpreters: Sequence[frozenset[str]] = ()
    spoken: tuple[str, ...] = ()


class Gap(NamedTuple):
    """A pair of languages (in the order of the alphabet) that nobody interprets at an item."""

    item: str
    one: str
    other: str


def gaps(talks: Iterable[Talk]) -> list[Gap]:
    """The pairs of languages that are needed and that nobody interprets, item by item."""
    found = []
    for talk in talks:
        for one, other in sorted(_needed(talk)):
            if not any({one, other} <= known for known in talk.interpreters):
                found.append(Gap(talk.item, one, other))
    return found


def _needed(talk: Talk) -> set[tuple[str, str]]:
    known = [person for person in talk.people if person.languages]
    pairs: set[tuple[str, str]] = set()
    if talk.spoken:
        for person in known:
            for code in talk.spoken:
                if code not in person.languages:
                    pairs.add(_pair(person.languages[0], code))
        if not known:  # who takes part is not known, so everybody may speak one of them only
            pairs |= {_pair(a, b) for a, b in combinations(dict.fromkeys(talk.spoken), 2)}
        return pairs
    for one, other in combinations(known, 2):
        if one.side == other.side and one.side:
            continue  # a delegation speaks its own language among itself
        if not set(one.languages) & set(other.languages):
            pairs.add(_pair(one.languages[0], other.languages[0]))
    return pairs


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)
