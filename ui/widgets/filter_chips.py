"""What narrows a list, as chips that can be taken away one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.icons import icon
from ui.theme import Theme
from ui.widgets.buttons import set_label
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import Button, set_tip


class FilterChips(QWidget):
    """Emits the number of a chip that is taken away; `add` opens the menu of fields."""

    removed = Signal(int)
    cleared = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._texts: list[str] = []
        self._chips: list[Button] = []
        self._remove_text = ""
        self.add = Button()
        self.add.setProperty("flat", True)
        self._clear = Button()
        self._clear.setProperty("flat", True)
        self._clear.clicked.connect(self.cleared)
        self._layout = FlowLayout(self, 6)
        self._layout.addWidget(self.add)
        self._layout.addWidget(self._clear)
        theme.changed.connect(self._recolour)
        self._recolour()

    def set_labels(self, add: str, clear: str, remove: str) -> None:
        """The texts of the buttons; `remove` is said before a chip's text to screen readers."""
        set_label(self.add, add)
        self._clear.setText(clear)
        self._clear.setAccessibleName(clear)
        self._remove_text = remove
        self.set_chips(self._texts)

    def set_chips(self, texts: Sequence[str]) -> None:
        """Show one chip for each text."""
        self._texts = list(texts)
        for chip in self._chips:
            self._layout.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips.clear()
        for number, text in enumerate(texts):
            chip = Button(text)
            chip.setProperty("chip", True)
            chip.setIcon(icon("x", self._theme.tokens.info, 12))
            chip.setAccessibleName(f"{self._remove_text}: {text}")
            set_tip(chip, f"{self._remove_text}: {text}")
            chip.clicked.connect(lambda _on=False, number=number: self.removed.emit(number))
            self._chips.append(chip)
            self._layout.addWidget(chip)
            chip.show()
        self._clear.setVisible(len(self._chips) > 1)
        self.updateGeometry()

    def _recolour(self) -> None:
        self.add.setIcon(icon("list-filter", self._theme.tokens.text, 14))
        for chip in self._chips:
            chip.setIcon(icon("x", self._theme.tokens.info, 12))
