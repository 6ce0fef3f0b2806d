"""A place where files can be dropped; while they hang over it, it says what would happen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Theme


class DropArea(QWidget):
    """Holds a widget and takes the files that are dropped on it.

    `says` gives the sentence for some files, or an empty text if they are not taken: the drop is
    then left to whatever lies around. `takes` is called after the drop itself has ended, since a
    question in the middle of it would hold up the program that the files come from. With
    `folders` a folder may be among them.
    """

    def __init__(
        self,
        theme: Theme,
        inner: QWidget,
        says: Callable[[list[Path]], str],
        takes: Callable[[list[Path]], None],
        *,
        folders: bool = False,
    ) -> None:
        super().__init__()
        self._folders = folders
        self._says = says
        self._takes = takes
        self._sign = _Sign(theme, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(inner)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        text = self._says(dropped_files(event, folders=self._folders))
        if text:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._sign.show_text(text)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        event.setDropAction(Qt.DropAction.CopyAction)  # the files stay where they are
        event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        self._sign.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self._sign.hide()
        paths = dropped_files(event, folders=self._folders)
        if self._says(paths):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            QTimer.singleShot(0, self, lambda: self._takes(paths))
        else:
            event.ignore()


def dropped_files(event: QDropEvent, *, folders: bool = False) -> list[Path]:
    """The files that are dragged; none if something else is, or a folder without `folders`."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths if all(path.is_file() or (folders and path.is_dir()) for path in paths) else []


class _Sign(QWidget):
    """Lies over everything while files hang over it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_text(self, text: str) -> None:
        self._text = text
        area = self.parent()
        assert isinstance(area, QWidget)
        self.setGeometry(area.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(tokens.window)
        veil.setAlphaF(0.88)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(QColor(tokens.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(8, 8, -8, -8), 8, 8)
        painter.setPen(QColor(tokens.text))
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
        box: QRect = self.rect().adjusted(40, 40, -40, -40)
        painter.drawText(box, wrap, self._text)
        painter.end()
