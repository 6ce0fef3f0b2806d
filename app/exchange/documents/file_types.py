"""What kind of file it really is, by its content and its name; and whether it is a program.

Archives are looked into within limits, since a file comes from anywhere.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile

from app.i18n import N_

DAMAGED = N_("The file is damaged; its text cannot be searched.")
LOCKED = N_("The file is protected by a password; its text cannot be searched.")
TOO_BIG = N_("The file is too large; its text cannot be searched.")

MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 64 * 2**20
MAX_UNPACKED_BYTES = 128 * 2**20
MAX_RATIO = 300  # office XML shrinks some 10 to 50 times, a zip bomb about 1,000 times
_SMALL = 2**20  # below this the ratio does not matter


class Problem(Exception):
    """Carries the message id of why a file cannot be read."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def words(text: str) -> frozenset[str]:
    """The words of a text: a short way to write a set of them."""
    return frozenset(text.split())


OCTETS = "application/octet-stream"
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
_DOCX = f"{OOXML}wordprocessingml.document"
_XLSX = f"{OOXML}spreadsheetml.sheet"
_PPTX = f"{OOXML}presentationml.presentation"
_PE = "application/vnd.microsoft.portable-executable"
_SHORTCUT = "application/x-ms-shortcut"
_MACRO = {
    _DOCX: "application/vnd.ms-word.document.macroEnabled.12",
    _XLSX: "application/vnd.ms-excel.sheet.macroEnabled.12",
    _PPTX: "application/vnd.ms-powerpoint.presentation.macroEnabled.12",
}

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\x7fELF", "application/x-executable"),
    (b"\x4c\0\0\0\x01\x14\x02\0", _SHORTCUT),
    (b"#!", "text/x-shellscript"),
    (b"{\\rtf", "application/rtf"),
)
# Mach-O in both widths and byte orders, and for several processors; the last is Java's too.
_MACH_O = tuple(map(bytes.fromhex, ("feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe")))
_PROGRAMS = {_PE, _SHORTCUT, "application/x-executable", "application/x-mach-binary",
             "text/x-shellscript", "application/java-archive"}  # fmt: skip
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# Of an OpenDocument's Basic folder, the files named script-l?.xml are mere lists of contents.
_MACRO_MEMBER = re.compile(
    r"(?i:.*vba(Project|ProjectSignature\w*|Data)\.(bin|xml)|(.*/)?(intl)?macrosheets/.*)|"
    r"(Scripts|Basic)/(?!(.*/)?script-l[bc]\.xml$).*[^/]",
    re.DOTALL,
)
# What the list of parts says counts, not what the parts are called (ECMA-376 part 2, 10.1.2.2).
_MACRO_PART = re.compile(
    rb"macroEnabled|vbaProject|vbaData|\.macrosheet\+|intlmacrosheet", re.IGNORECASE
)
_PARTS = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_VBA = "_VBA_PROJECT".encode("utf-16-le")  # the name of the stream that holds the macros
OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # a .docx with a password stands so
_OLE_INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")  # class id of an .msi

_ENDINGS = {
    "pdf": "application/pdf", "docx": _DOCX, "xlsx": _XLSX, "pptx": _PPTX,
    "odt": f"{ODF}text", "ods": f"{ODF}spreadsheet", "odp": f"{ODF}presentation",
    "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint", "msg": "application/vnd.ms-outlook",
    "rtf": "application/rtf", "zip": "application/zip", "eml": "message/rfc822",
    "txt": "text/plain", "log": "text/plain", "md": "text/markdown", "markdown": "text/markdown",
    "csv": "text/csv", "htm": "text/html", "html": "text/html", "ics": "text/calendar",
    "vcf": "text/vcard", "json": "application/json", "xml": "application/xml",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "tif": "image/tiff",
    "tiff": "image/tiff", "gif": "image/gif", "bmp": "image/bmp", "webp": "image/webp",
    "svg": "image/svg+xml", "heic": "image/heic", "mp3": "audio/mpeg", "wav": "audio/wav",
    "mp4": "video/mp4", "exe": _PE, "dll": _PE, "scr": _PE, "cpl": _PE, "lnk": _SHORTCUT,
    "jar": "application/java-archive",
}  # fmt: skip
_OLE_ENDINGS = {"doc", "xls", "ppt", "msg"}
_TEXTS = {"application/json", "application/xml", "image/svg+xml", "message/rfc822"}

