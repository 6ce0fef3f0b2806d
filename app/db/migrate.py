"""Migrations by Alembic, configured in code, with a backup before each."""

from __future__ import annotations

import contextlib
import secrets
import tempfile
from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from app.db import derived, log, registry, search_index, upgrades
from app.db.connection import APPLICATION_ID, SCHEMA, Connection, driver, open_raw
from app.db.statements import quoted
from app.db.tables import Base
from app.paths import ROOT
from app.progress import Progress

SCRIPTS = ROOT / "app" / "db" / "migrations"


def migrate(path: Path, key: bytes | None, schema: int) -> Path | None:
    """Bring `path` to the current schema and give the backup made before, if it held data.

    A new file is built beside its place and renamed into it, so that a crash leaves nothing
    half done. Raises the driver's errors.
    """
    if schema == 0:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".vztahy-") as folder:
            fresh = Path(folder) / "new.db"
            _upgrade(fresh, key)
            fresh.replace(path)
        return None
    backup = path.with_name(f"{path.stem}-{datetime.now():%Y%m%d-%H%M%S}-schema{schema}.db")
    copy_database(path, backup, key)
    _upgrade(path, key)
    return backup


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


def new_replica() -> str:
    """A random 128-bit number for one incarnation of a database."""
    return secrets.token_hex(16)


_PAGES = 2_000  # of a database that are copied between two looks


def copy_database(
    source: Path,
    target: Path,
    key: bytes | None,
    told: Progress | None = None,
) -> None:
    """A consistent copy of a database, written beside `target` and renamed into place.

    `told` is given the pages that are done, and all of them; it may raise to give up.
    """

    def step(_status: int, remaining: int, total: int) -> None:
        if told:
            told(total - remaining, total)

    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".vztahy-") as folder:
        fresh = Path(folder) / "copy.db"
        reader = open_raw(source, key, read_only=True)
        try:
            writer = open_raw(fresh, key)
            try:
                reader.backup(writer, pages=_PAGES if told else -1, progress=step)
                writer.execute("PRAGMA journal_mode = DELETE")  # a backup is one single file
            finally:
                writer.close()
        finally:
            reader.close()
        fresh.replace(target)
