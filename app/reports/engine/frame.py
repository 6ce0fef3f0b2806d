"""How a paper is put together: one language or two beside each other, between head and foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from app.i18n import Language
from app.reports.engine.columns import Column, Row, locale, side_by_side
from app.reports.engine.content import OwnOffice
from app.reports.engine.page import GUTTER, WIDTH, Band, Cell, Footer, Sheet, head_of
from app.reports.engine.printing_day import day_of_printing
from app.reports.engine.tagging import Element
from app.reports.engine.text import Text, typeset
from app.rules.binding import NBSP
from app.rules.days.partial_dates import PartialDate

Paper = TypeVar("Paper")


def compose(
    paper: Paper,
    sections: Sequence[Callable[[Column, Paper], list[Row]]],
    office: OwnOffice,
    languages: Sequence[Language],
    root: Element,
    *,
    title: Callable[[Column], str],
    on: date,
    across: Callable[[Paper, Sequence[Column], Element], list[Band]] | None = None,
    tight: bool = False,
) -> Sheet:
    """A paper of one or two languages: letterhead, `sections` side by side, what stands once
    over the whole width (`across`), what the marks of missing translations mean, and a footer
    that begins with `title`. `tight` sets it smaller and closer.
    """
    whole = root.add("Art")
    columns = columns_of(languages, whole, tight=tight)
    bands = [head_of(office, languages, whole)]
    for section in sections:
        parts = []
        for column in columns:
            # Each language is a section of its own: read aloud, it is not mixed line by line.
            column.parent = whole.add("Sect", language=column.language)
            parts.append(section(column, paper))
            if not column.parent.children:
                whole.children.remove(column.parent)
        bands += side_by_side(parts, columns)
    if across:
        bands += across(paper, columns, whole)
    with_legend(bands, legend(columns, whole))
    return Sheet(bands, [footer_of(column, title(column), on) for column in columns])


def columns_of(
    languages: Sequence[Language], whole: Element, *, tight: bool = False
) -> list[Column]:
    """One column over the whole width, or two beside each other."""
    wide = len(languages) == 1
    width = WIDTH if wide else (WIDTH - GUTTER) / 2
    return [
        Column(language, index * (width + GUTTER), width, whole, wide, tight)
        for index, language in enumerate(languages)
    ]


def legend(columns: Sequence[Column], whole: Element) -> list[Band]:
    """What the marks of missing translations mean; nothing if there are none."""
    cells = []
    for column in columns:
        texts = []
        for language in sorted(column.marked):
            name = locale(column.language).languages[language]
            said = column.tr(
                "({code}): not translated, printed in the original language ({language}).",
                code=language,
                language=name,
            )
            element = whole.add("P", language=column.language)
            texts.append(Text(element, column.say(said, column.soft)))
        if texts:
            cells.append(Cell(column.x, column.width, texts))
    return [Band(cells, above=10)] if cells else []


def with_legend(bands: list[Band], notes: Sequence[Band]) -> None:
    """Add `notes` behind `bands`: they never stand on a page of their own."""
    for note in notes:
        if bands:
            note.wrap()
            bands[-1].keep = True
            bands[-1].reserve = note.above + note.height
        bands.append(note)


def footer_of(column: Column, title: str, on: date) -> Footer:
    """The line at the foot: the title, the day of printing, the day `on` that the paper speaks
    about where that is another one, and the number of the page.
    """
    tr = column.tr
    day = day_of_printing(on)
    printed = tr("Printed on {day}", day=column.day(PartialDate.from_date(day)))
    if day != on:
        about = tr("as of {day}", day=column.day(PartialDate.from_date(on)))
        printed = f"{about}   ·   {printed}"

    def right(page: int, pages: int) -> str:
        number = tr("Page {page} of {pages}", page=page, pages=pages)
        return f"{printed}   ·   {number}"

    return Footer(typeset(title, column.language).replace(NBSP, " "), right)
