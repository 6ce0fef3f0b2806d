"""Icons of the Lucide set (ISC), drawn in the colours of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import RESOURCES

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
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(0.4)
        _renderer(self._name, self._colour).render(painter, QRectF(rect))

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
def _renderer(name: str, colour: str) -> QSvgRenderer:
    # Qt paints Lucide's ``currentColor`` black, so the colour goes into the text.
    text = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
