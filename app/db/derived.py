"""Derived columns: stored order, folded search text, captions.

They follow from the logged columns, so they are refreshed at the end of every transaction for
the rows it touched, whoever wrote them (a form, an import, undo), and can be rebuilt.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from app.db import search_index, sets
from app.db.connection import Connection
from app.db.statements import columns_of, quoted, select_sql, update
from app.entities import ENTITIES, owned_by, owner_fields
from app.fields import Entity, Field
from app.i18n import Language
from app.kinds import MULTILINE, TEXT
from app.rules.people.names import person_name, sort_key
from app.rules.searching import words_for

Rows = dict[str, set[str]]


def refresh(
    connection: Connection,
    touched: Mapping[str, Iterable[str]],
    lost: Mapping[str, Iterable[str]] | None = None,
    *,
    whole: Container[str] = (),
) -> None:
    """Recompute the derived columns of the touched rows and of those that show them.

    `lost` are the records that lost a row: it went, or belongs to another one now. `whole` are the
    tables whose touched rows are all there.
    """
    todo: Rows = defaultdict(set)
    for table, ids in touched.items():
        if table in ENTITIES:
            there, gone = (ids, []) if table in whole else _parted(connection, table, ids)
            for row_id in there:
                _collect(connection, ENTITIES[table], row_id, todo)
            # Nothing follows from a row that is gone, and nothing that is left refers to it.
            if gone and search_index.is_indexed(table):
                search_index.remove_all(connection, gone)
    for table, ids in (lost or {}).items():
        todo[table].update(ids)
    for table, ids in todo.items():
        _refresh_rows(connection, ENTITIES[table], ids)


def _parted(
    connection: Connection, table: str, ids: Iterable[str]
) -> tuple[Iterable[str], list[str]]:
    """Those rows of a table that are there, and those that are gone."""
    wanted = list(ids)
    there = [
        key
        for (key,) in connection.execute(
            f'SELECT id FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
            (json.dumps(wanted),),
        )
    ]
    known = set(there)
    return there, [key for key in wanted if key not in known]


def rebuild(connection: Connection, told: Callable[[int, int], None] | None = None) -> None:
    """Recompute the derived columns of every row, and the search index.

    `told` is given the rows that are done, and all of them; it may raise to give up.
    """
    ids = {name: connection.execute(f'SELECT id FROM "{name}"').fetchall() for name in ENTITIES}
    total, done = sum(map(len, ids.values())), 0
    for entity in ENTITIES.values():
        for (row_id,) in ids[entity.name]:
            if row := compute(connection, entity, row_id):
                _write(connection, entity, row)
            done += 1
            if told and done % _TOLD == 0:
                told(done, total)
        if search_index.is_indexed(entity.name):
            reindex(connection, entity)


def _refresh_rows(connection: Connection, entity: Entity, ids: Iterable[str]) -> None:
    """Write what follows from rows; only then do places follow from what all of them say."""
    is_indexed = search_index.is_indexed(entity.name)
    moved: list[search_index.Indexed] = []
    said_otherwise: list[tuple[int, search_index.Indexed]] = []
    for row_id in ids:
        now = _fetch(connection, entity, row_id)
        if now is None:
            if is_indexed:
                search_index.remove(connection, row_id)
            continue
        row = _computed(connection, entity, row_id, now)
        # Only what is another: each index whose columns are named is written anew.
        update(
            connection,
            entity.name,
            row_id,
            {name: value for name, value in row.values.items() if now[name] != value},
        )
        if not is_indexed:
            continue
        place = search_index.place_of(connection, entity.name, row.indexed)
        if place is None or now["sort_key"] != row.indexed.key:
            moved.append(row.indexed)
        elif now["search_text"] != row.values["search_text"]:
            said_otherwise.append((place, row.indexed))
    if not is_indexed:
        return
    if _is_large_part(connection, entity, len(moved) + len(said_otherwise)):
        reindex(connection, entity)
        return
    for place, indexed in said_otherwise:
        search_index.rewrite(connection, place, indexed)
    search_index.put(connection, entity.name, moved)


_TOLD = 1_000  # rows between two words about the progress
_MANY = 200  # rows; above, filling the index anew is quicker than finding each one's place


def _is_large_part(connection: Connection, entity: Entity, changed: int) -> bool:
    if changed <= _MANY:
        return False
    (count,) = connection.execute(f'SELECT count(*) FROM "{entity.name}"').fetchone()
    return bool(changed * 20 > count)


def _collect(connection: Connection, entity: Entity, row_id: str, todo: Rows) -> None:
    if row_id in todo[entity.name]:
        return
    todo[entity.name].add(row_id)
    _collect_owners(connection, entity, row_id, todo)
    for other, field in _shown_by()[entity.name]:
        found = connection.execute(
            f'SELECT id FROM "{other.name}" WHERE "{field.name}" = ?', (row_id,)
        ).fetchall()
        for (other_id,) in found:
            todo[other.name].add(other_id)
            _collect_owners(connection, other, other_id, todo)


def _collect_owners(connection: Connection, entity: Entity, row_id: str, todo: Rows) -> None:
    for owner, column in owner_fields(entity).items():
        found = connection.execute(
            f'SELECT "{column}" FROM "{entity.name}" WHERE id = ?', (row_id,)
        ).fetchone()
        if found and found[0]:
            todo[owner].add(found[0])


@cache
def _shown_by() -> dict[str, list[tuple[Entity, Field]]]:
    """Which searchable references point to an entity: their rows are found by its name."""
    shown: dict[str, list[tuple[Entity, Field]]] = {name: [] for name in ENTITIES}
    for entity in ENTITIES.values():
        for field in entity.searchable_fields:
            if field.target:
                shown[field.target].append((entity, field))
    return shown


class Derived(NamedTuple):
    """What follows from a row: its derived columns (with its id), what the search index keeps."""

    values: dict[str, object]
    indexed: search_index.Indexed


def compute(connection: Connection, entity: Entity, row_id: str) -> Derived | None:
    """The derived columns of a row, and what the search index keeps of it."""
    row = _fetch(connection, entity, row_id)
    return _computed(connection, entity, row_id, row) if row else None


def _computed(
    connection: Connection, entity: Entity, row_id: str, now: Mapping[str, object]
) -> Derived:
    """The same of a row as it stands there now (`_fetch`)."""
    row = dict(now)
    for stored in sets.sets_of(entity.name):
        row[stored.field] = sets.text(connection, stored, row_id)

    def named(target: str, key: str) -> list[str]:
        found = connection.execute(_names_query(target), (key,)).fetchone()
        return [str(name) for name in found if name] if found else []

    texts = texts_of(entity, row, named)
    for child, query, columns in _children(entity.name):
        for found in connection.execute(query, (row_id,)).fetchall():
            child_row = dict(zip(columns, found, strict=True))
            texts += texts_of(child, child_row, named)
            texts += _content_text(connection, child_row)
    return compose(entity, row, texts)


@cache
def _children(name: str) -> tuple[tuple[Entity, str, tuple[str, ...]], ...]:
    """What is asked for the rows that find the record to which they belong."""
    asked = []
    for child in owned_by(ENTITIES[name]):
        columns = tuple(field.name for field in child.searchable_fields)
        if columns:
            columns += ("content",) if "content" in child.by_name else ()
            owner = owner_fields(child)[name]
            listed = ", ".join(map(quoted, columns))
            query = f'SELECT {listed} FROM {quoted(child.name)} WHERE "{owner}" = ?'
            asked.append((child, query, columns))
    return tuple(asked)


@cache
def _names_query(name: str) -> str:
    return select_sql(name, naming_fields(name))


@cache
def _needed(name: str) -> tuple[str, ...]:
    """The columns from which others are derived, and those themselves."""
    entity = ENTITIES[name]
    found = ["id", *(field.name for field in entity.searchable_fields), *naming_fields(name)]
    for ordered, _, is_title in _order_of(entity):
        found += _titles(entity) if is_title else [ordered]
    if name == "person":
        found += ["title_before", "given_name", "family_name", "title_after"]
    if "archived_on" in entity.by_name:
        found.append("archived_on")
    return tuple(dict.fromkeys([*found, *_derived_columns(name)]))


def _titles(entity: Entity) -> list[str]:
    return [name for language in Language for name in entity.title_columns(language)]


@cache
def _derived_columns(name: str) -> tuple[str, ...]:
    empty = compose(ENTITIES[name], {"id": ""}, ())
    return tuple(empty.values)


def compose(entity: Entity, row: Mapping[str, object], texts: Iterable[str]) -> Derived:
    """The derived columns of a row (with its id); `texts`, its own and its rows', find a record."""
    naming, sets_here = _plan(entity.name)
    is_found = search_index.is_indexed(entity.name)
    name = rest = ""
    if is_found:  # the rows of a record find that one, not themselves
        names = [str(row[name]) for name in naming if row.get(name)]
        name = words_for(dict.fromkeys(names))
        # Sorted: whoever gathers the texts, in whatever order, comes to the same.
        rest = words_for(sorted({text for text in texts if text not in names}))
    key = _order(entity, row, Language.CS)
    row_id = str(row["id"])
    values: dict[str, object] = {"id": row_id, "sort_key": key}
    if entity.ordered_by_title:
        values["sort_key_de"] = _order(entity, row, Language.DE)
        values["sort_key_en"] = _order(entity, row, Language.EN)
    values["search_text"] = f"{name}\n{rest}" if is_found else None
    for field in sets_here:
        values[field] = row.get(field)
    if entity.name == "person":
        values["full_name"] = person_name(
            _text(row.get("title_before")),
            _text(row.get("given_name")),
            _text(row.get("family_name")),
            _text(row.get("title_after")),
        )
    return Derived(
        values, search_index.Indexed(row_id, key, name, rest, bool(row.get("archived_on")))
    )


