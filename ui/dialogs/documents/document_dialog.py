"""Looking into a stored file, and what can be done with it there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.documents import store as document_store
from app.file_names import safe_name
from app.files import temporary_folder
from app.progress import Cancelled, Progress
from app.services.documents import documents
from app.services.documents.documents import Version
from app.services.records.records import values_of
from app.services.records.rows import GONE
from ui.context import Context
from ui.dialogs.documents.document_add import add_version
from ui.dialogs.documents.document_files import attempt, open_copy, save_as, size_text, version_name
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.document_view import DocumentView, read_picture
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, Combo, Label, set_title

_MOST_TEXT = 200_000  # characters; more of them make a text slow to scroll


def show_document(
    context: Context, parent: QWidget, document_id: str, version_id: str = ""
) -> None:
    """Show what stands in a document: the version named, else the one that is valid today."""
    with context.known_errors(parent):
        dialog = DocumentDialog(context, document_id, parent, version_id)
        dialog.exec()
        dialog.deleteLater()


class DocumentDialog(QDialog):
    """Shows a version of a document, with what can be done with it.

    Raises `UserError` when the document is gone.
    """

    def __init__(
        self, context: Context, document_id: str, parent: QWidget | None, version_id: str = ""
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._id = document_id
        tr = context.tr_
        with context.store.reading() as connection:
            row = values_of(connection, ENTITIES["document"], document_id)
        if row is None:
            raise UserError(GONE)
        self._title = str(row["title"])
        set_title(self, self._title)
        self._folder = temporary_folder("document")
        self._versions: list[Version] = []
        self._shown = 0
        self.view = DocumentView(tr)
        self.version_box = Combo()
        self.version_box.setAccessibleName(tr("Version"))
        self.version_box.activated.connect(lambda _index: self.refresh())
        self.facts = Label()
        self.facts.setProperty("role", "muted")
        self.facts.setWordWrap(True)
        bar = QHBoxLayout()
        self._version_label = Label(tr("Version"))
        self._version_label.setBuddy(self.version_box)
        bar.addWidget(self._version_label)
        bar.addWidget(self.version_box)
        bar.addWidget(self.facts, 1)
        self.open_button = self._button("folder-open", tr("Open a copy"), self.open_copy)
        self.save_button = self._button("download", tr("Save as…"), self.save_as)
        self.add_button = self._button("plus", tr("Add a version…"), self.add_version)
        self.close_button = self._button("", tr("Close"), self.reject)
        below = QHBoxLayout()
        for button in (self.open_button, self.save_button, self.add_button):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)
        fit(self, 900, 680)
        try:
            self.read_versions(version_id)
        except UserError:
            self._folder.cleanup()
            raise

    def _button(self, name: str, text: str, run: Callable[[], object]) -> Button:
        button = Button()
        if name:
            button.setIcon(icon(name, self._context.theme.tokens.text, 16))
        set_label(button, text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: run())
        return button

    @property
    def shown(self) -> Version | None:
        """The version that is shown; None if the document has none."""
        key = self.version_box.currentData()
        return next((item for item in self._versions if item.id == key), None)

    def read_versions(self, wanted: str = "") -> None:
        """Read the versions anew and show the wanted one, else the one that is valid today."""
        context = self._context
        tr = context.tr_
        with context.store.reading() as connection:
            self._versions = documents.versions(connection, self._id)
            valid = documents.current_version(connection, self._id, context.today)
        self.version_box.clear()
        for item in self._versions:
            self.version_box.addItem(version_name(item, tr), item.id)
        chosen = self.version_box.findData(wanted or (valid.id if valid else ""))
        self.version_box.setCurrentIndex(max(0, chosen) if self._versions else -1)
        several = len(self._versions) > 1
        self.version_box.setVisible(several)
        self._version_label.setVisible(several)
        self.open_button.setEnabled(bool(self._versions))
        self.save_button.setEnabled(bool(self._versions))
        self.refresh()

    def refresh(self) -> None:
        """Show the chosen version."""
        tr = self._context.tr_
        item = self.shown
        if item is None:
            self.facts.setText("")
            self.view.show_nothing(tr("This document has no file yet. Add a version."))
            return
        self.facts.setText(f"{safe_name(item.file_name)} · {size_text(item.size, tr)}")
        media_type, text = self._type_and_text(item)
        if DocumentView.needs_file(media_type) and self._show_file(item, media_type):
            return
        if text:
            name = tr("Text of the file, without its layout")
            shown = text[:_MOST_TEXT]
            self.view.show_text(shown if shown == text else f"{shown}\n…", name)
            self.facts.setText(f"{self.facts.text()} · {name}")
            return
        failure = self.view.document.failure
        self.view.show_nothing(
            tr.message(failure)
            if failure
            else tr("There is no preview of this file. Open a copy or save it to see it.")
        )

    def _type_and_text(self, item: Version) -> tuple[str, str]:
        with self._context.store.reading() as connection:
            text = documents.text_of(connection, item.content)
            return document_store.type_of(connection, item), text

    def _show_file(self, item: Version, media_type: str) -> bool:
        """Show a PDF or a picture; whether it could be read. A picture is unpacked in the thread:
        a large one takes seconds.
        """
        self._shown += 1
        path = Path(self._folder.name) / str(self._shown)
        context = self._context

        def work(progress: Progress, cancelled: Cancelled) -> tuple[bool, QImage | None]:
            with context.store.reading() as connection:
                documents.extract_to(connection, item.id, path, progress, cancelled)
            return True, read_picture(path) if DocumentView.is_picture(media_type) else None

        name = f"{self._title}, {item.file_name}"
        done, image = attempt(context, self, context.tr_("Reading the file…"), work) or (
            False,
            None,
        )
        if not done:
            return False
        if image is not None:
            return self.view.show_picture(image, name)
        return self.view.show_pages(path, name)

    def open_copy(self) -> None:
        """Open a read-only copy with the program that the system has for such files."""
        if self.shown is not None:
            open_copy(self._context, self, self.shown)

    def save_as(self) -> None:
        """Ask where to save the file, and save it as it was stored."""
        if self.shown is not None:
            save_as(self._context, self, self.shown)

    def add_version(self) -> None:
        """Ask for the file of a new version, store it and show it."""
        version_id = add_version(self._context, self, self._id)
        if version_id:
            self.read_versions(version_id)

    def done(self, result: int) -> None:
        """Close and remove the temporary files (what shows them first: Windows locks them)."""
        self.view.clear()
        self._folder.cleanup()
        super().done(result)
