"""Backups, restoring, and the check that a database is what its log says."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from app.db.connection import Connection, driver, inspect, open_raw
from app.db.store import Store
from app.errors import UserError
from app.i18n import N_
from app.services.documents import stored_contents

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

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

    def told(done: int, total: int) -> None:
        if cancelled and cancelled():
            raise UserError(BACKUP_CANCELLED)
        if progress:
            progress(done, total)

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


class Finding(NamedTuple):
    """One thing that is wrong: a message id and its values."""

    message: str
    values: dict[str, object]


CHECK_CANCELLED = N_("The check was cancelled. Nothing was changed.")


def check(
    store: Store, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> list[Finding]:
    """Compare the tables with a replay of the log, verify the hashes, references and contents.

    Gives what is wrong; an empty list means that the database is sound. `progress` counts the
    bytes of stored files. Raises `UserError` when it was cancelled. A job, too.
    """

    def told(done: int, total: int) -> None:
        if cancelled and cancelled():
            raise UserError(CHECK_CANCELLED)
        if progress:
            progress(done, total)

    with store.reading() as connection:
        return [
            *_check_file(connection),
            *(Finding(*found) for found in stored_contents.check(connection, told)),
            *_check_streams(connection),
            *_check_hashes(connection),
            *_check_replay(connection),
        ]


def _check_file(connection: Connection) -> list[Finding]:
    found = []
    for (text,) in connection.execute("PRAGMA integrity_check").fetchall():
        if text != "ok":
            found.append(Finding(N_("The file is damaged: {detail}"), {"detail": text}))
    for table, row, target, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        found.append(
            Finding(
                N_("A row of “{table}” refers to a missing row of “{target}” ({row})."),
                {"table": table, "target": target, "row": row},
            )
        )
    return found


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
    with tempfile.TemporaryDirectory(prefix="vztahy-check-") as folder:
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
    connection: Connection, table: str, row_id: str, kind: str, data: dict[str, object]
) -> None:
    if kind == "insert":
        columns = ", ".join(f'"{name}"' for name in data)
        marks = ", ".join("?" * len(data))
        connection.execute(
            f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', tuple(data.values())
        )
    elif kind == "delete":
        connection.execute(f'DELETE FROM "{table}" WHERE id = ?', (row_id,))
    elif data:
        names = ", ".join(f'"{name}" = ?' for name in data)
        values = [pair[1] for pair in data.values()]  # type: ignore[index]
        connection.execute(f'UPDATE "{table}" SET {names} WHERE id = ?', (*values, row_id))
