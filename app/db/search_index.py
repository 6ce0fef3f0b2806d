"""The full-text index over all records, kept in the order of their lists.

Each record has a *place*: a number that grows along the stored order of its list, with gaps for
records to come. The places are the row ids of an FTS5 table, so hits arrive in list order without
being sorted. The table holds no texts of its own (``content=''``): what is indexed follows from the
records, folded by `app.rules.people.names.fold`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import NamedTuple

from app.db.connection import Connection
from app.entities import RECORDS
from app.rules.people.names import fold

_CREATE = """
CREATE VIRTUAL TABLE search USING fts5(
    name, rest, content='', contentless_delete=1, prefix='1 2 3',
    tokenize="unicode61 remove_diacritics 0"
)
"""
"""`name` is what the record is called, `rest` everything else that finds it."""

_GAP = 1 << 32
_NARROW = 1 << 20
_SCOPES = ((False, "current"), (True, "archive"))
_ROOM = 1 << 56
_CODES = {entity.name: number for number, entity in enumerate(RECORDS, 1)}


class Indexed(NamedTuple):
    """What the index keeps of a record: its order, and folded texts."""

    record_id: str
    key: bytes
    name: str
    rest: str
    archived: bool


def create(connection: Connection) -> None:
    """Make the index anew, empty."""
    connection.execute("DROP TABLE IF EXISTS search")
    connection.execute("DELETE FROM search_place")
    connection.execute(_CREATE)


def is_indexed(entity: str) -> bool:
    """Whether records of an entity are found by the search."""
    return entity in _CODES


def span(entity: str, scope: str = "all") -> tuple[int, int]:
    """The first and the last place of the records of an entity.

    `scope` is ``current``, ``archive`` or ``all``: archived records stand after all others, so
    that each scope is one stretch of places.
    """
    low = _CODES[entity] * _ROOM
    middle, high = low + _ROOM // 2, low + _ROOM - 1
    return {"current": (low, middle - 1), "archive": (middle, high)}.get(scope, (low, high))


def expression(text: str, *, only_names: bool = False) -> str:
    """The FTS5 query of what a person typed; empty if there is no word in it.

    Every word begins a word of the record, whatever its case and diacritics.
    """
    words = fold(text).split()
    if not words:
        return ""
    return f"name : ({_starts(words)})" if only_names else _starts(words)


def _own_span(entity: str, row: Indexed) -> tuple[int, int]:
    return span(entity, "archive" if row.archived else "current")


def _starts(words: Iterable[str]) -> str:
    return " ".join(f'"{word}"*' for word in words)


def put(
    connection: Connection, entity: str, row: Indexed, load: Callable[[str], Indexed | None]
) -> None:
    """Index a record, or index it anew where its texts or its place in the list changed.

    `load` gives what is kept of another record: its neighbours move when there is no room.
    """
    known = connection.execute(
        "SELECT id FROM search_place WHERE record_id = ?", (row.record_id,)
    ).fetchone()
    before, after = _neighbours(connection, entity, row)
    if known and before < known[0] < after:
        connection.execute("DELETE FROM search WHERE rowid = ?", known)
        _insert(connection, known[0], row)
        return
    if known:
        remove(connection, row.record_id)
    if after - before < 2:
        _make_room(connection, _own_span(entity, row), entity, before, load)
        before, after = _neighbours(connection, entity, row)
    at_the_end = after > _own_span(entity, row)[1]
    _place(connection, entity, before + _GAP if at_the_end else (before + after) // 2, row)


def is_placed(connection: Connection, entity: str, row: Indexed) -> bool:
    """Whether a record stands in the stretch of the index where it belongs."""
    low, high = _own_span(entity, row)
    found = connection.execute(
        "SELECT 1 FROM search_place WHERE record_id = ? AND id BETWEEN ? AND ?",
        (row.record_id, low, high),
    ).fetchone()
    return found is not None


def remove(connection: Connection, record_id: str) -> None:
    """Take a record out of the index, if it is in it."""
    found = connection.execute(
        "SELECT id FROM search_place WHERE record_id = ?", (record_id,)
    ).fetchone()
    if found:
        connection.execute("DELETE FROM search WHERE rowid = ?", found)
        connection.execute("DELETE FROM search_place WHERE id = ?", found)


def fill(connection: Connection, entity: str, rows: Iterable[Indexed]) -> None:
    """Index all records of an entity anew; `rows` come in the order of the list."""
    low, high = span(entity)
    last = {archived: span(entity, scope)[0] for archived, scope in _SCOPES}
    connection.execute("DELETE FROM search WHERE rowid BETWEEN ? AND ?", (low, high))
    connection.execute("DELETE FROM search_place WHERE id BETWEEN ? AND ?", (low, high))
    rows = iter(rows)
    while part := list(islice(rows, _AT_ONCE)):
        places = []
        for row in part:
            last[row.archived] += _GAP
            places.append(last[row.archived])
        placed = list(zip(places, part, strict=True))
        connection.executemany(_PLACE, [(place, row.record_id, entity) for place, row in placed])
        connection.executemany(_INSERT, [(place, row.name, row.rest) for place, row in placed])


_AT_ONCE = 500
_PLACE = "INSERT INTO search_place (id, record_id, entity) VALUES (?, ?, ?)"
_INSERT = "INSERT INTO search (rowid, name, rest) VALUES (?, ?, ?)"


def _place(connection: Connection, entity: str, place: int, row: Indexed) -> None:
    connection.execute(_PLACE, (place, row.record_id, entity))
    _insert(connection, place, row)


def _insert(connection: Connection, place: int, row: Indexed) -> None:
    connection.execute(_INSERT, (place, row.name, row.rest))


def _neighbours(connection: Connection, entity: str, row: Indexed) -> tuple[int, int]:
    """The places just before and after where a record belongs (the ends if there is nobody)."""
    low, high = _own_span(entity, row)
    found = [low, high + 1]
    archived = "NOT NULL" if row.archived else "NULL"
    for number, (sign, direction) in enumerate((("<", "DESC"), (">", "ASC"))):
        neighbour = connection.execute(
            f'SELECT p.id FROM "{entity}" r CROSS JOIN search_place p ON p.record_id = r.id'
            f" WHERE (r.sort_key, r.id) {sign} (?, ?) AND r.archived_on IS {archived}"
            " AND p.id BETWEEN ? AND ?"
            f" ORDER BY r.sort_key {direction}, r.id {direction} LIMIT 1",
            (row.key, row.record_id, low, high),
        ).fetchone()
        if neighbour:
            found[number] = neighbour[0]
    return found[0], found[1]


def _make_room(
    connection: Connection,
    stretch: tuple[int, int],
    entity: str,
    place: int,
    load: Callable[[str], Indexed | None],
) -> None:
    """Spread the records around `place` evenly over a stretch that is wide enough."""
    low, high = stretch
    reach = 32
    while True:
        around = "SELECT id, record_id FROM search_place WHERE"
        rows = [
            *connection.execute(
                f"{around} id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?", (low, place, reach)
            ).fetchall()[::-1],
            *connection.execute(
                f"{around} id > ? AND id <= ? ORDER BY id LIMIT ?", (place, high, reach)
            ).fetchall(),
        ]
        (first,) = connection.execute(
            "SELECT coalesce(max(id), ?) FROM search_place WHERE id < ? AND id >= ?",
            (low, rows[0][0], low),
        ).fetchone()
        (last,) = connection.execute(
            "SELECT min(id) FROM search_place WHERE id > ? AND id <= ?", (rows[-1][0], high)
        ).fetchone()
        if last is None:
            last = first + _GAP * (len(rows) + 1)
        step = (last - first) // (len(rows) + 1)
        if step > _NARROW:
            break
        reach *= 4
    for _, record_id in rows:
        remove(connection, record_id)
    for number, (_, record_id) in enumerate(rows, start=1):
        if row := load(record_id):
            _place(connection, entity, first + number * step, row)
