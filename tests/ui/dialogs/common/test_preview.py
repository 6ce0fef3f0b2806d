from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.i18n import Language
from ui.dialogs.common.preview import PreviewDialog
from ui.main_window import MainWindow


@pytest.fixture
def preview(window: MainWindow, qtbot: QtBot) -> PreviewDialog:
    window.show_screen("agreement")
    screen = window.screen_shown
    assert screen
    screen._select_first()
    assert screen.detail.record
    made = PreviewDialog(window.context, [screen.detail.record.id], window)
    qtbot.addWidget(made, before_close_func=lambda dialog: dialog.done(0))
    return made


def test_it_shows_the_paper_in_the_language_of_the_window(preview: PreviewDialog) -> None:
    assert preview.languages == [Language.CS]
    assert preview._document.pageCount() >= 1
    with pikepdf.open(preview.file) as paper:
        assert str(paper.Root.Lang) == "cs"


def test_two_languages_stand_side_by_side(preview: PreviewDialog) -> None:
    preview._second.setCurrentIndex(preview._second.findData(Language.DE))
    preview._second.activated.emit(preview._second.currentIndex())
    assert preview.languages == [Language.CS, Language.DE]
    paper = QPdfDocument(preview)
    paper.load(str(preview.file))
    text = paper.getAllText(0).text()
    paper.close()
    assert "Smluvní strany" in text
    assert "Vertragsparteien" in text
    assert not preview._missing.isHidden(), "what has no German text is said"


def test_a_language_is_not_offered_beside_itself(preview: PreviewDialog) -> None:
    preview._second.setCurrentIndex(preview._second.findData(Language.DE))
    preview._first.setCurrentIndex(preview._first.findData(Language.DE))
    preview._first.activated.emit(preview._first.currentIndex())
    assert preview._second.currentData() is None
    model = preview._second.model()
    enabled = {
        preview._second.itemData(row): bool(model.index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled)
        for row in range(preview._second.count())
    }
    assert enabled == {None: True, Language.CS: True, Language.DE: False, Language.EN: True}


def test_the_same_language_twice_is_one_column(preview: PreviewDialog) -> None:
    preview._second.setCurrentIndex(preview._second.findData(Language.CS))
    assert preview.languages == [Language.CS]


def test_what_is_saved_is_what_was_shown(
    preview: PreviewDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "souhrn"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    said: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append(box.text()))
    preview.save_paper()
    assert said == ["Uloženo: souhrn.pdf"]
    assert (tmp_path / "souhrn.pdf").read_bytes() == preview.file.read_bytes()


def on_white(file: Path) -> QImage:
    """The first page, small enough that the edges of letters do not count."""
    document = QPdfDocument(None)  # type: ignore[call-overload]
    document.load(str(file))
    page = document.render(0, QSize(1192, 1684), QPdfDocumentRenderOptions())
    document.close()
    sheet = QImage(page.size(), QImage.Format.Format_RGB32)
    sheet.fill(0xFFFFFF)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, page)
    painter.end()
    return sheet.scaledToWidth(149, Qt.TransformationMode.SmoothTransformation)


def test_the_printed_page_looks_like_the_preview(preview: PreviewDialog, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    preview.print_to(printer)
    printed = QPdfDocument(preview)
    printed.load(str(tmp_path / "print.pdf"))
    assert printed.pageCount() == preview._document.pageCount()
    shown, paper = on_white(preview.file), on_white(tmp_path / "print.pdf")
    different = sum(
        abs(shown.pixelColor(x, y).lightness() - paper.pixelColor(x, y).lightness()) > 40
        for x in range(shown.width())
        for y in range(shown.height())
    )
    assert different < shown.width() * shown.height() * 0.01
    ink = sum(
        shown.pixelColor(x, y).lightness() < 230
        for x in range(shown.width())
        for y in range(shown.height())
    )
    assert ink > shown.width() * shown.height() * 0.03, "an empty page would look alike too"
    printed.close()


def test_only_the_pages_that_were_asked_for_are_printed(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    with window.context.store.reading() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM agreement LIMIT 3")]
    preview = PreviewDialog(window.context, ids, window)
    qtbot.addWidget(preview, before_close_func=lambda dialog: dialog.done(0))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    printer.setFromTo(2, 3)
    preview.print_to(printer)
    with pikepdf.open(tmp_path / "print.pdf") as paper:
        assert len(paper.pages) == 2


def test_temporary_papers_are_removed(preview: PreviewDialog) -> None:
    folder = Path(preview._folder.name)
    assert folder.exists()
    preview.done(0)
    assert not folder.exists()
