"""The DOCX of a paper for the council or the assembly: in one language, or in two side by side.

A `Draft` is what the paper says in one language, block by block; `document_of` makes a document
of one draft, or of two whose blocks correspond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK, WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from app.i18n import Language
from app.rules.binding import bound
from app.rules.visible import visible

_PARTS = re.compile(
    "\ue000([^\ue001]*)\ue001|\ue002([^\ue003]*)\ue003([^\ue004]*)\ue004|([^\ue000\ue002]+)"
)
"""A gap; a language and what is said in it; anything else."""
_BOLD, _PLAIN = "\ue005", "\ue006"
_UNSAFE = re.compile("[^\t\n\u0020-\ud7ff\uf900-\ufffd\U00010000-\U0010ffff]")
"""What XML forbids, and the private characters that mark texts here."""


def safe(text: str) -> str:
    """A text without the characters that XML forbids or that mark parts here."""
    return _UNSAFE.sub("", text)


def gap(text: str) -> str:
    """A text as a placeholder that somebody fills in."""
    return f"\ue000{text}\ue001"


def foreign(text: str, language: Language) -> str:
    """A text that stands in another language than its paper: each line is marked with its code."""
    lines = [line for line in text.splitlines() if line.strip()]
    return "\n".join(f"\ue002{language}\ue003{line} ({language})\ue004" for line in lines)


def strong(text: str) -> str:
    """A text in bold type; it may hold the parts of the others."""
    return f"{_BOLD}{text}{_PLAIN}"


class Heading(NamedTuple):
    """A heading of level 1 or 2; 0 is the title."""

    text: str
    level: int


class Said(NamedTuple):
    """A paragraph of each line of `text`, in a style of the document."""

    text: str
    style: str


class Grid(NamedTuple):
    """A table; `widths` in millimetres. With `header` its first row heads each page."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    header: bool


class NewPage(NamedTuple):
    """What follows begins a page."""

    number: int


Block = Heading | Said | Grid | NewPage


class Draft:
    """What a paper says in one language: its blocks, and the title and author of the file.

    Texts hold parts made by `gap` and `foreign`.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self.title = self.author = ""
        self.blocks: list[Block] = []

    def heading(self, text: str, level: int) -> None:
        """Add a heading of level 1 or 2; 0 is the title."""
        self.blocks.append(Heading(text, level))

    def say(self, text: str, style: str = "Normal") -> None:
        """Add a paragraph of each line of `text`."""
        self.blocks.append(Said(text, style))

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int], *, header: bool) -> None:
        """Add a table; `widths` in millimetres. With `header` its first row heads each page."""
        self.blocks.append(Grid(tuple(map(tuple, rows)), tuple(widths), header))

    def new_page(self) -> None:
        """Begin a page."""
        self.blocks.append(NewPage(len(self.blocks)))

    def gaps(self) -> list[str]:
        """The placeholders, in their order."""
        return [found for found, _, _, _ in self._parts() if found]

    def languages(self) -> list[Language]:
        """The languages of the texts, the paper's own first."""
        found = [Language(code) for _, code, _, _ in self._parts() if code]
        return list(dict.fromkeys([self.language, *found]))

    def _parts(self) -> Iterator[tuple[str, str, str, str]]:
        for block in self.blocks:
            if isinstance(block, NewPage):
                continue
            texts = [t for row in block.rows for t in row] if isinstance(block, Grid) else block[:1]
            for text in texts:
                yield from _PARTS.findall(str(text))


def document_of(drafts: Sequence[Draft], on: date) -> DocxDocument:
    """The document of one draft, or of two, block beside block; made on the day `on`."""
    writer = _Writer(drafts[0].language, small=len(drafts) > 1)
    writer.describe([draft.title for draft in drafts], drafts[0].author, on)
    if len(drafts) == 1:
        for block in drafts[0].blocks:
            writer.write(block, drafts[0].language)
    else:
        writer.write_beside(drafts[0], drafts[1])
    for section in writer.document.sections:
        _show_only_what_is_seen(section.footer._element)
    _show_only_what_is_seen(writer.document.element)
    return writer.document


def _show_only_what_is_seen(part: BaseOxmlElement) -> None:
    """A mark in a name must not turn the line that it stands in."""
    for text in part.iter(qn("w:t")):
        text.text = visible(text.text or "")


_LONGEST = 255  # characters of a property of a document (ECMA-376, part 2, as Word reads it)
_FOOTER = 75  # characters of a title in the footer, which is one line


