"""What belongs here, and the first step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.icons import icon
from ui.theme import Theme
from ui.widgets.plain import Button, Label


class EmptyState(QWidget):
    """An icon, a sentence and one or two buttons, in the middle of an empty place."""

    step_requested = Signal()
    other_requested = Signal()

    def __init__(self, theme: Theme, icon_name: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon_name = icon_name
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.setSpacing(12)
        self._icon = Label()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = Label()
        self._text.setProperty("role", "muted")
        self._text.setWordWrap(True)
        self._text.setMinimumWidth(280)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._step = Button()
        self._step.clicked.connect(self.step_requested)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)
        self._other = Button()
        self._other.clicked.connect(self.other_requested)
        layout.addWidget(self._step, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(self._other, 0, Qt.AlignmentFlag.AlignCenter)
        theme.changed.connect(self._recolour)
        self._recolour()

    def set_texts(self, text: str, step: str = "", other: str = "") -> None:
        """The sentence and the texts of the buttons; no button without one."""
        self._text.setText(text)
        self._step.setText(step)
        self._step.setVisible(bool(step))
        self._other.setText(other)
        self._other.setVisible(bool(other))

    def _recolour(self) -> None:
        self._icon.setPixmap(icon(self._icon_name, self._theme.tokens.muted, 40).pixmap(40, 40))
