"""Labels and values of a record, to be read and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

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
            name = QLabel(label)
            name.setProperty("role", "muted")
            name.setWordWrap(True)
            name.setFixedWidth(_LABEL_WIDTH)
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            text = QLabel(value)
            text.setWordWrap(True)
            text.setTextFormat(Qt.TextFormat.PlainText)
            if value.startswith(("https://", "http://")):
                shown = value if len(value) < 60 else value[:56] + "…"
                text.setTextFormat(Qt.TextFormat.RichText)
                text.setText(f'<a href="{value.replace("&", "&amp;")}">{_soft(shown)}</a>')
                text.setToolTip(value)
                text.setOpenExternalLinks(True)
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


def _soft(url: str) -> str:
    """A long address that may break after its separators."""
    escaped = url.replace("&", "&amp;").replace("<", "&lt;")
    return escaped.replace("/", "/\u200b").replace("?", "?\u200b")
