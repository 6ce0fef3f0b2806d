"""Undo and redo in the window: what is large is taken back in a process of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.services.records.undo import Undone, is_large, last_action, last_undone, redo, undo
from ui.context import Context
from ui.dialogs.common.progress import run_job
from ui.dialogs.common.staying_dialog import StayingDialog


def take_back(context: Context, parent: QWidget, *, again: bool) -> Undone:
    """Take back the last action, or do it `again`; gives what `undo` or `redo` gives.

    Raises `UserError` as `undo` and `redo` do.
    """
    with context.store.reading() as connection:
        action = (last_undone if again else last_action)(connection)
        large = action is not None and is_large(connection, action)
    if not large:
        undone = (redo if again else undo)(context.store)
        if undone.kept:
            text = context.tr_("These records were changed or used since; they stay as they are.")
            dialog = StayingDialog(context, parent, text, undone.kept)
            dialog.exec()
            dialog.deleteLater()
        return undone
    text = context.tr_("This takes a moment…")
    result = run_job(context, parent, text, "redo" if again else "undo")
    assert isinstance(result, Undone)
    return result
