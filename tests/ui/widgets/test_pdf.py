from __future__ import annotations

import sys
from collections.abc import Iterator
from multiprocessing.context import SpawnProcess
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from app.i18n import Language, translator
from ui.widgets import pdf_process
from ui.widgets.pdf import PdfDocument
from ui.widgets.pdf_process import SLOW, TOO_MUCH, Failed, PdfProcess
from ui.widgets.pdf_view import PdfView


def pdf(path: Path, pages: int) -> Path:
    canvas = Canvas(str(path))
    for _ in range(pages):
        canvas.rect(0, 0, 600, 400, fill=1)
        canvas.showPage()
    canvas.save()
    return path


def strokes(path: Path, count: int) -> Path:
    """A page that takes minutes: curves with dashes, each over the whole of it."""
    canvas = Canvas(str(path), pageCompression=1)
    canvas.rect(0, 0, 600, 400, fill=1)
    canvas.showPage()
    lines = (f"0 {i % 800} m 600 {i % 797} 0 {i % 791} 600 {i % 787} c S" for i in range(count))
    canvas.addLiteral("[1 1] 0 d 0.3 w\n" + "\n".join(lines))
    canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def document(qapp: QApplication) -> Iterator[PdfDocument]:
    owner = QObject(qapp)
    made = PdfDocument(owner)
    yield made
    made.forget()


@pytest.fixture
def process() -> Iterator[PdfProcess]:
    made = PdfProcess()
    yield made
    made.close()


def opened(path: Path) -> list[str]:
    """The files that this process has open and that lie where `path` does."""
    if sys.platform == "win32":
        return []  # there, what is open cannot be removed, which is tried next
    found = Path("/proc/self/fd")
    if not found.exists():
        pytest.skip("only Linux tells what a process has open")
    links = [link.readlink() for link in found.iterdir() if link.is_symlink()]
    return [str(link) for link in links if link.parent == path.parent]


def test_a_file_that_is_shown_is_free(document: PdfDocument, tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", 2)
    assert document.show_file(path)
    assert document.pageCount() == 2
    assert opened(path) == []
    path.unlink()
    image = document.render(1, QSize(120, 170))
    assert image.pixelColor(60, 10).lightness() > 200, "white paper"
    assert image.pixelColor(60, 160).lightness() < 50, "what was drawn"
    assert document.show_file(pdf(tmp_path / "b.pdf", 3)), "another one takes its place"
    assert document.pageCount() == 3
    document.forget()
    assert document.pageCount() == 0


def test_what_is_no_pdf_or_not_there_is_not_shown(document: PdfDocument, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Ahoj", encoding="utf-8")
    assert not document.show_file(text)
    assert document.failure
    assert not document.show_file(tmp_path / "nic.pdf")


def test_a_page_of_very_many_strokes_is_ended_and_the_others_are_drawn(
    process: PdfProcess, tmp_path: Path
) -> None:
    assert len(process.open(strokes(tmp_path / "a.pdf", 300_000).read_bytes())) == 2
    with pytest.raises(Failed) as failure:
        process.draw(1, 800, 1100, seconds=0.5)
    assert str(failure.value) == SLOW
    assert process.draw(0, 80, 110).width == 80, "a new process begins"


def test_what_takes_too_much_memory_is_ended(process: PdfProcess, tmp_path: Path) -> None:
    process.open(pdf(tmp_path / "a.pdf", 1).read_bytes())
    with pytest.raises(Failed) as failure:
        process.draw(0, 40_000, 40_000, seconds=300)
    assert str(failure.value) == TOO_MUCH
    assert process.draw(0, 80, 110).height == 110


def test_what_is_closed_while_it_starts_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    made = PdfProcess()
    started: list[BaseProcess] = []
    begin = SpawnProcess.start

    def start(process: BaseProcess) -> None:
        made.close()  # as the window does, whose thread does not wait for this one
        begin(process)
        started.append(process)

    monkeypatch.setattr(SpawnProcess, "start", start)
    made.start()
    (process,) = started
    assert not process.is_alive()
    monkeypatch.undo()
    with pytest.raises(Failed):
        made.open(b"%PDF-1.4")


def test_the_window_is_alive_while_a_page_takes_too_long(
    document: PdfDocument, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert document.show_file(strokes(tmp_path / "a.pdf", 500_000))
    monkeypatch.setattr(pdf_process, "SECONDS", 4.0)
    view = PdfView(translator(Language.CS), whole_pages=True)
    qtbot.addWidget(view)
    beats: list[int] = []
    timer = QTimer(view)
    timer.timeout.connect(lambda: beats.append(1))
    timer.start(50)
    view.setDocument(document)
    view.resize(300, 900)
    view.show()
    qtbot.waitUntil(lambda: bool(document.failure_of(1)), timeout=60_000)
    assert len(beats) > 10, "the window did its own work meanwhile"
    assert "trvá příliš dlouho" in view.accessibleDescription()
    assert not view.picture_of(0).isNull()
    assert view.grab().toImage().pixelColor(150, 380).lightness() < 50, "the first page is shown"


def test_a_long_document_is_drawn_where_it_is_looked_at(
    document: PdfDocument, qtbot: QtBot, tmp_path: Path
) -> None:
    assert document.show_file(pdf(tmp_path / "a.pdf", 60))
    view = PdfView(translator(Language.CS))
    qtbot.addWidget(view)
    view.setDocument(document)
    view.resize(200, 200)
    view.show()
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: not view.picture_of(59).isNull(), timeout=60_000)
    assert view.picture_of(30).isNull()
