"""Prints a PDF on a printer of the system: what is asked, what is remembered, how it is drawn."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.i18n import Translator
from app.settings import Settings
from app.system import prints_to_printers_only
from ui.context import Context, show_error
from ui.widgets.pdf import PdfDocument
from ui.widgets.pdf_process import Failed
from ui.widgets.plain import ProgressBox, inform

_RESOLUTION = 300  # dots per inch; finer prints only take longer
_QUICK = 3  # pages; more show how far they are
_MOST_COPIES = 999


def print_document(context: Context, parent: QWidget, document: PdfDocument, title: str) -> bool:
    """Ask the system's print dialog, and print; whether it was printed.

    Where the dialog does not open for want of a printer, that is said.
    """
    if prints_to_printers_only() and not QPrinterInfo.availablePrinterNames():
        tr = context.tr_
        inform(parent, title, tr("There is no printer here. Save the paper as PDF instead."))
        return False
    printer = prepared(context.settings, title, document.pagePointSize(0))
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, document.pageCount())
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    remember(context.settings, printer)
    context.remember()
    return print_pages(document, printer, context.tr_, parent)


def prepared(settings: Settings, title: str, size: QSizeF | None = None) -> QPrinter:
    """The printer as it was last chosen: copies, both sides, greyscale; for pages of `size`
    points, without one for A4.
    """
    info = QPrinterInfo.printerInfo(settings.printer)
    printer = (
        QPrinter(info, QPrinter.PrinterMode.HighResolution)
        if not info.isNull()
        else QPrinter(QPrinter.PrinterMode.HighResolution)
    )
    size = size or QPageSize.size(QPageSize.PageSizeId.A4, QPageSize.Unit.Point)
    lying = size.width() > size.height()
    upright = size.transposed() if lying else size
    fuzzy = QPageSize.SizeMatchPolicy.FuzzyMatch
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", fuzzy))
    if lying:
        printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setDocName(title)
    chosen = settings.printing
    copies = chosen.get("copies", "")
    if copies.isascii() and copies.isdigit():
        printer.setCopyCount(min(max(1, int(copies)), _MOST_COPIES))
    for mode in QPrinter.DuplexMode:
        if mode.name == chosen.get("duplex"):
            printer.setDuplex(mode)
    if chosen.get("colour") == "grey":
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
    elif chosen.get("colour") == "colour":
        printer.setColorMode(QPrinter.ColorMode.Color)
    return printer


def remember(settings: Settings, printer: QPrinter) -> None:
    """Keep what was chosen, but not the pages: they are those of one paper."""
    settings.printer = printer.printerName()
    grey = printer.colorMode() == QPrinter.ColorMode.GrayScale
    settings.printing = {
        "copies": str(printer.copyCount()),
        "duplex": printer.duplex().name,
        "colour": "grey" if grey else "colour",
    }


def print_pages(
    document: PdfDocument, printer: QPrinter, tr: Translator, parent: QWidget | None
) -> bool:
    """Print the pages that were asked for, each as large as in the preview and never cut; whether
    all were printed. Many pages show how far they are and can be cancelled.
    """
    printer.setFullPage(True)
    printer.setPageMargins(printer.pageLayout().margins(), QPageLayout.Unit.Point)
    numbers = wanted_pages(printer, document.pageCount())
    painter = QPainter()
    if not numbers or not painter.begin(printer):
        show_error(parent, tr("The printer does not answer. Nothing was printed."), tr)
        return False
    progress: ProgressBox | None = None
    if len(numbers) > _QUICK:
        progress = ProgressBox(tr("Printing…"), tr("Cancel"), 0, len(numbers), parent)
        progress.setWindowTitle(tr("Vztahy"))
        progress.setWindowModality(Qt.WindowModality.WindowModal)
        progress.setMinimumDuration(300)
    grey = printer.colorMode() == QPrinter.ColorMode.GrayScale
    try:
        for done, number in enumerate(numbers):
            if progress:
                progress.setValue(done)
                QApplication.processEvents()
                if progress.wasCanceled():
                    printer.abort()
                    return False
            if done:
                printer.newPage()
            sheet = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
            try:
                image = page_image(document, number - 1)
            except Failed as error:
                printer.abort()
                text = tr(
                    "Page {number} cannot be printed. Nothing was printed after page {last}.",
                    number=number,
                    last=number - 1,
                )
                show_error(parent, f"{text} {tr.message(str(error))}", tr)
                return False
            if grey:
                image = image.convertToFormat(QImage.Format.Format_Grayscale8)
            painter.drawImage(_fitting(sheet, image.size()), image)
    finally:
        painter.end()
        if progress:
            progress.close()
            progress.deleteLater()
    return True


def wanted_pages(printer: QPrinter, count: int) -> list[int]:
    """The numbers of the pages, from 1, that the print dialog was asked for."""
    asked = printer.pageRanges()
    if asked.isEmpty():
        return list(range(1, count + 1))
    return [number for number in range(1, count + 1) if asked.contains(number)]


def page_image(document: PdfDocument, index: int) -> QImage:
    """A page as a picture on white. Raises `Failed`."""
    points = document.pagePointSize(index)
    size = QSize(
        round(points.width() * _RESOLUTION / 72), round(points.height() * _RESOLUTION / 72)
    )
    return document.render(index, size)


def _fitting(sheet: QRect, size: QSize) -> QRect:
    """Where a page goes on a sheet of another format: whole, in its shape, in the middle."""
    fitting = size.scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
    if abs(fitting.width() - sheet.width()) < sheet.width() / 100 and (
        abs(fitting.height() - sheet.height()) < sheet.height() / 100
    ):
        return sheet  # the same format, but for rounding
    found = QRect(sheet.topLeft(), fitting)
    found.moveCenter(sheet.center())
    return found
