"""What is drawn in the timetable of a programme: its items, the days above, the hours beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.rules.binding import bound
from app.rules.visible import visible
from ui.icons import icon
from ui.theme import CONTRAST, Theme, Tokens

KIND_ICONS = {
    "": "calendar",
    "talks": "handshake",
    "ceremony": "award",
    "meal": "utensils",
    "visit": "map-pin",
    "transfer": "bus",
    "flight": "plane",
    "press": "mic",
    "free": "coffee",
    "internal": "lock",
}
"""The icons of the kinds of items; an item of no kind has that of the calendar."""

_HUES = {
    "talks": 215,
    "ceremony": 280,
    "meal": 28,
    "visit": 140,
    "transfer": 185,
    "flight": 245,
    "press": 335,
    "free": 55,
}
_ICON = 16
_PAD = 6


@dataclass(frozen=True, slots=True)
class Colours:
    """How an item of a kind is drawn: its surface, the bar at its left, its text."""

    fill: str
    bar: str
    text: str


def colours(kind: str, tokens: Tokens) -> Colours:
    """The colours of a kind; in high contrast only the bar has one, and the icon says the kind."""
    hue = _HUES.get(kind)
    dark = QColor(tokens.card).lightness() < 128
    strong = 0 if hue is None else 150
    bar = QColor.fromHsl(hue or 0, strong, 165 if dark else 90)
    if tokens is CONTRAST:
        return Colours(tokens.card, bar.darker(120).name(), tokens.text)
    fill = QColor.fromHsl(hue or 0, strong // 2 if dark else strong, 55 if dark else 236)
    return Colours(fill.name(), bar.name(), tokens.text)


@dataclass(frozen=True, slots=True)
class Face:
    """What an item says of itself: the hours, its title, further lines, and what it is.

    `warns` says that something does not fit, `noted` that there is an internal note; `is_open`
    that its end is not known, `goes_on` and `is_first` as in `rules.protocol.timetable.Placed`.
    """

    hours: str
    title: str
    more: tuple[str, ...]
    kind: str
    warns: bool
    noted: bool
    is_open: bool
    goes_on: bool = False
    is_first: bool = True


class Block(QGraphicsItem):
    """An item of the programme, or a piece of it. It moves as a picture: nothing is drawn anew."""

    def __init__(self, theme: Theme, key: str, font: QFont) -> None:
        super().__init__()
        self._theme = theme
        self.key = key
        self._font = font
        self._width = self._height = 10.0
        self._face: Face | None = None
        self.chosen = False
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)

    def show_face(self, face: Face, width: float, height: float) -> None:
        """Say something else, or have another size; equal ones cost nothing."""
        if (width, height) != (self._width, self._height):
            self.prepareGeometryChange()
            self._width, self._height = width, height
        elif face == self._face:
            return
        self._face = face
        self.update()

    def choose(self, *, chosen: bool) -> None:
        """Mark it as the chosen one."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.update()

    @property
    def face(self) -> Face | None:
        """What it says."""
        return self._face

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height."""
        return self._width, self._height

    def boundingRect(self) -> QRectF:  # noqa: N802
        return QRectF(0, 0, self._width, self._height)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        face, tokens = self._face, self._theme.tokens
        if face is None:
            return
        tone = colours(face.kind, tokens)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.boundingRect().adjusted(1.5, 1.5, -1.5, -1.5)
        edge = QColor(tokens.warn if face.warns else tone.bar)
        pen = QPen(edge, 2 if face.warns else 1)
        if face.is_open:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(tone.fill))
        painter.drawRoundedRect(area, 4, 4)
        if face.is_open:
            hatched = QColor(tone.bar)
            hatched.setAlpha(70)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(hatched, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(area, 4, 4)
        painter.fillRect(
            QRectF(area.left(), area.top() + 2, 4, area.height() - 4), QColor(tone.bar)
        )
        self._texts(painter, area, face, tone)
        if self.chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.focus), 3))
            painter.drawRoundedRect(area, 4, 4)

    def _texts(self, painter: QPainter, area: QRectF, face: Face, tone: Colours) -> None:
        tokens = self._theme.tokens
        right = self._signs(painter, area, face, tone)
        inner = area.adjusted(4 + _PAD, 1, -_PAD, -1)
        bold = QFont(self._font)
        bold.setBold(True)
        line = QFontMetricsF(self._font).height()
        painter.setPen(QColor(tokens.text))
        before = "" if face.is_first else "… "
        one_line = inner.height() < 2 * line
        title = bound(visible(face.title))
        if one_line:
            said = "  ".join(filter(None, (before + face.hours, title)))
            self._line(painter, bold, QRectF(inner).adjusted(0, 0, right, 0), said)
            return
        top = inner.top() + 1
        if face.hours:
            width = inner.width() + right
            self._line(painter, self._font, _row(inner, top, width, line), before + face.hours)
            top += line
        top = self._wrapped(painter, bold, inner, top, title, line)
        for text in face.more:
            if top + line > inner.bottom() + 2:
                break
            top = self._wrapped(painter, self._font, inner, top, bound(visible(text)), line)
        if face.goes_on:
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, "…")

    def _line(self, painter: QPainter, font: QFont, area: QRectF, text: str) -> None:
        painter.setFont(font)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _wrapped(
        self, painter: QPainter, font: QFont, inner: QRectF, top: float, text: str, line: float
    ) -> float:
        """A text in as many whole lines as there is room for; gives where the next one begins."""
        room = inner.bottom() + 2 - top
        if room < line or not text:
            return top
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        metrics = QFontMetricsF(font)
        needed = metrics.boundingRect(QRectF(0, 0, inner.width(), 10_000), flags, text).height()
        if needed > room and room < 2 * line:
            self._line(painter, font, _row(inner, top, inner.width(), line), text)
            return top + line
        height = min(needed, room // line * line)
        painter.setFont(font)
        painter.save()
        area = QRectF(inner.left(), top, inner.width(), height)
        painter.setClipRect(area)
        painter.drawText(area, flags, text)
        painter.restore()
        return top + height

    def _signs(self, painter: QPainter, area: QRectF, face: Face, tone: Colours) -> float:
        """The icons at the right of the first line; gives how much of it they take (negative)."""
        tokens = self._theme.tokens
        signs = [(KIND_ICONS.get(face.kind, "calendar"), tone.bar)] if face.kind else []
        if face.noted and face.kind != "internal":
            signs.append(("lock", tokens.text))
        if face.warns:
            signs.append(("triangle-alert", tokens.warn))
        if area.width() < 90:
            signs = signs[-1:] if face.warns else []
        left = area.right() - 4
        for name, colour in reversed(signs):
            left -= _ICON + 2
            shown = icon(name, colour, _ICON)
            if not shown.isNull():
                shown.paint(painter, int(left), int(area.top() + 3), _ICON, _ICON)
        return left - area.right()


def _row(inner: QRectF, top: float, width: float, line: float) -> QRectF:
    return QRectF(inner.left(), top, width, line)


class Ruler(QGraphicsItem):
    """The hours at the left; it stays there when the days are scrolled sideways."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self._theme = theme
        self._font = font
        self._area = QRectF()
        self._hours: Sequence[tuple[float, str]] = ()
        self.setZValue(10)

    def show_hours(self, area: QRectF, hours: Sequence[tuple[float, str]]) -> None:
        """The place of the ruler, and each hour with its height in it."""
        self.prepareGeometryChange()
        self._area, self._hours = area, hours
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        tokens = self._theme.tokens
        painter.fillRect(self._area, QColor(tokens.card))
        painter.setPen(QColor(tokens.border))
        painter.drawLine(self._area.topRight(), self._area.bottomRight())
        painter.setFont(self._font)
        painter.setPen(QColor(tokens.muted))
        height = QFontMetricsF(self._font).height()
        for top, text in self._hours:
            area = QRectF(self._area.left(), top - height / 2, self._area.width() - 8, height)
            painter.drawText(
                area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text
            )


