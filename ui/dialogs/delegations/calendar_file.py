"""Visits as a calendar file: asked where to, written, and what is not in it is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.entities import ENTITIES
from app.file_names import safe_stem
from app.i18n import Language
from ui.context import Context
from ui.dialogs.common.folders import documents
from ui.widgets.plain import inform


def save_calendar(context: Context, parent: QWidget, ids: Sequence[str]) -> Path | None:
    """Ask for a file and write the calendar of visits into it; gives the file, if there is one."""
    from app.exchange.ical.writer import write
    from app.services.calendar.events import calendar
    from app.services.records.records import caption_of

    tr = context.tr_
    with context.store.reading() as connection:
        title = caption_of(connection, ENTITIES["delegation"], ids[0])
    name = safe_stem(title if len(ids) == 1 else tr("Delegations"))
    found, _ = QFileDialog.getSaveFileName(
        parent, tr("Calendar file"), str(documents() / f"{name}.ics"), tr("Calendar (*.ics)")
    )
    if not found:
        return None
    target = Path(found)
    if target.suffix.lower() != ".ics":
        target = target.with_name(target.name + ".ics")
    language = Language(context.settings.paper_language or context.language.value)
    with context.known_errors(parent):
        with context.store.reading() as connection:
            listed = calendar(connection, language, ids)
        write(target, listed.events)
        said = [tr("Saved: {file}", file=target)]
        if listed.undated:
            said.append(tr("Not in the file, because their days are not known:"))
            said += [title for _, title in listed.undated]
        inform(parent, tr("Calendar file"), "\n".join(said))
        return target
    return None


def save_requests(context: Context, parent: QWidget, delegation_id: str) -> Path | None:
    """Ask for a folder and write a request for each point of a visit's programme into it; gives
    the folder, if there is one.
    """
    from app.exchange.ical.writer import write_requests

    tr = context.tr_
    place = QFileDialog.getExistingDirectory(parent, tr("Folder for the files"), str(documents()))
    if not place:
        return None
    folder = Path(place)
    language = Language(context.settings.paper_language or context.language.value)
    with context.known_errors(parent):
        with context.store.reading() as connection:
            names = write_requests(connection, delegation_id, language, folder)
        said = tr.plural(
            "{count} request written to {file}",
            "{count} requests written to {file}",
            len(names),
            file=folder,
        )
        inform(parent, tr("Requests for calendars"), said)
        return folder
    return None
