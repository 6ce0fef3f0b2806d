"""A titled box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.widgets.one_stop import OneStop
from ui.widgets.plain import Button, Label
from ui.widgets.related_list import RelatedList


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


def stops_of(group: QWidget) -> list[QWidget]:
    """Where the keyboard can stop in a card: its buttons and its lines, from the top.

    What only the mouse needs says so by its property `small`.
    """
    return [
        item
        for item in group.findChildren(QWidget)
        if (isinstance(item, QAbstractButton) and not item.property("small"))
        or item.property("stop")
        if item.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def one_stop(card: QWidget) -> None:
    """Let Tab stop once in a card, at its first line; call it when all of it is there."""
    stop = OneStop(card, lambda: stops_of(card))
    stop.take(next((item for item in stops_of(card) if item.property("stop")), None))
    for listed in card.findChildren(RelatedList):
        listed.unfolded.connect(stop.take)
