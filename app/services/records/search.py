"""Finding any record from a few letters: names first, each other hit with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.db import search_index
from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES, RECORDS, owned_by, owner_fields
from app.entities.choices import CONTACT_POINT_KIND
from app.fields import Entity, Field
from app.i18n import N_, Translator
from app.kinds import MULTILINE, PHONE
from app.rules import searching
from app.rules.days.validity import Validity, standing
from app.rules.excerpts import excerpt
from app.rules.folding import fold
from app.services.records.query import captions, know_functions, list_columns

_FILE = Field("file_text", N_("In the text of the file"), MULTILINE)
_PASSED = Field("file_text", N_("In the text of a version that is no longer valid"), MULTILINE)
_COMING = Field("file_text", N_("In the text of a version that is not valid yet"), MULTILINE)
_REPLACED = Field("file_text", N_("In the text of a superseded version"), MULTILINE)
_IN_FILES = (_FILE, _PASSED, _COMING, _REPLACED)
_DETAILS = {
    "person": ("post", "organisation"),
    "organisation": ("kind", "country"),
    "delegation": ("start", "direction", "partner_id"),
    "agreement": ("state", "partner_id"),
    "task": ("due", "status", "assignee_id"),
    "document": ("kind", "date"),
    "mailing_list": ("occasion", "date"),
    "gift": ("day", "way", "recipient_id"),
    "gift_stock": ("place",),
    "meeting": ("body", "held_on"),
}


"""What tells records of one name apart, by entity; otherwise the first columns of its list."""


_PAST = (
    "(coalesce(r.end, r.start) < substr(:today, 1, length(coalesce(r.end, r.start)))"
    " OR r.start = 'unknown')"
)
_FIRST = {
    "delegation": f"{_PAST}, CASE WHEN {_PAST} THEN '' ELSE r.start END, r.start DESC, ",
    "task": "r.status IN ('done', 'cancelled'), ",
}
"""What is looked for rather than the rest: the coming visits, the next of them first, then those
of late; tasks that are still to be done. Otherwise the order is that of the lists."""


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
        entity.name: _ids(connection, entity, text, limit, today, only_names=True)
        for entity in RECORDS
    }
    for entity in RECORDS:
        found += _hits(connection, entity, by_name[entity.name], tr, today)
    start = fold(text)
    coming = _coming(connection, by_name["delegation"], today)
    found.sort(
        key=lambda hit: (
            hit.archived,
            hit.id not in coming and not fold(hit.title).startswith(start),
        )
    )
    known = {entity.name: set(by_name[entity.name]) for entity in RECORDS}
    # Of a number its end is meant rather than digits somewhere in the middle.
    for exact in (True, False) if searching.is_number(searching.asked(text)) else (False,):
        for entity in RECORDS:
            room = limit - len(found)
            if room <= 0:
                break
            listed = _ids(
                connection,
                entity,
                text,
                room + len(known[entity.name]),
                today,
                only_names=False,
                exact=exact,
            )
            ids = [key for key in listed if key not in known[entity.name]][:room]
            known[entity.name].update(ids)
            for hit in _hits(connection, entity, ids, tr, today):
                why = _reason(connection, entity, hit.id, text, tr, today)
                found.append(replace(hit, reason=why))
    return found[:limit]


def _coming(connection: Connection, ids: list[str], today: date) -> set[str]:
    """Those of some visits that are not over."""
    rows = connection.execute(
        f"SELECT r.id FROM delegation r WHERE NOT {_PAST}"
        " AND r.id IN (SELECT value FROM json_each(:ids))",
        {"ids": json.dumps(ids), "today": today.isoformat()},
    )
    return {key for (key,) in rows.fetchall()}


def _ids(
    connection: Connection,
    entity: Entity,
    text: str,
    limit: int,
    today: date,
    *,
    only_names: bool,
    exact: bool = False,
) -> list[str]:
    low, high = search_index.span(entity.name)
    order = _FIRST.get(entity.name, "")
    joined = f' CROSS JOIN "{entity.name}" r ON r.id = p.record_id' if order else ""
    return [
        key
        for (key,) in connection.execute(
            "SELECT p.record_id FROM search s CROSS JOIN search_place p ON p.id = s.rowid"
            f"{joined} WHERE search MATCH :text AND s.rowid BETWEEN :low AND :high"
            f" ORDER BY {order}s.rowid LIMIT :limit",
            {
                "text": search_index.expression(text, only_names=only_names, exact=exact),
                "low": low,
                "high": high,
                "limit": limit,
                "today": today.isoformat(),
            },
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


def hits_of(
    connection: Connection, records: Iterable[tuple[str, str]], tr: Translator, today: date
) -> list[Hit]:
    """Records (entity, id) as the search shows them, in their order; who is gone is left out."""
    found = []
    for entity, record_id in records:
        if entity in ENTITIES:
            found += _hits(connection, ENTITIES[entity], [record_id], tr, today)
    return found


def reason(
    connection: Connection,
    entity: Entity,
    record_id: str,
    text: str,
    tr: Translator,
    today: date,
) -> tuple[str, str]:
    """Why the words of `text` find a record: the label (a message id) and the value of a field.

    Both are empty where its name says it, or nothing does.
    """
    terms = searching.asked(text)
    title = captions(connection, entity, [record_id], tr.language).get(record_id, "")
    if searching.found_by(terms, title) == len(terms):
        return "", ""
    return _reason(connection, entity, record_id, text, tr, today)


def _reason(
    connection: Connection,
    entity: Entity,
    record_id: str,
    text: str,
    tr: Translator,
    today: date,
) -> tuple[str, str]:
    """The field that says most of `text`, the first of several."""
    terms = searching.asked(text)
    best, reason = 0, ("", "")
    for field, value, stored in _values(connection, entity, record_id, tr, terms, today):
        count = searching.found_by(terms, value, searching.spellings(stored))
        if not count and field in _IN_FILES:
            count = 1  # broken at the end of a line, or spaced out
        if count > best:
            best, reason = count, (field.label, value)
    return reason


Terms = tuple[searching.Term, ...]


def _values(
    connection: Connection,
    entity: Entity,
    record_id: str,
    tr: Translator,
    terms: Terms,
    today: date,
) -> Iterable[tuple[Field, str, str]]:
    """What finds a record: the field, its value as it is shown and as it is stored."""
    rows = [(entity, "id")]
    rows += [(child, owner_fields(child)[entity.name]) for child in owned_by(entity)]
    for part, column in rows:
        if part.name == "document_version":
            yield from _of_versions(connection, record_id, terms, today)
            continue
        for row in rows_as_dicts(
            connection, f'SELECT * FROM "{part.name}" WHERE "{column}" = ?', (record_id,)
        ):
            for field in part.searchable_fields:
                value = row[field.name]
                if value is None:
                    continue
                if field.target:
                    for item, shown in _named(connection, field, str(value), tr):
                        yield item, shown, shown
                else:
                    kind = PHONE if row.get("kind") in _PHONES else field.kind
                    if part.name == "contact_point" and field.name == "value" and row["kind"]:
                        label = CONTACT_POINT_KIND.label(row["kind"])
                        yield replace(field, label=label), kind.format(value, tr), str(value)
                    else:
                        yield field, kind.format(value, tr), str(value)


_PHONES = ("phone", "mobile", "fax")


def _of_versions(
    connection: Connection, document_id: str, terms: Terms, today: date
) -> Iterable[tuple[Field, str, str]]:
    """What is said by the files of a document, those that are in force first."""
    file_name = ENTITIES["document_version"].by_name["file_name"]
    rows = connection.execute(
        "SELECT coalesce(number, 0), coalesce(language, ''), coalesce(valid_from, ''),"
        " coalesce(valid_until, ''), file_name, content FROM document_version"
        " WHERE document_id = ? ORDER BY coalesce(number, 0) DESC, id DESC",
        (document_id,),
    ).fetchall()
    listed = [Validity(*row[:4]) for row in rows]
    labels = {"": _FILE, "passed": _PASSED, "coming": _COMING, "replaced": _REPLACED}
    ways = [
        (labels[standing(item, listed, today)], *row[4:])
        for item, row in zip(listed, rows, strict=True)
    ]
    ways.sort(key=lambda way: way[0] is not _FILE)
    for label, name, content in ways:
        found = connection.execute("SELECT text FROM content WHERE id = ?", (content,)).fetchone()
        if found and found[0] and (shown := excerpt(found[0], searching.words_of(terms))):
            yield label, shown, ""
        yield file_name, name, name


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
