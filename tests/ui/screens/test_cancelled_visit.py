"""What becomes of the tasks of a visit is asked or told, never silent."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from app.services.records.undo import undo
from app.services.tasks.visits import WAIT
from tests.factories import make, value
from tests.ui.conftest import drawn
from ui.main_window import MainWindow
from ui.screens.detail import Detail


@pytest.fixture
def visit(window: MainWindow) -> str:
    return make(window.context.store, "delegation", start="2027-05-10")


@pytest.fixture
def task(window: MainWindow, visit: str) -> str:
    store = window.context.store
    return make(store, "task", title="Dary", relative_to_id=visit, relative_days=14)


def edited(window: MainWindow, visit: str, field: str, typed: Any) -> Detail:
    """The detail of the visit with a form in which one value was changed."""
    window.open_record("delegation", visit)
    screen = window.screen_shown
    assert screen
    screen.detail.edit()
    assert screen.detail._form
    editor = screen.detail._form.editor(field)
    editor.set_value(typed, window.context.tr_)
    editor.edited.emit()
    return screen.detail


@pytest.mark.parametrize(
    ("button", "saved", "status"),
    [
        ("Zrušit i úkoly", True, "cancelled"),
        ("Ponechat úkoly otevřené", True, "open"),
        ("Pokračovat v úpravách", False, "open"),
    ],
)
def test_whoever_cancels_a_visit_is_asked_about_its_tasks(
    window: MainWindow,
    visit: str,
    task: str,
    monkeypatch: pytest.MonkeyPatch,
    button: str,
    saved: bool,
    status: str,
) -> None:
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        (found,) = [item for item in box.buttons() if item.text() == button]
        found.click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    detail = edited(window, visit, "status", "cancelled")
    assert detail.save() is saved
    (text,) = asked
    assert text.endswith("\n• Dary")
    store = window.context.store
    assert value(store, "task", task, "status") == status
    assert (value(store, "delegation", visit, "status") == "cancelled") is saved
    if saved:
        undo(store)
        assert value(store, "task", task, "status") == "open"
        assert value(store, "delegation", visit, "status") is None


def test_without_tasks_nothing_is_asked(window: MainWindow, visit: str) -> None:
    assert edited(window, visit, "status", "cancelled").save()
    assert value(window.context.store, "delegation", visit, "status") == "cancelled"


def test_that_tasks_wait_is_said_until_it_is_closed(
    window: MainWindow, visit: str, task: str, qtbot: QtBot
) -> None:
    assert edited(window, visit, "start", "2027-09").save()
    qtbot.waitUntil(window.undo_bar.isVisible)
    said = window.context.tr_.message(WAIT, tasks="Dary")
    assert window.undo_bar.accessibleName().endswith(said)
    assert not window.undo_bar._timer.isActive()
    window.open_record("task", task)
    screen = window.screen_shown
    assert screen
    drawn(qtbot, screen.detail)
    texts = [label.text() for label in screen.detail.findChildren(QLabel)]
    waits = "As soon as the start of the visit is known to the day"
    assert window.context.tr_.message(waits) in texts
    edited(window, value(window.context.store, "task", task, "relative_to_id"), "places", "Lvov")
    assert screen.detail
    shown = window.screen_shown
    assert shown
    assert shown.detail.save()
    qtbot.waitUntil(window.undo_bar._timer.isActive)


@pytest.mark.parametrize(
    ("field", "typed"), [("end", "2027-05-01"), ("end", "2026"), ("start", "2028-01")]
)
def test_an_end_before_the_start_is_refused_beside_the_field(
    window: MainWindow, field: str, typed: str
) -> None:
    visit = make(window.context.store, "delegation", start="2027-05-10", end="2027-05-12")
    detail = edited(window, visit, field, typed)
    assert not detail.save()
    assert detail._form
    error = detail._form._errors[field]
    assert not error.isHidden()
    assert window.context.tr_("End") in error.text()
    assert "{" not in error.text()
    assert value(window.context.store, "delegation", visit, "end") == "2027-05-12"
