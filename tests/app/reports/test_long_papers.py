"""Long titles, long words, many parties: nothing breaks, stands alone or spills."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.reports.catalogue import paper_of
from app.reports.engine.columns import Column
from app.reports.engine.page import Band, Cell
from app.reports.engine.tagging import Element
from app.reports.engine.text import Run, Style, Text
from app.reports.printing import print_paper
from app.services.office import choose_own_organisation
from app.services.records.query import ListQuery
from tests.app.reports.papers_support import (
    assert_conforms,
    assert_nothing_is_cut,
    flat_text_of,
    pages_of,
)
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 11, 25)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunte"
NATIVE = ("Закарпатська область", "Περιφέρεια Κεντρικής Μακεδονίας", "Ústecký kraj")
WORDS = (
    *("Dohoda", "o", "spolupráci", "mezi", "Ústeckým", "krajem", "a", "Zakarpatskou"),
    *("oblastí", "v", "kultuře", "a", "školství"),
)


def words(count: int) -> str:
    return " ".join(WORDS[index % len(WORDS)] for index in range(count))


@pytest.fixture
def parties(store: Store) -> list[str]:
    own = make(store, "organisation", name_cs="Ústecký kraj", name_de="Region Ústí", country="CZ")
    choose_own_organisation(store, own)
    return [
        own,
        *(
            make(
                store,
                "organisation",
                name_cs=f"Partnerský kraj {number}",
                name_de=f"Partnerregion {number}",
                native_name=NATIVE[number % 3],
                country="UA",
            )
            for number in range(24)
        ),
    ]


def agreement(store: Store, title: str, parties: Sequence[str], **values: object) -> str:
    key = make(
        store,
        "agreement",
        title_cs=title,
        signed_on="2013-12-12",
        term="fixed",
        expires_on="2023-12-11",
        renewal_months=60,
        notice_months=6,
        subject_cs="Spolupráce ve školství. Výměna zkušeností. Společné projekty.",
        **values,
    )
    for number, party in enumerate(parties, 1):
        make(
            store,
            "agreement_party",
            agreement_id=key,
            organisation_id=party,
            position_no=number,
            signatory="Jméno Příjmení",
        )
    return key


def printed(
    store: Store, key: str, ids: Sequence[str], languages: Sequence[Language], target: Path
) -> Path:
    with store.reading() as connection:
        print_paper(connection, paper_of("agreement", key), ids, languages, target, ON)
    assert_conforms(target)
    assert_nothing_is_cut(target)
    return target


def page_count(file: Path) -> int:
    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


@pytest.mark.parametrize("languages", [(EN,), (CS, DE)], ids="-".join)
def test_a_summary_is_one_page_and_a_cover_one_sheet(
    store: Store, parties: list[str], languages: Sequence[Language], tmp_path: Path
) -> None:
    many = agreement(store, words(60), parties)
    long = agreement(store, f"{LONG} {LONG}", parties[:2], file_no=LONG, depositary=LONG)
    summary = printed(store, "summary", [many, long], languages, tmp_path / "a.pdf")
    assert page_count(summary) == 2
    cover = printed(store, "cover", [many], languages, tmp_path / "b.pdf")
    assert page_count(cover) <= 2
    text = flat_text_of(summary)
    assert "Výměna zkušeností" in text, "there is room for the subject"


@pytest.mark.nightly
@pytest.mark.parametrize("languages", [(CS,), (DE,), (EN,), (CS, DE), (DE, EN)], ids="-".join)
@pytest.mark.parametrize("key", ["summary", "summary-full", "cover", "signing", "commitments"])
def test_every_paper_with_every_length(
    store: Store, parties: list[str], languages: Sequence[Language], key: str, tmp_path: Path
) -> None:
    for count in (1, 60, 200):
        found = agreement(store, words(count), parties[:2])
        file = printed(store, key, [found], languages, tmp_path / "a.pdf")
        assert key != "cover" or page_count(file) <= 2
        assert key != "summary" or page_count(file) == 1
    printed(store, key, [agreement(store, LONG, parties, note=LONG)], languages, tmp_path / "a.pdf")


def test_each_paper_of_a_batch_counts_its_own_pages(
    store: Store, parties: list[str], tmp_path: Path
) -> None:
    ids = [agreement(store, f"Dohoda {number}", parties[:2]) for number in range(3)]
    text = flat_text_of(printed(store, "summary", ids, [CS], tmp_path / "a.pdf"))
    assert text.count("Strana 1 z 1") == 3
    book = flat_text_of(printed(store, "register", ids, [CS], tmp_path / "b.pdf"))
    assert "Strana 2 z 2" in book, "a register is one book"


@pytest.mark.parametrize("languages", [(EN,), (DE, EN)], ids="-".join)
def test_no_date_of_a_register_is_broken_and_no_page_holds_a_footnote_alone(
    store: Store, languages: Sequence[Language], tmp_path: Path
) -> None:
    note = re.compile(r"^\W*\(cs\)")
    target = tmp_path / "a.pdf"
    for number in range(34):
        make(
            store,
            "agreement",
            title_cs=f"Dohoda číslo {number}",
            signed_on=f"2013-12-{number % 20 + 10}",
            term="fixed",
            expires_on="2027-09-30",
        )
        if number < 26:
            continue
        with store.reading() as connection:
            query = ListQuery(ENTITIES["agreement"], languages[0], on=ON)
            print_paper(connection, paper_of("agreement", "register"), query, languages, target, ON)
        text = flat_text_of(target)
        assert "30 September 2027" in text
        assert len(re.findall(r"\d\d December 2013", text)) >= number
        for lines in pages_of(target):
            assert not note.match(" ".join(lines[:1]).strip()), "a footnote begins a page"


def test_a_long_word_that_begins_a_later_run_is_broken() -> None:
    style = Style()
    text = Text(Element("P"), [Run("Smlouva„", style), Run(LONG * 2, Style(size=12))])
    text.wrap(100)
    for line in text._lines:
        assert sum(text.runs[run].style.measure(part) for run, part in line) <= 100
    said = "".join(part for line in text._lines for _, part in line)
    assert said == "Smlouva„" + LONG * 2
    marked = Text(Element("P"), [Run("kultura", style), Run("\u00a0(cs)", style)])
    marked.wrap(style.measure("kultura") + 4)
    assert [part for line in marked._lines for _, part in line] == ["kultura", "\u00a0(cs)"]


def test_the_word_of_a_label_and_of_a_header_is_never_broken() -> None:
    for width in (238, 480):
        column = Column(DE, 0, width, Element("Art"), width > 300)
        (row,) = column.pairs(
            column.parent, [("Aufbewahrungskennzeichen und -frist", [column.say("A")])]
        )
        (label,) = row.cells[0].texts
        label.wrap(row.cells[0].width)
        assert label.line_count <= 2
        column.heading("Parteien")
        header, _ = column.table(
            ["Organisation", "Unterzeichnet"],
            [[[column.say("Text " * 20)], [column.say("12.12.2013")]]],
            [0.9, 0.1],
        )
        for cell in header.cells:
            cell.texts[0].wrap(cell.width)
            assert cell.texts[0].line_count == 1


@pytest.mark.parametrize("languages", [(CS,), (DE, EN)], ids="-".join)
@pytest.mark.parametrize("count", [200, 500])
def test_a_summary_with_an_endless_title_is_one_page(
    store: Store, parties: list[str], languages: Sequence[Language], count: int, tmp_path: Path
) -> None:
    key = agreement(store, words(count), parties[:2])
    make(store, "resolution", agreement_id=key, body="Rada", number="1/2013", decided_on="2013")
    make(store, "delegation", title_cs=words(40), agreement_id=key, start="2019-02-01")
    file = printed(store, "summary", [key], languages, tmp_path / "a.pdf")
    assert page_count(file) == 1
    text = flat_text_of(file)
    for name in ("Ústecký kraj",) if languages == (CS,) else ("Region Ústí", "Partnerregion 0"):
        assert name in text, "who concluded it is never left out"
    for lines in pages_of(file):
        assert len(lines) > 10


def test_the_rest_of_a_row_on_the_next_page_is_two_lines_at_least() -> None:
    for number in range(40, 70):
        element = Element("TD")
        texts = [Text(element, [Run("slovo", Style())]) for _ in range(number)]
        band = Band([Cell(0, 200, texts)])
        band.wrap()
        line = texts[0].leading
        for room in range(3, number):
            parts = band.split(room * line + 1)
            assert parts is not None
            assert [part.lines for part in parts] == [min(room, number - 2), max(number - room, 2)]
