"""The check of the change log: its chain, and that the tables are what a replay of it gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.db import statements
from app.db.connection import Connection, driver
from app.files import temporary_folder
from app.i18n import N_
from app.services.care.findings import Finding


def check(connection: Connection) -> list[Finding]:
    """What is wrong with the log, or with the tables that should follow from it."""
    return [
        *_check_streams(connection),
        *_check_hashes(connection),
        *_check_replay(connection),
    ]


def _check_streams(connection: Connection) -> list[Finding]:
    rows = connection.execute(
        "SELECT replica, count(*), max(seq), min(seq) FROM log_header GROUP BY replica"
    ).fetchall()
    return [
        Finding(N_("The change log of {replica} has gaps."), {"replica": replica})
        for replica, count, last, first in rows
        if first != 1 or count != last
    ]


def _check_hashes(connection: Connection) -> list[Finding]:
    from app.db.log import header_hash, label_digest, operation_digest

    found = []
    chain: dict[str, str] = {}
    for header, replica, previous, stored, label, label_salt, said in connection.execute(
        "SELECT id, replica, previous, hash, label, salt, label_digest FROM log_header"
        " ORDER BY replica, seq"
    ).fetchall():
        digests = []
        sound = previous == chain.get(replica, "")
        # Of what was erased, only the digest is left, without its salt.
        sound &= label_salt is None or said == label_digest(label, label_salt)
        for table, row_id, kind, data, salt, digest in connection.execute(
            "SELECT table_name, row_id, kind, data, salt, digest FROM log_operation"
            " WHERE header = ? ORDER BY id",
            (header,),
        ).fetchall():
            digests.append(digest)
            erased = salt is None
            sound &= erased or digest == operation_digest(table, row_id, kind, data, salt)
        sound &= stored == header_hash(connection, header, digests)
        chain[replica] = stored
        if not sound:
            found.append(Finding(N_("The change log was altered at {header}."), {"header": header}))
    return found


def _check_replay(connection: Connection) -> list[Finding]:
    """Replay the log into an empty database of the same schema and compare every table."""
    from sqlalchemy import create_engine

    from app.db.log import logged_columns, logged_tables
    from app.db.tables import Base

    found: list[Finding] = []
    with temporary_folder("check") as folder:
        replayed = driver.connect(str(Path(folder) / "replay.db"), isolation_level=None)
        try:
            engine = create_engine("sqlite://", module=driver, creator=lambda: replayed)
            Base.metadata.create_all(engine)
            replayed.execute("PRAGMA synchronous = OFF")
            replayed.execute("BEGIN")
            # What was erased is neither in the log nor in the tables.
            for table, row_id, kind, data in connection.execute(
                "SELECT o.table_name, o.row_id, o.kind, o.data FROM log_operation o"
                " JOIN log_header h ON h.id = o.header"
                " WHERE o.data IS NOT NULL AND o.kind IN ('insert', 'set', 'delete')"
                " ORDER BY h.clock, o.id"
            ):
                _replay(replayed, table, row_id, kind, json.loads(data))
            for item in logged_tables(Base.metadata):
                columns = ", ".join(f'"{name}"' for name in logged_columns(item))
                sql = f'SELECT {columns} FROM "{item.name}" ORDER BY id'
                if connection.execute(sql).fetchall() != replayed.execute(sql).fetchall():
                    found.append(
                        Finding(
                            N_("The table “{table}” is not what its history says."),
                            {"table": item.name},
                        )
                    )
            replayed.execute("ROLLBACK")
        finally:
            replayed.close()
    return found


def _replay(
    connection: Connection, table: str, row_id: str, kind: str, data: dict[str, Any]
) -> None:
    if kind == "insert":
        statements.insert(connection, table, data)
    elif kind == "delete":
        statements.delete(connection, table, row_id)
    else:
        after = {name: new for name, (_, new) in data.items()}
        statements.update(connection, table, row_id, after)
