"""Tables of the records and their rows, made from the field lists of `app.entities`.

A field is a column of the type that its kind is stored as, a reference is checked when the
transaction ends. What follows from the data (the stored order, the folded text that finds a row,
fields of several values) stands in columns beside them and is kept by `app.db.derived`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

from app.db.tables.base import Base
from app.entities import ENTITIES, gathered_from
from app.fields import Entity, Field

DERIVED = {"derived": True}
GATHERED = {"derived": True, "gathered": True}


def _column(entity: Entity, field: Field) -> Column[Any]:
    if gathered_from(entity, field):
        return Column(field.name, Text, info=GATHERED)
    if field.target:
        key = ForeignKey(f"{field.target}.id", deferrable=True, initially="DEFERRED")
        return Column(field.name, Text, key, index=True)
    kind = Integer if field.kind.storage == "integer" else Text
    return Column(field.name, kind, nullable=not field.required)


def _derived(entity: Entity) -> Iterator[SchemaItem]:
    """The columns and indexes of what follows from the data."""
    name = entity.name
    yield Column("sort_key", LargeBinary, info=DERIVED)
    yield Column("search_text", Text, info=DERIVED)
    if name == "person":
        yield Column("full_name", Text, info=DERIVED)
        # Who is due for review is found along the index alone.
        yield Index("ix_person_retention", "retain_until", "legal_basis", "consent_on", "id")
    orders = [""]
    if entity.ordered_by_title:  # the title, and so the place in a list, has a language
        orders += ["_de", "_en"]
        yield from (Column(f"sort_key{item}", LargeBinary, info=DERIVED) for item in orders[1:])
    for item in orders:
        if not entity.owner:  # the rows of a record are few, and found by the record
            yield Index(f"ix_{name}_order{item}", f"sort_key{item}", "id")
        if "archived_on" in entity.by_name:
            yield Index(f"ix_{name}_scope{item}", "archived_on", f"sort_key{item}", "id")
    if "record_id" in entity.by_name:  # a link to a record of any kind
        yield Index(f"ix_{name}_record_id", "record_id")
        yield ForeignKeyConstraint(
            ["record_id", "entity"],
            ["record_kind.id", "record_kind.entity"],
            deferrable=True,
            initially="DEFERRED",
        )


def _table(entity: Entity) -> Table:
    return Table(
        entity.name,
        Base.metadata,
        Column("id", Text, primary_key=True),
        *(_column(entity, field) for field in entity.fields),
        *_derived(entity),
    )


TABLES: dict[str, Table] = {name: _table(entity) for name, entity in ENTITIES.items()}
"""By the name of the entity."""
