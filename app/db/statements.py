"""The statements that write one row, each built in one place from names and values.

Names of tables and columns come from the field lists, the tables or the log; values are bound.
Rules, checks and what follows from a change are the services' business: whoever writes here
goes round them and says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from app.db.connection import Connection


def quoted(name: str) -> str:
    """A name of a table or column as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


@lru_cache(maxsize=512)
def insert_sql(table: str, columns: tuple[str, ...]) -> str:
    """An INSERT of one row with these columns, a mark for each value."""
    listed = ", ".join(map(quoted, columns))
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {quoted(table)} ({listed}) VALUES ({marks})"


@lru_cache(maxsize=512)
def _update_sql(table: str, columns: tuple[str, ...]) -> str:
    assignments = ", ".join(f"{quoted(name)} = ?" for name in columns)
    return f"UPDATE {quoted(table)} SET {assignments} WHERE id = ?"


def insert(connection: Connection, table: str, row: Mapping[str, object]) -> None:
    """Insert a row as it is, its id among the values."""
    connection.execute(insert_sql(table, tuple(row)), tuple(row.values()))


def update(connection: Connection, table: str, row_id: str, values: Mapping[str, object]) -> bool:
    """Set columns of a row, and say whether there is such a row; without values nothing happens."""
    if not values:
        return False
    sql = _update_sql(table, tuple(values))
    return connection.execute(sql, (*values.values(), row_id)).rowcount > 0


def delete(connection: Connection, table: str, row_id: str) -> bool:
    """Delete a row, and say whether there was one."""
    sql = f"DELETE FROM {quoted(table)} WHERE id = ?"
    return connection.execute(sql, (row_id,)).rowcount > 0


def put_value(connection: Connection, table: str, name: str, value: str) -> None:
    """Set a named value, in a table of names (`id`) and values: `setting`, `meta`."""
    connection.execute(
        f"INSERT INTO {quoted(table)} (id, value) VALUES (?, ?)"
        " ON CONFLICT (id) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def row(connection: Connection, table: str, row_id: str) -> dict[str, Any] | None:
    """A stored row by the names of its columns, None if there is none."""
    found = rows_as_dicts(connection, f"SELECT * FROM {quoted(table)} WHERE id = ?", (row_id,))
    return found[0] if found else None


def columns_of(
    connection: Connection, table: str, row_id: str, columns: tuple[str, ...]
) -> dict[str, Any] | None:
    """Some columns of a stored row by their names, None if there is no such row."""
    found = connection.execute(select_sql(table, columns), (row_id,)).fetchone()
    return dict(zip(columns, found, strict=True)) if found else None


@lru_cache(maxsize=512)
def select_sql(table: str, columns: tuple[str, ...]) -> str:
    """A SELECT of some columns of one row by its id."""
    return f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(table)} WHERE id = ?"


def rows_as_dicts(
    connection: Connection, sql: str, values: Sequence[object] = ()
) -> list[dict[str, Any]]:
    """The rows of a statement, each as a dict by column name."""
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
