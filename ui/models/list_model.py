"""A list that holds a count and a few pages; rows are fetched as they are shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
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
from app.services.records import orders
from app.services.records.orders import Order
from app.services.records.query import Column, Key, ListQuery, ListRow
from ui.models.kept_order import KeptOrder
from ui.models.stepped_count import SteppedCount
from ui.records.faces import FACES, tone
from ui.widgets.record_table import (
    BADGE_ROLE,
    FIRST_TO_GO_ROLE,
    REASON_ROLE,
    SAMPLE_ROLE,
    TICK_ROLE,
    WEIGHT_ROLE,
)

Index = QModelIndex | QPersistentModelIndex

PAGE = 25
_COUNTED_AT_ONCE = 300
_SORTED_AT_ONCE = 1_000  # rows whose order is made at once; above, a thread makes it
_TOUCHED = 20  # records that take their places in an order one by one
_MARKED = 40  # cells that stay marked when the order changes
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


FIRST_TO_GO = {"in_force_until", "direction", "priority", "nationality"}
"""Columns that make room where the list is narrow; the detail shows them all the same."""


class ListModel(QAbstractTableModel):
    """The rows of a `ListQuery`; `query` may be replaced at any time.

    A long list counts its first rows at once and the rest a moment later: `counted` tells. Its
    order by a column that has none stored is made in a thread. Until then it shows the order that
    it has: `sorting` tells that this began, `ordered` that it shows the one that was wanted.
    """

    counted = Signal()
    sorting = Signal()
    ordered = Signal()

    def __init__(
        self, store: Store, query: ListQuery, tr: Translator, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._explains = FACES[query.entity.name].explained
        self._ticks = FACES[query.entity.name].ticked
        self._finished: set[str] = set()
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
        self._kept = KeptOrder(store, self)
        self._kept.made.connect(self._take_order)
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

    @property
    def is_sorting(self) -> bool:
        """Whether the order that is wanted is still being made."""
        return self._kept.is_being_made

    def set_query(self, query: ListQuery, tr: Translator | None = None) -> None:
        """Show something else (or the same in another language)."""
        if tr in (None, self._tr) and self._sort_same_rows(query):
            return
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
        self._rest.stop()
        self._kept.forget()
        most = _COUNTED_AT_ONCE if self._query.has_stored_order else _SORTED_AT_ONCE
        with self._store.reading() as connection:
            self._count = self._by_stored_order.count(connection, most)
            self._is_whole = self._count < most
            if self._is_whole and not self._query.has_stored_order:
                self._kept.keep(self._query, orders.read(connection, self._query))
        if not self._is_whole:
            self._rest.start()
            if not self._query.has_stored_order:
                self._kept.want(self._query)

    @property
    def _by_stored_order(self) -> ListQuery:
        """The same rows in an order that needs no making."""
        query = self._query
        return query if query.has_stored_order else replace(query, sort="", descending=False)

    def _sort_same_rows(self, query: ListQuery) -> bool:
        """Sort the rows of a long list that it shows already; False if they are not the same.

        They stay as they are until their order is made.
        """
        same = replace(query, sort=self._query.sort, descending=self._query.descending)
        is_long = not self._is_whole or self._count >= _SORTED_AT_ONCE
        if same != self._query or query.has_stored_order or not is_long:
            return False
        self._query = query
        if order := self._kept.turned(query):
            self._kept.stop()
            self._show_order(order)
        elif self._kept.is_of(query):
            self._kept.stop()
        else:
            self._kept.want(query)
            self.sorting.emit()
        return True

    def _take_order(self, order: Order) -> None:
        self._show_order(order)
        self.ordered.emit()

    def _show_order(self, order: Order) -> None:
        """Show the rows in an order that was made; what is marked stays marked."""
        if self._kept.is_of(self._query) and self._kept.order == order:
            self._kept.keep(self._query, order)
            return
        self._ahead.stop()
        self._rest.stop()
        marked = self.persistentIndexList()
        ids = [self.record_id(index.row()) for index in marked[:_MARKED]]
        few = len(marked) <= _MARKED
        if few:
            self._set_count(len(order.ids))
            self.layoutAboutToBeChanged.emit()
        else:
            self.beginResetModel()
        self._kept.keep(self._query, order)
        self._pages.clear()
        self._count, self._is_whole = len(order.ids), True
        if not few:
            self.endResetModel()
            return
        # Mostly the cells of one row: looked for one by one, that is a millisecond in a long list.
        places = {key: self.place_of(key) for key in ids if key}
        for index, key in zip(marked, ids, strict=True):
            place = places.get(key or "")
            to = QModelIndex() if place is None else self.index(place, index.column())
            self.changePersistentIndex(index, to)
        self.layoutChanged.emit()

    @property
    def is_counting(self) -> bool:
        """Whether there may be more rows than are known yet."""
        return not self._is_whole

    def count_now(self) -> None:
        """Know every row at once: somebody wants one far down."""
        if self.is_counting:
            self._rest.stop()
            with self._store.reading() as connection:
                self._set_count(self._by_stored_order.count(connection))
            self._count_on()

    def _count_on(self) -> None:
        self._ahead.start(self._by_stored_order, _STRIDE * PAGE)

    def _drop_anchor(self, rows: int, key: Key) -> None:
        """Learn the key of a row further down, so that the scroll bar can jump there."""
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

    def refresh(self, touched: Iterable[str] = ()) -> None:
        """Read again after records were changed, added or removed; `touched`, those of this list.

        A long list keeps its length until it is counted again, a moment later. Where its order was
        made, the touched records take their places in it, and it is made anew in a moment: what
        they say may stand in other rows.
        """
        if self._kept.order is not None:
            self._refresh_order(set(touched))
            return
        self._rest.stop()
        self._ahead.stop()
        with self._store.reading() as connection:
            now = self._by_stored_order.count(connection, _COUNTED_AT_ONCE)
        is_long = now >= _COUNTED_AT_ONCE
        if now != self._count and not (is_long and self._count > now):
            self.beginResetModel()
            self._recount()
            self.endResetModel()
            return
        self._anchors = {0: None}
        if is_long:
            self._rest.start()
            if not self._query.has_stored_order:
                self._kept.want_soon(self._query)
        self._read_again()

    def _refresh_order(self, touched: set[str]) -> None:
        order = self._kept.order
        assert order is not None
        with self._store.reading() as connection:
            if self._by_stored_order.count(connection, _SORTED_AT_ONCE) < _SORTED_AT_ONCE:
                order = orders.read(connection, self._query)
            else:
                if len(touched) <= _TOUCHED and self._kept.is_of(self._query):
                    order = orders.changed(connection, order, self._query, touched)
                self._kept.want_soon(self._query)
        if self._kept.is_of(self._query):
            self._show_order(order)
        self._read_again()

    def _read_again(self) -> None:
        """Read the rows on the screen again, and tell which say something else."""
        known = list(self._pages.items())[-_ON_SCREEN:]
        ticked = frozenset(self._finished)
        self._pages.clear()
        if self._reasons:  # what they say is not in the rows
            self._reasons.clear()
            self._tell(0, self._count - 1)
            return
        for number, before in known:
            fresh = self._page(number)
            changed = [
                place
                for place, row in enumerate(fresh)
                if before[place : place + 1] != [row]
                or (row.id in ticked) != (row.id in self._finished)
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
        if order := self._kept.order:
            try:
                return order.ids.index(record_id)
            except ValueError:
                return None
        with self._store.reading() as connection:
            return self._by_stored_order.position(connection, record_id)

    def _page(self, number: int) -> list[ListRow]:
        if number in self._pages:
            self._pages.move_to_end(number)
            return self._pages[number]
        rows = self._pages[number] = self._read(number)
        if self._ticks:
            self._look_for_ticks([row.id for row in rows])
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        return rows

    def _look_for_ticks(self, ids: list[str]) -> None:
        from app.services.tasks.tasks import finished

        with self._store.reading() as connection:
            self._finished.difference_update(ids)
            self._finished.update(finished(connection, ids))

    def _read(self, number: int) -> list[ListRow]:
        if order := self._kept.order:
            return self._read_by_ids(order.ids[number * PAGE : (number + 1) * PAGE])
        start = max(place for place in self._anchors if place <= number)
        with self._store.reading() as connection:
            rows = self._by_stored_order.page(
                connection, PAGE, after=self._anchors[start], offset=(number - start) * PAGE
            )
        if len(rows) == PAGE:
            self._anchors[number + 1] = rows[-1].key
        return rows

    def _read_by_ids(self, ids: list[str]) -> list[ListRow]:
        self._kept.look_for_others(self._query)
        with self._store.reading() as connection:
            rows = {row.id: row for row in self._query.rows(connection, ids)}
        # What another process removed stays an empty row until the order is made anew.
        nothing = (None,) * len(self._columns)
        return [rows.get(key) or ListRow(key, (None, key), nothing) for key in ids]

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
        if role == TICK_ROLE and index.column() == 0 and self._ticks:
            return row.id in self._finished
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
                label, value = reason(connection, entity, record_id, text, self._tr, self._query.on)
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
