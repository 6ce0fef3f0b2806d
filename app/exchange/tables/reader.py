"""Tables of other programs as rows of text: CSV and its kin, Excel and LibreOffice sheets.

Nobody knows how such a file was made, so its encoding and its delimiter are found, cells come as
a person wrote them (a company number is no fraction), and every size is limited.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

from app.errors import UserError
from app.exchange.tables import encodings
from app.exchange.tables import workbook_limits as limits
from app.exchange.tables.headerless import holds_address, is_contact
from app.files import Reason, check_source
from app.i18n import N_

UNREADABLE = N_(
    "“{file}” cannot be read: {detail}. Nothing was imported. Check the file, and import it again."
)
UNKNOWN_FORMAT = N_(
    "“{file}” is not a table that this program can read. Save it as a workbook (.xlsx) or as "
    "CSV and choose that file."
)
NO_HEADER = N_("“{file}” holds no table: its first filled row must name the columns.")
NO_SHEET = N_("“{file}” has no sheet “{sheet}”.")
LOCKED = N_("“{file}” is protected by a password. Save it without one and choose it again.")
DAMAGED = N_("“{file}” is damaged and cannot be read. Nothing was imported.")
TOO_LARGE = N_("“{file}” is too large to be a list of contacts. Nothing was imported.")
SPARSE = N_(
    "“{file}”: a filled cell lies far away from all others, so that the sheet is too large to be "
    "read. Nothing was imported. Copy the contacts alone into a new sheet and choose that file."
)
OPEN_QUOTE = N_(
    "“{file}”: a quotation mark that opens on line {line} is never closed. Correct that line and"
    " choose the file again."
)
LONG_CELL = N_(
    "“{file}”: a cell on line {line} is too long; perhaps a quotation mark is missing there."
)

MAX_BYTES = 256 * 2**20
MAX_COLUMNS = 1_000
MAX_CELL = 100_000
"""The most characters of one cell; Excel itself ends at 32,767."""

DELIMITERS = ";,\t|"
TEXT_ENDINGS = (".csv", ".tsv", ".tab", ".txt", "")
"""The endings of text files with tables; what was pasted is kept in a file without one."""

BOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods")

_SAMPLE = 2**16
_SAMPLE_ROWS = 200
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?;*\r?\n?', re.IGNORECASE)
_NEUTRAL = re.compile(r"'[=@+\-\t\r]")


@dataclass(slots=True)
class Table:
    """A table: its header, and its other rows, each with the number people see beside it.

    `rows` can be gone through once and reads the file meanwhile; it raises `UserError` where the
    file turns out to be damaged. A row has at least as many cells as the header. `sheets` names
    the sheets of a workbook that hold anything and `sheet` the one that is read; `delimiter` and
    `encoding` are what was found in a text file. `above` are the filled rows above the header, a
    title for the most part, each with its number. Where `has_header` is not so, the header is
    empty, its row is among the others, and `first` holds the first of them.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    sheets: tuple[str, ...] = ()
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""
    header_line: int = 1
    file: str = field(default="", repr=False)
    above: tuple[tuple[int, str], ...] = ()
    has_header: bool = True
    first: tuple[Sequence[str], ...] = ()


Knows = Callable[[Sequence[str]], bool]
"""Whether a row names columns that its reader knows."""


def open_table(
    path: Path,
    sheet: str | None = None,
    knows: Knows | None = None,
    *,
    has_header: bool | None = None,
) -> Table:
    """The table in a CSV, TSV, text, XLSX, XLS or ODS file.

    The header is the first filled row, unless `knows` knows another one of the first rows, or the
    first holds a single cell and is a title. Unless `has_header` says so, a first row that plainly
    is a contact is no header. Without `sheet` the first sheet that holds anything is read. Raises
    `UserError` when there is no table to read.
    """
    with _known_errors(path):
        check_source(path)
        if path.stat().st_size > MAX_BYTES:
            raise UserError(TOO_LARGE, file=path.name)
        with path.open("rb") as stream:
            start = stream.read(8)
        if start.startswith(_ZIP):
            limits.check_zip(path)
            return _workbook(path, sheet, knows, has_header)
        if start == _OLE:
            limits.check_xls(path)
            return _workbook(path, sheet, knows, has_header)
        if path.suffix.lower() not in TEXT_ENDINGS:
            raise UserError(UNKNOWN_FORMAT, file=path.name)
        return _text_file(path, knows, has_header)


