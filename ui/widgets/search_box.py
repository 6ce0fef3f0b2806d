"""A box that filters as one types."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.icons import icon
from ui.theme import Theme
from ui.widgets.plain import Action

_PAUSE = 120  # milliseconds after the last key


class SearchBox(QLineEdit):
    """Emits `changed` shortly after typing stops; Esc clears, Down goes to the list."""

    changed = Signal(str)
    left_downwards = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setClearButtonEnabled(True)
        self._magnifier = Action(self)
        self.addAction(self._magnifier, QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(lambda: self.changed.emit(self.text()))
        self.textChanged.connect(lambda _text: self._timer.start())
        theme.changed.connect(self._recolour)
        self._recolour()

    def set_name(self, name: str) -> None:
        """What screen readers call the box and the picture in it."""
        self.setAccessibleName(name)
        self._magnifier.setText(name)

    def _recolour(self) -> None:
        self._magnifier.setIcon(icon("search", self._theme.tokens.muted, 16))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        else:
            super().keyPressEvent(event)
