from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QTableWidgetItem,
)
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.i18n import Language
from tests.factories import make, value
from tests.ui.conftest import MakeContext
from tests.ui.test_accessibility import nameless, unreachable
from ui.context import Context
from ui.dialogs.contacts.letters_dialog import CHOICES, LettersDialog

NAME, LANGUAGE, ADDRESS, SALUTATION, CHECK = range(5)


@pytest.fixture
def people(store: Store) -> list[str]:
    czech = make(store, "person", family_name="Nováková", gender="female", language="cs")
    german = make(
        store, "person", given_name="Max", family_name="Müller", gender="male", language="de"
    )
    unknown = make(store, "person", given_name="Sasha", family_name="Grey", language="en")
    for person in (czech, german):
        make(
            store, "address", person_id=person, kind="work", street="Hlavní 1",
            postal_code="40001", city="Ústí nad Labem", country="CZ",
        )  # fmt: skip
    return [czech, german, unknown]


Make = Callable[..., LettersDialog]


@pytest.fixture
def make_dialog(store: Store, people: list[str], make_context: MakeContext, qtbot: QtBot) -> Make:
    def build(context: Context | None = None) -> LettersDialog:
        made = LettersDialog(context or make_context(store), people, None)
        qtbot.addWidget(made)
        return made

    return build


@pytest.fixture
def dialog(make_dialog: Make) -> LettersDialog:
    return make_dialog()


def cell(dialog: LettersDialog, row: int, column: int) -> QTableWidgetItem:
    found = dialog.table.item(row, column)
    assert found
    return found


def choose(dialog: LettersDialog, language: Language | None) -> None:
    box = dialog._language
    box.setCurrentIndex(box.findData(language.value if language else None))
    box.activated.emit(box.currentIndex())


def tabs(dialog: LettersDialog) -> list[str]:
    return [dialog._tabs.tabText(number) for number in range(dialog._tabs.count())]


def test_it_shows_whom_the_letters_go_to(dialog: LettersDialog) -> None:
    assert [cell(dialog, row, NAME).text() for row in range(3)] == [
        "Jana Nováková", "Max Müller", "Sasha Grey",
    ]  # fmt: skip
    assert cell(dialog, 0, SALUTATION).text() == "Vážená paní Nováková,"
    assert cell(dialog, 1, SALUTATION).text() == "Sehr geehrter Herr Müller,"
    assert cell(dialog, 0, ADDRESS).text() == (
        "Vážená paní, Jana Nováková, Hlavní 1, 400 01 Ústí nad Labem"
    )
    assert tabs(dialog) == [
        dialog._context.tr_("Czech"), dialog._context.tr_("German"), dialog._context.tr_("English"),
    ]  # fmt: skip


def test_what_to_check_is_said_with_a_sign_and_a_text(dialog: LettersDialog) -> None:
    tr = dialog._context.tr_
    fine, missing = cell(dialog, 0, CHECK), cell(dialog, 2, CHECK)
    assert fine.text() == tr.context("recipient", "In order")
    assert tr("There is no address.") in missing.text()
    assert tr("The gender is not known; check the salutation.") in missing.text()
    assert not fine.icon().isNull()
    assert fine.icon().cacheKey() != missing.icon().cacheKey()


def test_one_language_for_all(dialog: LettersDialog) -> None:
    choose(dialog, Language.DE)
    assert cell(dialog, 0, SALUTATION).text() == "Sehr geehrte Frau Nováková,"
    assert tabs(dialog) == [dialog._context.tr_("German")]
    choose(dialog, None)
    assert cell(dialog, 0, SALUTATION).text() == "Vážená paní Nováková,"
    assert len(tabs(dialog)) == 3


def test_less_formally(dialog: LettersDialog) -> None:
    dialog._formality.setCurrentIndex(1)
    dialog._formality.activated.emit(1)
    assert cell(dialog, 1, SALUTATION).text().startswith("Guten Tag")


