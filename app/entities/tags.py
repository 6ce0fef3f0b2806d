"""Tags and languages of records: each of them a row of its own, linked to its record.

The fields `tags` and languages of a record show them together (see `app.db.sets`).
"""

from __future__ import annotations

from app.entities.common import BASICS
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import COUNTRY, INTEGER, LANGUAGE_CODE, REFERENCE, TEXT

TAG = Entity(
    "tag",
    "tags",
    N_("Tag"),
    N_("Tags"),
    (Field("name", N_("Name of the tag"), TEXT, BASICS, searchable=True, required=True),),
    title="name",
    order=("name",),
)

_TAGGED = (
    Field("person_id", N_("Person"), REFERENCE, BASICS, target="person"),
    Field("organisation_id", N_("Organisation"), REFERENCE, BASICS, target="organisation"),
    Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
    Field("agreement_id", N_("Agreement"), REFERENCE, BASICS, target="agreement"),
    Field("task_id", N_("Task"), REFERENCE, BASICS, target="task"),
    Field("document_id", N_("Document"), REFERENCE, BASICS, target="document"),
    Field("mailing_list_id", N_("Mailing list"), REFERENCE, BASICS, target="mailing_list"),
    Field("gift_id", N_("Gift"), REFERENCE, BASICS, target="gift"),
    Field("gift_stock_id", N_("Gift in stock"), REFERENCE, BASICS, target="gift_stock"),
    Field("meeting_id", N_("Meeting of a body"), REFERENCE, BASICS, target="meeting"),
)

TAG_LINK = Entity(
    "tag_link",
    "tag-links",
    N_("Tag"),
    N_("Tags"),
    (
        *_TAGGED,
        Field(
            "tag_id",
            N_("Tag"),
            REFERENCE,
            BASICS,
            searchable=True,
            target="tag",
            required=True,
        ),
    ),
    title="tag_id",
    order=("tag_id",),
    owner="|".join(field.name for field in _TAGGED),
)
"""Exactly one of the columns before `tag_id` names the record that has the tag."""

LANGUAGE_LINK = Entity(
    "language_link",
    "language-links",
    N_("Language"),
    N_("Languages"),
    (
        Field("person_id", N_("Person"), REFERENCE, BASICS, target="person"),
        Field("agreement_id", N_("Agreement"), REFERENCE, BASICS, target="agreement"),
        Field(
            "delegation_member_id",
            N_("Delegation member"),
            REFERENCE,
            BASICS,
            target="delegation_member",
        ),
        Field(
            "programme_item_id", N_("Programme item"), REFERENCE, BASICS, target="programme_item"
        ),
        Field("code", N_("Language"), LANGUAGE_CODE, BASICS, required=True),
        Field("place", N_("Order"), INTEGER, BASICS),
    ),
    title="code",
    order=("place", "code"),
    owner="person_id|agreement_id|delegation_member_id|programme_item_id",
)
"""A language that a person speaks, in which an agreement is authentic, between which a member of a
delegation interprets, or that is spoken at a point of a programme."""

COUNTRY_LINK = Entity(
    "country_link",
    "country-links",
    N_("Country"),
    N_("Countries"),
    (
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field("code", N_("Country"), COUNTRY, BASICS, required=True),
        Field("place", N_("Order"), INTEGER, BASICS),
    ),
    title="code",
    order=("place", "code"),
    owner="delegation_id",
)
"""A country to which a trip leads, or from which a visit comes."""
