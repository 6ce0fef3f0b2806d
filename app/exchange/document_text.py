"""The searchable text of a stored document, and what kind of file it really is.

A file comes from anywhere, so nothing in it is trusted: sizes are limited before anything is
unpacked, XML with a document type (and so with entities) is refused, and whatever goes wrong
becomes a message beside the file. What may still take too long is read in a process of its own.
"""

from __future__ import annotations

import codecs
import html
import io
import logging
import multiprocessing
import re
import zipfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from xml.parsers import expat

from app.i18n import N_

DAMAGED = N_("The file is damaged; its text cannot be searched.")
EMPTY = N_("The file is empty.")
LOCKED = N_("The file is protected by a password; its text cannot be searched.")
PARTLY = N_("Part of the file could not be read; only the rest can be searched.")
PROGRAM = N_("The file is a program or contains macros; it is only kept, never opened.")
SCANNED = N_("The pages hold pictures only; there is no text to search.")
SLOW = N_("The file takes too long to read; its text cannot be searched.")
TOO_BIG = N_("The file is too large; its text cannot be searched.")
TOO_LONG = N_("The file is very long; only its beginning can be searched.")
UNSUPPORTED = N_("The text of this type of file cannot be searched.")

MAX_BYTES = 256 * 2**20
MAX_CHARACTERS = 2_000_000
MAX_TEXT_BYTES = 32 * 2**20
MAX_PAGES = 2_000
MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 64 * 2**20
MAX_UNPACKED_BYTES = 128 * 2**20
MAX_RATIO = 300  # office XML shrinks some 10 to 50 times, a zip bomb about 1,000 times
_MAX_DEPTH = 1_000
_SMALL = 2**20  # below this the ratio does not matter


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OCTETS = "application/octet-stream"
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_DOCX = f"{_OOXML}wordprocessingml.document"
_XLSX = f"{_OOXML}spreadsheetml.sheet"
_PPTX = f"{_OOXML}presentationml.presentation"
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
    r"(?i:.*vbaProject\.bin)|(Scripts|Basic)/(?!(.*/)?script-l[bc]\.xml$).*[^/]", re.DOTALL
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_VBA = "_VBA_PROJECT".encode("utf-16-le")  # the name of the stream that holds the macros
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # a .docx with a password stands so
_OLE_INSTALLER = bytes.fromhex("84100c0000000000c000000000000046")  # class id of an .msi

