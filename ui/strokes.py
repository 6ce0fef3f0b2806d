"""The outlines of the Lucide icons as painter paths: what their files hold of SVG, and no more.

QtSvg does it, too; its library and its types cost a start two megabytes and a twentieth of its
time. A test holds both against each other, for every icon.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTransform

SIZE = 24
"""The width and height of the icons' own units."""

_TAG = re.compile(r"<(path|circle|ellipse|line|polyline|polygon|rect)\b([^>]*?)/?>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_PIECE = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)")
_FLAGGED = re.compile(r"[\s,]*([01])")


def outlines(svg: str) -> QPainterPath:
    """All outlines of an icon, to be drawn with one pen."""
    whole = QPainterPath()
    for kind, said in _TAG.findall(svg):
        values = dict(_ATTRIBUTE.findall(said))
        _SHAPES[kind](whole, values)
    return whole


def _number(values: dict[str, str], name: str) -> float:
    return float(values.get(name, 0))


def _ellipse(whole: QPainterPath, values: dict[str, str]) -> None:
    wide, high = _number(values, "rx"), _number(values, "ry")
    centre = QPointF(_number(values, "cx"), _number(values, "cy"))
    whole.addEllipse(centre, wide or _number(values, "r"), high or _number(values, "r"))
    if "fill" in values:  # a dot, smaller than the pen
        whole.moveTo(centre)
        whole.lineTo(centre.x() + 0.01, centre.y())


def _line(whole: QPainterPath, values: dict[str, str]) -> None:
    whole.moveTo(_number(values, "x1"), _number(values, "y1"))
    whole.lineTo(_number(values, "x2"), _number(values, "y2"))


def _polyline(whole: QPainterPath, values: dict[str, str]) -> None:
    _path(whole, {"d": "M" + values["points"]})


def _polygon(whole: QPainterPath, values: dict[str, str]) -> None:
    _path(whole, {"d": f"M{values['points']}z"})


def _rect(whole: QPainterPath, values: dict[str, str]) -> None:
    wide = _number(values, "rx") or _number(values, "ry")
    high = _number(values, "ry") or wide
    x, y, width, height = (_number(values, name) for name in ("x", "y", "width", "height"))
    whole.addRoundedRect(QRectF(x, y, width, height), wide, high)


def _path(whole: QPainterPath, values: dict[str, str]) -> None:
    """The data of a path (https://www.w3.org/TR/SVG11/paths.html#PathData)."""
    start = now = curve = QPointF()
    last = ""
    for command, numbers in _commands(values["d"]):
        relative, kind = command.islower(), command.upper()
        base = now if relative else QPointF()
        points = [
            base + QPointF(numbers[at], numbers[at + 1]) for at in range(0, len(numbers) - 1, 2)
        ]
        before = curve if last in _CURVES.get(kind, "") and last else now
        if kind == "M":
            start = now = points[0]
            whole.moveTo(now)
        elif kind == "Z":
            whole.closeSubpath()
            now = start
        elif kind == "H":
            now = QPointF(numbers[0] + base.x(), now.y())
            whole.lineTo(now)
        elif kind == "V":
            now = QPointF(now.x(), numbers[0] + base.y())
            whole.lineTo(now)
        elif kind == "A":
            end = base + QPointF(numbers[5], numbers[6])
            _arc(whole, now, numbers, end)
            now = end
        elif kind in "CS":
            first = points[0] if kind == "C" else now + (now - before)
            curve, now = points[-2], points[-1]
            whole.cubicTo(first, curve, now)
        elif kind in "QT":
            curve = points[0] if kind == "Q" else now + (now - before)
            now = points[-1]
            whole.quadTo(curve, now)
        else:
            now = points[0]
            whole.lineTo(now)
        last = kind


_CURVES = {"S": "CS", "T": "QT"}
"""After which commands one goes on in the direction of the last curve."""
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; one that goes on without its letter is given again."""
    command, at = "", 0
    numbers: list[float] = []
    while found := _PIECE.search(data, at):
        at = found.end()
        if found[1]:
            command, numbers = found[1], []
        else:
            numbers.append(float(found[2]))
            if command in "Aa" and len(numbers) in (3, 4):  # flags need no blank behind them
                flag = _FLAGGED.match(data, at)
                assert flag, data
                numbers.append(float(flag[1]))
                at = flag.end()
                if len(numbers) == 4:
                    flag = _FLAGGED.match(data, at)
                    assert flag, data
                    numbers.append(float(flag[1]))
                    at = flag.end()
        if len(numbers) == _TAKES[command.upper()]:
            yield command, numbers
            numbers = []
            command = {"M": "L", "m": "l"}.get(command, command)


def _arc(whole: QPainterPath, start: QPointF, numbers: list[float], end: QPointF) -> None:
    """An elliptical arc from its ends (SVG 1.1, appendix F.6.5)."""
    wide, high, turned, large, sweep = numbers[:5]
    if not wide or not high or start == end:
        whole.lineTo(end)
        return
    angle = math.radians(turned)
    cosine, sine = math.cos(angle), math.sin(angle)
    half = (start - end) / 2
    x = cosine * half.x() + sine * half.y()
    y = cosine * half.y() - sine * half.x()
    short = (x / wide) ** 2 + (y / high) ** 2
    if short > 1:
        wide, high = wide * math.sqrt(short), high * math.sqrt(short)
    below = (wide * y) ** 2 + (high * x) ** 2
    share = math.sqrt(max(0.0, (wide * high) ** 2 - below) / below)
    share = share if large != sweep else -share
    inner_x, inner_y = share * wide * y / high, -share * high * x / wide
    middle = (start + end) / 2
    centre = QPointF(
        cosine * inner_x - sine * inner_y + middle.x(),
        sine * inner_x + cosine * inner_y + middle.y(),
    )
    first = math.degrees(math.atan2((y - inner_y) / high, (x - inner_x) / wide))
    last = math.degrees(math.atan2((-y - inner_y) / high, (-x - inner_x) / wide))
    span = last - first
    if sweep and span < 0:
        span += 360
    elif not sweep and span > 0:
        span -= 360
    arc = QPainterPath()
    box = QRectF(-wide, -high, 2 * wide, 2 * high)
    arc.arcMoveTo(box, -first)  # Qt counts against the clock
    arc.arcTo(box, -first, -span)
    arc = QTransform().translate(centre.x(), centre.y()).rotate(turned).map(arc)
    elements = [arc.elementAt(number) for number in range(1, arc.elementCount())]
    points = [QPointF(element.x, element.y) for element in elements]  # of Bézier curves
    points[-1] = end
    for at in range(0, len(points), 3):
        whole.cubicTo(*points[at : at + 3])


_SHAPES: dict[str, Callable[[QPainterPath, dict[str, str]], None]] = {
    "path": _path,
    "circle": _ellipse,
    "ellipse": _ellipse,
    "line": _line,
    "polyline": _polyline,
    "polygon": _polygon,
    "rect": _rect,
}
