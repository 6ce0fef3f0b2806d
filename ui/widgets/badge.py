"""A state as a pill: its text says it, its colour only helps."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import Theme, Tokens

_PADDING = 10


def badge_font(base: QFont) -> QFont:
    """The font of badges: bold and one size smaller."""
    font = QFont(base)
    font.setWeight(QFont.Weight.DemiBold)
    font.setPointSizeF(max(8.0, base.pointSizeF() - 1))
    return font


def badge_size(text: str, font: QFont) -> QSize:
    """The room that a badge takes."""
    metrics = QFontMetrics(badge_font(font))
    return QSize(metrics.horizontalAdvance(text) + 2 * _PADDING, metrics.height() + 6)


def paint_badge(
    painter: QPainter, rect: QRectF, text: str, tone: str, tokens: Tokens, font: QFont
) -> None:
    """Draw a badge at the left of `rect`, vertically centred."""
    colour, back = tokens.tone(tone)
    size = badge_size(text, font)
    wraps = size.width() > rect.width()
    height = min(rect.height(), size.height() * 2 - 8) if wraps else size.height()
    box = QRectF(
        rect.left(),
        rect.center().y() - height / 2,
        min(size.width(), rect.width()),
        height,
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Without a back of its own (on a card, on the row that is chosen) the pill has an edge.
    unseen = (tokens.card, tokens.selection)
    outline = QPen(QColor(colour)) if back in unseen else QPen(Qt.PenStyle.NoPen)
    painter.setPen(outline)
    painter.setBrush(QColor(back))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2)
    painter.setPen(QColor(colour))
    painter.setFont(badge_font(font))
    flags = Qt.AlignmentFlag.AlignCenter | (Qt.TextFlag.TextWrapAnywhere if wraps else 0)
    if wraps and " " in text:
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(box, int(flags), text)
    painter.restore()


class Badge(QWidget):
    """A state as a pill."""

    def __init__(self, theme: Theme, text: str = "", tone: str = "neutral") -> None:
        super().__init__()
        self._theme = theme
        self._text = text
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)
        if not text:
            self.hide()

    def set_state(self, text: str, tone: str) -> None:
        """Show another state; without text the badge is hidden."""
        self._text = text
        self._tone = tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return badge_size(self._text, self.font())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        paint_badge(
            painter, QRectF(self.rect()), self._text, self._tone, self._theme.tokens, self.font()
        )
        painter.end()
