"""Rows of a list as Excel copies and pastes them: cells between tabs, a heading first."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.db.connection import Connection
from app.db.store import Changes, Store, new_id
from app.entities import ENTITIES
from app.errors import InvalidRecord, UserError
from app.exchange.tables.layout import column_letters
from app.exchange.tables.reader import as_written
from app.exchange.tables.row_values import NOTE
from app.fields import Entity
from app.i18n import N_, Language, Translator, translator
from app.progress import Cancelled, Progress
from app.rules.folding import fold
from app.services.records import bulk
from app.services.records.batches import batch
from app.services.records.query import ListQuery, search_targets
from app.services.records.records import apply
from app.services.records.rows import check_order, counted, name_header, validate

PASTED = N_("Pasted: {title}")
NO_HEADING = N_(
    "The first line must hold the headings of the columns, as this list shows them. "
    "Nothing was pasted. Copy the heading too and paste again."
)
NOBODY = N_("There is no record “{text}”.")

_DANGEROUS = ("=", "+", "-", "@", "\t")
_BETWEEN_ADDRESSES = re.compile(r"(?<=[>\w])\s*;\s*|(?<=>)\s*,\s*|(?<=\w)\s*,\s*(?=\S+@)")
"""Between the recipients of an e-mail, as a program copies them."""
_PART = 50  # rows of one transaction
_NOTE_FIELD = "note"
_USUAL: dict[str, dict[str, Any]] = {"task": {"status": "open"}}
"""What a record is where no column says it, as in a new form."""

_NAME_PARTS = ("title_before", "given_name", "family_name", "title_after")


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row that can become a record: its values as stored, or what is wrong with it."""

    line: int
    values: Mapping[str, Any]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A pasted table: its heading, its rows of cells, and the fields that the columns are.

    `mapping` gives the field of a column by its number, `NOTE` for the note; columns without one
    are left out.
    """

    header: list[str]
    cells: list[list[str]]
    mapping: dict[int, str]

    def headings(self, *, of_note: bool) -> list[str]:
        """The headings of the columns that stand in the note, or of those that are left out."""
        wanted = NOTE if of_note else ""
        return [
            name or column_letters(number)
            for number, name in enumerate(self.header)
            if self.mapping.get(number, "") == wanted
            and any(number < len(row) and row[number].strip() for row in self.cells)
        ]


def as_table(connection: Connection, query: ListQuery, ids: Sequence[str], tr: Translator) -> str:
    """The rows of some records as the list shows them, in the order of `ids`, for the clipboard.

    People have a column for each part of the name, so that a table that comes back names the same.
    What a spreadsheet would take for a formula gets an apostrophe; phones stay as they are.
    """
    columns = query.columns()
    names = _name_parts(connection, ids) if query.entity.name == "person" else {}
    labels = [tr.message(column.label) for column in columns]
    if names:
        fields = query.entity.by_name
        labels[:1] = [tr.message(fields[name].label) for name in _NAME_PARTS]
    lines = [labels]
    for row in query.rows(connection, ids):
        cells = [
            _cell(value, column.name, column.kind, tr, first=number == 0)
            for number, (column, value) in enumerate(zip(columns, row.values, strict=True))
        ]
        if names:
            cells[:1] = [_neutral(part) for part in names[row.id]]
        lines.append(cells)
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(lines)
    return out.getvalue()


def _name_parts(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    listed = ", ".join(_NAME_PARTS)
    return {
        key: [str(part or "") for part in parts]
        for key, *parts in connection.execute(
            f"SELECT id, {listed} FROM person WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
    }


def _neutral(text: str) -> str:
    if text.startswith(_DANGEROUS) and not text[1:].replace(" ", "").isdigit():
        return f"'{text}"
    return text


def _cell(value: Any, name: str, kind: Any, tr: Translator, *, first: bool) -> str:
    plain = first or name.endswith("_id")
    text = str(value or "") if plain else kind.format(value, tr)
    return _neutral(text.replace("\xa0", " "))


def write_pasted(text: str, folder: Path, name: str) -> Path:
    """A file in `folder` of what was pasted: its path, without an ending for a table.

    `name` is what a report calls it.
    """
    if text.lstrip().upper().startswith("BEGIN:VCARD"):
        path = folder / f"{name}.vcf"
        path.write_text(text, encoding="utf-8")
        return path
    rows = _rows(text)
    if len(rows) == 1 and len(rows[0]) == 1:
        rows = [[part.strip()] for part in _BETWEEN_ADDRESSES.split(rows[0][0]) if part.strip()]
    if max(map(len, rows), default=0) < 2 and not _is_list(rows):
        raise UserError(NO_HEADING)
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter="\t").writerows(rows)
    return path


def _is_list(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows are a list of one column, with a known heading or of plain contacts."""
    from app.exchange.tables.headerless import is_contact
    from app.exchange.tables.headers import guess, is_known

    return bool(rows) and (is_contact(rows[0]) or is_known(guess(rows[0]).values()))


