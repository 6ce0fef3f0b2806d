"""List and detail of one entity side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.fields import Entity
from app.services.records.query import Filter, ListQuery
from app.services.records.records import Record
from ui.context import Context
from ui.dialogs.common.command import Command
from ui.icons import icon
from ui.models.list_model import ListModel
from ui.models.stepped_count import SteppedCount
from ui.records.faces import FACES
from ui.screens.detail import Detail
from ui.screens.list_tools import ListTools
from ui.screens.screen import Screen
from ui.widgets.buttons import set_label
from ui.widgets.drop_area import DropArea
from ui.widgets.empty_state import EmptyState
from ui.widgets.first_paint import FirstPaint
from ui.widgets.plain import Button, CheckBox, Label, set_tip
from ui.widgets.record_table import TICK_ROLE, RecordTable
from ui.widgets.search_box import SearchBox
from ui.widgets.segmented_switch import SegmentedSwitch
from ui.widgets.sliding_split import SlidingSplit

if TYPE_CHECKING:
    from app.reports.engine.paper import Paper
    from ui.screens.reminder_list import ReminderPanel

_COUNTED_AT_ONCE = 300
_STEP = 2000  # rows of a long list that are counted at a time


def _panel(context: Context, before: QWidget) -> ReminderPanel:
    from ui.screens.reminder_list import ReminderPanel

    return ReminderPanel(context, before)


_PANELS = {"task": _panel}
"""What stands above a list, by entity."""


class RecordsScreen(Screen):
    """The screen of one entity."""

    import_requested = Signal()

    def __init__(self, context: Context, entity: Entity) -> None:
        super().__init__()
        self._context = context
        self.entity = entity
        self._face = FACES[entity.name]
        self._reselecting = False
        self._total: int | None = None
        self._totalling = SteppedCount(context.store, self)
        self._totalling.counted.connect(self._know_total)
        self._begun = False
        query = ListQuery(
            entity,
            context.language,
            sort=self._face.newest_first,
            descending=bool(self._face.newest_first),
            on=context.today,
            without=self._unwanted(),
        )
        self.model = ListModel(context.store, query, context.tr_, self)
        self.model.counted.connect(self._show_count)
        self.model.sorting.connect(self._show_count)
        self.model.ordered.connect(self._show_count)
        self.table = RecordTable(context.theme, self._face.lines)
        self.table.setModel(self.model)
        self.table.show_sorting(self.model.sorted_column, descending=query.descending)
        self.table.current_row_changed.connect(self._row_chosen)
        self.table.activated_row.connect(self._row_opened)
        self.table.ticked_row.connect(self._row_ticked)
        self.detail = Detail(context, entity)
        self.detail.back_requested.connect(self._back)
        self.detail.saved.connect(self._stored)
        self.detail.removed.connect(self._after_removal)
        self.detail.typed.connect(self._typed)
        self._title = Label()
        self._title.setProperty("role", "title")
        self._count = Label()
        self._count.setProperty("role", "muted")
        self.tools = ListTools(context, self.table, self.model, self._set_query_first, self)
        self._scope = SegmentedSwitch()
        self._scope.changed.connect(self._scope_changed)
        self.search = SearchBox(context.theme)
        self.search.changed.connect(self._text_changed)
        self.tools.text_wanted.connect(self.search.setText)
        self.search.left_downwards.connect(self.table.setFocus)
        self._finished = CheckBox()
        self._finished.setChecked(context.settings.finished_shown)
        if not self._face.ticked:  # shown before it has a parent it would be a window
            self._finished.hide()
        self._finished.clicked.connect(self._show_finished)
        self._new = Button()
        self._new.setProperty("primary", True)
        self._new.clicked.connect(lambda _on=False: self.start_new())
        panel = _PANELS.get(entity.name)
        self.panel = panel(context, self.table) if panel else None
        self._empty = EmptyState(context.theme, self._face.icon)
        self._empty.step_requested.connect(self._first_step)
        self._empty.other_requested.connect(self.import_requested)
        self._nothing = EmptyState(context.theme, self._face.icon)
        side = self._list_side()
        if self._face.from_files:  # elsewhere files are about the record that is shown
            side = DropArea(context.theme, side, self._drop_text, self._take_files)
            side.setMinimumWidth(380)
        self._split = SlidingSplit(side, self._detail_side())
        self._split.covered_changed.connect(self.detail.set_covered)
        self._split.restore_state(context.settings.splitter.get(entity.name, ""))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)
        context.records_changed.connect(self._records_changed)
        context.theme.changed.connect(self._recolour)
        self._recolour()
        self.retranslate()
        # The rows are on the screen before a record is opened and the whole list is counted.
        FirstPaint(self.table.viewport(), self._begin)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self.panel:
            QTimer.singleShot(0, self.panel, self.panel.catch_up)

    def _list_side(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(380)
        layout = QVBoxLayout(side)
        layout.setContentsMargins(16, 12, 0, 0)
        layout.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(self._new)
        second = QHBoxLayout()
        second.addWidget(self.search, 1)
        second.addWidget(self._scope)
        third = QHBoxLayout()
        third.addWidget(self.tools.chips, 1)
        third.addWidget(self._finished)
        third.addWidget(self.tools.printing)
        for row in (top, second, third):
            row.setContentsMargins(0, 0, 16, 0)
            row.setSpacing(8)
            layout.addLayout(row)
        if self.panel:
            holder = QHBoxLayout()
            holder.setContentsMargins(0, 0, 16, 0)
            holder.addWidget(self.panel)
            layout.addLayout(holder)
        bar = QHBoxLayout()
        bar.setContentsMargins(0, 0, 16, 0)
        bar.addWidget(self.tools.bar)
        layout.addLayout(bar)
        self._list_stack = QStackedLayout()
        layout.addLayout(self._list_stack, 1)  # first: without a parent it shows windows
        self._list_stack.addWidget(self.table)
        self._list_stack.addWidget(self._empty)
        return side

    def _detail_side(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(400)
        self._detail_stack = QStackedLayout(side)
        self._detail_stack.addWidget(self.detail)
        self._detail_stack.addWidget(self._nothing)
        return side

    def _begin(self) -> None:
        self._begun = True
        self._show_count()
        self._select_first()

    # The list

    def _set_query(self, **changes: Any) -> None:
        shown = self.detail.record.id if self.detail.record else None
        with self._context.store.reading():  # one view of the database for all that is asked
            self.model.set_query(replace(self.model.query, **changes), self._context.tr_)
            self._show_count()
            # Typing goes on: a record far down in the list is not looked for.
            place = self.model.place_near_the_top(shown) if shown and "text" in changes else None
        if "text" in changes:
            self._mark(place)
        else:
            self._reselect(shown)

    def _set_query_first(self, **changes: Any) -> None:
        """As `_set_query`; while the screen is being made there is nothing more to show."""
        if hasattr(self, "_split"):
            self._set_query(**changes)
            self.table.show_sorting(
                self.model.sorted_column, descending=self.model.query.descending
            )
        else:
            self.model.set_query(replace(self.model.query, **changes), self._context.tr_)

    def _unwanted(self) -> tuple[Filter, ...]:
        """What the list leaves out: finished tasks, unless they are asked for."""
        if not self._face.ticked or self._context.settings.finished_shown:
            return ()
        from app.services.tasks.tasks import FINISHED

        return tuple(Filter("status", value) for value in FINISHED)

    def _show_finished(self, shown: bool) -> None:
        self._context.settings.finished_shown = shown
        self._set_query(without=self._unwanted())

    def _text_changed(self, text: str) -> None:
        self._set_query(text=text)

    def _scope_changed(self, scope: str) -> None:
        self._set_query(scope=scope)

    def _show_count(self) -> None:
        tr = self._context.tr_
        shown = self.model.rowCount()
        # Before the first paint only an empty list is worth the wait for the whole count.
        total = self._count_all() if self._begun or not shown else self._total
        if self.model.is_counting:
            self._count.setText(f"{shown}+")
        elif self._total is None or shown == total:
            self._count.setText(tr.plural("{count} record", "{count} records", shown))
        else:
            self._count.setText(tr("{shown} of {total}", shown=shown, total=total))
        if self.model.is_sorting:
            self._count.setText(tr("{count} · sorting…", count=self._count.text()))
        empty = shown == 0
        self._list_stack.setCurrentIndex(1 if empty else 0)
        if empty and total == 0:
            self._empty.set_texts(
                tr.message(self._face.empty),
                tr.message(self._face.new),
                tr("Import contacts…") if self._face.contact else "",
            )
        elif empty:
            query = self.model.query
            if query.filters or query.text:
                said = tr("Nothing matches the filter.")
            elif query.without and query.scope == "current":
                said = tr("Nothing is left to do: what is finished is not shown.")
            elif query.scope == "archive":
                said = tr("The archive is empty.")
            else:
                said = tr("All records are in the archive.")
            self._empty.set_texts(said, tr("Show all records"))

    def _count_all(self) -> int:
        """How many records there are, at least: a long list is counted a moment later."""
        if self._total is not None:
            return self._total
        with self._context.store.reading() as connection:
            found = self._everything().count(connection, _COUNTED_AT_ONCE)
        if found < _COUNTED_AT_ONCE:
            self._total = found
        elif not self._totalling.is_active:
            self._totalling.start(self._everything(), _STEP)
        return found

    def _everything(self) -> ListQuery:
        return ListQuery(self.entity, self._context.language, scope="all")

    def _know_total(self, total: int) -> None:
        self._total = total
        self._show_count()

    def _first_step(self) -> None:
        query = self.model.query
        if query.text or query.scope != "all" or query.filters or query.without:
            total = self._count_all()
            if total:
                self._ask_for_finished()
                self._scope.choose("all")
                self.search.blockSignals(True)
                self.search.clear()
                self.search.blockSignals(False)
                self.tools.clear_filters()
                self._set_query(text="", scope="all")
                return
        self.start_new()

    def _records_changed(self, changes: Any) -> None:
        if self._total is None or self._total < _COUNTED_AT_ONCE:
            self._total = None
        else:  # said until it is counted again
            self._totalling.start(self._everything(), _STEP)
        self.model.refresh(changes.ids(self.entity.name))
        self._show_count()
        if self.detail.record is not None and not self.detail.is_editing:
            self._reselect(self.detail.record.id)

    # Choosing a record

    def _select_first(self) -> None:
        if self.detail.record is None and self.model.rowCount() and not self.detail.is_editing:
            self.table.selectRow(0)
        self._show_nothing()

    def _row_chosen(self, row: int) -> None:
        if self._reselecting or row < 0:
            return
        record_id = self.model.record_id(row)
        current = self.detail.record.id if self.detail.record else None
        if record_id is None or record_id == current:
            return
        if not self.detail.may_leave():
            self._reselect(current)
            return
        self.detail.show_record(record_id)
        pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        self.visited.emit(record_id, not pressed)
        if self.model.record_id(self.table.currentIndex().row()) != record_id:
            self._reselect(record_id)  # what was saved on the way is in another place now
        self._show_nothing()

    def _row_opened(self, row: int) -> None:
        self._row_chosen(row)
        self._split.show_detail(wanted=True)

    def _back(self) -> None:
        if self.detail.may_leave():
            self._split.show_detail(wanted=False)
            self.table.setFocus()

    def _stored(self, record_id: str) -> None:
        """Show what was stored; a task that is finished now has left the list and stays so."""
        from app.services.tasks.tasks import FINISHED

        record = self.detail.record
        shown = record is not None and record.id == record_id
        is_done = self._face.ticked and record and record.values["status"] in FINISHED
        if shown and is_done and self.model.place_of(record_id) is None:
            self._reselect(None)
            self._split.show_detail(wanted=True)
        else:
            self.select(record_id)
        focused = self.window().focusWidget()
        if focused is None or not focused.isVisible() or self.detail.isAncestorOf(focused):
            self.table.setFocus() if self.table.isVisible() else self.detail.take_focus()

    def select(self, record_id: str) -> bool:
        """Show a record and mark it in the list, lifting filters that hide it."""
        current = self.detail.record.id if self.detail.record else None
        if record_id != current or self.detail.is_editing:
            if not self.detail.may_leave():
                return False
            self.detail.show_record(record_id)
        if self.detail.record is None:
            return False
        if self.model.place_of(record_id) is None:
            archived = bool(self.detail.record.values["archived_on"])
            scope = "all" if archived else "current"
            self._scope.choose(scope)
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
            self.tools.clear_filters()
            self._set_query(text="", scope=scope)
            if self.model.place_of(record_id) is None:
                self._ask_for_finished()
        self._reselect(record_id)
        self._show_nothing()
        self._split.show_detail(wanted=True)
        self.visited.emit(record_id, False)
        return True

    def _ask_for_finished(self) -> None:
        """Show what is finished, too: something of it is wanted."""
        if self._face.ticked and not self._finished.isChecked():
            self._finished.setChecked(True)
            self._show_finished(True)

    def _row_ticked(self, row: int) -> None:
        """A task of the list is done, or open again; the next one takes its place."""
        from app.services.tasks.tasks import tick

        record_id = self.model.record_id(row)
        done = self.table.model().index(row, 0).data(TICK_ROLE)
        if record_id is None or self.detail.is_dirty:
            return
        was_shown = self.detail.record is not None and self.detail.record.id == record_id
        if not self._context.change(self, lambda store: tick(store, record_id, done=not done)):
            return
        if was_shown and self.model.place_of(record_id) is None and self.model.rowCount():
            self.table.selectRow(min(row, self.model.rowCount() - 1))

    def tick(self) -> None:
        """Say that the tasks that are marked, or the one that is shown, are done or open again."""
        if self.table.hasFocus() and len(self.tools.marked) == 1:
            self._row_ticked(self.table.currentIndex().row())
        elif self._face.ticked:
            self.detail.tick()

    def _reselect(self, record_id: str | None) -> None:
        place = self.model.place_of(record_id) if record_id else None
        if place is not None and place >= self.model.rowCount():
            self.model.count_now()
        self._mark(place)

    def _mark(self, place: int | None) -> None:
        self._reselecting = True
        try:
            if place is None:
                self.table.clearSelection()
                self.table.setCurrentIndex(self.model.index(-1, -1))
            else:
                self.table.selectRow(place)
                self.table.scrollTo(self.model.index(place, 0))
        finally:
            self._reselecting = False

    def _typed(self) -> None:
        """A form never takes what is typed unseen."""
        if self.detail.is_editing and hasattr(self, "_split"):
            self._detail_stack.setCurrentIndex(0)
            self._split.show_detail(wanted=True)
        self.typed.emit()

    def _after_removal(self) -> None:
        self._split.show_detail(wanted=False)
        self._show_nothing()
        self._select_first()

    def _show_nothing(self) -> None:
        shown = self.detail.record is not None or self.detail.is_editing
        self._detail_stack.setCurrentIndex(0 if shown else 1)

    # What the window asks of a screen

    @property
    def record(self) -> Record | None:
        return self.detail.record

    @property
    def query(self) -> ListQuery | None:
        return self.model.query

    @property
    def is_editing(self) -> bool:
        return self.detail.is_editing

    @property
    def is_dirty(self) -> bool:
        return self.detail.is_dirty

    @property
    def is_drawn(self) -> bool:
        detail, is_empty = self.detail, self.model.rowCount() == 0
        return detail.is_drawn and bool(is_empty or detail.record or not detail.isVisible())

    def enter(self) -> None:
        if not self.detail.is_editing:
            self.table.setFocus()

    def may_leave(self) -> bool:
        if not self.detail.is_editing:
            return True
        if not self.detail.may_leave():
            return False
        if self.detail.is_editing:
            self.detail.show_record(self.detail.record.id if self.detail.record else None)
        return True

    def focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def edit(self) -> None:
        self.detail.edit()

    def save(self) -> bool:
        return self.detail.save()

    def escape(self) -> bool:
        if not self.detail.is_editing:
            return False
        self.detail.cancel()
        return True

    def print_shown(self, paper: Paper | None = None) -> None:
        if len(self.tools.marked) > 1 and paper is None:
            self.tools.print_marked()
        else:
            self.detail.print_paper(paper)

    def print_list(self, paper: Paper | None = None) -> None:
        self.tools.print_list(paper)

    # Commands

    def start_new(
        self, preset: Mapping[str, Any] | None = None, about: tuple[str, str] | None = None
    ) -> bool:
        """Open an empty form, or ask for the files of new documents."""
        if not self.detail.may_leave():
            return True
        if self._face.from_files:
            self.add_files()
            return True
        self._reselect(None)
        self.detail.start_new(preset, about)
        self._detail_stack.setCurrentIndex(0)
        self._split.show_detail(wanted=True)
        return True

    def add_files(self, paths: list[Path] | None = None) -> None:
        """Store files (asked for, unless given) as documents, and show the first of them."""
        from ui.dialogs.documents.document_actions import add_about

        if self.detail.is_editing:
            self.detail.show_record(self.detail.record.id if self.detail.record else None)
        if found := add_about(self._context, self.window(), None, paths):
            self.select(found[0])

    def _drop_text(self, paths: list[Path]) -> str:
        return self._context.tr_("Store as documents") if paths else ""

    def _take_files(self, paths: list[Path]) -> None:
        if self.detail.may_leave():
            self.add_files(paths)

    def commands(self) -> list[Command]:
        """What the palette offers for the record and for the list that are shown."""
        from ui.dialogs.record_actions import BUTTONS, actions_of

        tr = self._context.tr_
        found = []
        if (record := self.detail.record) and not self.detail.is_editing:
            caption = self.entity.caption(record.values, self._context.language)
            archived = bool(record.values.get("archived_on"))
            archive = (
                tr("Return from the archive") if archived else tr.context("command", "Archive")
            )
            sign = "archive-restore" if archived else "archive"
            found += [
                Command("pencil", f"{tr('Edit')}: {caption}", self.edit, "F2"),
                *(
                    Command(
                        action.icon,
                        f"{tr.message(action.label).rstrip('…')}: {caption}",
                        partial(self.detail.run_action, action),
                    )
                    for action in (
                        *BUTTONS.get(self.entity.name, ()),
                        *actions_of(self._context, record),
                    )
                ),
                Command(sign, f"{archive}: {caption}", self.detail.archive),
                Command("trash-2", f"{tr('Delete')}: {caption}", self.detail.delete),
            ]
        found += [
            Command(
                action.icon,
                f"{tr.message(action.label).rstrip('…')}: {self.tools.whole_list_text()}",
                partial(self.tools.run_for_all, action),
            )
            for action in self.tools.whole_list_actions()
        ]
        return found

    def restore_draft(self, draft: Mapping[str, Any]) -> bool:
        """Go on typing what a crash interrupted; False if its record is gone."""
        if not self.detail.restore(draft):
            return False
        self._reselect(draft["id"])
        self._detail_stack.setCurrentIndex(0)
        self._split.show_detail(wanted=True)
        return True

    def write_mail(self) -> None:
        if self.detail.is_editing:
            return
        record = self.detail.record
        if self.entity.name == "person":
            from ui.dialogs.contacts.people_actions import write_mails

            ids = self.tools.marked or ([record.id] if record else [])
            if ids:
                write_mails(self._context, self.window(), ids)
        elif self.entity.name == "mailing_list" and record:
            from ui.dialogs.contacts.mailing_actions import mail_to_list

            mail_to_list(self._context, self.window(), record.id)

    def delete_pressed(self) -> None:
        """Delete the marked records, if the focus is in the list."""
        if self.table.hasFocus():
            self.delete_selected()

    def delete_selected(self) -> None:
        """Delete the marked records as one action."""
        if self.tools.marked and not self.detail.is_editing:
            self.tools.delete()

    def save_layout(self) -> None:
        """Remember where the splitter stands."""
        self._context.settings.splitter[self.entity.name] = self._split.save_state()

    def _recolour(self) -> None:
        self._new.setIcon(icon("plus", self._context.theme.tokens.accent_text, 16))

    def retranslate(self) -> None:
        """Show everything in the current language."""
        tr = self._context.tr_
        self._title.setText(tr.message(self.entity.label_plural))
        set_label(self._new, tr.message(self._face.new))
        set_tip(self._new, tr("{action} (Ctrl+N)", action=tr.message(self._face.new)))
        self.search.setPlaceholderText(tr("Filter the list…  Ctrl+F"))
        self.search.set_name(tr("Filter the list"))
        self.table.setAccessibleName(tr.message(self.entity.label_plural))
        self._scope.set_items(
            [("current", tr("Current")), ("archive", tr("Archive")), ("all", tr("All"))]
        )
        self.tools.retranslate()
        if self.panel:
            self.panel.retranslate()
        self._finished.setText(tr("Show finished"))
        self._nothing.set_texts(tr("Choose a record in the list."))
        self._set_query(language=self._context.language)
        self.detail.retranslate()
