"""Where a database file lies, so that a copy of it is known to be one.

A replica id stands for one incarnation of a database: its numbers are used once. A file that was
copied, to another folder or computer, or a backup that is opened as it is, would use them again.
So a fingerprint of the place is kept in the file and compared when it is opened; in another place
the file is a new replica. What was done before, under the former id, can still be undone.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from app.db import statements
from app.db.connection import Connection
from app.db.recording import random_text
from app.system import machine, short_sha256

PLACE = "place"
"""The fact about a database that holds its fingerprint; empty where it is not known yet."""

FORMER = "former_replicas"
"""The fact about a database that names the ids it had in other places, as JSON."""


def new_replica() -> str:
    """A random 128-bit number for one incarnation of a database."""
    return random_text()


def fingerprint(path: Path) -> str:
    """A hash of the computer, the name of a file, and what the file system calls it."""
    name = os.path.normcase(path.resolve())
    told = json.dumps([machine(), str(name), path.stat().st_ino])
    return short_sha256(told.encode("utf-8", "surrogatepass"))


def settle(connection: Connection, path: Path) -> bool:
    """Keep the place of a database that was opened; whether it became a new replica."""
    here = fingerprint(path)
    if _kept(connection) == here:
        return False
    connection.execute("BEGIN IMMEDIATE")
    try:
        kept = _kept(connection)  # another process may have been quicker
        is_copy = kept not in (None, here)
        if is_copy:
            replicas = [*own_replicas(connection)]
            statements.put_value(connection, "meta", FORMER, json.dumps(replicas))
            statements.put_value(connection, "meta", "replica", new_replica())
        statements.put_value(connection, "meta", PLACE, here)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    return is_copy


def own_replicas(connection: Connection) -> list[str]:
    """The ids under which this very file was written, that of today first."""
    found = dict(
        connection.execute(
            "SELECT id, value FROM meta WHERE id IN ('replica', ?)", (FORMER,)
        ).fetchall()
    )
    return [found["replica"], *json.loads(found.get(FORMER) or "[]")]


def _kept(connection: Connection) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE id = ?", (PLACE,)).fetchone()
    return row[0] or None if row else None
