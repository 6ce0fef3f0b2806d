"""What else can be done with a record, beside editing it: the lower part of its menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from app.services.records.records import Record
from ui.context import Context
from ui.dialogs.contacts import mailing_actions, people_actions
from ui.dialogs.delegations.calendar_file import save_calendar
from ui.dialogs.documents import document_actions

Run = Callable[[Context, QWidget, str], None]


@dataclass(frozen=True, slots=True)
class RecordAction:
    """A command for one record: `run` takes the context, a parent window and the record's id.

    It is `offered` for some records only.
    """

    icon: str
    label: str
    run: Run
    offered: Callable[[Context, Record], bool] = lambda _context, _record: True


def actions_of(context: Context, record: Record) -> list[RecordAction]:
    """What can be done with a record, beside editing it."""
    found = ACTIONS.get(record.entity.name, ())
    return [action for action in found if action.offered(context, record)]


def _is_czech(_context: Context, record: Record) -> bool:
    """ARES knows those who have a Czech company number; whose country is not said may have one."""
    return bool(record.values["ico"]) or record.values["country"] in (None, "", "CZ")


def _is_merged(context: Context, record: Record) -> bool:
    from app.services.contacts.merge import has_merged

    with context.store.reading() as connection:
        return has_merged(connection, record.entity, record.id)


def _ares(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.contacts.ares_dialog import fill_from_ares

    fill_from_ares(context, parent, record_id)


def _partner_page(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.agreements.partner_page_dialog import show_partner_page

    show_partner_page(context, parent, record_id)


def _requests(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.calendar_file import save_requests

    save_requests(context, parent, record_id)


def _trip_folder(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.trip_folder_dialog import show_trip_folder

    show_trip_folder(context, parent, record_id)


def _merge(entity: str) -> Run:
    def run(context: Context, parent: QWidget, record_id: str) -> None:
        from ui.dialogs.contacts.duplicates_dialog import merge_with_another

        merge_with_another(context, parent, entity, record_id)

    return run


def _take_apart(entity: str) -> Run:
    def run(context: Context, parent: QWidget, record_id: str) -> None:
        from ui.dialogs.contacts.duplicates_dialog import take_apart

        take_apart(context, parent, entity, record_id)

    return run


def _merges(entity: str) -> tuple[RecordAction, ...]:
    return (
        RecordAction("git-merge", N_("Merge with another…"), _merge(entity)),
        RecordAction("undo-2", N_("Undo a merge…"), _take_apart(entity), _is_merged),
    )


def _alone(action: Callable[[Context, QWidget, Sequence[str]], object]) -> Run:
    """A command for several people, run for one."""

    def run(context: Context, parent: QWidget, record_id: str) -> None:
        action(context, parent, [record_id])

    return run


def _move(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.contacts.move_dialog import move

    move(context, parent, record_id)


def _report(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.contacts.erase_dialog import save_report

    save_report(context, parent, record_id)


def _erase(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.contacts.erase_dialog import erase_person

    erase_person(context, parent, record_id)


def _next_agreement(field: str) -> Run:
    def run(context: Context, parent: QWidget, record_id: str) -> None:
        from ui.dialogs.agreements.next_agreement import new_agreement

        new_agreement(context, parent, record_id, field)

    return run


def _approvals(entity: str) -> Run:
    def run(context: Context, parent: QWidget, record_id: str) -> None:
        from ui.dialogs.delegations.approvals_dialog import ApprovalsDialog

        ApprovalsDialog(context, entity, record_id, parent).exec()

    return run


def _flags(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.flags_dialog import FlagsDialog

    FlagsDialog(context, record_id, parent).exec()


def _has_ended_posts(context: Context, record: Record) -> bool:
    from app.services.protocol.ended_posts import ended

    with context.store.reading() as connection:
        return bool(ended(connection, record.id, context.language, context.today))


def _ended_posts(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.ended_posts_dialog import EndedPostsDialog

    EndedPostsDialog(context, record_id, parent).exec()


def _seating(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.seating_dialog import show_seating_of

    show_seating_of(context, parent, record_id)


def _precedence(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.precedence_dialog import show_precedence

    show_precedence(context, parent, record_id)


def _members(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.members_dialog import MembersDialog

    MembersDialog(context, record_id, parent).exec()


def _programme(context: Context, _parent: QWidget, record_id: str) -> None:
    context.record_wanted.emit("programme", record_id)


def _checklist(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.checklist_dialog import ChecklistDialog

    ChecklistDialog(context, record_id, parent).exec()


def _minutes(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.minutes_dialog import MinutesDialog

    MinutesDialog(context, None, record_id, parent).exec()


def _copy(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.delegations.copy_dialog import CopyDialog

    CopyDialog(context, record_id, parent).exec()


BUTTONS: dict[str, tuple[RecordAction, ...]] = {
    "delegation": (
        RecordAction("route", N_("Programme"), _programme),
        RecordAction("list-ordered", N_("Order of precedence…"), _precedence),
        RecordAction("calendar", N_("Calendar file…"), _alone(save_calendar)),
    ),
    "document": (
        RecordAction("search", N_("Preview"), document_actions.preview),
        RecordAction("folder-open", N_("Open a copy"), document_actions.open_copy_of),
        RecordAction("download", N_("Save as…"), document_actions.save_copy_of),
    ),
}
"""The commands that stand beside “Edit”: what the records of an entity are opened for."""

ACTIONS: dict[str, tuple[RecordAction, ...]] = {
    "person": (
        RecordAction("mails", N_("Write an e-mail…"), _alone(people_actions.write_mails)),
        RecordAction("file-pen-line", N_("Letter…"), _alone(people_actions.write_letters)),
        RecordAction("printer", N_("Label or envelope…"), _alone(people_actions.print_labels)),
        RecordAction(
            "mails", N_("Add to a mailing list…"), _alone(people_actions.add_to_mailing_list)
        ),
        RecordAction("building-2", N_("Moved to another post…"), _move),
        *_merges("person"),
        RecordAction("download", N_("Report on personal data…"), _report),
        RecordAction("trash-2", N_("Erase personal data…"), _erase),
    ),
    "organisation": (
        RecordAction("handshake", N_("Partner page…"), _partner_page),
        RecordAction("building", N_("Fill from ARES…"), _ares, _is_czech),
        *_merges("organisation"),
    ),
    "delegation": (
        RecordAction("users", N_("Members…"), _members),
        RecordAction("armchair", N_("Seating plan…"), _seating),
        RecordAction("flag", N_("Flags…"), _flags),
        RecordAction("circle-check", N_("Approval of papers…"), _approvals("delegation")),
        RecordAction("users", N_("Posts that have ended…"), _ended_posts, _has_ended_posts),
        RecordAction("list-checks", N_("Add a checklist…"), _checklist),
        RecordAction("file-pen-line", N_("Minutes…"), _minutes),
        RecordAction("copy", N_("Copy as a new visit…"), _copy),
        RecordAction("mails", N_("Requests for calendars…"), _requests),
        RecordAction("folder-open", N_("Trip folder…"), _trip_folder),
    ),
    "document": (RecordAction("plus", N_("Add a version…"), document_actions.add_version_to),),
    "agreement": (
        RecordAction("plus", N_("New amendment…"), _next_agreement("amends_id")),
        RecordAction("plus", N_("New agreement that follows…"), _next_agreement("succeeds_id")),
        RecordAction("circle-check", N_("Approval of papers…"), _approvals("agreement")),
    ),
    "mailing_list": (
        RecordAction("mails", N_("Write an e-mail…"), mailing_actions.mail_to_list),
        RecordAction("file-pen-line", N_("Letters…"), mailing_actions.letters_to_list),
        RecordAction("printer", N_("Labels and envelopes…"), mailing_actions.labels_of_list),
        RecordAction("list-checks", N_("State of the recipients…"), mailing_actions.set_states),
        RecordAction("download", N_("Export the recipients…"), mailing_actions.export_recipients),
        RecordAction("list-filter", N_("Fill from the filter"), mailing_actions.fill_list),
        RecordAction("x", N_("Delete the filter"), mailing_actions.forget_filter),
        RecordAction("copy", N_("Copy this list…"), mailing_actions.copy_list),
    ),
}
"""The commands by entity; each imports what it needs when it is run."""
