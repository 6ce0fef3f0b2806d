"""What can be done with several records of one kind: mailing lists, letters, labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from ui.context import Context
from ui.dialogs.contacts.people_actions import (
    add_to_mailing_list,
    keep_longer,
    print_labels,
    write_letters,
    write_mails,
)
from ui.dialogs.delegations.calendar_file import save_calendar

Run = Callable[[Context, QWidget, Sequence[str]], object]


@dataclass(frozen=True, slots=True)
class ListAction:
    """A command for records: `run` takes the context, a parent window and their ids."""

    icon: str
    label: str
    run: Run


ACTIONS: dict[str, tuple[ListAction, ...]] = {
    "person": (
        ListAction("mails", N_("Write an e-mail…"), write_mails),
        ListAction("file-pen-line", N_("Letters…"), write_letters),
        ListAction("printer", N_("Labels and envelopes…"), print_labels),
        ListAction("mails", N_("Add to a mailing list…"), add_to_mailing_list),
        ListAction("list-checks", N_("Keep until…"), keep_longer),
    ),
    "delegation": (ListAction("calendar", N_("Calendar file…"), save_calendar),),
}
"""The commands by entity."""
