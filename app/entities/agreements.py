"""Co-operation documents, their sides and approvals."""

from __future__ import annotations

from dataclasses import replace

from app.entities import choices
from app.entities.common import ARCHIVED, BASICS, NOTE, SOURCE, TAGS_FIELD, localised
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import (
    DATE,
    INTEGER,
    LANGUAGE_CODES,
    MONTHS,
    MULTILINE,
    PARTIAL_DATE,
    REFERENCE,
    TEXT,
    Choice,
)
from app.rules.agreements.terms import STATE_LABELS

_TERM = N_("Dates and term")
_END = N_("End of the agreement")
_REGISTER = N_("Register of contracts")
_DOCUMENT = N_("The document")
_CONTENT = N_("What it is about")

AGREEMENT = Entity(
    "agreement",
    "agreements",
    N_("Agreement"),
    N_("Agreements"),
    (
        *localised("title", (N_("Title in Czech"), N_("Title in German"), N_("Title in English"))),
        Field(
            "partner_id",
            N_("Partner"),
            REFERENCE,
            BASICS,
            in_table=True,
            searchable=True,
            target="organisation",
        ),
        Field(
            "kind",
            N_("Kind"),
            choices.AGREEMENT_KIND,
            BASICS,
            required=True,
            default="cooperation_agreement",
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
        Field("status", N_("Preparation"), choices.AGREEMENT_STATUS, BASICS, default="draft"),
        Field("signed_on", N_("Signed on"), PARTIAL_DATE, _TERM, in_table=True, searchable=True),
        Field("signed_at", N_("Place of signing"), TEXT, _TERM, searchable=True),
        Field("entry_into_force", N_("Entry into force"), PARTIAL_DATE, _TERM, searchable=True),
        Field("term", N_("Term"), choices.TERM, _TERM),
        Field("expires_on", N_("Expires on"), PARTIAL_DATE, _TERM, searchable=True),
        Field("renewal_months", N_("Tacit renewal (months)"), MONTHS, _TERM),
        Field("notice_months", N_("Notice period (months)"), MONTHS, _TERM),
        Field("notice_clause", N_("Notice clause, word for word"), MULTILINE, _TERM),
        *(
            replace(item, required=False, in_table=False)
            for item in localised(
                "subject",
                (N_("Subject in Czech"), N_("Subject in German"), N_("Subject in English")),
                kind=MULTILINE,
                group=_CONTENT,
            )
        ),
        Field("bodies", N_("Bodies and how they are set up"), MULTILINE, _CONTENT),
        Field("duties", N_("Rights and duties of the parties"), MULTILINE, _CONTENT),
        Field("settlement", N_("Withdrawal and settlement"), MULTILINE, _CONTENT),
        Field("reference_no", N_("Reference number"), TEXT, _DOCUMENT, searchable=True),
        Field("file_no", N_("File number"), TEXT, _DOCUMENT, searchable=True),
        Field("contract_no", N_("Contract number"), TEXT, _DOCUMENT, searchable=True),
        Field("languages", N_("Authentic languages"), LANGUAGE_CODES, _DOCUMENT),
        Field("depositary", N_("Depositary"), TEXT, _DOCUMENT),
        Field("amends_id", N_("Amends the agreement"), REFERENCE, _DOCUMENT, target="agreement"),
        Field("succeeds_id", N_("Follows the agreement"), REFERENCE, _DOCUMENT, target="agreement"),
        Field("ministry_consent_on", N_("Consent of the ministry given on"), DATE, _DOCUMENT),
        Field("notice_given_on", N_("Notice given on"), PARTIAL_DATE, _END),
        Field("termination_approved_on", N_("Termination decided on"), PARTIAL_DATE, _END),
        Field("ended_on", N_("Ended on"), PARTIAL_DATE, _END, searchable=True),
        Field("end_reason", N_("Reason for the end"), TEXT, _END),
        Field("register_subject", N_("To be published"), choices.YES_NO, _REGISTER),
        Field("register_reason", N_("Why not"), TEXT, _REGISTER),
        Field("register_published_on", N_("Published on"), DATE, _REGISTER),
        Field("register_id", N_("Number in the register"), TEXT, _REGISTER, searchable=True),
        NOTE,
        SOURCE,
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="title",
    order=("title_cs",),
    title_label=N_("Title"),
    computed=(
        Field("in_force_until", N_("In force until"), PARTIAL_DATE, in_table=True),
        Field("state", N_("State"), Choice(STATE_LABELS), in_table=True),
    ),
)

AGREEMENT_PARTY = Entity(
    "agreement_party",
    "parties",
    N_("Party"),
    N_("Parties"),
    (
        Field("agreement_id", N_("Agreement"), REFERENCE, BASICS, target="agreement"),
        Field(
            "organisation_id",
            N_("Organisation"),
            REFERENCE,
            BASICS,
            in_table=True,
            searchable=True,
            target="organisation",
            required=True,
        ),
        Field("position_no", N_("Order"), INTEGER, BASICS),
        Field("signatory_id", N_("Signatory (person on file)"), REFERENCE, BASICS, target="person"),
        Field("signatory", N_("Signatory"), TEXT, BASICS, in_table=True, searchable=True),
        Field("signatory_post", N_("Post of the signatory at that time"), TEXT, BASICS),
        Field("signed_on", N_("Signed on"), PARTIAL_DATE, BASICS, in_table=True, searchable=True),
        Field("signed_at", N_("Place of signing"), TEXT, BASICS),
    ),
    title="signatory",
    order=("position_no",),
    owner="agreement_id",
)

AGREEMENT_AREA = Entity(
    "agreement_area",
    "agreement-areas",
    N_("Area of co-operation"),
    N_("Areas of co-operation"),
    (
        Field("agreement_id", N_("Agreement"), REFERENCE, BASICS, target="agreement"),
        Field(
            "area_id",
            N_("Area of co-operation"),
            REFERENCE,
            BASICS,
            in_table=True,
            searchable=True,
            target="area",
            required=True,
        ),
    ),
    title="area_id",
    order=("area_id",),
    owner="agreement_id",
)

RESOLUTION = Entity(
    "resolution",
    "resolutions",
    N_("Resolution"),
    N_("Resolutions"),
    (
        Field("agreement_id", N_("Agreement"), REFERENCE, BASICS, target="agreement"),
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field(
            "body", N_("Decided by"), TEXT, BASICS, in_table=True, searchable=True, required=True
        ),
        Field("number", N_("Resolution number"), TEXT, BASICS, in_table=True, searchable=True),
        Field("decided_on", N_("Decided on"), PARTIAL_DATE, BASICS, in_table=True, searchable=True),
        Field("subject", N_("Subject"), MULTILINE, BASICS),
        Field(
            "member_id",
            N_("Decided for"),
            REFERENCE,
            BASICS,
            target="delegation_member",
            within="delegation_id",
        ),
        Field("meeting_id", N_("At the meeting"), REFERENCE, BASICS, target="meeting"),
    ),
    title="body",
    order=("decided_on", "body"),
    owner="agreement_id|delegation_id",
)
"""A trip is approved person by person: then `member_id` says for whom."""

COMMITMENT = Entity(
    "commitment",
    "commitments",
    N_("Commitment"),
    N_("Commitments"),
    (
        Field("agreement_id", N_("Agreement"), REFERENCE, BASICS, target="agreement"),
        *localised(
            "text",
            (N_("Text in Czech"), N_("Text in German"), N_("Text in English")),
            kind=MULTILINE,
        ),
        Field("organisation_id", N_("Who promised it"), REFERENCE, BASICS, target="organisation"),
        Field("assignee_id", N_("Responsible in the department"), REFERENCE, BASICS, target="user"),
        Field("due", N_("Due"), PARTIAL_DATE, BASICS, in_table=True),
        Field(
            "status", N_("State"), choices.COMMITMENT_STATUS, BASICS, in_table=True, default="open"
        ),
        Field("fulfilled_on", N_("Fulfilled on"), PARTIAL_DATE, BASICS),
        Field("task_id", N_("Task"), REFERENCE, BASICS, target="task"),
        Field("note", N_("Note"), MULTILINE, BASICS),
    ),
    title="text",
    order=("due", "text_cs"),
    owner="agreement_id",
)

EVALUATION = Entity(
    "evaluation",
    "evaluations",
    N_("Evaluation"),
    N_("Evaluations"),
    (
        Field("agreement_id", N_("Agreement"), REFERENCE, BASICS, target="agreement"),
        Field("date", N_("Date"), PARTIAL_DATE, BASICS, in_table=True, required=True),
        Field("benefit", N_("Benefit"), choices.BENEFIT, BASICS, in_table=True, required=True),
        Field("text", N_("Evaluation in words"), MULTILINE, BASICS, searchable=True),
        Field("user_id", N_("Evaluated by"), REFERENCE, BASICS, target="user"),
    ),
    title="text",
    order=("date",),
    owner="agreement_id",
)
