from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from app.db import place
from app.db.store import Store
from app.services.care.backup import backup
from app.services.care.checking import check
from app.services.office import open_store
from tests.factories import make


def replica(path: Path) -> str:
    store = open_store(path)
    found = store.meta("replica")
    store.close()
    assert found
    return found


def test_a_database_that_is_opened_again_is_the_same_replica(store: Store) -> None:
    before = store.meta("replica")
    store.close()
    assert replica(store.path) == before


def test_a_copied_file_is_a_new_replica_and_numbers_anew(store: Store, tmp_path: Path) -> None:
    make(store, "person")
    store.close()
    copy = tmp_path / "jinde" / "vztahy.db"
    copy.parent.mkdir()
    shutil.copy(store.path, copy)
    original = replica(store.path)
    assert replica(copy) != original
    again = open_store(copy)
    make(again, "person", family_name="V kopii")
    with again.reading() as connection:
        streams = dict(
            connection.execute("SELECT replica, max(seq) FROM log_header GROUP BY replica")
        )
        vector = connection.execute(
            "SELECT vector FROM log_header WHERE replica = ?", (again.meta("replica"),)
        ).fetchone()
    assert streams == {original: 2, again.meta("replica"): 1}
    assert vector == (f'{{"{original}": 2}}',)
    assert check(again) == []
    again.close()
    assert replica(copy) == replica(copy), "it becomes a new one only once"
    assert replica(store.path) == original, "the original stays what it is"


def test_a_file_in_the_place_of_another_is_a_new_replica(store: Store, tmp_path: Path) -> None:
    backup(store, tmp_path / "z.db")
    before = store.meta("replica")
    store.close()
    (tmp_path / "z.db").replace(store.path)
    assert replica(store.path) != before


def test_a_disk_in_another_computer_is_a_new_replica(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.meta("replica")
    store.close()
    monkeypatch.setattr(place, "machine", lambda: "another")
    assert replica(store.path) != before


def test_the_fingerprint_tells_nothing_of_the_place(store: Store) -> None:
    kept = store.meta("place")
    assert kept
    assert len(kept) == 64
    assert store.path.name not in kept


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_the_file_is_the_same_place(store: Store, tmp_path: Path) -> None:
    link = tmp_path / "odkaz.db"
    link.symlink_to(store.path)
    assert place.fingerprint(link) == place.fingerprint(store.path)
