"""What a restore does with what it meets: damaged backups, damaged databases, full disks, kills."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import files
from app.db.connection import NEWER, SCHEMA, open_raw, silenced
from app.db.store import Store
from app.errors import UserError
from app.services.care import backup as module
from app.services.care.backup import backup, put_back, restore
from app.services.care.checking import check
from app.services.care.recovery import contents
from app.services.office import open_store
from tests.factories import count, make

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
ROOT = Path(__file__).parents[4]


@pytest.fixture
def copy(store: Store, tmp_path: Path) -> Path:
    """A backup with one person; the database has two."""
    make(store, "person", family_name="Zálohovaná")
    target = tmp_path / "elsewhere" / "z.db"
    backup(store, target)
    make(store, "person", family_name="Pozdější")
    store.close()
    return target


def state(folder: Path) -> dict[str, bytes]:
    return {item.name: item.read_bytes() for item in folder.iterdir() if item.is_file()}


def names(path: Path) -> list[str]:
    found = open_store(path)
    with found.reading() as connection:
        rows = connection.execute("SELECT family_name FROM person ORDER BY id").fetchall()
    assert check(found) == []
    found.close()
    return [name for (name,) in rows]


def page_of_zeros(data: bytearray) -> None:
    data[8192:12288] = bytes(4096)


def cut_in_half(data: bytearray) -> None:
    del data[len(data) // 2 :]


def torn_header(data: bytearray) -> None:
    data[:16] = b"x" * 16


DAMAGES = [page_of_zeros, cut_in_half, torn_header]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_not_restored(
    store: Store, copy: Path, damage: Callable[[bytearray], None]
) -> None:
    data = bytearray(copy.read_bytes())
    damage(data)
    copy.write_bytes(data)
    before = state(store.path.parent)
    with pytest.raises(UserError):
        restore(copy, store.path)
    after = state(store.path.parent)
    assert after.pop(f"{store.path.name}-wal", b"") == before.pop(f"{store.path.name}-wal", b"")
    after.pop(f"{store.path.name}-shm", None)
    before.pop(f"{store.path.name}-shm", None)
    assert after == before
    assert names(store.path) == ["Zálohovaná", "Pozdější"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_backup_takes_the_place_of_a_damaged_database_which_is_kept(
    store: Store, copy: Path, damage: Callable[[bytearray], None]
) -> None:
    data = bytearray(store.path.read_bytes())
    damage(data)
    store.path.write_bytes(data)
    kept = restore(copy, store.path)
    assert kept is not None
    assert kept.name.startswith("vztahy-damaged-") or kept.name.startswith("vztahy-before-")
    if "damaged" in kept.name:
        assert kept.read_bytes() == data
    assert names(store.path) == ["Zálohovaná"]


def test_the_log_of_a_damaged_database_is_kept_with_it_and_not_applied(
    store: Store, copy: Path, tmp_path: Path
) -> None:
    again = open_store(store.path)
    make(again, "person", family_name="V logu")
    place = tmp_path / "crashed" / "c.db"
    place.parent.mkdir()
    for ending in ("", "-wal", "-shm"):
        shutil.copyfile(f"{store.path}{ending}", f"{place}{ending}")
    again.close()
    log = Path(f"{place}-wal").read_bytes()
    assert log
    place.write_bytes(b"")
    kept = restore(copy, place)
    assert kept
    assert Path(f"{kept}-wal").read_bytes() == log
    assert names(place) == ["Zálohovaná"]


def test_a_stale_log_beside_a_missing_database_is_not_applied(
    store: Store, copy: Path, tmp_path: Path
) -> None:
    again = open_store(store.path)
    make(again, "person", family_name="V logu")
    place = tmp_path / "gone" / "g.db"
    place.parent.mkdir()
    shutil.copyfile(f"{store.path}-wal", f"{place}-wal")
    again.close()
    assert restore(copy, place) is None
    assert names(place) == ["Zálohovaná"]


def test_two_restores_of_one_second_keep_both(store: Store, copy: Path) -> None:
    kept = {restore(copy, store.path) for _ in range(3)}
    assert len(kept) == 3
    assert all(path and path.exists() for path in kept)


def test_a_newer_database_is_not_replaced(store: Store, copy: Path) -> None:
    raw = open_raw(store.path)
    raw.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    raw.execute("PRAGMA journal_mode = DELETE")
    raw.close()
    before = store.path.read_bytes()
    with pytest.raises(UserError) as caught:
        restore(copy, store.path)
    assert caught.value.message == NEWER
    assert store.path.read_bytes() == before


@unix
def test_nothing_but_a_file_is_replaced(copy: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError) as caught:
        restore(copy, tmp_path / "pipe")
    assert caught.value.message == files.NOT_A_FILE
    (tmp_path / "loop").symlink_to("loop")
    for place in (tmp_path / "loop", tmp_path / "loop" / "a.db"):
        with pytest.raises(UserError):
            restore(copy, place)
    with pytest.raises(UserError):
        restore(tmp_path / "pipe", tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


@unix
def test_what_is_restored_and_kept_is_for_its_user_alone(store: Store, copy: Path) -> None:
    store.path.chmod(0o644)
    kept = restore(copy, store.path)
    assert kept
    for file in (copy, kept, store.path):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_neither_the_log_nor_an_open_database_is_overwritten_by_a_backup(
    store: Store, tmp_path: Path
) -> None:
    make(store, "person")
    for ending in ("-wal", "-shm", "-journal"):
        with pytest.raises(UserError, match="cannot be the database itself"):
            backup(store, Path(f"{store.path}{ending}"))
    other = open_store(tmp_path / "other.db")
    make(other, "person")
    with pytest.raises(UserError) as caught:
        backup(store, other.path)
    assert caught.value.message == files.IN_USE
    other.close()
    assert count(store, "person") == 1


def test_whoever_was_erased_is_erased_again_when_only_other_copies_know(
    store: Store, tmp_path: Path
) -> None:
    from app.services.privacy.erasure import erase

    gone = make(store, "person", family_name="Qxžebrovská")
    backup(store, tmp_path / "old.db")
    erase(store, gone)
    backup(store, tmp_path / "new.db")
    store.close()
    store.path.write_bytes(b"rubbish" * 1000)
    done = put_back(tmp_path / "old.db", store.path, copies=[tmp_path / "new.db"])
    assert not done.erased_known
    assert names(store.path) == []
    assert "Qxžebrovská".encode() not in store.path.read_bytes()


def test_what_a_backup_holds(store: Store, copy: Path) -> None:
    found = contents(copy)
    assert found.counts["person"] == 1
    assert found.last_change is not None
    data = bytearray(copy.read_bytes())
    page_of_zeros(data)
    copy.write_bytes(data)
    with pytest.raises(UserError):
        contents(copy)


LIMITED = """
import resource, sys
from pathlib import Path
from app.errors import UserError
from app.services.care.backup import restore
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    restore(Path(sys.argv[1]), Path(sys.argv[2]))
except UserError as error:
    print(error.message)
