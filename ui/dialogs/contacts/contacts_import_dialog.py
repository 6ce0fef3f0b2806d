"""Import of address books: files, what their columns mean, a preview, duplicates, the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QPlainTextEdit,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books.files import ENDINGS, Head, is_table, proposed, turned
from app.exchange.address_books.importing import ChoiceKey, ContactReport, Decision, why_nothing
from app.exchange.address_books.known import CHOICE, Side
from app.exchange.datasets.importing import Refusal, refusal_text
from app.exchange.tables.headers import TARGETS, is_known, signature
from app.exchange.tables.layout import column_letters
from app.files import write_text
from app.i18n import N_
from app.services import preferences
from ui.context import Context
from ui.dialogs.common.progress import run_job
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, CheckBox, Combo, Label, TableItem, Tabs, set_tip, set_title

Mapped = Mapping[int, str]

SURE = 80
"""The score from which a card is proposed to be added to the record that it may be."""

_ROW_OF_BOXES = 38  # pixels: a box with its frame

DECISIONS: tuple[tuple[Decision, str], ...] = (
    ("add", N_("Import as a new record")),
    ("update", N_("Add to the record")),
    ("skip", N_("Leave out")),
)


SIDES = (
    (False, N_("Leave the record as it is")),
    (True, N_("Take what the file says")),
)


def import_contacts(context: Context, parent: QWidget, paths: Sequence[Path] = ()) -> None:
    """Ask for files of contacts (unless given), show what would happen, and import them."""
    tr = context.tr_
    if not paths:
        pattern = " ".join(f"*{ending}" for ending in ENDINGS)
        names, _ = QFileDialog.getOpenFileNames(
            parent, tr("Choose files with contacts"), "", tr("Contacts") + f" ({pattern})"
        )
        paths = [Path(name) for name in names]
    if paths:
        with context.known_errors(parent):
            _import(context, parent, paths, "person")


def paste_contacts(context: Context, parent: QWidget, text: str, kind: str) -> None:
    """Import what was copied elsewhere as a file of contacts is: `kind` is the list's entity.

    The text stands in a temporary file meanwhile, which the jobs read.
    """
    from app.exchange.clipboard import write_pasted

    with context.known_errors(parent), TemporaryDirectory() as folder:
        path = write_pasted(text, Path(folder), context.tr_("Clipboard"))
        _import(context, parent, [path], kind)


def _import(context: Context, parent: QWidget, paths: Sequence[Path], kind: str) -> None:
    tr = context.tr_
    tables = _Tables(context, parent, paths, kind)
    if not tables.are_known and not tables.ask():
        return
    while True:
        report = run_job(
            context,
            parent,
            tr("Reading the contacts…"),
            "preview_contacts",
            paths=list(paths),
            mappings=tables.mappings,
            headers=tables.headers,
            kind=kind,
        )
        dialog = PreviewImport(context, report, parent, has_columns=bool(tables.heads))
        chosen = dialog.exec()
        if not dialog.wants_columns:
            break
        tables.ask()
    if chosen != QDialog.DialogCode.Accepted:
        return
    report = run_job(
        context,
        parent,
        tr("Importing the contacts…"),
        "import_contacts",
        paths=list(paths),
        mappings=tables.mappings,
        headers=tables.headers,
        decisions=dialog.decisions,
        decision=dialog.decision,
        taken=dialog.taken,
        takes_all=dialog.takes_all,
        kind=kind,
    )
    if report.changes:
        context.changed(report.changes)
    ImportResult(context, report, parent).exec()


class _Tables:
    """The tables among some files and what their columns mean.

    What was chosen for a header is proposed again for every table that has it.
    """

    def __init__(self, context: Context, parent: QWidget, paths: Sequence[Path], kind: str) -> None:
        self._context, self._parent, self._kind = context, parent, kind
        self.heads: dict[str, Head] = {}
        self.mappings: dict[str, dict[int, str]] = {}
        if tables := [path for path in paths if is_table(path)]:
            text = context.tr_("Reading the contacts…")
            self.heads = run_job(context, parent, text, "heads_of_tables", paths=tables, kind=kind)
        with context.store.reading() as connection:
            self._kept = preferences.of_user(connection, context.store.user_id, "mapping")
        for key, head in self.heads.items():
            self.mappings[key] = self._proposed(head)

    def _proposed(self, head: Head) -> dict[int, str]:
        known = self._kept.get(signature(head.header)) if head.has_header else None
        if isinstance(known, dict) and known:
            return {int(number): str(meant) for number, meant in known.items()}
        return proposed(head, self._kind)

    @property
    def headers(self) -> dict[str, bool]:
        """Of each table whether its first row names the columns."""
        return {key: head.has_header for key, head in self.heads.items()}

    @property
    def are_known(self) -> bool:
        """Whether each table says who or what is meant, so that nobody need be asked."""
        return all(is_known(mapping.values()) for mapping in self.mappings.values())

    def ask(self) -> bool:
        """Ask what the columns of each table mean; False when the person gives up."""
        for key, head in self.heads.items():
            before = self.mappings[key]
            dialog = MappingDialog(
                self._context, head, before, TARGETS, self._parent, propose=self._proposed
            )
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return False
            self.heads[key] = dialog.head
            self.mappings[key] = dialog.mapping
            if dialog.mapping != before and dialog.head.has_header:
                chosen = {str(number): target for number, target in dialog.mapping.items()}
                name = signature(dialog.head.header)
                preferences.keep(self._context.store, "mapping", name, chosen)
        return True


class MappingDialog(QDialog):
    """A line per column of a table: its header, an example, and what it means.

    With `propose` (what the columns of a head may mean) a person can say that the first row is a
    contact, or that it is none; `head` is then the table as she says.
    """

    def __init__(
        self,
        context: Context,
        head: Head,
        mapped: Mapped,
        meanings: Mapping[str, str],
        parent: QWidget,
        *,
        propose: Callable[[Head], Mapped] | None = None,
    ) -> None:
        super().__init__(parent)
        tr = context.tr_
        self._tr = tr
        self.head = head
        self._propose = propose
        set_title(self, tr("Columns of {file}", file=head.name))
        fit(self, 760, 560)
        intro = Label(
            tr("Check what the columns mean. The choice is remembered for tables like this one.")
        )
        intro.setWordWrap(True)
        columns = (tr("Column"), tr("For example"), tr("Meaning"))
        self._table = QTableWidget(0, len(columns))
        self._table.setHorizontalHeaderLabels(columns)
        self._table.verticalHeader().setVisible(False)
        self._table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self._table.setAccessibleName(intro.text())
        self._choices = sorted(
            ((code, tr.message(label)) for code, label in meanings.items()),
            key=lambda item: item[1].casefold(),
        )
        self._boxes: list[QComboBox] = []
        self._fill(mapped)
        self._table.verticalHeader().setDefaultSectionSize(_ROW_OF_BOXES)
        self._table.setColumnWidth(0, 200)
        self._table.setColumnWidth(1, 240)
        self._table.horizontalHeader().setStretchLastSection(True)
        buttons = _buttons(self, tr("Continue"), tr("Cancel"))
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        self.first_row = CheckBox(tr("The first row is a contact"))
        if propose and head.rows:
            self.first_row.setChecked(not head.has_header)
            self.first_row.toggled.connect(self._turn)
            layout.addWidget(self.first_row)
        layout.addWidget(self._table)
        layout.addWidget(buttons)

    def _turn(self, is_contact: bool) -> None:
        assert self._propose
        self.head = turned(self.head, has_header=not is_contact)
        self._fill(self._propose(self.head))

    def _fill(self, mapped: Mapped) -> None:
        """A line for each column of the table."""
        tr = self._tr
        self._boxes.clear()
        self._table.setRowCount(0)
        self._table.setRowCount(len(self.head.header))
        for row, heading in enumerate(self.head.header):
            name = heading or column_letters(row)
            self._table.setItem(row, 0, TableItem(name))
            self._table.setItem(row, 1, TableItem(self.head.examples[row]))
            box = Combo()
            box.addItem(tr("do not import"), "")
            for code, label in self._choices:
                box.addItem(label, code)
            box.setCurrentIndex(max(0, box.findData(mapped.get(row, ""))))
            box.setAccessibleName(tr("Meaning of the column {name}", name=name))
            self._table.setCellWidget(row, 2, box)
            self._boxes.append(box)

    @property
    def mapping(self) -> dict[int, str]:
        """What each column means; those that are not imported are left out."""
        return {
            number: str(box.currentData())
            for number, box in enumerate(self._boxes)
            if box.currentData()
        }


class PreviewImport(QDialog):
    """What the import would do, and what is to become of possible duplicates.

    Where a record and the file say different things, people choose here, too.
    """

    def __init__(
        self,
        context: Context,
        report: ContactReport,
        parent: QWidget,
        *,
        has_columns: bool = False,
    ) -> None:
        super().__init__(parent)
        tr = context.tr_
        self._report = report
        self.wants_columns = False
        set_title(self, tr("Import: {source}", source=report.source))
        fit(self, 1040, 620)
        layout = QVBoxLayout(self)
        self._reasons = [] if report.choices else why_nothing(report)
        intro = Label(
            _nothing(context, self._reasons)
            or tr("This is what the import would do. Nothing is changed yet.")
        )
        intro.setWordWrap(True)
        layout.addWidget(intro)
        layout.addWidget(_counts(context, report))
        tabs = Tabs()
        tabs.addTab(self._cards(context), tr("Cards"))
        self._rows: list[QComboBox] = []
        self._all = Combo()
        if report.likely:
            count = report.likely_count
            tabs.addTab(self._duplicates(context), tr("Possible duplicates") + f" ({count})")
        self._sides: list[QComboBox] = []
        self._all_sides = Combo()
        if report.choices:
            count = report.choice_count
            tabs.addTab(self._choices(context), tr("Different on record") + f" ({count})")
        refused = report.refused
        # What is still to be chosen stands in its own list.
        warnings = [item for item in report.warnings if item.message != CHOICE]
        for title, refusals in (
            (tr("Not readable"), refused),
            (tr("Kept with a warning"), warnings),
        ):
            if refusals:
                page = tabs.addTab(_lines(context, refusals, title), f"{title} ({len(refusals)})")
                if refusals is refused and self._reasons:
                    tabs.setCurrentIndex(page)  # why nothing would come
        layout.addWidget(tabs, 1)
        buttons = _buttons(self, tr("Import"), tr("Cancel"))
        accept = buttons.buttons()[0]
        is_news = report.total("added") or report.total("changed") or report.choices
        accept.setEnabled(bool(is_news))
        if has_columns:
            columns = Button(tr("Columns…"))
            columns.clicked.connect(lambda _on=False: self._ask_for_columns())
            buttons.addButton(columns, QDialogButtonBox.ButtonRole.ActionRole)
        layout.addWidget(buttons)

    def _ask_for_columns(self) -> None:
        """End, so that the meaning of the columns is asked and the preview made again."""
        self.wants_columns = True
        self.reject()

    def _cards(self, context: Context) -> QWidget:
        tr = context.tr_
        columns = (
            tr("Name"), tr("Organisation"), tr("Post"), tr("E-mail"), tr("Phone"), tr("Town"),
            tr("Note"),
        )  # fmt: skip
        table = QTableWidget(len(self._report.sample), len(columns))
        table.setHorizontalHeaderLabels(columns)
        table.verticalHeader().setVisible(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setAccessibleName(tr("Cards"))
        for row, card in enumerate(self._report.sample):
            name = card.formatted_name or f"{card.given_name} {card.family_name}".strip()
            cells = (
                name,
                card.organisation if card.kind == "person" else "",
                card.post or card.role,
                ", ".join(detail.value for detail in card.emails),
                ", ".join(detail.value for detail in card.phones),
                ", ".join(place.city for place in card.addresses if place.city),
                " · ".join(filter(None, (card.note, *(text for _, text in card.more)))),
            )
            for column, text in enumerate(cells):
                cell = TableItem(text)
                set_tip(cell, text)
                table.setItem(row, column, cell)
        for column, width in enumerate((170, 180, 130, 170, 120, 90)):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setStretchLastSection(True)
        return table

    def _duplicates(self, context: Context) -> QWidget:
        tr = context.tr_
        page = QWidget()
        layout = QVBoxLayout(page)
        self._all.addItem(tr("as chosen in the list"), "")
        for code, label in DECISIONS:
            self._all.addItem(tr.message(label), code)
        self._all.setAccessibleName(tr("What to do with all possible duplicates"))
        self._all.activated.connect(lambda _index: self._decide_all())
        head = Label(tr("What to do with all possible duplicates"))
        head.setBuddy(self._all)
        layout.addWidget(head)
        hidden = self._report.likely_count - len(self._report.likely)
        if hidden:
            more = Label(
                tr.plural(
                    "{count} more is not listed; it is imported as a new record unless you choose"
                    " otherwise for all.",
                    "{count} more are not listed; they are imported as new records unless you"
                    " choose otherwise for all.",
                    hidden,
                )
            )
            more.setWordWrap(True)
            layout.addWidget(more)
        layout.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        columns = (tr("In the file"), tr("Record"), tr("Why"), tr("What to do"))
        table = QTableWidget(len(self._report.likely), len(columns))
        table.setHorizontalHeaderLabels(columns)
        table.verticalHeader().setVisible(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setAccessibleName(tr("Possible duplicates"))
        for row, item in enumerate(self._report.likely):
            reasons = " ".join(tr.message(text, **values) for text, values in item.reasons)
            texts = (
                tr("{name} (line {line})", name=item.title, line=item.line),
                item.record_title
                if item.record_id
                else tr("{name} (earlier in the files)", name=item.record_title),
                f"{item.score} %: {reasons}",
            )
            for column, text in enumerate(texts):
                cell = TableItem(text)
                set_tip(cell, text)
                table.setItem(row, column, cell)
            box = Combo()
            for code, label in DECISIONS:
                box.addItem(tr.message(label), code)
            # Namesakes are two people until somebody says otherwise.
            box.setCurrentIndex(box.findData("update" if item.score >= SURE else "add"))
            box.setAccessibleName(tr("What to do") + f": {item.title}")
            table.setCellWidget(row, 3, box)
            self._rows.append(box)
        for column, width in enumerate((210, 210, 290)):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setStretchLastSection(True)
        table.setWordWrap(True)
        table.resizeRowsToContents()
        layout.addWidget(table, 1)
        return page

    def _choices(self, context: Context) -> QWidget:
        """The fields of which a record and the file say different things, and which is right."""
        tr = context.tr_
        page = QWidget()
        layout = QVBoxLayout(page)
        head = Label(tr("What to do with all of them"))
        head.setBuddy(self._all_sides)
        self._all_sides.addItem(tr("as chosen in the list"), None)
        for is_taken, label in SIDES:
            self._all_sides.addItem(tr.message(label), is_taken)
        self._all_sides.setAccessibleName(head.text())
        self._all_sides.activated.connect(lambda _index: self._take_sides())
        layout.addWidget(head)
        if hidden := self._report.choice_count - len(self._report.choices):
            more = Label(
                tr.plural(
                    "{count} more is not listed; the record stays as it is unless you choose"
                    " otherwise for all.",
                    "{count} more are not listed; the records stay as they are unless you choose"
                    " otherwise for all.",
                    hidden,
                )
            )
            more.setWordWrap(True)
            layout.addWidget(more)
        layout.addWidget(self._all_sides, 0, Qt.AlignmentFlag.AlignLeft)
        columns = (
            tr("Record"), tr("Field"), tr("The record says"), tr("The file says"),
            tr("What to do"),
        )  # fmt: skip
        table = QTableWidget(len(self._report.choices), len(columns))
        table.setHorizontalHeaderLabels(columns)
        table.verticalHeader().setVisible(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setAccessibleName(tr("Different on record"))
        for row, item in enumerate(self._report.choices):
            choice = item.choice
            field = tr.message(ENTITIES[choice.entity].by_name[choice.field].label)
            texts = (
                tr("{name} (line {line})", name=item.title, line=item.line),
                field,
                Side(choice.entity, choice.field, choice.ours).text(tr),
                Side(choice.entity, choice.field, choice.theirs).text(tr),
            )
            for column, text in enumerate(texts):
                cell = TableItem(text)
                set_tip(cell, text)
                table.setItem(row, column, cell)
            box = Combo()
            for is_taken, label in SIDES:
                box.addItem(tr.message(label), is_taken)
            box.setAccessibleName(tr("What to do") + f": {item.title}, {field}")
            table.setCellWidget(row, 4, box)
            self._sides.append(box)
        for column, width in enumerate((150, 110, 170, 170)):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setStretchLastSection(True)
        table.setWordWrap(True)
        table.resizeRowsToContents()
        layout.addWidget(table, 1)
        return page

    def _take_sides(self) -> None:
        if (is_taken := self._all_sides.currentData()) is not None:
            for box in self._sides:
                box.setCurrentIndex(box.findData(is_taken))

    @property
    def takes_all(self) -> bool:
        """Whether the file's values are taken where they are not in the list."""
        return bool(self._all_sides.currentData())

    @property
    def taken(self) -> dict[ChoiceKey, bool]:
        """Of each field in the list whether the file's value is taken."""
        pairs = zip(self._report.choices, self._sides, strict=False)
        return {item.key: bool(box.currentData()) for item, box in pairs}

    def _decide_all(self) -> None:
        if code := self._all.currentData():
            for box in self._rows:
                box.setCurrentIndex(box.findData(code))

    @property
    def decision(self) -> Decision:
        """What becomes of possible duplicates that are not in the list."""
        return self._all.currentData() or "add"

    @property
    def decisions(self) -> dict[tuple[str, int], Decision]:
        """What becomes of each that is in the list, by file and line."""
        return {
            (item.file, item.line): box.currentData()
            for item, box in zip(self._report.likely, self._rows, strict=False)
        }


