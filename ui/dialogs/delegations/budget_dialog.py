"""The budget of a year: approved, committed, spent, remaining."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.kinds import AMOUNT
from app.services.protocol.budget import of_year, years
from app.services.records import records
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Combo, Label, TreeItem, set_title

_LINE = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BudgetDialog(QDialog):
    """Lines are added, changed and removed; every change is stored at once."""

    def __init__(self, context: Context, parent: QWidget, year: int | None = None) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        set_title(self, tr("Budget of a year"))
        self.year = Combo()
        self.year.setAccessibleName(tr("Year"))
        now = context.today.year
        with context.store.reading() as connection:
            known = years(connection, now)
        for number in sorted({now + 1, *known}, reverse=True):
            self.year.addItem(str(number), number)
        self.year.setCurrentIndex(max(0, self.year.findData(year or now)))
        self.year.currentIndexChanged.connect(lambda _index: self._read())
        intro = Label(
            tr(
                "Committed is what visits plan to cost and what is not paid yet; spent is what was "
                "paid by our office. A cost belongs to the year of its day, else of its visit."
            )
        )
        intro.setWordWrap(True)
        intro.setProperty("role", "muted")
        top = QHBoxLayout()
        top.addWidget(self.year)
        top.addWidget(intro, 1)
        self.lines = QTreeWidget()
        self.lines.setAccessibleName(tr("Budget"))
        self.lines.setRootIsDecorated(False)
        self.lines.setHeaderLabels(
            [
                tr("Budget chapter"),
                tr("Budget paragraph"),
                tr("What for"),
                tr("Approved"),
                tr("Committed"),
                tr("Spent"),
                tr("Remaining"),
            ]
        )
        self.lines.itemActivated.connect(lambda _item, _column: self.edit())
        self._said = Label()
        self._said.setWordWrap(True)
        row = QHBoxLayout()
        self.change, self.remove = Button(tr("Edit…")), Button(tr("Remove"))
        add = Button(tr("Add"))
        for button, run in (
            (add, self.add),
            (self.change, self.edit),
            (self.remove, self.delete),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, run=run: run())
            row.addWidget(button)
        row.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(self.lines, 1)
        layout.addWidget(self._said)
        layout.addLayout(row)
        layout.addWidget(buttons)
        fit(self, 980, 520)
        self.lines.currentItemChanged.connect(lambda _now, _before: self._mark())
        self._read()

    def _read(self) -> None:
        tr = self._context.tr_
        self.lines.clear()
        with self._context.store.reading() as connection:
            found = of_year(connection, self.year.currentData())
        over = []
        for line in found:
            amounts = (line.approved, line.committed, line.spent, line.remaining)
            texts = [f"{AMOUNT.format(str(amount), tr)} Kč" for amount in amounts]
            text = line.text if line.is_budgeted else tr("not in the budget")
            item = TreeItem([line.chapter, line.paragraph, text, *texts])
            for column in range(3, 7):
                item.setTextAlignment(column, _RIGHT)
            item.setData(0, _LINE, line.ids[0] if line.ids else "")
            self.lines.addTopLevelItem(item)
            if line.remaining < 0:
                over.append(" / ".join(filter(None, (line.chapter, line.paragraph))) or "–")
        for column in range(7):
            self.lines.resizeColumnToContents(column)
        said = []
        if over:
            said.append(
                tr("More is committed or spent than approved: {lines}.", lines=", ".join(over))
            )
        if unknown := sum(line.unknown for line in found):
            said.append(
                tr.plural(
                    "{count} cost in another currency has no rate and is not counted.",
                    "{count} costs in other currencies have no rate and are not counted.",
                    unknown,
                )
            )
        self._said.setText(" ".join(said))
        self._said.setVisible(bool(said))
        self._mark()

    @property
    def chosen(self) -> str:
        """The stored line that is marked; empty for costs that no line names."""
        item = self.lines.currentItem()
        return str(item.data(0, _LINE) or "") if item else ""

    def _mark(self) -> None:
        for button in (self.change, self.remove):
            button.setEnabled(bool(self.chosen))

    def add(self) -> None:
        """Add a line to the year that is shown."""
        self._form(None, {"year": self.year.currentData()})

    def edit(self) -> None:
        """Change the line that is marked."""
        if self.chosen:
            self._form(self.chosen, {})

    def _form(self, line_id: str | None, preset: dict[str, object]) -> None:
        from ui.dialogs.common.row_dialog import RowDialog

        entity, stored = ENTITIES["budget_line"], None
        if line_id:
            with self._context.store.reading() as connection:
                stored = records.read(connection, entity, line_id)
        RowDialog(self._context, entity, stored, preset, None, self).exec()
        self._read()

    def delete(self) -> None:
        """Remove the line that is marked; undo brings it back."""
        key = self.chosen
        if key:
            entity = ENTITIES["budget_line"]
            self._context.change(self, lambda store: records.delete(store, entity, [key]))
            self._read()
