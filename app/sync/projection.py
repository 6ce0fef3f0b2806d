"""Entries of earlier schemas as the present one has them.

The log keeps what was written under the names of its time. Whoever renames or removes a table or
a column of logged data adds it here, under the schema that did it; a test builds each earlier
schema and fails while one of its columns leads nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.connection import SCHEMA

TABLES: Mapping[int, Mapping[str, str | None]] = {}
"""By schema: tables by their old names, with the new one, or None where it was removed."""

COLUMNS: Mapping[int, Mapping[str, Mapping[str, str | None]]] = {
    # Several values in one text became rows (`app.db.gathering`); the columns follow from them.
    7: {
        "person": {"tags": None, "other_languages": None},
        "agreement": {"tags": None, "languages": None},
        **{
            name: {"tags": None}
            for name in ("organisation", "delegation", "task", "document", "mailing_list")
        },
    },
    # Decisions, costs and who takes part became rows (`app.db.upgrades`).
    10: {
        "delegation": dict.fromkeys(("approved_by", "resolution_no", "budget", "actual_costs")),
        "programme_item": {
            "time_zone": "starts_zone",
            "description": "description_cs",
            "participants": None,
        },
    },
}
"""By schema: of a table (by its name then) columns by their old names, in the same way."""


def former(table: str) -> set[str]:
    """The names of the columns of a table that earlier schemas had."""
    return {name for step in COLUMNS.values() for name in step.get(table, {})}


def project(
    schema: int, table: str, kind: str, data: Any, now: int = SCHEMA
) -> tuple[str, Any] | None:
    """A table and the data of an operation, both as the schema `now` has them.

    None where the table was removed. What a newer schema wrote stays as it is.
    """
    for step in range(schema + 1, now + 1):
        data = _renamed(kind, data, COLUMNS.get(step, {}).get(table, {}))
        name = TABLES.get(step, {}).get(table, table)
        if name is None:
            return None
        table = name
    return table, data


def _renamed(kind: str, data: Any, columns: Mapping[str, str | None]) -> Any:
    if not columns or not isinstance(data, dict):
        return data
    if kind == "erase":
        return {**data, "values": _renamed("", data.get("values", {}), columns)}
    found = {}
    for name, value in data.items():
        new = columns.get(name, name)
        if new is not None:
            found[new] = value
    return found
