"""Letters to chosen people: whom they go to, in which language, from which template."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import C_, N_, Language
from app.services.contacts.recipients import Recipient
from app.services.office import users
from app.services.records import records
from app.services.records.rows import row_version
from ui.context import Context, show_error
from ui.dialogs.common.folders import documents
from ui.dialogs.common.progress import run_job
from ui.dialogs.contacts.labels_dialog import NAMES, RecipientTable, language_box, read_recipients
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.fitting import fit
from ui.widgets.labelled import labelled
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.plain import (
    Button,
    CheckBox,
    Combo,
    Form,
    Label,
    Menu,
    MessageBox,
    Tabs,
    inform,
    set_tip,
)

if TYPE_CHECKING:
    from app.rules.people.salutation import Formality

CHOICES = "letter_templates"
"""Under this name the database keeps, by language, the template (a path of this very computer),
who signs, and what was typed but not written yet. It is not logged and never travels."""

TEMPLATE_LOST = N_("The template “{file}” cannot be used any more; the supplied one is used.")

_NAMED = 12
_PAUSE = 300  # milliseconds after the last key before the preview is made anew
_TYPED = (
    ("subject", C_("letter", "Subject")),
    ("reference_no", C_("letter", "Reference number")),
    ("signatory", C_("letter", "Signatory")),
    ("signatory_post", C_("letter", "Post of the signatory")),
)
_SIGNATURE = ("signatory", "signatory_post")


class _Page(QWidget):
    """What the letters in one language need: their template, subject, text, signature."""

    edited = Signal()

    def __init__(self, context: Context, language: Language, kept: Mapping[str, Any]) -> None:
        super().__init__()
        from app.exchange.letters.merge import check_template, default_template

        self._context = context
        self._language = language
        self._default = default_template(language)
        self._asked: dict[Path, bool] = {}
        tr = context.tr_
        self.template = Path(str(kept.get("template") or self._default))
        self.lost = ""
        if self.template != self._default and check_template(self.template):
            self.lost = self.template.name
            self.template = self._default
        self._name = Label()  # as wide as there is room; its tip says all
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._name.setMinimumWidth(self._name.fontMetrics().averageCharWidth() * 16)
        self._button = Button()
        set_label(self._button, tr("Template…"))
        self._button.setAutoDefault(False)
        self._button.setIcon(icon("file-pen-line", context.theme.tokens.text, 16))
        menu = Menu(self._button)
        for text, run in (
            (tr("Choose another template…"), self.choose_template),
            (tr("Save a copy to edit in Word…"), self.copy_template),
            (tr("Use the supplied template"), self.use_default),
            (tr("What a template can contain…"), self.show_placeholders),
        ):
            menu.addAction(text, run)
        self._button.setMenu(menu)
        row = QHBoxLayout()
        row.addWidget(self._name, 1)
        row.addWidget(self._button)
        form = Form(self)
        form.setContentsMargins(12, 12, 12, 12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("Template"), row)
        self.fields: dict[str, QLineEdit] = {}
        for name, message in _TYPED:
            field = QLineEdit(str(kept.get(name) or ""))
            field.setAccessibleName(tr.message(message))
            field.textChanged.connect(self.edited)
            self.fields[name] = field
        self.text = QPlainTextEdit(str(kept.get("text") or ""))
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr.context("letter", "Text of the letter"))
        self.text.setPlaceholderText(tr("An empty line begins a new paragraph."))
        self.text.textChanged.connect(self.edited)
        for name in ("subject", "reference_no"):
            form.addRow(self.fields[name].accessibleName(), self.fields[name])
        form.addRow(self.text.accessibleName(), self.text)
        for name in ("signatory", "signatory_post"):
            form.addRow(self.fields[name].accessibleName(), self.fields[name])
        self._show_template()

    def values(self) -> dict[str, str]:
        """What was typed, by placeholder."""
        return {
            **{name: field.text() for name, field in self.fields.items()},
            "text": self.text.toPlainText(),
        }

    @property
    def lacks_text(self) -> bool:
        """Whether the template asks for a text that is not written."""
        from app.exchange.letters.merge import asks_for_text

        if self.text.toPlainText().strip():
            return False
        if self._asked.get(self.template) is None:
            try:
                self._asked[self.template] = asks_for_text(self.template)
            except UserError:  # said when the letters are written
                self._asked[self.template] = True
        return self._asked[self.template]

    def remembered(self, *, written: bool) -> dict[str, str]:
        """What the next letters begin with: all that was typed, once written the signature."""
        typed = self.values()
        if written:
            typed = {name: typed[name] for name in _SIGNATURE}
        own = "" if self.template == self._default else str(self.template)
        return {"template": own, **typed}

    def _show_template(self) -> None:
        own = self.template != self._default
        text = self.template.name if own else self._context.tr_("the supplied one")
        self._name.setText(text)
        set_tip(self._name, str(self.template) if own else "")
        self.edited.emit()

    def choose_template(self) -> None:
        """Ask for a template and take it if it has no faults; else say which."""
        tr = self._context.tr_
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a template"), str(self._folder()), tr("Word documents (*.docx)")
        )
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Use a template if it has no faults; else say which they are."""
        from app.exchange.letters.merge import check_template

        tr = self._context.tr_
        if problems := check_template(path):
            lines = [
                tr("“{file}” cannot be used as a template:", file=path.name),
                *(f"• {problem.text(tr)}" for problem in problems[:8]),
            ]
            show_error(self, "\n".join(lines), tr)
            return
        self.template = path
        self.lost = ""
        self._show_template()

    def copy_template(self) -> None:
        """Save the template under a name and use that copy from now on."""
        from app.files import CANNOT_USE, Reason, write_bytes

        tr = self._context.tr_
        name = tr.context("letter", "Letter")
        suggested = self._folder() / f"{name} ({self._language}).docx"
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Save a copy of the template"), str(suggested), tr("Word documents (*.docx)")
        )
        if not name:
            return
        target = Path(name)
        if target.suffix.lower() != ".docx":
            target = target.with_name(f"{target.name}.docx")
        with self._context.known_errors(self):
            try:
                data = self.template.read_bytes()
            except OSError as error:
                raise UserError(
                    CANNOT_USE, file=self.template.name, why=Reason.of(error)
                ) from error
            write_bytes(target, data)
            self.take(target)

    def use_default(self) -> None:
        """Use the template that comes with the program."""
        self.template = self._default
        self._show_template()

    def show_placeholders(self) -> None:
        """Show all placeholders with what they stand for, to be copied."""
        from app.exchange.letters.merge import fields

        tr = self._context.tr_
        dialog = QDialog(self)
        dialog.setWindowTitle(tr("What a template can contain"))
        lines = [f"{{{{ {name} }}}}\t{tr.message(message)}" for name, message in fields()]
        text = QPlainTextEdit("\n".join(lines))
        text.setReadOnly(True)
        text.setTabStopDistance(190)
        text.setAccessibleName(dialog.windowTitle())
        explained = Label(
            tr(
                "Write these placeholders into the template in Word. A line that begins with "
                "{condition} and one with {end} after it leave out what is between them when there "
                "is nothing to print.",
                condition="{%p if post %}",
                end="{%p endif %}",
            )
        )
        explained.setWordWrap(True)
        layout = QVBoxLayout(dialog)
        layout.addWidget(explained)
        layout.addWidget(text)
        fit(dialog, 560, 520)
        dialog.exec()

    def _folder(self) -> Path:
        return documents() if self.template == self._default else self.template.parent


