"""What differs between operating systems, in one place."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "davfs",
    "fuse.gvfsd-fuse", "fuse.rclone",
}  # fmt: skip


def is_network_path(path: Path) -> bool:
    """Whether `path` lies on a network drive, where SQLite's locking is not safe."""
    if sys.platform == "win32":
        return is_windows_network_path(str(path.absolute()))
    return is_unix_network_path(path, Path("/proc/mounts"))


def is_windows_network_path(path: str) -> bool:
    r"""UNC paths (``\\server\share``) and mapped drives (DRIVE_REMOTE)."""
    if path.startswith(("\\\\", "//")) and not path.startswith(("\\\\?\\", "\\\\.\\")):
        return True
    if path.upper().startswith("\\\\?\\UNC\\"):
        return True
    import ctypes

    windll = getattr(ctypes, "windll", None)
    if windll is None or path[1:2] != ":":
        return False
    drive_remote = 4
    return bool(windll.kernel32.GetDriveTypeW(f"{path[0]}:\\") == drive_remote)


def is_unix_network_path(path: Path, mounts: Path) -> bool:
    """Whether the longest mount point above `path` is of a network file system."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    path = Path(os.path.realpath(path))  # as `resolve`, which links in a circle stop
    best, kind = "", ""
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        inside = str(path) == point or str(path).startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind in _NETWORK_FILE_SYSTEMS


def limit_memory(most: int) -> bool:
    """Let this process take at most `most` bytes of memory; whether the system could be told."""
    if sys.platform == "win32":
        import ctypes

        return limit_windows_memory(most, ctypes.WinDLL("kernel32"))
    try:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    except (ImportError, OSError, ValueError):
        return False
    return True


def limit_windows_memory(most: int, kernel: Any) -> bool:
    """Put this process into a job object with a limit of memory; `kernel` is ``kernel32``.

    JOBOBJECT_EXTENDED_LIMIT_INFORMATION of winnt.h.
    """
    from ctypes import (
        Structure,
        byref,
        c_longlong,
        c_size_t,
        c_uint32,
        c_ulonglong,
        c_void_p,
        sizeof,
    )

    class Basic(Structure):
        _fields_ = (
            ("PerProcessUserTimeLimit", c_longlong),
            ("PerJobUserTimeLimit", c_longlong),
            ("LimitFlags", c_uint32),
            ("MinimumWorkingSetSize", c_size_t),
            ("MaximumWorkingSetSize", c_size_t),
            ("ActiveProcessLimit", c_uint32),
            ("Affinity", c_size_t),
            ("PriorityClass", c_uint32),
            ("SchedulingClass", c_uint32),
        )

    class Extended(Structure):
        _fields_ = (
            ("BasicLimitInformation", Basic),
            ("IoInfo", c_ulonglong * 6),
            ("ProcessMemoryLimit", c_size_t),
            ("JobMemoryLimit", c_size_t),
            ("PeakProcessMemoryUsed", c_size_t),
            ("PeakJobMemoryUsed", c_size_t),
        )

    extended_limits, process_memory = 9, 0x100
    limits = Extended()
    limits.BasicLimitInformation.LimitFlags = process_memory
    limits.ProcessMemoryLimit = most
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = c_void_p
    job = c_void_p(kernel.CreateJobObjectW(None, None))
    told = kernel.SetInformationJobObject(job, extended_limits, byref(limits), sizeof(limits))
    return bool(told and kernel.AssignProcessToJobObject(job, c_void_p(kernel.GetCurrentProcess())))


def computer() -> str:
    """Eight letters for this computer, to tell names that several write into one folder."""
    import hashlib
    import platform

    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def machine() -> str:
    """What this computer is called by its system, for good: not its name, which people change.

    Where the system does not say, its name.
    """
    import platform

    found = windows_machine() if sys.platform == "win32" else unix_machine(Path("/"))
    return found or platform.node()


def unix_machine(root: Path) -> str:
    """The id of an installed system: machine-id(5); empty where there is none."""
    for name in ("etc/machine-id", "var/lib/dbus/machine-id"):
        try:
            if text := (root / name).read_text(encoding="ascii").strip():
                return text
        except (OSError, UnicodeDecodeError):
            continue
    return ""


def windows_machine(registry: Any = None) -> str:
    """The same of Windows: MachineGuid, made when it is installed; `registry` is `winreg`."""
    if registry is None:
        import winreg as registry
    try:
        with registry.OpenKey(
            registry.HKEY_LOCAL_MACHINE,
            r"SOFTWARE\Microsoft\Cryptography",
            0,
            registry.KEY_READ | registry.KEY_WOW64_64KEY,
        ) as key:
            return str(registry.QueryValueEx(key, "MachineGuid")[0])
    except OSError:
        return ""


def is_own(status: os.stat_result) -> bool:
    """Whether a file belongs to the user of this process; Windows' rights decide for themselves."""
    return sys.platform == "win32" or status.st_uid == os.getuid()


