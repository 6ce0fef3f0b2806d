"""Visits and the points of their programmes as events of a calendar."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.entities import ENTITIES
from app.i18n import Language
from app.rules.days.partial_dates import PartialDate
from app.services.office_settings import own_organisation
from app.services.protocol.programme import zones
from app.services.records.query import captions

NO_DOMAIN = "vztahy.invalid"
"""Where the office has neither a website nor an e-mail on record (RFC 2606)."""

_TIMES = {
    "delegation": {"start", "end", "places", "status"},
    "programme_item": {"starts", "ends", "starts_zone", "ends_zone", "place"},
}
"""What makes a new version of an event (RFC 5545, 3.8.7.4): its time, its place, its state."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something with a time. Whole days have `first` and `last`, both of them included; others
    local times (ISO 8601) in zones, `ends` empty where it is not known.

    `sequence` counts the changes of time, place and state, `changed` is the moment (UTC) of the
    last one of anything. `item_id` is that of the point of a programme, empty for a visit.
    """

    uid: str
    title: str
    place: str
    description: str
    sequence: int
    changed: datetime
    cancelled: bool = False
    private: bool = False
    first: date | None = None
    last: date | None = None
    starts: str = ""
    starts_zone: str = ""
    ends: str = ""
    ends_zone: str = ""
    item_id: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The events of some visits, and the visits (id, title) that are not known to the day."""

    events: tuple[Event, ...]
    undated: tuple[tuple[str, str], ...]


def calendar(
    connection: Connection,
    language: Language,
    ids: Iterable[str] | None = None,
    member_id: str | None = None,
) -> Calendar:
    """The events of visits (of all that are not archived, without `ids`).

    A visit without its hours is an event of whole days; the points of its programme are events
    beside it. With `member_id` only those points are listed in which that member takes part, or of
    which nobody said who does. Internal notes and phone numbers are never in it.
    """
    if ids is None:
        where, values = "archived_on IS NULL", list[str]()
    else:
        values = list(dict.fromkeys(ids))
        where = f"id IN ({', '.join('?' * len(values))})"
    visits = rows_as_dicts(
        connection, f"SELECT * FROM delegation WHERE {where} ORDER BY start, id", values
    )
    reader = _Reader(connection, language)
    titles = captions(connection, ENTITIES["delegation"], [v["id"] for v in visits], language)
    events: list[Event] = []
    undated = []
    for visit in visits:
        whole = reader.visit(visit, titles.get(visit["id"], ""))
        if whole is None:
            undated.append((visit["id"], titles.get(visit["id"], "")))
        else:
            events.append(whole)
        events += reader.items(visit, member_id)
    return Calendar(tuple(events), tuple(undated))


def domain(connection: Connection) -> str:
    """The domain of the office: of its website, else of its e-mail."""
    own = own_organisation(connection)
    found = row(connection, "organisation", own) if own else None
    website = str((found or {}).get("website") or "")
    if website:
        host = website.partition("//")[2].partition("/")[0].partition(":")[0]
        if host:
            return host.removeprefix("www.").lower()
    email = office_email(connection)
    return (email.rpartition("@")[2].lower() if email else "") or NO_DOMAIN


def office_email(connection: Connection) -> str:
    """The e-mail of the office, the main one; empty where none is on record."""
    return next(iter(_office_emails(connection)), "")


def _office_emails(connection: Connection) -> list[str]:
    return [
        str(value)
        for (value,) in connection.execute(
            "SELECT value FROM contact_point WHERE organisation_id = ? AND kind = 'email'"
            " AND value <> '' ORDER BY is_primary DESC, id",
            (own_organisation(connection) or "",),
        ).fetchall()
    ]


