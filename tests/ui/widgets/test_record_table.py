from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from app.i18n import Language
from app.services.records import records
from tests.factories import make
from ui.main_window import MainWindow
from ui.screens.records import RecordsScreen


def screen(window: MainWindow, key: str) -> RecordsScreen:
    window.show_screen(key)
    found = window.screen_shown
    assert found
    return found


def columns(shown: RecordsScreen) -> dict[str, int]:
    """Widths of the visible columns by field."""
    table, model = shown.table, shown.model
    return {
        model._columns[i].name: table.columnWidth(i)
        for i in range(model.columnCount())
        if not table.isColumnHidden(i)
    }


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("key", "field"), [("agreement", "signed_on"), ("delegation", "start")])
def test_no_date_is_broken_or_cut(
    window: MainWindow, qtbot: QtBot, language: Language, key: str, field: str
) -> None:
    window.switch_language(language)
    shown = screen(window, key)
    room = columns(shown)[field] - 16
    number = [column.name for column in shown.model._columns].index(field)
    metrics = QFontMetrics(shown.table.font())
    for row in range(shown.model.rowCount()):
        text = shown.model.index(row, number).data()
        assert metrics.horizontalAdvance(text) <= room, text


def test_a_narrow_list_gives_up_columns_before_its_titles_become_unreadable(
    window: MainWindow, qtbot: QtBot
) -> None:
    shown = screen(window, "agreement")
    wide = window.size()
    window.resize(2200, 900)
    qtbot.waitUntil(lambda: "in_force_until" in columns(shown))
    window.resize(wide)
    qtbot.waitUntil(lambda: "in_force_until" not in columns(shown))
    assert columns(shown)["title"] >= 200


def test_a_click_on_the_heading_orders_and_a_second_one_turns_the_order(
    window: MainWindow,
) -> None:
    shown = screen(window, "organisation")
    first = shown.model.index(0, 0).data()
    shown.table._sort_by(0)
    assert shown.model.query.descending
    assert shown.model.index(shown.model.rowCount() - 1, 0).data() == first
    shown.table._sort_by(0)
    assert shown.model.index(0, 0).data() == first


def test_tasks_say_that_they_are_ordered_by_their_day(window: MainWindow) -> None:
    shown = screen(window, "task")
    assert shown.model._columns[shown.model.sorted_column].name == "due"


def test_a_text_that_does_not_fit_is_shown_in_full_under_the_mouse(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QStyleOptionViewItem

    shown = screen(window, "agreement")
    said: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", staticmethod(lambda _p, text, _w: said.append(text)))
    index = shown.model.index(0, 0)
    option = QStyleOptionViewItem()
    option.rect = shown.table.visualRect(index)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, QPoint(4, 4), QPoint(4, 4))
    assert shown.table._delegate.helpEvent(event, shown.table, option, index)
    assert said == [index.data()]


def test_a_row_is_chosen_though_the_key_of_a_shortcut_is_still_down(
    window: MainWindow, qtbot: QtBot
) -> None:
    shown = screen(window, "agreement")
    qtbot.waitUntil(lambda: shown.detail.record is not None)
    qtbot.keyPress(shown.table, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    shown.table.selectRow(2)
    qtbot.keyRelease(shown.table, Qt.Key.Key_Control)
    assert len(shown.tools.marked) == 1
    assert shown.table.currentIndex().row() == 2


@pytest.mark.parametrize("language", list(Language))
def test_no_title_on_the_screen_is_cut(
    window: MainWindow, qtbot: QtBot, language: Language
) -> None:
    window.resize(910, 512)  # a laptop at 150 %
    window.switch_language(language)
    shown = screen(window, "agreement")
    table, metrics = shown.table, QFontMetrics(shown.table.font())
    qtbot.waitUntil(lambda: not table._grow.isActive())
    for row in (0, shown.model.rowCount() - 1):
        table.selectRow(row)
        qtbot.waitUntil(lambda: not table._grow.isActive())
        box = table.visualRect(table.currentIndex())
        assert table.viewport().rect().contains(box), "what is chosen stays on the screen"
    heights = set()
    for row in range(shown.model.rowCount()):
        if not 0 <= table.rowViewportPosition(row) < table.viewport().height():
            continue
        for column in range(shown.model.columnCount()):
            text = shown.model.index(row, column).data()
            width = table.columnWidth(column) - 16
            if not table.isColumnHidden(column) and text and width > 0:
                flags = Qt.TextFlag.TextWordWrap
                need = metrics.boundingRect(0, 0, width, 10_000, flags, text).height()
                assert table.rowHeight(row) >= need, text
        heights.add(table.rowHeight(row))
    assert min(heights) >= 3 * metrics.lineSpacing()


def test_a_row_is_as_high_as_its_title_needs_and_no_higher_afterwards(
    window: MainWindow, qtbot: QtBot
) -> None:
    title = "Dohoda o spolupráci v oblasti " + "dopravy, kultury a cestovního ruchu, " * 4
    store = window.context.store
    key = make(store, "agreement", title_cs="AAA " + title)
    shown = screen(window, "agreement")
    window.open_record("agreement", key)
    table = shown.table
    usual = table.verticalHeader().defaultSectionSize()
    qtbot.waitUntil(lambda: table.rowHeight(table.currentIndex().row()) > usual)
    with store.reading() as connection:
        found = records.read(connection, ENTITIES["agreement"], key)
    assert found
    shorter = {"title_cs": "AAA krátce"}
    _, changes = records.save(store, found.entity, key, found.version, shorter)
    window.context.changed(changes)
    qtbot.waitUntil(lambda: table.rowHeight(table.currentIndex().row()) == usual)
