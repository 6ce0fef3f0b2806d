"""Derived columns: stored order, folded search text, captions.

They follow from the logged columns, so they are refreshed at the end of every transaction for
the rows it touched, whoever wrote them (a form, an import, undo), and can be rebuilt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from app.db.connection import Connection
from app.entities import ENTITIES, owned_by, owner_fields
from app.fields import Entity, Field
from app.kinds import MULTILINE, TEXT
from app.rules.names import fold, person_name, sort_key

Rows = dict[str, set[str]]


def refresh(connection: Connection, touched: Mapping[str, Iterable[str]]) -> None:
    """Recompute the derived columns of the touched rows and of those that show them."""
    todo: Rows = defaultdict(set)
    for table, ids in touched.items():
        if table in ENTITIES:
            for row_id in ids:
                _collect(connection, ENTITIES[table], row_id, todo)
    for table, ids in todo.items():
        for row_id in ids:
            _refresh_row(connection, ENTITIES[table], row_id)


def rebuild(connection: Connection) -> None:
    """Recompute the derived columns of every row."""
    for entity in ENTITIES.values():
        for (row_id,) in connection.execute(f'SELECT id FROM "{entity.name}"').fetchall():
            _refresh_row(connection, entity, row_id)


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


def _refresh_row(connection: Connection, entity: Entity, row_id: str) -> None:
    row = _fetch(connection, entity, row_id)
    if row is None:
        return
    texts = _texts(connection, entity, row)
    for child in owned_by(entity):
        if child.searchable_fields:
            column = owner_fields(child)[entity.name]
            found = connection.execute(
                f'SELECT id FROM "{child.name}" WHERE "{column}" = ? ORDER BY id', (row_id,)
            ).fetchall()
            for (child_id,) in found:
                if child_row := _fetch(connection, child, child_id):
                    texts += _texts(connection, child, child_row)
    values: dict[str, object] = {
        "sort_key": _order(entity, row),
        "search_text": fold(" ".join(dict.fromkeys(texts))),
    }
    if entity.name == "person":
        values["full_name"] = person_name(
            _text(row["title_before"]),
            _text(row["given_name"]),
            _text(row["family_name"]),
            _text(row["title_after"]),
        )
    assignments = ", ".join(f'"{name}" = ?' for name in values)
    connection.execute(
        f'UPDATE "{entity.name}" SET {assignments} WHERE id = ?', (*values.values(), row_id)
    )


def _fetch(connection: Connection, entity: Entity, row_id: str) -> dict[str, object] | None:
    columns = [field.name for field in entity.fields]
    listed = ", ".join(f'"{column}"' for column in columns)
    row = connection.execute(
        f'SELECT {listed} FROM "{entity.name}" WHERE id = ?', (row_id,)
    ).fetchone()
    return dict(zip(columns, row, strict=True)) if row else None


def _texts(connection: Connection, entity: Entity, row: Mapping[str, object]) -> list[str]:
    texts = []
    for field in entity.searchable_fields:
        value = row[field.name]
        if value is None:
            continue
        if not field.target:
            texts.append(str(value))
        elif target := _fetch(connection, ENTITIES[field.target], str(value)):
            named = _naming_fields(ENTITIES[field.target])
            texts += [str(target[name]) for name in named if target[name]]
    return texts


def _naming_fields(entity: Entity) -> list[str]:
    """The fields that name a record: those searchable in the group of the first one."""
    found = [field for field in entity.searchable_fields if not field.target]
    return [field.name for field in found if field.group == found[0].group]


def _order(entity: Entity, row: Mapping[str, object]) -> bytes:
    parts = []
    for name in entity.order:
        value = row[name]
        if entity.by_name[name].kind in (TEXT, MULTILINE):
            parts.append(sort_key(_text(value)))
        elif isinstance(value, int):
            parts.append(f"{value:010d}".encode())
        else:
            parts.append(_text(value).encode())
    return b"\x00".join(parts)


def _text(value: object) -> str:
    return "" if value is None else str(value)
