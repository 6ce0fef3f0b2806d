"""What differs between operating systems, in one place."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TextIO

from app.file_names import is_safe

_NETWORK_FILE_SYSTEMS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "davfs",
    "fuse.gvfsd-fuse", "fuse.rclone",
}  # fmt: skip


def is_network_path(path: Path) -> bool:
    """Whether `path` lies on a network drive, where SQLite's locking is not safe.

    Where it leads counts as well: through links and junctions, mapped drives and those of `subst`.
    """
    if sys.platform == "win32":
        return is_windows_network_path(str(path.absolute())) or is_windows_network_path(
            os.path.realpath(path)
        )
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


def is_foreign(path: PurePath) -> bool:
    r"""Whether a path is written as another system writes it, or as an address.

    It would be the name of a file or folder here: ``smb://server/a.pdf``, and outside Windows
    ``\\server\share\a.pdf`` and ``C:\a.pdf``. What is there under such a name is meant.
    """
    begins = address_of(path) if sys.platform == "win32" else foreign_to_unix(path)
    return begins is not None and not os.path.lexists(begins)


def foreign_to_unix(path: PurePath) -> PurePath | None:
    """The beginning of a path up to what Windows or an address means by it; None without one."""
    if path.anchor == "//":  # two slashes, which are kept there, begin a server on Windows
        return type(path)(*path.parts[:2])
    for number, part in enumerate(path.parts):
        if re.match(r"\\\\|[A-Za-z]:\\", part):
            return type(path)(*path.parts[: number + 1])
    return address_of(path)


def address_of(path: PurePath) -> PurePath | None:
    """What a path begins with if it is like ``smb://`` or a drive; None if it is not."""
    first = path.parts[0] if path.parts and not path.anchor else ""
    return type(path)(first) if re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:", first) else None


def can_be_named(path: PurePath) -> bool:
    """Whether the system keeps a file under this very name, and the folders above it under theirs.

    Windows takes “CON.pdf” for a device, leaves out closing dots and blanks, and writes “a:b.pdf”
    into a hidden stream of “a”.
    """
    return sys.platform != "win32" or is_named_for_windows(path)


def is_named_for_windows(path: PurePath) -> bool:
    """As `can_be_named` on Windows."""
    parts = path.parts[1:] if path.anchor else path.parts
    return all(part in (".", "..") or is_safe(part) for part in parts)


def is_held(error: OSError) -> bool:
    """Whether Windows refused because another program has the file open (WinError.h).

    It says "access denied" (5) of replacing such a file, "sharing violation" (32) and "lock
    violation" (33) of the rest.
    """
    return getattr(error, "winerror", None) in (5, 32, 33)


def file_moment(path: Path) -> datetime:
    """When a file was changed last, by the clock of this computer. Raises `OSError`."""
    return local_moment(path.stat().st_mtime)


def local_moment(seconds: float) -> datetime:
    """A moment counted from 1970, before which Windows' own functions know no local time.

    Such a moment is that of UTC; one beyond the calendar is the nearest day of it.
    """
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except OverflowError:
        moment = (datetime.max if seconds > 0 else datetime.min).replace(tzinfo=UTC)
    return local(moment)


def local(moment: datetime) -> datetime:
    """A moment by the clock of this computer; where that cannot be told, as it is."""
    try:
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):
        return moment


def provide_streams(stream: TextIO | None = None) -> bool:
    """Give a program without a terminal somewhere to write: Windows gives it no streams at all.

    That is `stream`, else nowhere. Gives whether there was none.
    """
    lacking = [name for name in ("stdout", "stderr") if getattr(sys, name) is None]
    for name in lacking:
        # It stays until the program ends.
        setattr(sys, name, stream or Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    return bool(lacking)


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


def raise_closed_pipe(error: OSError, platform: str | None = None) -> None:
    """Raise `BrokenPipeError` for an output that nobody reads any more; do nothing for another
    error. Windows says EINVAL then, of no file.
    """
    on_windows = (platform or sys.platform) == "win32"
    if error.errno == errno.EPIPE or (
        on_windows and error.errno == errno.EINVAL and not error.filename
    ):
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE)) from error


def taken_memory(proc: Path = Path("/proc")) -> int:
    """The bytes of addresses that this process has: what a limit counts where there is ``/proc``.

    Libraries reserve far more than they use. 0 elsewhere: Windows counts what is used.
    """
    if sys.platform == "win32":
        return 0
    try:
        pages = int((proc / "self" / "statm").read_bytes().split()[0])  # proc(5)
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


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
    import platform

    return short_sha256(platform.node().encode())[:8]


