"""Undo and redo in the window: what is large is taken back in a process of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.db.store import Changes
from app.services.records.undo import is_large, last_action, last_undone, redo, undo
from ui.context import Context
from ui.dialogs.common.progress import run_job


def take_back(context: Context, parent: QWidget, *, again: bool) -> tuple[str, Changes]:
    """Take back the last action, or do it `again`; gives its label and what changed.

    Raises `UserError` as `undo` and `redo` do.
    """
    with context.store.reading() as connection:
        action = (last_undone if again else last_action)(connection)
        large = action is not None and is_large(connection, action)
    if not large:
        return (redo if again else undo)(context.store)
    text = context.tr_("This takes a moment…")
    label, changes = run_job(context, parent, text, "redo" if again else "undo")
    return label, changes
