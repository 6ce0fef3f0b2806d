"""The tags of the department: how many records have each, another name, two made one, one gone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from app.db.store import Changes
from app.services.records import tags
from app.services.records.tags import Tag
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Label, TableItem, ask_item, ask_text, set_title


class TagsDialog(QDialog):
    """Every change is stored at once and can be undone."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._tags: list[Tag] = []
        tr = context.tr_
        set_title(self, tr("Tags"))
        fit(self, 560, 480)
        intro = Label(
            tr("All tags and how many records have them. A new name holds in every record at once.")
        )
        intro.setWordWrap(True)
        self._nothing = Label(
            tr("There are no tags yet. Give one to a record in its form, or to several in a list.")
        )
        self._nothing.setWordWrap(True)
        self._nothing.setProperty("role", "muted")
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels([tr("Tag"), tr("Records")])
        self.table.verticalHeader().setVisible(False)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(tr("Tags"))
        self.table.itemSelectionChanged.connect(self._mark)
        self.table.itemActivated.connect(lambda _item: self.rename())
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        actions = QHBoxLayout()
        self.renaming = self._button(tr("Rename…"), self.rename, actions)
        self.joining = self._button(tr("Merge into…"), self.join, actions)
        self.deleting = self._button(tr("Delete"), self.delete, actions)
        actions.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        actions.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self._nothing, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.table, 1)
        layout.addLayout(actions)
        self._fill()

    def _button(self, text: str, run: Callable[[], None], layout: QHBoxLayout) -> Button:
        button = Button(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: run())
        layout.addWidget(button)
        return button

    def _fill(self, shown: str = "") -> None:
        with self._context.store.reading() as connection:
            self._tags = tags.all_tags(connection)
        self._nothing.setVisible(not self._tags)
        self.table.setVisible(bool(self._tags))
        self.table.setRowCount(len(self._tags))
        for row, tag in enumerate(self._tags):
            self.table.setItem(row, 0, TableItem(tag.name))
            self.table.setItem(row, 1, TableItem(str(tag.used)))
            if tag.id == shown:
                self.table.selectRow(row)
        self._mark()

    @property
    def chosen(self) -> Tag | None:
        """The marked tag."""
        rows = self.table.selectionModel().selectedRows()
        return self._tags[rows[0].row()] if rows else None

    def choose(self, name: str) -> None:
        """Mark the tag of a name."""
        self.table.selectRow([tag.name for tag in self._tags].index(name))

    def _mark(self) -> None:
        tag = self.chosen
        self.renaming.setEnabled(tag is not None)
        self.deleting.setEnabled(tag is not None)
        self.joining.setEnabled(tag is not None and len(self._tags) > 1)

    def rename(self) -> None:
        """Ask for another name of the marked tag."""
        tr = self._context.tr_
        if not (tag := self.chosen):
            return
        name, done = ask_text(self, tr("Rename the tag"), tr("New name:"), tag.name)
        if done and name.strip() and name != tag.name:
            self._change(lambda: tags.rename(self._context.store, tag.id, name), tag.id)

    def join(self) -> None:
        """Ask for the tag that everything of the marked one gets."""
        tr = self._context.tr_
        if not (tag := self.chosen):
            return
        others = [other for other in self._tags if other.id != tag.id]
        text = tr("What has the tag “{name}” gets this one instead:", name=tag.name)
        names = [other.name for other in others]
        name, done = ask_item(self, tr("Merge the tag"), text, names, editable=False)
        if done and name:
            kept = next(other for other in others if other.name == name)
            self._change(lambda: tags.join(self._context.store, kept.id, tag.id), kept.id)

    def delete(self) -> None:
        """Take the marked tag away from every record; undo brings it back."""
        if tag := self.chosen:
            self._change(lambda: tags.delete(self._context.store, tag.id))

    def _change(self, work: Callable[[], Changes], shown: str = "") -> None:
        with self._context.known_errors(self):
            self._context.changed(work())
        self._fill(shown)
