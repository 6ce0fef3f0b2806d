"""What the tests of papers share: reading a PDF back."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest


def text_of(file: Path, *options: str) -> str:
    """The text of a PDF as somebody copies it."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    run = subprocess.run(["pdftotext", *options, file, "-"], capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def pages_of(file: Path) -> list[list[str]]:
    """The lines of each page, without empty ones and without the footer."""
    sheets = text_of(file, "-layout").split("\f")[:-1]
    found = [[line.strip() for line in sheet.splitlines() if line.strip()] for sheet in sheets]
    return [
        [line for line in lines if " · " not in line[-60:] or line.count("·") != 1]
        for lines in found
    ]


def elements(pdf: pikepdf.Pdf) -> list[Any]:
    """The structure elements in reading order."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        found.append(node)
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, (list, pikepdf.Array)) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K[0])
    return found


def bookmarks(file: Path) -> list[tuple[int, str, int]]:
    """Depth, title and page (from 1) of each bookmark."""
    with pikepdf.open(file) as pdf:
        numbers = {sheet.objgen: index for index, sheet in enumerate(pdf.pages, 1)}
        found: list[tuple[int, str, int]] = []

        def walk(items: Any, depth: int) -> None:
            for item in items:
                place = item.destination if item.destination is not None else item.action.D
                if isinstance(place, (pikepdf.String, pikepdf.Name)):
                    place = _named(pdf, place)
                found.append((depth, str(item.title), numbers[place[0].objgen]))
                walk(item.children, depth + 1)

        with pdf.open_outline() as outline:
            walk(outline.root, 0)
    return found


def _named(pdf: pikepdf.Pdf, name: Any) -> Any:
    if isinstance(name, pikepdf.Name) or "/Dests" in pdf.Root:
        found = pdf.Root.Dests[str(name) if str(name).startswith("/") else f"/{name}"]
    else:
        found = pikepdf.NameTree(pdf.Root.Names.Dests)[str(name)]
    return found.D if isinstance(found, pikepdf.Dictionary) else found


def assert_conforms(file: Path) -> None:
    """PDF/UA-1 and PDF/A-3a, every font embedded."""
    for profile in ("PDF_UA_1", "PDF_A_3A"):
        report = page.validate_pdf(file, profile=page.ValidationProfile[profile])
        assert not [(failure.rule_id, failure.message) for failure in report.failures]
        assert report.is_compliant
    with pikepdf.open(file) as pdf:
        for sheet in pdf.pages:
            for font in sheet.Resources.Font.values():
                assert "/FontFile2" in font.FontDescriptor


def flat_text_of(file: Path) -> str:
    """The text on one line with ordinary spaces."""
    return " ".join(text_of(file, "-layout").replace("\u00a0", " ").split())


def assert_nothing_is_cut(file: Path) -> None:
    """Every word lies within the page, with a margin."""
    places = re.compile(
        r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)"'
    )
    found = list(places.finditer(text_of(file, "-bbox")))
    assert found
    for word in found:
        left, top, right, bottom = map(float, word.groups())
        assert left > 40
        assert right < 595.3 - 40
        assert top > 20
        assert bottom < 841.9 - 20


def assert_no_heading_is_alone(file: Path) -> None:
    """No page ends with the heading of a section: below it there is at least one line."""
    headings = {title for depth, title, _ in bookmarks(file) if depth}
    for lines in pages_of(file):
        assert lines
        assert not {part.strip() for part in lines[-1].split("   ")} & headings, lines[-1]
