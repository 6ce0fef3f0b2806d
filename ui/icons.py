"""Icons of the Lucide set (ISC), drawn in the colours of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap

from app.paths import RESOURCES
from ui.strokes import SIZE, outlines

_shown = True


def show(*, shown: bool) -> None:
    """Whether icons are drawn at all: the text-only view has none."""
    global _shown  # noqa: PLW0603  # icons are asked for everywhere, the view is one
    _shown = shown


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """The icon `name` (a file of resources/icons) in `colour` (``#rrggbb``).

    `size` is in device-independent pixels; the icon is sharp on screens of any scale. Empty in
    the text-only view.
    """
    return _drawn(name, colour, size) if _shown else QIcon()


@cache
def _drawn(name: str, colour: str, size: int) -> QIcon:
    return QIcon(_Engine(name, colour, size))


class _Engine(QIconEngine):
    """Draws an icon when it is painted, in the size and sharpness that is wanted there."""

    def __init__(self, name: str, colour: str, size: int) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self._size = size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        painter.scale(rect.width() / SIZE, rect.height() / SIZE)
        painter.setPen(_pen(self._colour))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_outlines(self._name))
        painter.restore()

    def scaledPixmap(  # noqa: N802
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def actualSize(  # noqa: N802
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State
    ) -> QSize:
        return size.boundedTo(QSize(self._size, self._size))

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour, self._size)


@cache
def _outlines(name: str) -> QPainterPath:
    return outlines((RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8"))


@cache
def _pen(colour: str) -> QPen:
    """What draws all icons of the set (the attributes of their files)."""
    round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    return QPen(QColor(colour), 2, Qt.PenStyle.SolidLine, round_cap, round_join)
