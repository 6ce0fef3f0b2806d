"""Lists of people and of tasks on paper, as they are filtered and sorted; or as a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from app.db.connection import Connection
from app.entities import ENTITIES
from app.i18n import Language, Translator, translator
from app.progress import Progress
from app.reports.engine.collect import chosen_ids, office
from app.reports.engine.columns import Column, Lines, Row
from app.reports.engine.fonts import SEMIBOLD
from app.reports.engine.frame import compose
from app.reports.engine.page import Cell, Sheet
from app.reports.engine.sheets import TableColumn, Value, print_sheets, write_table
from app.reports.engine.tagging import Element
from app.reports.engine.text import Style, Text
from app.rules.days.partial_dates import format_moment
from app.rules.identifiers import show_phone
from app.services.contacts.recipients import recipients
from app.services.records.query import ListQuery, captions

Wanted = Sequence[str] | ListQuery
_FINISHED = ("done", "cancelled")
_AT_ONCE = 400  # records of one statement


class _Line(NamedTuple):
    """A record: what each column of the paper says, the first line of a cell before the others."""

    cells: tuple[tuple[str, ...], ...]


class _Kind(NamedTuple):
    """What a list says: its title, the headings and parts of the width, and its lines."""

    title: str
    headers: tuple[str, ...]
    widths: tuple[float, ...]
    lines: list[_Line]


def people(
    connection: Connection,
    wanted: Wanted,
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
) -> list[str]:
    """Write people (ids or a list) with post, organisation, phone and e-mail as PDF or XLSX.

    A paper of the catalogue.
    """
    tr = translator(languages[0])
    lines = [
        _Line(
            (
                (item.name,),
                tuple(text for text in (item.post, item.organisation) if text),
                tuple(text for text in (show_phone(item.phone), item.email) if text),
            )
        )
        for item in recipients(
            connection, chosen_ids(connection, wanted), language=languages[0], on=on
        )
    ]
    headers = (tr("Person"), tr("Post and organisation"), tr("Phone and e-mail"))
    kind = _Kind(tr("People"), headers, (0.28, 0.4, 0.32), lines)
    _write(connection, kind, languages[0], target, on, tell)
    return []


def tasks(
    connection: Connection,
    wanted: Wanted,
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
) -> list[str]:
    """Write tasks (ids or a list) with their day, state and who does them as PDF or XLSX.

    A paper of the catalogue.
    """
    tr = translator(languages[0])
    lines = list(_tasks(connection, chosen_ids(connection, wanted), tr, on))
    headers = (tr("Due"), tr("What is to be done"), tr("State"))
    kind = _Kind(tr("Tasks"), headers, (0.18, 0.56, 0.26), lines)
    _write(connection, kind, languages[0], target, on, tell)
    return []


def _tasks(connection: Connection, ids: Sequence[str], tr: Translator, on: date) -> Iterator[_Line]:
    status = ENTITIES["task"].by_name["status"].kind
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        rows = {
            row[0]: row[1:]
            for row in connection.execute(
                "SELECT id, title, description, due, status, assignee_id FROM task"
                f" WHERE id IN ({marks})",
                part,
            )
        }
        names = captions(
            connection, ENTITIES["user"], [row[4] for row in rows.values() if row[4]], tr.language
        )
        for key in part:
            if key not in rows:
                continue
            title, description, due, state, assignee = rows[key]
            late = bool(due) and due[:10] < on.isoformat() and state not in _FINISHED
            when = [format_moment(due, tr)] if due else []
            if late:
                when.append(tr.context("commitment", "overdue"))
            who = [status.format(state, tr), names.get(assignee, "") if assignee else ""]
            yield _Line(
                (
                    tuple(when),
                    (title, *(description or "").split("\n")),
                    tuple(text for text in who if text),
                )
            )


def _write(
    connection: Connection,
    kind: _Kind,
    language: Language,
    target: Path,
    on: date,
    tell: Progress,
) -> None:
    own = office(connection)
    if target.suffix.lower() == ".xlsx":
        columns = [
            TableColumn(header, round(100 * width))
            for header, width in zip(kind.headers, kind.widths, strict=True)
        ]
        write_table(
            target,
            kind.title,
            columns,
            _rows(kind.lines, tell),
            language=language,
            author=own.native_name,
            on=on,
        )
        return

    def sheet(found: _Kind, root: Element) -> Sheet:
        return compose(
            found, [_title, _table], own, [language], root, title=lambda _column: found.title, on=on
        )

    print_sheets([kind], sheet, kind.title, own, [language], target, on, tell)


def _rows(lines: Sequence[_Line], tell: Progress) -> Iterator[Sequence[Value]]:
    for number, line in enumerate(lines, 1):
        tell(number, len(lines))
        yield ["\n".join(cell) for cell in line.cells]


def _title(column: Column, kind: _Kind) -> list[Row]:
    """What is listed."""
    big = Style(SEMIBOLD, 17, 22.1)
    text = Text(column.parent.add("H1"), column.say(kind.title, big))
    return [Row([Cell(column.x, column.width, [text])], "title", kind.title, 16)]


def _table(column: Column, kind: _Kind) -> list[Row]:
    count = column.tr.plural("{count} record", "{count} records", len(kind.lines))
    heading = column.heading(count)
    rows: list[list[Lines]] = []
    for line in kind.lines:
        cells: list[Lines] = []
        for number, cell in enumerate(line.cells):
            first = column.strong if number == 0 else column.body
            cells.append(
                [
                    column.say(text, column.soft if place else first)
                    for place, text in enumerate(cell)
                    if text.strip()
                ]
            )
        rows.append(cells)
    return [heading, *column.table(kind.headers, rows, kind.widths)]
