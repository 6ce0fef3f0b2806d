"""The commands of stored files wherever they are listed: look, open a copy, save, add more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.entities import ENTITIES
from app.errors import UserError
from app.services.documents import documents
from app.services.documents.documents import Version
from app.services.records import records
from app.services.related.sections import Item
from ui.context import Context
from ui.icons import icon
from ui.widgets.plain import Action, Menu


def newest(context: Context, document_id: str) -> Version:
    """The version of a document that is valid today, else its newest.

    Raises `UserError` when it has no file.
    """
    with context.store.reading() as connection:
        valid = documents.current_version(connection, document_id, context.today)
        found = documents.versions(connection, document_id)
    if not found:
        raise UserError(documents.NO_FILE)
    return valid or found[0]


def preview(context: Context, parent: QWidget, document_id: str) -> None:
    """Show what stands in a document."""
    from ui.dialogs.documents.document_dialog import show_document

    show_document(context, parent, document_id)


def open_copy_of(context: Context, parent: QWidget, document_id: str) -> None:
    """Open a copy of the version that is valid today."""
    from ui.dialogs.documents.document_files import open_copy

    with context.known_errors(parent):
        open_copy(context, parent, newest(context, document_id))


def save_copy_of(context: Context, parent: QWidget, document_id: str) -> None:
    """Save the version that is valid today as it was stored."""
    from ui.dialogs.documents.document_files import save_as

    with context.known_errors(parent):
        save_as(context, parent, newest(context, document_id))


def add_version_to(context: Context, parent: QWidget, document_id: str) -> None:
    """Ask for a file and store it as the next version."""
    from ui.dialogs.documents.document_add import add_version

    add_version(context, parent, document_id)


def add_about(
    context: Context,
    parent: QWidget,
    about: tuple[str, str] | None,
    paths: list[Path] | None = None,
) -> list[str]:
    """Store files (asked for, unless given) about a record; gives their documents."""
    from ui.dialogs.documents.document_add import add_documents, choose_files

    return add_documents(context, parent, paths or choose_files(context, parent), about)


def open_item(context: Context, parent: QWidget, item: Item) -> bool:
    """Show the file of a line of a list; False if the line is of something else."""
    from ui.dialogs.documents.document_dialog import show_document

    if item.row_entity == "document_version":
        with context.store.reading() as connection, context.known_errors(parent):
            document_id = documents.version(connection, item.id).document_id
            show_document(context, parent, document_id, item.id)
        return True
    if item.entity == "document" and item.row_entity == "document_link":
        preview(context, parent, item.id)
        return True
    return False


def fill_menu(context: Context, parent: QWidget, item: Item, menu: Menu) -> bool:
    """The commands of a line that is a file; False if the line is of something else."""
    from ui.dialogs.documents.document_add import edit_version
    from ui.dialogs.documents.document_files import open_copy, save_as

    tr = context.tr_
    colour = context.theme.tokens.text

    def add(name: str, text: str, run: Callable[[], object]) -> None:
        action = Action(icon(name, colour, 16), text, menu)
        action.triggered.connect(lambda _on=False: run())
        menu.addAction(action)

    def with_version(run: Callable[[Context, QWidget, Version], None]) -> None:
        with context.known_errors(parent):
            if item.row_entity == "document_version":
                with context.store.reading() as connection:
                    version = documents.version(connection, item.id)
            else:
                version = newest(context, item.id)
            run(context, parent, version)

    def remove(entity: str, record_id: str) -> None:
        context.change(parent, lambda store: records.delete(store, ENTITIES[entity], [record_id]))

    is_version = item.row_entity == "document_version"
    if not is_version and not (item.entity == "document" and item.row_entity == "document_link"):
        return False
    add("search", tr("Preview"), lambda: open_item(context, parent, item))
    add("folder-open", tr("Open a copy"), lambda: with_version(open_copy))
    add("download", tr("Save as…"), lambda: with_version(save_as))
    if is_version:
        add("pencil", tr("Languages and validity…"), lambda: edit_version(context, parent, item.id))
        menu.addSeparator()
        add("trash-2", tr("Delete this version"), lambda: remove("document_version", item.id))
        return True
    add("plus", tr("Add a version…"), lambda: add_version_to(context, parent, item.id))
    add("list-checks", tr("Show among the documents"), lambda: _show(context, item))
    menu.addSeparator()
    add("x", tr("Remove from this record"), lambda: remove("document_link", item.row_id))
    add("trash-2", tr("Delete the document"), lambda: remove("document", item.id))
    return True


def _show(context: Context, item: Item) -> None:
    context.record_wanted.emit("document", item.id)