def _names(people: Sequence[Recipient]) -> str:
    """The names of recipients; of many the first."""
    names = [item.name for item in people[:_NAMED]]
    return ", ".join(names) + (", …" if len(people) > _NAMED else "")


class LettersDialog(QDialog):
    """Writes letters to the people of `person_ids` from Word templates."""

    def __init__(self, context: Context, person_ids: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self._ids = list(person_ids)
        self._kept = self._choices()
        self._pages: dict[Language, _Page] = {}
        self._areas: dict[Language, QScrollArea] = {}
        tr = context.tr_
        self.setWindowTitle(tr("Letters"))
        self._language = language_box(context)
        self._formality = Combo()
        self._formality.addItem(tr.context("salutation", "formal"), "formal")
        self._formality.addItem(tr.context("salutation", "less formal"), "semi_formal")
        self.table = RecipientTable(context, salutations=True)
        self._keep = Button(tr("Keep the changed salutations"))
        set_tip(self._keep, tr("They are used for these people from now on."))
        self._tabs = Tabs()
        self._tabs.setAccessibleName(tr("Letters by language"))
        self._lost = NoticeBar(context.theme, "warn", "", self)
        self._lost.hide()
        self._unwritten = NoticeBar(context.theme, "warn", "", self)
        self._unwritten.hide()
        self.written: list[Recipient] = []
        self._preview = QPlainTextEdit()
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._preview.setAccessibleName(tr("Preview of the letter"))
        self._joined = CheckBox(tr("All letters in one document"))
        self._count = Label()
        self._write = Button()
        set_label(self._write, tr("Write the letters…"))
        self._write.setProperty("primary", True)
        self._write.setIcon(icon("download", context.theme.tokens.accent_text, 16))
        for button in (self._keep, self._write):
            button.setAutoDefault(False)  # Enter ends the editing of a salutation
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.show_preview)
        self._lay_out()
        self._language.activated.connect(lambda _index: self.reload())
        self._formality.activated.connect(lambda _index: self.reload())
        self.table.edited.connect(self._edited)
        self.table.currentCellChanged.connect(lambda *_cells: self._row_changed())
        self._tabs.currentChanged.connect(lambda _index: self._tab_chosen())
        self._keep.clicked.connect(self.keep_salutations)
        self._write.clicked.connect(self.write)
        self.reload()

    def _lay_out(self) -> None:
        tr = self._context.tr_
        bar = QHBoxLayout()
        bar.addLayout(labelled(tr("Language"), self._language))
        bar.addSpacing(12)
        bar.addLayout(labelled(tr("Style of the salutation"), self._formality))
        bar.addStretch(1)
        bar.addWidget(self._keep)
        head = Label(tr("Preview"))
        head.setProperty("role", "section")
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(8, 0, 0, 0)
        column.addWidget(head)
        column.addWidget(self._preview, 1)
        lower = QSplitter(Qt.Orientation.Horizontal)
        lower.addWidget(self._tabs)
        lower.addWidget(right)
        lower.setSizes([620, 440])
        lower.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._joined)
        foot.addSpacing(12)
        foot.addWidget(self._write)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.table, 2)
        layout.addWidget(self._lost)
        layout.addWidget(self._unwritten)
        layout.addWidget(lower, 3)
        layout.addLayout(foot)
        fit(self, 1120, 690)

    @property
    def language(self) -> Language | None:
        """The one language of all letters; None for each recipient's own."""
        code = self._language.currentData()
        return Language(code) if code else None

    def reload(self) -> None:
        """Read the recipients anew, in the chosen language and style."""
        formality: Formality = self._formality.currentData()
        found = read_recipients(self._context, self, self._ids, self.language, formality)
        self.table.set_recipients(found)
        self._show_pages([item.language for item in found])
        self._row_changed()
        self._edited()

    def _show_pages(self, wanted: Sequence[Language]) -> None:
        tr = self._context.tr_
        with QSignalBlocker(self._tabs):
            self._tabs.clear()
            for language in Language:
                if language not in wanted:
                    continue
                if language not in self._pages:
                    page = _Page(self._context, language, self._kept.get(language.value, {}))
                    page.edited.connect(self._edited)
                    self._pages[language] = page
                    # A low window scrolls the page instead of hiding the buttons below it.
                    self._areas[language] = area = QScrollArea()
                    area.setWidgetResizable(True)
                    area.setFrameShape(QFrame.Shape.NoFrame)
                    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
                    area.setWidget(page)
                    bar = area.verticalScrollBar().sizeHint().width()
                    area.setMinimumWidth(page.minimumSizeHint().width() + bar)
                self._tabs.addTab(self._areas[language], tr.message(NAMES[language]))
        lost = [page.lost for page in self._pages.values() if page.lost]
        self._lost.setVisible(bool(lost))
        self._lost.set_text(tr.message(TEMPLATE_LOST, file=", ".join(lost)))

    def _row_changed(self) -> None:
        """Show what the letter of the current row needs, beside its preview."""
        if (item := self.table.current) is not None:
            self._tabs.setCurrentWidget(self._areas[item.language])
        self._timer.start()

    def _tab_chosen(self) -> None:
        area = self._tabs.currentWidget()
        language = next((key for key, one in self._areas.items() if one is area), None)
        if language is not None:
            self.table.go_to(language)

    def _edited(self) -> None:
        chosen = self.table.chosen
        self._keep.setEnabled(bool(self.table.typed))
        self._write.setEnabled(bool(chosen))
        self._count.setText(
            self._context.tr_.plural("{count} letter", "{count} letters", len(chosen))
        )
        self._say_unwritten(chosen)
        self._timer.start()

    def _missing(self, chosen: Sequence[Recipient]) -> dict[Language, list[Recipient]]:
        """Who would get a letter without a text, by language."""
        found: dict[Language, list[Recipient]] = {}
        for item in chosen:
            page = self._pages.get(item.language)
            if page is not None and page.lacks_text:
                found.setdefault(item.language, []).append(item)
        return found

    def _say_unwritten(self, chosen: Sequence[Recipient]) -> None:
        tr = self._context.tr_
        missing = self._missing(chosen)
        said = ", ".join(
            f"{tr.message(NAMES[language])} ({len(people)})" for language, people in missing.items()
        )
        self._unwritten.setVisible(bool(missing))
        self._unwritten.set_text(
            tr("The text of the letter is not written yet in: {languages}", languages=said)
        )

    def _whom(self) -> list[Recipient] | None:
        """The letters to be written; None to write none. Nobody gets one without a text.

        Where a text is missing in some languages, the person decides: these people are written to
        in a language that has one, or get no letter.
        """
        tr = self._context.tr_
        chosen = self.table.chosen
        missing = self._missing(chosen)
        if not missing:
            return chosen
        lacking = {item.person_id for people in missing.values() for item in people}
        rest = [item for item in chosen if item.person_id not in lacking]
        others = [
            language
            for language in Language
            if language in self._pages and not self._pages[language].lacks_text
        ]
        lines = [
            f"{tr.message(NAMES[language])} ({len(people)}): {_names(people)}"
            for language, people in missing.items()
        ]
        if not others:
            show_error(self, tr("Write the text of the letter first."), tr)
            return None
        box = MessageBox(self)
        box.setIcon(MessageBox.Icon.Question)
        box.setWindowTitle(self.windowTitle())
        box.setText(
            tr("The text of the letter is not written in every language. Without a text remain:")
            + "\n\n"
            + "\n".join(lines)
        )
        answers = {
            box.addButton(
                tr("Write to them in this language: {language}", language=other.own_name),
                MessageBox.ButtonRole.AcceptRole,
            ): other
            for other in others
        }
        leave = box.addButton(tr("Leave them out"), MessageBox.ButtonRole.DestructiveRole)
        leave.setEnabled(bool(rest))
        box.addButton(tr("Cancel"), MessageBox.ButtonRole.RejectRole)
        box.exec()
        pressed = box.clickedButton()
        if pressed is leave:
            return rest
        language = next((other for button, other in answers.items() if button is pressed), None)
        if language is None:
            return None
        formality: Formality = self._formality.currentData()
        again = read_recipients(self._context, self, sorted(lacking), language, formality)
        instead = {item.person_id: item for item in again}
        return [instead.get(item.person_id, item) for item in chosen]

    def values(self) -> dict[Language, dict[str, str]]:
        """What is not the recipients' own, by language and placeholder."""
        from app.exchange.letters.merge import office_values

        store = self._context.store
        with store.reading() as connection:
            author = dict(users(connection)).get(store.user_id or "", "")
            return {
                language: {
                    **office_values(connection, language, self._context.today, author),
                    **page.values(),
                }
                for language, page in self._pages.items()
            }

    def show_preview(self) -> None:
        """Show the letter of the current row as text."""
        from app.exchange.letters.merge import letter_text

        item = self.table.current
        if item is None:
            self._preview.clear()
            return
        try:
            text = letter_text(item, self._pages[item.language].template, self.values())
        except UserError as error:
            text = error.text(self._context.tr_)
        self._preview.setPlainText(text)

    def keep_salutations(self) -> None:
        """Store the typed salutations with their people."""
        context = self._context
        entity = ENTITIES["person"]
        for (person_id, language), text in self.table.typed.items():
            with context.known_errors(self):
                with context.store.reading() as connection:
                    version = row_version(connection, person_id)
                values = {f"salutation_{language}": text}
                _, changes = records.save(context.store, entity, person_id, version, values)
                self.table.forget_typed([(person_id, language)])
                context.changed(changes)
        self.reload()

    def write(self) -> None:
        """Ask where to write the letters, write them, and say who gets what."""
        tr = self._context.tr_
        recipients = self._whom()
        if not recipients:
            return
        if self._joined.isChecked():
            name, _ = QFileDialog.getSaveFileName(
                self,
                tr("Write the letters"),
                str(documents() / (tr("Letters") + ".docx")),
                tr("Word documents (*.docx)"),
            )
            name = name if not name or name.lower().endswith(".docx") else f"{name}.docx"
        else:
            name = QFileDialog.getExistingDirectory(
                self, tr("Choose the folder for the letters"), str(documents())
            )
        if not name:
            return
        with self._context.known_errors(self):
            files = self._written(recipients, Path(name))
            self._remember(written=True)
            self.written = recipients
            inform(self, self.windowTitle(), self._who_gets_what(files))
            self.accept()

    def _who_gets_what(self, files: Sequence[Path]) -> str:
        """How many letters were written where, in which language to whom, and who gets none."""
        tr = self._context.tr_
        joined = ", ".join(file.name for file in files) if self._joined.isChecked() else ""
        lines = [
            tr.plural(
                "{count} letter written to {folder}",
                "{count} letters written to {folder}",
                len(self.written),
                folder=joined or files[0].parent.name,
            )
        ]
        by_language: dict[Language, list[Recipient]] = {}
        for item in self.written:
            by_language.setdefault(item.language, []).append(item)
        known = {item.person_id for item in self.written}
        left = [item for item in self.table.chosen if item.person_id not in known]
        if len(by_language) > 1 or left:
            lines.append("")
            lines += [
                f"{tr.message(NAMES[language])} ({len(people)}): {_names(people)}"
                for language, people in by_language.items()
            ]
        if left:
            text = tr.plural(
                "No letter for {count} person", "No letter for {count} people", len(left)
            )
            lines.append(f"{text}: {_names(left)}")
        return "\n".join(lines)

    def _written(self, recipients: Sequence[Recipient], target: Path) -> list[Path]:
        files: list[Path] = run_job(
            self._context,
            self,
            self._context.tr_("Writing the letters…"),
            "write_letters",
            recipients=list(recipients),
            templates={language: page.template for language, page in self._pages.items()},
            values=self.values(),
            target=target,
        )
        return files

    def _choices(self) -> dict[str, dict[str, str]]:
        try:
            kept = json.loads(self._context.store.meta(CHOICES) or "{}")
        except ValueError:
            return {}
        if not isinstance(kept, dict):
            return {}
        return {key: item for key, item in kept.items() if isinstance(item, dict)}

    def _remember(self, *, written: bool) -> None:
        pages = {
            language.value: page.remembered(written=written)
            for language, page in self._pages.items()
        }
        kept = json.dumps(self._kept | pages, ensure_ascii=False)
        self._context.store.set_meta(CHOICES, kept)

    def reject(self) -> None:
        """Close; what was typed is there again next time."""
        with self._context.known_errors(self):
            self._remember(written=False)
        super().reject()
