"""Whose data are due for review: kept too long, or without a legal basis (GDPR, Art. 5 and 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.entities.choices import LEGAL_BASIS
from app.errors import UserError
from app.i18n import N_, Language
from app.services.records.query import know_functions, list_columns
from app.services.records.records import apply, caption_of
from app.services.records.rows import name_header
from app.services.tasks.reminders import lead_times

KEPT = N_("Kept until {title}")
BASIS_SET = N_("Legal basis set: {title}")
IN_THE_PAST = N_("Choose a day to come: until then the data are kept. Nothing was changed.")
NO_BASIS = N_("“{basis}” is not a legal basis. Nothing was changed.")

REASONS: dict[str, str] = {
    "overdue": N_("The day until which the data are kept has passed"),
    "no_consent": N_("Processed by consent, but no consent is recorded"),
    "soon": N_("The day until which the data are kept is near"),
    "no_basis": N_("No legal basis is recorded"),
}
"""Why somebody is due for review, with labels (message ids), the most urgent first."""

SOON = 90
"""Days before the last day of keeping, where the office has chosen no lead time."""

_NAMED = 5  # people whom the history names; the others are counted


@dataclass(frozen=True, slots=True)
class Due:
    """A person to review; `reasons` are keys of `REASONS`, the most urgent first."""

    person_id: str
    title: str
    post: str
    organisation: str
    retain_until: str | None
    legal_basis: str | None
    archived: bool
    reasons: tuple[str, ...]


_CONDITIONS = {
    "overdue": "r.retain_until < :on",
    "no_consent": "r.legal_basis = 'consent' AND coalesce(r.consent_on, '') = ''",
    "soon": "r.retain_until >= :on AND r.retain_until <= :soon",
    "no_basis": "coalesce(r.legal_basis, '') = ''",
}


def due(
    connection: Connection,
    on: date,
    language: Language,
    *,
    reason: str = "",
    limit: int = 500,
) -> list[Due]:
    """Who is due for review on a day, archived people too, the most urgent first.

    Only those with one `reason` if it is given; at most `limit` of them.
    """
    know_functions(connection)
    columns = {c.name: c.sql for c in list_columns(ENTITIES["person"], language, on)}
    flags = ", ".join(f"({sql}) IS TRUE AS {name}" for name, sql in _CONDITIONS.items())
    wanted = _CONDITIONS[reason] if reason else " OR ".join(f"({c})" for c in _CONDITIONS.values())
    order = ", ".join(f"{name} DESC" for name in _CONDITIONS)
    order = f"{order}, r.retain_until IS NULL, r.retain_until"
    rows = rows_as_dicts(
        connection,
        # Chosen along the index first, so that a long list costs little.
        f"WITH chosen AS (SELECT r.id AS due_id, {flags} FROM person r WHERE {wanted}"
        f" ORDER BY {order}, r.id LIMIT :limit)"
        f" SELECT r.id, r.full_name, {columns['post']} AS post, {columns['organisation']}"
        " AS organisation, r.retain_until, r.legal_basis, r.archived_on, chosen.*"
        f" FROM chosen JOIN person r ON r.id = due_id ORDER BY {order}, r.sort_key, r.id",
        {**_days(connection, on), "limit": limit},  # type: ignore[arg-type]
    )
    return [
        Due(
            row["id"],
            row["full_name"] or "",
            row["post"] or "",
            row["organisation"] or "",
            row["retain_until"],
            row["legal_basis"],
            bool(row["archived_on"]),
            tuple(name for name in _CONDITIONS if row[name]),
        )
        for row in rows
    ]


def counts(connection: Connection, on: date) -> dict[str, int]:
    """How many people are due for each reason, and for any of them under the empty name."""
    parts = [f"count(CASE WHEN {sql} THEN 1 END)" for sql in _CONDITIONS.values()]
    whole = " OR ".join(f"({sql})" for sql in _CONDITIONS.values())
    row = connection.execute(
        f"SELECT {', '.join(parts)}, count(CASE WHEN {whole} THEN 1 END) FROM person r",
        _days(connection, on),
    ).fetchone()
    return dict(zip((*_CONDITIONS, ""), row, strict=True))


def _days(connection: Connection, on: date) -> dict[str, str]:
    lead = lead_times(connection).person
    soon = on + timedelta(days=SOON if lead is None else lead)
    return {"on": on.isoformat(), "soon": soon.isoformat()}


def keep_until(store: Store, ids: Sequence[str], day: date, today: date) -> Changes:
    """Keep the data of people until a day. Raises `UserError` for a day that has passed."""
    if day < today:
        raise UserError(IN_THE_PAST)
    return _set(store, ids, "retain_until", day.isoformat(), KEPT, f"{day.isoformat()}: ")


def set_basis(store: Store, ids: Sequence[str], basis: str) -> Changes:
    """Record the legal basis for people. Raises `UserError` for what is none."""
    if basis not in LEGAL_BASIS.options:
        raise UserError(NO_BASIS, basis=basis)
    return _set(store, ids, "legal_basis", basis, BASIS_SET, "")


def _set(
    store: Store, ids: Sequence[str], field: str, value: str, label: str, before: str
) -> Changes:
    person = ENTITIES["person"]
    with store.writing(label) as writer:
        for key in ids:
            apply(writer, person, key, {field: value})
        names = [caption_of(writer.connection, person, key) for key in ids[:_NAMED]]
        more = f" (+{len(ids) - _NAMED})" if len(ids) > _NAMED else ""
        name_header(writer, f"{before}{', '.join(names)}{more}")
    return writer.changes
