"""Migrations by Alembic, configured in code, with a backup before each."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from app import files
from app.db import derived, log, registry, search_index, upgrades
from app.db.connection import (
    APPLICATION_ID,
    FULL,
    IO_FAILED,
    MISSING,
    READ_ONLY,
    SCHEMA,
    Connection,
    companions,
    driver,
    open_raw,
    translated,
)
from app.db.place import new_replica
from app.db.statements import quoted
from app.db.tables import Base
from app.errors import UserError
from app.paths import ROOT
from app.progress import Progress

SCRIPTS = ROOT / "app" / "db" / "migrations"


def migrate(path: Path, key: bytes | None, schema: int) -> Path | None:
    """Bring `path` to the current schema and give the backup made before, if it held data.

    A new file is built beside its place and renamed into it, so that a crash leaves nothing
    half done. The caller sees to it that one process does this at a time (`files.alone`). Raises
    the driver's errors.
    """
    if schema == 0:
        with files.folder_beside(path) as folder:
            fresh = folder / "new.db"
            _upgrade(fresh, key)
            put_database(fresh, path)
        return None
    backup = free_place(path, f"{datetime.now():%Y%m%d-%H%M%S}-schema{schema}")
    copy_database(path, backup, key)
    _upgrade(path, key)
    return backup


def free_place(path: Path, word: str) -> Path:
    """A name beside a database that nothing has yet: that of the database, and `word`."""
    place, number = path.with_name(f"{path.stem}-{word}.db"), 1
    while any(item.exists() for item in (place, *companions(place))):
        number += 1
        place = path.with_name(f"{path.stem}-{word}-{number}.db")
    return place


def put_database(fresh: Path, path: Path) -> None:
    """Rename a complete database that nobody has open to `path`, flushed, for its user alone.

    What SQLite kept beside the file that stood there goes first: it would be applied to the new
    one. What a file that is gone left behind is renamed, since it may hold the only trace of
    changes. Raises `OSError`.
    """
    fresh.chmod(0o600)
    files.flush(fresh)
    wal, shm, journal = companions(path)
    if not path.exists() and wal.exists() and wal.stat().st_size:
        kept = free_place(path, f"left-{datetime.now():%Y%m%d-%H%M%S}")
        wal.replace(companions(kept)[0])
    for companion in (wal, shm, journal):
        companion.unlink(missing_ok=True)
    files.put(fresh, path)


def _upgrade(path: Path, key: bytes | None) -> None:
    connection = open_raw(path, key)
    try:
        # Rebuilding a parent table with foreign keys on would delete its children.
        connection.execute("PRAGMA foreign_keys = OFF")
        engine = create_engine(
            "sqlite://", module=driver, creator=lambda: connection, poolclass=StaticPool
        )
        # One transaction for everything: a migration that fails leaves nothing half done.
        event.listen(engine, "begin", lambda bound: bound.exec_driver_sql("BEGIN IMMEDIATE"))
        with engine.begin() as bound:
            _drop_triggers(connection)
            run_scripts(bound)
            prepare(connection)
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"{len(broken)} broken references after the migration")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        with contextlib.suppress(driver.Error):
            connection.close()


def run_scripts(bound: object) -> None:
    """Run the migrations that the database of a SQLAlchemy connection lacks.

    They log nothing: its triggers, which name tables and columns as they were, are gone meanwhile.
    """
    script = ScriptDirectory(str(SCRIPTS))
    context = MigrationContext.configure(
        bound,  # type: ignore[arg-type]
        opts={
            "target_metadata": Base.metadata,
            "render_as_batch": True,
            "fn": lambda revision, _context: script._upgrade_revs("head", revision),
        },
    )
    with Operations.context(context):
        context.run_migrations()


def _drop_triggers(connection: Connection) -> None:
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {quoted(name)}")


def prepare(connection: Connection) -> None:
    """What follows every migration: triggers, derived columns, identity, version.

    What a migration changes in logged columns is written under a header (`app.db.upgrades`).
    """
    (before,) = connection.execute("PRAGMA user_version").fetchone()
    connection.execute(
        "INSERT OR IGNORE INTO meta (id, value) VALUES ('replica', ?)", (new_replica(),)
    )
    log.install(connection, Base.metadata)
    registry.install(connection)
    log.seal_labels(connection)
    upgrades.run(connection, before)
    search_index.create(connection)
    derived.rebuild(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")


_PAGES = 2_000  # of a database that are copied between two looks


def copy_database(
    source: Path,
    target: Path,
    key: bytes | None,
    told: Progress | None = None,
) -> None:
    """A consistent copy of a database in one file, written beside `target` and renamed into place.

    `told` is given the pages that are done, and all of them; it may raise to give up. Raises
    `UserError` that names the file which failed.
    """
    files.check_target(target)
    reader = open_raw(source, key, read_only=True)
    try:
        with files.known_errors(target), files.folder_beside(target) as folder:
            fresh = folder / "copy.db"
            copy_pages(reader, source, fresh, target, key, told)
            put_database(fresh, target)
    finally:
        reader.close()


def copy_pages(
    reader: Connection,
    source: Path,
    fresh: Path,
    target: Path,
    key: bytes | None,
    told: Progress | None = None,
) -> None:
    """Copy what `reader` sees of `source` into the new file `fresh`, which is to become `target`.

    Raises `UserError` that names `source` or `target`.
    """

    def step(_status: int, remaining: int, total: int) -> None:
        if told:
            told(total - remaining, total)

    try:
        writer = open_raw(fresh, key)
        try:
            reader.backup(writer, pages=_PAGES if told else -1, progress=step)
            writer.execute("PRAGMA journal_mode = DELETE")  # a backup is one single file
        finally:
            writer.close()
    except (driver.Error, UserError) as error:
        known = error if isinstance(error, UserError) else translated(error, source)
        if known and known.message == FULL:
            raise UserError(files.NO_ROOM, file=target.name) from error
        if known and known.message in (MISSING, READ_ONLY, IO_FAILED):
            raise UserError(files.CANNOT_WRITE, file=target.name) from error
        if known:
            raise known from error
        raise
