"""A new agreement with its parties, stored as one action; the party that is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.db.connection import Connection
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.entities.new_agreement import WITH_PARTIES
from app.services.office_settings import own_organisation
from app.services.records.records import apply, caption_of, values_of
from app.services.records.rows import CREATE, check_order, name_header, validate

_AGREEMENT, _PARTY = ENTITIES["agreement"], ENTITIES["agreement_party"]


def create(store: Store, values: Mapping[str, Any]) -> tuple[str, Changes]:
    """Create an agreement from the fields of `entities.new_agreement.NEW_AGREEMENT`; gives its id.

    If it is asked for, our organisation and the partner become its parties, as far as they are
    known, with the day and the place of signing. Raises `InvalidRecord` with every fault.
    """
    own = {name: value for name, value in values.items() if name != WITH_PARTIES}
    validate(_AGREEMENT, own, new=True)
    check_order(_AGREEMENT, own)
    with store.writing(CREATE) as writer:
        key = apply(writer, _AGREEMENT, None, own)
        while values.get(WITH_PARTIES):
            party = next_party(writer.connection, key)
            if "organisation_id" not in party:
                break
            apply(writer, _PARTY, None, {"agreement_id": key, **party})
        name_header(writer, caption_of(writer.connection, _AGREEMENT, key))
    return key, writer.changes


def next_party(connection: Connection, agreement_id: str) -> dict[str, Any]:
    """What the form of the next party of an agreement proposes.

    The organisation is ours, then the partner, unless it is a party already; order, day and place
    follow from what is there.
    """
    row = values_of(connection, _AGREEMENT, agreement_id)
    if row is None:
        return {}
    parties = connection.execute(
        "SELECT organisation_id, position_no FROM agreement_party WHERE agreement_id = ?",
        (agreement_id,),
    ).fetchall()
    there = {organisation for organisation, _ in parties}
    proposed: dict[str, Any] = {
        "position_no": max((number or 0 for _, number in parties), default=0) + 1,
        "signed_on": row["signed_on"],
        "signed_at": row["signed_at"],
    }
    for organisation in (own_organisation(connection), row["partner_id"]):
        if organisation and organisation not in there:
            proposed["organisation_id"] = organisation
            break
    return {name: value for name, value in proposed.items() if value is not None}
