from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QRadioButton
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.cards.card import Card
from app.exchange.vcard.reader import read
from app.services.records.query import ListQuery
from app.services.records.records import archive
from tests.factories import make
from ui.dialogs.contacts import contacts_export_dialog
from ui.dialogs.contacts.contacts_export_dialog import FORMATS, ContactsExport
from ui.main_window import MainWindow

Answer = Callable[[ContactsExport], None]


@pytest.fixture
def people(window: MainWindow) -> list[str]:
    store = window.context.store
    names = ("Adamová", "Beneš", "Bílá", "Zelená")
    found = [make(store, "person", family_name=name, given_name="Jan") for name in names]
    changes = archive(store, ENTITIES["person"], found[3:], on=window.context.today)
    window.context.changed(changes)
    window.show_screen("person")
    return found


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda _p, _t, text: found.append(text))
    return found


def answer(
    monkeypatch: pytest.MonkeyPatch, target: Path, choose: Answer = lambda _dialog: None
) -> list[ContactsExport]:
    """Choose in the dialog and give a file; gives the dialogs that were shown."""
    shown: list[ContactsExport] = []

    def accept(dialog: ContactsExport) -> int:
        shown.append(dialog)
        choose(dialog)
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(ContactsExport, "exec", accept)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    return shown


def pick(label: str) -> Answer:
    number = next(n for n, item in enumerate(FORMATS) if item.label.startswith(label))
    return lambda dialog: dialog._formats.setCurrentIndex(number)


def offers(dialog: ContactsExport) -> list[str]:
    return [button.text() for button in dialog.findChildren(QRadioButton)]


def names(path: Path) -> list[str]:
    cards = read(io.BytesIO(path.read_bytes()))
    return [card.family_name for card in cards if isinstance(card, Card)]


def test_the_filtered_list_is_written_from_the_menu_and_the_palette(
    window: MainWindow,
    qtbot: QtBot,
    people: list[str],
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    screen = window.screen_shown
    assert screen
    screen.search.setText("b")
    qtbot.waitUntil(lambda: screen.model.rowCount() == 2)
    target = tmp_path / "kontakty.vcf"
    shown = answer(monkeypatch, target, pick("Address book"))
    texts = [command.text for command in window.commands()]
    assert texts.count("Exportovat tento seznam…") == 1
    window.do.export_list()
    assert offers(shown[0]) == ["Seznam podle filtru (2)", "Všechny, i z archivu (4)"]
    assert names(target) == ["Beneš", "Bílá"]
    assert "2" in said[0]
    assert "kontakty.vcf" in said[0]


def test_marked_records_are_written_from_the_list(
    window: MainWindow,
    qtbot: QtBot,
    people: list[str],
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    screen = window.screen_shown
    assert screen
    qtbot.waitUntil(lambda: screen.detail.record is not None)  # the screen has begun
    screen.table.selectRow(1)
    assert screen.tools.marked == people[1:2]
    target = tmp_path / "jeden.csv"
    shown = answer(monkeypatch, target, pick("CSV table for Excel"))
    menu = screen.tools.row_menu()
    next(action for action in menu.actions() if action.text() == "Exportovat…").trigger()
    assert offers(shown[0])[0] == "Označené záznamy (1)"
    rows = csv.DictReader(
        io.StringIO(target.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"
    )
    assert [row["Příjmení"] for row in rows] == ["Beneš"]


def test_everybody_with_the_archive_in_a_file_for_each(
    window: MainWindow,
    people: list[str],
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    def choose(dialog: ContactsExport) -> None:
        pick("Address book")(dialog)
        dialog.findChildren(QRadioButton)[-1].setChecked(True)
        dialog._version.setCurrentIndex(1)
        dialog._each.setChecked(True)

    target = tmp_path / "karty"
    answer(monkeypatch, target, choose)
    window.do.export_list()
    with zipfile.ZipFile(tmp_path / "karty.zip") as archived:
        assert len(archived.namelist()) == 4
        assert b"VERSION:4.0" in archived.read("Zelená Jan.vcf")


@pytest.mark.parametrize(
    ("format_name", "file"),
    [("Excel", "a.xlsx"), ("CSV table for other", "a.csv"), ("JSON", "a.json")],
)
def test_organisations_in_every_other_format(
    window: MainWindow,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    format_name: str,
    file: str,
) -> None:
    window.show_screen("organisation")
    answer(monkeypatch, tmp_path / file, pick(format_name))
    window.do.export_list()
    assert "65" in said[0]
    assert (tmp_path / file).stat().st_size > 1000
    if file.endswith(".json"):
        assert len(json.loads((tmp_path / file).read_text(encoding="utf-8"))) == 65


def test_options_of_vcards_are_shown_for_them_only(window: MainWindow, qtbot: QtBot) -> None:
    query = ListQuery(ENTITIES["organisation"], window.context.language)
    dialog = ContactsExport(window.context, ENTITIES["organisation"], ["a"], query, window)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog._version.isVisible()
    qtbot.keyClick(dialog._formats, Qt.Key.Key_Down)
    assert dialog._version.isVisible()
    assert dialog._each.isVisible()
    assert dialog.chosen.ending == ".vcf"
    assert dialog.wanted == {"ids": ["a"]}
    for widget in (dialog._formats, dialog._version):
        assert widget.accessibleName()


def test_a_file_that_is_there_is_not_replaced_unasked(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = tmp_path / "seznam.xlsx"
    there.write_bytes(b"kept")
    asked: list[str] = []

    def choose(_parent: object, _title: str, proposed: str, _filter: str) -> tuple[str, str]:
        asked.append(proposed)
        return ("" if len(asked) > 1 else str(tmp_path / "seznam"), "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(choose))
    monkeypatch.setattr(ContactsExport, "exec", lambda _dialog: QDialog.DialogCode.Accepted.value)
    window.show_screen("organisation")
    window.do.export_list()
    assert asked[1] == str(there)
    assert there.read_bytes() == b"kept"


def test_a_known_error_is_shown_and_nothing_is_written(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answer(monkeypatch, tmp_path / "a.xlsx")

    def fail(*_arguments: object, **_more: object) -> int:
        raise UserError("The export was cancelled. Nothing was written.")

    shown: list[str] = []
    monkeypatch.setattr(contacts_export_dialog, "run_job", fail)
    monkeypatch.setattr("ui.context.show_error", lambda _p, text, _tr: shown.append(text))
    window.show_screen("organisation")
    window.do.export_list()
    assert shown == ["Export byl zrušen. Nic nebylo zapsáno."]
    assert not (tmp_path / "a.xlsx").exists()
