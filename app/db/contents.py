"""The bytes of photographs, logos and documents, by their SHA-256: the same file once.

Contents are not part of the log (JSON holds no bytes) and are never changed: a record refers to
one by its fingerprint, and undo brings the reference back.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, BinaryIO

from app.db.connection import Connection
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_
from app.kinds import PICTURE

CHUNK = 1 << 20
"""Bytes of a chunk: what is in memory at once, whatever the size of the file."""

REMOVED = N_(
    "This cannot be undone: the stored file was removed for good, since no record had referred to "
    "it for a long time. Nothing was changed. Look for the file in a backup."
)


def fingerprint(data: bytes) -> str:
    """The name under which bytes are stored: their SHA-256."""
    import hashlib

    return hashlib.sha256(data).hexdigest()


def put(
    connection: Connection,
    source: bytes | BinaryIO,
    progress: Callable[[int], None] | None = None,
    expected: str = "",
) -> tuple[str, int]:
    """Store bytes within a transaction; gives their fingerprint and size.

    `progress` is told the number of bytes stored so far, and may raise to give up. `expected` is
    the fingerprint that a stream had when it was read before, so that the bytes lie under their
    name at once: renaming them later would write all of them again and hold them in memory.
    """
    import hashlib

    if isinstance(source, bytes):
        expected, source = fingerprint(source), io.BytesIO(source)
    if (known := _size(connection, expected)) is not None:
        return expected, known
    place = expected or f"new:{id(source)}"
    digest = hashlib.sha256()
    size = number = 0
    while data := source.read(CHUNK):
        digest.update(data)
        connection.execute(
            "INSERT INTO content_chunk (content_id, number, data) VALUES (?, ?, ?)",
            (place, number, data),
        )
        number += 1
        size += len(data)
        if progress:
            progress(size)
    name = digest.hexdigest()
    if name != place:  # nothing was expected, or the file was changed meanwhile
        if (known := _size(connection, name)) is not None:
            connection.execute("DELETE FROM content_chunk WHERE content_id = ?", (place,))
            return name, known
        connection.execute(
            "UPDATE content_chunk SET content_id = ? WHERE content_id = ?", (name, place)
        )
    connection.execute("INSERT INTO content (id, size) VALUES (?, ?)", (name, size))
    return name, size


def _size(connection: Connection, name: str) -> int | None:
    row = connection.execute("SELECT size FROM content WHERE id = ?", (name,)).fetchone()
    return int(row[0]) if row else None


def chunks(connection: Connection, name: str) -> Iterator[bytes]:
    """The bytes of a content, piece by piece. Raises `LookupError` if there is none."""
    if not connection.execute("SELECT 1 FROM content WHERE id = ?", (name,)).fetchone():
        raise LookupError(name)
    number = 0
    while row := connection.execute(
        "SELECT data FROM content_chunk WHERE content_id = ? AND number = ?", (name, number)
    ).fetchone():
        yield bytes(row[0])
        number += 1


def get(connection: Connection, name: str) -> bytes:
    """All bytes of a content. Raises `LookupError` if there is none."""
    return b"".join(chunks(connection, name))


def set_text(connection: Connection, name: str, text: str) -> None:
    """Remember what a search finds in a content."""
    connection.execute("UPDATE content SET text = ? WHERE id = ?", (text or None, name))


def is_sound(connection: Connection, name: str, size: int) -> bool:
    """Whether the bytes of a content are those that were stored."""
    import hashlib

    digest = hashlib.sha256()
    found = 0
    for data in chunks(connection, name):
        digest.update(data)
        found += len(data)
    return digest.hexdigest() == name and found == size


def remove(connection: Connection, name: str) -> None:
    """Remove bytes for good (an erasure under the GDPR)."""
    connection.execute("DELETE FROM content_chunk WHERE content_id = ?", (name,))
    connection.execute("DELETE FROM content WHERE id = ?", (name,))


@cache
def references() -> tuple[tuple[str, str], ...]:
    """The tables and columns that refer to contents."""
    pictures = [
        (entity.name, field.name)
        for entity in ENTITIES.values()
        for field in entity.fields
        if field.kind == PICTURE
    ]
    return (("document_version", "content"), *pictures)


def require(connection: Connection, table: str, values: Mapping[str, Any]) -> None:
    """Raise `UserError` if values that undo is to bring back refer to bytes that were removed."""
    for owner, column in references():
        name = values.get(column) if owner == table else None
        known = "SELECT 1 FROM content WHERE id = ?"
        if name and not connection.execute(known, (name,)).fetchone():
            raise UserError(REMOVED)
