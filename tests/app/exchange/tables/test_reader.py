from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.exchange.tables import reader as table_reader
from app.exchange.tables.reader import (
    DAMAGED,
    LOCKED,
    LONG_CELL,
    NO_HEADER,
    NO_SHEET,
    OPEN_QUOTE,
    TOO_LARGE,
    UNKNOWN_FORMAT,
    UNREADABLE,
    cell_text,
    find_delimiter,
    open_table,
)

PEOPLE = (
    "Jméno;Příjmení;E-mail\r\nŽofie;Šťastná;zofie@example.cz\r\nJosé;Müller;jose@example.de\r\n"
)


def write(tmp_path: Path, data: bytes | str, name: str = "lide.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def rows(path: Path) -> list[list[str]]:
    table = open_table(path)
    return [table.header, *(cells for _, cells in table.rows)]


def workbook(path: Path, *sheets: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "d.m.yyyy"}) as book:
        for cells in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(cells):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, column, cell)
    return path


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp1250", "cp1250"),
        ("iso8859-2", "iso8859-2"),
    ],
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, encoding: str, said: str) -> None:
    table = open_table(write(tmp_path, PEOPLE.encode(encoding)))
    assert table.encoding == said
    assert table.delimiter == ";"
    assert table.header == ["Jméno", "Příjmení", "E-mail"]
    assert list(table.rows) == [
        (2, ["Žofie", "Šťastná", "zofie@example.cz"]),
        (3, ["José", "Müller", "jose@example.de"]),
    ]


def test_a_letter_after_the_sample_decides_the_encoding_too(tmp_path: Path) -> None:
    text = "Jméno;Mail\n".replace("é", "e") + "Jan;jan@example.cz\n" * 10_000 + "Žofie;z@x.cz\n"
    assert rows(write(tmp_path, text))[-1] == ["Žofie", "z@x.cz"]
    assert rows(write(tmp_path, text.encode("cp1250")))[-1] == ["Žofie", "z@x.cz"]


def test_another_charset_is_guessed(tmp_path: Path) -> None:
    text = "Jméno;Město\n" + "Příliš žluťoučký kůň;Ústí nad Labem, Děčín a Šluknov\n" * 20
    table = open_table(write(tmp_path, text.encode("cp852")))
    assert len(table.header) == 2
    assert sum(1 for _ in table.rows) == 20


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_delimiters_are_found_despite_the_other_ones(mark: str) -> None:
    lines = [
        ["Jméno", "Organizace, útvar", "Poznámka"],
        ["Jan", "Kraj, odbor", "a; b | c"],
        ["Eva", "Město, úřad; starosta", 'řekla "ano", asi'],
    ]
    stream = io.StringIO()
    csv.writer(stream, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(lines)
    assert find_delimiter(stream.getvalue()) == mark


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a;b;c\n1,5;2,5;3,5\n1,2;3,4;5,6\n", ";"),
        ("Jméno\tMail\nNovák, Jan\tj@x.cz; k@x.cz\n", "\t"),
        ("Name,Note\nJan,one; two; three\nEva,four; five; six\n", ","),
        ('"Jméno","Adresa"\n"Jan","Dlouhá 1\nÚstí; Česko"\n', ","),
        ("E-mail\njan@example.cz\n", ";"),
        ("Jméno\nNovák, Jan\n", ";"),
        ("", ";"),
    ],
)
def test_the_vote_about_delimiters(text: str, mark: str) -> None:
    assert find_delimiter(text) == mark


def test_the_line_by_which_excel_is_told_the_delimiter(tmp_path: Path) -> None:
    table = open_table(write(tmp_path, "sep=|\r\na|b,c,d,e\r\n1|2,3,4,5\r\n"))
    assert (table.delimiter, table.header) == ("|", ["a", "b,c,d,e"])
    assert list(table.rows) == [(3, ["1", "2,3,4,5"])]


def test_rows_are_numbered_by_the_line_they_begin_on(tmp_path: Path) -> None:
    text = '\n\na;b\n1;"x\ny\nz"\n\n;\n2;w\n'
    table = open_table(write(tmp_path, text))
    assert table.header_line == 3
    assert list(table.rows) == [(4, ["1", "x\ny\nz"]), (9, ["2", "w"])]


def test_rows_are_as_long_as_the_header_or_longer(tmp_path: Path) -> None:
    assert rows(write(tmp_path, "a;b;;\n1\n1;2;;;\n1;2;3\n")) == [
        ["a", "b"],
        ["1", ""],
        ["1", "2"],
        ["1", "2", "3"],
    ]


def test_the_apostrophe_of_an_export_is_taken_off(tmp_path: Path) -> None:
    assert rows(write(tmp_path, "a;b\n'=1+1;'s-Hertogenbosch\n"))[1] == ["=1+1", "'s-Hertogenbosch"]


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, 'a;b\n1;2\n3;"4\n5;6\n7;8\n')
    with pytest.raises(UserError) as error:
        rows(path)
    assert (error.value.message, error.value.values["line"]) == (OPEN_QUOTE, 3)


