"""Restoring a backup: which one, what would change, and the restoring itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import UserError
from app.rules.days.partial_dates import format_moment
from app.services.care import auto_backup
from app.services.care.difference import Difference, difference
from app.services.care.recovery import contents
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Label, ListItem, Page
from ui.widgets.styled import ListBox

_PATH = 0x0100  # Qt.ItemDataRole.UserRole


class RestoreDialog(QDialog):
    """Chooses a backup and shows what differs; accepted when the person wants to restore it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        self.setWindowTitle(tr("Restore a backup"))
        fit(self, 680, 520)
        intro = Label(
            tr(
                "The backup takes the place of the database. The present database is kept as a "
                "file beside it. The program then starts anew. Whoever was erased meanwhile is "
                "erased again."
            )
        )
        intro.setWordWrap(True)
        self.list = ListBox()
        self.list.setAccessibleName(tr("Backups"))
        self.list.setMaximumHeight(150)
        self._nothing = Label(
            tr("There is no backup in the folder of backups yet. Choose another file.")
        )
        self._nothing.setWordWrap(True)
        self._nothing.setProperty("role", "muted")
        folder = auto_backup.folder_for(context.store.path, context.settings.backup_folder)
        for made in auto_backup.existing(folder):
            when = format_moment(made.at.strftime("%Y-%m-%dT%H:%M"), tr)
            self._offer(made.path, f"{when}  ({made.size / 1_000_000:.1f} MB)")
        other = Button(tr("Another file…"))
        other.clicked.connect(self._choose_file)
        self.text = Page()
        self.text.setAccessibleName(tr("What differs"))
        buttons = QDialogButtonBox()
        self._accept = buttons.addButton(
            tr("Restore this backup"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._accept.setEnabled(False)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self._nothing)
        layout.addWidget(self.list)
        layout.addWidget(other, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
        self._say_whether_there_are_any()
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.list.setCurrentRow(0)
        self._show()

    @property
    def path(self) -> Path | None:
        """The chosen backup."""
        item = self.list.currentItem()
        return Path(item.data(_PATH)) if item else None

    def _offer(self, path: Path, text: str) -> None:
        item = ListItem(text)
        item.setData(_PATH, str(path))
        self.list.addItem(item)

    def _say_whether_there_are_any(self) -> None:
        self.list.setVisible(self.list.count() > 0)
        self._nothing.setVisible(self.list.count() == 0)

    def _choose_file(self) -> None:
        tr = self._context.tr_
        found, _ = QFileDialog.getOpenFileName(
            self, tr("Restore a backup"), "", tr("Vztahy database (*.db)")
        )
        if found:
            self._offer(Path(found), found)
            self._say_whether_there_are_any()
            self.list.setCurrentRow(self.list.count() - 1)

    def _show(self) -> None:
        tr = self._context.tr_
        self._accept.setEnabled(False)
        if self.path is None:
            self.text.setPlainText(tr("Choose a backup to see what differs."))
            return
        try:
            found = difference(self._context.store, self.path, self._context.language)
        except UserError as error:
            self._accept_unseen(error)
            return
        self._accept.setEnabled(True)
        parts = [self._part(item) for item in found if item]
        self.text.setPlainText(
            "\n\n".join(parts) or tr("The backup holds the same records as the database.")
        )

    def _accept_unseen(self, error: UserError) -> None:
        """What cannot be compared is the database or the backup: only a sound backup is offered."""
        tr = self._context.tr_
        assert self.path is not None
        try:
            found = contents(self.path, self._context.store.key)
        except UserError as wrong:
            self.text.setPlainText(wrong.text(tr))
            return
        self._accept.setEnabled(True)
        lines = [
            f"{tr.message(ENTITIES[name].label_plural)}: {count}"
            for name, count in found.counts.items()
        ]
        said = tr("The backup is sound, but it cannot be compared with the database.")
        self.text.setPlainText("\n\n".join((said, error.text(tr), "\n".join(lines))))

    def _part(self, item: Difference) -> str:
        tr = self._context.tr_
        lines = [tr.message(item.entity.label_plural)]
        kinds = (
            (tr("come back"), item.back, item.counts[0]),
            (tr("are lost"), item.lost, item.counts[1]),
            (tr("get their old values"), item.changed, item.counts[2]),
        )
        for text, names, count in kinds:
            if count:
                lines.append(f"  {text}: {count}")
                lines += [f"    {name}" for name in names]
                if count > len(names):
                    lines.append("    …")
        return "\n".join(lines)
