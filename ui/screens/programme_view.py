"""The timetable of a programme as it is seen and worked in, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QGraphicsScene, QGraphicsView, QToolTip

from app.i18n import N_
from app.rules.days.partial_dates import format_day, format_time
from app.rules.protocol.timetable import DAY, Placed, moment_of, place
from app.services.protocol.programme import place_of_zone
from app.services.protocol.timetable import Entry, Timetable
from ui.context import Context
from ui.screens.programme_blocks import Block, Bubble, Corner, Cursor, Face, Header, Ruler
from ui.widgets.plain import tip

STEP = 5
"""Minutes by which items are moved and stretched."""
_CURSOR_STEP = 15
_ZOOMS = (40, 56, 72, 96, 144)  # pixels of an hour
_NARROWEST = 190  # pixels of a day
_EDGE = 7  # pixels at the lower end of an item by which it is stretched

KEYS = (
    ("↑ ↓ ← →", N_("Choose another item")),
    ("Alt+↑, Alt+↓", N_("Move the item by five minutes")),
    ("Alt+Page Up, Alt+Page Down", N_("Move the item to the day before or after")),
    ("Alt+Shift+↑, Alt+Shift+↓", N_("Let the item end five minutes earlier or later")),
    ("Ctrl+D", N_("Copy the item")),
    ("Enter, F2", N_("Edit the item")),
    ("P", N_("Who takes part")),
    ("N, Ctrl+N", N_("New item at the mark")),
    ("Ctrl+↑ ↓ ← →", N_("Move the mark for a new item")),
    ("Delete", N_("Delete the item")),
    ("Ctrl+Z", N_("Take back the last step")),
    ("Ctrl++, Ctrl+−", N_("Higher or lower hours")),
    ("?", N_("These keys")),
)
"""The keys of the timetable, with what they do (message ids)."""


@dataclass
class _Drag:
    """An item that is being dragged: what of it, and where it would be."""

    block: Block
    entry: Entry
    from_: QPointF
    home: QPointF
    size: tuple[float, float]
    offset: int
    stretches: bool
    copies: bool = False
    begun: bool = False
    day: date | None = None
    minutes: int | None = None


class ProgrammeView(QGraphicsView):
    """Shows a timetable; what is done with it is told by signals and done by somebody else.

    Items are told by their ids, places by a day and minutes below its top (None: no hour).
    """

    chosen_changed = Signal(str)
    moved = Signal(str, object, object)
    stretched = Signal(str, int)
    copied = Signal(str, object, object)
    opened = Signal(str)
    participants_wanted = Signal(str)
    new_wanted = Signal()
    removal_wanted = Signal(str)
    menu_wanted = Signal(str, object)
    keys_wanted = Signal()
    zoomed = Signal(int)

    def __init__(
        self, context: Context, face_of: Callable[[Entry], Face], words: Callable[[Entry], str]
    ) -> None:
        super().__init__()
        self._context = context
        self._face_of = face_of
        self._words = words
        self._table: Timetable | None = None
        self._entries: dict[str, Entry] = {}
        self._placed: list[Placed] = []
        self._order: list[str] = []
        self._blocks: dict[tuple[str, int], Block] = {}
        self._chosen = ""
        self._drag: _Drag | None = None
        self._cursor_at: tuple[date, int] | None = None
        self._hour = _ZOOMS[2]
        self._left = self._top = self._column = 0.0
        self._scrolled_for = ""
        font = QFont(self.font())
        self._small = font
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.MinimalViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMouseTracking(True)
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(scene)
        theme = context.theme
        self._ruler = Ruler(theme, font)
        self._header = Header(theme, font)
        self._corner = Corner(theme, font)
        self._bubble = Bubble(theme, font)
        self._cursor = Cursor(theme)
        for item in (self._ruler, self._header, self._corner, self._bubble, self._cursor):
            scene.addItem(item)
        self.horizontalScrollBar().valueChanged.connect(self._keep_edges)
        self.verticalScrollBar().valueChanged.connect(self._keep_edges)

    # What is shown

    def show_table(self, table: Timetable) -> None:
        """Show a timetable; of the same visit only what changed is drawn anew."""
        self._cancel_drag()
        other = self._table is None or self._table.visit != table.visit
        self._table = table
        self._entries = {entry.id: entry for entry in table.entries}
        self._order = [entry.id for entry in table.entries]
        if other:
            self._chosen, self._cursor_at = "", None
        self._lay_out()
        if other or self._scrolled_for != table.visit:
            self._scroll_to_first()
        if self._chosen not in self._entries:
            self.choose("")

    def refresh(self) -> None:
        """Draw everything anew: in another look or language, or with other warnings."""
        if self._table is not None:
            self._lay_out()
            for block in self._blocks.values():
                block.update()
            self.viewport().update()

    @property
    def chosen(self) -> Entry | None:
        """The item that is chosen."""
        return self._entries.get(self._chosen)

    @property
    def cursor_at(self) -> tuple[date, int] | None:
        """Where a new item would begin: at the mark, else after the chosen one."""
        if self._table is None or not self._table.days:
            return None
        if self._cursor_at is not None:
            return self._cursor_at
        entry = self.chosen
        if entry is not None and entry.start is not None:
            after = entry.end if entry.end and entry.end > entry.start else None
            moment = after or entry.start + timedelta(hours=1)
            return self._spot_of(entry, moment)
        day = entry.day if entry else self._table.days[0]
        return day, self._minutes_of(9)

    def _minutes_of(self, hour: int) -> int:
        assert self._table is not None
        return max(0, hour * 60 - int(self._table.begins.total_seconds() // 60))

    def _spot_of(self, entry: Entry, moment: datetime) -> tuple[date, int]:
        assert self._table is not None
        below = moment - moment_of(entry.day, 0, self._table.begins)
        return entry.day, min(int(below.total_seconds() // 60), DAY - STEP)

    def moment(self, day: date, minutes: int) -> datetime:
        """The local time of the visit at a place."""
        assert self._table is not None
        return moment_of(day, minutes, self._table.begins)

    # Where everything stands

    def _lay_out(self) -> None:
        table = self._table
        if table is None:
            return
        tr = self._context.tr_
        metrics = QFontMetricsF(self._small)
        line = metrics.height()
        least = max(STEP, ceil((line + 2) * 60 / self._hour))
        slots = [entry.slot for entry in table.entries if entry.slot]
        self._placed = place(slots, table.begins, least)
        widest = max(metrics.horizontalAdvance("00:00"), self._zone_width(metrics))
        self._left = widest + 18
        untimed = [entry for entry in table.entries if entry.slot is None]
        rows = max((sum(e.day == day for e in untimed) for day in table.days), default=0)
        self._day_line = line + 12
        row = line + 8
        self._top = self._day_line + rows * (row + 2) + 2
        room = self.viewport().width() - self._left - 1
        self._column = max(_NARROWEST, room // max(1, len(table.days)))
        width = self._left + self._column * len(table.days)
        height = self._top + DAY * self._hour / 60
        self.setSceneRect(0, 0, width, height + 6)
        days = [
            (self._x(number), self._column, format_day(day, tr, weekday=True))
            for number, day in enumerate(table.days)
        ]
        self._header.show_days(QRectF(0, 0, width, self._top), days, self._day_line)
        hours = []
        for number in range(25):
            moment = moment_of(date(2000, 1, 3), number * 60, table.begins)
            text = format_time(moment.isoformat(timespec="minutes"), tr)
            hours.append((self._y(number * 60), text))
        self._ruler.show_hours(QRectF(0, 0, self._left, height + 6), hours[:-1])
        town = place_of_zone(table.zone, tr)
        self._corner.show_text(QRectF(0, 0, self._left, self._day_line), town)
        self._place_blocks(untimed, row)
        self._show_cursor()
        self._keep_edges()

    def _zone_width(self, metrics: QFontMetricsF) -> float:
        assert self._table is not None
        town = place_of_zone(self._table.zone, self._context.tr_)
        return min(max(map(metrics.horizontalAdvance, town.split())), 110)

    def _place_blocks(self, untimed: Sequence[Entry], row: float) -> None:
        assert self._table is not None
        scene = self.scene()
        shown: set[tuple[str, int]] = set()
        pieces: dict[str, int] = {}
        for piece in self._placed:
            number = pieces[piece.id] = pieces.get(piece.id, -1) + 1
            entry = self._entries[piece.id]
            block = self._block(piece.id, number)
            shown.add((piece.id, number))
            room = self._column - 8
            width = room / piece.lanes
            face = self._face_of(entry)
            face = Face(
                face.hours, face.title, face.more, face.kind, face.warns, face.noted,
                piece.is_open, piece.goes_on, piece.is_first,
            )  # fmt: skip
            block.show_face(face, width, (piece.bottom - piece.top) * self._hour / 60)
            left = self._x(self._table.days.index(piece.day)) + 4 + piece.lane * width
            block.setParentItem(None)  # type: ignore[arg-type]
            if block.scene() is None:
                scene.addItem(block)
            block.setPos(left, self._y(piece.top))
            block.setZValue(1)
        rows: dict[date, int] = {}
        for entry in untimed:
            number = rows[entry.day] = rows.get(entry.day, -1) + 1
            block = self._block(entry.id, 0)
            shown.add((entry.id, 0))
            block.show_face(self._face_of(entry), self._column - 8, row)
            block.setParentItem(self._header)
            left = self._x(self._table.days.index(entry.day)) + 4
            block.setPos(left, self._day_line + number * (row + 2))
            block.setZValue(1)
        for gone in set(self._blocks) - shown:
            scene.removeItem(self._blocks.pop(gone))
        for (key, _), block in self._blocks.items():
            block.choose(chosen=key == self._chosen)

    def _block(self, key: str, number: int) -> Block:
        if (key, number) not in self._blocks:
            self._blocks[key, number] = Block(self._context.theme, key, self._small)
        return self._blocks[key, number]

    def _x(self, number: int) -> float:
        return self._left + number * self._column

    def _y(self, minutes: int) -> float:
        return self._top + minutes * self._hour / 60

    def _keep_edges(self) -> None:
        """Days stay above and hours at the left, wherever the rest is scrolled to."""
        corner = self.mapToScene(0, 0)
        x, y = max(0.0, corner.x()), max(0.0, corner.y())
        self._header.setPos(0, y)
        self._ruler.setPos(x, 0)
        self._corner.setPos(x, y)

    def _scroll_to_first(self) -> None:
        assert self._table is not None
        top = min((piece.top for piece in self._placed), default=self._minutes_of(8))
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(int(max(0, (top - 30) * self._hour / 60)))
        if self.isVisible():
            self._scrolled_for = self._table.visit

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._table is not None and self._drag is None:
            self._lay_out()
            if self._scrolled_for != self._table.visit:
                self._scroll_to_first()

    def zoom(self, step: int) -> None:
        """Make the hours higher (1) or lower (-1); what is in the middle stays there."""
        number = min(max(_ZOOMS.index(self._hour) + step, 0), len(_ZOOMS) - 1)
        middle = self.mapToScene(self.viewport().rect().center()).y() - self._top
        share = middle / self._hour
        self._hour = _ZOOMS[number]
        self._lay_out()
        self.verticalScrollBar().setValue(
            int(self._top + share * self._hour - self.viewport().height() / 2)
        )
        self.zoomed.emit(self._hour)

    def drawBackground(self, painter: QPainter, rect: QRectF | object) -> None:  # noqa: N802
        tokens = self._context.theme.tokens
        assert isinstance(rect, QRectF)
        painter.fillRect(rect, QColor(tokens.card))
        if self._table is None:
            return
        right = self._x(len(self._table.days))
        line = QColor(tokens.border)
        faint = QColor(line)
        faint.setAlpha(110)
        for half in range(49):
            y = self._y(half * 30)
            if rect.top() - 1 <= y <= rect.bottom() + 1:
                painter.setPen(QPen(line if half % 2 == 0 else faint, 1))
                painter.drawLine(QPointF(self._left, y), QPointF(right, y))
        painter.setPen(QPen(line, 1))
        for number in range(len(self._table.days) + 1):
            x = self._x(number)
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))

    # Choosing

    def choose(self, key: str, *, visible: bool = False) -> None:
        """Choose an item, or none."""
        self._chosen = key if key in self._entries else ""
        if self._chosen:
            self._cursor_at = None
        for (other, _), block in self._blocks.items():
            block.choose(chosen=other == self._chosen)
        self._show_cursor()
        entry = self.chosen
        self.setAccessibleDescription(self._words(entry) if entry else "")
        first = self._blocks.get((key, 0))
        if visible and entry and first and entry.slot:
            width, height = first.size
            area = QRectF(first.pos(), first.pos() + QPointF(width, min(height, 200)))
            self.ensureVisible(area.adjusted(-self._left, -self._top, 0, 0), 4, 8)
        self.chosen_changed.emit(self._chosen)

    def _go(self, key: int) -> None:
        """Choose the next item in a direction."""
        if not self._order:
            return
        entry = self.chosen
        if entry is None:
            self.choose(self._order[0], visible=True)
            return
        place_ = self._order.index(entry.id)
        if key == Qt.Key.Key_Down:
            wanted = self._order[min(place_ + 1, len(self._order) - 1)]
        elif key == Qt.Key.Key_Up:
            wanted = self._order[max(place_ - 1, 0)]
        else:
            wanted = self._beside(entry, 1 if key == Qt.Key.Key_Right else -1)
        self.choose(wanted, visible=True)

    def _beside(self, entry: Entry, step: int) -> str:
        """The item beside one: at the same time, else at the nearest time of the next day."""
        table = self._table
        assert table is not None
        here = next((one for one in self._placed if one.id == entry.id), None)
        if here is not None:
            near = [
                one
                for one in self._placed
                if one.day == here.day and one.top < here.bottom and here.top < one.bottom
                if (one.lane - here.lane) * step > 0
            ]
            if near:
                return min(near, key=lambda one: (abs(one.lane - here.lane), one.top)).id
        day = table.days.index(entry.day) + step
        while 0 <= day < len(table.days):
            there = [one for one in table.entries if one.day == table.days[day]]
            if there:
                return min(there, key=lambda one: abs(self._height(one) - self._height(entry))).id
            day += step
        return entry.id

    def _height(self, entry: Entry) -> int:
        return self._spot_of(entry, entry.start)[1] if entry.start else -1

    # The mark for a new item

    def set_cursor(self, day: date, minutes: int) -> None:
        """Put the mark for a new item somewhere; nothing is chosen then."""
        self.choose("")
        self._cursor_at = day, minutes
        self._show_cursor()
        said = self.moment(day, minutes)
        tr = self._context.tr_
        text = format_time(said.isoformat(timespec="minutes"), tr)
        self.setAccessibleDescription(f"{format_day(said.date(), tr, weekday=True)} {text}")
        self.chosen_changed.emit("")

    def _show_cursor(self) -> None:
        table = self._table
        if table is None or self._cursor_at is None or self._cursor_at[0] not in table.days:
            self._cursor.hide()
            return
        day, minutes = self._cursor_at
        self._cursor.stand(self._x(table.days.index(day)), self._y(minutes), self._column)

    def _move_cursor(self, key: int) -> None:
        table, at = self._table, self.cursor_at
        if table is None or at is None:
            return
        day, minutes = at
        if self._cursor_at is not None:
            steps = {Qt.Key.Key_Up: -_CURSOR_STEP, Qt.Key.Key_Down: _CURSOR_STEP}
            minutes = min(max(minutes + steps.get(Qt.Key(key), 0), 0), DAY - _CURSOR_STEP)
            sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
            number = min(max(table.days.index(day) + sideways, 0), len(table.days) - 1)
            day = table.days[number]
        self.set_cursor(day, minutes)
        self.ensureVisible(self._cursor.sceneBoundingRect(), 4, int(self._top) + 8)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        entry = self.chosen
        arrows = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
        alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
        plain = held == Qt.KeyboardModifier.NoModifier
        up = -1 if key in (Qt.Key.Key_Up, Qt.Key.Key_PageUp) else 1
        if self._drag is not None and self._drag.begun:
            return
        if plain and key in arrows:
            self._go(key)
        elif held == Qt.KeyboardModifier.ControlModifier and key in arrows:
            self._move_cursor(key)
        elif held == alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._shift(entry, up * STEP)
        elif held == alt | shift and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._stretch(entry, up * STEP)
        elif held == alt and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._shift_day(entry, up)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if entry:
                self.opened.emit(entry.id)
            else:
                self.new_wanted.emit()
        elif key == Qt.Key.Key_N and plain:
            self.new_wanted.emit()
        elif key == Qt.Key.Key_P and plain:
            if entry:
                self.participants_wanted.emit(entry.id)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain and self._order:
            self.choose(self._order[0 if key == Qt.Key.Key_Home else -1], visible=True)
        elif event.text() == "?":
            self.keys_wanted.emit()
        elif held & Qt.KeyboardModifier.ControlModifier and event.text() in ("+", "=", "-"):
            self.zoom(-1 if event.text() == "-" else 1)
        elif key == Qt.Key.Key_Menu and entry:
            self._menu_at_block(entry)
        else:
            super().keyPressEvent(event)

    def _shift(self, entry: Entry | None, minutes: int) -> None:
        if entry is None:
            return
        if entry.start is None:  # it gets an hour
            self.moved.emit(entry.id, entry.day, self._minutes_of(9))
            return
        moment = entry.start + timedelta(minutes=minutes)
        below = moment - moment_of(entry.day, 0, self._begins)
        self.moved.emit(entry.id, entry.day, int(below.total_seconds() // 60))

    def _shift_day(self, entry: Entry | None, step: int) -> None:
        if entry is None:
            return
        minutes = self._spot_of(entry, entry.start)[1] if entry.start else None
        self.moved.emit(entry.id, entry.day + timedelta(days=step), minutes)

    def _stretch(self, entry: Entry | None, minutes: int) -> None:
        if entry is None or entry.start is None:
            return
        if entry.end is None:
            piece = next(one for one in self._placed if one.id == entry.id)
            length = piece.bottom - piece.top
        else:
            length = int((entry.end - entry.start).total_seconds() // 60)
        self.stretched.emit(entry.id, max(STEP, length + minutes))

    @property
    def _begins(self) -> timedelta:
        assert self._table is not None
        return self._table.begins

    def _menu_at_block(self, entry: Entry) -> None:
        block = self._blocks[entry.id, 0]
        point = self.mapFromScene(block.sceneBoundingRect().center())
        self.menu_wanted.emit(entry.id, self.viewport().mapToGlobal(point))

    # The mouse

    def _block_at(self, event_place: QPointF) -> Block | None:
        for item in self.items(event_place.toPoint()):
            if isinstance(item, Block):
                return item
            if item in (self._header, self._ruler, self._corner):
                return None
        return None

    def _spot_at(self, point: QPointF) -> tuple[date, int | None] | None:
        """The day and the minutes at a point of the scene; None beside the days."""
        table = self._table
        if table is None or not table.days:
            return None
        number = int((point.x() - self._left) // self._column)
        number = min(max(number, 0), len(table.days) - 1)
        header = self._header.sceneBoundingRect()
        if point.y() < header.bottom():
            return table.days[number], None
        return table.days[number], int((point.y() - self._top) * 60 / self._hour)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        block = self._block_at(event.position())
        point = self.mapToScene(event.position().toPoint())
        if block is None:
            spot = self._spot_at(point)
            is_left = event.button() == Qt.MouseButton.LeftButton
            if is_left and spot and spot[1] is not None and point.x() > self._left:
                self.set_cursor(spot[0], min(spot[1] // _CURSOR_STEP * _CURSOR_STEP, DAY - STEP))
            return
        self.choose(block.key)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        entry = self._entries[block.key]
        inside = point - block.scenePos()
        spot = self._spot_at(point)
        offset = 0
        if spot and spot[1] is not None and entry.start is not None:
            offset = spot[1] - self._spot_of(entry, entry.start)[1]
            offset += (spot[0] - entry.day).days * DAY
        stretches = entry.slot is not None and self._is_edge(block, inside)
        self._drag = _Drag(block, entry, point, block.pos(), block.size, offset, stretches)

    def _is_edge(self, block: Block, inside: QPointF) -> bool:
        height = block.size[1]
        face = block.face
        return bool(face and not face.goes_on and inside.y() >= height - min(_EDGE, height / 3))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        point = self.mapToScene(event.position().toPoint())
        drag = self._drag
        if drag is None:
            block = self._block_at(event.position())
            edge = block is not None and self._is_edge(block, point - block.scenePos())
            timed = block is not None and self._entries[block.key].slot is not None
            shape = Qt.CursorShape.SizeVerCursor if edge and timed else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            return
        if not drag.begun:
            if (point - drag.from_).manhattanLength() < QApplication.startDragDistance():
                return
            drag.begun = True
            drag.block.setZValue(8)
            if drag.block.parentItem() is not None:
                scene_place = drag.block.scenePos()
                drag.block.setParentItem(None)  # type: ignore[arg-type]
                drag.block.setPos(scene_place)
        drag.copies = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if drag.stretches:
            self._drag_end(drag, point)
        else:
            self._drag_to(drag, point)
        self.ensureVisible(QRectF(point.x() - 2, point.y() - 2, 4, 4), 24, 24)

    def _drag_to(self, drag: _Drag, point: QPointF) -> None:
        """Only the item's picture moves; what follows is worked out when it is dropped."""
        spot = self._spot_at(point)
        table = self._table
        if spot is None or table is None:
            return
        drag.day, minutes = spot
        if minutes is None and drag.entry.slot is not None:  # behind the days, which stay above
            minutes = int((point.y() - self._top) * 60 / self._hour)
        if minutes is not None:
            minutes = round((minutes - drag.offset) / STEP) * STEP
            minutes = min(max(minutes, 0), DAY - STEP)
        drag.minutes = minutes
        left = self._x(table.days.index(drag.day)) + 4
        lane = drag.home.x() - self._x(table.days.index(drag.entry.day)) - 4
        top = self._y(minutes) if minutes is not None else point.y() - 10
        drag.block.setPos(left + (lane if drag.entry.slot else 0), top)
        tr = self._context.tr_
        text = format_day(drag.day, tr)
        if minutes is not None:
            text = self._hours_at(drag, drag.day, minutes)
        self._bubble.say("+ " + text if drag.copies else text)
        self._show_bubble(drag.block)

    def _hours_at(self, drag: _Drag, day: date, minutes: int) -> str:
        tr, entry = self._context.tr_, drag.entry
        start = self.moment(day, minutes)
        text = format_time(start.isoformat(timespec="minutes"), tr)
        if entry.start and entry.end:
            end = start + (entry.end - entry.start)
            text += f"–{format_time(end.isoformat(timespec='minutes'), tr)}"
        return text

    def _drag_end(self, drag: _Drag, point: QPointF) -> None:
        entry, table = drag.entry, self._table
        if table is None or entry.start is None:
            return
        _, top = self._spot_of(entry, entry.start)
        under = int((point.y() - self._top) * 60 / self._hour)
        bottom = min(max(round(under / STEP) * STEP, top + STEP), DAY)
        first_piece = drag.block is self._blocks.get((entry.id, 0))
        piece_top = top if first_piece else 0
        drag.minutes = bottom - top if first_piece else DAY - top + bottom
        face = drag.block.face
        if face is not None:
            height = max(12.0, (bottom - piece_top) * self._hour / 60)
            drag.block.show_face(face, drag.size[0], height)
        end = entry.start + timedelta(minutes=drag.minutes)
        self._bubble.say("– " + format_time(end.isoformat(timespec="minutes"), self._context.tr_))
        self._show_bubble(drag.block, below=True)

    def _show_bubble(self, block: Block, *, below: bool = False) -> None:
        height = self._bubble.boundingRect().height()
        y = block.scenePos().y() + block.size[1] + 2 if below else block.scenePos().y() - height - 2
        least = self._header.sceneBoundingRect().bottom()
        self._bubble.setPos(block.scenePos().x(), max(y, least))
        self._bubble.show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        drag, self._drag = self._drag, None
        if drag is None:
            return
        self._bubble.hide()
        if not drag.begun:
            return
        entry = drag.entry
        unchanged = drag.minutes is None and drag.day is None
        if drag.stretches and drag.minutes is not None:
            self.stretched.emit(entry.id, drag.minutes)
        elif not unchanged and not drag.stretches:
            signal = self.copied if drag.copies else self.moved
            signal.emit(entry.id, drag.day, drag.minutes)
        self._lay_out()  # where nothing changed it goes back to its place

    def _cancel_drag(self) -> bool:
        drag, self._drag = self._drag, None
        self._bubble.hide()
        if drag is None or not drag.begun:
            return False
        self._lay_out()
        return True

    def escape(self) -> bool:
        """Give up dragging, else choose nothing; whether there was anything to give up."""
        if self._cancel_drag():
            return True
        if self._chosen or self._cursor_at:
            self._cursor_at = None
            self.choose("")
            return True
        return False

    @property
    def is_dragging(self) -> bool:
        """Whether an item is being dragged just now."""
        return self._drag is not None and self._drag.begun

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._drag = None
        if block := self._block_at(event.position()):
            self.choose(block.key)
            self.opened.emit(block.key)
        elif self._cursor_at is not None:
            self.new_wanted.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        block = self._block_at(QPointF(event.pos()))
        if block is not None:
            self.choose(block.key)
            self.menu_wanted.emit(block.key, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: object) -> bool:  # noqa: N802
        if isinstance(event, QHelpEvent) and event.type() == QHelpEvent.Type.ToolTip:
            block = self._block_at(QPointF(event.pos()))
            entry = self._entries.get(block.key) if block else None
            text = self._words(entry) if entry else ""
            QToolTip.showText(event.globalPos(), tip(text))
            return True
        return super().viewportEvent(event)  # type: ignore[arg-type]
