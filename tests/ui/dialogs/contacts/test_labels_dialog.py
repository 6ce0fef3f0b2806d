from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QTableWidgetItem
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.i18n import Language
from app.reports.people.labels import ENVELOPES, MOST_OFFSET, SHEETS
from app.services.office import choose_own_organisation
from app.system import prints_to_printers_only
from tests.factories import make
from tests.ui.conftest import MakeContext
from tests.ui.test_accessibility import nameless, unreachable
from ui.context import Context
from ui.dialogs.contacts.labels_dialog import LabelsDialog

NAME, LANGUAGE, ADDRESS, SALUTATION, CHECK = range(5)
ADDRESS_OF = {
    "kind": "work", "street": "Hlavní 1", "postal_code": "40001", "city": "Ústí nad Labem",
    "country": "CZ",
}  # fmt: skip
from PySide6.QtPdf import QPdfDocument, QPdfSelection


def texts_of(file: Path, page: int) -> QPdfSelection:
    """What stands on a page of a PDF, and where."""
    document = QPdfDocument(None)  # type: ignore[call-overload]
    document.load(str(file))
    found = document.getAllText(page)
    document.close()
    return found


@pytest.fixture
def people(store: Store) -> list[str]:
    found = [
        make(store, "person", family_name=name, gender="female", language=language)
        for name, language in (("Nováková", "cs"), ("Müller", "de"), ("Bez Adresy", "cs"))
    ]
    for person in found[:2]:
        make(store, "address", person_id=person, **ADDRESS_OF)
    return found


@pytest.fixture
def dialog(
    store: Store, people: list[str], make_context: MakeContext, qtbot: QtBot
) -> LabelsDialog:
    made = LabelsDialog(make_context(store), people, None)
    qtbot.addWidget(made, before_close_func=lambda dialog: dialog.done(0))
    return made


def cell(dialog: LabelsDialog, row: int, column: int) -> QTableWidgetItem:
    found = dialog.table.item(row, column)
    assert found
    return found


def choose(dialog: LabelsDialog, kind: str, code: str) -> None:
    box = dialog._place
    places = [box.itemData(index) for index in range(box.count())]
    index = next(at for at, place in enumerate(places) if place and tuple(place) == (kind, code))
    box.setCurrentIndex(index)
    box.activated.emit(index)


def shown(dialog: LabelsDialog, page: int = 0) -> str:
    dialog.show_preview()
    return str(texts_of(dialog.file, page).text())


def test_it_shows_the_labels_as_they_will_be_printed(dialog: LabelsDialog) -> None:
    text = shown(dialog)
    assert dialog._document.pageCount() == 1
    assert "Jana Nováková" in text
    assert "Frau Jana Müller" in text
    assert "Bez Adresy" not in text


def test_every_sheet_and_envelope_is_offered(dialog: LabelsDialog) -> None:
    texts = [dialog._place.itemText(index) for index in range(dialog._place.count())]
    assert len([text for text in texts if text]) == len(SHEETS) + len(ENVELOPES)
    assert any("63,5 × 38,1 mm" in text for text in texts)
    assert dialog.place is SHEETS["3x7-63.5x38.1"]


def test_who_has_no_address_is_marked_and_left_out(dialog: LabelsDialog) -> None:
    tr = dialog._context.tr_
    assert cell(dialog, 2, CHECK).text() == tr("There is no address.")
    assert not dialog._notice.isHidden()
    assert [item.family_name for item in dialog.printed] == ["Nováková", "Müller"]
    cell(dialog, 2, NAME).setCheckState(Qt.CheckState.Unchecked)
    assert dialog._notice.isHidden(), "nothing is left out against the person's will"


def test_who_has_no_tick_is_not_printed(dialog: LabelsDialog) -> None:
    cell(dialog, 0, NAME).setCheckState(Qt.CheckState.Unchecked)
    text = shown(dialog)
    assert "Nováková" not in text
    assert "Müller" in text
    cell(dialog, 1, NAME).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog._save.isEnabled()
    dialog.show_preview()
    assert dialog._document.pageCount() == 0


def test_one_language_for_all(dialog: LabelsDialog) -> None:
    box = dialog._language
    box.setCurrentIndex(box.findData("en"))
    box.activated.emit(box.currentIndex())
    assert "Ms Jana Nováková" in shown(dialog)


def test_the_first_free_label(dialog: LabelsDialog) -> None:
    assert dialog._start.maximum() == 21
    dialog._start.setValue(21)
    assert "Nováková" in shown(dialog, 0)
    assert dialog._document.pageCount() == 2
    assert "Müller" in shown(dialog, 1)
    choose(dialog, "sheet", "2x2-105x148")
    assert (dialog._start.value(), dialog._start.maximum()) == (4, 4)


def test_the_print_can_be_moved_as_far_as_the_paper_allows(dialog: LabelsDialog) -> None:
    for box in (dialog._right, dialog._down):
        assert (box.minimum(), box.maximum()) == (-MOST_OFFSET, MOST_OFFSET)
    before = texts_of(dialog.file, 0).bounds() if shown(dialog) else []
    dialog._right.setValue(5)
    dialog._down.setValue(-2)
    shown(dialog)
    after = texts_of(dialog.file, 0).bounds()
    point = 72 / 25.4
    old, new = before[0].boundingRect(), after[0].boundingRect()
    assert new.left() - old.left() == pytest.approx(5 * point, abs=0.2)
    assert new.top() - old.top() == pytest.approx(-2 * point, abs=1)


