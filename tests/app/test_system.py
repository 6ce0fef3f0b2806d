from __future__ import annotations

import ctypes
from pathlib import Path
from types import SimpleNamespace

import pytest

from app import system

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//server/share /mnt/office cifs rw 0 0
server:/home /home/remote\\040users nfs4 rw 0 0
/dev/sdb1 /mnt/office/local ext4 rw 0 0
"""


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
    import os
    import subprocess
    import sys

    assert system.is_running(os.getpid())
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert not system.is_running(ended.pid)
    assert not system.is_running(0)
    assert not system.is_running(10**30)


def test_a_process_that_nobody_asked_about_does_not_run(tmp_path: Path) -> None:
    import os

    folder = tmp_path / str(os.getpid())
    folder.mkdir()
    for state, runs in (("S", True), ("Z", False), ("X", False)):
        (folder / "stat").write_text(f"1 (a) b) {state} 1 1")
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
    import os

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
    (tmp_path / "var/lib/dbus/machine-id").write_text("older\n")
    assert system.unix_machine(tmp_path) == "older"
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/machine-id").write_text("4f1c\n")
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
