from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.services.tasks import tasks
from tests.e2e.desk import named
from tests.factories import make, value
from tests.ui.conftest import MakeContext, drawn, leave_forms
from ui.main_window import MainWindow
from ui.screens.records import RecordsScreen
from ui.widgets.record_table import TICK_ROLE
from ui.widgets.related_list import _Row

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(store: Store, make_context: MakeContext, qtbot: QtBot) -> MainWindow:
    made = MainWindow(make_context(store))
    qtbot.addWidget(made, before_close_func=leave_forms)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    return made


def come_forward(window: MainWindow, qtbot: QtBot) -> None:
    """Keys and the focus are those of the window that is active."""

    def is_active() -> bool:
        window.activateWindow()
        return window.isActiveWindow()

    qtbot.waitUntil(is_active)


def task_list(window: MainWindow, qtbot: QtBot) -> RecordsScreen:
    window.show_screen("task")
    screen = window.screen_shown
    assert isinstance(screen, RecordsScreen)
    qtbot.waitUntil(lambda: screen.detail.record is not None or not screen.model.rowCount())
    drawn(qtbot, screen.detail)
    come_forward(window, qtbot)
    return screen


def titles(screen: RecordsScreen) -> list[str]:
    model = screen.model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def click_box(screen: RecordsScreen, row: int) -> None:
    table = screen.table
    rect = table.visualRect(table.model().index(row, 0))
    place = QPoint(rect.left() + 14, rect.center().y())
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("way", ["click", "space", "key"])
def test_a_task_is_done_with_one_tick_in_the_list(
    window: MainWindow, store: Store, qtbot: QtBot, way: str
) -> None:
    keys = {title: make(store, "task", title=title) for title in ("A", "B", "C")}
    screen = task_list(window, qtbot)
    assert titles(screen) == ["A", "B", "C"]
    screen.table.setFocus()
    if way == "click":
        click_box(screen, 0)
    elif way == "space":
        QTest.keyClick(screen.table, Qt.Key.Key_Space)
    else:
        QTest.keyClick(screen.table, Qt.Key.Key_D, CTRL)
    assert value(store, "task", keys["A"], "status") == "done"
    assert titles(screen) == ["B", "C"]  # what is finished is not shown
    assert screen.table.hasFocus()
    assert screen.detail.record
    assert screen.detail.record.id == keys["B"]
    window.undo()
    assert value(store, "task", keys["A"], "status") == "open"
    assert titles(screen) == ["A", "B", "C"]


