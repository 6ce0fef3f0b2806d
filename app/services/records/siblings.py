"""What a reference `within` a column may point to: rows that belong to the same record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.connection import Connection
from app.db.statements import row
from app.entities import ENTITIES
from app.fields import Entity, Field
from app.i18n import Language
from app.services.records.query import title_expression


def offered(
    connection: Connection,
    entity: Entity,
    field: Field,
    values: Mapping[str, Any],
    language: Language,
) -> list[tuple[str, str]]:
    """Ids and captions, in their stored order, that `field` of a row with `values` may name.

    `values` are the row's as far as they are known (with `id`, if it is stored). What the column
    `within` is not among its own is looked up in the record that it belongs to. Empty where that
    is not known yet.
    """
    key = values.get(field.within)
    for name in entity.owner.split("|") if field.within not in entity.by_name else ():
        if values.get(name):
            above = row(connection, entity.by_name[name].target, str(values[name]))
            key = above.get(field.within) if above else None
    if not key:
        return []
    target = ENTITIES[field.target]
    rows = connection.execute(
        f'SELECT t.id, {title_expression(target, "t", language)} FROM "{target.name}" t'
        f' WHERE t."{field.within}" = ? ORDER BY t.sort_key, t.id',
        (key,),
    ).fetchall()
    own = values.get("id") if target is entity else None
    return [(row_id, str(title or "")) for row_id, title in rows if row_id != own]
