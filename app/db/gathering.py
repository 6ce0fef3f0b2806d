"""What earlier versions (until schema 6) kept as one text becomes rows; done once, under a header.

Ids follow from what is stored, so two computers that upgrade copies of one database make the same
rows. Tags and languages of records, the lead times and the office's own list.
"""

from __future__ import annotations

import json
from typing import Any

from app.db import sets, statements
from app.db.connection import Connection
from app.entities import ENTITIES


def gather(connection: Connection) -> None:
    """Write the rows of all texts with several values; to be called within a logged transaction."""
    for entity in ENTITIES.values():
        for stored in sets.sets_of(entity.name):
            rows = connection.execute(
                f'SELECT id, "{stored.field}" FROM "{entity.name}"'
                f" WHERE \"{stored.field}\" <> '' ORDER BY id"
            ).fetchall()
            for record_id, text in rows:
                sets.write(connection, stored, record_id, text)
    _lead_times(connection)
    _office_list(connection)


def _lead_times(connection: Connection) -> None:
    stored = _taken(connection, "lead_times")
    notice = stored.pop("notice", None)
    if isinstance(notice, list):
        for days in {90, 30, *(item for item in notice if isinstance(item, int))}:
            _put(connection, f"lead_times:notice:{days}", "1" if days in notice else "0")
    for name, value in stored.items():
        _put(connection, f"lead_times:{name}", "" if value is None else str(value))


def _office_list(connection: Connection) -> None:
    stored = _taken(connection, "office_list")
    for name, said in (("without", "0"), ("fields", "1")):
        for code in stored.get(name) or ():
            _put(connection, f"office_list:{code}", said)


def _taken(connection: Connection, name: str) -> dict[str, Any]:
    """A setting that was one text, which is removed."""
    row = connection.execute("SELECT value FROM setting WHERE id = ?", (name,)).fetchone()
    if row is None:
        return {}
    statements.delete(connection, "setting", name)
    try:
        stored = json.loads(row[0] or "{}")
    except (ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _put(connection: Connection, name: str, value: str) -> None:
    statements.put_value(connection, "setting", name, value)