def test_another_tick_opens_it_again(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    key = make(store, "task", title="A")
    screen = task_list(window, qtbot)
    screen._finished.click()
    assert window.context.settings.finished_shown
    for wanted in ("done", "open"):
        click_box(screen, 0)
        assert value(store, "task", key, "status") == wanted
        assert screen.table.model().index(0, 0).data(TICK_ROLE) is (wanted == "done")


def test_finished_tasks_are_asked_for_and_remembered(
    window: MainWindow, store: Store, make_context: MakeContext, qtbot: QtBot
) -> None:
    make(store, "task", title="A")
    for status in ("done", "cancelled"):
        make(store, "task", title=status, status=status)
    screen = task_list(window, qtbot)
    assert titles(screen) == ["A"]
    assert screen._count.text().replace("\u00a0", " ") == "1 z 3"
    screen._finished.click()
    assert sorted(titles(screen)) == ["A", "cancelled", "done"]
    other = RecordsScreen(window.context, screen.entity)
    qtbot.addWidget(other)
    assert len(titles(other)) == 3
    screen._finished.click()
    assert titles(screen) == ["A"]
    # A filter that asks for them finds them all the same.
    from app.services.records.query import Filter

    screen.tools.toggle_filter(Filter("status", "done"))
    assert titles(screen) == ["done"]


def test_a_finished_task_that_is_wanted_is_shown(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    make(store, "task", title="A")
    key = make(store, "task", title="B", status="done")
    screen = task_list(window, qtbot)
    window.open_record("task", key)
    assert screen.detail.record
    assert screen.detail.record.id == key
    assert "B" in titles(screen)


def test_a_list_of_finished_tasks_alone_says_so(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    make(store, "task", title="B", status="done")
    screen = task_list(window, qtbot)
    assert "dokončené úkoly se nezobrazují" in screen._empty._text.text()
    screen._first_step()
    assert titles(screen) == ["B"]


def test_a_search_leaves_finished_tasks_out(window: MainWindow, store: Store, qtbot: QtBot) -> None:
    make(store, "task", title="Zavolat A")
    make(store, "task", title="Zavolat B", status="done")
    screen = task_list(window, qtbot)
    screen._text_changed("zavolat")
    assert titles(screen) == ["Zavolat A"]
    assert screen.model.rowCount() == 1


def test_the_page_of_a_task_has_a_button_and_a_key(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    key = make(store, "task", title="A")
    screen = task_list(window, qtbot)
    screen._finished.click()
    named(screen.detail, "Hotovo").click()
    assert value(store, "task", key, "status") == "done"
    drawn(qtbot, screen.detail)
    assert named(screen.detail, "Znovu otevřít").isVisible()
    screen.detail._scroll.setFocus()
    QTest.keyClick(window, Qt.Key.Key_D, CTRL)
    assert value(store, "task", key, "status") == "open"


def row_of(place: MainWindow, text: str) -> _Row:
    """The first line with a box and this text."""
    rows = [
        row for row in place.findChildren(_Row) if row.isVisible() and row._line.done is not None
    ]
    return next(row for row in rows if text in row.accessibleName())


@pytest.mark.parametrize("way", ["click", "space", "key"])
def test_a_task_is_done_on_the_home_page(
    window: MainWindow, store: Store, qtbot: QtBot, way: str
) -> None:
    keys = [make(store, "task", title=f"Úkol {n}", due=f"2026-01-0{n}") for n in (1, 2, 3)]
    window.show_screen("task")
    window.show_screen("home")
    QApplication.processEvents()
    come_forward(window, qtbot)
    row = row_of(window, "Úkol 2")
    row.setFocus()
    if way == "click":
        QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    elif way == "space":
        QTest.keyClick(row, Qt.Key.Key_Space)
    else:
        QTest.keyClick(row, Qt.Key.Key_D, CTRL)
    assert value(store, "task", keys[1], "status") == "done"
    QApplication.processEvents()
    QApplication.processEvents()
    focused = window.focusWidget()
    assert focused
    assert "Úkol 3" in focused.accessibleName()  # the next one has the focus


def test_a_task_among_those_of_a_record_is_ticked_there(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    person = make(store, "person")
    key, _ = tasks.create(store, {"title": "Zavolat"}, ("person", person))
    window.open_record("person", person)
    screen = window.screen_shown
    assert isinstance(screen, RecordsScreen)
    drawn(qtbot, screen.detail)
    come_forward(window, qtbot)
    for wanted in ("done", "open"):
        row = row_of(window, "Zavolat")
        row.setFocus()
        QTest.keyClick(row, Qt.Key.Key_Space)
        assert value(store, "task", key, "status") == wanted
        drawn(qtbot, screen.detail)
        assert row_of(window, "Zavolat").hasFocus()


def test_a_ticked_task_that_comes_again_has_its_next_one(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    make(store, "task", title="Zpráva", due="2026-01-05", recurrence="FREQ=WEEKLY")
    screen = task_list(window, qtbot)
    click_box(screen, 0)
    assert titles(screen) == ["Zpráva"]
    assert screen.model.index(0, 0).data(TICK_ROLE) is False


def test_a_task_that_its_form_finishes_leaves_the_list(
    window: MainWindow, store: Store, qtbot: QtBot
) -> None:
    key = make(store, "task", title="A")
    make(store, "task", title="B")
    screen = task_list(window, qtbot)
    screen.edit()
    assert screen.detail._form
    editor = screen.detail._form.editor("status")
    editor.restore("done")
    editor.edited.emit()
    with qtbot.waitSignal(screen.detail.saved):
        screen.save()
    drawn(qtbot, screen.detail)
    assert value(store, "task", key, "status") == "done"
    assert titles(screen) == ["B"]
    assert screen.detail.record
    assert screen.detail.record.id == key
    assert not screen._finished.isChecked()