_ENDINGS = {
    "pdf": "application/pdf", "docx": _DOCX, "xlsx": _XLSX, "pptx": _PPTX,
    "odt": f"{_ODF}text", "ods": f"{_ODF}spreadsheet", "odp": f"{_ODF}presentation",
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

_PROGRAM_ENDINGS = _words("""
    exe com bat cmd ps1 ps1xml psm1 psd1 psc1 vbs vbe vb js jse ws wsf wsh wsc msc msi msp mst
    msix appx appinstaller application appref-ms scr lnk hta jar jnlp reg cpl pif dll sys ocx
    inf scf sct shb shs chm hlp gadget url website library-ms settingcontent-ms diagcab xll wll
    docm dotm xlsm xltm xlam xlsb pptm potm ppsm ppam sldm
    sh bash zsh csh ksh command desktop run app apk py pyc pyw pyz pyzw pl rb
""")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a file says: its text, its media type, and its pages where it has any.

    `problem` is the message id of what went wrong, or empty; there may be text beside it.
    """

    text: str
    media_type: str
    pages: int | None = None
    problem: str = ""


class _Problem(Exception):
    """Carries the message id of a known problem."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


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
    by_name = _ENDINGS.get(_ending(name), _OCTETS)
    if start.startswith(_OLE):
        return by_name if _ending(name) in _OLE_ENDINGS else "application/x-ole-storage"
    if not _looks_like_text(start):
        textual = by_name.startswith("text/") or by_name in _TEXTS
        return _OCTETS if textual else by_name
    if by_name != _OCTETS or not start:
        return by_name
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return "application/xml" if head.startswith(b"<?xml") else "text/plain"


def is_executable(name: str, data: bytes) -> bool:
    """Whether the file is a program, a script or a document with macros, by name or content.

    Such files are only ever saved, never opened. Never raises.
    """
    if any(_ending(part) in _PROGRAM_ENDINGS for part in name.split(":")):
        return True  # what follows a colon is a stream of the same file (NTFS)
    kind = media_type(name, data)
    if kind in _PROGRAMS or kind in _MACRO.values():
        return True
    if data.startswith(_OLE):
        return _OLE_VBA in data or _OLE_INSTALLER in data
    return data.startswith(_ZIP) and _has_macros(data)


def _ending(name: str) -> str:
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


def _archive(data: bytes) -> zipfile.ZipFile:
    """An opened zip, unless it holds so many members that listing them takes too long."""
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise _Problem(TOO_BIG)
    return zipfile.ZipFile(io.BytesIO(data))


def _zip_type(name: str, data: bytes) -> str:
    try:
        with _archive(data) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                declared = _unpacked(archive, archive.getinfo("mimetype"), 200).decode("ascii")
                if re.fullmatch(r"application/[\w.+-]+", declared):
                    return declared
    except Exception:  # a damaged archive fails in many ways; its name says what it was
        found = _ENDINGS.get(_ending(name), _OCTETS)
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
        with _archive(data) as archive:
            names = archive.namelist()
    except Exception:
        return b"vbaproject.bin" in data.lower()
    return any(_MACRO_MEMBER.fullmatch(item) for item in names)


def extract(data: bytes, name: str) -> Extracted:
    """The text of a file. Never raises: what cannot be read is named in `problem`."""
    kind = _OCTETS
    try:
        kind = media_type(name, data)
        if not data:
            raise _Problem(EMPTY)
        if is_executable(name, data):
            raise _Problem(PROGRAM)
        if len(data) > MAX_BYTES:
            raise _Problem(TOO_BIG)
        text, pages, problem = _read(kind, data)
        clean = _tidy(text)
    except _Problem as known:
        return Extracted("", kind, None, known.message)
    except Exception:  # libraries raise anything for a file made by chance or in bad faith
        return Extracted("", kind, None, DAMAGED)
    if len(clean) > MAX_CHARACTERS:
        return Extracted(clean[:MAX_CHARACTERS], kind, pages, TOO_LONG)
    return Extracted(clean, kind, pages, problem)


def extract_in_time(data: bytes, name: str, seconds: float) -> Extracted:
    """`extract` in a process of its own, which is killed after `seconds`. Never raises.

    The time includes the start of the process. The program must be importable without side
    effects, as `multiprocessing` on Windows asks for everywhere.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, data, name), daemon=True)
    failed = Extracted("", media_type(name, data), None, DAMAGED)
    try:
        process.start()
        sender.close()  # so that the end of the process is seen here
        if not receiver.poll(seconds):
            return Extracted("", failed.media_type, None, SLOW)
        found = receiver.recv()
        return found if isinstance(found, Extracted) else failed
    except (EOFError, OSError):
        return failed
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
        sender.close()
        receiver.close()


def _work(sender: Connection, data: bytes, name: str) -> None:
    sender.send(extract(data, name))
    sender.close()


def _read(kind: str, data: bytes) -> tuple[str, int | None, str]:
    """Text, pages and problem."""
    if kind == "application/pdf":
        return _pdf(data)
    if kind.startswith(_OOXML):
        return _office(data, _OOXML_TEXT), None, ""
    if kind.startswith(_ODF):
        return _office(data, _ODF_TEXT), None, ""
    if kind == "application/rtf":
        return _rtf(data.decode("latin-1")), None, ""
    if kind.startswith("text/") or kind in ("application/json", "application/xml"):
        marked_up = kind in ("text/html", "application/xml")
        text = _decode(data[:MAX_TEXT_BYTES], _declared_charset(data) if marked_up else "")
        problem = TOO_LONG if len(data) > MAX_TEXT_BYTES else ""
        return _without_tags(text) if marked_up else text, None, problem
    if kind.startswith(("image/", "audio/", "video/")):
        return "", None, ""
    if _OLE_ENCRYPTED in data and data.startswith(_OLE):
        raise _Problem(LOCKED)
    raise _Problem(UNSUPPORTED)


def _tidy(text: str) -> str:
    """One kind of line break and blank, and no character that a database refuses."""
    text = re.sub(r"\r\n?|[\v\f\u2028\u2029]", "\n", text)
    text = re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", " ", text.replace("\u00ad", ""))
    text = re.sub(r"[ \t\u00a0]+", " ", text)
    return re.sub(r" ?\n\s*", "\n", text).strip()


def _pdf(data: bytes) -> tuple[str, int | None, str]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    # pypdf tells the log of every oddity; without a handler they would go to stderr.
    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    reader = PdfReader(io.BytesIO(data))
    try:
        if reader.is_encrypted and not reader.decrypt(""):
            raise _Problem(LOCKED)
    except (DependencyError, NotImplementedError) as error:
        raise _Problem(LOCKED) from error
    total = len(reader.pages)
    texts: list[str] = []
    length = 0
    problem = TOO_LONG if total > MAX_PAGES else ""
    for number in range(min(total, MAX_PAGES)):
        try:
            texts.append(reader.pages[number].extract_text())
        except Exception:  # one bad page does not hide the others
            problem = problem or PARTLY
            continue
        length += len(texts[-1])
        if length > MAX_CHARACTERS:
            problem = TOO_LONG
            break
    if not any(text.strip() for text in texts):
        problem = DAMAGED if problem == PARTLY or not total else problem or SCANNED
    return "\n".join(texts), total, problem


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """What matters in office XML: the parts of the archive in the order of reading, and the
    elements (local names) where text stands, that break it, and that are passed over.
    """

    parts: tuple[str, ...]
    text: frozenset[str]
    paragraph: frozenset[str]
    signs: dict[str, str]
    skipped: frozenset[str]


_OOXML_TEXT = _Vocabulary(
    parts=(
        r"word/document\d*\.xml", r"word/header\d*\.xml", r"word/footer\d*\.xml",
        r"word/footnotes\d*\.xml", r"word/endnotes\d*\.xml", r"ppt/slides/slide\d+\.xml",
        r"ppt/notesSlides/notesSlide\d+\.xml", r"xl/sharedStrings\.xml",
    ),
    text=frozenset({"t"}),
    paragraph=frozenset({"p", "si"}),
    signs={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    # A text box stands twice: as drawn now, and as a fallback for old programs.
    skipped=frozenset({"Fallback", "del", "moveFrom", "rPh", "pPr", "rPr"}),
)  # fmt: skip
_ODF_TEXT = _Vocabulary(
    parts=(r"content\.xml", r"styles\.xml"),  # headers and footers stand in the styles
    text=frozenset({"p", "h"}),
    paragraph=frozenset({"p", "h"}),
    signs={"s": " ", "tab": "\t", "line-break": "\n"},
    skipped=frozenset({"tracked-changes", "annotation", "note-citation"}),
)
_MANIFEST = "META-INF/manifest.xml"  # of an OpenDocument; names what is encrypted


def _office(data: bytes, vocabulary: _Vocabulary) -> str:
    with _archive(data) as archive:
        names = sorted(set(archive.namelist()), key=lambda name: (len(name), name))
        left = MAX_UNPACKED_BYTES
        if _MANIFEST in names:
            manifest = _unpacked(archive, archive.getinfo(_MANIFEST), left)
            if b"encryption-data" in manifest:
                raise _Problem(LOCKED)
        wanted = [name for part in vocabulary.parts for name in names if re.fullmatch(part, name)]
        if not wanted:
            raise _Problem(DAMAGED)
        texts = []
        for name in wanted:
            content = _unpacked(archive, archive.getinfo(name), left)
            left -= len(content)
            texts.append(_xml_text(content, vocabulary))
    return "\n".join(texts)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    """The bytes of a member, never more than the limits say, whatever its header claims."""
    if member.flag_bits & 1:
        raise _Problem(LOCKED)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _Problem(DAMAGED)
    limit = min(left, MAX_MEMBER_BYTES)
    if member.file_size > min(limit, max(_SMALL, member.compress_size * MAX_RATIO)):
        raise _Problem(TOO_BIG)
    with archive.open(member) as source:
        content = source.read(limit + 1)
    if len(content) > limit:
        raise _Problem(TOO_BIG)
    return content


def _xml_text(content: bytes, vocabulary: _Vocabulary) -> str:
    """The text of an XML part, read as a stream: no tree, no entities."""
    pieces: list[str] = []
    inside = 0  # elements with text around
    hidden = 0  # elements around, from the outermost skipped one inwards
    depth = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal inside, hidden, depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise _Problem(DAMAGED)
        local = name.rpartition(" ")[2]
        if hidden or local in vocabulary.skipped:
            hidden += 1
            return
        if local in vocabulary.paragraph:
            pieces.append("\n")
        if local in vocabulary.signs:
            pieces.append(vocabulary.signs[local])
        if local in vocabulary.text:
            inside += 1

    def end(name: str) -> None:
        nonlocal inside, hidden, depth
        depth -= 1
        local = name.rpartition(" ")[2]
        if hidden:
            hidden -= 1
            return
        if local in vocabulary.text:
            inside -= 1
        if local in vocabulary.paragraph:
            pieces.append("\n")

    def characters(text: str) -> None:
        if inside and not hidden:
            pieces.append(text)

    def refuse(*_declared: object) -> None:
        raise _Problem(DAMAGED)  # office files have no document type; only an attack needs one

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(content, True)
    return "".join(pieces)


_CHARSETS = re.compile(r"(utf-?8|windows-125\d|cp-?125\d|iso-8859-\d+|koi8-[ru])", re.I)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w-]{2,20})""", re.I)


