"""The calendar: a month or a week of all that happens, and what the chosen day brings."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.i18n import Translator
from app.rules.days.partial_dates import format_day
from app.services.calendar.happenings import LABELS, Happening, happenings, undated
from ui.context import Context
from ui.dialogs.common.command import Command
from ui.screens.screen import Screen
from ui.theme import SMALL, Theme
from ui.widgets.buttons import set_label
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import Button, Label, one_line, set_tip
from ui.widgets.related_list import Line, RelatedList
from ui.widgets.segmented_switch import SegmentedSwitch

_ITEMS = Qt.ItemDataRole.UserRole
_DAY = Qt.ItemDataRole.UserRole + 1
_WEEKS = 6
_WIDTH_OF_DAY = 320  # pixels of the pane beside the month
_NARROW = 96  # pixels of a day whose name has no room
_TONES = {
    "visit": "info",
    "task": "neutral",
    "meeting": "ok",
    "papers": "warn",
    "notice": "error",
    "term": "warn",
    "holiday": "error",
    "birthday": "ok",
    "anniversary": "ok",
}
_DONE = ("done", "cancelled", "completed")

Index = QModelIndex | QPersistentModelIndex


class _Days(QAbstractTableModel):
    """Whole weeks from a Monday: a cell a day, with what happens on it."""

    def __init__(self, tr: Translator) -> None:
        super().__init__()
        self.tr_ = tr
        self.first = date.min
        self.month = 0
        self.today = date.min
        self.weeks = _WEEKS
        self.is_narrow = False
        self._found: dict[date, list[Happening]] = {}

    def show(self, first: date, weeks: int, month: int, found: list[Happening]) -> None:
        """Show so many weeks; days outside `month` (0: none is) are pale."""
        self.beginResetModel()
        self.first, self.weeks, self.month = first, weeks, month
        self._found = {}
        for item in found:
            day = max(item.first, first)
            while day <= min(item.last, self.last):
                self._found.setdefault(day, []).append(item)
                day += timedelta(days=1)
        self.endResetModel()

    @property
    def last(self) -> date:
        """The last day that is shown."""
        return self.first + timedelta(days=7 * self.weeks - 1)

    def on(self, day: date) -> list[Happening]:
        """What happens on a day."""
        return self._found.get(day, [])

    def day_at(self, index: Index) -> date:
        """The day of a cell."""
        return self.first + timedelta(days=7 * index.row() + index.column())

    def index_of(self, day: date) -> QModelIndex:
        """The cell of a day; an invalid one outside the weeks."""
        row, column = divmod((day - self.first).days, 7)
        return self.index(row, column)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else self.weeks

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else 7

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            from babel.dates import get_day_names

            locale = self.tr_.language.locale
            if self.is_narrow:
                return get_day_names("abbreviated", "stand-alone", locale)[section]
            return get_day_names("wide", "stand-alone", locale)[section]
        return str((self.first + timedelta(days=7 * section)).isocalendar().week)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        day = self.day_at(index)
        if role == _DAY:
            return day
        if role == _ITEMS:
            return self.on(day)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            told = [format_day(day, self.tr_, weekday=True)]
            return "; ".join([*told, *(_said(item, self.tr_) for item in self.on(day))])
        return None


def _said(item: Happening, tr: Translator) -> str:
    """A happening in words: its hour, its kind, its name."""
    years = f" ({item.years})" if item.years else ""
    kind = "" if item.kind == "holiday" else f"{tr.message(LABELS[item.kind])}: "
    name = kind + one_line(item.title)
    return " ".join(filter(None, (item.time, f"{name}{years}")))


class _Delegate(QStyledItemDelegate):
    """A day: its number, and a line of each thing, as many as there is room for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = self._theme.tokens
        model = index.model()
        assert isinstance(model, _Days)
        day, found = model.day_at(index), model.on(model.day_at(index))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        outside = bool(model.month) and day.month != model.month
        painter.save()
        painter.fillRect(option.rect, QColor(tokens.selection if chosen else tokens.card))
        box = option.rect.adjusted(6, 4, -6, -4)
        font = QFont(option.font)
        holiday = any(item.kind == "holiday" for item in found)
        if day == model.today:
            font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        colour = tokens.error if holiday else tokens.muted if outside else tokens.text
        painter.setPen(QColor(tokens.selection_text if chosen and not holiday else colour))
        height = option.fontMetrics.lineSpacing()
        number = QRect(box.left(), box.top(), box.width(), height)
        painter.drawText(number, Qt.AlignmentFlag.AlignLeft, str(day.day))
        if day == model.today:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawLine(box.left(), box.top() + height, box.left() + 22, box.top() + height)
        small = QFont(option.font)
        small.setPointSize(SMALL)
        painter.setFont(small)
        metrics = painter.fontMetrics()
        step = metrics.lineSpacing() + 4
        top = box.top() + height + 4
        room = max((box.bottom() - top) // step, 0)
        shown = found if len(found) <= room else found[: max(room - 1, 0)]
        for item in shown:
            self._line(painter, QRect(box.left(), top, box.width(), step - 2), item)
            top += step
        if len(shown) < len(found) and room:
            painter.setPen(QColor(tokens.selection_text if chosen else tokens.muted))
            more = model.tr_.plural("+ {count} more", "+ {count} more", len(found) - len(shown))
            painter.drawText(
                QRect(box.left(), top, box.width(), step),
                Qt.AlignmentFlag.AlignVCenter,
                metrics.elidedText(more, Qt.TextElideMode.ElideRight, box.width()),
            )
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, item: Happening) -> None:
        text, back = self._theme.tokens.tone(_TONES[item.kind])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(back))
        painter.drawRoundedRect(QRectF(box), 3, 3)
        painter.setPen(QColor(text))
        font = painter.font()
        font.setStrikeOut(item.state in _DONE and item.kind == "task")
        painter.setFont(font)
        said = one_line(" ".join(filter(None, (item.time, item.title))))
        inner = box.adjusted(4, 0, -4, 0)
        elide = Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(said, elide, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, shown)


