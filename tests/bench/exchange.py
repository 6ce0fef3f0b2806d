"""Workbooks of people against xlsxwriter and calamine doing the same and nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.address_books.exporting import table_rows
from app.exchange.record_files import all_ids
from app.exchange.tables import contacts as contact_tables
from app.exchange.tables.reader import open_table
from app.exchange.tables.writer import write_xlsx
from tests.bench.measure import compare, verdict


def workbooks(store: Store, rows: int, pairs: int) -> Iterator[tuple[str, str, str, str]]:
    """`rows` people written and read, against the bare libraries on the same cells."""
    person = ENTITIES["person"]
    with store.reading() as connection:
        ids = list(islice(all_ids(connection, person), rows))
        table = list(table_rows(connection, person, ids))
    while len(table) < rows:
        table += table[: rows - len(table)]
    header = contact_tables.header(person)
    dates = [n for n, column in enumerate(contact_tables.columns("person")) if column.is_date]
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "ours.xlsx", Path(folder) / "theirs.xlsx"

        def write() -> None:
            assert write_xlsx(ours, header, table, dates=dates, sheet="Osoby") == rows

        write()
        _bare(theirs, header, table, dates)
        assert _cells(ours) == _cells(theirs)
        written = compare(write, lambda: _bare(theirs, header, table, dates), pairs, warm=0)
        yield "XLSX written : xlsxwriter", "≤ 1.5", str(written), verdict(written, 1.5)

        def read() -> None:
            assert sum(1 for _ in open_table(ours).rows) == rows

        def bare_read() -> None:
            sheet = CalamineWorkbook.from_path(ours).get_sheet_by_index(0)
            assert sum(1 for _ in sheet.iter_rows()) == rows + 1

        got = compare(read, bare_read, pairs, warm=1)
        yield "XLSX read : calamine", "≤ 1.5", str(got), verdict(got, 1.5)


def _bare(
    target: Path, header: Sequence[str], table: Sequence[Sequence[Any]], dates: Sequence[int]
) -> None:
    """The cells as they are, with the formats that Excel needs to keep them so."""
    book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
    page = book.add_worksheet("Osoby")
    text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "d. m. yyyy"})
    for column, name in enumerate(header):
        page.write_string(0, column, name)
    for number, row in enumerate(table, 1):
        for column, value in enumerate(row):
            if value is None:
                continue
            if column in dates and len(value) == len("2026-11-25"):
                page.write_datetime(number, column, date.fromisoformat(value), day)
            else:
                page.write_string(number, column, str(value), text)
    book.close()


def _cells(path: Path) -> list[list[Any]]:
    return list(CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows())
