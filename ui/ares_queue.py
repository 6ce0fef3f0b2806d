"""Fills organisations from ARES that were wished for while there was no network."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import UserError
from app.exchange.registers import ares
from ui.context import Context

_FIRST = 10_000  # milliseconds after the start
_AGAIN = 15 * 60 * 1000


class AresQueue(QObject):
    """Looks after the start and every quarter of an hour; `filled` carries each `Changes`.

    `failed` carries the sentence that says why nothing could be filled.
    """

    filled = Signal(object)
    failed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN)
        self._timer.timeout.connect(self.look)
        self.filled.connect(context.changed)

    def start(self) -> None:
        """Begin to look; to be called when the window is shown."""
        self._timer.start()
        QTimer.singleShot(_FIRST, self.look)

    def look(self) -> None:
        """Try to meet the wishes that wait, in the background."""
        running = self._thread is not None and self._thread.is_alive()
        if running or not ares.waiting(self._context.store):
            return

        def work() -> None:
            store = self._context.store
            # What is unknown reaches the log and a dialog (`ui.unknown_errors`).
            try:
                for changes in ares.fill_waiting(store):
                    self.filled.emit(changes)
            except UserError as error:
                self.failed.emit(error.text(self._context.tr_))
            finally:
                store.close()  # the connections of this thread

        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Wait until what is being asked is answered."""
        self._timer.stop()
        if self._thread is not None:
            self._thread.join()
