from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# What tests start says UTF-8 on Windows, too, where Qt knows no fonts without a screen.
os.environ["PYTHONIOENCODING"] = "utf-8"
if sys.platform == "win32":
    os.environ.setdefault("QT_QPA_FONTDIR", str(Path(__file__).parent.parent / "resources/fonts"))
os.environ["VZTAHY_LANGUAGE"] = "cs"  # commands answer in Czech, whoever runs the tests

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import settings

from app.db import migrate
from app.db.connection import open_raw
from app.db.place import new_replica
from app.db.store import Store
from app.paths import DEMO_DATA
from app.services.office import open_store

# Machines are shared: how long an example takes says nothing.
settings.register_profile("vztahy", deadline=None)
# A changed program is to be judged by the same examples each time.
settings.register_profile("mutation", deadline=None, derandomize=True, database=None)
settings.load_profile("vztahy")


@pytest.fixture(autouse=True)
def thread_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that is run in a test listens to threads that fail; the next test does not."""
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new database as the migrations make it, without an author or a place."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    migrate._upgrade(path, None)
    return path


@pytest.fixture(autouse=True)
def quick_creation(
    request: pytest.FixtureRequest, empty_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new plain database is a copy of one that was migrated once, with a number of its own.

    A test about migrations says `@pytest.mark.created_anew`; other processes always do the work.
    """
    if request.node.get_closest_marker("created_anew"):
        return
    upgrade = migrate._upgrade

    def copied(path: Path, key: bytes | None) -> None:
        if key is not None or path.exists():
            upgrade(path, key)
            return
        shutil.copyfile(empty_file, path)
        with contextlib.closing(open_raw(path, None)) as connection:
            connection.execute("UPDATE meta SET value = ? WHERE id = 'replica'", (new_replica(),))
            connection.commit()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    monkeypatch.setattr(migrate, "_upgrade", copied)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = open_store(tmp_path / "vztahy.db")
    yield found
    found.close()


@pytest.fixture(scope="session")
def loaded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from app.exchange.datasets.importing import import_dataset

    path = tmp_path_factory.mktemp("loaded") / "loaded.db"
    found = open_store(path)
    import_dataset(found, DEMO_DATA)
    found.close()
    return path


@pytest.fixture
def loaded(loaded_file: Path, tmp_path: Path) -> Iterator[Store]:
    """A database with the sample data, a fresh copy for each test."""
    from app.db.migrate import copy_database

    copy_database(loaded_file, tmp_path / "loaded.db", None)
    found = open_store(tmp_path / "loaded.db")
    yield found
    found.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample data and the invented people, made once: to be copied."""
    from app.exchange.demo import load_demo

    path = tmp_path_factory.mktemp("demo") / "demo.db"
    found = open_store(path)
    load_demo(found, date(2026, 11, 23))
    found.close()
    return path


@pytest.fixture
def record_id() -> Callable[[Store, str, str], str]:
    def find(store: Store, entity: str, external: str) -> str:
        with store.reading() as connection:
            (found,) = connection.execute(
                "SELECT record_id FROM external_id WHERE entity = ? AND value = ?",
                (entity, external),
            ).fetchone()
        return str(found)

    return find
