"""Files of 100 MB: how much memory they take, that a backup holds them, and what a kill leaves."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.db import contents
from app.db.store import Store
from app.exchange.documents.store import add_file, add_version
from app.services.care.backup import backup
from app.services.care.checking import check
from app.services.documents import documents, stored_contents
from app.services.office import open_store
from tests.factories import count

SIZE = 100 * 2**20

pytestmark = pytest.mark.nightly


def large(path: Path, size: int = SIZE) -> Path:
    """A text file that SQLite and the file system cannot make smaller, each megabyte different."""
    with path.open("wb") as stream:
        for number in range(size // contents.CHUNK):
            line = b"%08d Albansko a jeho sousede\n" % number
            stream.write((line * (contents.CHUNK // len(line) + 1))[: contents.CHUNK])
    return path


CHILD = """
import sys
from pathlib import Path
from app.exchange.documents.store import add_file
from app.services.office import open_store
def told(done, total):
    print(done, total, flush=True)
if __name__ == "__main__":
    store = open_store(Path(sys.argv[1]))
    add_file(store, Path(sys.argv[2]), progress=told)
    print("stored", flush=True)
    # The most of this program since its start; what getrusage gives is inherited.
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            print("memory", line.split()[1], flush=True)
    store.close()
"""


def adding(tmp_path: Path, database: Path, file: Path) -> subprocess.Popen[str]:
    script = tmp_path / "add.py"
    script.write_text(CHILD, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script), str(database), str(file)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
        env=None,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is counted in kilobytes here")
def test_adding_100_mb_takes_no_memory_of_that_size(tmp_path: Path) -> None:
    """A few megabytes, of which the text that a search finds is the largest part."""
    peaks = {}
    for size in (2**20, SIZE):
        file = large(tmp_path / f"{size}.txt", size)
        with adding(tmp_path, tmp_path / f"{size}.db", file) as process:
            assert process.stdout
            lines = process.stdout.read().splitlines()
        assert process.returncode == 0
        peaks[size] = next(int(line.split()[1]) * 1024 for line in lines if "memory" in line)
    small, big = peaks[2**20], peaks[SIZE]
    sys.stdout.write(f"memory: {small / 2**20:.0f} MB, with 100 MB {big / 2**20:.0f} MB\n")
    assert big - small < SIZE // 2


def test_a_backup_of_100_mb_holds_it_byte_for_byte(store: Store, tmp_path: Path) -> None:
    file = large(tmp_path / "velky.txt")
    document_id, _ = add_file(store, file)
    backup(store, tmp_path / "zaloha.db")
    copy = open_store(tmp_path / "zaloha.db")
    try:
        with copy.reading() as connection:
            assert list(stored_contents.check(connection)) == []
            (version,) = documents.versions(connection, document_id)
            documents.extract_to(connection, version.id, tmp_path / "ven.txt")
    finally:
        copy.close()
    with file.open("rb") as one, (tmp_path / "ven.txt").open("rb") as other:
        while data := one.read(contents.CHUNK):
            assert other.read(contents.CHUNK) == data
        assert other.read(1) == b""


@pytest.mark.parametrize("share", [0.2, 0.499, 0.51, 0.6, 0.8, 0.95, 0.99, 1.0])
def test_a_kill_leaves_the_old_state_or_the_new_one(tmp_path: Path, share: float) -> None:
    """The process is killed at points of reading and of storing, the last ones about the commit."""
    database = tmp_path / "vztahy.db"
    before = tmp_path / "stary.txt"
    before.write_bytes(b"stary")
    store = open_store(database)
    old, _ = add_file(store, before)
    store.close()
    file = large(tmp_path / "velky.txt", 12 * 2**20)
    with adding(tmp_path, database, file) as process:
        assert process.stdout
        for line in process.stdout:
            if line == "stored\n":
                break
            done, total = map(int, line.split())
            if done >= share * total:
                break
        if share == 1.0:
            time.sleep(0.02)  # within the commit, or just behind it
        process.kill()
    store = open_store(database)
    try:
        assert check(store) == []
        found = count(store, "document")
        assert found in (1, 2)
        assert count(store, "document_version") == count(store, "content") == found
        with store.reading() as connection:
            for (key,) in connection.execute("SELECT id FROM document").fetchall():
                (version,) = documents.versions(connection, key)
                source = before if key == old else file
                documents.extract_to(connection, version.id, tmp_path / "ven")
                assert (tmp_path / "ven").read_bytes() == source.read_bytes()
        # Whatever was left, storing it again gives the new state.
        document_id, _ = add_file(store, file)
        assert count(store, "document") == 2
        add_version(store, document_id, before)
        assert check(store) == []
    finally:
        store.close()