def _cut(text: str, longest: int) -> str:
    """A text without its marks, cut where it is longer than that."""
    plain = _plain(text)
    return plain if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"


def _plain(text: str) -> str:
    text = text.replace(_BOLD, "").replace(_PLAIN, "")
    return "".join(found + said + rest for found, _, said, rest in _PARTS.findall(text))


def _language_tag(language: Language) -> str:
    return language.locale.replace("_", "-")


_FONT = "Arial"  # on Windows; elsewhere replaced by a font of the same widths (Liberation Sans)
_GAP_STYLE = "To be filled in"
_BESIDE = 83  # millimetres of each of two columns


class _Writer:
    """A DOCX document with real styles, in the language of its first draft.

    With `small` its type and margins are those of two columns.
    """

    def __init__(self, language: Language, *, small: bool) -> None:
        self.language = language
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22 if small else 25)
        section.top_margin = section.bottom_margin = Mm(22)
        self._set_styles(smaller=1 if small else 0)
        for root in (self.document.styles.element, self.document.settings.element):
            for element in root.iter(qn("w:lang"), qn("w:themeFontLang")):
                element.set(qn("w:val"), _language_tag(language))
        self._numbers: dict[Language, int] = {}

    def _set_styles(self, smaller: int) -> None:
        styles = self.document.styles
        for name, size, before, after in (
            ("Normal", 11 - smaller, 0, 6),
            ("Subtitle", 11 - smaller, 0, 2),
            ("Title", 17 - 3 * smaller, 0, 12),
            ("Heading 1", 14 - smaller, 18, 6),
            ("Heading 2", 12 - smaller, 12, 4),
        ):
            style: Any = styles[name]
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            fonts.attrib.clear()  # theme fonts would win over the names
            for script in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(qn(f"w:{script}"), _FONT)
            style.font.size = Pt(size)
            style.font.italic = False
            style.font.color.rgb = RGBColor(0, 0, 0)
            spacing = style.paragraph_format
            spacing.space_before, spacing.space_after = Pt(before), Pt(after)
            spacing.line_spacing = 1.1
        border = styles["Title"].element.find(f".//{qn('w:pBdr')}")
        border.getparent().remove(border)
        mark: Any = styles.add_style(_GAP_STYLE, WD_STYLE_TYPE.CHARACTER)
        mark.font.bold = True
        mark.font.highlight_color = WD_COLOR_INDEX.YELLOW

    def describe(self, titles: Sequence[str], author: str, on: date) -> None:
        """Say what the document is: the title stands in the footer too, with the page's number."""
        about = self.document.core_properties
        about.title, about.author = _cut(" / ".join(titles), _LONGEST), _cut(author, _LONGEST)
        about.language = _language_tag(self.language)
        about.comments = about.keywords = about.last_modified_by = ""
        about.created = about.modified = datetime(on.year, on.month, on.day)
        footer = self.document.sections[0].footer.paragraphs[0]
        footer.add_run(f"{_cut(titles[0], _FOOTER)} · ")
        most = max(map(len, titles))
        title: Any = self.document.styles["Title"]
        for smaller in (160, 450):  # of two hundred words, it must leave room for the rest
            if most > smaller:
                title.font.size = Pt(round(title.font.size.pt * 0.78))
        number = OxmlElement("w:fldSimple")
        number.set(qn("w:instr"), "PAGE")
        number.append(footer.add_run("1")._r)
        footer._p.append(number)

    def write(self, block: Block, language: Language) -> None:
        """A block over the whole width of the page."""
        if isinstance(block, NewPage):
            self._break_page()
            return
        if isinstance(block, Grid):
            self._write_grid(block, language)
            return
        for text, style in _paragraphs(block):
            self._fill(self.document.add_paragraph(style=style), text, language)

    def _break_page(self) -> None:
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _write_grid(self, grid: Grid, language: Language) -> None:
        table = self._new_table(len(grid.rows), [Mm(width) for width in grid.widths], "Table Grid")
        for index, row in enumerate(grid.rows):
            for cell, text in zip(table.rows[index].cells, row, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                self._fill(paragraph, text, language, bold=grid.header and index == 0)
        if grid.header:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def _new_table(self, rows: int, widths: Sequence[Length], style: str) -> Any:
        table = self.document.add_table(rows, len(widths), style=style)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
            for cell in column.cells:
                cell.width = width
        return table

    # Two languages

    def write_beside(self, left: Draft, right: Draft) -> None:
        """The blocks of two drafts, each in a column; what corresponds begins at one height.

        A table is told in lines there, each cell after the heading of its column.
        """
        pairs: list[tuple[_Part | None, _Part | None]] = []
        for first, second in zip_longest(left.blocks, right.blocks):
            if isinstance(first, NewPage):
                self._write_pairs(pairs, left.language, right.language)
                self._break_page()
                pairs = []
                continue
            pairs += zip_longest(_parts_of(first), _parts_of(second))
        self._write_pairs(pairs, left.language, right.language)

    def _write_pairs(
        self,
        pairs: Sequence[tuple[_Part | None, _Part | None]],
        left: Language,
        right: Language,
    ) -> None:
        table = self._new_table(len(pairs), [Mm(_BESIDE)] * 2, "Normal Table")
        languages = left, right
        for row, pair in zip(table.rows, pairs, strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for cell, part, language in zip(row.cells, pair, languages, strict=True):
                self._fill_cell(cell, part or (), language)

    def _fill_cell(self, cell: _Cell, part: _Part, language: Language) -> None:
        paragraph: Paragraph | None = cell.paragraphs[0]
        for label, text, style in part:
            paragraph = paragraph or cell.add_paragraph()
            paragraph.style = style
            if style == "List Number":
                self._number(paragraph, language)
            if label:
                self._fill(paragraph, label, language, bold=True)
                self._fill(paragraph, f": {text}", language)
                paragraph.paragraph_format.space_after = Pt(2)
            else:
                self._fill(paragraph, text, language)
            paragraph = None

    def _number(self, paragraph: Paragraph, language: Language) -> None:
        """Each language counts for itself, not after what stands beside it."""
        if language not in self._numbers:
            style: Any = self.document.styles["List Number"]
            numbering: Any = self.document.part.numbering_part.element
            shared = numbering.num_having_numId(style.element.pPr.numPr.numId.val).abstractNumId.val
            lists = numbering.findall(qn("w:abstractNum"))
            (mine,) = (item for item in lists if item.get(qn("w:abstractNumId")) == str(shared))
            # A list of its own: two of one abstract list are counted together by LibreOffice.
            copy = deepcopy(mine)
            key = 1 + max(int(item.get(qn("w:abstractNumId"))) for item in lists)
            copy.set(qn("w:abstractNumId"), str(key))
            for name in ("w:nsid", "w:tmpl"):
                for element in copy.findall(qn(name)):
                    copy.remove(element)
            for element in copy.iter(qn("w:pStyle")):
                element.getparent().remove(element)
            lists[-1].addnext(copy)
            number = numbering.add_num(key)
            self._numbers[language] = number.numId
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_numId().val = self._numbers[language]
        properties.get_or_add_ilvl().val = 0

    def _fill(
        self, paragraph: Paragraph, text: str, language: Language, *, bold: bool = False
    ) -> None:
        """Add `text` to a paragraph: gaps in their style, foreign texts in their language."""
        for part in re.split(f"([{_BOLD}{_PLAIN}])", text):
            if part in (_BOLD, _PLAIN):
                bold = part == _BOLD
            else:
                self._fill_part(paragraph, part, language, bold=bold)

    def _fill_part(
        self, paragraph: Paragraph, text: str, language: Language, *, bold: bool
    ) -> None:
        for found, code, said, rest in _PARTS.findall(text):
            spoken = Language(code) if code else language
            run = paragraph.add_run(
                found or bound(said or rest, spoken), _GAP_STYLE if found else None
            )
            run.bold = bold or None
            if spoken is not self.language:
                tag = OxmlElement("w:lang")
                tag.set(qn("w:val"), _language_tag(spoken))
                run._r.get_or_add_rPr().append(tag)


_Part = Sequence[tuple[str, str, str]]  # lines that stay together: label, text, style


def _paragraphs(block: Heading | Said) -> list[tuple[str, str]]:
    """The paragraphs of a block, with their styles."""
    if isinstance(block, Heading):
        return [(block.text, f"Heading {block.level}" if block.level else "Title")]
    return [(line, block.style) for line in block.text.splitlines() if line.strip()]


def _parts_of(block: Block | None) -> Iterator[_Part]:
    """What of a block stands beside what of the same block in another language."""
    if block is None or isinstance(block, NewPage):
        return
    if not isinstance(block, Grid):
        yield [("", text, style) for text, style in _paragraphs(block)]
        return
    heads = block.rows[0] if block.header else ()
    for row in block.rows[1 if heads else 0 :]:
        pairs = zip(heads, row, strict=True) if heads else [(row[0], row[1])]
        yield [(label, text, "Normal") for label, text in pairs]
