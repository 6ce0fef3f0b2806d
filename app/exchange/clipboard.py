"""Rows of a list as Excel copies and pastes them: cells between tabs, a heading first."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.db.connection import Connection
from app.db.store import Changes, Store, new_id
from app.entities import ENTITIES
from app.errors import InvalidRecord, UserError
from app.fields import Entity
from app.i18n import N_, Language, Translator, translator
from app.progress import Cancelled, Progress
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
_LINES = 5_000
_PART = 50  # rows of one transaction


@dataclass(frozen=True, slots=True)
class PastedRow:
    """A row that can become a record: its values as stored, or what is wrong with it."""

    line: int
    values: Mapping[str, Any]
    problem: str = ""


def as_table(connection: Connection, query: ListQuery, ids: Sequence[str], tr: Translator) -> str:
    """The rows of some records as the list shows them, in the order of `ids`, for the clipboard.

    What a spreadsheet would take for a formula gets an apostrophe; phones stay as they are.
    """
    columns = query.columns()
    lines = [[tr.message(column.label) for column in columns]]
    for row in query.rows(connection, ids):
        cells = enumerate(zip(columns, row.values, strict=True))
        lines.append(
            [
                _cell(value, column.name, column.kind, tr, first=number == 0)
                for number, (column, value) in cells
            ]
        )
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(lines)
    return out.getvalue()


def _cell(value: Any, name: str, kind: Any, tr: Translator, *, first: bool) -> str:
    plain = first or name.endswith("_id")
    text = str(value or "") if plain else kind.format(value, tr)
    text = text.replace("\xa0", " ")
    if text.startswith(_DANGEROUS) and not text[1:].replace(" ", "").isdigit():
        return f"'{text}"
    return text


def from_table(
    connection: Connection, entity: Entity, text: str, language: Language
) -> list[PastedRow]:
    """The rows of a pasted table; its first line names the fields in any of the languages.

    Raises `UserError` when no heading is known.
    """
    lines = list(csv.reader(io.StringIO(text), delimiter="\t"))[:_LINES]
    if not lines:
        raise UserError(NO_HEADING)
    fields = [_field(entity, cell, language) for cell in lines[0]]
    if not any(fields):
        raise UserError(NO_HEADING)
    return [
        _row(connection, entity, number, fields, cells, language)
        for number, cells in enumerate(lines[1:], start=2)
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
    cells: Sequence[str],
    language: Language,
) -> PastedRow:
    values: dict[str, Any] = {}
    tr = translator(language)
    for name, cell in zip(names, cells, strict=False):
        if not name or not cell.strip():
            continue
        field = entity.by_name[name]
        try:
            if field.target:
                values[name] = _target(connection, field.target, cell, language)
            else:
                values[name] = field.kind.parse(cell.removeprefix("'"), language)
        except UserError as error:
            return PastedRow(line, values, f"{tr.message(field.label)}: {error.text(tr)}")
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
    table: str,
    language: str,
) -> list[PastedRow]:
    """`from_table` as a job of `app.jobs`."""
    with store.reading() as connection:
        return from_table(connection, ENTITIES[entity], table, Language(language))


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
