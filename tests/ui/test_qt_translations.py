from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QComboBox,
    QDialogButtonBox,
    QErrorMessage,
    QFileDialog,
    QGroupBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QTabWidget,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.i18n import Language
from app.paths import TRANSLATIONS
from ui.qt_translations import QtTranslations

SAME = {"HTML:", "RGB", "PDF", "Name", "Name:", "OK"}
"""Words that are the same in two languages."""


@pytest.fixture
def translations(qapp: QApplication) -> Iterator[QtTranslations]:
    made = QtTranslations(qapp)
    yield made
    made.switch(Language.EN)


def texts(widget: QWidget) -> list[str]:
    """Everything that a dialog or menu says, without its mnemonics."""
    found: list[str] = []
    for item in [widget, *widget.findChildren(QWidget)]:
        if isinstance(item, (QAbstractButton, QLabel)):
            found.append(item.text())
        elif isinstance(item, QGroupBox):
            found.append(item.title())
        elif isinstance(item, QComboBox):
            found += [item.itemText(i) for i in range(item.count())]
        elif isinstance(item, QTabWidget):
            found += [item.tabText(i) for i in range(item.count())]
        elif isinstance(item, QTreeView) and item.model():
            columns = range(item.model().columnCount())
            found += [str(item.model().headerData(i, item.header().orientation()) or "")
                      for i in columns]  # fmt: skip
        elif isinstance(item, QMenu):
            found += [action.text() for action in item.actions()]
    return [text.replace("&", "").split("\t")[0] for text in found]


def words(found: list[str]) -> set[str]:
    """Texts of words: no paths, paper sizes or numbers."""
    return {
        text
        for text in found
        if re.search(r"[A-Za-z]{3}", text) and "/" not in text and not re.search(r"\d", text)
    }


def standard_buttons() -> QWidget:
    box = QDialogButtonBox()
    for button in QDialogButtonBox.StandardButton:
        if button is not QDialogButtonBox.StandardButton.NoButton:
            box.addButton(button)
    return box


def message_box() -> QWidget:
    box = QMessageBox(QMessageBox.Icon.Question, "", "?")
    for button in (QMessageBox.StandardButton.YesToAll, QMessageBox.StandardButton.Cancel):
        box.addButton(button)
    box.setDetailedText("1")
    return box


def file_dialog() -> QWidget:
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return dialog


def print_dialog() -> QWidget:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    return QPrintDialog(printer)


def input_dialog() -> QWidget:
    dialog = QInputDialog()
    dialog.setInputMode(QInputDialog.InputMode.TextInput)
    dialog.setLabelText("?")
    return dialog


def line_menu() -> QWidget:
    line = QLineEdit("text")
    menu = line.createStandardContextMenu()
    menu.setProperty("keeps", line)
    _KEPT.append(line)
    return menu


def text_menu() -> QWidget:
    text = QPlainTextEdit("text")
    _KEPT.append(text)
    return text.createStandardContextMenu()


_KEPT: list[QWidget] = []

DIALOGS: dict[str, Callable[[], QWidget]] = {
    "buttons": standard_buttons,
    "message": message_box,
    "file": file_dialog,
    "print": print_dialog,
    "line menu": line_menu,
    "text menu": text_menu,
    "colour": QColorDialog,
    "input": input_dialog,
    "progress": QProgressDialog,
    "error": QErrorMessage,
}


@pytest.mark.parametrize("language", [Language.CS, Language.DE])
@pytest.mark.parametrize("name", DIALOGS)
def test_qts_own_dialogs_have_no_english_left(
    qtbot: QtBot, translations: QtTranslations, name: str, language: Language
) -> None:
    english = DIALOGS[name]()
    qtbot.addWidget(english)
    before = words(texts(english))
    assert before, "the dialog says something"
    translations.switch(language)
    shown = DIALOGS[name]()
    qtbot.addWidget(shown)
    assert (words(texts(shown)) & before) - SAME == set()
    _KEPT.clear()


def test_switching_back_shows_english_again(qtbot: QtBot, translations: QtTranslations) -> None:
    translations.switch(Language.CS)
    translations.switch(Language.EN)
    box = standard_buttons()
    qtbot.addWidget(box)
    assert "Cancel" in words(texts(box))


def messages(file: Path) -> list[tuple[str, str, str]]:
    """Context, source and translation of a .ts file."""
    return [
        (
            context.findtext("name", ""),
            message.findtext("source", ""),
            message.findtext("translation", ""),
        )
        for context in ElementTree.parse(file).getroot().iter("context")
        for message in context.iter("message")
    ]


@pytest.mark.parametrize("file", sorted((TRANSLATIONS / "qt").glob("*.ts")), ids=lambda f: f.name)
def test_the_compiled_catalogue_belongs_to_its_source(qapp: QApplication, file: Path) -> None:
    catalogue = QTranslator()
    assert catalogue.load(str(file.with_suffix(".qm")))
    found = messages(file)
    assert found
    for context, source, translation in found:
        assert translation
        assert catalogue.translate(context, source) == translation
        for mark in ("%1", "%2", "<b>", "<p>"):
            assert source.count(mark) == translation.count(mark)
        assert source.count("&") == translation.count("&") or "<" in source
