"""What can be done with a stored file outside of the database: opened as a copy, saved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import UserError
from app.exchange.documents import store as document_store
from app.file_names import safe_name
from app.files import temporary_folder
from app.i18n import Translator
from app.kinds import DATE, LANGUAGE_CODES
from app.progress import Cancelled, Progress
from app.services.documents import documents
from app.services.documents.documents import Version
from ui.context import Context, show_error
from ui.dialogs.common import folders
from ui.widgets.background import run_in_thread
from ui.widgets.plain import MessageBox, open_file

_Result = TypeVar("_Result")


def in_background(
    context: Context,
    parent: QWidget | None,
    text: str,
    work: Callable[[Progress, Cancelled], _Result],
) -> _Result:
    """Run `work` with the database in a thread, behind a progress bar that can cancel it.

    Gives its result and raises what it raised.
    """
    tr = context.tr_

    def run(progress: Progress, cancelled: Cancelled) -> _Result:
        try:
            return work(progress, cancelled)
        finally:
            context.store.close()  # the connections of this thread

    return run_in_thread(parent, (tr("Vztahy"), text, tr("Cancel")), run)


def attempt(
    context: Context,
    parent: QWidget,
    text: str,
    work: Callable[[Progress, Cancelled], _Result],
) -> _Result | None:
    """`in_background` for work that reads: a known error is told and gives None."""
    tr = context.tr_
    try:
        return in_background(context, parent, text, work)
    except UserError as error:
        if error.message != documents.SAVING_CANCELLED:  # who cancelled knows
            show_error(parent, error.text(tr), tr)
        return None


def open_copy(context: Context, parent: QWidget, version: Version) -> None:
    """Open a read-only copy of a version with the program that the system has for such files."""
    tr = context.tr_
    # Other programs may show it for longer than any dialog: it is removed at the very end.
    folder = temporary_folder("copy")

    def work(progress: Progress, cancelled: Cancelled, *, asked: bool = False) -> Path:
        with context.store.reading() as connection:
            return document_store.open_copy(
                connection, version.id, Path(folder.name), progress, cancelled, asked=asked
            )

    text = tr("Reading the file…")
    try:
        path: Path | None = in_background(context, parent, text, work)
    except document_store.Doubtful as doubt:
        sure = _is_wanted(parent, doubt, tr)
        path = attempt(context, parent, text, partial(work, asked=True)) if sure else None
    except UserError as error:
        path = None
        if error.message != documents.SAVING_CANCELLED:
            show_error(parent, error.text(tr), tr)
    if path is None:
        folder.cleanup()
        return

    def clean() -> None:
        folder.cleanup()

    context.app.aboutToQuit.connect(clean)
    if not open_file(path):
        show_error(
            parent,
            tr(
                "No program on this computer opens “{file}”. Save it and open it by hand.",
                file=path.name,
            ),
            tr,
        )


def _is_wanted(parent: QWidget, doubt: document_store.Doubtful, tr: Translator) -> bool:
    """Whether a doubtful file is to be opened all the same."""
    box = MessageBox(parent)
    box.setIcon(MessageBox.Icon.Warning)
    box.setWindowTitle(tr("Open a copy"))
    box.setText(doubt.text(tr))
    box.setInformativeText(
        tr.message(doubt.why)
        + "\n"
        + tr("Open it only if you know who it comes from and what is in it.")
    )
    sure = box.addButton(tr("Open all the same"), MessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Do not open"), MessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is sure


def save_as(context: Context, parent: QWidget, version: Version) -> None:
    """Ask where to save a version, and save it as it was stored, byte for byte."""
    name = safe_name(version.file_name)
    target, _ = QFileDialog.getSaveFileName(
        parent, context.tr_("Save as"), str(folders.documents() / name)
    )
    if target:
        write_version(context, parent, version, Path(target))


def write_version(context: Context, parent: QWidget, version: Version, path: Path) -> bool:
    """Write the bytes of a version; whether that succeeded (a failure is told)."""

    def work(progress: Progress, cancelled: Cancelled) -> bool:
        with context.store.reading() as connection:
            documents.extract_to(connection, version.id, path, progress, cancelled)
        return True

    return attempt(context, parent, context.tr_("Reading the file…"), work) or False


def version_name(item: Version, tr: Translator) -> str:
    """The number of a version, its languages and the days on which it is valid."""
    parts = [str(item.number)]
    if item.language:
        parts.append(LANGUAGE_CODES.format(item.language, tr))
    if days := validity(item, tr):
        parts.append(days)
    return " · ".join(parts)


def validity(item: Version, tr: Translator) -> str:
    """From when until when a version is valid; empty if nothing is stated."""
    days = (item.valid_from, item.valid_until)
    return "–".join(DATE.format(day, tr) if day else "" for day in days) if any(days) else ""


def size_text(size: int, tr: Translator) -> str:
    """Bytes as people count them: in thousands."""
    from babel.numbers import format_decimal

    locale = tr.language.locale
    for unit, bytes_ in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes_:
            return f"{format_decimal(round(size / bytes_, 1), locale=locale)} {unit}"
    return f"{format_decimal(size, locale=locale)} B"
