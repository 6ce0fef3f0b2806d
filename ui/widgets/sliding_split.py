"""List and detail side by side; on a narrow window the detail covers the list."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

_NARROW = 50  # lines of text: 900 pixels in the ordinary size, more with larger texts


class SlidingSplit(QWidget):
    """`covered` tells whether the detail stands alone (and needs a way back to the list)."""

    covered_changed = Signal(bool)

    def __init__(self, left: QWidget, right: QWidget) -> None:
        super().__init__()
        self._left = left
        self._right = right
        self._detail_wanted = False
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 6)
        self.splitter.setStretchFactor(1, 5)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizes([690, 480])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)

    @property
    def is_narrow(self) -> bool:
        """Whether there is room for only one of the two."""
        return self.width() < _NARROW * self.fontMetrics().lineSpacing()

    def show_detail(self, *, wanted: bool) -> None:
        """On a narrow window: go to the detail, or back to the list."""
        self._detail_wanted = wanted
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.is_narrow
        self._left.setVisible(not narrow or not self._detail_wanted)
        self._right.setVisible(not narrow or self._detail_wanted)
        self.covered_changed.emit(narrow and self._detail_wanted)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def save_state(self) -> str:
        """Where the splitter stands."""
        return bytes(self.splitter.saveState().toBase64().data()).decode()

    def restore_state(self, state: str) -> None:
        """Put the splitter where it stood."""
        if state:
            self.splitter.restoreState(QByteArray.fromBase64(state.encode()))
