"""Address labels on A4 sheets, and envelopes: one PDF, ready to print at its actual size.

An address is a list of lines as they go on the letter. Its type shrinks, and its lines wrap, until
everything fits; what does not fit in the smallest type is refused before anything is written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from app.errors import UserError
from app.i18n import N_, Language, translator
from app.progress import Cancelled, Progress
from app.reports.engine.fonts import REGULAR, covers, font
from app.reports.engine.page import MM, RULE
from app.reports.engine.tagging import Element, Marker, Metadata, write_tagged
from app.reports.engine.text import Colour, Run, Style, Text, typeset
from app.rules.binding import NBSP

NOTHING = N_("There is no address to print.")
TOO_LONG = N_(
    "The address “{address}” does not fit even in the smallest type. Shorten it or choose a larger"
    " size. Nothing was written."
)
BAD_START = N_("The first free label is a number from 1 to {count}.")
BAD_OFFSET = N_("The print can be moved by at most {limit} mm in each direction.")
CANCELLED = N_("Printing was cancelled. Nothing was written.")

A4_MM = (210.0, 297.0)
SMALLEST = 7.0  # points
MARGIN = 5.0  # mm along the edge of the paper that office printers leave blank
MOST_OFFSET = MARGIN  # a text so moved is still on the paper

_COMFORTABLE = 9.0  # points: rather wrap a line than set it smaller
_STEP = 0.5
_LEADING = 1.25
_TIGHT = 1.12  # the last resort
_BLACK: Colour = (0, 0, 0)  # a laser printer would screen any other ink; sorting machines read it
_POSTCODE = re.compile(r"(?<!\d)(\d{3}) (?=\d{2}(?!\d))")  # Czech, Slovak, Swedish
_HOUSE_NUMBER = re.compile(r" (?=\d[\d/-]*[^\W\d]?$)")

Address = Sequence[str]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in millimetres, measured from the upper left corner of the paper."""

    left: float
    top: float
    width: float
    height: float

    def inset(self, x: float, y: float) -> Box:
        """The box without a border `x` wide at the sides and `y` high above and below."""
        return Box(self.left + x, self.top + y, self.width - 2 * x, self.height - 2 * y)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Labels on an A4 sheet, in millimetres. `pitch_x` and `pitch_y` are the distances from one
    label's edge to the same edge of the next one. Positions count from 0, row by row.
    """

    code: str
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    pitch_x: float
    pitch_y: float

    @property
    def count(self) -> int:
        """How many labels there are on a sheet."""
        return self.columns * self.rows

    def box(self, position: int) -> Box:
        """The label at `position`."""
        row, column = divmod(position, self.columns)
        return Box(
            self.left + column * self.pitch_x,
            self.top + row * self.pitch_y,
            self.width,
            self.height,
        )

    def text_box(self, position: int) -> Box:
        """Where its text may stand: not near the cut, and not in the printer's blank margin."""
        return self.box(position).inset(max(2.5, MARGIN - self.left), max(2.0, MARGIN - self.top))

    def name(self, language: Language) -> str:
        """For example ``3 × 7, 63,5 × 38,1 mm``."""
        return f"{self.columns} × {self.rows}, {_size(self.width, self.height, language)}"


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope, its longer side below, in millimetres.

    The address stands in the lower right quarter and the sender in the upper left one, as Česká
    pošta asks; the upper right one is for the stamp. The lowest 15 mm and the last 15 mm at the
    right stay blank for the sorting machine, and the address begins at most 140 mm from the right
    edge and at least 40 mm from the upper one (Universal Postal Union, standardised items).
    """

    code: str
    width: float
    height: float

    @property
    def address(self) -> Box:
        """Where the address may stand; it begins at the top."""
        left, top = max(self.width / 2, self.width - 140), self.height / 2
        return Box(left, top, self.width - 15 - left, self.height - 15 - top)

    @property
    def sender(self) -> Box:
        """Where the sender may stand."""
        return Box(10, 10, self.width / 2 - 15, self.height / 2 - 15)

    def name(self, language: Language) -> str:
        """For example ``DL, 220 × 110 mm``."""
        return f"{self.code}, {_size(self.width, self.height, language)}"


def _size(width: float, height: float, language: Language) -> str:
    from babel.numbers import format_decimal

    first, second = (format_decimal(side, locale=language.locale) for side in (width, height))
    return f"{first} × {second} mm"


def _centred(
    columns: int, rows: int, width: float, height: float, gap: float = 0
) -> tuple[str, Sheet]:
    """A sheet in the middle of A4, as these all are, with `gap` between columns, none between
    rows.
    """
    code = f"{columns}x{rows}-{width:g}x{height:g}"
    pitch = width + gap
    left = (A4_MM[0] - (columns - 1) * pitch - width) / 2
    top = (A4_MM[1] - rows * height) / 2
    return code, Sheet(
        code, columns, rows, width, height, round(left, 2), round(top, 2), round(pitch, 2), height
    )


SHEETS: dict[str, Sheet] = dict(
    (
        _centred(3, 8, 70, 37),
        _centred(3, 8, 70, 36),
        _centred(3, 8, 70, 35),
        _centred(3, 7, 70, 42.3),
        _centred(3, 11, 70, 25.4),
        _centred(3, 5, 70, 50.8),
        _centred(2, 8, 105, 37),
        _centred(2, 8, 105, 35),
        _centred(2, 7, 105, 42.3),
        _centred(2, 7, 105, 41),
        _centred(2, 6, 105, 48),
        _centred(2, 5, 105, 57),
        _centred(2, 4, 105, 74),
        _centred(2, 2, 105, 148),
        _centred(2, 6, 97, 42.3),
        _centred(2, 4, 97, 67.7),
        _centred(4, 10, 52.5, 29.7),
        _centred(3, 8, 63.5, 33.9, 2.5),
        _centred(3, 7, 63.5, 38.1, 2.5),
        _centred(3, 6, 63.5, 46.6, 2.5),
        _centred(3, 4, 63.5, 72, 2.5),
        _centred(2, 8, 99.1, 33.9, 2.5),
        _centred(2, 7, 99.1, 38.1, 2.5),
        _centred(2, 4, 99.1, 67.7, 2.5),
        _centred(2, 2, 99.1, 139, 2.5),
        _centred(4, 10, 45.7, 25.4, 2.6),
        _centred(5, 13, 38.1, 21.2, 2.5),
    )
)
"""The usual sheets in European shops by code; the code says columns, rows and size."""

ENVELOPES: dict[str, Envelope] = {
    envelope.code: envelope
    for envelope in (
        Envelope("DL", 220, 110),
        Envelope("C6", 162, 114),
        Envelope("C6/C5", 229, 114),
        Envelope("C5", 229, 162),
        Envelope("C4", 324, 229),
    )
}
"""The usual envelopes (ISO 269) by code."""


def labels(
    addresses: Sequence[Address],
    sheet: Sheet,
    language: Language,
    target: Path,
    *,
    start: int = 0,
    offset_mm: tuple[float, float] = (0, 0),
    frame: bool = False,
    author: str = "Vztahy",
    printed_on: date | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write a PDF of labels to `target`, which is replaced in one step; gives the number of pages.

    The labels are filled row by row from the position `start` of the first sheet (from 0).
    Addresses without any text are left out, blank lines too. `offset_mm` moves everything to the
    right and down, for a printer that draws the paper in askew; `frame` draws the labels' edges.
    `printed_on` (today) is the file's date. `progress` is told how many addresses are done, and of
    how many.

    Raises `UserError`, also where an address does not fit (see `misfits`) and when `cancelled`
    says so; nothing is written then.
    """
    kept = _texts(addresses, language)
    if not 0 <= start < sheet.count:
        raise UserError(BAD_START, count=sheet.count)
    paper = BoxPaper(A4_MM, offset_mm)
    items = paper.root.add("L")
    for done, lines in enumerate(kept):
        _check(cancelled)
        page, position = divmod(start + done, sheet.count)
        if page == paper.pages:
            paper.next_page()
            if frame:
                paper.frames(sheet.box(other) for other in range(sheet.count))
        box = sheet.text_box(position)
        block = _fit(lines, box, _largest(sheet))
        body = items.add("LI").add("LBody")
        paper.draw(body, block, box, middle=True)
        if progress:
            progress(done + 1, len(kept))
    _check(cancelled)
    title = translator(language)("Address labels")
    return paper.write(_about(title, author, language, printed_on), target)


