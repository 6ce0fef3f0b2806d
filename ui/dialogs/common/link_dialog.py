"""Choosing any record, to link it with a task or a document."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.entities import DOCUMENTS_ABOUT, ENTITIES, TASKS_ABOUT
from app.services.documents import documents
from app.services.records.search import find
from app.services.tasks import tasks
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Label, ListItem
from ui.widgets.styled import ListBox

_PAUSE = 60  # milliseconds after the last key


class RecordDialog(QDialog):
    """Finds a record of some kinds by a few letters; `chosen` is its entity and id."""

    def __init__(self, context: Context, kinds: Collection[str], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._kinds = frozenset(kinds)
        self.chosen: tuple[str, str] | None = None
        tr = context.tr_
        self.setWindowTitle(tr("Choose a record"))
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("Write a few letters of its name…"))
        self.line.setAccessibleName(tr("Search"))
        self.line.setClearButtonEnabled(True)
        self.list = ListBox()
        self.list.setAccessibleName(tr("Results"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        self._nothing = Label(tr("Nothing was found. Try the beginning of another word."))
        self._nothing.setProperty("role", "muted")
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        buttons = QDialogButtonBox()
        link = buttons.addButton(tr("Link"), QDialogButtonBox.ButtonRole.AcceptRole)
        link.setProperty("primary", True)
        link.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self.line, self._nothing, self.list, buttons):
            layout.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.refresh)
        self.line.textChanged.connect(lambda _text: self._timer.start())
        fit(self, 560, 420)

    def refresh(self) -> None:
        """Show what the text finds now."""
        self._timer.stop()
        context = self._context
        text = self.line.text()
        with context.store.reading() as connection:
            hits = find(connection, text, context.tr_, context.today)
        self.list.clear()
        for hit in hits:
            if hit.entity in self._kinds:
                kind = context.tr_.message(ENTITIES[hit.entity].label)
                shown = " · ".join(part for part in (kind, hit.detail) if part)
                item = ListItem(f"{hit.title}\n{shown}")
                item.setData(Qt.ItemDataRole.UserRole, (hit.entity, hit.id))
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._nothing.setVisible(bool(text.strip()) and not self.list.count())

    def accept(self) -> None:
        """Close if a record is marked."""
        if self._timer.isActive():
            self.refresh()
        item = self.list.currentItem()
        if item is None:
            self.line.setFocus()
            return
        self.chosen = tuple(item.data(Qt.ItemDataRole.UserRole))
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in moves:
            row = self.list.currentRow() + moves[Qt.Key(event.key())]
            self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        else:
            super().keyPressEvent(event)


def link_record(context: Context, parent: QWidget, entity: str, record_id: str) -> None:
    """Ask for a record and link a task or a document with it."""
    dialog = RecordDialog(context, DOCUMENTS_ABOUT if entity == "document" else TASKS_ABOUT, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted or (about := dialog.chosen) is None:
        return
    link = documents.link if entity == "document" else tasks.link_to
    context.change(parent, lambda store: link(store, record_id, about))
