"""Documents in the window: in the records, on their screen, dropped, found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.exchange.documents import store as document_store
from app.i18n import Language
from app.services.documents.documents import versions
from app.services.related.sections import Item, sections
from tests.factories import count, make, value
from tests.ui.conftest import MakeContext, drawn, leave_forms
from tests.ui.test_accessibility import nameless, unreachable
from ui.dialogs.common.link_dialog import RecordDialog
from ui.dialogs.documents import document_actions
from ui.dialogs.documents.document_add import AddDialog, VersionDialog
from ui.dialogs.documents.document_dialog import DocumentDialog
from ui.dialogs.program.palette import Palette
from ui.main_window import MainWindow
from ui.screens.detail import Detail
from ui.screens.detail_rows import ADD_OTHERWISE
from ui.screens.detail_view import DetailView
from ui.widgets.drop_area import DropArea
from ui.widgets.record_table import REASON_ROLE
from ui.widgets.related_list import RelatedList

KINDS = ["person", "organisation", "delegation", "agreement", "task", "mailing_list"]


@pytest.fixture
def desk(store: Store, make_context: MakeContext, qtbot: QtBot) -> MainWindow:
    """The window on a small database of one record of each kind."""
    for kind in KINDS:
        make(store, kind)
    window = MainWindow(make_context(store))
    qtbot.addWidget(window, before_close_func=leave_forms)
    window.resize(1366, 768)
    window.show()
    return window


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = []
    for name, text in (("Dopis_1.txt", "jedna"), ("Příloha.txt", "O Lužických horách")):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        found.append(path)
    return found


@pytest.fixture
def accepted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Questions about files are answered with what they propose; gives which were asked."""
    asked: list[str] = []

    def answer(dialog: QDialog) -> int:
        asked.append(type(dialog).__name__)
        dialog.accept()
        return dialog.result()

    for kind in (AddDialog, VersionDialog):
        monkeypatch.setattr(kind, "exec", answer)
    return asked


def shown(desk: MainWindow, kind: str) -> Detail:
    desk.show_screen(kind)
    screen = desk.screen_shown
    assert screen
    screen._select_first()
    assert screen.detail.record
    return screen.detail


