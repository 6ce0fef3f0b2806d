"""A list that holds a count and a few pages; rows are fetched as they are shown."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from app.db.store import Store
from app.i18n import Translator
from app.kinds import DATE, MOMENT, PARTIAL_DATE, Choice
from app.rules.visible import visible
from app.services.records.query import Column, Key, ListQuery, ListRow
from ui.models.stepped_count import SteppedCount
from ui.records.faces import FACES, tone
from ui.widgets.record_table import (
    BADGE_ROLE,
    FIRST_TO_GO_ROLE,
    REASON_ROLE,
    SAMPLE_ROLE,
    WEIGHT_ROLE,
)

Index = QModelIndex | QPersistentModelIndex

PAGE = 25
_COUNTED_AT_ONCE = 300
_STRIDE = 80  # pages between two anchors that are looked up while nothing else happens
_COUNT_PAUSE = 150  # milliseconds after the last change of the query
_ON_SCREEN = 3  # pages; those used last: more rows than the tallest screen has
_KEPT = 80  # pages; a screen shows a fraction of one

_LONG = 17  # characters

WEIGHTS = {
    "title": 4,
    "name": 4,
    "full_name": 3,
    "partner_id": 3,
    "places": 2,
    "organisation": 3,
    "post": 2,
    "assignee_id": 2,
}


FIRST_TO_GO = {"expires_on", "direction", "priority", "nationality"}
"""Columns that make room where the list is narrow; the detail shows them all the same."""


class ListModel(QAbstractTableModel):
    """The rows of a `ListQuery`; `query` may be replaced at any time.

    A long list counts its first rows at once and the rest a moment later: `counted` tells.
    """

    counted = Signal()

    def __init__(
        self, store: Store, query: ListQuery, tr: Translator, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._explains = FACES[query.entity.name].explained
        self._store = store
        self._query = query
        self._tr = tr
        self._columns: tuple[Column, ...] = query.columns()
        self._count = 0
        self._pages: OrderedDict[int, list[ListRow]] = OrderedDict()
        self._anchors: dict[int, Key | None] = {0: None}
        self._reasons: dict[str, str] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_COUNT_PAUSE)
        self._rest.timeout.connect(self._count_on)
        self._ahead = SteppedCount(store, self)
        self._ahead.passed.connect(self._drop_anchor)
        self._ahead.counted.connect(self._set_count)
        self._is_whole = False
        self._recount()

    @property
    def query(self) -> ListQuery:
        """What the list shows."""
        return self._query

    @property
    def sorted_column(self) -> int:
        """The column by which the list is ordered."""
        names = [column.name for column in self._columns]
        name = self._query.sort or self._query.entity.ordered_column
        return names.index(name) if name in names else 0

    def set_query(self, query: ListQuery, tr: Translator | None = None) -> None:
        """Show something else (or the same in another language)."""
        self.beginResetModel()
        self._query = query
        self._tr = tr or self._tr
        self._columns = query.columns()
        self._recount()
        self.endResetModel()

    def _recount(self) -> None:
        self._pages.clear()
        self._reasons.clear()
        self._anchors = {0: None}
        self._ahead.stop()
        with self._store.reading() as connection:
            self._count = self._query.count(connection, _COUNTED_AT_ONCE)
        self._is_whole = self._count < _COUNTED_AT_ONCE
        if self._is_whole:
            self._rest.stop()
        else:
            self._rest.start()

    @property
    def is_counting(self) -> bool:
        """Whether there may be more rows than are known yet."""
        return not self._is_whole

    def count_now(self) -> None:
        """Know every row at once: somebody wants one far down."""
        if self.is_counting:
            self._rest.stop()
            with self._store.reading() as connection:
                self._set_count(self._query.count(connection))
            self._count_on()

    def _count_on(self) -> None:
        query = self._query
        if query.sort:  # another order has the same rows and no index
            query = replace(query, sort="", descending=False)
        self._ahead.start(query, _STRIDE * PAGE)

    def _drop_anchor(self, rows: int, key: Key) -> None:
        """Learn the key of a row further down, so that the scroll bar can jump there."""
        if not self._query.sort:
            self._anchors[rows // PAGE] = key

    def _set_count(self, whole: int) -> None:
        self._is_whole = True
        if whole > self._count:
            self.beginInsertRows(QModelIndex(), self._count, whole - 1)
            self._count = whole
            self.endInsertRows()
        elif whole < self._count:
            self.beginRemoveRows(QModelIndex(), whole, self._count - 1)
            self._count = whole
            self.endRemoveRows()
        self.counted.emit()

    def place_near_the_top(self, record_id: str) -> int | None:
        """Where a record stands among the first rows, or None; costs no counting."""
        ids = [row.id for row in self._page(0)]
        return ids.index(record_id) if record_id in ids else None

    def refresh(self) -> None:
        """Read again after records were changed, added or removed.

        A long list keeps its length until it is counted again, a moment later.
        """
        self._rest.stop()
        self._ahead.stop()
        with self._store.reading() as connection:
            now = self._query.count(connection, _COUNTED_AT_ONCE)
        is_long = now >= _COUNTED_AT_ONCE
        if now != self._count and not (is_long and self._count > now):
            self.beginResetModel()
            self._recount()
            self.endResetModel()
            return
        known = list(self._pages.items())[-_ON_SCREEN:]
        self._pages.clear()
        self._anchors = {0: None}
        if is_long:
            self._rest.start()
        if self._reasons:  # what they say is not in the rows
            self._reasons.clear()
            self._tell(0, self._count - 1)
            return
        for number, before in known:
            fresh = self._page(number)
            changed = [
                place for place, row in enumerate(fresh) if before[place : place + 1] != [row]
            ]
            if changed:
                self._tell(number * PAGE + changed[0], number * PAGE + changed[-1])

    def _tell(self, first: int, last: int) -> None:
        """The rows from `first` to `last` say something else."""
        end = self.index(last, len(self._columns) - 1)
        self.dataChanged.emit(self.index(first, 0), end)

    def row(self, number: int) -> ListRow | None:
        """The row at a place of the list, fetched with its page."""
        page = self._page(number // PAGE)
        place = number % PAGE
        return page[place] if place < len(page) else None

    def record_id(self, number: int) -> str | None:
        """The id of the record at a place of the list."""
        row = self.row(number)
        return row.id if row else None

    def place_of(self, record_id: str) -> int | None:
        """Where a record stands in the list, or None."""
        with self._store.reading() as connection:
            return self._query.position(connection, record_id)

    def _page(self, number: int) -> list[ListRow]:
        if number in self._pages:
            self._pages.move_to_end(number)
            return self._pages[number]
        start = max(place for place in self._anchors if place <= number)
        with self._store.reading() as connection:
            rows = self._query.page(
                connection, PAGE, after=self._anchors[start], offset=(number - start) * PAGE
            )
        self._pages[number] = rows
        if len(rows) == PAGE:
            self._anchors[number + 1] = rows[-1].key
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        return rows

    # Qt's own names from here on.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts for display and screen readers; the tone of states for the delegate."""
        row = self.row(index.row())
        if row is None:
            return None
        column = self._columns[index.column()]
        value = row.values[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if index.column() == 0 and role == Qt.ItemDataRole.AccessibleTextRole:
                return visible(" · ".join(text for text in (value, self._reason(row.id)) if text))
            if column.name.endswith("_id") or index.column() == 0:
                return visible(str(value or ""))
            return visible(column.kind.format(value, self._tr))
        if role == REASON_ROLE and index.column() == 0:
            return visible(self._reason(row.id))
        if role == BADGE_ROLE and value:
            return tone(self._query.entity.name, column.name, str(value))
        return None

    def _reason(self, record_id: str) -> str:
        """Why the text of the query finds a document; empty for what its row shows anyway."""
        entity, text = self._query.entity, self._query.text
        if not self._explains or not text:
            return ""
        if record_id not in self._reasons:
            from app.services.records.search import reason

            with self._store.reading() as connection:
                label, value = reason(connection, entity, record_id, text, self._tr)
            shown = f"{self._tr.message(label)}: {' '.join(value.split())}" if label else ""
            self._reasons[record_id] = shown
        return self._reasons[record_id]

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The columns' labels and weights."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._tr.message(column.label)
        if role == WEIGHT_ROLE:
            return WEIGHTS.get(column.name, 2 if section else 4)
        if role == FIRST_TO_GO_ROLE:
            return column.name in FIRST_TO_GO
        if role == SAMPLE_ROLE:
            return self._samples(column)
        return None

    def _samples(self, column: Column) -> list[str]:
        """The longest texts of a column that must not wrap; empty where it may."""
        kind = column.kind
        if isinstance(kind, Choice):
            labels = [kind.format(code, self._tr) for code in kind.options]
            # A long label wraps; the column is as wide as those of ordinary length.
            return [label for label in labels if len(label) <= _LONG] or labels[:1]
        if kind in (PARTIAL_DATE, DATE):
            months = [f"2028-{month:02d}" for month in range(1, 13)]
            return [kind.format(text, self._tr) for text in ("2028-12-28", *months)]
        if kind == MOMENT:
            return [kind.format("2028-12-28T12:30", self._tr)]
        return []

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; the database sorts."""
        if not 0 <= column < len(self._columns):
            return
        self.set_query(
            replace(
                self._query,
                sort=self._columns[column].name,
                descending=order == Qt.SortOrder.DescendingOrder,
            )
        )
