"""What a migration changes in the records themselves, written into the change log like any change.

A migration (`app.db.migrations`) moves tables and columns and sees no triggers; what it leaves to
be done to logged rows is done here, one step for each schema, under one header. So a replay gives
the tables, and another computer gets it. Rows that a step makes have ids that follow from what
they are made of: two computers make the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from app.db import gathering, log
from app.db.connection import Connection
from app.db.erasing import LABELS, Eraser
from app.db.statements import insert, row
from app.db.store import link_id
from app.i18n import N_

UPGRADED = N_("Database upgraded")

Step = Callable[[Connection, str], None]


def run(connection: Connection, before: int) -> None:
    """Do the steps that a database of the schema `before` lacks; without changes no header."""
    header = log.open_header(connection, user_id=None, label=UPGRADED, batch=log.SETUP, undoes=None)
    for schema, step in STEPS.items():
        if schema > before:
            step(connection, header)
    if log.is_empty(connection, header):
        connection.execute("DELETE FROM log_header WHERE id = ?", (header,))
        connection.recording.end()
    else:
        log.close_header(connection, header)


def _formats(connection: Connection, header: str) -> None:
    """Remove links to nothing; say of what lost its salt until now that it was erased."""
    for table in ("task_link", "document_link"):
        connection.execute(
            f'DELETE FROM "{table}" WHERE NOT EXISTS (SELECT 1 FROM record_kind k'
            f' WHERE k.id = "{table}".record_id AND k.entity = "{table}".entity)'
        )
    with Eraser(connection, header) as eraser:
        _say_erased(connection, eraser)


def _say_erased(connection: Connection, eraser: Eraser) -> None:
    """Until schema 3 an erasure named columns only, and neither rows already gone nor labels."""
    left: dict[tuple[str, str, str], list[list[Any]]] = defaultdict(list)
    for table, row_id, owner, header, n, data in connection.execute(
        "SELECT table_name, row_id, coalesce(owner_id, row_id), header, n, data"
        " FROM log_operation o WHERE salt IS NULL AND header <> ?"
        " AND NOT EXISTS (SELECT 1 FROM log_operation e WHERE e.row_id = o.row_id"
        " AND e.kind = 'erase' AND e.table_name = o.table_name AND e.data IS NULL) ORDER BY id",
        (eraser.header,),
    ).fetchall():
        left[table, row_id, owner].append([header, n, json.loads(data) if data else None])
    for (table, row_id, owner), entries in left.items():
        stored = row(connection, table, row_id)
        if stored is None and all(data is None for _, _, data in entries):
            eraser.record(table, row_id, owner, None)
            continue
        values = {
            name: (stored or {}).get(name)
            for (names,) in connection.execute(
                "SELECT data FROM log_operation WHERE row_id = ? AND table_name = ?"
                " AND kind = 'erase' AND data IS NOT NULL AND header <> ?",
                (row_id, table, eraser.header),
            ).fetchall()
            for name in json.loads(names)
        }
        eraser.record(table, row_id, owner, {"values": values, "log": entries})
    for header, label in connection.execute(
        "SELECT id, label FROM log_header WHERE salt IS NULL AND id <> ?", (eraser.header,)
    ).fetchall():
        eraser.record(LABELS, header, header, {"values": {"label": label}, "log": []})


def _rows_of_texts(connection: Connection, _header: str) -> None:
    """Make rows of what stood together in one text."""
    gathering.gather(connection)


def _visits(connection: Connection, _header: str) -> None:
    """Make rows of what a visit said of its approval and costs, an item of who takes part."""
    if not _is_there(connection, "moved_delegation"):
        return
    for record_id, approved_by, number, budget, costs in connection.execute(
        "SELECT * FROM moved_delegation ORDER BY id"
    ).fetchall():
        if approved_by or number:
            values = {"body": approved_by or "—", "number": number}
            _add(connection, "resolution", record_id, "approved_by", values)
        for name, amount in (("planned", budget), ("actual", costs)):
            if amount is not None:
                values = {"category": "other", name: str(amount), "currency": "CZK"}
                _add(connection, "cost", record_id, name, {**values, "paid_by": "own"})
    for item_id, names in connection.execute(
        "SELECT * FROM moved_programme_item ORDER BY id"
    ).fetchall():
        insert(
            connection,
            "programme_part",
            {
                "id": link_id("programme_part", item_id, "participants"),
                "programme_item_id": item_id,
                "name": names,
                "part": "takes_part",
            },
        )
    connection.execute("DROP TABLE moved_delegation")
    connection.execute("DROP TABLE moved_programme_item")


def _is_there(connection: Connection, table: str) -> bool:
    """Whether there is a table."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))
    return found.fetchone() is not None


def _add(
    connection: Connection, table: str, delegation_id: str, cause: str, values: dict[str, Any]
) -> None:
    key = link_id(table, delegation_id, cause)
    insert(connection, table, {"id": key, "delegation_id": delegation_id, **values})


STEPS: dict[int, Step] = {4: _formats, 7: _rows_of_texts, 10: _visits}
"""By the schema that a step leads to."""
