"""Unknown errors reach the log without values of records, and a dialog; the window stays."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.db.connection import DAMAGED, translated
from app.errors import UserError, where
from ui.context import Context
from ui.widgets.plain import alarm

log = logging.getLogger("vztahy")


class UnknownErrors(QObject):
    """Takes what nobody caught, in this thread and in every other one.

    A known error that nobody caught is said in its words; `offer_backups` is called with that of a
    damaged database. What fails in a thread is said in a dialog once for each place: work that
    begins anew every hour would say it every hour.
    """

    _failed = Signal(object)

    def __init__(
        self,
        window: QWidget,
        context: Context,
        offer_backups: Callable[[UserError], object],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._offer_backups = offer_backups
        self._said: set[str] = set()
        # The dialog belongs to the thread of the window, whoever fails.
        self._failed.connect(self._say, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take what nobody catches from now on."""
        sys.excepthook = self._take
        threading.excepthook = self._take_from_thread

    def _take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("%s at %s", kind.__name__, where(trace))
        self._say(error)

    def _take_from_thread(self, failure: threading.ExceptHookArgs) -> None:
        if issubclass(failure.exc_type, SystemExit):
            return
        place = where(failure.exc_traceback)
        log.error("%s in a thread at %s", failure.exc_type.__name__, place)
        known = f"{failure.exc_type.__name__} {place}"
        if known not in self._said:
            self._said.add(known)
            self._failed.emit(failure.exc_value)

    def _say(self, error: BaseException) -> None:
        tr = self._context.tr_
        known = (
            error if isinstance(error, UserError) else translated(error, self._context.store.path)
        )
        if known and known.message == DAMAGED:
            self._offer_backups(known)
            return
        if known:
            alarm(self._window, "Vztahy", known.text(tr))
            return
        alarm(
            self._window,
            "Vztahy",
            tr(
                "Something unexpected happened ({kind}). What was saved is safe and what you are "
                "typing stays in the window. The log says where it happened.",
                kind=type(error).__name__,
            ),
        )