class Header(QGraphicsItem):
    """The days above; it stays there when the hours are scrolled, with what has no hour."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self._theme = theme
        self._font = QFont(font)
        self._font.setBold(True)
        self._area = QRectF()
        self._days: Sequence[tuple[float, float, str]] = ()
        self._line = 20.0
        self.setZValue(11)

    def show_days(
        self, area: QRectF, days: Sequence[tuple[float, float, str]], line: float
    ) -> None:
        """The place of the header, and each day with its left, its width and what it says."""
        self.prepareGeometryChange()
        self._area, self._days, self._line = area, days, line
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        tokens = self._theme.tokens
        painter.fillRect(self._area, QColor(tokens.card))
        painter.setFont(self._font)
        for left, width, text in self._days:
            painter.setPen(QColor(tokens.border))
            painter.drawLine(int(left), int(self._area.top()), int(left), int(self._area.bottom()))
            painter.setPen(QColor(tokens.text))
            area = QRectF(left + 8, self._area.top(), width - 12, self._line)
            shown = QFontMetricsF(self._font).elidedText(
                text, Qt.TextElideMode.ElideRight, area.width()
            )
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(QColor(tokens.border))
        painter.drawLine(self._area.bottomLeft(), self._area.bottomRight())


class Corner(QGraphicsItem):
    """Where hours and days meet: in which zone the hours are."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self._theme = theme
        self._font = font
        self._area = QRectF()
        self._text = ""
        self.setZValue(12)

    def show_text(self, area: QRectF, text: str) -> None:
        """Its place and what it says."""
        self.prepareGeometryChange()
        self._area, self._text = area, text
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        tokens = self._theme.tokens
        painter.fillRect(self._area, QColor(tokens.card))
        painter.setPen(QColor(tokens.border))
        painter.drawLine(self._area.topRight(), self._area.bottomRight())
        painter.drawLine(self._area.bottomLeft(), self._area.bottomRight())
        painter.setFont(self._font)
        painter.setPen(QColor(tokens.muted))
        area = self._area.adjusted(4, 0, -6, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, flags | Qt.TextFlag.TextWordWrap, self._text)


