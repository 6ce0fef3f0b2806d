"""Work that waits until a widget has been painted for the first time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

_BREATH = 15  # milliseconds: what is painted in the same pass, and keys pressed, come first
_NEVER_SHOWN = 250  # milliseconds
_LOOKS = 20  # a slow computer paints late; a minimised window never


class FirstPaint(QObject):
    """Calls `run` once, after the first paint of `widget` (or a moment later without one)."""

    def __init__(self, widget: QWidget, run: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._run = run
        self._looks = 0
        self.is_over = False
        widget.installEventFilter(self)
        QTimer.singleShot(_NEVER_SHOWN, self, self._look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Wait for the paint; nothing is kept from the widget."""
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._breathe)
        return False

    def _breathe(self) -> None:
        # Counted from the end of the pass, which may take longer than that by itself.
        QTimer.singleShot(_BREATH, self, self._go)

    def _look(self) -> None:
        """Go on without a paint, unless one is still to come."""
        self._looks += 1
        if self._looks < _LOOKS and self._widget.isVisible():
            QTimer.singleShot(_NEVER_SHOWN, self, self._look)
        else:
            self._go()

    def _go(self) -> None:
        if not self.is_over:
            self.is_over = True
            self._widget.removeEventFilter(self)
            self._run()
