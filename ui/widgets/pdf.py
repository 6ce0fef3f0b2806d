"""A PDF that is shown: read whole, so that its file is free at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtPdf import QPdfDocument


class PdfDocument(QPdfDocument):
    """Qt's document, shown from memory.

    `QPdfDocument.close` keeps the file open that it was loaded from, and Windows neither deletes
    nor replaces an open file: a preview could not be closed and left its copy behind.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._buffer: QBuffer | None = None

    def show_file(self, path: Path) -> bool:
        """Show another file; False where it cannot be read or is no PDF that Qt can show."""
        self.forget()
        try:
            data = path.read_bytes()
        except OSError:
            return False
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(data))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.load(self._buffer)
        return self.error() == QPdfDocument.Error.None_

    def forget(self) -> None:
        """Show nothing, and let the memory go."""
        self.close()
        if self._buffer is not None:
            self._buffer.deleteLater()
            self._buffer = None
