"""Meetings of the council before a trip: until when its paper can be submitted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.db.connection import Connection
from app.db.statements import row
from app.i18n import N_, Language, Translator, translator
from app.rules.days.partial_dates import PartialDate, format_day
from app.rules.protocol.deadlines import Meeting, last_chance

LAST = N_(
    "The trip is not approved yet. The last meeting of the council before it is “{title}” "
    "({held}); the paper is to be submitted by {submit}."
)
TOO_LATE = N_(
    "The trip is not approved yet, and no meeting of the council is left before it to which a "
    "paper could still be submitted."
)
_UNDECIDED = ("proposed", None)
_KEPT = timedelta(days=183)
"""The office keeps meetings if one of them is as near to the day as this."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What is left for an undecided trip: the last meeting, None where it is too late."""

    delegation_id: str
    meeting: Meeting | None
    title: str = ""

    def text(self, tr: Translator) -> str:
        """What is said above the trip."""
        if self.meeting is None:
            return tr.message(TOO_LATE)
        return tr.message(
            LAST,
            title=self.title,
            held=format_day(self.meeting.held_on, tr),
            submit=format_day(self.meeting.last_day, tr),
        )


def chance(connection: Connection, delegation_id: str, today: date) -> Chance | None:
    """What is left for a foreign trip that is not decided on; None where nothing is to be said.

    Nothing is said of a trip whose first day is not known or has come, that has a decision, or
    while the office keeps no meetings of the council.
    """
    visit = row(connection, "delegation", delegation_id)
    if visit is None or visit["direction"] != "outgoing" or visit["status"] not in _UNDECIDED:
        return None
    start = PartialDate.parse_iso(visit["start"]).first_day if visit["start"] else None
    if start is None or start <= today:
        return None
    decided = connection.execute(
        "SELECT 1 FROM resolution WHERE delegation_id = ? LIMIT 1", (delegation_id,)
    ).fetchone()
    rows = connection.execute(
        "SELECT id, title, held_on, submit_by FROM meeting WHERE body = 'council'"
        " AND substr(held_on, 1, 10) >= ? ORDER BY held_on, id",
        ((today - _KEPT).isoformat(),),
    ).fetchall()
    if decided or not rows:
        return None
    meetings = [
        Meeting(key, _day(held), _day(submit) if submit else None) for key, _, held, submit in rows
    ]
    found = last_chance(meetings, start, today)
    titles = {key: title for key, title, _, _ in rows}
    return Chance(delegation_id, found, titles[found.key] if found else "")


def warning(connection: Connection, delegation_id: str, language: Language, today: date) -> str:
    """The same as a sentence; empty where nothing is to be said."""
    found = chance(connection, delegation_id, today)
    return found.text(translator(language)) if found else ""


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])
