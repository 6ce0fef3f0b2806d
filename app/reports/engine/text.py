"""Paragraphs that can be tagged run by run.

ReportLab's own paragraph draws whole lines in one go, so a word in another language cannot be
marked as such; this one wraps words greedily (left-aligned, never hyphenated) and draws each run
as marked content of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from app.reports.engine.arabic import is_arabic
from app.reports.engine.fonts import REGULAR, pieces, printable, width_of
from app.reports.engine.tagging import Element, Marker
from app.rules.binding import bound

_INSET = 7  # of a boxed text from its frame
if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Colour = tuple[float, float, float]
INK: Colour = (0.10, 0.12, 0.16)
GREY: Colour = (0.36, 0.39, 0.44)  # 7:1 on white, still clear from a black-and-white printer

_BREAK_AFTER = re.compile(r"(?<=[/?&=_.,;–\u00a0-])")


def typeset(text: str, language: str) -> str:
    """`text` as it goes on paper: `printable`, and `bound` where a line must not break. No-break
    spaces are copied as ordinary ones.
    """
    return bound(printable(text), language)


@dataclass(frozen=True, slots=True)
class Style:
    """A font, its size and leading in points, and its colour."""

    font: str = REGULAR
    size: float = 9.5
    leading: float = 13.2
    colour: Colour = INK

    def measure(self, text: str) -> float:
        """The width of `text` on one line, in points."""
        return width_of(text, self.font, self.size)


class Run(NamedTuple):
    """Text in one style; `language` where it differs from its element's."""

    text: str
    style: Style
    language: str = ""


