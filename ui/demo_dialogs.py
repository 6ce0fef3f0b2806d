"""The dialogs that the demo draws, each as somebody meets it at work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from app.db.connection import DAMAGED
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.demo import example, most_linked
from app.exchange.record_files import all_ids
from app.files import temporary_folder
from app.services.records.records import read
from ui.main_window import MainWindow
from ui.screens.records import RecordsScreen

SIGNATURE = """S pozdravem

Ing. Věra Zkušební, Ph.D.
vedoucí oddělení zahraničních vztahů

Krajský úřad Vzorového kraje
Ukázkové náměstí 1, 123 45 Vzorov
tel.: 475 000 199, mobil: 601 000 199
vera.zkusebni@example.cz
www.example.cz
"""
"""Invented, like everybody in the demo."""

CONTACTS = """Jméno;Příjmení;Organizace;Funkce;E-mail;Telefon;Oblíbená barva
Věra;Zkušební;Vzorový kraj;referentka;vera.zkusebni@example.cz;475 000 199;modrá
Annegret;Mühlbach;;;annegret.muehlbach@example.org;;
;;;;;;zelená
"""


class Shown(NamedTuple):
    """A dialog with its name in the demo; `make` gives the widget, which is shown by the caller."""

    key: str
    make: Callable[[MainWindow], QWidget]


@contextmanager
def shown(item: Shown, window: MainWindow) -> Iterator[QWidget]:
    """A dialog as long as it is drawn; it is closed without an effect."""
    widget = item.make(window)
    widget.show()
    try:
        yield widget
    finally:
        reject = getattr(widget, "reject", None)
        if widget is not window:
            (reject or widget.close)()
            widget.deleteLater()


def _id(window: MainWindow, entity: str) -> str:
    with window.context.store.reading() as connection:
        return most_linked(connection, entity)


def _example(window: MainWindow, entity: str) -> str:
    with window.context.store.reading() as connection:
        return example(connection, entity)


def _people(window: MainWindow) -> list[str]:
    with window.context.store.reading() as connection:
        return list(all_ids(connection, ENTITIES["person"]))


def _people_screen(window: MainWindow) -> RecordsScreen:
    window.show_screen("person")
    screen = window.screen_shown
    assert isinstance(screen, RecordsScreen)
    return screen


def _signature(window: MainWindow) -> QWidget:
    from app.entities.new_person import NEW_PERSON
    from ui.dialogs.contacts.new_person import SignatureDialog
    from ui.forms import RecordForm

    form = RecordForm(window.context, NEW_PERSON)
    form.setParent(window)
    dialog = SignatureDialog(window.context, form)
    dialog.text.setPlainText(SIGNATURE)
    return dialog


def _recovery(window: MainWindow) -> QWidget:
    from app.services.care.auto_backup import run
    from ui.dialogs.program.recovery_dialog import RecoveryDialog

    context = window.context
    path = context.store.path
    folder = path.parent / "backups"
    if not folder.exists():
        run(context.store, folder, datetime.now())
    error = UserError(DAMAGED, file=path.name)
    return RecoveryDialog(context.theme, context.language, path, error, folder, parent=window)


def _first_run(window: MainWindow) -> QWidget:
    from ui.dialogs.program.first_run import FirstRun

    dialog = FirstRun(window.context.theme, window.context.language, Path("/home/jana/Vztahy"))
    dialog.name.setText("Jana Zkušební")
    return dialog


def _settings(window: MainWindow) -> QWidget:
    from ui.dialogs.program.settings_dialog import SettingsDialog

    return SettingsDialog(window.context, lambda _language: None, lambda: None, window)


def _palette(window: MainWindow) -> QWidget:
    from ui.dialogs.program.palette import Palette

    palette = Palette(window.context, window.commands(), window)
    palette.line.setText("sas")
    return palette


def _help(window: MainWindow) -> QWidget:
    from ui.dialogs.program.help import HelpWindow

    return HelpWindow(window.context, window)


def _about(window: MainWindow) -> QWidget:
    from ui.dialogs.program.about import AboutDialog

    return AboutDialog(window.context, window)


def _tags(window: MainWindow) -> QWidget:
    from ui.dialogs.program.tags_dialog import TagsDialog

    return TagsDialog(window.context, window)


def _duplicates(window: MainWindow) -> QWidget:
    from ui.dialogs.contacts.duplicates_dialog import DuplicatesDialog

    return DuplicatesDialog(window.context, window)


def _merge(window: MainWindow) -> QWidget:
    from ui.dialogs.contacts.duplicates_dialog import MergeDialog

    one, other, *_ = _people(window)
    return MergeDialog(window.context, ENTITIES["person"], one, other, window)


def _labels(window: MainWindow) -> QWidget:
    from ui.dialogs.contacts.labels_dialog import LabelsDialog

    return LabelsDialog(window.context, _people(window), window)


def _letters(window: MainWindow) -> QWidget:
    from ui.dialogs.contacts.letters_dialog import LettersDialog

    return LettersDialog(window.context, _people(window), window)


def _erase(window: MainWindow) -> QWidget:
    from app.services.privacy.erasure import plan
    from ui.dialogs.contacts.erase_dialog import EraseDialog

    with window.context.store.reading() as connection:
        found = plan(connection, most_linked(connection, "person"), window.context.language)
    return EraseDialog(window.context, found, window)


def _review(window: MainWindow) -> QWidget:
    from ui.dialogs.contacts.retention_dialog import RetentionDialog

    return RetentionDialog(window.context, window)


def _salutation(window: MainWindow) -> QWidget:
    from ui.dialogs.contacts.salutation_dialog import SalutationDialog

    return SalutationDialog(window.context, _id(window, "person"), window)


def _quick_task(window: MainWindow) -> QWidget:
    from ui.dialogs.tasks.quick_task import QuickTaskDialog

    line = "zavolat na generální konzulát v pátek ve 14 hodin #Sasko"
    return QuickTaskDialog(window.context, window, line)


def _partner_page(window: MainWindow) -> QWidget:
    from ui.dialogs.agreements.partner_page_dialog import PartnerPageDialog

    return PartnerPageDialog(window.context, _id(window, "organisation"), window)


def _document(window: MainWindow) -> QWidget:
    from ui.dialogs.documents.document_dialog import DocumentDialog

    document = _example(window, "document")
    return DocumentDialog(window.context, document, window)


def _import(window: MainWindow) -> QWidget:
    from app.exchange.address_books.importing import preview
    from ui.dialogs.contacts.contacts_import_dialog import PreviewImport

    with temporary_folder("demo") as folder:
        path = Path(folder) / "kontakty.csv"
        path.write_text(CONTACTS, encoding="utf-8")
        report = preview(window.context.store, [path])
    return PreviewImport(window.context, report, window)


def _post(window: MainWindow) -> QWidget:
    from ui.dialogs.common.row_dialog import RowDialog

    with window.context.store.reading() as connection:
        row = read(connection, ENTITIES["position"], example(connection, "position"))
    return RowDialog(window.context, ENTITIES["position"], row, {}, None, window)


def _history(window: MainWindow) -> QWidget:
    from app.services.records.history import history
    from ui.dialogs.common.history_dialog import HistoryDialog

    with window.context.store.reading() as connection:
        entry = history(connection, most_linked(connection, "person"))[0]
    return HistoryDialog(window.context, entry, window)


def _restore(window: MainWindow) -> QWidget:
    from ui.dialogs.program.restore_dialog import RestoreDialog

    return RestoreDialog(window.context, window)


def _new_person(window: MainWindow) -> QWidget:
    screen = _people_screen(window)
    screen.start_new()
    return window


def _reminders(window: MainWindow) -> QWidget:
    window.show_reminders()
    return window


def _agreement(window: MainWindow) -> QWidget:
    window.open_record("agreement", _example(window, "agreement"))
    return window


def _visit(window: MainWindow) -> QWidget:
    window.open_record("delegation", _example(window, "delegation"))
    return window


def _trip_folder(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.trip_folder_dialog import TripFolderDialog

    return TripFolderDialog(window.context, window, _example(window, "delegation"))


def _precedence(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.precedence_dialog import PrecedenceDialog

    return PrecedenceDialog(window.context, _example(window, "delegation"), window)


def _rank_tables(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.tables_dialog import RANK_TABLES, TablesDialog

    return TablesDialog(window.context, RANK_TABLES, window)


def _checklists(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.tables_dialog import CHECKLISTS, TablesDialog

    return TablesDialog(window.context, CHECKLISTS, window)


def _checklist(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.checklist_dialog import ChecklistDialog

    return ChecklistDialog(window.context, _example(window, "delegation"), window)


def _copy(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.copy_dialog import CopyDialog

    return CopyDialog(window.context, _example(window, "delegation"), window)


def _minutes(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.minutes_dialog import MinutesDialog

    return MinutesDialog(window.context, None, _example(window, "delegation"), window)


def _following(window: MainWindow) -> QWidget:
    from app.services.tasks.what_follows import following
    from ui.dialogs.common.following_dialog import FollowingDialog

    context = window.context
    with context.store.reading() as connection:
        visit = _example(window, "delegation")
        found = following(connection, visit, {"status": "cancelled"}, context.language)
    assert found
    return FollowingDialog(context, found, window)


def _gifts(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.gifts_dialog import GiftsDialog

    return GiftsDialog(window.context, window)


def _gift_limits(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.tables_dialog import GIFT_LIMITS, TablesDialog

    return TablesDialog(window.context, GIFT_LIMITS, window)


def _seating(window: MainWindow) -> QWidget:
    from app.services.protocol.seating import items
    from ui.dialogs.delegations.seating_dialog import SeatingDialog

    language = window.context.language
    with window.context.store.reading() as connection:
        visit = example(connection, "delegation")
        item_id, title = items(connection, visit, language)[0]
    return SeatingDialog(window.context, item_id, title, window)


def _flags(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.flags_dialog import FlagsDialog

    return FlagsDialog(window.context, _example(window, "delegation"), window)


def _stand_in(window: MainWindow) -> QWidget:
    from app.services.protocol.precedence import precedence
    from ui.dialogs.delegations.stand_in_dialog import StandInDialog

    language = window.context.language
    with window.context.store.reading() as connection:
        first = precedence(connection, example(connection, "delegation"), language)[0]
    return StandInDialog(window.context, first.member_id, first.name, window)


def _programme(window: MainWindow) -> QWidget:
    window.open_record("programme", _example(window, "delegation"))
    return window


def _programme_item(window: MainWindow) -> QWidget:
    from ui.dialogs.common.row_dialog import RowDialog

    with window.context.store.reading() as connection:
        visit = read(connection, ENTITIES["delegation"], _example(window, "delegation"))
    assert visit
    row = visit.owned["programme_item"][0]
    return RowDialog(window.context, ENTITIES["programme_item"], row, {}, None, window)


def _news(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.versions_dialog import NewsDialog

    return NewsDialog(window.context, _example(window, "delegation"), 1, window)


def _sent(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.versions_dialog import SendDialog

    return SendDialog(window.context, _example(window, "delegation"), window)


def _travel_times(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.travel_times_dialog import TravelTimesDialog

    return TravelTimesDialog(window.context, window)


def _members(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.members_dialog import MembersDialog

    return MembersDialog(window.context, _example(window, "delegation"), window)


def _approvals(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.approvals_dialog import ApprovalsDialog

    return ApprovalsDialog(window.context, "delegation", _example(window, "delegation"), window)


def _budget(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.budget_dialog import BudgetDialog

    return BudgetDialog(window.context, window)


def _sensitive(window: MainWindow) -> QWidget:
    from ui.dialogs.delegations.sensitive_dialog import SensitiveDialog

    return SensitiveDialog(window.context, window)


DIALOGS = (
    Shown("agreement-full", _agreement),
    Shown("delegation-full", _visit),
    Shown("programme", _programme),
    Shown("programme-item", _programme_item),
    Shown("programme-news", _news),
    Shown("programme-sent", _sent),
    Shown("travel-times", _travel_times),
    Shown("members", _members),
    Shown("precedence", _precedence),
    Shown("trip-folder", _trip_folder),
    Shown("rank-tables", _rank_tables),
    Shown("checklists", _checklists),
    Shown("checklist", _checklist),
    Shown("copy-visit", _copy),
    Shown("minutes", _minutes),
    Shown("what-follows", _following),
    Shown("gift-limits", _gift_limits),
    Shown("gift-list", _gifts),
    Shown("reminders", _reminders),
    Shown("signature", _signature),
    Shown("post", _post),
    Shown("import", _import),
    Shown("duplicates", _duplicates),
    Shown("merge", _merge),
    Shown("labels", _labels),
    Shown("letters", _letters),
    Shown("salutation", _salutation),
    Shown("erase", _erase),
    Shown("review", _review),
    Shown("history", _history),
    Shown("stored-file", _document),
    Shown("partner-page", _partner_page),
    Shown("seating", _seating),
    Shown("approvals", _approvals),
    Shown("budget", _budget),
    Shown("sensitive", _sensitive),
    Shown("flags", _flags),
    Shown("stand-in", _stand_in),
    Shown("quick-task", _quick_task),
    Shown("palette", _palette),
    Shown("tags", _tags),
    Shown("settings", _settings),
    Shown("restore", _restore),
    Shown("recovery", _recovery),
    Shown("first-run", _first_run),
    Shown("help", _help),
    Shown("about", _about),
    Shown("new-person", _new_person),
)
