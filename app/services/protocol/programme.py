"""The programme of a visit: its items in their zones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.db.statements import row
from app.db.store import Writer
from app.errors import FieldError, InvalidRecord, UserError
from app.fields import Entity
from app.i18n import N_, Translator
from app.rules.days.moments import HOME_ZONE, instant, is_twice
from app.rules.days.partial_dates import PartialDate, format_moment, format_time

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


def place_of_zone(zone: str, tr: Translator) -> str:
    """The town that a time zone is named after, in the language of `tr` (``Londýn``)."""
    from babel.dates import get_timezone_location

    return str(get_timezone_location(zone, locale=tr.language.locale, return_city=True))


def in_words(
    starts: tuple[str, str], ends: tuple[str, str], tr: Translator, *, zone: bool = False
) -> str:
    """When an item is, of local times with their zones; an end may be open (empty).

    The zones are said where they differ from each other, or where `zone` asks for it.
    """
    zone = zone or bool(ends[0] and starts[1] != ends[1])
    town = f" ({place_of_zone(starts[1], tr)})" if zone else ""
    text = format_moment(starts[0], tr)
    if not ends[0]:
        return text + town
    same_day = "T" in ends[0] and ends[0][:10] == starts[0][:10]
    until = format_time(ends[0], tr) if same_day else format_moment(ends[0], tr)
    if starts[1] != ends[1]:
        return f"{text}{town} – {until} ({place_of_zone(ends[1], tr)})"
    return f"{text}{'–' if same_day else ' – '}{until}{town}"


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
