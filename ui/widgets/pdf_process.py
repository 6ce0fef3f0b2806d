"""Drawing the pages of a PDF in a process of its own, which is given the bytes and never trusted.

A page of some hundred thousand strokes takes minutes and gigabytes, and the library that draws it
cannot be stopped within a process. So it works in another one that may take so much time and so
much memory and no more; whoever waits gets pictures, or a sentence that says what happened.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import threading
import time
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from app.i18n import N_
from app.system import limit_memory, taken_memory

SLOW = N_("This page takes too long to draw. Open a copy of the file in another program.")
TOO_MUCH = N_(
    "This page takes too much memory to draw, or it is damaged. "
    "Open a copy of the file in another program."
)
NO_PDF = N_("This file cannot be shown here: it is damaged or protected.")

SECONDS = 20.0
"""How long opening a file or drawing a page may take."""

MEMORY = 1024 * 2**20
"""How much memory opening and drawing may take."""

_START = 60.0  # seconds that the process may need to begin on a busy machine
_LOOK = 0.05  # seconds between two looks whether the work was stopped


class Page(NamedTuple):
    """The size of a page in points."""

    width: float
    height: float


class Picture(NamedTuple):
    """A drawn page: 32 bits a pixel (0xffRRGGBB), on white."""

    width: int
    height: int
    data: bytes


class Failed(Exception):
    """What the process could not do; the text is a message id."""


class PdfProcess:
    """One PDF in a process. Its methods block; they may be called in any one thread at a time.

    When the process was ended for what it took, the next call begins a new one.
    """

    def __init__(self) -> None:
        self._data = self._sent = b""
        self._process: BaseProcess | None = None
        self._pipe: Pipe | None = None
        self._ended = threading.Event()

    def start(self) -> None:
        """Let the process begin, so that it is ready when a file comes. It does not wait."""
        if self._ended.is_set() or (self._process is not None and self._process.is_alive()):
            return
        self._end()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs,), daemon=True)
        process.start()
        theirs.close()  # so that the end of the process is seen here
        self._process, self._sent = process, b""
        if self._ended.is_set():  # another thread closed it while it was starting, and saw none
            process.kill()
            process.join()

    def open(self, data: bytes, seconds: float | None = None) -> list[Page]:
        """Take a file; gives the sizes of its pages. Raises `Failed`."""
        self._data = data
        return self._open(SECONDS if seconds is None else seconds)

    def _open(self, seconds: float) -> list[Page]:
        self.start()
        self._ask("ready", _START)
        sizes = self._ask(("open", self._data), seconds)
        self._sent = self._data
        if not sizes:
            raise Failed(NO_PDF)
        return [Page(*size) for size in sizes]

    def draw(self, index: int, width: int, height: int, seconds: float | None = None) -> Picture:
        """A page as a picture of this many pixels. Raises `Failed`."""
        if self._process is None or not self._process.is_alive() or self._sent is not self._data:
            self._open(SECONDS)
        wanted = SECONDS if seconds is None else seconds
        found = self._ask(("draw", index, width, height), wanted)
        if not found:
            raise Failed(TOO_MUCH)
        return Picture(*found)

    def close(self) -> None:
        """End the process, for good; who waits for it in another thread gets `Failed`."""
        self._ended.set()
        process = self._process
        if process is not None:
            process.kill()
            process.join()
        self._pipe = None  # another thread may still look into it
        self._data = self._sent = b""

    def _ask(self, question: Any, seconds: float) -> Any:
        pipe = self._pipe
        if pipe is None or self._ended.is_set():
            raise Failed(NO_PDF)
        end = time.monotonic() + seconds
        try:
            pipe.send(question)
            while not pipe.poll(_LOOK):
                if self._ended.is_set():
                    raise Failed(NO_PDF)
                if time.monotonic() >= end:
                    self._end()
                    raise Failed(SLOW)
            return pipe.recv()
        except (EOFError, OSError) as error:  # the process died of what it was asked for
            self._end()
            raise Failed(TOO_MUCH) from error

    def _end(self) -> None:
        process, self._process = self._process, None
        pipe, self._pipe = self._pipe, None
        if process is not None:
            process.kill()
            process.join()
        if pipe is not None:
            pipe.close()


def _work(pipe: Pipe) -> None:
    """The other process: answers questions until nobody is there to ask them."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions

    document = QPdfDocument(None)  # type: ignore[call-overload]
    buffer = QBuffer()
    limit_memory(taken_memory() + MEMORY)
    with (
        Path(os.devnull).open("w") as nowhere,
        contextlib.suppress(EOFError, OSError, MemoryError),
    ):
        while True:
            question = pipe.recv()
            if question == "ready":
                pipe.send(True)
                continue
            # If the program was killed meanwhile, nobody else ends what is drawn for ever.
            faulthandler.dump_traceback_later(10 * SECONDS, exit=True, file=nowhere)
            if question[0] == "open":
                document.close()
                buffer = QBuffer()
                buffer.setData(QByteArray(question[1]))
                buffer.open(QIODevice.OpenModeFlag.ReadOnly)
                document.load(buffer)
                sizes = []
                if document.error() == QPdfDocument.Error.None_:
                    points = map(document.pagePointSize, range(document.pageCount()))
                    sizes = [(size.width(), size.height()) for size in points]
                pipe.send(sizes)
            else:
                _, index, width, height = question
                drawn = document.render(index, QSize(width, height), QPdfDocumentRenderOptions())
                image = QImage(width, height, QImage.Format.Format_RGB32)
                if drawn.isNull() or image.isNull():
                    pipe.send(None)
                else:
                    image.fill(Qt.GlobalColor.white)
                    painter = QPainter(image)
                    painter.drawImage(0, 0, drawn)
                    painter.end()
                    pipe.send((width, height, bytes(image.constBits())))
            faulthandler.cancel_dump_traceback_later()
    os._exit(0)  # what Qt would still tidy up may take long
