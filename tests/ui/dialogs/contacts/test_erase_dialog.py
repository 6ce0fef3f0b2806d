from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.i18n import Language
from app.services.care.auto_backup import existing, folder_for, run
from app.services.documents.documents import add
from app.services.privacy.erasure import IN_FILES, plan
from app.services.privacy.mentions import NamedInFile
from tests.factories import count, make, value
from ui.context import Context
from ui.dialogs.contacts import erase_dialog
from ui.dialogs.contacts.erase_dialog import EraseDialog, erase_person, save_report
from ui.main_window import MainWindow


@pytest.fixture
def person(store: Store) -> str:
    found = make(store, "person", family_name="Šímová")
    make(store, "contact_point", person_id=found, kind="email", value="jana@priklad.example")
    return found


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def dialog_of(context: Context, person: str, parent: QWidget) -> EraseDialog:
    with context.store.reading() as connection:
        found = plan(connection, person, Language.CS)
    return EraseDialog(context, found, parent)


def texts(dialog: EraseDialog) -> str:
    found = []

    def walk(item: object) -> None:
        found.append(" ".join(item.text(0).split()))  # type: ignore[attr-defined]
        for number in range(item.childCount()):  # type: ignore[attr-defined]
            walk(item.child(number))  # type: ignore[attr-defined]

    walk(dialog.tree.invisibleRootItem())
    return "\n".join(found)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []

    def tell(_parent: object, _title: str, text: str) -> None:
        said.append(text)

    monkeypatch.setattr(QMessageBox, "information", staticmethod(tell))
    return said


def test_it_says_what_goes_what_stays_and_why(
    context: Context, person: str, parent: QWidget
) -> None:
    store = context.store
    agreement = make(store, "agreement")
    make(
        store,
        "agreement_party",
        agreement_id=agreement,
        organisation_id=make(store, "organisation"),
        signatory_id=person,
        signatory_post="hejtmanka",
    )
    make(store, "task", title="Jana Šímová: poděkovat")
    make(store, "task", title="Šímová")
    shown = texts(dialog_of(context, person, parent))
    assert "Kontaktní údaje: 1" in shown
    assert "Smluvní strana: Zkušební dohoda – Jana Šímová, hejtmanka" in shown
    assert "499/2004" in shown
    assert "může jít o někoho jiného" in shown


def test_it_says_which_files_name_the_person(
    context: Context, person: str, parent: QWidget, qtbot: QtBot
) -> None:
    with context.store.reading() as connection:
        found = plan(connection, person, Language.CS)
    named = NamedInFile("1", "zápis z jednání", "… s tím přišel Kryšpín …", False)
    dialog = EraseDialog(context, replace(found, files=(named,)), parent)
    said = texts(dialog)
    tr = context.tr_
    assert " ".join(tr.message(IN_FILES).split()) in said
    assert "zápis z jednání … s tím přišel Kryšpín …" in said
    assert "zápis z jednání" not in texts(dialog_of(context, person, parent))


