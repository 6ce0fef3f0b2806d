"""Takes values out of the tables and out of the change log, for good (GDPR, Art. 17).

The salted digest of an operation stays when its data and its salt go, so the chain of hashes
still holds. The triggers are silent meanwhile: for each row an `erase` operation says that it was
erased, or which of its columns were, never what stood there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from app.db.connection import Connection
from app.db.statements import delete, update

Change = Callable[[Any], Any]
"""What becomes of a value of a column, in the row and in its history alike."""


def emptied(_value: Any) -> None:
    """The change of a column that is emptied."""


class Eraser:
    """Erases within the transaction of `header`; to be used as a context."""

    def __init__(self, connection: Connection, header: str) -> None:
        self.connection = connection
        self.header = header
        self.headers: set[str] = set()
        """The transactions from whose operations something was taken."""

    def __enter__(self) -> Eraser:
        self.connection.execute("UPDATE log_state SET silent = 1")
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.execute("UPDATE log_state SET silent = 0")

    def row(self, table: str, row_id: str, owner_id: str) -> None:
        """Erase a row with all that the log knows of it; it may be gone already."""
        found = self.connection.execute(
            "SELECT DISTINCT header FROM log_operation WHERE row_id = ? AND table_name = ?",
            (row_id, table),
        ).fetchall()
        self.headers.update(header for (header,) in found)
        self.connection.execute(
            "UPDATE log_operation SET data = NULL, salt = NULL"
            " WHERE row_id = ? AND table_name = ? AND kind <> 'erase'",
            (row_id, table),
        )
        if delete(self.connection, table, row_id):
            self._record(table, row_id, owner_id, None)

    def values(self, table: str, row_id: str, owner_id: str, changes: Mapping[str, Change]) -> None:
        """Change values of a row, and what the log knows of these columns, in the same way."""
        self._rewrite_log(table, row_id, changes)
        columns = ", ".join(f'"{name}"' for name in changes)
        row = self.connection.execute(
            f'SELECT {columns} FROM "{table}" WHERE id = ?', (row_id,)
        ).fetchone()
        if row is None:
            return
        new = {
            name: changed
            for name, old in zip(changes, row, strict=True)
            if (changed := changes[name](old)) != old
        }
        if not new:
            return
        update(self.connection, table, row_id, new)
        self._record(table, row_id, owner_id, json.dumps(sorted(new)))

    def _rewrite_log(self, table: str, row_id: str, changes: Mapping[str, Change]) -> None:
        for key, header, kind, data in self.connection.execute(
            "SELECT id, header, kind, data FROM log_operation WHERE row_id = ? AND table_name = ?"
            " AND kind <> 'erase' AND data IS NOT NULL",
            (row_id, table),
        ).fetchall():
            old = json.loads(data)
            new = rewritten(kind, old, changes)
            if new == old:
                continue
            self.headers.add(header)
            self.connection.execute(
                # An operation of this very transaction has no digest yet.
                "UPDATE log_operation SET data = ?, salt = CASE WHEN header = ? THEN salt END"
                " WHERE id = ?",
                (json.dumps(new, ensure_ascii=False), self.header, key),
            )

    def label(self, header: str, change: Change) -> None:
        """Change the label of a transaction, which may name a record."""
        (label,) = self.connection.execute(
            "SELECT label FROM log_header WHERE id = ?", (header,)
        ).fetchone()
        new = change(label or "")
        if new != (label or ""):
            update(self.connection, "log_header", header, {"label": new, "salt": None})

    def _record(self, table: str, row_id: str, owner_id: str, data: str | None) -> None:
        self.connection.execute(
            "INSERT INTO log_operation (header, table_name, row_id, owner_id, kind, data, salt)"
            " VALUES (?, ?, ?, ?, 'erase', ?, lower(hex(randomblob(16))))",
            (self.header, table, row_id, owner_id, data),
        )


def rewritten(kind: str, data: dict[str, Any], changes: Mapping[str, Change]) -> dict[str, Any]:
    """The data of an operation after `changes`; what does not change any more is left out."""
    if kind != "set":
        return {
            name: changes[name](value) if name in changes else value for name, value in data.items()
        }
    found = {}
    for name, (old, new) in data.items():
        pair = [changes[name](old), changes[name](new)] if name in changes else [old, new]
        if pair[0] != pair[1]:
            found[name] = pair
    return found
