from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from tests.e2e.desk import named
from tests.factories import make, value
from tests.ui.conftest import MakeContext, drawn, leave_forms
from ui.context import Context
from ui.dialogs.common.set_field import SetFieldDialog, fields_of
from ui.dialogs.common.staying_dialog import StayingDialog
from ui.main_window import MainWindow
from ui.screens.records import RecordsScreen


@pytest.fixture
def screen(store: Store, make_context: MakeContext, qtbot: QtBot) -> RecordsScreen:
    for name in ("Adam", "Bořek", "Cyril"):
        make(store, "person", given_name="Jan", family_name=name)
    window = MainWindow(make_context(store))
    qtbot.addWidget(window, before_close_func=leave_forms)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.show_screen("person")
    shown = window.screen_shown
    assert isinstance(shown, RecordsScreen)
    return shown


def mark_all(screen: RecordsScreen) -> list[str]:
    screen.table.setFocus()
    QTest.keyClick(screen.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    return screen.tools.marked


def test_a_bar_says_how_many_are_marked(screen: RecordsScreen) -> None:
    assert not screen.tools.bar.isVisible()
    mark_all(screen)
    assert screen.tools.bar.isVisible()
    assert screen.tools.bar.accessibleName().replace("\u00a0", " ") == "Označeny 3 záznamy"
    named(screen.tools.bar, "Zrušit označení").click()
    assert not screen.tools.bar.isVisible()
    assert len(screen.tools.marked) <= 1
    assert screen.table.hasFocus() or screen.window().focusWidget() is screen.table


def test_one_field_is_set_for_all_that_are_marked(
    screen: RecordsScreen, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = mark_all(screen)

    def answer(dialog: SetFieldDialog) -> int:
        dialog.which.setCurrentIndex(dialog.which.findData("nationality"))
        assert dialog.editor
        dialog.editor.take("Německo")
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(SetFieldDialog, "exec", answer)
    named(screen.tools.bar, "Nastavit údaj…").click()
    assert {value(store, "person", key, "nationality") for key in ids} == {"DE"}
    window = screen.window()
    assert isinstance(window, MainWindow)
    assert "3 osoby" in window.undo_bar.accessibleName()
    window.undo()
    assert {value(store, "person", key, "nationality") for key in ids} == {None}


def test_a_wrong_value_is_said_in_the_dialog(context: Context, qtbot: QtBot) -> None:
    dialog = SetFieldDialog(context, ENTITIES["delegation"], 3, frozenset(), None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.which.setCurrentIndex(dialog.which.findData("start"))
    for typed in ("31. 2. 2027", ""):
        assert dialog.editor
        dialog.editor.restore(typed)
        dialog.accept()
        assert dialog._error.isVisible()
        assert dialog.chosen is None
    dialog.editor.restore("15. 2. 2027")
    dialog.accept()
    assert dialog.chosen == ("start", "2027-02-15")
    assert dialog.result() == QDialog.DialogCode.Accepted


@pytest.mark.parametrize("entity", [entity.name for entity in RECORDS])
def test_every_field_of_every_kind_can_be_chosen(
    context: Context, qtbot: QtBot, entity: str
) -> None:
    dialog = SetFieldDialog(context, ENTITIES[entity], 2, frozenset(), None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    assert isinstance(dialog.which, QComboBox)
    names = [field.name for field in fields_of(ENTITIES[entity], frozenset())]
    assert names
    for number, _name in enumerate(names):
        dialog.which.setCurrentIndex(number)
        assert dialog.editor


def test_archiving_by_the_bar_and_back(screen: RecordsScreen, store: Store) -> None:
    ids = mark_all(screen)
    named(screen.tools.bar, "Archivovat").click()
    assert all(value(store, "person", key, "archived_on") for key in ids)
    assert screen._empty._text.text() == "Všechny záznamy jsou v archivu."
    screen._scope.choose("archive")
    screen._scope_changed("archive")
    mark_all(screen)
    named(screen.tools.bar, "Vrátit z archivu").click()
    assert not any(value(store, "person", key, "archived_on") for key in ids)


def test_a_used_record_says_on_its_page_what_uses_it_and_can_be_archived(
    screen: RecordsScreen, store: Store, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    partner = make(store, "organisation", name_cs="Okres")
    make(store, "agreement", title_cs="Memorandum", partner_id=partner)
    window = screen.window()
    assert isinstance(window, MainWindow)
    window.open_record("organisation", partner)
    shown = window.screen_shown
    assert isinstance(shown, RecordsScreen)
    drawn(qtbot, shown.detail)
    said: list[str] = []

    def archive_it(dialog: StayingDialog) -> int:
        said.append(dialog.list.item(0).text())
        dialog.show()
        named(dialog, "Archivovat jej").click()
        return 1

    monkeypatch.setattr(StayingDialog, "exec", archive_it)
    shown.detail.delete()
    assert "Memorandum" in said[0]
    assert value(store, "organisation", partner, "archived_on")


def test_a_record_that_nothing_uses_is_deleted_on_its_page(
    screen: RecordsScreen, store: Store, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: screen.detail.record is not None)
    assert screen.detail.record
    key = screen.detail.record.id
    screen.detail.delete()
    assert value(store, "person", key, "id") is None
    assert screen.detail.record
    assert screen.detail.record.id != key
    window = screen.window()
    assert isinstance(window, MainWindow)
    assert "Adam" in window.undo_bar.accessibleName()
