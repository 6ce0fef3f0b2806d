"""What can be done with people of a list, or with one: letters, labels, mailing lists, keeping."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from app.entities import ENTITIES
from app.services.contacts import mailing
from app.services.records.query import ListQuery
from app.services.records.records import save
from ui.context import Context
from ui.widgets.plain import ask_item


def write_letters(context: Context, parent: QWidget, ids: Sequence[str]) -> list[str]:
    """Write letters to people; gives the ids of those whom letters were written to."""
    from ui.dialogs.contacts.letters_dialog import LettersDialog

    with context.known_errors(parent):
        dialog = LettersDialog(context, ids, parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            return [item.person_id for item in dialog.written]
    return []


def write_mails(context: Context, parent: QWidget, ids: Sequence[str]) -> list[str]:
    """Begin an e-mail to people, or take their addresses along; gives the ids of those reached."""
    from ui.dialogs.contacts.mail_dialog import MailDialog

    with context.known_errors(parent):
        dialog = MailDialog(context, ids, parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            return dialog.reached
    return []


def print_labels(context: Context, parent: QWidget, ids: Sequence[str]) -> list[str]:
    """Print people's addresses on labels or envelopes; gives the ids of those printed."""
    from ui.dialogs.contacts.labels_dialog import LabelsDialog

    with context.known_errors(parent):
        dialog = LabelsDialog(context, ids, parent)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if accepted:
            return [item.person_id for item in dialog.printed]
    return []


def add_to_mailing_list(context: Context, parent: QWidget, ids: Sequence[str]) -> None:
    """Choose a mailing list, or name a new one, and add people to it."""
    list_id = _choose_list(context, parent)
    if list_id:
        context.change(parent, lambda store: mailing.add_members(store, list_id, ids))


def keep_filter(context: Context, parent: QWidget, query: ListQuery) -> None:
    """Make what a list of people shows the filter of a mailing list, and fill it."""
    list_id = _choose_list(context, parent)
    if list_id:
        with context.known_errors(parent):
            context.changed(mailing.set_rule(context.store, list_id, query))
            context.changed(mailing.fill(context.store, list_id, on=context.today))


def _choose_list(context: Context, parent: QWidget) -> str | None:
    """The id of an existing mailing list, or of one that is made under a new name."""
    tr = context.tr_
    entity = ENTITIES["mailing_list"]
    with context.store.reading() as connection:
        page = ListQuery(entity, context.language).page(connection, 200)
    known = {str(row.values[0]): row.id for row in page}
    text, done = ask_item(
        parent,
        tr("Mailing list"),
        tr("Choose a mailing list or write a new name:"),
        list(known),
        editable=True,
    )
    name = " ".join(text.split())
    if not done or not name:
        return None
    if name in known:
        return known[name]
    with context.known_errors(parent):
        values = {"name": name, "occasion": "other"}
        list_id, changes = save(context.store, entity, None, 0, values)
        context.changed(changes)
        return list_id
    return None


def keep_longer(context: Context, parent: QWidget, ids: Sequence[str]) -> None:
    """Choose the day until which the data of people are kept."""
    from ui.dialogs.contacts.retention_dialog import keep_until

    keep_until(context, parent, ids)
