"""Ids that follow from what a row is, so that two computers which make the same row agree.

Rows that people make have random ids (`new_id`). What follows from one cause has an id made from
that cause (`link_id`): links, areas, the next occurrence of a task, what was imported. Whoever
inserts such a row must look first: it may be there already, under another name by now, or it was
erased for good, and then its id never comes back.
"""

from __future__ import annotations

from app.db.connection import Connection
from app.db.erasing import is_erased
from app.db.statements import quoted
from app.db.store import link_id


def fixed_id(connection: Connection, table: str, *cause: str) -> str:
    """The id that follows from a cause; after an erasure the next one. A row may have it."""
    number, row_id = 1, link_id(table, *cause)
    while is_erased(connection, table, row_id):
        number += 1
        row_id = link_id(table, *cause, str(number))
    return row_id


def free_id(connection: Connection, table: str, *cause: str) -> str:
    """The first id that follows from a cause and that no row of a table has."""
    number, row_id = 1, link_id(table, *cause)
    while is_there(connection, table, row_id) or is_erased(connection, table, row_id):
        number += 1
        row_id = link_id(table, *cause, str(number))
    return row_id


def imported_id(connection: Connection, table: str, source: str, value: str) -> str:
    """The id of a new row that a source calls `value`: on every computer that imports it."""
    return free_id(connection, table, "imported", source, value)


def external_row_id(entity: str, source: str, value: str, record_id: str) -> str:
    """The id of the row that says what a source calls a record.

    It names the record: where two computers know different ones by one value, both rows stay.
    """
    return beside(record_id, link_id("external_id", entity, source, value, record_id))


def beside(record_id: str, row_id: str) -> str:
    """An id of a row of a record, so that it lies beside the record in every index.

    Ids that follow from something are spread over all indexes, and each costs a page of its own;
    those of one record share its beginning (48 bits; 74 of their own are left).
    """
    return record_id[:_SHARED] + row_id[_SHARED:]


_SHARED = len("00000000-0000")


def is_new(connection: Connection, row_id: str) -> bool:
    """Whether the log has never heard of an id: then nothing has it, nor ever had."""
    found = connection.execute("SELECT 1 FROM log_operation WHERE row_id = ? LIMIT 1", (row_id,))
    return found.fetchone() is None


def is_there(connection: Connection, table: str, row_id: str) -> bool:
    """Whether a table has a row of this id."""
    sql = f"SELECT 1 FROM {quoted(table)} WHERE id = ?"
    return connection.execute(sql, (row_id,)).fetchone() is not None
