"""Raw connections: the one driver, the pragmas, and what a failed statement means to a person.

No SQLAlchemy here: lists and the first paint use these connections directly.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Any, Protocol

from sqlcipher3 import dbapi2 as driver

from app.db.recording import Recording, silenced
from app.errors import UserError
from app.files import NOT_A_FILE
from app.i18n import N_
from app.system import identity

__all__ = [
    "APPLICATION_ID",
    "DAMAGED",
    "EMPTIED",
    "FULL",
    "IO_FAILED",
    "LOCKED",
    "MISSING",
    "MOVED",
    "NETWORK",
    "NEWER",
    "NOT_A_DATABASE",
    "READ_ONLY",
    "SCHEMA",
    "SYNCED",
    "Connection",
    "Cursor",
    "Recording",
    "companions",
    "driver",
    "inspect",
    "is_in_place",
    "open_raw",
    "real_path",
    "silenced",
    "translated",
    "uri_of",
]

APPLICATION_ID = 0x565A5448  # "VZTH"
SCHEMA = 15
"""The number of migrations; stored as the file's user_version."""


class Cursor(Protocol):
    """What a statement gives: its rows, and how many it changed (DB-API 2.0, PEP 249)."""

    @property
    def description(self) -> Sequence[tuple[str, Any, Any, Any, Any, Any, Any]]:
        """The columns of a SELECT, their names first."""

    @property
    def rowcount(self) -> int:
        """How many rows an INSERT, UPDATE or DELETE changed."""

    @property
    def lastrowid(self) -> int:
        """The number of the row that the last INSERT made."""

    def fetchone(self) -> Any:
        """The next row, None after the last (`Any`: most statements have one for sure)."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows that are left."""

    def fetchmany(self, size: int = ..., /) -> list[tuple[Any, ...]]:
        """The next rows, at most `size`."""

    def __iter__(self) -> Iterator[tuple[Any, ...]]: ...


class Connection(Protocol):
    """A connection as this program uses it: the DB-API with what SQLite adds.

    sqlcipher3 ships no types; a test holds the names below against the driver's own.
    """

    prepared: bool
    """Whether the functions that lists need are known to it (`services.records.query`)."""
    place: object
    """Which files it works on, to see whether they were moved (`is_in_place`)."""

    recording: Recording
    """What the triggers of the change log ask it."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    @property
    def total_changes(self) -> int:
        """How many rows were changed since it was opened."""

    def execute(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ..., /
    ) -> Cursor:
        """Run one statement with bound values."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[object]], /) -> Cursor:
        """Run one statement for each set of values."""

    def commit(self) -> None:
        """End the transaction; what it did is kept."""

    def rollback(self) -> None:
        """End the transaction; what it did is gone."""

    def close(self) -> None:
        """Give the file back."""

    def set_progress_handler(self, handler: Callable[[], object] | None, steps: int, /) -> None:
        """Ask `handler` each so many steps of SQLite's machine whether to end the statement."""

    def interrupt(self) -> None:
        """End what another thread is running on it."""

    def backup(
        self,
        target: Connection,
        *,
        pages: int = ...,
        progress: Callable[[int, int, int], None] | None = ...,
        name: str = ...,
        sleep: float = ...,
    ) -> None:
        """Copy the database into another connection's."""

    def create_function(
        self,
        name: str,
        narg: int,
        function: Callable[..., object] | None,
        /,
        *,
        deterministic: bool = ...,
    ) -> None:
        """Make a Python function known to SQL."""

    def create_collation(self, name: str, function: Callable[[str, str], int] | None, /) -> None:
        """Make an order of texts known to SQL."""