def sheets_of(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook that hold anything; none for other files. Raises `UserError`."""
    if path.suffix.lower() not in BOOK_ENDINGS:
        with _known_errors(path), path.open("rb") as stream:
            if not stream.read(8).startswith((_ZIP, _OLE)):
                return ()
    try:
        return open_table(path).sheets
    except UserError as error:
        if error.message == NO_HEADER:
            return ()
        raise


@contextmanager
def _known_errors(path: Path) -> Iterator[None]:
    """Whatever goes wrong in a file becomes a sentence about it."""
    import python_calamine as calamine

    try:
        yield
    except UserError:
        raise
    except (limits.Locked, calamine.PasswordError) as error:
        raise UserError(LOCKED, file=path.name) from error
    except limits.Sparse as error:
        raise UserError(SPARSE, file=path.name) from error
    except (limits.TooLarge, MemoryError) as error:
        raise UserError(TOO_LARGE, file=path.name) from error
    except (limits.Damaged, calamine.CalamineError, UnicodeError) as error:
        raise UserError(DAMAGED, file=path.name) from error
    except OSError as error:
        raise UserError(UNREADABLE, file=path.name, detail=Reason.of(error)) from error
    except BaseException as error:
        # A panic of the library in Rust has no class that could be imported.
        if type(error).__name__ == "PanicException":
            raise UserError(DAMAGED, file=path.name) from error
        raise


# Text files


def _text_file(path: Path, knows: Knows | None, has_header: bool | None) -> Table:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as stream:
        sample = stream.read(_SAMPLE)
    if "\0" in sample:
        raise UserError(UNKNOWN_FORMAT, file=path.name)
    told = _SEPARATOR_LINE.match(sample)
    delimiter = told[1] if told else find_delimiter(sample, knows)
    records = _records(path, encoding, delimiter, skip=1 if told else 0)
    encoding = encoding.removesuffix("-sig")
    return _table(path, records, knows, has_header, delimiter=delimiter, encoding=encoding)


def _encoding(path: Path) -> str:
    """How the text is written; UTF-8 is recognised by the whole file, as nothing else is one."""
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE)
        if sample.startswith(codecs.BOM_UTF8):
            return "utf-8-sig" if _is_utf8(path) else "cp1250"
        if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
    if _is_utf8(path):
        return "utf-8"
    return _eight_bits(path)


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(2**20):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _eight_bits(path: Path) -> str:
    with path.open("rb") as stream:
        name = encodings.guess(stream)
    if not name:
        raise UserError(UNKNOWN_FORMAT, file=path.name)
    return name


def find_delimiter(sample: str, knows: Knows | None = None) -> str:
    """The delimiter of a text, by a vote: the one by which most rows are as long as the first.

    Quoted cells are read as such. A text of one column has none of them; the semicolon is given.
    Where the first row has no delimiter but `knows` knows one below it, the first is a title.
    """
    best, score = ";", 0.0
    for mark in DELIMITERS:
        found = _score(sample, mark)
        if found > score:
            best, score = mark, found
    if not score and knows:
        for mark in DELIMITERS:
            rows = csv.reader(sample.splitlines()[:_ROWS_ABOVE], delimiter=mark)
            with suppress(csv.Error):
                if any(len(row) > 1 and knows(row) for row in rows):
                    return mark
    return best


def _score(sample: str, mark: str) -> float:
    lengths, clean = _lengths(sample, mark)
    if not lengths or lengths[0] < 2:
        return 0.0
    alike = sum(length == lengths[0] for length in lengths) / len(lengths)
    # More columns decide between equally good marks, text behind a closed quote is a bad sign.
    return (alike + 0.3 * (1 - 1 / lengths[0])) * (1.0 if clean else 0.5)


def _lengths(sample: str, mark: str) -> tuple[list[int], bool]:
    """How many cells the rows have, and whether the quotes agree with the mark."""
    lines = sample.splitlines(keepends=True)
    if len(sample) >= _SAMPLE and len(lines) > 1:
        lines.pop()  # it is cut off somewhere
    lengths: list[int] = []
    reader = csv.reader(lines, delimiter=mark, strict=True)
    try:
        for row in reader:
            if any(row):
                lengths.append(len(row))
            if len(lengths) == _SAMPLE_ROWS:
                break
    except csv.Error as error:
        return lengths, "unexpected end" in str(error)
    return lengths, True


def _records(
    path: Path, encoding: str, delimiter: str, skip: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows of a text file with the line on which each begins."""
    with path.open(encoding=encoding, newline="", errors="replace") as stream:
        lines = _Lines(stream)
        for _ in range(skip):
            next(lines, None)
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            lines.begun.clear()
            begins = lines.number + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise UserError(LONG_CELL, file=path.name, line=begins) from error
            if lines.at_end and _is_open(lines.begun, delimiter):
                raise UserError(OPEN_QUOTE, file=path.name, line=begins)
            yield begins, [as_written(cell) if "'" in cell[:1] else cell.strip() for cell in row]


class _Lines:
    """Lines of a stream, none of them endless; those of the row being read are remembered."""

    def __init__(self, stream: io.TextIOBase | Any) -> None:
        self._stream = stream
        self.number = 0
        self.at_end = False
        self.begun: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line: str = self._stream.readline(MAX_COLUMNS * MAX_CELL)
        if not line:
            self.at_end = True
            raise StopIteration
        self.number += 1
        self.begun.append(line)
        return line.replace("\0", "")


def _is_open(lines: Iterable[str], delimiter: str) -> bool:
    """Whether the last row of a file ends within a quoted cell."""
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def as_written(cell: str) -> str:
    """A cell without the apostrophe by which an export keeps it from being a formula."""
    text = cell.strip()
    return text[1:] if _NEUTRAL.match(text) else text


# Workbooks


def _workbook(path: Path, sheet: str | None, knows: Knows | None, has_header: bool | None) -> Table:
    import python_calamine as calamine

    with path.open("rb") as stream:
        book = calamine.CalamineWorkbook.from_filelike(stream)
        try:
            kept = [
                item.name
                for item in book.sheets_metadata
                if item.typ is calamine.SheetTypeEnum.WorkSheet
            ]
            if sheet is not None and sheet not in kept:
                raise UserError(NO_SHEET, file=path.name, sheet=sheet)
            filled = [name for name in kept if book.get_sheet_by_name(name).height]
            for name in filled if sheet is None else [sheet]:
                rows = _sheet_rows(path, book.get_sheet_by_name(name))
                return _table(path, rows, knows, has_header, sheets=tuple(filled), sheet=name)
        finally:
            book.close()
    raise UserError(NO_HEADER, file=path.name)


def _sheet_rows(path: Path, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    with _known_errors(path):
        for number, row in enumerate(sheet.iter_rows(), 1):
            # Nearly all cells are texts or whole numbers: these lines take most of the time.
            cells = [
                cell.strip()
                if type(cell) is str
                else str(int(cell))
                if type(cell) is float and cell.is_integer()
                else cell_text(cell)
                for cell in row
            ]
            yield number, cells


def _moment(cell: datetime) -> str:
    if cell.hour or cell.minute or cell.second:
        return cell.isoformat(timespec="minutes")
    return str(cell)[:10]


def _span(cell: timedelta) -> str:
    minutes = int(cell.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


def _clock(cell: time) -> str:
    return cell.isoformat(timespec="minutes")


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: str.strip,
    int: str,
    float: "{:.15g}".format,  # as many digits as Excel keeps
    bool: lambda cell: "yes" if cell else "no",
    datetime: _moment,
    date: date.isoformat,
    time: _clock,
    timedelta: _span,
    type(None): lambda _: "",
}


def cell_text(cell: object) -> str:
    """A cell of a workbook as a person wrote it.

    Whole numbers have no decimals, dates are ISO 8601, truth is ``yes`` or ``no``.
    """
    return _TEXTS.get(type(cell), str)(cell)


# What both have in common


_ROWS_ABOVE = 20


def _table(
    path: Path,
    records: Iterator[tuple[int, Sequence[str]]],
    knows: Knows | None,
    has_header: bool | None,
    **found: Any,
) -> Table:
    """The table of `records`, of which one of the first is the header or the first contact."""
    first = list(islice((item for item in records if any(item[1])), _ROWS_ABOVE))
    if not first:
        raise UserError(NO_HEADER, file=path.name)
    place, is_known = _place_of_header(first, knows)
    line, row = first[place]
    if has_header is None:
        has_header = is_known or not is_contact(row)
    beginning = [cells for _, cells in first[place:]]
    if has_header:
        header = _without_end(row, 1)
    else:
        header = [""] * max(len(_without_end(cells, 1)) for cells in beginning)
    if len(header) > MAX_COLUMNS:
        raise UserError(UNKNOWN_FORMAT, file=path.name)
    return Table(
        header=[" ".join(name[:MAX_CELL].split()) for name in header],
        rows=_filled(chain(first[place + has_header :], records), len(header)),
        header_line=line,
        file=path.name,
        above=tuple((line, " ".join(filter(None, row))) for line, row in first[:place]),
        has_header=has_header,
        first=tuple(beginning),
        **found,
    )


def _place_of_header(
    first: Sequence[tuple[int, Sequence[str]]], knows: Knows | None
) -> tuple[int, bool]:
    """Where the header is, or the first row if there is none, and whether it is known as one."""
    rows = [row for _, row in first]
    if knows:
        for place, row in enumerate(rows):
            # A single known word above a table is its title, or a cell of a row without a header.
            is_one = place == 0 or sum(map(bool, row)) > 1
            if is_one and knows(row) and not holds_address(row):
                return place, True
    widths = [sum(map(bool, row)) for row in rows]
    if widths[0] == 1:
        return next((place for place, width in enumerate(widths) if width > 1), 0), False
    return 0, False


def _filled(
    records: Iterator[tuple[int, Sequence[str]]], width: int
) -> Iterator[tuple[int, list[str]]]:
    """The rows that say anything, as long as the header or longer."""
    for line, row in records:
        if not any(row):
            continue
        if type(row) is list and len(row) == width:
            yield line, row
        else:
            cells = _without_end(row, width)
            yield line, cells + [""] * (width - len(cells))


def _without_end(row: Sequence[str], width: int) -> list[str]:
    """A row without the empty cells behind its first `width` ones."""
    cells = list(row)
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return cells
