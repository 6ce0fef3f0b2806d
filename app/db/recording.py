"""What the triggers of the change log ask their connection, and the digest of an operation.

The triggers (`app.db.log`) tell each operation to the connection and get from it what they append:
its number within the header, its salt and its digest. So nothing of the log is read or written a
second time when a transaction ends.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _hashlib import HASH

    from app.db.connection import Connection

FORMAT = 2
"""The format in which digests and hashes are made now."""


Operation = tuple[str, str, str]
"""What is kept of an operation until its header is closed: its table, its row, its digest."""


def operation_digest(
    n: int, table: str, row_id: str, owner_id: str | None, kind: str, data: str | None, salt: str
) -> str:
    """SHA-256 over the salted operation; it stays when a value and its salt are erased.

    `n` is its number within the header, from 1.
    """
    owner = owner_id or ""
    # Lengths stand before what may hold any sign: no two operations give one text.
    text = (
        f"{FORMAT}\x1f{salt}\x1f{n}\x1f{table}\x1f{kind}\x1f{len(row_id)}\x1f{row_id}"
        f"\x1f{len(owner)}\x1f{owner}\x1f{data or ''}"
    )
    return sha256()(text.encode()).hexdigest()


@cache
def sha256() -> Callable[[bytes], HASH]:
    """What makes digests. The first change loads OpenSSL for it: 3 MB that a list does without."""
    import hashlib

    return hashlib.sha256


def random_text() -> str:
    """A random number of 128 bits, as 32 digits."""
    return os.urandom(16).hex()


def _fresh_salts(needed: int) -> Iterator[str]:
    """Some salts, drawn at once: a few for a small transaction, more for one that has many."""
    drawn = os.urandom(16 * min(needed + 8, 256)).hex()
    return iter([drawn[at : at + 32] for at in range(0, len(drawn), 32)])


class Recording:
    """What the triggers of the change log ask their connection; it is never stored.

    `header` is the log header under which is being written, None outside a transaction: a write
    is refused then. While `silent`, nothing is logged (what is written has its place in the log
    already). `referred` are the rows (table, id) to which references were made under the header,
    `operations` what was appended, in its order. `takes` are the tables of rows that were changed
    or deleted, `deletes` those of deleted ones. `label` says what is done; it is stored when the
    header is closed, and `covered` is what its hash covers besides.
    Where `is_unsure`, the log may hold other operations than these. `settled` are the rows of
    which an earlier header of the same batch says that they are needed. `before` is the last
    operation that the log held. `last` gives the number (0), salt (1) or digest (2) of the
    operation that was just taken in; the triggers ask it of each.
    """

    __slots__ = (
        "_last", "_salts", "batch", "before", "count", "covered", "deletes", "header",
        "is_unsure", "label", "last", "operations", "referred", "settled", "silent", "takes",
    )  # fmt: skip

    def __init__(self) -> None:
        self.header: str | None = None
        self.before = 0
        self.batch: str | None = None
        self.settled: set[tuple[str, str]] = set()
        self.silent = False
        self.referred: set[tuple[str, str]] = set()
        self.operations: list[Operation] = []
        self.takes: set[str] = set()
        self.deletes: set[str] = set()
        self.label: str | None = None
        self.covered: list[object] = []
        self.count: int | None = None  # of the operations in the log, once it was asked for
        self.is_unsure = False
        self._last: list[int | str] = []
        self.last = self._last.__getitem__
        self._salts: Iterator[str] = iter(())

    def begin(
        self,
        header: str,
        batch: str | None,
        label: str | None,
        covered: list[object],
        before: int,
    ) -> None:
        """Write under a header from now on; `before` is the last operation that is there."""
        self.header, self.label, self.covered, self.before = header, label, covered, before
        if batch != self.batch:
            self.batch = batch
            self.settled.clear()

    def name(self, connection: Connection, title: str) -> None:
        """Say what the transaction is about, beside the message id of what it does."""
        message = str(self.label).partition("\n")[0]
        self.label = f"{message}\n{title}"
        if self.is_unsure:  # an erasure reads and writes what is stored
            self.store_label(connection)

    def store_label(self, connection: Connection) -> None:
        """Write the label into the header that is being written."""
        connection.execute(
            "UPDATE log_header SET label = ? WHERE id = ?", (self.label, self.header)
        )

    def refer(self, *targets: str | None) -> None:
        """Take in references: a table and an id in turn, without an id where there is none."""
        for at in range(0, len(targets), 2):
            table, row_id = targets[at : at + 2]
            if table and row_id:
                self.referred.add((table, row_id))

    def append(
        self,
        kind: str,
        table: str,
        row_id: str,
        owner_id: str | None,
        data: str | None,
        *targets: str | None,
    ) -> str | None:
        """Take in an operation, with the references that it made; gives its data."""
        if targets:
            self.refer(*targets)
        if kind != "insert":
            self.takes.add(table)
            if kind == "delete":
                self.deletes.add(table)
        self.count = None
        salt = next(self._salts, None)
        if salt is None:
            self._salts = _fresh_salts(len(self.operations))
            salt = next(self._salts)
        n = len(self.operations) + 1
        digest = operation_digest(n, table, row_id, owner_id, kind, data, salt)
        self.operations.append((table, row_id, digest))
        self._last[:] = n, salt, digest
        return data

    def end(self) -> None:
        """Forget the header: the next write needs one of its own."""
        self.header = None
        self.silent = False
        self.referred.clear()
        self.operations = []
        self.takes = set()
        self.deletes = set()
        self.label = None
        self.covered = []
        self.count = None
        self.is_unsure = False
        self._last.clear()


@contextlib.contextmanager
def silenced(connection: Connection) -> Iterator[None]:
    """The triggers log nothing in this block: what is written stands in the log otherwise."""
    before = connection.recording.silent
    connection.recording.silent = True
    try:
        yield
    finally:
        connection.recording.silent = before
