"""A widget with its label."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.widgets.plain import Label


def labelled(text: str, widget: QWidget) -> QHBoxLayout:
    """A widget with its label before it, which a screen reader says too."""
    row = QHBoxLayout()
    label = Label(text)
    label.setBuddy(widget)
    widget.setAccessibleName(text)
    row.addWidget(label)
    row.addWidget(widget)
    return row
