"""Members of a visit whose post has ended, with whoever holds it now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.services.protocol.ended_posts import Ended, ended, take_successor
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Label, ListItem, set_title
from ui.widgets.styled import ListBox


class EndedPostsDialog(QDialog):
    """Each line says whose post has ended; the successor can be put in."""

    def __init__(self, context: Context, delegation_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._visit = delegation_id
        self._found: list[Ended] = []
        tr = context.tr_
        set_title(self, tr("Posts that have ended"))
        text = Label(
            tr(
                "The successor takes the place of the member. Answer, journey, room and needs were "
                "those of the other person and are emptied."
            )
        )
        text.setWordWrap(True)
        self.list = ListBox()
        self.list.setAccessibleName(tr("Posts that have ended"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox()
        self.put = buttons.addButton(
            tr("Put in the successor"), QDialogButtonBox.ButtonRole.ActionRole
        )
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.put.clicked.connect(lambda _on=False: self.put_in())
        buttons.rejected.connect(self.reject)
        self.list.currentRowChanged.connect(self._mark)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        fit(self, 620, 360)
        self._read()

    def _read(self) -> None:
        context = self._context
        with context.store.reading() as connection:
            self._found = ended(connection, self._visit, context.language, context.today)
        self.list.clear()
        for item in self._found:
            self.list.addItem(ListItem(item.text(context.tr_)))
        self.list.setCurrentRow(0)
        self._mark(self.list.currentRow())

    def _mark(self, row: int) -> None:
        self.put.setEnabled(0 <= row < len(self._found) and bool(self._found[row].successor_id))

    def put_in(self) -> None:
        """Put the successor of the marked line in."""
        found = self._found[self.list.currentRow()]
        if self._context.change(self, lambda store: take_successor(store, found)):
            self._read()
