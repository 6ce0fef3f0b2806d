"""One language of a paper, and how two of them stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from babel import Locale

from app.i18n import Language, Translator, translator
from app.reports.engine.content import Localised, choose
from app.reports.engine.fonts import SEMIBOLD
from app.reports.engine.page import ACCENT, RULE, Band, Cell, Rule
from app.reports.engine.tagging import Element
from app.reports.engine.text import GREY, Run, Style, Text, typeset
from app.rules.binding import NBSP
from app.rules.days import partial_dates
from app.rules.days.partial_dates import PartialDate

_WIDEST_LABEL = 0.64  # of a column, for the word of a label that is never broken
_PADDING = 8  # points between two columns of a table
_SHORT = 5  # rows of a table that is not divided

Lines = Sequence[Sequence[Run]]  # the paragraphs of a table cell


@dataclass(slots=True)
class Row:
    """One column's share of a band; `header` is repeated on the next page."""

    cells: list[Cell]
    kind: str = "paragraph"  # or title, heading, header, table
    bookmark: str = ""
    above: float = 0
    header: bool = False
    rules: Sequence[Rule] = ()
    padding: float = 0  # to write by hand
    keep: bool = False  # on the page of the next row


@dataclass(slots=True)
class Column:
    """One language of a paper: where it stands, how it is set, where its elements go."""

    language: Language
    x: float
    width: float
    parent: Element
    wide: bool  # the only column
    tight: bool = False  # set smaller and closer, for a paper of one page
    marked: set[Language] = field(default_factory=set)

    @property
    def tr(self) -> Translator:
        """The translator of the column's language."""
        return translator(self.language)

    @property
    def body(self) -> Style:
        """The style of running text."""
        if self.tight:
            return Style(size=8.8, leading=11.6) if self.wide else Style(size=8.2, leading=10.6)
        return Style() if self.wide else Style(size=8.8, leading=12.2)

    @property
    def strong(self) -> Style:
        """The style of names."""
        return Style(SEMIBOLD, self.body.size, self.body.leading)

    @property
    def soft(self) -> Style:
        """The style of what stands below a name."""
        return Style(size=self.body.size - 0.8, leading=self.body.leading - 1.2, colour=GREY)

    def say(self, text: str, style: Style | None = None, language: str = "") -> list[Run]:
        """A text of the record or a translated message."""
        return [Run(typeset(text, language or self.language), style or self.body, language)]

    def said(self, text: Localised, style: Style | None = None) -> list[Run]:
        """A text in the column's language, or another one, marked."""
        chosen, language = choose(text, self.language)
        if language is self.language:
            return self.say(chosen, style)
        self.marked.add(language)
        style = style or self.body
        mark = Style(size=style.size - 1.8, leading=style.leading, colour=GREY)
        return [*self.say(chosen, style, language), Run(f"{NBSP}({language})", mark)]

    def day(self, value: PartialDate) -> str:
        """A date that does not break."""
        return partial_dates.format(value, self.tr)

    def heading(self, text: str) -> Row:
        """Begin a section of the column; `text` is its heading and bookmark."""
        section = self.parent.add("Sect")
        style = Style(SEMIBOLD, self.body.size + 1.2, self.body.leading + 2, ACCENT)
        heading = Text(section.add("H2"), self.say(text, style))
        above = 8 if self.tight else 13
        return Row([Cell(self.x, self.width, [heading])], "heading", text, above)

    def section(self) -> Element:
        """The section that the last heading began."""
        last = self.parent.children[-1]
        assert isinstance(last, Element)
        return last

    def paragraph(self, runs: Sequence[Run], *, above: float = 5) -> Row:
        """A paragraph of the current section."""
        above = min(above, 2.5) if self.tight else above
        text = Text(self.section().add("P"), runs)
        return Row([Cell(self.x, self.width, [text])], above=above)

    def pairs(self, parent: Element, rows: Iterable[tuple[str, Lines]]) -> list[Row]:
        """A table of a label and a value each."""
        rows = list(rows)
        if not rows:
            return []
        table = parent.add("Table")
        split = round(self.width * (0.28 if self.wide else 0.38))
        # Better a wider column of labels than one whose words break.
        words = (word for label, _ in rows for word in label.split())
        widest = max(map(self._label.measure, words), default=0)
        split = max(split, round(min(widest + 10, _WIDEST_LABEL * self.width)))
        made = []
        for label, lines in rows:
            line = table.add("TR")
            head = line.add("TH", scope="Row")
            name = Text(head.add("P"), self.say(label, self._label), above=self._air(2))
            value = _cell(line.add("TD"), lines, self._air(2))
            made.append(
                Row(
                    [
                        Cell(self.x, split - 8, [name]),
                        Cell(self.x + split, self.width - split, value),
                    ]
                )
            )
        return made

    def blanks(self, parent: Element, labels: Iterable[str]) -> list[Row]:
        """Labels with a line each, to fill in by hand."""
        made = self.pairs(parent, [(label, []) for label in labels])
        for row in made:
            place = row.cells[1]
            row.above, row.padding = 6, 1
            row.rules = [Rule(place.x, place.width, GREY, 0.5)]
            row.keep = row is not made[-1]
        return made

    @property
    def _small(self) -> Style:
        """The style of the headers of tables."""
        return Style(size=self.body.size - 1.3, leading=self.body.leading - 1, colour=GREY)

    @property
    def _label(self) -> Style:
        return Style(size=self.body.size, leading=self.body.leading, colour=GREY)

    def _air(self, above: float) -> float:
        return above / 2 if self.tight else above

    def table(
        self, headers: Sequence[str], rows: Sequence[Sequence[Lines]], widths: Sequence[float]
    ) -> list[Row]:
        """A table with a header row; `widths` are parts of the column's width, made wider where
        an ordinary word or a date would break.
        """
        table = self.section().add("Table")
        places = []
        x = self.x
        for width in self._fair(headers, rows, widths):
            places.append((x, width * self.width - _PADDING))
            x += width * self.width
        line = table.add("TR")
        small = self._small
        cells = [
            Cell(
                *place,
                [
                    Text(
                        line.add("TH", scope="Column").add("P"),
                        self.say(header, small),
                        above=self._air(2),
                    )
                ],
            )
            for place, header in zip(places, headers, strict=True)
        ]
        made = [Row(cells, "table", header=True)]
        for row in rows:
            line = table.add("TR")
            cells = [
                Cell(*place, _cell(line.add("TD"), lines, self._air(2.5)))
                for place, lines in zip(places, row, strict=True)
            ]
            made.append(Row(cells, "table"))
        return made

    def _fair(
        self, headers: Sequence[str], rows: Sequence[Sequence[Lines]], widths: Sequence[float]
    ) -> list[float]:
        """The widths, those too small for their words widened at the cost of the others."""
        needed = []
        for index, header in enumerate(headers):
            words = [self.widest_word([self.say(header, self._small)])]
            words += [self.widest_word(row[index]) for row in rows if index < len(row)]
            # A word that takes half of the width is none of a table: it is broken.
            sizes = [(word + _PADDING) / self.width for word in words]
            needed.append(max((size for size in sizes if size <= 0.5), default=0.0))
        if sum(needed) > 1:
            return list(widths)
        short = sum(max(0.0, need - width) for need, width in zip(needed, widths, strict=True))
        slack = sum(max(0.0, width - need) for need, width in zip(needed, widths, strict=True))
        if not short or not slack:
            return list(widths)
        share = min(1.0, short / slack)
        return [
            need if width < need else width - (width - need) * share
            for need, width in zip(needed, widths, strict=True)
        ]

    def widest_word(self, lines: Lines) -> float:
        """The width in points of what is not broken at a blank."""
        widest = 0.0
        for runs in lines:
            used = 0.0
            for run in runs:
                first, *rest = run.text.split(" ")
                used += run.style.measure(first)
                for word in rest:
                    widest = max(widest, used)
                    used = run.style.measure(word)
            widest = max(widest, used)
        return widest

    def form(
        self, headers: Sequence[str], rows: Sequence[Sequence[Lines]], widths: Sequence[float]
    ) -> list[Row]:
        """A table with room to write by hand in its rows."""
        header, *made = self.table(headers, rows, widths)
        for row in made:
            row.padding = 6 if any(cell.texts for cell in row.cells) else 18
        # A short table stands on one page; of a longer one not a single row is left alone.
        for row in made[:-1] if len(made) <= _SHORT else made[:1]:
            row.keep = True
        return [header, *made]

    def fitting_width(self, texts: Iterable[str], header: str) -> float:
        """The part of the column that the widest of `texts` needs, at most a half."""
        probe = Element("P")
        widest = max((Text(probe, self.say(text)).width() for text in (*texts, header)), default=0)
        return min((widest + 14) / self.width, 0.5)


