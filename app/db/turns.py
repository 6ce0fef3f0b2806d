"""Who writes next, when several processes write into one database.

SQLite gives its lock to whoever asks at the right moment: a process that writes one transaction
after the other takes it again while another one sleeps between two questions, and that one gives up
in the end. So whoever finds the lock taken waits at a gate beside the database, and large work goes
through the same gate before each of its transactions: it is the other one's turn then. Large work
may ask whether somebody stands there, and end its transaction early.

The gate is a file that its holder removes (`files.alone`); it opens by itself when a process ends.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app import files
from app.db.connection import Connection, driver
from app.errors import UserError

PATIENCE = 60.0
"""Seconds that an edit waits for its turn: longer than any transaction of large work takes."""

_PAUSE = 0.01  # seconds between two questions

Waiting = Callable[[float], None]
"""Is told now and then how many seconds have been waited, and 0 when the waiting is over."""


class Turns:
    """The gate of one database."""

    def __init__(self, path: Path) -> None:
        self._gate = Path(f"{path}.turn")

    def begin(
        self, connection: Connection, *, much: bool = False, waiting: Waiting | None = None
    ) -> None:
        """Begin to write when it is our turn; `much` is one of many transactions of large work.

        Raises the driver's "database is locked" when it was not for `PATIENCE` seconds.
        """
        if not much and _begun(connection):
            return
        since = time.monotonic()

        def wait() -> None:
            if waiting:
                waiting(time.monotonic() - since)
            time.sleep(_PAUSE)

        try:
            with self._passing(wait):
                while not _begun(connection):
                    if time.monotonic() - since > PATIENCE:
                        connection.execute("BEGIN IMMEDIATE")  # once more; that it failed is said
                        return
                    wait()
        finally:
            if waiting:
                waiting(0.0)

    def somebody_waits(self) -> bool:
        """Whether another process waits for its turn (or was killed while it did)."""
        return files.is_occupied(self._gate)

    @contextlib.contextmanager
    def _passing(self, wait: Callable[[], None]) -> Iterator[None]:
        """Stand alone at the gate. Where none can be made, or nobody moves on, go round it."""
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(OSError, UserError):
                stack.enter_context(files.alone(self._gate, PATIENCE, wait))
            yield


def _begun(connection: Connection) -> bool:
    """Begin to write, if nobody else is writing."""
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        connection.execute("BEGIN IMMEDIATE")
    except driver.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    finally:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY}")
    return True


_BUSY = 5000  # milliseconds: what else waits for a lock does so for a moment only
