"""Badges and place cards on A4 sheets: names as large as they fit, never cut.

A name is set in one line as long as it is well readable so, then smaller or in two lines,
whichever is larger. What stands below it shrinks before the name does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from app.db.connection import Connection
from app.entities import choices
from app.errors import UserError
from app.i18n import N_, Language, Translator, translator
from app.progress import Progress
from app.reports.agreements.parts import label_of
from app.reports.delegations import collect, wording
from app.reports.delegations.data import Member, Visit
from app.reports.engine.content import (
    Localised,
    MissingTranslation,
    choose,
    missing_of,
)
from app.reports.engine.fonts import SEMIBOLD
from app.reports.engine.page import MM
from app.reports.engine.paper import Functions
from app.reports.engine.printing_day import day_of_printing
from app.reports.engine.tagging import Element, Metadata
from app.reports.engine.text import GREY, INK, Run, Style, Text, typeset
from app.reports.people.labels import A4_MM, Box, BoxPaper

BADGES = ("90x54", "85x54", "80x50", "105x74", "105x148")
PLACE_CARDS = ("tent-210x74", "tent-105x70", "105x74", "85x54", "90x54", "80x50")

READABLE = 14.0
"""Points: a smaller name is listed before printing."""

BAD_SIZE = N_(
    "“{size}” is no size of a card. Write its width and height in millimetres, for example 90x54, "
    "with a gap between rows 90x54+5, of a folded card tent-210x74."
)
TOO_LARGE = N_("A card of {size} does not fit on a sheet of A4.")
NOBODY = N_("The visit has no members yet.")

_SIZE = re.compile(r"(tent-)?(\d{2,3})x(\d{2,3})(?:\+(\d{1,2}))?")
_SMALLEST = 4.0
_STEP = 0.5
_LEADING = 1.18
_MARGIN = 4.0  # millimetres within a card


@dataclass(frozen=True, slots=True)
class Size:
    """A card in millimetres; a tent card is folded at the upper edge of its front. `gap` lies
    between the rows of a sheet.
    """

    width: float
    height: float
    tent: bool = False
    gap: float = 0

    @property
    def whole(self) -> float:
        """The height of the unfolded card."""
        return 2 * self.height if self.tent else self.height

    @property
    def columns(self) -> int:
        """How many stand beside one another."""
        return int(A4_MM[0] // self.width)

    @property
    def rows(self) -> int:
        """How many stand below one another."""
        return int((A4_MM[1] + self.gap) // (self.whole + self.gap))

    def box(self, position: int) -> Box:
        """The place of a card on its sheet, the unfolded one; all of them in the middle."""
        row, column = divmod(position, self.columns)
        left = (A4_MM[0] - self.columns * self.width) / 2
        height = self.rows * self.whole + (self.rows - 1) * self.gap
        top = (A4_MM[1] - height) / 2
        return Box(
            left + column * self.width,
            top + row * (self.whole + self.gap),
            self.width,
            self.whole,
        )


def size_of(code: str) -> Size:
    """The size of a code (``90x54``, ``90x54+5``, ``tent-210x74``). Raises `UserError`."""
    found = _SIZE.fullmatch(code.replace(" ", ""))
    if not found:
        raise UserError(BAD_SIZE, size=code)
    tent, width, height, gap = found.groups()
    size = Size(float(width), float(height), bool(tent), float(gap or 0))
    if min(size.width, size.height) < 20:
        raise UserError(BAD_SIZE, size=code)
    if not size.columns or not size.rows:
        raise UserError(TOO_LARGE, size=code)
    return size


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on a card: the name, and lines below it, each in one or two languages."""

    name: str
    below: Sequence[str]
    above: str = ""
    foot: str = ""
    native_name: str = ""
    pronunciation: str = ""
    language: str = ""


def name_lines(name: str, width: float, height: float, most: float, lines: int = 2) -> list[Text]:
    """A name as centred lines in the largest type that fits `width` and `height` (points): whole,
    in one line, else smaller or in up to `lines` lines. Words are broken only where one of them
    would not fit in the smallest type.
    """
    best: list[str] = []
    size = most
    while size >= _SMALLEST:
        style = _name_style(size)
        for count in range(1, lines + 1):
            # One line down to what is well readable; below that two lines, if they are larger.
            if count > 1 and size > 0.8 * most:
                continue
            broken = _broken(name, style, width, count)
            if broken and len(broken) * style.leading <= height:
                return [_line(text, style) for text in broken]
        size -= _STEP
    style = _name_style(_SMALLEST)
    text = Text(Element("P"), [Run(name, style)])
    text.wrap(width)
    best = ["".join(part for _, part in line).strip() for line in text._lines]
    return [_line(part, style) for part in best]


