"""Stored files: added with their bytes in one transaction, in versions, linked to any record."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from app.db import contents, derived
from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.entities.choices import DOCUMENT_KIND
from app.errors import UserError
from app.file_names import parted, safe_name
from app.files import writing
from app.i18n import N_
from app.progress import Cancelled, Progress
from app.services.records.rows import (
    CREATE,
    GONE,
    LINKED,
    check_order,
    name_header,
    validate,
    write,
)

About = tuple[str, str]
"""The record that a document is about: its entity and its id."""

MAX_BYTES = 2 * 2**30
NEW_VERSION = N_("New version: {title}")

EMPTY = N_("“{file}” is empty. It was not stored. Choose another file.")
UNREADABLE = N_(
    "“{file}” cannot be read. It was not stored. Check that the file exists, that you may open "
    "it, and that no other program has locked it."
)
TOO_LARGE = N_(
    "“{file}” is larger than 2 GB. It was not stored. Keep it elsewhere and store a document "
    "that says where it is."
)
NO_FILE = N_("The document has no file. Add a version to it first.")
CANCELLED = N_("The storing was cancelled. Nothing was stored.")
SAVING_CANCELLED = N_("The saving was cancelled. Nothing was written.")
LOST = N_(
    "The content of “{file}” is missing or damaged in this database. Nothing was written. "
    "Look for it in a backup."
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a file: its media type, its text, and the SHA-256 of the bytes read.

    The text is kept only for bytes of that fingerprint; without one, it is not kept.
    """

    media_type: str
    text: str = ""
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be stored as a document. Without a title its name gives one.

    `kind` is a code of `choices.DOCUMENT_KIND`, `language` codes of languages, `date` a partial
    date, as the fields of a document store them; the days of validity are ISO 8601.
    """

    path: Path
    title: str = ""
    kind: str = "other"
    language: str | None = None
    date: str | None = None
    reading: Reading | None = None
    valid_from: str | None = None
    valid_until: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a document, as stored; `content` is the fingerprint of its bytes."""

    id: str
    document_id: str
    number: int
    file_name: str
    media_type: str
    size: int
    content: str
    language: str
    valid_from: str
    valid_until: str