NOT_A_DATABASE = N_(
    "“{file}” is not a Vztahy database, or it is encrypted with another key. "
    "The file was left untouched. Choose another file."
)
NEWER = N_(
    "“{file}” was written by a newer version of Vztahy. "
    "It was left untouched. Install the current version to open it."
)
READ_ONLY = N_(
    "“{file}” cannot be written. Nothing was changed. "
    "Check that the file is not write-protected and that you may write to its folder."
)
FULL = N_(
    "The disk is full. The last change was not saved, everything before it is safe. "
    "Free some space and save again."
)
LOCKED = N_(
    "Another program is using the database. The last change was not saved, "
    "everything before it is safe. Try again in a moment."
)
DAMAGED = N_(
    "The database “{file}” is damaged. Nothing was changed. "
    "Restore the last backup and keep the damaged file."
)
MISSING = N_("The file “{file}” cannot be opened. Check its name and that you may read it.")
EMPTIED = N_(
    "The database “{file}” is empty, but beside it lies a file with changes that belonged to it. "
    "Nothing was changed. Restore the last backup; both files are kept."
)
IO_FAILED = N_(
    "The disk with “{file}” cannot be read or written at the moment. The last change was not "
    "saved, everything before it is safe. Check the disk and its connection, and try again."
)
MOVED = N_(
    "The database “{file}” was moved, deleted or replaced while it was open. The last change was "
    "not saved. Close the program, put the file back or restore a backup, and start again."
)
NETWORK = N_(
    "“{file}” lies on a network drive, where a database can be damaged. "
    "Nothing was created. Choose a folder on this computer."
)

SYNCED = N_(
    "“{file}” lies in a folder that {service} copies to other computers; a database is damaged "
    "there. Nothing was created. Choose a folder that stays on this computer; its backups may lie "
    "in that of {service}."
)

_BY_TEXT = (
    ("not a database", NOT_A_DATABASE),
    ("file is encrypted", NOT_A_DATABASE),
    ("readonly", READ_ONLY),
    ("disk is full", FULL),
    ("database is locked", LOCKED),
    ("malformed", DAMAGED),
    ("could not decode to utf-8", DAMAGED),
    ("unable to open", MISSING),
    ("disk i/o error", IO_FAILED),
)
_MOVED = 1032  # SQLITE_READONLY_DBMOVED
_LITTLE = 1_000_000  # bytes: what is less room than this is the reason of a failed writing


def translated(error: BaseException, path: Path) -> UserError | None:
    """The known error behind a driver's (or SQLAlchemy's wrapped) exception, if it is one."""
    import sqlite3  # only SQLAlchemy's errors may be the standard library's

    cause = getattr(error, "orig", None) or error
    if not isinstance(cause, (driver.Error, sqlite3.Error)):
        return None
    if getattr(cause, "sqlite_errorcode", None) == _MOVED:
        return UserError(MOVED, file=path.name)
    text = str(cause).lower()
    for part, message in _BY_TEXT:
        if part in text:
            if message == IO_FAILED and _has_little_room(path):
                message = FULL  # noqa: PLW2901  what SQLite says when its own files cannot grow
            return UserError(message, file=path.name)
    return None


