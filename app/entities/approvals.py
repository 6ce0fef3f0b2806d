"""Meetings that decide, what the head of the department says to papers, the money of the year."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import ARCHIVED, BASICS, NOTE, TAGS_FIELD
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import AMOUNT, BOOLEAN, INTEGER, MOMENT, MULTILINE, REFERENCE, TEXT

MEETING = Entity(
    "meeting",
    "meetings",
    N_("Meeting of a body"),
    N_("Meetings of bodies"),
    (
        Field("title", N_("Name of the meeting"), TEXT, BASICS, True, True, required=True),
        Field(
            "body",
            N_("Body that meets"),
            choices.MEETING_BODY,
            BASICS,
            in_table=True,
            required=True,
            default="council",
        ),
        Field("held_on", N_("Meets on"), MOMENT, BASICS, in_table=True, required=True),
        Field("submit_by", N_("Papers to be submitted by"), MOMENT, BASICS, in_table=True),
        Field("place", N_("Place"), TEXT, BASICS, searchable=True),
        NOTE,
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="title",
    order=("held_on", "title"),
    title_label=N_("Name of the meeting"),
)
"""A meeting of the council or the assembly; papers reach it that are submitted in time."""

PAPER_STEP = Entity(
    "paper_step",
    "paper-steps",
    N_("Approval of a paper"),
    N_("Approval of papers"),
    (
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field("agreement_id", N_("Agreement"), REFERENCE, BASICS, target="agreement"),
        Field("paper", N_("Paper"), TEXT, BASICS, required=True),
        Field("step", N_("Step"), choices.PAPER_STEP, BASICS, required=True),
        Field("at", N_("When"), MOMENT, BASICS, required=True),
        Field("user_id", N_("Who"), REFERENCE, BASICS, target="user"),
        Field("remark", N_("Remark"), MULTILINE, BASICS),
    ),
    title="paper",
    order=("at",),
    owner="delegation_id|agreement_id",
)
"""A paper goes to the head, comes back with a remark or is approved; the last step counts."""

PRINTING = Entity(
    "printing",
    "printings",
    N_("Printing of a paper"),
    N_("Printings of papers"),
    (
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field("paper", N_("Paper"), TEXT, BASICS, required=True),
        Field("languages", N_("Languages"), TEXT, BASICS),
        Field("of_one", N_("Of one member or item"), BOOLEAN, BASICS),
        Field(
            "member_id",
            N_("Delegation member"),
            REFERENCE,
            BASICS,
            target="delegation_member",
            within="delegation_id",
        ),
        Field(
            "item_id",
            N_("Programme item"),
            REFERENCE,
            BASICS,
            target="programme_item",
            within="delegation_id",
        ),
        Field("at", N_("When"), MOMENT, BASICS, required=True),
        Field("user_id", N_("Who"), REFERENCE, BASICS, target="user"),
    ),
    title="paper",
    order=("at",),
    owner="delegation_id",
)
"""A paper about a visit was printed or saved. What was `of_one` stays so when the one is gone."""

BUDGET_LINE = Entity(
    "budget_line",
    "budget",
    N_("Budget line"),
    N_("Budget"),
    (
        Field("year", N_("Year"), INTEGER, BASICS, in_table=True, required=True),
        Field("chapter", N_("Budget chapter"), TEXT, BASICS, in_table=True),
        Field("paragraph", N_("Budget paragraph"), TEXT, BASICS, in_table=True),
        Field("text", N_("What for"), TEXT, BASICS, in_table=True),
        Field("approved", N_("Approved amount (CZK)"), AMOUNT, BASICS, True, required=True),
        NOTE,
    ),
    title="text",
    order=("year", "chapter", "paragraph"),
)
"""What the office may spend in a year, by chapter and paragraph."""
