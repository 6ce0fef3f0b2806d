"""Posts of people: the old one ends when somebody moves, and stays in the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import FieldError, InvalidRecord, UserError
from app.i18n import N_
from app.rules.days.partial_dates import PartialDate
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, check_order, name_header, validate

MOVED = N_("Moved to another post: {title}")
BEFORE_IT_BEGAN = N_("The old post began later. Write a later day.")

_POSITION = ENTITIES["position"]


def running(connection: Connection, person_id: str, on: date) -> list[dict[str, Any]]:
    """The positions of a person that have not ended by a day, the main one first."""
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM position WHERE person_id = ? ORDER BY is_primary IS NULL, since DESC, id",
        (person_id,),
    )
    return [row for row in rows if not row["until"] or _last(row["until"]) >= on]


def _last(text: str) -> date:
    return PartialDate.parse_iso(text).last_day or date.max


def move(
    store: Store, person_id: str, values: Mapping[str, Any], ended: str | None
) -> tuple[str, Changes]:
    """Begin a position with `values` and end the position `ended` (an id; None for no old one).

    The old one ends on the day before the new one begins; where only the month or the year is
    known, or nothing, it ends with the same value. It stays the main one no longer, but the new
    one is where the old one was. Gives the new position's id. Raises `InvalidRecord`, and
    `UserError` when the old one is gone; nothing is changed then.
    """
    values = {**values, "person_id": person_id}
    validate(_POSITION, values, new=True)
    check_order(_POSITION, values)
    with store.writing(MOVED) as writer:
        if ended is not None:
            rows = rows_as_dicts(writer.connection, "SELECT * FROM position WHERE id = ?", (ended,))
            if not rows or rows[0]["person_id"] != person_id:
                raise UserError(GONE)
            old = rows[0]
            until = _end(values.get("since"))
            if old["since"] and _first(old["since"]) > _last(until):
                raise InvalidRecord([FieldError("since", BEFORE_IT_BEGAN)])
            if old["is_primary"]:
                values["is_primary"] = 1
            apply(writer, _POSITION, ended, {"until": until, "is_primary": None})
        new = apply(writer, _POSITION, None, values)
        name_header(writer, caption_of(writer.connection, ENTITIES["person"], person_id))
    return new, writer.changes


def _first(text: str) -> date:
    return PartialDate.parse_iso(text).first_day or date.min


def _end(since: str | None) -> str:
    if not since:
        return "unknown"
    day = PartialDate.parse_iso(since)
    if not day.is_day or day.first_day is None:
        return since
    return (day.first_day - timedelta(days=1)).isoformat()
