"""What people do with a list: choose columns, filter, mark several, copy, paste."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.db import sets
from app.fields import Field
from app.kinds import INTEGER, MONTHS, MULTILINE, TAGS, TEXT, URL
from app.reports.catalogue import papers_of
from app.reports.engine.paper import Paper
from app.rules.folding import fold
from app.services import preferences
from app.services.records import records
from app.services.records.linked_filters import linked_fields
from app.services.records.query import Filter
from app.services.records.tags import known_tags
from ui.context import Context
from ui.icons import icon
from ui.models.list_model import ListModel
from ui.records.faces import FACES
from ui.widgets.bulk_bar import BulkBar
from ui.widgets.buttons import keys_text
from ui.widgets.filter_chips import FilterChips
from ui.widgets.plain import Action, Button, Menu, ask_item, ask_text, set_tip
from ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from ui.dialogs.list_actions import ListAction


class ListTools(QObject):
    """Belongs to one list; `set_query` changes what the list asks for.

    `text_wanted` carries the words of a saved filter.
    """

    text_wanted = Signal(str)

    def __init__(
        self,
        context: Context,
        table: RecordTable,
        model: ListModel,
        set_query: Callable[..., None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._table = table
        self._model = model
        self._set_query = set_query
        self._parent = parent
        self._entity = model.query.entity
        self.chips = FilterChips(context.theme)
        self.chips.add.clicked.connect(self._open_filters)
        self.chips.removed.connect(self._remove_filter)
        self.chips.cleared.connect(lambda: self._filter(()))
        self.bar = BulkBar(
            context.theme,
            (
                ("pencil", self.set_field),
                ("tag", self.add_tag),
                ("archive", self._archive_or_return),
                ("trash-2", self.delete),
                ("ellipsis", self._more),
                ("x", table.mark_current_only),
            ),
        )
        table.marked_changed.connect(self._show_marked)
        self.printing = Button()
        self.printing.setProperty("flat", True)
        context.theme.changed.connect(self._fill_printing)
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda _point: self.column_menu().popup(_here()))
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._open_row_menu)
        table.columns_changed.connect(self._columns_moved)
        for keys, run in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Paste, self.paste),
        ):
            shortcut = QShortcut(QKeySequence(keys), table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(run)
        self._restore()
        context.records_changed.connect(lambda _changes: self._look_at_filters())

    # What is remembered

    def _restore(self) -> None:
        context = self._context
        with context.store.reading() as connection:
            kept = preferences.of_user(connection, context.store.user_id, "columns")
        names = self._kept_columns = _texts(kept.get(self._entity.name))
        filters = tuple(
            Filter(str(item[0]), str(item[1]))
            for item in context.filters.get(self._entity.name, [])
            if len(item) == 2 and self._field(str(item[0]))
        )
        if names or filters:
            self._set_query(shown=names, filters=filters)
        self._apply_widths(context.settings.widths.get(self._entity.name, {}))
        self._show_chips()

    def _apply_widths(self, widths: dict[str, Any]) -> None:
        self._table.user_widths = {
            number: int(widths[column.name])
            for number, column in enumerate(self._model.query.columns())
            if column.name in widths
        }
        self._table.may_hide = not self._model.query.shown
        self._table.fit_columns()

    def _remember(self) -> None:
        context, query = self._context, self._model.query
        columns = query.columns()
        context.settings.widths[self._entity.name] = {
            columns[number].name: width
            for number, width in self._table.user_widths.items()
            if number < len(columns)
        }
        context.filters[self._entity.name] = [[item.name, item.value] for item in query.filters]
        if query.shown != self._kept_columns:
            with context.known_errors(self._parent):
                shown = list(query.shown) or None
                preferences.keep(context.store, "columns", self._entity.name, shown)
                self._kept_columns = query.shown

    # Columns

    def _fields(self) -> list[Field]:
        """What can stand in a column besides the title."""
        titles = {self._entity.title, *self._entity.title_columns(self._context.language)}
        return [
            field
            for field in (*self._entity.fields, *self._entity.computed)
            if field.name not in titles and field.name != "archived_on"
        ]

    def _sorted_fields(self, is_first: Callable[[Field], bool]) -> tuple[list[Field], list[Field]]:
        """The fields that people look for first, and all others."""
        first = [*self._entity.computed, *self._entity.table_fields]
        found = self._fields()
        chosen = [field for field in found if field in first or is_first(field)]
        return chosen, [field for field in found if field not in chosen]

    def _field(self, name: str) -> Field | None:
        known = (*self._entity.fields, *self._entity.computed, *linked_fields(self._entity.name))
        return next((field for field in known if field.name == name), None)

    def column_menu(self) -> Menu:
        """Which columns are shown."""
        tr = self._context.tr_
        menu = Menu(self._parent)
        shown = [column.name for column in self._model.query.columns()]
        first, others = self._sorted_fields(lambda field: field.name in shown)
        more = Menu(tr("More fields"), menu)
        for field in (*first, *others):
            action = Action(tr.message(field.label), menu, checkable=True)
            action.setChecked(field.name in shown)
            action.triggered.connect(
                lambda on, name=field.name: self._toggle_column(name, shown=on)
            )
            (menu if field in first else more).addAction(action)
        menu.addMenu(more)
        menu.addSeparator()
        menu.addAction(tr("Columns as at the beginning"), self._reset_columns)
        return menu

    def _toggle_column(self, name: str, *, shown: bool) -> None:
        names = [column.name for column in self._model.query.columns()][1:]
        names = [*names, name] if shown else [item for item in names if item != name]
        self._show_columns(names)

    def _show_columns(self, names: list[str]) -> None:
        widths = self._context.settings.widths.get(self._entity.name, {})
        self._table.reset_order()
        # A list of the title alone would ask for the columns of the beginning.
        self._set_query(shown=tuple(names) or (self._entity.title,))
        self._apply_widths(widths)
        self._remember()

    def _reset_columns(self) -> None:
        self._table.reset_order()
        self._set_query(shown=())
        self._apply_widths({})
        self._remember()

    def _columns_moved(self) -> None:
        columns = self._model.query.columns()
        order = self._table.column_order
        if order != sorted(order) and len(order) == len(columns):
            self._remember()  # widths by name, before the columns are numbered anew
            self._show_columns([columns[number].name for number in order][1:])
        else:
            self._remember()

    # Filters

    def _open_filters(self) -> None:
        tr = self._context.tr_
        menu = Menu(self._parent)
        first, others = self._sorted_fields(lambda field: field.kind == TAGS)
        first += linked_fields(self._entity.name)
        more = Menu(tr("More fields"), menu)
        for field in (*first, *others):
            # Free texts are found by typing; a list of them all would help nobody.
            if field.kind in (TEXT, MULTILINE, URL, INTEGER, MONTHS) and field not in first:
                continue
            part = (menu if field in first else more).addMenu(tr.message(field.label))
            part.aboutToShow.connect(
                lambda part=part, name=field.name: self._fill_filters(part, name)
            )
        menu.addMenu(more)
        self._add_saved(menu)
        menu.popup(self.chips.add.mapToGlobal(QPoint(0, self.chips.add.height())))

    def _add_saved(self, menu: Menu) -> None:
        """Filters under names of their own, and what else can be done with the filter."""
        tr = self._context.tr_
        saved = self._saved()
        menu.addSeparator()
        for name in sorted(saved, key=fold):
            menu.addAction(name, partial(self.use_saved, name))
        if saved:
            forget = menu.addMenu(tr("Delete a saved filter"))
            for name in sorted(saved, key=fold):
                forget.addAction(name, partial(self.forget_saved, name))
        query = self._model.query
        if query.filters or query.text:
            menu.addAction(tr("Save this filter…"), self.save_filter)
            if self._entity.name == "person":
                from ui.dialogs.contacts.people_actions import keep_filter

                menu.addAction(
                    tr("Mailing list of this filter…"),
                    lambda: keep_filter(self._context, self._parent.window(), query),
                )

    def _saved(self) -> dict[str, Any]:
        store = self._context.store
        with store.reading() as connection:
            return preferences.saved_filters(connection, store.user_id, self._entity.name)

    def save_filter(self) -> None:
        """Keep the filter under a name."""
        tr = self._context.tr_
        name, done = ask_text(self._parent, tr("Save this filter"), tr("Name of the filter:"))
        name = " ".join(name.split())
        if done and name:
            query = self._model.query
            found = {
                "text": query.text,
                "filters": [[item.name, item.value] for item in query.filters],
            }
            self._keep_saved(name, found)

    def _keep_saved(self, name: str, found: object) -> None:
        with self._context.known_errors(self._parent):
            known = preferences.filter_name(self._entity.name, name)
            preferences.keep(self._context.store, "filter", known, found)

    def use_saved(self, name: str) -> None:
        """Show what a saved filter finds."""
        kept = self._saved().get(name, {})
        filters = tuple(
            Filter(str(item[0]), str(item[1]))
            for item in kept.get("filters", [])
            if len(item) == 2 and self._field(str(item[0]))
        )
        self.text_wanted.emit(str(kept.get("text", "")))
        self._filter(filters)

    def forget_saved(self, name: str) -> None:
        """Remove a saved filter; the list stays as it is."""
        self._keep_saved(name, None)

    def _fill_filters(self, menu: Menu, name: str) -> None:
        menu.clear()
        query = self._model.query
        with self._context.store.reading() as connection:
            offers = query.offers(connection, name, self._context.tr_)
        for item, text, count in offers:
            action = Action(f"{text}\t{count}", menu, checkable=True)
            action.setChecked(item in query.filters)
            action.triggered.connect(lambda _on, item=item: self.toggle_filter(item))
            menu.addAction(action)
        if not offers:
            empty = menu.addAction(self._context.tr_("(empty)"))
            empty.setEnabled(False)

    def toggle_filter(self, item: Filter) -> None:
        """Narrow the list by a value, or no longer."""
        filters = self._model.query.filters
        without = tuple(other for other in filters if other != item)
        self._filter(without if item in filters else (*filters, item))

    def _remove_filter(self, number: int) -> None:
        filters = list(self._model.query.filters)
        del filters[number]
        self._filter(tuple(filters))

    def _filter(self, filters: tuple[Filter, ...]) -> None:
        self._set_query(filters=filters)
        self._show_chips()
        self._remember()

    def clear_filters(self) -> None:
        """Show the list without filters."""
        if self._model.query.filters:
            self._filter(())

    def _look_at_filters(self) -> None:
        """After a change: a tag may be called otherwise; one that is gone filters nothing more."""
        query = self._model.query
        if not query.filters:
            return
        with self._context.store.reading() as connection:
            left = tuple(
                item
                for item in query.filters
                if item.name != "tags" or query.filter_text(connection, item, self._context.tr_)
            )
        if left != query.filters:
            self._filter(left)
        else:
            self._show_chips()

    def _show_chips(self) -> None:
        tr = self._context.tr_
        texts = []
        with self._context.store.reading() as connection:
            for item in self._model.query.filters:
                field = self._field(item.name)
                label = tr.message(field.label) if field else item.name
                texts.append(f"{label}: {self._model.query.filter_text(connection, item, tr)}")
        self.chips.set_chips(texts)

    # Several records at once

    @property
    def marked(self) -> list[str]:
        """The ids of the marked records, in list order."""
        rows = sorted(index.row() for index in self._table.selectionModel().selectedRows())
        return [key for row in rows if (key := self._model.record_id(row))]

    def _show_marked(self) -> None:
        """The bar is there while several records are marked."""
        count = len(self._table.selectionModel().selectedRows())
        if count < 2:
            if not self.bar.isHidden():
                self.bar.show_count("")
            return
        tr = self._context.tr_
        text = tr.plural("{count} record selected", "{count} records selected", count)
        is_archive = self._model.query.scope == "archive"
        back = tr("Return from the archive")
        self.bar.set_labels(
            (
                tr("Set a field…"),
                tr("Add a tag…"),
                back if is_archive else tr.context("command", "Archive"),
                tr("Delete"),
                tr("More…"),
                tr("Cancel the selection"),
            )
        )
        self.bar.show_count(text)

    def _archive_or_return(self) -> None:
        self.archive(on=self._model.query.scope != "archive")

    def _more(self) -> None:
        button = self.bar.buttons[4]
        self.row_menu().popup(button.mapToGlobal(QPoint(0, button.height())))

    def _open_row_menu(self, _point: QPoint) -> None:
        if self.marked:
            self.row_menu().popup(_here())

    def row_menu(self) -> Menu:
        """What can be done with the marked records."""
        tr = self._context.tr_
        colour = self._context.theme.tokens.text
        menu = Menu(self._parent)

        def add(name: str, text: str, run: Callable[[], object]) -> None:
            action = Action(icon(name, colour, 16), text, menu)
            action.triggered.connect(lambda _on=False: run())
            menu.addAction(action)

        count = len(self.marked)
        title = menu.addAction(
            tr.plural("{count} record selected", "{count} records selected", count)
        )
        title.setEnabled(False)
        menu.addSeparator()
        add("copy", tr("Copy for Excel") + "\t" + keys_text("Ctrl+C"), self.copy)
        add("download", tr("Export…"), self.export)
        add("pencil", tr("Set a field…"), self.set_field)
        add("tag", tr("Add a tag…"), self.add_tag)
        from ui.dialogs.list_actions import ACTIONS

        for action in ACTIONS.get(self._entity.name, ()):
            add(action.icon, tr.message(action.label), partial(self._run, action))
        papers = papers_of(self._entity.name)
        if papers:
            printed = menu.addMenu(icon("printer", colour, 16), tr("Print"))
            for paper in papers:
                text = tr.message(paper.label) + "…"
                usual = paper is papers[0] and count > 1
                printed.addAction(
                    f"{text}\t{keys_text('Ctrl+P')}" if usual else text,
                    partial(self.print_marked, paper),
                )
        if actions := self.whole_list_actions():
            whole = menu.addMenu(icon("list-filter", colour, 16), self.whole_list_text())
            for action in actions:
                entry = Action(icon(action.icon, colour, 16), tr.message(action.label), whole)
                entry.triggered.connect(partial(self.run_for_all, action))
                whole.addAction(entry)
        if any(self._tags()):
            tags = menu.addMenu(icon("x", colour, 16), tr("Remove a tag"))
            for text in self._tags():
                tags.addAction(text, partial(self._change_tag, text, remove=True))
        if self._model.query.scope == "archive":
            add("archive-restore", tr("Return from the archive"), lambda: self.archive(on=False))
        else:
            add("archive", tr.context("command", "Archive"), self.archive)
        menu.addSeparator()
        add("trash-2", tr("Delete") + "\t" + tr("Del"), self.delete)
        return menu

    # Papers

    def print_marked(self, paper: Paper | None = None) -> None:
        """Show a paper about the marked records, without one the usual paper."""
        papers = papers_of(self._entity.name, of_list=False)
        if self.marked and papers:
            from ui.dialogs.common.preview import show_paper

            show_paper(self._context, self._parent.window(), paper or papers[0], self.marked)

    def print_list(self, paper: Paper | None = None) -> None:
        """Show a paper about the whole list as it is filtered and sorted now."""
        papers = papers_of(self._entity.name, of_list=True)
        if papers:
            from ui.dialogs.common.preview import show_paper

            show_paper(self._context, self._parent.window(), paper or papers[0], self._model.query)

    def _fill_printing(self) -> None:
        """The button that prints the list; hidden where no paper is about a list."""
        tr = self._context.tr_
        papers = papers_of(self._entity.name, of_list=True)
        self.printing.setVisible(bool(papers))
        self.printing.setIcon(icon("printer", self._context.theme.tokens.text, 16))
        self.printing.setAccessibleName(tr("Print the list"))
        set_tip(self.printing, tr("Print the list") + " (Ctrl+Shift+P)")
        menu = Menu(self.printing)
        for number, paper in enumerate(papers):
            text = tr.message(paper.label) + "…"
            menu.addAction(
                text if number else f"{text}\t{keys_text('Ctrl+Shift+P')}",
                partial(self.print_list, paper),
            )
        if old := self.printing.menu():
            old.deleteLater()
        self.printing.setMenu(menu)

    def _run(self, action: ListAction) -> None:
        action.run(self._context, self._parent.window(), self.marked)

    def whole_list_actions(self) -> tuple[ListAction, ...]:
        """What can be done with all records that the list shows."""
        from ui.dialogs.list_actions import ACTIONS

        return ACTIONS.get(self._entity.name, ()) if self._model.rowCount() else ()

    def whole_list_text(self) -> str:
        """The name of the whole list, with its count where that is known."""
        tr = self._context.tr_
        if self._model.is_counting:
            return tr("Whole list")
        count = self._model.rowCount()
        return tr.plural("Whole list ({count} record)", "Whole list ({count} records)", count)

    def run_for_all(self, action: ListAction, _on: bool = False) -> None:
        """Run a command for all records that the list shows, in its order."""
        from app.services.contacts.mailing import found

        with self._context.store.reading() as connection:
            ids = found(connection, self._model.query)
        action.run(self._context, self._parent.window(), ids)

    def archive(self, *, on: bool = True) -> None:
        """Put the marked records into the archive, or return them."""
        self._archive(self.marked, self._context.today if on else None)

    def _archive(self, ids: list[str], on: date | None) -> None:
        from ui.dialogs.common.deleting import archive_records

        archive_records(self._context, self._parent, self._entity, ids, on)

    def delete(self) -> None:
        """Delete the marked records; the undo bar offers them back.

        Those to which something refers stay: they are listed, and can be archived.
        """
        from ui.dialogs.common.deleting import delete_records

        delete_records(self._context, self._parent, self._entity, self.marked)

    def set_field(self) -> None:
        """Ask for a field and its value, and give it to all marked records, as one action."""
        from app.services.records import bulk
        from ui.dialogs.common.set_field import SetFieldDialog
        from ui.dialogs.common.staying_dialog import StayingDialog

        ids, context, tr = self.marked, self._context, self._context.tr_
        hidden = FACES[self._entity.name].hidden
        dialog = SetFieldDialog(context, self._entity, len(ids), hidden, self._parent.window())
        accepted = dialog.exec() == SetFieldDialog.DialogCode.Accepted
        chosen = dialog.chosen
        dialog.deleteLater()
        if not accepted or chosen is None:
            return
        name, value = chosen
        with context.known_errors(self._parent):
            if len(ids) > bulk.AT_ONCE:
                done = self._run_job("set_field", ids=ids, field=name, value=value)
            else:
                done = bulk.set_field(context.store, self._entity, ids, name, value)
            context.changed(done.changes)
            if done.staying:
                text = tr.plural(
                    "{count} record stays as it was.",
                    "{count} records stay as they were.",
                    len(done.staying),
                )
                staying = StayingDialog(context, self._parent, text, done.staying)
                staying.exec()
                staying.deleteLater()

    def _run_job(self, name: str, **arguments: Any) -> Any:
        """Run a job on records of this list, behind a bar that can cancel it."""
        from ui.dialogs.common.progress import run_job

        text = self._context.tr_("This takes a moment…")
        return run_job(
            self._context, self._parent, text, name, entity=self._entity.name, **arguments
        )

    def export(self) -> None:
        """Write the marked records to a file."""
        from ui.dialogs.program.files import export_list

        export_list(self._context, self._parent, self._entity, self.marked, self._model.query)

    def _tags(self) -> list[str]:
        found: dict[str, None] = {}
        with self._context.store.reading() as connection:
            for key in self.marked[:200]:
                if row := records.values_of(connection, self._entity, key):
                    found |= dict.fromkeys(sets.parts(row["tags"]))
        return list(found)

    def add_tag(self) -> None:
        """Ask for a tag and give it to the marked records."""
        tr = self._context.tr_
        with self._context.store.reading() as connection:
            known = known_tags(connection)
        text, done = ask_item(
            self._parent,
            tr("Add a tag"),
            tr("Tag (several with commas):"),
            ["", *known],
            editable=True,
        )
        if done and text.strip():
            self._change_tag(text, remove=False)

    def _change_tag(self, text: str, *, remove: bool) -> None:
        from app.services.records import bulk

        ids = self.marked
        with self._context.known_errors(self._parent):
            if len(ids) > bulk.AT_ONCE:
                done = self._run_job("tag_records", ids=ids, tags=text, remove=remove)
            else:
                done = bulk.tag(self._context.store, self._entity, ids, text, remove=remove)
            self._context.changed(done.changes)

    # The clipboard

    def copy(self) -> None:
        """Put the marked rows into the clipboard as Excel takes them."""
        from app.exchange.clipboard import as_table

        with self._context.store.reading() as connection:
            text = as_table(connection, self._model.query, self.marked, self._context.tr_)
        QGuiApplication.clipboard().setText(text)

    def paste(self) -> None:
        """Create records from rows of the clipboard, after a look at what would become of them."""
        text = QGuiApplication.clipboard().text()
        if self._entity.name in ("person", "organisation"):
            from ui.dialogs.contacts.contacts_import_dialog import paste_contacts

            paste_contacts(self._context, self._parent, text, self._entity.name)
        else:
            from ui.dialogs.contacts.paste_dialog import paste_rows

            paste_rows(self._context, self._parent, self._entity, text)

    def retranslate(self) -> None:
        """Show everything in the current language."""
        tr = self._context.tr_
        self._fill_printing()
        self._show_marked()
        self.chips.set_labels(tr("Add a filter"), tr("Remove all"), tr("Remove the filter"))
        self._show_chips()


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _here() -> QPoint:
    return QCursor.pos()
