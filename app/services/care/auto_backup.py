"""Backups that the program makes by itself: checked, and thinned out as they grow old."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from app.db.store import Store
from app.errors import UserError
from app.i18n import N_
from app.services.care.backup import backup
from app.services.care.soundness import is_sound

RHYTHMS = {
    "daily": N_("Once a day"),
    "start": N_("At each start"),
    "never": N_("Never"),
}
DAYS, WEEKS, MONTHS = 7, 4, 12
"""How many days, weeks and months keep their newest backup."""

UNSOUND = N_(
    "The backup “{file}” could not be read again and was removed. The database itself was not "
    "changed. Choose another folder for backups, or make one by hand."
)
_NAME = re.compile(r"vztahy-auto-(\d{8}-\d{6})\.db")


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that the program made: where it is, when it was made, its size in bytes."""

    path: Path
    at: datetime
    size: int


def folder_for(database: Path, chosen: str = "") -> Path:
    """Where automatic backups of a database lie: the chosen folder, else one beside it."""
    return Path(chosen) if chosen else database.parent / "backups"


def existing(folder: Path) -> list[BackupFile]:
    """The automatic backups of a folder, the newest first; none if it cannot be read."""
    found = []
    try:
        for path in folder.iterdir():
            if (name := _NAME.fullmatch(path.name)) and (at := _moment(name[1])):
                found.append(BackupFile(path, at, path.stat().st_size))
    except OSError:
        return []
    return sorted(found, key=lambda item: item.at, reverse=True)


def _moment(text: str) -> datetime | None:
    """The moment in the name of a file; None where somebody named it so that it is none."""
    try:
        return datetime.strptime(text, "%Y%m%d-%H%M%S")
    except ValueError:
        return None


def copies_of(database: Path, folder: Path) -> list[BackupFile]:
    """Every copy of a database that the program made by itself, the newest first.

    Those of the folder of automatic backups, and beside the database those made before a
    migration and before a restore, and what was kept of a damaged or deleted one, with the files
    that belong to it. Backups that a person made by hand are not known.
    """
    stem = re.escape(database.stem)
    beside = re.compile(
        rf"{stem}-(\d{{8}}-\d{{6}})-schema\d+(?:-\d+)?\.db"
        rf"|{stem}-(?:before-restore|damaged|left)-(\d{{8}}-\d{{6}})(?:-\d+)?\.db"
        r"(?:-wal|-shm|-journal)?"
    )
    found = existing(folder)
    try:
        for path in database.parent.iterdir():
            name = beside.fullmatch(path.name)
            if name and (at := _moment(name[1] or name[2])):
                found.append(BackupFile(path, at, path.stat().st_size))
    except OSError:
        pass
    return sorted(found, key=lambda item: item.at, reverse=True)


def replace_copies(store: Store, folder: Path, now: datetime) -> tuple[Path, list[Path]]:
    """Make a new backup and, once it is checked, delete all older copies that the program made.

    Gives the new one, and those that could not be deleted. Raises `UserError` as `run` does;
    nothing is deleted then.
    """
    older = [item.path for item in copies_of(store.path, folder)]
    made = run(store, folder, now)
    left = []
    for path in older:
        try:
            if path != made:
                path.unlink(missing_ok=True)
        except OSError:
            left.append(path)
    return made, left


def is_due(folder: Path, rhythm: str, now: datetime) -> bool:
    """Whether a backup should be made now; at a start, for the rhythm ``start``."""
    if rhythm == "never":
        return False
    made = existing(folder)
    return rhythm == "start" or not made or made[0].at.date() < now.date()


def run(store: Store, folder: Path, now: datetime) -> Path:
    """Make a backup, check it, and remove those that are no longer kept.

    Raises `UserError` when it cannot be written or read again; older backups then stay.
    """
    target = folder / f"vztahy-auto-{now:%Y%m%d-%H%M%S}.db"
    backup(store, target)
    if not is_sound(target, store.key):
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        raise UserError(UNSOUND, file=target.name)
    for old in superfluous(existing(folder), now.date()):
        with contextlib.suppress(OSError):  # it is tried again with the next one
            old.path.unlink(missing_ok=True)
    return target


def superfluous(made: Iterable[BackupFile], today: date) -> list[BackupFile]:
    """The backups that need not be kept.

    Kept are all of today, and the newest of each of the last `DAYS` days, `WEEKS` weeks and
    `MONTHS` months; the newest of all is always kept.
    """
    newest_first = sorted(made, key=lambda item: item.at, reverse=True)
    kept: set[Path] = {item.path for item in newest_first[:1]}
    periods: set[object] = set()
    for item in newest_first:
        day = item.at.date()
        age = today - day
        names: list[object] = []
        if age < timedelta(days=DAYS):
            names.append(("day", day) if day != today else ("moment", item.at))
        if age < timedelta(weeks=WEEKS):
            names.append(("week", day.isocalendar()[:2]))
        if (today.year - day.year) * 12 + today.month - day.month < MONTHS:
            names.append(("month", day.year, day.month))
        if set(names) - periods:
            kept.add(item.path)
        periods |= set(names)
    return [item for item in newest_first if item.path not in kept]
