"""Whose data are due for review: listed by urgency, kept longer, put on a legal basis, erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.entities.choices import LEGAL_BASIS
from app.kinds import DATE
from app.services.privacy import retention
from app.services.privacy.retention import REASONS, Due
from ui.context import Context, show_error
from ui.editors import LineEditor
from ui.widgets.buttons import set_label
from ui.widgets.fitting import fit
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import Button, Combo, Label, TableItem, ask_item, set_tip

_LIMIT = 500  # people shown at once; the count says how many there are


def review_personal_data(context: Context, parent: QWidget) -> None:
    """Show whose data are due for review."""
    RetentionDialog(context, parent).exec()


def keep_until(context: Context, parent: QWidget, ids: Sequence[str]) -> bool:
    """Ask until when the data of people are kept, and note it; False if nothing was done."""
    dialog = KeepDialog(context, len(ids), parent)
    if not ids or dialog.exec() != QDialog.DialogCode.Accepted or (day := dialog.day) is None:
        return False
    return context.change(
        parent, lambda store: retention.keep_until(store, ids, day, context.today)
    )


class KeepDialog(QDialog):
    """Asks for a day; `day` is the answer."""

    def __init__(self, context: Context, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        from datetime import date

        self._context = context
        self.day: date | None = None
        tr = context.tr_
        self.setWindowTitle(tr("Keep until"))
        text = Label(
            tr.plural(
                "Until when are the data of {count} person kept?",
                "Until when are the data of {count} people kept?",
                count,
            )
        )
        text.setWordWrap(True)
        self.editor = LineEditor(ENTITIES["person"].by_name["retain_until"], tr)
        self.editor.inner.setAccessibleName(tr("Keep until"))
        first = context.today.replace(year=context.today.year + 5, month=12, day=31)
        self.editor.set_value(first.isoformat(), tr)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (text, self.editor, buttons):
            layout.addWidget(widget)

    def accept(self) -> None:
        """Take the day, if it is one."""
        from datetime import date

        with self._context.known_errors(self):
            value = self.editor.value(self._context.tr_)
            if value:
                self.day = date.fromisoformat(str(value))
                super().accept()


class RetentionDialog(QDialog):
    """The people who are due, the most urgent first, and what can be done with several at once."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._items: list[Due] = []
        tr = context.tr_
        self.setWindowTitle(tr("Review of personal data"))
        fit(self, 980, 560)
        intro = Label(
            tr(
                "People whose data are kept longer than planned, or without a recorded reason. "
                "Select one or several, then decide."
            )
        )
        intro.setWordWrap(True)
        self.reasons = Combo()
        self.reasons.setAccessibleName(tr("Why"))
        self.reasons.currentIndexChanged.connect(lambda _index: self._fill())
        self._count = Label()
        self._count.setProperty("role", "muted")
        top = QHBoxLayout()
        top.addWidget(self.reasons)
        top.addWidget(self._count, 1)
        self.table = QTableWidget(0, 5)
        self.table.setHorizontalHeaderLabels(
            [tr("Name"), tr("Organisation"), tr("Keep until"), tr("Legal basis"), tr("Why")]
        )
        self.table.verticalHeader().setVisible(False)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(tr("Review of personal data"))
        self.table.itemSelectionChanged.connect(self._mark)
        self.table.itemActivated.connect(lambda _item: self.open_record())
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        lines = self.table.verticalHeader()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column, width in enumerate((180, 180, 140, 170)):
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        actions = FlowLayout()  # five buttons in German are wider than a small screen
        self.keep = self._button(tr("Keep until…"), self.keep_longer, actions)
        self.basis = self._button(tr("Legal basis…"), self.set_basis, actions)
        self.show_button = self._button(tr("Open the record"), self.open_record, actions)
        self.report = self._button(tr("Report on personal data…"), self.save_report, actions)
        self.erase = self._button(tr("Erase personal data…"), self.erase_person, actions)
        close = Button(tr("Close"))
        close.clicked.connect(lambda _on=False: self.reject())
        actions.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)
        layout.addLayout(actions)
        QShortcut(QKeySequence.StandardKey.SelectAll, self.table, self.table.selectAll)
        context.records_changed.connect(self._refresh)
        self._refresh()

    def _button(self, text: str, run: Any, layout: FlowLayout) -> Button:
        button = Button()
        set_label(button, text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: run())
        layout.addWidget(button)
        return button

    def _refresh(self, _changes: object = None) -> None:
        """Count anew, and list."""
        tr = self._context.tr_
        with self._context.store.reading() as connection:
            counts = retention.counts(connection, self._context.today)
        chosen = self.reasons.currentData() or ""
        self.reasons.blockSignals(True)
        self.reasons.clear()
        for key in ("", *REASONS):
            label = tr.message(REASONS[key]) if key else tr("All reasons")
            self.reasons.addItem(f"{label} ({counts[key]})", key)
        self.reasons.setCurrentIndex(max(0, self.reasons.findData(chosen)))
        self.reasons.blockSignals(False)
        self._all = counts
        self._fill()

    def _fill(self) -> None:
        tr = self._context.tr_
        reason = str(self.reasons.currentData() or "")
        with self._context.store.reading() as connection:
            self._items = retention.due(
                connection,
                self._context.today,
                self._context.language,
                reason=reason,
                limit=_LIMIT,
            )
        self.table.clearSelection()
        self.table.setRowCount(len(self._items))
        for row, item in enumerate(self._items):
            name = item.title + (f" ({tr('archived')})" if item.archived else "")
            why = "\n".join(tr.message(REASONS[key]) for key in item.reasons)
            cells = (
                name,
                item.organisation,
                DATE.format(item.retain_until, tr),
                LEGAL_BASIS.format(item.legal_basis, tr),
                why,
            )
            for column, text in enumerate(cells):
                cell = TableItem(text)
                set_tip(cell, text)
                cell.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                self.table.setItem(row, column, cell)
        total = self._all[reason]
        if not total:
            text = tr("Nobody is due for review.")
        elif total > len(self._items):
            text = tr("The {count} most urgent of {total}", count=len(self._items), total=total)
        else:
            text = tr.plural("{count} person", "{count} people", total)
        self._count.setText(text)
        if self._items:
            self.table.setCurrentCell(0, 0)
        self._mark()

    @property
    def marked(self) -> list[str]:
        """The ids of the marked people, from the top."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self._items[row].person_id for row in rows if row < len(self._items)]

    def _mark(self) -> None:
        count = len(self.marked)
        for button in (self.keep, self.basis):
            button.setEnabled(count > 0)
        for button in (self.show_button, self.report, self.erase):
            button.setEnabled(count == 1)

    # What can be done

    def keep_longer(self) -> None:
        """Ask until when the marked are kept."""
        keep_until(self._context, self, self.marked)

    def set_basis(self) -> None:
        """Choose the legal basis of the marked."""
        tr = self._context.tr_
        labels = {tr.message(label): code for code, label in LEGAL_BASIS.options.items()}
        text, done = ask_item(
            self,
            tr("Legal basis"),
            tr("Legal basis of the selected people:"),
            list(labels),
            editable=False,
        )
        if done and text in labels:
            self._context.change(
                self, lambda store: retention.set_basis(store, self.marked, labels[text])
            )

    def open_record(self) -> None:
        """Show the marked person in the window."""
        if len(self.marked) == 1:
            person = self.marked[0]
            self.accept()
            self._context.record_wanted.emit("person", person)

    def save_report(self) -> None:
        """Write everything that is known of the marked person to a file."""
        from ui.dialogs.contacts.erase_dialog import save_report

        save_report(self._context, self, self.marked[0])

    def erase_person(self) -> None:
        """Erase the marked person, after a look at what goes and what stays."""
        from ui.dialogs.contacts.erase_dialog import erase_person

        if len(self.marked) != 1:
            show_error(self, self._context.tr_("Select one person."), self._context.tr_)
            return
        erase_person(self._context, self, self.marked[0])

    def done(self, result: int) -> None:
        """Listen no longer."""
        self._context.records_changed.disconnect(self._refresh)
        super().done(result)
