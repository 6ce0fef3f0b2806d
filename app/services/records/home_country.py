"""The country whose phone numbers need no code when they are typed for a contact."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.connection import Connection


def home_country(connection: Connection, values: Mapping[str, Any]) -> str:
    """The country (ISO 3166) of a contact: of its address, its organisation, its nationality.

    `values` name it by `person_id` or `organisation_id`; a new person may have both an
    `organisation_id` and a `nationality`. Empty where nothing says a country.
    """
    person, organisation = values.get("person_id"), values.get("organisation_id")
    found = ""
    if isinstance(person, str):
        found = _one(connection, _ADDRESS.format(owner="person_id"), person)
        found = found or _one(connection, _EMPLOYER, person)
        found = found or _one(connection, "SELECT nationality FROM person WHERE id = ?", person)
    elif isinstance(organisation, str):  # one that is made together with a person is none yet
        found = _one(connection, _ADDRESS.format(owner="organisation_id"), organisation)
        found = found or _one(
            connection, "SELECT country FROM organisation WHERE id = ?", organisation
        )
    return found or str(values.get("nationality") or "")


_ADDRESS = (
    "SELECT country FROM address WHERE {owner} = ? AND country IS NOT NULL"
    " ORDER BY is_primary DESC, id LIMIT 1"
)
_EMPLOYER = (
    "SELECT coalesce(o.country, a.country) FROM position p"
    " JOIN organisation o ON o.id = p.organisation_id"
    " LEFT JOIN address a ON a.organisation_id = o.id AND a.country IS NOT NULL"
    " WHERE p.person_id = ? ORDER BY p.until IS NOT NULL, p.is_primary DESC, p.id LIMIT 1"
)


def _one(connection: Connection, sql: str, key: Any) -> str:
    row = connection.execute(sql, (key,)).fetchone()
    return str(row[0]) if row and row[0] else ""
