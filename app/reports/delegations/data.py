"""What the papers of a visit print: plain data, read once from the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.i18n import Language
from app.reports.engine.content import Body, Localised, OwnOffice
from app.rules.days.partial_dates import PartialDate
from app.services.contacts.recipients import Recipient
from app.services.protocol.flags import Flags
from app.services.protocol.gifts import GiftLine
from app.services.protocol.seating import Arrangement

AWAY = ("declined", "excused", "absent")
"""The answers of those who do not come."""


@dataclass(frozen=True, slots=True)
class Journey:
    """An arrival or a departure: a stored moment, the place, by what."""

    moment: str = ""
    place: str = ""
    by: str = ""

    def __bool__(self) -> bool:
        return bool(self.moment or self.place or self.by)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who takes part in a visit. `name` has all titles; without a person it is the post
    that is still to be filled. `part`, `side`, `invitation`, `document` are stored codes.
    """

    id: str
    person_id: str
    name: str
    side: str
    part: str
    posts: Localised = field(default_factory=dict)
    body: Body | None = None
    native_name: str = ""
    pronunciation: str = ""
    gender: str = ""
    language: str = ""
    spoken: Sequence[str] = ()
    invitation: str = ""
    stands_in_for: str = ""
    accompanies: str = ""
    arrival: Journey = Journey()
    departure: Journey = Journey()
    transport: str = ""
    accommodation: str = ""
    room: str = ""
    document: str = ""
    document_until: PartialDate | None = None
    diet: str = ""
    needs: str = ""
    photo_consent: bool | None = None
    phone: str = ""
    email: str = ""
    note: str = ""
    elected: bool = False

    @property
    def is_filled(self) -> bool:
        """Whether it is known who it is."""
        return bool(self.person_id)

    @property
    def comes(self) -> bool:
        """Whether they have not said that they do not come."""
        return self.invitation not in AWAY


@dataclass(frozen=True, slots=True)
class Part:
    """Who takes part in an item, in which role; `member_id` is empty for a name alone."""

    name: str
    role: str
    member_id: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A point of the programme. `day` is the one it is listed under: a night belongs to the day
    before. Times are local ones of the zones beside them, as stored; without an hour a day.
    """

    id: str
    day: date
    starts: str
    starts_zone: str
    ends: str
    ends_zone: str
    title: Localised
    description: Localised
    place: str = ""
    kind: str = ""
    track: str = ""
    responsible: str = ""
    responsible_phone: str = ""
    dress_code: str = ""
    interpreter: bool = False
    languages: Sequence[str] = ()
    note: str = ""
    parts: Sequence[Part] = ()

    @property
    def is_internal(self) -> bool:
        """Whether it is for the office alone."""
        return self.kind == "internal"

    def concerns(self, member_id: str) -> bool:
        """Whether a member takes part: said so, or nobody said who of the members does."""
        members = [part.member_id for part in self.parts if part.member_id]
        return not members or member_id in members


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about a visit; `member` is whom it is about, if one."""

    body: Localised
    number: str
    day: PartialDate | None
    subject: str
    member: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement that the visit serves, and what is promised in it."""

    id: str
    title: Localised
    commitments: Sequence[Localised] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost as recorded: amounts as decimal texts, in their currency."""

    category: str
    text: str
    planned: str
    actual: str
    currency: str
    paid_by: str
    paid_with: str
    chapter: str
    paragraph: str
    member: str
    czk: str


@dataclass(frozen=True, slots=True)
class Minutes:
    """What was written down of a talk at the visit."""

    moment: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """A point that was agreed: who does it, until when (as stored)."""

    text: str
    who: str
    due: str


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit with everything that its papers need. `members` come by precedence, those who do
    not come after them. `letters` says how people are written to, by their ids and the
    languages, where the paper is a letter;
    `plans` are the seating plans by their items, where it prints them.
    """

    id: str
    office: OwnOffice
    title: Localised
    direction: str
    status: str
    start: PartialDate
    end: PartialDate | None
    zone: str
    reference_no: str = ""
    places: str = ""
    countries: Sequence[str] = ()
    host: Body | None = None
    guest: Body | None = None
    partner: Body | None = None
    head: str = ""
    purpose: Localised = field(default_factory=dict)
    funding: str = ""
    learned: str = ""
    shared: str = ""
    follow_up: str = ""
    note: str = ""
    members: Sequence[Member] = ()
    items: Sequence[Item] = ()
    decisions: Sequence[Decision] = ()
    agreements: Sequence[Agreement] = ()
    costs: Sequence[Cost] = ()
    documents: Sequence[str] = ()
    earlier: Sequence[tuple[Localised, PartialDate, PartialDate | None]] = ()
    tasks: Sequence[tuple[str, str, str]] = ()
    minutes: Sequence[Minutes] = ()
    agreed: Sequence[Agreed] = ()
    letters: Mapping[tuple[str, Language], Recipient] = field(default_factory=dict)
    plans: Mapping[str, Arrangement] = field(default_factory=dict)
    flags: Mapping[Language, Flags] = field(default_factory=dict)
    gifts: Mapping[Language, Sequence[GiftLine]] = field(default_factory=dict)
    printed_on: date | None = None

    @property
    def present(self) -> list[Member]:
        """The members who come, as far as is known."""
        return [member for member in self.members if member.comes]

    def side(self, code: str) -> list[Member]:
        """Those of one side who come."""
        return [member for member in self.present if member.side == code]

    def member(self, member_id: str) -> Member | None:
        """A member by id."""
        return next((member for member in self.members if member.id == member_id), None)

    def item(self, item_id: str) -> Item | None:
        """An item by id."""
        return next((item for item in self.items if item.id == item_id), None)

    def at(self, item_id: str) -> list[Member]:
        """Those who come to an item, or to the visit without one."""
        found = self.item(item_id)
        return [member for member in self.present if not found or found.concerns(member.id)]
