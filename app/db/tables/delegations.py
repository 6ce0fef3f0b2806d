"""Tables of delegations, their members and programmes."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.db.tables.base import Base, Derived, Flag, Int, Record, Req, Str, reference


class Delegation(Record, Base):
    """An official visit, either way."""

    __tablename__ = "delegation"
    title_cs: Mapped[Req]
    title_de: Mapped[Str]
    title_en: Mapped[Str]
    reference_no: Mapped[Str]
    direction: Mapped[Req]
    status: Mapped[Str]
    relation_type: Mapped[Req]
    initiated_by: Mapped[Req]
    influence: Mapped[Str]
    partner_id: Mapped[str | None] = reference("organisation")
    host_id: Mapped[str | None] = reference("organisation")
    guest_id: Mapped[str | None] = reference("organisation")
    head_id: Mapped[str | None] = reference("person")
    agreement_id: Mapped[str | None] = reference("agreement")
    start: Mapped[Req]
    end: Mapped[Str]
    time_zone: Mapped[Str]
    places: Mapped[Str]
    purpose_cs: Mapped[Str]
    purpose_de: Mapped[Str]
    purpose_en: Mapped[Str]
    approved_by: Mapped[Str]
    resolution_no: Mapped[Str]
    budget: Mapped[Int]
    actual_costs: Mapped[Int]
    funding: Mapped[Str]
    learned: Mapped[Str]
    shared: Mapped[Str]
    follow_up: Mapped[Str]
    note: Mapped[Str]
    source: Mapped[Str]


class DelegationMember(Derived, Base):
    """A person's (or a not yet filled post's) part in a delegation."""

    __tablename__ = "delegation_member"
    delegation_id: Mapped[str | None] = reference("delegation")
    person_id: Mapped[str | None] = reference("person")
    post: Mapped[Str]
    side: Mapped[Req]
    part: Mapped[Str]
    invitation: Mapped[Str]
    precedence: Mapped[Int]
    accommodation: Mapped[Str]
    transport: Mapped[Str]
    diet: Mapped[Str]
    note: Mapped[Str]


class ProgrammeItem(Derived, Base):
    """A point of a delegation's programme."""

    __tablename__ = "programme_item"
    delegation_id: Mapped[str | None] = reference("delegation")
    starts: Mapped[Req]
    ends: Mapped[Str]
    time_zone: Mapped[Str]
    place: Mapped[Str]
    title_cs: Mapped[Req]
    title_de: Mapped[Str]
    title_en: Mapped[Str]
    description: Mapped[Str]
    participants: Mapped[Str]
    responsible_id: Mapped[str | None] = reference("person")
    dress_code: Mapped[Str]
    interpreter: Mapped[Flag]
    internal_note: Mapped[Str]
    source: Mapped[Str]
