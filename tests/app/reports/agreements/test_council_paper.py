from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
from docx import Document
from docx.table import Table

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.reports.agreements.council_paper import Body, Step, council_paper
from app.services.office import choose_own_organisation
from app.services.records.records import save
from app.services.records.rows import row_version
from tests.factories import make

ON = date(2026, 11, 20)
CS, DE, EN = Language.CS, Language.DE, Language.EN


class Paper:
    """A written paper, read again."""

    def __init__(self, path: Path, gaps: list[str]) -> None:
        self.path = path
        self.gaps = gaps
        self.document = Document(str(path))
        self.lines: list[tuple[str, str]] = []
        for block in self.document.iter_inner_content():
            if isinstance(block, Table):
                rows = (" | ".join(cell.text for cell in row.cells) for row in block.rows)
                self.lines += [("Table", row) for row in rows]
            else:
                self.lines.append((str(block.style.name), block.text))  # type: ignore[union-attr]
        self.text = "\n".join(text for _, text in self.lines).replace("\u00a0", " ")

    def of(self, style: str) -> list[str]:
        return [text.replace("\u00a0", " ") for name, text in self.lines if name == style]

    def part(self, name: str) -> str:
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(name).decode("utf-8")


def party(store: Store, agreement: str, organisation: str, **values: Any) -> None:
    make(store, "agreement_party", agreement_id=agreement, organisation_id=organisation, **values)


@pytest.fixture
def own(store: Store) -> str:
    found = make(store, "organisation", name_cs="Ústecký kraj", name_en="Ústí Region", country="CZ")
    make(store, "address", organisation_id=found, kind="seat", city="Ústí nad Labem")
    choose_own_organisation(store, found)
    return found


@pytest.fixture
def partner(store: Store) -> str:
    return make(
        store, "organisation", name_cs="Okres Ostróda", native_name="Powiat ostródzki", country="PL"
    )


@pytest.fixture
def agreement(store: Store, own: str, partner: str) -> str:
    found = make(
        store,
        "agreement",
        title_cs="Memorandum o spolupráci",
        title_en="Memorandum of Co-operation",
        partner_id=partner,
        status="draft",
        signed_on=None,
    )
    party(store, found, own, position_no=1, signatory_post="hejtman")
    party(store, found, partner, position_no=2, signatory="Adam Kowalski")
    return found


def write(
    store: Store,
    agreement: str,
    tmp_path: Path,
    language: Language | tuple[Language, Language] = EN,
    step: Step = "conclusion",
    body: Body = "assembly",
) -> Paper:
    target = tmp_path / "papers" / "paper.docx"
    languages = language if isinstance(language, tuple) else (language,)
    with store.reading() as connection:
        gaps = council_paper(connection, agreement, languages, target, ON, step, body)
    assert [file.name for file in target.parent.iterdir()] == ["paper.docx"]
    return Paper(target, gaps)


def test_the_czech_wording(store: Store, agreement: str, tmp_path: Path) -> None:
    paper = write(store, agreement, tmp_path, CS)
    assert paper.of("Title") == ["Uzavření memoranda „Memorandum o spolupráci“"]
    assert paper.of("Heading 1") == ["Návrh usnesení", "Důvodová zpráva", "Přílohy"]
    assert "Zastupitelstvo Ústeckého kraje po projednání" in paper.of("Normal")
    assert paper.of("List Number") == [
        "schvaluje uzavření memoranda „Memorandum o spolupráci“ ve znění dle přílohy; "
        "smluvní strany: Ústecký kraj, Okres Ostróda;",
        "pověřuje hejtmana kraje podpisem memoranda.",
    ]
    assert "§ 28 zákona č. 129/2000 Sb., o krajích" in paper.text
    assert "[doplnit: " in paper.text


