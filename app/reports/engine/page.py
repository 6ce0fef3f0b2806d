"""The paper family: A4 sheets made of bands, with letterhead, footer and bookmarks.

A band is a horizontal strip; its cells stand side by side and share its top, so that two
languages, or the columns of a table, stay aligned whatever the length of their texts. Sizes are
points, measured from the left edge of the content.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Protocol

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.i18n import Language, translator
from app.reports.engine.content import OwnOffice
from app.reports.engine.fonts import REGULAR, SEMIBOLD, font
from app.reports.engine.printing_day import day_of_printing
from app.reports.engine.tagging import Element, Marker, Metadata, write_tagged
from app.reports.engine.text import GREY, INK, Colour, Run, Style, Text, draw_line

MM = 72 / 25.4
PAGE: tuple[float, float] = A4
LEFT = 22 * MM
WIDTH = PAGE[0] - LEFT - 20 * MM
TOP = PAGE[1] - 17 * MM
BOTTOM = 24 * MM
GUTTER = 8 * MM

ACCENT: Colour = (0.12, 0.31, 0.58)  # prints as a dark grey
RULE: Colour = (0.78, 0.80, 0.83)

_MAY_SPLIT = 110
_BEGINNING = 45  # of a high band that stays with what is above it, if it can be divided
_SMALL = Style(size=7.5, leading=10.5, colour=GREY)


@dataclass(frozen=True, slots=True)
class Cell:
    """Texts below one another at `x`, wrapped to `width`."""

    x: float
    width: float
    texts: Sequence[Text]

    @property
    def height(self) -> float:
        """The height of its texts, known after `Band.wrap`."""
        return sum(text.height for text in self.texts)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line below a band, from `x` for `width`."""

    x: float
    width: float
    colour: Colour = RULE
    weight: float = 0.5


@dataclass(slots=True)
class Picture:
    """An image (the logo) at the upper left corner of a band."""

    image: ImageReader
    width: float
    height: float


@dataclass(slots=True)
class Anchor:
    """A place that a list of contents leads to: its page, from 1, once everything is laid out."""

    page: int = 0


@dataclass(slots=True)
class Band:
    """A strip of cells. `above` is left out at the top of a page; `padding` separates the cells
    from the rules below; `keep` keeps it on the page of the next band; `header` is repeated (as
    decoration) above it if a page begins with it; `bookmark` is a title and a level from 0;
    `anchor` is told the page on which it begins. A band lower than `may_split` moves to the next
    page as a whole.
    """

    cells: Sequence[Cell]
    above: float = 0
    padding: float = 0
    rules: Sequence[Rule] = ()
    keep: bool = False
    header: Band | None = None
    bookmark: tuple[str, int] | None = None
    picture: Picture | None = None
    height: float = field(default=0, init=False)
    anchor: Anchor | None = None
    may_split: float = _MAY_SPLIT
    reserve: float = 0  # points below its last line for what must not stand alone

    def wrap(self) -> None:
        """Break the texts into lines, which gives the height."""
        for cell in self.cells:
            for text in cell.texts:
                text.wrap(cell.width)
        self.measure()

    def measure(self) -> None:
        """Set the height from the lines as they are."""
        highest = max((cell.height for cell in self.cells), default=0)
        if self.picture:
            highest = max(highest, self.picture.height)
        self.height = highest + self.padding

    def split(self, height: float) -> tuple[Band, Band] | None:
        """The part that fits `height` and the rest, or None if it should not be divided. Of the
        rest two lines at least go on the next page, as of a paragraph.
        """
        if self.height < self.may_split or height < 30:
            return None
        found = self._split(height)
        for fewer in (1, 2):
            if found is None or found[1].lines > 1:
                break
            leading = max(text.leading for cell in self.cells for text in cell.texts)
            found = self._split(height - fewer * leading) or found
        return found

    @property
    def lines(self) -> int:
        """The lines of its longest cell."""
        return max(sum(text.line_count for text in cell.texts) for cell in self.cells)

    def _split(self, height: float) -> tuple[Band, Band] | None:
        heads: list[Cell] = []
        rests: list[Cell] = []
        for cell in self.cells:
            parts = _split_texts(cell.texts, height - self.padding)
            if parts is None:
                return None
            heads.append(replace(cell, texts=parts[0]))
            rests.append(replace(cell, texts=parts[1]))
        if not any(cell.texts for cell in heads) or not any(cell.texts for cell in rests):
            return None
        head = replace(self, cells=heads, rules=(), keep=False, reserve=0)
        rest = replace(self, cells=rests, above=0, bookmark=None, picture=None, anchor=None)
        head.measure()
        rest.measure()
        return head, rest

    def draw(self, marker: Marker, top: float, *, artifact: bool = False) -> None:
        """Draw with the upper edge at `top`."""
        if self.picture:
            with marker.artifact():
                marker.canvas.drawImage(
                    self.picture.image,
                    LEFT,
                    top - self.picture.height,
                    self.picture.width,
                    self.picture.height,
                )
        for cell in self.cells:
            y = top
            for text in cell.texts:
                text.draw(marker, LEFT + cell.x, y, artifact=artifact)
                y -= text.height
        if self.rules:
            with marker.artifact():
                for rule in self.rules:
                    _line(marker.canvas, rule, top - self.height)


