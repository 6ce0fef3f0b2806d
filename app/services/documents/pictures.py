"""Photographs and logos: made small enough, and kept as contents of the database."""

from __future__ import annotations

import io
from pathlib import Path

from app.db import contents
from app.db.connection import Connection
from app.db.store import Store
from app.errors import UserError
from app.files import CANNOT_USE, Reason, check_source
from app.i18n import N_

NOT_A_PICTURE = N_("“{file}” is not a picture that can be read. Choose a PNG or JPEG file.")
TOO_LARGE = N_("“{file}” is too large for a picture. Choose one of at most 30 MB.")

PATTERNS = "*.png *.jpg *.jpeg *.gif *.bmp *.webp *.tif *.tiff"
"""The names of files that a dialog offers as pictures."""

_LONGEST = 1024  # pixels of the longer side: enough for paper, little in the database
_MOST_BYTES = 30_000_000
_MOST_PIXELS = 80_000_000


def reduced(data: bytes, name: str) -> bytes:
    """A picture as PNG or JPEG of at most 1024 pixels, turned as its camera says.

    Raises `UserError` when `data` is no picture or a huge one.
    """
    from PIL import Image, ImageOps

    if len(data) > _MOST_BYTES:
        raise UserError(TOO_LARGE, file=name)
    try:
        with Image.open(io.BytesIO(data)) as found:
            if found.width * found.height > _MOST_PIXELS:
                raise UserError(TOO_LARGE, file=name)
            image = ImageOps.exif_transpose(found)
            image.thumbnail((_LONGEST, _LONGEST))
            stream = io.BytesIO()
            if image.mode in ("RGBA", "LA", "P", "PA"):
                image.convert("RGBA").save(stream, "PNG", optimize=True)
            else:
                image.convert("RGB").save(stream, "JPEG", quality=88)
    except UserError:
        raise
    except Exception as error:  # a decoder fails on a broken file in ways of its own
        raise UserError(NOT_A_PICTURE, file=name) from error
    return stream.getvalue()


def keep(store: Store, path: Path) -> str:
    """Keep the picture of a file and give its fingerprint. Raises `UserError`."""
    check_source(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(CANNOT_USE, file=path.name, why=Reason.of(error)) from error
    return keep_bytes(store, data, path.name)


def keep_bytes(store: Store, data: bytes, name: str) -> str:
    """Keep a picture and give its fingerprint. Raises `UserError`."""
    small = reduced(data, name)
    with store.keeping() as connection:
        return contents.put(connection, small)[0]


def picture(connection: Connection, name: str | None) -> bytes | None:
    """The bytes of a kept picture; None where there is none."""
    if not name:
        return None
    try:
        return contents.get(connection, name)
    except LookupError:
        return None
