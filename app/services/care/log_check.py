"""The check of the change log: its chain, and that the tables are what a replay of it gives.

The replay is the merge (`app.sync.merging`), row by row along the log's index: nothing is copied
to a file, and a long log needs no more memory than a short one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from app.db.connection import Connection
from app.db.erasing import LABELS
from app.db.log import (
    header_hash,
    label_digest,
    logged_columns,
    logged_tables,
    operation_digest_1,
)
from app.db.recording import operation_digest
from app.db.statements import quoted
from app.i18n import N_
from app.services.care.findings import Finding
from app.sync.entries import Header, Vectors, rows
from app.sync.merging import State, merge

ALTERED = N_("The change log was altered at {header}.")
NOT_AS_LOGGED = N_("The table “{table}” is not what its history says.")

Told = Callable[[], None]
_STEP = 1000  # headers or rows between two looks at whether it was cancelled


def check(connection: Connection, told: Told = lambda: None) -> list[Finding]:
    """What is wrong with the log, or with the tables that should follow from it.

    `told` is called now and then; it may raise to give up.
    """
    return [
        *_check_streams(connection),
        *_check_hashes(connection, told),
        *_check_replay(connection, told),
    ]


def _check_streams(connection: Connection) -> list[Finding]:
    found = connection.execute(
        "SELECT replica, count(*), max(seq), min(seq) FROM log_header GROUP BY replica"
    ).fetchall()
    return [
        Finding(N_("The change log of {replica} has gaps."), {"replica": replica})
        for replica, count, last, first in found
        if first != 1 or count != last
    ]


def _check_hashes(connection: Connection, told: Told) -> list[Finding]:
    found = []
    erased = _Erased(connection)
    replica, last = "", ""
    for number, (header, format_, stream, seq, previous, stored, label, salt, said) in enumerate(
        connection.execute(
            "SELECT id, format, replica, seq, previous, hash, label, salt, label_digest"
            " FROM log_header ORDER BY replica, seq"
        )
    ):
        if number % _STEP == 0:
            told()
        if stream != replica:
            replica, last = stream, ""
        sound = header == f"{stream}:{seq}" and previous == last
        if salt is None:  # of what was erased only the digest is left
            sound &= erased.explains_label(header, label)
        else:
            sound &= said == label_digest(label, salt)
        digests = []
        for n, (stored_n, table, row_id, owner, kind, data, key, digest) in enumerate(
            connection.execute(
                "SELECT n, table_name, row_id, owner_id, kind, data, salt, digest"
                " FROM log_operation WHERE header = ? ORDER BY id",
                (header,),
            ),
            start=1,
        ):
            digests.append(digest)
            sound &= n == stored_n
            if key is None:
                sound &= erased.explains(header, n, table, row_id, data)
            elif (format_ or 1) == 1:
                sound &= digest == operation_digest_1(table, row_id, kind, data, key)
            else:
                sound &= digest == operation_digest(n, table, row_id, owner, kind, data, key)
        sound &= stored == header_hash(connection, header, digests)
        last = stored
        if not sound:
            found.append(Finding(ALTERED, {"header": header}))
    return found


class _Erased:
    """What the erasures in the log say: only that may have lost its salt, and is what they say."""

    def __init__(self, connection: Connection) -> None:
        self._vectors = Vectors(connection)
        self._rows: set[tuple[str, str]] = set()
        self._left: dict[tuple[str, int], Any] = {}
        self._labels: dict[str, str] = {}
        self._columns: dict[tuple[str, str], list[tuple[Header, set[str]]]] = {}
        for replica, seq, clock, table, row_id, data in connection.execute(
            "SELECT h.replica, h.seq, h.clock, o.table_name, o.row_id, o.data"
            " FROM log_operation o INDEXED BY ix_log_operation_erase"
            " JOIN log_header h ON h.id = o.header WHERE o.kind = 'erase'"
            " ORDER BY h.clock, h.replica, h.seq, o.n"  # what is said last holds
        ).fetchall():
            if data is None:
                self._rows.add((table, row_id))
                continue
            said = json.loads(data)
            if isinstance(said, list):  # until schema 3: columns alone, said anew since
                continue
            self._left.update({(header, n): left for header, n, left in said["log"]})
            if table == LABELS:
                self._labels[row_id] = said["values"]["label"]
            else:
                known = self._vectors.header(replica, seq, clock), set(said["values"])
                self._columns.setdefault((table, row_id), []).append(known)

    def explains_label(self, header: str, label: str | None) -> bool:
        """Whether a label is what an erasure left of it."""
        return header in self._labels and self._labels[header] == label

    def explains(self, header: str, n: int, table: str, row_id: str, data: str | None) -> bool:
        """Whether the data of an operation are what an erasure left of them."""
        if (table, row_id) in self._rows:
            return data is None
        left = json.loads(data) if data is not None else None
        if (header, n) in self._left:
            return bool(self._left[header, n] == left)
        # What an erasure did not know has lost the columns that it named.
        replica, _, seq = header.rpartition(":")
        its = Header(replica, int(seq), 0)
        return any(
            not erasure.knows(its) and erasure.replica != replica and not columns & set(left or ())
            for erasure, columns in self._columns.get((table, row_id), ())
        )


def _check_replay(connection: Connection, told: Told) -> list[Finding]:
    """Compare each row with what its history gives, and count that there are no others."""
    from app.db.tables import Base

    columns = {table.name: logged_columns(table) for table in logged_tables(Base.metadata)}
    selects = {
        name: f"SELECT {', '.join(map(quoted, listed))} FROM {quoted(name)} WHERE id = ?"
        for name, listed in columns.items()
    }
    wrong: set[str] = set()
    counts: Counter[str] = Counter()
    for number, (table, row_id, state) in enumerate(_states(connection)):
        if number % _STEP == 0:
            told()
        if table not in columns:
            continue
        stored = connection.execute(selects[table], (row_id,)).fetchone()
        if not state.lives:
            if stored is not None:
                wrong.add(table)
            continue
        counts[table] += 1
        if stored != tuple(state.fields.get(name) for name in columns[table]):
            wrong.add(table)
    for table in columns:
        (count,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        if count != counts[table]:
            wrong.add(table)
    return [Finding(NOT_AS_LOGGED, {"table": table}) for table in columns if table in wrong]


def _states(connection: Connection) -> Iterator[tuple[str, str, State]]:
    for table, row_id, operations in rows(connection, Vectors(connection)):
        yield table, row_id, merge(operations)
