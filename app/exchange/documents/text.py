"""The searchable text of a stored document.

A file comes from anywhere, so nothing in it is trusted: sizes are limited before anything is
unpacked, XML with a document type (and so with entities) is refused, and whatever goes wrong
becomes a message beside the file. What may still take too long is read in a process of its own
(`document_process`).
"""

from __future__ import annotations

import io
import logging
import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.exchange.documents.file_types import (
    DAMAGED,
    LOCKED,
    OCTETS,
    ODF,
    OLE,
    OLE_ENCRYPTED,
    OOXML,
    TOO_BIG,
    Problem,
    is_executable,
    media_type,
)
from app.exchange.documents.office_text import ODF_TEXT, OOXML_TEXT, office_text
from app.exchange.documents.plain_text import declared_charset, decode, rtf_text, without_tags
from app.i18n import N_

if TYPE_CHECKING:
    from pypdf import PdfReader

EMPTY = N_("The file is empty.")
PARTLY = N_("Part of the file could not be read; only the rest can be searched.")
PROGRAM = N_("The file is a program or contains macros; it is only kept, never opened.")
SCANNED = N_("The pages hold pictures only; there is no text to search.")
TOO_LONG = N_("The file is very long; only its beginning can be searched.")
UNSUPPORTED = N_("The text of this type of file cannot be searched.")

READER = 2
"""Grows when more is read of a file than before: then stored files are read again (`rereading`).

2: values of forms, files that AES encrypts without a password, workbooks with inline strings.
"""

MAX_BYTES = 256 * 2**20
MAX_CHARACTERS = 2_000_000
MAX_TEXT_BYTES = 12 * 2**20  # enough for all characters that are kept, marks and tags included
MAX_PAGES = 2_000


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a file says: its text, its media type, and its pages where it has any.

    `problem` is the message id of what went wrong, or empty; there may be text beside it.
    """

    text: str
    media_type: str
    pages: int | None = None
    problem: str = ""


def extract(data: bytes, name: str, seconds: float = math.inf) -> Extracted:
    """The text of a file. Never raises: what cannot be read is named in `problem`.

    What of a PDF is not read within `seconds` is left out, as pages beyond the limit are.
    """
    kind = OCTETS
    until = time.monotonic() + seconds
    try:
        kind = media_type(name, data)
        if not data:
            raise Problem(EMPTY)
        if is_executable(name, data):
            raise Problem(PROGRAM)
        if len(data) > MAX_BYTES:
            raise Problem(TOO_BIG)
        text, pages, problem = _read(kind, data, until)
        clean = _tidy(text)
    except Problem as known:
        return Extracted("", kind, None, known.message)
    except MemoryError:
        return Extracted("", kind, None, TOO_BIG)
    except Exception:  # libraries raise anything for a file made by chance or in bad faith
        return Extracted("", kind, None, DAMAGED)
    if len(clean) > MAX_CHARACTERS:
        return Extracted(clean[:MAX_CHARACTERS], kind, pages, TOO_LONG)
    return Extracted(clean, kind, pages, problem)


def _read(kind: str, data: bytes, until: float) -> tuple[str, int | None, str]:
    """Text, pages and problem."""
    if kind == "application/pdf":
        return _pdf(data, until)
    if kind.startswith(OOXML):
        return office_text(data, OOXML_TEXT), None, ""
    if kind.startswith(ODF):
        return office_text(data, ODF_TEXT), None, ""
    if kind == "application/rtf":
        return rtf_text(data.decode("latin-1")), None, ""
    if kind.startswith("text/") or kind in ("application/json", "application/xml"):
        marked_up = kind in ("text/html", "application/xml")
        text = decode(data[:MAX_TEXT_BYTES], declared_charset(data) if marked_up else "")
        problem = TOO_LONG if len(data) > MAX_TEXT_BYTES else ""
        return without_tags(text) if marked_up else text, None, problem
    if kind.startswith(("image/", "audio/", "video/")):
        return "", None, ""
    if OLE_ENCRYPTED in data and data.startswith(OLE):
        raise Problem(LOCKED)
    raise Problem(UNSUPPORTED)


def _tidy(text: str) -> str:
    """One kind of line break and blank, and no character that a database refuses."""
    text = re.sub(r"\r\n?|[\v\f\u2028\u2029]", "\n", text)
    text = re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", " ", text.replace("\u00ad", ""))
    text = re.sub(r"[ \t\u00a0]+", " ", text)
    return re.sub(r" ?\n\s*", "\n", text).strip()


def _pdf(data: bytes, until: float) -> tuple[str, int | None, str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    # pypdf tells the log of every oddity; without a handler they would go to stderr.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Problem(LOCKED)
    except (DependencyError, NotImplementedError) as error:
        raise Problem(LOCKED) from error
    total = len(reader.pages)
    texts: list[str] = []
    length = 0
    problem = TOO_LONG if total > MAX_PAGES else ""
    for number in range(min(total, MAX_PAGES)):
        try:
            texts.append(reader.pages[number].extract_text())
        except Exception:  # one bad page does not hide the others
            problem = problem or PARTLY
        else:
            length += len(texts[-1])
        if length > MAX_CHARACTERS or time.monotonic() > until:
            problem = TOO_LONG
            break
    if values := _form_values(reader):
        texts.append(values)
    if not any(text.strip() for text in texts):
        problem = DAMAGED if problem == PARTLY or not total else problem or SCANNED
    return "\n".join(texts), total, problem


_MAX_FIELDS = 10_000


def _form_values(reader: PdfReader) -> str:
    """What was filled into a form (ISO 32000-2, 12.7): no page need show it.

    Values of text fields and choices, and of buttons what they are called in the file; nothing of
    a form that cannot be read.
    """
    try:
        fields = reader.get_fields() or {}
        found: list[str] = []
        for number, field in enumerate(fields.values()):
            if number >= _MAX_FIELDS:
                break
            value = field.get("/V")
            for item in value if isinstance(value, list) else [value]:
                text = "" if item is None else str(item).removeprefix("/")
                if text and text != "Off":
                    found.append(text)
    except Exception:  # the pages are read all the same
        return ""
    return "\n".join(found)
