"""Whether a stored file may be opened in the program that the system has for it.

Three answers: kinds that are known and hold nothing active open at once; programs and files with
macros never do; all else only after a question. What a list does not name is asked about, so a
kind that nobody thought of is no hole.
"""

from __future__ import annotations

import io
import re
from enum import Enum

from app.exchange.documents.file_types import (
    MAX_UNPACKED_BYTES,
    ODF,
    OLE,
    OLE_ENCRYPTED,
    OOXML,
    ending,
    is_executable,
    media_type,
    open_archive,
    unpacked,
    words,
)
from app.i18n import N_
from app.rules.visible import visible


class Trust(Enum):
    """Whether a file opens at once, after a question, or never; the values are stable names."""

    KNOWN = "known"
    ASK = "ask"
    NEVER = "never"


OTHER_KIND = N_("This kind of file is not one of those that are known to be harmless.")
OTHER_CONTENT = N_("What is in the file is not what its name says.")
HIDDEN_NAME = N_("Its name holds characters that are not seen.")
ACTIVE = N_(
    "It holds something that acts when it is opened: a link to data elsewhere, an embedded file, "
    "or a command."
)
LOCKED_INSIDE = N_("It is locked by a password, so what is in it cannot be checked.")

_GOOD = {
    "pdf": words("application/pdf"),
    "docx": words(f"{OOXML}wordprocessingml.document"),
    "xlsx": words(f"{OOXML}spreadsheetml.sheet"),
    "pptx": words(f"{OOXML}presentationml.presentation"),
    "odt": words(f"{ODF}text"),
    "ods": words(f"{ODF}spreadsheet"),
    "odp": words(f"{ODF}presentation"),
    "doc": words("application/msword application/rtf"),
    "xls": words("application/vnd.ms-excel"),
    "ppt": words("application/vnd.ms-powerpoint"),
    "rtf": words("application/rtf"),
    "msg": words("application/vnd.ms-outlook"),
    "eml": words("message/rfc822"),
    "txt": words("text/plain"),
    "log": words("text/plain"),
    "md": words("text/markdown"),
    "csv": words("text/csv"),
    "ics": words("text/calendar"),
    "vcf": words("text/vcard"),
    "png": words("image/png"),
    "jpg": words("image/jpeg"),
    "jpeg": words("image/jpeg"),
    "tif": words("image/tiff"),
    "tiff": words("image/tiff"),
    "gif": words("image/gif"),
    "bmp": words("image/bmp"),
    "webp": words("image/webp"),
    "heic": words("image/heic"),
    "mp3": words("audio/mpeg"),
    "wav": words("audio/wav"),
    "mp4": words("video/mp4"),
}
"""The endings that open at once, with the kinds that their content may be."""

