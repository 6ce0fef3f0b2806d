"""The order of precedence at a visit: explained line by line, changed by hand with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.rules.protocol.precedence import welcome
from app.services.protocol import rank_tables
from app.services.protocol.precedence import (
    Line,
    keep_order,
    moved,
    places_of,
    precedence,
)
from app.services.records.records import values_of
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.ordered_rows import OrderedRows
from ui.widgets.plain import Button, Combo, Form, Label, Tabs, inform, set_title


def show_precedence(context: Context, parent: QWidget, delegation_id: str) -> None:
    """Show who comes before whom at a visit, and why."""
    PrecedenceDialog(context, delegation_id, parent).exec()


class PrecedenceDialog(QDialog):
    """Nothing is stored before *Save*; what is moved by hand needs a reason then."""

    def __init__(self, context: Context, delegation_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._visit = delegation_id
        tr = context.tr_
        set_title(self, tr("Order of precedence"))
        with context.store.reading() as connection:
            self._tables = rank_tables.offered(connection, context.language)
            self._places = places_of(connection, delegation_id)
            values = values_of(connection, ENTITIES["delegation"], delegation_id) or {}
        self._before = dict(self._places)
        self._lines: list[Line] = []
        self.table = Combo()
        self.table.setAccessibleName(tr("Rank table"))
        usual = str(values.get("rank_table_id") or "")
        for number, table in enumerate(self._tables):
            self.table.addItem(table.name, table.id if number else "")
        known = [table.id if number else "" for number, table in enumerate(self._tables)]
        self._begun_with = usual if usual in known else ""
        self.table.setCurrentIndex(known.index(self._begun_with))
        self.table.currentIndexChanged.connect(lambda _index: self._show())
        edit = Button(tr("Rank tables…"))
        edit.setAutoDefault(False)
        edit.clicked.connect(lambda _on=False: self._edit_tables())
        self._note = Label()
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self.table, 1)
        top.addWidget(edit)
        headers = [
            tr("No."),
            tr("Name and post"),
            tr.context("rank table", "Rank"),
            tr("Why in this place"),
        ]
        self.rows = OrderedRows(headers, tr("Order of precedence"))
        self.rows.moved.connect(self.move_to)
        self.rows.currentItemChanged.connect(lambda _now, _before: self._mark())
        self.greeted = OrderedRows([tr("No."), tr("Name and post")], tr("Order of welcome"))
        self.greeted.set_movable(movable=False)
        pages = Tabs()
        pages.addTab(self._ordered(), tr("Order of precedence"))
        pages.addTab(self.greeted, tr("Order of welcome"))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("Reason for this precedence"))
        self.reason.textEdited.connect(self._say_why)
        self._why = Label(tr("Reason for the place by hand"))
        self._why.setBuddy(self.reason)
        form = Form()
        form.addRow(self._why, self.reason)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self._note)
        layout.addWidget(pages, 1)
        layout.addLayout(form)
        layout.addWidget(buttons)
        fit(self, 860, 620)
        self._show()
        self.rows.setFocus()

    def _ordered(self) -> QWidget:
        tr = self._context.tr_
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        actions = QHBoxLayout()
        for text, by in ((tr("Up"), -1), (tr("Down"), 1)):
            button = Button(text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, by=by: self.rows.move_chosen(by))
            actions.addWidget(button)
        self.freeing = Button(tr("Back to the place by the table"))
        self.freeing.setAutoDefault(False)
        self.freeing.clicked.connect(lambda _on=False: self.free())
        actions.addWidget(self.freeing)
        hint = Label(tr("Drag a row, or press Alt with an arrow."))
        hint.setProperty("role", "muted")
        actions.addStretch(1)
        actions.addWidget(hint)
        column.addWidget(self.rows, 1)
        column.addLayout(actions)
        return page

    def _edit_tables(self) -> None:
        from ui.dialogs.delegations.tables_dialog import RANK_TABLES, TablesDialog

        shown = self.table.currentData()
        TablesDialog(self._context, RANK_TABLES, self, shown).exec()
        with self._context.store.reading() as connection:
            self._tables = rank_tables.offered(connection, self._context.language)
        self.table.blockSignals(True)
        self.table.clear()
        for number, table in enumerate(self._tables):
            self.table.addItem(table.name, table.id if number else "")
        self.table.setCurrentIndex(max(0, self.table.findData(shown)))
        self.table.blockSignals(False)
        self._show()

    def _show(self, chosen: str = "") -> None:
        tr = self._context.tr_
        chosen = chosen or self.rows.chosen
        self._note.setText(self._tables[self.table.currentIndex()].note)
        with self._context.store.reading() as connection:
            self._lines = precedence(
                connection,
                self._visit,
                self._context.language,
                by=self._places,
                table_id=self.table.currentData() or "",
            )
        rows = []
        for number, line in enumerate(self._lines, 1):
            why = tr.message(line.placed.rule)
            if line.placed.detail:
                why = f"{why}: {line.placed.detail}"
            who = f"{line.name}\n{line.post}" if line.post else line.name
            rows.append((line.member_id, (str(number), who, line.rank, why)))
        self.rows.show_rows(rows, chosen)
        by_key = {line.member_id: line for line in self._lines}
        self.greeted.show_rows(
            [
                (guest.key, (str(number), _named(by_key[guest.key])))
                for number, guest in enumerate(welcome([line.placed for line in self._lines]), 1)
            ]
        )
        self._mark()

    def _mark(self) -> None:
        place, reason = self._places.get(self.rows.chosen, (None, None))
        by_hand = place is not None
        self.freeing.setEnabled(by_hand)
        self.reason.setEnabled(by_hand)
        self._why.setEnabled(by_hand)
        self.reason.setText(reason or "")

    def move_to(self, member_id: str, place: int) -> None:
        """Put somebody in a place by hand."""
        self._places = moved(self._lines, self._places, member_id, place)
        self._show(member_id)

    def free(self) -> None:
        """Give the marked member the place that the table gives."""
        self._places = {**self._places, self.rows.chosen: (None, None)}
        self._show(self.rows.chosen)

    def _say_why(self, text: str) -> None:
        key = self.rows.chosen
        if key and self._places.get(key, (None, None))[0] is not None:
            self._places = {**self._places, key: (self._places[key][0], text)}

    def save(self) -> None:
        """Store the order and close; a place by hand without a reason is asked for first."""
        tr = self._context.tr_
        for line in self._lines:
            key = line.member_id
            place, reason = self._places.get(key, (None, None))
            if place is not None and self._before.get(key, (None,))[0] is None and not reason:
                self._show(key)
                self.reason.setFocus()
                text = tr("Write why {name} has this place.", name=line.name)
                inform(self, tr("Order of precedence"), text)
                return
        table = self.table.currentData() or None
        if self._places == self._before and (table or "") == self._begun_with:
            self.accept()
            return
        places = self._places
        if self._context.change(self, lambda store: keep_order(store, self._visit, places, table)):
            self.accept()


def _named(line: Line) -> str:
    return ", ".join(filter(None, (line.name, line.post)))
