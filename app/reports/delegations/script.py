"""What a paper says, block by block, in one language: set for print or written for Word.

A paper is told once by a function that fills a `Script`. Scripts of two languages about the same
content have blocks that correspond, so that they can stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.i18n import Language, Translator, translator
from app.reports.engine.content import Localised, MissingTranslation, choose
from app.rules.protocol.tables import Layout

Said = str | Localised
"""A text of the paper's language, or one of the record in the languages that there are."""

Tone = Literal["body", "strong", "soft", "gap"]
"""How a line is set; a gap is what a person has still to write."""


class Line(NamedTuple):
    """A paragraph: what is said, how it is set, and a label before it."""

    said: Said
    tone: Tone = "body"
    label: str = ""


Lines = Sequence[Line]
Fact = tuple[str, Said | list[Line]]
Row = tuple[Lines, ...]


class Title(NamedTuple):
    """What the paper is about, under the words that say what kind of paper it is."""

    name: Localised
    over: str


class Heading(NamedTuple):
    """Begins a section."""

    text: str


class Paragraph(NamedTuple):
    """A paragraph, or with `bullet` an entry of a list."""

    line: Line
    bullet: bool = False


class Address(NamedTuple):
    """Lines close below one another: whom a letter goes to."""

    lines: Lines


class Facts(NamedTuple):
    """Labels with a value each."""

    rows: tuple[tuple[str, Lines], ...]


class Times(NamedTuple):
    """What happens when: the hours, and what happens then."""

    rows: tuple[tuple[Lines, Lines], ...]


class Grid(NamedTuple):
    """A table with a header; `widths` are parts of the whole. A `form` has room to write."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Lines, ...], ...]
    widths: tuple[float, ...]
    form: bool = False


class Sketch(NamedTuple):
    """A drawing of tables and seats, and what it shows, in words."""

    layout: Layout
    alt: str


class FlagRow(NamedTuple):
    """A drawing of flags from the left, each with the letters on it, and what it shows in words."""

    letters: tuple[str, ...]
    alt: str


class Blanks(NamedTuple):
    """Labels with room for what a person fills in."""

    labels: tuple[str, ...]


Block = Title | Heading | Paragraph | Address | Facts | Times | Grid | Sketch | FlagRow | Blanks


class Script:
    """The blocks of a paper in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.blocks: list[Block] = []

    @property
    def tr(self) -> Translator:
        """The translator of the paper's language."""
        return translator(self.language)

    def title(self, name: Localised, over: str) -> None:
        """Begin with what the paper is about."""
        self.blocks.append(Title(name, over))

    def heading(self, text: str) -> None:
        """Begin a section."""
        self.blocks.append(Heading(text))

    def say(self, said: Said, tone: Tone = "body", label: str = "") -> None:
        """Add a paragraph of each line of a text; nothing for none."""
        self.blocks += [Paragraph(line) for line in lines_of(said, tone, label)]

    def address(self, lines: Sequence[Line]) -> None:
        """Add lines close below one another."""
        if lines:
            self.blocks.append(Address(tuple(lines)))

    def listed(self, items: Sequence[Said]) -> None:
        """Add a list with bullets."""
        for item in items:
            for line in lines_of(item):
                self.blocks.append(Paragraph(line, bullet=True))

    def facts(self, rows: Sequence[Fact]) -> None:
        """Add labels with a value each; those without a value are left out."""
        made: list[tuple[str, Lines]] = []
        for label, said in rows:
            lines = said if isinstance(said, list) else lines_of(said)
            if lines:
                made.append((label, tuple(lines)))
        if made:
            self.blocks.append(Facts(tuple(made)))

    def times(self, rows: Sequence[tuple[Lines, Lines]]) -> None:
        """Add a timetable."""
        if rows:
            self.blocks.append(Times(tuple(rows)))

    def grid(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[Lines]],
        widths: Sequence[float],
        *,
        form: bool = False,
    ) -> None:
        """Add a table; columns in which nothing stands are left out, but not those of a form."""
        kept = [
            index
            for index, _ in enumerate(headers)
            if form or not rows or any(row[index] for row in rows)
        ]
        total = sum(widths[index] for index in kept) or 1
        self.blocks.append(
            Grid(
                tuple(headers[index] for index in kept),
                tuple(tuple(tuple(row[index]) for index in kept) for row in rows),
                tuple(widths[index] / total for index in kept),
                form,
            )
        )

    def gap(self, what: str) -> Line:
        """What somebody has still to write, as a line."""
        return Line(self.tr("[to be filled in: {what}]", what=what), "gap")

    def say_or_gap(self, said: Said, what: str) -> None:
        """A text, or the gap that it leaves."""
        if said:
            self.say(said)
        else:
            self.blocks.append(Paragraph(self.gap(what)))

    def lines_or_gap(self, said: Said, what: str) -> list[Line]:
        """The lines of a text, or of the gap that it leaves."""
        return lines_of(said) or [self.gap(what)]

    def sketch(self, layout: Layout, alt: str) -> None:
        """Add a drawing of tables and seats."""
        self.blocks.append(Sketch(layout, alt))

    def flags(self, letters: tuple[str, ...], alt: str) -> None:
        """Add a drawing of flags."""
        self.blocks.append(FlagRow(letters, alt))

    def blanks(self, *labels: str) -> None:
        """Add labels with room to fill in."""
        self.blocks.append(Blanks(labels))

    def sections(self) -> list[list[Block]]:
        """The blocks, each section beginning with its heading; the first one has none."""
        found: list[list[Block]] = [[]]
        for block in self.blocks:
            if isinstance(block, Heading):
                found.append([])
            found[-1].append(block)
        return found

    def missing(self, title: Localised) -> list[MissingTranslation]:
        """What is printed in another language, of a paper about `title`; each text once."""
        name = choose(title, Language.CS)[0]
        found: dict[MissingTranslation, None] = {}
        for said in self._said():
            if isinstance(said, str):
                continue
            text, language = choose(said, self.language)
            if text and language is not self.language:
                found[MissingTranslation(name, self.language, text)] = None
        return list(found)

    def _said(self) -> Iterator[Said]:
        for block in self.blocks:
            if isinstance(block, Title):
                yield block.name
            elif isinstance(block, Paragraph):
                yield block.line.said
            elif isinstance(block, Address):
                yield from (line.said for line in block.lines)
            elif isinstance(block, Facts):
                yield from (line.said for _, lines in block.rows for line in lines)
            elif isinstance(block, (Times, Grid)):
                yield from (line.said for row in block.rows for cell in row for line in cell)


def lines_of(said: Said | None, tone: Tone = "body", label: str = "") -> list[Line]:
    """A line for each line of a text; none for no text. The label stands before the first."""
    if not said:
        return []
    if isinstance(said, str):
        parts: list[Said] = [part.strip() for part in said.splitlines() if part.strip()]
    else:
        # The lines of each language stand beside those of the same number.
        split = {code: [t.strip() for t in text.splitlines() if t.strip()] for code, text in
                 said.items()}  # fmt: skip
        most = max(map(len, split.values()), default=0)
        if len({len(texts) for texts in split.values()}) > 1:
            return [Line(said, tone, label)]
        parts = [{code: texts[index] for code, texts in split.items()} for index in range(most)]
    return [Line(part, tone, label if not index else "") for index, part in enumerate(parts)]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a paper was asked to print: a member or an item by id, empty for all; its options."""

    member: str = ""
    item: str = ""
    step: str = ""
    size: str = ""