class ImportResult(QDialog):
    """What the import did, and what could not be read, which can be saved."""

    def __init__(self, context: Context, report: ContactReport, parent: QWidget) -> None:
        super().__init__(parent)
        tr = context.tr_
        self._context = context
        self._report = report
        set_title(self, tr("Import: {source}", source=report.source))
        fit(self, 720, 480)
        layout = QVBoxLayout(self)
        intro = Label(
            _nothing(context, why_nothing(report))
            or tr("The import is done. Undo takes it back as a whole.")
        )
        intro.setWordWrap(True)
        layout.addWidget(intro)
        layout.addWidget(_counts(context, report))
        problems = [*report.refused, *report.warnings]
        if problems:
            layout.addWidget(_lines(context, problems, tr("Not readable")), 1)
        if report.likely_count:
            text = Label(
                tr.plural(
                    "{count} possible duplicate; the list of duplicates shows it.",
                    "{count} possible duplicates; the list of duplicates shows them.",
                    report.likely_count,
                )
            )
            text.setWordWrap(True)
            layout.addWidget(text)
        buttons = QDialogButtonBox()
        if problems:
            save = Button(tr("Save the list…"))
            save.clicked.connect(lambda _on=False: self._save(problems))
            buttons.addButton(save, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _save(self, problems: Sequence[Refusal]) -> None:
        tr = self._context.tr_
        target, _ = QFileDialog.getSaveFileName(
            self, tr("Save the list"), "import.txt", tr("Text (*.txt)")
        )
        if target:
            with self._context.known_errors(self):
                lines = [refusal_text(item, self._context.language) for item in problems]
                write_text(Path(target), "\n".join(lines) + "\n")


def _nothing(context: Context, reasons: Sequence[UserError]) -> str:
    """That nothing is imported, with the reason of each file; empty without reasons."""
    if not reasons:
        return ""
    tr = context.tr_
    return "\n".join([tr("Nothing is imported."), *(reason.text(tr) for reason in reasons)])


def _counts(context: Context, report: ContactReport) -> QTableWidget:
    tr = context.tr_
    columns = (tr("File"), tr("Added"), tr("Changed"), tr("Unchanged"), tr("Refused"))
    table = QTableWidget(len(report.files), len(columns))
    table.setHorizontalHeaderLabels(columns)
    table.verticalHeader().setVisible(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setAccessibleName(tr("Import: {source}", source=report.source))
    for row, item in enumerate(report.files):
        cells = (item.file, item.added, item.changed, item.unchanged, len(item.refused))
        for column, value in enumerate(cells):
            cell = TableItem(str(value))
            if column:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, column, cell)
    table.setColumnWidth(0, 260)
    table.horizontalHeader().setStretchLastSection(True)
    table.setMaximumHeight(64 + 32 * min(4, len(report.files)))
    return table


def _lines(context: Context, refusals: Sequence[Refusal], name: str) -> QPlainTextEdit:
    shown = refusals[:2000]
    text = QPlainTextEdit("\n".join(refusal_text(item, context.language) for item in shown))
    text.setReadOnly(True)
    text.setAccessibleName(name)
    return text


def _buttons(dialog: QDialog, accept: str, cancel: str) -> QDialogButtonBox:
    buttons = QDialogButtonBox()
    first = buttons.addButton(accept, QDialogButtonBox.ButtonRole.AcceptRole)
    first.setProperty("primary", True)
    buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
