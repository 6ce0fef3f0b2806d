"""The paper before it is printed: languages, pages, print, save."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.errors import UserError
from app.i18n import Language
from ui.context import Context, show_error
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.notice_bar import NoticeBar

_RESOLUTION = 300  # dots per inch; finer prints only take longer


class PreviewDialog(QDialog):
    """Shows the summaries of agreements as they will be printed."""

    def __init__(self, context: Context, ids: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self._ids = list(ids)
        tr = context.tr_
        self.setWindowTitle(tr("Agreement summary"))
        self._folder = tempfile.TemporaryDirectory(prefix="vztahy-preview-")
        self._number = 0
        self._document = QPdfDocument(self)
        self._view = QPdfView(self)
        self._view.setDocument(self._document)
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setAccessibleName(tr("Preview of the paper"))
        chosen = context.settings.paper_language
        self._first = self._languages(Language(chosen) if chosen else context.language)
        self._second = self._languages(None)
        second = self._second.findData(context.settings.paper_second or None)
        self._second.setCurrentIndex(max(0, second))
        self._missing = NoticeBar(context.theme, "info", "", self)
        self._missing.hide()
        bar = QHBoxLayout()
        for text, box in ((tr("Language"), self._first), (tr("Beside it"), self._second)):
            label = QLabel(text)
            label.setBuddy(box)
            box.setAccessibleName(text)
            bar.addWidget(label)
            bar.addWidget(box)
            bar.addSpacing(8)
        bar.addStretch(1)
        self._print = QPushButton()
        self._save = QPushButton()
        set_label(self._print, tr("Print…"))
        set_label(self._save, tr("Save as PDF…"))
        self._print.setProperty("primary", True)
        self._print.setDefault(True)
        tokens = context.theme.tokens
        self._print.setIcon(icon("printer", tokens.accent_text, 16))
        self._save.setIcon(icon("download", tokens.text, 16))
        self._print.clicked.connect(self.print_paper)
        self._save.clicked.connect(self.save_paper)
        bar.addWidget(self._save)
        bar.addWidget(self._print)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self._missing)
        layout.addWidget(self._view, 1)
        self.resize(920, 700)
        self._first.activated.connect(lambda _index: self._refresh())
        self._second.activated.connect(lambda _index: self._refresh())
        self._refresh()

    def _languages(self, chosen: Language | None) -> QComboBox:
        tr = self._context.tr_
        box = QComboBox()
        if chosen is None:
            box.addItem(tr("nothing"), None)
        names = {
            Language.CS: tr("Czech"),
            Language.DE: tr("German"),
            Language.EN: tr("English"),
        }
        for code, name in names.items():
            box.addItem(name, code)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    @property
    def languages(self) -> list[Language]:
        """The chosen languages; one if both are the same."""
        chosen = [self._first.currentData(), self._second.currentData()]
        return [Language(code) for code in dict.fromkeys(chosen) if code]

    @property
    def file(self) -> Path:
        """The paper that is shown."""
        return Path(self._folder.name) / f"{self._number}.pdf"

    def _refresh(self) -> None:
        from app.reports.collect import summaries, summary
        from app.reports.data import missing_translations

        tr = self._context.tr_
        self._number += 1
        try:
            with self._context.store.reading() as connection:
                today = self._context.today
                papers = [summary(connection, key, today) for key in self._ids]
                missing = missing_translations(papers, self.languages)
                summaries(connection, self._ids, self.languages, self.file, today)
        except UserError as error:
            show_error(self, error.text(tr), tr)
            return
        self._missing.setVisible(bool(missing))
        if missing:
            self._missing.set_text(
                tr.plural(
                    "{count} text has no translation and is printed in Czech.",
                    "{count} texts have no translation and are printed in Czech.",
                    len(missing),
                )
            )
            self._missing.setToolTip("\n".join(dict.fromkeys(item.text for item in missing)))
        self._document.load(str(self.file))

    def save_paper(self) -> None:
        """Ask where to save, and save."""
        from app.exchange.plain import write_bytes

        tr = self._context.tr_
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = tr("Agreement summary") + ".pdf"
        target, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(Path(folder) / name), tr("PDF documents (*.pdf)")
        )
        if not target:
            return
        path = Path(target)
        if path.suffix.lower() != ".pdf":
            path = path.with_name(path.name + ".pdf")
        with self._context.known_errors(self):
            write_bytes(path, self.file.read_bytes())

    def print_paper(self) -> None:
        """Ask the system's print dialog, and print."""
        settings = self._context.settings
        printer = QPrinter(
            QPrinterInfo.printerInfo(settings.printer), QPrinter.PrinterMode.HighResolution
        )
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setDocName(self.windowTitle())
        dialog = QPrintDialog(printer, self)
        dialog.setMinMax(1, self._document.pageCount())
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        settings.printer = printer.printerName()
        self.print_to(printer)

    def print_to(self, printer: QPrinter) -> None:
        """Print the pages that were asked for, each filling the sheet as in the preview."""
        tr = self._context.tr_
        printer.setFullPage(True)
        printer.setPageMargins(printer.pageLayout().margins(), QPageLayout.Unit.Point)
        first = max(1, printer.fromPage()) - 1
        last = (printer.toPage() or self._document.pageCount()) - 1
        painter = QPainter()
        if not painter.begin(printer):
            show_error(self, tr("The printer does not answer. Nothing was printed."), tr)
            return
        self.setCursor(Qt.CursorShape.WaitCursor)
        try:
            for number in range(first, last + 1):
                if number > first:
                    printer.newPage()
                points = self._document.pagePointSize(number)
                size = QSize(
                    round(points.width() * _RESOLUTION / 72),
                    round(points.height() * _RESOLUTION / 72),
                )
                image = self._document.render(number, size, QPdfDocumentRenderOptions())
                area = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
                painter.drawImage(area, image)
        finally:
            painter.end()
            self.unsetCursor()

    def done(self, result: int) -> None:
        """Close and remove the temporary papers (the document first: Windows locks it)."""
        self._document.close()
        self._folder.cleanup()
        super().done(result)
