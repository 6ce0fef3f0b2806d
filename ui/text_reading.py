"""Reads stored files again, beside the window, when the program has learnt to read more of them."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer, Signal

from app.db.connection import translated
from app.exchange.documents import rereading
from ui.context import Context

_FIRST = 20_000  # milliseconds after the start: nobody waits for it


class TextReading(QObject):
    """Looks once after the start. `told` carries sentences on how far it is."""

    told = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FIRST)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin; to be called when the window is shown."""
        self._stopped.clear()
        self._timer.start()

    def look(self) -> None:
        """Read what is out of date, in the background."""
        running = self._thread is not None and self._thread.is_alive()
        if running or not rereading.outdated(self._context.store):
            return
        tr = self._context.tr_

        def told(done: int, total: int) -> None:
            self.told.emit(
                tr(
                    "Stored files are read again for the search: {done} of {total}",
                    done=done,
                    total=total,
                )
                if done < total
                else tr("All stored files are read; a search finds more in them now.")
            )

        def work() -> None:
            store = self._context.store
            # Each file is read in a process of its own: a thread waits for it.
            try:
                rereading.reread(store, progress=told, cancelled=self._stopped.is_set)
            except Exception as error:  # it goes on at the next start
                if translated(error, store.path) is None:
                    raise
            finally:
                store.close()

        self._thread = threading.Thread(target=work, daemon=True)
        self._thread.start()

    def finish(self) -> None:
        """Stop; what was not read is read after the next start."""
        self._timer.stop()
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