def short_sha256(data: bytes) -> str:
    """The SHA-256 of a short text without `hashlib`, which loads OpenSSL: a start does without it.

    The modules are those that `hashlib` takes itself where there is no OpenSSL.
    """
    for name in ("_sha2", "_sha256"):  # since Python 3.12, before it
        try:
            return str(importlib.import_module(name).sha256(data).hexdigest())
        except ImportError:
            continue
    import hashlib

    return hashlib.sha256(data).hexdigest()


def machine() -> str:
    """What this computer is called by its system, for good: not its name, which people change.

    Where the system does not say, its name.
    """
    found = windows_machine() if sys.platform == "win32" else unix_machine(Path("/"))
    if found:
        return found
    import platform

    return platform.node()


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


_SYNC_ROOTS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Explorer\SyncRootManager"


def windows_sync_roots(registry: Any = None) -> Iterator[tuple[str, str]]:
    """The services that told Windows which folders they copy, with these; `registry` is `winreg`.

    https://learn.microsoft.com/windows/win32/shell/integrate-cloud-storage: for each service and
    account a key (``OneDrive!S-1-5-…!Personal``), in it ``UserSyncRoots`` with a folder by user.
    """
    if registry is None:
        import winreg as registry
    try:
        with registry.OpenKey(registry.HKEY_LOCAL_MACHINE, _SYNC_ROOTS) as top:
            for name in list(_numbered(partial(registry.EnumKey, top))):
                with contextlib.suppress(OSError):
                    with registry.OpenKey(top, rf"{name}\UserSyncRoots") as roots:
                        found = list(_numbered(partial(registry.EnumValue, roots)))
                    for value in found:
                        yield name.partition("!")[0], str(value[1])
    except OSError:
        return


def _numbered(give: Callable[[int], Any]) -> Iterator[Any]:
    """What `give` gives for 0, 1, … until it raises `OSError`."""
    number = 0
    while True:
        try:
            found = give(number)
        except OSError:
            return
        yield found
        number += 1


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
    frozen = bool(getattr(sys, "frozen", False))
    executable = sys.executable if frozen else without_console(sys.executable)
    return command_of(executable, sys.orig_argv, frozen=frozen)


def without_console(executable: str) -> str:
    """The interpreter that opens no console window beside the program's own, where there is one.

    Of Windows: ``pythonw.exe`` beside ``python.exe``
    (https://docs.python.org/3/using/windows.html).
    """
    path = Path(executable)
    quiet = path.with_name("pythonw.exe")
    return str(quiet) if path.name.lower() == "python.exe" and quiet.is_file() else executable


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


def system_language() -> str:
    """The ISO 639-1 code of the language that this computer's account works in; "" for none.

    Slovak counts as Czech, as in letters.
    """
    if sys.platform == "win32":
        import ctypes

        code = windows_language(ctypes.WinDLL("kernel32"))
    else:
        code = unix_language(os.environ)
    return "cs" if code == "sk" else code


def windows_language(kernel: Any) -> str:
    """The language of Windows' own texts for this account; `kernel` is ``kernel32``."""
    import locale

    name = locale.windows_locale.get(kernel.GetUserDefaultUILanguage(), "")
    return name.partition("_")[0].lower()


def unix_language(environment: Mapping[str, str]) -> str:
    """The language of messages by the variables of POSIX and GNU gettext, in their order."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    found = next((environment[name] for name in names if environment.get(name)), "")
    code = re.split(r"[_.@]", found)[0]
    if code in ("", "C", "POSIX"):
        return ""
    preferred = environment.get("LANGUAGE", "").partition(":")[0]
    return re.split(r"[_.@]", preferred or code)[0].lower()


def system_fonts(platform: str | None = None) -> Path | None:
    """The folder of fonts that Qt has to be told when it draws without a screen; None if it knows.

    https://doc.qt.io/qt-6/qpa.html: there, only Unix asks the system (fontconfig).
    """
    if (platform or sys.platform) != "win32":
        return None
    return Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"


def prints_to_printers_only(platform: str | None = None) -> bool:
    """Whether the system's print dialog opens only where there is a printer, as on Windows."""
    return (platform or sys.platform) == "win32"


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
