"""The rows that belong to a record: opened, added, changed and removed from its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.entities import ENTITIES, RECORDS
from app.services.records import records
from app.services.records.records import Record
from app.services.records.rows import LINKS
from app.services.tasks import commitments
from ui.context import Context
from ui.icons import icon
from ui.widgets.plain import Action, Menu, mail_address, open_address

if TYPE_CHECKING:
    from app.services.related.sections import Item


class DetailRows:
    """Works on the rows of the record that `shown` gives; dialogs belong to `parent`."""

    def __init__(
        self, context: Context, parent: QWidget, shown: Callable[[], Record | None]
    ) -> None:
        self._context = context
        self._parent = parent
        self._shown = shown

    def add(self, entity: str, preset: Mapping[str, Any]) -> None:
        """Ask for a new row of `entity` that belongs to the record, with `preset` values."""
        from ui.dialogs.common.row_dialog import RowDialog, note_contact

        record = self._shown()
        if record is None:
            return
        about = (record.entity.name, record.id)
        if entity in ADD_OTHERWISE:
            ADD_OTHERWISE[entity](self._context, self._parent.window(), about)
            return
        if entity == "interaction":
            note_contact(self._context, self._parent, record, about)
            return
        if entity == "evaluation":
            preset = {
                "date": self._context.today.isoformat(),
                "user_id": self._context.store.user_id,
                **preset,
            }
        RowDialog(self._context, ENTITIES[entity], None, preset, about, self._parent).exec()

    def open(self, item: Item) -> None:
        """Open the record that a line names, or the form of its row."""
        from ui.dialogs.documents.document_actions import open_item

        if open_item(self._context, self._parent.window(), item):
            return
        if item.entity in _SCREENS:
            self._context.record_wanted.emit(item.entity, item.id)
        else:
            self._edit_row(item)

    def _edit_row(self, item: Item) -> None:
        from ui.dialogs.common.row_dialog import RowDialog

        with self._context.store.reading() as connection:
            row = records.read(connection, ENTITIES[item.row_entity], item.row_id)
        if row is not None:
            RowDialog(self._context, row.entity, row, {}, None, self._parent).exec()

    def menu(self, item: Item) -> None:
        """What can be done with a line."""
        tr = self._context.tr_
        colour = self._context.theme.tokens.text
        menu = Menu(self._parent)
        from ui.dialogs.documents.document_actions import fill_menu

        if fill_menu(self._context, self._parent.window(), item, menu):
            menu.exec(QCursor.pos())
            return
        if item.entity in _SCREENS:
            menu.addAction(tr("Open"), lambda: self.open(item))
        if item.row_entity not in _SCREENS:
            if item.row_entity not in LINKS or item.row_entity == "mailing_member":
                edit = Action(icon("pencil", colour, 16), tr("Edit…"), menu)
                edit.triggered.connect(lambda: self._edit_row(item))
                menu.addAction(edit)
            if item.row_entity == "interaction":
                task = Action(icon("list-checks", colour, 16), tr("Make a task of it…"), menu)
                task.triggered.connect(lambda: self._task_from(item))
                menu.addAction(task)
            if item.wants_task or item.task:
                text = tr("Open the task") if item.task else tr("Create a task")
                task = Action(icon("list-checks", colour, 16), text, menu)
                task.triggered.connect(lambda: self.task_of(item))
                menu.addAction(task)
            if item.row_entity == "position":
                moved = Action(icon("building-2", colour, 16), tr("Moved to another post…"), menu)
                moved.triggered.connect(lambda: self._move(item))
                menu.addAction(moved)
            if item.row_entity == "contact_point":
                copy = Action(icon("copy", colour, 16), tr("Copy"), menu)
                copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(item.title))
                menu.addAction(copy)
            if item.row_entity == "contact_point" and item.code and item.code[2] == "email":
                mail = Action(icon("mails", colour, 16), tr("Write an e-mail"), menu)
                mail.triggered.connect(lambda: self._write_to(item.title))
                menu.addAction(mail)
            remove = Action(icon("trash-2", colour, 16), tr("Remove"), menu)
            remove.triggered.connect(lambda: self._remove_row(item))
            menu.addAction(remove)
        menu.exec(QCursor.pos())

    def _write_to(self, address: str) -> None:
        with self._context.known_errors(self._parent):
            open_address(mail_address(address))

    def task_of(self, item: Item) -> None:
        """Make the task of a commitment, or open the one that it has."""
        if item.task:
            self._context.record_wanted.emit("task", item.task)
            return
        with self._context.known_errors(self._parent):
            _, changes = commitments.make_task(self._context.store, item.row_id)
            self._context.changed(changes)

    def _task_from(self, item: Item) -> None:
        """A task that follows from something that happened."""
        from ui.dialogs.common.row_dialog import make_task

        record = self._shown()
        about = (record.entity.name, record.id) if record else None
        make_task(self._context, self._parent, item.row_id, about)

    def _move(self, item: Item) -> None:
        """Another post instead of this one."""
        from ui.dialogs.contacts.move_dialog import move

        with self._context.store.reading() as connection:
            row = records.read(connection, ENTITIES["position"], item.row_id)
        if row is not None:
            move(self._context, self._parent.window(), row.values["person_id"], row.id)

    def _remove_row(self, item: Item) -> None:
        with self._context.known_errors(self._parent):
            changes = records.delete(self._context.store, ENTITIES[item.row_entity], [item.row_id])
            self._context.changed(changes)


def _link(context: Context, parent: QWidget, about: tuple[str, str]) -> None:
    from ui.dialogs.common.link_dialog import link_record

    link_record(context, parent, *about)


def _add_files(context: Context, parent: QWidget, about: tuple[str, str]) -> None:
    from ui.dialogs.documents.document_actions import add_about

    add_about(context, parent, about)


def _add_version(context: Context, parent: QWidget, about: tuple[str, str]) -> None:
    from ui.dialogs.documents.document_add import add_version

    add_version(context, parent, about[1])


ADD_OTHERWISE: dict[str, Callable[[Context, QWidget, tuple[str, str]], None]] = {
    "document": _add_files,
    "document_version": _add_version,
    "document_link": _link,
    "task_link": _link,
}
"""What is added to a record without the form of its row: files and links."""

_SCREENS = {entity.name for entity in RECORDS}
