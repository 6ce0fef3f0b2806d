"""Storing files so that a search finds what stands in them, and opening them without danger.

A file is read in a process of its own (`document_process`): neither its size nor what is in it
can stop the program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.db import contents
from app.db.connection import Connection
from app.db.store import Changes, Store
from app.errors import UserError
from app.exchange.documents.file_types import TOO_BIG, media_type
from app.exchange.documents.process import SECONDS, extract_apart
from app.exchange.documents.text import MAX_BYTES
from app.exchange.documents.trust import Trust, trust
from app.file_names import safe_name
from app.i18n import N_
from app.progress import Cancelled, Progress
from app.services.documents import documents
from app.services.documents.documents import About, NewFile, Reading, Version
from app.services.records.rows import CREATE, name_header

NOT_OPENED = N_(
    "“{file}” is a program or contains macros, so it is not opened from here. Save it to a folder "
    "and open it there only if you know who it comes from."
)
UNCHECKED = N_(
    "“{file}” is too large to be checked for macros, so it is not opened from here. Save it to a "
    "folder and open it there."
)

DOUBTFUL = N_("“{file}” may do more than show itself when it is opened.")
LARGE = N_("It is too large to be checked.")


class Doubtful(UserError):
    """A file that opens only after a question; `why` is the message id of what speaks against."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(DOUBTFUL, file=file)
        self.why = why


_ARCHIVES = (b"PK", b"\xd0\xcf\x11\xe0")  # whether they hold macros is not seen at their beginning
NO_TEXT = ("image/", "audio/", "video/")
"""Kinds of files that say nothing in words."""


