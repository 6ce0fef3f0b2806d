"""The sketch of a signing ceremony: seats, table and flags from above, in lines only."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.engine.fonts import REGULAR, SEMIBOLD
from app.reports.engine.tagging import Element, Marker
from app.reports.engine.text import GREY, INK, Run, Style, Text

_HEIGHT = 162.0
_FLAG = (24.0, 15.0)
_SEAT = 11.0  # its radius


class SigningSketch(Text):
    """Drawn as wide as its cell: at the top the flags, below them those who stand, those who
    sit and sign (numbered from the audience's left), the table with the originals, and the
    audience. It is told to who cannot see it by the alternative text of `element`.
    """

    __slots__ = ("_audience", "_flags", "_seats", "_standing", "_wide")

    def __init__(
        self, element: Element, flags: Sequence[str], seats: int, standing: str, audience: str
    ) -> None:
        super().__init__(element, [Run(audience, Style())], above=6)
        self._flags = flags
        self._seats = seats
        self._standing = standing
        self._audience = audience
        self._wide = 0.0

    @property
    def height(self) -> float:
        return self.above + _HEIGHT

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
        with marker.content(self.element):
            marker.canvas.saveState()
            marker.canvas.setStrokeColorRGB(*INK)
            marker.canvas.setFillColorRGB(*INK)
            marker.canvas.setLineWidth(0.8)
            middle = x + self._wide / 2
            self._draw_flags(marker, middle, top)
            self._draw_people(marker, middle, top - 70)
            self._draw_audience(marker, x, top - _HEIGHT + 4)
            marker.canvas.restoreState()

    def _draw_flags(self, marker: Marker, middle: float, top: float) -> None:
        width, height = _FLAG
        step = min(width + 12, self._wide / max(len(self._flags), 1))
        left = middle - step * (len(self._flags) - 1) / 2
        for index, code in enumerate(self._flags):
            x = left + index * step - width / 2
            marker.canvas.line(x, top - 2, x, top - 32)
            marker.canvas.rect(x, top - 3 - height, width, height, fill=0)
            self._say(marker, x + width / 2, top - 3 - height + 4.5, code, Style(SEMIBOLD, 7))
        self._dashes(marker, middle - self._wide / 2, top - 36)

    def _draw_people(self, marker: Marker, middle: float, top: float) -> None:
        canvas = marker.canvas
        step = min(104.0 if self._wide > 400 else 74.0, (self._wide - 40) / self._seats)
        left = middle - step * (self._seats - 1) / 2
        # Those who stand behind: three for each signatory.
        canvas.setStrokeColorRGB(*GREY)
        for index in range(self._seats):
            for beside in (-1, 0, 1):
                canvas.circle(left + index * step + beside * min(20, step / 3.4), top + 10, 4.5)
        self._say(marker, middle, top + 18.5, self._standing, Style(REGULAR, 7, colour=GREY))
        canvas.setStrokeColorRGB(*INK)
        for index in range(self._seats):
            x = left + index * step
            canvas.circle(x, top - 14, _SEAT)
            self._say(marker, x, top - 17.5, str(index + 1), Style(SEMIBOLD, 10))
        table = step * (self._seats - 1) + 64
        canvas.roundRect(middle - table / 2, top - 62, table, 32, 3)
        for index in range(self._seats):
            x = left + index * step
            canvas.rect(x - 8, top - 52, 16, 12)  # the original
            canvas.line(x - 4, top - 44, x + 4, top - 44)
            canvas.line(x - 4, top - 48, x + 4, top - 48)
            canvas.line(x + 14, top - 52, x + 14, top - 38)  # the flag of the party
            canvas.rect(x + 14, top - 44, 8, 6)

    def _draw_audience(self, marker: Marker, x: float, y: float) -> None:
        self._dashes(marker, x, y + 14)
        self._say(marker, x + self._wide / 2, y, self._audience, Style(REGULAR, 7, colour=GREY))

    def _dashes(self, marker: Marker, x: float, y: float) -> None:
        canvas = marker.canvas
        canvas.saveState()
        canvas.setStrokeColorRGB(*GREY)
        canvas.setLineWidth(0.4)
        canvas.setDash(2, 3)
        canvas.line(x, y, x + self._wide, y)
        canvas.restoreState()

    @staticmethod
    def _say(marker: Marker, x: float, y: float, text: str, style: Style) -> None:
        canvas = marker.canvas
        canvas.saveState()
        style.measure(text)  # registers the font
        canvas.setFont(style.font, style.size)
        canvas.setFillColorRGB(*style.colour)
        canvas.drawCentredString(x, y, text)
        canvas.restoreState()
