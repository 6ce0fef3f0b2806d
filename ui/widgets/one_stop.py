"""One stop of the Tab key for a group of controls: the arrows go on inside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

_FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_Right)
_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Left)


class OneStop(QObject):
    """Of the controls that `stops` gives, in their order, Tab reaches the one used last.

    Arrows, Home and End go to the others. It belongs to the `group`; `take` is to be called when
    there are others, and begins with the first of them or with `first`.
    """

    def __init__(self, group: QWidget, stops: Callable[[], Sequence[QWidget]]) -> None:
        super().__init__(group)
        self._stops = stops
        self._known: list[QWidget] = []

    def take(self, first: QWidget | None = None) -> None:
        """Look again for the controls of the group."""
        stops = list(self._stops())
        for stop in stops:
            if stop not in self._known:
                stop.installEventFilter(self)
        self._known = stops
        focused = next((stop for stop in stops if stop.hasFocus()), None)
        self._let(focused or first or (stops[0] if stops else None))

    def _let(self, chosen: QWidget | None) -> None:
        for stop in self._known:
            policy = Qt.FocusPolicy.StrongFocus if stop is chosen else Qt.FocusPolicy.ClickFocus
            stop.setFocusPolicy(policy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.FocusIn and watched in self._known:
            self._let(watched)
        elif event.type() == QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event)
            plain = key.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            return plain and self._go(cast(QWidget, watched), Qt.Key(key.key()))
        return False

    def _go(self, stop: QWidget, key: Qt.Key) -> bool:
        seen = [item for item in self._known if item.isVisible() and item.isEnabled()]
        if stop not in seen:
            return False
        place = seen.index(stop)
        if key in _FORWARD:
            place = min(place + 1, len(seen) - 1)
        elif key in _BACK:
            place = max(place - 1, 0)
        elif key == Qt.Key.Key_Home:
            place = 0
        elif key == Qt.Key.Key_End:
            place = len(seen) - 1
        else:
            return False
        self._let(seen[place])
        seen[place].setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_view(seen[place])
        return True


def bring_into_view(widget: QWidget) -> None:
    """Scroll the page that a widget stands on so that it is seen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 0, 24)
            return
        above = above.parentWidget()
