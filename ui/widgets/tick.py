"""The box before a task: empty, or ticked when it is done."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.theme import Tokens

ROOM = 26
"""Pixels that the box takes from the text behind it, and where a click ticks."""

_SIDE = 16


def paint_tick(painter: QPainter, room: QRect, tokens: Tokens, *, done: bool) -> None:
    """Draw the box at the left of `room`, in its vertical middle."""
    top = room.top() + (room.height() - _SIDE) / 2
    box = QRectF(room.left() + 0.5, top + 0.5, _SIDE - 1, _SIDE - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.accent if done else tokens.input_border), 1.4))
    painter.setBrush(QColor(tokens.accent if done else tokens.input))
    painter.drawRoundedRect(box, 3, 3)
    if done:
        pen = QPen(QColor(tokens.accent_text), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        points = ((3.5, 8), (6.5, 11), (12, 4.5))
        painter.drawPolyline(QPolygonF([QPointF(box.left() + x, top + y) for x, y in points]))
    painter.restore()
