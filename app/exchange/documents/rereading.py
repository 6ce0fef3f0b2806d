"""Stored files are read again when the program has learnt to read more of them.

What a search finds in a file was read when it was stored. The database notes up to where its files
were read by which reader (`text.READER`), so that a reading that was cut off goes on where it was.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from app.db import contents
from app.db.connection import Connection
from app.db.store import Store
from app.errors import UserError
from app.exchange.documents.file_types import OOXML, media_type
from app.exchange.documents.process import extract_apart
from app.exchange.documents.store import NO_TEXT
from app.exchange.documents.text import MAX_BYTES, READER
from app.progress import Cancelled, Progress
from app.services.documents import documents

_META = "documents_read"


class _File(NamedTuple):
    """A stored content whose text may be out of date."""

    content: str
    size: int
    name: str
    text: str | None


def outdated(store: Store) -> int:
    """How many stored files an earlier version of the program read, or nobody yet."""
    return len(_files(store))


def reread(
    store: Store, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> int:
    """Read the files again that are `outdated`, and index what they say; a job, too.

    Gives how many have a text now that had none or another one. Each is kept at once: what is done
    stays done when the work is cancelled. Raises nothing for a file that cannot be read, which
    keeps the text that it had.
    """
    found = _files(store)
    changed = 0
    for number, file in enumerate(found, 1):
        text = _text(store, file, cancelled)
        if cancelled and cancelled():
            return changed
        if text and text != file.text:
            with store.keeping() as connection:
                documents.keep_text(connection, file.content, text)
            changed += 1
        _note(store, file.content if number < len(found) else None)
        if progress:
            progress(number, len(found))
    return changed


def _files(store: Store) -> list[_File]:
    """What is to be read. Of what has a text only the kinds of which more is read now: forms and
    encrypted files among PDFs, and workbooks.
    """
    noted = json.loads(store.meta(_META) or "{}")
    if noted.get("reader") == READER and noted.get("after") is None:
        return []
    after = noted.get("after") if noted.get("reader") == READER else ""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT c.id, c.size, max(v.file_name), c.text FROM content c"
            " JOIN document_version v ON v.content = c.id WHERE c.id > ? AND (c.text IS NULL"
            " OR v.media_type IS NULL OR v.media_type = 'application/pdf'"
            f" OR v.media_type LIKE '{OOXML}%') GROUP BY c.id ORDER BY c.id",
            (after or "",),
        ).fetchall()
    if not rows:
        _note(store, None)
    return [_File(*row) for row in rows]


def _note(store: Store, after: str | None) -> None:
    """Remember up to which content the files were read; None when all were."""
    store.set_meta(_META, json.dumps({"reader": READER, "after": after}))


def _text(store: Store, file: _File, cancelled: Cancelled | None) -> str:
    """What the file says; empty if it says nothing, cannot be read or the work was cancelled."""
    if file.size > MAX_BYTES:
        return ""
    with store.reading() as connection:
        return _read(connection, file, cancelled)


def _read(connection: Connection, file: _File, cancelled: Cancelled | None) -> str:
    try:
        kind = media_type(file.name, next(contents.chunks(connection, file.content), b""))
        if kind.startswith(NO_TEXT):
            return ""
        pieces = contents.chunks(connection, file.content)
        return extract_apart(pieces, file.name, kind, cancelled=cancelled).text
    except (LookupError, UserError):
        return ""
