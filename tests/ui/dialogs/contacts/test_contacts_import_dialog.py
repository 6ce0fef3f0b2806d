from __future__ import annotations

from collections.abc import Callable
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QProgressDialog,
    QPushButton,
    QTableWidget,
    QTabWidget,
)
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.address_books.importing import CANCELLED
from app.paths import DEMO_DATA
from app.services.records.records import save
from tests.app.exchange.real_headers import HEADERS
from tests.factories import count, make, value
from tests.ui.conftest import MakeContext
from ui.dialogs.common import take_back
from ui.dialogs.contacts import contacts_import_dialog as dialogs
from ui.dialogs.contacts.contacts_import_dialog import ImportResult, MappingDialog, PreviewImport
from ui.dialogs.program.import_dialog import ReportDialog
from ui.main_window import MainWindow
from ui.screens.home import HomeScreen
from ui.widgets.empty_state import EmptyState

JANA = (
    "BEGIN:VCARD\nVERSION:3.0\nN:Nováková;Jana;;;\nORG:Krajský úřad\nEMAIL:jana@kraj.cz\n"
    "UID:1\nEND:VCARD\n"
)
REAL_EXEC = QDialog.exec
ACCEPTED = QDialog.DialogCode.Accepted.value
REJECTED = QDialog.DialogCode.Rejected.value


@pytest.fixture
def empty_window(store: Store, make_context: MakeContext, qtbot: QtBot) -> MainWindow:
    made = MainWindow(make_context(store))
    qtbot.addWidget(made)
    made.show()
    return made


Shown = dict[type, list[Any]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """The dialogs of the assistant, each accepted as it is."""
    found: Shown = {MappingDialog: [], PreviewImport: [], ImportResult: []}
    for kind, made in found.items():

        def accept(dialog: QDialog, made: list[Any] = made) -> int:
            made.append(dialog)
            return ACCEPTED

        monkeypatch.setattr(kind, "exec", accept)
    return found


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., list[Path]]:
    def files(**contents: str) -> list[Path]:
        paths = []
        for name, text in contents.items():
            path = tmp_path / name.replace("_", ".")
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        monkeypatch.setattr(
            QFileDialog,
            "getOpenFileNames",
            staticmethod(lambda *_: ([str(path) for path in paths], "")),
        )
        return paths

    return files


def test_file_preview_result_and_undo(
    empty_window: MainWindow, shown: Shown, choose: Callable[..., list[Path]]
) -> None:
    choose(lidé_vcf=JANA + "BEGIN:VCARD\nNOTE:nikdo\nEND:VCARD\n")
    empty_window.do.import_contacts()
    (seen,) = shown[PreviewImport]
    (done,) = shown[ImportResult]
    cards = next(t for t in seen.findChildren(QTableWidget) if t.accessibleName() == "Vizitky")
    assert cards.item(0, 0).text() == "Jana Nováková"
    assert cards.item(0, 1).text() == "Krajský úřad"
    for dialog in (seen, done):
        assert "lidé.vcf:8" in dialog.findChild(QPlainTextEdit).toPlainText()
    store = empty_window.context.store
    assert count(store, "person") == 1
    empty_window.undo()
    assert count(store, "person") == count(store, "organisation") == 0


