"""Calendar files of visits: one of everything, or one for each point as a request (RFC 5545, 5546).

Outlook opens a file of several events as another calendar; a file with one request becomes an
entry of the reader's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar as Component
from icalendar import Event as EventComponent
from icalendar import Timezone, vCalAddress

from app.exchange.ical.zones import timezone, utc
from app.files import write_bytes
from app.rules.days.moments import instant
from app.services.calendar.events import Event

PRODUCT = "-//Vztahy//Vztahy 0.1//CS"


def text(events: Sequence[Event], *, organiser: str = "", name: str = "") -> bytes:
    """A calendar file; with an `organiser` (an e-mail) it is a request to those who get it.

    `name` is what programs call the calendar. Raises `UserError` for a time that does not exist.
    """
    found = Component()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "REQUEST" if organiser else "PUBLISH")
    if name:
        found.add("x-wr-calname", name)
    for zone in _zones(events):
        found.add_component(zone)
    for event in events:
        found.add_component(_component(event, organiser))
    return bytes(found.to_ical())


def write(target: Path, events: Sequence[Event], *, organiser: str = "", name: str = "") -> None:
    """Write a calendar file. Raises `UserError` where that is not possible."""
    write_bytes(target, text(events, organiser=organiser, name=name))


def _zones(events: Iterable[Event]) -> list[Timezone]:
    spans: dict[str, tuple[datetime, datetime]] = {}
    for event in events:
        for local, zone in ((event.starts, event.starts_zone), (event.ends, event.ends_zone)):
            if local:
                moment = instant(local, zone)
                low, high = spans.get(zone, (moment, moment))
                spans[zone] = (min(low, moment), max(high, moment))
    return [timezone(zone, low, high) for zone, (low, high) in sorted(spans.items())]


def _component(event: Event, organiser: str) -> EventComponent:
    found = EventComponent()
    found.add("uid", event.uid)
    found.add("dtstamp", utc(event.changed))
    found.add("sequence", event.sequence)
    found.add("summary", event.title)
    if event.first:
        found.add("dtstart", event.first)
        # The end is the day after (RFC 5545, 3.6.1).
        found.add("dtend", (event.last or event.first) + timedelta(days=1))
        found.add("transp", "TRANSPARENT")
    else:
        found.add("dtstart", _local(event.starts, event.starts_zone))
        if event.ends:
            found.add("dtend", _local(event.ends, event.ends_zone))
    if event.place:
        found.add("location", event.place)
    if event.description:
        found.add("description", event.description)
    found.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    if event.private:
        found.add("class", "PRIVATE")
    if organiser:
        found.add("organizer", vCalAddress(f"mailto:{organiser}"))
    return found


def _local(local: str, zone: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