def envelopes(
    addresses: Sequence[Address],
    size: Envelope,
    language: Language,
    target: Path,
    sender: Address = (),
    *,
    offset_mm: tuple[float, float] = (0, 0),
    author: str = "Vztahy",
    printed_on: date | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write a PDF of envelopes to `target`, a page each; the rest is as with `labels`."""
    kept = _texts(addresses, language)
    own = _lines(sender, language)
    paper = BoxPaper((size.width, size.height), offset_mm)
    for done, lines in enumerate(kept):
        _check(cancelled)
        paper.next_page()
        section = paper.root.add("Sect")
        if own:
            paper.draw(section, _fit(own, size.sender, _SENDER), size.sender)
        paper.draw(section, _fit(lines, size.address, _LARGEST), size.address)
        if progress:
            progress(done + 1, len(kept))
    _check(cancelled)
    title = translator(language)("Envelopes")
    return paper.write(_about(title, author, language, printed_on), target)


def labels_job(
    _store: object,
    progress: Progress,
    cancelled: Cancelled,
    *,
    addresses: Sequence[Address],
    place: Sheet | Envelope,
    language: Language,
    target: Path,
    sender: Address = (),
    start: int = 0,
    offset_mm: tuple[float, float] = (0, 0),
    frame: bool = False,
) -> None:
    """`labels` or `envelopes`, as `place` wants, in a process of its own."""
    if isinstance(place, Sheet):
        labels(
            addresses, place, language, target, start=start, offset_mm=offset_mm, frame=frame,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip
    else:
        envelopes(
            addresses, place, language, target, sender, offset_mm=offset_mm,
            progress=progress, cancelled=cancelled,
        )  # fmt: skip


def misfits(addresses: Sequence[Address], place: Sheet | Envelope, language: Language) -> list[int]:
    """The indexes of the addresses that do not fit there even in the smallest type."""
    if isinstance(place, Sheet):
        box, largest = place.text_box(0), _largest(place)
    else:
        box, largest = place.address, _LARGEST
    return [
        index
        for index, address in enumerate(addresses)
        if (lines := _lines(address, language)) and _fitting(lines, box, largest) is None
    ]


def uncovered(addresses: Sequence[Address]) -> list[int]:
    """The indexes of the addresses with characters that the font lacks (Georgian, for example),
    of which question marks will be printed.
    """
    return [
        index
        for index, address in enumerate(addresses)
        if not all(covers(line) for line in address)
    ]


_LARGEST = 12.0
_SENDER = 8.0


def _largest(sheet: Sheet) -> float:
    """The type of a short address: it grows with the label, within reason."""
    return min(16.0, max(_COMFORTABLE, 0.3 * sheet.height // _STEP * _STEP))


def _texts(addresses: Sequence[Address], language: Language) -> list[list[str]]:
    kept = [lines for address in addresses if (lines := _lines(address, language))]
    if not kept:
        raise UserError(NOTHING)
    return kept


def _lines(address: Address, language: Language) -> list[str]:
    typed = (typeset(line, language) for text in address for line in text.splitlines())
    return [_HOUSE_NUMBER.sub(NBSP, _POSTCODE.sub(rf"\1{NBSP}", line)) for line in typed if line]


def _fit(lines: Sequence[str], box: Box, largest: float) -> list[Text]:
    block = _fitting(lines, box, largest)
    if block is None:
        raise UserError(TOO_LONG, address=lines[0].replace(NBSP, " "))
    return block


def _fitting(lines: Sequence[str], box: Box, largest: float) -> list[Text] | None:
    """The lines as wrapped paragraphs in the best type: if possible no line wraps and the type is
    comfortable; else no word is broken; else they fit, if need be tightly. None if they do not.
    """
    width, height = box.width * MM, box.height * MM
    unit = Style(size=1)
    widest_line = max(unit.measure(line) for line in lines)
    widest_word = max(unit.measure(word) for line in lines for word in line.split(" "))
    for widest, smallest, leading in (
        (widest_line, _COMFORTABLE, _LEADING),
        (widest_word, SMALLEST, _LEADING),
        (0.0, SMALLEST, _LEADING),
        (0.0, SMALLEST, _TIGHT),
    ):
        size = largest
        while size >= smallest:
            if widest * size <= width:
                block = _block(lines, size, leading, width)
                if sum(text.height for text in block) <= height:
                    return block
            size -= _STEP
    return None


def _block(lines: Sequence[str], size: float, leading: float, width: float) -> list[Text]:
    style = Style(size=size, leading=size * leading, colour=_BLACK)
    block = [Text(Element("P"), [Run(line, style)]) for line in lines]
    for text in block:
        text.wrap(width)
    return block


class BoxPaper:
    """A PDF of boxes on sheets while it is drawn; `root` holds the elements of what is drawn."""

    def __init__(self, size_mm: tuple[float, float], offset_mm: tuple[float, float]) -> None:
        if not all(abs(move) <= MOST_OFFSET for move in offset_mm):
            raise UserError(BAD_OFFSET, limit=f"{MOST_OFFSET:g}")
        font(REGULAR)
        self._buffer = io.BytesIO()
        self._height = size_mm[1]
        self._offset = offset_mm
        self._canvas = Canvas(
            self._buffer,
            (size_mm[0] * MM, size_mm[1] * MM),
            invariant=True,
            initialFontName=REGULAR,
            pageCompression=1,
        )
        self.marker = Marker(self._canvas)
        self.root = Element("Document")
        self.pages = 0

    def next_page(self) -> None:
        """Begin a page, which the first one needs too."""
        if self.pages:
            self._canvas.showPage()
            self.marker.next_page()
        self.pages += 1

    def draw(
        self, parent: Element, block: Sequence[Text], box: Box, *, middle: bool = False
    ) -> None:
        """Draw `block` as the content of `parent`, at the top of `box` or half-way down."""
        x, top = self._corner(box)
        if middle:
            top -= (box.height * MM - sum(text.height for text in block)) / 2
        for text in block:
            parent.children.append(text.element)
            text.draw(self.marker, x, top)
            top -= text.height

    def lines(
        self, texts: Sequence[Text], box: Box, top_mm: float, *, turned: bool = False
    ) -> None:
        """Draw texts of one line each, which have their elements, in the middle of `box` from
        `top_mm` below its upper edge; `turned` upside down, as on the back of a folded card.
        """
        x, top = self._corner(box)
        width = box.width * MM
        canvas = self._canvas
        if turned:
            canvas.saveState()
            canvas.translate(x + width, top - box.height * MM)
            canvas.rotate(180)
            x, top = 0.0, 0.0
        top -= top_mm * MM
        for text in texts:
            text.draw(self.marker, x + (width - text.width()) / 2, top)
            top -= text.height
        if turned:
            canvas.restoreState()

    def at(self, texts: Sequence[Text], box: Box) -> None:
        """Draw wrapped texts, which have their elements, from the top of a box down."""
        x, top = self._corner(box)
        for text in texts:
            text.draw(self.marker, x, top)
            top -= text.height

    def frames(self, boxes: Iterable[Box]) -> None:
        """Draw the edges of `boxes` as decoration."""
        with self.marker.artifact():
            self._canvas.setStrokeColorRGB(*RULE)
            self._canvas.setLineWidth(0.3)
            for box in boxes:
                x, top = self._corner(box)
                height = box.height * MM
                self._canvas.rect(x, top - height, box.width * MM, height)

    def write(self, about: Metadata, target: Path) -> int:
        """Finish the file and give the number of its pages. Raises `UserError`."""
        self._canvas.showPage()
        self._canvas.save()
        self._buffer.seek(0)
        self.root.language = about.languages[0]
        write_tagged(self._buffer, self.root, self.marker.owners, about, target)
        return self.pages

    def _corner(self, box: Box) -> tuple[float, float]:
        right, down = self._offset
        return (box.left + right) * MM, (self._height - box.top - down) * MM


def _check(cancelled: Cancelled | None) -> None:
    if cancelled and cancelled():
        raise UserError(CANCELLED)


def _about(title: str, author: str, language: Language, printed_on: date | None) -> Metadata:
    created = datetime.combine(printed_on or date.today(), time(), UTC)
    return Metadata(title=title, author=author, languages=(language,), created=created)
