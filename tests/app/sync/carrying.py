"""Entries carried from one database to another, as a sync will: for tests of what it rests on."""

from __future__ import annotations

from pathlib import Path

from app.db import derived, statements
from app.db.connection import Connection, silenced
from app.db.erasing import LABELS, follow
from app.db.log import logged_columns, logged_tables
from app.db.migrate import copy_database
from app.db.store import Store
from app.db.tables import Base
from app.services.office import open_store
from app.sync.entries import Header, Vectors, rows
from app.sync.merging import merge

COLUMNS = {table.name: logged_columns(table) for table in logged_tables(Base.metadata)}


def second_computer(store: Store, folder: Path) -> Store:
    """A copy of a database, which is a replica of its own."""
    path = folder / "druhý" / "vztahy.db"
    path.parent.mkdir()
    copy_database(store.path, path, store.key)
    return open_store(path, store.key)


def meet(one: Store, other: Store) -> None:
    """Both get what the other has."""
    carry(one, other)
    carry(other, one)


def carry(source: Store, target: Store) -> None:
    """Give a database the headers of another one that it lacks, and merge the rows."""
    with source.reading() as reader, target.keeping() as connection:
        known = {key for (key,) in connection.execute("SELECT id FROM log_header")}
        headers = [
            row
            for row in statements.rows_as_dicts(reader, "SELECT * FROM log_header ORDER BY clock")
            if row["id"] not in known
        ]
        touched: dict[str, set[str]] = {}
        for header in headers:
            statements.insert(connection, "log_header", header)
            for operation in statements.rows_as_dicts(
                reader, "SELECT * FROM log_operation WHERE header = ? ORDER BY id", [header["id"]]
            ):
                del operation["id"]
                statements.insert(connection, "log_operation", operation)
                touched.setdefault(operation["table_name"], set()).add(operation["row_id"])
        for header in headers:
            _erase(connection, header)
        with silenced(connection):
            _write(connection, touched)
        derived.refresh(connection, {k: v for k, v in touched.items() if k != LABELS})


def _erase(connection: Connection, header: dict) -> None:
    vectors = Vectors(connection)
    its = vectors.header(header["replica"], header["seq"], header["clock"])

    def known(other: str) -> bool:
        replica, _, seq = other.rpartition(":")
        return its.knows(Header(replica, int(seq), 0))

    for table, row_id, data in connection.execute(
        "SELECT table_name, row_id, data FROM log_operation WHERE header = ? AND kind = 'erase'"
        " ORDER BY n",
        (header["id"],),
    ).fetchall():
        follow(connection, table, row_id, data, known)


def _write(connection: Connection, touched: dict[str, set[str]]) -> None:
    for table, row_id, operations in list(rows(connection, Vectors(connection))):
        if row_id not in touched.get(table, ()) or table == LABELS:
            continue
        state = merge(operations)
        stored = statements.row(connection, table, row_id)
        values = {name: state.fields.get(name) for name in COLUMNS[table]}
        if stored and not state.lives:
            statements.delete(connection, table, row_id)
        elif state.lives and stored:
            statements.update(connection, table, row_id, values)
        elif state.lives:
            statements.insert(connection, table, values)


def contents(store: Store) -> dict[str, list[tuple]]:
    """All logged rows, and what the log says of them."""
    with store.reading() as connection:
        found = {
            table: connection.execute(
                f'SELECT {", ".join(map(statements.quoted, columns))} FROM "{table}" ORDER BY id'
            ).fetchall()
            for table, columns in COLUMNS.items()
        }
        found["log"] = connection.execute(
            "SELECT header, n, kind, data, salt, digest FROM log_operation ORDER BY header, n"
        ).fetchall()
        found["labels"] = connection.execute(
            "SELECT id, label, salt, hash FROM log_header ORDER BY id"
        ).fetchall()
    return found
