"""One record: what it is, its fields, what belongs to it, and its history; edited in place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app.db.store import Changes
from app.fields import Entity
from app.services.records import records
from app.services.records.records import Record
from ui.context import Context
from ui.drafts import DRAFT_PAUSE, RECORD_DRAFT
from ui.records.faces import FACES
from ui.screens.detail_rows import DetailRows
from ui.widgets.drop_area import DropArea
from ui.widgets.plain import Button, Label, set_tip

if TYPE_CHECKING:
    from app.reports.engine.paper import Paper
    from ui.dialogs.record_actions import RecordAction
    from ui.forms import RecordForm
    from ui.screens.detail_view import DetailView
    from ui.screens.inline_edit import InlineEdit


class Detail(QWidget):
    """Shows one record of an entity, or a form for a new one.

    `closed` asks to go back to the list, `saved` carries the id of a stored record where it is to
    be shown, `typed` tells that a form was opened, typed into or closed.
    """

    saved = Signal(str)
    typed = Signal()
    removed = Signal()
    back_requested = Signal()

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self._context = context
        self._entity = entity
        self.record: Record | None = None
        self.rows = DetailRows(context, self, lambda: self.record)
        self._form: RecordForm | None = None
        self._view: DetailView | None = None
        self._inline: InlineEdit | None = None
        self._about: tuple[str, str] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._bar = QFrame()
        self._bar.setProperty("role", "status")
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(16, 8, 16, 8)
        self._bar_text = Label()
        self._bar_text.setProperty("role", "muted")
        self._bar_text.setWordWrap(True)
        self._cancel = Button()
        self._save = Button()
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
        # The page stays below the form: it is there again at once.
        self._pages = QStackedLayout()
        column.addLayout(self._pages, 1)  # first: without a parent it shows windows
        self._scroll = _scroll_area()
        self._pages.addWidget(self._scroll)
        column.addWidget(self._bar)
        layout.addWidget(DropArea(context.theme, inner, self._drop_text, self._take_files))
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_PAUSE)
        self._draft_timer.timeout.connect(self._keep_draft)
        # What was saved is on the screen before the page is looked through for what it changed.
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.timeout.connect(self._show_anew)
        self._covered = False
        context.records_changed.connect(self._records_changed)
        context.theme.changed.connect(self._redraw)
        self.retranslate()

    # What is shown

    def show_record(self, record_id: str | None) -> None:
        """Show a record (None for nothing); a form that is being edited is given up."""
        self._end_form()
        self.record = self._read(record_id) if record_id else None
        self._show()

    def _read(self, record_id: str) -> Record | None:
        with self._context.store.reading() as connection:
            return records.read(connection, self._entity, record_id)

    @property
    def is_drawn(self) -> bool:
        """Whether the page shows all that it has to show."""
        whole = self._view is None or self._view.is_whole
        return whole and not self._refresh.isActive()

    def _redraw(self) -> None:
        """Draw everything anew: in another language or look."""
        position = self._scroll.verticalScrollBar().value()
        inline = self._inline
        typed = (inline.field.name, inline.editor.draft()) if inline else None
        self._forget_view()
        self._show()
        self._scroll.verticalScrollBar().setValue(position)
        if typed:
            self.change_fact(typed[0])
            if self._inline:
                self._inline.editor.restore(typed[1])

    def _forget_view(self) -> None:
        self._end_inline()
        if self._view is not None:
            self._view = None
            self._scroll.setWidget(QWidget())

    def _show(self) -> None:
        """Show the record as it is; where it stood there already, what changed is drawn anew."""
        if self._form is not None or self._inline is not None:
            return
        if self.record is None:
            self._forget_view()
            return
        if self._view is not None and self._view.record.id == self.record.id:
            if self.isVisible():
                self._refresh.start()
            else:
                self._show_anew()
            return
        from ui.screens.detail_view import DetailView

        view = DetailView(
            self._context, self.record, covered=self._covered, at_once=not self.isVisible()
        )
        view.edit_requested.connect(self.edit)
        view.delete_requested.connect(self.delete)
        view.archive_requested.connect(self.archive)
        view.tick_requested.connect(self.tick)
        view.line_ticked.connect(self.rows.tick)
        view.paper_requested.connect(self.print_paper)
        view.task_requested.connect(self.add_task)
        view.interaction_requested.connect(self.add_interaction)
        view.action_requested.connect(self.run_action)
        view.open_requested.connect(self.rows.open)
        view.add_requested.connect(lambda section: self.rows.add(section.adds, section.preset))
        view.row_menu_requested.connect(self.rows.menu)
        view.back_requested.connect(self.back_requested)
        view.task_of_requested.connect(self.rows.task_of)
        view.change_requested.connect(self.change_fact)
        view.place_wanted.connect(self.rows.go)
        self._view = view
        self._scroll.setWidget(view)
        self._scroll.verticalScrollBar().setValue(0)

    def _show_anew(self) -> None:
        if self._form is not None or self._inline is not None:
            return
        if self._view is not None and self.record is not None:
            self._view.show_record(self.record, covered=self._covered, at_once=not self.isVisible())

    def take_focus(self) -> None:
        """Put the focus on the first line of the page."""
        if self._view is not None:
            self._view.take_focus()

    def set_covered(self, covered: bool) -> None:
        """Whether the detail stands alone and needs a way back to the list."""
        if covered != self._covered:
            self._covered = covered
            self._show()

    def _records_changed(self, changes: object) -> None:
        if self.record is None:
            return
        fresh = self._read(self.record.id)
        if fresh is None:
            if self._form is None:
                self._end_inline()
                self.record = None
                self.removed.emit()
                self._show()
            return
        if self._form is not None:
            if fresh.version != self.record.version:
                self._bar_text.setText(
                    self._context.tr_("The record was changed meanwhile; saving will ask.")
                )
            return
        if self._inline is not None:  # saving compares with the version that the person saw
            return
        self.record = fresh
        self._show()

    # Editing

    @property
    def is_editing(self) -> bool:
        """Whether a form is open, or one value is being changed."""
        return self._form is not None or self._inline is not None

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not saved."""
        if self._inline is not None:
            return self._inline.is_dirty
        return self._form is not None and self._form.is_dirty

    def edit(self) -> None:
        """Open the form of the shown record; a value that is being changed goes on there."""
        if self.record is None or self._form is not None:
            return
        inline = self._inline
        typed = {inline.field.name: inline.editor.draft()} if inline and inline.is_dirty else {}
        name = inline.field.name if inline else ""
        self._end_inline()
        self._start_form(self.record.values)
        assert self._form is not None
        self._form.restore(typed)
        if name:
            self._form.editor(name).setFocus()

    # One value, changed where it stands

    def change_fact(self, name: str) -> None:
        """Open the input of one field in the place of its value."""
        if self.record is None or self._view is None:
            return
        if self._form is not None:
            self._form.editor(name).setFocus()
            return
        if self._inline is not None and not self._leave_inline():
            return
        from ui.screens.inline_edit import InlineEdit

        line = self._view.fact(name)
        if line is None:
            return
        field = self._entity.by_name[name]
        self._inline = inline = InlineEdit(self._context, field, self.record.values[name])
        inline.finished.connect(self._finish_inline)
        inline.given_up.connect(self._give_up_inline)
        inline.edited.connect(self._draft_timer.start)
        inline.edited.connect(self.typed)
        line.hold(inline)
        inline.begin()

    def _leave_inline(self) -> bool:
        """Store what is being changed; whether it is."""
        self._finish_inline(None)
        return self._inline is None

    def _finish_inline(self, step: int | None) -> None:
        """Store the value; the focus goes `step` lines further, None leaves it where it is."""
        inline = self._inline
        if inline is None or self.record is None:
            return
        values = inline.changed_values()
        if values is None or (values and not self._store_inline(values)):
            return
        name = inline.field.name
        self._end_inline()
        if values:
            self.record = self._read(self.record.id)
        if self._view is not None and self.record is not None:
            self._view.show_record(self.record, covered=self._covered, at_once=True)
            self._view.forget_wanted()
            if step is not None:
                self._view.go_to_fact(name, step)
        if self._stored_inline is not None:
            changes, self._stored_inline = self._stored_inline, None
            self._context.changed(changes)

    _stored_inline: Changes | None = None

    def _store_inline(self, values: dict[str, Any]) -> bool:
        from ui.dialogs.common.saving import store_form

        assert self._inline is not None
        assert self.record is not None
        key = (self.record.id, self.record.version)
        stored = store_form(self._context, self, self._inline, self._entity, key, values)
        if stored is None:
            return False
        _, self._stored_inline = stored
        return True

    def _give_up_inline(self) -> None:
        """Leave the value as it is stored."""
        if self._inline is None:
            return
        name = self._inline.field.name
        self._end_inline()
        if self._view is not None and self.record is not None:
            self.record = self._read(self.record.id) or self.record
            self._view.show_record(self.record, covered=self._covered, at_once=True)
            self._view.forget_wanted()
            if self._view.go_to_fact(name, 0) is None:
                self._view.setFocus()

    def _end_inline(self) -> None:
        inline, self._inline = self._inline, None
        if inline is None:
            return
        inline.end()
        self._draft_timer.stop()
        if self._context.store.meta(RECORD_DRAFT):
            self._context.store.set_meta(RECORD_DRAFT, "")
        line = self._view.fact_line(inline.field.name) if self._view else None
        if line is not None:
            line.give_back()
        self.typed.emit()

    def start_new(
        self, preset: Mapping[str, Any] | None = None, about: tuple[str, str] | None = None
    ) -> None:
        """Open an empty form; `about` is the record (entity, id) that a new task is about."""
        self._end_form()
        self.record = None
        self._about = about
        self._start_form({})
        assert self._form is not None
        proposed = FACES[self._entity.name].proposed
        self._form.keep({**self._entity.defaults, **proposed, **(preset or {})})
        self._form.focus_first()

    def _start_form(self, values: Mapping[str, Any]) -> None:
        from ui.forms import RecordForm

        face = FACES[self._entity.name]
        entity = (face.new_form if self.record is None else None) or self._entity
        self._form = RecordForm(self._context, entity, face.hidden)
        self._form.set_values(values)
        page = QWidget()
        page.setProperty("role", "page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        self._form_title = Label()
        self._form_title.setProperty("role", "title")
        self._form_title.setWordWrap(True)
        layout.addWidget(self._form_title)
        if self.record is None and FACES[self._entity.name].contact:
            from ui.dialogs.contacts.likely_notice import LikelyNotice

            layout.addWidget(LikelyNotice(self._context, self._entity, self._form))
        if self.record is None and self._entity.name == "person":
            from ui.dialogs.contacts.new_person import NewPersonBar

            layout.addWidget(NewPersonBar(self._context, self._form))
        if self._entity.name == "gift":
            from ui.dialogs.common.gift_notice import GiftNotice

            key = self.record.id if self.record else None
            layout.addWidget(GiftNotice(self._context, self._form, key))
        layout.addWidget(self._form)
        form_area = _scroll_area()
        form_area.setWidget(page)
        self._pages.addWidget(form_area)
        self._pages.setCurrentWidget(form_area)
        self._bar_text.setText("")
        self._bar.show()
        self._form.edited.connect(self._draft_timer.start)
        self._form.edited.connect(self.typed)
        self._title_form()
        self._form.focus_first()
        self.typed.emit()

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
        if self._inline is not None:
            typed = {self._inline.field.name: self._inline.editor.draft()}
        elif self._form is not None:
            typed = self._form.draft()
        else:
            return
        draft = {
            "entity": self._entity.name,
            "id": self.record.id if self.record else None,
            "version": self.record.version if self.record else 0,
            "about": self._about,
            "typed": typed,
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
        self._end_inline()
        self._draft_timer.stop()
        if self._form is not None and self._context.store.meta(RECORD_DRAFT):
            self._context.store.set_meta(RECORD_DRAFT, "")
        was_open = self._form is not None
        self._form = None
        self._about = None
        self._bar.hide()
        if was_open:
            self.typed.emit()
        self._pages.setCurrentIndex(0)
        while self._pages.count() > 1:
            if left := self._pages.widget(1):
                self._pages.removeWidget(left)
                left.deleteLater()

    def cancel(self) -> None:
        """Leave the form, after a question if something typed is not saved."""
        if self._inline is not None:
            self._give_up_inline()
            return
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
        from ui.dialogs.common.questions import Answer, ask_unsaved

        answer = ask_unsaved(self, self._context.tr_)
        if answer is Answer.SAVE:
            return self.save(leaving=True)
        return answer is Answer.DISCARD

    def save(self, *, leaving: bool = False) -> bool:
        """Store what was changed; False (with the reason shown) when it was refused.

        Whoever is `leaving` goes where they were going, and not back to what was stored.
        """
        if self._inline is not None:
            self._finish_inline(None if leaving else 0)
            return self._inline is None
        if self._form is None:
            return True
        values = self._form.changed_values()
        if values is None:
            return False
        if not values and self.record is not None:
            self.show_record(self.record.id)
            return True
        return self._store(values, leaving=leaving)

    def _store(self, values: dict[str, Any], *, leaving: bool) -> bool:
        from ui.dialogs.common.saving import store_form

        assert self._form is not None
        key = (self.record.id, self.record.version) if self.record else (None, 0)
        stored = store_form(self._context, self, self._form, self._entity, key, values, self._about)
        if stored is None:
            return False
        saved, changes = stored
        self._end_form()
        self.record = self._read(saved)
        if leaving:
            self._context.changed(changes)
        elif self.isVisible():  # the page is painted before everybody looks for what has changed
            QTimer.singleShot(
                0, self, lambda: QTimer.singleShot(0, self, lambda: self._tell(saved, changes))
            )
        else:
            self._tell(saved, changes)
        return True

    def _tell(self, saved: str, changes: Changes) -> None:
        """Everybody learns what was stored, this page as well."""
        if changes:
            self._context.changed(changes)
        else:
            self._show()
        self.saved.emit(saved)

    # Files

    def _drop_text(self, paths: list[Path]) -> str:
        """What would become of files that are dropped here; empty if they are not taken."""
        tr = self._context.tr_
        if self.record is None or self._form is not None or not paths:
            return ""
        title = self._entity.caption(self.record.values, self._context.language)
        if not FACES[self._entity.name].from_files:
            return tr("Store as documents about “{title}”", title=title)
        if len(paths) == 1:
            return tr("Store as a new version of “{title}”", title=title)
        return tr("Store as documents")

    def _take_files(self, paths: list[Path]) -> None:
        """Store files about the record; one file of a document is its next version."""
        if self.record is None:
            return
        from_files = FACES[self._entity.name].from_files
        if from_files and len(paths) == 1:
            from ui.dialogs.documents.document_add import add_version

            add_version(self._context, self.window(), self.record.id, paths[0])
        else:
            from ui.dialogs.documents.document_actions import add_about

            about = (self._entity.name, self.record.id)
            add_about(self._context, self.window(), None if from_files else about, paths)

    # What else can be done with a record

    def delete(self) -> None:
        """Delete the record; the undo bar offers it back."""
        if self.record is None:
            return
        from ui.dialogs.common.deleting import delete_records

        if self.is_dirty:
            return
        key = self.record.id
        self._end_inline()
        gone = delete_records(self._context, self, self._entity, [key])
        if gone and (self.record is None or self.record.id == key):
            self.record = None
            self._show()
            self.removed.emit()  # again: by now the list knows, too

    def archive(self) -> None:
        """Put the record into the archive, or return it."""
        if self.record is None:
            return
        record_id = self.record.id
        on = None if self.record.values["archived_on"] else self._context.today
        self._context.change(
            self, lambda store: records.archive(store, self._entity, [record_id], on=on)
        )

    def tick(self) -> None:
        """Say that the task is done, or open again."""
        if self.record is None or self.is_dirty:
            return
        from app.services.tasks.tasks import FINISHED, tick

        record_id, done = self.record.id, self.record.values["status"] in FINISHED
        self._context.change(self, lambda store: tick(store, record_id, done=not done))

    def print_paper(self, paper: Paper | None = None) -> None:
        """Show a paper about the record as it will be printed, without one the usual paper."""
        from app.reports.catalogue import papers_of

        papers = papers_of(self._entity.name, of_list=False)
        if self.record is None or not papers:
            return
        from ui.dialogs.common.preview import show_paper

        show_paper(self._context, self, paper or papers[0], [self.record.id])

    def add_task(self) -> None:
        """A new task about this record."""
        self.rows.add("task", {})

    def run_action(self, action: RecordAction) -> None:
        """Run a command of the record's menu."""
        if self.record is not None:
            with self._context.known_errors(self):
                action.run(self._context, self.window(), self.record.id)

    def add_interaction(self) -> None:
        """Write down what just happened: with this contact, or with one to be chosen."""
        from ui.dialogs.common.row_dialog import note_contact

        about = (self._entity.name, self.record.id) if self.record else None
        note_contact(self._context, self, self.record, about)

    def retranslate(self) -> None:
        """Show everything in the current language; what was typed stays."""
        tr = self._context.tr_
        self._cancel.setText(tr("Cancel"))
        self._save.setText(tr("Save"))
        set_tip(self._save, tr("Save (Ctrl+S)"))
        if self._form is not None:
            self._form.retranslate()
            self._title_form()
        else:
            self._redraw()


def _scroll_area() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


"""What nobody types: a list's filter is chosen in the list of people."""
