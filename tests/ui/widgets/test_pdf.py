from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from ui.widgets.pdf import PdfDocument


def pdf(path: Path, pages: int) -> Path:
    canvas = Canvas(str(path))
    for _ in range(pages):
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def document(qapp: QApplication) -> PdfDocument:
    return PdfDocument(QObject(qapp))


def opened(path: Path) -> list[str]:
    """The files that this process has open and that lie where `path` does."""
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
    assert not document.render(1, document.pagePointSize(1).toSize()).isNull()


def test_another_file_takes_its_place_and_none_leaves_nothing(
    document: PdfDocument, tmp_path: Path
) -> None:
    assert document.show_file(pdf(tmp_path / "a.pdf", 2))
    assert document.show_file(pdf(tmp_path / "b.pdf", 3))
    assert document.pageCount() == 3
    document.forget()
    assert document.pageCount() == 0


def test_what_is_no_pdf_or_not_there_is_not_shown(document: PdfDocument, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Ahoj")
    assert not document.show_file(text)
    assert not document.show_file(tmp_path / "nic.pdf")
