"""The check that a database is what its log says, and that nothing in it is damaged."""

from __future__ import annotations

from collections.abc import Callable

from app.db.connection import Connection, driver
from app.db.store import Store
from app.i18n import N_
from app.progress import Cancelled, Progress, watched
from app.services.care import derived_check, log_check
from app.services.care.findings import Finding
from app.services.documents import stored_contents

__all__ = ["Finding", "check", "repair"]

UNREADABLE = N_("The file is damaged: {detail}")
CHECK_CANCELLED = N_("The check was cancelled. Nothing was changed.")


def check(
    store: Store, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> list[Finding]:
    """Verify the file, stored contents, the log and what follows from it; gives what is wrong.

    The tables are compared with a replay of the log, stored order, texts and the search index
    with the tables. An empty list means that the database is sound. `progress` counts the bytes
    of stored files, then rows. Raises `UserError` when it was cancelled. A job, too.
    """
    told = watched(progress, cancelled, CHECK_CANCELLED)
    with store.reading() as connection:
        parts = (
            lambda: _check_file(connection),
            lambda: [Finding(*found) for found in stored_contents.check(connection, told)],
            lambda: log_check.check(connection, lambda: told(0, 0)),
            lambda: derived_check.check(connection, told),
        )
        return [finding for part in parts for finding in _found_by(part)]


def _found_by(part: Callable[[], list[Finding]]) -> list[Finding]:
    """What a part of the check finds; where it cannot even read the file, that is a finding."""
    try:
        return part()
    except driver.OperationalError:
        raise  # it is locked, or the disk is full
    except (driver.DatabaseError, UnicodeDecodeError, ValueError) as error:
        return [Finding(UNREADABLE, {"detail": str(error)})]


def repair(
    store: Store, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> None:
    """Make everything anew that follows from the data (`Finding.can_be_made_anew`).

    Nothing else is changed. Raises `UserError` when it was cancelled; nothing is changed then.
    A job, too.
    """
    derived_check.repair(store, watched(progress, cancelled, CHECK_CANCELLED))


def _check_file(connection: Connection) -> list[Finding]:
    found = []
    for (text,) in connection.execute("PRAGMA integrity_check").fetchall():
        if derived_check.is_of_the_index(text):
            found.append(derived_check.damaged(text))
        elif text != "ok":
            found.append(Finding(UNREADABLE, {"detail": text}))
    for table, row, target, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        found.append(
            Finding(
                N_("A row of “{table}” refers to a missing row of “{target}” ({row})."),
                {"table": table, "target": target, "row": row},
            )
        )
    return found