def test_a_typed_salutation_is_used_and_can_be_kept(dialog: LettersDialog, store: Store) -> None:
    assert not dialog._keep.isEnabled()
    cell(dialog, 0, SALUTATION).setText("Milá  Jano,")
    assert dialog.table.chosen[0].salutation == "Milá Jano,"
    assert dialog._keep.isEnabled()
    choose(dialog, Language.EN)
    assert cell(dialog, 0, SALUTATION).text() == "Dear Ms Nováková,", "each language has its own"
    assert not dialog._keep.isEnabled()
    choose(dialog, None)
    assert cell(dialog, 0, SALUTATION).text() == "Milá Jano,"
    changed: list[object] = []
    dialog._context.records_changed.connect(changed.append)
    dialog._keep.click()
    assert value(store, "person", dialog._ids[0], "salutation_cs") == "Milá Jano,"
    assert len(changed) == 1
    assert not dialog._keep.isEnabled()
    assert cell(dialog, 0, SALUTATION).text() == "Milá Jano,"


def test_a_typed_salutation_needs_no_checking(dialog: LettersDialog) -> None:
    cell(dialog, 2, SALUTATION).setText("Dear Sasha,")
    assert cell(dialog, 2, CHECK).text() == dialog._context.tr_("There is no address.")


def test_an_emptied_salutation_is_the_suggested_one_again(dialog: LettersDialog) -> None:
    cell(dialog, 0, SALUTATION).setText("Milá Jano,")
    cell(dialog, 0, SALUTATION).setText("  ")
    assert cell(dialog, 0, SALUTATION).text() == "Vážená paní Nováková,"
    assert not dialog._keep.isEnabled()


def test_who_has_no_tick_gets_no_letter(dialog: LettersDialog) -> None:
    cell(dialog, 1, NAME).setCheckState(Qt.CheckState.Unchecked)
    assert [item.family_name for item in dialog.table.chosen] == ["Nováková", "Grey"]
    choose(dialog, Language.EN)
    assert cell(dialog, 1, NAME).checkState() is Qt.CheckState.Unchecked
    assert "2" in dialog._count.text()
    for row in (0, 2):
        cell(dialog, row, NAME).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog._write.isEnabled()


def test_only_the_salutation_can_be_edited(dialog: LettersDialog) -> None:
    for column in (NAME, LANGUAGE, ADDRESS, CHECK):
        assert not cell(dialog, 0, column).flags() & Qt.ItemFlag.ItemIsEditable
    assert cell(dialog, 0, SALUTATION).flags() & Qt.ItemFlag.ItemIsEditable


def test_the_keyboard_edits_a_salutation_and_writes_nothing(
    dialog: LettersDialog, qtbot: QtBot
) -> None:
    dialog.show()
    dialog.table.setFocus()
    dialog.table.setCurrentCell(0, SALUTATION)
    qtbot.keyClick(dialog.table, Qt.Key.Key_F2)
    editor = dialog.table.viewport().findChild(QLineEdit)
    assert editor
    editor.selectAll()
    qtbot.keyClicks(editor, "Ahoj Jano,")  # it types plain letters only
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cell(dialog, 0, SALUTATION).text() == "Ahoj Jano,")
    assert dialog.table.chosen[0].salutation == "Ahoj Jano,"
    assert dialog.isVisible()


def test_the_preview_shows_the_letter_of_the_row(dialog: LettersDialog) -> None:
    dialog._pages[Language.DE].fields["subject"].setText("Einladung")
    dialog._pages[Language.DE].text.setPlainText("wir laden Sie ein.")
    dialog.table.setCurrentCell(1, NAME)
    assert dialog._tabs.currentWidget() is dialog._areas[Language.DE]
    dialog.show_preview()
    text = dialog._preview.toPlainText()
    assert "Herrn Max Müller" in text
    assert text.index("Einladung") < text.index("Sehr geehrter Herr Müller,")
    assert text.index("Müller,") < text.index("wir laden Sie ein.") < text.index("Grüßen")


def test_a_tab_goes_to_the_first_letter_in_its_language(dialog: LettersDialog) -> None:
    dialog._tabs.setCurrentWidget(dialog._areas[Language.EN])
    current = dialog.table.current
    assert current
    assert current.family_name == "Grey"


# Templates


def template(path: Path, text: str) -> Path:
    document = Document()
    document.add_paragraph(text)
    document.save(str(path))
    return path


def pick(monkeypatch: pytest.MonkeyPatch, function: str, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, function, staticmethod(lambda *_: (str(path), "")))


