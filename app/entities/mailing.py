"""Named distribution lists."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import ARCHIVED, BASICS, NOTE, TAGS_FIELD
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import DATE, REFERENCE, TEXT

MAILING_LIST = Entity(
    "mailing_list",
    "mailing-lists",
    N_("Mailing list"),
    N_("Mailing lists"),
    (
        Field("name", N_("Name of the list"), TEXT, BASICS, searchable=True, required=True),
        Field(
            "occasion",
            N_("Occasion"),
            choices.MAILING_OCCASION,
            BASICS,
            in_table=True,
            required=True,
            default="invitation",
        ),
        Field("date", N_("Date of the occasion"), DATE, BASICS, in_table=True),
        Field("rule", N_("Filled from the filter"), TEXT, BASICS),
        NOTE,
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="name",
    order=("name",),
    title_label=N_("Name of the list"),
)
"""`rule` is a filter of people as JSON (see `app.services.contacts.mailing`).

It is empty for a static list.
"""

MAILING_MEMBER = Entity(
    "mailing_member",
    "mailing-members",
    N_("Recipient"),
    N_("Recipients"),
    (
        Field("mailing_list_id", N_("Mailing list"), REFERENCE, BASICS, target="mailing_list"),
        Field("person_id", N_("Person"), REFERENCE, BASICS, target="person", required=True),
        Field(
            "state", N_("State"), choices.MAILING_STATE, BASICS, required=True, default="proposed"
        ),
        Field("note", N_("Note"), TEXT, BASICS),
    ),
    title="note",
    order=("state",),
    owner="mailing_list_id",
)
