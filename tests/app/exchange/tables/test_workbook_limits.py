from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from app.exchange.tables import workbook_limits
from app.exchange.tables.workbook_limits import (
    Damaged,
    Locked,
    Sparse,
    TooLarge,
    check_xls,
    check_zip,
)
from tests.app.exchange.compound_file import write_compound

CELL = '<c r="{}"><v>1</v></c>'


def book(path: Path, sheet: str, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet>{sheet}</worksheet>")
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def document(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f"<doc><table:table>{rows}</table:table></doc>")
    return path


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all cells between the first and the last one were filled."""
    monkeypatch.setattr(workbook_limits, "_SMALL_BLOCK", 10**12)


@pytest.mark.parametrize(
    "places",
    [
        ("A1", "Z999999"),
        ("A1", "XFD1"),
        ("A1", "A1048576"),
        ("AB1", "AZ100000"),
        ("AA1", "CZ299999"),
        ("DA1", "A300000"),
    ],
)
@pytest.mark.usefixtures("filled")
def test_sheets_that_can_be_read(tmp_path: Path, places: tuple[str, ...]) -> None:
    sheet = "".join(CELL.format(place) for place in places)
    assert check_zip(book(tmp_path / "a.xlsx", sheet)) == "xlsx"


@pytest.mark.parametrize(
    "sheet",
    [
        CELL.format("A1") + CELL.format("XFD1048576"),
        CELL.format("A1").replace("=", " = ") + CELL.format("XFD99999").replace('"', "'"),
        '<row r="9000000"><c><v>1</v></c></row>' + CELL.format("ZZ1"),
        CELL.format("A4000000000"),
        CELL.format("AB1") + CELL.format("CZ400000"),
        CELL.format("AB1") + CELL.format("DZ299999"),
    ],
)
def test_a_cell_far_away_is_too_much(tmp_path: Path, sheet: str) -> None:
    with pytest.raises(TooLarge):
        check_zip(book(tmp_path / "a.xlsx", sheet))


def test_a_place_is_found_between_two_pieces(tmp_path: Path) -> None:
    filled = "".join(CELL.format(f"A{number}") for number in range(1, 60_000))
    with pytest.raises(TooLarge):
        check_zip(book(tmp_path / "a.xlsx", filled + CELL.format("XFD2") + filled))


@pytest.mark.usefixtures("filled")
def test_the_name_of_a_namespace_is_no_column(tmp_path: Path) -> None:
    sheet = '<sheetData xmlns:r="http://schemas.example.org"/>' + CELL.format("Z999999")
    assert check_zip(book(tmp_path / "a.xlsx", sheet)) == "xlsx"


@pytest.mark.parametrize("place", ["Z999999", "AD1048576", "XFD9999", "CZ299999", "E1048576"])
def test_a_cell_far_away_from_all_others(tmp_path: Path, place: str) -> None:
    near = "".join(CELL.format(f"{column}{row}") for row in range(1, 200) for column in "ABCDE")
    assert check_zip(book(tmp_path / "a.xlsx", near + CELL.format("G500"))) == "xlsx"
    with pytest.raises(Sparse):
        check_zip(book(tmp_path / "b.xlsx", near + CELL.format(place)))


def test_a_cell_far_away_in_the_other_formats(tmp_path: Path) -> None:
    cell = '<table:table-cell value-type="string"/>'
    gap = '<table:table-row number-rows-repeated="900000"><table:table-cell/></table:table-row>'
    wide = (
        f'<table:table-row><table:table-cell number-columns-repeated="25"/>{cell}</table:table-row>'
    )
    row = f"<table:table-row>{cell * 3}</table:table-row>"
    assert check_zip(document(tmp_path / "a.ods", row * 50 + wide)) == "ods"
    with pytest.raises(Sparse):
        check_zip(document(tmp_path / "b.ods", row * 50 + gap + wide))
    start = record(0x0809, 0x0600, 0x0010)
    check_xls(xls(tmp_path / "c.xls", start, record(0x0203, 200, 255, 0)))
    with pytest.raises(Sparse):
        check_xls(xls(tmp_path / "d.xls", start, record(0x0203, 65535, 255, 0)))


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", CELL.format("A1"), **{"xl/sharedStrings.xml": "x" * 10**6})
    assert check_zip(path) == "xlsx"
    monkeypatch.setattr(workbook_limits, "MAX_UNPACKED", 10**5)
    with pytest.raises(TooLarge):
        check_zip(path)


def test_what_a_member_says_of_its_size_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "a.xlsx", "<a/>" * 200_000)
    data = path.read_bytes()
    size = struct.pack("<I", len("<a/>" * 200_000) + len("<worksheet></worksheet>"))
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, struct.pack("<I", 100)))
    monkeypatch.setattr(workbook_limits, "MAX_UNPACKED", 10**5)
    with pytest.raises(TooLarge):
        check_zip(path)


def test_an_archive_of_other_things(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(Damaged):
        check_zip(path)


ROW = (
    "<table:table-row {}><table:table-cell {}><text:p>x</text:p></table:table-cell>"
    "</table:table-row>"
)


def test_repeated_cells_of_an_open_document(tmp_path: Path) -> None:
    cells = 'table:number-columns-repeated="{}"'
    rows = 'table:number-rows-repeated="{}"'
    assert check_zip(document(tmp_path / "a.ods", ROW.format(rows.format(1000), ""))) == "ods"
    empty = "<table:table-row><table:table-cell {}/></table:table-row>"
    assert check_zip(document(tmp_path / "b.ods", empty.format(cells.format(99_999_999)))) == "ods"
    with pytest.raises(TooLarge):
        check_zip(document(tmp_path / "c.ods", ROW.format("", cells.format(99_999_999))))
    with pytest.raises(TooLarge):
        many = ROW.format(rows.format(1_000_000), cells.format(1024))
        check_zip(document(tmp_path / "d.ods", many))


def test_a_document_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(Damaged):
        check_zip(path)


def record(kind: int, *values: int) -> bytes:
    return struct.pack(f"<HH{len(values)}H", kind, 2 * len(values), *values)


def xls(path: Path, *records: bytes, name: str = "Workbook") -> Path:
    path.write_bytes(write_compound({name: b"".join(records)}))
    return path


@pytest.mark.usefixtures("filled")
def test_an_old_workbook(tmp_path: Path) -> None:
    start = record(0x0809, 0x0600, 0x0010)
    check_xls(xls(tmp_path / "a.xls", start, record(0x0203, 65535, 255, 0)))
    with pytest.raises(TooLarge):
        check_xls(xls(tmp_path / "b.xls", start, record(0x0203, 65535, 65535, 0)))
    with pytest.raises(TooLarge):
        check_xls(xls(tmp_path / "c.xls", start, record(0x00BD, 65535, 0, 1, 2, 3, 9999)))
    with pytest.raises(Damaged):
        check_xls(xls(tmp_path / "d.xls", record(0x00FC, 0, 0, 0xFFFF, 0xFFFF)))
    with pytest.raises(Locked):
        check_xls(xls(tmp_path / "e.xls", start, record(0x002F, 1)))


def test_a_new_workbook_that_is_encrypted(tmp_path: Path) -> None:
    with pytest.raises(Locked):
        check_xls(xls(tmp_path / "a.xlsx", b"x" * 100, name="EncryptedPackage"))


def test_a_compound_file_without_a_workbook(tmp_path: Path) -> None:
    with pytest.raises(Damaged):
        check_xls(xls(tmp_path / "a.xls", b"x", name="WordDocument"))