_OLE_START = re.compile(re.escape(OLE))
_START = {
    "pdf": re.compile(rb".{0,1019}%PDF-", re.DOTALL),
    "doc": re.compile(re.escape(OLE) + rb"|\{\\rtf"),
    "xls": _OLE_START,
    "ppt": _OLE_START,
    "msg": _OLE_START,
    "rtf": re.compile(rb"\{\\rtf"),
    "png": re.compile(rb"\x89PNG"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "tif": re.compile(rb"II\*\0|MM\0\*"),
    "tiff": re.compile(rb"II\*\0|MM\0\*"),
    "gif": re.compile(rb"GIF8[79]a"),
    "bmp": re.compile(rb"BM"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "heic": re.compile(rb".{4}ftyp", re.DOTALL),
    "mp4": re.compile(rb".{4}ftyp", re.DOTALL),
    "mp3": re.compile(rb"ID3|\xff[\xe2-\xff]"),
    "wav": re.compile(rb"RIFF.{4}WAVE", re.DOTALL),
}
"""How files begin: where `media_type` knows no better, it goes by the name."""

_SYLK = re.compile(rb"\s*ID;", re.IGNORECASE)  # Excel opens such a text as SYLK, whatever its name
_HTML = re.compile(rb"\s*(<!doctype|<html|<\?xml|<script|<svg|MIME-Version:.*multipart)", re.I)
# Dynamic data exchange: a cell ``=cmd|'/c calc'!A1``.
_COMMAND_CELL = re.compile(rb"[=+\-@][^\r\n|]{0,200}\|[^\r\n!]{0,400}!", re.DOTALL)
_PDF_ACTION = re.compile(rb"/(Launch|JavaScript|JS|ImportData|SubmitForm|RichMedia|XFA)\b")
_PDF_SIGN = re.compile(rb"#([0-9a-fA-F]{2})")
_RTF_OBJECT = re.compile(rb"\\(object|objdata|objupdate|ddeauto|template|field\b.{0,80}DDE)", re.S)
_OLE_OBJECTS = tuple(name.encode("utf-16-le") for name in ("ObjectPool", "Ole10Native", "\x03DDE"))
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_ACTIVE_RELATION = re.compile(
    rb"/(oleObject|package|control|activeX\w*|aFChunk|attachedTemplate|externalLink\w*|"
    rb"subDocument|frame|vbaProject|xlMacrosheet|xlIntlMacrosheet)['\"]",
    re.IGNORECASE,
)
_ACTIVE_MEMBER = re.compile(
    r"(?i).*/(activeX|embeddings|externalLinks|ctrlProps)/.*|.*\.bin|(Object|ObjectReplacements)/.*"
)
_PLAIN_BINARY = re.compile(r"(?i).*/printerSettings\d*\.bin|.*/thumbnail.*")
_FIELD = re.compile(rb"<w:instrText[^>]*>([^<]*)</w:instrText>|w:instr\s*=\s*[\"']([^\"']*)")
_ACTIVE_FIELD = re.compile(rb"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT)\b", re.I)
_ODF_ACTIVE = re.compile(
    rb"dde-(?:source|link|connection)|<script:event-listener|<office:script\b|"
    rb"<draw:(?:object|object-ole|applet|plugin|floating-frame)\b[^>]*xlink:href=\"(?!#|\./)|"
    rb"<table:(?:cell-range-source|table-source|database-source-\w+)\b|"
    rb"of:=[^\"]{0,40}(?:DDE|WEBSERVICE)\(",
    re.IGNORECASE,
)


def trust(name: str, data: bytes) -> tuple[Trust, str]:
    """Whether a file may be opened, by its name and all of its bytes, and the message id of why
    not; empty for one that is known. Never raises.
    """
    if is_executable(name, data):
        return Trust.NEVER, ""
    if visible(name) != name:
        return Trust.ASK, HIDDEN_NAME
    found = ending(name)
    if found not in _GOOD:
        return Trust.ASK, OTHER_KIND
    if data.startswith(OLE) and OLE_ENCRYPTED in data:
        return Trust.ASK, LOCKED_INSIDE
    kind = media_type(name, data)
    start = _START.get(found)
    if kind not in _GOOD[found] or not data or (start and not start.match(data)):
        return Trust.ASK, OTHER_CONTENT
    if kind.startswith("text/") and _HTML.match(data[:1024].lstrip(b"\xef\xbb\xbf")):
        return Trust.ASK, OTHER_CONTENT
    try:
        active = _is_active(kind, data)
    except Exception:  # what cannot be looked into is asked about
        return Trust.ASK, OTHER_CONTENT
    return (Trust.ASK, ACTIVE) if active else (Trust.KNOWN, "")


def _is_active(kind: str, data: bytes) -> bool:
    if kind == "application/pdf":
        plain = _PDF_SIGN.sub(lambda sign: bytes([int(sign[1], 16)]), data)
        return bool(_PDF_ACTION.search(plain))
    if kind == "application/rtf":
        return bool(_RTF_OBJECT.search(data))
    if kind in ("text/csv", "text/plain"):
        plain = data.replace(b"\0", b"")  # UTF-16
        is_sylk = bool(_SYLK.match(plain.lstrip(b"\xef\xbb\xbf\xff\xfe")))
        return is_sylk or (kind == "text/csv" and bool(_COMMAND_CELL.search(plain)))
    if kind.startswith(OOXML):
        return _office_is_active(data)
    if kind.startswith(ODF):
        return _odf_is_active(data)
    if data.startswith(OLE):
        return any(name in data for name in _OLE_OBJECTS) or (
            kind == "application/vnd.ms-excel" and _has_macro_sheet(data)
        )
    return False


def _office_is_active(data: bytes) -> bool:
    """Whether an Office Open XML file (ECMA-376) reaches out or holds what acts."""
    left = MAX_UNPACKED_BYTES
    with open_archive(data) as archive:
        for member in archive.infolist():
            name = member.filename
            if _ACTIVE_MEMBER.fullmatch(name) and not _PLAIN_BINARY.fullmatch(name):
                return True
            if not name.lower().endswith((".xml", ".rels")):
                continue
            content = unpacked(archive, member, left)
            left -= len(content)
            if content.startswith((b"\xff\xfe", b"\xfe\xff")):
                content = content.decode("utf-16", "replace").encode()
            if name.lower().endswith(".rels"):
                if any(_reaches_out(found) for found in _RELATION.findall(content)):
                    return True
            elif re.match(r"(?i)word/", name):
                fields = b"".join(one or other for one, other in _FIELD.findall(content))
                if _ACTIVE_FIELD.search(fields):
                    return True
            elif b"ddeLink" in content or b"WEBSERVICE(" in content:
                return True
    return False


def _reaches_out(relation: bytes) -> bool:
    """Whether a relationship (ECMA-376 part 2) loads something: a hyperlink waits for a click."""
    if _ACTIVE_RELATION.search(relation):
        return True
    outside = re.search(rb"TargetMode\s*=\s*[\"']External", relation, re.IGNORECASE)
    return bool(outside) and not re.search(rb"/hyperlink[\"']", relation)


def _odf_is_active(data: bytes) -> bool:
    left = MAX_UNPACKED_BYTES
    with open_archive(data) as archive:
        for name in archive.namelist():
            if re.search(r"(?i)(^|/)(content|styles|settings)\.xml$", name):
                content = unpacked(archive, archive.getinfo(name), left)
                left -= len(content)
                if _ODF_ACTIVE.search(content):
                    return True
    return False


def _has_macro_sheet(data: bytes) -> bool:
    """Whether an .xls holds a sheet of Excel 4 macros: BOUNDSHEET of [MS-XLS] 2.4.28, dt 1."""
    import olefile  # type: ignore[import-untyped]

    with olefile.OleFileIO(io.BytesIO(data)) as compound:
        for stream in ("Workbook", "Book"):
            if not compound.exists(stream):
                continue
            book = compound.openstream(stream).read()
            at = 0
            while at + 4 <= len(book):
                record = int.from_bytes(book[at : at + 2], "little")
                size = int.from_bytes(book[at + 2 : at + 4], "little")
                if record == 0x85 and size > 5 and book[at + 9] == 1:
                    return True
                if record == 0x0A:  # the sheets are named before the end of the first part
                    break
                at += 4 + size
    return False
