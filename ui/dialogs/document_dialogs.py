"""Stored files: adding them, looking into them, saving and opening copies."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.entities.choices import DOCUMENT_KIND
from app.errors import UserError
from app.exchange import document_store, document_text
from app.exchange.document_store import Added
from app.i18n import N_, Translator
from app.kinds import DATE, LANGUAGE_CODES
from app.services import documents
from app.services.documents import About, Cancelled, NewFile, Progress, Version
from app.services.rows import GONE, REQUIRED
from ui.context import Context, show_error
from ui.dialogs import files
from ui.editors import LineEditor
from ui.icons import icon
from ui.widgets.background import run_in_thread
from ui.widgets.buttons import set_label
from ui.widgets.document_view import DocumentView

_MOST_TEXT = 200_000  # characters; more of them make a text slow to scroll
_LANGUAGES = ("cs", "de", "en", "es", "fr", "hu", "it", "nl", "pl", "ru", "sk", "uk")
_TOLD = {document_text.DAMAGED, document_text.LOCKED, document_text.PROGRAM}

_Result = TypeVar("_Result")


def extract_name(path: Path) -> str:
    """The title that is proposed for a file."""
    return documents.extract_name(path.name)


def add_documents(
    context: Context, parent: QWidget, paths: Sequence[Path], about: About | None
) -> list[str]:
    """Ask what files are and store them about a record, as one action; gives their documents.

    Files that cannot be stored are named with the reason, the others arrive. Nothing is stored
    when the person cancels, before or while it is done.
    """
    if not paths:
        return []
    tr = context.tr_
    dialog = AddDialog(context, paths, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return []
    chosen = dialog.chosen

    def work(progress: Progress, cancelled: Cancelled) -> Added:
        return document_store.add_files(
            context.store, chosen, about, progress=progress, cancelled=cancelled
        )

    try:
        added = in_background(context, parent, tr("Storing the files…"), work)
    except UserError as error:
        if error.message != documents.CANCELLED:  # who cancelled knows
            show_error(parent, error.text(tr), tr)
        return []
    context.changed(added.changes)
    if text := _outcome(added, tr):
        QMessageBox.information(parent, tr("Vztahy"), text)
    return added.ids


def _outcome(added: Added, tr: Translator) -> str:
    """What a person has to know of the files that were stored or not; often nothing."""
    lines = [error.text(tr) for _, error in added.refused]
    if added.known:
        lines.append(
            tr.plural(
                "{count} file was stored about this record already.",
                "{count} files were stored about this record already.",
                len(added.known),
            )
        )
    for name, problem in added.problems:
        if problem in _TOLD:
            lines.append(f"{name}: {tr.message(problem)}")
    return "\n".join(lines)


def add_version(context: Context, parent: QWidget, document_id: str) -> str | None:
    """Ask for a file and store it as the next version of a document; gives the version's id."""
    tr = context.tr_
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("Choose the file of the new version"), str(files.documents())
    )
    if not name:
        return None
    dialog = VersionDialog(context, Path(name), parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None

    def work(progress: Progress, cancelled: Cancelled) -> Any:
        return document_store.add_version(
            context.store,
            document_id,
            Path(name),
            **dialog.values,
            progress=progress,
            cancelled=cancelled,
        )

    try:
        version_id, changes = in_background(context, parent, tr("Storing the files…"), work)
    except UserError as error:
        if error.message != documents.CANCELLED:
            show_error(parent, error.text(tr), tr)
        return None
    if changes:
        context.changed(changes)
    else:
        QMessageBox.information(
            parent, tr("Vztahy"), tr("The newest version holds the same file already.")
        )
    return str(version_id)


def show_document(context: Context, parent: QWidget, document_id: str) -> None:
    """Show what stands in a document: its version that is valid today, else its newest."""
    with context.known_errors(parent):
        dialog = DocumentDialog(context, document_id, parent)
        dialog.exec()
        dialog.deleteLater()


def in_background(
    context: Context,
    parent: QWidget | None,
    text: str,
    work: Callable[[Progress, Cancelled], _Result],
) -> _Result:
    """Run `work` with the database in a thread, behind a progress bar that can cancel it.

    Gives its result and raises what it raised.
    """
    tr = context.tr_

    def run(progress: Progress, cancelled: Cancelled) -> _Result:
        try:
            return work(progress, cancelled)
        finally:
            context.store.close()  # the connections of this thread

    return run_in_thread(parent, (tr("Vztahy"), text, tr("Cancel")), run)


class AddDialog(QDialog):
    """What the files are: one kind for all; a title and a language for each."""

    def __init__(self, context: Context, paths: Sequence[Path], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self._paths = list(paths)
        tr = context.tr_
        self.setWindowTitle(tr("Add documents"))
        self.kind = QComboBox()
        for code, label in DOCUMENT_KIND.options.items():
            self.kind.addItem(tr.message(label), code)
        self.kind.setCurrentIndex(self.kind.findData("other"))
        self.kind.setAccessibleName(tr("Kind"))
        first = QFormLayout()
        first.addRow(_label(tr("Kind"), self.kind), self.kind)
        page = QWidget()
        page.setProperty("role", "page")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for column, heading in enumerate((tr("Title"), tr("Language"))):
            grid.addWidget(QLabel(heading), 0, column)
        self.titles: list[QLineEdit] = []
        self.languages: list[QComboBox] = []
        self._errors: list[QLabel] = []
        for number, path in enumerate(self._paths):
            name = documents.shown_name(path)
            title = QLineEdit(extract_name(path))
            title.setCursorPosition(0)
            title.setAccessibleName(tr("Title: {file}", file=name))
            language = _language_box(tr)
            language.setAccessibleName(tr("Language: {file}", file=name))
            below = QLabel(name)
            below.setProperty("role", "small")
            below.setTextFormat(Qt.TextFormat.PlainText)
            below.setWordWrap(True)
            error = QLabel(tr.message(REQUIRED))
            error.setProperty("role", "error")
            error.hide()
            title.textEdited.connect(lambda _text, label=error: label.hide())
            row = 3 * number + 1
            grid.addWidget(title, row, 0)
            grid.addWidget(language, row, 1)
            grid.addWidget(error, row + 1, 0, 1, 2)
            grid.addWidget(below, row + 2, 0, 1, 2)
            self.titles.append(title)
            self.languages.append(language)
            self._errors.append(error)
        grid.setRowStretch(3 * len(self._paths) + 1, 1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        buttons = QDialogButtonBox()
        store = buttons.addButton(tr("Store"), QDialogButtonBox.ButtonRole.AcceptRole)
        store.setProperty("primary", True)
        store.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(first)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        self.resize(600, min(620, page.sizeHint().height() + 150))
        self.titles[0].setFocus()
        self.titles[0].selectAll()

    def accept(self) -> None:
        """Close if every file has a title."""
        wrong = [number for number, title in enumerate(self.titles) if not title.text().strip()]
        for number in wrong:
            self._errors[number].show()
        if wrong:
            self.titles[wrong[0]].setFocus()
            return
        super().accept()

    @property
    def chosen(self) -> list[NewFile]:
        """The files as they are to be stored."""
        return [
            NewFile(path, title.text().strip(), self.kind.currentData(), language.currentData())
            for path, title, language in zip(self._paths, self.titles, self.languages, strict=True)
        ]


class VersionDialog(QDialog):
    """The language of a new version, and from when until when it is valid."""

    def __init__(self, context: Context, path: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        self.setWindowTitle(tr("Add a version"))
        self.setMinimumWidth(420)
        name = QLabel(documents.shown_name(path))
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setWordWrap(True)
        self.language = _language_box(tr)
        self.language.setAccessibleName(tr("Language"))
        form = QFormLayout()
        form.addRow(_label(tr("Language"), self.language), self.language)
        self._days: dict[str, LineEditor] = {}
        self._errors: dict[str, QLabel] = {}
        for field_name in ("valid_from", "valid_until"):
            field = ENTITIES["document_version"].by_name[field_name]
            editor = LineEditor(field, tr)
            label = tr.message(field.label)
            editor.inner.setAccessibleName(label)
            error = QLabel()
            error.setProperty("role", "error")
            error.setWordWrap(True)
            error.hide()
            form.addRow(_label(label, editor.inner), editor)
            form.addRow("", error)
            self._days[field_name] = editor
            self._errors[field_name] = error
        buttons = QDialogButtonBox()
        store = buttons.addButton(tr("Store"), QDialogButtonBox.ButtonRole.AcceptRole)
        store.setProperty("primary", True)
        store.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(name)
        layout.addLayout(form)
        layout.addWidget(buttons)
        self.values: dict[str, str | None] = {}

    def day(self, name: str) -> QLineEdit:
        """The line of a day: `valid_from` or `valid_until`."""
        line = self._days[name].inner
        assert isinstance(line, QLineEdit)
        return line

    def accept(self) -> None:
        """Close if the days can be read and follow each other."""
        tr = self._context.tr_
        found: dict[str, str | None] = {"language": self.language.currentData()}
        wrong = ""
        for name, editor in self._days.items():
            text = ""
            try:
                found[name] = editor.value(tr)
                if name == "valid_until" and (found.get("valid_from") or "") > (
                    found[name] or "9999"
                ):
                    raise UserError(ENDS_BEFORE)
            except UserError as error:
                text = error.text(tr)
                wrong = wrong or name
            self._errors[name].setText(text)
            self._errors[name].setVisible(bool(text))
            editor.inner.setAccessibleDescription(text)
            editor.mark(wrong=bool(text))
        if wrong:
            self._days[wrong].setFocus()
            return
        self.values = found
        super().accept()


ENDS_BEFORE = N_("The version would end before it begins. Correct one of the days.")


class DocumentDialog(QDialog):
    """Shows a version of a document, with what can be done with it.

    Raises `UserError` when the document is gone.
    """

    def __init__(self, context: Context, document_id: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self._id = document_id
        tr = context.tr_
        with context.store.reading() as connection:
            row = connection.execute(
                "SELECT title FROM document WHERE id = ?", (document_id,)
            ).fetchone()
        if row is None:
            raise UserError(GONE)
        self._title = str(row[0])
        self.setWindowTitle(self._title)
        # On Windows a file that another program shows cannot be removed: that is no error here.
        self._folder = tempfile.TemporaryDirectory(
            prefix="vztahy-document-", ignore_cleanup_errors=True
        )
        self._versions: list[Version] = []
        self._shown = 0
        self.view = DocumentView()
        self.version_box = QComboBox()
        self.version_box.setAccessibleName(tr("Version"))
        self.version_box.activated.connect(lambda _index: self.refresh())
        self.facts = QLabel()
        self.facts.setProperty("role", "muted")
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.facts.setWordWrap(True)
        bar = QHBoxLayout()
        self._version_label = _label(tr("Version"), self.version_box)
        bar.addWidget(self._version_label)
        bar.addWidget(self.version_box)
        bar.addWidget(self.facts, 1)
        self.open_button = self._button("folder-open", tr("Open a copy"), self.open_copy)
        self.save_button = self._button("download", tr("Save as…"), self.save_as)
        self.add_button = self._button("plus", tr("Add a version…"), self.add_version)
        self.close_button = self._button("", tr("Close"), self.reject)
        below = QHBoxLayout()
        for button in (self.open_button, self.save_button, self.add_button):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)
        self.resize(900, 680)
        try:
            self.read_versions()
        except UserError:
            self._folder.cleanup()
            raise

    def _button(self, name: str, text: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        if name:
            button.setIcon(icon(name, self._context.theme.tokens.text, 16))
        set_label(button, text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: run())
        return button

    @property
    def shown(self) -> Version | None:
        """The version that is shown; None if the document has none."""
        key = self.version_box.currentData()
        return next((item for item in self._versions if item.id == key), None)

    def read_versions(self, wanted: str = "") -> None:
        """Read the versions anew and show the wanted one, else the one that is valid today."""
        context = self._context
        tr = context.tr_
        with context.store.reading() as connection:
            self._versions = documents.versions(connection, self._id)
            valid = documents.current_version(connection, self._id, context.today)
        self.version_box.clear()
        for item in self._versions:
            self.version_box.addItem(_version_name(item, tr), item.id)
        chosen = self.version_box.findData(wanted or (valid.id if valid else ""))
        self.version_box.setCurrentIndex(max(0, chosen) if self._versions else -1)
        several = len(self._versions) > 1
        self.version_box.setVisible(several)
        self._version_label.setVisible(several)
        self.open_button.setEnabled(bool(self._versions))
        self.save_button.setEnabled(bool(self._versions))
        self.refresh()

    def refresh(self) -> None:
        """Show the chosen version."""
        tr = self._context.tr_
        item = self.shown
        if item is None:
            self.facts.setText("")
            self.view.show_nothing(tr("This document has no file yet. Add a version."))
            return
        self.facts.setText(f"{documents.safe_name(item.file_name)} · {_size(item.size, tr)}")
        media_type, text = self._type_and_text(item)
        if DocumentView.needs_file(media_type) and self._show_file(item, media_type):
            return
        if text:
            name = tr("Text of the file, without its layout")
            shown = text[:_MOST_TEXT]
            self.view.show_text(shown if shown == text else f"{shown}\n…", name)
            self.facts.setText(f"{self.facts.text()} · {name}")
            return
        self.view.show_nothing(
            tr("There is no preview of this file. Open a copy or save it to see it.")
        )

    def _type_and_text(self, item: Version) -> tuple[str, str]:
        with self._context.store.reading() as connection:
            row = connection.execute(
                "SELECT text FROM content WHERE id = ?", (item.content,)
            ).fetchone()
            return document_store.type_of(connection, item), (row and row[0]) or ""

    def _show_file(self, item: Version, media_type: str) -> bool:
        self._shown += 1
        path = Path(self._folder.name) / str(self._shown)
        if not self._write(item, path):
            return False
        return self.view.show_file(path, media_type, f"{self._title}, {item.file_name}")

    def _write(self, item: Version, path: Path) -> bool:
        """Write the bytes of a version; whether that succeeded (a failure is told)."""
        context = self._context

        def work(progress: Progress, cancelled: Cancelled) -> bool:
            with context.store.reading() as connection:
                documents.extract_to(connection, item.id, path, progress, cancelled)
            return True

        return self._try(context.tr_("Reading the file…"), work) or False

    def _try(self, text: str, work: Callable[[Progress, Cancelled], _Result]) -> _Result | None:
        tr = self._context.tr_
        try:
            return in_background(self._context, self, text, work)
        except UserError as error:
            if error.message != documents.SAVING_CANCELLED:
                show_error(self, error.text(tr), tr)
            return None

    def open_copy(self) -> None:
        """Open a read-only copy with the program that the system has for such files."""
        item = self.shown
        if item is None:
            return
        context = self._context
        tr = context.tr_
        # Other programs may show it for longer than this dialog: it is removed at the very end.
        folder = tempfile.TemporaryDirectory(prefix="vztahy-copy-", ignore_cleanup_errors=True)

        def work(progress: Progress, cancelled: Cancelled) -> Path:
            with context.store.reading() as connection:
                return document_store.open_copy(
                    connection, item.id, Path(folder.name), progress, cancelled
                )

        path = self._try(tr("Reading the file…"), work)
        if path is None:
            folder.cleanup()
            return

        def clean() -> None:
            folder.cleanup()

        context.app.aboutToQuit.connect(clean)
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            show_error(
                self,
                tr(
                    "No program on this computer opens “{file}”. Save it and open it by hand.",
                    file=path.name,
                ),
                tr,
            )

    def save_as(self) -> None:
        """Ask where to save the file, and save it as it was stored."""
        item = self.shown
        if item is None:
            return
        name = documents.safe_name(item.file_name)
        target, _ = QFileDialog.getSaveFileName(
            self, self._context.tr_("Save as"), str(files.documents() / name)
        )
        if target:
            self._write(item, Path(target))

    def add_version(self) -> None:
        """Ask for the file of a new version, store it and show it."""
        version_id = add_version(self._context, self, self._id)
        if version_id:
            self.read_versions(version_id)

    def done(self, result: int) -> None:
        """Close and remove the temporary files (what shows them first: Windows locks them)."""
        self.view.clear()
        self._folder.cleanup()
        super().done(result)


def _label(text: str, buddy: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(buddy)
    return label


def _language_box(tr: Translator) -> QComboBox:
    """The languages that files are written in, in the order of their names; none at first."""
    from app.rules.names import sort_key

    box = QComboBox()
    box.addItem(tr("not stated"), None)
    names = {code: LANGUAGE_CODES.format(code, tr) for code in _LANGUAGES}
    for code in sorted(names, key=lambda code: sort_key(names[code])):
        box.addItem(names[code], code)
    return box


def _version_name(item: Version, tr: Translator) -> str:
    parts = [str(item.number)]
    if item.language:
        parts.append(LANGUAGE_CODES.format(item.language, tr))
    if item.valid_from or item.valid_until:
        days = (item.valid_from, item.valid_until)
        parts.append("–".join(DATE.format(day, tr) if day else "" for day in days))
    return " · ".join(parts)


def _size(size: int, tr: Translator) -> str:
    """Bytes as people count them: in thousands."""
    from babel.numbers import format_decimal

    locale = tr.language.locale
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes_:
            return f"{format_decimal(round(size / bytes_, 1), locale=locale)} {unit}"
    return f"{format_decimal(size, locale=locale)} B"
