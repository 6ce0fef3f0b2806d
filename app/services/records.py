"""Reading and writing records: the same path for a form, an import and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from app.db.connection import Connection
from app.db.store import Changes, Store, Writer, link_id, new_id
from app.entities import ENTITIES, owned_by, owner_fields
from app.errors import FieldError, InvalidRecord, UserError
from app.fields import Entity
from app.i18n import N_
from app.services.query import rows_as_dicts

if TYPE_CHECKING:
    from app.db.tables.base import Base

REQUIRED = N_("Fill in this field.")
GONE = N_("This record was deleted meanwhile. Nothing was saved. Undo the deletion first.")
STILL_USED = N_(
    "“{title}” cannot be deleted: other records refer to it ({count}). Nothing was changed. "
    "Archive it, or remove it from those records first."
)
UNKNOWN_REFERENCE = N_("The record this refers to does not exist.")

LINKS = {"agreement_area": ("agreement_id", "area_id"), "task_link": ("task_id", "record_id")}
"""Link rows and the columns their ids follow from."""

SAVE = N_("Edited: {title}")
CREATE = N_("Created: {title}")
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


class Conflict(UserError):
    """Somebody changed the same fields meanwhile. Nothing was saved.

    `theirs` holds the stored values of the fields concerned, `version` the version to save
    against when the person decides to keep their own.
    """

    def __init__(self, theirs: Mapping[str, Any], version: int) -> None:
        super().__init__(
            N_(
                "This record was changed meanwhile. Nothing was saved yet. "
                "Choose which values to keep."
            )
        )
        self.theirs = theirs
        self.version = version


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


def row_version(connection: Connection, row_id: str) -> int:
    """The number of a row's last operation; 0 if it has none."""
    (version,) = connection.execute(
        "SELECT max(id) FROM log_operation WHERE row_id = ?", (row_id,)
    ).fetchone()
    return version or 0


def validate(entity: Entity, values: Mapping[str, Any], *, new: bool) -> None:
    """Check what the fields themselves demand. Raises `InvalidRecord` with every fault."""
    errors = [
        FieldError(item.name, REQUIRED)
        for item in entity.fields
        if item.required and (item.name in values or new) and values.get(item.name) in (None, "")
    ]
    if errors:
        raise InvalidRecord(errors)


def save(
    store: Store,
    entity: Entity,
    record_id: str | None,
    version: int,
    values: Mapping[str, Any],
) -> tuple[str, Changes]:
    """Store the changed `values` (as the kinds give them) of one record; create it if new.

    `version` is the version the person saw. Raises `InvalidRecord`, `Conflict` when one of the
    same fields was changed since, `UserError` when the record is gone or a reference unknown.
    """
    validate(entity, values, new=record_id is None)
    title = entity.caption(values, _czech())
    with store.writing(CREATE if record_id is None else SAVE) as writer:
        record_id = apply(writer, entity, record_id, values, version)
        title = title or caption_of(writer.connection, entity, record_id)
        name_header(writer, title)
    return record_id, writer.changes


def apply(
    writer: Writer,
    entity: Entity,
    record_id: str | None,
    values: Mapping[str, Any],
    version: int | None = None,
) -> str:
    """Write `values` within a transaction and give the record's id; see `save`."""
    from app.db.tables import CLASSES

    known = set(entity.by_name)
    if unknown := set(values) - known:
        raise LookupError(f"{entity.name} has no field {sorted(unknown)}")
    _check_references(writer, entity, values)
    if record_id is None:
        record_id = _new_id(entity, values)
        row: Base | None = writer.session.get(CLASSES[entity.name], record_id)
        if row is None:
            writer.session.add(CLASSES[entity.name](id=record_id, **values))
            writer.session.flush()
            _follow(writer, entity, record_id, values)
            return record_id
    else:
        row = writer.session.get(CLASSES[entity.name], record_id)
        if row is None:
            raise UserError(GONE)
        if version is not None:
            _check_conflict(writer, row, record_id, values, version)
    finished = entity.name == "task" and values.get("status") == "done"
    finished = finished and getattr(row, "status", "") != "done"
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    writer.session.flush()
    _follow(writer, entity, record_id, values)
    if finished:
        from app.services.tasks import repeat

        repeat(writer, record_id)
    return record_id


