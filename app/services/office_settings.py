"""What the office decided for all who use the database: the table `setting`, read and written.

A setting has a name (its row's id) and a text. Some names begin with a word and end in the ids of
records, or in what a decision is about: many small decisions of one kind, each of which can be
taken back by itself, and two computers that decide different ones do not meet in a conflict.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.db import statements
from app.db.connection import Connection
from app.db.store import Writer

OWN_ORGANISATION = "own_organisation"
DAY_BEGINS = "day_begins"
"""The minutes after midnight at which a day of a programme begins."""
LEAD_TIMES = "lead_times:"
"""Begins the names of the lead times of reminders."""
OFFICE_LIST = "office_list:"
"""Begins the names that say whether the office's own list asks for something."""
NOT_DUPLICATE = "not_duplicate:"
"""Begins the names that say of two records that they are not one."""
PUT_OFF = "reminder:"
"""Begins the names that say until when a reminder is put off."""

_AFTER_PREFIX = chr(ord(":") + 1)


def value(connection: Connection, name: str) -> str | None:
    """A setting as it is stored, None if nothing was decided."""
    row = connection.execute("SELECT value FROM setting WHERE id = ?", (name,)).fetchone()
    return row[0] if row else None


def values(connection: Connection, prefix: str) -> dict[str, str]:
    """The settings whose names begin with `prefix` (ending in a colon), by the rest of the name."""
    rows = connection.execute(
        "SELECT substr(id, ?), value FROM setting WHERE id > ? AND id < ? ORDER BY id",
        (len(prefix) + 1, prefix, prefix[:-1] + _AFTER_PREFIX),
    )
    return dict(rows.fetchall())


def put(writer: Writer, name: str, text: str) -> None:
    """Decide something, within a transaction."""
    statements.put_value(writer.connection, "setting", name, text)


def put_parts(
    writer: Writer, prefix: str, before: Mapping[str, str], after: Mapping[str, str]
) -> None:
    """Decide the settings of a prefix that differ from what held `before`; see `values`."""
    for name, text in after.items():
        if before.get(name) != text:
            put(writer, prefix + name, text)


def own_organisation(connection: Connection) -> str | None:
    """The id of the organisation that is the office itself, if one is set."""
    return value(connection, OWN_ORGANISATION)


def set_own_organisation(writer: Writer, organisation_id: str) -> None:
    """Make an organisation the office itself, within a transaction."""
    put(writer, OWN_ORGANISATION, organisation_id)
    writer.touch("organisation", organisation_id)
