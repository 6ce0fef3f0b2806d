"""The inside of a file: pages, a picture, its text, or a sentence that nothing can be shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import Translator
from ui.widgets.pdf import PdfDocument
from ui.widgets.pdf_view import PdfView
from ui.widgets.plain import Label

_LONGEST = 2000  # pixels of a picture's longer side: more than a screen shows takes only memory
_PAGES = {"application/pdf"}
_PICTURES = {
    "image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp", "image/tiff",
}  # fmt: skip


class DocumentView(QStackedWidget):
    """Shows one file at a time; a PDF is drawn by another process until something else is shown."""

    def __init__(self, tr: Translator) -> None:
        super().__init__()
        self.document = PdfDocument(self)
        self.pages = PdfView(tr, self)
        self.pages.setDocument(self.document)
        self.picture = _Picture()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.nothing = Label()
        self.nothing.setProperty("role", "muted")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # A sentence that is reached with Tab is read out by a screen reader.
        self.nothing.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        around = QWidget()
        layout = QVBoxLayout(around)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.addWidget(self.nothing)
        self._empty = around
        for widget in (self.pages, self.picture, self.text, around):
            self.addWidget(widget)

    @staticmethod
    def needs_file(media_type: str) -> bool:
        """Whether files of a type are shown from their bytes."""
        return media_type in _PAGES or media_type in _PICTURES

    @staticmethod
    def is_picture(media_type: str) -> bool:
        """Whether files of a type are pictures, shown by `show_picture`."""
        return media_type in _PICTURES

    def show_pages(self, path: Path, name: str) -> bool:
        """Show a PDF under an accessible name; whether it could be read."""
        self.clear()
        if not self.document.show_file(path):
            return False
        self.pages.setAccessibleName(name)
        self.setCurrentWidget(self.pages)
        return True

    def show_picture(self, image: QImage, name: str) -> bool:
        """Show a picture that `read_picture` gave under an accessible name; False if it is none."""
        self.clear()
        if image.isNull():
            return False
        self.picture.show_image(image, name)
        self.setCurrentWidget(self.picture)
        return True

    def show_text(self, text: str, name: str) -> None:
        """Show plain text under an accessible name."""
        self.clear()
        self.text.setPlainText(text)
        self.text.setAccessibleName(name)
        self.setCurrentWidget(self.text)

    def show_nothing(self, text: str) -> None:
        """Show a sentence that says why nothing is shown."""
        self.clear()
        self.nothing.setText(text)
        self.nothing.setAccessibleName(text)
        self.setCurrentWidget(self._empty)

    def clear(self) -> None:
        """Let go of the file that is shown: Windows removes none that is open."""
        self.document.forget()
        self.picture.show_image(QImage(), "")
        self.text.clear()


class _Picture(QWidget):
    """A picture as large as there is room for, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_image(self, image: QImage, name: str) -> None:
        self.image = image
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self.image.isNull():
            return
        size = self.image.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect((self.rect().center() - QRect(0, 0, *size.toTuple()).center()), size)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self.image)
        painter.end()


def read_picture(path: Path) -> QImage:
    """A picture, turned as its camera says and small enough for a screen; null if it is none.

    It may be called in any thread. Qt refuses pictures that would take more than 256 MB.
    """
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LONGEST:
        reader.setScaledSize(
            size.scaled(QSize(_LONGEST, _LONGEST), Qt.AspectRatioMode.KeepAspectRatio)
        )
    return reader.read()
