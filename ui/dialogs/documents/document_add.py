"""Adding files: as documents about a record, and as further versions of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.entities.choices import DOCUMENT_KIND
from app.errors import UserError
from app.exchange.documents import file_types
from app.exchange.documents import store as document_store
from app.exchange.documents import text as document_text
from app.exchange.documents.store import Added
from app.file_names import safe_name
from app.i18n import N_, Translator
from app.progress import Cancelled, Progress
from app.services.documents import documents
from app.services.documents.documents import About, NewFile
from app.services.records import records
from app.services.records.rows import REQUIRED
from ui.context import Context, show_error
from ui.dialogs.common import folders
from ui.dialogs.documents.document_files import in_background
from ui.editors import LineEditor
from ui.widgets.fitting import fit
from ui.widgets.language_choice import LanguageChoice
from ui.widgets.plain import Combo, Form, Label, inform, set_title

_TOLD = {file_types.DAMAGED, file_types.LOCKED, document_text.PROGRAM}


def choose_files(context: Context, parent: QWidget) -> list[Path]:
    """Ask for files that are to be stored; none if the person cancels."""
    names, _ = QFileDialog.getOpenFileNames(
        parent, context.tr_("Choose the files to be stored"), str(folders.documents())
    )
    return [Path(name) for name in names]


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
        inform(parent, tr("Vztahy"), text)
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


def add_version(
    context: Context, parent: QWidget, document_id: str, path: Path | None = None
) -> str | None:
    """Store a file (asked for, unless given) as the next version of a document.

    Gives the version's id; None if the person cancels or it cannot be stored.
    """
    tr = context.tr_
    if path is None:
        name, _ = QFileDialog.getOpenFileName(
            parent, tr("Choose the file of the new version"), str(folders.documents())
        )
        if not name:
            return None
        path = Path(name)
    chosen = path
    dialog = VersionDialog(context, documents.shown_name(path), parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None

    def work(progress: Progress, cancelled: Cancelled) -> Any:
        return document_store.add_version(
            context.store,
            document_id,
            chosen,
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
        inform(parent, tr("Vztahy"), tr("The newest version holds the same file already."))
    return str(version_id)


def edit_version(context: Context, parent: QWidget, version_id: str) -> None:
    """Ask for other languages and days of a version, and keep them."""
    with context.known_errors(parent):
        with context.store.reading() as connection:
            found = documents.version(connection, version_id)
            row = records.read(connection, ENTITIES["document_version"], version_id)
        assert row is not None
        dialog = VersionDialog(context, found.file_name, parent, row.values)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            _, changes = records.save(
                context.store, row.entity, version_id, row.version, dialog.values
            )
            context.changed(changes)


class AddDialog(QDialog):
    """What the files are: one kind for all; a title and a language for each."""

    def __init__(self, context: Context, paths: Sequence[Path], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self._paths = list(paths)
        tr = context.tr_
        self.setWindowTitle(tr("Add documents"))
        self.kind = Combo()
        for code, label in DOCUMENT_KIND.options.items():
            self.kind.addItem(tr.message(label), code)
        self.kind.setCurrentIndex(self.kind.findData("other"))
        self.kind.setAccessibleName(tr("Kind"))
        first = Form()
        first.addRow(_label(tr("Kind"), self.kind), self.kind)
        page = QWidget()
        page.setProperty("role", "page")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for column, heading in enumerate((tr("Title"), tr("Languages"))):
            grid.addWidget(Label(heading), 0, column)
        self.titles: list[QLineEdit] = []
        self.languages: list[LanguageChoice] = []
        self._errors: list[Label] = []
        for number, path in enumerate(self._paths):
            name = documents.shown_name(path)
            title = QLineEdit(documents.extract_name(path.name))
            title.setCursorPosition(0)
            title.setAccessibleName(tr("Title: {file}", file=name))
            language = LanguageChoice(context.theme, tr)
            language.set_name(tr("Languages: {file}", file=name))
            below = Label(name)
            below.setProperty("role", "small")
            below.setWordWrap(True)
            error = Label(tr.message(REQUIRED))
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
        fit(self, 600, min(620, page.sizeHint().height() + 150))
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
            NewFile(path, title.text().strip(), self.kind.currentData(), language.codes)
            for path, title, language in zip(self._paths, self.titles, self.languages, strict=True)
        ]


class VersionDialog(QDialog):
    """The languages of a version, and from when until when it is valid.

    `stored` are the values of a version that exists; without them it is a new one.
    """

    def __init__(
        self,
        context: Context,
        file_name: str,
        parent: QWidget | None,
        stored: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        set_title(self, tr("Version") if stored else tr("Add a version"))
        self.setMinimumWidth(420)
        name = Label(safe_name(file_name))
        name.setWordWrap(True)
        self.language = LanguageChoice(context.theme, tr)
        self.language.set_name(tr("Languages"))
        self.language.choose((stored or {}).get("language"))
        form = Form()
        form.addRow(_label(tr("Languages"), self.language), self.language)
        self._days: dict[str, LineEditor] = {}
        self._errors: dict[str, Label] = {}
        for field_name in ("valid_from", "valid_until"):
            field = ENTITIES["document_version"].by_name[field_name]
            editor = LineEditor(field, tr)
            label = tr.message(field.label)
            editor.inner.setAccessibleName(label)
            editor.set_value((stored or {}).get(field_name), tr)
            error = Label()
            error.setProperty("role", "error")
            error.setWordWrap(True)
            error.hide()
            form.addRow(_label(label, editor.inner), editor)
            form.addRow("", error)
            self._days[field_name] = editor
            self._errors[field_name] = error
        buttons = QDialogButtonBox()
        store = buttons.addButton(
            tr("Save") if stored else tr("Store"), QDialogButtonBox.ButtonRole.AcceptRole
        )
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
        found: dict[str, str | None] = {"language": self.language.codes}
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


def _label(text: str, buddy: QWidget) -> Label:
    label = Label(text)
    label.setBuddy(buddy)
    return label
