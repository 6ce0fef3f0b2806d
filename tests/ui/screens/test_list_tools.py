from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QInputDialog,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.services.records import bulk
from app.services.records.query import Filter
from tests.factories import count, make, value
from tests.ui.conftest import MakeContext, leave_forms
from tests.ui.test_main_window import show
from ui.context import Context
from ui.dialogs.common.staying_dialog import StayingDialog
from ui.dialogs.contacts.contacts_import_dialog import (
    ImportResult,
    MappingDialog,
    PreviewImport,
)
from ui.dialogs.contacts.paste_dialog import PasteDialog
from ui.main_window import MainWindow
from ui.screens.records import RecordsScreen


def columns(screen: RecordsScreen) -> list[str]:
    return [column.name for column in screen.model.query.columns()]


def again(window: MainWindow, qtbot: QtBot, key: str) -> RecordsScreen:
    """The screen as it opens next time, with the settings that were left."""
    old = window.context
    old.remember()
    context = Context(old.app, old.store, old.settings, old.theme, remembered=False)
    made = MainWindow(context)
    qtbot.addWidget(made, before_close_func=leave_forms)
    made.resize(1366, 768)
    made.show()
    return show(made, key)


def actions(menu: QMenu) -> dict[str, QAction]:
    """The entries of a menu and of the menus in it."""
    found = {}
    for action in menu.actions():
        part = action.menu()
        found |= actions(part) if isinstance(part, QMenu) else {action.text(): action}
    return found


def test_columns_are_chosen_and_remembered(window: MainWindow, qtbot: QtBot) -> None:
    screen = show(window, "agreement")
    before = columns(screen)
    menu = actions(screen.tools.column_menu())
    tr = window.context.tr_
    menu[tr("Place of signing")].trigger()
    assert columns(screen) == [*before, "signed_at"]
    menu = actions(screen.tools.column_menu())
    assert menu[tr("Place of signing")].isChecked()
    menu[tr("Partner")].trigger()
    assert "partner_id" not in columns(screen)
    other = again(window, qtbot, "agreement")
    assert columns(other) == columns(screen)
    other.tools._reset_columns()
    assert columns(other) == before


def test_columns_are_moved_and_resized_and_remembered(window: MainWindow, qtbot: QtBot) -> None:
    screen = show(window, "agreement")
    before = columns(screen)
    header = screen.table.horizontalHeader()
    header.resizeSection(0, 333)
    assert screen.table.columnWidth(0) == 333
    header.moveSection(len(before) - 1, 1)
    assert columns(screen) == [before[0], before[-1], *before[1:-1]]
    assert screen.table.columnWidth(0) == 333
    assert screen.table.column_order == sorted(screen.table.column_order)
    other = again(window, qtbot, "agreement")
    assert columns(other) == columns(screen)
    assert other.table.columnWidth(0) == 333


def test_filters_are_combined_shown_as_chips_and_taken_away(
    window: MainWindow, qtbot: QtBot
) -> None:
    screen = show(window, "agreement")
    screen.tools.toggle_filter(Filter("state", "ending"))
    assert screen.model.rowCount() == 4
    screen.tools.toggle_filter(Filter("signed_on", "2010"))
    assert screen.model.rowCount() == 2
    screen.tools.toggle_filter(Filter("signed_on", "2015"))
    assert screen.model.rowCount() == 3
    texts = [chip.text() for chip in screen.tools.chips._chips]
    assert texts == ["Stav: Dobíhá", "Podepsáno: 2010", "Podepsáno: 2015"]
    qtbot.keyClicks(screen.search, "mogil")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    other = again(window, qtbot, "agreement")
    assert other.model.rowCount() == 3
    screen.search.clear()
    screen.tools.chips._chips[0].click()
    assert [chip.text() for chip in screen.tools.chips._chips] == texts[1:]
    screen.tools.chips.cleared.emit()
    qtbot.waitUntil(lambda: screen.model.rowCount() == 17)


def test_a_filter_offers_the_values_there_are_with_their_counts(window: MainWindow) -> None:
    screen = show(window, "organisation")
    with window.context.store.reading() as connection:
        offers = screen.model.query.offers(connection, "country", window.context.tr_)
    texts = {text: number for _, text, number in offers}
    assert texts["Česko"] > texts["Polsko"] >= 1
    assert sum(texts.values()) <= 65


def test_chips_speak_the_language_of_the_window(window: MainWindow) -> None:
    screen = show(window, "agreement")
    screen.tools.toggle_filter(Filter("state", "ending"))
    window.switch_language(Language.DE)
    assert [chip.text() for chip in screen.tools.chips._chips] == ["Status: Auslaufend"]


def test_a_wanted_record_lifts_the_filters_that_hide_it(window: MainWindow) -> None:
    screen = show(window, "agreement")
    key = screen.model.record_id(0)
    assert key
    screen.tools.toggle_filter(Filter("state", "ending"))
    window.open_record("agreement", key)
    assert screen.model.rowCount() == 17


