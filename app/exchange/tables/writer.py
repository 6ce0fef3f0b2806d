"""Tables as CSV and XLSX, as spreadsheets open them without asking and without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any, Literal

from app.exchange.record_files import neutral
from app.files import known_errors, temporary_folder, write_bytes, writing

Dialect = Literal["excel", "rfc4180"]
"""For Excel in Czech and German: UTF-8 with a byte order mark and semicolons; or RFC 4180."""

_MOST_XLSX = 32_767  # characters of a cell; Excel takes no more
_MOST_CSV = 90_000  # our own reader takes some more
_CUT = "\u2026"
_NARROW, _WIDE = 12, 40  # the narrowest and the widest column at first, in characters
_LOOKED_AT = 200  # rows by which the columns get their width
_FIRST_DAY = "1901-01-01"  # Excel counts from 1900, a year in which it has a day too many


def write_csv(
    target: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], dialect: Dialect
) -> int:
    """Write a table of values (None for an empty cell); gives how many rows.

    No cell is taken for a formula (see `plain.neutral`). Raises `UserError` when it cannot be
    written.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";" if dialect == "excel" else ",", lineterminator="\r\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow(
            ["" if value is None else neutral(_cut(str(value), _MOST_CSV)) for value in row]
        )
        count += 1
    mark = "\ufeff" if dialect == "excel" else ""
    write_bytes(target, (mark + stream.getvalue()).encode())
    return count


def write_xlsx(
    target: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    dates: Collection[int],
    sheet: str,
) -> int:
    """Write a table of values for Excel; gives how many rows.

    The header is frozen and has a filter. Whole ISO days in the columns `dates` are real dates,
    everything else is text: no phone or company number becomes a number, nothing a formula.
    Raises `UserError` when it cannot be written.
    """
    with new_workbook(target) as book:
        page = book.add_worksheet(sheet[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@", "valign": "top"})
        day = book.add_format({"num_format": "d. m. yyyy", "align": "left", "valign": "top"})
        waiting = iter(rows)
        first = list(islice(waiting, _LOOKED_AT))
        for column, name in enumerate(header):
            width = max([len(name) + 4, *(_width(row[column]) for row in first)])
            page.set_column(column, column, min(_WIDE, max(_NARROW, width)), text)
            page.write_string(0, column, name, bold)
        page.freeze_panes(1, 0)
        count = 0
        for count, row in enumerate(chain(first, waiting), 1):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                if column in dates and (found := _day(value)):
                    page.write_datetime(count, column, found, day)
                else:
                    page.write_string(count, column, _cut(str(value), _MOST_XLSX), text)
        page.autofilter(0, 0, max(count, 1), len(header) - 1)
    return count


@contextmanager
def new_workbook(target: Path, **options: object) -> Iterator[Any]:
    """A workbook of xlsxwriter, to be filled row by row; it is at `target` after the block.

    When the block raises, what stood there stays, and nothing is left behind. Raises `UserError`
    when it cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    with known_errors(target), temporary_folder("table") as folder, writing(target) as fresh:
        book = xlsxwriter.Workbook(
            str(fresh), {"constant_memory": True, "tmpdir": folder, **options}
        )
        try:
            yield book
            book.close()
        except XlsxWriterException as error:  # what the system said is wrapped into it
            found = error.args[0] if error.args else None
            raise (found if isinstance(found, OSError) else OSError(str(error))) from error
        finally:
            for sheet in book.worksheets():
                if sheet.row_data_fh:  # a book that is not finished leaves it open
                    with suppress(OSError):
                        sheet.row_data_fh.close()


def _width(value: Any) -> int:
    return max(map(len, str(value).split("\n"))) + 1 if value else 0


def _day(text: str) -> date | None:
    if len(text) != len(_FIRST_DAY) or text < _FIRST_DAY:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + _CUT


def was_cut(cell: str) -> bool:
    """Whether a cell was too long for its file, so that it does not say all that it should."""
    return len(cell) in (_MOST_XLSX, _MOST_CSV) and cell.endswith(_CUT)