class Text:
    """A paragraph of `runs` that belongs to `element`; its leading is the first run's.

    `above` is the space over it inside its cell, `boxed` draws a thin frame around it.
    """

    __slots__ = ("_lines", "above", "boxed", "element", "runs")

    def __init__(
        self, element: Element, runs: Sequence[Run], *, above: float = 0, boxed: bool = False
    ) -> None:
        self.element = element
        self.runs = runs
        self.above = above
        self.boxed = boxed
        self._lines: list[list[tuple[int, str]]] = []  # of (run, text) segments

    @property
    def leading(self) -> float:
        """The distance of two base lines in points."""
        return self.runs[0].style.leading

    @property
    def height(self) -> float:
        """The height in points, known after `wrap`."""
        return self.above + self.leading * len(self._lines)

    @property
    def line_count(self) -> int:
        """How many lines `wrap` made."""
        return len(self._lines)

    def width(self) -> float:
        """The width on one line."""
        return sum(_width(run.text, run.style) for run in self.runs)

    def wrap(self, width: float) -> None:
        """Break into lines of at most `width` points. A word that is wider breaks after
        punctuation, or anywhere if it must.
        """
        width -= 2 * _INSET if self.boxed else 0
        lines: list[list[tuple[int, str]]] = [[]]
        used = 0.0
        for word in self._words(width):
            size = sum(_width(part, self.runs[run].style) for run, part in word)
            line = lines[-1]
            if line:
                run, before = line[-1]
                blank = _width(" ", self.runs[run].style) if word[0][1][:1] != _GLUE else 0.0
                line[-1] = (run, before + " ") if blank else line[-1]
                if used + blank + size <= width:
                    used += blank + size
                    _append(line, word)
                    continue
                line = []
                lines.append(line)
            _append(line, word)
            used = size
        self._lines = lines

    def _words(self, width: float) -> list[list[tuple[int, str]]]:
        words: list[list[tuple[int, str]]] = []
        for index, run in enumerate(self.runs):
            for position, part in enumerate(run.text.split(" ")):
                if position == 0 and words:
                    words[-1].append((index, part))
                else:
                    words.append([(index, part)])
        found: list[list[tuple[int, str]]] = []
        for word in words:
            size = sum(_width(part, self.runs[run].style) for run, part in word)
            found += self._broken(word, width) if size > width else [word]
        return found

    def _broken(self, word: list[tuple[int, str]], width: float) -> list[list[tuple[int, str]]]:
        """A word of one or more runs that is wider than a line, in pieces that are not."""
        pieces: list[list[tuple[int, str]]] = [[]]
        used = 0.0
        for run, part in word:
            style = self.runs[run].style
            size = _width(part, style)
            if used + size > width and pieces[-1] and size <= width:
                pieces.append([(run, _GLUE + part)])  # where the runs meet
                used = size
                continue
            for number, piece in enumerate(_pieces(part, style, width, width - used)):
                if number:
                    pieces.append([])
                    used = 0.0
                glue = _GLUE if len(pieces) > 1 and not pieces[-1] else ""
                if piece:
                    pieces[-1].append((run, glue + piece))
                    used += _width(piece, style)
        return [piece for piece in pieces if piece]

    def draw(self, marker: Marker, x: float, top: float, *, artifact: bool = False) -> None:
        """Draw with the upper left corner at `x`, `top`; as decoration if `artifact`."""
        top -= self.above
        if self.boxed:
            self._draw_box(marker, x, top)
            x += _INSET
        segments: list[list[tuple[float, float, str]]] = [[] for _ in self.runs]
        size = self.runs[0].style.size
        base = top - (self.leading - size) / 2 - 0.8 * size
        for line in self._lines:
            left = x
            for index, text in line:
                segments[index].append((left, base, text))
                if len(line) > 1:
                    left += _width(text, self.runs[index].style)
            base -= self.leading
        for run, parts in zip(self.runs, segments, strict=True):
            if not parts:
                continue
            if artifact:
                with marker.artifact():
                    _draw_run(marker, run.style, parts)
                continue
            owner = self.element
            if run.language and run.language != owner.language:
                owner = owner.add("Span", language=run.language)
            said = " ".join(text.strip() for _, _, text in parts)
            with marker.content(owner, said if is_arabic(said) else ""):
                _draw_run(marker, run.style, parts)

    def _draw_box(self, marker: Marker, x: float, top: float) -> None:
        with marker.artifact():
            canvas = marker.canvas
            canvas.setStrokeColorRGB(*self.runs[0].style.colour)
            canvas.setLineWidth(0.7)
            widest = max(
                sum(_width(text.rstrip(), self.runs[run].style) for run, text in line)
                for line in self._lines
            )
            height = self.leading * len(self._lines)
            canvas.roundRect(x, top - height, widest + 2 * _INSET, height, self.leading / 2.4)

    def split(self, height: float) -> tuple[Text, Text] | None:
        """The part that fits `height` and the rest, two lines at least each; else None."""
        count = int((height - self.above + 0.01) // self.leading)
        count = min(count, len(self._lines) - 2)
        if count < 2:
            return None
        head = Text(self.element, self.runs, above=self.above)
        rest = Text(self.element, self.runs)
        head._lines = self._lines[:count]
        rest._lines = self._lines[count:]
        return head, rest


_GLUE = "\u2060"  # word joiner: before the rest of a broken word, which takes no blank


def _append(line: list[tuple[int, str]], word: list[tuple[int, str]]) -> None:
    for run, part in word:
        text = part.removeprefix(_GLUE)
        if line and line[-1][0] == run:
            line[-1] = (run, line[-1][1] + text)
        elif text:
            line.append((run, text))


def _width(text: str, style: Style) -> float:
    return style.measure(text.removeprefix(_GLUE))


def _pieces(word: str, style: Style, width: float, room: float) -> list[str]:
    """A word in pieces of at most `width`, the first one of at most `room` (it may be empty)."""
    pieces = [""]
    for part in _BREAK_AFTER.split(word):
        if _width(pieces[-1] + part, style) <= room:
            pieces[-1] += part
            continue
        if pieces[-1] or room < width:
            pieces.append("")
            room = width
        for character in part:
            if pieces[-1] and _width(pieces[-1] + character, style) > room:
                pieces.append("")
            pieces[-1] += character
    return pieces


def _draw_run(marker: Marker, style: Style, parts: list[tuple[float, float, str]]) -> None:
    canvas = marker.canvas
    block = canvas.beginText()
    block.setFont(style.font, style.size, style.leading)
    block.setFillColorRGB(*style.colour)
    for x, y, text in parts:
        block.setTextOrigin(x, y)
        for name, piece in pieces(text, style.font):
            block.setFont(name, style.size, style.leading)
            block.textOut(piece)
    canvas.drawText(block)


def draw_line(canvas: Canvas, x: float, y: float, text: str, style: Style) -> None:
    """Draw a text on one line, as part of what is being marked."""
    block = canvas.beginText(x, y)
    block.setFillColorRGB(*style.colour)
    for name, piece in pieces(text, style.font):
        block.setFont(name, style.size, style.leading)
        block.textOut(piece)
    canvas.drawText(block)
