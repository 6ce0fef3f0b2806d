"""The full-text index over all records, kept in the order of their lists.

Each record has a *place*: a number that grows along the stored order of its list, with gaps for
records to come. The places are the row ids of an FTS5 table, so hits arrive in list order without
being sorted. The table holds no texts of its own (``content=''``): what is indexed follows from the
records, folded by `app.rules.folding.fold`, with the further spellings of
`app.rules.searching.spellings`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from app.db.connection import Connection
from app.entities import RECORDS

PREFIXES = (1, 2, 3)
"""The lengths of the beginnings that have an index of their own."""
_CREATE = f"""
CREATE VIRTUAL TABLE search USING fts5(
    name, rest, content='', contentless_delete=1, prefix='{" ".join(map(str, PREFIXES))}',
    tokenize="unicode61 remove_diacritics 0"
)
"""
"""`name` is what the record is called, `rest` everything else that finds it."""

_GAP = 1 << 32
_NARROW = 1 << 20
_REACH = 32  # records on each side of a gap that is used up
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
    create_empty(connection)


def create_empty(connection: Connection) -> None:
    """The index of a database that has none, without places."""
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


def expression(text: str, *, only_names: bool = False, exact: bool = False) -> str:
    """The FTS5 query of what a person typed; empty if there is no word in it.

    Every word begins a word of the record, whatever its case and diacritics, and however its
    numbers and days are written (`app.rules.searching`); `exact` asks for whole words.
    """
    from app.rules import searching  # with its many patterns; a list without a text asks nothing

    found = searching.expression(searching.asked(text), exact=exact)
    return f"name : ({found})" if found and only_names else found


def _own_span(entity: str, row: Indexed) -> tuple[int, int]:
    return span(entity, "archive" if row.archived else "current")


def put(connection: Connection, entity: str, rows: Iterable[Indexed]) -> None:
    """Give records their places in the list: new ones, and all that no longer stand right.

    The stored order of every record must be written already. Whoever is not among `rows` has its
    place and keeps it, or moves a little where there is no room.
    """
    waiting: dict[bool, list[Indexed]] = {False: [], True: []}
    for row in rows:
        # All are taken out first: a record that is still to move is nobody's neighbour.
        remove(connection, row.record_id)
        waiting[row.archived].append(row)
    for archived, scope in _SCOPES:
        _put_in_order(connection, entity, span(entity, scope), sorted(waiting[archived], key=_rank))


def place_of(connection: Connection, entity: str, row: Indexed) -> int | None:
    """The place of a record; None if it has none in the stretch of the index where it belongs."""
    low, high = _own_span(entity, row)
    found = connection.execute(
        "SELECT id FROM search_place WHERE record_id = ? AND id BETWEEN ? AND ?",
        (row.record_id, low, high),
    ).fetchone()
    return int(found[0]) if found else None


def rewrite(connection: Connection, place: int, row: Indexed) -> None:
    """Index the texts of a record anew that keeps its place."""
    connection.execute("DELETE FROM search WHERE rowid = ?", (place,))
    _insert(connection, place, row)


def remove(connection: Connection, record_id: str) -> None:
    """Take a record out of the index, if it is in it."""
    found = connection.execute(
        "SELECT id FROM search_place WHERE record_id = ?", (record_id,)
    ).fetchone()
    if found:
        connection.execute("DELETE FROM search WHERE rowid = ?", found)
        connection.execute("DELETE FROM search_place WHERE id = ?", found)


def remove_all(connection: Connection, ids: Sequence[str]) -> None:
    """Take records out of the index, those that are in it."""
    places = connection.execute(
        "SELECT id FROM search_place WHERE record_id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    ).fetchall()
    connection.executemany("DELETE FROM search WHERE rowid = ?", places)
    connection.executemany("DELETE FROM search_place WHERE id = ?", places)


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


def _rank(row: Indexed) -> tuple[bytes, str]:
    return row.key, row.record_id


def _put_in_order(
    connection: Connection, entity: str, stretch: tuple[int, int], rows: list[Indexed]
) -> None:
    """Place records, in the order of the list, that have no places, in one scope."""
    done = 0
    while done < len(rows):
        before, after, next_one = _neighbours(connection, entity, stretch, rows[done])
        # Those that follow without a settled record in between share the gap.
        end = done + 1
        while end < len(rows) and (next_one is None or _rank(rows[end]) < next_one):
            end += 1
        _put_between(connection, entity, stretch, (before, after), rows[done:end])
        done = end


def _put_between(
    connection: Connection,
    entity: str,
    stretch: tuple[int, int],
    gap: tuple[int, int | None],
    rows: list[Indexed],
) -> None:
    """Place records, in order, between two places; the second is None at the end of a list."""
    before, after = gap
    high = stretch[1]
    if after is None and before + _GAP * len(rows) <= high:
        step = _GAP
    else:
        step = ((high + 1 if after is None else after) - before) // (len(rows) + 1)
    if step < 1:
        before, step, rows = _spread(connection, entity, stretch, before, rows)
    for number, row in enumerate(rows, start=1):
        _place(connection, entity, before + number * step, row)


def _neighbours(
    connection: Connection, entity: str, stretch: tuple[int, int], row: Indexed
) -> tuple[int, int | None, tuple[bytes, str] | None]:
    """The places just before and after where a record belongs, and the rank of the one after.

    Without a record before it is the beginning of the stretch, without one after None. The places
    are in the order of the list: halving finds the gap, however many records have none yet.
    """
    low, high = stretch[0], stretch[1] + 1
    after = None
    around = (
        f'SELECT p.id, r.sort_key, r.id FROM search_place p CROSS JOIN "{entity}" r'
        " ON r.id = p.record_id WHERE p.id"
    )
    while True:
        middle = (low + high) // 2
        probe = connection.execute(
            f"{around} > ? AND p.id < ? ORDER BY p.id LIMIT 1", (middle, high)
        ).fetchone() or (
            connection.execute(
                f"{around} > ? AND p.id <= ? ORDER BY p.id DESC LIMIT 1", (low, middle)
            ).fetchone()
        )
        if probe is None:
            return low, high if after else None, after
        place, *rank = probe
        if tuple(rank) < _rank(row):
            low = place
        else:
            high, after = place, (rank[0], rank[1])


def _spread(
    connection: Connection,
    entity: str,
    stretch: tuple[int, int],
    before: int,
    rows: list[Indexed],
) -> tuple[int, int, list[Indexed]]:
    """Take the records around a place out, as many as give room for `rows` among them.

    Gives the place before them, the step from one to the next, and all that are to be placed.
    """
    low, high = stretch
    reach = _REACH
    while True:
        around = "SELECT id, record_id FROM search_place WHERE"
        # One more on each side than are moved: those stay, and bound the room.
        left = connection.execute(
            f"{around} id > ? AND id <= ? ORDER BY id DESC LIMIT ?", (low, before, reach + 1)
        ).fetchall()
        right = connection.execute(
            f"{around} id > ? AND id <= ? ORDER BY id LIMIT ?", (before, high, reach + 1)
        ).fetchall()
        first = left.pop()[0] if len(left) > reach else low
        last = right.pop()[0] if len(right) > reach else None
        count = len(left) + len(rows) + len(right)
        if last is None:
            last = min(high + 1, first + _GAP * (count + 1))
        step = (last - first) // (count + 1)
        is_whole = len(left) < reach and len(right) < reach
        if step > _NARROW or is_whole:
            break
        reach *= 4
    left.reverse()
    settled = [
        [_stored(connection, entity, record_id) for _, record_id in side] for side in (left, right)
    ]
    for _, record_id in (*left, *right):
        remove(connection, record_id)
    return first, step, [*settled[0], *rows, *settled[1]]


def _stored(connection: Connection, entity: str, record_id: str) -> Indexed:
    """What the index keeps of a record, from its derived columns."""
    found = connection.execute(
        f'SELECT id, sort_key, search_text, archived_on FROM "{entity}" WHERE id = ?', (record_id,)
    ).fetchone()
    return indexed(*found)


def indexed(
    record_id: str, key: bytes | None, text: str | None, archived_on: str | None
) -> Indexed:
    """What the index keeps of a record, of its stored order and texts."""
    name, _, rest = (text or "").partition("\n")
    return Indexed(record_id, key or b"", name, rest, bool(archived_on))
