"""Icons of the Lucide set (ISC), drawn in the colours of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.paths import RESOURCES

_shown = True


def show(*, shown: bool) -> None:
    """Whether icons are drawn at all: the text-only view has none."""
    global _shown  # noqa: PLW0603  # icons are asked for everywhere, the view is one
    _shown = shown


def icon(name: str, colour: str, size: int = 18) -> QIcon:
    """The icon `name` (a file of resources/icons) in `colour` (``#rrggbb``).

    `size` is in device-independent pixels; pixmaps for screens scaled up to 300 % are included.
    Empty in the text-only view.
    """
    return _drawn(name, colour, size) if _shown else QIcon()


@cache
def _drawn(name: str, colour: str, size: int = 18) -> QIcon:
    # Qt paints Lucide's ``currentColor`` black, so the colour goes into the text.
    text = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    found = QIcon()
    for scale in (1, 1.5, 2, 3):
        edge = round(size * scale)
        pixmap = QPixmap(QSize(edge, edge))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, edge, edge))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        found.addPixmap(pixmap)
    return found
