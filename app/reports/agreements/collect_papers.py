"""From the database to the papers: what the register prints, and how many records are
read at once. Plain SQL; imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.errors import UserError
from app.reports.agreements.collect import NONE_YET
from app.reports.agreements.data import RegisterContent, RegisterEntry
from app.reports.engine.collect import bodies, by_ids, localised, office, pairs_by_ids, stored_day
from app.reports.engine.content import Body
from app.reports.engine.printing_day import came_later
from app.rules.agreements.terms import standing
from app.services.office_settings import own_organisation
from app.services.records.query import facts_columns, facts_of
from app.services.records.rows import GONE

# --- the register -------------------------------------------------------------------------------


def register_content(connection: Connection, ids: Sequence[str], on: date) -> RegisterContent:
    """The agreements `ids` in this order, with their states on the day `on`.

    What was signed since, before the day of printing, did not exist on that day: it is left out
    and counted. Raises `UserError` if a record does not exist, or if all are left out.
    """
    own = own_organisation(connection)
    parties: dict[str, list[str]] = {}
    for agreement, organisation in pairs_by_ids(
        connection,
        "SELECT agreement_id, organisation_id FROM agreement_party WHERE agreement_id IN ({marks})"
        " ORDER BY position_no IS NULL, position_no, sort_key",
        ids,
    ):
        if organisation != own:
            parties.setdefault(agreement, []).append(organisation)
    areas: dict[str, list[str]] = {}
    for agreement, area in pairs_by_ids(
        connection,
        "SELECT x.agreement_id, x.area_id FROM agreement_area x JOIN area a ON a.id = x.area_id"
        " WHERE x.agreement_id IN ({marks}) ORDER BY a.sort_key",
        ids,
    ):
        areas.setdefault(agreement, []).append(area)
    rows = {
        row["id"]: row
        for row in by_ids(
            connection,
            "SELECT id, title_cs, title_de, title_en, kind, reference_no, partner_id, signed_at,"
            f" {facts_columns('agreement')} FROM agreement WHERE id IN ({{marks}})",
            ids,
        )
    }
    if any(key not in rows for key in ids):
        raise UserError(GONE)
    partners = {
        key: tuple(dict.fromkeys(filter(None, (rows[key]["partner_id"], *parties.get(key, ())))))
        for key in ids
    }
    found = bodies(connection, {item for items in partners.values() for item in items})
    entries = [
        _entry(rows[key], partners[key], found, tuple(areas.get(key, ())), on) for key in ids
    ]
    there = [entry for entry in entries if not came_later(entry.standing, entry.signed_on, on)]
    if ids and not there:
        raise UserError(NONE_YET)
    names = {
        row["id"]: localised(row, "name")
        for row in rows_as_dicts(connection, "SELECT * FROM area ORDER BY sort_key")
    }
    later = len(entries) - len(there)
    return RegisterContent(office(connection), there, found, names, later)


def _entry(
    row: Mapping[str, Any],
    partners: tuple[str, ...],
    found: Mapping[str, Body],
    areas: tuple[str, ...],
    on: date,
) -> RegisterEntry:
    countries = (found[key].country for key in partners if found[key].country)
    return RegisterEntry(
        id=row["id"],
        title=localised(row, "title"),
        standing=standing(facts_of(row), on),
        kind=row["kind"],
        reference_no=row["reference_no"] or "",
        signed_on=stored_day(row["signed_on"]),
        signed_at=row["signed_at"] or "",
        in_force_from=stored_day(row["entry_into_force"]),
        expires_on=stored_day(row["expires_on"]),
        partners=partners,
        countries=tuple(dict.fromkeys(countries)),
        areas=areas,
    )


# --- reading ------------------------------------------------------------------------------------
