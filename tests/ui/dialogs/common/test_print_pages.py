from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.settings import Settings
from app.system import prints_to_printers_only
from ui.dialogs.common import print_pages
from ui.dialogs.common.preview import PreviewDialog
from ui.dialogs.common.print_pages import _fitting, prepared, print_document, remember, wanted_pages
from ui.main_window import MainWindow


@pytest.fixture
def preview(window: MainWindow, qtbot: QtBot) -> PreviewDialog:
    with window.context.store.reading() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM agreement LIMIT 5")]
    made = PreviewDialog(window.context, ids, window)
    qtbot.addWidget(made, before_close_func=lambda dialog: dialog.done(0))
    return made


def to_file(printer: QPrinter, file: Path) -> QPrinter:
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    return printer


def test_the_last_choice_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings()
    printer = to_file(prepared(settings, "Souhrn"), tmp_path / "a.pdf")
    assert printer.docName() == "Souhrn"
    assert printer.copyCount() == 1
    printer.setCopyCount(3)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setFromTo(2, 3)
    remember(settings, printer)
    settings.save(tmp_path / "settings.json")
    stored = Settings.load(tmp_path / "settings.json")
    again = to_file(prepared(stored, "Jiný"), tmp_path / "b.pdf")
    assert again.copyCount() == 3
    assert stored.printing["colour"] == "grey"
    assert again.colorMode() == QPrinter.ColorMode.GrayScale
    assert again.pageRanges().isEmpty(), "the pages are those of one paper"


def test_both_sides_are_remembered_by_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    # A printer into a file knows no back sides, so the two calls are watched.
    settings = Settings()
    long_side = QPrinter.DuplexMode.DuplexLongSide
    monkeypatch.setattr(QPrinter, "duplex", lambda _printer: long_side)
    remember(settings, QPrinter())
    assert settings.printing["duplex"] == "DuplexLongSide"
    chosen: list[QPrinter.DuplexMode] = []
    monkeypatch.setattr(QPrinter, "setDuplex", lambda _printer, mode: chosen.append(mode))
    prepared(settings, "Souhrn")
    assert chosen == [long_side]


@pytest.mark.parametrize("copies", ["", "0", "-1", "many", "1e9", "²"])
def test_a_damaged_choice_is_no_error(qtbot: QtBot, copies: str) -> None:
    settings = Settings(
        printer="gone", printing={"copies": copies, "duplex": "Triplex", "colour": "blue"}
    )
    assert prepared(settings, "Souhrn").copyCount() == 1


def test_the_paper_is_as_large_as_the_pages(qtbot: QtBot, tmp_path: Path) -> None:
    settings = Settings()
    a4 = to_file(prepared(settings, "Souhrn"), tmp_path / "a.pdf").pageLayout()
    assert a4.pageSize().id() == QPageSize.PageSizeId.A4
    assert a4.orientation() == QPageLayout.Orientation.Portrait
    # An envelope DL lies.
    envelope = prepared(settings, "Obálky", QSizeF(623.6, 311.8))
    layout = to_file(envelope, tmp_path / "b.pdf").pageLayout()
    assert layout.orientation() == QPageLayout.Orientation.Landscape
    assert layout.fullRectPoints().width() == 624
    assert layout.fullRectPoints().height() == 312


def test_pages_are_those_that_were_asked_for(qtbot: QtBot) -> None:
    printer = QPrinter()
    assert wanted_pages(printer, 4) == [1, 2, 3, 4]
    printer.setFromTo(2, 3)
    assert wanted_pages(printer, 4) == [2, 3]
    printer.setFromTo(9, 12)
    assert wanted_pages(printer, 4) == []


def test_a_page_is_never_cut_nor_stretched() -> None:
    a4 = QSize(2480, 3508)
    assert _fitting(QRect(0, 0, 2480, 3507), a4) == QRect(0, 0, 2480, 3507)
    letter = _fitting(QRect(0, 0, 2550, 3300), a4)
    assert letter.height() == 3300
    assert abs(letter.width() / letter.height() - 2480 / 3508) < 0.001
    assert letter.left() > 0
    assert QRect(0, 0, 2550, 3300).contains(letter)


def test_where_the_dialog_opens_for_printers_only_their_lack_is_said(
    preview: PreviewDialog, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(print_pages, "prints_to_printers_only", lambda: True)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    monkeypatch.setattr(QMessageBox, "information", staticmethod(lambda *a: said.append(a[2])))
    assert not print_document(window.context, preview, preview._document, "Souhrn")
    assert said == [window.context.tr_("There is no printer here. Save the paper as PDF instead.")]


@pytest.mark.skipif(prints_to_printers_only(), reason="the dialog opens for printers only")
def test_grey_is_grey_and_the_answer_is_kept(
    preview: PreviewDialog, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pikepdf

    def answered(dialog: QPrintDialog) -> int:
        printer = to_file(dialog.printer(), tmp_path / "print.pdf")
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
        printer.setCopyCount(2)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", answered)
    assert print_document(window.context, preview, preview._document, "Souhrn")
    assert window.context.settings.printing["colour"] == "grey"
    with pikepdf.open(tmp_path / "print.pdf") as paper:
        assert len(paper.pages) == preview._document.pageCount()
        (image,) = paper.pages[0].get_images().values()
        assert str(image.ColorSpace) == "/DeviceGray"
    monkeypatch.setattr(QPrintDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    assert not print_document(window.context, preview, preview._document, "Souhrn")
