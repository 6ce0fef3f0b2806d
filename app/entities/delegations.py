"""Official visits, who takes part, and their programme."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import ARCHIVED, BASICS, NOTE, SOURCE, TAGS_FIELD, localised
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import (
    BOOLEAN,
    INTEGER,
    MOMENT,
    MULTILINE,
    PARTIAL_DATE,
    REFERENCE,
    TEXT,
    TIME_ZONE,
)

_TIME_AND_PLACE = N_("Time and place")
_SIDES = N_("Host and guest")
_APPROVAL = N_("Approval and costs")
_OUTCOME = N_("Purpose and outcome")

DELEGATION = Entity(
    "delegation",
    "delegations",
    N_("Delegation"),
    N_("Delegations"),
    (
        *localised("title", (N_("Title in Czech"), N_("Title in German"), N_("Title in English"))),
        Field("reference_no", N_("Reference number"), TEXT, BASICS, searchable=True),
        Field(
            "direction",
            N_("Direction"),
            choices.TRAVEL_DIRECTION,
            BASICS,
            in_table=True,
            required=True,
            default="incoming",
        ),
        Field(
            "status",
            N_("State"),
            choices.DELEGATION_STATUS,
            BASICS,
            in_table=True,
            default="proposed",
        ),
        Field(
            "relation_type",
            N_("Type of relation"),
            choices.RELATION_TYPE,
            BASICS,
            required=True,
            default="international",
        ),
        Field(
            "initiated_by",
            N_("Initiated by"),
            choices.INITIATED_BY,
            BASICS,
            required=True,
            default="unknown",
        ),
        Field("influence", N_("The department"), choices.INFLUENCE, BASICS),
        Field(
            "partner_id",
            N_("Partner"),
            REFERENCE,
            _SIDES,
            in_table=True,
            searchable=True,
            target="organisation",
        ),
        Field("host_id", N_("Host"), REFERENCE, _SIDES, target="organisation"),
        Field("guest_id", N_("Guest"), REFERENCE, _SIDES, target="organisation"),
        Field("head_id", N_("Head of delegation"), REFERENCE, _SIDES, target="person"),
        Field("agreement_id", N_("Under the agreement"), REFERENCE, _SIDES, target="agreement"),
        Field(
            "start",
            N_("Start"),
            PARTIAL_DATE,
            _TIME_AND_PLACE,
            in_table=True,
            required=True,
            searchable=True,
        ),
        Field("end", N_("End"), PARTIAL_DATE, _TIME_AND_PLACE, searchable=True),
        Field("time_zone", N_("Time zone"), TIME_ZONE, _TIME_AND_PLACE, default="Europe/Prague"),
        Field("places", N_("Places"), TEXT, _TIME_AND_PLACE, searchable=True),
        *(
            Field(f.name, f.label, f.kind, _OUTCOME, searchable=True)
            for f in localised(
                "purpose",
                (N_("Purpose in Czech"), N_("Purpose in German"), N_("Purpose in English")),
                kind=MULTILINE,
            )
        ),
        Field("approved_by", N_("Approved by"), TEXT, _APPROVAL),
        Field("resolution_no", N_("Resolution number"), TEXT, _APPROVAL, searchable=True),
        Field("budget", N_("Budget (CZK)"), INTEGER, _APPROVAL),
        Field("actual_costs", N_("Actual costs (CZK)"), INTEGER, _APPROVAL),
        Field("funding", N_("Funding"), TEXT, _APPROVAL),
        Field("learned", N_("What was learned"), MULTILINE, _OUTCOME, searchable=True),
        Field("shared", N_("What was passed on"), MULTILINE, _OUTCOME, searchable=True),
        Field("follow_up", N_("Follow-up"), MULTILINE, _OUTCOME, searchable=True),
        NOTE,
        SOURCE,
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="title",
    order=("start", "title_cs"),
    title_label=N_("Title"),
)

DELEGATION_MEMBER = Entity(
    "delegation_member",
    "members",
    N_("Delegation member"),
    N_("Delegation members"),
    (
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field(
            "person_id",
            N_("Person"),
            REFERENCE,
            BASICS,
            in_table=True,
            searchable=True,
            target="person",
        ),
        Field("post", N_("Post not yet filled"), TEXT, BASICS, in_table=True, searchable=True),
        Field(
            "side", N_("Side"), choices.SIDE, BASICS, in_table=True, required=True, default="guest"
        ),
        Field(
            "part",
            N_("Part in the delegation"),
            choices.PART,
            BASICS,
            in_table=True,
            default="member",
        ),
        Field("invitation", N_("Invitation"), choices.INVITATION, BASICS, in_table=True),
        Field("precedence", N_("Precedence"), INTEGER, BASICS),
        Field("accommodation", N_("Accommodation"), TEXT, BASICS),
        Field("transport", N_("Transport"), TEXT, BASICS),
        Field("diet", N_("Diet"), TEXT, BASICS),
        Field("note", N_("Note"), MULTILINE, BASICS),
    ),
    title="post",
    order=("side", "precedence"),
    owner="delegation_id",
)

PROGRAMME_ITEM = Entity(
    "programme_item",
    "programme",
    N_("Programme item"),
    N_("Programme"),
    (
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field("starts", N_("Starts"), MOMENT, BASICS, in_table=True, required=True),
        Field("ends", N_("Ends"), MOMENT, BASICS, in_table=True),
        Field("time_zone", N_("Time zone"), TIME_ZONE, BASICS),
        Field("place", N_("Place"), TEXT, BASICS, in_table=True),
        *localised("title", (N_("Title in Czech"), N_("Title in German"), N_("Title in English"))),
        Field("description", N_("Description"), MULTILINE, BASICS),
        Field("participants", N_("Who takes part"), TEXT, BASICS),
        Field("responsible_id", N_("Responsible"), REFERENCE, BASICS, target="person"),
        Field("dress_code", N_("Dress code"), TEXT, BASICS),
        Field("interpreter", N_("Interpreter needed"), BOOLEAN, BASICS),
        Field("internal_note", N_("Internal note (never printed for guests)"), MULTILINE, BASICS),
        SOURCE,
    ),
    title="title",
    order=("starts", "title_cs"),
    owner="delegation_id",
)