class _Grid(QTableView):
    """The days; Page Up and Page Down turn the page, Enter goes on to what the day brings."""

    turned = Signal(int)
    left_edge = Signal(int)
    entered_day = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        index, key = self.currentIndex(), event.key()
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_day.emit()
            return
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
        }  # fmt: skip
        if index.isValid() and key in steps:
            self.left_edge.emit(steps[Qt.Key(key)])
            return
        super().keyPressEvent(event)


class CalendarScreen(Screen):
    """A month or a week at a time; beside it what happens on the chosen day."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._day = context.today
        self._stale = True
        self.model = _Days(context.tr_)
        self.grid = _Grid()
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(_Delegate(context.theme))
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.grid.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.grid.setTabKeyNavigation(False)
        self.grid.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.grid.horizontalHeader(), self.grid.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
        self.grid.horizontalHeader().setMinimumSectionSize(40)
        self.grid.verticalHeader().setMinimumSectionSize(44)
        self.grid.selectionModel().currentChanged.connect(self._cell_chosen)
        self.grid.turned.connect(self.turn)
        self.grid.left_edge.connect(self.step)
        self.grid.entered_day.connect(self._enter_day)
        self.grid.doubleClicked.connect(lambda _index: self._enter_day())
        self._title = Label()
        self._title.setProperty("role", "title")
        self._view = SegmentedSwitch()
        self._view.changed.connect(lambda _key: self.refresh())
        self._back, self._today, self._on = Button(), Button(), Button()
        self._back.clicked.connect(lambda _on=False: self.turn(-1))
        self._on.clicked.connect(lambda _on=False: self.turn(1))
        self._today.clicked.connect(lambda _on=False: self.go(context.today))
        self._vague = Label()
        self._vague.setProperty("role", "muted")
        self._vague.setWordWrap(True)
        self._day_title = Label()
        self._day_title.setProperty("role", "section")
        self._day_title.setWordWrap(True)
        self._list = QScrollArea()
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.viewport().setAutoFillBackground(False)
        self._lay_out()
        context.records_changed.connect(lambda _changes: self._changed())
        context.theme.changed.connect(self.refresh)
        self.retranslate()

    def _lay_out(self) -> None:
        top = FlowLayout()
        for widget in (self._title, self._view, self._back, self._today, self._on):
            top.addWidget(widget)
        self._side = QFrame()
        self._side.setProperty("role", "card")
        column = QVBoxLayout(self._side)
        column.addWidget(self._day_title)
        column.addWidget(self._list, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.grid, 1)
        row.addWidget(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addLayout(row, 1)
        layout.addWidget(self._vague)

    # what is shown

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """A small window gives the days what it can, and calls them by their short names."""
        super().resizeEvent(event)
        self._side.setFixedWidth(min(_WIDTH_OF_DAY, self.width() // 3))
        days = self.width() - self._side.width() - 80
        self.model.is_narrow = days // 7 < _NARROW
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 6)

    def _changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Read the weeks that are shown and the chosen day anew."""
        self._stale = False
        is_month = self._view.current != "week"
        begin = self._day.replace(day=1) if is_month else self._day
        first = begin - timedelta(days=begin.weekday())
        weeks = _WEEKS if is_month else 1
        last = first + timedelta(days=7 * weeks - 1)
        context = self._context
        with context.store.reading() as connection:
            found = happenings(connection, first, last, context.language)
            vague = undated(connection, first, last, context.language)
        self.model.tr_, self.model.today = context.tr_, context.today
        self.model.show(first, weeks, self._day.month if is_month else 0, found)
        names = ", ".join(one_line(title) for _, title, _ in vague)
        self._vague.setText(
            context.tr_("Not in the calendar, because their days are not known: {visits}",
                        visits=names) if vague else ""
        )  # fmt: skip
        self._vague.setVisible(bool(vague))
        self._show_title(first, last, is_month=is_month)
        self._select()
        self._show_day()

    def _show_title(self, first: date, last: date, *, is_month: bool) -> None:
        tr = self._context.tr_
        if is_month:
            from babel.dates import format_date

            text = str(format_date(self._day, "LLLL yyyy", locale=tr.language.locale))
            self._title.setText(text[:1].upper() + text[1:])
        else:
            self._title.setText(f"{format_day(first, tr)} – {format_day(last, tr)}")

    def _select(self) -> None:
        selection = self.grid.selectionModel()
        selection.blockSignals(True)
        index = self.model.index_of(self._day)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        selection.blockSignals(False)
        self.grid.viewport().update()

    def _show_day(self) -> None:
        tr = self._context.tr_
        title = format_day(self._day, tr, weekday=True)
        self._day_title.setText(title[:1].upper() + title[1:])
        lines = [
            Line(
                item,
                item.time,
                item.title + (f" ({item.years})" if item.years else ""),
                item.place,
                tr.message(LABELS[item.kind]),
                _TONES[item.kind],
                leads=bool(item.entity),
            )
            for item in self.model.on(self._day)
        ]
        if lines:
            listed: QWidget = RelatedList(self._context.theme, lines, "", len(lines))
            assert isinstance(listed, RelatedList)
            listed.activated.connect(self._open)
        else:
            listed = Label(tr("Nothing on this day."))
            listed.setProperty("role", "muted")
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(listed)
        column.addStretch(1)
        self._list.setWidget(whole)
        whole.setAutoFillBackground(False)
        self._list.setAccessibleName(self._day_title.text())

    # what is done

    def _open(self, item: Happening) -> None:
        if item.entity:
            self._context.record_wanted.emit(item.entity, item.record_id)

    def _cell_chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.go(self.model.day_at(index))

    def _enter_day(self) -> None:
        shown = self._list.widget()
        listed = shown.findChild(RelatedList) if shown else None
        if listed and (stops := listed.stops()):
            stops[0].setFocus()

    def step(self, days: int) -> None:
        """Move the chosen day."""
        self.go(self._day + timedelta(days=days))

    def turn(self, pages: int) -> None:
        """Go on by so many months or weeks."""
        if self._view.current == "week":
            self.step(7 * pages)
            return
        year, month = divmod(self._day.year * 12 + self._day.month - 1 + pages, 12)
        for number in (self._day.day, 30, 29, 28):
            try:
                self.go(date(year, month + 1, number))
                return
            except ValueError:
                continue

    def go(self, day: date) -> None:
        """Show a day and choose it; a day beyond the calendar stays where it is."""
        if not date(1900, 1, 1) <= day <= date(2999, 12, 31):
            return
        there = self.model.first <= day <= self.model.last
        same = self._view.current == "week" or day.month == self._day.month
        self._day = day
        if there and same and not self._stale:
            self._select()
            self._show_day()
        else:
            self.refresh()

    @property
    def day(self) -> date:
        """The chosen day."""
        return self._day

    # the door

    def enter(self) -> None:
        self.grid.setFocus()

    def commands(self) -> list[Command]:
        tr = self._context.tr_
        return [
            Command("calendar", tr("Today"), lambda: self.go(self._context.today)),
        ]

    def retranslate(self) -> None:
        tr = self._context.tr_
        self._view.set_items([("month", tr("Month")), ("week", tr("Week"))])
        set_label(self._today, tr("Today"))
        for button, text, tip in (
            (self._back, "‹", tr("Earlier (Page Up)")),
            (self._on, "›", tr("Later (Page Down)")),
        ):
            button.setText(text)
            button.setAccessibleName(tip)
            set_tip(button, tip)
        self.grid.setAccessibleName(tr("Calendar"))
        self.refresh() if self.isVisible() else setattr(self, "_stale", True)