@dataclass(slots=True)
class Added:
    """What became of files that were to be stored.

    `ids` are their documents, in their order; `known` those of them that were stored about the
    record already. `refused` says which were not stored and why, `problems` (message ids) which
    were stored and cannot be searched, by the names of the files.
    """

    ids: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    refused: list[tuple[str, UserError]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    changes: Changes = field(default_factory=lambda: Changes(""))


def add_file(
    store: Store,
    path: Path,
    about: About | None = None,
    *,
    title: str = "",
    kind: str = "other",
    language: str | None = None,
    date: str | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[str, Changes]:
    """`documents.add` with the text of the file, so that the search finds it.

    Raises `UserError` when the file cannot be stored or the work was cancelled.
    """
    file = NewFile(path, title, kind, language, date)
    added = add_files(store, [file], about, progress=progress, cancelled=cancelled)
    if added.refused:
        raise added.refused[0][1]
    return added.ids[0], added.changes


def add_files(
    store: Store,
    files: Sequence[NewFile],
    about: About | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Added:
    """Store several files about a record as one action, each with its text.

    A file that cannot be stored is named in the result and the others arrive. `progress` counts
    bytes, each twice: it is read, then stored. Raises `UserError` when the work was cancelled or
    the record is gone; nothing is stored then.
    """
    added = Added()
    ready: list[tuple[NewFile, int]] = []
    for file in files:
        try:
            ready.append((file, documents.check_file(file.path)))
        except UserError as error:
            added.refused.append((documents.shown_name(file.path), error))
    total = 2 * sum(size for _, size in ready)
    read = []
    done = 0
    for file, size in ready:
        try:
            found, problem = read_file(
                file.path, progress=_part(progress, done, total), cancelled=cancelled
            )
        except UserError as error:
            if error.message == documents.CANCELLED:
                raise
            added.refused.append((documents.shown_name(file.path), error))
            continue
        finally:
            done += size
        read.append((replace(file, reading=found), size))
        if problem:
            added.problems.append((documents.shown_name(file.path), problem))
    with store.writing(CREATE) as writer:
        titles = []
        for file, size in read:
            try:
                with writer.savepoint():
                    document_id, is_new = documents.keep(
                        writer, file, about, _part(progress, done, total), cancelled
                    )
            except UserError as error:
                if error.message not in _OF_ONE_FILE:
                    raise
                added.refused.append((documents.shown_name(file.path), error))
                continue
            finally:
                done += size
            added.ids.append(document_id)
            if is_new:
                titles.append(documents.title_of(file))
            else:
                added.known.append(document_id)
        name_header(writer, ", ".join(titles))
    if progress:
        progress(total, total)  # known bytes are passed over in silence
    added.changes = writer.changes
    return added


_OF_ONE_FILE = {documents.EMPTY, documents.UNREADABLE, documents.TOO_LARGE}


def add_version(
    store: Store,
    document_id: str,
    path: Path,
    *,
    language: str | None = None,
    valid_from: str | None = None,
    valid_until: str | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[str, Changes]:
    """`documents.add_version` with the text of the file. Raises `UserError`."""
    total = 2 * documents.check_file(path)
    found, _ = read_file(path, progress=_part(progress, 0, total), cancelled=cancelled)
    return documents.add_version(
        store,
        document_id,
        path,
        language=language,
        valid_from=valid_from,
        valid_until=valid_until,
        reading=found,
        progress=_part(progress, total // 2, total),
        cancelled=cancelled,
    )


def _part(progress: Progress | None, before: int, total: int) -> Progress | None:
    """The progress of a part of the work, `before` being what was done earlier."""
    if progress is None:
        return None
    return lambda done, _size: progress(before + done, total)


def read_file(
    path: Path,
    *,
    seconds: float = SECONDS,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[Reading, str]:
    """What a file holds, and the message id of why its text cannot be searched, or an empty one.

    Raises `UserError` when the file cannot be read at all or the work was cancelled.
    """
    size = documents.check_file(path)
    name = documents.shown_name(path)
    digest = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        done = 0
        with path.open("rb") as source:
            while data := source.read(contents.CHUNK):
                digest.update(data)
                done += len(data)
                yield data
                if progress:
                    progress(min(done, size), size)

    try:
        with path.open("rb") as source:
            kind = media_type(name, source.read(contents.CHUNK))
        if kind.startswith(NO_TEXT):
            return Reading(kind), ""
        if size > MAX_BYTES:
            return Reading(kind), TOO_BIG
        found = extract_apart(pieces(), name, kind, seconds=seconds, cancelled=cancelled)
    except OSError as error:
        raise UserError(documents.UNREADABLE, file=name) from error
    return Reading(found.media_type, found.text, digest.hexdigest()), found.problem


def type_of(connection: Connection, version: Version) -> str:
    """The media type of a stored version: the one noted with it, else by name and first bytes."""
    if version.media_type:
        return version.media_type
    try:
        return media_type(version.file_name, next(contents.chunks(connection, version.content)))
    except (LookupError, StopIteration):
        return media_type(version.file_name, b"")


def trust_of(connection: Connection, content: str, file_name: str) -> tuple[Trust, str]:
    """Whether a stored file may be opened, and the message id of why it is asked about.

    Raises `UserError` when its bytes are missing, or an archive is too large to be looked into.
    """
    try:
        start = next(contents.chunks(connection, content), b"")
    except LookupError as error:
        raise UserError(documents.LOST, file=file_name) from error
    if not start:
        raise UserError(documents.LOST, file=file_name)
    answer = trust(file_name, start)
    if answer[0] is Trust.NEVER:
        return answer
    (size,) = connection.execute("SELECT size FROM content WHERE id = ?", (content,)).fetchone()
    if size <= len(start):
        return answer
    if size <= MAX_BYTES:
        return trust(file_name, contents.get(connection, content))
    if start.startswith(_ARCHIVES):
        raise UserError(UNCHECKED, file=file_name)
    is_seen = media_type(file_name, start).startswith((*NO_TEXT, "text/plain"))
    return answer if answer[0] is Trust.ASK or is_seen else (Trust.ASK, LARGE)


def open_copy(
    connection: Connection,
    version_id: str,
    folder: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    asked: bool = False,
) -> Path:
    """A read-only copy of a version in `folder`, to be opened by the program that the system has
    for it; gives the file.

    Raises `UserError` for programs and files with macros, which are only ever saved, `Doubtful`
    for a file of which a person was not `asked` yet, and as `documents.extract_to` does.
    """
    found = documents.version(connection, version_id)
    name = safe_name(found.file_name)
    answer, why = trust_of(connection, found.content, found.file_name)
    if answer is Trust.NEVER:
        raise UserError(NOT_OPENED, file=name)
    if answer is Trust.ASK and not asked:
        raise Doubtful(name, why)
    return documents.copy_to(connection, version_id, folder, progress, cancelled)
