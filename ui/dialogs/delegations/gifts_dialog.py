"""The gifts of a year, what each partner had and gave, and what is left in stock."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from app.i18n import Language
from app.rules.days.partial_dates import PartialDate
from app.rules.days.partial_dates import format as format_partial
from app.services.protocol.gifts import COLUMNS, reciprocity, row_texts, stock, worth, yearly
from ui.context import Context
from ui.dialogs.common.folders import documents
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Combo, Label, TableItem, Tabs, inform, set_title

_YEARS = 15
_SHOWN = (0, 1, 2, 4, 5, 6, 8)
"""The columns of the list that have room; the file has all."""
_WIDEST = 220  # points


class GiftsDialog(QDialog):
    """Read only; a double click (or Return) opens a gift."""

    def __init__(self, context: Context, parent: QWidget, year: int | None = None) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        set_title(self, tr("Gifts of a year"))
        self.year = Combo()
        self.year.setAccessibleName(tr("Year"))
        now = context.today.year
        for number in range(now + 1, now - _YEARS, -1):
            self.year.addItem(str(number), number)
        self.year.setCurrentIndex(max(0, self.year.findData(year or now)))
        self.year.currentIndexChanged.connect(lambda _index: self._fill())
        self._said = Label()
        self._said.setProperty("role", "muted")
        export = Button(tr("Save the list…"))
        export.setAutoDefault(False)
        export.clicked.connect(lambda _on=False: self.export())
        top = QHBoxLayout()
        top.addWidget(self.year)
        top.addWidget(self._said, 1)
        top.addWidget(export)
        self.gifts = self._table(tr("Gifts"), [tr.message(COLUMNS[number]) for number in _SHOWN])
        self.gifts.itemActivated.connect(lambda item: self._open("gift", item.row()))
        self.partners = self._table(
            tr("By partner"),
            [tr("Partner"), tr("Given"), tr("Worth"), tr("Received"), tr("Worth"), tr("Last")],
        )
        self.stock = self._table(
            tr("Gifts in stock"),
            [tr("What it is"), tr("In stock"), tr("Planned"), tr("Free"), tr("Order more at"), ""],
        )
        self.stock.itemActivated.connect(lambda item: self._open("gift_stock", item.row()))
        self._ids: dict[str, list[str]] = {"gift": [], "gift_stock": []}
        pages = Tabs()
        pages.addTab(self.gifts, tr("Gifts"))
        pages.addTab(self.partners, tr("By partner"))
        pages.addTab(self.stock, tr("Gifts in stock"))
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(top)
        layout.addWidget(pages, 1)
        layout.addWidget(buttons)
        fit(self, 1000, 560)
        self._fill()

    def _table(self, name: str, headers: Sequence[str]) -> QTableWidget:
        table = QTableWidget(0, len(headers))
        table.setHorizontalHeaderLabels(list(headers))
        table.verticalHeader().setVisible(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(name)
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    def _show(self, table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
        table.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row[: table.columnCount()]):
                table.setItem(number, column, TableItem(text))
        table.resizeColumnsToContents()
        for column in range(table.columnCount()):
            table.setColumnWidth(column, min(table.columnWidth(column) + 8, _WIDEST))
        table.resizeRowsToContents()

    def _fill(self) -> None:
        tr = self._context.tr_
        year = int(self.year.currentData())
        language = self._context.language
        with self._context.store.reading() as connection:
            found = yearly(connection, year, language)
            balances = reciprocity(connection, language)
            kinds = stock(connection, language)
        gifts = [*found.gifts, *found.undated]
        self._ids = {"gift": [line.id for line in gifts], "gift_stock": [one.id for one in kinds]}
        said = tr.plural("{count} gift", "{count} gifts", len(found.gifts))
        if found.undated:
            undated = tr.plural(
                "and {count} whose day is not known",
                "and {count} whose days are not known",
                len(found.undated),
            )
            said = f"{said}, {undated}"
        self._said.setText(said)
        self._show(
            self.gifts,
            [[list(row_texts(line, tr).values())[number] for number in _SHOWN] for line in gifts],
        )
        self._show(
            self.partners,
            [
                (
                    one.name,
                    str(one.given),
                    worth(one.given_worth, tr),
                    str(one.received),
                    worth(one.received_worth, tr),
                    format_partial(PartialDate.parse_iso(one.last), tr) if one.last else "",
                )
                for one in balances
            ],
        )
        self._show(
            self.stock,
            [
                (
                    one.name,
                    str(one.left),
                    str(one.planned),
                    str(one.free),
                    "" if one.reorder_level is None else str(one.reorder_level),
                    tr("Order more") if one.is_low else "",
                )
                for one in kinds
            ],
        )

    def _open(self, entity: str, row: int) -> None:
        self.accept()
        self._context.record_wanted.emit(entity, self._ids[entity][row])

    def export(self) -> Path | None:
        """Ask for a file and write the list of the year into it."""
        from app.exchange.tables.gift_list import write

        tr = self._context.tr_
        year = int(self.year.currentData())
        name = tr("Gifts") + f" {year}.xlsx"
        kinds = tr("Excel workbook (*.xlsx);;CSV (*.csv);;JSON (*.json)")
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the list"), str(documents() / name), kinds
        )
        if not chosen:
            return None
        target = Path(chosen)
        if not target.suffix:
            target = target.with_name(target.name + ".xlsx")
        language = Language(self._context.settings.paper_language or self._context.language.value)
        with self._context.known_errors(self):
            with self._context.store.reading() as connection:
                found = yearly(connection, year, language)
            write(target, found, language)
            inform(self, tr("Gifts of a year"), tr("Saved: {file}", file=target))
            return target
        return None
