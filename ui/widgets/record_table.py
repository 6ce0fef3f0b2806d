"""A table of records: fast to paint, used with the keyboard, never a cut word that matters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
    QShowEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from app.rules.binding import bound
from ui.theme import Theme
from ui.widgets.badge import paint_badge
from ui.widgets.plain import tip
from ui.widgets.tick import ROOM, paint_tick

BADGE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The tone of a cell that is drawn as a badge."""

WEIGHT_ROLE = Qt.ItemDataRole.UserRole + 2
"""Header data: how much of the width a column takes."""

SAMPLE_ROLE = Qt.ItemDataRole.UserRole + 3
"""Header data: the longest text of a column that must never wrap (dates, states)."""

FIRST_TO_GO_ROLE = Qt.ItemDataRole.UserRole + 4
"""Header data: true for a column that makes room first where the list is narrow."""

REASON_ROLE = Qt.ItemDataRole.UserRole + 5
"""Why a text finds the row: drawn below the title, muted."""

TICK_ROLE = Qt.ItemDataRole.UserRole + 6
"""Whether the box before a title is ticked; None where there is no box."""

_PADDING = 8
_BADGE_EDGES = 20  # pixels that a badge (or the arrow of the header) adds to its text
_TITLE, _READABLE = 200, 120  # pixels that a column of running text needs
_AIR = 10  # pixels above and below the lines of a row, together
_MOST_LINES = 8  # of a row: one title does not take the whole list
_GROW_PAUSE = 15  # milliseconds: the rows are painted first

Index = QModelIndex | QPersistentModelIndex