def test_the_council_recommends_what_the_assembly_decides(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    paper = write(store, agreement, tmp_path, CS, body="council")
    said = (
        "Rada Ústeckého kraje po projednání doporučuje Zastupitelstvu Ústeckého kraje "
        "přijmout toto usnesení:"
    )
    assert said in paper.of("Normal")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("step", get_args(Step))
@pytest.mark.parametrize("body", get_args(Body))
def test_every_paper_says_what_is_to_be_filled_in(
    store: Store, agreement: str, tmp_path: Path, language: Language, step: Step, body: Body
) -> None:
    paper = write(store, agreement, tmp_path, language, step, body)
    assert len(paper.gaps) == len(set(paper.gaps)) > 8
    for gap in paper.gaps:
        assert gap.startswith("[")
        assert gap in "\n".join(text for _, text in paper.lines)
    assert len(paper.of("Title")) == 1
    assert len(paper.of("List Number")) == 2
    assert not any(0xE000 <= ord(sign) < 0xF900 for sign in paper.text)


def test_the_steps_differ(store: Store, agreement: str, tmp_path: Path) -> None:
    verbs = {
        "conclusion": "approves the conclusion of",
        "amendment": "approves the amendment of",
        "termination": "approves the termination of",
    }
    for step in get_args(Step):
        decision = write(store, agreement, tmp_path, step=step).of("List Number")[0]
        assert decision.startswith(f"{verbs[step]} the memorandum “Memorandum of Co-operation”")


@pytest.mark.parametrize("words", [1, 60, 200])
@pytest.mark.parametrize("languages", [CS, (CS, DE)])
def test_a_title_of_any_length_is_printed_whole(
    store: Store,
    agreement: str,
    tmp_path: Path,
    words: int,
    languages: Language | tuple[Language, Language],
) -> None:
    title = " ".join(f"spolupráce{number}" for number in range(words))
    with store.reading() as connection:
        version = row_version(connection, agreement)
    values = {"title_cs": title, "title_de": title}
    save(store, ENTITIES["agreement"], agreement, version, values)
    paper = write(store, agreement, tmp_path, languages)
    assert title in paper.text
    assert len(paper.document.core_properties.title) <= 255


def test_placeholders_are_marked_and_styled(store: Store, agreement: str, tmp_path: Path) -> None:
    paper = write(store, agreement, tmp_path)
    runs = [
        run
        for paragraph in paper.document.paragraphs
        for run in paragraph.runs
        if run.text.startswith("[to be filled in: ")
    ]
    assert runs
    assert {run.style.name for run in runs} == {"To be filled in"}
    assert "w:highlight" in paper.part("word/styles.xml")
    assert any("budget" in gap for gap in paper.gaps)


def test_language_fonts_and_page(store: Store, agreement: str, tmp_path: Path) -> None:
    paper = write(store, agreement, tmp_path, DE)
    styles = paper.part("word/styles.xml")
    assert '<w:lang w:val="de-DE"' in styles
    assert 'w:themeFontLang w:val="de-DE"' in paper.part("word/settings.xml")
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2"):
        style: Any = paper.document.styles[name]
        assert style.font.name == "Arial"
        assert "Theme" not in " ".join(style.element.rPr.rFonts.attrib)
    section = paper.document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)  # type: ignore[union-attr]
    about = paper.document.core_properties
    assert (about.language, about.author) == ("de-DE", "Ústecký kraj (cs)")
    assert about.comments == ""
    assert 'w:instr="PAGE"' in paper.part("word/footer1.xml")
    assert "w:tblHeader" in paper.part("word/document.xml")


