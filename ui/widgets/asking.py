"""Questions to the database that take longer than a key may wait: answered from a thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.db.store import Store

log = logging.getLogger("vztahy")


class Asker(QObject):
    """Works out one question at a time in a thread of its own; only the last one is answered.

    `answered` carries what the question's function gave. It is for reading: SQLite lets the window
    go on while it searches. A question that fails is not answered, and leaves a line in the log.
    """

    answered = Signal(object)
    _found = Signal(int, object)

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._lock = threading.Lock()
        self._number = 0
        self._next: tuple[int, Callable[[], object]] | None = None
        self._thread: threading.Thread | None = None
        self._found.connect(self._tell)

    def ask(self, question: Callable[[], object]) -> None:
        """Ask; what was asked before and has no answer yet is forgotten."""
        with self._lock:
            self._number += 1
            self._next = self._number, question
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()

    def finish(self) -> None:
        """Forget what was asked and wait until the thread has ended."""
        with self._lock:
            self._number += 1
            self._next = None
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        try:
            while True:
                with self._lock:
                    asked, self._next = self._next, None
                    if asked is None:
                        self._thread = None
                        return
                number, question = asked
                try:
                    answer = question()
                except Exception as error:
                    # The thread goes on; whoever listens to threads that fail is told all the same.
                    thread = threading.current_thread()
                    failure = (type(error), error, error.__traceback__, thread)
                    threading.excepthook(threading.ExceptHookArgs(failure))
                    continue
                self._found.emit(number, answer)
        finally:
            self._store.close()  # the connection of this thread

    def _tell(self, number: int, answer: object) -> None:
        if number == self._number:
            self.answered.emit(answer)