def _cell(parent: Element, lines: Lines, above: float) -> list[Text]:
    return [
        Text(parent.add("P"), runs, above=0 if index else above) for index, runs in enumerate(lines)
    ]


def side_by_side(parts: Sequence[list[Row]], columns: Sequence[Column]) -> list[Band]:
    """The bands of a section: the rows of each column (as many in each), aligned one by one."""
    bands: list[Band] = []
    header: Band | None = None
    rows = list(zip_longest(*parts))
    kinds = [_kind(shares) for shares in rows]
    for index, shares in enumerate(rows):
        row = next(share for share in shares if share)
        cells = [cell for share in shares if share for cell in share.cells]
        band = Band(cells, above=row.above)
        if row.kind == "heading":
            band.padding = 2
            band.rules = [Rule(column.x, column.width, ACCENT, 0.6) for column in columns]
            band.bookmark = (row.bookmark, 1)
            header = None
        elif row.kind == "title":
            band.bookmark = (row.bookmark, 0)
        elif row.kind == "table":
            tight = columns[0].tight
            band.padding = 1.5 if row.header else 2 if tight else 3.5
            band.rules = [Rule(column.x, column.width, RULE, 0.5) for column in columns]
            band.header = None if row.header else header
            header = band if row.header else header
        else:
            header = None
        band.rules = [*band.rules, *(rule for share in shares if share for rule in share.rules)]
        band.padding += row.padding
        band.keep = row.keep or row.header or row.kind in {"heading", "title"}
        # The last lines of a table do not stand alone on the next page.
        after = kinds[index + 1 : index + 3]
        last_but_one = after[:1] == ["table"] and after[1:] != ["table"]
        band.keep = band.keep or (row.kind == "table" and last_but_one)
        bands.append(band)
    return bands


def _kind(shares: Sequence[Row | None]) -> str:
    row = next(share for share in shares if share)
    return "header" if row.header else row.kind


def locale(language: Language) -> Locale:
    """CLDR's names of countries and languages."""
    return Locale.parse(language.locale)
