"""People and organisations for other programs: vCards and tables, all of them readable again.

A table has a column for each field. Contact details and addresses stand in one cell each, a line
for each of them, so that a person can read and edit them and nothing is lost:
``email: jana@kraj.cz [work] *`` and ``seat: Dlouhá 1 | 400 01 | Ústí nad Labem | | CZ``.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal, cast

from app.db.connection import Connection
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.card import Card, CardAddress, CardAddressKind, Detail, DetailKind
from app.exchange.contact_rows import card_of
from app.exchange.plain import all_ids, neutral, reference, write_bytes
from app.fields import Entity
from app.i18n import N_, Language
from app.kinds import DATE, INTEGER, PARTIAL_DATE
from app.services.pictures import picture
from app.services.query import rows_as_dicts

CANCELLED = N_("The export was cancelled. Nothing was written.")
FORMATS = (".vcf", ".csv", ".xlsx", ".zip")

Progress = Callable[[int, int], None]
Dialect = Literal["excel", "rfc4180"]

_AT_ONCE = 400  # records read together
_POSITION = ("organisation", "post", "post_de", "post_en", "since", "until")
_ESCAPED = re.compile(r"\\(.)")


def export_contacts(
    connection: Connection,
    entity: Entity,
    target: Path,
    *,
    ids: Sequence[str] | None = None,
    version: Literal["3.0", "4.0"] = "3.0",
    dialect: Dialect = "excel",
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Write people or organisations (all, or those of `ids`); gives how many.

    The ending of `target` says the format: ``.vcf`` one file of vCards, ``.zip`` one vCard file
    for each, ``.csv`` (for Excel with a byte order mark and semicolons, or as RFC 4180 has it),
    ``.xlsx``. Raises `UserError` when it is cancelled or cannot be written; nothing is written
    then.
    """
    wanted = list(all_ids(connection, entity)) if ids is None else list(ids)

    def told(items: Iterable[Any]) -> Iterator[Any]:
        for number, item in enumerate(items, 1):
            if cancelled and number % 50 == 0 and cancelled():
                raise UserError(CANCELLED)
            yield item
            if progress and (number % 50 == 0 or number == len(wanted)):
                progress(number, len(wanted))

    suffix = target.suffix.lower()
    if suffix in (".vcf", ".zip"):
        from app.exchange.vcard_writer import file_name, write

        found = told(cards(connection, entity, wanted))
        if suffix == ".vcf":
            texts = [write(card, version) for card in found]
            write_bytes(target, "".join(texts).encode())
            return len(texts)
        return _zipped(target, ((file_name(card), write(card, version)) for card in found))
    header = table_header(entity)
    rows = told(table_rows(connection, entity, wanted))
    if suffix == ".csv":
        return _write_csv(target, header, rows, dialect)
    return write_xlsx(target, header, rows, _formats(entity, header))


def _zipped(target: Path, files: Iterable[tuple[str, str]]) -> int:
    stream = io.BytesIO()
    names: dict[str, int] = defaultdict(int)
    count = 0
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files:
            names[name.casefold()] += 1
            again = names[name.casefold()]
            stem, _, ending = name.rpartition(".")
            archive.writestr(name if again == 1 else f"{stem} {again}.{ending}", text.encode())
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
        positions = batch.positions.get(key, ())
        yield card_of(
            entity.name,
            row,
            batch.points.get(key, []),
            batch.addresses.get(key, []),
            positions[0] if positions else None,
            picture(connection, row[column]),
        )


def table_header(entity: Entity) -> list[str]:
    """The columns of a table of contacts: `id`, the fields of the entity, what belongs to it."""
    fields = [field.name.removesuffix("_id") for field in entity.fields]
    position = _POSITION if entity.name == "person" else ()
    return [
        "id", "external_id", "external_source", *fields, *position,
        "contact_details", "postal_addresses",
    ]  # fmt: skip


def table_rows(connection: Connection, entity: Entity, ids: Sequence[str]) -> Iterator[list[Any]]:
    """A row of values as stored for each record, in the order of `table_header`."""
    external = {
        key: (value, source)
        for key, value, source in connection.execute(
            "SELECT record_id, value, source FROM external_id WHERE entity = ?"
            " AND source NOT IN ('card', 'merged') ORDER BY source DESC, value DESC",
            (entity.name,),
        )
    }
    for key, batch in _batches(connection, entity, ids):
        row = batch.records[key]
        values: list[Any] = [key, *external.get(key, (None, None))]
        for field in entity.fields:
            value = row[field.name]
            if field.target and value:
                known = reference(connection, ENTITIES[field.target], value, Language.CS)
                value = known["title"] if known else None
            values.append(value)
        if entity.name == "person":
            position = next(iter(batch.positions.get(key, ())), {})
            values += [
                position.get("organisation"),
                *(position.get(name) for name in ("title_cs", "title_de", "title_en")),
                position.get("since"),
                position.get("until"),
            ]
        values.append("\n".join(map(detail_line, batch.points.get(key, ()))) or None)
        values.append("\n".join(map(address_line, batch.addresses.get(key, ()))) or None)
        yield values


