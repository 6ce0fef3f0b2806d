"""A sentence that matters, in the colour of its tone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.icons import icon
from ui.theme import Theme
from ui.widgets.plain import Label

_ICONS = {
    "info": "info",
    "warn": "triangle-alert",
    "error": "circle-alert",
    "ok": "circle-check",
    "neutral": "info",
}


class NoticeBar(QFrame):
    """An icon and a wrapped sentence."""

    def __init__(self, theme: Theme, tone: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tone = tone
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(8)
        self._icon = Label()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text = Label(text)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        theme.changed.connect(self._recolour)
        self._recolour()
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another sentence."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def _recolour(self) -> None:
        colour, back = self._theme.tokens.tone(self._tone)
        edge = colour if self._theme.scheme == "contrast" else back
        self.setStyleSheet(
            f"NoticeBar {{ background: {back}; border: 1px solid {edge}; border-radius: 8px; }}"
            f" QLabel {{ color: {colour}; background: transparent; }}"
        )
        self._icon.setPixmap(icon(_ICONS[self._tone], colour, 18).pixmap(18, 18))