def test_envelopes_bear_the_sender(dialog: LabelsDialog, store: Store) -> None:
    own = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    address = {**ADDRESS_OF, "kind": "seat", "street": "Velká Hradební 48"}
    make(store, "address", organisation_id=own, **address)
    choose(dialog, "envelope", "DL")
    assert "Velká Hradební" not in shown(dialog), "nobody is the own organisation yet"
    choose_own_organisation(store, own)
    text = shown(dialog)
    assert dialog._document.pageCount() == 2
    assert "Velká Hradební 48" in text
    assert "Ústecký kraj" in text
    dialog._sender.setChecked(False)
    assert "Velká Hradební 48" not in shown(dialog)


def test_only_what_belongs_to_the_paper_is_asked(dialog: LabelsDialog) -> None:
    def visible() -> list[bool]:
        return [
            dialog._form.isRowVisible(box) for box in (dialog._start, dialog._frame, dialog._sender)
        ]

    assert visible() == [True, True, False]
    choose(dialog, "envelope", "C5")
    assert visible() == [False, False, True]


def test_an_address_that_does_not_fit_is_marked_and_left_out(
    dialog: LabelsDialog, store: Store, people: list[str]
) -> None:
    street = "\n".join(f"Velmi dlouhý řádek adresy číslo {number}" for number in range(12))
    make(store, "address", person_id=people[2], **{**ADDRESS_OF, "street": street})
    choose(dialog, "sheet", "5x13-38.1x21.2")
    tr = dialog._context.tr_
    assert cell(dialog, 2, CHECK).text() == tr("The address does not fit there.")
    assert "dlouhý" not in shown(dialog)
    choose(dialog, "sheet", "2x2-105x148")
    assert "dlouhý" in shown(dialog)


def test_what_is_saved_is_what_was_shown(
    dialog: LabelsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "štítky"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    dialog.show_preview()
    preview = dialog.file.read_bytes()
    said: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "information", staticmethod(lambda *given: said.append(given[2]))
    )
    dialog.save()
    assert said == ["Uloženo: štítky.pdf"]
    saved = tmp_path / "štítky.pdf"
    assert saved.read_bytes() == preview
    with pikepdf.open(saved) as paper:
        assert len(paper.pages) == 1


def test_the_paper_and_its_offset_are_remembered(
    store: Store, people: list[str], context: Context, qtbot: QtBot
) -> None:
    def again() -> LabelsDialog:
        made = LabelsDialog(context, people, None)
        qtbot.addWidget(made, before_close_func=lambda made: made.done(0))
        return made

    first = again()
    choose(first, "sheet", "2x2-105x148")
    first._right.setValue(2.5)
    first._down.setValue(-1)
    choose(first, "envelope", "DL")
    assert (first._right.value(), first._down.value()) == (0, 0)
    choose(first, "sheet", "2x2-105x148")
    first.done(0)
    second = again()
    assert second.place is SHEETS["2x2-105x148"]
    assert (second._right.value(), second._down.value()) == (2.5, -1)
    context.settings.label_place = "sheet:nonsense"
    context.settings.label_offsets["sheet:3x7-63.5x38.1"] = ["x", 1]  # type: ignore[list-item]
    third = again()
    assert third.place is SHEETS["3x7-63.5x38.1"]
    assert (third._right.value(), third._down.value()) == (0, 0)


def test_the_preview_says_when_it_is_only_a_part(
    dialog: LabelsDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.dialogs.contacts.labels_dialog._PREVIEWED", 1)
    dialog.reload()
    text = shown(dialog)
    assert "Jana Nováková" in text
    assert "Müller" not in text
    assert dialog._context.tr_("the preview shows the first {shown}", shown=1) in (
        dialog._count.text()
    )


def test_very_many_are_looked_up_in_a_process_of_its_own(
    store: Store, people: list[str], context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.dialogs.contacts.labels_dialog._MANY", 1)
    made = LabelsDialog(context, people, None)
    qtbot.addWidget(made, before_close_func=lambda made: made.done(0))
    assert [item.family_name for item in made.printed] == ["Nováková", "Müller"]


def test_nothing_is_saved_without_a_file(
    dialog: LabelsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: ("", "")))
    dialog.save()
    assert not list(tmp_path.glob("*.pdf"))


def test_temporary_papers_are_removed(dialog: LabelsDialog) -> None:
    dialog.show_preview()
    folder = Path(dialog._folder.name)
    assert folder.exists()
    dialog.done(0)
    assert not folder.exists()


@pytest.mark.parametrize("language", list(Language))
def test_every_control_has_a_name_and_is_reached_by_the_keyboard(
    store: Store,
    people: list[str],
    make_context: MakeContext,
    qtbot: QtBot,
    language: Language,
) -> None:
    dialog = LabelsDialog(make_context(store, language.value), people, None)
    qtbot.addWidget(dialog, before_close_func=lambda made: made.done(0))
    dialog.show()
    assert nameless(dialog) == []
    assert unreachable(dialog) == []


@pytest.mark.skipif(prints_to_printers_only(), reason="the dialog opens for printers only")
def test_labels_are_printed_whole_and_as_large_as_they_are(
    dialog: LabelsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(dialog, "sheet", dialog._place.itemData(0)[1])
    seen: list[QPageSize] = []

    def answered(shown: QPrintDialog) -> int:
        printer = shown.printer()
        seen.append(printer.pageLayout().pageSize())
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "labels.pdf"))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", answered)
    dialog._to_printer.click()
    assert [size.id() for size in seen] == [QPageSize.PageSizeId.A4]
    with pikepdf.open(tmp_path / "labels.pdf") as paper:
        assert len(paper.pages) == 1