def _declared_charset(data: bytes) -> str:
    """The charset that a page names in its head, if it is one that can be believed."""
    found = _CHARSET.search(data[:4096])
    name = found[1].decode("ascii", "replace") if found else ""
    return name if _CHARSETS.fullmatch(name) else ""


def _decode(data: bytes, declared: str = "") -> str:
    """The characters of a text: by its mark, as declared, as UTF-8, or as its bytes suggest."""
    for mark, charset in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(charset, "replace")
    for charset in filter(None, (declared, "utf-8")):
        try:
            # A text cut within a character is still a text in that charset.
            return codecs.getincrementaldecoder(charset)().decode(data)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(_guessed_charset(data), "replace")


def _guessed_charset(data: bytes) -> str:
    """Windows-1250 (Czech and German), unless the bytes speak clearly for something else."""
    from charset_normalizer import from_bytes

    known = ["cp1250", "iso8859_2", "cp1251", "koi8_r", "cp1252"]
    best = from_bytes(data[: 64 * 1024], cp_isolation=known).best()
    charset = best.encoding if best is not None and best.encoding in known else "cp1250"
    if charset == "cp1250" and not re.search(rb"[\x80-\x9f]", data):
        # Most Czech letters are the same; š and ž of ISO 8859-2 would be ą and ľ.
        return "iso8859_2" if re.search(rb"[\xb9\xbe]", data) else charset
    return charset


