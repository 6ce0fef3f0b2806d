"""What else follows when a record is written: a table, so that a record need not know who follows.

A room that keeps rows of its own in line with the records of others gives the function that does
it; `app.services` puts all of them into the table, in one place, before it is first asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.db.store import Writer
from app.fields import Entity

Function = Callable[[Writer, Entity, str, Mapping[str, Any]], None]
"""Given the transaction, the record's entity and id, and the values that were written."""

Question = Callable[[Writer, Entity, str, Mapping[str, Any]], bool]
"""The same, before the values are written; never asked about a new record."""


@dataclass(frozen=True, slots=True)
class Consequence:
    """`follow` is called after the values were written, if `when`, asked before, said yes."""

    follow: Function
    when: Question | None = None


_TABLE: dict[str, tuple[Consequence, ...]] = {}


def register(entity: str, *consequences: Consequence) -> None:
    """Say what follows when records of an entity are written, in this order; once for each."""
    if entity in _TABLE:
        raise LookupError(f"the consequences of {entity} are known already")
    _TABLE[entity] = consequences


_FILLS: list[Callable[[], None]] = []  # what was not called yet


def fill_with(fill: Callable[[], None]) -> None:
    """Call `fill`, which registers consequences, before the table is first asked."""
    _FILLS.append(fill)


def due(
    writer: Writer, entity: Entity, record_id: str | None, values: Mapping[str, Any]
) -> list[Function]:
    """What has to be called once `values` stand in the record (None: a new one)."""
    while _FILLS:
        _FILLS[-1]()
        _FILLS.pop()
    return [
        item.follow
        for item in _TABLE.get(entity.name, ())
        if item.when is None
        or (record_id is not None and item.when(writer, entity, record_id, values))
    ]
