"""Commands that read or write files: export, backup, check, own organisation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from app.db.store import Changes
from app.entities import RECORDS
from app.fields import Entity, Field
from app.kinds import REFERENCE
from app.services.records.query import ListQuery
from ui.context import Context
from ui.dialogs.common.folders import documents
from ui.editors import ReferenceEditor
from ui.widgets.plain import Label, MessageBox, inform

if TYPE_CHECKING:
    from app.services.care.findings import Finding


def choose_database(context: Context, parent: QWidget) -> Path | None:
    """Ask for another database and look whether it is one; None to stay with this one."""
    from app.db.connection import inspect

    tr = context.tr_
    found, _ = QFileDialog.getOpenFileName(
        parent,
        tr("Open another database"),
        str(context.store.path.parent),
        tr("Vztahy database (*.db)") + ";;" + tr("All files (*)"),
    )
    if not found:
        return None
    path = Path(found)
    with context.known_errors(parent):
        inspect(path, context.store.key)
        return path
    return None


def export_list(
    context: Context,
    parent: QWidget,
    entity: Entity,
    ids: list[str] | None = None,
    query: ListQuery | None = None,
) -> None:
    """Ask for a file and write all records of an entity to it, or those of `ids`.

    People and organisations go through a dialog of their own, which also offers what the list
    `query` shows.
    """
    from app.exchange.address_books.exporting import CONTACTS
    from app.exchange.record_files import export

    if entity.name in CONTACTS:
        from ui.dialogs.contacts.contacts_export_dialog import export_contacts

        export_contacts(context, parent, entity, ids or [], query)
        return
    tr = context.tr_
    name = tr.message(entity.label_plural)
    target, chosen = QFileDialog.getSaveFileName(
        parent,
        tr("Export: {what}", what=name),
        str(documents() / f"{name}.csv"),
        tr("Table for Excel (*.csv)") + ";;" + tr("JSON (*.json)"),
    )
    if not target:
        return
    path = Path(target)
    if not path.suffix:
        path = path.with_suffix(".json" if "json" in chosen else ".csv")
    with context.known_errors(parent):
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            with context.store.reading() as connection:
                count = export(connection, entity, path, context.language, context.today, ids)
        finally:
            QApplication.restoreOverrideCursor()
        _tell(
            context,
            parent,
            tr.plural(
                "{count} record written to {file}",
                "{count} records written to {file}",
                count,
                file=path.name,
            ),
        )


def back_up(context: Context, parent: QWidget) -> None:
    """Ask for a file and write a checked copy of the database to it."""
    from ui.dialogs.common.progress import run_job

    tr = context.tr_
    name = f"vztahy-{context.today.isoformat()}.db"
    target, _ = QFileDialog.getSaveFileName(
        parent, tr("Back up"), str(documents() / name), tr("Vztahy database (*.db)")
    )
    if not target:
        return
    with context.known_errors(parent):
        text = tr("Writing the backup…")
        written = run_job(context, parent, text, "back_up", target=Path(target))
        _tell(context, parent, tr("Backup written: {file}", file=written.name))


def check_database(context: Context, parent: QWidget) -> None:
    """Check the database against its history and show what was found.

    What follows from the data is made anew where the person wishes it, and checked again.
    """
    from ui.dialogs.common.progress import run_job

    tr = context.tr_
    with context.known_errors(parent):
        findings = run_job(context, parent, tr("Checking the database…"), "check")
        if findings and _wants_repair(context, parent, findings):
            run_job(context, parent, tr("Rebuilding order and search…"), "repair")
            context.changed(Changes("", {entity.name: frozenset() for entity in RECORDS}))
            findings = run_job(context, parent, tr("Checking the database…"), "check")
        elif findings:
            return
        if findings:
            _wants_repair(context, parent, findings)
            return
        _tell(context, parent, tr("The database is sound: its tables are what its history says."))


def _wants_repair(context: Context, parent: QWidget, findings: Sequence[Finding]) -> bool:
    """Show what a check found; whether what can be made anew is to be made anew."""
    tr = context.tr_
    lost = sum(not item.can_be_made_anew for item in findings)
    box = MessageBox(parent)
    box.setIcon(MessageBox.Icon.Warning)
    box.setWindowTitle(tr("Check the database"))
    box.setText(
        tr.plural(
            "{count} thing is wrong. Keep this file and restore the last backup.",
            "{count} things are wrong. Keep this file and restore the last backup.",
            lost,
        )
        if lost
        else tr("The data are whole, but lists or the search do not show them as they are.")
    )
    box.setDetailedText("\n".join(tr.message(item.message, **item.values) for item in findings))
    repair = None
    if lost < len(findings):
        box.setInformativeText(
            tr("The order of lists and the search index follow from the data and can be made anew.")
        )
        repair = box.addButton(tr("Rebuild"), MessageBox.ButtonRole.AcceptRole)
    box.addButton(MessageBox.StandardButton.Close)
    box.exec()
    return repair is not None and box.clickedButton() is repair


def choose_own_organisation(context: Context, parent: QWidget) -> None:
    """Ask which organisation is the office itself."""
    from app.services import office
    from app.services.office_settings import own_organisation

    tr = context.tr_
    dialog = QDialog(parent)
    dialog.setWindowTitle(tr("Our organisation"))
    dialog.setMinimumWidth(480)
    layout = QVBoxLayout(dialog)
    text = Label(
        tr("Our organisation is shown in the letterhead and is the default host and party.")
    )
    text.setWordWrap(True)
    field = Field("organisation_id", "Organisation", REFERENCE, target="organisation")
    editor = ReferenceEditor(field, context)
    editor.inner.setAccessibleName(tr("Our organisation"))
    with context.store.reading() as connection:
        editor.set_value(own_organisation(connection), tr)
    buttons = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
    )
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    for widget in (text, editor, buttons):
        layout.addWidget(widget)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    with context.known_errors(parent):
        chosen = editor.value(tr)
        if not chosen:
            return
        context.changed(office.choose_own_organisation(context.store, chosen))


def _tell(context: Context, parent: QWidget, text: str) -> None:
    inform(parent, context.tr_("Vztahy"), text)
