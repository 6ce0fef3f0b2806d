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
from app.i18n import Language, translator
from app.services.office import open_store
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
    target.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), files.writing(target) as fresh:
        fresh.write_text("half", encoding="utf-8")
        raise ZeroDivisionError
    assert target.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.txt"]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    path.with_name("kept").write_text("kept", encoding="utf-8")
    path.symlink_to("kept")


@unix
@pytest.mark.parametrize(
    "make",
    [pipe, link, lambda path: path.symlink_to("nothing"), lambda path: path.symlink_to(path)],
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
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "file" / "a", tmp_path / "loop" / "a"):
        with pytest.raises(UserError) as caught:
            files.write_bytes(target, b"new")
        assert caught.value.message == files.CANNOT_WRITE
    with pytest.raises(UserError) as caught:
        files.write_bytes(tmp_path / "folder", b"new")
    assert caught.value.message == files.IS_FOLDER


@unix
def test_no_room_is_said_and_nothing_stays(tmp_path: Path) -> None:
    import resource

    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(UserError) as caught:
            files.write_bytes(target, b"x" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.message == files.NO_ROOM
    assert target.read_text(encoding="utf-8") == "old"
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
        copy.write_text("x", encoding="utf-8")
        copy.chmod(stat.S_IREAD)
    (tmp_path / f"{left(ended.pid)}.db-wal").write_text("x", encoding="utf-8")
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


def said_of(error: OSError, target: Path) -> tuple[str, object]:
    with pytest.raises(UserError) as caught, files.known_errors(target):
        raise error
    return caught.value.message, caught.value.values["file"]


def test_a_file_that_was_to_be_read_is_named_not_the_one_to_be_written(tmp_path: Path) -> None:
    target = tmp_path / "dopis.docx"
    with pytest.raises(UserError) as caught, files.writing(target) as fresh:
        fresh.write_bytes((tmp_path / "šablona.docx").read_bytes())
    assert caught.value.message == files.CANNOT_USE
    assert caught.value.values["file"] == "šablona.docx"
    assert "není" in caught.value.text(translator(Language.CS))
    assert names(tmp_path) == []


def test_what_fails_of_the_file_itself_is_told_of_it(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b.pdf"
    own = (target, target.parent, tmp_path, target.with_name(f"{left(1)}.pdf"),
           target.with_name(".b.pdf.lock"), tmp_path / left(1) / "half.pdf")  # fmt: skip
    for path in own:
        assert said_of(PermissionError(13, "no", str(path)), target) == (
            files.CANNOT_WRITE,
            "b.pdf",
        )
    assert said_of(OSError(5, "I/O error"), target) == (files.CANNOT_WRITE, "b.pdf")
    assert said_of(OSError(28, "full", str(tmp_path / "x")), target) == (files.NO_ROOM, "b.pdf")
    for path in (tmp_path / "a" / "c.pdf", tmp_path / "font.ttf", tmp_path / "a" / "b.pdf2"):
        assert said_of(FileNotFoundError(2, "no", str(path)), target) == (
            files.CANNOT_USE,
            path.name,
        )


def test_a_file_that_another_program_has_open_is_said_to_be(tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    target.write_bytes(b"old")
    error = PermissionError(13, "denied", str(tmp_path / left(1)), None, str(target))
    error.winerror = 5  # type: ignore[attr-defined]
    assert said_of(error, target) == (files.HELD, "b.pdf")
    other = PermissionError(13, "denied", str(tmp_path / "logo.png"))
    other.winerror = 32  # type: ignore[attr-defined]
    with pytest.raises(UserError) as caught, files.known_errors(target):
        raise other
    assert "another program has it open" in str(caught.value)


@pytest.mark.skipif(sys.platform != "win32", reason="Windows' rules of open files")
def test_an_open_file_is_not_replaced_on_windows(tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    target.write_bytes(b"old")
    with target.open("rb"), pytest.raises(UserError) as caught:
        files.write_bytes(target, b"new")
    assert caught.value.message == files.HELD
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["b.pdf"]


@pytest.mark.skipif(sys.platform != "win32", reason="Windows' rules of names")
@pytest.mark.parametrize("name", ["CON.pdf", "aux", "a.pdf ", "a.", "a:b.pdf", "COM1.txt", "a?"])
def test_windows_is_not_asked_for_a_name_that_it_does_not_keep(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        files.write_bytes(Path(f"{tmp_path}\\{name}"), b"new")
    assert caught.value.message == files.UNNAMEABLE
    assert names(tmp_path) == []


@unix
@pytest.mark.parametrize(
    "path",
    [r"\\server\share\a.pdf", r"C:\a.pdf", "C:/Data/a.pdf", "smb://server/share/a.pdf",
     "//no-such-server/share/a.pdf"],
)  # fmt: skip
def test_a_path_of_another_system_becomes_no_file(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for write in (
        lambda: files.write_bytes(Path(path), b"new"),
        lambda: (
            files.check_target(Path(path).absolute())
            if path.startswith("\\\\")
            else files.check_target(Path(path))
        ),
    ):
        with pytest.raises(UserError) as caught:
            write()
        assert caught.value.message == files.FOREIGN
    with pytest.raises(UserError) as caught, files.known_errors(Path(path)):
        Path(path).mkdir(parents=True)
    assert caught.value.message == files.FOREIGN
    with pytest.raises(UserError) as caught:
        open_store(Path(path))
    assert caught.value.message == files.FOREIGN
    assert names(tmp_path) == []


def test_every_reason_is_said_in_every_language() -> None:
    for code in files._REASONS:
        reason = files.Reason.of(OSError(code, "words of the system"))
        assert len({reason.text(translator(language)) for language in Language}) == 3, code
    assert str(files.Reason.of(OSError(99_999, "words of the system"))) == "words of the system"


def test_a_reason_keeps_its_language_on_the_way_from_another_process() -> None:
    import pickle

    reason = files.Reason.of(FileNotFoundError(2, "No such file"))
    assert pickle.loads(pickle.dumps(reason)) == reason
