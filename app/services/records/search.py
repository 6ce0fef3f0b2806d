"""Finding any record from a few letters: names first, each other hit with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.db import search_index
from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES, RECORDS, owned_by, owner_fields
from app.fields import Entity, Field
from app.i18n import N_, Translator
from app.kinds import MULTILINE
from app.rules.excerpts import excerpt
from app.rules.folding import fold
from app.services.records.query import captions, know_functions, list_columns

_FILE = Field("file_text", N_("In the text of the file"), MULTILINE)
_DETAILS = {
    "person": ("post", "organisation"),
    "organisation": ("kind", "country"),
    "delegation": ("start", "direction", "partner_id"),
    "agreement": ("state", "partner_id"),
    "task": ("due", "status", "assignee_id"),
    "document": ("kind", "date"),
    "mailing_list": ("occasion", "date"),
}


"""What tells records of one name apart, by entity; otherwise the first columns of its list."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found.

    `detail` tells it from others of its name. `reason` is the label (a message id) and the value
    of the field that was found, empty where the name itself was.
    """

    entity: str
    id: str
    title: str
    detail: str
    archived: bool
    reason: tuple[str, str] = ("", "")


def find(
    connection: Connection, text: str, tr: Translator, today: date, limit: int = 40
) -> list[Hit]:
    """Records that the words of `text` find, at most `limit`.

    Those whose name is found come before those found otherwise, and of the names those that
    begin as the text does come first; within that by kind and in the order of the lists.
    """
    if not search_index.expression(text):
        return []
    found: list[Hit] = []
    by_name = {
        entity.name: _ids(connection, entity, text, limit, only_names=True) for entity in RECORDS
    }
    for entity in RECORDS:
        found += _hits(connection, entity, by_name[entity.name], tr, today)
    start = fold(text)
    found.sort(key=lambda hit: (hit.archived, not fold(hit.title).startswith(start)))
    for entity in RECORDS:
        room = limit - len(found)
        if room <= 0:
            break
        known = set(by_name[entity.name])
        ids = [
            key
            for key in _ids(connection, entity, text, room + len(known), only_names=False)
            if key not in known
        ]
        for hit in _hits(connection, entity, ids[:room], tr, today):
            found.append(replace(hit, reason=_reason(connection, entity, hit.id, text, tr)))
    return found[:limit]


def _ids(
    connection: Connection, entity: Entity, text: str, limit: int, *, only_names: bool
) -> list[str]:
    low, high = search_index.span(entity.name)
    return [
        key
        for (key,) in connection.execute(
            "SELECT p.record_id FROM search s CROSS JOIN search_place p ON p.id = s.rowid"
            " WHERE search MATCH ? AND s.rowid BETWEEN ? AND ? ORDER BY s.rowid LIMIT ?",
            (search_index.expression(text, only_names=only_names), low, high, limit),
        ).fetchall()
    ]


def _hits(
    connection: Connection, entity: Entity, ids: Iterable[str], tr: Translator, today: date
) -> list[Hit]:
    wanted = list(ids)
    if not wanted:
        return []
    know_functions(connection)
    shown = _DETAILS.get(entity.name) or tuple(item.name for item in entity.table_fields[:2])
    columns = {column.name: column for column in list_columns(entity, tr.language, today)}
    parts = [columns[entity.title], *(columns[name] for name in shown)]
    rows = connection.execute(
        f"SELECT r.id, r.archived_on IS NOT NULL, {', '.join(part.sql for part in parts)}"
        f' FROM "{entity.name}" r WHERE r.id IN ({", ".join("?" * len(wanted))})',
        wanted,
    ).fetchall()
    found = {}
    for row in rows:
        details = [
            value if part.name.endswith("_id") else part.kind.format(value, tr)
            for part, value in zip(parts[1:], row[3:], strict=True)
            if value not in (None, "")
        ]
        found[row[0]] = Hit(entity.name, row[0], row[2] or "", " · ".join(details), bool(row[1]))
    return [found[key] for key in wanted if key in found]


def reason(
    connection: Connection, entity: Entity, record_id: str, text: str, tr: Translator
) -> tuple[str, str]:
    """Why the words of `text` find a record: the label (a message id) and the value of a field.

    Both are empty where its name says it, or nothing does.
    """
    words = fold(text).split()
    title = captions(connection, entity, [record_id], tr.language).get(record_id, "")
    known = fold(title).split()
    if all(any(part.startswith(word) for part in known) for word in words):
        return "", ""
    return _reason(connection, entity, record_id, text, tr)


def _reason(
    connection: Connection, entity: Entity, record_id: str, text: str, tr: Translator
) -> tuple[str, str]:
    """The field in which most words of `text` begin a word, the first of several."""
    words = fold(text).split()
    best, reason = 0, ("", "")
    for field, value in _values(connection, entity, record_id, tr, words):
        known = fold(value).split()
        count = sum(any(part.startswith(word) for part in known) for word in words)
        if count > best:
            best, reason = count, (field.label, value)
    return reason


def _values(
    connection: Connection, entity: Entity, record_id: str, tr: Translator, words: list[str]
) -> Iterable[tuple[Field, str]]:
    rows = [(entity, "id")]
    rows += [(child, owner_fields(child)[entity.name]) for child in owned_by(entity)]
    for part, column in rows:
        for row in rows_as_dicts(
            connection, f'SELECT * FROM "{part.name}" WHERE "{column}" = ?', (record_id,)
        ):
            for field in part.searchable_fields:
                value = row[field.name]
                if value is None:
                    continue
                if field.name == "file_name":
                    yield from _read_in_file(connection, row["content"], words)
                if field.target:
                    yield from _named(connection, field, str(value), tr)
                else:
                    yield field, str(value)


def _read_in_file(
    connection: Connection, content: str, words: list[str]
) -> Iterable[tuple[Field, str]]:
    """Where the words stand in a stored file."""
    found = connection.execute("SELECT text FROM content WHERE id = ?", (content,)).fetchone()
    if found and found[0] and (shown := excerpt(found[0], words)):
        yield _FILE, shown


def _named(
    connection: Connection, field: Field, record_id: str, tr: Translator
) -> Iterable[tuple[Field, str]]:
    """A reference is found by any name of its record and shown by the one of the language."""
    target = ENTITIES[field.target]
    shown = captions(connection, target, [record_id], tr.language).get(record_id, "")
    yield field, shown
    for row in rows_as_dicts(
        connection, f'SELECT * FROM "{target.name}" WHERE id = ?', (record_id,)
    ):
        for item in target.searchable_fields:
            if not item.target and row[item.name] and row[item.name] != shown:
                yield field, f"{shown} ({row[item.name]})"