class _Delegate(QStyledItemDelegate):
    """Draws texts of a few lines, badges, and thin separators; nothing else."""

    def __init__(self, theme: Theme, lines: int) -> None:
        super().__init__()
        self._theme = theme
        self._lines = lines

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return QSize(80, 46)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = self._theme.tokens
        rect: QRect = option.rect
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, QColor(tokens.selection))
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        box = rect.adjusted(_PADDING, 2, -_PADDING, -2)
        lines = max(self._lines, (rect.height() - _AIR) // option.fontMetrics.lineSpacing())
        text = str(index.data() or "")
        done = index.data(TICK_ROLE)
        if done is not None:
            paint_tick(painter, box, tokens, done=done)
            box.setLeft(box.left() + ROOM)
        tone = index.data(BADGE_ROLE)
        if tone:
            paint_badge(painter, QRectF(box), text, tone, tokens, option.font)
        elif text:
            painter.setPen(QColor(tokens.selection_text if selected else tokens.text))
            painter.setFont(option.font)
            if reason := index.data(REASON_ROLE):
                metrics = painter.fontMetrics()
                fits = metrics.horizontalAdvance(text) <= box.width()
                title, rest = (1, lines - 1) if fits else (lines - 1, 1)
                height = title * metrics.lineSpacing() + 2
                _draw_lines(painter, QRect(box.topLeft(), QSize(box.width(), height)), text, title)
                painter.setPen(QColor(tokens.selection_text if selected else tokens.muted))
                _draw_lines(painter, box.adjusted(0, height, 0, 0), reason, rest)
            else:
                _draw_lines(painter, box, text, lines)
        painter.restore()

    def helpEvent(  # noqa: N802
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """A text that does not fit its cell is shown in full where the mouse rests."""
        text = "\n".join(str(part) for part in (index.data(), index.data(REASON_ROLE)) if part)
        room = option.rect.width() - 2 * _PADDING
        room -= 0 if index.data(TICK_ROLE) is None else ROOM
        if (
            event.type() == QEvent.Type.ToolTip
            and view.fontMetrics().horizontalAdvance(text) > room
        ):
            QToolTip.showText(event.globalPos(), tip(text), view)
            return True
        return super().helpEvent(event, view, option, index)


def _line_starts(text: str, font: QFont, width: int, most: int) -> list[int]:
    """Where the lines of a text begin that is wrapped; one more than `most` says there are more."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    starts: list[int] = []
    while len(starts) <= most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    return starts


def _draw_lines(painter: QPainter, box: QRect, text: str, most: int) -> None:
    metrics = painter.fontMetrics()
    if metrics.horizontalAdvance(text) <= box.width():
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)
        return
    text = bound(text)
    starts = _line_starts(text, painter.font(), box.width(), most)
    shown = starts[:most]
    ends = [*starts[1:], len(text)]
    top = box.center().y() - len(shown) * metrics.lineSpacing() // 2 + 1
    for number, start in enumerate(shown):
        last = number == most - 1 and len(starts) > most
        part = text[start:] if last else text[start : ends[number]].rstrip()
        # The last line of a cut text, and any word that is wider than the column.
        part = metrics.elidedText(part, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box.left(), top + metrics.ascent() + number * metrics.lineSpacing(), part)


class RecordTable(QTableView):
    """Emits the row that is current, the row that is opened (Enter, double click), and the one
    whose box was ticked (a click on it, Space).
    """

    current_row_changed = Signal(int)
    ticked_row = Signal(int)
    activated_row = Signal(int)
    columns_changed = Signal()
    marked_changed = Signal()

    def __init__(self, theme: Theme, lines: int = 2) -> None:
        """`lines` is how many lines of text a row has room for."""
        super().__init__()
        self._theme = theme
        self._sorted = (0, False)
        self._fitting = False
        self._fitted: list[object] = []
        self.user_widths: dict[int, int] = {}
        self.may_hide = True
        self._delegate = _Delegate(theme, lines)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setSortingEnabled(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._lines = lines
        self._fit_rows()
        self._grow = QTimer(self)
        self._grow.setSingleShot(True)
        self._grow.setInterval(_GROW_PAUSE)
        self._grow.timeout.connect(self._grow_rows)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._grow.start())
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        )
        header.setMinimumSectionSize(56)
        header.setSectionsMovable(True)
        header.setFirstSectionMovable(False)
        header.sectionMoved.connect(lambda *_: self.columns_changed.emit())
        header.sectionResized.connect(self._section_resized)
        header.sectionClicked.connect(self._sort_by)
        self.doubleClicked.connect(lambda index: self.activated_row.emit(index.row()))

    def _fit_rows(self) -> None:
        height = self._lines * self.fontMetrics().lineSpacing() + _AIR
        self.verticalHeader().setDefaultSectionSize(height)

    def _grow_rows(self) -> None:
        """Give the rows on the screen the lines that their texts need: no title is cut."""
        model, bottom = self.model(), self.viewport().height()
        first = self.rowAt(0)
        if model is None or first < 0 or not self.isVisible():
            return
        current = self.currentIndex()
        seen = self.viewport().rect().contains(self.visualRect(current).center())
        for row in range(first, model.rowCount()):
            if self.rowViewportPosition(row) >= bottom:
                break
            height = self._lines_of(row) * self.fontMetrics().lineSpacing() + _AIR
            if height != self.rowHeight(row):
                self.setRowHeight(row, height)
        if current.isValid() and seen:
            self.updateGeometries()  # how far it can be scrolled, as of now
            self.scrollTo(current)

    def _lines_of(self, row: int) -> int:
        """How many lines a row needs: as many as every row has, more for longer texts."""
        model, metrics = self.model(), self.fontMetrics()
        needed = self._lines
        for column in range(model.columnCount()):
            index = model.index(row, column)
            text = str(index.data() or "")
            if self.isColumnHidden(column) or index.data(BADGE_ROLE) or not text:
                continue
            width = self.columnWidth(column) - 2 * _PADDING
            width -= 0 if index.data(TICK_ROLE) is None else ROOM
            if metrics.horizontalAdvance(text) > width:
                lines = len(_line_starts(bound(text), self.font(), width, _MOST_LINES))
                needed = max(needed, lines + bool(index.data(REASON_ROLE)))
        return min(needed, _MOST_LINES)

    def setModel(self, model: QAbstractItemModel | None) -> None:  # noqa: N802
        super().setModel(model)
        if model is not None:
            self.selectionModel().currentRowChanged.connect(
                lambda current, _previous: self.current_row_changed.emit(current.row())
            )
            self.selectionModel().selectionChanged.connect(lambda *_: self.marked_changed.emit())
            model.modelReset.connect(self._fit_if_other)
            for changed in (model.modelReset, model.layoutChanged, model.dataChanged):
                changed.connect(lambda *_: self._grow.start())
            model.modelReset.connect(self.marked_changed)
            self.fit_columns()

    @property
    def column_order(self) -> list[int]:
        """The columns as they stand, by their numbers in the model."""
        header = self.horizontalHeader()
        return [header.logicalIndex(place) for place in range(header.count())]

    def reset_order(self) -> None:
        """Show the columns in the order of the model."""
        header = self.horizontalHeader()
        header.blockSignals(True)
        for number in range(header.count()):
            header.moveSection(header.visualIndex(number), number)
        header.blockSignals(False)

    def _section_resized(self, column: int, _before: int, now: int) -> None:
        if not self._fitting and now > 0:
            self.user_widths[column] = now
            self._grow.start()
            self.columns_changed.emit()

    def show_sorting(self, column: int, *, descending: bool) -> None:
        """Show by which column the list is ordered, without ordering it."""
        self._sorted = (column, descending)
        # Qt's Fusion points down for ascending; in Explorer and Excel that arrow points up.
        order = Qt.SortOrder.AscendingOrder if descending else Qt.SortOrder.DescendingOrder
        self.horizontalHeader().setSortIndicator(column, order)

    def _sort_by(self, section: int) -> None:
        model = self.model()
        if model is None:
            return
        column, descending = self._sorted
        descending = not descending if section == column else False
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        model.sort(section, order)
        self.show_sorting(section, descending=descending)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._grow.start()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.fit_columns()

    def _fit_if_other(self) -> None:
        """Typing in the filter changes rows, hardly ever columns: those are measured once."""
        if self._fitted != self._headings():
            self.fit_columns()

    def _headings(self) -> list[object]:
        model = self.model()
        count = model.columnCount() if model else 0
        return [model.headerData(i, Qt.Orientation.Horizontal) for i in range(count)]

    def fit_columns(self) -> None:
        """Share the width among the columns by their weights; a chosen width stays."""
        self._fitting = True
        self._fitted = self._headings()
        try:
            self._fit_columns()
        finally:
            self._fitting = False

    def _fit_columns(self) -> None:
        model = self.model()
        width = self.viewport().width()
        count = model.columnCount() if model else 0
        if model is None or not count or width <= 0:
            return
        horizontal = Qt.Orientation.Horizontal
        fixed = {i: self.user_widths.get(i) or self._fixed_width(model, i) for i in range(count)}
        weights = {
            i: int(model.headerData(i, horizontal, WEIGHT_ROLE) or 1)
            for i in range(count)
            if not fixed[i]
        }
        hidden = self._make_room(width, fixed, weights)
        rest = max(width - sum(fixed.values()), 120 * len(weights))
        total = sum(weights.values()) or 1
        for column in range(count):
            self.setColumnHidden(column, column in hidden)
            if column not in hidden:
                self.setColumnWidth(column, fixed[column] or rest * weights[column] // total)
        self._grow.start()

    def _make_room(self, width: int, fixed: dict[int, int], weights: dict[int, int]) -> set[int]:
        """Take columns out of `fixed` and `weights` until running text is readable."""
        model = self.model()
        hidden: set[int] = set()
        for column in reversed(range(model.columnCount())):
            rest, total = width - sum(fixed.values()), sum(weights.values()) or 1
            if all(rest * part // total >= self._needed(i) for i, part in weights.items()):
                break
            if self.may_hide and model.headerData(
                column, Qt.Orientation.Horizontal, FIRST_TO_GO_ROLE
            ):
                hidden.add(column)
                fixed.pop(column)
                weights.pop(column, None)
        return hidden

    def _needed(self, column: int) -> int:
        """What a column of running text needs: its heading, and room for words."""
        return max(_READABLE if column else _TITLE, self._text_width(column, ()))

    def _text_width(self, column: int, texts: Sequence[str]) -> int:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(bold)
        head = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        widest = max(metrics.horizontalAdvance(text) for text in (head, *texts))
        return widest + 2 * _PADDING + _BADGE_EDGES

    def _fixed_width(self, model: QAbstractItemModel, column: int) -> int:
        """The width of a column whose texts are known to be short; 0 for all others."""
        sample = model.headerData(column, Qt.Orientation.Horizontal, SAMPLE_ROLE)
        return self._text_width(column, sample) if sample else 0

    def mark_current_only(self) -> None:
        """Of the marked rows only the current one stays so."""
        self.setFocus()
        if self.currentIndex().isValid():
            self.selectRow(self.currentIndex().row())
        else:
            self.clearSelection()

    def selectRow(self, row: int) -> None:  # noqa: N802
        """Mark this row only, whatever key is held down: the one of a shortcut may still be."""
        index = self.model().index(row, max(self.currentIndex().column(), 0))
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        row = self._box_at(event)
        if row is None:
            super().mousePressEvent(event)
        else:  # neither chosen nor opened
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.ticked_row.emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._box_at(event) is None:
            super().mouseDoubleClickEvent(event)

    def _box_at(self, event: QMouseEvent) -> int | None:
        """The row whose box is there."""
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or index.data(TICK_ROLE) is None:
            return None
        left = self.visualRect(index).left()
        return index.row() if place.x() < left + _PADDING + ROOM - 4 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        index = self.currentIndex()
        box = index.siblingAtColumn(0).data(TICK_ROLE) if index.isValid() else None
        if event.key() == Qt.Key.Key_Space and box is not None and not event.modifiers():
            self.ticked_row.emit(index.row())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.activated_row.emit(index.row())
        elif event.key() == Qt.Key.Key_Home and self.model():
            super().selectRow(0)  # with Shift up to there
        elif event.key() == Qt.Key.Key_End and self.model():
            super().selectRow(self.model().rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_lines"):
            self._fit_rows()
            self.fit_columns()
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().setPalette(QPalette())
            self.viewport().update()
