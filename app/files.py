"""Files that the program writes: beside their place, flushed, and renamed into it.

A reader sees the old file or the whole new one, after a cut of power, too. What is written is for
its user alone (mode 0600 where there are modes). What a killed process leaves behind carries its
number in the name, so that `sweep` can tell it from what is being written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.i18n import N_, Translator
from app.system import (
    can_be_named,
    computer,
    is_foreign,
    is_held,
    is_own,
    is_running,
    try_lock,
)

CANNOT_WRITE = N_("“{file}” cannot be written. Nothing was changed. Choose another folder.")
NO_ROOM = N_(
    "There is no room left on the disk for “{file}”. Nothing was changed. "
    "Free some space or choose another disk, and try again."
)
NOT_A_FILE = N_(
    "“{file}” is not an ordinary file but a link, a pipe or a device. Nothing was changed. "
    "Name another file."
)
IS_FOLDER = N_("“{file}” is a folder. Nothing was changed. Name a file.")
IN_USE = N_("“{file}” belongs to a database that is open. Nothing was changed. Name another file.")
HELD = N_(
    "“{file}” is open in another program, or you may not change it. Nothing was changed. "
    "Close it there and try again, or choose another name."
)
FOREIGN = N_(
    "“{file}” is written as another system or a browser writes it; on this computer it would "
    "become a file of that name. Nothing was changed. Connect the network drive, and choose the "
    "folder as it is called here."
)
UNNAMEABLE = N_(
    "Windows keeps no file under the name “{file}”. Nothing was changed. Choose a name without "
    '< > : " / | ? *, without a dot or blank at its end, and not that of a device (CON, AUX, '
    "COM1)."
)
CANNOT_USE = N_("The file “{file}” cannot be read or written: {why}. Nothing was changed.")

_REASONS = {
    errno.ENOENT: N_("it is not there"),
    errno.ENOTDIR: N_("what should be its folder is a file"),
    errno.EISDIR: N_("it is a folder"),
    errno.EACCES: N_("you have no right to it"),
    errno.EPERM: N_("you have no right to it"),
    errno.EROFS: N_("its disk cannot be written"),
    errno.EINVAL: N_("the system takes no such name"),
    errno.ENAMETOOLONG: N_("its name is too long"),
    errno.ELOOP: N_("its links go round in a circle"),
    errno.EIO: N_("its disk or the connection to it fails"),
    errno.ENODEV: N_("its disk or the connection to it fails"),
    errno.EHOSTDOWN: N_("its disk or the connection to it fails"),
    errno.ESTALE: N_("its disk or the connection to it fails"),
    errno.ENOSPC: N_("its disk is full"),
    errno.EBUSY: N_("another program has it open, or you have no right to it"),
    errno.EEXIST: N_("something of this name is there already"),
    errno.ETIMEDOUT: N_("its disk or the connection to it fails"),
    errno.ENETUNREACH: N_("its disk or the connection to it fails"),
    errno.EHOSTUNREACH: N_("its disk or the connection to it fails"),
    errno.EFBIG: N_("its disk is full"),
    getattr(errno, "EDQUOT", errno.ENOSPC): N_("its disk is full"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENOMEM: N_("there is too little memory"),
}
_HELD_BY_ANOTHER = N_("another program has it open, or you have no right to it")

OCCUPIED = N_(
    "“{file}” is being prepared by another window or program. Nothing was changed. "
    "Wait for its end and try again."
)

_PAUSE = 0.02  # seconds between two looks whether a lock is free
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_HIDDEN = ".vztahy-"
_LEFT = re.compile(r"\.?vztahy-(?:[a-z]+-)?([0-9a-f]{8})-(\d+)-\w+")


def _mark() -> str:
    """What a name says of who writes there: the computer and the number of the process."""
    return f"{computer()}-{os.getpid()}-"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the system refused a file, to be put into a sentence (see `app.errors.Worded`)."""

    message: str
    said: str = ""

    @classmethod
    def of(cls, error: OSError) -> Reason:
        """The reason of an error; what is not known here is in the words of the system."""
        if is_held(error):
            return cls(_HELD_BY_ANOTHER)
        known = _REASONS.get(error.errno or 0, "")
        return cls(known, "" if known else str(error.strerror or error))

    def text(self, tr: Translator) -> str:
        """The reason in the language of `tr`."""
        return tr.message(self.message) if self.message else self.said

    def __str__(self) -> str:
        return self.message or self.said


