"""The programme for a pocket: panels of A6, four on a sheet, to be cut or folded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from app.db.connection import Connection
from app.i18n import Language, translator
from app.progress import Progress
from app.reports.delegations import collect, programme, wording
from app.reports.delegations.data import Item, Visit
from app.reports.delegations.script import Choice, Script
from app.reports.engine.content import MissingTranslation, choose
from app.reports.engine.fonts import SEMIBOLD
from app.reports.engine.page import ACCENT, MM
from app.reports.engine.paper import Functions
from app.reports.engine.printing_day import day_of_printing
from app.reports.engine.tagging import Element, Metadata
from app.reports.engine.text import GREY, Run, Style, Text, typeset
from app.reports.people.labels import A4_MM, Box, BoxPaper

_PANEL = (105.0, 148.0)  # A6
_MARGIN = 8.0
_TIMES = 19.0  # millimetres for the hours
_GAP = 1.6  # millimetres between items

_TITLE = Style(SEMIBOLD, 11, 14.2)
_DAY = Style(SEMIBOLD, 8.6, 11.5, ACCENT)
_STRONG = Style(SEMIBOLD, 7.8, 10)
_BODY = Style(size=7.8, leading=10)
_SOFT = Style(size=7, leading=9, colour=GREY)


class _Row(NamedTuple):
    """Hours and what happens then; without hours over the whole width. `keep` with the next."""

    hours: Sequence[Text]
    told: Sequence[Text]
    keep: bool = False
    above: float = _GAP

    @property
    def height(self) -> float:
        """In millimetres, with the space above."""
        texts = (self.hours, self.told)
        return self.above + max(sum(text.height for text in part) for part in texts) / MM


def _rows(visit: Visit, items: Sequence[Item], languages: Sequence[Language]) -> list[_Row]:
    whole, room = _PANEL[0] - 2 * _MARGIN, _PANEL[0] - 2 * _MARGIN - _TIMES
    tr = translator(languages[0])

    def text(said: str, style: Style, language: str, width: float) -> Text:
        spoken = "" if language == languages[0] else language
        made = Text(Element("P"), [Run(typeset(said, language), style, spoken)])
        made.wrap(width * MM)
        return made

    def each(stem: object, first: Style, width: float) -> list[Text]:
        made, seen = [], set()
        for number, code in enumerate(languages):
            said, spoken = choose(stem, code)  # type: ignore[arg-type]
            if said and said not in seen:
                seen.add(said)
                made.append(text(said, _BODY if number and first is _STRONG else first, spoken,
                                 width))  # fmt: skip
        return made

    head = [
        *each(visit.title, _TITLE, whole),
        text(wording.days(visit, tr), _SOFT, languages[0], whole),
    ]
    rows = [_Row((), head, keep=True, above=0)]
    if not items:
        texts = {code: translator(code)("The programme is not set yet.") for code in languages}
        rows.append(_Row((), each(texts, _BODY, whole)))
    for day, found in groupby(items, key=lambda item: item.day):
        named = {code: wording.day_heading(day, translator(code)) for code in languages}
        joined = " / ".join(named.values())
        rows.append(_Row((), [text(joined, _DAY, languages[0], whole)], keep=True, above=3.2))
        for item in found:
            hours = wording.hours(item, visit, tr)
            told = each(item.title, _STRONG, room)
            if item.place:
                told.append(text(item.place, _SOFT, Language.CS, room))
            at = [text(part, _STRONG, languages[0], _TIMES - 2) for part in hours]
            rows.append(_Row(at, told))
    return rows


def _panels(rows: Sequence[_Row]) -> list[list[_Row]]:
    room = _PANEL[1] - 2 * _MARGIN
    panels: list[list[_Row]] = [[]]
    used = 0.0
    group: list[_Row] = []
    for row in rows:
        group.append(row)
        if row.keep and row is not rows[-1]:
            continue
        needed = sum(part.height for part in group)
        if panels[-1] and used + needed > room:
            panels.append([])
            used = 0.0
        panels[-1] += group
        used += needed
        group = []
    return panels


def _write(
    found: Sequence[tuple[Visit, list[Item]]],
    languages: Sequence[Language],
    target: Path,
    on: date,
    title: str,
) -> None:
    paper = BoxPaper(A4_MM, (0, 0))
    for visit, items in found:
        panels = _panels(_rows(visit, items, languages))
        copies = {1: 4, 2: 2}.get(len(panels), 1)  # a sheet is filled
        place = 0
        for _ in range(copies):
            section = paper.root.add("Sect")
            for panel in panels if copies == 1 else _panels(_rows(visit, items, languages)):
                position = place % 4
                if not position:
                    paper.next_page()
                    paper.frames(_box(number) for number in range(4))
                _draw(paper, panel, _box(position), section)
                place += 1
    created = datetime.combine(day_of_printing(on), time(), UTC)
    author = found[0][0].office.native_name
    paper.write(Metadata(title, author, tuple(languages), created), target)


def _box(position: int) -> Box:
    row, column = divmod(position, 2)
    top = (A4_MM[1] - 2 * _PANEL[1]) / 2
    return Box(column * _PANEL[0], top + row * _PANEL[1], *_PANEL)


def _draw(paper: BoxPaper, panel: Sequence[_Row], box: Box, section: Element) -> None:
    left, top = box.left + _MARGIN, box.top + _MARGIN
    width = box.width - 2 * _MARGIN
    for number, row in enumerate(panel):
        above = row.above if number else 0.0
        for text in (*row.hours, *row.told):
            section.children.append(text.element)
        if row.hours:
            paper.at(row.hours, Box(left, top + above, _TIMES, 10))
            paper.at(row.told, Box(left + _TIMES, top + above, width - _TIMES, 10))
        else:
            indent = _TIMES if not row.keep and number and len(panel) > 1 and row.told else 0.0
            paper.at(row.told, Box(left + indent, top + above, width - indent, 10))
        top += row.height - row.above + above


def functions(label: str) -> Functions:
    """What prints the programme for a pocket: what guests may read, of one member if wanted."""

    def write(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        target: Path,
        on: date,
        tell: Progress,
        **options: str,
    ) -> list[str]:
        choice = Choice(**options)
        found = []
        for key in ids:
            collect.check_about(connection, key, choice.member, choice.item)
            visit = collect.visit(connection, key, on)
            items = [item for item in programme.chosen(visit, choice) if not item.is_internal]
            found.append((visit, items))
        tr = translator(languages[0])
        title = f"{tr.message(label)}: {choose(found[0][0].title, languages[0])[0]}"
        _write(found, languages, target, on, title)
        tell(1, 1)
        return []

    def missing(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        on: date,
        **options: str,
    ) -> list[MissingTranslation]:
        made: dict[MissingTranslation, None] = {}
        for key in ids:
            visit = collect.visit(connection, key, on)
            for language in languages:
                script = Script(language)
                script.title(visit.title, "")
                for item in programme.chosen(visit, Choice(**options)):
                    if not item.is_internal:
                        script.say(item.title)
                made |= dict.fromkeys(script.missing(visit.title))
        return list(made)

    def before(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        on: date,
        **options: str,
    ) -> list[str]:
        tr = translator(languages[0])
        return [
            text
            for key in ids
            for text in programme.left_out(
                collect.visit(connection, key, on), tr, Choice(**options)
            )
        ]

    return Functions(write, missing, before)
