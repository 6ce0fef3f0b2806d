"""Everything that the database knows of one person, from every table (GDPR, Art. 15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.db import sets
from app.db.connection import Connection
from app.db.personal_data import KEPT, TABLES, Table, references
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.fields import Entity, Field
from app.i18n import N_, Language, translator
from app.kinds import PICTURE
from app.rules.identifiers import show_phone
from app.services import office_settings
from app.services.privacy.mentions import Mention, find, merged_ids, owner_of, traces
from app.services.records.history import Entry, RowChange, concerning
from app.services.records.query import captions

_DATES = ("date", "starts", "start", "signed_on", "since")
_SETTINGS = (
    (office_settings.NOT_DUPLICATE, N_("Known not to be the same as another record")),
    (office_settings.PUT_OFF, N_("A reminder about the record was put off")),
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a row: the column, its label (a message id), as stored, and in words."""

    name: str
    label: str
    stored: Any
    text: str


@dataclass(frozen=True, slots=True)
class DataRow:
    """A row that is about the person or names them; `title` is the record it belongs to."""

    table: str
    row_id: str
    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one table; `label` is a message id."""

    table: str
    label: str
    rows: tuple[DataRow, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where data came from: a source and what it calls the person, or who wrote them and when."""

    source: str
    value: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is known of a person, in words of one language."""

    person_id: str
    title: str
    merged: tuple[str, ...]
    own: tuple[Value, ...]
    origins: tuple[Origin, ...]
    parts: tuple[Part, ...]
    mentions: tuple[Mention, ...]
    remembered: tuple[str, ...]
    history: tuple[Entry, ...]
    photo: str


def person_data(connection: Connection, person_id: str, language: Language) -> PersonData:
    """Collect everything. Raises `UserError` if there is no such person."""
    known = traces(connection, person_id)
    reader = _Reader(connection, language, known.ids)
    (row,) = rows_as_dicts(connection, "SELECT * FROM person WHERE id = ?", (person_id,))
    history = tuple(_theirs(entry, known.ids) for entry in concerning(connection, known.ids))
    return PersonData(
        person_id,
        str(row["full_name"]),
        merged_ids(connection, person_id)[1:],
        reader.values(ENTITIES["person"], row),
        _origins(connection, known.ids, history),
        tuple(part for part in reader.parts() if part.rows),
        tuple(find(connection, known, language)),
        _remembered(connection, known.ids),
        tuple(entry for entry in history if entry.changes),
        row["photo"] or "",
    )


_PHONES = ("phone", "mobile", "fax")


class _Reader:
    """Reads rows in the words of one language."""

    def __init__(self, connection: Connection, language: Language, ids: Sequence[str]) -> None:
        self.connection = connection
        self.language = language
        self.tr = translator(language)
        self.ids = ids

    def parts(self) -> Iterable[Part]:
        """The rows of every table that name the person."""
        marks = ", ".join("?" * len(self.ids))
        for table, spec, columns in references():
            if table not in ENTITIES or table in sets.TABLES:
                continue  # tags and languages are values of the person
            where = " OR ".join(f'"{name}" IN ({marks})' for name in columns)
            rows = rows_as_dicts(
                self.connection,
                f'SELECT * FROM "{table}" WHERE {where} ORDER BY id',
                [*self.ids] * len(columns),
            )
            found = tuple(self._row(table, spec, row) for row in rows)
            named = ENTITIES.get(table.removesuffix("_link"), ENTITIES[table])
            yield Part(table, named.label_plural, found)

    def _row(self, table: str, spec: Table, row: dict[str, Any]) -> DataRow:
        entity = ENTITIES[table]
        only: set[str] = set()
        if not spec.row_of:  # of a record of the office, what is about the person
            only = {*spec.emptied(), *spec.having(KEPT), *_DATES, "side", "part", "post"}
        if table in ("task_link", "document_link"):
            owner = (entity.by_name[entity.owner].target, str(row[entity.owner]))
        else:
            owner = owner_of(table, row, self.ids)
        title = ""
        if owner != (table, row["id"]) or not spec.row_of:
            title = self.caption(*owner)
        values = self.values(entity, row, only)
        if table == "document_link":
            values = (*values, *self._files(row["document_id"]))
        return DataRow(table, row["id"], title, values)

    def values(
        self, entity: Entity, row: dict[str, Any], only: Iterable[str] = ()
    ) -> tuple[Value, ...]:
        """The values of a row that are not empty; references to others in words."""
        found = []
        for field in entity.fields:
            value = row[field.name]
            if value in (None, "") or (only and field.name not in only):
                continue
            if field.name == "record_id" or (field.target == "person" and value in self.ids):
                if entity.name not in ("person_relation", "delegation", "programme_item", "user"):
                    continue  # that a row is the person's own is clear
            elif field.name == "entity":
                continue
            said = self.text(field, value)
            if (entity.name, field.name) == ("contact_point", "value") and row["kind"] in _PHONES:
                said = show_phone(str(value), at_home=self.language is Language.CS)
            found.append(Value(field.name, field.label, value, said))
        return tuple(found)

    def text(self, field: Field, value: Any) -> str:
        """A value in words."""
        if field.target:
            return self.caption(field.target, str(value))
        if field.kind == PICTURE:
            return self.tr("stored; a copy is in the report as JSON")
        return field.kind.format(value, self.tr)

    def caption(self, entity: str, record_id: str) -> str:
        """What a record is called."""
        found = captions(self.connection, ENTITIES[entity], [record_id], self.language)
        return found.get(record_id, "")

    def _files(self, document_id: str) -> Iterable[Value]:
        by_name = ENTITIES["document_version"].by_name
        for name, size in self.connection.execute(
            "SELECT file_name, size FROM document_version WHERE document_id = ? ORDER BY number",
            (document_id,),
        ).fetchall():
            field = by_name["file_name"]
            yield Value("file_name", field.label, name, f"{name} ({size} B)" if size else name)


def _origins(
    connection: Connection, ids: Sequence[str], history: Sequence[Entry]
) -> tuple[Origin, ...]:
    """What other sources call the person, and who wrote the record down first."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT source, value FROM external_id WHERE record_id IN ({marks})"
        " AND source <> 'merged' ORDER BY 1, 2",
        tuple(ids),
    ).fetchall()
    found = [Origin(source, value) for source, value in rows]
    for entry in reversed(history):
        if any(c.table == "person" and c.kind == "insert" for c in entry.changes):
            found.append(Origin(entry.author, entry.label, entry.at))
    return tuple(found)


def _remembered(connection: Connection, ids: Sequence[str]) -> tuple[str, ...]:
    """What the settings say of the person, as message ids."""
    found = []
    for start, label in _SETTINGS:
        for key in ids:
            names = office_settings.values(connection, start)
            found += [label] * sum(key in name for name in names)
    return tuple(found)


def _theirs(entry: Entry, ids: Sequence[str]) -> Entry:
    """An entry with what is about the person; of records of the office, only what names them."""
    changes = []
    for change in entry.changes:
        spec = TABLES.get(change.table)
        if spec is None:
            continue
        values = change.values
        if not spec.row_of:
            values = {n: pair for n, pair in values.items() if set(pair) & set(ids)}
        if values:
            changes.append(RowChange(change.table, change.row_id, change.kind, values))
    return Entry(entry.header, entry.at, entry.author, entry.label, tuple(changes), entry.undone)