@pytest.mark.parametrize("for_all", [False, True])
def test_what_both_sides_changed_can_be_taken_from_the_file_and_undone(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    for_all: bool,
) -> None:
    store = empty_window.context.store
    choose(lidé_vcf=JANA.replace("UID:1", "NOTE:dřív\nBDAY:1970-01-01\nUID:1"))
    empty_window.do.import_contacts()
    with store.reading() as connection:
        (jana,) = (key for (key,) in connection.execute("SELECT id FROM person"))
    typed = {"note": "od ruky", "birthday": "1970-01-02"}
    save(store, ENTITIES["person"], jana, 10**9, typed)
    choose(lidé_vcf=JANA.replace("UID:1", "NOTE:nově\nBDAY:1970-01-03\nUID:1"))

    def decide(dialog: PreviewImport) -> int:
        tabs = dialog.findChild(QTabWidget)
        titles = [tabs.tabText(number) for number in range(tabs.count())]
        assert "Jinak než v evidenci (2)" in titles
        name = "Jinak než v evidenci"
        table = next(t for t in dialog.findChildren(QTableWidget) if t.accessibleName() == name)
        rows = {table.item(row, 1).text(): row for row in range(2)}
        birthday = rows["Datum narození"]
        assert table.item(birthday, 2).text() == "2.\xa01.\xa01970"
        assert table.item(birthday, 3).text() == "3.\xa01.\xa01970"
        box = table.cellWidget(rows["Poznámka"], 4)
        if for_all:
            box = dialog._all_sides
        box.setCurrentIndex(box.findText("Převzít údaj ze souboru"))
        box.activated.emit(box.currentIndex())
        assert dialog.findChildren(QPushButton)[0].isEnabled()
        return ACCEPTED

    monkeypatch.setattr(PreviewImport, "exec", decide)
    empty_window.do.import_contacts()
    day = "1970-01-03" if for_all else "1970-01-02"
    assert value(store, "person", jana, "note") == "nově"
    assert value(store, "person", jana, "birthday") == day
    empty_window.undo()
    assert {name: value(store, "person", jana, name) for name in typed} == typed