def _name_style(size: float) -> Style:
    return Style(SEMIBOLD, size, size * _LEADING, INK)


def _line(text: str, style: Style) -> Text:
    made = Text(Element("P"), [Run(text, style)])
    made.wrap(10_000)
    return made


def _broken(text: str, style: Style, width: float, lines: int) -> list[str]:
    """The text in at most so many lines, the most even ones; empty where it does not fit."""
    words = text.split(" ")
    if lines == 1 or len(words) == 1:
        return [text] if style.measure(text) <= width else []
    pairs = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    fitting = [pair for pair in pairs if all(style.measure(part) <= width for part in pair)]
    if not fitting:
        return []
    return list(min(fitting, key=lambda pair: max(map(style.measure, pair))))


def _small(text: str, width: float, most: float, least: float, *, lines: int) -> list[Text]:
    """A text below the name, smaller and in more lines until it fits; in the smallest type in as
    many lines as it takes.
    """
    size = most
    while True:
        style = Style(size=size, leading=size * 1.25, colour=GREY if most < 9 else INK)
        probe = Text(Element("P"), [Run(text, style)])
        probe.wrap(width)
        if probe.line_count <= lines or size <= least:
            parts = ["".join(part for _, part in line).strip() for line in probe._lines]
            return [_line(part, style) for part in parts]
        size -= _STEP


@dataclass(frozen=True, slots=True)
class _Set:
    """A card set in its box: lines above, the name, lines below, at the foot (all centred)."""

    above: Sequence[Text]
    name: Sequence[Text]
    below: Sequence[Text]
    foot: Sequence[Text]


def laid_out(card: Card, size: Size) -> _Set:
    """The card in its size. The name takes what the others, small as they may be, leave."""
    width = (size.width - 2 * _MARGIN) * MM
    height = (size.height - 2 * _MARGIN) * MM
    large = min(1.6, max(1.0, size.height / 54))
    for share in (1.0, 0.85, 0.7):
        above = _small(card.above, width, 8 * share * large, 5, lines=2) if card.above else []
        foot = _small(card.foot, width, 8 * share * large, 5, lines=1) if card.foot else []
        below = []
        if card.native_name:
            below += _small(card.native_name, width, 11 * share * large, 6, lines=1)
        for text in card.below:
            below += _small(text, width, 10 * share * large, 5.5, lines=2)
        taken = sum(text.height for text in (*above, *below, *foot)) + 3 * MM
        room = height - taken
        name = name_lines(card.name, width, max(room, 0.25 * height), 30 * large)
        used = taken + sum(text.height for text in name)
        if used <= height and name[0].runs[0].style.size >= READABLE:
            break
    while used > height and (foot or below or above):
        # What does not fit beside the name is left to the list of participants.
        dropped = below.pop() if below else (foot.pop() if foot else above.pop())
        used -= dropped.height
    return _Set(above, name, below, foot)


def cards_of(
    visit: Visit, languages: Sequence[Language], member: str, item: str, *, badge: bool
) -> list[Card]:
    """The cards of those who come (to an item), or of one member."""
    made = []
    for found in visit.at(item):
        if member not in ("", found.id):
            continue
        made.append(_card(visit, found, languages, badge=badge))
    return made


def _card(visit: Visit, member: Member, languages: Sequence[Language], *, badge: bool) -> Card:
    def said(text: Localised) -> str:
        parts = [typeset(choose(text, code)[0], code) for code in languages]
        return " / ".join(dict.fromkeys(filter(None, parts)))

    below = [said(member.posts)]
    # An office without a post of one's own has its organisation below; both on a badge.
    if badge or not below[0]:
        below.append(said(wording.body(member.body)))
    parts = [label_of(choices.PART, member.part, translator(code)) for code in languages]
    serving = member.part not in ("head", "member")
    return Card(
        name=typeset(member.name, languages[0]),
        below=[text for text in below if text],
        above=said(visit.title) if badge else "",
        foot=" / ".join(dict.fromkeys(parts)) if badge and serving else "",
        native_name=typeset(member.native_name, languages[0]),
        pronunciation=typeset(member.pronunciation, languages[0]),
        language=languages[0],
    )


def small_names(cards: Sequence[Card], size: Size, tr: Translator) -> list[str]:
    """The names that are set smaller than can be read well from across a table."""
    said = []
    for card in cards:
        points = laid_out(card, size).name[0].runs[0].style.size
        if points < READABLE:
            name = card.name.replace("\u00a0", " ")
            text = tr(
                "“{name}” is set in {points} points only. A larger card, or a shorter form of the "
                "name, is read better.",
                name=name,
                points=f"{points:g}",
            )
            said.append(text)
    return said