"""


@unix
@pytest.mark.parametrize("part", [0.01, 0.5, 0.95, 1.05])
def test_a_restore_without_room_says_so_and_leaves_everything(
    store: Store, copy: Path, part: float
) -> None:
    """A limit of the size of files: what a full disk is to the program, without being one."""
    limit = int(copy.stat().st_size * part)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(copy), str(store.path), str(limit)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    if done.stdout:
        assert done.stdout.strip() in (files.NO_ROOM, files.CANNOT_WRITE, module.OPEN_ELSEWHERE)
        assert names(store.path) == ["Zálohovaná", "Pozdější"]
        assert not list(store.path.parent.glob(".*"))
    else:
        assert part > 1
        assert names(store.path) == ["Zálohovaná"]


@pytest.mark.nightly
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a disk")
@pytest.mark.parametrize("kilobytes", [*range(900, 4200, 150)])
def test_a_restore_on_a_full_disk_says_so_and_leaves_everything(
    store: Store, copy: Path, tmp_path: Path, kilobytes: int
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(disk)], check=True
    )
    try:
        place = disk / "vztahy.db"
        try:
            shutil.copyfile(store.path, place)
        except OSError:
            pytest.skip("not even the database has room")
        try:
            restore(copy, place)
        except UserError as error:
            said = error.message
        else:
            said = ""
        if said:
            assert said in (files.NO_ROOM, files.CANNOT_WRITE)
            assert [item.name for item in disk.iterdir() if item.name.startswith(".")] == []
            (tmp_path / "look").mkdir()
            for item in disk.glob("vztahy.db*"):
                shutil.copyfile(item, tmp_path / "look" / item.name)
            assert names(tmp_path / "look" / "vztahy.db") == ["Zálohovaná", "Pozdější"]
        else:
            assert (disk / "vztahy.db").stat().st_size
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_an_unexpected_error_is_explained_by_damage_only(loaded: Store) -> None:
    from app.services.care.recovery import explained

    loaded.close()
    assert explained(KeyError("x"), loaded.path) is None
    raw = open_raw(loaded.path)
    with silenced(raw):
        raw.execute("UPDATE organisation SET kind = 'unix' WHERE ico = '70892156'")
    raw.close()
    found = explained(KeyError("unix"), loaded.path)
    assert found
    assert "is damaged" in found.message
