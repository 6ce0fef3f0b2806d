from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog, QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from app.db.store import Store
from tests.factories import make, value
from ui.context import Context
from ui.dialogs.contacts import erase_dialog
from ui.dialogs.contacts.retention_dialog import KeepDialog, RetentionDialog
from ui.dialogs.list_actions import ACTIONS
from ui.main_window import MainWindow

FINE = {"legal_basis": "public_task"}


@pytest.fixture
def people(store: Store) -> dict[str, str]:
    return {
        "without": make(store, "person", family_name="Bez důvodu"),
        "overdue": make(store, "person", family_name="Prošlá", retain_until="2020-01-01", **FINE),
        "fine": make(store, "person", family_name="V pořádku", **FINE),
    }


@pytest.fixture
def dialog(context: Context, people: dict[str, str], qtbot: QtBot) -> Iterator[RetentionDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = RetentionDialog(context, parent)
    made.show()
    yield made
    assert parent is made.parent()


def names(dialog: RetentionDialog) -> list[str]:
    found = []
    for row in range(dialog.table.rowCount()):
        item = dialog.table.item(row, 0)
        assert item
        found.append(item.text())
    return found


def keep(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    def answer(dialog: KeepDialog) -> int:
        dialog.editor.restore(text)
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(KeepDialog, "exec", answer)


def test_the_most_urgent_stands_first(dialog: RetentionDialog) -> None:
    assert names(dialog) == ["Jana Prošlá", "Jana Bez důvodu"]
    assert dialog.reasons.count() == 5
    dialog.reasons.setCurrentIndex(dialog.reasons.findData("no_basis"))
    assert names(dialog) == ["Jana Bez důvodu"]
    assert dialog.table.accessibleName()
    assert dialog.reasons.accessibleName()


def test_several_are_kept_longer_at_once(
    dialog: RetentionDialog,
    context: Context,
    people: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep(monkeypatch, "31. 12. 2035")
    dialog.table.selectAll()
    assert len(dialog.marked) == 2
    assert not dialog.erase.isEnabled(), "one is erased at a time"
    dialog.keep.click()
    for key in ("without", "overdue"):
        assert value(context.store, "person", people[key], "retain_until") == "2035-12-31"
    assert names(dialog) == ["Jana Bez důvodu"]


def test_a_day_that_has_passed_is_refused(
    dialog: RetentionDialog,
    context: Context,
    people: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _p, text, _tr: said.append(text))
    keep(monkeypatch, "1. 1. 2021")
    dialog.keep.click()
    assert len(said) == 1
    assert value(context.store, "person", people["overdue"], "retain_until") == "2020-01-01"


def test_what_is_no_day_is_refused(
    context: Context, dialog: RetentionDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _p, text, _tr: said.append(text))
    asked = KeepDialog(context, 1, dialog)
    asked.editor.restore("někdy")
    asked.accept()
    assert asked.day is None
    assert len(said) == 1
    asked.editor.restore("30. 6. 2030")
    asked.accept()
    assert asked.day == date(2030, 6, 30)


def test_a_legal_basis_is_chosen_for_the_marked(
    dialog: RetentionDialog,
    context: Context,
    people: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def choose(*_arguments: object) -> tuple[str, bool]:
        return "Právní povinnost", True

    monkeypatch.setattr(QInputDialog, "getItem", staticmethod(choose))
    dialog.table.selectAll()
    dialog.basis.click()
    assert value(context.store, "person", people["without"], "legal_basis") == "legal_obligation"
    assert names(dialog) == ["Jana Prošlá"]


def test_the_record_is_opened(
    dialog: RetentionDialog, context: Context, people: dict[str, str], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(context.record_wanted) as wanted:
        dialog.show_button.click()
    assert wanted.args == ["person", people["overdue"]]
    assert not dialog.isVisible()


def test_the_marked_person_is_erased(
    dialog: RetentionDialog, people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(erase_dialog, "erase_person", lambda _c, _p, key: asked.append(key))
    monkeypatch.setattr(erase_dialog, "save_report", lambda _c, _p, key: asked.append(key))
    dialog.erase.click()
    dialog.report.click()
    assert asked == [people["overdue"]] * 2


def test_it_is_reached_from_menu_palette_and_list(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def show(dialog: QDialog) -> int:
        shown.append(dialog.windowTitle())
        return 0

    monkeypatch.setattr(RetentionDialog, "exec", show)
    command = next(c for c in window.commands() if c.text == "Přezkum osobních údajů…")
    command.run()
    assert shown == ["Přezkum osobních údajů"]
    person = make(window.context.store, "person", **FINE)
    keep(monkeypatch, "31. 12. 2035")
    action = next(a for a in ACTIONS["person"] if a.label == "Keep until…")
    action.run(window.context, window, [person])
    assert value(window.context.store, "person", person, "retain_until") == "2035-12-31"
