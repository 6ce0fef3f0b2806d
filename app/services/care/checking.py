"""The check that a database is what its log says, and that nothing in it is damaged."""

from __future__ import annotations

from app.db.connection import Connection
from app.db.store import Store
from app.i18n import N_
from app.progress import Cancelled, Progress, watched
from app.services.care import log_check
from app.services.care.findings import Finding
from app.services.documents import stored_contents

__all__ = ["Finding", "check"]

CHECK_CANCELLED = N_("The check was cancelled. Nothing was changed.")


def check(
    store: Store, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> list[Finding]:
    """Compare the tables with a replay of the log, verify the hashes, references and contents.

    Gives what is wrong; an empty list means that the database is sound. `progress` counts the
    bytes of stored files. Raises `UserError` when it was cancelled. A job, too.
    """

    told = watched(progress, cancelled, CHECK_CANCELLED)
    with store.reading() as connection:
        return [
            *_check_file(connection),
            *(Finding(*found) for found in stored_contents.check(connection, told)),
            *log_check.check(connection),
        ]


def _check_file(connection: Connection) -> list[Finding]:
    found = []
    for (text,) in connection.execute("PRAGMA integrity_check").fetchall():
        if text != "ok":
            found.append(Finding(N_("The file is damaged: {detail}"), {"detail": text}))
    for table, row, target, _ in connection.execute("PRAGMA foreign_key_check").fetchall():
        found.append(
            Finding(
                N_("A row of “{table}” refers to a missing row of “{target}” ({row})."),
                {"table": table, "target": target, "row": row},
            )
        )
    return found