def is_full(error: OSError) -> bool:
    """Whether a disk (or what a user may have of it) has no room left."""
    return error.errno in _FULL


@contextlib.contextmanager
def known_errors(target: Path) -> Iterator[None]:
    """Turn the failures of writing `target` into `UserError`s that name the file that failed.

    That is `target`, or another one that was to be read for it. Raises one at once where `target`
    has a name that no file here can have.
    """
    check_name(target)
    try:
        yield
    except OSError as error:
        raise told(error, target) from error


def told(error: OSError, target: Path) -> UserError:
    """What a failure of the system while `target` was written means to a person."""
    if is_full(error):
        return UserError(NO_ROOM, file=target.name)
    named = [
        Path(os.fsdecode(name))
        for name in (error.filename, error.filename2)
        if isinstance(name, (str, bytes, os.PathLike))
    ]
    if named and not any(is_part(path, target) for path in named):
        return UserError(CANNOT_USE, file=named[0].name, why=Reason.of(error))
    if is_held(error) and target.is_file():
        return UserError(HELD, file=target.name)
    return UserError(CANNOT_WRITE, file=target.name)


def is_part(path: Path, target: Path) -> bool:
    """Whether a file is written for `target`: itself, its folders, what is made beside it."""
    path, target = path.absolute(), target.absolute()
    if any(_LEFT.match(part) for part in path.parts):
        return True
    return path in (target, _lock_of(target), *target.parents) or path.parent == target


def check_name(target: Path) -> None:
    """Raise `UserError` for a path under which this system would keep something else."""
    if is_foreign(target):
        raise UserError(FOREIGN, file=target)
    if not can_be_named(target):
        raise UserError(UNNAMEABLE, file=target.name)


def check_target(target: Path) -> None:
    """Raise `UserError` where something else than an ordinary file stands: it is never replaced."""
    check_name(target)
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise UserError(CANNOT_WRITE, file=target.name) from error
    if stat.S_ISDIR(mode):
        raise UserError(IS_FOLDER, file=target.name)
    if _is_database_in_use(target):
        raise UserError(IN_USE, file=target.name)
    if not stat.S_ISREG(mode):
        raise UserError(NOT_A_FILE, file=target.name)


def _is_database_in_use(target: Path) -> bool:
    """Whether `target` is a database that a program has open, or a file that belongs to one."""
    if Path(f"{target}-wal").exists():
        return True
    stem, mark, ending = target.name.rpartition("-")
    return bool(mark) and ending in ("wal", "shm", "journal") and target.with_name(stem).exists()