def _draw(paper: BoxPaper, card: Card, box: Box, size: Size, section: Element) -> None:
    """The front of a card, or of the lower half of a folded one."""
    laid = laid_out(card, size)
    for texts in (laid.above, laid.name, laid.below, laid.foot):
        _own(texts, section)
    middle = [*laid.name, *laid.below]
    height = sum(text.height for text in middle) / MM
    high = sum(text.height for text in laid.above) / MM
    low = sum(text.height for text in laid.foot) / MM
    paper.lines(laid.above, box, _MARGIN)
    room = box.height - 2 * _MARGIN - high - low
    paper.lines(middle, box, _MARGIN + high + max(0.0, (room - height) / 2))
    paper.lines(laid.foot, box, box.height - _MARGIN - low)


def _own(texts: Sequence[Text], section: Element) -> None:
    """Texts that are lines of one paragraph belong to one element."""
    if not texts:
        return
    paragraph = section.add("P")
    for text in texts:
        text.element = paragraph


def _draw_back(
    paper: BoxPaper, card: Card, box: Box, size: Size, section: Element, *, turned: bool
) -> None:
    """The back: how the name is said, under the name; the name again where nothing is known."""
    width = (size.width - 2 * _MARGIN) * MM
    name = name_lines(card.name, width, size.height * MM / 2, 16 if card.pronunciation else 24)
    said = _small(card.pronunciation, width, 20, 7, lines=2) if card.pronunciation else []
    _own(name, section)
    _own(said, section)
    height = sum(text.height for text in (*name, *said)) / MM
    paper.lines([*name, *said], box, (box.height - height) / 2, turned=turned)


def _write(
    cards: Sequence[Card],
    size: Size,
    title: str,
    visit: Visit,
    languages: Sequence[Language],
    target: Path,
    on: date,
    *,
    backs: bool,
) -> None:
    paper = BoxPaper(A4_MM, (0, 0))
    count = size.columns * size.rows
    for start in range(0, len(cards), count):
        part = cards[start : start + count]
        paper.next_page()
        paper.frames(size.box(position) for position in range(len(part)))
        if size.tent:
            folds = [size.box(position) for position in range(len(part))]
            paper.frames(Box(b.left, b.top, b.width, b.height / 2) for b in folds)
        for position, card in enumerate(part):
            box = size.box(position)
            section = paper.root.add("Sect")
            if size.tent:
                back = Box(box.left, box.top, box.width, box.height / 2)
                front = Box(box.left, box.top + box.height / 2, box.width, box.height / 2)
                _draw(paper, card, front, size, section)
                _draw_back(paper, card, back, size, section, turned=True)
            else:
                _draw(paper, card, box, size, section)
        if backs and not size.tent:
            paper.next_page()  # printed on both sides, turned over the long edge
            for position, card in enumerate(part):
                row, column = divmod(position, size.columns)
                box = size.box(row * size.columns + size.columns - 1 - column)
                _draw_back(paper, card, box, size, paper.root.add("Sect"), turned=False)
    created = datetime.combine(day_of_printing(on), time(), UTC)
    paper.write(Metadata(title, visit.office.native_name, tuple(languages), created), target)


def functions(label: str, *, badge: bool) -> Functions:
    """What prints badges, or place cards."""

    def found(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        on: date,
        options: dict[str, str],
    ) -> tuple[Visit, list[Card]]:
        member, item = options.get("member", ""), options.get("item", "")
        cards: list[Card] = []
        for key in ids:
            collect.check_about(connection, key, member, item)
            visit = collect.visit(connection, key, on)
            cards += cards_of(visit, languages, member, item, badge=badge)
        return visit, cards

    def write(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        target: Path,
        on: date,
        tell: Progress,
        **options: str,
    ) -> list[str]:
        size = size_of(options["size"])
        visit, cards = found(connection, ids, languages, on, options)
        if not cards:
            raise UserError(NOBODY)
        tr = translator(languages[0])
        title = f"{tr.message(label)}: {choose(visit.title, languages[0])[0]}"
        _write(cards, size, title, visit, languages, target, on, backs=not badge)
        tell(1, 1)
        return []

    def missing(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        on: date,
        **options: str,
    ) -> list[MissingTranslation]:
        visit, _ = found(connection, ids, languages, on, options)
        people = visit.at(options.get("item", ""))
        content: list[object] = [member.posts for member in people]
        if badge:
            content = [visit.title, *content, *(wording.body(m.body) for m in people)]
        return missing_of(visit.title, content, languages)

    def before(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        on: date,
        **options: str,
    ) -> list[str]:
        _, cards = found(connection, ids, languages, on, options)
        return small_names(cards, size_of(options["size"]), translator(languages[0]))

    return Functions(write, missing, before)
