"""Reading and writing records: the same path for a form, an import and the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import delete as delete_row
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES, owned_by, owner_fields
from app.errors import FieldError, InvalidRecord, UserError
from app.fields import Entity
from app.i18n import N_, translator
from app.kinds import Choice
from app.rules.days.order import ORDER
from app.rules.people.names import person_name
from app.services.office_settings import OWN_ORGANISATION, own_organisation
from app.services.records import consequences
from app.services.records.rows import (
    CREATE,
    check_order,
    made,
    name_header,
    refuse_other,
    row_version,
    validate,
    write,
)

STILL_USED = N_(
    "“{title}” cannot be deleted: other records refer to it ({count}). Nothing was changed. "
    "Archive it, or remove it from those records first."
)
SAVE = N_("Edited: {title}")
DELETE = N_("Deleted: {title}")
ARCHIVE = N_("Archived: {title}")
UNARCHIVE = N_("Returned from the archive: {title}")


@dataclass(frozen=True, slots=True)
class Record:
    """A record as stored: `version` is its last change, for optimistic locking."""

    entity: Entity
    id: str
    version: int
    values: Mapping[str, Any]
    owned: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    external: tuple[tuple[str, str], ...] = ()


def read(connection: Connection, entity: Entity, record_id: str) -> Record | None:
    """One record with its owned rows and external ids, or None if it does not exist."""
    rows = _rows(connection, entity, "id = ?", record_id)
    if not rows:
        return None
    owned = {
        child.name: tuple(
            _record(connection, child, row)
            for row in _rows(
                connection, child, f'"{owner_fields(child)[entity.name]}" = ?', record_id
            )
        )
        for child in owned_by(entity)
    }
    external = connection.execute(
        "SELECT source, value FROM external_id WHERE entity = ? AND record_id = ? ORDER BY 1, 2",
        (entity.name, record_id),
    ).fetchall()
    return _record(connection, entity, rows[0], owned, tuple(map(tuple, external)))


def values_of(connection: Connection, entity: Entity, record_id: str) -> dict[str, Any] | None:
    """The stored values of one row alone, by their columns; None if it does not exist."""
    return row(connection, entity.name, record_id)


def _rows(connection: Connection, entity: Entity, where: str, value: str) -> list[dict[str, Any]]:
    order = "sort_key, id"
    return rows_as_dicts(
        connection, f'SELECT * FROM "{entity.name}" WHERE {where} ORDER BY {order}', (value,)
    )


def _record(
    connection: Connection,
    entity: Entity,
    row: dict[str, Any],
    owned: Mapping[str, tuple[Record, ...]] | None = None,
    external: tuple[tuple[str, str], ...] = (),
) -> Record:
    version = row_version(connection, row["id"])
    return Record(entity, row["id"], version, row, owned or {}, external)


def save(
    store: Store,
    entity: Entity,
    record_id: str | None,
    version: int,
    values: Mapping[str, Any],
    *,
    first: Callable[[Writer], None] | None = None,
) -> tuple[str, Changes]:
    """Store the changed `values` (as the kinds give them) of one record; create it if new.

    `version` is the version the person saw. `first` is what the person wants done with it (the
    tasks of a cancelled visit), before it and in the same action. Raises `InvalidRecord`,
    `Conflict` when one of the same fields was changed since, `UserError` when the record is gone
    or a reference unknown, or when a link or an area is there already and says something else.
    """
    validate(entity, values, new=record_id is None)
    _check_order(store, entity, record_id, values)
    if entity.name == "contact_point" and {"kind", "value"} & set(values):
        values = _checked_detail(store, record_id, values)
    with store.writing(CREATE if record_id is None else SAVE) as writer:
        if first:
            first(writer)
        if record_id is None:
            refuse_other(writer.connection, entity, values)
        record_id = apply(writer, entity, record_id, values, version)
        name_header(writer, caption_of(writer.connection, entity, record_id))
    return record_id, writer.changes


def _check_order(
    store: Store, entity: Entity, record_id: str | None, values: Mapping[str, Any]
) -> None:
    """Refuse days that lie before those they follow. An import keeps them with a warning."""
    stored = None
    pairs = ORDER.get(entity.name, ())
    if not any(name in values for pair in pairs for name in pair):
        return
    if record_id is not None:
        with store.reading() as connection:
            stored = row(connection, entity.name, record_id)
    check_order(entity, values, stored)


def _checked_detail(
    store: Store, record_id: str | None, values: Mapping[str, Any]
) -> dict[str, Any]:
    """The values of a contact detail, its number or address in its written form.

    A number that was typed under “E-mail” is a phone, and an address under “Phone” an e-mail; so
    that the form need not be gone through for the kind that it proposes. Raises `InvalidRecord`.
    An import keeps what is wrong with a warning; it does not come here.
    """
    from app.rules.identifiers import recognised
    from app.services.records.home_country import home_country

    row = dict(values)
    with store.reading() as connection:
        if record_id is not None:
            stored = rows_as_dicts(
                connection,
                "SELECT kind, value, person_id, organisation_id FROM contact_point WHERE id = ?",
                (record_id,),
            )
            row = {**(stored[0] if stored else {}), **values}
        country = home_country(connection, row)
    try:
        kind, checked = recognised(str(row.get("kind")), str(row.get("value") or ""), country)
    except UserError as error:
        raise InvalidRecord([FieldError("value", error.message, **error.values)]) from error
    return {**values, "kind": kind, "value": checked}


def apply(
    writer: Writer,
    entity: Entity,
    record_id: str | None,
    values: Mapping[str, Any],
    version: int | None = None,
    *,
    fixed: str | None = None,
) -> str:
    """Write `values` within a transaction, with what follows from them elsewhere; see `save`.

    `fixed` is the id of a new row where it follows from something (see `rows.write`).
    """
    values = made(writer, values)
    following = consequences.due(writer, entity, record_id, values)
    record_id = write(writer, entity, record_id, values, version, fixed=fixed)
    for follow in following:
        follow(writer, entity, record_id, values)
    return record_id


def delete(store: Store, entity: Entity, record_ids: list[str]) -> Changes:
    """Delete records with the rows they own; undo brings them back.

    Raises `UserError` when another record still refers to one of them; nothing is deleted then.
    """
    with store.writing(DELETE) as writer:
        titles = [caption_of(writer.connection, entity, key) for key in record_ids]
        for record_id in record_ids:
            delete_one(writer, entity, record_id)
        name_header(writer, ", ".join(titles))
    return writer.changes


class StillUsed(UserError):
    """A record cannot be deleted: `used` are the rows (entity, id) that refer to it."""

    def __init__(self, title: str, used: list[tuple[str, str]]) -> None:
        super().__init__(STILL_USED, title=title, count=len(used))
        self.used = used


def delete_one(writer: Writer, entity: Entity, record_id: str) -> None:
    """Delete a record with the rows it owns, within a transaction. Raises `StillUsed`."""
    connection = writer.connection
    for child in owned_by(entity):
        column = owner_fields(child)[entity.name]
        if entity.name == "organisation" and child.name == "position":
            continue
        for other in owner_fields(child).values():
            if other != column:  # what belongs to two records stays with the other one
                connection.execute(
                    f'UPDATE "{child.name}" SET "{column}" = NULL'
                    f' WHERE "{column}" = ? AND "{other}" IS NOT NULL',
                    (record_id,),
                )
        for (key,) in connection.execute(
            f'SELECT id FROM "{child.name}" WHERE "{column}" = ?', (record_id,)
        ).fetchall():
            _delete_owned(connection, child, key)
    _free(connection, entity, record_id)
    for link in ("task_link", "document_link"):
        connection.execute(f'DELETE FROM "{link}" WHERE record_id = ?', (record_id,))
    if f"{entity.name}_relation" in ENTITIES:
        connection.execute(f'DELETE FROM "{entity.name}_relation" WHERE other_id = ?', (record_id,))
    if own_organisation(connection) == record_id:
        delete_row(connection, "setting", OWN_ORGANISATION)
    used = references_to(connection, entity, record_id)
    if used:
        raise StillUsed(caption_of(connection, entity, record_id), used)
    _forget(connection, entity, record_id)
    delete_row(connection, entity.name, record_id)


def _delete_owned(connection: Connection, entity: Entity, row_id: str) -> None:
    """Delete a row that belongs to a record, with those that belong to it."""
    for child in owned_by(entity):
        column = owner_fields(child)[entity.name]
        for (key,) in connection.execute(
            f'SELECT id FROM "{child.name}" WHERE "{column}" = ?', (row_id,)
        ).fetchall():
            _delete_owned(connection, child, key)
    _free(connection, entity, row_id)
    _forget(connection, entity, row_id)
    delete_row(connection, entity.name, row_id)


def _free(connection: Connection, entity: Entity, row_id: str) -> None:
    """Let go a row that others of the same record name (whom somebody stands in for, whose cost it
    is): they stay without it. What says nothing without it goes too.
    """
    for other in ENTITIES.values():
        for item in other.fields:
            if item.target != entity.name or not item.within:
                continue
            if other.named_by == item.name and f"{entity.name}_id" not in other.owner:
                connection.execute(
                    f'DELETE FROM "{other.name}" WHERE "{item.name}" = ?'
                    f" AND coalesce(\"{other.title}\", '') = ''",
                    (row_id,),
                )
            connection.execute(
                f'UPDATE "{other.name}" SET "{item.name}" = NULL WHERE "{item.name}" = ?', (row_id,)
            )


def _forget(connection: Connection, entity: Entity, row_id: str) -> None:
    """Remove what other sources call a row that goes: imported again, it is new."""
    connection.execute(
        "DELETE FROM external_id WHERE entity = ? AND record_id = ?", (entity.name, row_id)
    )


def references_to(connection: Connection, entity: Entity, record_id: str) -> list[tuple[str, str]]:
    """Which rows (entity, id) refer to a record."""
    used = []
    for other in ENTITIES.values():
        for item in other.fields:
            if item.target == entity.name:
                used += [
                    (other.name, key)
                    for (key,) in connection.execute(
                        f'SELECT id FROM "{other.name}" WHERE "{item.name}" = ?', (record_id,)
                    ).fetchall()
                ]
    return used


def archive(store: Store, entity: Entity, record_ids: list[str], *, on: date | None) -> Changes:
    """Archive records on a day, or return them from the archive (`on` is None)."""
    with store.writing(ARCHIVE if on else UNARCHIVE) as writer:
        for record_id in record_ids:
            apply(writer, entity, record_id, {"archived_on": on.isoformat() if on else None})
        titles = [caption_of(writer.connection, entity, key) for key in record_ids]
        name_header(writer, ", ".join(titles))
    return writer.changes


def caption_of(connection: Connection, entity: Entity, record_id: str) -> str:
    """The Czech caption of a record as its columns say it now; empty if it does not exist.

    Within a transaction too, where the full name of a person is not derived yet. What is called
    by a choice or by another record (a relation, an area) is said in words, what has no name of
    its own by its kind.
    """
    if entity.name == "person":
        names = connection.execute(
            "SELECT title_before, given_name, family_name, title_after FROM person WHERE id = ?",
            (record_id,),
        ).fetchone()
        return person_name(*(str(name or "") for name in names)) if names else ""
    stored = row(connection, entity.name, record_id)
    if stored is None:
        return ""
    title = entity.caption(stored, _czech())
    field = entity.by_name.get(entity.title)
    if title and field is not None and isinstance(field.kind, Choice):
        title = translator(_czech()).message(field.kind.label(title))
    elif title and field is not None and field.target:
        title = caption_of(connection, ENTITIES[field.target], title)
    return title or translator(_czech()).message(entity.label)


def _czech() -> Any:
    from app.i18n import Language

    return Language.CS
