from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import files
from app.errors import UserError
from app.system import computer

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def test_a_file_is_written_for_its_user_alone_and_nothing_else_stays(tmp_path: Path) -> None:
    target = tmp_path / "new" / "a.txt"
    files.write_text(target, "Ústí\r\n")
    assert target.read_bytes() == "Ústí\r\n".encode()
    assert names(target.parent) == ["a.txt"]
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_what_raises_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), files.writing(target) as fresh:
        fresh.write_text("half")
        raise ZeroDivisionError
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


def link(path: Path) -> None:
    path.with_name("kept").write_text("kept")
    path.symlink_to("kept")


@unix
@pytest.mark.parametrize(
    "make",
    [os.mkfifo, link, lambda path: path.symlink_to("nothing"), lambda path: path.symlink_to(path)],
    ids=["pipe", "link", "link to nothing", "loop"],
)  # fmt: skip
def test_only_ordinary_files_are_replaced(tmp_path: Path, make: Callable[[Path], None]) -> None:
    target = tmp_path / "target"
    make(target)
    before = (names(tmp_path), target.lstat())
    with pytest.raises(UserError) as caught:
        files.write_bytes(target, b"new")
    assert caught.value.message == files.NOT_A_FILE
    assert (names(tmp_path), target.lstat()) == before


@unix
def test_where_no_file_can_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "file" / "a", tmp_path / "loop" / "a", tmp_path / "folder"):
        with pytest.raises(UserError) as caught:
            files.write_bytes(target, b"new")
        assert caught.value.message == files.CANNOT_WRITE


@unix
def test_no_room_is_said_and_nothing_stays(tmp_path: Path) -> None:
    import resource

    target = tmp_path / "a.txt"
    target.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(UserError) as caught:
            files.write_bytes(target, b"x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.message == files.NO_ROOM
    assert target.read_text() == "old"
    assert names(tmp_path) == ["a.txt"]


@unix
def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError) as caught:
        files.check_source(tmp_path / "pipe")
    assert caught.value.message == files.NOT_A_FILE
    files.check_source(tmp_path / "missing")
    files.check_source(tmp_path)


def left(process: int, owner: str = "") -> str:
    return f".vztahy-{owner or computer()}-{process}-abc"


def test_only_what_killed_processes_of_this_computer_left_is_swept(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = [left(ended.pid), f"vztahy-copy-{computer()}-{ended.pid}-abc"]
    stays = [left(os.getpid()), left(ended.pid, "00000000"), ".vztahy-notes", "vztahy-auto-1-2.db"]
    for name in (*gone, *stays):
        (tmp_path / name).mkdir()
        copy = tmp_path / name / "copy.txt"
        copy.write_text("x")
        copy.chmod(stat.S_IREAD)
    (tmp_path / f"{left(ended.pid)}.db-wal").write_text("x")
    files.sweep(tmp_path, tmp_path / "missing")
    assert names(tmp_path) == sorted(stays)


def test_a_killed_process_leaves_what_the_next_one_removes(tmp_path: Path) -> None:
    script = (
        "import os, sys, signal; from pathlib import Path; from app import files\n"
        "with files.folder_beside(Path(sys.argv[1])) as folder, "
        "files.writing(Path(sys.argv[1])) as fresh:\n"
        "    (folder / 'half').write_text('x'); fresh.write_text('half')\n"
        "    os._exit(9)"
    )
    target = tmp_path / "a.txt"
    subprocess.run([sys.executable, "-c", script, str(target)], check=False)
    assert len(names(tmp_path)) == 2
    files.write_text(target, "whole")
    assert names(tmp_path) == ["a.txt"]