def test_a_chosen_template_is_used_and_remembered(
    dialog: LettersDialog, make_dialog: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(monkeypatch, "getOpenFileName", template(tmp_path / "naše.docx", "Ahoj {{ name }}"))
    page = dialog._pages[Language.CS]
    page.choose_template()
    dialog.show_preview()
    assert dialog._preview.toPlainText() == "Ahoj Jana Nováková"
    assert page._name.text() == "naše.docx"
    dialog.reject()
    again = make_dialog(dialog._context)
    assert again._pages[Language.CS].template == tmp_path / "naše.docx"
    assert again._pages[Language.DE].template.name == "letter_de.docx"
    again._pages[Language.CS].use_default()
    assert again._pages[Language.CS].template.name == "letter_cs.docx"


def test_a_faulty_template_is_refused_with_its_faults(
    dialog: LettersDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    pick(monkeypatch, "getOpenFileName", template(tmp_path / "bad.docx", "{{ nam }} {{ pots }}"))
    page = dialog._pages[Language.CS]
    page.choose_template()
    assert page.template.name == "letter_cs.docx"
    assert "bad.docx" in said[0]
    assert "nam" in said[0]
    assert "pots" in said[0]


def test_a_lost_template_is_said(dialog: LettersDialog, make_dialog: Make, tmp_path: Path) -> None:
    path = template(tmp_path / "naše.docx", "{{ name }}")
    dialog._pages[Language.CS].take(path)
    dialog.reject()
    path.unlink()
    again = make_dialog(dialog._context)
    assert not again._lost.isHidden()
    assert "naše.docx" in again._lost.accessibleName()
    assert again._pages[Language.CS].template.name == "letter_cs.docx"
    assert dialog._lost.isHidden()


def test_a_copy_to_edit_is_saved_and_used(
    dialog: LettersDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(monkeypatch, "getSaveFileName", tmp_path / "kopie")
    page = dialog._pages[Language.CS]
    page.copy_template()
    assert page.template == tmp_path / "kopie.docx"
    assert page.template.read_bytes() == page._default.read_bytes()
    pick(monkeypatch, "getSaveFileName", "")
    page.copy_template()
    pick(monkeypatch, "getOpenFileName", "")
    page.choose_template()
    assert page.template == tmp_path / "kopie.docx"


def test_the_placeholders_can_be_copied(
    dialog: LettersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def read(self: QDialog) -> int:
        found = self.findChild(QPlainTextEdit)
        assert found
        assert nameless(self) == []
        shown.append(found.toPlainText())
        return 0

    monkeypatch.setattr(QDialog, "exec", read)
    dialog._pages[Language.CS].show_placeholders()
    assert "{{ salutation }}" in shown[0]


@pytest.mark.parametrize("kept", ["nonsense", "[]", '{"cs": 7}', '{"cs": {"template": 7}}'])
def test_nonsense_that_was_remembered_does_no_harm(
    store: Store, make_dialog: Make, kept: str
) -> None:
    store.set_meta(CHOICES, kept)
    assert make_dialog()._pages[Language.CS].template.name == "letter_cs.docx"


# Writing


def test_a_letter_for_each_is_written(
    dialog: LettersDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(tmp_path / "out"))
    )
    monkeypatch.setattr(QMessageBox, "information", staticmethod(lambda *a: told.append(a[2])))
    cell(dialog, 0, SALUTATION).setText("Milá Jano,")
    cell(dialog, 2, NAME).setCheckState(Qt.CheckState.Unchecked)
    for page in dialog._pages.values():
        page.fields["signatory"].setText("Eva Malá")
        page.text.setPlainText("Text")
    dialog._write.click()
    files = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert files == ["Müller Max.docx", "Nováková Jana.docx"]
    texts = [p.text for p in Document(str(tmp_path / "out" / files[1])).paragraphs]
    assert {"Milá Jano,", "Text", "Eva Malá"} <= set(texts)
    assert "2" in told[0]
    assert dialog.result() == QDialog.DialogCode.Accepted
    kept = json.loads(dialog._context.store.meta(CHOICES) or "")
    assert kept["cs"] == {"template": "", "signatory": "Eva Malá", "signatory_post": ""}


def test_all_in_one_document(
    dialog: LettersDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(monkeypatch, "getSaveFileName", tmp_path / "vše")
    monkeypatch.setattr(QMessageBox, "information", staticmethod(lambda *_: None))
    for page in dialog._pages.values():
        page.text.setPlainText("Text")
    dialog._joined.setChecked(True)
    dialog._write.click()
    assert len(Document(str(tmp_path / "vše.docx")).sections) == 3
    assert [path.name for path in tmp_path.glob("*.docx")] == ["vše.docx"]


def said(path: Path) -> list[str]:
    return [p.text for p in Document(str(path)).paragraphs if p.text]


@pytest.mark.parametrize("answer", ["Write to them", "Leave them out", "Cancel"])
def test_one_language_written_gives_nobody_a_placeholder(
    dialog: LettersDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    tr = dialog._context.tr_
    told: list[str] = []
    asked: list[str] = []

    def choose_answer(box: QMessageBox) -> int:
        asked.append(box.text())
        wanted = {
            "Write to them": tr("Write to them in this language: {language}", language="čeština"),
        }.get(answer, tr.message(answer))
        for button in box.buttons():
            if button.text() == wanted or button.text().lower() == wanted.lower():
                button.click()
        return 0

    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(tmp_path / "out"))
    )
    monkeypatch.setattr(QMessageBox, "information", staticmethod(lambda *a: told.append(a[2])))
    monkeypatch.setattr(QMessageBox, "exec", choose_answer)
    czech = dialog._pages[Language.CS]
    czech.text.setPlainText("Zveme Vás na jednání.")
    czech.fields["signatory"].setText("Eva Malá")
    assert not dialog._unwritten.isHidden()
    dialog._write.click()
    assert "Müller" in asked[0]
    assert "Grey" in asked[0]
    files = sorted((tmp_path / "out").glob("*.docx")) if (tmp_path / "out").exists() else []
    texts = [said(path) for path in files]
    assert len(files) == {"Write to them": 3, "Leave them out": 1, "Cancel": 0}[answer]
    for text in texts:
        assert "Zveme Vás na jednání." in text
        assert "Eva Malá" in text
        assert not any("[" in line for line in text)
    if answer == "Leave them out":
        assert "Müller" in told[0]
    assert len(dialog.written) == len(files)


def test_without_any_text_nothing_is_written(
    dialog: LettersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: told.append(box.text()))
    dialog.write()
    assert told == [dialog._context.tr_("Write the text of the letter first.")]


def test_nothing_is_written_without_a_folder(
    dialog: LettersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: ""))
    for page in dialog._pages.values():
        page.text.setPlainText("Text")
    dialog.write()
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_cancelling_writes_nothing_and_keeps_the_dialog(
    dialog: LettersDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(tmp_path / "out"))
    )
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    monkeypatch.setattr(QProgressDialog, "wasCanceled", lambda _: True)
    for page in dialog._pages.values():
        page.text.setPlainText("Text")
    dialog.write()
    assert said == [dialog._context.tr_("Writing the letters was cancelled. Nothing was written.")]
    assert not list((tmp_path / "out").glob("*.docx"))
    assert dialog.result() != QDialog.DialogCode.Accepted


def test_what_was_typed_is_there_again(dialog: LettersDialog, make_dialog: Make) -> None:
    page = dialog._pages[Language.CS]
    page.text.setPlainText("dlouhý text")
    page.fields["subject"].setText("Věc")
    dialog.reject()
    again = make_dialog(dialog._context)._pages[Language.CS]
    assert again.values()["text"] == "dlouhý text"
    assert again.values()["subject"] == "Věc"


@pytest.mark.parametrize("language", list(Language))
def test_every_control_has_a_name_and_is_reached_by_the_keyboard(
    store: Store, make_context: MakeContext, make_dialog: Make, language: Language
) -> None:
    dialog = make_dialog(make_context(store, language.value))
    dialog.show()
    assert nameless(dialog) == []
    assert unreachable(dialog) == []


def test_nobody_is_no_trouble(store: Store, make_context: MakeContext, qtbot: QtBot) -> None:
    dialog = LettersDialog(make_context(store), ["gone"], None)
    qtbot.addWidget(dialog)
    dialog.show_preview()
    assert not dialog._write.isEnabled()
    assert dialog._preview.toPlainText() == ""


def test_a_low_screen_hides_no_button(dialog: LettersDialog) -> None:
    assert (
        dialog.minimumSizeHint().height() <= 432
    )  # of 768 pixels at 150 %, without frame and task bar
