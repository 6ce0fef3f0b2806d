"""Recipients in a table, and their addresses on labels and envelopes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.files import temporary_folder
from app.i18n import C_, N_, Language
from app.services.contacts.recipients import Recipient, recipients
from app.services.office_settings import own_organisation
from ui.context import Context
from ui.dialogs.common.folders import documents
from ui.dialogs.common.progress import run_job
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.fitting import fit
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.pdf import PdfDocument
from ui.widgets.pdf_view import PdfView
from ui.widgets.plain import Button, CheckBox, Combo, Form, Label, TableItem, inform, set_tip
from ui.widgets.styled import AmountBox, NumberBox

if TYPE_CHECKING:
    from app.reports.people.labels import Envelope, Sheet
    from app.rules.people.salutation import Formality

NAMES = {Language.CS: N_("Czech"), Language.DE: N_("German"), Language.EN: N_("English")}
IN_ORDER = C_("recipient", "In order")
NO_ROOM = N_("The address does not fit there.")
NO_SIGNS = N_("Some of its letters cannot be printed.")

_NAME, _LANGUAGE, _ADDRESS, _SALUTATION, _CHECK = range(5)
_PAUSE = 200  # milliseconds after the last change before the preview is made anew
_PREVIEWED = 40  # addresses
_MANY = 100  # recipients that are looked up behind a progress bar
_USUAL = "sheet:3x7-63.5x38.1"


def language_box(context: Context) -> QComboBox:
    """The choice of the language: each in their own (None), or one for all."""
    tr = context.tr_
    box = Combo()
    box.addItem(tr("each in their own"), None)
    for language, name in NAMES.items():
        box.addItem(tr.message(name), language.value)
    box.setAccessibleName(tr("Language"))
    return box


def read_recipients(
    context: Context,
    parent: QWidget,
    ids: Sequence[str],
    language: Language | None,
    formality: Formality = "formal",
) -> list[Recipient]:
    """`recipients` of people; very many behind a progress bar. Raises `UserError`."""
    if len(ids) <= _MANY:
        with context.store.reading() as connection:
            return recipients(
                connection, ids, language=language, on=context.today, formality=formality
            )
    found: list[Recipient] = run_job(
        context,
        parent,
        context.tr_("Looking up the addresses…"),
        "recipients",
        person_ids=list(ids),
        language=language,
        on=context.today,
        formality=formality,
    )
    return found


class _OneLine(QStyledItemDelegate):
    """A cell that is as high as its row is for other reasons; its tip says what has no room."""

    def initStyleOption(  # noqa: N802
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.WrapText


class RecipientTable(QTableWidget):
    """Recipients with what to check; those without a tick are left out.

    `edited` is emitted when a salutation or a tick changed. A typed salutation stays while the
    dialog is open, in each language its own.
    """

    edited = Signal()

    def __init__(self, context: Context, *, salutations: bool) -> None:
        super().__init__(0, 5)
        self._context = context
        self._shown: list[Recipient] = []
        self._more: dict[str, Collection[str]] = {}
        self._left_out: set[str] = set()
        self._typed: dict[tuple[str, Language], str] = {}
        tr = context.tr_
        self.setHorizontalHeaderLabels(
            [tr("Name"), tr("Language"), tr("Address"), tr("Salutation"), tr("To check")]
        )
        self.setAccessibleName(tr("Recipients"))
        self.setColumnHidden(_SALUTATION, not salutations)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        rows.setResizeContentsPrecision(0)  # those on the screen: there may be thousands
        header = self.horizontalHeader()
        header.setSectionResizeMode(_LANGUAGE, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setItemDelegateForColumn(_ADDRESS, _OneLine(self))
        self.itemChanged.connect(self._item_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share the width out: what is to be checked is read without scrolling."""
        super().resizeEvent(event)
        room = self.viewport().width() - self.columnWidth(_LANGUAGE)
        parts = 3 if self.isColumnHidden(_SALUTATION) else 4
        for column in (_NAME, _ADDRESS, _SALUTATION):
            self.setColumnWidth(column, room // parts)

    def set_recipients(
        self, found: Sequence[Recipient], more: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """Show recipients; `more` are further texts of what to check, by person."""
        self._shown = list(found)
        self._more = dict(more or {})
        row = max(self.currentRow(), 0)
        with QSignalBlocker(self):
            self.setRowCount(len(found))
            for number, item in enumerate(found):
                self._fill(number, item)
            self.setCurrentCell(min(row, len(found) - 1), _NAME)

    def _fill(self, row: int, item: Recipient) -> None:
        name = TableItem(item.name)
        name.setCheckState(
            Qt.CheckState.Unchecked if item.person_id in self._left_out else Qt.CheckState.Checked
        )
        language = TableItem(self._context.tr_.message(NAMES[item.language]))
        address = TableItem(", ".join(item.address_lines or item.name_lines))
        set_tip(address, "\n".join(item.address_lines))
        salutation, check = TableItem(), TableItem()
        for column, cell in enumerate((name, language, address, salutation, check)):
            if column != _SALUTATION:
                cell.setFlags(cell.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.setItem(row, column, cell)
        self._show_salutation(salutation, check, item)

    def _show_salutation(
        self, cell: QTableWidgetItem, check: QTableWidgetItem, item: Recipient
    ) -> None:
        """Show the salutation and what to check; a typed one is bold and leaves no doubts."""
        typed = self._typed.get((item.person_id, item.language))
        cell.setText(typed or item.salutation)
        font = cell.font()
        font.setBold(typed is not None)
        cell.setFont(font)
        tr, tokens = self._context.tr_, self._context.theme.tokens
        missing = [*map(tr.message, item.missing), *self._more.get(item.person_id, ())]
        texts = [*missing, *(map(tr.message, item.doubts) if typed is None else ())]
        if missing:
            sign = icon("circle-alert", tokens.error, 16)
        elif texts:
            sign = icon("triangle-alert", tokens.warn, 16)
        else:
            sign = icon("circle-check", tokens.ok, 16)
        check.setIcon(sign)
        check.setText(" ".join(texts) or tr.message(IN_ORDER))
        set_tip(check, "\n".join(texts))

    def _item_changed(self, cell: QTableWidgetItem) -> None:
        item = self._shown[cell.row()]
        if cell.column() == _NAME:
            if cell.checkState() is Qt.CheckState.Checked:
                self._left_out.discard(item.person_id)
            else:
                self._left_out.add(item.person_id)
        elif cell.column() == _SALUTATION:
            text = " ".join(cell.text().split())
            key = item.person_id, item.language
            self._typed.pop(key, None)
            if text and text != item.salutation:
                self._typed[key] = text
            check = self.item(cell.row(), _CHECK)
            assert check is not None
            # The cells stay: one of them is being changed right now.
            with QSignalBlocker(self):
                self._show_salutation(cell, check, item)
        self.edited.emit()

    @property
    def chosen(self) -> list[Recipient]:
        """Those with a tick, with the salutations as they were typed."""
        return [
            self._as_typed(item) for item in self._shown if item.person_id not in self._left_out
        ]

    @property
    def current(self) -> Recipient | None:
        """The recipient of the current row."""
        row = self.currentRow()
        return self._as_typed(self._shown[row]) if 0 <= row < len(self._shown) else None

    def go_to(self, language: Language) -> None:
        """Make the first recipient in a language the current one, unless it is one already."""
        item = self.current
        if item is not None and item.language is language:
            return
        for row, other in enumerate(self._shown):
            if other.language is language:
                self.setCurrentCell(row, _NAME)
                return

    def _as_typed(self, item: Recipient) -> Recipient:
        text = self._typed.get((item.person_id, item.language))
        return item if text is None else replace(item, salutation=text)

    @property
    def typed(self) -> dict[tuple[str, Language], str]:
        """The salutations that were typed, by person and language, of those who are shown."""
        shown = {(item.person_id, item.language) for item in self._shown}
        return {key: text for key, text in self._typed.items() if key in shown}

    def forget_typed(self, keys: Collection[tuple[str, Language]]) -> None:
        """Let typed salutations be (they are stored now)."""
        for key in keys:
            self._typed.pop(key, None)


class LabelsDialog(QDialog):
    """Prints the addresses of the people of `person_ids` on labels or envelopes, as a PDF."""

    def __init__(self, context: Context, person_ids: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        from app.reports.people.labels import ENVELOPES, MOST_OFFSET, SHEETS

        self._context = context
        self._ids = list(person_ids)
        self._folder = temporary_folder("labels")
        self._number = 0
        tr = context.tr_
        self.setWindowTitle(tr("Labels and envelopes"))
        self._language = language_box(context)
        self._place = Combo()
        for sheet in SHEETS.values():
            size = sheet.name(context.language)
            self._place.addItem(tr("Labels {size}", size=size), ("sheet", sheet.code))
        self._place.insertSeparator(self._place.count())
        for envelope in ENVELOPES.values():
            size = envelope.name(context.language)
            self._place.addItem(tr("Envelopes {size}", size=size), ("envelope", envelope.code))
        self._choose_place(context.settings.label_place or _USUAL)
        self._place.setMaxVisibleItems(24)
        self._start = NumberBox()
        self._start.setMinimum(1)
        self._right, self._down = AmountBox(), AmountBox()
        for box in (self._right, self._down):
            box.setRange(-MOST_OFFSET, MOST_OFFSET)
            box.setDecimals(1)
            box.setSingleStep(0.5)
            box.setSuffix(" mm")
        self._frame = CheckBox(tr("Draw the edges of the labels"))
        self._sender = CheckBox(tr("Our organisation as the sender"))
        self._sender.setChecked(True)
        self.table = RecipientTable(context, salutations=False)
        self._notice = NoticeBar(context.theme, "warn", "", self)
        self._notice.hide()
        self._document = PdfDocument(self)
        self._document.prepare()
        self._view = PdfView(tr, self, whole_pages=True)
        self._view.setDocument(self._document)
        self._view.setAccessibleName(tr("Preview of the paper"))
        self._count = Label()
        self._save = Button()
        set_label(self._save, tr("Save as PDF…"))
        self._save.setProperty("primary", True)
        self._save.setAutoDefault(False)  # Enter ends the typing of a number
        self._save.setIcon(icon("download", context.theme.tokens.accent_text, 16))
        self._to_printer = Button()
        set_label(self._to_printer, tr("Print…"))
        self._to_printer.setAutoDefault(False)
        self._to_printer.setIcon(icon("printer", context.theme.tokens.text, 16))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.show_preview)
        self._lay_out()
        self._restore_offset()
        self._language.activated.connect(lambda _index: self.reload())
        self._place.activated.connect(lambda _index: self._place_chosen())
        self._save.clicked.connect(self.save)
        self._to_printer.clicked.connect(self.print_paper)
        self.table.edited.connect(self._edited)
        for distance in (self._right, self._down):
            distance.valueChanged.connect(lambda _value: self._keep_offset())
        for number in (self._start, self._right, self._down):
            number.valueChanged.connect(lambda _value: self._edited())
        for check in (self._frame, self._sender):
            check.toggled.connect(lambda _on: self._edited())
        self.reload()

    def _lay_out(self) -> None:
        tr = self._context.tr_
        self._form = Form()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("Language"), self._language),
            (tr("Print on"), self._place),
            (tr("First free label"), self._start),
            (tr("Move to the right"), self._right),
            (tr("Move down"), self._down),
        )
        for text, widget in rows:
            widget.setAccessibleName(text)
            self._form.addRow(text, widget)
        self._form.addRow("", self._frame)
        self._form.addRow("", self._sender)
        advice = Label(tr("Print the PDF at its actual size (100 %), not fitted to the page."))
        advice.setProperty("role", "muted")
        advice.setWordWrap(True)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addLayout(self._form)
        left.addWidget(advice)
        left.addWidget(self.table, 1)
        left.addWidget(self._notice)
        columns = QHBoxLayout()
        columns.addLayout(left, 3)
        columns.addWidget(self._view, 2)
        foot = QHBoxLayout()
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._to_printer)
        foot.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addLayout(columns, 1)
        layout.addLayout(foot)
        fit(self, 1120, 690)

    # What is remembered: the paper, and for each paper how far its print is moved

    def _choose_place(self, key: str) -> None:
        keys = [self._key(index) for index in range(self._place.count())]
        self._place.setCurrentIndex(keys.index(key if key in keys else _USUAL))

    def _key(self, index: int) -> str:
        data = self._place.itemData(index)
        return ":".join(data) if data else ""

    def _place_chosen(self) -> None:
        self._context.settings.label_place = self._key(self._place.currentIndex())
        self._restore_offset()
        self.reload()

    def _keep_offset(self) -> None:
        key = self._key(self._place.currentIndex())
        offset = [self._right.value(), self._down.value()]
        self._context.settings.label_offsets[key] = offset

    def _restore_offset(self) -> None:
        key = self._key(self._place.currentIndex())
        kept = self._context.settings.label_offsets.get(key, [])
        numbers = [value for value in kept if isinstance(value, (int, float))]
        right, down = numbers if len(numbers) == 2 else (0.0, 0.0)
        for field, value in ((self._right, right), (self._down, down)):
            with QSignalBlocker(field):
                field.setValue(value)

    @property
    def file(self) -> Path:
        """The paper that is shown."""
        return Path(self._folder.name) / f"{self._number}.pdf"

    @property
    def place(self) -> Sheet | Envelope:
        """What is printed on."""
        from app.reports.people.labels import ENVELOPES, SHEETS

        kind, code = self._place.currentData()
        return SHEETS[code] if kind == "sheet" else ENVELOPES[code]

    @property
    def _on_labels(self) -> bool:
        return bool(self._place.currentData()[0] == "sheet")

    def reload(self) -> None:
        """Read the recipients anew, and show what does not fit the chosen paper."""
        from app.reports.people.labels import Sheet, misfits, uncovered

        place = self.place
        self._form.setRowVisible(self._start, self._on_labels)
        self._form.setRowVisible(self._frame, self._on_labels)
        self._form.setRowVisible(self._sender, not self._on_labels)
        if isinstance(place, Sheet):
            self._start.setMaximum(place.count)
        code = self._language.currentData()
        language = Language(code) if code else None
        found = read_recipients(self._context, self, self._ids, language)
        addresses = [item.address_lines for item in found]
        tr = self._context.tr_
        self._misfits = {found[at].person_id for at in misfits(addresses, place, tr.language)}
        unprinted = {found[at].person_id for at in uncovered(addresses)}
        more = {
            key: [
                *([tr.message(NO_ROOM)] if key in self._misfits else []),
                *([tr.message(NO_SIGNS)] if key in unprinted else []),
            ]
            for key in self._misfits | unprinted
        }
        self.table.set_recipients(found, more)
        self._edited()

    @property
    def printed(self) -> list[Recipient]:
        """Those who are printed: with a tick, and an address that fits."""
        return [
            item
            for item in self.table.chosen
            if item.address_lines and item.person_id not in self._misfits
        ]

    def _edited(self) -> None:
        tr = self._context.tr_
        count = len(self.printed)
        left_out = len(self.table.chosen) - count
        text = tr.plural("{count} address", "{count} addresses", count)
        if count > _PREVIEWED:
            part = tr("the preview shows the first {shown}", shown=_PREVIEWED)
            text = f"{text} · {part}"
        self._count.setText(text)
        self._notice.setVisible(bool(left_out))
        if left_out:
            self._notice.set_text(
                tr.plural(
                    "{count} person has no address, or one that does not fit; left out.",
                    "{count} people have no address, or one that does not fit; left out.",
                    left_out,
                )
            )
        self._save.setEnabled(bool(count))
        self._to_printer.setEnabled(bool(count))
        self._timer.start()

    def show_preview(self) -> None:
        """Show the paper as it will be printed."""
        if not self.printed:
            self._document.forget()
            return
        self._number += 1
        from app.reports.people.labels import labels_job

        with self._context.known_errors(self):
            # The first pages show how it will look; all of them would take too long.
            arguments = self._arguments(self.file)
            arguments["addresses"] = arguments["addresses"][:_PREVIEWED]
            labels_job(None, lambda _done, _total: None, lambda: False, **arguments)
            self._document.show_file(self.file)

    def _arguments(self, target: Path) -> dict[str, Any]:
        """What is printed, as `labels_job` wants it."""
        from app.reports.people.labels import Sheet

        place = self.place
        on_sheet = isinstance(place, Sheet)
        return {
            "addresses": [item.address_lines for item in self.printed],
            "place": place,
            "language": self._context.language,
            "target": target,
            "sender": self._own_address() if self._sender.isChecked() and not on_sheet else (),
            "start": self._start.value() - 1 if on_sheet else 0,
            "offset_mm": (self._right.value(), self._down.value()),
            "frame": self._frame.isChecked(),
        }

    def _own_address(self) -> list[str]:
        from app.exchange.letters.merge import office_values

        with self._context.store.reading() as connection:
            if own_organisation(connection) is None:
                return []
            values = office_values(connection, Language.CS, self._context.today)
        return [values["own_organisation"], *values["own_address"].splitlines()]

    def print_paper(self) -> None:
        """Ask the system's print dialog, and print at the actual size with the offset."""
        from ui.dialogs.common.print_pages import print_document

        tr = self._context.tr_
        whole = Path(self._folder.name) / "whole.pdf"
        with self._context.known_errors(self):
            run_job(
                self._context, self, tr("Printing the addresses…"), "print_labels",
                **self._arguments(whole),
            )  # fmt: skip
            document = PdfDocument(self)
            document.show_file(whole)
            print_document(self._context, self, document, tr("Labels and envelopes"))
            document.forget()

    def save(self) -> None:
        """Ask for a file, and save the paper as it is shown."""
        tr = self._context.tr_
        name = (tr("Labels") if self._on_labels else tr("Envelopes")) + ".pdf"
        target, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(documents() / name), tr("PDF documents (*.pdf)")
        )
        if not target:
            return
        path = Path(target)
        if path.suffix.lower() != ".pdf":
            path = path.with_name(path.name + ".pdf")
        with self._context.known_errors(self):
            run_job(
                self._context, self, tr("Printing the addresses…"), "print_labels",
                **self._arguments(path),
            )  # fmt: skip
            inform(self, self.windowTitle(), tr("Written: {file}", file=path.name))
            self.accept()

    def done(self, result: int) -> None:
        """Close and remove the temporary papers."""
        self._timer.stop()
        self._document.forget()
        self._folder.cleanup()
        self._context.remember()
        super().done(result)
