"""The check of what follows from the data: stored order and texts, places, the search index.

Nothing of it is lost when it is wrong: `repair` makes it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from app.db import derived, search_index
from app.db.connection import Connection, driver
from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.fields import Entity
from app.i18n import N_
from app.progress import Progress
from app.services.care.findings import Finding

WRONG_COLUMNS = N_(
    "Rows of “{table}” whose stored order or text does not follow from them: {count}"
)
WRONG_PLACES = N_(
    "Records of “{table}” without a place in the search index, or in a wrong one: {count}"
)
WRONG_TEXTS = N_("Records of “{table}” that are found by other words than theirs: {count}")
LEFT_BEHIND = N_("Places in the search index to which no record belongs: {count}")
DAMAGED = N_("The search index is damaged: {detail}")

_OFTEN = 2_000  # rows between two words about the progress


def is_of_the_index(detail: str) -> bool:
    """Whether a line of SQLite's integrity check is about the search index."""
    return "fts5" in detail.lower()


def damaged(detail: str) -> Finding:
    """The finding that the search index cannot be read as it should."""
    return Finding(DAMAGED, {"detail": detail}, True)


def check(connection: Connection, told: Progress) -> list[Finding]:
    """What does not follow from the data as it should; `told` counts rows and may raise."""
    count = sum(
        connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in ENTITIES
    )
    expected = driver.connect(":memory:", isolation_level=None)
    try:
        search_index.create_empty(expected)
        found = _check_columns(connection, expected, lambda done: told(done, count))
        found += _check_places(connection)
        try:
            found += _check_texts(connection, expected, lambda: told(count, count))
        except driver.DatabaseError as error:
            found.append(damaged(str(error)))
        return found
    finally:
        expected.close()


def repair(store: Store, told: Progress) -> None:
    """Make everything anew that follows from the data. One transaction; `told` may raise."""
    with store.keeping() as connection:
        search_index.create(connection)
        derived.rebuild(connection, told)


def _check_columns(
    connection: Connection, expected: Connection, told: Callable[[int], None]
) -> list[Finding]:
    """Compare the derived columns; fills the index `expected` with what should be found where."""
    found = []
    done = 0
    for entity in ENTITIES.values():
        wrong = 0
        for place, texts, is_right in _rows(connection, entity):
            if done % _OFTEN == 0:
                told(done)
            done += 1
            wrong += not is_right
            if place is not None:
                expected.execute(
                    "INSERT INTO search (rowid, name, rest) VALUES (?, ?, ?)",
                    (place, texts.name, texts.rest),
                )
        if wrong:
            found.append(Finding(WRONG_COLUMNS, {"table": entity.name, "count": wrong}, True))
    return found


def _rows(
    connection: Connection, entity: Entity
) -> Iterator[tuple[int | None, search_index.Indexed, bool]]:
    """Each row: its place, what the index should keep of it, whether its columns are right."""
    for (row_id,) in connection.execute(f'SELECT id FROM "{entity.name}"').fetchall():
        computed = derived.compute(connection, entity, row_id)
        assert computed
        place = None
        if search_index.is_indexed(entity.name):
            row = connection.execute(
                "SELECT id FROM search_place WHERE record_id = ?", (row_id,)
            ).fetchone()
            place = row[0] if row else None
        is_right = derived.stored(connection, entity, computed) == computed.values
        yield place, computed.indexed, is_right


