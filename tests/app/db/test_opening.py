"""Files that are no sound database, that change under the program, or that several open at once."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from app import files
from app.db.connection import (
    EMPTIED,
    FULL,
    IO_FAILED,
    MISSING,
    MOVED,
    READ_ONLY,
    driver,
    open_raw,
    translated,
    uri_of,
)
from app.db.store import Store
from app.errors import UserError
from app.services.care.checking import check
from app.services.office import open_store
from tests.factories import count, make

pytestmark = pytest.mark.created_anew

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
ROOT = Path(__file__).parents[3]


def message(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        Store(path)
    return caught.value.message


def crashed(store: Store, folder: Path) -> Path:
    """A copy of a database as a crash would leave it: with a log that holds changes."""
    make(store, "person", family_name="V logu")
    place = folder / "crashed.db"
    for ending in ("", "-wal", "-shm"):
        shutil.copyfile(f"{store.path}{ending}", f"{place}{ending}")
    return place


def test_the_log_of_a_deleted_database_is_not_applied_to_a_new_one(
    store: Store, tmp_path: Path
) -> None:
    path = crashed(store, tmp_path)
    log = Path(f"{path}-wal").read_bytes()
    path.unlink()
    new = open_store(path)
    assert count(new, "person") == 0
    assert check(new) == []
    new.close()
    (kept,) = tmp_path.glob("crashed-left-*.db-wal")
    assert kept.read_bytes() == log


def test_an_empty_file_with_a_log_beside_it_is_no_new_database(
    store: Store, tmp_path: Path
) -> None:
    path = crashed(store, tmp_path)
    path.write_bytes(b"")
    before = {item.name: item.read_bytes() for item in tmp_path.glob("crashed*")}
    assert message(path) == EMPTIED
    assert {item.name: item.read_bytes() for item in tmp_path.glob("crashed*")} == before


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    path.touch()
    store = open_store(path)
    assert count(store, "person") == 0
    store.close()


def test_a_transaction_that_a_crash_cut_off_is_taken_back(store: Store, tmp_path: Path) -> None:
    """A hot journal: whoever only reads may not take it back."""
    make(store, "person")
    store.close()
    raw = open_raw(store.path)
    raw.execute("PRAGMA journal_mode = DELETE")
    raw.execute("PRAGMA cache_size = 1")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("CREATE TABLE filler (x)")
    raw.executemany("INSERT INTO filler VALUES (?)", [("x" * 3000,) for _ in range(200)])
    place = tmp_path / "cut.db"
    for ending in ("", "-journal"):
        shutil.copyfile(f"{store.path}{ending}", f"{place}{ending}")
    raw.execute("ROLLBACK")
    raw.close()
    assert Path(f"{place}-journal").stat().st_size
    found = open_store(place)
    assert count(found, "person") == 1
    assert check(found) == []
    found.close()


@pytest.mark.parametrize("size", [1, 15, 16, 100, 511])
def test_a_little_file_is_no_database_and_stays(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(b"S" * size)
    assert "not a Vztahy database" in message(path)
    assert path.read_bytes() == b"S" * size


@unix
def test_pipes_and_devices_are_no_databases(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert message(tmp_path / "pipe") == files.NOT_A_FILE
    assert stat.S_ISFIFO((tmp_path / "pipe").lstat().st_mode)
    assert message(Path("/dev/null")) == files.NOT_A_FILE
    assert message(tmp_path) == files.NOT_A_FILE


@unix
def test_links_are_followed_and_stay(store: Store, tmp_path: Path) -> None:
    make(store, "person")
    store.close()
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(store.path)
    again = open_store(link)
    make(again, "person")
    again.close()
    assert link.is_symlink()
    assert [item.name for item in link.parent.iterdir()] == ["link.db"]
    assert count(open_store(store.path), "person") == 2


@unix
def test_links_in_a_circle_are_said(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert message(tmp_path / "loop") == MISSING


@unix
def test_a_new_database_is_for_its_user_alone(store: Store) -> None:
    make(store, "person")
    for file in store.path.parent.glob(f"{store.path.name}*"):
        if file.suffix != ".import":  # holds nothing
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


@unix
@pytest.mark.parametrize("ending", ["", "-wal"])
@pytest.mark.parametrize("replaced", [False, True])
def test_a_database_that_is_gone_acknowledges_nothing(
    store: Store, tmp_path: Path, ending: str, replaced: bool
) -> None:
    make(store, "person")
    file = Path(f"{store.path}{ending}")
    data = file.read_bytes()
    file.rename(tmp_path / "away")
    if replaced:
        file.write_bytes(data)
    with pytest.raises(UserError) as caught:
        make(store, "person")
    assert caught.value.message == MOVED
    with pytest.raises(UserError, match="moved, deleted or replaced"):
        store.set_meta("a", "b")
    with pytest.raises(UserError, match="moved, deleted or replaced"), store.keeping():
        pass
    if not replaced:
        (tmp_path / "away").rename(file)
        make(store, "person")  # it is back
        assert count(store, "person") == 2


def test_a_database_that_is_gone_is_not_made_anew(store: Store) -> None:
    store.close()
    store.path.unlink()
    with pytest.raises(UserError) as caught, store.reading():
        pass
    assert caught.value.message == MISSING
    with pytest.raises(UserError):
        Store(store.path, create=False)
    assert not store.path.exists()


def test_the_connections_of_a_thread_end_with_it(store: Store) -> None:
    import gc
    import weakref

    seen: list[object] = []

    def work() -> None:
        with store.reading() as outer:
            seen.append(weakref.ref(outer))
            with store.writing("nothing") as writer:
                seen.append(weakref.ref(writer.connection))

    for _ in range(3):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    gc.collect()
    assert len(seen) == 6
    assert [ref() for ref in seen] == [None] * 6  # type: ignore[operator]


PROGRAM = """
import sys
from pathlib import Path
from app.services.office import open_store
from tests.factories import make
sys.stdin.readline()
store = open_store(Path(sys.argv[1]))
print(make(store, "person", family_name=sys.argv[2]), flush=True)
store.close()
"""


def together(path: Path, number: int) -> list[str]:
    """What processes said that worked on a database at the same time."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(path), f"Osoba{index}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for index in range(number)
    ]  # fmt: skip
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    said = []
    for process in processes:
        out, _ = process.communicate()
        assert process.returncode == 0
        said += out.split()
    return said


