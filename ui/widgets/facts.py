"""Labels and values of a record, to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.widgets.plain import AddressLabel, Label, opens

_LABEL_WIDTH = 148


class Facts(QWidget):
    """A grid of labels and values; values wrap, can be selected, and may be links."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for number, (label, value) in enumerate(rows):
            name = Label(label)
            name.setProperty("role", "muted")
            name.setWordWrap(True)
            name.setFixedWidth(_LABEL_WIDTH)
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            is_link = value.startswith(("https://", "http://")) and opens(value)
            text = AddressLabel(value) if is_link else Label(value)
            text.setWordWrap(True)
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
                | Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            text.setAlignment(Qt.AlignmentFlag.AlignTop)
            text.setAccessibleName(f"{label}: {value}")
            grid.addWidget(name, number, 0)
            grid.addWidget(text, number, 1)
