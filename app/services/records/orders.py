"""The order of a list by a column that has none stored: made once, then kept.

Making it reads the whole list (decision 9), so the window has it made in a thread; its pages are
read by the ids that the order holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.db.connection import Connection, driver
from app.db.store import Store
from app.services.records.query import Key, ListQuery

_STEPS = 20_000  # of SQLite's machine between two looks at whether the order is still wanted


@dataclass(frozen=True, slots=True)
class Order:
    """The ids of a list in its order; the first `filled` have something in the column."""

    ids: list[str]
    filled: int

    def turned(self) -> Order:
        """The same the other way round; empty cells stay last."""
        ids, filled = self.ids, self.filled
        return Order(ids[:filled][::-1] + ids[filled:][::-1], filled)


def made(
    store: Store, query: ListQuery, stopped: Callable[[], bool] = lambda: False
) -> Order | None:
    """The order of a list; None when it was `stopped` meanwhile. Belongs into a thread."""
    with store.reading() as connection:
        connection.set_progress_handler(stopped, _STEPS)
        try:
            return read(connection, query)
        except driver.OperationalError:
            if stopped():
                return None
            raise
        finally:
            connection.set_progress_handler(None, 0)


def read(connection: Connection, query: ListQuery) -> Order:
    """The order of a list, read as a whole."""
    empty = query.empty_key
    ids: list[str] = []
    filled = 0
    for key, record_id in query.keys(connection):
        ids.append(record_id)
        filled += key != empty
    return Order(ids, filled)


def changed(
    connection: Connection, order: Order, query: ListQuery, touched: Iterable[str]
) -> Order:
    """The order after some records were changed, added or removed: only those take another place.

    Whether a filter or a search shows them now is not asked, which may read the whole list: those
    that were not shown stay away until the order is made anew.
    """
    moved = set(touched)
    known = moved.intersection(order.ids)
    ids = [record_id for record_id in order.ids if record_id not in moved]
    filled = order.filled - sum(record_id in moved for record_id in order.ids[: order.filled])
    is_narrowed = bool(query.text or query.filters or query.without)
    for record_id in sorted(moved):
        key = query.key_of(connection, record_id)
        shown = record_id in known if is_narrowed else query.holds(connection, record_id)
        if key is not None and shown:
            ids.insert(_place(connection, query, ids, key), record_id)
            filled += key[0] != query.empty_key
    return Order(ids, filled)


def _place(connection: Connection, query: ListQuery, ids: list[str], key: Key) -> int:
    """Where a key belongs in an order, found by halving."""
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        other = query.key_of(connection, ids[middle])
        is_before = other is None or (other > key if query.descending else other < key)
        low, high = (middle + 1, high) if is_before else (low, middle)
    return low


def version(connection: Connection) -> int:
    """A number that is another one when somebody else has written to the database since."""
    (number,) = connection.execute("PRAGMA data_version").fetchone()
    return int(number)