# --- contact details and addresses in a cell ------------------------------------------------------


def detail_line(point: Mapping[str, Any]) -> str:
    """``kind: value [label] *``; the star marks the preferred one."""
    label = f" [{_escape(point['label'])}]" if point["label"] else ""
    star = " *" if point["is_primary"] else ""
    return f"{point['kind']}: {_escape(point['value'])}{label}{star}"


def address_line(place: Mapping[str, Any]) -> str:
    """``kind: street | postal code | town | region | country *``."""
    names = ("street", "postal_code", "city", "region", "country")
    parts = " | ".join(_escape(place[name] or "") for name in names)
    return f"{place['kind']}: {parts}{' *' if place['is_primary'] else ''}"


def _escape(text: object) -> str:
    return re.sub(r"([\\\[\]|*])", r"\\\1", " ".join(str(text).split()))


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", text).strip()


_DETAIL = re.compile(
    r"(?P<kind>\w+): ?(?P<value>(?:\\.|[^\\\[\]*])*?)\s*"
    r"(?:\[(?P<label>(?:\\.|[^\\\[\]])*)\])?\s*(?P<star>\*)?"
)


def take_cells(card: Card, details: str, places: str) -> None:
    """Give a card what stands in the cells of our own tables; other lines are passed over."""
    for line in details.splitlines():
        found = _DETAIL.fullmatch(line.strip())
        if not found or not (value := _plain(found["value"])):
            continue
        kind, label = found["kind"], _plain(found["label"] or "")
        if kind == "data_box":
            kind, label = "other", "data_box"
        elif kind not in ("email", "phone", "mobile", "fax", "web"):
            kind = "other"
        detail = Detail(value, cast(DetailKind, kind), label, bool(found["star"]))
        place = card.emails if kind == "email" else card.urls
        (card.phones if kind in ("phone", "mobile", "fax") else place).append(detail)
    for line in places.splitlines():
        kind, _, rest = line.strip().partition(":")
        if kind not in ("seat", "postal", "work", "home"):
            continue
        starred = rest.endswith("*") and not rest.endswith("\\*")
        parts = re.split(r"(?<!\\)\|", rest.removesuffix("*") if starred else rest)
        texts = [_plain(part.strip()) for part in parts][:5]
        address = CardAddress(cast(CardAddressKind, kind))
        names = ("street", "postal_code", "city", "region", "country")
        for name, text in zip(names, texts, strict=False):
            setattr(address, name, text)
        address.is_primary = starred
        card.addresses.append(address)


# --- files ----------------------------------------------------------------------------------------


def _write_csv(
    target: Path, header: Sequence[str], rows: Iterable[Sequence[Any]], dialect: Dialect
) -> int:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";" if dialect == "excel" else ",", lineterminator="\r\n")
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow(["" if value is None else neutral(str(value)) for value in row])
        count += 1
    mark = "\ufeff" if dialect == "excel" else ""
    write_bytes(target, (mark + stream.getvalue()).encode())
    return count


def _formats(entity: Entity, header: Sequence[str]) -> list[str]:
    """What the cells of each column are: ``date``, ``number`` or ``text``."""
    kinds = {field.name: field.kind for field in entity.fields}
    found = []
    for name in header:
        kind = kinds.get(name)
        if kind in (DATE, PARTIAL_DATE) or name in ("since", "until"):
            found.append("date")
        else:
            found.append("number" if kind == INTEGER else "text")
    return found


def write_xlsx(
    target: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[Any]],
    kinds: Sequence[str],
    sheet: str = "Vztahy",
) -> int:
    """Write a table for Excel: a frozen header with a filter, real dates, everything else as text.

    A date that is not known to the day stays a text. Written beside `target` and renamed.
    Raises `UserError` when it cannot be written.
    """
    import tempfile

    import xlsxwriter

    count = 0
    with tempfile.TemporaryDirectory(prefix="vztahy-") as folder:
        fresh = Path(folder) / "table.xlsx"
        book = xlsxwriter.Workbook(
            str(fresh),
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
             "strings_to_numbers": False, "tmpdir": folder},
        )  # fmt: skip
        page = book.add_worksheet(sheet)
        bold = book.add_format({"bold": True, "bottom": 1})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "d. m. yyyy"})
        for column, name in enumerate(header):
            page.set_column(column, column, min(40, max(12, len(name) + 4)))
            page.write_string(0, column, name, bold)
        page.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is None or value == "":
                    continue
                kind = kinds[column]
                if kind == "date" and len(str(value)) == 10 and (moment := _day(str(value))):
                    page.write_datetime(number, column, moment, day)
                elif kind == "number" and isinstance(value, (int, float)):
                    page.write_number(number, column, value)
                else:
                    page.write_string(number, column, str(value)[:32_767], text)
            count = number
        page.autofilter(0, 0, max(count, 1), len(header) - 1)
        book.close()
        write_bytes(target, fresh.read_bytes())
    return count


def _day(text: str) -> datetime | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    # Excel counts from 1900 and knows no earlier day.
    return datetime(found.year, found.month, found.day) if found.year >= 1901 else None