def _follow(writer: Writer, entity: Entity, record_id: str, values: Mapping[str, Any]) -> None:
    """Move the tasks that are due so many days before a delegation."""
    from app.services.tasks import move_with_delegation

    if entity.name == "delegation" and "start" in values:
        move_with_delegation(writer, record_id)
    elif entity.name == "task" and {"relative_to_id", "relative_days"} & set(values):
        row = writer.connection.execute(
            "SELECT relative_to_id FROM task WHERE id = ?", (record_id,)
        ).fetchone()
        if row[0]:
            move_with_delegation(writer, row[0])


def _new_id(entity: Entity, values: Mapping[str, Any]) -> str:
    if columns := LINKS.get(entity.name):
        return link_id(entity.name, *(str(values[column]) for column in columns))
    if entity.name == "area":
        return link_id("area", str(values["name_cs"]).casefold())
    return new_id()


def _check_references(writer: Writer, entity: Entity, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        target = entity.by_name[name].target
        if not target or value is None:
            continue
        found = writer.connection.execute(
            f'SELECT 1 FROM "{target}" WHERE id = ?', (value,)
        ).fetchone()
        if not found:
            raise InvalidRecord([FieldError(name, UNKNOWN_REFERENCE)])


def _check_conflict(
    writer: Writer, row: Base, record_id: str, values: Mapping[str, Any], version: int
) -> None:
    import json

    changed: set[str] = set()
    for (data,) in writer.connection.execute(
        "SELECT data FROM log_operation WHERE row_id = ? AND id > ? AND kind = 'set'",
        (record_id, version),
    ):
        changed |= set(json.loads(data))
    theirs = {
        name: getattr(row, name)
        for name in changed & set(values)
        if getattr(row, name) != values[name]
    }
    if theirs:
        raise Conflict(theirs, row_version(writer.connection, record_id))


def delete(store: Store, entity: Entity, record_ids: list[str]) -> Changes:
    """Delete records with the rows they own; undo brings them back.

    Raises `UserError` when another record still refers to one of them; nothing is deleted then.
    """
    with store.writing(DELETE) as writer:
        titles = [caption_of(writer.connection, entity, key) for key in record_ids]
        for record_id in record_ids:
            _delete_row(writer, entity, record_id)
        name_header(writer, ", ".join(titles))
    return writer.changes


def _delete_row(writer: Writer, entity: Entity, record_id: str) -> None:
    connection = writer.connection
    for child in owned_by(entity):
        column = owner_fields(child)[entity.name]
        if entity.name == "organisation" and child.name == "position":
            continue
        for (child_id,) in connection.execute(
            f'SELECT id FROM "{child.name}" WHERE "{column}" = ?', (record_id,)
        ).fetchall():
            connection.execute(f'DELETE FROM "{child.name}" WHERE id = ?', (child_id,))
    connection.execute("DELETE FROM task_link WHERE record_id = ?", (record_id,))
    used = references_to(connection, entity, record_id)
    if used:
        raise UserError(
            STILL_USED, title=caption_of(connection, entity, record_id), count=len(used)
        )
    connection.execute(
        "DELETE FROM external_id WHERE entity = ? AND record_id = ?", (entity.name, record_id)
    )
    connection.execute(f'DELETE FROM "{entity.name}" WHERE id = ?', (record_id,))


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
    """The Czech caption of a record, empty if it does not exist."""
    from app.services.query import captions

    return captions(connection, entity, [record_id], _czech()).get(record_id, "")


def name_header(writer: Writer, title: str) -> None:
    """Store what a transaction was about, beside the message id of what it did."""
    (label,) = writer.connection.execute(
        "SELECT label FROM log_header WHERE id = ?", (writer.header,)
    ).fetchone()
    message = str(label).partition("\n")[0]
    writer.connection.execute(
        "UPDATE log_header SET label = ? WHERE id = ?", (f"{message}\n{title}", writer.header)
    )


def _czech() -> Any:
    from app.i18n import Language

    return Language.CS
