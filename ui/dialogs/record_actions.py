"""What else can be done with a record, beside editing it: the lower part of its menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.i18n import N_
from ui.context import Context


@dataclass(frozen=True, slots=True)
class RecordAction:
    """A command for one record: `run` takes the context, a parent window and the record's id."""

    icon: str
    label: str
    run: Callable[[Context, QWidget, str], None]


def _ares(context: Context, parent: QWidget, record_id: str) -> None:
    from ui.dialogs.ares_dialog import fill_from_ares

    fill_from_ares(context, parent, record_id)


ACTIONS: dict[str, tuple[RecordAction, ...]] = {
    "organisation": (RecordAction("building", N_("Fill from ARES…"), _ares),),
}
"""The commands by entity; each imports what it needs when it is run."""