def _has_little_room(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _LITTLE
    except OSError:
        return False


def real_path(path: Path) -> Path:
    """The file that a path means, links followed: SQLite's own files lie beside it.

    Raises `UserError` where links lead nowhere.
    """
    found = Path(os.path.realpath(path))
    try:
        loop = stat.S_ISLNK(found.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        loop = False
    except OSError:
        loop = True
    if loop:
        raise UserError(MISSING, file=path.name)
    return found


def companions(path: Path) -> list[Path]:
    """The files that SQLite may keep beside a database; they belong to that very file."""
    return [Path(f"{path}{ending}") for ending in ("-wal", "-shm", "-journal")]


class _Connection(driver.Connection):  # type: ignore[misc]
    """The driver's connection, with what this program notes of it (see `Connection`)."""

    prepared = False
    recording: Recording
    place: object = None


def uri_of(path: PurePath) -> str:
    """The file of a database as SQLite wants it named (https://sqlite.org/uri.html).

    A share of a Windows network (``\\\\server\\share``) has an empty authority there, else SQLite
    answers that it knows no such authority.
    """
    text = str(path)
    for prefix, plain in (("\\\\?\\UNC\\", "\\\\"), ("\\\\?\\", "")):
        if text.upper().startswith(prefix):
            path = type(path)(plain + text[len(prefix) :])
            break
    uri = path.as_uri()
    return uri if uri.startswith("file:///") else uri.replace("file://", "file:////", 1)


def open_raw(
    path: Path, key: bytes | None = None, *, read_only: bool = False, create: bool = True
) -> Connection:
    """A connection with all pragmas set, in autocommit mode (transactions are explicit).

    `key` is the raw 32-byte key of an encrypted file; it is never logged nor put in a URL.
    Without `create` a file that is not there is an error. Raises `UserError` when the file cannot
    be opened or is no database.
    """
    path = real_path(path)
    mode = "ro" if read_only else "rwc" if create else "rw"
    for _ in range(_TRIES):
        try:
            return _opened(path, key, mode)
        except UserError as error:
            if error.message != MOVED:
                raise
    return _opened(path, key, mode)  # a backup took its place while it was being opened


_TRIES = 3


def _opened(path: Path, key: bytes | None, mode: str) -> Connection:
    before = identity(path)
    try:
        connection: Connection = driver.connect(
            f"{uri_of(path)}?mode={mode}",
            uri=True,
            timeout=5.0,
            isolation_level=None,
            factory=_Connection,
        )
        try:
            _configure(connection, key, read_only=mode == "ro")
            _make_known(connection)
            connection.place = _place(path)
            if before and before != identity(path):
                raise UserError(MOVED, file=path.name)
        except BaseException:
            connection.close()
            raise
    except driver.Error as error:
        if known := translated(error, path):
            raise known from error
        raise
    return connection


def _place(path: Path) -> tuple[object, object]:
    return identity(path), identity(_log_of(path))


@lru_cache(maxsize=8)
def _log_of(path: Path) -> Path:
    return companions(path)[0]  # asked with each transaction


def is_in_place(connection: Connection, path: Path) -> bool:
    """Whether what a connection writes still goes into the file at `path`.

    A file that was deleted or replaced takes changes until the program ends, and then they are
    gone. Windows lets nobody do that.
    """
    noted, now = connection.place, _place(path)
    if noted == (now[0], None):  # its log is made by the first change
        connection.place = noted = now
    return noted == now


CACHE = "PRAGMA cache_size = -32000"
"""How much of a file a connection keeps in memory: 32 MB."""


def _configure(connection: Connection, key: bytes | None, *, read_only: bool) -> None:
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    # The first statement that reads the file tells whether key and format are right. This one
    # leaves the schema unread: with its triggers that is some ten milliseconds.
    connection.execute("PRAGMA user_version").fetchone()
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    # Pages of an encrypted file are dear to read again; these take room only as they are used.
    connection.execute(CACHE)
    if not read_only:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")


def _make_known(connection: Connection) -> None:
    """The functions that the triggers call: without them no program can write unseen."""
    recording = connection.recording = Recording()
    connection.create_function("log_header", 0, lambda: recording.header)
    connection.create_function("log_spoken", 0, lambda: not recording.silent)
    connection.create_function("log_append", -1, recording.append)
    connection.create_function("log_last", 1, recording.last)


def inspect(path: Path, key: bytes | None = None) -> int:
    """The schema number of an existing file, 0 for an empty one, without changing a byte.

    Only a transaction that a crash cut off is taken back first, as SQLite does on opening. Raises
    `UserError` if it is not ours, from a newer version, or unreadable.
    """
    path = real_path(path)
    try:
        status = path.stat()
    except OSError as error:
        raise UserError(MISSING, file=path.name) from error
    if not stat.S_ISREG(status.st_mode):
        raise UserError(NOT_A_FILE, file=path.name)
    wal, _, journal = companions(path)
    if status.st_size == 0:
        if _holds_something(wal) or _holds_something(journal):
            raise UserError(EMPTIED, file=path.name)
        return 0
    if status.st_size < _LEAST:  # SQLite takes a file of one byte for an empty one
        raise UserError(NOT_A_DATABASE, file=path.name)
    if _holds_something(journal):
        _take_back(path, key)
    connection = open_raw(path, key, read_only=True)
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        is_empty = application != APPLICATION_ID and _is_empty(connection)
    except driver.Error as error:
        if known := translated(error, path):
            raise known from error
        raise
    finally:
        connection.close()
    if application != APPLICATION_ID:
        if is_empty:
            return 0
        raise UserError(NOT_A_DATABASE, file=path.name)
    if schema > SCHEMA:
        raise UserError(NEWER, file=path.name)
    return int(schema)


def _is_empty(connection: Connection) -> bool:
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(objects == 0)


_LEAST = 512  # bytes: the smallest page (https://sqlite.org/fileformat.html)


def _holds_something(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _take_back(path: Path, key: bytes | None) -> None:
    """Let SQLite take back what a crash cut off: who only reads may not."""
    try:
        connection = driver.connect(f"{uri_of(path)}?mode=rw", uri=True, isolation_level=None)
        try:
            if key is not None:
                connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()
    except driver.Error as error:
        if known := translated(error, path):
            raise known from error
        raise
