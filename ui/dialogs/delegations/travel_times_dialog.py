"""The office's own table of travel times between places."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.services.protocol.overlaps import day_begins, set_day_begins
from app.services.protocol.travel import lines
from app.services.records import records
from ui.context import Context
from ui.dialogs.common.row_dialog import RowDialog
from ui.icons import icon
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Form, Label, TreeItem, set_title
from ui.widgets.styled import NumberBox

_ENTITY = ENTITIES["travel_time"]
_KEY = Qt.ItemDataRole.UserRole


class TravelTimesDialog(QDialog):
    """Shows the table; lines are added, changed and removed, each as a step of its own."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        set_title(self, tr("Travel times"))
        text = Label(
            tr(
                "The time from one place to the next is compared with the time between two items. "
                "A place is found in the place of an item by its words. A line holds there and "
                "back, unless the way back has a line of its own."
            )
        )
        text.setWordWrap(True)
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setAccessibleName(tr("Travel times"))
        self.table.setHeaderLabels(
            [tr.message(_ENTITY.by_name[name].label) for name in ("place_from", "place_to")]
            + [tr("Minutes")]
        )
        self.table.header().setStretchLastSection(False)
        for column in (0, 1):
            self.table.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.itemActivated.connect(lambda _item, _column: self._edit())
        add, edit, remove = Button(tr("Add…")), Button(tr("Edit…")), Button(tr("Remove"))
        for button, sign, run in (
            (add, "plus", self._add),
            (edit, "pencil", self._edit),
            (remove, "trash-2", self._remove),
        ):
            button.setIcon(icon(sign, context.theme.tokens.text, 16))
            button.clicked.connect(lambda _on=False, run=run: run())
        line = QHBoxLayout()
        for button in (add, edit, remove):
            line.addWidget(button)
        line.addStretch(1)
        with context.store.reading() as connection:
            begins = int(day_begins(connection).total_seconds() // 3600)
        self.begins = NumberBox()
        self.begins.setRange(0, 11)
        self.begins.setSuffix(":00")
        self.begins.setValue(begins)
        self.begins.setKeyboardTracking(False)
        self.begins.valueChanged.connect(self._begin)
        form = Form()
        form.addRow(tr("A day of a programme begins at"), self.begins)
        self.begins.setAccessibleName(tr("A day of a programme begins at"))
        buttons = QDialogButtonBox()
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(text)
        layout.addWidget(self.table, 1)
        layout.addLayout(line)
        layout.addLayout(form)
        layout.addWidget(buttons)
        fit(self, 640, 520)
        self.fill()
        self.table.setFocus()

    def fill(self) -> None:
        """Show the table as it is stored; the same line stays chosen."""
        chosen = self.chosen
        self.table.clear()
        with self._context.store.reading() as connection:
            ways = lines(connection)
        for way in ways:
            item = TreeItem([way.start, way.end, str(way.minutes)])
            item.setData(0, _KEY, way.id)
            self.table.addTopLevelItem(item)
            if way.id == chosen or self.table.currentItem() is None:
                self.table.setCurrentItem(item)

    @property
    def chosen(self) -> str:
        """The id of the chosen line; empty without one."""
        item = self.table.currentItem()
        return str(item.data(0, _KEY)) if item else ""

    def _add(self) -> None:
        RowDialog(self._context, _ENTITY, None, {}, None, self).exec()
        self.fill()

    def _edit(self) -> None:
        with self._context.store.reading() as connection:
            row = records.read(connection, _ENTITY, self.chosen)
        if row is not None:
            RowDialog(self._context, _ENTITY, row, {}, None, self).exec()
            self.fill()

    def _remove(self) -> None:
        if key := self.chosen:
            self._context.change(self, lambda store: records.delete(store, _ENTITY, [key]))
            self.fill()

    def _begin(self, hour: int) -> None:
        self._context.change(self, lambda store: set_day_begins(store, hour * 60))
