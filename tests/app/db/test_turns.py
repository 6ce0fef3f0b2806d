from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.db import turns
from app.db.connection import LOCKED
from app.db.store import Store
from app.errors import UserError
from tests.factories import held

ROOT = Path(__file__).parents[3]
GREEDY = """
import sys
from pathlib import Path
from app.db.store import Store
store = Store(Path(sys.argv[1]))
with store.in_bulk():
    print("begun", flush=True)
    number = 0
    while store.meta("stop") is None:
        with store.keeping() as connection:
            for _ in range(300):
                number += 1
                connection.execute(
                    "INSERT OR REPLACE INTO meta (id, value) VALUES ('large', ?)", (number,))
                if store.somebody_waits():
                    break
store.close()
"""


@contextmanager
def greedy(path: Path) -> Iterator[None]:
    """A process that writes one transaction after the other, without a breath."""
    process = subprocess.Popen(
        [sys.executable, "-c", GREEDY, str(path)], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout
    with process.stdout:
        try:
            assert process.stdout.readline().strip() == b"begun"
            yield
            assert process.poll() is None, "it wrote all the while"
        except BaseException:
            process.kill()
            raise
        finally:
            process.wait(60)


def test_it_is_everybodys_turn_though_another_process_writes_without_a_breath(
    store: Store,
) -> None:
    with greedy(store.path):
        for number in range(50):
            with store.keeping() as connection:
                connection.execute(
                    "INSERT OR REPLACE INTO meta (id, value) VALUES ('small', ?)", (number,)
                )
        store.set_meta("stop", "")
    assert store.meta("small") == "49"
    assert not list(store.path.parent.glob("*.turn*"))


def test_who_waits_is_told_how_long_and_that_it_is_over(store: Store) -> None:
    told: list[float] = []
    store.waiting = told.append
    store.set_meta("a", "1")
    assert told == [], "nobody waited"
    with held(store.path, 0.5):
        store.set_meta("a", "2")
    assert store.meta("a") == "2"
    assert told[-1] == 0
    assert told[:-1] == sorted(told[:-1])
    assert told[-2] > 0.2


def test_in_the_end_waiting_is_given_up_in_words(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.2)
    monkeypatch.setattr(turns, "_BUSY", 0)
    with held(store.path, 30), pytest.raises(UserError) as caught:
        store.set_meta("a", "1")
    assert caught.value.message == LOCKED
    assert store.meta("a") is None
    store.set_meta("a", "2")
    assert store.meta("a") == "2"


def test_what_a_killed_process_left_at_the_gate_stops_nobody(store: Store) -> None:
    gate = store.path.with_name(f".{store.path.name}.turn.lock")
    gate.touch()
    assert store.somebody_waits()
    begun = time.monotonic()
    with store.in_bulk(), store.keeping() as connection:
        connection.execute("INSERT INTO meta (id, value) VALUES ('a', '1')")
    assert time.monotonic() - begun < turns.PATIENCE / 2
    assert not gate.exists()
    assert not store.somebody_waits()
