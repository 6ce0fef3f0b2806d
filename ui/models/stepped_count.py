"""Counting a long list in small steps, so that the window goes on between them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.db.store import Store
from app.services.records.query import Key, ListQuery

_PAUSE = 5  # milliseconds between two steps


class SteppedCount(QObject):
    """Counts the rows of a query; each step is a search in its index.

    `passed` tells how many rows are known so far and the key of the last of them, `counted` how
    many there are.
    """

    passed = Signal(int, object)
    counted = Signal(int)

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._query: ListQuery | None = None
        self._step = 0
        self._rows = 0
        self._key: Key | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._go_on)

    def start(self, query: ListQuery, step: int) -> None:
        """Begin to count `query` (in its stored order), `step` rows at a time."""
        self._query, self._step, self._rows, self._key = query, step, 0, None
        self._timer.start()

    def stop(self) -> None:
        """Give up."""
        self._timer.stop()

    @property
    def is_active(self) -> bool:
        """Whether it is counting."""
        return self._timer.isActive()

    def _go_on(self) -> None:
        assert self._query is not None
        with self._store.reading() as connection:
            key = self._query.key_at(connection, self._step - 1, self._key)
            if key is None:
                rest = self._query.count(connection, after=self._key)
        if key is None:
            self.stop()
            self.counted.emit(self._rows + rest)
            return
        self._rows, self._key = self._rows + self._step, key
        self.passed.emit(self._rows, key)
