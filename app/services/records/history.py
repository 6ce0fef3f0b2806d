"""What happened to a record: read from the change log."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from app.db import sets
from app.db.connection import Connection
from app.entities import ENTITIES, RECORDS
from app.fields import Entity, Field
from app.i18n import N_, Translator
from app.kinds import COUNTRY, LANGUAGE_CODE
from app.services.records.query import captions
from app.services.records.rows import how_many


class RowChange(NamedTuple):
    """One row's change: `values` maps each field to (old, new)."""

    table: str
    row_id: str
    kind: str
    values: Mapping[str, tuple[Any, Any]]


class Entry(NamedTuple):
    """One transaction as far as it concerns a record; newest first in a history."""

    header: str
    at: datetime
    author: str
    label: str
    changes: tuple[RowChange, ...]
    undone: bool

    def summary(self, tr: Translator) -> str:
        """What was done, in words."""
        return label_text(self.label, tr)


def values_in_words(connection: Connection, entry: Entry, tr: Translator) -> list[str]:
    """Which tags and languages a record got or lost in an entry that did not create it."""
    if any(change.kind == "insert" and change.table in _RECORDS for change in entry.changes):
        return []
    found = []
    for change in entry.changes:
        if change.kind not in ("insert", "delete") or change.table not in sets.TABLES:
            continue
        given = change.kind == "insert"
        row = {name: new if given else old for name, (old, new) in change.values.items()}
        if change.table == "language_link":
            name = LANGUAGE_CODE.format(row.get("code"), tr)
            found.append(tr(LANGUAGE_ADDED if given else LANGUAGE_REMOVED, name=name))
        elif change.table == "country_link":
            name = COUNTRY.format(row.get("code"), tr)
            found.append(tr(COUNTRY_ADDED if given else COUNTRY_REMOVED, name=name))
        elif name := _tag_name(connection, row.get("tag_id")):
            found.append(tr(TAG_ADDED if given else TAG_REMOVED, name=name))
    return found


class ValueChange(NamedTuple):
    """One field's change in words: its label, the old and the new value; empty for none."""

    label: str
    old: str
    new: str


def in_words(connection: Connection, change: RowChange, tr: Translator) -> list[ValueChange]:
    """The changed fields of a row as a person reads them: references by what they name.

    Fields that nobody sees are left out.
    """
    entity = ENTITIES.get(change.table)
    if entity is None:
        return []
    row = {name: old if new is None else new for name, (old, new) in change.values.items()}
    found = []
    for name, values in change.values.items():
        if field := entity.by_name.get(name):
            old, new = (_in_words(connection, field, value, row, tr) for value in values)
            found.append(ValueChange(tr.message(field.label), old, new))
    return found


def _in_words(
    connection: Connection, field: Field, value: Any, row: Mapping[str, Any], tr: Translator
) -> str:
    if value is None:
        return ""
    if field.target:
        return _caption(connection, ENTITIES[field.target], str(value), tr)
    if field.name == "record_id" and row.get("entity") in ENTITIES:
        return _caption(connection, ENTITIES[row["entity"]], str(value), tr)
    if field.name == "entity" and value in ENTITIES:
        return tr.message(ENTITIES[value].label)
    return field.kind.format(value, tr)


def _caption(connection: Connection, entity: Entity, key: str, tr: Translator) -> str:
    """What a record is called, or was called when it was deleted; its id where nobody knows."""
    if found := captions(connection, entity, [key], tr.language).get(key):
        return found
    row = connection.execute(
        "SELECT data FROM log_operation WHERE row_id = ? AND kind = 'delete' AND data IS NOT NULL"
        " ORDER BY id DESC LIMIT 1",
        (key,),
    ).fetchone()
    return (entity.caption(json.loads(row[0]), tr.language) if row else "") or key


_RECORDS = {entity.name for entity in RECORDS}
TAG_ADDED = N_("tag “{name}” added")
TAG_REMOVED = N_("tag “{name}” removed")
LANGUAGE_ADDED = N_("language added: {name}")
LANGUAGE_REMOVED = N_("language removed: {name}")
COUNTRY_ADDED = N_("country added: {name}")
COUNTRY_REMOVED = N_("country removed: {name}")


