"""What papers share: their languages, and tables as workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.errors import UserError
from app.exchange.tables.writer import new_workbook
from app.i18n import N_, Language, Translator, translator
from app.progress import Progress
from app.reports.engine.content import OwnOffice
from app.reports.engine.printing_day import day_of_printing
from app.rules.days.partial_dates import PartialDate

if TYPE_CHECKING:
    from app.reports.engine.page import Sheet
    from app.reports.engine.tagging import Element

Record = TypeVar("Record")

TWO_LANGUAGES = N_("A paper is printed in one language or in two different ones.")


def check_languages(languages: Sequence[Language]) -> None:
    """Raise `UserError` unless there are one or two different languages."""
    if not 1 <= len(languages) <= 2 or len(set(languages)) != len(languages):
        raise UserError(TWO_LANGUAGES)


# --- tables as workbooks -------------------------------------------------------------------------

Value = PartialDate | date | int | str | None
_DAY_FORMATS = {
    Language.CS: "d. m. yyyy",
    Language.DE: "dd.mm.yyyy",
    Language.EN: "d mmmm yyyy",
}
_FIRST_DAY = date(1900, 3, 1)  # what is earlier, Excel counts wrongly or not at all
_LONGEST = 32_767  # characters of a cell


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a workbook: its header, and its width in characters."""

    header: str
    width: float


def write_table(
    target: Path,
    name: str,
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Value]],
    *,
    language: Language,
    author: str,
    on: date,
) -> int:
    """Write rows into a workbook of one sheet and give their number.

    The header stays in sight and filters. A full day is a real date; one of reduced precision
    is text in `language`. Nothing is taken for a formula or a link. `target` is replaced in one
    step. Raises `UserError` if it cannot be written; what `rows` raises stops the work.
    """
    with new_workbook(target, strings_to_formulas=False, strings_to_urls=False) as book:
        created = datetime.combine(day_of_printing(on), time(), UTC)
        book.set_properties({"title": name, "author": author, "created": created})
        return _fill(book.add_worksheet(name[:31]), book, columns, rows, language)


def _fill(
    sheet: Any,
    book: Any,
    columns: Sequence[TableColumn],
    rows: Iterable[Sequence[Value]],
    language: Language,
) -> int:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": _DAY_FORMATS[language], "valign": "top", "align": "left"})
    tr = translator(language)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.header, bold)
    sheet.freeze_panes(1, 1)
    count = 0
    for count, row in enumerate(rows, 1):
        for index, value in enumerate(row):
            found = _cell(value, tr)
            if isinstance(found, date):
                sheet.write_datetime(count, index, datetime.combine(found, time()), day)
            elif isinstance(found, int):
                sheet.write_number(count, index, found, text)
            elif found:
                sheet.write_string(count, index, found[:_LONGEST], text)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    return count


def _cell(value: Value, tr: Translator) -> date | int | str:
    from app.rules.days.partial_dates import format

    if isinstance(value, PartialDate):
        first = value.first_day if value.is_day else None
        if first and first >= _FIRST_DAY:
            return first
        return format(value, tr).replace("\u00a0", " ")  # as somebody types it to find it
    return "" if value is None else value


# --- sheets as a file ----------------------------------------------------------------------------


def print_sheets(
    records: Sequence[Record],
    sheet: Callable[[Record, Element], Sheet],
    title: str,
    office: OwnOffice,
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
) -> None:
    """Write a PDF in which each of `records` begins a page: `sheet` makes it within the tree of
    elements. `title` and the office's name go into the file's metadata. `target` is replaced in
    one step. Raises `UserError` if it cannot be written, and what `tell` raises.
    """
    from app.reports.engine.page import metadata, publish
    from app.reports.engine.tagging import Element

    root = Element("Document", language=languages[0])
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        tell(done, 3 * len(records))  # each is composed, laid out and drawn

    sheets = []
    for record in records:
        sheets.append(sheet(record, root))
        step()
    publish(sheets, root, metadata(title, office, languages, on), target, step)
