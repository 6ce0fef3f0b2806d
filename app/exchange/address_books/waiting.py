"""New rows of an import, which wait to be written in the order of their ids.

The ids of imported rows follow from their source, so the rows come in any order. Written as they
come, each touches another page of every index, and of a large import every page is encrypted and
written again by each transaction. Written in the order of their ids, each page is written once.
Until then they are kept packed: a hundred thousand cards take some fifty megabytes.
"""

from __future__ import annotations

import marshal
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from operator import itemgetter
from typing import Any, NamedTuple

_ORDER = (
    "area", "tag", "organisation", "person", "contact_point", "address", "position",
    "contact_area", "tag_link", "language_link", "interaction", "external_id",
)  # fmt: skip
"""The tables in which rows wait; what others refer to comes first."""

_FIRST, _NEXT, _OWN = range(3)
"""Rows to which all others refer; organisations that are part of others, in the order of their
cards (a body above stands before its parts); records with all that belongs to them."""
_BITS = 7  # of a record's id, which say in which stretch its rows are kept

Columns = tuple[str, ...]
Row = tuple[Any, ...]
Key = tuple[str, Columns]
Stretch = tuple[int, int]


class Rows(NamedTuple):
    """Rows of one table with the same columns, the id first; in the order of their ids."""

    table: str
    columns: Columns
    rows: list[Row]


class Waiting:
    """The rows that wait; those that came last are not packed yet."""

    def __init__(self) -> None:
        self._fresh: dict[Stretch, dict[Key, list[Row]]] = {}
        self._packed: dict[Stretch, list[bytes]] = defaultdict(list)
        self._counts: dict[Stretch, int] = defaultdict(int)
        self._rows = 0  # since nothing waited
        self._left = 0
        self.size = 0
        """The bytes of what is packed."""

    def __bool__(self) -> bool:
        return bool(self._fresh or self._packed)

    @property
    def is_packed(self) -> bool:
        """Whether so much waits that it was packed."""
        return bool(self._packed)

    @property
    def share(self) -> float:
        """How much of what came since nothing waited is still here, from 0 to 1."""
        return self._left / self._rows if self._rows else 0.0

    def add(self, table: str, columns: Columns, row: Row, owner_id: str, *, last: bool) -> None:
        """Take in a row that belongs to a record, or is one; `last` is one that is part of others
        of its kind."""
        if table in _ORDER[:3]:
            part = _NEXT if last else _FIRST
            stretch = (part, 0) if last else (part, _stretch(row[0]))
        else:
            stretch = (_OWN, _stretch(owner_id))
        rows = self._fresh.get(stretch)
        if rows is None:
            rows = self._fresh[stretch] = {}
        listed = rows.get((table, columns))
        if listed is None:
            listed = rows[table, columns] = []
        listed.append(row)
        self._counts[stretch] += 1
        self._rows += 1
        self._left += 1

    def pack(self) -> None:
        """Pack what came since it was done last."""
        for stretch, rows in self._fresh.items():
            packed = zlib.compress(marshal.dumps(rows), 1)
            self.size += len(packed)
            self._packed[stretch].append(packed)
        self._fresh = {}

    def take(
        self, most: int | None = None, is_enough: Callable[[], bool] = lambda: False
    ) -> Iterator[Rows]:
        """Give up rows, about as many as `most`, in an order in which they can be written.

        Between two stretches it is asked whether that is enough.
        """
        given = 0
        for stretch in sorted({*self._fresh, *self._packed}):
            if given and most is not None and (given >= most or is_enough()):
                return
            count = self._counts.pop(stretch)
            given += count
            self._left -= count
            yield from self._sorted(stretch)
        if not self._left:
            self._rows = 0

    def find(self, table: str, row_id: str) -> dict[str, Any] | None:
        """A row of a record that waits, by the names of its columns."""
        for part in (_OWN, _FIRST):
            for rows in self._all((part, _stretch(row_id))):
                for (name, columns), listed in rows.items():
                    for row in listed if name == table else ():
                        if row[0] == row_id:
                            return dict(zip(columns, row, strict=True))
        return None

    def _all(self, stretch: Stretch) -> Iterator[dict[Key, list[Row]]]:
        for packed in self._packed.get(stretch, ()):
            yield marshal.loads(zlib.decompress(packed))  # noqa: S302  packed by this process
        if stretch in self._fresh:
            yield self._fresh[stretch]

    def _sorted(self, stretch: Stretch) -> Iterator[Rows]:
        found: dict[Key, list[Row]] = {}
        for rows in self._all(stretch):
            for key, listed in rows.items():
                found.setdefault(key, []).extend(listed)
        self._fresh.pop(stretch, None)
        self.size -= sum(map(len, self._packed.pop(stretch, ())))
        for (table, columns), listed in sorted(found.items(), key=lambda item: _rank(item[0])):
            if stretch[0] != _NEXT:
                listed.sort(key=itemgetter(0))
            yield Rows(table, columns, listed)


def _stretch(row_id: str) -> int:
    """Which of the stretches an id lies in, along the order of ids."""
    return int(row_id[:2], 16) >> (8 - _BITS)


def _rank(key: Key) -> tuple[int, Columns]:
    return _ORDER.index(key[0]), key[1]
