from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import page
import pikepdf
import pypdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import UserError
from app.files import IS_FOLDER
from app.i18n import Language
from app.reports.engine.page import MM
from app.reports.engine.text import Style
from app.reports.people.labels import (
    A4_MM,
    BAD_OFFSET,
    BAD_START,
    CANCELLED,
    ENVELOPES,
    MARGIN,
    NOTHING,
    SHEETS,
    SMALLEST,
    TOO_LONG,
    Box,
    Sheet,
    _fitting,
    _largest,
    _lines,
    envelopes,
    labels,
    misfits,
    uncovered,
)

CS, DE, EN = Language.CS, Language.DE, Language.EN
PRINTED = date(2026, 6, 20)
USUAL = SHEETS["3x8-70x37"]
MINI = SHEETS["5x13-38.1x21.2"]
OWN = ["Ústecký kraj", "Velká Hradební 3118/48", "400 02 Ústí nad Labem"]
REGION = ["Krajský úřad Libereckého kraje", "U Jezu 642/2a", "461 80 Liberec 2"]
POLISH = [
    "Starostwo Powiatowe w Ostródzie",
    "ul. Jana III Sobieskiego 5",
    "14-100 OSTRÓDA",
    "POLSKO",
]
GERMAN = ["Große Kreisstadt Weißwasser/Oberlausitz", "Bürgermeisterbüro", "Marktplatz", "NĚMECKO"]
SERBIAN = ["Аутономна покрајина Војводина", "Булевар Михајла Пупина 16", "21101 НОВИ САД"]
UKRAINIAN = ["Закарпатська обласна рада", "площа Народна 4", "88008 УЖГОРОД", "UKRAJINA"]
LONG = [
    "Ministerstvo pro místní rozvoj České republiky, odbor evropské územní spolupráce",
    "Příliš žluťoučký kůň úpěl ďábelské ódy, oddělení Donaudampfschifffahrtsgesellschaftskapitän",
    "Staroměstské náměstí 932/6",
    "110 15 Praha 1 – Staré Město",
]
ADDRESSES = [REGION, POLISH, GERMAN, SERBIAN, UKRAINIAN]


class Placed(NamedTuple):
    """A piece of text as it stands in a file, in millimetres from the upper left corner."""

    text: str
    size: float
    box: Box


def placed(file: Path, number: int = 0) -> list[Placed]:
    sheet = pypdf.PdfReader(file).pages[number]
    height = float(sheet.mediabox.height)
    found = []

    def visit(text: str, _: Any, matrix: list[float], __: Any, size: float) -> None:
        if text.strip():
            width = Style(size=1).measure(text.rstrip()) * size
            # The capitals' accents reach to 0.95 of the size, the tails to 0.24 below the line.
            top = height - matrix[5] - 0.95 * size
            box = Box(matrix[4] / MM, top / MM, width / MM, 1.19 * size / MM)
            found.append(Placed(text.strip(), size, box))

    sheet.extract_text(visitor_text=visit)
    return found


def text_of(file: Path) -> str:
    return "\n".join(sheet.extract_text() for sheet in pypdf.PdfReader(file).pages)


def inside(inner: Box, outer: Box) -> bool:
    slack = 0.15  # a ring on a capital of the first line
    return (
        inner.left >= outer.left - slack
        and inner.top >= outer.top - slack
        and inner.left + inner.width <= outer.left + outer.width + slack
        and inner.top + inner.height <= outer.top + outer.height + slack
    )


def print_labels(addresses: list[list[str]], sheet: Sheet, target: Path, **options: Any) -> int:
    return labels(addresses, sheet, CS, target, printed_on=PRINTED, **options)


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_the_geometry_fits_on_a4_and_is_centred(sheet: Sheet) -> None:
    assert sheet.code == f"{sheet.columns}x{sheet.rows}-{sheet.width:g}x{sheet.height:g}"
    assert SHEETS[sheet.code] is sheet
    assert sheet.pitch_x >= sheet.width
    assert sheet.pitch_y >= sheet.height
    last = sheet.box(sheet.count - 1)
    for before, size, after in (
        (sheet.left, last.left + last.width, A4_MM[0]),
        (sheet.top, last.top + last.height, A4_MM[1]),
    ):
        assert before >= 0
        assert size <= after + 0.001
        assert before == pytest.approx(after - size, abs=0.03)
    paper = Box(MARGIN, MARGIN, A4_MM[0] - 2 * MARGIN, A4_MM[1] - 2 * MARGIN)
    for position in range(sheet.count):
        text = sheet.text_box(position)
        assert inside(text, sheet.box(position))
        assert inside(text, paper)


