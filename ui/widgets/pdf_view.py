"""The pages of a PDF below one another, as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from app.i18n import Translator
from ui.widgets.pdf import PdfDocument

_GAP = 8  # pixels around a page
_KEPT = 24  # pictures of pages; those far away are drawn anew
_PAUSE = 120  # milliseconds after the last change of size before pages are drawn anew


class PdfView(QAbstractScrollArea):
    """Shows a `PdfDocument`: what is in sight is drawn, and drawn anew where the size changes."""

    def __init__(
        self, tr: Translator, parent: QWidget | None = None, *, whole_pages: bool = False
    ) -> None:
        """With `whole_pages` a page is never higher than the view."""
        super().__init__(parent)
        self._tr = tr
        self._whole = whole_pages
        self._document: PdfDocument | None = None
        self._places: list[QRect] = []
        self._pictures: dict[int, QImage] = {}
        self._asked: dict[int, QSize] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._ask)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._scrolled())

    def setDocument(self, document: PdfDocument) -> None:  # noqa: N802 - as Qt's view has it
        """Show this document from now on."""
        self._document = document
        document.changed.connect(self._changed)
        document.drawn.connect(self._drawn)
        self._changed()

    def picture_of(self, index: int) -> QImage:
        """The page as it is shown; null while it is not drawn."""
        return self._pictures.get(index, QImage())

    def _changed(self) -> None:
        self._pictures.clear()
        self._asked.clear()
        self.verticalScrollBar().setValue(0)
        self._arrange()
        self._ask()
        self._say()

    def _arrange(self) -> None:
        """Where each page lies, from the top of the first one."""
        self._places = []
        top = _GAP
        room = max(1, self.viewport().width() - 2 * _GAP)
        for index in range(self._document.pageCount() if self._document else 0):
            assert self._document is not None
            points = self._document.pagePointSize(index)
            width = room
            height = max(1, round(width * points.height() / max(1.0, points.width())))
            most = self.viewport().height() - 2 * _GAP
            if self._whole and height > most > 0:
                width, height = max(1, round(width * most / height)), most
            self._places.append(QRect(_GAP + (room - width) // 2, top, width, height))
            top += height + _GAP
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, top - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(40)
        self.viewport().update()

    def _in_sight(self) -> list[int]:
        seen = self.viewport().rect().translated(0, self.verticalScrollBar().value())
        return [index for index, place in enumerate(self._places) if place.intersects(seen)]

    def _scrolled(self) -> None:
        self.viewport().update()
        self._timer.start()

    def _ask(self) -> None:
        """Have what is in sight drawn in its size."""
        if self._document is None:
            return
        ratio = self.devicePixelRatioF()
        seen = self._in_sight()
        for index in seen:
            size = (self._places[index].size().toSizeF() * ratio).toSize()
            if self._asked.get(index) != size:
                self._asked[index] = size
                self._document.ask(index, size)
        if len(self._pictures) > _KEPT:
            for index in [key for key in self._pictures if key not in seen]:
                del self._pictures[index]
                self._asked.pop(index, None)

    def _drawn(self, index: int, image: QImage) -> None:
        if not image.isNull():
            self._pictures[index] = image
        self._say()
        self.viewport().update()

    def _say(self) -> None:
        """What cannot be seen, for a screen reader."""
        document = self._document
        text = document.failure if document else ""
        if document and not text:
            text = next(filter(None, map(document.failure_of, self._in_sight())), "")
        self.setAccessibleDescription(self._tr.message(text) if text else "")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Mid))
        if self._document is None:
            return
        if self._document.failure:
            colour = self.palette().color(QPalette.ColorRole.Text)
            painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Base))
            self._write(painter, self.viewport().rect(), self._document.failure, colour)
        for index in self._in_sight():
            place = self._places[index].translated(0, -self.verticalScrollBar().value())
            painter.fillRect(place, Qt.GlobalColor.white)
            failure = self._document.failure_of(index)
            picture = self._pictures.get(index)
            if failure:
                self._write(painter, place, failure, Qt.GlobalColor.black)
            elif picture is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(place, picture)
            else:
                self._write(painter, place, "", Qt.GlobalColor.darkGray)
        painter.end()

    def _write(
        self, painter: QPainter, place: QRect, message: str, colour: QColor | Qt.GlobalColor
    ) -> None:
        text = self._tr.message(message) if message else self._tr("The page is being drawn…")
        painter.setPen(QPen(colour))
        seen = place.intersected(self.viewport().rect()).adjusted(24, 24, -24, -24)
        flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
        painter.drawText(seen, flags, text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._arrange()
        bar.setValue(round(share * bar.maximum()))
        self._timer.start()
