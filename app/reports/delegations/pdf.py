"""Scripts as sheets of the paper family."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from app.i18n import Language
from app.reports.agreements.parts import title as title_rows
from app.reports.delegations.script import (
    Address,
    Blanks,
    Block,
    Facts,
    FlagRow,
    Grid,
    Heading,
    Line,
    Lines,
    Paragraph,
    Script,
    Sketch,
    Times,
    Title,
)
from app.reports.delegations.sketch import FlagSketch, SeatingSketch
from app.reports.engine.columns import Column, Row
from app.reports.engine.content import Localised, OwnOffice, choose
from app.reports.engine.frame import compose
from app.reports.engine.page import Cell, Sheet, pages_up_to
from app.reports.engine.tagging import Element
from app.reports.engine.text import Run, Style, Text, typeset

_WIDEST_TIME = 0.32  # of a column
_BULLET = 10  # points


def sheet(
    scripts: Sequence[Script], title: Localised, office: OwnOffice, root: Element, on: date
) -> Sheet:
    """A paper of one or two languages within `root`; `title` stands at the foot. It is set
    tighter where that saves the second page.
    """
    by_language = {script.language: script.sections() for script in scripts}
    count = max(len(sections) for sections in by_language.values())

    def made(*, tight: bool) -> Sheet:
        return compose(
            by_language,
            [_section(number) for number in range(count)],
            office,
            [script.language for script in scripts],
            root,
            title=lambda column: choose(title, column.language)[0],
            on=on,
            tight=tight,
        )

    loose = made(tight=False)
    if pages_up_to(loose, 3) != 2:
        return loose
    # What needs little more than a page stands on one.
    close = made(tight=True)
    fits = pages_up_to(close, 2) == 1
    root.children.remove(root.children[-2 if fits else -1])
    return close if fits else loose


_Told = dict[Language, list[list[Block]]]


def _section(number: int) -> Callable[[Column, _Told], list[Row]]:
    def made(column: Column, told: _Told) -> list[Row]:
        sections = told[column.language]
        if number >= len(sections):
            return []
        rows: list[Row] = []
        place = column.parent
        for block in sections[number]:
            if isinstance(block, Heading):
                rows.append(column.heading(block.text))
                place = column.section()
            else:
                rows += _rows(column, place, block)
        return rows

    return made


def _rows(column: Column, place: Element, block: Block) -> list[Row]:
    if isinstance(block, Title):
        return title_rows(column, block.name, block.over)
    if isinstance(block, Facts):
        rows = [(label, _cell(column, lines)) for label, lines in block.rows]
        made = column.pairs(place, rows)
        if made:
            made[0].above = 5
        return made
    if isinstance(block, Address):
        element = place.add("P")
        texts = [Text(element, runs_of(column, line)) for line in block.lines]
        return [Row([Cell(column.x, column.width, texts)], above=14)]
    if isinstance(block, Times):
        return _times(column, place, block)
    if isinstance(block, Grid) and not column.wide and len(block.headers) > 2:
        return _times(column, place, _as_times(block))
    if isinstance(block, Grid):
        cells = [[_cell(column, cell) for cell in row] for row in block.rows]
        table = column.form if block.form else column.table
        return table(block.headers, cells, block.widths)
    if isinstance(block, Sketch):
        drawn = SeatingSketch(place.add("Figure", alt=block.alt), block.layout)
        return [Row([Cell(column.x, column.width, [drawn])], above=4)]
    if isinstance(block, FlagRow):
        hung = FlagSketch(place.add("Figure", alt=block.alt), block.letters)
        return [Row([Cell(column.x, column.width, [hung])], above=4)]
    if isinstance(block, Blanks):
        return column.blanks(place, block.labels)
    if isinstance(block, Paragraph):
        return [_paragraph(column, place, block)]
    raise AssertionError(block)


def _paragraph(column: Column, place: Element, block: Paragraph) -> Row:
    runs = runs_of(column, block.line)
    if not block.bullet:
        text = Text(place.add("P"), runs)
        return Row([Cell(column.x, column.width, [text])], above=5)
    last = place.children[-1] if place.children else None
    listing = last if isinstance(last, Element) and last.tag == "L" else place.add("L")
    entry = listing.add("LI")
    mark = Text(entry.add("Lbl"), column.say("–"))
    text = Text(entry.add("LBody"), runs)
    return Row(
        [
            Cell(column.x, _BULLET, [mark]),
            Cell(column.x + _BULLET, column.width - _BULLET, [text]),
        ],
        above=3,
    )


def _cell(column: Column, lines: Lines) -> list[list[Run]]:
    return [runs_of(column, line) for line in lines]


def runs_of(column: Column, line: Line) -> list[Run]:
    """A line as runs of a column's language."""
    style = _style(column, line)
    said = line.said
    runs = column.say(said, style) if isinstance(said, str) else column.said(said, style)
    if line.label:
        before = Run(typeset(line.label, column.language) + ": ", column.soft)
        # The leading of a paragraph is that of its first run.
        return [before._replace(style=_grey(column, style)), *runs]
    return runs


def _style(column: Column, line: Line) -> Style:
    styles = {"strong": column.strong, "soft": column.soft}
    return styles.get(line.tone, column.body)


def _grey(column: Column, style: Style) -> Style:
    return Style(size=style.size, leading=style.leading, colour=column.soft.colour)


def _as_times(block: Grid) -> Times:
    """A wide table for half a page: what its first column says heads the rows, the others are
    told in lines, each after the header of its column.
    """
    rows = []
    for first, *others in block.rows:
        told: list[Line] = []
        for header, lines in zip(block.headers[1:], others, strict=True):
            if told and lines:
                told += [lines[0]._replace(label=lines[0].label or header), *lines[1:]]
            else:
                told += lines
        rows.append((first, tuple(told)))
    return Times(tuple(rows))


def _times(column: Column, place: Element, block: Times) -> list[Row]:
    """A table whose rows are headed by their hours."""
    table = place.add("Table")
    probe = Element("P")
    texts = [Text(probe, runs_of(column, line)) for lines, _ in block.rows for line in lines]
    widest = max((text.width() for text in texts), default=0.0)
    split = min(max(widest + 14, 40), _WIDEST_TIME * column.width)
    made = []
    for hours, lines in block.rows:
        line = table.add("TR")
        head = line.add("TH", scope="Row")
        cell = line.add("TD")
        left = [Text(head.add("P"), runs_of(column, said)) for said in hours]
        if not left:  # a header cell is never empty
            left = [Text(head.add("P"), column.say("–", column.soft))]
        right = [Text(cell.add("P"), runs_of(column, said)) for said in lines]
        for texts in (left, right):
            if texts:
                texts[0].above = 3
        cells = [
            Cell(column.x, split - 8, left),
            Cell(column.x + split, column.width - split, right),
        ]
        made.append(Row(cells, "table"))
    return made