def check_source(path: Path) -> None:
    """Raise `UserError` for a pipe or a device (links are followed): reading one may never end.

    What is not there, or is a folder, is for the reader to say.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise UserError(NOT_A_FILE, file=path.name)


@contextlib.contextmanager
def writing(target: Path) -> Iterator[Path]:
    """A new empty file beside `target`, to be written in the block and put into its place after it.

    Folders that are missing are made. When the block raises, what stood at `target` stays and
    nothing is left behind. The block only writes: its `OSError`s are those of the target and
    become `UserError`s, as do a full disk and a target that is no ordinary file.
    """
    check_target(target)
    with known_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target.parent)
        handle, name = tempfile.mkstemp(
            dir=target.parent, prefix=_HIDDEN + _mark(), suffix=target.suffix
        )
        os.close(handle)
        fresh = Path(name)
        try:
            yield fresh
            put(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)


def write_bytes(target: Path, data: bytes) -> None:
    """Write a whole file; see `writing`."""
    with writing(target) as fresh:
        fresh.write_bytes(data)


def write_text(target: Path, text: str) -> None:
    """Write a whole file of UTF-8, its ends of lines as they are; see `writing`."""
    write_bytes(target, text.encode())


def put(fresh: Path, target: Path) -> None:
    """Rename a complete file to `target`, both flushed. Raises `OSError`."""
    flush(fresh)
    fresh.replace(target)
    flush_folder(target.parent)


@contextlib.contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """A hidden folder on the disk of `target`, for its user alone; gone at the end of the block."""
    sweep(target.parent)
    # What another program looks into (a virus scanner on Windows) is swept at a later start.
    with tempfile.TemporaryDirectory(
        dir=target.parent, prefix=_HIDDEN + _mark(), ignore_cleanup_errors=True
    ) as name:
        yield Path(name)


def temporary_folder(kind: str) -> tempfile.TemporaryDirectory[str]:
    """A folder for copies that are looked at (`kind` is a word in small letters).

    `sweep` removes what a killed process left. On Windows a file that another program shows
    cannot be removed: that is no error.
    """
    return tempfile.TemporaryDirectory(
        prefix=f"vztahy-{kind}-{_mark()}", ignore_cleanup_errors=True
    )


@contextlib.contextmanager
def alone(
    place: Path, patience: float = 120, wait: Callable[[], None] | None = None
) -> Iterator[None]:
    """A block that one process at a time goes through for `place`, on every system.

    The lock is a hidden file beside `place`, which its holder removes; it ends with the process.
    `wait` is what to do between two looks whether it is free. Raises `UserError` when others hold
    it for more than `patience` seconds, `OSError` when the folder cannot be written.
    """
    lock = _lock_of(place)
    until = time.monotonic() + patience
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        if try_lock(handle) and _is_at(handle, lock):
            break  # else another one removed it when it was done
        os.close(handle)
        if time.monotonic() > until:
            raise UserError(OCCUPIED, file=place.name)
        if wait:
            wait()
        else:
            time.sleep(_PAUSE)
    try:
        yield
    finally:
        if os.name != "nt":  # there, what is open cannot be removed
            lock.unlink(missing_ok=True)
        os.close(handle)
        if os.name == "nt":
            with contextlib.suppress(OSError):
                lock.unlink(missing_ok=True)


def is_occupied(place: Path) -> bool:
    """Whether a block of `alone` is going on for `place`, or was cut off by a kill."""
    return _lock_of(place).exists()


def _lock_of(place: Path) -> Path:
    return place.with_name(f".{place.name}.lock")


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except OSError:
        return False


def flush(path: Path) -> None:
    """Wait until the disk holds what was written to a file."""
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())


def flush_folder(folder: Path) -> None:
    """Wait until the disk holds the names in a folder; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        # Some network drives know no flushing of a folder; the rename itself was done.
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


def sweep(*folders: Path) -> None:
    """Remove from folders what killed processes of this user and computer left there.

    What a running process works with stays. Never raises.
    """
    for folder in folders:
        try:
            left = [
                Path(item.path)
                for item in os.scandir(folder)
                if (found := _LEFT.match(item.name))
                and found[1] == computer()
                and not is_running(int(found[2]))
                and is_own(item.stat(follow_symlinks=False))
            ]
        except OSError:
            continue
        for path in left:
            _remove(path)


def sweep_temporary() -> None:
    """`sweep` the system's folder of temporary files."""
    sweep(Path(tempfile.gettempdir()))


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            for file in path.rglob("*"):
                if not file.is_symlink():  # Windows removes no file that is read-only
                    file.chmod(stat.S_IRWXU)
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
