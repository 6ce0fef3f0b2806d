"""A table from above with the people at it, who change places by dragging or by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsView,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.rules.protocol.tables import Board
from app.rules.visible import visible
from ui.icons import icon
from ui.theme import Tokens
from ui.widgets.plain import set_tip

_UNIT = 118.0  # pixels of the scene for the width of a seat
_PLATE = (110.0, 72.0)
_LARGEST, _SMALLEST = 13, 6  # pixels of a name
_SMALLEST_SCALE = 0.55  # smaller, nobody could read a name; then the plan is scrolled
_DRAGGED = 6  # pixels after which a press is a drag


@dataclass(frozen=True, slots=True)
class Place:
    """A seat as it is shown: who sits there (`name` is empty where nobody does), and whose side
    they are on. `said` is what a screen reader and the tip say of it.
    """

    number: int
    honour: int
    x: float
    y: float
    name: str = ""
    side: str = ""
    is_fixed: bool = False
    is_broken: bool = False
    is_chair: bool = False
    said: str = ""


class SeatPlan(QGraphicsView):
    """Shows seats and tables. It changes nothing itself: it says what is wanted.

    `moved` carries two numbers of seats: who sits on the first goes to the second. `fixed` asks to
    fix a seat or to let it go, `emptied` to leave it empty, `brought` that who is dragged from a
    list comes to a seat. `chosen` tells the seat that is marked.
    """

    moved = Signal(int, int)
    fixed = Signal(int)
    emptied = Signal(int)
    brought = Signal(int)
    chosen = Signal(int)

    def __init__(self, tokens: Tokens, name: str) -> None:
        super().__init__()
        self.tokens = tokens
        self._places: dict[int, _Plate] = {}
        self._now = 0
        self._held = 0
        self._pressed: QPointF | None = None
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAcceptDrops(True)
        self.setBackgroundBrush(QColor(tokens.card))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 140)

    def show_plan(self, places: Sequence[Place], boards: Sequence[Board]) -> None:
        """Show seats at tables; the mark stays on its seat."""
        self._scene.clear()
        self._places = {}
        self._held = 0
        pen = QPen(QColor(self.tokens.input_border), 1.5)
        for board in boards:
            rect = QRectF(0, 0, board.width * _UNIT, board.height * _UNIT)
            rect.moveCenter(QPointF(board.x * _UNIT, board.y * _UNIT))
            shape = QGraphicsEllipseItem(rect) if board.is_round else QGraphicsRectItem(rect)
            shape.setPen(pen)
            shape.setBrush(QColor(self.tokens.window))
            self._scene.addItem(shape)
        for place in places:
            plate = _Plate(place, self)
            plate.setPos(place.x * _UNIT, place.y * _UNIT)
            self._scene.addItem(plate)
            self._places[place.number] = plate
        self._scene.setSceneRect(self._scene.itemsBoundingRect().adjusted(-16, -16, 16, 16))
        if self._now not in self._places:
            best = min(places, key=lambda place: place.honour, default=None)
            self._now = best.number if best else 0
        self.fit()
        self._mark(self._now)

    @property
    def current(self) -> int:
        """The number of the seat that is marked; 0 without one."""
        return self._now

    @property
    def held(self) -> int:
        """The seat of whoever was picked up by keyboard; 0 for nobody."""
        return self._held

    def is_held(self, number: int) -> bool:
        """Whether who sits there was picked up."""
        return number == self._held

    def choose(self, number: int) -> None:
        """Mark a seat."""
        if number in self._places and number != self._now:
            self._mark(number)

    def fit(self) -> None:
        """Make the plan as large as there is room for, but no smaller than can be read."""
        rect = self._scene.sceneRect()
        if rect.isEmpty():
            return
        room = self.viewport().rect()
        scale = min(room.width() / rect.width(), room.height() / rect.height(), 1.3)
        self.resetTransform()
        scale = max(scale, _SMALLEST_SCALE)
        self.scale(scale, scale)

    def _mark(self, number: int) -> None:
        self._now = number
        plate = self._places.get(number)
        for other in self._places.values():
            other.update()
        if plate is None:
            return
        self.ensureVisible(plate, 20, 20)
        self.setAccessibleDescription(plate.place.said)
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)
        self.chosen.emit(number)

    # By keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick_or_put()
        elif key == Qt.Key.Key_Escape and self._held:
            self._held = 0
            self._mark(self._now)
        elif key == Qt.Key.Key_F and self._name_at(self._now):
            self.fixed.emit(self._now)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._name_at(self._now):
            self.emptied.emit(self._now)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._places:
            wanted = min if key == Qt.Key.Key_Home else max
            self._mark(wanted(self._places, key=lambda n: self._places[n].place.honour))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._zoom(1.2 if key == Qt.Key.Key_Plus else 1 / 1.2)
        else:
            super().keyPressEvent(event)

    def _name_at(self, number: int) -> str:
        plate = self._places.get(number)
        return plate.place.name if plate else ""

    def _step(self, dx: int, dy: int) -> None:
        """Mark the next seat in a direction: what lies aside counts as further away."""
        here = self._places.get(self._now)
        if here is None:
            return
        best, best_way = 0, 0.0
        for number, plate in self._places.items():
            x, y = plate.place.x - here.place.x, plate.place.y - here.place.y
            ahead, aside = x * dx + y * dy, abs(x * dy) + abs(y * dx)
            way = ahead + 2.5 * aside
            if ahead > 0.05 and (not best or way < best_way):
                best, best_way = number, way
        if best:
            self._mark(best)

    def _pick_or_put(self) -> None:
        if not self._held:
            self._held = self._now if self._name_at(self._now) else 0
            self._mark(self._now)
            return
        held, self._held = self._held, 0
        self._mark(self._now)
        if held != self._now:
            self.moved.emit(held, self._now)

    def _zoom(self, factor: float) -> None:
        now = self.transform().m11() * factor
        if 0.2 < now < 3:
            self.scale(factor, factor)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(1.15 if event.angleDelta().y() > 0 else 1 / 1.15)
            event.accept()
        else:
            super().wheelEvent(event)

    # By mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        number = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number:
            self._held = 0
            self._mark(number)
            self._pressed = event.position() if self._name_at(number) else None
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._pressed is not None:
            way = event.position() - self._pressed
            if way.manhattanLength() > _DRAGGED:
                plate = self._places[self._now]
                plate.setZValue(1)
                plate.setPos(self.mapToScene(event.position().toPoint()))
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._pressed is None:
            super().mouseReleaseEvent(event)
            return
        self._pressed = None
        self.unsetCursor()
        plate = self._places[self._now]
        plate.setZValue(0)
        plate.setPos(plate.place.x * _UNIT, plate.place.y * _UNIT)
        there = self._at(event.position())
        if there and there != self._now:
            self.moved.emit(self._now, there)

    def _at(self, position: QPointF) -> int:
        point = self.mapToScene(position.toPoint())
        for item in self._scene.items(point):
            if isinstance(item, _Plate) and item.zValue() == 0:
                return item.place.number
        return 0

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if event.source() is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        if self._at(event.position()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        if number := self._at(event.position()):
            event.acceptProposedAction()
            self.brought.emit(number)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """The tip of a seat says in full who sits there."""
        if event.type() == QEvent.Type.ToolTip:
            number = self._at(QPointF(event.pos()))  # type: ignore[attr-defined]
            set_tip(self.viewport(), self._places[number].place.said if number else "")
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._mark(self._now)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._scene.update()


_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class _Plate(QGraphicsItem):
    """A seat with the name of who sits there: of guests with round corners, of hosts with square
    ones, so that not the colour alone tells them apart.
    """

    def __init__(self, place: Place, view: SeatPlan) -> None:
        super().__init__()
        self.place = place
        self._view = view
        width, height = _PLATE
        self._rect = QRectF(-width / 2, -height / 2, width, height)
        self._font = QFont(view.font())
        self._name = visible(place.name)
        self._fit()

    def _fit(self) -> None:
        """The largest letters in which the whole name has room."""
        inner = self._inner()
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        for size in range(_LARGEST, _SMALLEST - 1, -1):
            self._font.setPixelSize(size)
            found = QFontMetricsF(self._font).boundingRect(inner, flags, self._name)
            if found.width() <= inner.width() and found.height() <= inner.height():
                break

    def _inner(self) -> QRectF:
        return self._rect.adjusted(4, 14, -4, -3)

    def boundingRect(self) -> QRectF:  # noqa: N802
        return self._rect.adjusted(-4, -4, 4, 4)

    def paint(
        self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None
    ) -> None:
        tokens, place = self._view.tokens, self.place
        tone = {"guest": "info", "host": "ok"}.get(place.side, "neutral")
        text, back = tokens.tone(tone) if place.name else (tokens.muted, tokens.card)
        edge = QPen(QColor(tokens.error if place.is_broken else text), 1.2)
        if not place.name:
            edge.setStyle(Qt.PenStyle.DashLine)
        elif place.is_broken:
            edge.setWidthF(2)
        painter.setPen(edge)
        painter.setBrush(QColor(back))
        corner = 3 if place.side == "host" else 14
        painter.drawRoundedRect(self._rect, corner, corner)
        small = QFont(self._font)
        small.setPixelSize(10)
        painter.setFont(small)
        painter.setPen(QColor(text))
        top = self._rect.adjusted(8, 2, -8, 0)
        marks = f"{place.number}"
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, marks)
        honour = f"{place.honour}." if not place.is_chair else ""
        painter.drawText(top, Qt.AlignmentFlag.AlignRight, honour)
        if place.is_fixed:
            icon("lock", text, 11).paint(painter, QRectF(-6, self._rect.top() + 2, 12, 12).toRect())
        painter.setFont(self._font)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.setPen(QColor(tokens.text if place.name else tokens.muted))
        painter.drawText(self._inner(), int(flags), self._name)
        if place.number == self._view.current and self._view.hasFocus():
            held = self._view.is_held(place.number)
            painter.setPen(QPen(QColor(tokens.focus), 3 if held else 2))
        elif self._view.is_held(place.number):
            painter.setPen(QPen(QColor(tokens.focus), 2, Qt.PenStyle.DashLine))
        elif place.number == self._view.current:
            painter.setPen(QPen(QColor(tokens.muted), 1, Qt.PenStyle.DashLine))
        else:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self._rect.adjusted(-3, -3, 3, 3), corner + 2, corner + 2)