def _tag_name(connection: Connection, tag_id: Any) -> str:
    """What a tag is called, or was called at last."""
    row = connection.execute(
        "SELECT name FROM tag WHERE id = ?1 UNION ALL SELECT json_extract(data, '$.name')"
        " FROM log_operation WHERE row_id = ?1 AND table_name = 'tag' AND kind = 'delete' LIMIT 1",
        (tag_id,),
    ).fetchone()
    return str(row[0] or "") if row else ""


def label_text(label: str, tr: Translator) -> str:
    """A header's label (message id and, on a second line, a title) in words."""
    message, _, title = label.partition("\n")
    if found := how_many(title):
        named, count, entity = found
        several = records_text(entity, count, tr)
        title = f"{named} ({several})" if named else several
    return tr.message(message, title=title)


def records_text(entity: str, count: int, tr: Translator) -> str:
    """A number of records of a kind: “2,006 people”."""
    match entity:
        case "person":
            return tr.plural("{count} person", "{count} people", count)
        case "organisation":
            return tr.plural("{count} organisation", "{count} organisations", count)
        case "delegation":
            return tr.plural("{count} delegation", "{count} delegations", count)
        case "agreement":
            return tr.plural("{count} agreement", "{count} agreements", count)
        case "task":
            return tr.plural("{count} task", "{count} tasks", count)
        case "document":
            return tr.plural("{count} document", "{count} documents", count)
        case "meeting":
            return tr.plural("{count} meeting", "{count} meetings", count)
        case "mailing_list":
            return tr.plural("{count} mailing list", "{count} mailing lists", count)
        case "gift":
            return tr.plural("{count} gift", "{count} gifts", count)
        case "gift_stock":
            return tr.plural("{count} kind of gift", "{count} kinds of gifts", count)
    return tr.plural("{count} record", "{count} records", count)


def moment(clock: int) -> datetime:
    """The local time of a hybrid logical clock."""
    return datetime.fromtimestamp((clock >> 16) / 1000, UTC).astimezone()


def history(connection: Connection, record_id: str, limit: int = 200) -> list[Entry]:
    """The transactions that changed a record or the rows it owns, the newest first."""
    return _entries(
        connection, "o.owner_id = ? OR o.row_id = ?", [record_id, record_id], f"LIMIT {limit}"
    )


def concerning(connection: Connection, ids: Sequence[str]) -> list[Entry]:
    """All transactions in which one of `ids` stands, whosever row it was; the newest first."""
    where = " OR ".join("o.owner_id = ? OR o.row_id = ? OR instr(o.data, ?)" for _ in ids)
    return _entries(connection, where, [key for key in ids for _ in range(3)])


def _entries(
    connection: Connection, where: str, values: Sequence[object], limit: str = ""
) -> list[Entry]:
    rows = connection.execute(
        "SELECT h.id, h.clock, coalesce(u.name, ''), h.label, o.table_name, o.row_id, o.kind,"
        " o.data, EXISTS (SELECT 1 FROM log_header x WHERE x.undoes IN (h.id, h.batch)"
        " AND NOT EXISTS (SELECT 1 FROM log_header y WHERE y.undoes IN (x.id, x.batch)))"
        " FROM log_operation o JOIN log_header h ON h.id = o.header"
        f" LEFT JOIN \"user\" u ON u.id = h.user_id WHERE ({where}) AND o.kind <> 'touch'"
        f" ORDER BY h.clock DESC, o.id {limit}",
        values,
    ).fetchall()
    entries: dict[str, Entry] = {}
    for header, clock, author, label, table, row_id, kind, data, undone in rows:
        change = RowChange(table, row_id, kind, _values(kind, data))
        known = entries.get(header)
        changes = (*known.changes, change) if known else (change,)
        entries[header] = Entry(header, moment(clock), author, label, changes, bool(undone))
    return list(entries.values())


def _values(kind: str, data: str | None) -> dict[str, tuple[Any, Any]]:
    if not data:
        return {}
    stored = json.loads(data)
    if kind == "erase":
        return {}
    if kind == "set":
        return {name: (old, new) for name, (old, new) in stored.items()}
    present = {name: value for name, value in stored.items() if value is not None and name != "id"}
    if kind == "insert":
        return {name: (None, value) for name, value in present.items()}
    return {name: (value, None) for name, value in present.items()}