@pytest.mark.parametrize(
    ("code", "left", "top", "pitch_x", "pitch_y"),
    [
        ("3x8-70x37", 0, 0.5, 70, 37),
        ("3x8-70x36", 0, 4.5, 70, 36),
        ("2x7-99.1x38.1", 4.65, 15.15, 101.6, 38.1),
        ("3x7-63.5x38.1", 7.25, 15.15, 66, 38.1),
        ("2x8-105x37", 0, 0.5, 105, 37),
        ("2x4-105x74", 0, 0.5, 105, 74),
        ("2x4-99.1x67.7", 4.65, 13.1, 101.6, 67.7),
        ("5x13-38.1x21.2", 4.75, 10.7, 40.6, 21.2),
    ],
)
def test_sheets_as_they_are_sold(
    code: str, left: float, top: float, pitch_x: float, pitch_y: float
) -> None:
    sheet = SHEETS[code]
    assert (sheet.left, sheet.top, sheet.pitch_x, sheet.pitch_y) == (left, top, pitch_x, pitch_y)


def test_labels_count_row_by_row() -> None:
    assert USUAL.count == 24
    assert USUAL.box(0) == Box(0, 0.5, 70, 37)
    assert USUAL.box(2) == Box(140, 0.5, 70, 37)
    assert USUAL.box(3) == Box(0, 37.5, 70, 37)


def test_names_are_written_as_the_language_writes_numbers() -> None:
    sheet = SHEETS["3x7-63.5x38.1"]
    assert sheet.name(CS) == "3 × 7, 63,5 × 38,1 mm"
    assert sheet.name(DE) == "3 × 7, 63,5 × 38,1 mm"
    assert sheet.name(EN) == "3 × 7, 63.5 × 38.1 mm"
    assert ENVELOPES["DL"].name(CS) == "DL, 220 × 110 mm"


@pytest.mark.parametrize("size", ENVELOPES.values(), ids=ENVELOPES)
def test_an_envelope_has_its_blocks_where_the_post_wants_them(size: Any) -> None:
    address, sender = size.address, size.sender
    assert address.left >= size.width / 2
    assert address.top >= max(size.height / 2, 40)
    assert address.left >= size.width - 140
    assert address.left + address.width == pytest.approx(size.width - 15)
    assert address.top + address.height == pytest.approx(size.height - 15)
    assert inside(sender, Box(0, 0, size.width / 2, size.height / 2))
    assert address.width >= 60
    assert address.height >= 40


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_3A"])
@pytest.mark.parametrize("language", Language)
def test_the_files_conform(language: Language, profile: str, tmp_path: Path) -> None:
    sheets, letters = tmp_path / "labels.pdf", tmp_path / "envelopes.pdf"
    labels(ADDRESSES * 6, USUAL, language, sheets, start=5, frame=True)
    envelopes(ADDRESSES, ENVELOPES["C5"], language, letters, OWN)
    for file in (sheets, letters):
        report = page.validate_pdf(file, profile=page.ValidationProfile[profile])
        assert not [(failure.rule_id, failure.message) for failure in report.failures]
        assert report.is_compliant
    assert sorted(tmp_path.iterdir()) == [letters, sheets]