# Each alternative ends at its own end or at the end of the page, so nothing is read twice.
_MARKUP = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|<(?P<unread>script|style|template|noscript)\b.*?(?:</(?P=unread)[^>]*(?:>|\Z)|\Z)"
    r"|<[!?/]?(?P<tag>[a-z][\w:-]*)[^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_INLINE = _words(
    "a abbr b bdi bdo cite code em font i kbd mark q s small span strong sub sup u wbr"
)


def _without_tags(source: str) -> str:
    """The text of a page or of XML, without scripts and styles.

    `html.parser` needs the square of the length for pages made in bad faith; this does not.
    """

    def parted(found: re.Match[str]) -> str:
        return "" if found["comment"] or (found["tag"] or "").lower() in _INLINE else "\n"

    return html.unescape(_MARKUP.sub(parted, source))


_RTF = re.compile(
    r"\\([a-z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+",
    re.IGNORECASE,
)
_RTF_UNREAD = _words("""
    fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore
    latentstyles listtable listoverridetable rsidtbl generator xmlnstbl fldinst filetbl revtbl
    nonshppict bkmkstart bkmkend
""")
_RTF_WORDS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "\t", "tab": "\t",
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ",
}  # fmt: skip
_RTF_SIGNS = {"~": " ", "_": "-", "-": "", "\r": "\n"}
_CODE_PAGES = {437, 850, 852, 866, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258}


def _rtf(source: str) -> str:
    """The text of an RTF file (Rich Text Format 1.9.1), `source` being its bytes as Latin-1."""
    pieces: list[str] = []
    groups: list[tuple[bool, int]] = []
    hidden, fallback = False, 1  # how many characters repeat a \\u for older programs
    page, skip, at = 1252, 0, 0
    while found := _RTF.match(source, at):
        at = found.end()
        word, number, octet, sign, brace, plain = found.groups()
        value = int(number or 0)
        if brace == "{":
            groups.append((hidden, fallback))
        elif brace:
            hidden, fallback = groups.pop() if groups else (False, 1)
        elif sign == "*" or word in _RTF_UNREAD:
            hidden = True
        elif word == "bin":
            at += max(value, 0)
        elif word == "ansicpg":
            page = value if value in _CODE_PAGES else page
        elif word == "uc":
            fallback = min(max(value, 0), 9)
        elif hidden:
            continue
        elif word == "u":
            pieces.append(chr(value & 0xFFFF))
            skip = fallback
        elif word:
            pieces.append(_RTF_WORDS.get(word, ""))
        elif sign:
            pieces.append(_RTF_SIGNS.get(sign, sign))
        elif octet or plain:
            raw = bytes.fromhex(octet) if octet else plain.encode("latin-1")
            pieces.append(raw[skip:].decode(f"cp{page}", "replace"))
            skip = max(skip - len(raw), 0)
    # Characters beyond the first plane are written as two halves.
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
