"""Brings work that was cut off to its end, in a process beside the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import UserError
from app.jobs import Job
from app.services.records import batches
from ui.context import Context

_LOOK = 100  # milliseconds


class TakingBack(QObject):
    """Looks at the start whether an import or undo was cut off, and takes it back or finishes it.

    `told` carries a sentence on how far it is, `ended` that it is over (True), or that it will go
    on at the next start (False).
    """

    told = Signal(str)
    ended = Signal(bool)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begin, if there is anything; to be called when the window is shown."""
        if batches.is_cut_off(self._context.store):
            self._say(0, 0)
            self._job = Job(self._context.store, "recover", {})
            self._timer.start()

    def finish(self) -> None:
        """Leave the rest to the next start: closing the window does not wait."""
        self._timer.stop()

    def _say(self, done: int, total: int) -> None:
        percent = done * 100 // total if total else 0
        self.told.emit(
            self._context.tr_(
                "Work that was cut off is being brought to its end: {percent} %", percent=percent
            )
        )

    def _look(self) -> None:
        assert self._job is not None
        is_over = self._job.poll()
        if not is_over:
            self._say(self._job.done, self._job.total)
            return
        self._timer.stop()
        try:
            outcomes = self._job.result()
        except UserError:
            self.ended.emit(False)
            return
        for outcome in outcomes:
            if outcome.changes:
                self._context.changed(outcome.changes)
        self.ended.emit(True)
