"""The mapped classes. Imported when a record is first written, never for a list."""

from __future__ import annotations

from sqlalchemy import Table

from app.db.tables import agreements, contacts, delegations, documents, system, tags, tasks
from app.db.tables.base import Base

__all__ = [
    "CLASSES",
    "Base",
    "agreements",
    "contacts",
    "delegations",
    "documents",
    "system",
    "tags",
    "tasks",
]

CLASSES: dict[str, type[Base]] = {
    mapper.local_table.name: mapper.class_
    for mapper in Base.registry.mappers
    if isinstance(mapper.local_table, Table)
}
"""Mapped classes by table name."""