def test_marked_records_are_tagged_archived_and_deleted_together(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(window, "delegation")
    store = window.context.store
    screen.table.selectAll()
    marked = screen.tools.marked
    assert len(marked) == 61
    monkeypatch.setattr(QInputDialog, "getItem", staticmethod(lambda *_: ("ples", True)))
    screen.tools.add_tag()
    assert {value(store, "delegation", key, "tags") for key in marked} == {"ples"}
    screen.table.selectAll()
    labels = [action.text() for action in screen.tools.row_menu().actions()]
    assert labels[0] == "Označeno 61 záznamů"
    screen.tools.archive()
    assert screen.model.rowCount() == 0
    window.undo()
    assert screen.model.rowCount() == 61
    screen.table.selectAll()
    screen.tools.delete()
    assert count(store, "delegation") == 0
    window.undo()
    assert count(store, "delegation") == 61


def test_rows_go_to_excel_and_come_back(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(window, "organisation")
    screen.table.selectAll()
    screen.tools.copy()
    text = QGuiApplication.clipboard().text()
    assert len(text.splitlines()) == 66
    seen: list[PreviewImport | ImportResult] = []

    def accept(dialog: PreviewImport | ImportResult) -> int:
        seen.append(dialog)
        if isinstance(dialog, PreviewImport):
            dialog._all.setCurrentIndex(dialog._all.findData("add"))
            dialog._decide_all()
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(PreviewImport, "exec", accept)
    monkeypatch.setattr(ImportResult, "exec", accept)
    screen.tools.paste()
    assert [type(dialog) for dialog in seen] == [PreviewImport, ImportResult]
    assert count(window.context.store, "organisation") == 130
    window.undo()
    assert count(window.context.store, "organisation") == 65


def test_pasted_tasks_are_shown_before_they_are_made(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(window, "task")
    QGuiApplication.clipboard().setText(
        "Co je třeba udělat\tTermín\tKdo volal\nZavolat\t1. 12. 2026\tpan Malý\nPsát\tnikdy\t\n"
    )
    seen: list[str] = []
    shown: list[PasteDialog] = []

    def columns_then_create(dialog: PasteDialog) -> int:
        seen.extend(label.text() for label in dialog.findChildren(QLabel) if label.text())
        seen.extend(box.toPlainText() for box in dialog.findChildren(QPlainTextEdit))
        shown.append(dialog)
        if len(shown) == 1:
            button = next(b for b in dialog.findChildren(QPushButton) if "Sloupce" in b.text())
            button.click()
            return QDialog.DialogCode.Rejected.value
        return QDialog.DialogCode.Accepted.value

    def correct(dialog: MappingDialog) -> int:
        box = dialog.findChildren(QComboBox)[2]
        assert box.currentData() == "note:heading"
        box.setCurrentIndex(box.findData("description"))
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(PasteDialog, "exec", columns_then_create)
    monkeypatch.setattr(MappingDialog, "exec", correct)
    screen.tools.paste()
    told = "\n".join(seen)
    assert "Kdo volal" in told
    assert "nikdy" in told
    store = window.context.store
    assert count(store, "task") == 1
    with store.reading() as connection:
        assert connection.execute("SELECT title, due, description, note FROM task").fetchall() == [
            ("Zavolat", "2026-12-01", "pan Malý", None)
        ]
    window.undo()
    assert count(store, "task") == 0


def test_a_clipboard_without_a_table_is_said(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = show(window, "organisation")
    QGuiApplication.clipboard().setText("jen tak nějaký text")
    said: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _p, text, _tr: said.append(text))
    screen.tools.paste()
    assert len(said) == 1
    assert count(window.context.store, "organisation") == 65


def test_choices_are_sorted_as_they_are_shown(window: MainWindow) -> None:
    window.context.settings.finished_shown = True
    make(window.context.store, "task", title="A", priority="normal", status="open")
    make(window.context.store, "task", title="B", priority="high", status="waiting")
    make(window.context.store, "task", title="C", priority="low", status="done")
    screen = show(window, "task")
    names = columns(screen)
    screen.table._sort_by(names.index("status"))
    shown = [screen.model.index(row, names.index("status")).data() for row in range(3)]
    assert shown == ["Čeká", "Hotový", "Otevřený"]


def test_what_is_used_is_listed_and_can_be_archived_instead(
    window: MainWindow, loaded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    used, free = make(loaded, "organisation", name_cs="Aa"), make(loaded, "organisation")
    person = make(loaded, "person", given_name="Eva", family_name="Malá")
    make(loaded, "position", person_id=person, organisation_id=used, title_cs="ředitelka")
    window.show_screen("organisation")
    tools = window.screens["organisation"].tools
    tools._model.refresh()
    monkeypatch.setattr(type(tools), "marked", property(lambda _self: [used, free]))
    listed: list[str] = []

    def execute(dialog: StayingDialog) -> int:
        listed.append(dialog.list.item(0).text())
        dialog.findChildren(QPushButton)[0].click()
        return 0

    monkeypatch.setattr(StayingDialog, "exec", execute)
    tools.delete()
    assert value(loaded, "organisation", free, "id") is None
    assert listed == ["Aa: Odkazuje na něj něco jiného. (Eva Malá)"]
    assert value(loaded, "organisation", used, "archived_on")


def test_an_empty_list_without_a_filter_speaks_of_no_filter(
    store: Store, make_context: MakeContext, qtbot: QtBot
) -> None:
    person = make(store, "person")
    bulk.archive(store, ENTITIES["person"], [person], on=date(2026, 11, 29))
    window = MainWindow(make_context(store))
    qtbot.addWidget(window, before_close_func=leave_forms)
    window.show_screen("person")
    screen = window.screens["person"]
    screen._scope.choose("current")
    screen._set_query(scope="current")
    assert screen._empty._text.text() == "Všechny záznamy jsou v archivu."
    screen._set_query(text="nikdo")
    assert screen._empty._text.text() == "Filtru nic neodpovídá."


def test_many_records_are_deleted_in_a_process_of_its_own(
    window: MainWindow, loaded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [make(loaded, "person") for _ in range(bulk.AT_ONCE + 5)]
    window.show_screen("person")
    tools = window.screens["person"].tools
    monkeypatch.setattr(type(tools), "marked", property(lambda _self: people))
    tools.delete()
    assert value(loaded, "person", people[0], "id") is None
    assert "25 osob" in window.undo_bar._text.text()
    window.undo()
    assert value(loaded, "person", people[0], "id")