def test_a_cell_without_an_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = write(tmp_path, 'a;b\n1;"' + "x\n" * 2_000_000)
    with pytest.raises(UserError) as error:
        rows(path)
    assert error.value.message in (LONG_CELL, OPEN_QUOTE)


@pytest.mark.parametrize("data", [b"", b"\n\n;;\n", b"\xef\xbb\xbf", b"sep=;\n"])
def test_a_text_without_a_header_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UserError) as error:
        open_table(write(tmp_path, data))
    assert error.value.message == NO_HEADER


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("lide.pdf", b"%PDF-1.7", UNKNOWN_FORMAT),
        ("lide.xls", b"<html><table><tr><td>x</td></tr></table></html>", UNKNOWN_FORMAT),
        ("lide.csv", b"a;b\0c\n", UNKNOWN_FORMAT),
        ("lide.xlsx", b"PK\x03\x04 and nothing more", DAMAGED),
        ("lide.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, DAMAGED),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    with pytest.raises(UserError) as error:
        open_table(write(tmp_path, data, name))
    assert error.value.message == message
    assert error.value.values["file"] == name


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        open_table(tmp_path / "nic.csv")
    assert error.value.message == UNREADABLE


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_reader, "MAX_BYTES", 10)
    with pytest.raises(UserError) as error:
        open_table(write(tmp_path, PEOPLE))
    assert error.value.message == TOO_LARGE


def test_cells_of_a_workbook_are_written_as_people_write_them(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        [],
        [
            [],
            [None, " IČO ", "PSČ", "Podíl", "Dne", "V", "Čas", "Ano"],
            [],
            [
                None, 70892156.0, 40001, 0.1 + 0.2, date(2017, 6, 29),
                datetime(2017, 6, 29, 14, 30), "  text\nve dvou ", True,
            ],
        ],
    )  # fmt: skip
    table = open_table(path)
    assert (table.sheets, table.sheet) == (("Sheet2",), "Sheet2")
    assert table.header == ["IČO", "PSČ", "Podíl", "Dne", "V", "Čas", "Ano"]
    assert table.header_line == 2
    moment = "2017-06-29T14:30"
    assert list(table.rows) == [
        (4, ["70892156", "40001", "0.3", "2017-06-29", moment, "text\nve dvou", "yes"])
    ]


def test_a_sheet_is_chosen_by_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["a"], ["1"]], [["b"], ["2"]])
    assert open_table(path, "Sheet2").header == ["b"]
    with pytest.raises(UserError) as error:
        open_table(path, "List3")
    assert error.value.message == NO_SHEET


def test_an_empty_workbook_holds_no_table(tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        open_table(workbook(tmp_path / "a.xlsx", []))
    assert error.value.message == NO_HEADER


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1.5, "1.5"),
        (-3.0, "-3"),
        (420475657111.0, "420475657111"),
        (False, "no"),
        (7, "7"),
        (None, ""),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2), "2020-01-02"),
        (time(14, 5), "14:05"),
        (timedelta(hours=26, minutes=3), "26:03"),
    ],
)
def test_cells(cell: object, text: str) -> None:
    assert cell_text(cell) == text


def test_an_open_document(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="Lidé">'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Jméno</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>IČO</text:p>'
        '</table:table-cell><table:table-cell table:number-columns-repeated="16382"/>'
        "</table:table-row>"
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Jan</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="70892156">'
        "<text:p>70892156</text:p></table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    table = open_table(path)
    assert (table.header, list(table.rows)) == (["Jméno", "IČO"], [(2, ["Jan", "70892156"])])


def test_a_locked_open_document(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", b"\x01\x02\x03")
        archive.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
    with pytest.raises(UserError) as error:
        open_table(path)
    assert error.value.message == LOCKED


CELLS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="'\ufeff"), max_size=8
).map(str.strip)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_quoted_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]], mark: str, encoding: str
) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(
        [["Jméno", "Mail", "Note"], *lines]
    )
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes(stream.getvalue().encode(encoding))
    assert rows(path) == [["Jméno", "Mail", "Note"], *(row for row in lines if any(row))]


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.xlsx", "a.xls", "a.txt", "a.ods"]))
def test_no_bytes_do_more_than_be_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / name
    path.write_bytes(data)
    with contextlib.suppress(UserError):
        table = open_table(path)
        assert any(table.header)
        for number, cells in table.rows:
            assert number > table.header_line
            assert len(cells) >= len(table.header)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a workbook; one that is made later says another time and may be longer."""
    path = tmp_path_factory.mktemp("sound") / "a.xlsx"
    return workbook(path, [["a", "b"], [1, date(2020, 1, 1)]]).read_bytes()


@settings(max_examples=60)
@given(data=st.data())
def test_a_workbook_with_a_wrong_byte_does_not_crash(
    tmp_path_factory: pytest.TempPathFactory, sound: bytes, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("broken")
    whole = bytearray(sound)
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = folder / "b.xlsx"
    path.write_bytes(whole[: data.draw(st.integers(10, len(whole)))])
    with contextlib.suppress(UserError):
        assert all(len(cells) >= 1 for _, cells in open_table(path).rows)