def is_running(process: int) -> bool:
    """Whether a process of this number runs on this computer."""
    if process <= 0:
        return False
    if sys.platform == "win32":
        import ctypes

        return is_running_on_windows(process, ctypes.WinDLL("kernel32"))
    return is_running_on_unix(process, Path("/proc"))


def is_running_on_unix(process: int, proc: Path) -> bool:
    """As `is_running`; one that has ended and that its parent has not asked about does not run."""
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    try:
        # proc(5): the state stands after the name, which is in brackets.
        state = (proc / str(process) / "stat").read_bytes().rpartition(b")")[2].split()[0]
    except (OSError, IndexError):
        return True
    return state not in (b"Z", b"X")


def is_running_on_windows(process: int, kernel: Any) -> bool:
    """As `is_running`; `kernel` is ``kernel32``."""
    from ctypes import byref, c_uint32, c_void_p

    limited_information, access_denied, still_active = 0x1000, 5, 259
    kernel.OpenProcess.restype = c_void_p
    handle = kernel.OpenProcess(limited_information, False, process & 0xFFFFFFFF)
    if not handle:
        return bool(kernel.GetLastError() == access_denied)
    code = c_uint32()
    told = kernel.GetExitCodeProcess(c_void_p(handle), byref(code))
    kernel.CloseHandle(c_void_p(handle))
    return not told or code.value == still_active


def identity(path: Path) -> tuple[int, int] | None:
    """What a file is, whatever its name; None if it is not there.

    On Windows None, too: nobody can delete or replace there what SQLite has open.
    """
    if sys.platform == "win32":
        return None
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def try_lock(handle: int) -> bool:
    """Lock an open file for this process alone, if nobody else holds it; it ends with the handle.

    Two handles of one process exclude each other, too.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def program_command() -> list[str]:
    """How to start this program again, as a list to which arguments are added.

    A packaged program (`sys.frozen`) is its own executable. Else the interpreter runs the module
    where the program starts, with the options that say where modules come from: whoever can run
    this can import it, be it installed, in a folder with a Python of its own, or in a clone.
    """
    return command_of(sys.executable, sys.orig_argv, frozen=bool(getattr(sys, "frozen", False)))


_WHERE_FROM = {"-I", "-E", "-s", "-S", "-P"}


def command_of(executable: str, original: Sequence[str], *, frozen: bool) -> list[str]:
    """`program_command` from ``sys.executable`` and ``sys.orig_argv``."""
    if frozen:
        return [executable]
    options = []
    for option in original[1:]:
        if not option.startswith("-") or option in ("-", "-m", "-c"):
            break
        if option in _WHERE_FROM:
            options.append(option)
    return [executable, *options, "-m", "ui.main"]


def account_name() -> str:
    """The name of the computer account, a first guess at who is working."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "—"


LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""What Qt needs on Debian even without a screen, with the packages that hold it."""

X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What a window on an X server needs besides."""


def missing_packages(
    platform: str | None = None, loads: Callable[[str], bool] | None = None
) -> list[str]:
    """The Debian packages that Qt needs and that are not installed; empty elsewhere."""
    if (platform or sys.platform) != "linux":
        return []
    wanted = dict(LIBRARIES)
    if has_display() and not os.environ.get("WAYLAND_DISPLAY") and _wants_x11():
        wanted |= X11_LIBRARIES
    can_load = loads or _loads
    return [package for library, package in wanted.items() if not can_load(library)]


def _wants_x11() -> bool:
    return os.environ.get("QT_QPA_PLATFORM", "xcb").startswith("xcb")


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_display(platform: str | None = None) -> bool:
    """Whether a window can be opened: always on Windows and macOS, by the session on Linux."""
    if (platform or sys.platform) != "linux":
        return True
    if os.environ.get("QT_QPA_PLATFORM", "") in ("offscreen", "minimal"):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
