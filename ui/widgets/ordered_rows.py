"""A table whose rows are put in order: by dragging, and by Alt with the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
)

from ui.widgets.plain import TreeItem

_ID = Qt.ItemDataRole.UserRole
_WIDEST = 260  # points
_HIGHEST = 1000  # points
_PADDING = 14  # points


class _Wrapped(QStyledItemDelegate):
    """Gives each row the height that its texts take in columns as wide as they are."""

    def sizeHint(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        found = super().sizeHint(option, index)
        view = self.parent()
        assert isinstance(view, QTreeWidget)
        room = QRect(0, 0, view.columnWidth(index.column()) - _PADDING, _HIGHEST)
        text = str(index.data() or "")
        wrapped = view.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(min(found.width(), _WIDEST), wrapped.height() + _PADDING)


class OrderedRows(QTreeWidget):
    """Shows rows with an id each; `moved` says which one is wanted at which place (from 0).

    The table itself moves nothing: who listens stores the order and shows the rows anew.
    """

    moved = Signal(str, int)

    def __init__(self, headers: Sequence[str], name: str, stretched: int = -1) -> None:
        """`stretched` is the column that takes what the others leave, by default the last."""
        super().__init__()
        self._stretched = stretched % len(headers)
        self.setHeaderLabels(list(headers))
        self.setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(False)
        self.setWordWrap(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.header().setStretchLastSection(False)
        self.header().setSectionsMovable(False)
        self.header().sectionResized.connect(lambda *_: self.scheduleDelayedItemsLayout())
        self.setItemDelegate(_Wrapped(self))

    def set_movable(self, *, movable: bool) -> None:
        """Whether rows can be put in another order at all."""
        mode = QAbstractItemView.DragDropMode
        self.setDragDropMode(mode.InternalMove if movable else mode.NoDragDrop)

    def show_rows(self, rows: Sequence[tuple[str, Sequence[str]]], chosen: str = "") -> None:
        """Show rows (id and texts); the one that is `chosen`, else the first, is marked."""
        self.clear()
        for key, texts in rows:
            item = TreeItem(list(texts))
            item.setData(0, _ID, key)
            # Nothing is dropped onto a row, only between rows.
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            self.addTopLevelItem(item)
            for column in range(len(texts)):
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignTop)
            if key == chosen or self.topLevelItemCount() == 1:
                self.setCurrentItem(item)
        header, modes = self.header(), QHeaderView.ResizeMode
        for column in range(self.columnCount()):
            is_stretched = column == self._stretched
            header.setSectionResizeMode(column, modes.Stretch if is_stretched else modes.Fixed)
            if not is_stretched:  # a long text goes on in the next line
                wanted = max(self._wanted_width(column), header.sectionSizeHint(column))
                header.resizeSection(column, min(wanted, _WIDEST))

    def _wanted_width(self, column: int) -> int:
        """The width in which no text of a column is broken."""
        metrics = self.fontMetrics()
        lines = [
            line
            for row in range(self.topLevelItemCount())
            if (item := self.topLevelItem(row))
            for line in item.text(column).split("\n")
        ]
        return max(map(metrics.horizontalAdvance, lines), default=0) + 2 * _PADDING

    def ids(self) -> list[str]:
        """The ids of the rows in the order in which they stand."""
        return [self._key(row) for row in range(self.topLevelItemCount())]

    @property
    def chosen(self) -> str:
        """The id of the marked row; empty without one."""
        item = self.currentItem()
        return str(item.data(0, _ID)) if item else ""

    def move_chosen(self, by: int) -> None:
        """Ask for the marked row to go up (-1) or down (1)."""
        key = self.chosen
        place = self.ids().index(key) + by if key else -1
        if key and 0 <= place < self.topLevelItemCount():
            self.moved.emit(key, place)

    def _key(self, row: int) -> str:
        item = self.topLevelItem(row)
        return str(item.data(0, _ID)) if item else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        is_move = event.modifiers() == Qt.KeyboardModifier.AltModifier
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if is_move and by and self.dragDropMode() != QAbstractItemView.DragDropMode.NoDragDrop:
            self.move_chosen(by)
            return
        super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        key, target = self.chosen, self.itemAt(event.position().toPoint())
        below = self.dropIndicatorPosition() == QAbstractItemView.DropIndicatorPosition.BelowItem
        place = self.topLevelItemCount()
        if target is not None:
            place = self.indexOfTopLevelItem(target) + below
        self.drop_at(key, place)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()

    def drop_at(self, key: str, gap: int) -> None:
        """Ask for a row to go into a gap between rows (0 is above the first)."""
        if not key:
            return
        place = self.ids().index(key)
        wanted = gap - 1 if gap > place else gap
        if wanted != place:
            self.moved.emit(key, wanted)
