"""Whether a file is a database of ours that can be read from the first page to the last."""

from __future__ import annotations

from pathlib import Path

from app.db.connection import Connection, driver, inspect, open_raw, translated
from app.errors import UserError


def is_sound(path: Path, key: bytes | None = None) -> bool:
    """Whether a file can be opened, is ours, and passes SQLite's own check."""
    try:
        if inspect(path, key) == 0:
            return False
        connection = open_raw(path, key, read_only=True)
    except UserError:
        return False
    try:
        return is_whole(connection)
    finally:
        connection.close()


def is_whole(connection: Connection) -> bool:
    """Whether what a connection reads passes SQLite's own check, references included."""
    try:
        (answer,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except driver.Error as error:
        if translated(error, Path()) is None:
            raise
        return False
    return bool(answer == "ok") and broken is None
