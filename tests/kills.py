"""Kills: a process that works on a database dies at a random moment, again and again.

A *worker* is a function of a test module, `(path, say, chance)`: it works on the database at `path`
and calls `say` with one line for each thing that it has acknowledged. `killed` runs it in a process
of its own, ends that with SIGKILL at a moment that `chance` chooses, and gives the lines that it
said before. `sound` opens what is left behind as the program does, and looks whether it is whole.

    def adds(path: Path, say: Say, chance: random.Random) -> None:
        store = open_store(path)
        say(BEGUN)
        while True:
            say(make(store, "person"))

    @pytest.mark.parametrize("number", rounds(few=3, many=300))
    def test_nothing_acknowledged_is_lost(tmp_path: Path, number: int) -> None:
        said = killed(adds, tmp_path / "kraj.db", number, longest=0.5)
        with sound(tmp_path / "kraj.db") as store: ...
"""

from __future__ import annotations

import contextlib
import importlib
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from app.db.store import Store
from app.services.care.checking import check
from app.services.office import open_store

Say = Callable[[str], None]
Worker = Callable[[Path, Say, random.Random], None]

BEGUN = "begun"
"""What a worker says when it is ready; the time until it is killed begins then."""
ENDED = "ended"
"""What is said last where a worker came to its end before it was killed."""

_START = 60  # seconds until a worker must have begun


def rounds(*, few: int, many: int) -> list[Any]:
    """The numbers of the rounds of a test: `few` each time, the rest up to `many` at night.

    The variable VZTAHY_KILLS, where it is set, says how many there are at night.
    """
    night = int(os.environ.get("VZTAHY_KILLS", many))
    return [
        *range(few),
        *(pytest.param(number, marks=pytest.mark.nightly) for number in range(few, night)),
    ]


def killed(
    worker: Worker, path: Path, seed: int, *, longest: float, arguments: Sequence[str] = ()
) -> list[str]:
    """Run `worker` on `path`, kill it within `longest` seconds, and give what it said.

    `seed` chooses the moment and what the worker does. The processes that it started die with it.
    `arguments` are put into `sys.argv[1:]` of the worker.
    """
    chance = random.Random(seed)
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.kills",
            f"{worker.__module__}:{worker.__qualname__}",
            str(path),
            str(seed),
            *arguments,
        ],
        cwd=Path(__file__).parents[1],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stdout
    assert process.stderr
    said: list[str] = []
    begun = threading.Event()

    def listen() -> None:
        assert process.stdout
        for line in process.stdout:
            if line.rstrip("\n") == BEGUN:
                begun.set()
            elif line.endswith("\n"):  # half a line was not said
                said.append(line.rstrip("\n"))
        begun.set()

    # A full pipe would stop the worker in the middle of a sentence.
    reader = threading.Thread(target=listen)
    reader.start()
    try:
        assert begun.wait(_START), "the worker did not begin"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0, longest))
    finally:
        _kill(process)
        reader.join()
        errors = process.stderr.read()
        process.stdout.close()
        process.stderr.close()
    assert process.returncode in (0, _KILLED), errors
    return said


_KILLED = 1 if sys.platform == "win32" else -signal.SIGKILL


def _kill(process: subprocess.Popen[str]) -> None:
    """End a process, and those that it started, without a last word."""
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextlib.contextmanager
def sound(path: Path, *, key: bytes | None = None, beside: Sequence[str] = ()) -> Iterator[Store]:
    """Open what a kill has left as the program does; it opens, is whole, and nothing is left over.

    Once it is closed again the folder holds the database, the file of its lock, and files whose
    names match `beside`; nothing else.
    """
    store = open_store(path, key)
    try:
        found = check(store)
        assert found == [], found
        yield store
    finally:
        store.close()
    usual = (path.name, f"{path.name}.import", f"{path.name}-wal", f"{path.name}-shm")
    left = [
        item.name
        for item in path.parent.iterdir()
        if item.name not in usual and not any(item.match(pattern) for pattern in beside)
    ]
    assert left == [], left


def _main() -> None:
    name, path, seed, *arguments = sys.argv[1:]
    module, _, function = name.partition(":")
    sys.argv[1:] = arguments

    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    getattr(importlib.import_module(module), function)(Path(path), say, random.Random(int(seed)))
    say(ENDED)


if __name__ == "__main__":
    _main()