def test_only_the_typed_family_name_allows_it(
    context: Context, person: str, parent: QWidget, qtbot: QtBot
) -> None:
    dialog = dialog_of(context, person, parent)
    assert not dialog.accept_button.isEnabled()
    qtbot.keyClicks(dialog.confirm, "simova")
    assert not dialog.accept_button.isEnabled()
    dialog.confirm.setText(" šímová ")
    assert dialog.accept_button.isEnabled()
    dialog.show()
    dialog.confirm.setFocus()
    qtbot.keyClick(dialog, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.accept_button
    qtbot.keyClick(dialog.confirm, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected, "Enter alone erases nothing"


def test_what_is_unmarked_is_left(
    context: Context, person: str, parent: QWidget, tmp_path: Path
) -> None:
    store = context.store
    sure = make(store, "task", title="Jana Šímová: poděkovat")
    maybe = make(store, "task", title="Šímová")
    file = tmp_path / "zivotopis.txt"
    file.write_text("životopis", encoding="utf-8")
    document, _ = add(store, file, ("person", person), title="Životopis")
    dialog = dialog_of(context, person, parent)
    assert dialog.reword == [("task", sure)]
    assert dialog.documents == [document]
    for item, _ in (*dialog._mentions, *dialog._documents):
        unmarked = item.checkState(0) == Qt.CheckState.Unchecked
        item.setCheckState(0, Qt.CheckState.Checked if unmarked else Qt.CheckState.Unchecked)
    assert dialog.reword == [("task", maybe)]
    assert dialog.documents == []


def test_every_control_has_a_name(context: Context, person: str, parent: QWidget) -> None:
    dialog = dialog_of(context, person, parent)
    for control in (dialog.tree, dialog.confirm):
        assert control.accessibleName()
    for button in (dialog.report, dialog.accept_button, dialog.renew):
        assert button.text()


def test_the_person_is_erased_from_the_menu_of_the_record(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    store = window.context.store
    person = make(store, "person", family_name="Šímová")
    folder = folder_for(store.path)
    run(store, folder, datetime(2026, 11, 1, 8))
    window.open_record("person", person)
    screen = window.screen_shown
    assert screen
    assert screen.detail.record
    window.context.filters = {"person": [["tags", "Šímová"], ["gender", "female"]]}

    def agree(dialog: EraseDialog) -> int:
        dialog.confirm.setText("Šímová")
        assert dialog.accept_button.isEnabled()
        dialog.renew.setChecked(True)
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(EraseDialog, "exec", agree)
    erase_person(window.context, window, person)
    assert value(store, "person", person, "family_name") is None
    assert screen.detail.record is None
    assert not window.undo_bar.isVisible(), "nothing offers to take it back"
    assert window.context.filters == {"person": [["gender", "female"]]}
    assert len(told) == 1
    assert [item.at.day for item in existing(folder)] != [1], "the older backup is gone"
    assert len(existing(folder)) == 1
    window.undo()
    assert value(store, "person", person, "family_name") is None


def test_nothing_happens_when_it_is_left(
    context: Context, person: str, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EraseDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected.value)
    before = count(context.store, "log_header")
    erase_person(context, parent, person)
    assert count(context.store, "person") == 1
    assert count(context.store, "log_header") == before


def test_remains_that_could_not_be_removed_are_told(
    context: Context, person: str, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.services.privacy import erasure

    with context.store.reading() as connection:
        found = plan(connection, person, Language.CS)

    def job(_context: Context, _parent: QWidget, _text: str, name: str, **values: object) -> object:
        if name == "plan_erasure":
            return found
        done = erasure.erase(context.store, str(values["person_id"]))
        return erasure.Erased(done.changes, False)

    said: list[str] = []
    monkeypatch.setattr(erase_dialog, "run_job", job)
    monkeypatch.setattr(erase_dialog, "show_error", lambda _p, text, _tr: said.append(text))
    monkeypatch.setattr(EraseDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted.value)
    erase_person(context, parent, person)
    assert len(said) == 1
    assert "při příštím spuštění" in said[0]


def test_the_report_is_saved_as_pdf_or_json(
    context: Context,
    person: str,
    parent: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    told: list[str],
) -> None:
    def choose(*_arguments: object) -> tuple[str, str]:
        return str(tmp_path / "vypis"), "JSON (*.json)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(choose))
    assert save_report(context, parent, person) == tmp_path / "vypis.json"
    found = json.loads((tmp_path / "vypis.json").read_text(encoding="utf-8"))
    assert found["name"] == "Jana Šímová"
    assert told == ["Uloženo: vypis.json"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: ("", "")))
    assert save_report(context, parent, person) is None


def test_who_cancels_after_the_erasure_is_told_that_it_was_done(
    context: Context, person: str, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.errors import UserError
    from app.services.privacy import erasure

    with context.store.reading() as connection:
        found = plan(connection, person, Language.CS)
    erases = True

    def job(_context: Context, _parent: QWidget, _text: str, name: str, **values: object) -> object:
        if name == "plan_erasure":
            return found
        if erases:
            erasure.erase(context.store, str(values["person_id"]))
        raise UserError("The work ended unexpectedly. Nothing was changed. Try again.")

    told: list[str] = []
    changed: list[object] = []
    context.records_changed.connect(changed.append)
    monkeypatch.setattr(erase_dialog, "run_job", job)
    for place in ("ui.dialogs.contacts.erase_dialog.show_error", "ui.context.show_error"):
        monkeypatch.setattr(place, lambda _p, text, _tr: told.append(text))
    monkeypatch.setattr(EraseDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted.value)
    erases = False
    erase_person(context, parent, person)
    assert (len(told), len(changed)) == (1, 0)
    assert "Nic" in told[0]
    erases = True
    erase_person(context, parent, person)
    assert len(changed) == 1
    assert "při příštím spuštění" in told[1]
