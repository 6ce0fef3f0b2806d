from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.services.records.records import save
from tests.factories import make
from tests.ui.conftest import MakeContext
from ui.context import Context
from ui.screens.calendar import CalendarScreen
from ui.widgets.related_list import RelatedList


@pytest.fixture
def context(store: Store, make_context: MakeContext) -> Context:
    return make_context(store, Language.EN)


def opened(qtbot: QtBot, context: Context, day: date) -> CalendarScreen:
    screen = CalendarScreen(context)
    qtbot.addWidget(screen)
    screen.resize(1100, 700)
    screen.show()
    screen.go(day)
    return screen


def said(screen: CalendarScreen) -> str:
    """What the chosen cell says to who cannot see it."""
    text = screen.model.data(screen.grid.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    return str(text).replace("\xa0", " ")


def test_a_month_has_whole_weeks_and_a_visit_stands_on_each_of_its_days(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    make(store, "delegation", start="2027-05-10", end="2027-05-12")
    make(store, "task", title="Zavolat", due="2027-05-10T08:30")
    screen = opened(qtbot, context, date(2027, 5, 10))
    assert screen._title.text() == "May 2027"
    assert (screen.model.first, screen.model.rowCount()) == (date(2027, 4, 26), 6)
    assert said(screen).endswith("Delegation: Zkušební cesta; 08:30 Task: Zavolat")
    for day in (11, 12):
        assert [item.kind for item in screen.model.on(date(2027, 5, day))] == ["visit"]
    assert screen.model.on(date(2027, 5, 13)) == []
    assert [item.kind for item in screen.model.on(date(2027, 5, 8))] == ["holiday"]


def test_keys_move_the_day_and_turn_the_page(qtbot: QtBot, context: Context) -> None:
    screen = opened(qtbot, context, date(2027, 5, 31))
    for key, day in (
        (Qt.Key.Key_Right, date(2027, 6, 1)),
        (Qt.Key.Key_Up, date(2027, 5, 25)),
        (Qt.Key.Key_Left, date(2027, 5, 24)),
        (Qt.Key.Key_Down, date(2027, 5, 31)),
        (Qt.Key.Key_PageDown, date(2027, 6, 30)),
        (Qt.Key.Key_PageUp, date(2027, 5, 30)),
    ):
        qtbot.keyClick(screen.grid, key)
        assert screen.day == day
        assert screen.model.day_at(screen.grid.currentIndex()) == day
    screen._view.choose("week")
    screen.refresh()
    assert (screen.model.first, screen.model.rowCount()) == (date(2027, 5, 24), 1)
    qtbot.keyClick(screen.grid, Qt.Key.Key_PageDown)
    assert screen.day == date(2027, 6, 6)


def test_enter_goes_on_to_what_the_day_brings_and_a_line_opens_the_record(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    task = make(store, "task", due="2027-05-10")
    screen = opened(qtbot, context, date(2027, 5, 10))
    listed = screen._list.widget()
    assert listed
    (lines,) = listed.findChildren(RelatedList)
    with qtbot.waitSignal(context.record_wanted) as wanted:
        lines.activated.emit(screen.model.on(date(2027, 5, 10))[0])
    assert wanted.args == ["task", task]


def test_what_changes_elsewhere_is_shown(qtbot: QtBot, context: Context, store: Store) -> None:
    task = make(store, "task", due="2027-05-10")
    screen = opened(qtbot, context, date(2027, 5, 10))
    _, changes = save(store, ENTITIES["task"], task, 10_000, {"due": "2027-05-11"})
    context.changed(changes)
    assert screen.model.on(date(2027, 5, 10)) == []
    assert len(screen.model.on(date(2027, 5, 11))) == 1


def test_visits_without_a_day_are_named_below(qtbot: QtBot, context: Context, store: Store) -> None:
    make(store, "delegation", start="2027-05")
    screen = opened(qtbot, context, date(2027, 5, 10))
    assert "Zkušební cesta" in screen._vague.text()
    screen.go(date(2028, 5, 10))
    assert not screen._vague.isVisible()


def test_a_day_with_nothing_says_so_and_the_edge_of_the_calendar_holds(
    qtbot: QtBot, context: Context
) -> None:
    screen = opened(qtbot, context, date(2999, 12, 31))
    screen.step(1)
    assert screen.day == date(2999, 12, 31)
    shown = screen._list.widget()
    assert shown
    texts = [label.text() for label in shown.findChildren(QLabel)]
    assert texts == ["Nothing on this day."]
    screen.go(context.today)
    assert screen.day == context.today
    assert screen.day + timedelta(1) <= screen.model.last
