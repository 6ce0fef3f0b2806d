"""The relations that an import has read: written when all records are there.

A card may name somebody whose own card comes later, or in another file of the same import. Who is
meant is told by the id of the other record, or else by a name that only one record bears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from app.db.connection import Connection
from app.db.store import Writer
from app.entities import ENTITIES
from app.exchange.address_books.known import record_of
from app.exchange.cards.ties import KINDS, Tie
from app.exchange.datasets.importing import Refusal
from app.i18n import N_
from app.rules.folding import fold
from app.services.records.ids import free_id
from app.services.records.records import apply

NOBODY = N_("The relation to “{name}” is left out: there is no such record, or there are several.")

_NAMES = {
    "person": ("full_name",),
    "organisation": ("name_cs", "name_de", "name_en", "native_name", "abbreviation"),
}


class Tied(NamedTuple):
    """A record with the relations that its card names, and where the card stands."""

    entity: str
    record_id: str
    title: str
    ties: list[Tie]
    file: str
    line: int


class TieWriter:
    """Writes relations; keeps the names of the records once they are needed."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, set[str]]] = {}

    def write(self, writer: Writer, tied: Iterable[Tied]) -> list[Refusal]:
        """Write what is not there yet; gives the relations to records that are not known."""
        left = []
        for item in tied:
            for tie in item.ties:
                other = self._other(writer.connection, item.entity, tie)
                if other is None:
                    values = {"name": tie.name}
                    left.append(Refusal(item.file, item.line, item.title, NOBODY, values))
                elif other != item.record_id:
                    _write(writer, item, tie, other)
        return left

    def _other(self, connection: Connection, entity: str, tie: Tie) -> str | None:
        if tie.other_id and (known := record_of(connection, entity, tie.other_id)):
            return known
        if entity not in self._names:
            self._names[entity] = _names(connection, entity)
        named = self._names[entity].get(fold(tie.name), set())
        return next(iter(named)) if len(named) == 1 else None


def _names(connection: Connection, entity: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    listed = ", ".join(_NAMES[entity])
    for key, *names in connection.execute(f'SELECT id, {listed} FROM "{entity}"'):
        for name in filter(None, names):
            found[fold(name)].add(key)
    return found


def _write(writer: Writer, item: Tied, tie: Tie, other: str) -> None:
    table = f"{item.entity}_relation"
    owner = f"{item.entity}_id"
    there = writer.connection.execute(
        f'SELECT since FROM "{table}" WHERE "{owner}" = ? AND kind = ? AND other_id = ?',
        (item.record_id, tie.kind, other),
    ).fetchall()
    if any((since or "") == tie.since for (since,) in there):
        return
    values = {
        owner: item.record_id,
        "kind": tie.kind,
        "other_id": other,
        "since": tie.since or None,
        "until": tie.until or None,
        "note": tie.note or None,
    }
    assert tie.kind in KINDS[item.entity].options
    given = {name: value for name, value in values.items() if value is not None}
    fixed = free_id(
        writer.connection, table, "imported", item.record_id, tie.kind, other, tie.since or ""
    )
    apply(writer, ENTITIES[table], None, given, fixed=fixed)
