"""Official visits, who takes part, and their programme."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import ARCHIVED, BASICS, NOTE, SOURCE, TAGS_FIELD, localised
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import (
    AMOUNT,
    BOOLEAN,
    COUNTRY_CODES,
    CURRENCY,
    DATE,
    INTEGER,
    LANGUAGE_CODES,
    MOMENT,
    MULTILINE,
    PARTIAL_DATE,
    RATE,
    REFERENCE,
    TEXT,
    TIME_ZONE,
)

_TIME_AND_PLACE = N_("Time and place")
_SIDES = N_("Host and guest")
_OUTCOME = N_("Purpose and outcome")
_ANSWER = N_("Invitation")
_JOURNEY = N_("Journey and stay")
_MONEY = N_("Amount")
_ADVANCE = N_("Advance")
_TEXTS = N_("Texts")
_INTERNAL = N_("For the office only")

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
        Field("rank_table_id", N_("Rank table"), REFERENCE, _SIDES, target="rank_table"),
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
        Field("countries", N_("Countries"), COUNTRY_CODES, _TIME_AND_PLACE),
        *(
            Field(f.name, f.label, f.kind, _OUTCOME, searchable=True)
            for f in localised(
                "purpose",
                (N_("Purpose in Czech"), N_("Purpose in German"), N_("Purpose in English")),
                kind=MULTILINE,
            )
        ),
        Field("funding", N_("Funding"), TEXT, _OUTCOME),
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
            "position_id",
            N_("Position that counts here"),
            REFERENCE,
            BASICS,
            target="position",
            within="person_id",
        ),
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
        Field(
            "stands_in_for_id",
            N_("Stands in for"),
            REFERENCE,
            BASICS,
            target="delegation_member",
            within="delegation_id",
        ),
        Field("takes_the_place", N_("Takes the place of whom they stand in for"), BOOLEAN, BASICS),
        Field(
            "accompanies_id",
            N_("Accompanies"),
            REFERENCE,
            BASICS,
            target="delegation_member",
            within="delegation_id",
        ),
        Field("languages", N_("Languages of the interpreter"), LANGUAGE_CODES, BASICS),
        Field("precedence", N_("Precedence"), INTEGER, BASICS),
        Field("precedence_reason", N_("Reason for this precedence"), TEXT, BASICS),
        Field("invitation", N_("Invitation"), choices.INVITATION, _ANSWER, in_table=True),
        Field("invited_on", N_("Invited on"), DATE, _ANSWER),
        Field("answered_on", N_("Answered on"), DATE, _ANSWER),
        Field("arrival", N_("Arrival"), MOMENT, _JOURNEY),
        Field("arrival_place", N_("Place of arrival"), TEXT, _JOURNEY),
        Field("arrival_by", N_("Arrives by (carrier, number)"), TEXT, _JOURNEY),
        Field("departure", N_("Departure"), MOMENT, _JOURNEY),
        Field("departure_place", N_("Place of departure"), TEXT, _JOURNEY),
        Field("departure_by", N_("Leaves by (carrier, number)"), TEXT, _JOURNEY),
        Field("transport", N_("Transport"), TEXT, _JOURNEY),
        Field("accommodation", N_("Accommodation"), TEXT, _JOURNEY),
        Field("room", N_("Room"), TEXT, _JOURNEY),
        Field("document_needed", N_("Document needed"), choices.TRAVEL_DOCUMENT, _JOURNEY),
        Field("document_until", N_("Document valid until"), DATE, _JOURNEY),
        Field("diet", N_("Diet"), TEXT, _JOURNEY),
        Field("needs", N_("Special needs (step-free seat, hearing)"), TEXT, _JOURNEY),
        Field("photo_consent", N_("Agrees to photographs"), BOOLEAN, _JOURNEY),
        Field("note", N_("Note"), MULTILINE, _JOURNEY),
    ),
    title="post",
    order=("side", "precedence"),
    owner="delegation_id",
    named_by="person_id",
)

PROGRAMME_ITEM = Entity(
    "programme_item",
    "programme",
    N_("Programme item"),
    N_("Programme"),
    (
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        *localised("title", (N_("Title in Czech"), N_("Title in German"), N_("Title in English"))),
        Field("kind", N_("Kind"), choices.ITEM_KIND, BASICS, in_table=True),
        Field("starts", N_("Starts"), MOMENT, BASICS, in_table=True, required=True),
        Field("starts_zone", N_("Time zone"), TIME_ZONE, BASICS),
        Field("ends", N_("Ends"), MOMENT, BASICS, in_table=True),
        Field("ends_zone", N_("Time zone of the end"), TIME_ZONE, BASICS),
        Field("place", N_("Place"), TEXT, BASICS, in_table=True),
        Field("track", N_("Parallel part"), TEXT, BASICS),
        Field("responsible_id", N_("Responsible"), REFERENCE, BASICS, target="person"),
        Field("dress_code", N_("Dress code"), TEXT, BASICS),
        Field("interpreter", N_("Interpreter needed"), BOOLEAN, BASICS),
        Field("languages", N_("Languages spoken"), LANGUAGE_CODES, BASICS),
        *(
            Field(f.name, f.label, f.kind, _TEXTS)
            for f in localised(
                "description",
                (
                    N_("Description in Czech"),
                    N_("Description in German"),
                    N_("Description in English"),
                ),
                kind=MULTILINE,
            )
        ),
        Field(
            "internal_note", N_("Internal note (never printed for guests)"), MULTILINE, _INTERNAL
        ),
        SOURCE,
    ),
    title="title",
    order=("starts", "title_cs"),
    owner="delegation_id",
)
"""An item without an end stays so. Local times are those of its zone, else of the delegation's."""

