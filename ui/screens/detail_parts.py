"""The parts of a page that are replaced one by one when what they show changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

_SLICE = 4  # milliseconds of work before the window turns; a part that is begun is finished


class Part(NamedTuple):
    """A part of a page: `content` is all that it shows, `make` gives its widget."""

    key: str
    content: object
    make: Callable[[], QWidget]


class Parts:
    """Keeps a column of parts: a widget stays as long as its content is the same.

    Making, polishing and laying out every card of a record takes some fifty milliseconds. So only
    what says something else is made anew, from the top, a slice at a time between which the window
    goes on.
    """

    def __init__(self, column: QVBoxLayout, parent: QWidget) -> None:
        self._column = column
        self._wanted: list[str] = []
        self._shown: dict[str, tuple[object, QWidget]] = {}
        self._waiting: list[Part] = []
        self._later = QTimer(parent)
        self._later.timeout.connect(self._go_on)

    def show(self, parts: Iterable[Part], *, at_once: bool) -> None:
        """Bring the column in line with `parts`, in their order; the keys are unique.

        Unless `at_once`, what the first slice does not reach follows in the next turns.
        """
        wanted = {part.key: part for part in parts}
        for key in self._shown.keys() - wanted.keys():
            self._remove(self._shown.pop(key)[1])
        kept = [key for key in wanted if key in self._shown]
        if kept != [key for key in self._wanted if key in self._shown]:
            for place, key in enumerate(kept):
                self._column.insertWidget(place, self._shown[key][1])
        self._wanted = list(wanted)
        self._waiting = [
            part
            for part in wanted.values()
            if part.key not in self._shown or self._shown[part.key][0] != part.content
        ]
        if at_once:
            while self._waiting:
                self._make(self._waiting.pop(0))
        self._go_on()

    def shown(self, key: str) -> QWidget | None:
        """The widget of a part, None where there is none."""
        return self._shown[key][1] if key in self._shown else None

    @property
    def is_whole(self) -> bool:
        """Whether every part stands there as it should."""
        return not self._waiting

    def _go_on(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._waiting and clock.elapsed() < _SLICE:
            self._make(self._waiting.pop(0))
        if not self._waiting:
            self._later.stop()
        elif not self._later.isActive():
            self._later.start()

    def _make(self, part: Part) -> None:
        widget = part.make()
        above = self._wanted[: self._wanted.index(part.key)]
        self._column.insertWidget(sum(key in self._shown for key in above), widget)
        if part.key in self._shown:
            before = self._shown[part.key][1]
            stop = _stop_in(before)
            self._remove(before)
            if stop:
                widget.show()  # the layout would do it a moment later, too late for the focus
                _go_to(stop, widget)
        self._shown[part.key] = part.content, widget

    def _remove(self, widget: QWidget) -> None:
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def _stop_in(widget: QWidget) -> str:
    """What the line in it that has the focus is called; empty where it is elsewhere."""
    focused = widget.window().focusWidget()  # the window's own: a dialog may be before it
    if focused is None or not widget.isAncestorOf(focused):
        return ""
    return str(focused.property("stop") or " ")


def _go_to(stop: str, widget: QWidget) -> None:
    """Put the focus on the line of that name in what was made anew, or on its first one."""
    lines = [item for item in widget.findChildren(QWidget) if item.property("stop")]
    same = [item for item in lines if item.property("stop") == stop]
    for item in (same or lines)[:1]:
        item.setFocus()
