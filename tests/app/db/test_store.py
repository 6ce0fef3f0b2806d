from __future__ import annotations

import os
import secrets
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from app.db import turns
from app.db.connection import SCHEMA, open_raw
from app.db.store import Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.services.office import open_store
from app.services.records.records import apply
from tests.factories import count, make


def refused(path: Path, key: bytes | None = None) -> str:
    """Open a file that must be refused; gives the reason after checking that it is untouched."""
    before = path.read_bytes()
    names = sorted(os.listdir(path.parent))
    with pytest.raises(UserError) as caught:
        Store(path, key)
    assert path.read_bytes() == before
    assert sorted(os.listdir(path.parent)) == names
    return str(caught.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dopis.db"
    path.write_bytes(b"Vazeni pratele, " * 1000)
    assert "not a Vztahy database" in refused(path)


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    connection.close()
    assert "not a Vztahy database" in refused(path)


def test_a_database_of_a_newer_version_is_refused(store: Store, tmp_path: Path) -> None:
    store.close()
    connection = open_raw(store.path)
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    assert "newer version" in refused(store.path)


def test_an_encrypted_database_opens_only_with_its_key(tmp_path: Path) -> None:
    key = secrets.token_bytes(32)
    path = tmp_path / "secret.db"
    store = open_store(path, key)
    person = make(store, "person", family_name="Tajemná")
    store.close()
    assert b"Tajemn" not in path.read_bytes()
    assert "another key" in refused(path)
    assert "another key" in refused(path, secrets.token_bytes(32))
    again = open_store(path, key)
    assert count(again, "person") == 1
    assert person
    again.close()


def test_a_network_drive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.db.store.is_network_path", lambda _path: True)
    with pytest.raises(UserError, match="network drive"):
        Store(tmp_path / "new.db")
    assert not os.listdir(tmp_path)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    store = open_store(tmp_path / "a" / "b" / "c.db")
    assert count(store, "person") == 0
    store.close()


def test_a_full_disk_gives_a_clear_message_and_loses_nothing(store: Store) -> None:
    make(store, "person", family_name="První")
    raw = store._write_connection()
    (pages,) = raw.execute("PRAGMA page_count").fetchone()
    raw.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(UserError, match="disk is full"):
        make(store, "person", family_name="Druhá", note="x" * 100_000)
    assert count(store, "person") == 1


def test_a_locked_database_gives_a_clear_message(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.2)
    other = open_raw(store.path)
    other.execute("BEGIN IMMEDIATE")
    store._write_connection().execute("PRAGMA busy_timeout = 1")
    with pytest.raises(UserError, match="Another program"):
        make(store, "person")
    other.rollback()
    other.close()
    make(store, "person")
    assert count(store, "person") == 1


@pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="the administrator may write everywhere",
)
def test_a_read_only_file_is_refused(store: Store) -> None:
    store.close()
    store.path.chmod(0o400)
    with pytest.raises(UserError, match="cannot be written"):
        make(Store(store.path), "person")


def test_readings_nest_and_see_one_state(store: Store) -> None:
    make(store, "person")
    with store.reading() as outer, store.reading() as inner:
        assert outer is inner
        assert inner.in_transaction
    with store.reading() as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (1,)


def test_a_killed_process_loses_at_most_what_was_not_saved(store: Store) -> None:
    store.close()
    script = """
import os, sys
from pathlib import Path
from app.services.office import open_store
from app.services.records.records import apply
from tests.factories import make
store = open_store(Path(sys.argv[1]))
make(store, "person", family_name="Uložená")
with store.writing("half") as writer:
    writer.connection.execute("INSERT INTO person (id, family_name) VALUES ('x', 'Nedopsaná')")
    os._exit(9)
"""
    done = subprocess.run([sys.executable, "-c", script, str(store.path)], check=False)
    assert done.returncode == 9
    from app.services.care.checking import check

    again = open_store(store.path)
    with again.reading() as connection:
        names = connection.execute("SELECT family_name FROM person").fetchall()
    assert names == [("Uložená",)]
    assert check(again) == []
    again.close()


def test_saving_needs_no_orm(store: Store) -> None:
    import subprocess
    import sys

    key = make(store, "person")
    store.close()
    program = (
        "import sys; from pathlib import Path; from app.entities import ENTITIES;"
        "from app.services.office import open_store; from app.services.records.records import save;"
        "store = open_store(Path(sys.argv[1]));"
        "save(store, ENTITIES['person'], sys.argv[2], 10**9, {'diet': 'x'});"
        "print('sqlalchemy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(store.path), key],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert done.stdout.strip() == "False", done.stderr


def test_bulk_work_leaves_the_connection_as_it_was(store: Store) -> None:
    def settings() -> list[int]:
        names = ("synchronous", "cache_size", "wal_autocheckpoint")
        return [store.write_view().execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    before = settings()
    assert before == [2, -32000, 1000]
    with pytest.raises(ZeroDivisionError), store.in_bulk():
        assert settings() != before
        make(store, "person")
        raise ZeroDivisionError
    assert settings() == before
    assert count(store, "person") == 1


def save_person(writer: Writer) -> None:
    apply(writer, ENTITIES["person"], None, {"family_name": "Malý"})
