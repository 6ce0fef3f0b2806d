"""Backups and restoring."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from app import files
from app.cloud_folders import synced_by
from app.db.connection import (
    DAMAGED,
    FULL,
    IO_FAILED,
    LOCKED,
    NETWORK,
    NEWER,
    READ_ONLY,
    SYNCED,
    Connection,
    companions,
    driver,
    inspect,
    open_raw,
    real_path,
    translated,
)
from app.db.store import Store
from app.errors import UserError
from app.i18n import N_
from app.progress import Cancelled, Progress, watched
from app.services.care.soundness import is_sound
from app.system import is_network_path

SAME_FILE = N_("A backup cannot be the database itself. Nothing was written. Name another file.")
NO_DATABASE = N_(
    "A backup is a database, and “{file}” is the name of another kind of file. Nothing was "
    "written. Name it with the ending {ending}."
)
THERE_ALREADY = N_("There is a file “{file}” already. Nothing was written. Name another file.")
EMPTY_BACKUP = N_("“{file}” holds no database. Nothing was changed. Choose another backup.")
UNSOUND_BACKUP = N_("The backup “{file}” is damaged. Nothing was changed. Choose another backup.")
BACKUP_CANCELLED = N_("The backup was cancelled. No file was written.")
OPEN_ELSEWHERE = N_(
    "The database “{file}” is in use by another window or program. Nothing was changed. "
    "Close it and restore again."
)
ERASED_UNKNOWN = N_(
    "The replaced database could not be asked who was erased since the backup was made. "
    "Look whether somebody is to be erased again."
)


_ENDING = ".db"
_ENDINGS = (_ENDING, ".sqlite", ".sqlite3", ".bak", ".backup")


def named_backup(database: Path, target: Path) -> Path:
    """The file into which a backup of `database` goes that a person wants in `target`.

    Only a database is called like one: ``.db`` is added to a name without an ending (that of
    ``záloha 29.11.2026`` is none). Raises `UserError` for the name of another kind of file, and
    where what the ending was added to is there already, since nobody was asked about it.
    """
    ending = target.suffix.lower()
    if ending in (*_ENDINGS, database.suffix.lower()) and ending:
        return target
    if any(char.isalpha() for char in ending):
        raise UserError(NO_DATABASE, file=target.name, ending=_ENDING)
    named = target.with_name(target.name.rstrip(". ") + _ENDING)
    if named.exists():
        raise UserError(THERE_ALREADY, file=named.name)
    return named


def backup(
    store: Store,
    target: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:
    """Write a consistent copy of the database beside `target` and put it in its place.

    Gives the file that was written, see `named_backup`. Raises `UserError` as that does, when the
    target cannot be written or the work was cancelled.
    """

    told = watched(progress, cancelled, BACKUP_CANCELLED)
    from app.db.migrate import copy_database

    own = list(map(str, (store.path, *companions(store.path))))
    if os.path.realpath(target) in own:
        raise UserError(SAME_FILE)
    target = named_backup(store.path, target)
    if os.path.realpath(target) in own:
        raise UserError(SAME_FILE)
    files.check_target(target)
    with files.known_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    copy_database(store.path, target, store.key, told)
    return target


def backup_job(store: Store, progress: Progress, cancelled: Cancelled, *, target: Path) -> Path:
    """`backup` as a job."""
    return backup(store, target, progress, cancelled)


log = logging.getLogger("vztahy")


class Restored(NamedTuple):
    """What a restore left: the file that keeps the replaced database, if there was one, and
    whether everybody who was erased from it is known.
    """

    kept: Path | None
    erased_known: bool


def restore(backup_file: Path, path: Path, key: bytes | None = None) -> Path | None:
    """`put_back`; gives the file that keeps the replaced database."""
    return put_back(backup_file, path, key).kept


def put_back(
    backup_file: Path, path: Path, key: bytes | None = None, copies: Iterable[Path] = ()
) -> Restored:
    """Put a backup in the place of the database; what stood there is kept under another name.

    The backup is copied, checked and brought up to date beside the place, and renamed into it in
    one step: whenever it is cut off, the old database or the new one is there, whole. It is a new
    incarnation with a replica id of its own. Whoever was erased from the replaced one is erased
    from it, too; where that one cannot be read, the other `copies` are asked. Raises `UserError`
    when the backup is damaged or no database, or the database is in use; it is then untouched.
    """
    path = real_path(path)
    if os.path.realpath(backup_file) in map(str, (path, *companions(path))):
        raise UserError(SAME_FILE)
    if is_network_path(path):
        raise UserError(NETWORK, file=path.name)
    if not path.exists() and (service := synced_by(path)):
        raise UserError(SYNCED, file=path.name, service=service)
    if _schema_of(backup_file, key) == 0:
        raise UserError(EMPTY_BACKUP, file=backup_file.name)
    readable = _is_readable(path, key)
    with files.known_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with files.alone(path), files.folder_beside(path) as folder:
            fresh = folder / "restored.db"
            erased, known = _erased(path, key, [backup_file, *copies], readable=readable)
            _build(backup_file, path, fresh, key, erased)
            return Restored(_replace(fresh, path, key, readable=readable), known)


def _schema_of(backup_file: Path, key: bytes | None) -> int:
    try:
        return inspect(backup_file, key)
    except UserError as error:
        if error.message == DAMAGED:
            raise UserError(UNSOUND_BACKUP, file=backup_file.name) from error
        raise


def _is_readable(path: Path, key: bytes | None) -> bool:
    """Whether there is a database of ours to be replaced, so far as its beginning tells.

    Raises `UserError` for what a backup must not take the place of: what is no file, or from a
    newer version, or cannot be had at the moment.
    """
    if not path.exists():
        return False
    try:
        return inspect(path, key) > 0
    except UserError as error:
        if error.message in (NEWER, files.NOT_A_FILE, READ_ONLY):
            raise
        if error.message == LOCKED:
            raise UserError(OPEN_ELSEWHERE, file=path.name) from error
        return False


def _build(
    backup_file: Path, path: Path, fresh: Path, key: bytes | None, erased: list[str]
) -> None:
    """Make of a backup the one file that is to take the place of `path`."""
    from app.db.migrate import copy_pages
    from app.db.place import PLACE, new_replica

    unsound = UserError(UNSOUND_BACKUP, file=backup_file.name)
    reader = open_raw(backup_file, key, read_only=True)
    try:
        copy_pages(reader, backup_file, fresh, path, key)
    except UserError as error:
        raise unsound if error.message == DAMAGED else error from error
    finally:
        reader.close()
    if not is_sound(fresh, key):
        raise unsound
    try:
        store = Store(fresh, key)  # brings it up to date
        try:
            store.set_meta("replica", new_replica())
            _erase_again(store, erased)
            store.set_meta(PLACE, "")  # it is known once the file is in its place
        finally:
            store.close()
        connection = open_raw(fresh, key)
        try:
            connection.execute("PRAGMA journal_mode = DELETE")  # one single file
        finally:
            connection.close()
    except UserError as error:
        raise unsound if error.message == DAMAGED else _named(error, path) from error
    except Exception as error:
        if known := translated(error, path):
            raise _named(known, path) from error
        # What it says of itself is not so: it cannot be brought up to date.
        log.error("a backup cannot be used: %s", type(error).__name__)
        raise unsound from error


def _named(error: UserError, path: Path) -> UserError:
    """An error of the file that is being built, as one of the place it is for."""
    if error.message in (FULL, files.NO_ROOM, IO_FAILED):
        return UserError(files.NO_ROOM, file=path.name)
    if error.message == READ_ONLY:
        return UserError(files.CANNOT_WRITE, file=path.name)
    return error


def _replace(fresh: Path, path: Path, key: bytes | None, *, readable: bool) -> Path | None:
    """Rename `fresh` to `path` once what stands there is kept under another name."""
    from app.db.migrate import put_database

    if readable:
        try:
            return _replace_sound(fresh, path, key)
        except driver.Error as error:
            if translated(error, path) is None:
                raise
        except UserError as error:
            if error.message in (OPEN_ELSEWHERE, files.NO_ROOM, files.CANNOT_WRITE):
                raise
    kept = _keep_damaged(path)
    put_database(fresh, path)
    return kept


def _replace_sound(fresh: Path, path: Path, key: bytes | None) -> Path:
    """As `_replace`, while nobody else can read or write the database at `path`.

    Its write-ahead log is folded into it, which SQLite does only for a database that nobody else
    has open; from then on it is locked until the new one is in its place.
    """
    from app.db.migrate import copy_pages, free_place, put_database

    kept = free_place(path, f"before-restore-{datetime.now():%Y%m%d-%H%M%S}")
    connection = open_raw(path, key, create=False)
    try:
        _lock(connection, path)
        copy = fresh.with_name("kept.db")
        copy_pages(connection, path, copy, kept, key)
        put_database(copy, kept)
        if sys.platform != "win32":
            put_database(fresh, path)
            return kept
    finally:
        connection.close()
    # Windows replaces no file that is open, and so tells whether somebody opened it again.
    try:
        put_database(fresh, path)
    except PermissionError as error:
        raise UserError(OPEN_ELSEWHERE, file=path.name) from error
    return kept


def _lock(connection: Connection, path: Path) -> None:
    try:
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        if mode != "delete":
            raise UserError(OPEN_ELSEWHERE, file=path.name)
        # The lock of this transaction is kept until the connection ends.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    except driver.OperationalError as error:
        if "locked" in str(error):
            raise UserError(OPEN_ELSEWHERE, file=path.name) from error
        raise


def _keep_damaged(path: Path) -> Path | None:
    """Keep a file that is no readable database, with what SQLite left beside it, byte for byte."""
    from app.db.migrate import free_place

    if not path.exists():
        return None
    left = [item for item in companions(path) if item.exists() and item.stat().st_size]
    if not path.stat().st_size and not left:
        return None
    kept = free_place(path, f"damaged-{datetime.now():%Y%m%d-%H%M%S}")
    for source in (*left, path):
        target = Path(f"{kept}{source.name.removeprefix(path.name)}")
        try:
            os.link(source, target)  # takes no room, which a full disk does not have
        except OSError:
            with files.writing(target) as beside:
                shutil.copyfile(source, beside)
        with contextlib.suppress(OSError):
            target.chmod(0o600)
    return kept


def erased_people(path: Path, key: bytes | None = None) -> list[str]:
    """The ids of the people who were erased from a database; none if there is no such file.

    Raises `UserError` when it cannot be read.
    """
    if not path.exists() or not inspect(path, key):
        return []
    connection = open_raw(path, key, read_only=True)
    try:
        rows = connection.execute(
            "SELECT DISTINCT row_id FROM log_operation WHERE kind = 'erase'"
            " AND table_name = 'person' AND data IS NULL ORDER BY id"
        ).fetchall()
    except driver.Error as error:
        if known := translated(error, path):
            raise known from error
        raise
    finally:
        connection.close()
    return [row_id for (row_id,) in rows]


def _erased(
    path: Path, key: bytes | None, copies: Iterable[Path], *, readable: bool
) -> tuple[list[str], bool]:
    """Who was erased from the database at `path`, and whether that is for sure."""
    if readable:
        with contextlib.suppress(UserError):
            return erased_people(path, key), True
    found: dict[str, None] = {}
    for copy in copies:
        with contextlib.suppress(UserError):
            found |= dict.fromkeys(erased_people(copy, key))
    return list(found), not path.exists()


def _erase_again(store: Store, ids: list[str]) -> None:
    """Erase people from a database that is being restored, as the law still asks for it."""
    from app.services.privacy.erasure import erase

    for person_id in ids:
        with store.reading() as connection:
            known = connection.execute("SELECT 1 FROM person WHERE id = ?", (person_id,)).fetchone()
        if known:
            erase(store, person_id)