def drop(area: QWidget, paths: list[Path]) -> bool:
    """Drag files onto the middle of a widget and let go; whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    enter = QDragEnterEvent(QPoint(20, 20), *given)
    QApplication.sendEvent(area, enter)
    if not enter.isAccepted():
        return False
    event = QDropEvent(QPointF(20, 20), *given)
    QApplication.sendEvent(area, event)
    return event.isAccepted()


def area_of(widget: QWidget) -> DropArea:
    return widget.findChildren(DropArea)[0]


def item_of(desk: MainWindow, kind: str, record_id: str, section: str) -> Item:
    with desk.context.store.reading() as connection:
        found = sections(connection, kind, record_id, Language.CS)
    return next(part for part in found if part.key == section).items[0]


def menu_of(desk: MainWindow, item: Item) -> dict[str, Callable[[], None]]:
    menu = QMenu(desk)
    assert document_actions.fill_menu(desk.context, desk, item, menu)
    return {action.text(): action.trigger for action in menu.actions() if action.text()}


# In every record


@pytest.mark.parametrize("kind", KINDS)
def test_files_dropped_on_a_record_are_about_it(
    desk: MainWindow, files: list[Path], accepted: list[str], qtbot: QtBot, kind: str
) -> None:
    detail = shown(desk, kind)
    assert detail.record
    assert drop(area_of(detail), files)
    store = desk.context.store
    qtbot.waitUntil(lambda: count(store, "document") == 2)
    with store.reading() as connection:
        rows = connection.execute("SELECT DISTINCT entity, record_id FROM document_link").fetchall()
    assert rows == [(kind, detail.record.id)]
    assert accepted == ["AddDialog"]
    drawn(qtbot, detail)
    titles = [line.accessibleName() for line in detail.findChildren(RelatedList)[-1]._rows]
    assert any("Dopis 1" in title for title in titles) or "Dopis 1" in "".join(
        row.accessibleName() for part in detail.findChildren(RelatedList) for row in part._rows
    )
    assert desk.undo_bar.isVisible()
    desk.undo()
    assert count(store, "document") == count(store, "document_link") == 0


def test_an_address_book_dropped_on_a_record_is_a_document_and_on_the_list_an_import(
    desk: MainWindow, accepted: list[str], qtbot: QtBot, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    card = tmp_path / "vizitka.vcf"
    card.write_text("BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nEND:VCARD\n", encoding="utf-8")
    imported: list[object] = []
    monkeypatch.setattr(
        "ui.dialogs.contacts.contacts_import_dialog.import_contacts",
        lambda _context, _parent, paths: imported.append(paths),
    )
    detail = shown(desk, "person")
    assert drop(area_of(detail), [card])
    qtbot.waitUntil(lambda: count(desk.context.store, "document") == 1)
    assert drop(desk.centralWidget(), [card])
    qtbot.waitUntil(lambda: imported == [[card]])


def test_nothing_is_taken_while_a_form_is_open(desk: MainWindow, files: list[Path]) -> None:
    detail = shown(desk, "person")
    assert detail._drop_text(files)
    assert not detail._drop_text([])
    detail.edit()
    assert not detail._drop_text(files)


def test_the_button_of_the_section_asks_for_files(
    desk: MainWindow, files: list[Path], accepted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        QFileDialog,
        "getOpenFileNames",
        staticmethod(lambda *_: ([str(path) for path in files], "")),
    )
    detail = shown(desk, "agreement")
    (view,) = detail.findChildren(DetailView)
    section = next(part for part in view._sections if part.key == "documents")
    assert section.adds == "document"
    view.add_requested.emit(section)
    assert count(desk.context.store, "document_link") == 2


def test_a_document_of_a_record_is_looked_into_and_what_else_can_be_done(
    desk: MainWindow,
    files: list[Path],
    accepted: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = desk.context.store
    detail = shown(desk, "agreement")
    assert detail.record
    about = ("agreement", detail.record.id)
    document_store.add_file(store, files[1], about)
    item = item_of(desk, *about, "documents")
    seen: list[str] = []

    def look(dialog: DocumentDialog) -> int:
        dialog.show()
        seen.append(dialog.view.text.toPlainText())
        assert nameless(dialog) == []
        assert unreachable(dialog) == []
        dialog.done(0)
        return 0

    monkeypatch.setattr(DocumentDialog, "exec", look)
    detail.rows.open(item)
    assert seen == ["O Lužických horách"]
    commands = menu_of(desk, item)
    tr = desk.context.tr_
    commands[tr("Preview")]()
    assert len(seen) == 2
    target = tmp_path / "ven.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    commands[tr("Save as…")]()
    assert target.read_bytes() == files[1].read_bytes()
    opened: list[Path] = []
    kept: list[Callable[[], None]] = []  # what removes the copies at the end of the program
    monkeypatch.setattr(
        QDesktopServices,
        "openUrl",
        staticmethod(lambda url: bool(opened.append(Path(url.toLocalFile()))) or True),
    )
    monkeypatch.setattr(
        desk.context, "app", SimpleNamespace(aboutToQuit=SimpleNamespace(connect=kept.append))
    )
    commands[tr("Open a copy")]()
    assert opened[0].read_bytes() == files[1].read_bytes()
    assert opened[0] != files[1]
    kept[0]()
    assert not opened[0].exists()
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(files[0]), ""))
    )
    commands[tr("Add a version…")]()
    with store.reading() as connection:
        assert [found.file_name for found in versions(connection, item.id)] == [
            "Dopis_1.txt", "Příloha.txt",
        ]  # fmt: skip
    commands[tr("Show among the documents")]()
    assert desk.screen_shown
    assert desk.screen_shown.entity.name == "document"
    commands[tr("Remove from this record")]()
    assert count(store, "document_link") == 0
    assert count(store, "document") == 1
    desk.undo()
    assert count(store, "document_link") == 1
    menu_of(desk, item)[tr("Delete the document")]()
    assert count(store, "document") == 0
    desk.undo()
    assert count(store, "document") == 1


# The screen of the documents


@pytest.fixture
def stored(desk: MainWindow, files: list[Path]) -> str:
    return document_store.add_file(desk.context.store, files[1], language="cs")[0]


def test_a_file_dropped_on_a_document_is_its_next_version(
    desk: MainWindow, stored: str, files: list[Path], accepted: list[str], qtbot: QtBot
) -> None:
    detail = shown(desk, "document")
    area = area_of(detail)
    assert drop(area, files[:1])
    qtbot.waitUntil(lambda: count(desk.context.store, "document_version") == 2)
    assert accepted == ["VersionDialog"]
    others = []
    for number in (1, 2):
        others.append(files[0].with_name(f"{number}.txt"))
        others[-1].write_text(f"jiný {number}", encoding="utf-8")
    assert drop(area, others)  # several are documents of their own
    qtbot.waitUntil(lambda: count(desk.context.store, "document") == 3)
    assert accepted == ["VersionDialog", "AddDialog"]
    assert nameless(desk) == []
    assert unreachable(desk) == []


def test_files_dropped_on_the_list_become_documents_and_the_first_is_shown(
    desk: MainWindow, files: list[Path], accepted: list[str], qtbot: QtBot
) -> None:
    desk.show_screen("document")
    screen = desk.screen_shown
    assert screen
    area = next(a for a in screen.findChildren(DropArea) if a.isAncestorOf(screen.table))
    assert drop(area, files)
    qtbot.waitUntil(lambda: screen.detail.record is not None)
    assert screen.detail.record
    assert screen.detail.record.values["title"] == "Dopis 1"
    assert screen.model.rowCount() == 2


def test_the_list_and_the_palette_say_where_in_the_file_the_words_stand(
    desk: MainWindow, stored: str, qtbot: QtBot
) -> None:
    shown(desk, "document")
    screen = desk.screen_shown
    assert screen
    screen._text_changed("luzick hor")
    assert screen.model.rowCount() == 1
    index = screen.model.index(0, 0)
    reason = "V textu souboru: O Lužických horách"
    assert index.data(REASON_ROLE) == reason
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"Příloha · {reason}"
    screen.table.grab()
    screen._text_changed("prilo")
    assert screen.model.index(0, 0).data(REASON_ROLE) == ""
    screen._text_changed("nic takového")
    assert screen.model.rowCount() == 0
    palette = Palette(desk.context, [], desk)
    qtbot.addWidget(palette)
    palette.line.setText("luzickych")
    palette.refresh()
    assert reason in palette.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_current_archive_and_all(desk: MainWindow, stored: str) -> None:
    detail = shown(desk, "document")
    screen = desk.screen_shown
    assert screen
    detail.archive()
    counts = []
    for scope in ("current", "archive", "all"):
        screen._scope_changed(scope)
        counts.append(screen.model.rowCount())
    assert counts == [0, 1, 1]


def test_a_version_is_looked_into_changed_and_deleted(
    desk: MainWindow, stored: str, files: list[Path], accepted: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    store = desk.context.store
    document_store.add_version(store, stored, files[0], valid_from="2090-01-01")
    detail = shown(desk, "document")
    newest = item_of(desk, "document", stored, "versions")
    assert newest.title == "2. Dopis_1.txt"
    texts: list[str] = []

    def look(dialog: DocumentDialog) -> int:
        dialog.show()
        texts.append(dialog.view.text.toPlainText())
        dialog.done(0)
        return 0

    monkeypatch.setattr(DocumentDialog, "exec", look)
    detail.rows.open(newest)
    (view,) = detail.findChildren(DetailView)
    tr = desk.context.tr_
    buttons = {button.text().strip(): button for button in view.findChildren(QWidget)
               if hasattr(button, "click") and hasattr(button, "text")}  # fmt: skip
    buttons[tr("Preview")].click()
    assert texts == ["jedna", "O Lužických horách"], "the newest is not valid yet"
    commands = menu_of(desk, newest)
    commands[tr("Languages and validity…")]()
    assert accepted == ["VersionDialog"]
    commands[tr("Delete this version")]()
    assert count(store, "document_version") == 1
    desk.undo()
    assert count(store, "document_version") == 2


def test_a_document_without_a_file_says_so(
    desk: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(desk.context.store, "document", title="Prázdný")
    told: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _parent, text, _tr: told.append(text))
    detail = shown(desk, "document")
    assert detail.record
    document_actions.open_copy_of(desk.context, desk, detail.record.id)
    document_actions.save_copy_of(desk.context, desk, detail.record.id)
    assert len(told) == 2


# Links


@pytest.mark.parametrize("kind", ["task", "document"])
def test_any_record_can_be_linked(
    desk: MainWindow, stored: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = desk.context.store
    organisation = make(store, "organisation", name_cs="Město Žatec")

    def choose(dialog: RecordDialog) -> int:
        dialog.show()
        assert nameless(dialog) == []
        assert unreachable(dialog) == []
        dialog.accept()
        assert dialog.isVisible(), "nothing is chosen"
        dialog.line.setText("nic takoveho")
        dialog.refresh()
        assert dialog._nothing.isVisible()
        dialog.line.setText("zatec")
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(RecordDialog, "exec", choose)
    detail = shown(desk, kind)
    assert detail.record
    ADD_OTHERWISE[f"{kind}_link"](desk.context, desk, detail.record)
    (link,) = [item_of(desk, kind, detail.record.id, "links")]
    assert (link.entity, link.id) == ("organisation", organisation)
    assert value(store, f"{kind}_link", link.row_id, "entity") == "organisation"
    desk.undo()
    assert count(store, f"{kind}_link") == 0


def test_links_of_every_kind_are_shown_with_a_document(desk: MainWindow, stored: str) -> None:
    from app.services.documents.documents import link

    store = desk.context.store
    for kind in KINDS:
        with store.reading() as connection:
            (key,) = connection.execute(f"SELECT id FROM {kind} LIMIT 1").fetchone()
        link(store, stored, (kind, key))
    with store.reading() as connection:
        found = sections(connection, "document", stored, Language.DE)
    links = next(part for part in found if part.key == "links")
    assert {item.entity for item in links.items} == set(KINDS)
