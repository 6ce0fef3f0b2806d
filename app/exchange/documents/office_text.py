"""The text of office files: of Word, Excel, PowerPoint (ECMA-376) and of OpenDocument (ISO 26300).

Only the XML is read, as a stream: no tree, no entities, sizes limited before it is unpacked.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from xml.parsers import expat

from app.exchange.documents import file_types
from app.exchange.documents.file_types import DAMAGED, LOCKED, Problem, open_archive, unpacked

_MAX_DEPTH = 1_000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What matters in office XML: the parts of the archive in the order of reading, and the
    elements (local names) where text stands, that break it, and that are passed over.
    """

    parts: tuple[str, ...]
    text: frozenset[str]
    paragraph: frozenset[str]
    signs: dict[str, str]
    skipped: frozenset[str]


OOXML_TEXT = Vocabulary(
    parts=(
        r"word/document\d*\.xml", r"word/header\d*\.xml", r"word/footer\d*\.xml",
        r"word/footnotes\d*\.xml", r"word/endnotes\d*\.xml", r"ppt/slides/slide\d+\.xml",
        r"ppt/notesSlides/notesSlide\d+\.xml", r"xl/sharedStrings\.xml",
        r"xl/worksheets/sheet\d+\.xml",  # texts that stand in the cells themselves
    ),
    text=frozenset({"t"}),
    paragraph=frozenset({"p", "si", "is"}),
    signs={"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"},
    # A text box stands twice: as drawn now, and as a fallback for old programs.
    skipped=frozenset({"Fallback", "del", "moveFrom", "rPh", "pPr", "rPr"}),
)  # fmt: skip
ODF_TEXT = Vocabulary(
    parts=(r"content\.xml", r"styles\.xml"),  # headers and footers stand in the styles
    text=frozenset({"p", "h"}),
    paragraph=frozenset({"p", "h"}),
    signs={"s": " ", "tab": "\t", "line-break": "\n"},
    skipped=frozenset({"tracked-changes", "annotation", "note-citation"}),
)
_SHEETS, _INLINE = "xl/worksheets/", b"inlineStr"
_MANIFEST = "META-INF/manifest.xml"  # of an OpenDocument; names what is encrypted


def office_text(data: bytes, vocabulary: Vocabulary) -> str:
    """The text of an office file. Raises `Problem`, and what zip and XML raise for a broken one."""
    with open_archive(data) as archive:
        names = sorted(set(archive.namelist()), key=lambda name: (len(name), name))
        left = file_types.MAX_UNPACKED_BYTES
        if _MANIFEST in names:
            manifest = unpacked(archive, archive.getinfo(_MANIFEST), left)
            if b"encryption-data" in manifest:
                raise Problem(LOCKED)
        wanted = [name for part in vocabulary.parts for name in names if re.fullmatch(part, name)]
        if not wanted:
            raise Problem(DAMAGED)
        texts: list[str] = []
        days: frozenset[int] = frozenset()
        if _STYLES in names:
            styles = unpacked(archive, archive.getinfo(_STYLES), left)
            left -= len(styles)
            days = _styles_of_days(styles)
        for name in wanted:
            try:
                content = unpacked(archive, archive.getinfo(name), left)
            except Problem:
                if name.startswith(_SHEETS) and any(texts):
                    break  # a huge sheet of numbers; the texts are shared and read already
                raise
            left -= len(content)
            if not name.startswith(_SHEETS) or _INLINE in content:
                texts.append(_xml_text(content, vocabulary))
            if name.startswith(_SHEETS):
                texts.append("\n".join(_values(content, days)))
    return "\n".join(texts)


# The cells of a sheet hold numbers, and texts that formulas gave, beside the shared texts.
_STYLES = "xl/styles.xml"
_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>(?:<(?:\w+:)?f\b[^>]*/>|<(?:\w+:)?f\b[^>]*>[^<]*</(?:\w+:)?f>)?"
    rb"<(?:\w+:)?v>([^<]{1,4000})</(?:\w+:)?v>"
)
_STYLE_OF, _TYPE_OF = re.compile(rb'\bs="(\d{1,6})"'), re.compile(rb'\bt="(\w+)"')
_IDENTIFIER = re.compile(rb"\d{5,15}(?:\.0+)?")  # a phone, a company, a postal code: no mere amount
_SERIAL = re.compile(rb"\d{1,7}(?:\.\d+)?")
_FORMAT = re.compile(rb'<(?:\w+:)?numFmt\b[^>]*\bnumFmtId="(\d+)"[^>]*\bformatCode="([^"]*)"')
_FORMATS_OF_CELLS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_FORMAT_OF = re.compile(rb'<(?:\w+:)?xf\b[^>]*\bnumFmtId="(\d+)"')
_NO_CODE = re.compile(rb"&quot;.*?&quot;|\\.|\[[^\]]*\]")
_BUILT_IN = frozenset({14, 15, 16, 17, 22, *range(27, 32), 34, 35, 36, 50, 51, 52, 53, 54, 57, 58})
"""The formats of days that need not be described (ECMA-376, part 1, 18.8.30)."""
_FIRST = date(1899, 12, 30)  # day 0, as the calendar of Excel counts from March 1900


def _styles_of_days(styles: bytes) -> frozenset[int]:
    """The numbers of the styles in which a cell shows a day."""
    own = {
        int(number)
        for number, code in _FORMAT.findall(styles)
        if re.search(rb"[yd]", _NO_CODE.sub(b"", code.lower()))
    }
    found = _FORMATS_OF_CELLS.search(styles)
    formats = _FORMAT_OF.findall(found.group()) if found else []
    return frozenset(n for n, key in enumerate(formats) if int(key) in own | _BUILT_IN)


def _values(sheet: bytes, days: frozenset[int]) -> Iterator[str]:
    """What a search looks for in cells: days as they are stored (2020-05-06), long numbers, and
    texts that a formula gave.
    """
    for about, value in _CELL.findall(sheet):
        kind, style = _TYPE_OF.search(about), _STYLE_OF.search(about)
        if kind is not None and kind[1] == b"str":
            yield html.unescape(value.decode("utf-8", "replace"))
        elif kind is None or kind[1] == b"n":
            if style is not None and int(style[1]) in days:
                if _SERIAL.fullmatch(value) and 60 < float(value) < _LAST:
                    yield (_FIRST + timedelta(days=int(float(value)))).isoformat()
            elif _IDENTIFIER.fullmatch(value):
                yield value.decode().partition(".")[0]


_LAST = (date.max - _FIRST).days


def _xml_text(content: bytes, vocabulary: Vocabulary) -> str:
    """The text of an XML part, read as a stream: no tree, no entities."""
    pieces: list[str] = []
    inside = 0  # elements with text around
    hidden = 0  # elements around, from the outermost skipped one inwards
    depth = 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal inside, hidden, depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise Problem(DAMAGED)
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
        raise Problem(DAMAGED)  # office files have no document type; only an attack needs one

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(content, True)
    return "".join(pieces)
