"""Backups and restoring."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from app.db.connection import driver, inspect, open_raw
from app.db.store import Store
from app.errors import UserError
from app.i18n import N_
from app.progress import Cancelled, Progress, watched

SAME_FILE = N_("A backup cannot be the database itself. Nothing was written. Name another file.")
EMPTY_BACKUP = N_("“{file}” holds no database. Nothing was changed. Choose another backup.")
CANNOT_WRITE = N_("“{file}” cannot be written. Nothing was changed. Choose another folder.")
BACKUP_CANCELLED = N_("The backup was cancelled. No file was written.")
OPEN_ELSEWHERE = N_(
    "The database “{file}” is in use by another window or program. Nothing was changed. "
    "Close it and restore again."
)


def backup(
    store: Store,
    target: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Write a consistent copy of the database beside `target` and put it in its place.

    Raises `UserError` when the target cannot be written or the work was cancelled.
    """

    told = watched(progress, cancelled, BACKUP_CANCELLED)
    from app.db.migrate import copy_database

    if target.resolve() == store.path.resolve():
        raise UserError(SAME_FILE)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with store.known_errors():
            copy_database(store.path, target, store.key, told)
    except OSError as error:
        raise UserError(CANNOT_WRITE, file=target.name) from error


def backup_job(store: Store, progress: Progress, cancelled: Cancelled, *, target: Path) -> None:
    """`backup` as a job."""
    backup(store, target, progress, cancelled)


def restore(backup_file: Path, path: Path, key: bytes | None = None) -> Path | None:
    """Put a backup in the place of the database; gives the file that keeps the replaced one.

    The restored database is a new incarnation with a replica id of its own. Whoever was erased
    from the replaced one is erased from it, too. Raises `UserError` when the backup is no
    database; the database in use is then untouched.
    """
    from app.db.migrate import copy_database, new_replica

    if backup_file.exists() and path.exists() and backup_file.resolve() == path.resolve():
        raise UserError(SAME_FILE)
    if inspect(backup_file, key) == 0:
        raise UserError(EMPTY_BACKUP, file=backup_file.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".vztahy-") as folder:
        fresh = Path(folder) / "restored.db"
        copy_database(backup_file, fresh, key)
        connection = open_raw(fresh, key)
        try:
            connection.execute("UPDATE meta SET value = ? WHERE id = 'replica'", (new_replica(),))
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
        _erase_again(fresh, erased_people(path, key), key)
        kept = None
        if path.exists():
            kept = path.with_name(f"{path.stem}-before-restore-{datetime.now():%Y%m%d-%H%M%S}.db")
            if inspect(path, key):
                # A consistent copy: what still stands in the write-ahead log is in it.
                copy_database(path, kept, key)
                _retire(path, key)
            else:
                kept = None
        try:
            fresh.replace(path)
        except PermissionError as error:  # Windows: another process has it open
            raise UserError(OPEN_ELSEWHERE, file=path.name) from error
    return kept


def erased_people(path: Path, key: bytes | None = None) -> list[str]:
    """The ids of the people who were erased from a database; none if there is no such file."""
    if not path.exists() or not inspect(path, key):
        return []
    connection = open_raw(path, key, read_only=True)
    try:
        rows = connection.execute(
            "SELECT DISTINCT row_id FROM log_operation WHERE kind = 'erase'"
            " AND table_name = 'person' AND data IS NULL ORDER BY id"
        ).fetchall()
    finally:
        connection.close()
    return [row_id for (row_id,) in rows]


def _erase_again(path: Path, ids: list[str], key: bytes | None) -> None:
    """Erase people from a database that is being restored, as the law still asks for it."""
    if not ids:
        return
    from app.services.privacy.erasure import erase

    store = Store(path, key)
    try:
        for person_id in ids:
            with store.reading() as connection:
                known = connection.execute(
                    "SELECT 1 FROM person WHERE id = ?", (person_id,)
                ).fetchone()
            if known:
                erase(store, person_id)
    finally:
        store.close()


def _retire(path: Path, key: bytes | None) -> None:
    """Fold the write-ahead log into a database that is about to be replaced.

    Left behind, its log would be applied to the file that takes its place. SQLite does this
    only for a database that nobody else has open, which is the check we need as well.
    """
    connection = open_raw(path, key)
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except driver.Error as error:
        raise UserError(OPEN_ELSEWHERE, file=path.name) from error
    finally:
        connection.close()
    if mode != "delete":
        raise UserError(OPEN_ELSEWHERE, file=path.name)