@dataclass(slots=True)
class Sheet:
    """A paper of the file; begins on a new page. `footers` holds one line per language: what
    stands left, and a text for "page x of y" that takes the two numbers. Each paper has numbers
    of its own, unless it `follows` the one before, with which it makes a book.

    Bands that are no sequence are gone through twice, to count the pages and to draw them: a
    thick book makes them anew each time and never holds them all.
    """

    bands: Iterable[Band]
    footers: Sequence[Footer]
    follows: bool = False


class PageLabel(Protocol):
    """Says "page x of y" in one language."""

    def __call__(self, page: int, pages: int) -> str:
        """Both numbers count from 1."""
        ...


@dataclass(frozen=True, slots=True)
class Footer:
    """A line at the foot of each page."""

    left: str
    right: PageLabel


def letterhead(
    office: OwnOffice, languages: Sequence[Language], data_box: str, parent: Element
) -> Band:
    """The head of a paper: logo, native name, the names in `languages` below where they differ,
    address and contacts at the right. `data_box` is the label "Data box".
    """
    name_style = Style(SEMIBOLD, 17, 21, INK)
    picture = _picture(office.logo)
    left = picture.width + 10 if picture else 0.0
    contacts = [office.phone, office.email, office.website.removeprefix("https://").rstrip("/")]
    if office.data_box:
        contacts.append(f"{data_box} {office.data_box}")
    if office.ico:
        contacts.append(f"IČO {office.ico}")
    # The contacts end at the right margin, the address before them, the name takes what is left.
    last = WIDTH - min(_widest(contacts), 0.32 * WIDTH)
    middle = last - 16 - min(_widest(office.address), 0.32 * WIDTH)
    native = office.native_language
    own = [Text(parent.add("P", language=native), [Run(office.native_name, name_style)])]
    others = list(
        dict.fromkeys(
            (language, name)
            for language in languages
            if (name := office.names.get(language, "")) and name != office.native_name
        )
    )
    subtitle = Style(size=10, leading=14, colour=GREY)
    own += [
        Text(parent.add("P", language=language), [Run(name, subtitle)]) for language, name in others
    ]
    columns = [
        [Text(parent.add("P", language=native), [Run(line, _SMALL)]) for line in lines if line]
        for lines in (office.address, contacts)
    ]
    return Band(
        [
            Cell(left, middle - left - 16, own),
            Cell(middle, last - middle - 15, columns[0]),
            Cell(last, WIDTH - last + 1, columns[1]),
        ],
        padding=9,
        rules=[Rule(0, WIDTH, ACCENT, 1.2)],
        picture=picture,
        keep=True,
    )