def test_title_language_size_and_tags(tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    labels([REGION, POLISH], USUAL, EN, file, author="Ústecký kraj", printed_on=PRINTED)
    with pikepdf.open(file) as pdf:
        assert str(pdf.docinfo.Title) == "Address labels"
        assert str(pdf.docinfo.Author) == "Ústecký kraj"
        assert str(pdf.Root.Lang) == "en"
        assert [float(side) for side in pdf.pages[0].mediabox] == pytest.approx(
            [0, 0, 210 * MM, 297 * MM], abs=0.01
        )
        listed = pdf.Root.StructTreeRoot.K[0].K[0]
        assert str(listed.S) == "/L"
        assert [str(item.S) for item in listed.K] == ["/LI", "/LI"]
        bodies = [item.K[0] for item in listed.K]
        assert [str(body.S) for body in bodies] == ["/LBody", "/LBody"]
        assert [[str(line.S) for line in body.K] for body in bodies] == [["/P"] * 3, ["/P"] * 4]


def test_equal_input_gives_an_equal_file(tmp_path: Path) -> None:
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    for file in (first, second):
        print_labels(ADDRESSES, USUAL, file)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("count", "start", "pages"),
    [(1, 0, 1), (24, 0, 1), (25, 0, 2), (23, 1, 1), (24, 1, 2), (1, 23, 1), (2, 23, 2), (49, 0, 3)],
)
def test_the_number_of_pages(count: int, start: int, pages: int, tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    assert print_labels([REGION] * count, USUAL, file, start=start) == pages
    assert len(pypdf.PdfReader(file).pages) == pages


def test_all_letters_can_be_copied(tmp_path: Path) -> None:
    letters = ["Příliš žluťoučký kůň úpěl ďábelské ódy", "PŘÍLIŠ ŽLUŤOUČKÝ KŮŇ ÚPĚL ĎÁBELSKÉ ÓDY"]
    letters += ["zażółć gęślą jaźń, ŁÓDŹ", "Größe, Ärger, Übung, Maß, ẞ", "ľŕĺ ő ű Ş ţ ă î"]
    letters += ["ЂЈЉЊЋЏ ђјљњћџ", "ҐЄІЇ ґєії ʼ", "Ёё Ъъ Ыы Ээ"]
    file = tmp_path / "labels.pdf"
    print_labels([letters, *ADDRESSES], SHEETS["2x4-105x74"], file)
    text = text_of(file).replace("\u00a0", " ")
    for line in (line for address in (letters, *ADDRESSES) for line in address):
        assert line in text
    assert "?" not in text


def test_the_order_is_row_by_row_and_each_address_is_in_its_label(tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    print_labels([[f"č. {number}"] for number in range(30)], USUAL, file, start=4)
    first, second = placed(file, 0), placed(file, 1)
    assert [item.text for item in first + second] == [f"č. {number}" for number in range(30)]
    for position, item in enumerate(first, 4):
        assert inside(item.box, USUAL.text_box(position))
    for position, item in enumerate(second):
        assert inside(item.box, USUAL.text_box(position))


@pytest.mark.parametrize(
    "sheet", [sheet for sheet in SHEETS.values() if sheet is not MINI], ids=lambda sheet: sheet.code
)
def test_nothing_is_cut_and_nothing_is_outside_its_label(sheet: Sheet, tmp_path: Path) -> None:
    addresses = [*ADDRESSES, LONG]
    kept = [
        address
        for index, address in enumerate(addresses)
        if index not in misfits(addresses, sheet, CS)
    ]
    assert kept[:5] == ADDRESSES
    file = tmp_path / "labels.pdf"
    pages = print_labels(kept * 3, sheet, file)
    wanted = ["".join("".join(address).split()) for address in kept * 3]
    found: list[str] = []
    for number in range(pages):
        pieces = placed(file, number)
        for position in range(sheet.count):
            mine = [item for item in pieces if inside(item.box, sheet.text_box(position))]
            pieces = [item for item in pieces if item not in mine]
            if mine:
                found.append("".join("".join(item.text for item in mine).split()))
        assert not pieces
    assert found == wanted


def test_a_long_name_is_set_smaller_and_then_wrapped(tmp_path: Path) -> None:
    short = ["Jana Ukázková", "Hlavní 1", "400 01 Ústí nad Labem"]
    longer = ["prof. PhDr. Jana Ukázková, Ph.D., MBA", *short[1:]]
    longest = ["prof. PhDr. Jana Ukázková-Vzorová, Ph.D., MBA, dr. h. c.", *short[1:]]
    file = tmp_path / "labels.pdf"
    print_labels([short, longer, longest], USUAL, file)
    sizes = {text: size for text, size, _ in placed(file)}
    assert sizes["Jana Ukázková"] == 11
    assert 9 <= sizes[longer[0]] < 11
    assert longest[0] not in sizes
    assert longest[0] in " ".join(text_of(file).split())
    assert min(sizes.values()) >= 9


lines = st.lists(
    st.text(
        st.sampled_from("aábcčdďeéěfghiíjlľmnňoópqrřsštťuúůvwxyýzžАЩЮЇґ ,.-/ßÄŁ0123"), max_size=70
    ),
    max_size=8,
)


@given(lines, st.sampled_from(list(SHEETS.values())))
@example(LONG, USUAL)
@example(["Ů" * 200], USUAL)
def test_what_fits_is_whole_and_inside(address: list[str], sheet: Sheet) -> None:
    kept = _lines(address, CS)
    if not kept:
        assert misfits([address], sheet, CS) == []
        return
    box = sheet.text_box(0)
    block = _fitting(kept, box, _largest(sheet))
    assert (block is None) == (misfits([address], sheet, CS) == [0])
    if block is None:
        return
    assert sum(text.height for text in block) <= box.height * MM
    assert len({text.runs[0].style.size for text in block}) == 1
    for text, line in zip(block, kept, strict=True):
        style = text.runs[0].style
        assert SMALLEST <= style.size <= _largest(sheet)
        drawn = ["".join(part for _, part in row) for row in text._lines]
        assert "".join(drawn).replace(" ", "") == line.replace(" ", "")
        assert max(style.measure(row.rstrip(" ")) for row in drawn) <= box.width * MM + 0.01


def test_what_does_not_fit_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    assert misfits([REGION, LONG], MINI, CS) == [1]
    with pytest.raises(UserError) as caught:
        print_labels([REGION, LONG], MINI, file)
    assert caught.value.message == TOO_LONG
    assert caught.value.values == {"address": LONG[0]}
    assert misfits([["A"] * 40], ENVELOPES["DL"], CS) == [0]
    assert misfits([LONG], ENVELOPES["DL"], CS) == []
    with pytest.raises(UserError) as caught:
        envelopes([REGION], ENVELOPES["DL"], CS, file, ["A"] * 40)
    assert caught.value.message == TOO_LONG
    assert list(tmp_path.iterdir()) == []


def test_addresses_with_letters_that_the_font_lacks_are_named(tmp_path: Path) -> None:
    georgian = ["თბი", "Tbilisi", "GEORGIA"]
    assert uncovered([REGION, georgian, SERBIAN]) == [1]
    file = tmp_path / "labels.pdf"
    print_labels([georgian], USUAL, file)
    assert [item.text for item in placed(file)] == ["???", "Tbilisi", "GEORGIA"]


def test_blank_lines_and_blank_addresses_take_no_room(tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    spoken: list[tuple[int, int]] = []
    print_labels(
        [["", " "], [], ["První\nHlavní 1", "", "\t"], ["Druhá"]],
        USUAL,
        file,
        progress=lambda done, total: spoken.append((done, total)),
    )
    assert [item.text for item in placed(file)] == ["První", "Hlavní 1", "Druhá"]
    assert spoken == [(1, 2), (2, 2)]
    with pytest.raises(UserError) as caught:
        print_labels([["", " "]], USUAL, file)
    assert caught.value.message == NOTHING


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("400 02 Ústí nad Labem", "400_02 Ústí nad Labem"),
        ("110 00 Praha 1", "110_00 Praha_1"),
        ("Velká Hradební 3118/48", "Velká Hradební_3118/48"),
        ("U Jezu 642/2a", "U_Jezu_642/2a"),
        ("Platz der Republik 1-3", "Platz der Republik_1-3"),
        ("14-100 Ostróda", "14-100 Ostróda"),
        ("01097 Dresden", "01097 Dresden"),
        ("+420 475 657 111 tel.", "+420_475_657_111 tel."),
    ],
)
def test_post_codes_and_house_numbers_do_not_break(line: str, expected: str) -> None:
    assert _lines([line], CS) == [expected.replace("_", "\u00a0")]


def test_the_print_is_moved(tmp_path: Path) -> None:
    still, moved = tmp_path / "1.pdf", tmp_path / "2.pdf"
    print_labels([REGION], USUAL, still, frame=True)
    print_labels([REGION], USUAL, moved, frame=True, offset_mm=(1.5, -2))
    for before, after in zip(placed(still), placed(moved), strict=True):
        assert after.box.left == pytest.approx(before.box.left + 1.5, abs=0.01)
        assert after.box.top == pytest.approx(before.box.top - 2, abs=0.01)


def test_frames_are_drawn_around_every_label_as_decoration(tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    for frame, rectangles in ((True, 24), (False, 0)):
        print_labels([REGION], USUAL, file, frame=frame)
        with pikepdf.open(file) as pdf:
            content = pikepdf.parse_content_stream(pdf.pages[0])
        assert sum(str(step.operator) == "re" for step in content) == rectangles
        artifacts = [step for step in content if str(step.operator) == "BDC"]
        assert (str(artifacts[0].operands[0]) == "/Artifact") is frame


@pytest.mark.parametrize("start", [-1, 24, 100])
def test_a_start_that_is_not_on_the_sheet_is_refused(start: int, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        print_labels([REGION], USUAL, tmp_path / "labels.pdf", start=start)
    assert caught.value.message == BAD_START
    assert caught.value.values == {"count": 24}


@pytest.mark.parametrize("offset", [(5.1, 0), (0, -6), (float("nan"), 0), (0, float("inf"))])
def test_an_offset_that_leaves_the_paper_is_refused(
    offset: tuple[float, float], tmp_path: Path
) -> None:
    with pytest.raises(UserError) as caught:
        print_labels([REGION], USUAL, tmp_path / "labels.pdf", offset_mm=offset)
    assert caught.value.message == BAD_OFFSET


def test_cancelling_leaves_no_file_and_keeps_an_old_one(tmp_path: Path) -> None:
    file = tmp_path / "labels.pdf"
    done: list[int] = []

    def stop() -> bool:
        return len(done) == 3

    for _ in range(2):
        done.clear()
        with pytest.raises(UserError) as caught:
            print_labels(
                [REGION] * 9, USUAL, file, progress=lambda n, _: done.append(n), cancelled=stop
            )
        assert caught.value.message == CANCELLED
        assert done == [1, 2, 3]
        done.clear()
        with pytest.raises(UserError):
            envelopes(
                [REGION] * 3,  # cancelled after the last one, before the file is written
                ENVELOPES["C6"],
                CS,
                file,
                progress=lambda n, _: done.append(n),
                cancelled=stop,
            )
        assert [item.read_bytes() for item in tmp_path.iterdir()] in ([], [b"old"])
        file.write_bytes(b"old")
    assert file.read_bytes() == b"old"


def test_a_failed_write_is_said(tmp_path: Path) -> None:
    target = tmp_path / "folder.pdf"
    target.mkdir()
    with pytest.raises(UserError) as caught:
        print_labels([REGION], USUAL, target)
    assert caught.value.message == IS_FOLDER
    assert caught.value.values == {"file": "folder.pdf"}
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("size", ENVELOPES.values(), ids=ENVELOPES)
def test_envelopes_have_a_page_each_with_sender_and_address(size: Any, tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "envelopes.pdf"
    assert envelopes([*ADDRESSES, LONG], size, DE, file, OWN) == 6
    reader = pypdf.PdfReader(file)
    box = reader.pages[0].mediabox
    assert float(box.width) == pytest.approx(size.width * MM, abs=0.01)
    assert float(box.height) == pytest.approx(size.height * MM, abs=0.01)
    for number, address in enumerate([*ADDRESSES, LONG]):
        pieces = placed(file, number)
        sender = [item for item in pieces if inside(item.box, size.sender)]
        mine = [item for item in pieces if inside(item.box, size.address)]
        assert len(sender) + len(mine) == len(pieces)
        assert pieces == sender + mine  # the sender is read first
        assert [item.text.replace("\u00a0", " ") for item in sender] == OWN
        assert "".join("".join(item.text for item in mine).split()) == "".join(
            "".join(address).split()
        )
        assert max(item.size for item in sender) < max(item.size for item in mine) <= 12


def test_an_envelope_without_a_sender(tmp_path: Path) -> None:
    file = tmp_path / "envelopes.pdf"
    assert envelopes([REGION], ENVELOPES["DL"], CS, file, offset_mm=(0, 2)) == 1
    assert len(placed(file)) == 3
