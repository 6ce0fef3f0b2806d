"""Entries of the change log as the merge sees them: headers that know of each other, operations.

A header knows all that its computer knew when it was written: the headers before it in its own
stream, and of every other stream those up to a number (its *version vector*). So entry *a*
happened before entry *b* exactly when *b* knows *a*; clocks only decide what is shown of several
values that did not know of each other.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from app.db.connection import Connection
from app.sync.projection import project


@dataclass(frozen=True, slots=True)
class Header:
    """One transaction: its stream and number there, its clock, what its computer knew then.

    `known` gives for each other stream the number of the last header that was known.
    """

    replica: str
    seq: int
    clock: int
    known: Mapping[str, int] = field(default_factory=dict)

    def knows(self, other: Header) -> bool:
        """Whether it was written after `other`, and by somebody who had it; not of itself."""
        if other.replica == self.replica:
            return other.seq < self.seq
        return self.known.get(other.replica, 0) >= other.seq

    @property
    def stamp(self) -> tuple[int, str, int]:
        """The order in which values that did not know of each other are shown: the last wins."""
        return self.clock, self.replica, self.seq


@dataclass(frozen=True, slots=True)
class Operation:
    """What a header did to one row; `n` is its number within the header.

    `data` are, by `kind`: of `insert` the row, of `set` a pair (old, new) for each field, of
    `erase` None where the row went for good, else under `values` what its fields became. Of a
    `delete` and a `touch` they do not matter.
    """

    header: Header
    n: int
    kind: str
    data: Mapping[str, Any] | None = None

    def covers(self, other: Operation) -> bool:
        """Whether it was written by somebody who knew the other one."""
        mine, theirs = self.header, other.header
        if mine.replica == theirs.replica:
            return (mine.seq, self.n) > (theirs.seq, other.n)
        return mine.knows(theirs)


class Vectors:
    """What the headers of a log knew: each stores its version vector only when it changed."""

    def __init__(self, connection: Connection) -> None:
        self._seqs: dict[str, list[int]] = defaultdict(list)
        self._known: dict[str, list[Mapping[str, int]]] = defaultdict(list)
        for replica, seq, vector in connection.execute(
            "SELECT replica, seq, vector FROM log_header WHERE vector IS NOT NULL"
            " ORDER BY replica, seq"
        ).fetchall():
            self._seqs[replica].append(seq)
            self._known[replica].append(json.loads(vector))

    def of(self, replica: str, seq: int) -> Mapping[str, int]:
        """What a header knew of the other streams."""
        place = bisect_right(self._seqs[replica], seq)
        return self._known[replica][place - 1] if place else {}

    def header(self, replica: str, seq: int, clock: int) -> Header:
        """A header with what it knew."""
        return Header(replica, seq, clock, self.of(replica, seq))


def rows(connection: Connection, vectors: Vectors) -> Iterator[tuple[str, str, list[Operation]]]:
    """The operations of each row of the log (table, id), as the present schema has them.

    One row after another is read; nothing is kept.
    """
    read = connection.execute(
        # Along the index of row ids: the operations of a row come together, and none is sorted.
        "SELECT o.row_id, o.table_name, h.replica, h.seq, h.clock, h.schema, o.n, o.kind, o.data"
        " FROM log_operation o INDEXED BY ix_log_operation_row"
        " CROSS JOIN log_header h ON h.id = o.header ORDER BY o.row_id, o.id"
    )
    for row_id, group in groupby(read, itemgetter(0)):
        found: dict[str, list[Operation]] = {}
        for _, table, replica, seq, clock, schema, n, kind, data in group:
            values = json.loads(data) if data is not None else None
            if (target := project(schema, table, kind, values)) is not None:
                name, values = target
                header = vectors.header(replica, seq, clock)
                found.setdefault(name, []).append(Operation(header, n, kind, values))
        for name, operations in found.items():
            yield name, row_id, operations