def add(
    store: Store,
    path: Path,
    about: About | None = None,
    *,
    title: str = "",
    kind: str = "other",
    language: str | None = None,
    date: str | None = None,
    reading: Reading | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[str, Changes]:
    """Store a file as a document about a record; gives its id and what changed.

    Bytes, document, version and link are one transaction. A file that is stored about the same
    record already gives that document and no change; bytes known from elsewhere are not stored
    again. Raises `UserError` when the file cannot be stored, the record is gone or the work was
    cancelled; nothing is stored then.
    """
    file = NewFile(path, title, kind, language, date, reading)
    with store.writing(CREATE) as writer:
        document_id, is_new = keep(writer, file, about, progress, cancelled)
        if is_new:
            name_header(writer, title_of(file))
    return document_id, writer.changes


def keep(
    writer: Writer,
    file: NewFile,
    about: About | None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[str, bool]:
    """`add` within a transaction; gives the id and whether the document is new."""
    connection = writer.connection
    title = title_of(file)
    validate(ENTITIES["document"], {"title": title, "kind": file.kind}, new=True)
    facts = {
        "language": file.language,
        "valid_from": file.valid_from,
        "valid_until": file.valid_until,
    }
    check_order(ENTITIES["document_version"], facts)
    if file.kind not in DOCUMENT_KIND.options:
        raise LookupError(file.kind)
    if about:
        _check_record(connection, about)
    name, size = _keep_bytes(connection, file.path, file.reading, progress, cancelled)
    if known := _stored_about(connection, name, about):
        return known, False
    values = {"title": title, "kind": file.kind, "date": file.date}
    document_id = write(writer, ENTITIES["document"], None, values)
    _write_version(writer, document_id, 1, file.path, (name, size), file.reading, facts)
    if about:
        _link(writer, document_id, about)
    return document_id, True


def add_version(
    store: Store,
    document_id: str,
    path: Path,
    *,
    language: str | None = None,
    valid_from: str | None = None,
    valid_until: str | None = None,
    reading: Reading | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[str, Changes]:
    """Store a file as the next version of a document; gives the version's id and what changed.

    The same bytes as those of the newest version give that version and no change. The days are
    ISO 8601. Raises `UserError` as `add` does.
    """
    file = NewFile(
        path,
        language=language,
        reading=reading,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    with store.writing(NEW_VERSION) as writer:
        version_id, is_new = keep_version(writer, document_id, file, progress, cancelled)
        if is_new:
            name_header(writer, _title(writer.connection, document_id))
    return version_id, writer.changes


def keep_version(
    writer: Writer,
    document_id: str,
    file: NewFile,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[str, bool]:
    """`add_version` within a transaction; gives the id and whether the version is new."""
    facts = {
        "language": file.language,
        "valid_from": file.valid_from,
        "valid_until": file.valid_until,
    }
    check_order(ENTITIES["document_version"], facts)
    connection = writer.connection
    _check_record(connection, ("document", document_id))
    name, size = _keep_bytes(connection, file.path, file.reading, progress, cancelled)
    earlier = versions(connection, document_id)
    if earlier and earlier[0].content == name:
        return earlier[0].id, False
    number = earlier[0].number + 1 if earlier else 1
    kept = (name, size)
    return _write_version(writer, document_id, number, file.path, kept, file.reading, facts), True


def link(store: Store, document_id: str, about: About) -> Changes:
    """Link a document to a record; no change if it is linked. Raises `UserError` if one is gone."""
    with store.writing(LINKED) as writer:
        _check_record(writer.connection, ("document", document_id))
        _check_record(writer.connection, about)
        _link(writer, document_id, about)
        name_header(writer, _title(writer.connection, document_id))
    return writer.changes


_COLUMNS = (
    "id, document_id, coalesce(number, 0), file_name, coalesce(media_type, ''),"
    " coalesce(size, 0), content, coalesce(language, ''), coalesce(valid_from, ''),"
    " coalesce(valid_until, '')"
)


def versions(connection: Connection, document_id: str) -> list[Version]:
    """The versions of a document, the newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM document_version WHERE document_id = ?"
        " ORDER BY coalesce(number, 0) DESC, id DESC",
        (document_id,),
    )
    return [Version(*row) for row in rows.fetchall()]


def version(connection: Connection, version_id: str) -> Version:
    """A version by its id. Raises `UserError` if it was deleted."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM document_version WHERE id = ?", (version_id,)
    ).fetchone()
    if row is None:
        raise UserError(GONE)
    return Version(*row)


def current_version(connection: Connection, document_id: str, on: date) -> Version | None:
    """The version of the highest number of those valid on a day; None if none is."""
    day = on.isoformat()
    for found in versions(connection, document_id):
        begun = not found.valid_from or found.valid_from <= day
        if begun and (not found.valid_until or day <= found.valid_until):
            return found
    return None


def text_of(connection: Connection, content: str) -> str:
    """The text that was read from a content; empty where there is none."""
    row = connection.execute("SELECT text FROM content WHERE id = ?", (content,)).fetchone()
    return (row and row[0]) or ""


def keep_text(connection: Connection, content: str, text: str) -> None:
    """Remember what can be read in a content, so that a search finds its documents."""
    contents.set_text(connection, content, text)
    rows = connection.execute(
        "SELECT DISTINCT document_id FROM document_version WHERE content = ?", (content,)
    ).fetchall()
    derived.refresh(connection, {"document": {document for (document,) in rows if document}})


def extract_to(
    connection: Connection,
    version_id: str,
    target: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """Write the bytes of a version to `target`, as they were stored.

    They are written beside the target and renamed into its place once their fingerprint is
    right. Raises `UserError`; what stood there before then stays.
    """
    found = version(connection, version_id)
    with writing(target) as fresh, fresh.open("wb") as stream:
        _copy(connection, found, stream, progress, cancelled)


def copy_to(
    connection: Connection,
    version_id: str,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:
    """Write a version to a folder under a safe name of its own, read-only; gives the file.

    Whether the file may be opened is not asked here: see `exchange.document_store.open_copy`.
    Raises `UserError` as `extract_to` does.
    """
    name = safe_name(version(connection, version_id).file_name)
    stem, ending = parted(name)
    target, number = folder / name, 1
    while target.exists():  # an earlier copy may be open in another program
        number += 1
        target = folder / f"{stem} ({number}){ending}"
    extract_to(connection, version_id, target, progress, cancelled)
    target.chmod(stat.S_IREAD)
    return target


def check_file(path: Path) -> int:
    """The size of a file that can be stored. Raises `UserError` if it cannot."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise UserError(UNREADABLE, file=shown_name(path))
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:  # a name with a null character is a ValueError
        raise UserError(UNREADABLE, file=shown_name(path)) from error
    if not found.st_size:
        raise UserError(EMPTY, file=shown_name(path))
    if found.st_size > MAX_BYTES:
        raise UserError(TOO_LARGE, file=shown_name(path))
    return found.st_size


def extract_name(file_name: str) -> str:
    """The title that a file's name proposes: without its ending, words parted by blanks."""
    stem, _ = parted(safe_name(file_name))
    return " ".join(re.sub(r"[_+]", " ", stem).split()) or safe_name(file_name)


def title_of(file: NewFile) -> str:
    """The title of a file that is to be stored."""
    return " ".join(file.title.split()) or extract_name(file.path.name)


def shown_name(path: Path) -> str:
    """A file's name as a person may read it, whatever stands in it."""
    return safe_name(path.name)


def _keep_bytes(
    connection: Connection,
    path: Path,
    reading: Reading | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> tuple[str, int]:
    """Fingerprint and size of a file whose bytes are now in the database."""
    total = check_file(path)

    def told(done: int) -> None:
        if cancelled and cancelled():
            raise UserError(CANCELLED)
        if done > MAX_BYTES:  # it grew meanwhile
            raise UserError(TOO_LARGE, file=shown_name(path))
        if progress:
            progress(min(done, total), total)

    try:
        with path.open("rb") as source:
            name = (reading and reading.fingerprint) or _fingerprint(source, told)
            row = connection.execute("SELECT size FROM content WHERE id = ?", (name,)).fetchone()
            size = row[0] if row else 0
            if not row:
                source.seek(0)
                name, size = contents.put(connection, source, told, expected=name)
    except OSError as error:
        raise UserError(UNREADABLE, file=shown_name(path)) from error
    if not size:
        raise UserError(EMPTY, file=shown_name(path))
    if reading and reading.text and reading.fingerprint == name:
        keep_text(connection, name, reading.text)
    return name, size


def _fingerprint(source: BinaryIO, told: Callable[[int], None]) -> str:
    """The SHA-256 of a stream; `told` is asked now and then whether to go on."""
    import hashlib

    digest = hashlib.sha256()
    while data := source.read(contents.CHUNK):
        digest.update(data)
        told(0)
    return digest.hexdigest()


def _copy(
    connection: Connection,
    found: Version,
    stream: BinaryIO,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> None:
    import hashlib

    digest = hashlib.sha256()
    done = 0
    try:
        for data in contents.chunks(connection, found.content):
            if cancelled and cancelled():
                raise UserError(SAVING_CANCELLED)
            digest.update(data)
            stream.write(data)
            done += len(data)
            if progress:
                progress(done, max(done, found.size))
    except LookupError as error:
        raise UserError(LOST, file=safe_name(found.file_name)) from error
    if digest.hexdigest() != found.content:
        raise UserError(LOST, file=safe_name(found.file_name))


def _stored_about(connection: Connection, content: str, about: About | None) -> str | None:
    """The document with these bytes about that record; without one, with no record at all."""
    linked = "EXISTS (SELECT 1 FROM document_link l WHERE l.document_id = d.id AND l.entity = ?"
    where, values = f"{linked} AND l.record_id = ?)", about or ()
    if not about:
        where = "NOT EXISTS (SELECT 1 FROM document_link l WHERE l.document_id = d.id)"
    row = connection.execute(
        "SELECT d.id FROM document_version v JOIN document d ON d.id = v.document_id"
        f" WHERE v.content = ? AND {where} ORDER BY d.archived_on IS NOT NULL, d.id LIMIT 1",
        (content, *values),
    ).fetchone()
    return str(row[0]) if row else None


def _write_version(
    writer: Writer,
    document_id: str,
    number: int,
    path: Path,
    kept: tuple[str, int],
    reading: Reading | None,
    facts: Mapping[str, str | None],
) -> str:
    name, size = kept
    values: dict[str, Any] = {
        "document_id": document_id,
        "number": number,
        "file_name": safe_name(path.name),
        "media_type": reading.media_type if reading else None,
        "size": size,
        "content": name,
        **facts,
    }
    return write(writer, ENTITIES["document_version"], None, values)


def _link(writer: Writer, document_id: str, about: About) -> str:
    values = {"document_id": document_id, "entity": about[0], "record_id": about[1]}
    return write(writer, ENTITIES["document_link"], None, values)


def _check_record(connection: Connection, about: About) -> None:
    entity = ENTITIES[about[0]]
    if not rows_as_dicts(connection, f'SELECT id FROM "{entity.name}" WHERE id = ?', (about[1],)):
        raise UserError(GONE)


def _title(connection: Connection, document_id: str) -> str:
    (title,) = connection.execute(
        "SELECT title FROM document WHERE id = ?", (document_id,)
    ).fetchone()
    return str(title)
