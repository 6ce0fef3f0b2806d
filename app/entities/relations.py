"""What ties people and organisations to each other, and what happened with them."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import BASICS
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import DATE, MOMENT, MULTILINE, PARTIAL_DATE, REFERENCE, TEXT

PERSON_RELATION = Entity(
    "person_relation",
    "person-relations",
    N_("Relation between people"),
    N_("Relations to other people"),
    (
        Field("person_id", N_("Person"), REFERENCE, BASICS, target="person", required=True),
        Field(
            "kind",
            N_("Relation"),
            choices.PERSON_RELATION,
            BASICS,
            required=True,
            default="assistant_of",
        ),
        Field(
            "other_id", N_("Of whom or for whom"), REFERENCE, BASICS, target="person", required=True
        ),
        Field("since", N_("Since"), PARTIAL_DATE, BASICS),
        Field("until", N_("Until"), PARTIAL_DATE, BASICS),
        Field("note", N_("Note"), MULTILINE, BASICS),
    ),
    title="kind",
    order=("kind", "since"),
    owner="person_id",
)

ORGANISATION_RELATION = Entity(
    "organisation_relation",
    "organisation-relations",
    N_("Relation between organisations"),
    N_("Relations to other organisations"),
    (
        Field(
            "organisation_id",
            N_("Organisation"),
            REFERENCE,
            BASICS,
            target="organisation",
            required=True,
        ),
        Field(
            "kind",
            N_("Relation"),
            choices.ORGANISATION_RELATION,
            BASICS,
            required=True,
            default="member_of",
        ),
        Field(
            "other_id",
            N_("To which organisation"),
            REFERENCE,
            BASICS,
            target="organisation",
            required=True,
        ),
        Field("since", N_("Since"), PARTIAL_DATE, BASICS),
        Field("until", N_("Until"), PARTIAL_DATE, BASICS),
        Field("note", N_("Note"), MULTILINE, BASICS),
    ),
    title="kind",
    order=("kind", "since"),
    owner="organisation_id",
)

CONTACT_AREA = Entity(
    "contact_area",
    "contact-areas",
    N_("Area of interest"),
    N_("Areas of interest"),
    (
        Field("person_id", N_("Person"), REFERENCE, BASICS, target="person"),
        Field("organisation_id", N_("Organisation"), REFERENCE, BASICS, target="organisation"),
        Field(
            "area_id",
            N_("Area of interest"),
            REFERENCE,
            BASICS,
            searchable=True,
            target="area",
            required=True,
        ),
    ),
    title="area_id",
    order=("area_id",),
    owner="person_id|organisation_id",
)

INTERACTION = Entity(
    "interaction",
    "interactions",
    N_("Interaction"),
    N_("Interactions"),
    (
        Field("subject", N_("What it was about"), TEXT, BASICS, searchable=True, required=True),
        Field("date", N_("When"), MOMENT, BASICS, in_table=True, required=True),
        Field(
            "kind",
            N_("Kind"),
            choices.INTERACTION_KIND,
            BASICS,
            in_table=True,
            required=True,
            default="call",
        ),
        Field("text", N_("Notes from it"), MULTILINE, BASICS, searchable=True),
        Field("person_id", N_("Person"), REFERENCE, BASICS, target="person"),
        Field("organisation_id", N_("Organisation"), REFERENCE, BASICS, target="organisation"),
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field(
            "programme_item_id",
            N_("Programme item"),
            REFERENCE,
            BASICS,
            target="programme_item",
            within="delegation_id",
        ),
        Field("user_id", N_("Written down by"), REFERENCE, BASICS, target="user"),
    ),
    title="subject",
    order=("date", "subject"),
    owner="person_id|organisation_id|delegation_id",
)
"""What is written down at a visit are its minutes: who was there, and what was agreed."""

INTERACTION_PERSON = Entity(
    "interaction_person",
    "interaction-people",
    N_("Somebody who was there"),
    N_("Who was there"),
    (
        Field("interaction_id", N_("Interaction"), REFERENCE, BASICS, target="interaction"),
        Field("person_id", N_("Person"), REFERENCE, BASICS, searchable=True, target="person"),
        Field("name", N_("Somebody else, or a group"), TEXT, BASICS, searchable=True),
    ),
    title="name",
    order=("name",),
    owner="interaction_id",
    named_by="person_id",
)

AGREED_POINT = Entity(
    "agreed_point",
    "agreed-points",
    N_("Agreed point"),
    N_("Agreed points"),
    (
        Field("interaction_id", N_("Interaction"), REFERENCE, BASICS, target="interaction"),
        Field("text", N_("What was agreed"), TEXT, BASICS, searchable=True, required=True),
        Field("assignee_id", N_("Responsible"), REFERENCE, BASICS, target="user"),
        Field("due", N_("Due"), DATE, BASICS),
        Field(
            "agreement_id",
            N_("A promise under the agreement"),
            REFERENCE,
            BASICS,
            target="agreement",
        ),
        Field("organisation_id", N_("Who promised it"), REFERENCE, BASICS, target="organisation"),
        Field("task_id", N_("Task"), REFERENCE, BASICS, target="task", kept=True),
        Field("commitment_id", N_("Commitment"), REFERENCE, BASICS, target="commitment", kept=True),
    ),
    title="text",
    order=("due", "text"),
    owner="interaction_id",
)
"""It becomes a task; a promise under an agreement becomes a commitment, too."""