def head_of(office: OwnOffice, languages: Sequence[Language], whole: Element) -> Band:
    """The letterhead as a section of `whole`."""
    labels = dict.fromkeys(translator(language)("Data box") for language in languages)
    return letterhead(office, languages, " / ".join(labels), whole.add("Sect"))


def metadata(title: str, office: OwnOffice, languages: Sequence[Language], on: date) -> Metadata:
    """What the file of a paper says about itself: equal input gives an equal file."""
    created = datetime.combine(day_of_printing(on), time(), UTC)
    return Metadata(title, office.native_name, tuple(languages), created)


def _widest(lines: Sequence[str]) -> float:
    return max((_SMALL.measure(line) for line in lines), default=0.0)


def _picture(logo: bytes | None) -> Picture | None:
    if not logo:
        return None
    from PIL import Image

    with Image.open(io.BytesIO(logo)) as image:
        # Flattened on white: neither transparency nor a palette reaches the printer.
        rgba = image.convert("RGBA")
    flat = Image.new("RGB", rgba.size, "white")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    scale = min(48 / flat.height, 90 / flat.width)
    return Picture(ImageReader(flat), flat.width * scale, flat.height * scale)


class PageNumber(Text):
    """The number of the page of `anchor`, at the right end of its cell. It is known only when
    everything is laid out, so it is read when it is drawn.
    """

    __slots__ = ("_anchor", "_room")

    def __init__(self, element: Element, anchor: Anchor, style: Style, *, above: float) -> None:
        super().__init__(element, [Run("0", style)], above=above)
        self._anchor = anchor
        self._room = 0.0

    def wrap(self, width: float) -> None:
        self._room = width
        super().wrap(width)

    def draw(self, marker: Marker, x: float, top: float, *, artifact: bool = False) -> None:
        self.runs = [Run(str(self._anchor.page), self.runs[0].style)]
        super().wrap(self._room)
        super().draw(marker, x + self._room - self.width(), top, artifact=artifact)


def publish(
    sheets: Sequence[Sheet],
    root: Element,
    about: Metadata,
    target: Path,
    step: Callable[[], None] = lambda: None,
    go_on: Callable[[], None] = lambda: None,
) -> int:
    """Lay the sheets out on pages, draw them, write the tagged file to `target` and give the
    number of pages.

    `root` is the Document element that holds the elements of all texts. `step` is called for
    each sheet when it is laid out and when it is drawn, `go_on` now and then while the file is
    written; what they raise stops the work. Raises OSError.
    """
    kept: list[list[list[_Placed]]] = []
    books: list[tuple[int, int]] = []  # of each sheet: the pages before its book, those of the book
    total = 0
    for sheet in sheets:
        pages = _paginate(sheet.bands, total)
        if isinstance(sheet.bands, Sequence):
            kept.append(list(pages))
            count = len(kept[-1])
        else:
            kept.append([])
            count = sum(1 for _ in pages)
        if sheet.follows and books:
            before, of_book = books[-1]
            books = [book if book[0] != before else (before, of_book + count) for book in books]
            books.append((before, of_book + count))
        else:
            books.append((total, count))
        total += count
        step()
    buffer = io.BytesIO()
    font(REGULAR)
    canvas = Canvas(buffer, PAGE, invariant=True, initialFontName=REGULAR, pageCompression=1)
    marker = Marker(canvas)
    number = 0
    for sheet, ready, (before, of_book) in zip(sheets, kept, books, strict=True):
        for placed in ready or _paginate(sheet.bands, number):
            number += 1
            if number > 1:
                marker.next_page()
            for band, top, repeated in placed:
                band.draw(marker, top, artifact=repeated)
                if band.bookmark and not repeated:
                    _bookmark(canvas, band.bookmark, top)
            _draw_footer(marker, sheet.footers, number - before, of_book)
            canvas.showPage()
        step()
    canvas.save()
    buffer.seek(0)
    write_tagged(buffer, root, marker.owners, about, target, go_on)
    return total


def page_count(sheet: Sheet) -> int:
    """How many pages a sheet takes."""
    return sum(1 for _ in _paginate(sheet.bands, 0))


