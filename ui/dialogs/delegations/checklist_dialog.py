"""A checklist of preparations is added to a visit: its steps become tasks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.services.protocol.checklists import Checklist, add_to, added, checklists
from app.services.records.records import values_of
from ui.context import Context
from ui.dialogs.delegations.tables_dialog import CHECKLISTS, TablesDialog, when
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Combo, Label, ListItem, set_title
from ui.widgets.styled import ListBox

_ID = Qt.ItemDataRole.UserRole


class ChecklistDialog(QDialog):
    """Shows the steps of a list; those that are ticked become tasks of the visit."""

    def __init__(self, context: Context, delegation_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._visit = delegation_id
        self._lists: list[Checklist] = []
        tr = context.tr_
        set_title(self, tr("Add a checklist"))
        intro = Label(tr("The steps become tasks of the visit. Their days move with its start."))
        intro.setWordWrap(True)
        self.lists = Combo()
        self.lists.setAccessibleName(tr("Checklists"))
        edit = Button(tr("Checklists…"))
        edit.setAutoDefault(False)
        edit.clicked.connect(lambda _on=False: self._edit())
        top = QHBoxLayout()
        top.addWidget(self.lists, 1)
        top.addWidget(edit)
        self.steps = ListBox()
        self.steps.setWordWrap(True)
        self.steps.setAccessibleName(tr("Steps"))
        buttons = QDialogButtonBox()
        self.adding = buttons.addButton(
            tr("Add to the visit"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.adding.setProperty("primary", True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.add)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addLayout(top)
        layout.addWidget(self.steps, 1)
        layout.addWidget(buttons)
        fit(self, 620, 560)
        self._fill()
        with context.store.reading() as connection:
            visit = values_of(connection, ENTITIES["delegation"], delegation_id) or {}
        directions = [found.direction for found in self._lists]
        direction = visit.get("direction")
        wanted = "incoming" if direction == "incoming" else "outgoing"
        if wanted in directions:
            self.lists.setCurrentIndex(directions.index(wanted))
        self.lists.currentIndexChanged.connect(lambda _index: self._show())
        self._show()

    def _fill(self, chosen: str = "") -> None:
        with self._context.store.reading() as connection:
            self._lists = checklists(connection, self._context.language)
        self.lists.blockSignals(True)
        self.lists.clear()
        for found in self._lists:
            self.lists.addItem(found.name, found.id)
        self.lists.setCurrentIndex(max(0, self.lists.findData(chosen)))
        self.lists.blockSignals(False)

    def _edit(self) -> None:
        chosen = self.lists.currentData() or ""
        TablesDialog(self._context, CHECKLISTS, self, chosen).exec()
        self._fill(chosen)
        self._show()

    def _show(self) -> None:
        tr = self._context.tr_
        found = self._lists[self.lists.currentIndex()]
        with self._context.store.reading() as connection:
            there = added(connection, self._visit, found)
        self.steps.clear()
        for step in found.steps:
            text = f"{step.title} – {when(step.days, tr)}"
            if step.id in there:
                there_already = tr("the visit has it already")
                text += f" ({there_already})"
            item = ListItem(text)
            item.setData(_ID, step.id)
            if step.id in there:
                item.setFlags(Qt.ItemFlag.ItemIsSelectable)
            else:
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled
                    | Qt.ItemFlag.ItemIsSelectable
                    | Qt.ItemFlag.ItemIsUserCheckable
                )
                item.setCheckState(Qt.CheckState.Checked)
            self.steps.addItem(item)

    def wanted(self) -> set[str]:
        """The steps that are ticked."""
        items = [self.steps.item(row) for row in range(self.steps.count())]
        return {str(item.data(_ID)) for item in items if item.checkState() == Qt.CheckState.Checked}

    def add(self) -> None:
        """Make the tasks and close."""
        found, wanted = self._lists[self.lists.currentIndex()], self.wanted()
        if not wanted or self._context.change(
            self,
            lambda store: add_to(store, self._visit, found, wanted, self._context.today),
        ):
            self.accept()
