"""What no agreement can say, whoever writes it: refused in words, beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.connection import Connection
from app.db.store import Writer
from app.errors import FieldError, InvalidRecord
from app.fields import Entity
from app.i18n import N_

INDEFINITE_ENDS = N_(
    "An agreement for an indefinite term has no day on which it expires. Leave the day empty, or"
    " choose a fixed term."
)
AMENDS_ITSELF = N_("An agreement cannot amend itself, nor what amends it. Choose another one.")


def refuse(writer: Writer, _entity: Entity, agreement_id: str, values: Mapping[str, Any]) -> None:
    """Raise `InvalidRecord` where what was written contradicts itself; nothing is stored then."""
    errors = []
    if {"term", "expires_on"} & values.keys():
        term, expires_on = writer.connection.execute(
            "SELECT term, expires_on FROM agreement WHERE id = ?", (agreement_id,)
        ).fetchone()
        if term == "indefinite" and expires_on:
            errors.append(FieldError("expires_on", INDEFINITE_ENDS))
    if values.get("amends_id") and _amends_itself(writer.connection, agreement_id):
        errors.append(FieldError("amends_id", AMENDS_ITSELF))
    if errors:
        raise InvalidRecord(errors)


def _amends_itself(connection: Connection, agreement_id: str) -> bool:
    (found,) = connection.execute(
        "WITH RECURSIVE amended (id) AS (SELECT amends_id FROM agreement WHERE id = ?1"
        " UNION SELECT a.amends_id FROM agreement a JOIN amended ON a.id = amended.id)"
        " SELECT EXISTS (SELECT 1 FROM amended WHERE id = ?1)",
        (agreement_id,),
    ).fetchone()
    return bool(found)
