"""The office's table of travel times: what may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Writer
from app.errors import FieldError, InvalidRecord
from app.fields import Entity
from app.i18n import N_
from app.rules.folding import fold

NO_WAY = N_("The way begins and ends at the same place. Write where it leads.")
NO_MINUTES = N_("A way takes between 1 minute and {most}. Correct the number.")

_MOST = 7 * 24 * 60


class Line(NamedTuple):
    """A line of the table, by its row."""

    id: str
    start: str
    end: str
    minutes: int


def lines(connection: Connection) -> list[Line]:
    """The table by the places from which the ways lead."""
    return [
        Line(found["id"], found["place_from"], found["place_to"], found["minutes"])
        for found in rows_as_dicts(connection, "SELECT * FROM travel_time ORDER BY sort_key, id")
    ]


def check(writer: Writer, _entity: Entity, row_id: str, _values: Mapping[str, Any]) -> None:
    """Raise `InvalidRecord` for a line that was just written and says no way."""
    found = row(writer.connection, "travel_time", row_id)
    if found is None:
        return
    if not 1 <= found["minutes"] <= _MOST:
        raise InvalidRecord([FieldError("minutes", NO_MINUTES, most=_MOST)])
    if fold(found["place_from"]) == fold(found["place_to"]):
        raise InvalidRecord([FieldError("place_to", NO_WAY)])
