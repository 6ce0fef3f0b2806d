"""One row at a time, within a transaction: checked, with an id of its own, never overwriting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.db import sets
from app.db.connection import Connection
from app.db.log import ANY_RECORD
from app.db.statements import columns_of, insert, update
from app.db.statements import row as stored_row
from app.db.store import Writer, link_id, new_id
from app.entities import ENTITIES, RECORDS
from app.entities.tags import LANGUAGE_LINK, TAG_LINK
from app.errors import FieldError, InvalidRecord, UserError
from app.fields import Entity
from app.i18n import N_, Language, Translator
from app.kinds import Kind
from app.rules.days.order import wrong_pairs
from app.services.records.ids import fixed_id, free_id, is_there

ALREADY = N_(
    "“{title}” is there already, with other values. Nothing was changed. "
    "Open what is there to change it."
)
REQUIRED = N_("Fill in this field.")
GONE = N_("This record was deleted meanwhile. Nothing was saved. Undo the deletion first.")
UNKNOWN_REFERENCE = N_("The record this refers to does not exist.")
WRONG_ORDER = N_("“{later}” ({last}) lies before “{earlier}” ({first}). Correct one of the two.")


LINKS = {
    "agreement_area": ("agreement_id", "area_id"),
    "contact_area": ("person_id", "organisation_id", "area_id"),
    "task_link": ("task_id", "record_id"),
    "document_link": ("document_id", "record_id"),
    "mailing_member": ("mailing_list_id", "person_id"),
    "seating_seat": ("seating_plan_id", "member_id", "name"),
    "tag_link": (*TAG_LINK.owner.split("|"), "tag_id"),
    "language_link": (*LANGUAGE_LINK.owner.split("|"), "code"),
    "country_link": ("delegation_id", "code"),
}
"""Link rows and the columns their ids follow from."""

_KINDS = {entity.name for entity in RECORDS}

CREATE = N_("Created: {title}")

MERGED_AWAY = "merged"
"""The source of the external ids that say what a merged record has become."""
LINKED = N_("Linked: {title}")


class Conflict(UserError):
    """Somebody changed the same fields meanwhile. Nothing was saved.

    `theirs` holds the stored values of the fields concerned, `version` the version to save
    against when the person decides to keep their own. `united` are the fields of several values
    that were to be saved, with what others added or removed meanwhile.
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
        self.united: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class NewRecord:
    """What a reference field gives for a record that is made with it: its kind, and its name."""

    entity: str
    name: str


CREATABLE = (
    "organisation",
    "person",
    "agreement",
    "delegation",
    "task",
    "area",
    "user",
    "gift_stock",
)
"""The kinds of record that a name alone makes: all that a form refers to."""


