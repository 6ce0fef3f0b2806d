"""Import of a data set: a folder of CSV files as regions publish them.

A row is known by its data set (the folder's name) and its id. What a row said at the last
import is remembered, so that a later import changes only what is new in the file and leaves
what people have edited since.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app.db import sets, statements
from app.db.store import Changes, Store, Writer, new_id
from app.entities import ENTITIES
from app.errors import FieldError, InvalidRecord, Label, UserError, said
from app.exchange.datasets.rows import BadRow, Plan, plans
from app.fields import Entity
from app.files import Reason, check_source
from app.i18n import N_, Language
from app.progress import Cancelled, Progress
from app.services.office_settings import own_organisation, set_own_organisation
from app.services.records.batches import IMPORTED
from app.services.records.ids import external_row_id, imported_id
from app.services.records.records import apply
from app.services.records.rows import LINKS, name_header, validate

NO_DATA = N_("“{path}” holds none of the files of a data set ({files}). Nothing was imported.")
NO_FILE = N_("it is not there")
NO_UTF_8 = N_("it is not a text in UTF-8")
NO_CSV = N_("its quotation marks are not as CSV has them")
UNREADABLE = N_(
    "“{path}” cannot be read: {detail}. Nothing was imported. Check the file, and import it again."
)
NO_ID = N_("The row has no id.")
SAME_ID = N_("The id “{value}” is in this file already (line {line}).")
TOO_MANY = N_("The row has more values than the file has columns.")
MISSING_COLUMN = N_("“{file}” has no column “{column}”. Nothing was imported.")

FILES = (
    "organisations",
    "agreements",
    "delegations",
    "milestones",
    "members",
    "programme",
    "gifts",
    "costs",
)
"""The files of a data set in the order in which they refer to each other."""

_MAX_FIELD = 1_000_000  # characters; a longer cell is no record of ours


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not imported: where it stands and why."""

    file: str
    line: int
    row_id: str
    message: str
    values: Mapping[str, object]
    column: str = ""


@dataclass(slots=True)
class FileReport:
    """What became of the rows of one file."""

    file: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)


