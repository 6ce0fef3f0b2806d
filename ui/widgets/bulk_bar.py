"""What can be done with the records that are marked, in sight while several are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.icons import icon
from ui.theme import Theme
from ui.widgets.buttons import set_label
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import Button, Label


class BulkBar(QFrame):
    """Says how many records are marked, with a button for each thing to do with them."""

    def __init__(self, theme: Theme, steps: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """`steps` are the icons of the buttons, and what they do."""
        super().__init__()
        self._theme = theme
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 4, 4, 4)
        inner = QWidget()
        layout = FlowLayout(inner, 4)
        outer.addWidget(inner)
        self._count = Label()
        self._count.setProperty("role", "section")
        self._count.setContentsMargins(0, 5, 8, 0)
        layout.addWidget(self._count)
        self.buttons: list[Button] = []
        self._icons = [name for name, _ in steps]
        for _, run in steps:
            button = Button()
            button.setProperty("flat", True)
            button.clicked.connect(lambda _on=False, run=run: run())
            layout.addWidget(button)
            self.buttons.append(button)
        theme.changed.connect(self._recolour)
        self._recolour()
        self.hide()

    def _recolour(self) -> None:
        for name, button in zip(self._icons, self.buttons, strict=True):
            button.setIcon(icon(name, self._theme.tokens.text, 16))

    def set_labels(self, labels: Sequence[str]) -> None:
        """The texts of the buttons."""
        for button, text in zip(self.buttons, labels, strict=True):
            set_label(button, text)

    def show_count(self, text: str) -> None:
        """Say how many are marked; an empty text hides the bar."""
        self._count.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
