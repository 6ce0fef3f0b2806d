"""What long work is given: where it tells how far it is, and where it asks whether to stop."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import UserError

Progress = Callable[[int, int], None]
"""Told how much is done, and how much there is in all (0 while nobody knows)."""

Cancelled = Callable[[], bool]
"""Asked now and then whether the person wants the work to stop."""


def watched(progress: Progress | None, cancelled: Cancelled | None, stopped: str) -> Progress:
    """One function for both: told how far the work is, it raises `UserError` when asked to stop.

    `stopped` (a message id) says what it means for the data.
    """

    def told(done: int, total: int) -> None:
        if cancelled and cancelled():
            raise UserError(stopped)
        if progress:
            progress(done, total)

    return told
