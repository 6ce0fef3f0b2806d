"""Takes values out of the tables and out of the change log, for good (GDPR, Art. 17).

The salted digest of an operation stays when its data and its salt go, so the chain of hashes
still holds. The triggers are silent meanwhile: `erase` operations say what was done, never what
stood there. From them another computer makes the same remaining text (`follow`), and a check
knows that what lost its salt was erased and not forged. An `erase` operation names a table and a
row, be the row still there or not; its data are

- empty, where the row went with all that the log knew of it;
- or ``{"values": {column: what it is now}, "log": [[header, number, data that are left]]}``: the
  columns that changed in the row, and the operations of which something was taken.

A label that changed is the column `label` of a row of `log_header`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.db.connection import Connection, silenced
from app.db.statements import delete, row, update

Change = Callable[[Any], Any]
"""What becomes of a value of a column, in the row and in its history alike."""

Left = list[Any]
"""A header, the number of an operation in it, and what is left of its data."""

LABELS = "log_header"


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
        self.connection.recording.silent = True
        self.connection.recording.store_label(self.connection)
        self.connection.recording.is_unsure = True  # operations are written and emptied here
        return self

    def __exit__(self, *_error: object) -> None:
        self.connection.recording.silent = False

    def row(self, table: str, row_id: str, owner_id: str) -> None:
        """Erase a row with all that the log knows of it; it may be gone already."""
        known = is_erased(self.connection, table, row_id)
        found = self.connection.execute(
            "SELECT DISTINCT header FROM log_operation WHERE row_id = ? AND table_name = ?",
            (row_id, table),
        ).fetchall()
        self.headers.update(header for (header,) in found)
        _blank(self.connection, table, row_id)
        if delete(self.connection, table, row_id) or not known:
            self.record(table, row_id, owner_id, None)

    def values(self, table: str, row_id: str, owner_id: str, changes: Mapping[str, Change]) -> None:
        """Change values of a row, and what the log knows of these columns, in the same way."""
        now = row(self.connection, table, row_id) or self._last(table, row_id)
        new = {
            name: changed
            for name, change in changes.items()
            if (changed := change(now.get(name))) != now.get(name)
        }
        left = self._rewrite_log(table, row_id, changes)
        if new:
            update(self.connection, table, row_id, new)
        if new or left:
            self.record(table, row_id, owner_id, {"values": new, "log": left})

    def history(
        self, table: str, row_id: str, owner_id: str, changes: Mapping[str, Change]
    ) -> None:
        """Change what the log knows of columns that are derived today."""
        if left := self._rewrite_log(table, row_id, changes):
            self.record(table, row_id, owner_id, {"values": {}, "log": left})

    def _last(self, table: str, row_id: str) -> dict[str, Any]:
        """What the log knows of a row that is gone."""
        found: dict[str, Any] = {}
        for kind, data in self.connection.execute(
            "SELECT kind, data FROM log_operation WHERE row_id = ? AND table_name = ?"
            " AND kind IN ('insert', 'set', 'delete') AND data IS NOT NULL ORDER BY id",
            (row_id, table),
        ).fetchall():
            values = json.loads(data)
            found |= {name: pair[1] for name, pair in values.items()} if kind == "set" else values
        return found

    def _rewrite_log(self, table: str, row_id: str, changes: Mapping[str, Change]) -> list[Left]:
        """Change what the log knows of a row; gives the operations of which something was taken."""
        left: list[Left] = []
        # Erasures come last: what they said to be left of an operation may be less now.
        for key, header, n, kind, data in self.connection.execute(
            "SELECT id, header, n, kind, data FROM log_operation WHERE row_id = ?"
            " AND table_name = ? AND data IS NOT NULL ORDER BY kind = 'erase', id",
            (row_id, table),
        ).fetchall():
            old = json.loads(data)
            new = (
                _still_left(old, changes, left)
                if kind == "erase"
                else rewritten(kind, old, changes)
            )
            if new == old:
                continue
            self.headers.add(header)
            text = json.dumps(new, ensure_ascii=False)
            if header == self.header:  # of this very transaction: it has no digest yet
                sql = "UPDATE log_operation SET data = ? WHERE id = ?"
            else:
                sql = "UPDATE log_operation SET data = ?, salt = NULL WHERE id = ?"
                left.append([header, n, new])
            self.connection.execute(sql, (text, key))
        return left

    def label(self, header: str, change: Change) -> None:
        """Change the label of a transaction, which may name a record."""
        (label,) = self.connection.execute(
            "SELECT label FROM log_header WHERE id = ?", (header,)
        ).fetchone()
        new = change(label or "")
        if new == (label or ""):
            return
        if header == self.header:
            update(self.connection, LABELS, header, {"label": new})
            return
        left = self._rewrite_log(LABELS, header, {"label": lambda _said: new})
        update(self.connection, LABELS, header, {"label": new, "salt": None})
        self.record(LABELS, header, header, {"values": {"label": new}, "log": left})

    def record(
        self, table: str, row_id: str, owner_id: str, data: Mapping[str, Any] | None
    ) -> None:
        """Write down that a row was erased (without `data`), or what is left of it."""
        self.connection.execute(
            "INSERT INTO log_operation (header, table_name, row_id, owner_id, kind, data, salt)"
            " VALUES (?, ?, ?, ?, 'erase', ?, lower(hex(randomblob(16))))",
            (
                self.header,
                table,
                row_id,
                owner_id,
                None if data is None else json.dumps(data, ensure_ascii=False),
            ),
        )


def is_erased(connection: Connection, table: str, row_id: str) -> bool:
    """Whether a row was erased for good: its id never comes back."""
    found = connection.execute(
        "SELECT 1 FROM log_operation WHERE row_id = ? AND kind = 'erase' AND table_name = ?"
        " AND data IS NULL",
        (row_id, table),
    ).fetchone()
    return found is not None


def erased_ids(connection: Connection, tables: Iterable[str]) -> set[str]:
    """The ids of all rows of some tables that were erased for good."""
    names = list(tables)
    marks = ", ".join("?" * len(names))
    rows = connection.execute(
        "SELECT row_id FROM log_operation INDEXED BY ix_log_operation_erase"
        f" WHERE kind = 'erase' AND data IS NULL AND table_name IN ({marks})",
        names,
    )
    return {key for (key,) in rows}


def follow(
    connection: Connection,
    table: str,
    row_id: str,
    data: str | None,
    known: Callable[[str], bool] = lambda _header: True,
) -> None:
    """Do what an `erase` operation of another computer says, to the row and to its history.

    `known` tells whether the computer that erased knew a header. Of operations that it did not
    know, the erased columns are taken; they are final.
    """
    with silenced(connection):
        if data is None:
            _blank(connection, table, row_id)
            delete(connection, table, row_id)
            return
        said = json.loads(data)
        listed = set()
        for header, n, left in said["log"]:
            listed.add((header, n))
            connection.execute(
                "UPDATE log_operation SET data = ?, salt = NULL WHERE header = ? AND n = ?",
                (json.dumps(left, ensure_ascii=False), header, n),
            )
        values = said["values"]
        if table == LABELS:
            update(connection, LABELS, row_id, {**values, "salt": None})
            return
        for key, header, n, text in connection.execute(
            "SELECT id, header, n, data FROM log_operation WHERE row_id = ? AND table_name = ?"
            " AND kind IN ('insert', 'set', 'delete') AND data IS NOT NULL",
            (row_id, table),
        ).fetchall():
            stored = json.loads(text)
            if (header, n) in listed or known(header) or not set(stored) & set(values):
                continue
            rest = {name: value for name, value in stored.items() if name not in values}
            connection.execute(
                "UPDATE log_operation SET data = ?, salt = NULL WHERE id = ?",
                (json.dumps(rest, ensure_ascii=False), key),
            )
        update(connection, table, row_id, values)


def _blank(connection: Connection, table: str, row_id: str) -> None:
    """Empty all that the log knows of a row; that it was erased stays."""
    connection.execute(
        "UPDATE log_operation SET data = NULL, salt = NULL WHERE row_id = ? AND table_name = ?"
        " AND (kind <> 'erase' OR data IS NOT NULL)",
        (row_id, table),
    )


def _still_left(
    said: dict[str, Any] | list[str], changes: Mapping[str, Change], left: list[Left]
) -> dict[str, Any] | list[str]:
    """The data of an earlier erasure after `changes`; of `left` this erasure says what is left."""
    if isinstance(said, list):  # until schema 3: the names of columns
        return said
    newer = {(header, n) for header, n, _ in left}
    return {
        "values": {
            name: changes[name](value) if name in changes else value
            for name, value in said["values"].items()
        },
        "log": [entry for entry in said["log"] if (entry[0], entry[1]) not in newer],
    }


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
