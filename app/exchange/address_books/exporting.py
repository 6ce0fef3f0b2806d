"""People and organisations for other programs: vCards and tables, all of them readable again."""

from __future__ import annotations

import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange import record_files as plain
from app.exchange.cards.card import Card
from app.exchange.cards.records import card_of
from app.exchange.cards.ties import AREAS, PARENT, RELATIONS, areas_cell, ties_cell
from app.exchange.record_files import all_ids, ids_of
from app.exchange.tables import contacts as contact_tables
from app.exchange.tables import writer as table_writer
from app.exchange.tables.writer import Dialect
from app.exchange.vcard.writer import Version, file_name, write
from app.fields import Entity
from app.files import write_bytes
from app.i18n import N_, Language, Translator, translator
from app.progress import Cancelled, Progress
from app.rules.days.partial_dates import PartialDate
from app.services.documents.pictures import picture
from app.services.records.query import ListQuery

CANCELLED = N_("The export was cancelled. Nothing was written.")
UNKNOWN_FORMAT = N_(
    "“{file}”: people and organisations are written as .vcf, .zip, .csv, .xlsx or .json. "
    "Nothing was written."
)
FORMATS = (".vcf", ".zip", ".csv", ".xlsx")
CONTACTS = ("person", "organisation")
"""The entities that are written so."""


_AT_ONCE = 400  # records read together
_STEP = 50  # records between two reports of progress


def export_contacts(
    connection: Connection,
    entity: Entity,
    target: Path,
    *,
    ids: Sequence[str] | None = None,
    version: Version = "3.0",
    dialect: Dialect = "excel",
    language: Language | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> int:
    """Write people or organisations (all, or those of `ids`) to a file; gives how many.

    The ending of `target` says the format: ``.vcf`` one file of vCards, ``.zip`` one vCard file
    for each, ``.csv`` (for Excel with a byte order mark and semicolons, or as RFC 4180 has it),
    ``.xlsx``. Tables show names and values in `language`, without it those of the domain. Raises
    `UserError` when it is cancelled or cannot be written; nothing is written then.
    """
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        raise UserError(UNKNOWN_FORMAT, file=target.name)
    wanted = list(all_ids(connection, entity)) if ids is None else list(ids)

    def told(items: Iterable[Any]) -> Iterator[Any]:
        return _told(items, len(wanted), progress, cancelled)

    if suffix in (".vcf", ".zip"):
        found = told(cards(connection, entity, wanted))
        if suffix == ".zip":
            return _zipped(target, ((file_name(card), write(card, version)) for card in found))
        texts = [write(card, version) for card in found]
        write_bytes(target, "".join(texts).encode())
        return len(texts)
    tr = translator(language) if language else None
    listed = contact_tables.columns(entity.name)
    header = contact_tables.header(entity, tr)
    rows = told(table_rows(connection, entity, wanted, tr))
    if tr:
        rows = contact_tables.shown_rows(rows, entity, tr, with_days=suffix == ".csv")
    if suffix == ".csv":
        return table_writer.write_csv(target, header, rows, dialect)
    dates = [number for number, column in enumerate(listed) if column.is_date]
    sheet = (tr or translator(Language.CS)).message(entity.label_plural)
    return table_writer.write_xlsx(target, header, rows, dates=dates, sheet=sheet)


def export_contacts_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    entity: str,
    target: Path,
    language: Language,
    on: date,
    ids: Sequence[str] | None = None,
    query: ListQuery | None = None,
    **options: Any,
) -> int:
    """`export_contacts` as a job of `app.jobs`, which also writes JSON.

    `query` is a list whose records are written; `on` is the day of what depends on one.
    """
    kind = ENTITIES[entity]
    with store.reading() as connection:
        if query is not None:
            ids = list(ids_of(connection, query))
        if target.suffix.lower() == ".json":
            wanted = list(all_ids(connection, kind)) if ids is None else ids
            counted = _told(wanted, len(wanted), progress, cancelled)
            return plain.export(connection, kind, target, language, on, counted)
        return export_contacts(
            connection,
            kind,
            target,
            ids=ids,
            language=language,
            progress=progress,
            cancelled=cancelled,
            **options,
        )