def _rows(text: str) -> list[list[str]]:
    """The cells of a pasted text.

    Excel quotes cells of several lines; Word does not, so that a quotation mark is one there.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    try:
        return list(csv.reader(io.StringIO(lines), delimiter="\t", strict=True))
    except csv.Error:
        return [line.split("\t") for line in lines.split("\n")]


def read_pasted(entity: Entity, text: str, language: Language) -> Pasted:
    """A pasted table; its first line names the fields in any of the languages.

    A column that is no field is for the note, where the records have one. Raises `UserError` when
    no heading is known.
    """
    header, *cells = _rows(text) or [[]]
    fields = [_field(entity, cell, language) for cell in header]
    if not any(fields):
        raise UserError(NO_HEADING)
    rest = NOTE if _NOTE_FIELD in entity.by_name else ""
    computed = {
        fold(translator(code).message(field.label))
        for field in entity.computed
        for code in Language
    }
    width = max((len(row) for row in cells), default=0)
    mapping = {
        number: (fields[number] if number < len(fields) else "") or rest
        for number in range(max(len(header), width))
        if not (number < len(header) and fold(header[number]) in computed)
    }
    return Pasted(header + [""] * (width - len(header)), cells, mapping)


def from_table(
    connection: Connection, entity: Entity, text: str, language: Language
) -> list[PastedRow]:
    """The rows of a pasted table. Raises `UserError` when no heading is known."""
    return rows_of(connection, entity, read_pasted(entity, text, language), language)


def rows_of(
    connection: Connection, entity: Entity, table: Pasted, language: Language
) -> list[PastedRow]:
    """The rows of a pasted table as its columns are mapped."""
    names = [table.mapping.get(number, "") for number in range(len(table.header))]
    headings = [name or column_letters(number) for number, name in enumerate(table.header)]
    return [
        _row(connection, entity, number, names, headings, cells, language)
        for number, cells in enumerate(table.cells, start=2)
        if any(cell.strip() for cell in cells)
    ]


def _field(entity: Entity, heading: str, language: Language) -> str:
    wanted = " ".join(heading.split()).casefold().rstrip(" *")
    first = f"{entity.title}_{language}" if entity.localised_title else entity.title
    if entity.title == "full_name":
        first = "family_name"
    for code in (language, *Language):
        tr = translator(code)
        if entity.title_label and tr.message(entity.title_label).casefold() == wanted:
            return first
        for field in entity.fields:
            if tr.message(field.label).casefold() == wanted or field.name == wanted:
                return field.name
    return ""


def _row(
    connection: Connection,
    entity: Entity,
    line: int,
    names: Sequence[str],
    headings: Sequence[str],
    cells: Sequence[str],
    language: Language,
) -> PastedRow:
    values: dict[str, Any] = {}
    notes: list[str] = []
    tr = translator(language)
    for name, heading, cell in zip(names, headings, cells, strict=False):
        if not name or not cell.strip():
            continue
        if name == NOTE or name in values:  # the second column of a field, too
            notes.append(f"{heading}: {cell.strip()}")
            continue
        field = entity.by_name[name]
        try:
            if field.target:
                values[name] = _target(connection, field.target, cell, language)
            else:
                values[name] = field.kind.parse(as_written(cell), language)
        except UserError as error:
            return PastedRow(line, values, f"{tr.message(field.label)}: {error.text(tr)}")
    for name, value in _USUAL.get(entity.name, {}).items():
        values.setdefault(name, value)
    if notes:
        own = [str(values[_NOTE_FIELD])] if values.get(_NOTE_FIELD) else []
        values[_NOTE_FIELD] = "\n".join((*own, *notes))
    if entity.localised_title:
        czech = f"{entity.title}_cs"
        values.setdefault(czech, next((values[c] for c in entity.title_columns(language)
                                       if values.get(c)), None))  # fmt: skip
    try:
        validate(entity, values, new=True)
        check_order(entity, values)
    except InvalidRecord as error:
        fault = error.errors[0]
        label = tr.message(entity.by_name[fault.field].label)
        return PastedRow(line, values, f"{label}: {fault.text(tr)}")
    return PastedRow(line, values)


def _target(connection: Connection, target: str, text: str, language: Language) -> str:
    wanted = " ".join(text.split())
    for key, title in search_targets(connection, ENTITIES[target], wanted, language):
        if title.casefold() == wanted.casefold():
            return key
    raise UserError(NOBODY, text=wanted)


def paste(
    store: Store,
    entity: Entity,
    rows: Sequence[PastedRow],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> tuple[list[str], Changes]:
    """Create a record of each row that has no problem, as one action; gives their ids.

    Raises `UserError` when it is cancelled; nothing is pasted then.
    """
    good = [row for row in rows if not row.problem]
    made: list[str] = []
    changed: dict[str, set[str]] = {}
    header = ""
    if len(good) <= bulk.AT_ONCE:
        with store.writing(PASTED, batch=new_id()) as writer:
            made = [apply(writer, entity, None, row.values) for row in good]
            name_header(writer, counted(entity, len(good)))
        return made, writer.changes
    with batch(store, (), getattr(progress, "taking_back", progress)) as key:
        for start in range(0, len(good), _PART):
            if cancelled and cancelled():
                raise UserError(bulk.CANCELLED)
            with store.writing(PASTED, batch=key) as writer:
                for row in good[start : start + _PART]:
                    made.append(apply(writer, entity, None, row.values))
                name_header(writer, counted(entity, len(good)))
            for name, ids in writer.changes.rows.items():
                changed.setdefault(name, set()).update(ids)
            header = writer.header
            if progress:
                progress(len(made), len(good))
    found = {name: frozenset(ids) for name, ids in changed.items()}
    return made, Changes(header, found)


def read_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    entity: str,
    table: Pasted,
    language: str,
) -> list[PastedRow]:
    """`rows_of` as a job of `app.jobs`."""
    with store.reading() as connection:
        return rows_of(connection, ENTITIES[entity], table, Language(language))


def paste_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    entity: str,
    rows: list[PastedRow],
) -> Changes:
    """`paste` as a job of `app.jobs`."""
    return paste(store, ENTITIES[entity], rows, progress, cancelled)[1]
