"""The order of a long list by a column that has none stored: made in a thread, then kept."""

from __future__ import annotations

import threading
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.db.store import Store
from app.services.records import orders
from app.services.records.orders import Order
from app.services.records.query import ListQuery
from ui.widgets.asking import Asker

_PAUSE = 300  # milliseconds after the last change, before the whole list is read again


class KeptOrder(QObject):
    """Has an order made in a thread and keeps it; `made` carries each one that is still wanted.

    The whole list is never read in the window's thread (but see `keep`).
    """

    made = Signal(object)

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._query: ListQuery | None = None  # what `order` is the order of
        self._version = 0  # what others had written when it was read
        self._stop: threading.Event | None = None  # set when what is being made is not wanted
        self._wanted: ListQuery | None = None
        self.order: Order | None = None
        self._asker = asker = Asker(store)
        self._asker.answered.connect(self._take)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._ask)
        self.destroyed.connect(lambda: asker.finish())  # noqa: PLW0108  it must live until then

    @property
    def is_being_made(self) -> bool:
        """Whether an order is wanted that is not there yet."""
        return self._wanted is not None

    def is_of(self, query: ListQuery) -> bool:
        """Whether the order that is kept is that of a list."""
        return self.order is not None and self._query == query

    def turned(self, query: ListQuery) -> Order | None:
        """The order of a list, if it is the one that is kept the other way round."""
        if self.order and replace(query, descending=not query.descending) == self._query:
            return self.order.turned()
        return None

    def keep(self, query: ListQuery, order: Order) -> None:
        """Keep the order of a list."""
        self.order, self._query = order, query
        with self._store.reading() as connection:
            self._version = orders.version(connection)

    def forget(self) -> None:
        """Keep nothing and want nothing."""
        self.stop()
        self.order = self._query = None

    def stop(self) -> None:
        """Want nothing more; what is kept stays."""
        self._soon.stop()
        self._wanted = None
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    def want(self, query: ListQuery) -> None:
        """Have the order of a list made."""
        self.stop()
        self._wanted = query
        self._ask()

    def want_soon(self, query: ListQuery) -> None:
        """Have the order of a list made anew, when no more changes follow."""
        if self._wanted != query or self._stop is not None:
            self.stop()
            self._wanted = query
        self._soon.start()

    def look_for_others(self, query: ListQuery) -> None:
        """Have the order made anew if another process has written since it was read."""
        if not self.is_being_made:
            with self._store.reading() as connection:
                version = orders.version(connection)
            if version != self._version:
                self.want_soon(query)

    def _ask(self) -> None:
        if self._wanted is None:
            return
        stop = self._stop = threading.Event()
        query, store = self._wanted, self._store
        self._asker.ask(lambda: (stop, query, orders.made(store, query, stop.is_set)))

    def _take(self, answer: tuple[threading.Event, ListQuery, Order | None]) -> None:
        stop, _, order = answer
        if stop is self._stop and order is not None:
            self.stop()
            self.made.emit(order)
