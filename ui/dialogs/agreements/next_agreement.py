"""An agreement that amends or follows another one."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.entities import ENTITIES
from app.entities.new_agreement import NEW_AGREEMENT, WITH_PARTIES
from app.services.records import records
from ui.context import Context
from ui.dialogs.common.row_dialog import RowDialog

_TAKEN_OVER = ("partner_id", "kind", "relation_type", "initiated_by", "influence", "languages")


def new_agreement(context: Context, parent: QWidget, record_id: str, field: str) -> None:
    """A form for an agreement that amends or follows (`field`) another one, like it in kind."""
    with context.store.reading() as connection:
        row = records.read(connection, ENTITIES["agreement"], record_id)
    if row is None:
        return
    preset = {name: row.values[name] for name in _TAKEN_OVER} | {field: record_id, WITH_PARTIES: 1}
    RowDialog(context, NEW_AGREEMENT, None, preset, None, parent).exec()
