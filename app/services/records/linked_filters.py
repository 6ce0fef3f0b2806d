"""What a list can be filtered by that is no column of its records but hangs on them: of an
agreement any of its parties, their countries, its areas of co-operation; of any record its tags
and languages, which are rows of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from app.db.sets import filter_value, sets_of
from app.entities import ENTITIES
from app.fields import Field
from app.i18n import N_
from app.kinds import COUNTRY, LANGUAGE_CODE, REFERENCE

_PARTNERS = """
    SELECT agreement_id AS id, organisation_id AS value FROM agreement_party
    UNION SELECT id, partner_id FROM agreement WHERE partner_id IS NOT NULL
"""


class LinkedField(NamedTuple):
    """`pairs` is a SELECT of `id` (of the record) and `value`; a record may have several."""

    field: Field
    pairs: str


LINKED: dict[str, tuple[LinkedField, ...]] = {
    "agreement": (
        LinkedField(Field("party", N_("Party"), REFERENCE, target="organisation"), _PARTNERS),
        LinkedField(
            Field("country", N_("Country"), COUNTRY),
            # As on paper: that of the represented country of an embassy, without the office's own.
            "SELECT p.id, coalesce(nullif(o.represents_country, ''), o.country) AS value"
            f" FROM ({_PARTNERS}) p JOIN organisation o ON o.id = p.value WHERE o.id <>"
            " coalesce((SELECT value FROM setting WHERE id = 'own_organisation'), '')",
        ),
        LinkedField(
            Field("area", N_("Area of co-operation"), REFERENCE, target="area"),
            "SELECT agreement_id AS id, area_id AS value FROM agreement_area",
        ),
    )
}
"""By the names of entities."""


def linked_fields(entity: str) -> tuple[Field, ...]:
    """The fields that only filters know."""
    return tuple(item.field for item in LINKED.get(entity, ()))


def linked(entity: str, name: str) -> LinkedField | None:
    """A linked field by its name; fields of several values are linked, too."""
    found = next((item for item in LINKED.get(entity, ()) if item.field.name == name), None)
    return found or _several(entity, name)


@cache
def _several(entity: str, name: str) -> LinkedField | None:
    for stored in sets_of(entity):
        if stored.field == name:
            label = ENTITIES[entity].by_name[name].label
            kind, target = (REFERENCE, "tag") if stored.is_tags else (LANGUAGE_CODE, "")
            column = "tag_id" if stored.is_tags else "code"
            pairs = (
                f"SELECT {stored.owner} AS id, {column} AS value FROM {stored.table}"
                f" WHERE {stored.owner} IS NOT NULL"
            )
            return LinkedField(Field(name, label, kind, target=target), pairs)
    return None


def wanted_values(found: LinkedField, values: Iterable[str]) -> list[str]:
    """What a filter compares: older filters name a tag by its name, and several languages."""
    if found.field.target == "tag":
        return [filter_value(value) for value in values]
    return [part for value in values for part in value.split(";")]
