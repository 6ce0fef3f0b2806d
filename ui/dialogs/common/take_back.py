"""Undo and redo in the window: what is large is taken back in a process of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.services.records.undo import Undone, is_large, last_action, last_undone, redo, undo
from ui.context import Context
from ui.dialogs.common.progress import run_job


def take_back(context: Context, parent: QWidget, *, again: bool) -> Undone:
    """Take back the last action, or do it `again`; gives what `undo` or `redo` gives.

    Raises `UserError` as `undo` and `redo` do.
    """
    with context.store.reading() as connection:
        action = (last_undone if again else last_action)(connection)
        large = action is not None and is_large(connection, action)
    if not large:
        return (redo if again else undo)(context.store)
    text = context.tr_("This takes a moment…")
    undone: Undone = run_job(context, parent, text, "redo" if again else "undo")
    return undone
