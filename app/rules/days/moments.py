"""Local times and the instants they stand for.

A moment is stored as it is written on the spot, without its zone (`2027-03-28T10:00`), beside the
name of the zone; the instant follows from both.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.errors import UserError
from app.i18n import N_

NO_SUCH_TIME = N_(
    "{time} does not exist in {zone}: the clocks are put forward over it. Write a time before or "
    "after."
)

HOME_ZONE = "Europe/Prague"
"""Where nothing else is said."""


def instant(local: str, zone: str) -> datetime:
    """The instant (UTC) of a local time in a zone; a day without an hour begins at midnight.

    Of a time that exists twice, when the clocks are put back, the first is meant. Raises
    `UserError` for a time that does not exist, `ValueError` for what is no time.
    """
    there = ZoneInfo(zone)
    found = datetime.fromisoformat(local).replace(tzinfo=there)
    utc = found.astimezone(UTC)
    if utc.astimezone(there).replace(tzinfo=None) != found.replace(tzinfo=None):
        if len(local) <= len("2027-03-28"):  # midnight itself may be left out: the day begins later
            return utc
        raise UserError(NO_SUCH_TIME, time=local[11:16], zone=zone)
    return utc


def is_twice(local: str, zone: str) -> bool:
    """Whether a local time comes twice, because the clocks are put back over it."""
    found = datetime.fromisoformat(local)
    there = ZoneInfo(zone)
    first, second = (found.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return False
    # Where the clocks are put forward, the two differ, too, but the other way round.
    return (first or timedelta()) > (second or timedelta())


def in_zone(local: str, zone: str, other: str) -> str:
    """A local time as the clocks in another zone show it, stored alike. Raises as `instant`."""
    there = instant(local, zone).astimezone(ZoneInfo(other))
    return there.strftime("%Y-%m-%dT%H:%M")
