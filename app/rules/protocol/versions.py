"""What is new in a programme since a version of it was sent (practice of protocol offices).

Items are compared by their ids, so that one that moves to another day is said to have moved. The
differences are exact: put onto the older programme they give the newer one, and turned round they
give the older one again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

ADDED, DROPPED, MOVED = "added", "dropped", "moved"
PLACE, TITLE, PARTICIPANTS = "place", "title", "participants"
KINDS = (ADDED, DROPPED, MOVED, PLACE, TITLE, PARTICIPANTS)
"""The kinds of differences, in the order in which those of one item are told."""


@dataclass(frozen=True, slots=True)
class When:
    """When an item is: local times with the zones in which they are meant; the end may be open."""

    starts: str
    starts_zone: str
    ends: str = ""
    ends_zone: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An item as far as versions tell of it.

    `titles` are those in Czech, German and English; `participants` pairs of who takes part (a key)
    and in which role.
    """

    id: str
    when: When
    place: str = ""
    titles: tuple[str, str, str] = ("", "", "")
    participants: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its kind, the item's id, and what stood there before and stands there now.

    These are whole items for what was added (nothing before) and dropped (nothing now), else the
    values that differ.
    """

    kind: str
    item: str
    before: Any
    after: Any


_FIELDS = {MOVED: "when", PLACE: "place", TITLE: "titles", PARTICIPANTS: "participants"}


def compare(old: Iterable[Item], new: Iterable[Item]) -> tuple[Difference, ...]:
    """Every difference between two programmes, by the times of the items, then as `KINDS`.

    Raises `ValueError` when two items of one programme have the same id.
    """
    before, after = _by_id(old), _by_id(new)
    found = []
    for key in before.keys() | after.keys():
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            found.append(Difference(ADDED if one is None else DROPPED, key, one, other))
            continue
        for kind, name in _FIELDS.items():
            was, now = getattr(one, name), getattr(other, name)
            if was != now:
                found.append(Difference(kind, key, was, now))

    def place(difference: Difference) -> tuple[str, str, int]:
        item = after.get(difference.item) or before[difference.item]
        return item.when.starts, difference.item, KINDS.index(difference.kind)

    return tuple(sorted(found, key=place))


def reverse(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    """The differences the other way: what was added is dropped, what moved moves back."""
    kinds = {ADDED: DROPPED, DROPPED: ADDED}
    return tuple(
        Difference(kinds.get(one.kind, one.kind), one.item, one.after, one.before)
        for one in differences
    )


def apply(old: Iterable[Item], differences: Iterable[Difference]) -> frozenset[Item]:
    """The programme that follows from an older one and the differences.

    Raises `ValueError` for a difference of another programme: what it was before is not there.
    """
    items = _by_id(old)
    for one in differences:
        there = items.get(one.item)
        if one.kind == ADDED and there is None:
            items[one.item] = one.after
        elif one.kind == DROPPED and there == one.before:
            del items[one.item]
        elif one.kind in _FIELDS and there and getattr(there, _FIELDS[one.kind]) == one.before:
            items[one.item] = replace(there, **{_FIELDS[one.kind]: one.after})
        else:
            raise ValueError(f"{one.kind} of {one.item} does not belong to this programme")
    return frozenset(items.values())


def _by_id(items: Iterable[Item]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for item in items:
        if item.id in found:
            raise ValueError(f"{item.id} is there twice")
        found[item.id] = item
    return found