def _check_places(connection: Connection) -> list[Finding]:
    found = []
    known = 0
    for entity in RECORDS:
        placed = wrong = 0
        for scope, archived in (("current", "NULL"), ("archive", "NOT NULL")):
            before: tuple[bytes, str] = (b"", "")
            for key, record_id in connection.execute(
                f'SELECT r.sort_key, r.id FROM search_place p JOIN "{entity.name}" r'
                " ON r.id = p.record_id WHERE p.id BETWEEN ? AND ? AND p.entity = ?"
                f" AND r.archived_on IS {archived} ORDER BY p.id",
                (*search_index.span(entity.name, scope), entity.name),
            ):
                rank = (key or b"", record_id)
                placed += 1
                wrong += rank < before
                before = rank
        (count,) = connection.execute(f'SELECT count(*) FROM "{entity.name}"').fetchone()
        (with_place,) = connection.execute(
            f'SELECT count(*) FROM search_place WHERE record_id IN (SELECT id FROM "{entity.name}")'
        ).fetchone()
        known += with_place
        wrong += count - placed
        if wrong:
            found.append(Finding(WRONG_PLACES, {"table": entity.name, "count": wrong}, True))
    (places,) = connection.execute("SELECT count(*) FROM search_place").fetchone()
    if places > known:
        found.append(Finding(LEFT_BEHIND, {"count": places - known}, True))
    return found


def _check_texts(
    connection: Connection, expected: Connection, told: Callable[[], None]
) -> list[Finding]:
    """Compare the words of the index, where each stands, with those of the index `expected`."""
    wrong: set[int] = set()
    for here, there in ((connection, expected), (expected, connection)):
        rows = {place for (place,) in here.execute("SELECT rowid FROM search")}
        wrong |= rows - {place for (place,) in there.execute("SELECT rowid FROM search")}
    for connected in (connection, expected):
        connected.execute("DROP TABLE IF EXISTS temp.words")
        connected.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)")
    try:
        prefixes: dict[str, None] = {}
        for number, (place, term, is_equal) in enumerate(_compared(connection, expected)):
            if number % _OFTEN == 0:
                told()
            if not is_equal:
                wrong.add(place)
            prefixes.update((term[:length], None) for length in search_index.PREFIXES)
    finally:
        for connected in (connection, expected):
            connected.execute("DROP TABLE IF EXISTS temp.words")
    # The index of beginnings is one of its own: each of them is asked for.
    for number, prefix in enumerate(prefixes):
        if number % _OFTEN == 0:
            told()
        hits = [
            connected.execute(
                "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid", (f'"{prefix}"*',)
            ).fetchall()
            for connected in (connection, expected)
        ]
        if hits[0] != hits[1]:
            wrong.update(place for (place,) in set(hits[0]) ^ set(hits[1]))
    return _named(connection, wrong)


class _Word(NamedTuple):
    """A word in the index, in the order in which FTS5 lists them."""

    term: str
    place: int
    column: str
    offset: int


def _compared(connection: Connection, expected: Connection) -> Iterator[tuple[int, str, bool]]:
    """Each word of either index: its place, itself, whether both indexes have it there."""
    words = "SELECT term, doc, col, offset FROM temp.words"
    ours, theirs = (map(_Word._make, each.execute(words)) for each in (connection, expected))
    mine, other = next(ours, None), next(theirs, None)
    while mine or other:
        if mine == other:
            assert mine
            yield mine.place, mine.term, True
            mine, other = next(ours, None), next(theirs, None)
        elif other is None or (mine is not None and mine < other):
            assert mine
            yield mine.place, mine.term, False
            mine = next(ours, None)
        else:
            yield other.place, other.term, False
            other = next(theirs, None)


def _named(connection: Connection, wrong: set[int]) -> list[Finding]:
    """The findings about places whose words are wrong."""
    counts: dict[str, int] = {}
    lost = 0
    for place in wrong:
        row = connection.execute(
            "SELECT entity FROM search_place WHERE id = ?", (place,)
        ).fetchone()
        if row:
            counts[row[0]] = counts.get(row[0], 0) + 1
        else:
            lost += 1
    found = [
        Finding(WRONG_TEXTS, {"table": name, "count": count}, True)
        for name, count in sorted(counts.items())
    ]
    return found + ([Finding(LEFT_BEHIND, {"count": lost}, True)] if lost else [])
