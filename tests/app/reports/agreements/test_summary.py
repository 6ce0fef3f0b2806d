from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import page
import pikepdf
import pytest
from PIL import Image

from app.errors import UserError
from app.i18n import Language
from app.reports.agreements.data import (
    SummaryApproval,
    SummaryDelegation,
    SummaryMilestone,
    SummaryPaper,
    SummaryParty,
    SummaryTask,
    missing_translations,
)
from app.reports.agreements.parts import development
from app.reports.agreements.summary import Brief, Languages, render
from app.reports.engine.content import OwnOffice
from app.rules.agreements.terms import AgreementState
from app.rules.days.partial_dates import PartialDate

CS, DE, EN = Language.CS, Language.DE, Language.EN
PRINTED = date(2026, 6, 20)
ALL_LANGUAGES: list[Languages] = [(CS,), (DE,), (EN,), (CS, DE), (CS, EN), (DE, EN)]
REGION = {CS: "Ústecký kraj", DE: "Region Ústí", EN: "Ústí Region"}


def day(text: str) -> PartialDate:
    return PartialDate.parse_iso(text)


OFFICE = OwnOffice(
    "Ústecký kraj",
    REGION,
    address=("Velká Hradební 3118/48", "400 02 Ústí nad Labem"),
    ico="70892156",
    phone="+420 475 657 111",
    email="epodatelna@kr-ustecky.cz",
    data_box="t9zbsva",
    website="https://www.kr-ustecky.cz",
)


@pytest.fixture
def vojvodina() -> SummaryPaper:
    return SummaryPaper(
        OFFICE,
        {
            CS: "Memorandum o spolupráci s Autonomní oblastí Vojvodina",
            DE: "Memorandum über die Zusammenarbeit mit der Autonomen Provinz Vojvodina",
            EN: "Memorandum of Co-operation with the Autonomous Province of Vojvodina",
        },
        AgreementState.IN_FORCE,
        explanation=[("Signed on {day}; the term is not recorded.", {"day": day("2018-06-07")})],
        kind="memorandum",
        relation_type="international",
        initiated_by="unknown",
        reference_no="KUUK/2018/44",
        authentic_languages=("cs", "sr"),
        parties=[
            SummaryParty(
                REGION,
                "Ústecký kraj",
                "",
                "CZ",
                "Oldřich Bubeníček",
                {CS: "hejtman"},
                day("2018-06-07"),
            ),
            SummaryParty(
                {CS: "Autonomní oblast Vojvodina", DE: "Autonome Provinz Vojvodina"},
                "Аутономна покрајина Војводина",
                country="RS",
                signatory="Igor Mirović",
            ),
        ],
        signed_on=day("2018-06-07"),
        signed_at="Ústí nad Labem",
        notice_months=6,
        approvals=[
            SummaryApproval({CS: "Zastupitelstvo Ústeckého kraje"}, "12/9Z", day("2017-12"))
        ],
        areas=[{CS: "zdravotnictví", DE: "Gesundheitswesen"}, {CS: "kultura"}],
        milestones=[
            SummaryMilestone({CS: "Začátek spolupráce kraje se Srbskem."}, day("2010")),
            SummaryMilestone({CS: "Memorandum schváleno.", EN: "Approved."}, day("2017-12")),
        ],
        delegations=[
            SummaryDelegation(
                {CS: "Pracovní cesta do Srbska"},
                "outgoing",
                day("2024-04-15"),
                day("2024-04-18"),
                {CS: "Bělehrad; Novi Sad"},
            )
        ],
        tasks=[SummaryTask("Vyhodnotit spolupráci", "2026-09-30T09:00", "Jana Ukázková")],
        note="Den podpisu podle srbského deníku Blic.",
        source="https://naslovi.net/rd/21786549",
    )