PROGRAMME_PART = Entity(
    "programme_part",
    "programme-parts",
    N_("Participant of a programme item"),
    N_("Who takes part"),
    (
        Field(
            "programme_item_id", N_("Programme item"), REFERENCE, BASICS, target="programme_item"
        ),
        Field(
            "member_id",
            N_("Delegation member"),
            REFERENCE,
            BASICS,
            in_table=True,
            target="delegation_member",
            within="delegation_id",
        ),
        Field("name", N_("Somebody else, or a group"), TEXT, BASICS, in_table=True),
        Field(
            "part",
            N_("Role in the item"),
            choices.ITEM_ROLE,
            BASICS,
            in_table=True,
            default="takes_part",
        ),
    ),
    title="name",
    order=("part", "name"),
    owner="programme_item_id",
    named_by="member_id",
)

COST = Entity(
    "cost",
    "costs",
    N_("Cost"),
    N_("Costs"),
    (
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field(
            "category",
            N_("Category"),
            choices.COST_CATEGORY,
            BASICS,
            in_table=True,
            required=True,
            default="other",
        ),
        Field("text", N_("What for"), TEXT, BASICS, in_table=True),
        Field("day", N_("Day"), PARTIAL_DATE, BASICS),
        Field("planned", N_("Planned amount"), AMOUNT, _MONEY, in_table=True),
        Field("actual", N_("Actual amount"), AMOUNT, _MONEY, in_table=True),
        Field("currency", N_("Currency"), CURRENCY, _MONEY, in_table=True, default="CZK"),
        Field("rate", N_("Rate (CZK for one unit)"), RATE, _MONEY),
        Field("rate_on", N_("Day of the rate"), DATE, _MONEY),
        Field("czk", N_("Amount in CZK"), AMOUNT, _MONEY),
        Field("paid_by", N_("Who pays"), choices.PAID_BY, _MONEY, in_table=True, default="own"),
        Field("paid_with", N_("Means of payment"), choices.PAID_WITH, _MONEY),
        Field("chapter", N_("Budget chapter"), TEXT, _MONEY),
        Field("paragraph", N_("Budget paragraph"), TEXT, _MONEY),
        Field(
            "member_id",
            N_("For the member"),
            REFERENCE,
            _MONEY,
            target="delegation_member",
            within="delegation_id",
        ),
        Field("receipt_id", N_("Receipt"), REFERENCE, _MONEY, target="document"),
        Field("advance", N_("Advance paid"), AMOUNT, _ADVANCE),
        Field("advance_on", N_("Advance paid on"), DATE, _ADVANCE),
        Field("settle_by", N_("Advance to be settled by"), DATE, _ADVANCE),
        Field("settled_on", N_("Advance settled on"), DATE, _ADVANCE),
        Field("task_id", N_("Task"), REFERENCE, _ADVANCE, target="task", kept=True),
        NOTE,
    ),
    title="category",
    order=("day", "category"),
    owner="delegation_id",
)
"""What a visit costs, and who pays it: requests under zákon č. 106/1999 Sb. ask for both."""
