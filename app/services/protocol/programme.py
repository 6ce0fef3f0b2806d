"""The programme of a visit: its items in their zones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.db.statements import row
from app.db.store import Writer
from app.errors import FieldError, InvalidRecord, UserError
from app.fields import Entity
from app.i18n import N_
from app.rules.days.moments import HOME_ZONE, instant, is_twice
from app.rules.days.partial_dates import PartialDate

ENDS_FIRST = N_(
    "The end lies before the start, reckoned in the zones of both. Correct one of the two, or its "
    "zone."
)
OUTSIDE = N_(
    "The item lies more than a day outside the visit. Correct its day, or the days of the visit."
)
TWICE = N_(
    "{time} comes twice on that day, because the clocks are put back. The first one is meant."
)

_TIMES = ("starts", "ends", "starts_zone", "ends_zone")
_MARGIN = timedelta(days=1)


def zones(item: Mapping[str, Any], delegation: Mapping[str, Any] | None) -> tuple[str, str]:
    """The zones in which an item starts and ends, of its stored values."""
    usual = (delegation or {}).get("time_zone") or HOME_ZONE
    starts = item.get("starts_zone") or usual
    return starts, item.get("ends_zone") or starts


def check(writer: Writer, _entity: Entity, item_id: str, values: Mapping[str, Any]) -> None:
    """Look at the times of an item that were just written.

    Raises `InvalidRecord` for a time that does not exist, an end before the start (as instants),
    an item more than a day outside its visit. A time that exists twice is told. What stood there
    before and was not touched is not looked at.
    """
    if not set(_TIMES) & set(values):
        return
    item = row(writer.connection, "programme_item", item_id)
    if item is None:
        return
    delegation = row(writer.connection, "delegation", item["delegation_id"])
    begins, finishes = zones(item, delegation)
    found = {}
    for name, zone in (("starts", begins), ("ends", finishes)):
        if not item[name]:
            continue
        try:
            found[name] = instant(item[name], zone)
        except UserError as error:
            raise InvalidRecord([FieldError(name, error.message, **error.values)]) from error
        if is_twice(item[name], zone):
            writer.remark(TWICE, time=item[name][11:16])
    both_exact = all(len(item[name] or "") > len("2027-05-10") for name in ("starts", "ends"))
    if both_exact and begins != finishes and found["ends"] < found["starts"]:
        raise InvalidRecord([FieldError("ends", ENDS_FIRST)])
    if "starts" in values and delegation:
        _check_days(item["starts"], delegation)


def _check_days(starts: str, delegation: Mapping[str, Any]) -> None:
    """Refuse an item that begins more than a day before or after its visit, where that is known."""
    day = PartialDate.parse_iso(starts[:10]).first_day
    first, last = (
        PartialDate.parse_iso(delegation[name]) if delegation[name] else None
        for name in ("start", "end")
    )
    last = last or first
    earliest = first.first_day if first else None
    latest = last.last_day if last else None
    if day is None:
        return
    if (earliest and day < earliest - _MARGIN) or (latest and day > latest + _MARGIN):
        raise InvalidRecord([FieldError("starts", OUTSIDE)])
