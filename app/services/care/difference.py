"""What a restore would change: records of a backup against those of the database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.db.connection import Connection, inspect, open_raw
from app.db.sets import identity, parts, sets_of
from app.db.store import Store
from app.entities import RECORDS
from app.errors import UserError
from app.fields import Entity
from app.i18n import Language
from app.services.care.backup import EMPTY_BACKUP
from app.services.records.query import title_expression

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Difference:
    """How the records of one kind differ; each list holds captions, at most 50.

    `back` come back with the backup, `lost` are only in the database now, `changed` have other
    values in both. The counts are complete.
    """

    entity: Entity
    back: tuple[str, ...]
    lost: tuple[str, ...]
    changed: tuple[str, ...]
    counts: tuple[int, int, int]

    def __bool__(self) -> bool:
        return any(self.counts)


def difference(store: Store, backup: Path, language: Language) -> list[Difference]:
    """What would differ after restoring `backup`, kind by kind, with kinds that are equal.

    Raises `UserError` if the backup is no database of ours or from a newer version. Columns that
    an older version does not have are not compared.
    """
    if inspect(backup, store.key) == 0:
        raise UserError(EMPTY_BACKUP, file=backup.name)
    old = open_raw(backup, store.key, read_only=True)
    try:
        with store.reading() as now:
            return [_compare(old, now, entity, language) for entity in RECORDS]
    finally:
        old.close()


def _compare(old: Connection, now: Connection, entity: Entity, language: Language) -> Difference:
    known = {row[1] for row in old.execute(f'PRAGMA table_info("{entity.name}")')}
    columns = ", ".join(f'r."{field.name}"' for field in entity.fields if field.name in known)
    title = title_expression(entity, "r", language)
    sql = f'SELECT r.id, {title}, {columns} FROM "{entity.name}" r ORDER BY r.sort_key, r.id'
    # An older backup may not have the table at all.
    before = _by_id(old, sql, entity) if known else {}
    after = _by_id(now, sql, entity)
    back = [row[0] or "" for key, row in before.items() if key not in after]
    lost = [row[0] or "" for key, row in after.items() if key not in before]
    changed = [row[0] or "" for key, row in before.items() if key in after and row != after[key]]
    return Difference(
        entity,
        tuple(back[:_SHOWN]),
        tuple(lost[:_SHOWN]),
        tuple(changed[:_SHOWN]),
        (len(back), len(lost), len(changed)),
    )


def _by_id(connection: Connection, sql: str, entity: Entity) -> dict[str, tuple[Any, ...]]:
    """The values of records by their ids; in which order several values stand does not count."""
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    several = [names.index(item.field) for item in sets_of(entity.name) if item.field in names]
    found = {}
    for row in cursor:
        values = list(row)
        for place in several:
            values[place] = sorted(map(identity, parts(values[place])))
        found[row[0]] = tuple(values[1:])
    return found
