"""What the form of a new agreement asks at once: the agreement, and whether it has both sides."""

from __future__ import annotations

from dataclasses import replace

from app.entities.agreements import AGREEMENT
from app.entities.common import BASICS
from app.fields import Field
from app.i18n import N_
from app.kinds import BOOLEAN

WITH_PARTIES = "with_parties"
"""The field that makes our organisation and the partner the parties of the agreement."""


def _fields() -> tuple[Field, ...]:
    found: list[Field] = []
    for field in AGREEMENT.fields:
        found.append(field)
        if field.name == "partner_id":
            label = N_("Parties: we and the partner")
            found.append(Field(WITH_PARTIES, label, BOOLEAN, BASICS))
    return tuple(found)


NEW_AGREEMENT = replace(AGREEMENT, fields=_fields())
