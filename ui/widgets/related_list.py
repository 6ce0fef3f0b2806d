"""A short list of what belongs to a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.rules.binding import bound
from app.rules.visible import visible
from ui.icons import icon
from ui.theme import Theme
from ui.widgets.badge import badge_size, paint_badge
from ui.widgets.buttons import set_label
from ui.widgets.plain import Button
from ui.widgets.tick import ROOM, paint_tick

SHOWN = 8
_PENCIL = 14  # pixels
_AIR = 8  # pixels inside a flat button, so that its text begins below the line's
_DATE_WIDTH, _WIDEST_DATE = 132, 210  # pixels; a longer span of dates wraps between its days


@dataclass(frozen=True, slots=True)
class Line:
    """A line: date, text, smaller detail, a badge; `key` is given back when it is opened.

    `button` is the text of a button, empty for none; it stands beside the line if `beside`, else
    below its text: where there is little room, the text needs the width. `done` says whether the
    box before a task is ticked; None for no box. What `leads` to a record is underlined under the
    mouse; any other line is changed by a click and shows a pencil, as the values of a record do.
    """

    key: object
    when: str
    text: str
    detail: str = ""
    badge: str = ""
    tone: str = "neutral"
    button: str = ""
    beside: bool = False
    done: bool | None = None
    leads: bool = True


class RelatedList(QWidget):
    """Lines that open with Enter or a click; the first `shown` stand there until asked for more.

    `pressed` carries the key of the line whose button was pressed, and the button; `ticked` that
    of the line whose box was clicked, or on which Space was pressed.
    """

    activated = Signal(object)
    menu_requested = Signal(object)
    pressed = Signal(object, object)
    unfolded = Signal()
    ticked = Signal(object)

    def __init__(self, theme: Theme, lines: Sequence[Line], more: str, shown: int = SHOWN) -> None:
        super().__init__()
        self._theme = theme
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._indent = self._width_of_dates(lines)
        self._rows: list[QWidget] = []
        self._rest = lines[shown:]
        for line in lines[:shown]:
            self._add(line)
        self._more = Button(more)
        self._more.setProperty("flat", True)
        self._more.clicked.connect(self._show_all)
        self._layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self._more.setVisible(bool(self._rest))

    def _add(self, line: Line) -> None:
        row = _Row(self._theme, line, self._indent)
        row.clicked.connect(lambda _on=False: self.activated.emit(line.key))
        row.ticked.connect(lambda: self.ticked.emit(line.key))
        row.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        row.customContextMenuRequested.connect(lambda _point: self.menu_requested.emit(line.key))
        whole = self._with_button(row, line) if line.button else row
        self._layout.insertWidget(len(self._rows), whole)
        self._rows.append(whole)

    def _with_button(self, row: _Row, line: Line) -> QWidget:
        button = Button()
        set_label(button, line.button)
        button.setProperty("flat", True)
        button.setAccessibleName(f"{line.button}: {line.text}")
        button.clicked.connect(lambda _on=False: self.pressed.emit(line.key, button))
        whole = QWidget()
        box = QHBoxLayout(whole) if line.beside else QVBoxLayout(whole)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4 if line.beside else 0)
        box.addWidget(row, 1)
        if line.beside:
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        else:
            below = QHBoxLayout()
            below.setContentsMargins(self._indent - _AIR, 0, 0, 4)
            below.addWidget(button)
            below.addStretch(1)
            box.addLayout(below)
        return whole

    def _width_of_dates(self, lines: Sequence[Line]) -> int:
        """The width of the dates' column, the same for all lines."""
        dates = [part for line in lines for part in line.when.splitlines()]
        if not dates:
            return 0
        widest = max(self.fontMetrics().horizontalAdvance(text) for text in dates)
        return min(max(widest + 24, _DATE_WIDTH), _WIDEST_DATE)

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order: the lines, each with its button, and the end."""
        found = [part for row in self._rows for part in (row, *row.findChildren(QAbstractButton))]
        return [part for part in (*found, self._more) if isinstance(part, QAbstractButton)]

    def _show_all(self) -> None:
        shown = len(self._rows)
        for line in self._rest:
            self._add(line)
        self._rest = ()
        self._more.hide()
        for one, following in pairwise(self.stops()):
            self.setTabOrder(one, following)
        self.unfolded.emit()
        first = self._rows[shown]
        (first if isinstance(first, _Row) else first.findChildren(_Row)[0]).setFocus()


def _breakable(text: str) -> str:
    """A text whose long words (names of files, addresses) may be broken behind their signs."""
    return re.sub(r"\S{16,}", lambda word: re.sub(r"([_.@/-])(?=\w)", "\\1\u200b", word[0]), text)


class _Row(QAbstractButton):
    """One line, painted; as tall as its wrapped text needs."""

    ticked = Signal()

    def __init__(self, theme: Theme, line: Line, indent: int) -> None:
        super().__init__()
        self._before = 0 if line.done is None else ROOM
        self._theme = theme
        line = replace(line, text=visible(line.text), detail=visible(line.detail))
        self._line = replace(line, text=_breakable(line.text), detail=_breakable(line.detail))
        self._indent = indent
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        parts = (*line.when.splitlines(), line.text, line.detail, line.badge)
        self.setAccessibleName(" · ".join(part for part in parts if part))
        self.setProperty("stop", f"line {self.accessibleName()}")

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._box_pressed = self._is_box(event)
        if not self._box_pressed:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if not self._box_pressed:
            super().mouseReleaseEvent(event)
        elif self._is_box(event):
            self.ticked.emit()

    _box_pressed = False

    def _is_box(self, event: QMouseEvent) -> bool:
        left = event.button() == Qt.MouseButton.LeftButton
        return left and event.position().x() < self._before

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Space and self._before:
            self.ticked.emit()
        else:
            super().keyPressEvent(event)

    def _text_width(self, width: int) -> int:
        badge = badge_size(self._line.badge, self.font()).width() + 12 if self._line.badge else 0
        pencil = 0 if self._line.leads else _PENCIL + 6
        return max(80, width - self._before - self._indent - badge - pencil - 8)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        room = self._text_width(width)
        texts = self._height(self._line.text, room)
        if self._line.detail:
            texts += self._height(self._line.detail, room)
        return max(texts, self._height(self._line.when, max(80, self._indent - 10))) + 10

    def _height(self, text: str, room: int) -> int:
        box = self.fontMetrics().boundingRect(
            0, 0, room, 10_000, Qt.TextFlag.TextWordWrap, bound(text) or " "
        )
        return box.height()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        tokens = self._theme.tokens
        painter = QPainter(self)
        area = self.rect()
        if self.underMouse() or self.isDown():
            painter.fillRect(area, QColor(tokens.hover))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)
        box = area.adjusted(4, 5, -4, -5)
        if self._line.done is not None:
            first = box.adjusted(0, 0, 0, 0)
            first.setHeight(self.fontMetrics().height())
            paint_tick(painter, first, tokens, done=self._line.done)
            box.setLeft(box.left() + self._before)
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
        painter.setPen(QColor(tokens.muted))
        if self._line.when:
            date_box = box.adjusted(0, 0, 0, 0)
            date_box.setWidth(self._indent - 10)
            painter.drawText(date_box, wrap, bound(self._line.when))
        text_box = box.adjusted(self._indent, 0, 0, 0)
        text_box.setWidth(self._text_width(self.width()))
        if self._line.detail:
            detail_box = text_box.adjusted(0, self._height(self._line.text, text_box.width()), 0, 0)
            painter.drawText(detail_box, wrap, bound(self._line.detail))
        pointed = self.underMouse() or self.hasFocus()
        painter.setPen(QColor(tokens.accent if pointed and self._line.leads else tokens.text))
        if pointed and self._line.leads:
            font = QFont(self.font())
            font.setUnderline(True)
            painter.setFont(font)
        painter.drawText(text_box, wrap, bound(self._line.text))
        painter.setFont(self.font())
        if pointed and not self._line.leads:
            badge = badge_size(self._line.badge, self.font()).width() + 8 if self._line.badge else 0
            pencil = QRect(box.right() - badge - _PENCIL, box.top() + 1, _PENCIL, _PENCIL)
            icon("pencil", tokens.muted, _PENCIL).paint(painter, pencil)
        if self._line.badge:
            size = badge_size(self._line.badge, self.font())
            place = QRectF(box.right() - size.width(), box.top() - 2, size.width(), size.height())
            paint_badge(painter, place, self._line.badge, self._line.tone, tokens, self.font())
        painter.end()
