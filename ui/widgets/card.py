"""A titled box."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.widgets.plain import Button, Label


class Card(QFrame):
    """A section of a page; put its content into `body`."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        self._title = Label(title)
        self._title.setProperty("role", "section")
        self._head = QHBoxLayout()
        self._head.setSpacing(4)
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        layout.addLayout(self._head)
        self.body = QVBoxLayout()
        self.body.setSpacing(4)
        layout.addLayout(self.body)
        self._title.setVisible(bool(title))  # not before it has a parent: it would be a window
        self.setAccessibleName(title)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(title)

    def add_action(self, button: Button) -> None:
        """Put a button at the right of the title."""
        button.setProperty("flat", True)
        self._head.addWidget(button)
