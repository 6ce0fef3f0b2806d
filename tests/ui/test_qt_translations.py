from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtGui import QAction, QKeySequence, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QErrorMessage,
    QFileDialog,
    QFontDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QTabWidget,
    QTextBrowser,
    QTreeView,
    QWidget,
    QWizard,
    QWizardPage,
)
from pytestqt.qtbot import QtBot

from app.i18n import Language
from app.paths import TRANSLATIONS
from ui.qt_translations import QtTranslations

FOLDER = TRANSLATIONS / "qt"
TRANSLATED = (Language.CS, Language.DE)

# Written alike in English and the other language, beside what holds no word of a language.
ALIKE = {
    Language.CS: {"OK", "&OK", "&HTML:", "HTML:", "Didot (DD)", "Pica (P̸)", "Cicero (CC)", "mm"},
    Language.DE: {
        "OK",
        "&OK",
        "&HTML:",
        "Name",
        "&Name:",
        "Computer",
        "Didot (DD)",
        "Pica (P̸)",
        "Cicero (CC)",
        "Information:",
        "mm",
        "Normal",
        "Symbol",
    },
}


@pytest.fixture
def qt(qapp: QApplication) -> Iterator[QtTranslations]:
    locale = QLocale()
    made = QtTranslations(qapp)
    yield made
    made.switch(Language.EN)
    QLocale.setDefault(locale)


def speak(qt: QtTranslations, language: Language) -> None:
    qt.switch(language)
    QLocale.setDefault(QLocale(language.locale))


def button_box() -> QWidget:
    box = QDialogButtonBox()
    for button in QDialogButtonBox.StandardButton:
        if button is not QDialogButtonBox.StandardButton.NoButton:
            box.addButton(button)
    return box


def message_box() -> QWidget:
    box = QMessageBox()
    box.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Abort)
    box.setDetailedText("–")
    return box


def file_dialog(mode: QFileDialog.FileMode, accept: QFileDialog.AcceptMode) -> QWidget:
    dialog = QFileDialog(None, "–", str(FOLDER))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(accept)
    return dialog


def open_dialog() -> QWidget:
    return file_dialog(QFileDialog.FileMode.ExistingFile, QFileDialog.AcceptMode.AcceptOpen)


def save_dialog() -> QWidget:
    return file_dialog(QFileDialog.FileMode.AnyFile, QFileDialog.AcceptMode.AcceptSave)


def folder_dialog() -> QWidget:
    return file_dialog(QFileDialog.FileMode.Directory, QFileDialog.AcceptMode.AcceptOpen)


def pdf_printer() -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    return printer


def keeping(dialog: QDialog, printer: QPrinter) -> QWidget:
    dialog.kept = printer  # type: ignore[attr-defined]
    return dialog


def print_dialog() -> QWidget:
    printer = pdf_printer()
    return keeping(QPrintDialog(printer), printer)


def preview_dialog() -> QWidget:
    printer = pdf_printer()
    return keeping(QPrintPreviewDialog(printer), printer)


def color_dialog() -> QWidget:
    dialog = QColorDialog()
    dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
    dialog.setOption(QColorDialog.ColorDialogOption.ShowAlphaChannel)
    return dialog


def font_dialog() -> QWidget:
    dialog = QFontDialog()
    dialog.setOption(QFontDialog.FontDialogOption.DontUseNativeDialog)
    return dialog


def wizard() -> QWidget:
    made = QWizard()
    made.setOption(QWizard.WizardOption.HaveHelpButton)
    made.addPage(QWizardPage())
    made.addPage(QWizardPage())
    return made


def error_message() -> QWidget:
    return QErrorMessage()


def progress_dialog() -> QWidget:
    return QProgressDialog()


def line_edit_menu() -> QWidget:
    return QLineEdit("–").createStandardContextMenu()


def plain_text_menu() -> QWidget:
    return QPlainTextEdit("–").createStandardContextMenu()


def browser_menu() -> QWidget:
    return QTextBrowser().createStandardContextMenu()


SHOWN: dict[str, Callable[[], QWidget]] = {
    made.__name__: made
    for made in (
        button_box,
        message_box,
        open_dialog,
        save_dialog,
        folder_dialog,
        print_dialog,
        preview_dialog,
        color_dialog,
        font_dialog,
        wizard,
        error_message,
        progress_dialog,
        line_edit_menu,
        plain_text_menu,
        browser_menu,
    )
}


def own_texts(widget: QWidget) -> Iterator[str]:
    """What the widget itself says; what a person typed or a file is called is no text of Qt."""
    yield widget.windowTitle()
    yield widget.toolTip()
    yield widget.whatsThis()
    match widget:
        case QAbstractButton() | QLabel():
            yield widget.text()
        case QGroupBox() | QMenu():
            yield widget.title()
        case QTabWidget():
            yield from (widget.tabText(index) for index in range(widget.count()))
        case QLineEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QComboBox() if widget.objectName() not in {"lookInCombo", "printers"}:
            yield from (widget.itemText(index) for index in range(widget.count()))
        case QTreeView() if model := widget.model():
            for column in range(model.columnCount()):
                yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")


def texts(widget: QWidget) -> list[str]:
    """Every text of the widget, of its children and of their actions."""
    found: list[str] = []
    for child in chain((widget,), widget.findChildren(QWidget)):
        found.extend(own_texts(child))
    for action in chain(widget.actions(), widget.findChildren(QAction)):
        # The key name after the tab is checked with the keys.
        found += (action.text().partition("\t")[0], action.toolTip().partition("\t")[0])
    return [text.strip() for text in found]


def is_worded(text: str) -> bool:
    """Whether a text holds a word of a language, unlike `A4`, `2 (2x1)` or `...`."""
    return sum(char.isalpha() for char in text) > 2


def shown(qtbot: QtBot, make: Callable[[], QWidget]) -> QWidget:
    widget = make()
    qtbot.addWidget(widget)
    if isinstance(widget, QDialog):
        widget.setModal(False)
        widget.show()
    return widget


# Not words of Qt: paper, fonts and writing systems named alike everywhere.
NAMES = ("A", "ANSI", "Architect", "B", "JIS", "PRC", "Legal", "Letter", "Ledger", "Super")
