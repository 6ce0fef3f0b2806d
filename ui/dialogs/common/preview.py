"""A paper before it is printed: languages and choices, pages, print, save."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import UserError
from app.files import temporary_folder, write_bytes
from app.i18n import C_, N_, Language
from app.reports.catalogue import paper_of
from app.reports.engine.paper import Paper
from app.services.records.query import ListQuery, captions
from ui.context import Context, show_error
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.fitting import fit
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.pdf import PdfDocument
from ui.widgets.pdf_view import PdfView
from ui.widgets.plain import (
    Button,
    Combo,
    Label,
    Menu,
    MessageBox,
    ask_text,
    open_file,
    set_title,
)

FILE_KINDS = {
    ".pdf": N_("PDF documents (*.pdf)"),
    ".docx": N_("Word documents (*.docx)"),
    ".html": N_("Web pages (*.html)"),
    ".xlsx": N_("Excel workbooks (*.xlsx)"),
    ".xml": N_("XML files (*.xml)"),
    ".json": N_("JSON (*.json)"),
}
_ONE_OF = {"member": N_("Delegation member"), "item": N_("Programme item")}
_ALL_OF = {
    "member": C_("members", "all of them"),
    "item": C_("programme items", "all of them"),
}
_OWN = "\x00own"
_AT_ONCE = 20  # records; more are printed in a process of their own

Wanted = Sequence[str] | ListQuery


def show_paper(
    context: Context,
    parent: QWidget,
    paper: Paper,
    wanted: Wanted,
    languages: Sequence[Language] = (),
    options: Mapping[str, str] | None = None,
) -> None:
    """Show a paper about records or about a list before it is printed; at first in `languages` and
    with `options`, where they are given.
    """
    dialog = PreviewDialog(context, wanted, parent, paper, languages, options)
    if dialog.ready:
        dialog.exec()
    else:
        dialog.done(0)


class PreviewDialog(QDialog):
    """Shows a paper as it will be printed; of what is no PDF, what it will be."""

    def __init__(
        self,
        context: Context,
        wanted: Wanted,
        parent: QWidget | None,
        paper: Paper | None = None,
        languages: Sequence[Language] = (),
        options: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._paper = paper or paper_of("agreement", "summary")
        self._wanted = wanted if isinstance(wanted, ListQuery) else list(wanted)
        self._count, self._title = self._about()
        tr = context.tr_
        self.setWindowTitle(tr.message(self._paper.label))
        self._folder = temporary_folder("preview")
        self._number = 0
        self.ready = False
        self._shown: list[int] = []
        self._absent: list[Any] = []
        self._lost: list[str] = []
        self._before: list[str] = []
        self._document = PdfDocument(self)
        if self._previewed:
            self._document.prepare()
        self._view = PdfView(tr, self)
        self._view.setDocument(self._document)
        self._view.setAccessibleName(tr("Preview of the paper"))
        self._no_view = Label(
            tr(
                "There is no preview of this kind of file. Save it, and open it in the program "
                "that it belongs to."
            )
        )
        self._no_view.setWordWrap(True)
        self._no_view.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._no_view.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addLayout(self._choices())
        layout.addLayout(self._notice())
        layout.addWidget(self._view, 1)
        layout.addWidget(self._no_view, 1)
        layout.addLayout(self._buttons())
        self._view.setVisible(self._previewed)
        self._no_view.setVisible(not self._previewed)
        fit(self, 920, 700 if self._previewed else 320)
        self._choose(languages, options or {})
        self._refresh()

    def _about(self) -> tuple[int, str]:
        """How many records, and what a file about them is called."""
        tr = self._context.tr_
        label = tr.message(self._paper.label)
        with self._context.store.reading() as connection:
            if isinstance(self._wanted, ListQuery):
                return self._wanted.count(connection), label
            if len(self._wanted) == 1 and not self._paper.of_list:
                entity = ENTITIES[self._paper.entity]
                named = captions(connection, entity, self._wanted, self._context.language)
                return 1, f"{label} – {named.get(self._wanted[0], '')}"
        return len(self._wanted), label

    @property
    def _previewed(self) -> bool:
        """Whether the paper is a PDF that all the records stand in."""
        return ".pdf" in self._paper.kinds and (self._count == 1 or ".pdf" in self._paper.joined)

    # What can be chosen

    def _choices(self) -> FlowLayout:
        tr = self._context.tr_
        settings = self._context.settings
        row = FlowLayout(spacing=8)
        chosen = settings.paper_language
        self._first = self._languages(Language(chosen) if chosen else self._context.language)
        self._second = self._languages(None)
        if self._paper.languages > 1:
            second = self._second.findData(settings.paper_second or None)
            self._second.setCurrentIndex(max(0, second))
        self._options: dict[str, Combo] = {}
        boxes = [(tr("Language"), self._first)]
        if self._paper.languages > 1:
            boxes.append((tr("Beside it"), self._second))
        for option in self._paper.options:
            box = Combo()
            for code, label in option.values:
                box.addItem(tr.message(label), code)
            if option.own:
                box.addItem(tr("another one…"), _OWN)
                box.activated.connect(partial(self._type, box, tr.message(option.label)))
            self._options[option.name] = box
            boxes.append((tr.message(option.label), box))
        for name, rows in self._rows_about().items():
            box = Combo()
            box.addItem(tr.message(_ALL_OF[name]), "")
            for key, label in rows:
                box.addItem(label, key)
            box.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(16)
            self._options[name] = box
            boxes.append((tr.message(_ONE_OF[name]), box))
        self._first.activated.connect(lambda _index: self._offer_others())
        self._offer_others()
        for text, box in boxes:
            caption = Label(text)
            caption.setBuddy(box)
            box.setAccessibleName(text)
            pair = QWidget()
            inner = QHBoxLayout(pair)
            inner.setContentsMargins(0, 0, 8, 0)
            inner.addWidget(caption)
            inner.addWidget(box)
            row.addWidget(pair)
            box.activated.connect(lambda _index: self._refresh())
        return row

    def _choose(self, languages: Sequence[Language], options: Mapping[str, str]) -> None:
        """Set what the paper is opened with."""
        if languages:
            self._first.setCurrentIndex(max(0, self._first.findData(languages[0])))
            second = languages[1] if len(languages) > 1 and self._paper.languages > 1 else None
            self._second.setCurrentIndex(max(0, self._second.findData(second)))
            self._offer_others()
        for name, value in options.items():
            if name in self._options and (index := self._options[name].findData(value)) >= 0:
                self._options[name].setCurrentIndex(index)

    def _type(self, box: Combo, label: str, _index: int) -> None:
        """Ask for a value that is not listed, and list it."""
        if box.currentData() != _OWN:
            return
        before = self._shown[self._boxes().index(box)] if self._shown else 0
        last = str(box.itemData(before))
        text, done = ask_text(self, self.windowTitle(), label, last)
        text = text.strip()
        if not done or not text:
            box.setCurrentIndex(before)
            return
        found = box.findData(text)
        if found < 0:
            found = box.count() - 1
            box.insertItem(found, text, text)
        box.setCurrentIndex(found)

    def _rows_about(self) -> dict[str, list[tuple[str, str]]]:
        """The rows of the record that the paper can be asked for one of."""
        if not self._paper.about or self._count != 1 or isinstance(self._wanted, ListQuery):
            return {}
        from app.reports.printing import rows_about

        with self._context.store.reading() as connection:
            return rows_about(connection, self._paper, self._wanted[0], self._context.language)

    def _languages(self, chosen: Language | None) -> Combo:
        tr = self._context.tr_
        box = Combo()
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

    def _offer_others(self) -> None:
        """Beside a language only the others are offered."""
        model = self._second.model()
        assert isinstance(model, QStandardItemModel)
        for number in range(self._second.count()):
            is_same = self._second.itemData(number) == self._first.currentData()
            item = model.item(number)
            item.setEnabled(not is_same)
            if is_same and number == self._second.currentIndex():
                self._second.setCurrentIndex(0)

    @property
    def languages(self) -> list[Language]:
        """The chosen languages; one if both are the same."""
        chosen = [self._first.currentData(), self._second.currentData()]
        return [Language(code) for code in dict.fromkeys(chosen) if code]

    @property
    def options(self) -> dict[str, str]:
        """What is chosen for the paper, by the names of its options."""
        return {name: box.currentData() for name, box in self._options.items()}

    # What is missing

    def _notice(self) -> QHBoxLayout:
        tr = self._context.tr_
        self._missing = NoticeBar(self._context.theme, "info", "", self)
        self._missing.hide()
        self._list_missing = Button()
        set_label(self._list_missing, tr("Show them…"))
        self._list_missing.setAccessibleName(tr("Show what is not translated"))
        self._list_missing.hide()
        self._list_missing.clicked.connect(self.show_missing)
        row = QHBoxLayout()
        row.addWidget(self._missing, 1)
        row.addWidget(self._list_missing)
        return row

    def missing_text(self) -> str:
        """What is printed in another language: a line each, record by record; then what has signs
        that cannot be printed.
        """
        tr = self._context.tr_
        names = {Language.CS: tr("Czech"), Language.DE: tr("German"), Language.EN: tr("English")}
        lines = list(self._before)
        title = None
        for item in self._absent:
            if item.title != title:
                title = item.title
                lines += ["", title] if lines else [title]
            lines.append(f"  {names[item.language]}: {' '.join(item.text.split())}")
        return "\n".join([*lines, *([""] if lines and self._lost else []), *self._lost])

    def show_missing(self) -> None:
        """List what is to be known, and what is not translated."""
        tr = self._context.tr_
        title = tr("Before printing") if self._before else tr("Not translated")
        _show_text(self, title, self.missing_text(), tr("Close"))

    # What is shown

    @property
    def file(self) -> Path:
        """The paper that is shown."""
        return Path(self._folder.name) / f"{self._number}.pdf"

    def _boxes(self) -> list[Combo]:
        return [self._first, self._second, *self._options.values()]

    def _refresh(self) -> None:
        """Make the paper as it is chosen now; if that fails, the choice is taken back."""
        tr = self._context.tr_
        self._number += 1
        printed = self._run(self.file if self._previewed else None)
        if printed is None:
            self._number -= 1
            for box, index in zip(self._boxes(), self._shown, strict=False):
                box.setCurrentIndex(index)
            return
        self.ready = True
        self._shown = [box.currentIndex() for box in self._boxes()]
        self._absent = printed.missing
        self._lost = [text for _, left in printed.files for text in left if self._previewed]
        self._before = printed.before
        told = bool(self._absent or self._lost or self._before)
        self._missing.setVisible(told)
        self._list_missing.setVisible(told)
        said = []
        if self._before:
            said.append(
                tr.plural(
                    "{count} thing is to be known before printing.",
                    "{count} things are to be known before printing.",
                    len(self._before),
                )
            )
        if self._absent:
            said.append(
                tr.plural(
                    "{count} text has no translation and is printed in Czech.",
                    "{count} texts have no translation and are printed in Czech.",
                    len(self._absent),
                )
            )
        if self._lost:
            said.append(
                tr.plural(
                    "{count} text has signs that cannot be printed.",
                    "{count} texts have signs that cannot be printed.",
                    len(self._lost),
                )
            )
        self._missing.set_text(" ".join(said))
        if self._previewed:
            self._document.show_file(self.file)

    def _run(self, target: Path | None, each: str = "") -> Any:
        """Print into a file or, with the suffix `each`, into a folder; a `Printed`, or None when
        it failed, which was said. Without a target only what is missing is found out.
        """
        from app.reports.engine.collect import CANCELLED
        from app.reports.printing import Printed, before, job, missing, packed
        from ui.dialogs.common.progress import run_job

        context = self._context
        arguments: dict[str, Any] = {
            "entity": self._paper.entity,
            "key": self._paper.key,
            "wanted": packed(self._wanted),
            "languages": [language.value for language in self.languages],
            "target": str(target),
            "on": context.today,
            "options": self.options,
            "each": each,
        }
        try:
            if target is None:
                with context.store.reading() as connection:
                    what = (connection, self._paper, self._wanted, self.languages, context.today)
                    told = before(*what, self.options)
                    return Printed([], missing(*what, self.options), told)
            if self._count <= _AT_ONCE:
                QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
                try:
                    return job(context.store, lambda *_: None, lambda: False, **arguments)
                finally:
                    QApplication.restoreOverrideCursor()
            parent = self if self.isVisible() else self.parentWidget() or self
            return run_job(context, parent, self.windowTitle(), "print", **arguments)
        except UserError as error:
            if error.message != CANCELLED:
                show_error(self, error.text(context.tr_), context.tr_)
            return None

    # What is done with it

    def _buttons(self) -> QHBoxLayout:
        tr = self._context.tr_
        tokens = self._context.theme.tokens
        bar = QHBoxLayout()
        bar.addStretch(1)
        self._each = Button()
        self._save = Button()
        self._print = Button()
        set_label(self._each, tr("Save each to a folder…"))
        only = list(self._paper.kinds) == [".pdf"]
        set_label(self._save, tr("Save as PDF…") if only else tr("Save as…"))
        set_label(self._print, tr("Print…"))
        self._each.setIcon(icon("folder-open", tokens.text, 16))
        self._save.setIcon(icon("download", tokens.text, 16))
        main = self._print if self._previewed else self._save
        if self._count > 1 and not self._paper.joined:
            main = self._each
        main.setProperty("primary", True)
        main.setDefault(True)
        main.setIcon(icon("printer" if main is self._print else "download", tokens.accent_text, 16))
        self._print.clicked.connect(self.print_paper)
        self._save.clicked.connect(self.save_paper)
        if len(self._paper.kinds) > 1:
            menu = Menu(self._each)
            for suffix in self._paper.kinds:
                menu.addAction(tr.message(FILE_KINDS[suffix]), self._saver(suffix))
            self._each.setMenu(menu)
        else:
            self._each.clicked.connect(lambda _on=False: self.save_each(self._paper.kinds[0]))
        for button, wanted in (
            (self._each, self._count > 1 and not self._paper.of_list),
            (self._save, bool(self._savable)),
            (self._print, self._previewed),
        ):
            bar.addWidget(button)
            if not wanted:  # shown before it has a parent it would be a window
                button.hide()
        return bar

    def _saver(self, suffix: str) -> Callable[[], None]:
        return lambda: self.save_each(suffix)

    @property
    def _savable(self) -> list[str]:
        """The kinds of file that all the records stand in."""
        kinds = self._paper.kinds
        return [kind for kind in kinds if self._count == 1 or kind in self._paper.joined]

    def save_paper(self) -> None:
        """Ask where to save and as what, and save."""
        from app.file_names import safe_stem
        from ui.dialogs.common.folders import documents

        tr = self._context.tr_
        kinds = self._savable
        name = safe_stem(self._title) + kinds[0]
        filters = {tr.message(FILE_KINDS[kind]): kind for kind in kinds}
        target, chosen = QFileDialog.getSaveFileName(
            self, tr("Save as"), str(documents() / name), ";;".join(filters)
        )
        if not target:
            return
        path = Path(target)
        if path.suffix.lower() not in kinds:
            path = path.with_name(path.name + filters.get(chosen, kinds[0]))
        if path.suffix.lower() == ".pdf" and self._previewed:
            with self._context.known_errors(self):
                write_bytes(path, self.file.read_bytes())
                self._record()
                self._tell([(path.name, [])], path)
            return
        if printed := self._run(path):
            self._record()
            self._tell(printed.files, path)

    def save_each(self, suffix: str) -> None:
        """Ask for a folder, and save a file for each record in it."""
        from ui.dialogs.common.folders import documents

        tr = self._context.tr_
        folder = QFileDialog.getExistingDirectory(
            self, tr("Folder for the files"), str(documents())
        )
        if folder and (printed := self._run(Path(folder), suffix)):
            self._record()
            self._tell(printed.files, Path(folder))

    def _tell(self, files: Sequence[tuple[str, list[str]]], place: Path) -> None:
        """What was written and what is left to be done; offers to open it."""
        tr = self._context.tr_
        box = MessageBox(self)
        box.setIcon(MessageBox.Icon.Information)
        box.setWindowTitle(self.windowTitle())
        if place.is_dir():
            text = tr.plural(
                "{count} file was written to {folder}.",
                "{count} files were written to {folder}.",
                len(files),
                folder=place.name,
            )
        else:
            text = tr("Written: {file}", file=place.name)
        left = sum(len(lines) for _, lines in files)
        if left:
            text += "\n\n" + tr.plural(
                "{count} thing is left to be done before it is complete.",
                "{count} things are left to be done before it is complete.",
                left,
            )
            details: list[str] = []
            for name, lines in files:
                details += [name, *(f"  – {tr.message(line)}" for line in lines)] if lines else []
            box.setDetailedText("\n".join(details))
        box.setText(text)
        opens = box.addButton(
            tr("Open the folder") if place.is_dir() else tr("Open"),
            MessageBox.ButtonRole.ActionRole,
        )
        box.addButton(tr("Close"), MessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is opens:
            open_file(place)

    def print_paper(self) -> None:
        """Ask the system's print dialog, and print."""
        from ui.dialogs.common.print_pages import print_document

        if print_document(self._context, self, self._document, self._title):
            self._record()

    def _record(self) -> None:
        """Write down that a paper about visits was printed or saved."""
        if self._paper.entity != "delegation" or self._paper.of_list:
            return
        from app.services.protocol.printings import record

        assert not isinstance(self._wanted, ListQuery)
        ids, key = self._wanted, self._paper.key
        self._context.change(
            self, lambda store: record(store, key, ids, self.languages, self.options)
        )

    def print_to(self, printer: QPrinter) -> None:
        """Print on a printer that is ready."""
        from ui.dialogs.common.print_pages import print_pages

        print_pages(self._document, printer, self._context.tr_, self)

    def done(self, result: int) -> None:
        """Close and remove the temporary papers."""
        self._document.forget()
        self._folder.cleanup()
        super().done(result)


def _show_text(parent: QWidget, title: str, text: str, close: str) -> None:
    dialog = QDialog(parent)
    set_title(dialog, title)
    fit(dialog, 560, 420)
    view = QPlainTextEdit(text)
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    view.setAccessibleName(title)
    buttons = QDialogButtonBox()
    buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(view)
    layout.addWidget(buttons)
    dialog.exec()
