"""The text of office files: of Word, Excel, PowerPoint (ECMA-376) and of OpenDocument (ISO 26300).

Only the XML is read, as a stream: no tree, no entities, sizes limited before it is unpacked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    return "\n".join(texts)


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
