"""What can be done from any screen: each command opens its own dialog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from app.entities import RECORDS
from app.services.records.query import ListQuery
from app.services.records.records import Record
from ui.context import Context


class WindowCommands:
    """Commands of the whole window; what they need is imported when they are run.

    `may_leave` asks about unsaved changes; `list_shown` gives what the shown screen lists, None
    for the home page; `record_shown` the record beside the list, if there is one.
    """

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        may_leave: Callable[[], bool],
        list_shown: Callable[[], ListQuery | None],
        record_shown: Callable[[], Record | None],
    ) -> None:
        self._context = context
        self._parent = parent
        self._may_leave = may_leave
        self._list_shown = list_shown
        self._record_shown = record_shown

    def note_contact(self) -> None:
        """Write down what just happened, with the contact that is shown or any other."""
        from ui.dialogs.common.row_dialog import note_contact

        record = self._record_shown()
        about = (record.entity.name, record.id) if record else None
        note_contact(self._context, self._parent, record, about)

    def quick_task(self, text: str = "") -> None:
        """Write a task in one line; it is shown when it was saved."""
        from ui.dialogs.tasks.quick_task import QuickTaskDialog

        QuickTaskDialog(self._context, self._parent, text).exec()

    def import_data(self) -> None:
        """Import a data set, after a look at what it would do."""
        from ui.dialogs.program.import_dialog import import_data

        if self._may_leave():
            import_data(self._context, self._parent)

    def import_contacts(self) -> None:
        """Import address books, after a look at what it would do."""
        from ui.dialogs.contacts.contacts_import_dialog import import_contacts

        if self._may_leave():
            import_contacts(self._context, self._parent)

    def drop_text(self, paths: list[Path]) -> str:
        """What would become of files that are dropped; empty if they are not taken."""
        from app.exchange.address_books.files import ENDINGS

        tr = self._context.tr_
        if len(paths) == 1 and paths[0].is_dir():
            return tr("Import the data set")
        known = bool(paths) and all(path.suffix.lower() in ENDINGS for path in paths)
        return tr("Import contacts and e-mails") if known else ""

    def take_dropped(self, paths: list[Path]) -> None:
        """Import the files that were dropped anywhere in the window."""
        from app.exchange.datasets.importing import is_dataset
        from ui.dialogs.contacts.contacts_import_dialog import import_contacts
        from ui.dialogs.program.import_dialog import import_data

        if not self._may_leave():
            return
        if len(paths) == 1 and is_dataset(paths[0]):
            import_data(self._context, self._parent, paths[0])
        else:
            import_contacts(self._context, self._parent, paths)

    def review_duplicates(self) -> None:
        """Show the records that may be one."""
        from ui.dialogs.contacts.duplicates_dialog import review_duplicates

        if self._may_leave():
            review_duplicates(self._context, self._parent)

    def edit_tags(self) -> None:
        """Show the tags of the department, to be renamed, merged or deleted."""
        from ui.dialogs.program.tags_dialog import TagsDialog

        if self._may_leave():
            TagsDialog(self._context, self._parent).exec()

    def edit_rank_tables(self) -> None:
        """Show the rank tables of the office."""
        from ui.dialogs.delegations.tables_dialog import RANK_TABLES, TablesDialog

        TablesDialog(self._context, RANK_TABLES, self._parent).exec()

    def edit_checklists(self) -> None:
        """Show the checklists of preparations."""
        from ui.dialogs.delegations.tables_dialog import CHECKLISTS, TablesDialog

        TablesDialog(self._context, CHECKLISTS, self._parent).exec()

    def show_gifts(self) -> None:
        """Show the gifts of a year, what each partner had, and the stock."""
        from ui.dialogs.delegations.gifts_dialog import GiftsDialog

        GiftsDialog(self._context, self._parent).exec()

    def edit_gift_limits(self) -> None:
        """Show up to which value gifts may be accepted."""
        from ui.dialogs.delegations.tables_dialog import GIFT_LIMITS, TablesDialog

        TablesDialog(self._context, GIFT_LIMITS, self._parent).exec()

    def show_budget(self) -> None:
        """Show the budget of a year: approved, committed, spent, remaining."""
        from ui.dialogs.delegations.budget_dialog import BudgetDialog

        BudgetDialog(self._context, self._parent).exec()

    def remove_sensitive_data(self) -> None:
        """Show whose diet, needs and rooms of past visits are due to be removed."""
        from ui.dialogs.delegations.sensitive_dialog import SensitiveDialog

        if self._may_leave():
            SensitiveDialog(self._context, self._parent).exec()

    def review_personal_data(self) -> None:
        """Show whose data are due for review."""
        from ui.dialogs.contacts.retention_dialog import review_personal_data

        if self._may_leave():
            review_personal_data(self._context, self._parent)

    def export_list(self) -> None:
        """Write the records of the shown screen to a file."""
        from ui.dialogs.program.files import export_list

        query = self._list_shown()
        entity = query.entity if query else RECORDS[1]
        export_list(self._context, self._parent, entity, query=query)

    def choose_own_organisation(self) -> None:
        """Choose the organisation that is the office itself."""
        from ui.dialogs.program.files import choose_own_organisation

        choose_own_organisation(self._context, self._parent)

    def back_up(self) -> None:
        """Write a backup of the database."""
        from ui.dialogs.program.files import back_up

        back_up(self._context, self._parent)

    def check_database(self) -> None:
        """Compare the database with its history and show the result."""
        from ui.dialogs.program.files import check_database

        check_database(self._context, self._parent)

    def restore_backup(self) -> None:
        """Choose a backup and put it in the place of the database."""
        from ui.dialogs.program.restore_dialog import RestoreDialog

        if not self._may_leave():
            return
        dialog = RestoreDialog(self._context, self._parent)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.path:
            self._context.restore_wanted.emit(dialog.path)

    def open_another(self) -> None:
        """Choose another database, which opens in a new window in place of this one."""
        from ui.dialogs.program.files import choose_database

        if self._may_leave() and (path := choose_database(self._context, self._parent)):
            self._context.another_wanted.emit(path)

    def show_about(self) -> None:
        """Version, licences, and the problem report."""
        from ui.dialogs.program.about import AboutDialog

        AboutDialog(self._context, self._parent).exec()
