"""Records are deleted; those to which something refers stay, are listed, and can be archived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from app.fields import Entity
from app.services.records import bulk
from ui.context import Context
from ui.dialogs.common.progress import run_job
from ui.dialogs.common.staying_dialog import StayingDialog


def delete_records(
    context: Context, parent: QWidget, entity: Entity, ids: Sequence[str]
) -> list[str]:
    """Delete records as one action; gives the ids of those that are gone."""
    tr = context.tr_
    with context.known_errors(parent):
        if len(ids) > bulk.AT_ONCE:
            text = tr("This takes a moment…")
            done = run_job(
                context, parent, text, "delete_records", entity=entity.name, ids=list(ids)
            )
        else:
            done = bulk.delete(context.store, entity, ids)
        context.changed(done.changes)
        staying = [item.record_id for item in done.staying]
        if staying:
            said = tr.plural(
                "{count} record was not deleted, because others refer to it. It can be "
                "archived instead.",
                "{count} records were not deleted, because others refer to them. They can be "
                "archived instead.",
                len(staying),
            )
            offer = (
                tr.plural("Archive it", "Archive them", len(staying)),
                lambda: archive_records(context, parent, entity, staying, context.today),
            )
            dialog = StayingDialog(context, parent, said, done.staying, offer)
            dialog.exec()
            dialog.deleteLater()
        return [key for key in ids if key not in staying]
    return []


def archive_records(
    context: Context, parent: QWidget, entity: Entity, ids: Sequence[str], on: date | None
) -> None:
    """Put records into the archive on a day, or return them (`on` is None)."""
    with context.known_errors(parent):
        if len(ids) > bulk.AT_ONCE:
            text = context.tr_("This takes a moment…")
            done = run_job(
                context, parent, text, "archive_records", entity=entity.name, ids=list(ids), on=on
            )
        else:
            done = bulk.archive(context.store, entity, ids, on=on)
        context.changed(done.changes)