@pytest.fixture
def anhui() -> SummaryPaper:
    return SummaryPaper(
        OFFICE,
        {CS: "Dohoda o spolupráci s provincií An-chuej"},
        AgreementState.ENDING,
        parties=[SummaryParty({CS: "Provincie An-chuej"}, "安徽省", country="CN")],
    )


def text_of(file: Path, *options: str) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    run = subprocess.run(["pdftotext", *options, file, "-"], capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The structure elements in reading order."""
    found: list[pikepdf.Object] = []

    def walk(node: pikepdf.Object) -> None:
        found.append(node)
        for kid in node.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    walk(pdf.Root.StructTreeRoot.K[0])
    return found


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
@pytest.mark.parametrize("languages", ALL_LANGUAGES, ids="-".join)
def test_the_file_conforms(
    languages: Languages,
    profile: str,
    vojvodina: SummaryPaper,
    anhui: SummaryPaper,
    tmp_path: Path,
) -> None:
    file = tmp_path / "summary.pdf"
    render([vojvodina, anhui], languages, file, printed_on=PRINTED)
    report = page.validate_pdf(file, profile=page.ValidationProfile[profile])
    assert not [(failure.rule_id, failure.message) for failure in report.failures]
    assert report.is_compliant
    assert report.checks.failed == 0
    assert list(tmp_path.iterdir()) == [file]


def test_many_lengths_of_text_conform(vojvodina: SummaryPaper, tmp_path: Path) -> None:
    # Stream lengths and glyph sets vary with the text; none may make a file invalid.
    file = tmp_path / "summary.pdf"
    for length in range(1, 60):
        paper = replace(vojvodina, note="Poznámka č. " + "ěščřžýáíé ÄÖÜß Љубав " * length)
        render([paper], (CS, EN), file, printed_on=PRINTED)
        report = page.validate_pdf(file, profile=page.ValidationProfile.PDF_A_3A)
        assert not [failure.message for failure in report.failures], length


def test_equal_input_gives_an_equal_file(vojvodina: SummaryPaper, tmp_path: Path) -> None:
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    for file in (first, second):
        render([vojvodina], (CS, DE), file, printed_on=PRINTED)
    assert first.read_bytes() == second.read_bytes()


def test_every_font_is_embedded_and_no_glyph_is_missing(
    vojvodina: SummaryPaper, anhui: SummaryPaper, tmp_path: Path
) -> None:
    file = tmp_path / "summary.pdf"
    render([vojvodina, anhui], (DE, EN), file, printed_on=PRINTED)
    with pikepdf.open(file) as pdf:
        fonts = {
            str(font.BaseFont): "/FontFile2" in font.FontDescriptor
            for sheet in pdf.pages
            for font in sheet.Resources.Font.values()
        }
    assert set(fonts.values()) == {True}
    used = {name.partition("+")[2].partition("-")[0] for name in fonts}
    assert used == {"NotoSans", "NotoSansSC"}
    text = text_of(file)
    assert "安徽省" in text
    assert "?" not in text


def test_text_can_be_copied(vojvodina: SummaryPaper, tmp_path: Path) -> None:
    file = tmp_path / "summary.pdf"
    render([vojvodina], (CS,), file, printed_on=PRINTED)
    text = " ".join(text_of(file).split())
    for part in (
        "Memorandum o spolupráci s Autonomní oblastí Vojvodina",
        "Аутономна покрајина Војводина",
        "7. 6. 2018",
        "prosinec 2017",
        "Srbsko",
        "12/9Z",
        "zdravotnictví, kultura",
        "Jana Ukázková",
        "t9zbsva",
        "Den podpisu podle srbského deníku Blic.",
    ):
        assert part in text


def test_the_note_can_be_left_out(vojvodina: SummaryPaper, tmp_path: Path) -> None:
    file = tmp_path / "summary.pdf"
    render([vojvodina], (CS,), file, printed_on=PRINTED, with_note=False)
    text = text_of(file)
    assert "deníku Blic" not in text
    assert "naslovi.net" in text


def test_empty_sections_are_not_printed(anhui: SummaryPaper, tmp_path: Path) -> None:
    file = tmp_path / "summary.pdf"
    render([anhui], (EN,), file, printed_on=PRINTED)
    with pikepdf.open(file) as pdf:
        tags = [str(node.S) for node in elements(pdf)]
        assert tags.count("/H1") == 1
        assert tags.count("/H2") == 1  # the parties
        assert len(pdf.pages) == 1


def test_languages_stand_in_sections_of_their_own(vojvodina: SummaryPaper, tmp_path: Path) -> None:
    file = tmp_path / "summary.pdf"
    render([vojvodina], (CS, DE), file, printed_on=PRINTED)
    with pikepdf.open(file) as pdf:
        tree = elements(pdf)
        sections = [str(node.Lang) for node in tree if node.S == "/Sect" and "/Lang" in node]
        spoken = {str(node.Lang) for node in tree if "/Lang" in node}
        scopes = {str(node.A.Scope) for node in tree if node.S == "/TH"}
    assert sections[:6] == ["cs", "de"] * 3
    assert spoken == {"cs", "de", "sr"}
    assert scopes == {"/Row", "/Column"}


def test_each_agreement_begins_a_page_and_has_a_bookmark(
    vojvodina: SummaryPaper, anhui: SummaryPaper, tmp_path: Path
) -> None:
    file = tmp_path / "summary.pdf"
    render([vojvodina, anhui], (EN,), file, printed_on=PRINTED)
    with pikepdf.open(file) as pdf:
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            inner = [item.title for item in outline.root[0].children]
        count = len(pdf.pages)
        assert str(pdf.docinfo.Author) == "Ústecký kraj"
        assert str(pdf.Root.Lang) == "en"
    assert titles == [vojvodina.title[EN], anhui.title[CS]]
    assert inner == [
        "Parties",
        "Dates and term",
        "Approvals",
        "Areas of co-operation",
        "Development of the co-operation",
        "Open tasks",
        "Internal note",
        "Source",
    ]
    last_page = text_of(file, "-f", str(count), "-l", str(count))
    assert "An-chuej" in last_page
    assert "Vojvodin" not in last_page


def test_a_logo_with_transparency_conforms(vojvodina: SummaryPaper, tmp_path: Path) -> None:
    logo = io.BytesIO()
    Image.new("RGBA", (300, 200), (200, 30, 30, 100)).save(logo, "PNG")
    paper = replace(vojvodina, office=replace(OFFICE, logo=logo.getvalue()))
    file = tmp_path / "summary.pdf"
    render([paper], (CS,), file, printed_on=PRINTED)
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages[0].get_images()) == 1
    assert page.is_pdf_compliant(str(file), profile=page.ValidationProfile.PDF_A_3A)
    assert page.is_pdf_compliant(str(file), profile=page.ValidationProfile.PDF_UA_1)


def test_a_failed_write_leaves_the_old_file(vojvodina: SummaryPaper, tmp_path: Path) -> None:
    target = tmp_path / "folder.pdf"
    target.mkdir()
    with pytest.raises(UserError) as caught:
        render([vojvodina], (CS,), target, printed_on=PRINTED)
    assert caught.value.values == {"file": "folder.pdf"}
    assert list(tmp_path.iterdir()) == [target]


def test_missing_translations_are_listed_once_and_marked(
    vojvodina: SummaryPaper, tmp_path: Path
) -> None:
    title = vojvodina.title[CS]
    missing = missing_translations([vojvodina, vojvodina], (CS, DE))
    assert [(item.title, item.language, item.text) for item in missing] == [
        (title, DE, "hejtman"),
        (title, DE, "Zastupitelstvo Ústeckého kraje"),
        (title, DE, "kultura"),
        (title, DE, "Začátek spolupráce kraje se Srbskem."),
        (title, DE, "Memorandum schváleno."),
        (title, DE, "Pracovní cesta do Srbska"),
        (title, DE, "Bělehrad; Novi Sad"),
        (title, DE, "Ústí nad Labem"),
        (title, DE, "Vyhodnotit spolupráci"),
        (title, DE, "Den podpisu podle srbského deníku Blic."),
    ]
    assert missing_translations([vojvodina], (CS,)) == []
    file = tmp_path / "summary.pdf"
    render([vojvodina], (DE,), file, printed_on=PRINTED)
    text = " ".join(text_of(file).split())
    assert "Gesundheitswesen, kultura (cs)" in text
    assert "Pracovní cesta do Srbska (cs)" in text
    assert "Auslandsreise · Bělehrad; Novi Sad (cs)" in text
    assert "Vyhodnotit spolupráci (cs)" in text
    assert "Den podpisu podle srbského deníku Blic. (cs)" in text
    assert "hejtman (cs)" in text
    assert "Zastupitelstvo Ústeckého kraje (cs)" in text
    assert "Tschechisch" in text


LONG = ("Velmi dlouhá věta o tom, co se při společném jednání podařilo dohodnout, " * 3).strip()


def crowded(paper: SummaryPaper, lines: int) -> SummaryPaper:
    return replace(
        paper,
        parties=[*paper.parties, *paper.parties[1:]],
        approvals=[SummaryApproval({CS: "Rada"}, str(n), day(f"20{n:02}")) for n in range(lines)],
        milestones=[SummaryMilestone({CS: LONG}, day(f"20{n:02}-05-01")) for n in range(lines)],
        tasks=[SummaryTask(f"Úkol {n}", f"2026-07-{n + 1:02}") for n in range(lines)],
        note=f"{LONG}. " * lines,
    )


@pytest.mark.parametrize(("lines", "languages"), [(3, (CS, DE)), (30, (EN,)), (30, (DE, EN))])
def test_it_stands_on_one_page_whatever_there_is(
    vojvodina: SummaryPaper, lines: int, languages: Languages, tmp_path: Path
) -> None:
    file = tmp_path / "summary.pdf"
    render([crowded(vojvodina, lines)], languages, file, printed_on=PRINTED)
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 1
    assert page.is_pdf_compliant(str(file), profile=page.ValidationProfile.PDF_UA_1)
    assert page.is_pdf_compliant(str(file), profile=page.ValidationProfile.PDF_A_3A)


def test_what_is_left_out_is_counted_and_the_newest_is_kept(
    vojvodina: SummaryPaper, tmp_path: Path
) -> None:
    file = tmp_path / "summary.pdf"
    render([crowded(vojvodina, 30)], (CS,), file, printed_on=PRINTED)
    text = " ".join(text_of(file).split())
    assert "1. 5. 2029" in text  # the newest step
    assert "1. 5. 2000" not in text
    assert "Úkol 0" in text  # due first
    assert "Úkol 29" not in text
    assert "Poznámka pokračuje: viz úplný souhrn." in text
    assert text.count("viz úplný souhrn") == 4  # decisions, steps, tasks, note
    assert text.count("Igor Mirović") == 2  # no party is left out


def test_counts_of_what_is_left_out_are_right(vojvodina: SummaryPaper) -> None:
    paper = crowded(vojvodina, 10)
    brief = Brief(paper, development(paper), PRINTED)
    whole = sum(brief.lengths.values())
    for room in range(3, whole + 1):
        made = brief.shortened(room)
        kept = made.lengths
        assert sum(kept.values()) == room
        for name, count in brief.lengths.items():
            assert kept[name] + made.paper.left_out[name] == count
            assert kept["parties"] == 3
    assert brief.shortened(whole).paper == replace(
        paper,
        note=brief.shortened(whole).paper.note,
        left_out=dict.fromkeys(brief.lengths, 0),
    )
