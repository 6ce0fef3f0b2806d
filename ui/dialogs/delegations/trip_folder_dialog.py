"""The trip folder: what it will hold, where it goes, with a password or without."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import UserError
from app.file_names import safe_stem
from app.i18n import Language
from ui.context import Context, show_error
from ui.dialogs.common.folders import documents
from ui.dialogs.common.progress import run_job
from ui.widgets.fitting import fit
from ui.widgets.plain import Form, Label, inform, open_file, set_title


def show_trip_folder(context: Context, parent: QWidget, delegation_id: str) -> None:
    """Show what the folder of a visit will hold, and write it."""
    TripFolderDialog(context, parent, delegation_id).exec()


class TripFolderDialog(QDialog):
    """Lists files and personal data of a trip folder before it is written."""

    def __init__(self, context: Context, parent: QWidget, delegation_id: str) -> None:
        from app.reports.trip_folder import preview
        from app.services.records.records import caption_of

        super().__init__(parent)
        self._context = context
        self._id = delegation_id
        tr = context.tr_
        set_title(self, tr("Trip folder"))
        self.language = Language(context.settings.paper_language or context.language.value)
        with context.store.reading() as connection:
            held = preview(connection, delegation_id, self.language, context.today)
            self._title = caption_of(connection, ENTITIES["delegation"], delegation_id)
        hint = Label(
            tr(
                "A folder that opens on any computer without the program: open index.html in it. "
                "Look at what personal data it holds before you take it along."
            )
        )
        hint.setWordWrap(True)
        lines = [tr("Personal data in it:"), *(f"  {text}" for text in held.personal)]
        lines += ["", tr("Files in it:"), *(f"  {name}" for name in held.files)]
        self.view = QPlainTextEdit("\n".join(lines))
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.view.setAccessibleName(tr("What the folder holds"))
        form = Form()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(tr("for a ZIP file only"))
        text = tr("Password")
        self.password.setAccessibleName(text)
        label = Label(text)
        label.setBuddy(self.password)
        form.addRow(label, self.password)
        buttons = QDialogButtonBox()
        folder = buttons.addButton(tr("Write a folder…"), QDialogButtonBox.ButtonRole.ActionRole)
        folder.setProperty("primary", True)
        archive = buttons.addButton(
            tr("Write an encrypted ZIP file…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        folder.clicked.connect(self.write_folder)
        archive.clicked.connect(self.write_archive)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(hint)
        layout.addWidget(self.view, 1)
        layout.addLayout(form)
        layout.addWidget(buttons)
        fit(self, 640, 480)

    def write_folder(self) -> None:
        """Ask for a folder; the trip's own is made in it."""
        tr = self._context.tr_
        place = QFileDialog.getExistingDirectory(
            self, tr("Where the trip folder is made"), str(documents())
        )
        if place:
            self._write(Path(place) / safe_stem(self._title), "")

    def write_archive(self) -> None:
        """Ask for a file; the password is that of the dialog."""
        from app.reports.trip_folder import NO_PASSWORD, SHORTEST

        tr = self._context.tr_
        password = self.password.text()
        if len(password) < SHORTEST:
            show_error(self, tr.message(NO_PASSWORD, count=SHORTEST), tr)
            self.password.setFocus()
            return
        name = f"{safe_stem(self._title)}.zip"
        found, _ = QFileDialog.getSaveFileName(
            self, tr("Trip folder"), str(documents() / name), tr("ZIP files (*.zip)")
        )
        if found:
            target = Path(found)
            if target.suffix.lower() != ".zip":
                target = target.with_name(target.name + ".zip")
            self._write(target, password)

    def _write(self, target: Path, password: str) -> None:
        context, tr = self._context, self._context.tr_
        try:
            run_job(
                context,
                self,
                tr("Trip folder"),
                "trip_folder",
                visit_id=self._id,
                languages=[self.language.value],
                target=str(target),
                on=context.today,
                password=password,
            )
        except UserError as error:
            show_error(self, error.text(tr), tr)
            return
        self.accept()
        inform(self, tr("Trip folder"), tr("Written: {file}", file=target))
        if target.is_dir():
            open_file(target)
