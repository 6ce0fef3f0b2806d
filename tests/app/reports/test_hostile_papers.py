"""Hostile texts on every paper and in every export: nothing is opened, no link is made."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest

from app.db.migrate import copy_database
from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.address_books.exporting import export_contacts
from app.exchange.demo import most_linked
from app.exchange.letters.merge import default_template, letters
from app.exchange.record_files import all_ids, export
from app.i18n import Language
from app.reports.catalogue import PAPERS
from app.reports.partners.html import write_pages
from app.reports.printing import print_paper
from app.services.contacts.recipients import recipients
from app.services.office import open_store
from tests.hostile import TURNING, Opened, picture, spoil, watched

ON = date(2026, 11, 25)


@pytest.fixture
def bait(tmp_path: Path) -> Path:
    folder = tmp_path / "hlidka"
    folder.mkdir()
    return picture(folder)


@pytest.fixture
def opened(bait: Path) -> Iterator[Opened]:
    with watched(bait.parent) as found:
        yield found


@pytest.fixture
def spoiled(demo_file: Path, tmp_path: Path, bait: Path) -> Iterator[Store]:
    copy_database(demo_file, tmp_path / "demo.db", None)
    store = open_store(tmp_path / "demo.db")
    spoil(store, bait, 800)
    yield store
    store.close()


def links_of(pdf: Path) -> list[str]:
    """What a PDF would open: its actions, and files that are in it."""
    found: list[str] = []
    with pikepdf.open(pdf) as document:
        for item in document.objects:
            if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
                for key in ("/URI", "/Launch", "/JavaScript", "/EmbeddedFile", "/GoToR", "/F"):
                    if key in item and not (key == "/F" and "/Subtype" in item):
                        found.append(f"{key} {item[key]}")
                if item.get("/S") in ("/URI", "/Launch", "/JavaScript", "/GoToR"):
                    found.append(str(item["/S"]))
    return found


def faults_of_docx(path: Path) -> list[str]:
    found: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode("utf-8", "replace")
            if name.endswith(".rels"):
                found += re.findall(r"[^<]*TargetMode=.External.[^>]*", text)
            if name.startswith("word/") and name.endswith(".xml"):
                if marks := set(text) & (TURNING - {"\u00ad"}):
                    found.append(f"{name} turns: {marks}")
                if "w:hyperlink " in text or re.search(r"\bv:imagedata|r:link=", text):
                    found.append(f"{name} links")
    return found


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            is_address = name in ("href", "src", "background", "style", "action", "data")
            if is_address and not re.match(r"https?://|[\w-]+\.(cs|de|en)\.html$", value or ""):
                self.links.append(f"{tag} {name}={value}")
        if tag in ("img", "script", "iframe", "object", "embed", "base", "form"):
            self.links.append(tag)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: f"{paper.entity}-{paper.key}")
def test_a_paper_prints_hostile_texts_as_they_are(
    paper: object, spoiled: Store, tmp_path: Path, opened: Opened
) -> None:
    found: list[str] = []
    with spoiled.reading() as connection:
        ids = (
            list(all_ids(connection, ENTITIES[paper.entity]))  # type: ignore[attr-defined]
            if paper.of_list  # type: ignore[attr-defined]
            else [most_linked(connection, paper.entity)]  # type: ignore[attr-defined]
        )
        for kind in paper.kinds:  # type: ignore[attr-defined]
            target = tmp_path / f"papir{kind}"
            print_paper(connection, paper, ids, (Language.CS,), target, ON)  # type: ignore[arg-type]
            if kind == ".pdf":
                found += links_of(target)
            elif kind == ".docx":
                found += faults_of_docx(target)
    assert found == []
    assert opened.names() == set()


def test_a_partners_page_of_the_web_links_to_nothing_hostile(
    spoiled: Store, tmp_path: Path, opened: Opened
) -> None:
    with spoiled.reading() as connection:
        files = write_pages(connection, most_linked(connection, "organisation"), tmp_path, ON)
    for file in files:
        text = file.read_text(encoding="utf-8")
        tags = _Tags()
        tags.feed(text)
        assert tags.links == []
        assert "&lt;" in text
        assert not set(text) & TURNING
    assert opened.names() == set()


def test_letters_and_exports_hold_hostile_texts_as_texts(
    spoiled: Store, tmp_path: Path, opened: Opened
) -> None:
    with spoiled.reading() as connection:
        people = list(all_ids(connection, ENTITIES["person"]))[:3]
        given = recipients(connection, people, language=Language.CS, on=ON)
        made = letters(
            given,
            {Language.CS: default_template(Language.CS)},
            {Language.CS: {"text": '<img src="x">{{ name }}\u202eabc'}},
            tmp_path / "dopisy",
        )
        for entity in ("person", "organisation"):
            for ending in (".vcf", ".csv", ".xlsx"):
                export_contacts(
                    connection,
                    ENTITIES[entity],
                    tmp_path / f"{entity}{ending}",
                    language=Language.CS,
                )
        export(connection, ENTITIES["person"], tmp_path / "lide.csv", Language.CS, ON)
    assert [fault for file in made for fault in faults_of_docx(file)] == []
    for name in ("person.csv", "organisation.csv", "lide.csv"):
        with (tmp_path / name).open(encoding="utf-8-sig", newline="") as stream:
            for row in csv.reader(stream, delimiter=";"):
                assert not any(cell.startswith(("=", "@", "\t", "\r")) for cell in row)
    for entity in ("person", "organisation"):
        with zipfile.ZipFile(tmp_path / f"{entity}.xlsx") as archive:
            sheets = [name for name in archive.namelist() if "worksheets/" in name]
            for name in sheets:
                text = archive.read(name).decode()
                assert "<f>" not in text
                assert "hyperlink" not in text
    cards = (tmp_path / "person.vcf").read_text(encoding="utf-8")
    assert cards.count("BEGIN:VCARD") == cards.count("\nEND:VCARD")
    assert opened.names() == set()
