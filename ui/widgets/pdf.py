"""A PDF that is shown: pictures of its pages, which another process draws."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QSize, QSizeF, Signal
from PySide6.QtGui import QImage

from ui.widgets.pdf_process import NO_PDF, SECONDS, Failed, Page, PdfProcess, Picture

_Found = TypeVar("_Found")
_PAUSE = 20  # milliseconds of the window's own work while something is waited for
_PRINTED = 6 * SECONDS  # how long a page in the resolution of a printer may take


class PdfDocument(QObject):
    """A file that is read whole, so that it is free at once, and drawn in a `PdfProcess`.

    `changed` is emitted when another file is shown, or none; `drawn` when a page that `ask` asked
    for is there, with its number, or cannot be drawn: then `failure` says why (a message id).
    Used in the window's thread only; while it waits, the window is painted and answers.
    """

    changed = Signal()
    drawn = Signal(int, QImage)
    _answered = Signal(int, int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pages: list[Page] = []
        self._failures: dict[int, str] = {}
        self._process: PdfProcess | None = None
        self._busy = threading.Lock()
        self._asked: queue.SimpleQueue[tuple[int, int, QSize] | None] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None
        self._turn = 0  # which file is shown: answers about an earlier one come too late
        self.failure = ""
        self._answered.connect(self._take)

    def prepare(self) -> None:
        """Let the process begin before the file is there."""
        if self._process is None:
            self._process = PdfProcess()
            self._process.start()

    def show_file(self, path: Path) -> bool:
        """Show another file; False where it cannot be read or shown (`failure` says why)."""
        self._turn += 1
        self._pages, self._failures, self.failure = [], {}, ""
        if self._busy.locked():  # a page of the file before is being drawn, perhaps for long
            self._end()
        self.prepare()
        process, turn = self._process, self._turn
        assert process is not None
        try:
            data = path.read_bytes()
        except OSError:
            self.failure = NO_PDF
            self.changed.emit()
            return False
        try:
            pages = self._wait(lambda: process.open(data))
        except Failed as error:
            if turn == self._turn:
                self.failure = str(error)
                self.changed.emit()
            return False
        if turn != self._turn:  # another file was shown meanwhile
            return False
        self._pages = pages
        self.changed.emit()
        return True

    def forget(self) -> None:
        """Show nothing, and end the process."""
        self._turn += 1
        self._pages, self._failures, self.failure = [], {}, ""
        self._end()
        self.changed.emit()

    def _end(self) -> None:
        if self._worker is not None:
            self._asked.put(None)
            self._worker = None
            self._asked = queue.SimpleQueue()
        if self._process is not None:
            self._process.close()
            self._process = None

    def pageCount(self) -> int:  # noqa: N802 - as Qt's document has it
        """How many pages there are; none while nothing is shown."""
        return len(self._pages)

    def pagePointSize(self, index: int) -> QSizeF:  # noqa: N802
        """The size of a page in points."""
        return QSizeF(*self._pages[index])

    def failure_of(self, index: int) -> str:
        """Why a page cannot be drawn (a message id); empty as long as it can."""
        return self._failures.get(index, "")

    def render(self, index: int, size: QSize) -> QImage:
        """A page in as many pixels, for a printer. Raises `Failed`."""
        process = self._process
        if process is None or not 0 <= index < len(self._pages):
            raise Failed(NO_PDF)
        work = lambda: process.draw(index, size.width(), size.height(), _PRINTED)  # noqa: E731
        return _image(self._wait(work))

    def ask(self, index: int, size: QSize) -> None:
        """Have a page drawn; `drawn` says when it is there. The page asked for last comes first."""
        process = self._process
        if process is None or index in self._failures:
            return
        if self._worker is None:
            arguments = (process, self._asked)
            self._worker = threading.Thread(target=self._draw, args=arguments, daemon=True)
            self._worker.start()
        self._asked.put((self._turn, index, size))

    def _draw(
        self,
        process: PdfProcess,
        asked: queue.SimpleQueue[tuple[int, int, QSize] | None],
    ) -> None:
        """The thread that waits for the process."""
        wishes: list[tuple[int, int, QSize]] = []
        while True:
            while not wishes or not asked.empty():
                wish = asked.get()
                if wish is None:
                    return
                wishes.append(wish)
            turn, index, size = wishes.pop()
            found: Picture | str
            with self._busy:
                if turn != self._turn:
                    continue
                try:
                    found = process.draw(index, size.width(), size.height())
                except Failed as error:
                    found = str(error)
            try:
                self._answered.emit(turn, index, found)
            except RuntimeError:  # the window is gone
                return

    def _take(self, turn: int, index: int, found: Picture | str) -> None:
        if turn != self._turn:
            return
        if isinstance(found, str):
            self._failures[index] = found
            self.drawn.emit(index, QImage())
        else:
            self.drawn.emit(index, _image(found))

    def _wait(self, work: Callable[[], _Found]) -> _Found:
        """Run `work` in a thread while the window goes on; typing and clicking wait."""
        found: list[_Found] = []
        errors: list[Failed] = []

        def run() -> None:
            with self._busy:
                try:
                    found.append(work())
                except Failed as error:
                    errors.append(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        while thread.is_alive():
            thread.join(_PAUSE / 1000)
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if errors:
            raise errors[0]
        return found[0]


def _image(picture: Picture) -> QImage:
    width, height, data = picture
    return QImage(data, width, height, QImage.Format.Format_RGB32).copy()