class Bubble(QGraphicsItem):
    """What time it would be, above an item that is being dragged; or where a new one would be."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        super().__init__()
        self._theme = theme
        self._font = QFont(font)
        self._font.setBold(True)
        self._text = ""
        self._area = QRectF(0, 0, 10, 10)
        self.setZValue(9)
        self.hide()

    def say(self, text: str) -> None:
        """Show a text."""
        if text == self._text:
            return
        self.prepareGeometryChange()
        self._text = text
        metrics = QFontMetricsF(self._font)
        self._area = QRectF(0, 0, metrics.horizontalAdvance(text) + 16, metrics.height() + 6)
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        return self._area

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        tokens = self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(tokens.accent))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(self._area, 4, 4)
        painter.setFont(self._font)
        painter.setPen(QColor(tokens.accent_text))
        painter.drawText(self._area, Qt.AlignmentFlag.AlignCenter, self._text)


class Cursor(QGraphicsItem):
    """A line where a new item would begin."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._width = 10.0
        self.setZValue(3)
        self.hide()

    def stand(self, left: float, top: float, width: float) -> None:
        """Stand at a place, so wide."""
        self.prepareGeometryChange()
        self._width = width
        self.setPos(left, top)
        self.show()

    def boundingRect(self) -> QRectF:  # noqa: N802
        return QRectF(0, -4, self._width, 8)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._theme.tokens.focus)
        painter.setPen(QPen(colour, 2))
        painter.drawLine(4, 0, int(self._width) - 2, 0)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(0, -4, 8, 8))
