from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from multiprocessing.connection import Connection
from typing import Any

import pytest

from app.errors import UserError
from app.exchange.documents import process as document_process
from app.exchange.documents.file_types import DAMAGED, TOO_BIG
from app.exchange.documents.process import SLOW, extract_apart
from app.exchange.documents.text import SCANNED, TOO_LONG, UNSUPPORTED, Extracted, extract
from app.services.documents.documents import CANCELLED
from app.system import limit_memory, limit_windows_memory
from tests.app.exchange.documents.test_text import CZECH, docx, paragraph, pdf, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def apart(data: bytes, name: str, **given: Any) -> Extracted:
    return extract_apart([data[:7], b"", data[7:]], name, "application/x-unknown", **given)


def test_a_process_of_its_own_gives_the_same() -> None:
    data = docx(paragraph(CZECH))
    assert apart(data, "a.docx") == extract(data, "a.docx")


def test_a_process_that_takes_too_long_is_ended() -> None:
    found = apart(pdf(CZECH), "a.pdf", seconds=0)
    assert found == Extracted("", "application/x-unknown", None, SLOW)


def test_a_process_that_dies_is_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_process, "_work", _dies)
    assert apart(b"ahoj", "a.txt") == Extracted("", "application/x-unknown", None, DAMAGED)


def _dies(*_given: object) -> None:
    os._exit(3)


def test_a_process_that_never_answers_is_left_when_the_work_is_cancelled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document_process, "_work", _sleeps)
    begun = time.monotonic()
    with pytest.raises(UserError) as error:
        apart(b"ahoj", "a.txt", cancelled=lambda: time.monotonic() - begun > 1)
    assert error.value.message == CANCELLED
    assert time.monotonic() - begun < 30


def _sleeps(pipe: Connection, *_given: object) -> None:
    while pipe.recv_bytes():
        pass
    time.sleep(600)


# Files that are made to harm


def nested(depth: int) -> bytes:
    body = "<w:p>" * depth + "</w:p>" * depth
    return docx(body)


def endless_pages() -> bytes:
    """A PDF whose tree of pages comes back to its beginning."""
    return (
        b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Count 1000000/Kids[3 0 R]>> endobj\n"
        b"3 0 obj <</Type/Pages/Parent 2 0 R/Count 1000000/Kids[2 0 R 2 0 R]>> endobj\n"
        b"trailer <</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF"
    )


def endless_form() -> bytes:
    """A PDF with a drawing that draws itself."""
    content = b"/F Do " * 50
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>"
        b"/Length %d>> stream\n%s\nendstream" % (len(content), content)
    )
    return (
        b"%%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj\n"
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
        b"/Resources<</XObject<</F 4 0 R>>>>>> endobj\n"
        b"4 0 obj %s endobj\ntrailer <</Root 1 0 R/Size 5>>\nstartxref\n0\n%%%%EOF" % form
    )


def bomb() -> bytes:
    return zipped({"word/document.xml": f'<w:document xmlns:w="{W}">' + " " * 300_000_000})


def nested_bombs() -> bytes:
    inner = zipped({"a.xml": b"0" * 50_000_000})
    return zipped({f"{number}.zip": inner for number in range(200)}, zipfile.ZIP_STORED)


def laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return zipped(
        {"word/document.xml": f'<!DOCTYPE l [<!ENTITY l0 "ha">{entities}]><w:t>&l11;</w:t>'}
    )


JSON = "[" * 3_000_000


@pytest.mark.parametrize(
    ("make", "name", "text", "problem"),
    [
        (lambda: nested(200_000), "a.docx", "", TOO_BIG),
        (endless_pages, "a.pdf", "", DAMAGED),
        (endless_form, "a.pdf", "", SCANNED),
        (laughs, "a.docx", "", DAMAGED),
        (lambda: b"{\\rtf1" + b"{" * 3_000_000, "a.rtf", "", ""),
        (lambda: b"<a " * 3_000_000, "a.html", "", ""),
        (JSON.encode, "a.json", JSON[:2_000_000], TOO_LONG),
        pytest.param(bomb, "a.docx", "", TOO_BIG, marks=pytest.mark.nightly),
        pytest.param(nested_bombs, "a.docx", "", UNSUPPORTED, marks=pytest.mark.nightly),
    ],
    ids=["elements", "pages", "form", "entities", "rtf", "html", "json", "bomb", "bombs"],
)
def test_a_file_made_to_harm_is_read_within_limits(
    make: Any, name: str, text: str, problem: str
) -> None:
    found = apart(make(), name, seconds=20)
    if found.problem == SLOW:  # a machine that is busy: it was ended, and that is said
        assert found.text == ""
    else:
        assert (found.problem, len(found.text)) == (problem, len(text))
        assert found.text == text


def test_of_a_long_pdf_the_beginning_is_kept_when_the_time_is_up() -> None:
    whole = pdf(CZECH, "druhá", "třetí")
    found = extract(whole, "a.pdf", seconds=0)
    assert found == Extracted(CZECH, "application/pdf", 3, TOO_LONG)


def test_a_process_whose_program_was_killed_ends_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch sees a library that never gives Python's lock back."""
    code = (
        "from unittest import mock\n"
        "import multiprocessing, re, sys\n"
        "from app.exchange.documents import process as d\n"
        "ours, theirs = multiprocessing.Pipe()\n"
        "ours.send_bytes(b'x'); ours.send_bytes(b'')\n"
        "d._GRACE = 1.0\n"
        "slow = lambda *_: re.match(r'(a+)+b', 'a' * 60)\n"
        "with mock.patch.object(d, 'extract', slow): d._work(theirs, 'a.txt', 0.5)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, timeout=60, capture_output=True
    )
    assert done.returncode == 1
    assert done.stderr == b""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is the system's")
def test_memory_beyond_the_limit_is_refused() -> None:
    code = (
        "from app.system import limit_memory\n"
        "assert limit_memory(2**29)\n"
        "try: bytearray(2**30)\n"
        "except MemoryError: print('refused')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "refused\n"


def test_windows_is_told_the_limit() -> None:
    told: list[tuple[int, int, int]] = []

    class Call:
        restype: Any = None

        def __init__(self, result: int, note: Any = None) -> None:
            self.result, self.note = result, note

        def __call__(self, *given: Any) -> int:
            if self.note:
                self.note(*given)
            return self.result

    def note(_job: Any, kind: int, limits: Any, size: int) -> None:
        told.append((kind, limits._obj.ProcessMemoryLimit, size))
        assert limits._obj.BasicLimitInformation.LimitFlags == 0x100

    class Kernel:
        CreateJobObjectW = Call(4)
        GetCurrentProcess = Call(-1)
        SetInformationJobObject = Call(1, note)
        AssignProcessToJobObject = Call(1)

    assert limit_windows_memory(2**30, Kernel())
    assert told == [(9, 2**30, 144)]  # the size on 64 bits


def test_a_limit_that_cannot_be_set_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    if sys.platform != "win32":
        assert not limit_memory(2**40)


def test_all_pieces_are_taken_whatever_becomes_of_the_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(document_process, "_work", _dies)
    taken: list[int] = []

    def pieces() -> Iterable[bytes]:
        for number in range(8):
            taken.append(number)
            yield bytes(1 << 20)

    assert extract_apart(pieces(), "a.txt", "text/plain").problem == DAMAGED
    assert len(taken) == 8
