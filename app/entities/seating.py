"""Who sits where: plans of seats for a point of a programme, and what is wished of them."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import BASICS
from app.fields import Entity, Field
from app.i18n import C_, N_
from app.kinds import BOOLEAN, INTEGER, REFERENCE, TEXT

SEATING_PLAN = Entity(
    "seating_plan",
    "seating-plans",
    N_("Seating plan"),
    N_("Seating plans"),
    (
        Field(
            "programme_item_id", N_("Programme item"), REFERENCE, BASICS, target="programme_item"
        ),
        Field("name", N_("Name of the plan"), TEXT, BASICS, in_table=True, required=True),
        Field(
            "shape",
            N_("Shape of the table"),
            choices.TABLE_SHAPE,
            BASICS,
            in_table=True,
            required=True,
            default="rectangle",
        ),
        Field("host_at", N_("Who presides sits"), choices.HOST_AT, BASICS),
        Field("seat_count", N_("Number of seats"), INTEGER, BASICS),
        Field("table_count", N_("Number of tables"), INTEGER, BASICS),
        Field("chosen", N_("This plan is used"), BOOLEAN, BASICS),
    ),
    title="name",
    order=("name",),
    owner="programme_item_id",
)
"""Several plans of one item are kept and compared; one of them is `chosen`."""

SEATING_SEAT = Entity(
    "seating_seat",
    "seats",
    C_("seat", "Seat"),
    N_("Seats"),
    (
        Field("seating_plan_id", N_("Seating plan"), REFERENCE, BASICS, target="seating_plan"),
        Field(
            "member_id",
            N_("Delegation member"),
            REFERENCE,
            BASICS,
            target="delegation_member",
            within="delegation_id",
        ),
        Field("name", N_("Somebody else, or a group"), TEXT, BASICS),
        Field("number", N_("Number of the seat"), INTEGER, BASICS),
        Field("locked", N_("The seat is fixed"), BOOLEAN, BASICS),
    ),
    title="name",
    order=("number",),
    owner="seating_plan_id",
    named_by="member_id",
)
"""A member at a seat. The id follows from plan and member: nobody has two seats in a plan."""

SEATING_WISH = Entity(
    "seating_wish",
    "seating-wishes",
    N_("Wish about seats"),
    N_("Wishes about seats"),
    (
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field("kind", N_("Wish"), choices.SEATING_WISH, BASICS, required=True, default="together"),
        Field(
            "member_id",
            N_("Delegation member"),
            REFERENCE,
            BASICS,
            target="delegation_member",
            within="delegation_id",
        ),
        Field(
            "other_id",
            N_("Other member"),
            REFERENCE,
            BASICS,
            target="delegation_member",
            within="delegation_id",
        ),
        Field("reason", N_("Reason"), TEXT, BASICS),
    ),
    title="reason",
    order=("kind",),
    owner="delegation_id",
    named_by="member_id",
)
"""Two members of a visit who are to sit beside each other, or not to."""
