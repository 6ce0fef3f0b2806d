"""What was just done, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.i18n import Translator
from ui.icons import icon
from ui.theme import Theme
from ui.widgets.plain import Button, Label, set_tip

_SHOWN_FOR = 12_000  # milliseconds


class UndoBar(QFrame):
    """Appears after an action; waits while the mouse or the focus is in it."""

    undo_requested = Signal()

    def __init__(self, theme: Theme, tr: Translator) -> None:
        super().__init__()
        self._theme = theme
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(12)
        self._text = Label()
        self._undo = Button()
        self._undo.setProperty("flat", True)
        self._close = Button()
        self._close.setProperty("flat", True)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._undo)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_FOR)
        self._timer.timeout.connect(self._expire)
        self._undo.clicked.connect(self._undo_clicked)
        self._close.clicked.connect(self.hide)
        theme.changed.connect(self._recolour)
        self._recolour()
        self.retranslate(tr)
        self.hide()

    def offer(self, text: str, *, stays: bool = False) -> None:
        """Say what was done and offer to take it back.

        What a person must have read `stays` until it is closed, or something else is done.
        """
        self._text.setText(text)
        self._text.setWordWrap(stays)
        self.setAccessibleName(text)
        self.show()
        if stays:
            self._timer.stop()
        else:
            self._timer.start()

    def _undo_clicked(self) -> None:
        self.hide()
        self.undo_requested.emit()

    def _expire(self) -> None:
        if self.underMouse() or self._undo.hasFocus() or self._close.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _recolour(self) -> None:
        tokens = self._theme.tokens
        self.setStyleSheet(
            f"UndoBar {{ background: {tokens.info_back};"
            f" border-top: 1px solid {tokens.border}; }}"
            f" QLabel, QPushButton {{ color: {tokens.info}; background: transparent; }}"
            f" QPushButton {{ font-weight: 600; }}"
        )
        self._undo.setIcon(icon("undo-2", tokens.info, 16))
        self._close.setIcon(icon("x", tokens.info, 16))

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        if self.isVisible():
            self._timer.start()
        super().leaveEvent(event)

    def retranslate(self, tr: Translator) -> None:
        """Show the buttons in another language."""
        self._undo.setText(tr("Undo"))
        self._close.setAccessibleName(tr("Close"))
        set_tip(self._close, tr("Close"))
