from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest

from app import system

unix = pytest.mark.skipif(sys.platform == "win32", reason="the paths and calls of Unix")

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//server/share /mnt/office cifs rw 0 0
server:/home /home/remote\\040users nfs4 rw 0 0
/dev/sdb1 /mnt/office/local ext4 rw 0 0
"""


@unix
@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/home/jana/vztahy.db", False),
        ("/mnt/office/vztahy.db", True),
        ("/mnt/office2/vztahy.db", False),
        ("/mnt/office/local/vztahy.db", False),
        ("/home/remote users/jana/vztahy.db", True),
    ],
)
def test_network_drives_on_unix(path: str, network: bool, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")
    assert system.is_unix_network_path(Path(path), mounts) == network


def test_where_mounts_cannot_be_read_nothing_is_refused(tmp_path: Path) -> None:
    assert not system.is_unix_network_path(Path("/x"), tmp_path / "none")


@pytest.mark.parametrize(
    ("path", "network"),
    [
        (r"\\server\share\vztahy.db", True),
        ("//server/share/vztahy.db", True),
        (r"\\?\UNC\server\share\vztahy.db", True),
        (r"\\?\C:\data\vztahy.db", False),
        (r"H:\vztahy.db", True),
        (r"C:\data\vztahy.db", False),
    ],
)
def test_network_drives_on_windows(
    path: str, network: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = SimpleNamespace(GetDriveTypeW=lambda root: 4 if root == "H:\\" else 3)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert system.is_windows_network_path(path) == network


def test_missing_libraries_are_named_by_their_debian_packages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    missing = {"libEGL.so.1", "libxcb-cursor.so.0"}
    assert system.missing_packages("linux", lambda name: name not in missing) == ["libegl1"]
    monkeypatch.setattr(system, "has_display", lambda: True)
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    found = system.missing_packages("linux", lambda name: name not in missing)
    assert found == ["libegl1", "libxcb-cursor0"]


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_nothing_is_missing(platform: str) -> None:
    assert system.missing_packages(platform, lambda _name: False) == []


@pytest.mark.parametrize(
    ("platform", "environment", "display"),
    [
        ("win32", {}, True),
        ("darwin", {}, True),
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
    ],
)
def test_whether_there_is_a_display(
    platform: str, environment: dict[str, str], display: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system.has_display(platform) == display


def test_an_account_without_a_name_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise OSError("no name")

    monkeypatch.setattr("getpass.getuser", fail)
    assert system.account_name() == "—"


def test_a_process_that_ended_does_not_run(tmp_path: Path) -> None:
    import subprocess

    assert system.is_running(os.getpid())
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not system.is_running(ended.pid)
    assert not system.is_running(0)
    assert not system.is_running(10**30)


@unix  # where asking for a process does not end it
def test_a_process_that_nobody_asked_about_does_not_run(tmp_path: Path) -> None:
    folder = tmp_path / str(os.getpid())
    folder.mkdir()
    for state, runs in (("S", True), ("Z", False), ("X", False)):
        (folder / "stat").write_text(f"1 (a) b) {state} 1 1", encoding="utf-8")
        assert system.is_running_on_unix(os.getpid(), tmp_path) == runs


@pytest.mark.parametrize(
    ("handle", "error", "code", "runs"),
    [(7, 0, 259, True), (7, 0, 1, False), (None, 5, 0, True), (None, 87, 0, False)],
)
def test_a_process_on_windows(handle: int | None, error: int, code: int, runs: bool) -> None:
    def exit_code(_handle: object, place: object) -> int:
        place._obj.value = code  # type: ignore[attr-defined]
        return 1

    class Open:
        restype = None

        def __call__(self, *_: object) -> int | None:
            return handle

    kernel = SimpleNamespace(
        OpenProcess=Open(),
        GetLastError=lambda: error,
        GetExitCodeProcess=exit_code,
        CloseHandle=lambda _handle: 1,
    )
    assert system.is_running_on_windows(1234, kernel) == runs


def test_an_open_file_is_locked_once(tmp_path: Path) -> None:
    first = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    second = os.open(tmp_path / "lock", os.O_RDWR | os.O_CREAT)
    assert system.try_lock(first)
    assert not system.try_lock(second)
    os.close(first)
    assert system.try_lock(second)
    os.close(second)


@pytest.mark.parametrize(
    ("original", "frozen", "command"),
    [
        (["python", "-m", "ui.main", "--data", "a.db"], False, ["PY", "-m", "ui.main"]),
        (["python", "-u", "-I", "-s", "/usr/bin/vztahy", "-E"], False,
         ["PY", "-I", "-s", "-m", "ui.main"]),
        (["python", "-c", "code"], False, ["PY", "-m", "ui.main"]),
        (["vztahy.exe", "--data", "a.db"], True, ["PY"]),
        ([], False, ["PY", "-m", "ui.main"]),
    ],
)  # fmt: skip
def test_how_the_program_is_started_again(
    original: list[str], frozen: bool, command: list[str]
) -> None:
    assert system.command_of("PY", original, frozen=frozen) == command


def test_what_unix_calls_a_computer(tmp_path: Path) -> None:
    assert system.unix_machine(tmp_path) == ""
    (tmp_path / "var/lib/dbus").mkdir(parents=True)
    (tmp_path / "var/lib/dbus/machine-id").write_text("older\n", encoding="utf-8")
    assert system.unix_machine(tmp_path) == "older"
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/machine-id").write_text("4f1c\n", encoding="utf-8")
    assert system.unix_machine(tmp_path) == "4f1c"
    (tmp_path / "etc/machine-id").write_bytes(b"\xff")
    assert system.unix_machine(tmp_path) == "older"


class Registry:
    """`winreg` as far as it is asked."""

    HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_64KEY = "machine", 1, 2

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def OpenKey(self, root: str, path: str, _reserved: int, _access: int) -> Registry:
        if root != "machine" or path not in self.values:
            raise OSError(2, "not found")
        return self

    def QueryValueEx(self, key: Registry, name: str) -> tuple[str, int]:
        assert key is self
        assert name == "MachineGuid"
        return next(iter(self.values.values())), 1

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *_error: object) -> None:
        pass


def test_what_windows_calls_a_computer() -> None:
    assert system.windows_machine(Registry({r"SOFTWARE\Microsoft\Cryptography": "b1"})) == "b1"
    assert system.windows_machine(Registry({})) == ""


def test_every_computer_is_called_something() -> None:
    assert system.machine()


@pytest.mark.parametrize(
    ("path", "begins"),
    [
        (r"\\server\share\a.pdf", r"\\server\share\a.pdf"),
        (r"/home/jana/\\server\share\a.pdf", r"/home/jana/\\server\share\a.pdf"),
        ("//server/share/a.pdf", "//server"),
        (r"C:\Data\a.pdf", r"C:\Data\a.pdf"),
        ("C:/Data/a.pdf", "C:"),
        ("smb://server/share/a.pdf", "smb:"),
        ("file:///home/jana/a.pdf", "file:"),
        ("/home/jana/a.pdf", None),
        ("/home/C:/a.pdf", None),
        ("Zápis: jednání/a.pdf", None),
        ("a:b.pdf", None),
        ("..", None),
        ("", None),
    ],
)
def test_what_another_system_would_call_a_path(path: str, begins: str | None) -> None:
    found = system.foreign_to_unix(PurePosixPath(path))
    assert found == (None if begins is None else PurePosixPath(begins))


def test_on_windows_only_addresses_are_foreign() -> None:
    for path in ("smb://server/a.pdf", "https://kraj.cz/a.pdf"):
        assert system.address_of(PureWindowsPath(path)) is not None
    for path in (r"\\server\share\a.pdf", "C:/a.pdf", "C:a.pdf", "/home/a.pdf", "a.pdf"):
        assert system.address_of(PureWindowsPath(path)) is None


@unix
def test_what_is_there_under_such_a_name_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert system.is_foreign(Path("C:/a.pdf"))
    (tmp_path / "C:").mkdir()
    assert not system.is_foreign(Path("C:/a.pdf"))
    assert not system.is_foreign(Path(f"/{tmp_path}/a.pdf"))


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("C:\\Data\\a.pdf", True),
        ("\\\\server\\share\\a.pdf", True),
        ("..\\a.pdf", True),
        ("C:\\Data\\CON.pdf", False),
        ("aux\\a.pdf", False),
        ("C:\\Data\\a.pdf ", False),
        ("C:\\Data\\a.", False),
        ("C:\\Data\\a:b.pdf", False),
        ("com¹.txt", False),
    ],
)
def test_what_windows_keeps_under_its_name(path: str, named: bool) -> None:
    assert system.is_named_for_windows(PureWindowsPath(path)) == named
    assert system.can_be_named(PureWindowsPath(path)) == (named or sys.platform != "win32")


def test_what_links_and_mapped_drives_of_windows_lead_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os.path, "realpath", lambda _path: r"\\server\share\vztahy.db")
    assert system.is_network_path(tmp_path / "junction" / "vztahy.db")
    monkeypatch.setattr(os.path, "realpath", str)
    assert not system.is_network_path(tmp_path / "folder" / "vztahy.db")


@pytest.mark.parametrize(
    ("seconds", "moment"),
    [
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
        (-86_400 * 365, datetime(1969, 1, 1, tzinfo=UTC)),
        (-1e9, datetime(1970, 1, 1, tzinfo=UTC) - timedelta(seconds=1e9)),
        (5e9, datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=5e9)),
        (1e18, datetime.max.replace(tzinfo=UTC)),
        (-1e18, datetime.min.replace(tzinfo=UTC)),
    ],
)
def test_a_file_of_any_time_has_one(seconds: float, moment: datetime) -> None:
    assert system.local_moment(seconds) == moment


def test_a_file_older_than_the_clock_has_its_time(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.touch()
    for seconds in (-(10**9), -1, 0, 4_500_000_000):
        os.utime(file, (seconds, seconds))
        assert system.file_moment(file).timestamp() == seconds


def test_windows_refuses_what_is_open_elsewhere() -> None:
    error = PermissionError(13, "denied")
    assert not system.is_held(error)
    for code in (5, 32, 33):
        error.winerror = code  # type: ignore[attr-defined]
        assert system.is_held(error)


def test_a_program_without_a_terminal_writes_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    assert not system.provide_streams()
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert system.provide_streams(said)
    sys.stdout.write("a")
    sys.stderr.write("b")
    assert said.getvalue() == "ab"
    monkeypatch.setattr(sys, "stderr", None)
    assert system.provide_streams()
    sys.stderr.write("č")
    sys.stderr.close()


def test_the_interpreter_without_a_console_is_taken(tmp_path: Path) -> None:
    python = tmp_path / "python.exe"
    assert system.without_console(str(python)) == str(python)
    (tmp_path / "pythonw.exe").touch()
    assert system.without_console(str(python)) == str(tmp_path / "pythonw.exe")
    assert system.without_console(str(tmp_path / "Python.exe")) == str(tmp_path / "pythonw.exe")
    assert system.without_console("/usr/bin/python3") == "/usr/bin/python3"


def test_windows_counts_what_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "statm").write_text("1000 2 3", encoding="utf-8")
    monkeypatch.setattr(sys, "platform", "win32")
    assert system.taken_memory(tmp_path) == 0


@unix
def test_unix_counts_what_is_reserved(tmp_path: Path) -> None:
    assert system.taken_memory(tmp_path) == 0
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "statm").write_text("1000 2 3", encoding="utf-8")
    assert system.taken_memory(tmp_path) == 1000 * os.sysconf("SC_PAGE_SIZE")


def test_only_windows_does_not_know_its_fonts_without_a_screen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert system.system_fonts("linux") is None
    monkeypatch.setenv("WINDIR", str(tmp_path))
    assert system.system_fonts("win32") == tmp_path / "Fonts"


def test_a_hash_is_the_same_however_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = hashlib.sha256("Ústí".encode()).hexdigest()
    assert system.short_sha256("Ústí".encode()) == wanted
    for name in ("_sha2", "_sha256"):
        monkeypatch.setitem(sys.modules, name, None)  # as where Python was built without it
    assert system.short_sha256("Ústí".encode()) == wanted
