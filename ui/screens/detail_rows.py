"""The rows that belong to a record: opened, added, changed and removed from its page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QWidget

from app.entities import ENTITIES, RECORDS
from app.i18n import N_, Language
from app.services.records import records
from app.services.records.query import captions
from app.services.records.records import Record
from app.services.records.rows import LINKS
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
        from ui.dialogs.common.row_dialog import RowDialog

        record = self._shown()
        if record is None:
            return
        about = (record.entity.name, record.id)
        if entity in ADD_OTHERWISE:
            ADD_OTHERWISE[entity](self._context, self._parent.window(), record)
            return
        proposed = PROPOSED[entity](self._context, record) if entity in PROPOSED else {}
        values = {**proposed, **preset}
        RowDialog(self._context, ENTITIES[entity], None, values, about, self._parent).exec()

    def open(self, item: Item) -> None:
        """Open the record that a line names, or the form of its row."""
        from ui.dialogs.documents.document_actions import open_item

        if open_item(self._context, self._parent.window(), item):
            return
        if item.entity in _SCREENS:
            self._context.record_wanted.emit(item.entity, item.id)
        else:
            self._edit_row(item)

    def go(self, place: str) -> None:
        """Go to a place that a line names: ``row:ENTITY:ID``, ``participants:ID``, a screen, or
        the printing of a paper (see `app.services.protocol.missing`).
        """
        kind, _, rest = place.partition(":")
        record = self._shown()
        if kind == "row":
            self._edit(*rest.split(":"))
        elif kind == "participants":
            self._participants(rest)
        elif kind == "print" and record is not None:
            self._print(record, *rest.split(":"))
        elif kind == "screen" and record is not None:
            self._context.record_wanted.emit(rest, record.id)

    def _print(self, record: Record, paper: str, codes: str, member: str, item: str) -> None:
        from app.reports.catalogue import paper_of
        from ui.dialogs.common.preview import show_paper

        languages = [Language(code) for code in codes.split(";") if code]
        show_paper(
            self._context,
            self._parent.window(),
            paper_of(record.entity.name, paper),
            [record.id],
            languages,
            {"member": member, "item": item},
        )

    def _edit_row(self, item: Item) -> None:
        self._edit(item.row_entity, item.row_id)

    def _edit(self, entity: str, row_id: str) -> None:
        from ui.dialogs.common.row_dialog import RowDialog

        with self._context.store.reading() as connection:
            row = records.read(connection, ENTITIES[entity], row_id)
        if row is not None and row.values.get("delegation_id") and entity == "interaction":
            from ui.dialogs.delegations.minutes_dialog import MinutesDialog

            visit = row.values["delegation_id"]
            MinutesDialog(self._context, row, visit, self._parent.window()).exec()
        elif row is not None:
            RowDialog(self._context, row.entity, row, {}, None, self._parent).exec()

    def menu(self, item: Item) -> None:
        """What can be done with a line."""
        tr = self._context.tr_
        colour = self._context.theme.tokens.text
        menu = Menu(self._parent)
        from ui.dialogs.documents.document_actions import fill_menu

        if item.only_opens:
            menu.addAction(tr("Open"), lambda: self.open(item))
            menu.exec(QCursor.pos())
            return
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
            if item.wants_task or item.task:
                text = tr("Open the task") if item.task else tr("Create a task")
                task = Action(icon("list-checks", colour, 16), text, menu)
                task.triggered.connect(lambda: self.task_of(item))
                menu.addAction(task)
            for command in ROW_COMMANDS.get(item.row_entity, ()):
                if command.offered(item):
                    action = Action(icon(command.icon, colour, 16), tr.message(command.label), menu)
                    action.triggered.connect(lambda _on=False, run=command.run: run(self, item))
                    menu.addAction(action)
            remove = Action(icon("trash-2", colour, 16), tr("Remove"), menu)
            remove.triggered.connect(lambda: self._remove_row(item))
            menu.addAction(remove)
        menu.exec(QCursor.pos())

    def tick(self, item: Item) -> None:
        """The task of a line is done, or open again."""
        from app.services.tasks.tasks import FINISHED, tick

        done = bool(item.code and item.code[2] in FINISHED)
        self._context.change(self._parent, lambda store: tick(store, item.id, done=not done))

    def copy(self, item: Item) -> None:
        """Take the text of a line along."""
        QGuiApplication.clipboard().setText(item.title)

    def write_to(self, item: Item) -> None:
        """Begin an e-mail to the address of a line."""
        with self._context.known_errors(self._parent):
            open_address(mail_address(item.title))

    def task_of(self, item: Item) -> None:
        """Make the task of a commitment, or open the one that it has."""
        if item.task:
            self._context.record_wanted.emit("task", item.task)
            return
        from app.services.tasks import commitments

        self._context.change(self._parent, lambda store: commitments.make_task(store, item.row_id))

    def participants(self, item: Item) -> None:
        """Say who takes part in a point of a programme."""
        self._participants(item.row_id, item.title)

    def _participants(self, item_id: str, title: str = "") -> None:
        from ui.dialogs.delegations.participants_dialog import ParticipantsDialog

        if not title:
            with self._context.store.reading() as connection:
                entity = ENTITIES["programme_item"]
                title = captions(connection, entity, [item_id], self._context.language)[item_id]
        ParticipantsDialog(self._context, item_id, title, self._parent).exec()

    def seating(self, item: Item) -> None:
        """Show who sits where at a point of a programme."""
        from ui.dialogs.delegations.seating_dialog import show_seating

        show_seating(self._context, self._parent.window(), item.row_id, item.title)

    def stand_in(self, item: Item) -> None:
        """Let somebody stand in for a member of a visit."""
        from ui.dialogs.delegations.stand_in_dialog import StandInDialog

        StandInDialog(self._context, item.row_id, item.title, self._parent).exec()

    def task_from(self, item: Item) -> None:
        """A task that follows from something that happened."""
        from ui.dialogs.common.row_dialog import make_task

        record = self._shown()
        about = (record.entity.name, record.id) if record else None
        make_task(self._context, self._parent, item.row_id, about)

    def move(self, item: Item) -> None:
        """Another post instead of this one."""
        from ui.dialogs.contacts.move_dialog import move

        with self._context.store.reading() as connection:
            row = records.read(connection, ENTITIES["position"], item.row_id)
        if row is not None:
            move(self._context, self._parent.window(), row.values["person_id"], row.id)

    def _remove_row(self, item: Item) -> None:
        self._context.change(
            self._parent,
            lambda store: records.delete(store, ENTITIES[item.row_entity], [item.row_id]),
        )


def _link(context: Context, parent: QWidget, record: Record) -> None:
    from ui.dialogs.common.link_dialog import link_record

    link_record(context, parent, record.entity.name, record.id)


def _add_files(context: Context, parent: QWidget, record: Record) -> None:
    from ui.dialogs.documents.document_actions import add_about

    add_about(context, parent, (record.entity.name, record.id))


def _add_version(context: Context, parent: QWidget, record: Record) -> None:
    from ui.dialogs.documents.document_add import add_version

    add_version(context, parent, record.id)


def _members(context: Context, parent: QWidget, record: Record) -> None:
    from ui.dialogs.delegations.members_dialog import MembersDialog

    MembersDialog(context, record.id, parent).exec()


def _note(context: Context, parent: QWidget, record: Record) -> None:
    from ui.dialogs.common.row_dialog import note_contact
    from ui.dialogs.delegations.minutes_dialog import MinutesDialog

    if record.entity.name == "delegation":
        MinutesDialog(context, None, record.id, parent).exec()
        return
    note_contact(context, parent, record, (record.entity.name, record.id))


ADD_OTHERWISE: dict[str, Callable[[Context, QWidget, Record], None]] = {
    "delegation_member": _members,
    "document": _add_files,
    "document_version": _add_version,
    "document_link": _link,
    "task_link": _link,
    "interaction": _note,
}
"""What is added to a record without the plain form of its row: files, links, what happened."""


def _today_by_me(context: Context, _record: Record) -> dict[str, Any]:
    return {"date": context.today.isoformat(), "user_id": context.store.user_id}


def _next_party(context: Context, record: Record) -> dict[str, Any]:
    from app.services.agreements.new_agreement import next_party

    with context.store.reading() as connection:
        return next_party(connection, record.id)


PROPOSED: dict[str, Callable[[Context, Record], dict[str, Any]]] = {
    "agreement_party": _next_party,
    "evaluation": _today_by_me,
}
"""What the form of a new row proposes beside its field list, by entity."""


@dataclass(frozen=True, slots=True)
class RowCommand:
    """Something that can be done with a line, `offered` for some of them."""

    icon: str
    label: str
    run: Callable[[DetailRows, Item], None]
    offered: Callable[[Item], bool] = lambda _item: True


ROW_COMMANDS: dict[str, tuple[RowCommand, ...]] = {
    "interaction": (RowCommand("list-checks", N_("Make a task of it…"), DetailRows.task_from),),
    "programme_item": (
        RowCommand("users", N_("Who takes part…"), DetailRows.participants),
        RowCommand("armchair", N_("Seating plan…"), DetailRows.seating),
    ),
    "delegation_member": (
        RowCommand("users", N_("Cannot come: put in a stand-in…"), DetailRows.stand_in),
    ),
    "position": (RowCommand("building-2", N_("Moved to another post…"), DetailRows.move),),
    "contact_point": (
        RowCommand("copy", N_("Copy"), DetailRows.copy),
        RowCommand(
            "mails",
            N_("Write an e-mail"),
            DetailRows.write_to,
            offered=lambda item: bool(item.code and item.code[2] == "email"),
        ),
    ),
}
"""What can be done with the rows of an entity beside changing and removing them."""

_SCREENS = {entity.name for entity in RECORDS}
