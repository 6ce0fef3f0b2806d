"""Tables of people, organisations and what belongs to them."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import (
    Base,
    Derived,
    Flag,
    Int,
    Record,
    Req,
    Str,
    Titled,
    gathered,
    reference,
)


class User(Derived, Base):
    """A member of the department; the author of changes."""

    __tablename__ = "user"
    name: Mapped[Req]
    initials: Mapped[Str]
    person_id: Mapped[str | None] = reference("person")
    role: Mapped[Str]


class Area(Titled, Base):
    """An area of co-operation."""

    __tablename__ = "area"
    name_cs: Mapped[Req]
    name_de: Mapped[Str]
    name_en: Mapped[Str]


class Person(Record, Base):
    """A human being."""

    __tablename__ = "person"
    title_before: Mapped[Str]
    given_name: Mapped[Str]
    family_name: Mapped[Req]
    title_after: Mapped[Str]
    gender: Mapped[Str]
    photo: Mapped[Str]
    nationality: Mapped[Str]
    birthday: Mapped[Str]
    name_native: Mapped[Str]
    pronunciation: Mapped[Str]
    language: Mapped[Str]
    other_languages: Mapped[str | None] = gathered()
    salutation_cs: Mapped[Str]
    salutation_de: Mapped[Str]
    salutation_en: Mapped[Str]
    diet: Mapped[Str]
    legal_basis: Mapped[Str]
    consent_on: Mapped[Str]
    retain_until: Mapped[Str]
    note: Mapped[Str]
    source: Mapped[Str]
    invented: Mapped[Flag]
    full_name: Mapped[str | None] = mapped_column(Text, info={"derived": True})


# Who is due for review is found along the index alone.
Index("ix_person_retention", Person.retain_until, Person.legal_basis, Person.consent_on, Person.id)


class Organisation(Titled, Record, Base):
    """Any body the region deals with; a parent makes a tree."""

    __tablename__ = "organisation"
    name_cs: Mapped[Req]
    name_de: Mapped[Str]
    name_en: Mapped[Str]
    native_name: Mapped[Str]
    abbreviation: Mapped[Str]
    kind: Mapped[Req]
    actor_group: Mapped[Str]
    country: Mapped[Str]
    represents_country: Mapped[Str]
    parent_id: Mapped[str | None] = reference("organisation")
    founded_on: Mapped[Str]
    website: Mapped[Str]
    logo: Mapped[Str]
    ico: Mapped[Str]
    dic: Mapped[Str]
    vat_payer: Mapped[Flag]
    data_box: Mapped[Str]
    note: Mapped[Str]
    source: Mapped[Str]


class Position(Derived, Base):
    """A person's dated post in an organisation."""

    __tablename__ = "position"
    person_id: Mapped[str | None] = reference("person")
    organisation_id: Mapped[str | None] = reference("organisation")
    title_cs: Mapped[Req]
    title_de: Mapped[Str]
    title_en: Mapped[Str]
    since: Mapped[Str]
    until: Mapped[Str]
    rank: Mapped[Int]
    is_primary: Mapped[Flag]


class ContactPoint(Derived, Base):
    """A phone, e-mail, web address or data box of a person or an organisation."""

    __tablename__ = "contact_point"
    person_id: Mapped[str | None] = reference("person")
    organisation_id: Mapped[str | None] = reference("organisation")
    kind: Mapped[Req]
    value: Mapped[Req]
    label: Mapped[Str]
    is_primary: Mapped[Flag]


class Address(Derived, Base):
    """A postal address of a person or an organisation."""

    __tablename__ = "address"
    person_id: Mapped[str | None] = reference("person")
    organisation_id: Mapped[str | None] = reference("organisation")
    kind: Mapped[Req]
    street: Mapped[Str]
    postal_code: Mapped[Str]
    city: Mapped[Str]
    region: Mapped[Str]
    country: Mapped[Str]
    is_primary: Mapped[Flag]
    note: Mapped[Str]


class Milestone(Derived, Base):
    """A dated step of a partnership."""

    __tablename__ = "milestone"
    organisation_id: Mapped[str | None] = reference("organisation")
    date: Mapped[Req]
    text_cs: Mapped[Req]
    text_de: Mapped[Str]
    text_en: Mapped[Str]
    source: Mapped[Str]


class PersonRelation(Derived, Base):
    """What a person is to another one."""

    __tablename__ = "person_relation"
    person_id: Mapped[str | None] = reference("person")
    kind: Mapped[Req]
    other_id: Mapped[str | None] = reference("person")
    since: Mapped[Str]
    until: Mapped[Str]
    note: Mapped[Str]


class OrganisationRelation(Derived, Base):
    """What an organisation is to another one, besides being a part of it."""

    __tablename__ = "organisation_relation"
    organisation_id: Mapped[str | None] = reference("organisation")
    kind: Mapped[Req]
    other_id: Mapped[str | None] = reference("organisation")
    since: Mapped[Str]
    until: Mapped[Str]
    note: Mapped[Str]


class ContactArea(Derived, Base):
    """A link of a contact to an area of interest; its id follows from both."""

    __tablename__ = "contact_area"
    person_id: Mapped[str | None] = reference("person")
    organisation_id: Mapped[str | None] = reference("organisation")
    area_id: Mapped[str | None] = reference("area")


class Interaction(Derived, Base):
    """Something that happened with a contact."""

    __tablename__ = "interaction"
    subject: Mapped[Req]
    date: Mapped[Req]
    kind: Mapped[Req]
    text: Mapped[Str]
    person_id: Mapped[str | None] = reference("person")
    organisation_id: Mapped[str | None] = reference("organisation")
    user_id: Mapped[str | None] = reference("user")


class MailingList(Record, Base):
    """A named distribution list; `rule` fills it by a filter."""

    __tablename__ = "mailing_list"
    name: Mapped[Req]
    occasion: Mapped[Req]
    date: Mapped[Str]
    rule: Mapped[Str]
    note: Mapped[Str]


class MailingMember(Derived, Base):
    """A recipient of a mailing list; its id follows from both."""

    __tablename__ = "mailing_member"
    mailing_list_id: Mapped[str | None] = reference("mailing_list")
    person_id: Mapped[str | None] = reference("person")
    state: Mapped[Req]
    note: Mapped[Str]
