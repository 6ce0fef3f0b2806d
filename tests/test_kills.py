"""The harness of kills finds what it is to find: a worker that says what it has not done."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.services.office import open_store
from tests.factories import count, make
from tests.kills import BEGUN, ENDED, Say, killed, rounds, sound


def adds(path: Path, say: Say, _chance: random.Random) -> None:
    store = open_store(path)
    say(BEGUN)
    while True:
        say(make(store, "person"))


def leaves_a_file(path: Path, say: Say, _chance: random.Random) -> None:
    open_store(path).close()
    (path.parent / ".vztahy-half").write_text("half", encoding="utf-8")
    say(BEGUN)


def fails(_path: Path, say: Say, _chance: random.Random) -> None:
    say(BEGUN)
    raise ZeroDivisionError


@pytest.mark.parametrize("number", rounds(few=2, many=300))
def test_what_was_saved_before_a_kill_is_there(tmp_path: Path, number: int) -> None:
    path = tmp_path / "kraj.db"
    said = killed(adds, path, number, longest=0.4)
    assert ENDED not in said
    with sound(path) as store:
        assert count(store, "person") - len(said) in (0, 1)  # the last one may be unsaid
        with store.reading() as connection:
            there = {key for (key,) in connection.execute("SELECT id FROM person")}
        assert there >= set(said)


def test_what_a_kill_leaves_beside_the_database_is_found(tmp_path: Path) -> None:
    said = killed(leaves_a_file, tmp_path / "kraj.db", 1, longest=5)
    assert said == [ENDED]
    with pytest.raises(AssertionError, match="vztahy-half"), sound(tmp_path / "kraj.db"):
        pass


def test_a_worker_that_fails_by_itself_is_no_kill(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        killed(fails, tmp_path / "kraj.db", 1, longest=5)
