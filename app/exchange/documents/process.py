"""Reading a file in a process of its own, which is given its bytes and never trusted.

The process may take so much time and so much memory and no more. Whatever a file does to it, the
program goes on: the file is kept, and only its text cannot be searched.
"""

from __future__ import annotations

import contextlib
import faulthandler
import io
import multiprocessing
import os
import time
from collections.abc import Iterable
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

from app.errors import UserError
from app.exchange.documents.file_types import DAMAGED
from app.exchange.documents.text import MAX_BYTES, MAX_TEXT_BYTES, Extracted, extract
from app.i18n import N_
from app.progress import Cancelled
from app.services.documents.documents import CANCELLED
from app.system import limit_memory, provide_streams

SLOW = N_("The file takes too long to read; its text cannot be searched.")

SECONDS = 60.0
"""How long the text of one file may take."""

MEMORY = 1536 * 2**20
"""How much memory the process may take: six times the largest file whose text is read."""

_ENOUGH = 0.7  # of the time: what was read of a long PDF until then is its text
_GRACE = 30.0  # seconds after which the process ends itself if nobody is there to end it
_LOOK = 0.1  # seconds between two looks whether the work was cancelled


def extract_apart(
    pieces: Iterable[bytes],
    name: str,
    kind: str,
    *,
    seconds: float = SECONDS,
    cancelled: Cancelled | None = None,
) -> Extracted:
    """`document_text.extract` in a process of its own that is killed after `seconds`.

    The time begins when the process has all of the bytes. All of `pieces` is taken, whatever
    becomes of the process; `kind` is the media type where it gives none. Raises `UserError`
    when the work was cancelled. The program must be importable without side effects, as
    `multiprocessing` on Windows asks for everywhere.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, name, seconds), daemon=True)
    try:
        process.start()
        theirs.close()  # so that the end of the process is seen here
        _send(ours, pieces, _wanted(kind), cancelled)
        return _answer(ours, kind, seconds, cancelled)
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
        ours.close()
        theirs.close()


def _wanted(kind: str) -> int:
    """How many bytes of a file the process needs: of a plain text only the beginning is read."""
    return MAX_TEXT_BYTES + 1 if kind.startswith("text/") else MAX_BYTES + 1


def _send(pipe: Pipe, pieces: Iterable[bytes], most: int, cancelled: Cancelled | None) -> None:
    heard = True
    for data in pieces:
        _stop_if(cancelled)
        part = data[:most]
        if heard and part:
            heard = _sent(pipe, part)
        most -= len(part)
    if heard:
        _sent(pipe, b"")


def _sent(pipe: Pipe, data: bytes) -> bool:
    try:
        pipe.send_bytes(data)
    except OSError:  # the process has ended
        return False
    return True


def _answer(pipe: Pipe, kind: str, seconds: float, cancelled: Cancelled | None) -> Extracted:
    end = time.monotonic() + seconds
    try:
        while not pipe.poll(min(_LOOK, max(0.0, end - time.monotonic()))):
            _stop_if(cancelled)
            if time.monotonic() >= end:
                return Extracted("", kind, None, SLOW)
        found = pipe.recv()
    except (EOFError, OSError):
        found = None
    return found if isinstance(found, Extracted) else Extracted("", kind, None, DAMAGED)


def _stop_if(cancelled: Cancelled | None) -> None:
    if cancelled and cancelled():
        raise UserError(CANCELLED)


def _work(pipe: Pipe, name: str, seconds: float) -> None:
    """The other process: takes the bytes up to an empty piece and answers with what they say."""
    provide_streams()
    whole = io.BytesIO()  # grows in place, and gives its bytes without a copy
    try:
        while data := pipe.recv_bytes():
            whole.write(data)
    except (EOFError, OSError):  # the work was cancelled, or the program has ended
        return
    del data
    limit_memory(MEMORY)
    with Path(os.devnull).open("w") as nowhere:
        # If the program was killed meanwhile, nobody else ends a file that is read for ever; this
        # does, even while a library holds Python's lock.
        faulthandler.dump_traceback_later(seconds + _GRACE, exit=True, file=nowhere)
        found = extract(whole.getvalue(), name, seconds * _ENOUGH)
        faulthandler.cancel_dump_traceback_later()
    with contextlib.suppress(OSError):  # nobody waits for it any more
        pipe.send(found)
    pipe.close()
