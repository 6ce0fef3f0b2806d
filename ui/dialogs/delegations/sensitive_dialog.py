"""Sensitive data of members that are due to go, looked at before they are removed."""

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

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.rules.days.partial_dates import format_day
from app.services.privacy.sensitive import MOST, Due, days, due, remove, set_days
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Label, MessageBox, TreeItem, set_title
from ui.widgets.styled import NumberBox

_MEMBER = ENTITIES["delegation_member"]


class SensitiveDialog(QDialog):
    """Lists whose diet, needs and rooms are removed; those that are unticked stay."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._found: list[Due] = []
        tr = context.tr_
        set_title(self, tr("Sensitive data of past visits"))
        text = Label(
            tr(
                "Diet, special needs and rooms of members are kept only as long as a visit needs "
                "them (GDPR, Art. 9). They are removed from the records and from the history; undo "
                "does not bring them back. Backups made before still hold them."
            )
        )
        text.setWordWrap(True)
        with context.store.reading() as connection:
            now = days(connection)
        self.days = NumberBox()
        self.days.setRange(0, MOST)
        self.days.setValue(now)
        self.days.setKeyboardTracking(False)
        label = Label(tr("Days after the end of the visit"))
        label.setBuddy(self.days)
        self.days.valueChanged.connect(self._set_days)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.days)
        row.addStretch(1)
        self.list = QTreeWidget()
        self.list.setAccessibleName(tr("Sensitive data of past visits"))
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([tr("Member"), tr("Visit"), tr("Ended"), tr("What is removed")])
        self.list.itemChanged.connect(lambda _item, _column: self._mark())
        buttons = QDialogButtonBox()
        self.remove = Button(tr("Remove…"))
        self.remove.setAutoDefault(False)
        buttons.addButton(self.remove, QDialogButtonBox.ButtonRole.ActionRole)
        self.remove.clicked.connect(lambda _on=False: self.run())
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        fit(self, 820, 520)
        self._read()

    def _read(self) -> None:
        tr = self._context.tr_
        with self._context.store.reading() as connection:
            self._found = due(connection, self._context.language, self._context.today)
        self.list.clear()
        for item in self._found:
            fields = ", ".join(tr.message(_MEMBER.by_name[name].label) for name in item.fields)
            line = TreeItem([item.name, item.visit, format_day(item.ended, tr), fields])
            line.setCheckState(0, Qt.CheckState.Checked)
            self.list.addTopLevelItem(line)
        for column in range(3):
            self.list.resizeColumnToContents(column)
            self.list.setColumnWidth(column, self.list.columnWidth(column) + 16)
        self._mark()

    def chosen(self) -> list[Due]:
        """The lines that are ticked."""
        lines = [self.list.topLevelItem(number) for number in range(len(self._found))]
        return [
            item
            for item, line in zip(self._found, lines, strict=True)
            if line is not None and line.checkState(0) == Qt.CheckState.Checked
        ]

    def _mark(self) -> None:
        if self.list.topLevelItemCount() == len(self._found):
            self.remove.setEnabled(bool(self.chosen()))

    def _set_days(self, number: int) -> None:
        self._context.change(self, lambda store: set_days(store, number))
        self._read()

    def run(self) -> None:
        """Ask, and remove what is ticked."""
        tr = self._context.tr_
        wanted = self.chosen()
        box = MessageBox(
            MessageBox.Icon.Warning,
            tr("Sensitive data of past visits"),
            tr.plural(
                "Remove the sensitive data of {count} member for good?",
                "Remove the sensitive data of {count} members for good?",
                len(wanted),
            ),
            MessageBox.StandardButton.Cancel,
            self,
        )
        yes = box.addButton(tr("Remove"), MessageBox.ButtonRole.DestructiveRole)
        box.exec()
        if box.clickedButton() is yes:
            self.remove_chosen(wanted)

    def remove_chosen(self, wanted: list[Due]) -> None:
        """Remove the data of these members."""

        def act(store: Store) -> Changes:
            return remove(store, wanted)

        if self._context.change(self, act):
            self._read()
