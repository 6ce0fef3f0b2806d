"""Rows that were pasted into a list: what would become of them, and what the columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from app.exchange.address_books.files import LEFT_OUT, NOTED, Head
from app.exchange.clipboard import Pasted, PastedRow, paste, read_pasted, rows_of
from app.exchange.tables.row_values import NOTE
from app.fields import Entity
from app.i18n import N_
from app.kinds import PICTURE
from app.services.records import bulk
from ui.context import Context
from ui.dialogs.common.progress import run_job
from ui.dialogs.contacts.contacts_import_dialog import MappingDialog
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Label, TableItem, Tabs, set_tip, set_title

_SHOWN = 200  # rows of the preview
_WIDEST, _ROOM = 320, 12  # pixels of a column, and beside its text
_INTO_NOTE = N_("Into the note, with its heading")


def paste_rows(context: Context, parent: QWidget, entity: Entity, text: str) -> None:
    """Show what a pasted table would become in a list, and create the records in one step."""
    tr = context.tr_
    with context.known_errors(parent):
        table = read_pasted(entity, text, context.language)
        while True:
            rows = _read(context, parent, entity, table)
            dialog = PasteDialog(context, entity, table, rows, parent)
            chosen = dialog.exec()
            if not dialog.wants_columns:
                break
            table = _ask(context, parent, entity, table)
        if chosen != QDialog.DialogCode.Accepted:
            return
        if len(rows) > bulk.AT_ONCE:
            waiting = tr("This takes a moment…")
            changes = run_job(context, parent, waiting, "paste_rows", entity=entity.name, rows=rows)
        else:
            _, changes = paste(context.store, entity, rows)
        context.changed(changes)


def _read(context: Context, parent: QWidget, entity: Entity, table: Pasted) -> list[PastedRow]:
    if len(table.cells) > bulk.AT_ONCE:
        found: list[PastedRow] = run_job(
            context,
            parent,
            context.tr_("This takes a moment…"),
            "read_table",
            entity=entity.name,
            table=table,
            language=context.language.value,
        )
        return found
    with context.store.reading() as connection:
        return rows_of(connection, entity, table, context.language)


def _ask(context: Context, parent: QWidget, entity: Entity, table: Pasted) -> Pasted:
    """The table with the columns as a person says; as it was when she gives up."""
    meanings = {field.name: field.label for field in entity.fields if field.kind is not PICTURE}
    if "note" in entity.by_name:
        meanings[NOTE] = _INTO_NOTE
    examples = [
        next((row[number] for row in table.cells if number < len(row) and row[number].strip()), "")
        for number in range(len(table.header))
    ]
    head = Head(table.header, examples, context.tr_("Clipboard"))
    dialog = MappingDialog(context, head, table.mapping, meanings, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return table
    return replace(table, mapping=dialog.mapping)


class PasteDialog(QDialog):
    """The rows as they were pasted, under the fields that they become, and those left out."""

    def __init__(
        self,
        context: Context,
        entity: Entity,
        table: Pasted,
        rows: Sequence[PastedRow],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        tr = context.tr_
        self.wants_columns = False
        good = [row for row in rows if not row.problem]
        bad = [row for row in rows if row.problem]
        set_title(self, tr("Paste from Excel"))
        fit(self, 1040, 620)
        layout = QVBoxLayout(self)
        texts = [
            tr.plural(
                "{count} new record will be created from the clipboard.",
                "{count} new records will be created from the clipboard.",
                len(good),
            )
            if good
            else tr("No row can be pasted.")
        ]
        for message, headings in (
            (NOTED, table.headings(of_note=True)),
            (LEFT_OUT, table.headings(of_note=False)),
        ):
            if headings:
                texts.append(tr.message(message, columns=", ".join(headings)))
        for text in texts:
            label = Label(text)
            label.setWordWrap(True)
            layout.addWidget(label)
        tabs = Tabs()
        tabs.addTab(_cells(context, entity, table), tr("Rows"))
        if bad:
            lines = "\n".join(
                tr("Line {line}: {problem}", line=row.line, problem=row.problem) for row in bad
            )
            left = QPlainTextEdit(lines)
            left.setReadOnly(True)
            left.setAccessibleName(tr("Not readable"))
            tabs.addTab(left, tr("Not readable") + f" ({len(bad)})")
            if not good:
                tabs.setCurrentIndex(1)
        layout.addWidget(tabs, 1)
        buttons = QDialogButtonBox()
        accept = buttons.addButton(tr("Create"), QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setProperty("primary", True)
        accept.setEnabled(bool(good))
        columns = Button(tr("Columns…"))
        columns.clicked.connect(lambda _on=False: self._ask_for_columns())
        buttons.addButton(columns, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def _ask_for_columns(self) -> None:
        self.wants_columns = True
        self.reject()


def _cells(context: Context, entity: Entity, table: Pasted) -> QTableWidget:
    """The first rows; above each column the field that it becomes."""
    tr = context.tr_
    filled = [
        (line, row)
        for line, row in enumerate(table.cells, start=2)
        if any(cell.strip() for cell in row)
    ]
    shown = filled[:_SHOWN]
    made = QTableWidget(len(shown), len(table.header))
    titles = []
    for number, heading in enumerate(table.header):
        meant = table.mapping.get(number, "")
        if meant == NOTE:
            titles.append(tr("{column} (note)", column=heading))
        elif meant:
            titles.append(tr.message(entity.by_name[meant].label))
        else:
            titles.append(tr("{column} (left out)", column=heading))
    made.setHorizontalHeaderLabels(titles)
    made.setVerticalHeaderLabels([str(line) for line, _ in shown])
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setAccessibleName(tr("Rows"))
    for number, (_, row) in enumerate(shown):
        for column, text in enumerate(row[: len(table.header)]):
            cell = TableItem(text)
            set_tip(cell, text)
            made.setItem(number, column, cell)
    made.resizeColumnsToContents()
    for column in range(made.columnCount()):
        made.setColumnWidth(column, min(_WIDEST, made.columnWidth(column) + _ROOM))
    made.horizontalHeader().setStretchLastSection(True)
    return made
