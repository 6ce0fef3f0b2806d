"""Members of a visit whose post has ended since they were written down, and who succeeded them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator, translator
from app.rules.days.partial_dates import PartialDate
from app.rules.days.partial_dates import format as format_day
from app.rules.folding import fold
from app.rules.people.salutation import office_of
from app.services.records.query import captions
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, name_header

ENDED = N_("{name}: the post “{post}” has ended ({until}).")
SUCCEEDED = N_("{name}: the post “{post}” has ended ({until}). It is held by {successor} now.")
TAKEN = N_("Successor put in: {title}")

_AWAY = ("declined", "excused", "absent")
_MEMBER = ENTITIES["delegation_member"]


@dataclass(frozen=True, slots=True)
class Ended:
    """A member whose post has ended before the visit: `until` as it is stored; the successor's
    person and post are empty where none is known.
    """

    member_id: str
    name: str
    post: str
    until: str
    successor_id: str = ""
    successor: str = ""
    position_id: str = ""

    def text(self, tr: Translator) -> str:
        """What is said before a paper is printed."""
        until = PartialDate.parse_iso(self.until)
        return tr.message(
            SUCCEEDED if self.successor else ENDED,
            name=self.name,
            post=self.post,
            until=format_day(until, tr),
            successor=self.successor,
        )


def ended(
    connection: Connection, delegation_id: str, language: Language, today: date
) -> list[Ended]:
    """Who takes part in a post that has ended by the day of the visit (by today where that is not
    known, or has passed), with whoever holds it then.
    """
    visit = row(connection, "delegation", delegation_id)
    if visit is None:
        return []
    start = PartialDate.parse_iso(visit["start"]) if visit["start"] else None
    last = PartialDate.parse_iso(visit["end"] or visit["start"]) if visit["start"] else None
    if last and last.last_day and last.last_day < today:
        return []  # it is over: who was there was there in the post of that time
    on = (start.first_day if start else None) or today
    found = []
    for member in rows_as_dicts(
        connection,
        "SELECT * FROM delegation_member WHERE delegation_id = ? AND person_id IS NOT NULL"
        " ORDER BY sort_key, id",
        (delegation_id,),
    ):
        post = _post(connection, member)
        if post is None or member["invitation"] in _AWAY or not _is_over(post, on):
            continue
        title = post[f"title_{language.value}"] or post["title_cs"] or ""
        successor = _successor(connection, post, on)
        people = [member["person_id"], *([successor["person_id"]] if successor else [])]
        names = captions(connection, ENTITIES["person"], people, language)
        found.append(
            Ended(
                member["id"],
                names.get(member["person_id"], ""),
                title,
                post["until"],
                successor["person_id"] if successor else "",
                names.get(successor["person_id"], "") if successor else "",
                successor["id"] if successor else "",
            )
        )
    return found


def warnings(
    connection: Connection, delegation_id: str, language: Language, today: date
) -> list[str]:
    """The same as sentences, for before a paper is printed."""
    tr = translator(language)
    return [item.text(tr) for item in ended(connection, delegation_id, language, today)]


def _post(connection: Connection, member: dict[str, Any]) -> dict[str, Any] | None:
    """The post that counts here; else the main one, if the person has no other that goes on."""
    if member["position_id"]:
        return row(connection, "position", member["position_id"])
    held = rows_as_dicts(
        connection,
        "SELECT * FROM position WHERE person_id = ? ORDER BY until IS NOT NULL, is_primary DESC,"
        " since DESC, id",
        (member["person_id"],),
    )
    return held[0] if held else None


def _is_over(post: dict[str, Any], on: date) -> bool:
    if not post["until"]:
        return False
    last = PartialDate.parse_iso(post["until"]).last_day
    return last is None or last < on


def _successor(connection: Connection, post: dict[str, Any], on: date) -> dict[str, Any] | None:
    """The post of the same office in the same body that goes on, of another person."""
    wanted = _office(post)
    for other in rows_as_dicts(
        connection,
        "SELECT * FROM position WHERE organisation_id = ? AND person_id IS NOT NULL"
        " AND person_id <> ? ORDER BY since DESC, id",
        (post["organisation_id"], post["person_id"]),
    ):
        since = PartialDate.parse_iso(other["since"]).first_day if other["since"] else None
        if not _is_over(other, on) and not (since and since > on) and _office(other) == wanted:
            return other
    return None


def _office(post: dict[str, Any]) -> str:
    """What makes two posts one: the office that the title names, else the title itself."""
    titles = [post[name] or "" for name in ("title_cs", "title_de", "title_en")]
    for title in filter(None, titles):
        if office := office_of(title):
            return office
    return fold(titles[0])


def take_successor(store: Store, found: Ended) -> Changes:
    """Put the successor in the place of a member; all else stays as it is written.

    What was said of the person (the answer, the journey, the room, the needs) goes: it was not the
    successor's. Raises `UserError` if the member is gone or there is no successor.
    """
    with store.writing(TAKEN) as writer:
        member = row(writer.connection, "delegation_member", found.member_id)
        if member is None or not found.successor_id:
            raise UserError(GONE)
        person = member["person_id"]
        values: dict[str, Any] = dict.fromkeys(_OF_THE_PERSON)
        values |= {"person_id": found.successor_id, "position_id": found.position_id or None}
        apply(writer, _MEMBER, found.member_id, values)
        visit = row(writer.connection, "delegation", member["delegation_id"])
        if visit and visit["head_id"] == person:
            head = {"head_id": found.successor_id}
            apply(writer, ENTITIES["delegation"], visit["id"], head)
        name_header(writer, caption_of(writer.connection, _MEMBER, found.member_id))
    return writer.changes


_OF_THE_PERSON = (
    *("invitation", "invited_on", "answered_on", "precedence", "precedence_reason"),
    *("arrival", "arrival_place", "arrival_by", "departure", "departure_place", "departure_by"),
    *("transport", "accommodation", "room", "document_needed", "document_until"),
    *("diet", "needs", "photo_consent"),
)