def made(writer: Writer, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with the id of each `NewRecord` among them, made within the transaction."""
    return {
        name: _make(writer, value) if isinstance(value, NewRecord) else value
        for name, value in values.items()
    }


def _make(writer: Writer, new: NewRecord) -> str:
    from app.rules.people.titles import split_titles

    entity = ENTITIES[new.entity]
    values: dict[str, Any] = {}
    if new.entity == "person":
        before, name, after = split_titles(new.name)
        given, _, family = name.rpartition(" ")
        values = {"title_before": before, "title_after": after}
        values |= {"given_name": given, "family_name": family or new.name}
        values = {key: value for key, value in values.items() if value}
    else:
        values[entity.title_columns(Language.CS)[0]] = new.name
    values |= _ALSO.get(new.entity, {})
    values = {**entity.defaults, **values}
    validate(entity, values, new=True)
    return write(writer, entity, None, values)


_ALSO = {"organisation": {"kind": "other"}, "delegation": {"start": "unknown"}}
"""What is said of a record beside its name, where that must be filled in."""


def row_version(connection: Connection, row_id: str) -> int:
    """The number of the last operation that changed a row, its tags or its languages; 0 if none."""
    (version,) = connection.execute(
        "SELECT max((SELECT coalesce(max(id), 0) FROM log_operation WHERE row_id = ?1"
        " AND kind <> 'touch'), (SELECT coalesce(max(id), 0) FROM log_operation"
        " WHERE owner_id = ?1 AND table_name IN ('tag_link', 'language_link', 'country_link')))",
        (row_id,),
    ).fetchone()
    return int(version)


def validate(entity: Entity, values: Mapping[str, Any], *, new: bool) -> None:
    """Check what the fields themselves demand. Raises `InvalidRecord` with every fault."""
    errors = [
        FieldError(name, REQUIRED)
        for name in entity.required
        if (name in values or new) and values.get(name) in (None, "")
    ]
    if errors:
        raise InvalidRecord(errors)


@dataclass(frozen=True, slots=True)
class _Value:
    """A field's value in a sentence."""

    kind: Kind
    value: Any

    def text(self, tr: Translator) -> str:
        return self.kind.format(self.value, tr)

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class _Label:
    """A field's label in a sentence."""

    label: str

    def text(self, tr: Translator) -> str:
        return tr.message(self.label)

    def __str__(self) -> str:
        return self.label


def wrong_order(
    entity: Entity, values: Mapping[str, Any], stored: Mapping[str, Any] | None = None
) -> list[FieldError]:
    """The days of a record that lie before days they cannot lie before (see `rules.days.order`).

    `values` are being written over those that are `stored`; what stood there wrong before, and is
    not touched, is no fault of theirs.
    """
    whole = {**(stored or {}), **values}
    before = stored or {}
    changed = {name for name, value in values.items() if value != before.get(name)}
    found = []
    for first, last in wrong_pairs(entity.name, whole):
        if not {first, last} & changed:
            continue
        early, late = entity.by_name[first], entity.by_name[last]
        found.append(
            FieldError(
                last if last in changed else first,
                WRONG_ORDER,
                later=_Label(late.label),
                last=_Value(late.kind, whole[last]),
                earlier=_Label(early.label),
                first=_Value(early.kind, whole[first]),
            )
        )
    return found


def check_order(
    entity: Entity, values: Mapping[str, Any], stored: Mapping[str, Any] | None = None
) -> None:
    """Raise `InvalidRecord` with every fault that `wrong_order` finds."""
    if errors := wrong_order(entity, values, stored):
        raise InvalidRecord(errors)


def write(
    writer: Writer,
    entity: Entity,
    record_id: str | None,
    values: Mapping[str, Any],
    version: int | None = None,
    *,
    fixed: str | None = None,
) -> str:
    """Write `values` of one row within a transaction and give its id; a new one without an id.

    The id of a new row is `fixed` where it follows from something (see `ids`). A row that is
    there already, by this id or as the same link or area, is given as it is: nothing of it is
    overwritten. Nothing else follows from it here. Raises `InvalidRecord`, `Conflict`,
    `UserError` as `records.save` does, and `LookupError` for a field that the entity does not have.
    """
    values = made(writer, values)
    if unknown := set(values) - set(entity.by_name):
        raise LookupError(f"{entity.name} has no field {sorted(unknown)}")
    if record_id is None:
        known = fixed or existing(writer.connection, entity, values)
        if known and is_there(writer.connection, entity.name, known):
            return known
    gathered = [stored for stored in sets.sets_of(entity.name) if stored.field in values]
    if gathered:
        several = {stored.field for stored in gathered}
        plain = {name: value for name, value in values.items() if name not in several}
        connection = writer.connection
        try:
            key = write(writer, entity, record_id, plain, version, fixed=fixed)
        except Conflict as conflict:
            assert record_id is not None
            assert version is not None
            for stored in gathered:
                wanted = values[stored.field]
                united = sets.united(connection, stored, record_id, wanted, version)
                conflict.united[stored.field] = united
            raise
        for stored in gathered:
            sets.write(connection, stored, key, values[stored.field], version)
        return key
    _check_references(writer, entity, values)
    if record_id is None:
        record_id = fixed or id_for(writer.connection, entity, values)
        insert(writer.connection, entity.name, {"id": record_id, **values})
        return record_id
    row = columns_of(writer.connection, entity.name, record_id, ("id", *values))
    if row is None:
        raise UserError(GONE)
    if version is not None:
        _check_conflict(writer, row, record_id, values, version)
    changed = {name: value for name, value in values.items() if row[name] != value}
    update(writer.connection, entity.name, record_id, changed)
    return record_id


def linked_id(table: str, values: Mapping[str, Any]) -> str:
    """The id of a link row, of its values."""
    return link_id(table, *_cause(table, values))


def _cause(table: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    if table in sets.TABLES:
        return sets.cause(table, values)
    return tuple(str(values.get(column) or "") for column in LINKS[table])


def id_for(connection: Connection, entity: Entity, values: Mapping[str, Any]) -> str:
    """The id of a new row: of a link, an area or a tag the one that follows from its values.

    What was renamed keeps its id: a new one of its old name gets the next.
    """
    if entity.name in LINKS:
        return fixed_id(connection, entity.name, *_cause(entity.name, values))
    if entity.name == "area":
        return free_id(connection, "area", str(values["name_cs"]).casefold())
    if entity.name == "tag":
        return sets.Tags(connection).made(str(values["name"]))[0]
    return new_id()


def existing(connection: Connection, entity: Entity, values: Mapping[str, Any]) -> str | None:
    """The row that is there already: the same link, an area or a tag of the same name."""
    if entity.name in LINKS:
        found = linked_id(entity.name, values)
        return found if is_there(connection, entity.name, found) else None
    if entity.name == "area":
        wanted = str(values["name_cs"]).casefold()
        for row_id, name in connection.execute("SELECT id, name_cs FROM area ORDER BY id"):
            if str(name).casefold() == wanted:
                return str(row_id)
    if entity.name == "tag":
        return sets.Tags(connection).find(str(values["name"]))
    return None


def refuse_other(connection: Connection, entity: Entity, values: Mapping[str, Any]) -> None:
    """Raise `UserError` where a new row would be one that is there and says something else."""
    row_id = existing(connection, entity, values)
    row = stored_row(connection, entity.name, row_id) if row_id else None
    if row and any(row[name] != value for name, value in values.items()):
        raise UserError(ALREADY, title=_spoken(connection, entity, row))


def _spoken(connection: Connection, entity: Entity, row: Mapping[str, Any]) -> str:
    """What a row is called: by its own caption, a link by what it links to."""
    from app.services.records.query import captions

    for name in reversed(LINKS.get(entity.name, ())):
        target = entity.by_name[name].target or row.get("entity")
        if target and row[name]:
            shown = captions(connection, ENTITIES[target], [row[name]], Language.CS)
            return shown.get(row[name], "")
    return entity.caption(row, Language.CS)


def _check_references(writer: Writer, entity: Entity, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        target = entity.by_name[name].target
        if name == "record_id" and entity.name in ANY_RECORD:
            target = str(values.get("entity"))
            if target not in _KINDS:
                raise InvalidRecord([FieldError("entity", UNKNOWN_REFERENCE)])
        if not target or value is None:
            continue
        found = writer.connection.execute(
            f'SELECT 1 FROM "{target}" WHERE id = ?', (value,)
        ).fetchone()
        if not found:
            raise InvalidRecord([FieldError(name, UNKNOWN_REFERENCE)])


def _check_conflict(
    writer: Writer, row: Mapping[str, Any], record_id: str, values: Mapping[str, Any], version: int
) -> None:
    changed: set[str] = set()
    for (data,) in writer.connection.execute(
        "SELECT data FROM log_operation WHERE row_id = ? AND id > ? AND kind = 'set'",
        (record_id, version),
    ):
        changed |= set(json.loads(data))
    theirs = {name: row[name] for name in changed & set(values) if row[name] != values[name]}
    if theirs:
        raise Conflict(theirs, row_version(writer.connection, record_id))


_COUNTED = "\x1f"


def counted(entity: Entity, count: int, title: str = "") -> str:
    """What stands in a header for the title of an action on several records: their number."""
    return _COUNTED.join((title, str(count), entity.name))


def how_many(title: str) -> tuple[str, int, str] | None:
    """The title, the number and the entity that `counted` was given; None for any other text."""
    parts = title.split(_COUNTED)
    return (parts[0], int(parts[1]), parts[2]) if len(parts) == 3 else None


def name_header(writer: Writer, title: str) -> None:
    """Store what a transaction was about, beside the message id of what it did."""
    writer.connection.recording.name(writer.connection, title)
