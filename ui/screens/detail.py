"""One record: what it is, its fields, what belongs to it, and its history; edited in place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QCursor, QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES, RECORDS
from app.errors import InvalidRecord, UserError
from app.fields import Entity
from app.reports.catalogue import Paper, papers_of
from app.services import commitments, records
from app.services.records import Record
from app.services.rows import LINKS, Conflict
from ui.context import Context, show_error
from ui.drafts import DRAFT_PAUSE, RECORD_DRAFT
from ui.icons import icon
from ui.widgets.drop_area import DropArea

if TYPE_CHECKING:
    from app.services.related import Item, Section
    from ui.dialogs.record_actions import RecordAction
    from ui.forms import RecordForm


class Detail(QWidget):
    """Shows one record of an entity, or a form for a new one.

    `closed` asks to go back to the list, `saved` carries the id of a stored record.
    """

    saved = Signal(str)
    removed = Signal()
    back_requested = Signal()

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self._context = context
        self._entity = entity
        self.record: Record | None = None
        self._form: RecordForm | None = None
        self._about: tuple[str, str] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._bar = QFrame()
        self._bar.setProperty("role", "status")
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(16, 8, 16, 8)
        self._bar_text = QLabel()
        self._bar_text.setProperty("role", "muted")
        self._bar_text.setWordWrap(True)
        self._cancel = QPushButton()
        self._save = QPushButton()
        self._save.setProperty("primary", True)
        self._cancel.clicked.connect(self.cancel)
        self._save.clicked.connect(self.save)
        bar.addWidget(self._bar_text, 1)
        bar.addWidget(self._cancel)
        bar.addWidget(self._save)
        self._bar.hide()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._bar)
        layout.addWidget(DropArea(context.theme, inner, self._drop_text, self._take_files))
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_PAUSE)
        self._draft_timer.timeout.connect(self._keep_draft)
        self._covered = False
        context.records_changed.connect(self._records_changed)
        context.theme.changed.connect(self._redraw)
        self.retranslate()

    # What is shown

    def show_record(self, record_id: str | None) -> None:
        """Show a record (None for nothing); a form that is being edited is given up."""
        self._end_form()
        self.record = self._read(record_id) if record_id else None
        self._redraw()

    def _read(self, record_id: str) -> Record | None:
        with self._context.store.reading() as connection:
            return records.read(connection, self._entity, record_id)

    def _redraw(self) -> None:
        if self._form is not None:
            return
        if self.record is None:
            self._scroll.setWidget(QWidget())
            return
        position = self._scroll.verticalScrollBar().value()
        from ui.screens.detail_view import DetailView

        view = DetailView(self._context, self.record, covered=self._covered)
        view.edit_requested.connect(self.edit)
        view.delete_requested.connect(self.delete)
        view.archive_requested.connect(self.archive)
        view.paper_requested.connect(self.print_paper)
        view.task_requested.connect(self.add_task)
        view.interaction_requested.connect(self.add_interaction)
        view.action_requested.connect(self.run_action)
        view.open_requested.connect(self._open_item)
        view.add_requested.connect(self._add_row)
        view.row_menu_requested.connect(self._row_menu)
        view.back_requested.connect(self.back_requested)
        view.task_of_requested.connect(self._task_of)
        self._scroll.setWidget(view)
        self._scroll.verticalScrollBar().setValue(position)

    def set_covered(self, covered: bool) -> None:
        """Whether the detail stands alone and needs a way back to the list."""
        if covered != self._covered:
            self._covered = covered
            self._redraw()

    def _records_changed(self, changes: object) -> None:
        if self.record is None:
            return
        fresh = self._read(self.record.id)
        if fresh is None:
            if self._form is None:
                self.record = None
                self.removed.emit()
                self._redraw()
            return
        if self._form is not None:
            if fresh.version != self.record.version:
                self._bar_text.setText(
                    self._context.tr_("The record was changed meanwhile; saving will ask.")
                )
            return
        self.record = fresh
        self._redraw()

    # Editing

    @property
    def is_editing(self) -> bool:
        """Whether a form is open."""
        return self._form is not None

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        return self._form is not None and self._form.is_dirty

    def edit(self) -> None:
        """Open the form of the shown record."""
        if self.record is not None and self._form is None:
            self._start_form(self.record.values)

    def start_new(
        self, preset: Mapping[str, Any] | None = None, about: tuple[str, str] | None = None
    ) -> None:
        """Open an empty form; `about` is the record (entity, id) that a new task is about."""
        self._end_form()
        self.record = None
        self._about = about
        from ui.forms import DEFAULTS

        defaults = DEFAULTS.get(self._entity.name, {})
        self._start_form({})
        assert self._form is not None
        self._form.keep({**defaults, **(preset or {})})
        self._form.focus_first()

    def _start_form(self, values: Mapping[str, Any]) -> None:
        from ui.forms import RecordForm

        self._form = RecordForm(self._context, self._entity, _HIDDEN.get(self._entity.name, _NONE))
        self._form.set_values(values)
        page = QWidget()
        page.setProperty("role", "page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        self._form_title = QLabel()
        self._form_title.setProperty("role", "title")
        self._form_title.setWordWrap(True)
        layout.addWidget(self._form_title)
        if self.record is None and self._entity.name in ("person", "organisation"):
            from ui.dialogs.likely_notice import LikelyNotice

            layout.addWidget(LikelyNotice(self._context, self._entity, self._form))
        layout.addWidget(self._form)
        self._scroll.setWidget(page)
        self._bar_text.setText("")
        self._bar.show()
        self._form.edited.connect(self._draft_timer.start)
        self._title_form()
        self._form.focus_first()

    def _title_form(self) -> None:
        tr = self._context.tr_
        if self.record is None:
            label = tr.message(self._entity.label)
            self._form_title.setText(tr("New record: {kind}", kind=label))
        else:
            caption = self._entity.caption(self.record.values, self._context.language)
            self._form_title.setText(caption)

    # Drafts: what is typed survives a crash

    def _keep_draft(self) -> None:
        if self._form is None:
            return
        draft = {
            "entity": self._entity.name,
            "id": self.record.id if self.record else None,
            "version": self.record.version if self.record else 0,
            "about": self._about,
            "typed": self._form.draft(),
        }
        with self._context.known_errors(self):
            self._context.store.set_meta(RECORD_DRAFT, json.dumps(draft, ensure_ascii=False))

    def restore(self, draft: Mapping[str, Any]) -> bool:
        """Open the form with what was typed when the program ended; False if it cannot be."""
        if draft["id"]:
            self.show_record(draft["id"])
            if self.record is None:
                return False
            # Saving compares with the version that the person saw.
            self.record = replace(self.record, version=draft["version"])
            self.edit()
        else:
            self.start_new(about=tuple(draft["about"]) if draft["about"] else None)
        if self._form is None:
            return False
        self._form.restore(draft["typed"])
        self._bar_text.setText(
            self._context.tr_("Restored as it was when the program ended. It is not saved yet.")
        )
        return True

    def _end_form(self) -> None:
        self._draft_timer.stop()
        if self._form is not None and self._context.store.meta(RECORD_DRAFT):
            self._context.store.set_meta(RECORD_DRAFT, "")
        self._form = None
        self._about = None
        self._bar.hide()

    def cancel(self) -> None:
        """Leave the form, after a question if something typed is not saved."""
        if self._form is None:
            return
        if self.may_leave():
            shown = self.record.id if self.record else None
            self.show_record(shown)
            if shown is None:
                self.removed.emit()

    def may_leave(self) -> bool:
        """Ask what to do with unsaved changes; False if the person wants to stay."""
        if not self.is_dirty:
            return True
        from ui.dialogs.questions import Answer, ask_unsaved

        answer = ask_unsaved(self, self._context.tr_)
        if answer is Answer.SAVE:
            return self.save()
        return answer is Answer.DISCARD

    def save(self) -> bool:
        """Store what was changed; False (with the reason shown) when it was refused."""
        if self._form is None:
            return True
        values = self._form.changed_values()
        if values is None:
            return False
        if not values and self.record is not None:
            self.show_record(self.record.id)
            return True
        return self._store(values, self.record.version if self.record else 0)

    def _store(self, values: dict[str, Any], version: int) -> bool:
        assert self._form is not None
        context = self._context
        record_id = self.record.id if self.record else None
        try:
            if record_id is None and self._entity.name == "task":
                from app.services.tasks import create

                saved, changes = create(context.store, values, self._about)
            else:
                saved, changes = records.save(
                    context.store, self._entity, record_id, version, values
                )
        except InvalidRecord as error:
            self._form.show_errors(error.errors)
            return False
        except Conflict as conflict:
            return self._solve(values, conflict)
        except UserError as error:
            show_error(self, error.text(context.tr_), context.tr_)
            return False
        self._end_form()
        self.record = self._read(saved)
        if changes:
            context.changed(changes)  # draws this record, too
        else:
            self._redraw()
        self.saved.emit(saved)
        return True

    def _solve(self, values: dict[str, Any], conflict: Conflict) -> bool:
        """Ask whose values to keep, field by field, and save the answer."""
        from ui.dialogs.questions import ask_conflict

        chosen = ask_conflict(self, self._context, self._entity, values, conflict.theirs)
        if chosen is None:
            return False
        return self._store(chosen, conflict.version)

    # Files

    def _drop_text(self, paths: list[Path]) -> str:
        """What would become of files that are dropped here; empty if they are not taken."""
        tr = self._context.tr_
        if self.record is None or self._form is not None or not paths:
            return ""
        title = self._entity.caption(self.record.values, self._context.language)
        if self._entity.name != "document":
            return tr("Store as documents about “{title}”", title=title)
        if len(paths) == 1:
            return tr("Store as a new version of “{title}”", title=title)
        return tr("Store as documents")

    def _take_files(self, paths: list[Path]) -> None:
        """Store files about the record; one file of a document is its next version."""
        if self.record is None:
            return
        if self._entity.name == "document" and len(paths) == 1:
            from ui.dialogs.document_add import add_version

            add_version(self._context, self.window(), self.record.id, paths[0])
        else:
            from ui.dialogs.document_actions import add_about

            about = (self._entity.name, self.record.id)
            add_about(
                self._context, self.window(), None if about[0] == "document" else about, paths
            )

    # What else can be done with a record

    def delete(self) -> None:
        """Delete the record; the undo bar offers it back."""
        if self.record is None:
            return
        with self._context.known_errors(self):
            changes = records.delete(self._context.store, self._entity, [self.record.id])
            self.record = None
            self._redraw()
            self._context.changed(changes)
            self.removed.emit()

    def archive(self) -> None:
        """Put the record into the archive, or return it."""
        if self.record is None:
            return
        on = None if self.record.values["archived_on"] else self._context.today
        with self._context.known_errors(self):
            changes = records.archive(self._context.store, self._entity, [self.record.id], on=on)
            self._context.changed(changes)

    def print_paper(self, paper: Paper | None = None) -> None:
        """Show a paper about the record as it will be printed, without one the usual paper."""
        papers = papers_of(self._entity.name, of_list=False)
        if self.record is None or not papers:
            return
        from ui.dialogs.preview import show_paper

        show_paper(self._context, self, paper or papers[0], [self.record.id])

    def add_task(self) -> None:
        """A new task about this record."""
        if self.record is not None:
            self._add("task", {})

    def run_action(self, action: RecordAction) -> None:
        """Run a command of the record's menu."""
        if self.record is not None:
            with self._context.known_errors(self):
                action.run(self._context, self.window(), self.record.id)

    def add_interaction(self) -> None:
        """Write down what just happened: with this contact, or with one to be chosen."""
        from ui.dialogs.row_dialog import note_contact

        about = (self._entity.name, self.record.id) if self.record else None
        note_contact(self._context, self, self.record, about)

    def _add_row(self, section: Section) -> None:
        self._add(section.adds, section.preset)

    def _add(self, entity: str, preset: Mapping[str, Any]) -> None:
        from ui.dialogs.row_dialog import RowDialog

        assert self.record is not None
        if entity in ADD_OTHERWISE:
            ADD_OTHERWISE[entity](self._context, self.window(), (self._entity.name, self.record.id))
            return
        if entity == "interaction":
            self.add_interaction()
            return
        if entity == "evaluation":
            preset = {
                "date": self._context.today.isoformat(),
                "user_id": self._context.store.user_id,
                **preset,
            }
        about = (self._entity.name, self.record.id)
        dialog = RowDialog(self._context, ENTITIES[entity], None, preset, about, self)
        dialog.exec()

    def _open_item(self, item: Item) -> None:
        from ui.dialogs.document_actions import open_item

        if open_item(self._context, self.window(), item):
            return
        if item.entity in _SCREENS:
            self._context.record_wanted.emit(item.entity, item.id)
        else:
            self._edit_row(item)

    def _edit_row(self, item: Item) -> None:
        from ui.dialogs.row_dialog import RowDialog

        with self._context.store.reading() as connection:
            row = records.read(connection, ENTITIES[item.row_entity], item.row_id)
        if row is not None:
            RowDialog(self._context, row.entity, row, {}, None, self).exec()

    def _row_menu(self, item: Item) -> None:
        tr = self._context.tr_
        colour = self._context.theme.tokens.text
        menu = QMenu(self)
        from ui.dialogs.document_actions import fill_menu

        if fill_menu(self._context, self.window(), item, menu):
            menu.exec(QCursor.pos())
            return
        if item.entity in _SCREENS:
            menu.addAction(tr("Open"), lambda: self._open_item(item))
        if item.row_entity not in _SCREENS:
            if item.row_entity not in LINKS or item.row_entity == "mailing_member":
                edit = QAction(icon("pencil", colour, 16), tr("Edit…"), menu)
                edit.triggered.connect(lambda: self._edit_row(item))
                menu.addAction(edit)
            if item.row_entity == "interaction":
                task = QAction(icon("list-checks", colour, 16), tr("Make a task of it…"), menu)
                task.triggered.connect(lambda: self._task_from(item))
                menu.addAction(task)
            if item.wants_task or item.task:
                text = tr("Open the task") if item.task else tr("Create a task")
                task = QAction(icon("list-checks", colour, 16), text, menu)
                task.triggered.connect(lambda: self._task_of(item))
                menu.addAction(task)
            if item.row_entity == "position":
                moved = QAction(icon("building-2", colour, 16), tr("Moved to another post…"), menu)
                moved.triggered.connect(lambda: self._move(item))
                menu.addAction(moved)
            if item.row_entity == "contact_point":
                copy = QAction(icon("copy", colour, 16), tr("Copy"), menu)
                copy.triggered.connect(lambda: QGuiApplication.clipboard().setText(item.title))
                menu.addAction(copy)
            if item.row_entity == "contact_point" and item.code and item.code[2] == "email":
                mail = QAction(icon("mails", colour, 16), tr("Write an e-mail"), menu)
                mail.triggered.connect(
                    lambda: QDesktopServices.openUrl(QUrl(f"mailto:{item.title}"))
                )
                menu.addAction(mail)
            remove = QAction(icon("trash-2", colour, 16), tr("Remove"), menu)
            remove.triggered.connect(lambda: self._remove_row(item))
            menu.addAction(remove)
        menu.exec(QCursor.pos())

    def _task_of(self, item: Item) -> None:
        """Make the task of a commitment, or open the one that it has."""
        if item.task:
            self._context.record_wanted.emit("task", item.task)
            return
        with self._context.known_errors(self):
            _, changes = commitments.make_task(self._context.store, item.row_id)
            self._context.changed(changes)

    def _task_from(self, item: Item) -> None:
        """A task that follows from something that happened."""
        from ui.dialogs.row_dialog import make_task

        about = (self._entity.name, self.record.id) if self.record else None
        make_task(self._context, self, item.row_id, about)

    def _move(self, item: Item) -> None:
        """Another post instead of this one."""
        from ui.dialogs.move_dialog import move

        with self._context.store.reading() as connection:
            row = records.read(connection, ENTITIES["position"], item.row_id)
        if row is not None:
            move(self._context, self.window(), row.values["person_id"], row.id)

    def _remove_row(self, item: Item) -> None:
        with self._context.known_errors(self):
            changes = records.delete(self._context.store, ENTITIES[item.row_entity], [item.row_id])
            self._context.changed(changes)

    def retranslate(self) -> None:
        """Show everything in the current language; what was typed stays."""
        tr = self._context.tr_
        self._cancel.setText(tr("Cancel"))
        self._save.setText(tr("Save"))
        self._save.setToolTip(tr("Save (Ctrl+S)"))
        if self._form is not None:
            self._form.retranslate()
            self._title_form()
        else:
            self._redraw()


def _link(context: Context, parent: QWidget, about: tuple[str, str]) -> None:
    from ui.dialogs.link_dialog import link_record

    link_record(context, parent, *about)


def _add_files(context: Context, parent: QWidget, about: tuple[str, str]) -> None:
    from ui.dialogs.document_actions import add_about

    add_about(context, parent, about)


def _add_version(context: Context, parent: QWidget, about: tuple[str, str]) -> None:
    from ui.dialogs.document_add import add_version

    add_version(context, parent, about[1])


ADD_OTHERWISE: dict[str, Callable[[Context, QWidget, tuple[str, str]], None]] = {
    "document": _add_files,
    "document_version": _add_version,
    "document_link": _link,
    "task_link": _link,
}
"""What is added to a record without the form of its row: files and links."""

_SCREENS = {entity.name for entity in RECORDS}
_NONE: frozenset[str] = frozenset()
_HIDDEN = {"mailing_list": frozenset({"rule"})}
"""What nobody types: a list's filter is chosen in the list of people."""
