"""Widgets of Qt that the style sheet alone does not bring into shape."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QListWidget, QSpinBox

_INDENT = 9  # pixels from the edge to the text, as in a line of text


class ListBox(QListWidget):
    """A list whose lines have their air from the beginning.

    A list that is filled before it is shown lays its lines out as if there were no style.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ensurePolished()


class NumberBox(QSpinBox):
    """A whole number; it begins where other inputs begin (Qt leaves out the padding)."""

    def __init__(self) -> None:
        super().__init__()
        _indent(self)


class AmountBox(QDoubleSpinBox):
    """A number with decimals; it begins where other inputs begin."""

    def __init__(self) -> None:
        super().__init__()
        _indent(self)


def _indent(box: QAbstractSpinBox) -> None:
    if line := box.lineEdit():
        line.setTextMargins(_INDENT, 0, 0, 0)
