"""Long lists by a column that has no order stored: made in a thread, then read by ids."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from app.db.connection import open_raw
from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language, translator
from app.services.records import orders
from app.services.records.query import ListQuery, ListRow
from app.services.records.records import apply, delete
from tests.factories import make
from ui.context import Context
from ui.models.list_model import PAGE, ListModel
from ui.screens.records import RecordsScreen

COUNT = PAGE * 5 + 3
CODES = ("CZ", "DE", None, "PL")


@pytest.fixture(autouse=True)
def _small_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.models.list_model._SORTED_AT_ONCE", 60)
    monkeypatch.setattr("ui.models.list_model._COUNTED_AT_ONCE", 50)
    monkeypatch.setattr("ui.models.kept_order._PAUSE", 10)


@pytest.fixture
def many(store: Store) -> Store:
    with store.writing("Tests") as writer:
        for number in range(COUNT):
            values = {"family_name": f"N{number:05d}", "nationality": CODES[number % 4]}
            apply(writer, ENTITIES["person"], None, values)
    return store


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The threads that read an order."""
    found: list[int] = []
    real = orders.read

    def read(connection: Any, query: ListQuery) -> orders.Order:
        found.append(threading.get_ident())
        return real(connection, query)

    monkeypatch.setattr(orders, "read", read)
    return found


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether each page that was read by a key had an order stored."""
    found: list[bool] = []
    real = ListQuery.page

    def page(self: ListQuery, *args: Any, **options: Any) -> list[ListRow]:
        found.append(self.has_stored_order)
        return real(self, *args, **options)

    monkeypatch.setattr(ListQuery, "page", page)
    return found


def model_of(store: Store, **values: Any) -> ListModel:
    query = ListQuery(ENTITIES["person"], Language.CS, on=date(2026, 11, 23), **values)
    return ListModel(store, query, translator(Language.CS))


def by_nationality(qtbot: QtBot, model: ListModel, *, descending: bool = False) -> None:
    with qtbot.waitSignal(model.ordered):
        model.set_query(replace(model.query, sort="nationality", descending=descending))


def ids(model: ListModel) -> list[str | None]:
    return [model.record_id(row) for row in range(model.rowCount())]


def wanted(store: Store, query: ListQuery) -> list[str]:
    with store.reading() as connection:
        return orders.read(connection, query).ids


def test_the_order_is_made_in_a_thread_and_pages_are_read_by_ids(
    qtbot: QtBot, many: Store, readers: list[int], pages: list[bool]
) -> None:
    model = model_of(many)
    before = model.record_id(0)
    with qtbot.waitSignal(model.ordered):
        model.sort(model._columns.index(next(c for c in model._columns if c.name == "nationality")))
        assert model.is_sorting
        assert model.record_id(0) == before  # the rows stay, and can be used
        assert model.record_id(PAGE * 3) is not None
    assert not model.is_sorting
    assert readers
    assert threading.get_ident() not in readers
    found = ids(model)
    assert all(pages)  # no page was read by an order that has to be made
    assert found == wanted(many, model.query)
    assert model.rowCount() == COUNT


def test_it_keeps_to_the_rules_of_qt_models(qtbot: QtBot, many: Store) -> None:
    model = model_of(many)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    by_nationality(qtbot, model)
    gone = model.record_id(7)
    assert gone
    delete(many, ENTITIES["person"], [gone])
    model.refresh([gone])
    model.refresh([make(many, "person", family_name="Z", nationality="DE")])
    qtbot.waitUntil(lambda: not model.is_sorting)
    assert ids(model) == wanted(many, model.query)
    model.set_query(replace(model.query, sort="", descending=False))
    assert model.index(1, 0).data().endswith("N00001")


def test_the_other_direction_needs_no_reading(
    qtbot: QtBot, many: Store, readers: list[int]
) -> None:
    model = model_of(many)
    by_nationality(qtbot, model)
    readers.clear()
    model.set_query(replace(model.query, descending=True))
    assert not model.is_sorting
    assert readers == []
    assert ids(model) == wanted(many, model.query)
    last = [model.index(row, 0).row() for row in range(COUNT - COUNT // 4, COUNT)]
    column = [item.name for item in model._columns].index("nationality")
    assert {model.index(row, column).data() for row in last} == {""}


def test_the_last_of_several_wishes_is_shown(qtbot: QtBot, many: Store) -> None:
    model = model_of(many)
    with qtbot.waitSignal(model.ordered):
        for sort in ("nationality", "organisation", "post", "nationality"):
            model.set_query(replace(model.query, sort=sort))
    assert not model.is_sorting
    assert ids(model) == wanted(many, model.query)


def test_what_is_marked_stays_marked(qtbot: QtBot, many: Store) -> None:
    model = model_of(many)
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.selectRow(30)
    marked = model.record_id(30)
    kept = QPersistentModelIndex(model.index(30, 0))
    by_nationality(qtbot, model)
    assert model.record_id(table.currentIndex().row()) == marked
    assert model.record_id(kept.row()) == marked
    assert model.place_of(str(marked)) == kept.row()
    model.set_query(replace(model.query, descending=True))
    assert model.record_id(table.currentIndex().row()) == marked


def test_who_changes_takes_its_place_at_once(qtbot: QtBot, many: Store, readers: list[int]) -> None:
    model = model_of(many)
    by_nationality(qtbot, model)
    readers.clear()
    moved = model.record_id(COUNT - 1)
    assert moved
    with many.writing("Tests") as writer:
        apply(writer, ENTITIES["person"], moved, {"nationality": "CZ"})
    new = make(many, "person", nationality="PL")
    gone = model.record_id(3)
    assert gone
    delete(many, ENTITIES["person"], [gone])
    model.refresh([moved, new, gone])
    assert ids(model) == wanted(many, model.query)
    assert model.rowCount() == COUNT
    readers.clear()
    qtbot.waitUntil(lambda: not model.is_sorting)
    assert readers
    assert threading.get_ident() not in readers
    assert ids(model) == wanted(many, model.query)


def test_what_follows_from_other_records_is_seen_a_moment_later(qtbot: QtBot, many: Store) -> None:
    firm = make(many, "organisation", name_cs="Aaa")
    model = model_of(many)
    with qtbot.waitSignal(model.ordered):
        model.set_query(replace(model.query, sort="organisation"))
    last = model.record_id(COUNT - 1)
    make(many, "position", person_id=last, organisation_id=firm, title_cs="vedoucí")
    model.refresh()
    assert model.is_sorting
    qtbot.waitUntil(lambda: not model.is_sorting)
    assert model.record_id(0) == last


def test_what_another_process_writes_is_seen(qtbot: QtBot, many: Store) -> None:
    model = model_of(many)
    by_nationality(qtbot, model)
    first = model.record_id(0)
    other = Store(many.path)
    delete(other, ENTITIES["person"], [str(first)])
    other.close()
    assert model.record_id(0) == first  # read before
    assert model.record_id(PAGE * 4) is not None  # another page
    assert model.is_sorting
    qtbot.waitUntil(lambda: not model.is_sorting)
    assert ids(model) == wanted(many, model.query)


def test_a_row_that_another_process_removed_is_empty_until_then(qtbot: QtBot, many: Store) -> None:
    model = model_of(many)
    by_nationality(qtbot, model)
    order = wanted(many, model.query)
    other = Store(many.path)
    delete(other, ENTITIES["person"], [order[PAGE * 2]])
    other.close()
    assert model.index(PAGE * 2, 0).data() == ""
    assert model.index(PAGE * 2 + 1, 0).data() != ""
    qtbot.waitUntil(lambda: not model.is_sorting)
    assert model.rowCount() == COUNT - 1


def test_filters_scopes_searches_and_languages(qtbot: QtBot, many: Store) -> None:
    model = model_of(many)
    by_nationality(qtbot, model)
    for values in ({"text": "n0"}, {"scope": "all"}, {"language": Language.DE}, {"text": "n0000"}):
        model.set_query(replace(model.query, **values), translator(Language.DE))
        qtbot.waitUntil(lambda: not model.is_sorting)
        assert ids(model) == wanted(many, model.query)


def test_a_short_list_is_sorted_at_once(qtbot: QtBot, many: Store) -> None:
    model = model_of(many, text="n0001")
    assert model.rowCount() == 10
    model.set_query(replace(model.query, sort="nationality"))
    assert not model.is_sorting
    assert ids(model) == wanted(many, model.query)
    new = make(many, "person", family_name="N00019x", nationality="AT")
    model.refresh([new])
    assert ids(model) == wanted(many, model.query)
    assert model.rowCount() == 11


def test_a_list_that_begins_sorted_shows_its_rows_meanwhile(qtbot: QtBot, many: Store) -> None:
    model = model_of(many, sort="nationality", descending=True)
    assert model.is_sorting
    assert model.index(0, 0).data()
    with qtbot.waitSignal(model.ordered):
        pass
    assert ids(model) == wanted(many, model.query)


def test_records_that_change_while_the_order_is_made(qtbot: QtBot, many: Store) -> None:
    model = model_of(many)
    model.set_query(replace(model.query, sort="nationality"))
    assert model.is_sorting
    new = make(many, "person", nationality="CZ")
    model.refresh([new])
    qtbot.waitUntil(lambda: not model.is_sorting)
    assert ids(model) == wanted(many, model.query)
    assert model.place_of(new) is not None


def test_the_thread_ends_with_the_model(qtbot: QtBot, many: Store) -> None:
    model = model_of(many, sort="nationality")
    asker = model._kept._asker
    model.deleteLater()
    qtbot.wait(50)
    assert asker._thread is None
    raw = open_raw(many.path)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def test_sorting_by_a_click(qtbot: QtBot, many: Store) -> None:
    model = model_of(many)
    with qtbot.waitSignal(model.ordered):
        model.sort(2, Qt.SortOrder.DescendingOrder)
    assert model.sorted_column == 2
    assert ids(model) == wanted(many, model.query)


def test_the_screen_says_that_it_sorts_and_stays_usable(qtbot: QtBot, context: Context) -> None:
    with context.store.writing("Tests") as writer:
        for number in range(COUNT):
            values = {"family_name": f"N{number:05d}", "nationality": CODES[number % 4]}
            apply(writer, ENTITIES["person"], None, values)
    screen = RecordsScreen(context, ENTITIES["person"])
    qtbot.addWidget(screen)
    screen.resize(1000, 700)
    screen.show()
    qtbot.waitUntil(lambda: screen.detail.record is not None)
    shown = screen.detail.record
    assert shown
    column = [item.name for item in screen.model.query.columns()].index("nationality")
    with qtbot.waitSignal(screen.model.ordered):
        screen.table._sort_by(column)
        assert "řadí se" in screen._count.text()
        screen.table.selectRow(12)
        assert screen.detail.record != shown
    assert "řadí se" not in screen._count.text()
    marked = screen.model.record_id(screen.table.currentIndex().row())
    assert screen.detail.record
    assert marked == screen.detail.record.id
    assert ids(screen.model) == wanted(context.store, screen.model.query)
