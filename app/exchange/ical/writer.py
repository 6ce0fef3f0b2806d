"""Calendar files of visits: one of everything, or one for each point as a request (RFC 5545, 5546).

Outlook opens a file of several events as another calendar; a file with one request becomes an
entry of the reader's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar as Component
from icalendar import Event as EventComponent
from icalendar import Timezone, vCalAddress

from app.db.connection import Connection
from app.errors import UserError
from app.exchange.ical.zones import timezone, utc
from app.file_names import safe_stem
from app.files import folder_beside, known_errors, put, write_bytes
from app.i18n import N_, Language
from app.rules.days.moments import instant
from app.services.calendar.events import Event, attendees, calendar, office_email

NO_ORGANISER = N_(
    "The office has no e-mail on record, so nobody can be named as the organiser. Write it into "
    "the record of our organisation. Nothing was written."
)
NOTHING_TO_REQUEST = N_("The visit has no points of the programme to be requested.")


class Attendee(NamedTuple):
    """Who is asked to come."""

    email: str
    name: str = ""


PRODUCT = "-//Vztahy//Vztahy 0.1//CS"


def text(
    events: Sequence[Event],
    *,
    organiser: str = "",
    name: str = "",
    attendees: Sequence[Attendee] = (),
) -> bytes:
    """A calendar file; with an `organiser` (an e-mail) it is a request to the `attendees`.

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
        found.add_component(_component(event, organiser, attendees))
    return bytes(found.to_ical())


def write(target: Path, events: Sequence[Event], *, organiser: str = "", name: str = "") -> None:
    """Write a calendar file. Raises `UserError` where that is not possible."""
    write_bytes(target, text(events, organiser=organiser, name=name))


def write_requests(
    connection: Connection,
    visit_id: str,
    language: Language,
    folder: Path,
    member_id: str | None = None,
) -> list[str]:
    """Write a request (RFC 5546, METHOD:REQUEST) for each point of a visit's programme into a
    folder, each a file of its own; gives their names.

    The office is the organiser; who takes part and has an e-mail is asked to come, or the member
    alone. Internal points go to nobody. Raises `UserError`.
    """
    organiser = office_email(connection)
    if not organiser:
        raise UserError(NO_ORGANISER)
    found = calendar(connection, language, [visit_id], member_id)
    asked = attendees(connection, visit_id)
    wanted = [event for event in found.events if event.item_id and not event.private]
    if not wanted:
        raise UserError(NOTHING_TO_REQUEST)
    names: list[str] = []
    with known_errors(folder):
        folder.mkdir(exist_ok=True)
        with folder_beside(folder / "requests") as beside:
            for number, event in enumerate(wanted, 1):
                name = f"{number:02d} {safe_stem(event.title)}"[:80].rstrip() + ".ics"
                people = [
                    Attendee(email, person)
                    for key, email, person in asked.get(event.item_id, ())
                    if member_id in (None, key)
                ]
                data = text([event], organiser=organiser, attendees=people)
                write_bytes(beside / name, data)
                names.append(name)
            for name in names:
                put(beside / name, folder / name)
    return names


def _zones(events: Iterable[Event]) -> list[Timezone]:
    spans: dict[str, tuple[datetime, datetime]] = {}
    for event in events:
        for local, zone in ((event.starts, event.starts_zone), (event.ends, event.ends_zone)):
            if local:
                moment = instant(local, zone)
                low, high = spans.get(zone, (moment, moment))
                spans[zone] = (min(low, moment), max(high, moment))
    return [timezone(zone, low, high) for zone, (low, high) in sorted(spans.items())]


def _component(event: Event, organiser: str, attendees: Sequence[Attendee]) -> EventComponent:
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
        for attendee in attendees:
            address = vCalAddress(f"mailto:{attendee.email}")
            if attendee.name:
                address.params["CN"] = attendee.name
            address.params["PARTSTAT"] = "NEEDS-ACTION"
            address.params["RSVP"] = "TRUE"
            found.add("attendee", address, encode=False)
    return found


def _local(local: str, zone: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