_PROGRAM_ENDINGS = words("""
    exe com bat cmd ps1 ps1xml psm1 psd1 psc1 vbs vbe vb js jse ws wsf wsh wsc msc msi msp mst
    msix appx appinstaller application appref-ms scr lnk hta jar jnlp reg cpl pif dll sys ocx
    inf scf sct shb shs chm hlp gadget url website library-ms settingcontent-ms diagcab xll wll
    docm dotm xlsm xltm xlam xlsb xla xlm pptm potm ppsm ppam ppa sldm
    sh bash zsh csh ksh fish command tool terminal workflow desktop webloc inetloc fileloc run app
    appimage msu pkg mpkg apk deb rpm flatpakref snap py pyc pyw pyz pyzw pl rb php lua tcl
""")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def media_type(name: str, data: bytes) -> str:
    """The media type (IANA) by the content first, then by the ending of `name`. Never raises."""
    start = data[:1024]
    if _is_windows_program(data):
        return _PE
    for magic, found in _MAGIC:
        if start.startswith(magic):
            return found
    if start.startswith(_MACH_O):
        return "application/x-mach-binary"
    if start.startswith(_ZIP):
        return _zip_type(name, data)
    if b"%PDF-" in start:  # readers accept bytes before the header
        return "application/pdf"
    if start.startswith(b"RIFF") and start[8:12] == b"WEBP":
        return "image/webp"
    by_name = _ENDINGS.get(ending(name), OCTETS)
    if start.startswith(OLE):
        return by_name if ending(name) in _OLE_ENDINGS else "application/x-ole-storage"
    if not _looks_like_text(start):
        textual = by_name.startswith("text/") or by_name in _TEXTS
        return OCTETS if textual else by_name
    if by_name != OCTETS or not start:
        return by_name
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return "application/xml" if head.startswith(b"<?xml") else "text/plain"


def is_executable(name: str, data: bytes) -> bool:
    """Whether the file is a program, a script or a document with macros, by name or content.

    Such files are only ever saved, never opened. Never raises.
    """
    if any(ending(part) in _PROGRAM_ENDINGS for part in name.split(":")):
        return True  # what follows a colon is a stream of the same file (NTFS)
    kind = media_type(name, data)
    if kind in _PROGRAMS or kind in _MACRO.values():
        return True
    if data.startswith(OLE):
        return _OLE_VBA in data or _OLE_INSTALLER in data
    return data.startswith(_ZIP) and _has_macros(data)


def ending(name: str) -> str:
    """The ending that counts: Windows drops dots and spaces after it, people do not see marks."""
    bare = _INVISIBLE.sub("", name).rstrip(". ").casefold()
    return bare.rpartition(".")[2].strip() if "." in bare else ""


def _is_windows_program(data: bytes) -> bool:
    """Whether it begins as a program does; a text that begins with “MZV” does not."""
    if not data.startswith(b"MZ"):
        return False
    header = int.from_bytes(data[0x3C:0x40], "little")
    return data[header : header + 4] == b"PE\0\0" or not _looks_like_text(data[:1024])


def _looks_like_text(start: bytes) -> bool:
    utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return utf16 or not _CONTROL.search(start)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """An opened zip. Raises `Problem` if listing its members takes too long."""
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise Problem(TOO_BIG)
    return zipfile.ZipFile(io.BytesIO(data))


def _zip_type(name: str, data: bytes) -> str:
    try:
        with open_archive(data) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                declared = unpacked(archive, archive.getinfo("mimetype"), 200).decode("ascii")
                if re.fullmatch(r"application/[\w.+-]+", declared):
                    return declared
    except Exception:  # a damaged archive fails in many ways; its name says what it was
        found = _ENDINGS.get(ending(name), OCTETS)
        return found if found.startswith("application/") else "application/zip"
    if "META-INF/MANIFEST.MF" in names:
        return "application/java-archive"
    parts = (("word/document", _DOCX), ("xl/workbook", _XLSX), ("ppt/presentation", _PPTX))
    for part, kind in parts:
        if any(re.fullmatch(rf"{part}\d*\.(xml|bin)", item) for item in names):
            return _MACRO[kind] if _has_macros(data) else kind
    return "application/zip"


def _has_macros(data: bytes) -> bool:
    """Whether an office file holds macros; names stand unpacked even in a damaged archive."""
    try:
        with open_archive(data) as archive:
            names = archive.namelist()
            if any(_MACRO_MEMBER.fullmatch(item) for item in names):
                return True
            listed = [
                item for item in archive.infolist() if item.filename.lower() == _PARTS.lower()
            ]
            texts = (
                unpacked(archive, item, _SMALL).replace(b"\0", b"") for item in listed
            )  # UTF-16
            return any(_MACRO_PART.search(text) for text in texts)
    except Exception:
        return b"vbaproject.bin" in data.lower()


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of a member, never more than the limits say, whatever its header claims."""
    if member.flag_bits & 1:
        raise Problem(LOCKED)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Problem(DAMAGED)
    limit = min(left, MAX_MEMBER_BYTES)
    if member.file_size > min(limit, max(_SMALL, member.compress_size * MAX_RATIO)):
        raise Problem(TOO_BIG)
    with archive.open(member) as source:
        content = source.read(limit + 1)
    if len(content) > limit:
        raise Problem(TOO_BIG)
    return content