def attendees(connection: Connection, delegation_id: str) -> dict[str, list[tuple[str, str, str]]]:
    """Who is asked to come to each item of a visit: member, e-mail, name, by the items' ids.

    Those who take part, or all members where nobody said who does; without those who do not come,
    and without those whose e-mail is not on record.
    """
    members = {
        row["id"]: (row["id"], row["email"], row["full_name"])
        for row in rows_as_dicts(
            connection,
            "SELECT m.id, p.full_name, (SELECT c.value FROM contact_point c"
            " WHERE c.person_id = p.id AND c.kind = 'email' AND c.value <> ''"
            " ORDER BY c.is_primary DESC, c.id LIMIT 1) AS email"
            " FROM delegation_member m JOIN person p ON p.id = m.person_id"
            " WHERE m.delegation_id = ? AND coalesce(m.invitation, '')"
            " NOT IN ('declined', 'excused', 'absent') ORDER BY m.sort_key, m.id",
            (delegation_id,),
        )
    }
    found: dict[str, list[tuple[str, str, str]]] = {}
    for (item,) in connection.execute(
        "SELECT id FROM programme_item WHERE delegation_id = ?", (delegation_id,)
    ).fetchall():
        keys = [
            key
            for (key,) in connection.execute(
                "SELECT member_id FROM programme_part WHERE programme_item_id = ?"
                " AND member_id IS NOT NULL",
                (item,),
            ).fetchall()
        ]
        wanted = [members[key] for key in keys or members if key in members]
        found[item] = [(key, email, name) for key, email, name in wanted if email]
    return found


class _Reader:
    def __init__(self, connection: Connection, language: Language) -> None:
        self._connection = connection
        self._language = language
        self._domain = domain(connection)

    def visit(self, visit: Mapping[str, Any], title: str) -> Event | None:
        """The visit itself; None where its days are not known."""
        start = PartialDate.parse_iso(visit["start"])
        end = PartialDate.parse_iso(visit["end"]) if visit["end"] else start
        if not start.is_day or not end.is_day:
            return None
        return self._event(
            "delegation",
            visit,
            title,
            visit["places"] or "",
            self._text(visit, "purpose"),
            cancelled=visit["status"] == "cancelled",
            first=start.first_day,
            last=end.last_day,
        )

    def items(self, visit: Mapping[str, Any], member_id: str | None) -> Iterable[Event]:
        """The points of its programme."""
        rows = rows_as_dicts(
            self._connection,
            "SELECT * FROM programme_item WHERE delegation_id = ? ORDER BY starts, id",
            (visit["id"],),
        )
        titles = captions(
            self._connection, ENTITIES["programme_item"], [r["id"] for r in rows], self._language
        )
        for item in rows:
            if member_id and not self._takes_part(item["id"], member_id):
                continue
            common = {
                "cancelled": visit["status"] == "cancelled",
                "private": item["kind"] == "internal",
            }
            title, place = titles.get(item["id"], ""), item["place"] or ""
            text = self._text(item, "description")
            if len(item["starts"]) == len("2027-05-10"):
                day = date.fromisoformat(item["starts"])
                last = date.fromisoformat((item["ends"] or item["starts"])[:10])
                yield self._event(
                    "programme_item", item, title, place, text, first=day, last=last, **common
                )
                continue
            begins, finishes = zones(item, visit)
            ends = item["ends"] if len(item["ends"] or "") > len("2027-05-10") else ""
            yield self._event(
                "programme_item",
                item,
                title,
                place,
                text,
                starts=item["starts"],
                starts_zone=begins,
                ends=ends or "",
                ends_zone=finishes,
                **common,
            )

    def _takes_part(self, item_id: str, member_id: str) -> bool:
        rows = self._connection.execute(
            "SELECT member_id FROM programme_part WHERE programme_item_id = ?", (item_id,)
        ).fetchall()
        return not rows or any(key == member_id for (key,) in rows)

    def _text(self, stored: Mapping[str, Any], stem: str) -> str:
        order = (self._language, Language.CS, Language.EN, Language.DE)
        return next((stored[f"{stem}_{code}"] for code in order if stored[f"{stem}_{code}"]), "")

    def _event(
        self,
        table: str,
        stored: Mapping[str, Any],
        title: str,
        place: str,
        description: str,
        **times: Any,
    ) -> Event:
        sequence, clock = 0, 0
        for kind, data, moment in self._connection.execute(
            "SELECT o.kind, o.data, h.clock FROM log_operation o JOIN log_header h"
            " ON h.id = o.header WHERE o.row_id = ? AND o.table_name = ? ORDER BY o.id",
            (stored["id"], table),
        ).fetchall():
            clock = max(clock, moment)
            if kind == "set" and data and _TIMES[table] & set(json.loads(data)):
                sequence += 1
        return Event(
            f"{stored['id']}@{self._domain}",
            title,
            place,
            description,
            sequence,
            datetime.fromtimestamp((clock >> 16) // 1000, UTC),
            item_id=stored["id"] if table == "programme_item" else "",
            **times,
        )
