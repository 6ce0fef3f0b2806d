from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QAction, QKeySequence
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
    QInputDialog,
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
    },
}


# Papers that everybody calls alike; A3 to A6 and the like hold no word.
PAPERS = ("A3 ", "A4 ", "A5 ", "B5 ", "ANSI ", "Architect ", "Executive ", "JIS ", "Legal")
PAPERS += ("Ledger", "Letter", "Note", "PRC ", "Quarto", "Statement", "Super ", "Tabloid")
# Scripts that the languages call alike.
SCRIPTS = {
    *("Devanagari", "Gurmukhi", "Gujarati", "Kannada", "Khmer", "Malayalam", "Myanmar", "N'Ko"),
    *("Ogham", "Oriya", "Sinhala", "Symbol", "Telugu", "Thaana"),
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
    QApplication.sendPostedEvents()


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


def input_dialog() -> QWidget:
    dialog = QInputDialog()
    dialog.setInputMode(QInputDialog.InputMode.TextInput)
    return dialog


def menu_of(widget: QLineEdit | QPlainTextEdit | QTextBrowser) -> QWidget:
    menu = widget.createStandardContextMenu()
    menu.kept = widget  # type: ignore[attr-defined]
    return menu


def line_edit_menu() -> QWidget:
    return menu_of(QLineEdit("–"))


def plain_text_menu() -> QWidget:
    return menu_of(QPlainTextEdit("–"))


def browser_menu() -> QWidget:
    return menu_of(QTextBrowser())


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
        input_dialog,
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
    """Whether a text holds a word of a language, unlike `A4`, `2 (2x1)`, `8 x 10 in` or `...`."""
    return not text[:1].isdigit() and re.search(r"[^\W\d_]{2}", text) is not None


def shown(qtbot: QtBot, make: Callable[[], QWidget]) -> QWidget:
    widget = make()
    qtbot.addWidget(widget)
    if isinstance(widget, QDialog):
        widget.setModal(False)
        widget.show()
    return widget


def english_left(
    qtbot: QtBot, qt: QtTranslations, language: Language, make: Callable[[], QWidget]
) -> set[str]:
    speak(qt, Language.EN)
    english = {text for text in texts(shown(qtbot, make)) if is_worded(text)}
    assert english, "the dialog says something"
    speak(qt, language)
    return english.intersection(texts(shown(qtbot, make))) - ALIKE[language] - SCRIPTS


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("name", SHOWN)
def test_no_english_is_left(
    qtbot: QtBot, qt: QtTranslations, name: str, language: Language
) -> None:
    assert english_left(qtbot, qt, language, SHOWN[name]) == set()


def properties(qtbot: QtBot) -> set[str]:
    """What the dialog behind the button Properties of the print dialog says."""
    dialog = shown(qtbot, print_dialog)
    found: set[str] = set()

    def read() -> None:
        opened = QApplication.activeModalWidget()
        assert isinstance(opened, QDialog)
        found.update(text for text in texts(opened) if is_worded(text))
        opened.reject()

    QTimer.singleShot(0, read)
    button = dialog.findChild(QAbstractButton, "properties")
    assert button
    button.click()
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_properties_of_a_printer_are_translated(
    qtbot: QtBot, qt: QtTranslations, language: Language
) -> None:
    speak(qt, Language.EN)
    english = properties(qtbot)
    assert "Portrait" in english
    speak(qt, language)
    left = english & properties(qtbot) - ALIKE[language]
    assert {text for text in left if not text.startswith(PAPERS)} == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_standard_button_is_translated(
    qtbot: QtBot, qt: QtTranslations, language: Language
) -> None:
    def named() -> dict[QDialogButtonBox.StandardButton, str]:
        box = shown(qtbot, button_box)
        assert isinstance(box, QDialogButtonBox)
        return {box.standardButton(button): button.text() for button in box.buttons()}

    speak(qt, Language.EN)
    english = named()
    speak(qt, language)
    alike = {button for button, text in named().items() if text == english[button]}
    assert alike == {QDialogButtonBox.StandardButton.Ok}
    assert len(english) == 18


def test_an_open_dialog_follows_the_language(qtbot: QtBot, qt: QtTranslations) -> None:
    speak(qt, Language.EN)
    dialog = shown(qtbot, save_dialog)
    english = texts(dialog)
    speak(qt, Language.CS)
    czech = texts(dialog)
    assert "Soubory &typu:" in czech
    assert "Files of &type:" not in czech
    speak(qt, Language.DE)
    assert "Dateien des &Typs:" in texts(dialog)
    speak(qt, Language.EN)
    # Qt itself gives the button another mnemonic when it is told anew.
    assert [text.replace("&", "") for text in texts(dialog)] == [
        text.replace("&", "") for text in english
    ]


@pytest.mark.parametrize("name", SHOWN)
def test_english_is_english_again(qtbot: QtBot, qt: QtTranslations, name: str) -> None:
    speak(qt, Language.EN)
    before = texts(shown(qtbot, SHOWN[name]))
    for language in (*TRANSLATED, Language.EN):
        speak(qt, language)
    assert texts(shown(qtbot, SHOWN[name])) == before


def test_german_keyboards_have_german_key_names(qt: QtTranslations) -> None:
    speak(qt, Language.DE)
    native = QKeySequence.SequenceFormat.NativeText
    assert QKeySequence("Ctrl+Del").toString(native) == "Strg+Entf"
    speak(qt, Language.CS)
    assert QKeySequence("Ctrl+Space").toString(native) == "Ctrl+Mezerník"


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize(
    "name", ["line_edit_menu", "plain_text_menu", "browser_menu", "color_dialog"]
)
def test_no_two_mnemonics_are_alike(
    qtbot: QtBot, qt: QtTranslations, name: str, language: Language
) -> None:
    speak(qt, language)
    widget = shown(qtbot, SHOWN[name])
    said = {text for text in texts(widget) if re.search("&[^& ]", text)}
    letters = [re.findall("&([^& ])", text)[0].lower() for text in said]
    assert len(letters) == len(set(letters)), sorted(said)


def messages(language: Language) -> list[tuple[str, str, str, str]]:
    """Context, source, comment and translation of each message of a .ts file."""
    file = FOLDER / f"vztahy_qt_{language}.ts"
    return [
        (
            context.findtext("name", ""),
            message.findtext("source", ""),
            message.findtext("comment", ""),
            message.findtext("translation", ""),
        )
        for context in ElementTree.parse(file).getroot().iter("context")
        for message in context.iter("message")
    ]


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_catalogue_holds_what_its_source_says(language: Language) -> None:
    catalogue = QTranslator()
    assert catalogue.load(str(FOLDER / f"vztahy_qt_{language}.qm"))
    assert messages(language)
    for context, source, comment, translation in messages(language):
        assert translation
        assert catalogue.translate(context, source, comment or None) == translation


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_keep_marks_and_mnemonics(language: Language) -> None:
    for _, source, _, translation in messages(language):
        for mark in ("%1", "%2", "%p", "<b>", "<p>", "<h3>"):
            assert source.count(mark) == translation.count(mark), source
        assert ("&" in source) <= ("&" in translation), source
        assert translation.count("&") <= 1, source


def test_the_catalogues_are_compiled_from_their_sources(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("compile_qt", FOLDER / "compile.py")
    assert spec
    assert spec.loader
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    written = tool.compile_to(tmp_path)
    assert [file.name for file in written] == ["vztahy_qt_cs.qm", "vztahy_qt_de.qm"]
    for file in written:
        assert file.read_bytes() == (FOLDER / file.name).read_bytes()
