"""Kills in a restore, a backup, a migration, and while two processes open a new database."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from app.db.connection import open_raw
from app.db.store import Store
from app.services.care.backup import backup, restore
from app.services.care.soundness import is_sound
from app.services.office import open_store
from tests.factories import make
from tests.kills import BEGUN, Say, killed, rounds, sound

RESTORING, RESTORED = "restoring", "restored"


def ids(store: Store) -> set[str]:
    with store.reading() as connection:
        return {key for (key,) in connection.execute("SELECT id FROM person")}


def restores(path: Path, say: Say, chance: random.Random) -> None:
    say(BEGUN)
    while True:
        say(RESTORING)
        restore(path.parent / "backups" / "b.db", path)
        say(RESTORED)
        store = open_store(path)
        for _ in range(chance.randrange(3)):
            say(make(store, "person"))
        store.close()


@pytest.mark.parametrize("number", rounds(few=3, many=300))
def test_a_kill_in_a_restore_leaves_the_old_database_or_the_new_one(
    store: Store, number: int
) -> None:
    backed_up = {make(store, "person")}
    backup(store, store.path.parent / "backups" / "b.db")
    since = backed_up | {make(store, "person")}
    store.close()
    said = killed(restores, store.path, number, longest=1.5)
    before: set[str] = set()
    for line in said:
        if line == RESTORING:
            before, since = since, set(backed_up)
        elif line != RESTORED:
            since.add(line)
    last = [line for line in said if line in (RESTORING, RESTORED)][-1:]
    beside = ("backups", "*-before-restore-*.db")
    with sound(store.path, beside=beside) as again:
        allowed = [before, backed_up] if last == [RESTORING] else [since]
        assert ids(again) in allowed
    assert all(is_sound(kept) for kept in store.path.parent.glob("*-before-restore-*.db"))
    assert [item.name for item in (store.path.parent / "backups").iterdir()] == ["b.db"]


def backs_up(path: Path, say: Say, chance: random.Random) -> None:
    store = open_store(path)
    say(BEGUN)
    number = 0
    while True:
        made = make(store, "person")
        target = path.parent / "backups" / f"{number % 3}.db"
        backup(store, target)
        say(f"{target.name} {made}")
        number += 1


@pytest.mark.parametrize("number", rounds(few=2, many=300))
def test_a_kill_in_a_backup_leaves_whole_backups_only(store: Store, number: int) -> None:
    store.close()
    said = killed(backs_up, store.path, number, longest=1.0)
    made = dict(line.split() for line in said)  # of each file the last one
    folder = store.path.parent / "backups"
    with sound(store.path, beside=("backups",)) as again:
        known = ids(again)
        assert {line.split()[1] for line in said} <= known
    assert [item.name for item in folder.glob(".*")] == [], "swept at the start"
    for file in folder.glob("*"):
        assert is_sound(file)
        copy = Store(file)
        assert made.get(file.name) is None or made[file.name] in ids(copy)
        copy.close()
    assert set(made) <= {file.name for file in folder.glob("*.db")}


def migrates(path: Path, say: Say, chance: random.Random) -> None:
    say(BEGUN)
    while True:
        store = open_store(path)
        say(make(store, "person"))
        store.close()
        raw = open_raw(path)
        raw.execute("PRAGMA user_version = 1")
        raw.close()


@pytest.mark.parametrize("number", rounds(few=2, many=300))
def test_a_kill_in_a_migration_loses_nothing(store: Store, number: int) -> None:
    made = {make(store, "person")}
    store.close()
    raw = open_raw(store.path)
    raw.execute("PRAGMA user_version = 1")
    raw.close()
    made |= set(killed(migrates, store.path, number, longest=2.5))
    with sound(store.path, beside=("*-schema1*.db",)) as again:
        assert made <= ids(again)
    assert all(is_sound(kept) for kept in store.path.parent.glob("*-schema1*.db"))


def opens(path: Path, say: Say, chance: random.Random) -> None:
    say(BEGUN)
    store = open_store(path)
    while True:
        say(make(store, "person"))


@pytest.mark.parametrize("number", rounds(few=2, many=300))
def test_kills_of_two_that_open_a_new_database_lose_nothing(tmp_path: Path, number: int) -> None:
    path = tmp_path / "new.db"
    said: list[str] = []

    def work(seed: int) -> None:
        said.extend(killed(opens, path, seed, longest=3.0))

    threads = [threading.Thread(target=work, args=(2 * number + half,)) for half in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sound(path) as store:
        assert set(said) <= ids(store)
        with store.reading() as connection:
            assert connection.execute('SELECT count(*) FROM "user"').fetchone() == (1,)