def test_a_missing_translation_is_printed_in_czech_and_marked(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    paper = write(store, agreement, tmp_path)
    (row,) = (row for row in paper.of("Table") if row.startswith("Okres"))
    assert row.startswith("Okres Ostróda (cs) (Powiat ostródzki) | [to be filled in: seat] |")
    assert '<w:lang w:val="cs-CZ"/>' in paper.part("word/document.xml")
    assert "(cs): not translated" in paper.of("Normal")[-1]


# The law


def sections(store: Store, agreement: str, tmp_path: Path) -> set[str]:
    text = write(store, agreement, tmp_path).text
    return {number for number in ("24", "28", "35") if f"section {number}" in text}


def test_a_foreign_region_is_a_matter_of_section_28(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    assert sections(store, agreement, tmp_path) == {"28", "35"}
    assert "from the text of the document" in write(store, agreement, tmp_path).text


def test_a_czech_region_is_a_matter_of_section_24(store: Store, own: str, tmp_path: Path) -> None:
    other = make(store, "organisation", name_cs="Liberecký kraj", country="CZ")
    agreement = make(store, "agreement", relation_type="domestic", kind="cooperation_agreement")
    party(store, agreement, own)
    party(store, agreement, other)
    assert sections(store, agreement, tmp_path) == {"24", "35"}


@pytest.mark.parametrize(("relation", "reserved"), [("domestic", False), ("international", True)])
def test_a_university_is_a_matter_of_no_section(
    store: Store, own: str, tmp_path: Path, relation: str, reserved: bool
) -> None:
    other = make(store, "organisation", name_cs="Univerzita", kind="university", country="CZ")
    agreement = make(store, "agreement", relation_type=relation)
    party(store, agreement, own)
    party(store, agreement, other)
    paper = write(store, agreement, tmp_path, body="council")
    assert "section 28(2)" not in paper.text
    assert "section 35" not in paper.text
    assert ("recommends that the Assembly" in paper.text) is reserved
    assert any("reserved to the assembly" in gap for gap in paper.gaps) is reserved


def test_without_parties_nothing_is_said_of_the_law(store: Store, own: str, tmp_path: Path) -> None:
    paper = write(store, make(store, "agreement"), tmp_path)
    assert "[to be filled in: the other party]" in paper.gaps
    assert "[to be filled in: parties]" in paper.gaps
    assert "section 2" not in paper.text


def test_the_form_of_a_contract_is_no_matter_of_its_end(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    text = write(store, agreement, tmp_path, step="termination").text
    assert "section 28 of Act" in text
    assert "section 28(2)" not in text


# What the record says


def test_facts_take_the_place_of_placeholders(
    store: Store, agreement: str, partner: str, tmp_path: Path
) -> None:
    make(store, "milestone", organisation_id=partner, date="2014-05", text_cs="Začátek")
    make(store, "milestone", organisation_id=partner, date="2030", text_cs="Plán")
    make(store, "delegation", partner_id=partner, start="2019-03-01", title_cs="Cesta do Ostródy")
    make(store, "delegation", partner_id=partner, start="2027-03-01", title_cs="Budoucí cesta")
    make(store, "resolution", agreement_id=agreement, body="Rada", number="7/R")
    make(
        store,
        "commitment",
        agreement_id=agreement,
        text_cs="Konference",
        due="2027",
        organisation_id=partner,
    )
    document = make(store, "document", title="Návrh memoranda", kind="agreement_text")
    link = {"document_id": document, "entity": "agreement", "record_id": agreement}
    save(store, ENTITIES["document_link"], None, 0, link)
    version = {"document_id": document, "file_name": "návrh.docx", "content": "0" * 64}
    save(store, ENTITIES["document_version"], None, 0, version)
    with store.writing("x") as writer:
        writer.connection.execute(
            "UPDATE agreement SET subject_cs = ?, bodies = ?, term = 'indefinite',"
            " notice_months = 6, reference_no = 'KUUK/1' WHERE id = ?",
            ("Kultura\na školství", "Komise", agreement),
        )
    paper = write(store, agreement, tmp_path, CS)
    assert paper.of("List Bullet") == [
        "květen 2014: Začátek",
        "1. 3. 2019: Cesta do Ostródy",
        "Rada, usnesení č. 7/R",
        "Konference – Okres Ostróda – do 2027",
    ]
    normal = paper.of("Normal")
    for line in ("Kultura", "a školství", "Orgány a způsob jejich ustanovování: Komise"):
        assert line in normal
    assert "Výpovědní doba: 6 měsíců" in normal
    assert normal[-1] == "Příloha č. 1: Návrh memoranda – návrh.docx"
    assert "Číslo jednací | KUUK/1" in paper.of("Table") or "KUUK/1" in paper.text
    for what in ("předmět", "vývoj", "závazky", "text dokumentu", "výpovědní doba"):
        assert not any(what in gap for gap in paper.gaps), what


def test_only_the_latest_visits_are_listed_and_the_rest_counted(
    store: Store, agreement: str, partner: str, tmp_path: Path
) -> None:
    for number in range(1, 13):
        make(store, "delegation", partner_id=partner, start=f"2019-{number:02d}-01")
    paper = write(store, agreement, tmp_path)
    assert len(paper.of("List Bullet")) == 11  # and the placeholder of the commitments
    assert "Earlier visits not listed: 2" in paper.of("Normal")


def test_an_amendment_names_what_it_amends(store: Store, agreement: str, tmp_path: Path) -> None:
    amendment = make(
        store,
        "agreement",
        title_cs="Dodatek č. 1",
        title_en="Amendment 1",
        subject_en="Sport is added.",
        amends_id=agreement,
    )
    paper = write(store, amendment, tmp_path, step="amendment")
    decision = paper.of("List Number")[0]
    assert "the memorandum “Memorandum of Co-operation” by “Amendment 1”" in decision
    assert "parties: Ústí Region" in decision
    assert "Sport is added." in paper.of("Normal")
    assert "[to be filled in: title of the amendment]" not in paper.gaps


def test_the_end_and_its_reasons(store: Store, agreement: str, tmp_path: Path) -> None:
    with store.writing("x") as writer:
        writer.connection.execute(
            "UPDATE agreement SET signed_on = '2010-01-01', status = 'concluded',"
            " ended_on = '2026-12-31', end_reason = 'Konec projektu' WHERE id = ?",
            (agreement,),
        )
    paper = write(store, agreement, tmp_path, CS, "termination")
    assert "ke dni 31. 12. 2026; způsob ukončení: [doplnit: " in paper.of("List Number")[0]
    assert "Konec projektu" in paper.of("Normal")


@pytest.mark.parametrize(
    ("old", "now", "said"),
    [
        ("hejtman", "", "pověřuje hejtmana kraje"),
        ("hejtmanka", "hejtman", "pověřuje hejtmanku kraje"),
        (None, "Hejtmanka Ústeckého kraje", "pověřuje hejtmanku kraje"),
        (None, "hejtmanův poradce", "pověřuje [doplnit: kdo podepisuje]"),
        ("náměstek hejtmana", "hejtman", "pověřuje [doplnit: kdo podepisuje]"),
    ],
)
def test_who_signs(
    store: Store, own: str, partner: str, tmp_path: Path, old: str | None, now: str, said: str
) -> None:
    agreement = make(store, "agreement", status="draft", signed_on=None)
    party(store, agreement, own, signatory_post=old)
    party(store, agreement, partner)
    if now:
        person = make(store, "person")
        make(store, "position", person_id=person, organisation_id=own, title_cs=now)
    paper = write(store, agreement, tmp_path, CS)
    assert paper.of("List Number")[1].startswith(said)


def test_characters_that_xml_forbids_are_left_out(store: Store, own: str, tmp_path: Path) -> None:
    agreement = make(store, "agreement", title_cs="Do\x00ho\x0bda\ue000 {x}", subject_cs="a\x1fb")
    paper = write(store, agreement, tmp_path, CS)
    assert "„Dohoda {x}“" in paper.of("Title")[0]
    assert "ab" in paper.of("Normal")


def test_without_an_own_organisation_its_name_is_to_be_filled_in(
    store: Store, tmp_path: Path
) -> None:
    paper = write(store, make(store, "agreement"), tmp_path)
    assert paper.gaps[0] == "[to be filled in: name of the region]"


def test_what_cannot_be_written_is_said(store: Store, agreement: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with store.reading() as connection, pytest.raises(UserError):
        council_paper(connection, agreement, [CS], tmp_path / "file" / "paper.docx", ON)
    with store.reading() as connection, pytest.raises(UserError):
        council_paper(connection, "nothing", [CS], tmp_path / "paper.docx", ON)


# Two languages


def beside(paper: Paper) -> list[tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    """The rows of the two columns: styles and texts of each side."""
    (table,) = paper.document.tables

    def said(cell: Any) -> list[tuple[str, str]]:
        return [(p.style.name, p.text.replace("\u00a0", " ")) for p in cell.paragraphs if p.text]

    return [tuple(map(said, row.cells)) for row in table.rows]  # type: ignore[misc]


@pytest.mark.parametrize("languages", [(CS, DE), (DE, EN), (EN, CS)])
@pytest.mark.parametrize("step", get_args(Step))
def test_two_languages_stand_side_by_side(
    store: Store,
    agreement: str,
    tmp_path: Path,
    languages: tuple[Language, Language],
    step: Step,
) -> None:
    paper = write(store, agreement, tmp_path, languages, step)
    rows = beside(paper)
    legend = [number for number, (left, right) in enumerate(rows) if not (left and right)]
    assert legend == list(range(len(rows) - len(legend), len(rows)))  # a language has no Czech
    for left, right in rows[: len(rows) - len(legend)]:
        assert [style for style, _ in left] == [style for style, _ in right]
    for column, language in enumerate(languages):
        alone = write(store, agreement, tmp_path, language, step)
        for style in ("Title", "Heading 1", "Heading 2", "List Number"):
            found = [text for row in rows for kind, text in row[column] if kind == style]
            assert found == alone.of(style), style
        assert set(alone.gaps) <= set(paper.gaps)


def test_each_language_counts_and_is_marked_for_itself(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    paper = write(store, agreement, tmp_path, (CS, DE))
    numbers: dict[int, list[int]] = {0: [], 1: []}
    for row in paper.document.tables[0].rows:
        for column, cell in enumerate(row.cells):
            for paragraph in cell.paragraphs:
                if paragraph.style.name == "List Number":  # type: ignore[union-attr]
                    numbers[column].append(paragraph._p.pPr.numPr.numId.val)  # type: ignore[union-attr]
                for run in paragraph.runs if column else ():
                    assert 'w:lang w:val="de-DE"' in run._r.xml or "(cs)" in run.text
    assert [len(set(found)) for found in numbers.values()] == [1, 1]
    assert numbers[0][0] != numbers[1][0]
    assert paper.document.core_properties.language == "cs-CZ"


def test_a_table_is_told_in_lines_beside_each_other(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    rows = beside(write(store, agreement, tmp_path, (EN, CS)))
    parties = [row for row in rows if row[0] and row[0][0][1].startswith("Party: ")]
    assert [[text for _, text in left] for left, _ in parties] == [
        ["Party: Ústí Region", "Seat: Ústí nad Labem", "Signs for the party: hejtman (cs)"],
        [
            "Party: Okres Ostróda (cs) (Powiat ostródzki)",
            "Seat: [to be filled in: seat]",
            "Signs for the party: Adam Kowalski",
        ],
    ]
    assert [right[0][1] for _, right in parties] == [
        "Smluvní strana: Ústecký kraj",
        "Smluvní strana: Okres Ostróda (Powiat ostródzki)",
    ]


def test_more_than_two_languages_are_refused(store: Store, agreement: str, tmp_path: Path) -> None:
    with store.reading() as connection, pytest.raises(UserError):
        council_paper(connection, agreement, [CS, CS], tmp_path / "paper.docx", ON)


def test_a_long_title_is_cut_in_the_footer_and_set_smaller(store: Store, tmp_path: Path) -> None:
    sizes = []
    for count in (1, 12, 40):
        key = make(store, "agreement", title_cs=" ".join(["Dohoda o spolupráci"] * count))
        target = tmp_path / f"{count}.docx"
        with store.reading() as connection:
            council_paper(connection, key, [Language.CS], target, ON, "conclusion", "assembly")
        document = Document(str(target))
        footer = document.sections[0].footer.paragraphs[0].text
        assert len(footer) < 100
        assert ("…" in footer) == (count > 1)
        sizes.append(document.styles["Title"].font.size)
    assert sizes == sorted(set(sizes), reverse=True)


def test_the_file_tells_nothing_of_the_clock(store: Store, tmp_path: Path) -> None:
    key = make(store, "agreement", title_cs="Dohoda")
    for name in ("a.docx", "b.docx"):
        with store.reading() as connection:
            target = tmp_path / name
            council_paper(connection, key, [Language.CS], target, ON, "conclusion", "assembly")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
