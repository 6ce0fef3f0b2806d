"""Sketches in lines only: a seating plan from above, flags in a row."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.engine.fonts import REGULAR, SEMIBOLD
from app.reports.engine.tagging import Element, Marker
from app.reports.engine.text import GREY, INK, Run, Style, Text
from app.rules.protocol.tables import Layout

_HIGHEST = 330.0  # points
_POLE = 44.0  # points
_SEAT = 9.0  # the radius at most


class SeatingSketch(Text):
    """Tables and numbered seats from above, as wide as its cell; told by the alternative text of
    `element` to who cannot see it.
    """

    __slots__ = ("_layout", "_scale", "_wide")

    def __init__(self, element: Element, layout: Layout) -> None:
        super().__init__(element, [Run("", Style())], above=6)
        self._layout = layout
        self._scale = 1.0
        self._wide = 0.0

    def _edges(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what is drawn, in widths of a seat."""
        seats, boards = self._layout.seats, self._layout.boards
        xs = [s.x for s in seats] + [b.x + d * b.width / 2 for b in boards for d in (-1, 1)]
        ys = [s.y for s in seats] + [b.y + d * b.height / 2 for b in boards for d in (-1, 1)]
        return min(xs) - 0.6, min(ys) - 0.6, max(xs) + 0.6, max(ys) + 0.6

    @property
    def height(self) -> float:
        _, top, _, bottom = self._edges()
        return self.above + (bottom - top) * self._scale

    @property
    def line_count(self) -> int:
        return 1

    def wrap(self, width: float) -> None:
        left, top, right, bottom = self._edges()
        self._wide = width
        self._scale = min(width / (right - left), _HIGHEST / (bottom - top), 30.0)

    def split(self, height: float) -> tuple[Text, Text] | None:
        return None

    def draw(self, marker: Marker, x: float, top: float, *, artifact: bool = False) -> None:
        if artifact:
            return
        top -= self.above
        left, upper, right, _ = self._edges()
        scale = self._scale
        start = x + (self._wide - (right - left) * scale) / 2

        def at(px: float, py: float) -> tuple[float, float]:
            return start + (px - left) * scale, top - (py - upper) * scale

        with marker.content(self.element):
            canvas = marker.canvas
            canvas.saveState()
            canvas.setLineWidth(0.8)
            canvas.setStrokeColorRGB(*GREY)
            for board in self._layout.boards:
                cx, cy = at(board.x, board.y)
                width, height = board.width * scale, board.height * scale
                if board.is_round:
                    canvas.circle(cx, cy, width / 2)
                else:
                    canvas.rect(cx - width / 2, cy - height / 2, width, height)
            canvas.setStrokeColorRGB(*INK)
            radius = min(_SEAT, 0.42 * scale)
            for seat in self._layout.seats:
                cx, cy = at(seat.x, seat.y)
                canvas.setLineWidth(1.4 if seat.honour <= 2 else 0.7)
                canvas.circle(cx, cy, radius)
                self._say(marker, cx, cy, str(seat.number), radius, strong=seat.honour <= 2)
            canvas.restoreState()

    @staticmethod
    def _say(marker: Marker, x: float, y: float, text: str, radius: float, *, strong: bool) -> None:
        size = radius * (1.05 if len(text) < 3 else 0.8)
        style = Style(SEMIBOLD if strong else REGULAR, size)
        style.measure(text)  # registers the font
        canvas = marker.canvas
        canvas.setFont(style.font, size)
        canvas.setFillColorRGB(*INK)
        canvas.drawCentredString(x, y - 0.36 * size, text)


class FlagSketch(Text):
    """Flags in a row on their poles, numbered from the left; told by the alternative text of
    `element` to who cannot see it.
    """

    __slots__ = ("_letters", "_wide")

    def __init__(self, element: Element, letters: Sequence[str]) -> None:
        super().__init__(element, [Run("", Style())], above=6)
        self._letters = letters
        self._wide = 0.0

    @property
    def height(self) -> float:
        return self.above + _POLE + 16

    @property
    def line_count(self) -> int:
        return 1

    def wrap(self, width: float) -> None:
        self._wide = width

    def split(self, height: float) -> tuple[Text, Text] | None:
        return None

    def draw(self, marker: Marker, x: float, top: float, *, artifact: bool = False) -> None:
        if artifact:
            return
        top -= self.above
        step = min(56.0, self._wide / max(len(self._letters), 1))
        left = x + (self._wide - step * len(self._letters)) / 2
        width, height = 0.62 * step, 0.4 * step
        with marker.content(self.element):
            canvas = marker.canvas
            canvas.saveState()
            canvas.setStrokeColorRGB(*INK)
            canvas.setLineWidth(0.8)
            for number, letters in enumerate(self._letters, 1):
                pole = left + (number - 1) * step + 0.16 * step
                canvas.line(pole, top, pole, top - _POLE)
                canvas.rect(pole, top - 2 - height, width, height, fill=0)
                middle = pole + width / 2
                self._say(marker, middle, top - 2 - height / 2 - 2.6, letters, SEMIBOLD, step / 7)
                self._say(marker, pole, top - _POLE - 11, str(number), REGULAR, 8)
            canvas.restoreState()

    @staticmethod
    def _say(marker: Marker, x: float, y: float, text: str, font: str, size: float) -> None:
        Style(font, size).measure(text)  # registers the font
        marker.canvas.setFont(font, size)
        marker.canvas.setFillColorRGB(*INK)
        marker.canvas.drawCentredString(x, y, text)