def pages_up_to(sheet: Sheet, most: int) -> int:
    """How many pages a sheet takes, counted no further than `most`."""
    return sum(1 for _ in islice(_paginate(sheet.bands, 0), most))


_Placed = tuple[Band, float, bool]


def _paginate(bands: Iterable[Band], before: int) -> Iterator[list[_Placed]]:
    """What stands on each page, page by page; `before` is the number of those before the first."""
    page: list[_Placed] = []
    number = before + 1
    top = TOP
    for group in _groups(bands):
        above = group[0].above if page else 0
        needed = above - group[0].above
        for band in group:
            needed += band.above
            if band.split(_BEGINNING):
                needed += _BEGINNING
                break
            needed += band.height
        if page and top - needed < BOTTOM:
            yield page
            page, number = [], number + 1
            top = _repeat_header(page, group[0].header)
        for band in group:
            rest: Band | None = band
            top -= band.above if page else 0
            while rest:
                piece, rest = _fit(rest, top, fresh=all(repeated for _, _, repeated in page))
                if piece:
                    if piece.anchor:
                        piece.anchor.page = number
                    page.append((piece, top, False))
                    top -= piece.height
                if rest:
                    yield page
                    page, number = [], number + 1
                    top = _repeat_header(page, rest.header)
    yield page


def _fit(band: Band, top: float, *, fresh: bool) -> tuple[Band | None, Band | None]:
    """What of `band` goes on this page, and what on the next."""
    if top - band.height - band.reserve >= BOTTOM:
        return band, None
    room = min(top - BOTTOM, band.height - 1)  # the last lines go with what must not stand alone
    parts = band.split(room)
    if parts:
        return parts
    return (band, None) if fresh else (None, band)


def _repeat_header(page: list[_Placed], header: Band | None) -> float:
    if header is None:
        return TOP
    page.append((header, TOP, True))
    return TOP - header.height


def _groups(bands: Iterable[Band]) -> Iterator[list[Band]]:
    """Bands that stay on one page, wrapped."""
    group: list[Band] = []
    for band in bands:
        band.wrap()
        group.append(band)
        if not band.keep:
            yield group
            group = []
    if group:
        yield group


def _split_texts(
    texts: Sequence[Text], height: float
) -> tuple[Sequence[Text], Sequence[Text]] | None:
    for index, text in enumerate(texts):
        if text.height <= height:
            height -= text.height
            continue
        parts = text.split(height)
        if parts:
            return [*texts[:index], parts[0]], [parts[1], *texts[index + 1 :]]
        if text.line_count > 3 and not index:
            return None
        return texts[:index], texts[index:]
    return texts, ()


def _bookmark(canvas: Canvas, bookmark: tuple[str, int], top: float) -> None:
    title, level = bookmark
    key = f"{canvas.getPageNumber()}-{top:.0f}-{level}"
    canvas.bookmarkPage(key, fit="XYZ", left=0, top=min(top + 20, PAGE[1]))
    canvas.addOutlineEntry(title, key, level, closed=True)


def _draw_footer(marker: Marker, footers: Sequence[Footer], page: int, pages: int) -> None:
    canvas = marker.canvas
    with marker.artifact("Pagination"):
        y = BOTTOM - 19
        _line(canvas, Rule(0, WIDTH), y + 10)
        for footer in footers:
            right = footer.right(page, pages)
            room = WIDTH - _SMALL.measure(right) - 20
            draw_line(canvas, LEFT, y, _shorten(footer.left, room), _SMALL)
            draw_line(canvas, LEFT + WIDTH - _SMALL.measure(right), y, right, _SMALL)
            y -= 10


def _shorten(text: str, width: float) -> str:
    if _SMALL.measure(text) <= width:
        return text
    while text and _SMALL.measure(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


def _line(canvas: Canvas, rule: Rule, y: float) -> None:
    canvas.setStrokeColorRGB(*rule.colour)
    canvas.setLineWidth(rule.weight)
    canvas.line(LEFT + rule.x, y, LEFT + rule.x + rule.width, y)
