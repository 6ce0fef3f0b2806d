"""What can be done when a database does not open: its backups, and what is in each.

Also whether damage of the database is the reason of a failure that nobody expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.db.connection import (
    DAMAGED,
    EMPTIED,
    MISSING,
    NOT_A_DATABASE,
    driver,
    inspect,
    open_raw,
    translated,
)
from app.entities import RECORDS
from app.errors import UserError
from app.i18n import N_
from app.services.care.auto_backup import BackupFile, copies_of
from app.services.care.backup import EMPTY_BACKUP, UNSOUND_BACKUP
from app.services.care.soundness import is_sound, is_whole
from app.services.records.history import moment

ABSENT = N_(
    "The database “{file}” is not in its place: it was moved or deleted, or its drive is not "
    "connected. Nothing was changed. Connect the drive, or choose what to open."
)
_HELPED = (DAMAGED, NOT_A_DATABASE, EMPTIED, MISSING, ABSENT)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: how many records of each kind (those there are), the last change."""

    counts: Mapping[str, int]
    last_change: datetime | None


def is_helped(error: UserError) -> bool:
    """Whether restoring a backup is a remedy for a database that did not open with `error`."""
    return error.message in _HELPED


def offered(database: Path, folder: Path) -> list[BackupFile]:
    """The backups that can take the place of a database, the newest first.

    Those that the program made by itself, but no copies of what was damaged.
    """
    kept = (f"{database.stem}-damaged-", f"{database.stem}-left-")
    return [item for item in copies_of(database, folder) if not item.path.name.startswith(kept)]


def contents(path: Path, key: bytes | None = None) -> Contents:
    """Read a backup from the first page to the last and say what it holds.

    Raises `UserError` if it is damaged, no database of ours, or from a newer version.
    """
    try:
        if inspect(path, key) == 0:
            raise UserError(EMPTY_BACKUP, file=path.name)
        connection = open_raw(path, key, read_only=True)
        try:
            if not is_whole(connection):
                raise UserError(UNSOUND_BACKUP, file=path.name)
            known = {
                name
                for (name,) in connection.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'table'"
                )
            }
            counts = {
                entity.name: connection.execute(f'SELECT count(*) FROM "{entity.name}"').fetchone()[
                    0
                ]
                for entity in RECORDS
                if entity.name in known
            }
            (clock,) = connection.execute("SELECT max(clock) FROM log_header").fetchone()
            return Contents(
                {name: count for name, count in counts.items() if count},
                moment(clock) if clock else None,
            )
        finally:
            connection.close()
    except UserError as error:
        if error.message == DAMAGED:
            raise UserError(UNSOUND_BACKUP, file=path.name) from error
        raise
    except (driver.Error, OverflowError, ValueError, OSError) as error:
        if isinstance(error, OSError) and error.filename:
            raise UserError(MISSING, file=path.name) from error
        raise UserError(UNSOUND_BACKUP, file=path.name) from error


def explained(error: BaseException, path: Path, key: bytes | None = None) -> UserError | None:
    """The known error behind an unexpected one of work on a database: that this is damaged.

    A damaged cell may show as anything: a text that is none, a number too large, a code that
    nobody knows. So the whole database is looked at; None if it is what its history says.
    """
    if isinstance(error, UserError):
        return error
    if known := translated(error, path):
        return known
    if not isinstance(error, Exception) or not path.is_file():
        return None
    damaged = UserError(DAMAGED, file=path.name)
    if not is_sound(path, key):
        return damaged
    from app.db.store import Store
    from app.services.care.checking import check

    try:
        store = Store(path, key, create=False)
        try:
            return damaged if check(store) else None
        finally:
            store.close()
    except Exception:  # what keeps even the check from its end
        return damaged