@pytest.mark.parametrize(
    "number", [0, *(pytest.param(n, marks=pytest.mark.nightly) for n in range(1, 20))]
)
def test_of_several_processes_one_makes_the_database(tmp_path: Path, number: int) -> None:
    path = tmp_path / "new.db"
    said = together(path, 2 + number % 3)
    store = open_store(path)
    with store.reading() as connection:
        ids = {key for (key,) in connection.execute("SELECT id FROM person")}
    assert ids == set(said)
    assert check(store) == []
    store.close()
    assert sorted(item.name for item in tmp_path.iterdir()) in (
        ["new.db"],
        ["new.db", "new.db.import"],
    )


def test_of_several_processes_one_migrates(store: Store, tmp_path: Path) -> None:
    make(store, "person")
    store.close()
    raw = open_raw(store.path)
    raw.execute("PRAGMA user_version = 1")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    together(store.path, 3)
    assert len(list(tmp_path.glob("*-schema1.db"))) == 1
    again = open_store(store.path)
    assert count(again, "person") == 4
    again.close()


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PureWindowsPath(r"\\server\share\a b.db"), "file:////server/share/a%20b.db"),
        (PureWindowsPath(r"\\?\UNC\server\share\x.db"), "file:////server/share/x.db"),
        (PureWindowsPath(r"C:\x\č?.db"), "file:///C:/x/%C4%8D%3F.db"),
        (PureWindowsPath(r"\\?\C:\x.db"), "file:///C:/x.db"),
        (PurePosixPath("/x/a#b.db"), "file:///x/a%23b.db"),
    ],
)
def test_how_sqlite_wants_files_named(path: PureWindowsPath | PurePosixPath, uri: str) -> None:
    assert uri_of(path) == uri


def test_a_failing_disk_is_only_full_when_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = driver.OperationalError("disk I/O error")
    found = translated(error, tmp_path / "a.db")
    assert found
    assert found.message == IO_FAILED
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=10))
    found = translated(error, tmp_path / "a.db")
    assert found
    assert found.message == FULL


def test_a_failure_of_another_file_does_not_name_the_database(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught, store.reading():
        (tmp_path / "missing.docx").read_bytes()
    assert caught.value.message == files.CANNOT_USE
    assert caught.value.values["file"] == "missing.docx"
    with pytest.raises(UserError) as caught, store.reading():
        raise PermissionError(13, "Permission denied", str(store.path))
    assert caught.value.message == READ_ONLY
    with pytest.raises(BrokenPipeError), store.reading():
        raise BrokenPipeError(32, "Broken pipe")
