"""The order of precedence at a visit, or at one point of its programme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language
from app.rules.days.partial_dates import PartialDate
from app.rules.folding import fold
from app.rules.people.names import sort_key
from app.rules.people.salutation import office_of
from app.rules.protocol.precedence import Guest, Placed, order
from app.services.office_settings import own_organisation
from app.services.protocol.rank_tables import table_of
from app.services.records.records import apply, caption_of
from app.services.records.rows import GONE, name_header

_SERVING = ("interpreter", "driver", "press", "security", "protocol", "photographer", "doctor")
_AWAY = ("declined", "excused", "absent")
_TITLES = ("title_cs", "title_de", "title_en")


@dataclass(frozen=True, slots=True)
class Line:
    """A member in their place: the name, the post that counts here, what put them there."""

    member_id: str
    person_id: str | None
    name: str
    post: str
    placed: Placed

    @property
    def rank(self) -> str:
        """What the rank is called in the table; empty for a post that is not in it."""
        return self.placed.guest.rank.name if self.placed.guest.rank else ""


def precedence(
    connection: Connection,
    delegation_id: str,
    language: Language,
    item_id: str | None = None,
    by: Places | None = None,
    table_id: str | None = None,
) -> list[Line]:
    """The members of a visit, first to last; with `item_id` those who take part in that item.

    Who has declined, is excused or absent is left out, unless a stand-in is there for them. Where
    an item names none of the members, all of them are meant. Ranks are those of the visit's table.
    To see an order before it is stored, `by` has places by hand with their reasons by members (for
    all of them), and `table_id` another table (empty for the usual one).
    """
    delegation = row(connection, "delegation", delegation_id)
    if delegation is None:
        return []
    item = row(connection, "programme_item", item_id) if item_id else None
    members = {
        member["id"]: member
        for member in rows_as_dicts(
            connection,
            "SELECT * FROM delegation_member WHERE delegation_id = ? ORDER BY id",
            (delegation_id,),
        )
        if member["invitation"] not in _AWAY
    }
    if item is not None:
        there = {
            key
            for (key,) in connection.execute(
                "SELECT member_id FROM programme_part WHERE programme_item_id = ?"
                " AND member_id IS NOT NULL",
                (item_id,),
            ).fetchall()
        }
        members = {key: members[key] for key in members if not there or key in there}
    if by is not None:
        for key, member in members.items():
            place, reason = by.get(key, (None, None))
            member |= {"precedence": place, "precedence_reason": reason}
    if table_id is not None:
        delegation = {**delegation, "rank_table_id": table_id}
    reader = _Reader(connection, delegation, item, language)
    guests = {key: reader.guest(member) for key, member in members.items()}
    return [
        Line(
            placed.guest.key,
            members[placed.guest.key]["person_id"],
            reader.names[placed.guest.key],
            reader.posts[placed.guest.key],
            placed,
        )
        for placed in order(guests.values())
    ]


NO_REASON = N_("Write why the order was changed by hand. Nothing was saved.")
BY_HAND = N_("Order of precedence changed by hand: {title}")

Places = Mapping[str, tuple[int | None, str | None]]
"""The places by hand of the members of a visit, by their ids, each with its reason."""


def moved(
    lines: Sequence[Line], places: Places, member_id: str, to: int, reason: str = ""
) -> dict[str, tuple[int | None, str | None]]:
    """The places by hand when somebody in `lines` is moved to the place `to` (from 0).

    Who has a place by hand already keeps the one in which they stand then, so that the order
    becomes exactly the one that is wanted.
    """
    order_of = [line.member_id for line in lines]
    order_of.remove(member_id)
    order_of.insert(max(0, min(to, len(order_of))), member_id)
    found = dict(places)
    found[member_id] = (0, reason or places.get(member_id, (None, None))[1])
    return {
        key: (order_of.index(key) + 1 if place is not None and key in order_of else place, why)
        for key, (place, why) in found.items()
    }


def places_of(connection: Connection, delegation_id: str) -> dict[str, tuple[Any, Any]]:
    """The places by hand of all members of a visit, as they are stored."""
    return {
        key: (place, reason)
        for key, place, reason in connection.execute(
            "SELECT id, precedence, precedence_reason FROM delegation_member"
            " WHERE delegation_id = ? ORDER BY id",
            (delegation_id,),
        ).fetchall()
    }


def keep_order(store: Store, delegation_id: str, places: Places, table_id: str | None) -> Changes:
    """Store the places by hand of a visit's members, and its rank table, as one action.

    `table_id` is None for the usual table. Raises `UserError` for a place without a reason, and
    when the visit is gone.
    """
    with store.writing(BY_HAND) as writer:
        connection = writer.connection
        visit = row(connection, "delegation", delegation_id)
        if visit is None:
            raise UserError(GONE)
        for key, before in places_of(connection, delegation_id).items():
            place, reason = places.get(key, (None, None))
            if place is not None and before[0] is None and not (reason or "").strip():
                raise UserError(NO_REASON)
            after = (place, (reason or "").strip() or None if place is not None else None)
            if after != before:
                values = {"precedence": after[0], "precedence_reason": after[1]}
                apply(writer, ENTITIES["delegation_member"], key, values)
        if (visit["rank_table_id"] or None) != (table_id or None):
            values = {"rank_table_id": table_id or None}
            apply(writer, ENTITIES["delegation"], delegation_id, values)
        name_header(writer, caption_of(connection, ENTITIES["delegation"], delegation_id))
    return writer.changes


class _Reader:
    """Makes guests of members; keeps what they are called."""

    def __init__(
        self,
        connection: Connection,
        delegation: Mapping[str, Any],
        item: Mapping[str, Any] | None,
        language: Language,
    ) -> None:
        self.connection = connection
        self.delegation = delegation
        self.language = language
        place = (item or {}).get("place") or delegation["places"] or ""
        self.place = f" {fold(place)} "
        self.on = _day((item or {}).get("starts") or delegation["start"])
        own = row(connection, "organisation", own_organisation(connection) or "")
        self.home = (own or {}).get("country") or "CZ"
        self.table = table_of(connection, delegation["rank_table_id"], language)
        self.names: dict[str, str] = {}
        self.posts: dict[str, str] = {}

    def guest(self, member: Mapping[str, Any]) -> Guest:
        """A member as the rules see them."""
        key = member["id"]
        person = row(self.connection, "person", member["person_id"] or "")
        position = self._position(member)
        titles = [position[name] or "" for name in _TITLES] if position else [member["post"] or ""]
        organisation = (
            row(self.connection, "organisation", position["organisation_id"] or "")
            if position
            else None
        )
        self.names[key] = person["full_name"] if person else member["post"] or ""
        self.posts[key] = self._post(titles) if person else ""
        country = (organisation or {}).get("represents_country") or (
            (organisation or {}).get("country") or (person or {}).get("nationality") or self.home
        )
        found = self.table.find(*titles)
        came_by = (position or {}).get("came_by")
        usual = found[1] if found else None
        is_head = member["part"] == "head"
        foreign = country != self.home
        guest_side = member["side"] == "guest"
        return Guest(
            key,
            sort_key(self.names[key]).hex(),
            rank=found[0] if found else None,
            foreign=foreign,
            elected=came_by == "elected" if came_by else usual,
            in_office_since=self._since(position, "in_office_since"),
            credentials_on=self._since(position, "credentials_on"),
            listed=(position or {}).get("rank") or 0,
            guest_of_honour=is_head and guest_side and foreign,
            host=is_head and not guest_side,
            guest_side=guest_side,
            master_of_building=self._is_here(organisation, building=True),
            master_of_territory=self._governs(titles) and self._is_here(organisation),
            serves=member["part"] in _SERVING,
            stands_in_for=member["stands_in_for_id"] or "",
            takes_the_place=bool(member["takes_the_place"]),
            manual=member["precedence"],
            reason=member["precedence_reason"] or "",
        )

    @staticmethod
    def _since(position: Mapping[str, Any] | None, name: str) -> str:
        """A day of a position; where it is not recorded, that on which the post began."""
        found = (position or {}).get(name) or (position or {}).get("since") or ""
        return "" if found == "unknown" else str(found)

    def _post(self, titles: Sequence[str]) -> str:
        wanted = {Language.CS: 0, Language.DE: 1, Language.EN: 2}[self.language]
        return (titles[wanted] if len(titles) > wanted else "") or titles[0]

    def _position(self, member: Mapping[str, Any]) -> dict[str, Any] | None:
        """The post that counts here, else the main one on the day."""
        if member["position_id"]:
            return row(self.connection, "position", member["position_id"])
        if not member["person_id"]:
            return None
        held = [
            post
            for post in rows_as_dicts(
                self.connection,
                "SELECT * FROM position WHERE person_id = ?"
                " ORDER BY is_primary DESC, since DESC, id",
                (member["person_id"],),
            )
            if self._holds(post)
        ]
        return held[0] if held else None

    def _holds(self, post: Mapping[str, Any]) -> bool:
        since, until = (
            PartialDate.parse_iso(post[name]) if post[name] else None for name in ("since", "until")
        )
        begins = since.first_day if since else None
        ends = until.last_day if until else None
        if self.on is None:
            return until is None
        return not (begins and begins > self.on) and not (
            until and (ends is None or ends < self.on)
        )

    def _governs(self, titles: Sequence[str]) -> bool:
        return any(office_of(title) in ("mayor", "lord_mayor") for title in titles if title)

    def _is_here(self, organisation: Mapping[str, Any] | None, *, building: bool = False) -> bool:
        """Whether the occasion is in an organisation's town, or in its very building."""
        if organisation is None:
            return False
        for address in rows_as_dicts(
            self.connection,
            "SELECT * FROM address WHERE organisation_id = ?",
            (organisation["id"],),
        ):
            said = address["street"] if building else address["city"]
            if said and f" {fold(said)} " in self.place:
                return True
        return False


def _day(text: str | None) -> date | None:
    found = PartialDate.parse_iso(text[:10]) if text else None
    return found.first_day if found else None
