"""The icons look as their files say: held against QtSvg, which reads all of SVG."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.paths import RESOURCES
from ui.icons import icon
from ui.strokes import outlines

SIDE = 96
ICONS = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))


def by_qt_svg(text: str) -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, SIDE, SIDE))
    painter.end()
    return image


def difference(one: QImage, other: QImage) -> float:
    """How much of what is drawn is drawn otherwise (Qt's own arcs are a little beside)."""
    apart = drawn = 0
    for x in range(SIDE):
        for y in range(SIDE):
            here, there = one.pixelColor(x, y).alpha(), other.pixelColor(x, y).alpha()
            apart += abs(here - there)
            drawn += there
    return apart / drawn


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_looks_as_qt_svg_draws_it(qapp: QApplication, name: str) -> None:
    text = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    drawn = icon(name, "#000000", SIDE).pixmap(SIDE, SIDE).toImage()
    assert difference(drawn, by_qt_svg(text)) < 0.02


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_says_nothing_that_is_not_drawn(name: str) -> None:
    text = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    tags = set(re.findall(r"<([a-z]+)", text))
    assert tags <= {"svg", "path", "circle", "ellipse", "line", "polyline", "polygon", "rect"}
    said = set(re.findall(r"([a-z-]+)=", text.partition(">")[2].partition("<svg")[2] or text))
    assert not {"transform", "style", "opacity"} & said
    assert set(re.findall(r'(?:fill|stroke|stroke-width)="([^"]*)"', text)) <= {
        "none", "currentColor", "2",
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        "M2 2L22 22H4V9z",
        "m2 2 5 1 5-4 2.5.5.5.25",
        "M4 4c4 0 8 4 8 8s4 8 8 8",
        "M4 12q4-8 8 0t8 0",
        "M4 4a8 4 30 0 1 10 10",
        "M4 4a8 4 30 1018 9",
        "M2 10A1 1 0 0 1 22 10a1 1 0 01-20 0z",
        "M5 5h4v4h-4zm8 8h4v4h-4z",
    ],
)
def test_every_command_of_a_path_is_drawn(qapp: QApplication, data: str) -> None:
    pen = 'fill="none" stroke="black" stroke-width="2"'
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" {pen} {ends}>'
    text = f'{head}<path d="{data}"/></svg>'
    wanted = by_qt_svg(text)
    box = outlines(text).boundingRect()
    covered = [
        (x, y) for x in range(SIDE) for y in range(SIDE) if wanted.pixelColor(x, y).alpha() > 200
    ]
    edges = [min(x for x, _ in covered), min(y for _, y in covered)]
    far = [max(x for x, _ in covered), max(y for _, y in covered)]
    scale = SIDE / 24
    visible = box.adjusted(-1, -1, 1, 1).intersected(QRectF(0, 0, 24, 24))
    assert edges == pytest.approx([visible.left() * scale, visible.top() * scale], abs=2)
    assert far == pytest.approx([visible.right() * scale, visible.bottom() * scale], abs=2)