def _told(
    items: Iterable[Any],
    total: int,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Iterator[Any]:
    """The items, while it is told how many there were and asked whether to go on."""
    for number, item in enumerate(items, 1):
        if cancelled and number % _STEP == 1 and cancelled():
            raise UserError(CANCELLED)
        yield item
        if progress and (number % _STEP == 0 or number == total):
            progress(number, total)


def _zipped(target: Path, files: Iterable[tuple[str, str]]) -> int:
    stream = io.BytesIO()
    taken: set[str] = set()
    again: dict[str, int] = defaultdict(lambda: 1)
    count = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            stem, _, ending = name.rpartition(".")
            free = name
            while free.casefold() in taken:
                again[name.casefold()] += 1
                free = f"{stem} {again[name.casefold()]}.{ending}"
            taken.add(free.casefold())
            # Without the time of the clock: one before 1980 or after 2107 cannot stand in a ZIP.
            member = zipfile.ZipInfo(free)
            member.external_attr = 0o600 << 16
            archive.writestr(member, text.encode(), zipfile.ZIP_DEFLATED)
            count += 1
    write_bytes(target, stream.getvalue())
    return count


# --- reading --------------------------------------------------------------------------------------


class _Batch:
    """Some records with what belongs to them, read together."""

    def __init__(self, connection: Connection, entity: Entity, ids: Sequence[str]) -> None:
        marks = ", ".join("?" * len(ids))
        rows = rows_as_dicts(
            connection, f'SELECT * FROM "{entity.name}" WHERE id IN ({marks})', ids
        )
        self.records = {row["id"]: row for row in rows}
        owner = f"{entity.name}_id"
        self.points = self._children(
            connection,
            f"SELECT {owner} AS owner, kind, value, label, is_primary FROM contact_point"
            f" WHERE {owner} IN ({marks}) ORDER BY is_primary DESC, kind, id",
            ids,
        )
        self.addresses = self._children(
            connection,
            f"SELECT {owner} AS owner, * FROM address WHERE {owner} IN ({marks})"
            " ORDER BY is_primary DESC, id",
            ids,
        )
        self.positions: dict[str, list[dict[str, Any]]] = {}
        if entity.name == "person":
            self.positions = self._children(
                connection,
                "SELECT p.person_id AS owner, p.*, o.name_cs AS organisation FROM position p"
                " LEFT JOIN organisation o ON o.id = p.organisation_id"
                f" WHERE p.person_id IN ({marks})"
                " ORDER BY p.until IS NOT NULL, p.is_primary DESC, p.since DESC, p.id",
                ids,
            )
        self.areas = self._children(
            connection,
            f"SELECT x.{owner} AS owner, a.* FROM contact_area x JOIN area a ON a.id = x.area_id"
            f" WHERE x.{owner} IN ({marks}) ORDER BY a.sort_key, a.id",
            ids,
        )
        name = "full_name" if entity.name == "person" else "name_cs"
        self.relations = self._children(
            connection,
            f"SELECT r.{owner} AS owner, r.*, o.{name} AS name FROM {entity.name}_relation r"
            f' JOIN "{entity.name}" o ON o.id = r.other_id WHERE r.{owner} IN ({marks})'
            " ORDER BY r.sort_key, r.id",
            ids,
        )
        self.parents: dict[str, str] = {}
        if entity.name == "organisation":
            self.parents = dict(
                connection.execute(
                    "SELECT o.id, p.name_cs FROM organisation o"
                    f" JOIN organisation p ON p.id = o.parent_id WHERE o.id IN ({marks})",
                    ids,
                ).fetchall()
            )

    @staticmethod
    def _children(
        connection: Connection, sql: str, ids: Sequence[str]
    ) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in rows_as_dicts(connection, sql, ids):
            found[row["owner"]].append(row)
        return found


def _batches(
    connection: Connection, entity: Entity, ids: Sequence[str]
) -> Iterator[tuple[str, _Batch]]:
    waiting = iter(ids)
    while part := list(islice(waiting, _AT_ONCE)):
        batch = _Batch(connection, entity, part)
        for key in part:
            if key in batch.records:
                yield key, batch


def cards(connection: Connection, entity: Entity, ids: Sequence[str]) -> Iterator[Card]:
    """The cards of records, with their main position; ids that are no record's are left out."""
    column = "photo" if entity.name == "person" else "logo"
    for key, batch in _batches(connection, entity, ids):
        row = batch.records[key]
        position, more = _positions(batch, key)
        yield card_of(
            entity.name,
            row,
            batch.points.get(key, []),
            batch.addresses.get(key, []),
            position,
            picture(connection, row[column]),
            more,
            _ties(batch, entity, key),
        )


def _ties(
    batch: _Batch, entity: Entity, key: str, tr: Translator | None = None
) -> dict[str, str | None]:
    """The cells of what ties a record to others."""
    return {
        PARENT: batch.parents.get(key),
        AREAS: areas_cell(batch.areas.get(key, ())) or None,
        RELATIONS: ties_cell(entity.name, batch.relations.get(key, ()), tr) or None,
    }


def _positions(batch: _Batch, key: str) -> tuple[dict[str, Any] | None, Sequence[dict[str, Any]]]:
    """The position that a card shows, which is none that has ended, and all others."""
    listed = batch.positions.get(key, [])
    if not listed or is_past(listed[0]["until"], date.today()):
        return None, listed
    return listed[0], listed[1:]


def is_past(until: str | None, today: date) -> bool:
    """Whether something that lasts until a day (perhaps of reduced precision) is over."""
    if until is None:
        return False
    last = PartialDate.parse_iso(until).last_day
    return last is None or last < today


def table_rows(
    connection: Connection, entity: Entity, ids: Sequence[str], tr: Translator | None = None
) -> Iterator[list[Any]]:
    """A row of values as stored for each record, in the order of `contact_tables.columns`.

    Records that it refers to are named as in a Czech list, the cells of several lines in the
    words of `tr`, else in those of the domain.
    """
    external = {
        key: {"external_id": value, "external_source": source}
        for key, value, source in connection.execute(
            "SELECT record_id, value, source FROM external_id WHERE entity = ?"
            " AND source NOT IN ('card', 'merged', 'uid') ORDER BY source DESC, value DESC",
            (entity.name,),
        )
    }
    for key, batch in _batches(connection, entity, ids):
        yield contact_tables.row_values(
            entity,
            batch.records[key],
            batch.points.get(key, ()),
            batch.addresses.get(key, ()),
            _positions(batch, key),
            {**external.get(key, {}), **_ties(batch, entity, key, tr)},
            tr,
        )
