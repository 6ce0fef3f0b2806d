"""From the database to the papers: the dated steps of a partnership, and its agreements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.reports.agreements.data import PartnerStep
from app.reports.engine.collect import localised, stored_day
from app.reports.engine.content import in_czech
from app.reports.engine.printing_day import came_since
from app.rules.days.partial_dates import PartialDate

Visit = tuple[PartnerStep, str, str]
"""A visit with its state and its id."""


def visits_with(connection: Connection, organisation_id: str, *, public: bool) -> list[Visit]:
    """The visits to and from an organisation that were not cancelled."""
    archived = " AND archived_on IS NULL" if public else ""
    condition = f"? IN (partner_id, host_id, guest_id){archived}"
    visits = _visits(connection, condition, organisation_id)
    return [visit for visit in visits if not (public and visit[1] == "proposed")]


def visits_under(connection: Connection, agreement_id: str) -> list[Visit]:
    """The visits under an agreement that were not cancelled."""
    return _visits(connection, "agreement_id = ?", agreement_id)


def _visits(connection: Connection, condition: str, key: str) -> list[Visit]:
    rows = rows_as_dicts(
        connection,
        f"SELECT * FROM delegation WHERE {condition}"
        " AND coalesce(status, '') <> 'cancelled' ORDER BY start, rowid",
        (key,),
    )
    return [
        (
            PartnerStep(
                stored_day(row["start"]),
                localised(row, "title"),
                stored_day(row["end"]),
                row["direction"],
                in_czech(row["places"] or ""),
            ),
            row["status"] or "",
            row["id"],
        )
        for row in rows
    ]


def is_to_come(step: PartnerStep, on: date) -> bool:
    """Whether a visit is not over yet."""
    last = step.end or step.day
    return last is not None and last.last_day is not None and last.last_day >= on


def in_time(step: PartnerStep) -> tuple[bool, PartialDate]:
    """The place of a step in time; one without a day comes first."""
    return step.day is not None, step.day or PartialDate(1)


def known_steps(steps: Iterable[PartnerStep], on: date) -> list[PartnerStep]:
    """Those of `steps` that a paper about the day `on` knows (`came_since`)."""
    return [step for step in steps if not came_since(step.day, on)]


def milestone_steps(connection: Connection, organisation_id: str) -> list[PartnerStep]:
    """The milestones of the co-operation with an organisation."""
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM milestone WHERE organisation_id = ? ORDER BY date, rowid",
        (organisation_id,),
    )
    return [PartnerStep(stored_day(row["date"]), localised(row, "text")) for row in rows]


def agreement_ids(connection: Connection, organisation_id: str) -> list[str]:
    """The agreements to which an organisation is the partner or a party, the newest first."""
    rows = connection.execute(
        "SELECT a.id FROM agreement a WHERE a.partner_id = ?1 OR a.id IN"
        " (SELECT agreement_id FROM agreement_party WHERE organisation_id = ?1)"
        " ORDER BY a.signed_on IS NOT NULL, a.signed_on DESC, a.sort_key",
        (organisation_id,),
    ).fetchall()
    return [key for (key,) in rows]
