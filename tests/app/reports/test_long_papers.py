"""Long titles, long words, many parties: nothing breaks, stands alone or spills."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.reports.catalogue import PAPERS, paper_of
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
    text_of,
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


LANGUAGES = [(CS,), (DE,), (EN,), (CS, DE), (DE, EN), (CS, EN)]
SCRIPTS = (*NATIVE, "安徽省人民政府", "محافظة أسوان", "경상북도 도청", "עיריית תל אביב–יפו")
HARD = {
    "1": lambda: "Dohoda",
    "60": lambda: words(60),
    "200": lambda: words(200),
    "long": lambda: f"{LONG} {LONG}",
    "25": lambda: "Dohoda o přeshraniční spolupráci",
    "scripts": lambda: f"Dohoda {' '.join(SCRIPTS)}",
}
PRINTED = [
    (paper.entity, paper.key, kind)
    for paper in PAPERS
    for kind in paper.kinds
    if kind in (".pdf", ".docx") and paper.entity != "delegation"
]
"""Those of visits have shapes of their own: they are looked at in their room."""


@pytest.fixture
def hard(store: Store, parties: list[str]) -> dict[str, list[str]]:
    """Of each kind of record some that are hard to print, by entity."""
    made = []
    for name, title in HARD.items():
        more = {"note": LONG, "file_no": LONG, "depositary": LONG} if name == "long" else {}
        of = parties if name == "25" else parties[:2]
        if name == "scripts":
            of = [
                parties[0],
                *(make(store, "organisation", name_cs=text, native_name=text) for text in SCRIPTS),
            ]
        key = agreement(store, title(), of, partner_id=parties[1], bodies=LONG, **more)
        make(store, "resolution", agreement_id=key, body=f"Rada {LONG}", number=LONG)
        make(store, "commitment", agreement_id=key, text_cs=title(), due="2026-12-31")
        make(store, "evaluation", agreement_id=key, date="2024", benefit="3", text=title())
        visit = make(store, "delegation", title_cs=title(), agreement_id=key, start="2027-02-01")
        make(
            store,
            "programme_item",
            delegation_id=visit,
            title_cs=title(),
            starts="2027-02-01T09:00",
            place=LONG,
        )
        person = make(store, "person", family_name=LONG, name_native=SCRIPTS[len(made) % 7])
        make(
            store, "position", person_id=person, organisation_id=parties[1], title_cs=title()[:300]
        )
        make(store, "contact_point", person_id=person, kind="email", value=f"{LONG}@kraj.cz")
        make(store, "task", title=title(), due="2026-12-01")
        made.append(key)
    found = {}
    with store.reading() as connection:
        for entity in {entity for entity, _, _ in PRINTED}:
            rows = connection.execute(f'SELECT id FROM "{entity}" ORDER BY id').fetchall()
            found[entity] = [key for (key,) in rows]
    found["organisation"] = found["organisation"][:6]
    return found


@pytest.mark.nightly
@pytest.mark.parametrize("languages", LANGUAGES, ids="-".join)
@pytest.mark.parametrize(("entity", "key", "kind"), PRINTED, ids=map("-".join, PRINTED))
def test_every_paper_with_every_length_and_script(
    store: Store,
    hard: dict[str, list[str]],
    languages: Sequence[Language],
    entity: str,
    key: str,
    kind: str,
    tmp_path: Path,
) -> None:
    paper = paper_of(entity, key)
    if len(languages) > paper.languages:
        pytest.skip("it is written in one language")
    papers: list[Sequence[str] | ListQuery] = [[record] for record in hard[entity]]
    if paper.of_list:
        query = ListQuery(ENTITIES[entity], languages[0], on=ON)
        papers = [*(papers if paper.of_one else []), query]
    for wanted in papers:
        target = tmp_path / f"a{kind}"
        with store.reading() as connection:
            left = print_paper(connection, paper, wanted, languages, target, ON)
        assert not [text for text in left if "Dohoda" in text], "every sign can be printed"
        if kind == ".docx":
            assert len(Document(str(target)).sections[0].footer.paragraphs[0].text) < 100
            continue
        assert_conforms(target)
        check_by_eye(target)
        pages = page_count(target)
        assert key != "cover" or pages <= 2
        assert key != "summary" or pages == 1


def check_by_eye(file: Path) -> None:
    """What one looks for on a print: nothing cut, no page with the end of something alone, no day
    broken.
    """
    assert_nothing_is_cut(file)
    pages = pages_of(file)
    for number, lines in enumerate(pages):
        assert lines
        assert number == 0 or len(lines) > 2, lines
        assert not re.match(r"^\W*\((cs|de|en)\)", lines[0]), "a footnote begins a page"
    text = text_of(file, "-layout")
    assert not re.search(r"\b\d{1,2}\. ?\d{0,2}\.?\n\s*\d{4}\b", text), "a broken day"


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
