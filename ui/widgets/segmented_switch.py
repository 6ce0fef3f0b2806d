"""One of a few, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout

from ui.widgets.plain import Button

_EDGES = 2 * (12 + 1) + 2  # padding and border left and right, and a little air


class SegmentedSwitch(QFrame):
    """A row of buttons of which one is chosen; the arrow keys move."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2, 2, 2, 2)
        self._layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        self._group.buttonClicked.connect(self._clicked)

    def set_items(self, items: Sequence[tuple[str, str]]) -> None:
        """The choices as (key, label); the chosen one stays chosen."""
        for key, label in items:
            button = self._buttons.get(key)
            if button is None:
                button = Button()
                button.setCheckable(True)
                button.setProperty("segment", True)
                button.setProperty("key", key)
                self._buttons[key] = button
                self._group.addButton(button)
                self._layout.addWidget(button)
                button.setChecked(len(self._buttons) == 1)
            button.setText(label)
            button.setAccessibleName(label)
        self._fit()

    def _fit(self) -> None:
        """Room for the chosen label, which is bold: Qt reckons with the plain one."""
        for button in self._buttons.values():
            bold = QFont(button.font())
            bold.setWeight(QFont.Weight.DemiBold)
            width = QFontMetrics(bold).horizontalAdvance(button.text())
            button.setMinimumWidth(width + _EDGES)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another size of texts needs other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_buttons"):
            self._fit()

    @property
    def current(self) -> str:
        """The key of the chosen item."""
        return next((key for key, item in self._buttons.items() if item.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose an item without a signal."""
        self._buttons[key].setChecked(True)

    def _clicked(self, button: Button) -> None:
        self.changed.emit(button.property("key"))
