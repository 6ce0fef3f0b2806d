"""Erasure of a person: what goes, what stays and why, the report first, and a deliberate yes."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from textwrap import fill
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from app.db.store import Changes
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_
from app.rules.days.partial_dates import format_moment
from app.rules.folding import fold
from app.services.care import auto_backup
from app.services.care.auto_backup import BackupFile
from app.services.privacy.erasure import IN_FILES, NOT_CLEANED, Erased, Plan, erasure_of
from app.services.records.records import values_of
from ui.context import Context, show_error
from ui.dialogs.common.folders import documents
from ui.dialogs.common.progress import run_job
from ui.widgets.background import run_in_thread
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, CheckBox, Form, Label, TreeItem, inform

_LINE = 88  # characters of a line of the list
_NAMED = 4  # backups that are listed by their day; the others are counted

REPORT = N_("Report on personal data")


def save_report(context: Context, parent: QWidget, person_id: str) -> Path | None:
    """Ask for a file and write everything that is known of a person into it; gives the file."""
    from app.file_names import safe_stem
    from app.services.records.records import caption_of

    tr = context.tr_
    with context.store.reading() as connection:
        title = caption_of(connection, ENTITIES["person"], person_id)
    pdf, data = tr("PDF document (*.pdf)"), tr("JSON (*.json)")
    name = safe_stem(f"{tr(REPORT)} – {title}")
    found, chosen = QFileDialog.getSaveFileName(
        parent, tr(REPORT), str(documents() / f"{name}.pdf"), f"{pdf};;{data}"
    )
    if not found:
        return None
    target = Path(found)
    if target.suffix.lower() not in (".pdf", ".json"):
        target = target.with_name(target.name + (".json" if chosen == data else ".pdf"))
    language = context.settings.paper_language or context.language.value
    with context.known_errors(parent):
        run_job(
            context,
            parent,
            tr("The report is being written…"),
            "print",
            entity="person",
            key="personal-data",
            wanted=[person_id],
            languages=[language],
            target=str(target),
            on=context.today,
            options={},
        )
        inform(parent, tr(REPORT), tr("Written: {file}", file=target.name))
        return target
    return None


def erase_person(context: Context, parent: QWidget, person_id: str) -> None:
    """Show what an erasure does, and do it when the person says so deliberately."""
    tr = context.tr_
    with context.known_errors(parent):
        found: Plan = run_job(
            context,
            parent,
            tr("Looking for everything that mentions the person…"),
            "plan_erasure",
            person_id=person_id,
            language=context.language.value,
        )
        dialog = EraseDialog(context, found, parent)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        done = _erase(context, parent, dialog, person_id)
        _forget(context, person_id, dialog.family_name)
        context.changed(done.changes)
        if not done.cleaned:
            show_error(parent, tr.message(NOT_CLEANED), tr)
        if dialog.renew.isChecked():
            _renew_backups(context, parent)


def _erase(context: Context, parent: QWidget, dialog: EraseDialog, person_id: str) -> Erased:
    try:
        done: Erased = run_job(
            context,
            parent,
            context.tr_("The data are being erased…"),
            "erase_person",
            person_id=person_id,
            reword=dialog.reword,
            documents=dialog.documents,
            language=context.language.value,
        )
    except UserError:
        # Whoever cancels while the file is being cleaned finds the person erased all the same.
        with context.store.reading() as connection:
            header = erasure_of(connection, person_id)
        if header is None:
            raise
        return Erased(Changes(header, {"person": frozenset([person_id])}), False)
    return done


def _renew_backups(context: Context, parent: QWidget) -> None:
    """Make a backup without the erased data, and delete those that hold them."""
    tr = context.tr_
    folder = auto_backup.folder_for(context.store.path, context.settings.backup_folder)

    def work(_progress: object, _cancelled: object) -> tuple[Path, list[Path]]:
        try:
            return auto_backup.replace_copies(context.store, folder, datetime.now())
        finally:
            context.store.close()  # the connections of this thread

    texts = (tr("Backups"), tr("A new backup is being made…"), tr("Cancel"))
    made, left = run_in_thread(parent, texts, work)
    text = tr("A new backup was made: {file}. The older ones were deleted.", file=made.name)
    if left:
        names = ", ".join(path.name for path in left)
        text = tr(
            "A new backup was made: {file}. These could not be deleted, they still hold the "
            "data: {names}",
            file=made.name,
            names=names,
        )
    inform(parent, tr("Backups"), text)


def _forget(context: Context, person_id: str, family_name: str) -> None:
    """Take the person out of what this computer remembers: the open record, filters of lists.

    What is saved in the database went with the person.
    """
    settings = context.settings
    if settings.record == person_id:
        settings.record = ""

    def speaks(value: Any) -> bool:
        text = json.dumps(value, ensure_ascii=False)
        return person_id in text or fold(family_name) in fold(text)

    for entity, filters in context.filters.items():
        context.filters[entity] = [item for item in filters if not speaks(item)]
    context.remember()


class EraseDialog(QDialog):
    """What is erased, what stays and why; accepted only after the family name was typed.

    `reword` and `documents` are what the person left marked.
    """

    def __init__(self, context: Context, plan: Plan, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._plan = plan
        self._mentions: list[tuple[TreeItem, tuple[str, str]]] = []
        self._documents: list[tuple[TreeItem, str]] = []
        tr = context.tr_
        with context.store.reading() as connection:
            person = values_of(connection, ENTITIES["person"], plan.person_id)
        self.family_name: str = person["family_name"] if person else ""
        self.setWindowTitle(tr("Erase personal data"))
        fit(self, 760, 620)
        intro = Label(
            tr(
                "{name} is erased for good. Neither undo nor the history brings anything back. "
                "A later import of a file with this person would bring the data again.",
                name=plan.title,
            )
        )
        intro.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        # What is too wide scrolls: nothing that matters is cut.
        self.tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.tree.header().setStretchLastSection(False)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideNone)  # pixels lost in rounding at 150 %
        self.tree.setAccessibleName(tr("What is erased and what stays"))
        self._fill()
        self.report = Button(tr("Save the report first…"))
        self.report.setAutoDefault(False)
        self.report.clicked.connect(lambda _on=False: save_report(context, self, plan.person_id))
        self._copies = auto_backup.copies_of(
            context.store.path,
            auto_backup.folder_for(context.store.path, context.settings.backup_folder),
        )
        backups = Label(self._about_backups(self._copies))
        backups.setWordWrap(True)
        self.renew = CheckBox(tr("Make a new backup afterwards and delete these older ones"))
        self.renew.setVisible(bool(self._copies))
        self.confirm = QLineEdit()
        self.confirm.setAccessibleName(tr("Family name of the person, to confirm"))
        self.confirm.textChanged.connect(lambda _text: self._check())
        form = Form()
        form.addRow(
            tr("To confirm, type the family name “{name}”:", name=self.family_name), self.confirm
        )
        self.accept_button = Button(tr("Erase for good"))
        self.accept_button.setAutoDefault(False)
        self.accept_button.clicked.connect(lambda _on=False: self.accept())
        cancel = Button(tr("Cancel"))
        cancel.setDefault(True)
        cancel.clicked.connect(lambda _on=False: self.reject())
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.accept_button)
        buttons.addWidget(cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.report, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(backups)
        layout.addWidget(self.renew)
        layout.addLayout(form)
        layout.addLayout(buttons)
        self._check()

    def _check(self) -> None:
        typed = " ".join(self.confirm.text().split()).casefold()
        self.accept_button.setEnabled(typed == " ".join(self.family_name.split()).casefold())

    # What is shown

    def _fill(self) -> None:
        tr = self._context.tr_
        plan = self._plan
        goes = self._group(tr("Is erased"))
        self._line(goes, tr("The person with all its fields"))
        if plan.has_photo:
            self._line(goes, tr("The photograph, unless another record has the same"))
        for label, count in plan.erased:
            self._line(goes, f"{tr.message(label)}: {count}")
        self._line(
            goes,
            tr.plural(
                "{count} entry of the history loses the values; that it was made stays",
                "{count} entries of the history lose the values; that they were made stays",
                plan.history,
            ),
        )
        if plan.documents:
            files = self._group(tr("Documents that are linked to nobody else"))
            for key, title in plan.documents:
                self._documents.append((self._line(files, title, checked=True), key))
        if plan.mentions:
            texts = self._group(tr("Mentions that are taken out of texts"))
            for item in plan.mentions:
                kind = tr.message(ENTITIES[item.entity].label)
                text = f"{kind}: {item.title}"
                if item.text not in item.title:
                    text = f"{text}\n{item.text}"
                if not item.exact:
                    only = tr("somebody else may be meant")
                    text = f"{text}\n({only})"
                line = self._line(texts, text, checked=item.exact)
                self._mentions.append((line, (item.table, item.row_id)))
        if plan.files:
            named = self._group(fill(tr.message(IN_FILES), _LINE))
            for file in plan.files:
                text = f"{file.title}\n{file.text}"
                if not file.exact:
                    text = f"{text}\n({tr('somebody else may be meant')})"
                self._line(named, text)
        if plan.stays:
            stays = self._group(tr("Stays"))
            for reason in dict.fromkeys(item.reason for item in plan.stays):
                group = self._line(stays, tr.message(reason))
                for stay in plan.stays:
                    if stay.reason == reason:
                        text = f"{tr.message(stay.label)}: {stay.title}"
                        self._line(group, f"{text} – {stay.detail}" if stay.detail else text)
        self.tree.expandAll()
        self.tree.setCurrentItem(goes)

    def _group(self, text: str) -> TreeItem:
        item = TreeItem([text])
        font = item.font(0)
        font.setBold(True)
        item.setFont(0, font)
        self.tree.addTopLevelItem(item)
        return item

    def _line(self, parent: TreeItem, text: str, *, checked: bool | None = None) -> TreeItem:
        item = TreeItem(["\n".join(fill(line, _LINE) for line in text.splitlines())])
        if checked is not None:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            state = Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
            item.setCheckState(0, state)
        parent.addChild(item)
        return item

    def _about_backups(self, copies: list[BackupFile]) -> str:
        tr = self._context.tr_
        text = tr(
            "Exported files, printed papers and backups made by hand are not changed by this; "
            "look for them yourself."
        )
        if not copies:
            return tr("The program knows of no backup that holds the data.") + " " + text
        days = [format_moment(item.at.strftime("%Y-%m-%dT%H:%M"), tr) for item in copies]
        listed = "; ".join(days[:_NAMED]) + ("; …" if len(days) > _NAMED else "")
        folders = ", ".join(dict.fromkeys(str(item.path.parent) for item in copies))
        said = tr.plural(
            "{count} older backup still holds the data ({days}) in: {folders}.",
            "{count} older backups still hold the data ({days}) in: {folders}.",
            len(copies),
            days=listed,
            folders=folders,
        )
        return f"{said} {text}"

    # What was chosen

    @property
    def reword(self) -> list[tuple[str, str]]:
        """The rows (table, id) from whose texts the person is taken out."""
        return [key for item, key in self._mentions if _is_checked(item)]

    @property
    def documents(self) -> list[str]:
        """The documents that are erased."""
        return [key for item, key in self._documents if _is_checked(item)]


def _is_checked(item: TreeItem) -> bool:
    return item.checkState(0) == Qt.CheckState.Checked