@dataclass(slots=True)
class ImportReport:
    """What an import did (or, as a dry run, would do).

    `warnings` name values that were kept although they are wrong.
    """

    source: str
    dry_run: bool
    files: list[FileReport] = field(default_factory=list)
    changes: Changes | None = None
    warnings: list[Refusal] = field(default_factory=list)

    def total(self, name: str) -> int:
        """The sum of `added`, `changed` or `unchanged` over all files."""
        return sum(int(getattr(item, name)) for item in self.files)

    @property
    def refused(self) -> list[Refusal]:
        """The refused rows of all files."""
        return [refusal for item in self.files for refusal in item.refused]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a CSV file: values by column, and the line on which it begins."""

    line: int
    values: Mapping[str, str]


class _DryRun(Exception):
    pass


def import_dataset(
    store: Store,
    path: Path,
    *,
    dry_run: bool = False,
    today: date | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportReport:
    """Import the folder (or one file of it) at `path` as one action that can be undone.

    A dry run gives the same report and changes nothing. Bad rows are listed in the report and
    the rest arrives. Raises `UserError` when nothing can be read; nothing is imported then.
    """
    files = _find_files(path)
    rows = {name: _read(file) for name, file in files.items()}
    source = (path if path.is_dir() else path.parent).resolve().name
    report = ImportReport(source, dry_run)
    total = sum(len(items) for items in rows.values())
    try:
        # A batch: what was changed since stays when it is undone, and the rest goes.
        with store.writing(IMPORTED, batch=new_id()) as writer:
            name_header(writer, source)
            run = _Run(writer, source, today or date.today(), report)
            done = 0
            for name, items in rows.items():
                result = FileReport(files[name].name)
                report.files.append(result)
                for row in _in_order(items) if name == "members" else items:
                    if cancelled and cancelled():
                        raise UserError(CANCELLED)
                    run.import_row(name, row, result)
                    done += 1
                    if progress:
                        progress(done, total)
            if dry_run:
                raise _DryRun
    except _DryRun:
        return report
    report.changes = writer.changes
    return report


def import_dataset_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    path: Path,
    dry_run: bool,
    today: date,
) -> ImportReport:
    """`import_dataset` as a job of `app.jobs`."""
    return import_dataset(
        store, path, dry_run=dry_run, today=today, progress=progress, cancelled=cancelled
    )


CANCELLED = N_("The import was cancelled. Nothing was imported.")


def is_dataset(path: Path) -> bool:
    """Whether `path` is a folder, or a file that is named as one of a data set with ids."""
    if path.is_dir():
        return True
    if path.stem not in FILES or path.suffix.lower() != ".csv":
        return False
    from app.exchange.tables.contacts import own_table

    try:
        _read(path)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            header = next(csv.reader(stream, delimiter=";"), [])
    except (UserError, OSError):
        return False
    return own_table(header) is None  # a table of contacts that we wrote has ids, too


def probe(path: Path) -> None:
    """Raise `UserError` if `import_dataset` could read nothing at `path`."""
    for file in _find_files(path).values():
        _read(file)


def _find_files(path: Path) -> dict[str, Path]:
    if path.is_file():
        if path.stem in FILES and path.suffix.lower() == ".csv":
            return {path.stem: path}
    elif path.is_dir():
        found = {name: path / f"{name}.csv" for name in FILES}
        found = {name: file for name, file in found.items() if file.is_file()}
        if found:
            return found
    else:
        check_source(path)
        raise UserError(UNREADABLE, path=path, detail=Label(NO_FILE))
    raise UserError(NO_DATA, path=path, files=", ".join(f"{name}.csv" for name in FILES))


def _read(path: Path) -> list[Row]:
    check_source(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            first = stream.readline()
            stream.seek(0)
            # Excel in Czech and German, and our own export of a list, write semicolons.
            mark = ";" if first.count(";") > first.count(",") else ","
            return list(_rows(path, csv.reader(stream, delimiter=mark, strict=True)))
    except OSError as error:
        raise UserError(UNREADABLE, path=path, detail=Reason.of(error)) from error
    except UnicodeDecodeError as error:
        raise UserError(UNREADABLE, path=path, detail=Label(NO_UTF_8)) from error
    except csv.Error as error:
        raise UserError(UNREADABLE, path=path, detail=Label(NO_CSV)) from error


def _rows(path: Path, reader: Iterator[list[str]]) -> Iterator[Row]:
    header = [name.strip() for name in next(reader, [])]
    if "id" not in header:
        raise UserError(MISSING_COLUMN, file=path.name, column="id")
    line = reader.line_num + 1  # type: ignore[attr-defined]
    for cells in reader:
        if any(cell.strip() for cell in cells):
            values = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            if len(cells) > len(header):
                values["\x00extra"] = "yes"
            yield Row(line, values)
        line = reader.line_num + 1  # type: ignore[attr-defined]


def _in_order(rows: list[Row]) -> list[Row]:
    """Rows that refer to one another: those referred to first. What refers in a circle comes
    last, and is refused there.
    """
    known = {row.values.get("id", "") for row in rows}
    done: set[str] = set()
    ordered: list[Row] = []
    waiting = rows
    while waiting:
        ready = [
            row
            for row in waiting
            if not ({row.values.get(name, "") for name in _REFERS} & known) - done
        ]
        if not ready:
            return [*ordered, *waiting]
        done |= {row.values.get("id", "") for row in ready}
        ordered += ready
        lines = {row.line for row in ready}
        waiting = [row for row in waiting if row.line not in lines]
    return ordered


_REFERS = ("stands_in_for", "accompanies")


class _Run:
    """One import within one transaction."""

    def __init__(self, writer: Writer, source: str, today: date, report: ImportReport) -> None:
        self.writer = writer
        self.source = source
        self.today = today
        self.own = own_organisation(writer.connection)
        self._seen: dict[tuple[str, str], int] = {}
        self._report = report
        self._warned: list[tuple[str, str, dict[str, object]]] = []

    def import_row(self, file: str, row: Row, report: FileReport) -> None:
        """Import one row or list it as refused; a refused row leaves nothing behind."""
        row_id = row.values.get("id", "")
        self._warned.clear()
        try:
            if not row_id:
                raise BadRow("id", NO_ID)
            if "\x00extra" in row.values:
                raise BadRow("", TOO_MANY)
            if line := self._seen.get((file, row_id)):
                raise BadRow("id", SAME_ID, value=row_id, line=line)
            self._seen[file, row_id] = row.line
            with self.writer.savepoint():
                outcome = self._write(plans(file, row.values, self))
                if file == "organisations" and self.own is None:
                    self.own = self.find("organisation", row_id)
                    if self.own:
                        set_own_organisation(self.writer, self.own)
            setattr(report, outcome, getattr(report, outcome) + 1)
            self._report.warnings += [
                Refusal(report.file, row.line, row_id, message, values, column)
                for column, message, values in self._warned
            ]
        except InvalidRecord as error:
            for fault in error.errors:
                report.refused.append(
                    Refusal(report.file, row.line, row_id, fault.message, fault.values, fault.field)
                )
        except FieldError as fault:
            report.refused.append(
                Refusal(report.file, row.line, row_id, fault.message, fault.values, fault.field)
            )

    def warn(self, column: str, message: str, **values: object) -> None:
        """Tell of something in the row that is wrong, but kept."""
        self._warned.append((column, message, values))

    def find(self, entity: str, value: str) -> str | None:
        """The record that this data set knows by an id."""
        found = self._known(entity, value)
        return found[1] if found and found[3] else None

    def anywhere(self, entity: str, value: str) -> str | None:
        """The record of an id: its own, one of this data set, or the only one of any other."""
        connection = self.writer.connection
        if connection.execute(f'SELECT 1 FROM "{entity}" WHERE id = ?', (value,)).fetchone():
            return value
        if found := self.find(entity, value):
            return found
        rows = connection.execute(
            f'SELECT DISTINCT r.id FROM external_id e JOIN "{entity}" r ON r.id = e.record_id'
            " WHERE e.entity = ?1 AND (e.value = ?2 OR e.source || ':' || e.value = ?2)",
            (entity, value),
        ).fetchall()
        return str(rows[0][0]) if len(rows) == 1 else None

    def _known(self, entity: str, value: str) -> tuple[str, str, str, bool] | None:
        """What is remembered of a row of this data set: the row of `external_id`, the record,
        what was said of it last, and whether the record is still there."""
        row = self.writer.connection.execute(
            "SELECT e.id, e.record_id, e.imported, r.id IS NOT NULL FROM external_id e"
            f' LEFT JOIN "{entity}" r ON r.id = e.record_id'
            " WHERE e.entity = ? AND e.source = ? AND e.value = ?"
            " ORDER BY r.id IS NULL, e.id LIMIT 1",
            (entity, self.source, value),
        ).fetchone()
        return (row[0], row[1], row[2] or "", bool(row[3])) if row else None

    def area(self, name: str) -> str:
        """The area of co-operation of a name, made if it does not exist."""
        return apply(self.writer, ENTITIES["area"], None, {"name_cs": name})

    def countries(self, organisation_id: str) -> tuple[str | None, str | None]:
        """Where an organisation sits and which state it represents."""
        found = self.writer.connection.execute(
            "SELECT country, represents_country FROM organisation WHERE id = ?",
            (organisation_id,),
        ).fetchone()
        return (found[0], found[1]) if found else (None, None)

    def parties(self, agreement_id: str) -> list[str]:
        """The organisations that are the parties of an agreement."""
        return [
            key
            for (key,) in self.writer.connection.execute(
                "SELECT organisation_id FROM agreement_party WHERE agreement_id = ?"
                " ORDER BY position_no",
                (agreement_id,),
            )
        ]

    def _write(self, rows: list[Plan]) -> str:
        """Write the record and its owned rows; gives 'added', 'changed' or 'unchanged'."""
        outcomes: list[str] = []
        ids: dict[str, str] = {}
        for plan in rows:
            values = {
                name: ids[value.key] if isinstance(value, Plan.Ref) else value
                for name, value in plan.values.items()
            }
            is_new = bool(outcomes) and outcomes[0] == "added"
            ids[plan.key], outcome = self._write_one(plan, values, is_new=is_new)
            outcomes.append(outcome)
        outcomes.append(self._remove_left_out(rows))
        if outcomes[0] == "added":
            return "added"
        return "changed" if set(outcomes) != {"unchanged"} else "unchanged"

    def _write_one(self, plan: Plan, values: dict[str, object], *, is_new: bool) -> tuple[str, str]:
        """Write one row; gives its id and the outcome. `is_new` says that its record is new."""
        connection = self.writer.connection
        entity = ENTITIES[plan.entity]
        said = json.dumps(values, ensure_ascii=False, sort_keys=True)
        known = self._known(plan.entity, plan.key)
        external, record_id, before, is_there = known or ("", "", "", False)
        if known and before == said and (is_there or not is_new):
            return record_id, "unchanged"  # what a person deleted stays deleted
        if not is_there:
            if external:
                statements.delete(connection, "external_id", external)
            return self._add(entity, plan.key, values, said), "added"
        last = json.loads(before or "{}")
        news = {name: value for name, value in values.items() if last.get(name) != value}
        for stored in sets.sets_of(entity.name):
            if stored.field in news:
                # What people added since stays, what the file no longer says goes.
                now = connection.execute(
                    f'SELECT "{stored.field}" FROM "{entity.name}" WHERE id = ?', (record_id,)
                ).fetchone()[0]
                was, new = last.get(stored.field), news[stored.field]
                news[stored.field] = sets.merged(now, was, new)
        validate(entity, news, new=False)
        apply(self.writer, entity, record_id, news)
        statements.update(connection, "external_id", external, {"imported": said})
        return record_id, "changed"

    def _add(self, entity: Entity, key: str, values: dict[str, object], said: str) -> str:
        """A new row, known by its id in this data set from now on; gives its id."""
        connection = self.writer.connection
        validate(entity, values, new=True)
        fixed = None
        if entity.name not in LINKS:
            fixed = imported_id(connection, entity.name, self.source, key)
        given = {name: value for name, value in values.items() if value is not None}
        record_id = apply(self.writer, entity, None, given, fixed=fixed)
        remembered = {
            "id": external_row_id(entity.name, self.source, key, record_id),
            "entity": entity.name,
            "record_id": record_id,
            "source": self.source,
            "value": key,
            "imported": said,
        }
        statements.insert(connection, "external_id", remembered)
        return record_id

    def _remove_left_out(self, rows: list[Plan]) -> str:
        """Delete owned rows that the source had at the last import and has no longer."""
        connection = self.writer.connection
        keys = {plan.key for plan in rows}
        prefix = f"{rows[0].key}#"
        outcome = "unchanged"
        for external, entity, record_id, value in connection.execute(
            "SELECT id, entity, record_id, value FROM external_id"
            " WHERE source = ? AND substr(value, 1, ?) = ?",
            (self.source, len(prefix), prefix),
        ).fetchall():
            if value not in keys:
                statements.delete(connection, entity, record_id)
                statements.delete(connection, "external_id", external)
                outcome = "changed"
        return outcome


def refusal_text(refusal: Refusal, language: Language) -> str:
    """One refused row in words: ``file:line: id: what is wrong``."""
    from app.i18n import translator

    tr = translator(language)
    place = f"{refusal.file}:{refusal.line}"
    if refusal.column:
        place += f" ({refusal.column})"
    values = {
        name: tr.message(str(value)) if name in ("what", "detail") else value
        for name, value in refusal.values.items()
    }
    about = f"{refusal.row_id}: " if refusal.row_id else ""
    return f"{place}: {about}{said(refusal.message, values, tr)}"
