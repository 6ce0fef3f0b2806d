"""Time zones as calendar files carry them (RFC 5545, 3.6.5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_STEP = timedelta(days=7)


def timezone(name: str, first: datetime, last: datetime) -> Timezone:
    """The component of a zone, right for every instant from `first` to `last` (UTC).

    Each change of the clocks between them, and the last one before, is a block of its own. Its
    onset is a local time before the change, as the standard has it.
    """
    there = ZoneInfo(name)
    found = Timezone()
    found.add("tzid", name)
    changes = list(_changes(there, first - timedelta(days=550), last + timedelta(days=2)))
    before = [moment for moment in changes if moment <= first]
    wanted = before[-1:] + [moment for moment in changes if moment > first]
    if not before:
        found.add_component(_block(there, first - timedelta(days=1), since="19700101T000000"))
    for moment in wanted:
        found.add_component(_block(there, moment))
    return found


def _changes(there: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants at which the clocks of a zone change, to the second."""
    low = first
    while low < last:
        high = low + _STEP
        if _offset(low, there) != _offset(high, there):
            left, right = low, high
            while right - left > timedelta(seconds=1):
                middle = left + (right - left) // 2
                middle = middle.replace(microsecond=0)
                if _offset(middle, there) == _offset(left, there):
                    left = middle
                else:
                    right = middle
            yield right.replace(microsecond=0)
        low = high


def _offset(moment: datetime, there: ZoneInfo) -> timedelta:
    return moment.astimezone(there).utcoffset() or timedelta()


def _block(
    there: ZoneInfo, moment: datetime, *, since: str = ""
) -> TimezoneStandard | TimezoneDaylight:
    local = moment.astimezone(there)
    before = local.utcoffset() if since else _offset(moment - timedelta(seconds=1), there)
    after = local.utcoffset()
    block = TimezoneDaylight() if local.dst() else TimezoneStandard()
    onset = (
        datetime.strptime(since, "%Y%m%dT%H%M%S")
        if since
        else (moment + (before or timedelta())).replace(tzinfo=None)
    )
    block.add("dtstart", onset)
    block.add("tzoffsetfrom", before)
    block.add("tzoffsetto", after)
    if name := local.tzname():
        block.add("tzname", name)
    return block


def utc(moment: datetime) -> datetime:
    """A moment in UTC."""
    return moment.astimezone(UTC)
