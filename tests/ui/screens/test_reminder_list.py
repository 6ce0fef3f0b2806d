from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from app.services.records.records import read
from app.services.records.undo import undo
from app.services.tasks.reminders import LeadTimes, Reminder, set_lead_times, snooze
from tests.factories import count, make, value
from tests.ui.conftest import leave_forms
from ui.context import Context
from ui.dialogs.common.row_dialog import RowDialog
from ui.main_window import MainWindow
from ui.screens.reminder_list import ReminderPanel, reminder_list, reminder_menu
from ui.widgets.related_list import RelatedList


def agreement(context: Context, **values: object) -> str:
    """An agreement whose commitment is due in ten days, and the only thing to think of."""
    set_lead_times(context.store, LeadTimes(evaluation_months=None))
    key = make(context.store, "agreement", **values)
    due = (context.today + timedelta(days=10)).isoformat()
    make(context.store, "commitment", agreement_id=key, text_cs="Vyslat učitele", due=due)
    return key


def run(context: Context, item: Reminder, text: str) -> None:
    """Choose a line of a reminder's menu."""
    button = QPushButton()
    menu = reminder_menu(context, button, item)
    (action,) = [action for action in menu.actions() if action.text() == text]
    action.trigger()
    QApplication.processEvents()
    # The changes come from a service: the window hears of them through the context.
    assert isinstance(menu, QMenu)


def first(context: Context, kind: str) -> Reminder:
    return next(item for item in context.reminders() if item.kind == kind)


def test_what_is_due_stands_above_the_tasks_and_folds_up(context: Context, qtbot: QtBot) -> None:
    agreement(context, title_cs="Dohoda s partnerem")
    panel = ReminderPanel(context)
    qtbot.addWidget(panel)
    panel.catch_up()
    texts = [button.text().strip() for button in panel.findChildren(QPushButton)]
    assert "Připomenutí: 1" in texts
    (listed,) = panel.findChildren(RelatedList)
    assert listed.isVisible()
    panel._head.click()
    assert not listed.isVisible()
    assert not context.settings.reminders_open
    panel.unfold()
    assert listed.isVisible()


def test_the_panel_is_gone_where_there_is_nothing(context: Context, qtbot: QtBot) -> None:
    screen = QWidget()
    qtbot.addWidget(screen)
    panel = ReminderPanel(context)
    panel.setParent(screen)
    screen.show()
    panel.catch_up()
    assert panel.isHidden()
    agreement(context)
    context.changed(set_lead_times(context.store, LeadTimes(notice=(), evaluation_months=None)))
    assert panel.isVisible()


def test_a_line_opens_its_record_and_says_what_it_is(context: Context, qtbot: QtBot) -> None:
    key = agreement(context, title_cs="Dohoda s partnerem")
    listed = reminder_list(context, context.reminders(), 5)
    qtbot.addWidget(listed)
    row = listed._rows[0].findChildren(QPushButton)[0]
    assert row.accessibleName() == "Vyřídit…: Dohoda s partnerem"
    with qtbot.waitSignal(context.record_wanted) as opened:
        listed.activated.emit(context.reminders()[0])
    assert opened.args == ["agreement", key]


def test_a_reminder_becomes_a_task(context: Context) -> None:
    agreement(context)
    run(context, first(context, "commitment"), "Vytvořit z ní úkol")
    assert count(context.store, "task") == 1
    assert context.reminders() == []
    undo(context.store)
    context._reminders = None
    assert [item.kind for item in context.reminders()] == ["commitment"]


@pytest.mark.parametrize(
    ("text", "days"), [("Odložit o týden", 7), ("Odložit o měsíc", 30), ("Hotovo", None)]
)
def test_a_reminder_is_put_off_or_done(context: Context, text: str, days: int | None) -> None:
    set_lead_times(context.store, LeadTimes(evaluation_months=1))
    make(context.store, "agreement", signed_on="2020-01-15")
    item = first(context, "evaluation")
    run(context, item, text)
    assert context.reminders() == []
    stored = value(context.store, "setting", f"reminder:{item.key}", "value")
    until = (context.today + timedelta(days=days)).isoformat() if days else "9999-12-31"
    assert stored == until


def test_a_commitment_is_fulfilled_from_its_reminder(context: Context) -> None:
    agreement(context)
    item = first(context, "commitment")
    run(context, item, "Splněno dnes")
    with context.store.reading() as connection:
        row = read(connection, ENTITIES["commitment"], item.row_id)
    assert row
    assert row.values["status"] == "fulfilled"
    assert row.values["fulfilled_on"] == context.today.isoformat()
    assert context.reminders() == []


def test_an_evaluation_is_written_from_its_reminder(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(context.store, "agreement", signed_on="2020-01-15")

    def fill(dialog: RowDialog) -> int:
        dialog.form.editor("benefit").set_value("4", context.tr_)
        dialog.form._was_edited("benefit")
        dialog.save()
        return 1

    monkeypatch.setattr(RowDialog, "exec", fill)
    run(context, first(context, "evaluation"), "Vyhodnotit…")
    assert count(context.store, "evaluation") == 1
    assert context.reminders() == []


def test_home_leads_to_the_reminders_among_the_tasks(window: MainWindow, qtbot: QtBot) -> None:
    window.show_screen("home")

    def all_reminders() -> list[QPushButton]:
        found = window.screens["home"].findChildren(QPushButton)
        return [item for item in found if item.text().strip().startswith("Všechna připomenutí")]

    qtbot.waitUntil(lambda: bool(all_reminders()))
    (every,) = all_reminders()
    window.context.settings.reminders_open = False
    every.click()
    assert window._current == "task"
    panel = window.screens["task"].panel
    assert panel is not None
    assert panel.isVisible()
    assert panel._scroll.isVisible()
    assert "Připomenutí" in [command.text for command in window.commands()]
    leave_forms(window)


def stops_after(widget: QWidget, number: int) -> list[QWidget]:
    """Where the Tab key stops next."""
    found: list[QWidget] = []
    while len(found) < number:
        widget = widget.nextInFocusChain()
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
    return found


def test_the_keyboard_goes_from_one_reminder_to_the_next_and_on_to_the_tasks(
    window: MainWindow, qtbot: QtBot
) -> None:
    make(window.context.store, "task")
    window.show_reminders()
    screen = window.screens["task"]
    qtbot.waitUntil(lambda: screen.detail.record is not None)
    panel = screen.panel
    assert panel is not None
    listed = panel._scroll.widget()
    assert isinstance(listed, RelatedList)
    stops = [item for item in listed.stops() if item.isVisible()]
    assert len(stops) == 2 * len(window.context.reminders())
    assert stops_after(panel._head, 2) == [stops[0], screen.table]  # arrows go on inside
    stops[0].setFocus()
    for stop in stops[1:4]:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
        assert window.focusWidget() is stop
    assert stops_after(panel._head, 2) == [stops[3], screen.table]
    stops[1].setFocus()
    item = window.context.reminders()[0]
    window.context.changed(snooze(window.context.store, item.key, None))
    focused = window.focusWidget()
    assert isinstance(focused, QPushButton)
    assert window.context.reminders()[0].title in focused.accessibleName()
    leave_forms(window)