def test_a_large_import_is_taken_back_in_a_process_of_its_own(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.services.records.undo._LARGE", 3)
    ran: list[str] = []
    real = take_back.run_job

    def told(context: Any, parent: Any, text: str, name: str, **arguments: Any) -> Any:
        ran.append(name)
        return real(context, parent, text, name, **arguments)

    monkeypatch.setattr(take_back, "run_job", told)
    choose(lidé_vcf=JANA)
    empty_window.do.import_contacts()
    store = empty_window.context.store
    empty_window.undo()
    assert count(store, "person") == 0
    empty_window.redo()
    assert count(store, "person") == 1
    assert ran == ["undo", "redo"]


def test_nothing_happens_when_the_preview_is_left(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose(lidé_vcf=JANA)
    monkeypatch.setattr(PreviewImport, "exec", lambda _dialog: REJECTED)
    empty_window.do.import_contacts()
    assert count(empty_window.context.store, "person") == 0
    assert shown[ImportResult] == []


def test_an_import_that_brings_nothing_says_why(
    empty_window: MainWindow, shown: Shown, choose: Callable[..., list[Path]]
) -> None:
    choose(lidé_vcf="BEGIN:VCARD\nVERSION:3.0\nNOTE:nikdo\nEND:VCARD\n")
    empty_window.do.import_contacts()
    (seen,) = shown[PreviewImport]
    (done,) = shown[ImportResult]
    for dialog in (seen, done):
        text = "\n".join(label.text() for label in dialog.findChildren(QLabel))
        assert "Nic se neimportuje." in text
        assert "„lidé.vcf“: žádnou z položek nelze importovat" in text
    tabs = seen.findChild(QTabWidget)
    assert tabs.tabText(tabs.currentIndex()).startswith("Nelze přečíst")


def test_a_tick_says_that_the_first_row_is_a_contact(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose(lidé_csv="Jan;Novák;starosta\nEva;Malá;ředitelka\n")

    def tick(dialog: MappingDialog) -> int:
        assert not dialog.first_row.isChecked()
        dialog.first_row.click()
        table = dialog.findChild(QTableWidget)
        assert [table.item(row, 0).text() for row in range(3)] == ["A", "B", "C"]
        assert [table.item(row, 1).text() for row in range(3)] == ["Jan", "Novák", "starosta"]
        assert dialog.mapping == {0: "given_name", 1: "family_name", 2: "post"}
        return ACCEPTED

    monkeypatch.setattr(MappingDialog, "exec", tick)
    empty_window.do.import_contacts()
    store = empty_window.context.store
    with store.reading() as connection:
        names = connection.execute("SELECT full_name FROM person ORDER BY full_name").fetchall()
    assert names == [("Eva Malá",), ("Jan Novák",)]


def test_a_pasted_table_without_headings_loses_no_row(
    empty_window: MainWindow, shown: Shown
) -> None:
    text = "Jan\tNovák\tjan@kraj.cz\nEva\tMalá\teva@kraj.cz\n"
    dialogs.paste_contacts(empty_window.context, empty_window, text, "person")
    assert shown[MappingDialog] == []
    assert count(empty_window.context.store, "person") == 2


def test_columns_are_given_a_meaning_that_is_remembered(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose(lidé_csv="Příjmení;Poslední schůzka;E-mail\nMalý;v březnu;petr@maly.cz\n")

    def correct(dialog: MappingDialog) -> int:
        shown[MappingDialog].append(dialog)
        boxes = dialog.findChildren(QComboBox)
        table = dialog.findChild(QTableWidget)
        assert isinstance(table, QTableWidget)
        assert [table.item(n, 1).text() for n in range(3)] == ["Malý", "v březnu", "petr@maly.cz"]
        if len(shown[MappingDialog]) == 1:
            assert boxes[1].currentData() == "note:heading"
            boxes[1].setCurrentIndex(boxes[1].findData("note"))
        return ACCEPTED

    def columns_first(dialog: PreviewImport) -> int:
        shown[PreviewImport].append(dialog)
        if len(shown[PreviewImport]) % 2:
            next(b for b in dialog.findChildren(QPushButton) if "Sloupce" in b.text()).click()
            return REJECTED
        return ACCEPTED

    monkeypatch.setattr(MappingDialog, "exec", correct)
    monkeypatch.setattr(PreviewImport, "exec", columns_first)
    empty_window.do.import_contacts()
    store = empty_window.context.store
    with store.reading() as connection:
        assert connection.execute("SELECT note FROM person").fetchall() == [("v březnu",)]
    empty_window.do.import_contacts()
    assert shown[MappingDialog][1].mapping == {0: "family_name", 1: "note", 2: "email"}
    assert count(store, "person") == 1


def test_columns_of_which_none_is_known_are_asked_for_at_once(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose(lidé_csv="Naam;Telefoon\nde Vries;+31 20 123 4567\n")

    def say(dialog: MappingDialog) -> int:
        for box, meant in zip(
            dialog.findChildren(QComboBox), ("family_name", "phone"), strict=True
        ):
            box.setCurrentIndex(box.findData(meant))
        return ACCEPTED

    monkeypatch.setattr(MappingDialog, "exec", say)
    empty_window.do.import_contacts()
    with empty_window.context.store.reading() as connection:
        assert connection.execute("SELECT family_name FROM person").fetchall() == [("de Vries",)]
        assert connection.execute("SELECT value FROM contact_point").fetchall() == [
            ("+31201234567",)
        ]


def test_an_outlook_csv_costs_six_clicks(
    empty_window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    header = HEADERS["outlook-cs"]
    row = {"Jméno": "Jana", "Příjmení": "Malá", "E-mailová adresa": "jana@mala.example",
           "Záliby": "šachy", "Priorita": "Normální"}  # fmt: skip
    path = tmp_path / "kontakty.csv"
    path.write_text(f"{','.join(header)}\n{','.join(row.get(n, '') for n in header)}\n", "cp1250")
    clicks: list[str] = []

    def choose(*_: object) -> tuple[list[str], str]:
        clicks.extend(["the file", "Open"])
        return [str(path)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", staticmethod(choose))
    monkeypatch.setattr(QDialog, "exec", REAL_EXEC)
    told: list[str] = []

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PreviewImport | ImportResult) and dialog.isVisible():
            told.extend(box.toPlainText() for box in dialog.findChildren(QPlainTextEdit))
            wanted = "Importovat" if isinstance(dialog, PreviewImport) else "Zavřít"
            button = next(b for b in dialog.findChildren(QPushButton) if b.text() == wanted)
            clicks.append(wanted)
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    timer = QTimer()
    timer.timeout.connect(press)
    timer.start(50)
    clicks.append("menu")
    qtbot.mouseClick(empty_window._menu_button, Qt.MouseButton.LeftButton)
    menu = empty_window._menu
    assert menu is not None
    action = next(
        a for a in menu.actions() if "kontakt" in a.text().lower() and "mport" in a.text()
    )
    clicks.append(action.text())
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    timer.stop()
    assert len(clicks) == 6, clicks
    store = empty_window.context.store
    with store.reading() as connection:
        assert connection.execute("SELECT full_name, note FROM person").fetchall() == [
            ("Jana Malá", "Záliby: šachy")
        ]
    assert "Windows-1250" in told[0]
    assert "Priorita" in told[0]


def test_what_is_pasted_into_a_list_is_an_import(empty_window: MainWindow, shown: Shown) -> None:
    QGuiApplication.clipboard().setText(
        "Titul\tJméno\tPříjmení\tFunkce\tOrganizace\tE-mail\tTelefon\tOblíbený čaj\n"
        "Ing.\tJana\tMalá\tředitelka\tŠkola\tjana@skola.example\t475 657 111\tzelený\n"
    )
    empty_window.show_screen("person")
    empty_window.screens["person"].tools.paste()
    (seen,), (done,) = shown[PreviewImport], shown[ImportResult]
    cards = next(t for t in seen.findChildren(QTableWidget) if t.accessibleName() == "Vizitky")
    assert [cards.item(0, column).text() for column in range(7)] == [
        "Jana Malá", "Škola", "ředitelka", "jana@skola.example", "475 657 111", "",
        "Oblíbený čaj: zelený",
    ]  # fmt: skip
    for dialog in (seen, done):
        assert "Oblíbený čaj" in dialog.findChild(QPlainTextEdit).toPlainText()
    store = empty_window.context.store
    assert (count(store, "person"), count(store, "position")) == (1, 1)
    empty_window.undo()
    assert count(store, "person") == count(store, "organisation") == 0


def test_possible_duplicates_are_decided_one_by_one(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = empty_window.context.store
    person = make(store, "person", given_name="Jana", title_before="PhDr.")
    choose(lidé_vcf=JANA)

    def look(dialog: PreviewImport) -> int:
        shown[PreviewImport].append(dialog)
        tabs = dialog.findChild(QTabWidget)
        assert isinstance(tabs, QTabWidget)
        assert tabs.tabText(1).endswith("(1)")
        (box,) = dialog._rows
        assert box.currentData() == "add"  # a namesake
        box.setCurrentIndex(box.findData("update"))
        return ACCEPTED

    monkeypatch.setattr(PreviewImport, "exec", look)
    empty_window.do.import_contacts()
    assert count(store, "person") == 1
    assert value(store, "person", person, "title_before") == "PhDr."
    assert count(store, "contact_point") == 1


def test_one_choice_for_all_possible_duplicates(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make(empty_window.context.store, "person", given_name="Jana")
    choose(lidé_vcf=JANA)

    def skip(dialog: PreviewImport) -> int:
        assert dialog.decision == "add"
        dialog._all.setCurrentIndex(dialog._all.findData("skip"))
        dialog._all.activated.emit(dialog._all.currentIndex())
        assert set(dialog.decisions.values()) == {"skip"}
        return ACCEPTED

    monkeypatch.setattr(PreviewImport, "exec", skip)
    empty_window.do.import_contacts()
    assert count(empty_window.context.store, "person") == 1


def test_what_was_refused_can_be_saved(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    choose(lidé_vcf=JANA + "BEGIN:VCARD\nNOTE:nikdo\nEND:VCARD\n")
    empty_window.do.import_contacts()
    target = tmp_path / "seznam.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    (done,) = shown[ImportResult]
    next(b for b in done.findChildren(QPushButton) if "Uložit" in b.text()).click()
    assert target.read_text(encoding="utf-8").startswith("lidé.vcf:8: ")


def test_a_file_that_cannot_be_read_is_said(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _p, text, _tr: said.append(text))
    choose(lidé_xlsx="není sešit")
    empty_window.do.import_contacts()
    assert len(said) == 1
    assert "lidé.xlsx" in said[0]
    assert shown[PreviewImport] == []


# --- where it is found --------------------------------------------------------------------------


def drop(window: MainWindow, paths: list[Path]) -> bool:
    """Drop files on the sidebar; whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    target = window.centralWidget()
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(target, enter)
    event = QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(target, event)
    return enter.isAccepted() and event.isAccepted()


def test_files_are_dropped_anywhere_in_the_window(
    empty_window: MainWindow, shown: Shown, choose: Callable[..., list[Path]], qtbot: QtBot
) -> None:
    store = empty_window.context.store
    paths = choose(
        lidé_vcf=JANA,
        zpráva_eml="From: Petr Malý <petr@maly.cz>\nSubject: Program\nDate: 1 Mar 2026 14:30\n\nx",
    )
    assert drop(empty_window, paths)
    qtbot.waitUntil(lambda: len(shown[ImportResult]) == 1, timeout=60_000)
    assert count(store, "person") == 2
    assert count(store, "interaction") == 1


def test_other_files_are_not_taken(
    empty_window: MainWindow, choose: Callable[..., list[Path]]
) -> None:
    assert not drop(empty_window, choose(obrázek_png="x", lidé_vcf=JANA))
    assert not drop(empty_window, [])


def test_the_folder_of_a_data_set_can_be_dropped(
    empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    reports: list[ReportDialog] = []

    def accept(dialog: ReportDialog) -> int:
        reports.append(dialog)
        return ACCEPTED

    monkeypatch.setattr(ReportDialog, "exec", accept)
    assert drop(empty_window, [DEMO_DATA])
    qtbot.waitUntil(lambda: len(reports) == 2, timeout=60_000)
    assert count(empty_window.context.store, "organisation") == 65


def test_the_import_is_offered_where_nothing_is_yet(
    empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(dialogs, "import_contacts", lambda *given: asked.append(given))
    home = empty_window.findChild(HomeScreen)
    assert isinstance(home, HomeScreen)
    places: list[Any] = [home]
    for key in ("person", "organisation"):
        empty_window.show_screen(key)
        places.append(empty_window.screens[key])
    for number, place in enumerate(places, 1):
        buttons = [
            button
            for state in place.findChildren(EmptyState)
            for button in state.findChildren(QPushButton)
            if button.text() == "Importovat kontakty…"
        ]
        assert buttons, place
        buttons[0].click()
        assert len(asked) == number
    command = next(c for c in empty_window.commands() if c.text == "Importovat kontakty…")
    command.run()
    assert len(asked) == 4


def test_tables_of_one_name_keep_their_own_columns(
    empty_window: MainWindow, shown: Shown, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paths = []
    for folder, text in (
        ("one", "Příjmení;E-mail\nMalý;petr@maly.cz\n"),
        ("other", "E-mail;Příjmení\neva@velka.cz;Velká\n"),
    ):
        path = tmp_path / folder / "people.csv"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    dialogs.import_contacts(empty_window.context, empty_window, paths)
    store = empty_window.context.store
    with store.reading() as connection:
        assert {name for (name,) in connection.execute("SELECT family_name FROM person")} == {
            "Malý",
            "Velká",
        }
    with empty_window.context.store.reading() as connection:
        names = connection.execute("SELECT family_name FROM person ORDER BY 1").fetchall()
    assert names == [("Malý",), ("Velká",)]


def test_a_cancelled_import_leaves_nothing_and_the_next_one_works(
    empty_window: MainWindow,
    shown: Shown,
    choose: Callable[..., list[Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [md5(str(number).encode()).hexdigest() for number in range(3000)]
    cards = "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nN:{name};;;;\nORG:Krajský úřad\nUID:{name}\nEND:VCARD\n"
        for name in names
    )
    choose(lidé_vcf=cards)
    text = empty_window.context.tr_("Importing the contacts…")

    def cancel(dialog: QProgressDialog) -> bool:
        return dialog.labelText() == text and dialog.value() >= 200

    said: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(QProgressDialog, "wasCanceled", cancel)
        patch.setattr("ui.context.show_error", lambda _parent, text, _tr: said.append(text))
        empty_window.do.import_contacts()
    store = empty_window.context.store
    assert len(said) == 1
    assert empty_window.context.tr_.message(CANCELLED) == said[0]
    assert shown[ImportResult] == []
    assert count(store, "person") == count(store, "organisation") == count(store, "search") == 0
    empty_window.do.import_contacts()
    assert count(store, "person") == 3000
    empty_window.undo()
    assert count(store, "person") == 0