@cache
def _plan(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of an entity: the fields that name a record, and those of several values."""
    return naming_fields(name), tuple(stored.field for stored in sets.sets_of(name))


def reindex(connection: Connection, entity: Entity) -> None:
    """Fill the search index of an entity from what stands in its rows already."""
    rows = connection.execute(
        f'SELECT id, sort_key, search_text, archived_on FROM "{entity.name}" ORDER BY sort_key, id'
    )
    found = (search_index.indexed(*row) for row in rows)
    search_index.fill(connection, entity.name, found)


def stored(connection: Connection, entity: Entity, row: Derived) -> dict[str, object]:
    """The derived columns of a row as they stand in it."""
    found = columns_of(connection, entity.name, str(row.values["id"]), tuple(row.values))
    assert found  # it was read just before
    return found


def _write(connection: Connection, entity: Entity, row: Derived) -> None:
    values = dict(row.values)
    row_id = str(values.pop("id"))
    update(connection, entity.name, row_id, values)


def _fetch(connection: Connection, entity: Entity, row_id: str) -> dict[str, object] | None:
    """What stands in a row of what others follow from, and of what follows."""
    return columns_of(connection, entity.name, row_id, _needed(entity.name))


def texts_of(
    entity: Entity, row: Mapping[str, object], named: Callable[[str, str], list[str]]
) -> list[str]:
    """The texts that find a row; `named` gives the names of a record that it refers to."""
    texts = []
    for field in entity.searchable_fields:
        value = row.get(field.name)
        if value is None:
            continue
        texts += named(field.target, str(value)) if field.target else [str(value)]
    return texts


def _content_text(connection: Connection, row: Mapping[str, object]) -> list[str]:
    """What can be read in the file of a version."""
    if "content" not in row:
        return []
    found = connection.execute(
        "SELECT text FROM content WHERE id = ?", (row["content"],)
    ).fetchone()
    return [found[0]] if found and found[0] else []


@cache
def naming_fields(name: str) -> tuple[str, ...]:
    """The fields that name a record: those searchable in the group of the first one."""
    found = [
        field
        for field in ENTITIES[name].searchable_fields
        if field.kind in (TEXT, MULTILINE) and not field.target
    ]
    return tuple(f.name for f in found if f.group == found[0].group) if found else ()


def _order(entity: Entity, row: Mapping[str, object], language: Language) -> bytes:
    """The place of a row in its list, where titles are shown in `language`."""
    parts = []
    for name, is_text, is_title in _order_of(entity):
        value = entity.caption(row, language) if is_title else row.get(name)
        if is_text:
            parts.append(sort_key(_text(value)))
        elif isinstance(value, int):
            parts.append(f"{value:010d}".encode())
        elif value:
            parts.append(str(value).encode())
        else:  # in lists, empty cells come last; no text holds this byte
            parts.append(b"\xff" if search_index.is_indexed(entity.name) else b"")
    return b"\x00".join(parts)


@cache
def _order_of(entity: Entity) -> tuple[tuple[str, bool, bool], ...]:
    """What orders the rows of an entity: the column, whether it is a text, whether the title."""
    return tuple(
        (
            name,
            entity.by_name[name].kind in (TEXT, MULTILINE),
            not number and entity.ordered_by_title,
        )
        for number, name in enumerate(entity.order)
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
