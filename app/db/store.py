"""The store: one database file, read and written in explicit transactions."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app import files
from app.db import place
from app.db.connection import (
    CACHE,
    FULL,
    MOVED,
    NETWORK,
    READ_ONLY,
    SCHEMA,
    Connection,
    companions,
    inspect,
    is_in_place,
    open_raw,
    real_path,
    translated,
)
from app.db.statements import put_value
from app.db.turns import Turns, Waiting
from app.errors import UserError
from app.i18n import N_
from app.system import is_network_path

if TYPE_CHECKING:
    from uuid_utils import UUID

BUSY = N_("The database is being written by another part of the program. Try again in a moment.")


Remark = tuple[str, Mapping[str, object]]


@dataclass(frozen=True)
class Changes:
    """What a transaction changed: ids of rows by entity, and the id of its log header.

    Records whose owned rows changed are listed too. `remarks` say (message ids with their
    values) what followed that the person did not type and is told.
    """

    header: str
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows)

    def ids(self, entity: str) -> frozenset[str]:
        """The changed rows of an entity (by its table's name)."""
        return self.rows.get(entity, frozenset())

    def __reduce__(self) -> tuple[object, ...]:
        # From a worker process to the window: a hundred thousand texts in one are taken in at once.
        rows = {name: "\n".join(ids) for name, ids in self.rows.items()}
        return _unpacked, (self.header, rows, self.remarks)


def _unpacked(header: str, rows: Mapping[str, str], remarks: tuple[Remark, ...]) -> Changes:
    found = {name: frozenset(ids.split("\n")) for name, ids in rows.items()}
    return Changes(header, found, remarks)


class Writer:
    """A transaction that is being written on `connection`, under the log's `header`."""

    def __init__(self, connection: Connection, header: str) -> None:
        self.connection = connection
        self.header = header
        self.changes = Changes(header)
        self.remarks: list[Remark] = []

    def remark(self, message: str, **values: object) -> None:
        """Tell the person what follows from what they did; `message` is a message id."""
        if (message, values) not in self.remarks:
            self.remarks.append((message, values))

    def touch(self, table: str, row_id: str) -> None:
        """Say that a row is needed, though nothing in it changes: a deletion that does not know
        of it will not hold. References in rows do so by themselves."""
        self.connection.recording.refer(table, row_id)

    @contextlib.contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that leaves nothing behind when it raises; the rest of the transaction goes on."""
        self.connection.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK TO part")
            self.connection.execute("RELEASE part")
            raise
        self.connection.execute("RELEASE part")


class Store:
    """One database file. Each thread has its own connections; writes come one at a time.

    A thread reads and writes through one connection, whose cache stays warm when it wrote itself.
    Where it writes while it reads, or reads while it writes, the inner one takes a second
    connection: a reading keeps its view, and what is being written is not seen before it is done.

    `key` is the raw 32-byte key of an encrypted file. `user_id` is the author of changes.
    `waiting` is told, in the thread that waits, how many seconds it has waited for another process
    that writes (`turns.Waiting`).
    """

    def __init__(self, path: Path, key: bytes | None = None, *, create: bool = True) -> None:
        """Open `path`, creating (if `create`) or migrating it when needed.

        Links are followed: `path` of the store is the file itself. Of several processes that
        create or migrate it, one does. Raises `UserError` when the file is not ours, newer,
        damaged, read-only or on a network drive; it is then left untouched.
        """
        files.check_name(path)
        self.path = path = real_path(path)
        self.key = key
        self.user_id: str | None = None
        self._local = threading.local()
        self._writing = threading.Lock()
        self._turns = Turns(path)
        self.waiting: Waiting | None = None
        try:
            self._prepare(create=create)
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, create: bool) -> None:
        if is_network_path(self.path):
            raise UserError(NETWORK, file=self.path.name)
        try:
            if self._schema(create=create) < SCHEMA or files.is_occupied(self.path):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with files.alone(self.path):
                    schema = self._schema(create=create)  # another process may have been first
                    if schema < SCHEMA:
                        from app.db.migrate import migrate

                        with self.known_errors():
                            migrate(self.path, self.key, schema)
        except OSError as error:
            if files.is_full(error):
                raise UserError(files.NO_ROOM, file=self.path.name) from error
            raise self._told(error) or UserError(READ_ONLY, file=self.path.name) from error
        with self.known_errors():
            self._resume(self._connection())

    def _schema(self, *, create: bool) -> int:
        if create and not self.path.exists():
            return 0
        return inspect(self.path, self.key)

    def _resume(self, connection: Connection) -> None:
        place.settle(connection, self.path)
        row = connection.execute("SELECT value FROM meta WHERE id = 'user'").fetchone()
        self.user_id = row[0] if row else None

    @contextlib.contextmanager
    def known_errors(self) -> Iterator[None]:
        """Turn known database failures into `UserError`s; all others pass through.

        A failure of the system is told of the file that it names, which may be another one.
        """
        try:
            yield
        except OSError as error:
            if known := self._told(error):
                raise known from error
            raise
        except Exception as error:
            if known := translated(error, self.path):
                raise known from error
            raise

    def _told(self, error: OSError) -> UserError | None:
        if files.is_full(error):
            return UserError(FULL)
        if not error.filename:
            return None
        named = Path(os.fsdecode(error.filename))
        if named in companions(self.path) or files.is_part(named, self.path):
            return UserError(READ_ONLY, file=self.path.name)
        return UserError(files.CANNOT_USE, file=named.name, why=files.Reason.of(error))

    def _connection(self) -> Connection:
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._open()
        return connection

    def _open(self) -> Connection:
        """A connection of this thread alone: it is closed at the latest when the thread ends.

        Nobody else holds it, so that it goes with what is local to the thread.
        """
        return open_raw(self.path, self.key, create=False)

    def _still_there(self, connection: Connection) -> None:
        """Raise `UserError` before anything is acknowledged that would be lost."""
        if not is_in_place(connection, self.path):
            raise UserError(MOVED, file=self.path.name)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view of the database for plain SQL; nested readings share one view."""
        connection = self._connection()
        if connection is getattr(self._local, "writing", None):
            connection = self._second_connection()
        with self.known_errors():
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextlib.contextmanager
    def _write_alone(self) -> Iterator[Connection]:
        """The connection of this thread to write through, while nobody else writes."""
        if not self._writing.acquire(timeout=30):
            raise UserError(BUSY)
        try:
            with self.known_errors():
                connection = self._write_connection()
                self._local.writing = connection
                try:
                    yield connection
                finally:
                    self._local.writing = None
        finally:
            self._writing.release()

    @contextlib.contextmanager
    def writing(
        self,
        label: str,
        *,
        batch: str | None = None,
        undoes: str | None = None,
        before_commit: Callable[[Writer], None] | None = None,
        derive: bool = True,
    ) -> Iterator[Writer]:
        """A transaction with its log header; `label` is the message id of what is being done.

        Committed when the block ends, rolled back when it raises or changes nothing. What
        changed stands in `writer.changes` afterwards. Without `derive` the caller has written the
        derived columns, and fills the search index when all is done.
        """
        from app.db import derived, log

        with self._write_alone() as connection:
            self._begin(connection)
            try:
                header = log.open_header(
                    connection, user_id=self.user_id, label=label, batch=batch, undoes=undoes
                )
                writer = Writer(connection, header)
                yield writer
                if before_commit:
                    before_commit(writer)
                if log.is_empty(connection, header):
                    connection.rollback()
                    return
                lost = log.former_owners(connection, header) if derive else {}
                recording = connection.recording
                deletes = None if recording.is_unsure else recording.deletes
                touched = log.close_header(connection, header)
                if derive:
                    whole = () if deletes is None else touched.keys() - deletes
                    derived.refresh(connection, touched, lost, whole=whole)
                self._still_there(connection)
                connection.commit()
            except BaseException:
                connection.recording.settled.clear()
                if connection.in_transaction:
                    connection.rollback()
                raise
            finally:
                connection.recording.end()
            writer.changes = Changes(
                header,
                {table: frozenset(ids) for table, ids in touched.items()},
                tuple(writer.remarks),
            )

    def _begin(self, connection: Connection) -> None:
        # A deferred read-then-write raises "database is locked" despite a busy timeout.
        much = getattr(self._local, "much", False)
        self._turns.begin(connection, much=much, waiting=self.waiting)

    def somebody_waits(self) -> bool:
        """Whether another process waits to write: large work ends its transaction then."""
        return self._turns.somebody_waits()

    @contextlib.contextmanager
    def keeping(self) -> Iterator[Connection]:
        """A transaction of what is not logged: contents by their fingerprint."""
        with self._write_alone() as connection:
            self._begin(connection)
            try:
                yield connection
                self._still_there(connection)
                connection.commit()
            except BaseException:
                if connection.in_transaction:
                    connection.rollback()
                raise

    @contextlib.contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Much is written by this thread: more pages are kept, and fewer are written twice.

        No single transaction waits for the disk. After a cut of power the last ones may be missing,
        never one in between; whoever writes in bulk takes such a part back (`services.batches`).
        """
        connection = self._write_connection()
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -56000")
        connection.execute("PRAGMA wal_autocheckpoint = 50000")
        self._local.much = True
        try:
            yield
        finally:
            self._local.much = False
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA wal_autocheckpoint = 1000")
            connection.execute(CACHE)
            # Keep the log small; what is being read by others stays in it until the next time.
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def compact(self) -> None:
        """Write the file anew, without the remains of what was deleted, and empty its log.

        Raises `UserError` while another program reads or writes the database, or when the disk
        is full; the database is sound then, but the remains may still lie in the file.
        """
        with self._write_alone() as connection:
            # The index forgets a deleted text only when its parts are merged.
            connection.execute("INSERT INTO search (search) VALUES ('optimize')")
            # The copy of a large file needs no memory, but what is encrypted stays in it.
            connection.execute(f"PRAGMA temp_store = {'FILE' if self.key is None else 'MEMORY'}")
            try:
                connection.execute("VACUUM")
            finally:
                connection.execute("PRAGMA temp_store = MEMORY")
            (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise UserError(BUSY)

    def write_view(self) -> Connection:
        """What the transaction of this thread sees while it writes; for reading only."""
        return getattr(self._local, "writing", None) or self._write_connection()

    def _write_connection(self) -> Connection:
        connection = self._connection()
        return self._second_connection() if connection.in_transaction else connection

    def _second_connection(self) -> Connection:
        connection: Connection | None = getattr(self._local, "second", None)
        if connection is None:
            connection = self._local.second = self._open()
        return connection

    def set_user(self, user_id: str) -> None:
        """Remember who works on this computer: the author of the changes to come."""
        self.set_meta("user", user_id)
        self.user_id = user_id

    def meta(self, name: str) -> str | None:
        """A fact about this very database (never logged, never travels)."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE id = ?", (name,)).fetchone()
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Store a fact about this very database."""
        if connection := getattr(self._local, "writing", None):
            self._still_there(connection)
            with self.known_errors():
                put_value(connection, "meta", name, value)
        else:
            with self.keeping() as connection:
                put_value(connection, "meta", name, value)

    def close(self) -> None:
        """Close the connections of this thread (those of other threads end with them)."""
        for name in ("connection", "second"):
            connection = getattr(self._local, name, None)
            if connection is not None:
                connection.close()
                setattr(self._local, name, None)


def new_id() -> str:
    """A new row id: UUIDv7, so that rows made together lie together (RFC 9562)."""
    import uuid_utils

    return str(uuid_utils.uuid7())


def link_id(*parts: str) -> str:
    """The id that follows from `parts`: the same on every computer (UUIDv5)."""
    uuid5, links = _links()
    return str(uuid5(links, "\x1f".join(parts)))


@cache
def _links() -> tuple[Callable[[UUID, str], UUID], UUID]:
    """What makes ids, and the namespace of all ids that follow from something."""
    from uuid_utils import UUID, uuid5

    return uuid5, UUID("6f6c1c5e-2a35-5c7e-9d0e-0f5b3f1f7a11")
