"""What protocol keeps beside the visits themselves: tables of ranks, gifts, checklists."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import ARCHIVED, BASICS, NOTE, SOURCE, TAGS_FIELD, localised
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import (
    AMOUNT,
    BOOLEAN,
    CURRENCY,
    DATE,
    INTEGER,
    MULTILINE,
    PARTIAL_DATE,
    REFERENCE,
    TEXT,
)

_FROM_TO = N_("From whom, for whom")
_VALUE = N_("Value")
_FATE = N_("What becomes of it")

RANK_TABLE = Entity(
    "rank_table",
    "rank-tables",
    N_("Rank table"),
    N_("Rank tables"),
    (
        *localised("name", (N_("Name in Czech"), N_("Name in German"), N_("Name in English"))),
        Field("origin", N_("Where the order comes from"), TEXT, BASICS),
        Field("valid_from", N_("Valid from"), DATE, BASICS),
        Field("territory", N_("Territory"), TEXT, BASICS),
        NOTE,
    ),
    title="name",
    order=("name_cs",),
)
"""No official order for regions was found: what stands here is the office's own custom."""

RANK = Entity(
    "rank",
    "ranks",
    N_("Rank"),
    N_("Ranks"),
    (
        Field("rank_table_id", N_("Rank table"), REFERENCE, BASICS, target="rank_table"),
        Field("place", N_("Place in the table"), INTEGER, BASICS, in_table=True),
        *localised("name", (N_("Name in Czech"), N_("Name in German"), N_("Name in English"))),
        Field(
            "tie",
            N_("Who comes first among equals"),
            choices.RANK_TIE,
            BASICS,
            in_table=True,
            required=True,
            default="seniority",
        ),
        Field("came_by", N_("Came to office"), choices.CAME_TO_OFFICE, BASICS, in_table=True),
        Field("posts", N_("Posts of this rank, with semicolons between"), MULTILINE, BASICS),
    ),
    title="name",
    order=("place", "name_cs"),
    owner="rank_table_id",
)
"""`came_by` is how its holders usually come to office; a position may say otherwise."""

GIFT_STOCK = Entity(
    "gift_stock",
    "gift-stock",
    N_("Kind of gift in stock"),
    N_("Gifts in stock"),
    (
        *localised("name", (N_("Name in Czech"), N_("Name in German"), N_("Name in English"))),
        Field("value", N_("Value of one piece"), AMOUNT, BASICS, in_table=True),
        Field("currency", N_("Currency"), CURRENCY, BASICS, default="CZK"),
        Field("reorder_level", N_("Order more when this many are left"), INTEGER, BASICS),
        Field("supplier", N_("Supplier"), TEXT, BASICS, searchable=True),
        Field("place", N_("Where it is kept"), TEXT, BASICS, in_table=True, searchable=True),
        Field("perishable", N_("Perishable"), BOOLEAN, BASICS),
        NOTE,
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="name",
    order=("name_cs",),
    title_label=N_("Name"),
)
"""How many are left follows from the pieces that came and the gifts that were given."""

STOCK_ENTRY = Entity(
    "stock_entry",
    "stock-entries",
    N_("Change of the stock"),
    N_("Changes of the stock"),
    (
        Field("gift_stock_id", N_("Gift in stock"), REFERENCE, BASICS, target="gift_stock"),
        Field("day", N_("Day"), DATE, BASICS, in_table=True, required=True),
        Field(
            "pieces",
            N_("Pieces (with a minus: taken out, lost)"),
            INTEGER,
            BASICS,
            in_table=True,
            required=True,
        ),
        Field("text", N_("Why"), TEXT, BASICS, in_table=True),
    ),
    title="text",
    order=("day", "text"),
    owner="gift_stock_id",
)

GIFT = Entity(
    "gift",
    "gifts",
    N_("Gift"),
    N_("Gifts"),
    (
        Field("title", N_("What it is"), TEXT, BASICS, searchable=True, required=True),
        Field(
            "way",
            N_("Given or received"),
            choices.GIFT_WAY,
            BASICS,
            in_table=True,
            required=True,
            default="given",
        ),
        Field("day", N_("Day"), PARTIAL_DATE, BASICS, in_table=True, searchable=True),
        Field("state", N_("State"), choices.GIFT_STATE, BASICS, in_table=True, default="accepted"),
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field("occasion", N_("Occasion"), TEXT, BASICS, searchable=True),
        Field("description", N_("Description"), MULTILINE, BASICS, searchable=True),
        Field("photo_id", N_("Photograph"), REFERENCE, BASICS, target="document"),
        Field("giver_id", N_("Given by"), REFERENCE, _FROM_TO, searchable=True, target="person"),
        Field(
            "giver_organisation_id",
            N_("On behalf of"),
            REFERENCE,
            _FROM_TO,
            in_table=True,
            searchable=True,
            target="organisation",
        ),
        Field(
            "recipient_id",
            N_("Received by"),
            REFERENCE,
            _FROM_TO,
            in_table=True,
            searchable=True,
            target="person",
        ),
        Field(
            "recipient_organisation_id",
            N_("For the organisation"),
            REFERENCE,
            _FROM_TO,
            in_table=True,
            searchable=True,
            target="organisation",
        ),
        Field("gift_stock_id", N_("From the stock"), REFERENCE, _VALUE, target="gift_stock"),
        Field("pieces", N_("Pieces"), INTEGER, _VALUE, default="1"),
        Field("value", N_("Estimated value"), AMOUNT, _VALUE, in_table=True),
        Field("currency", N_("Currency"), CURRENCY, _VALUE, default="CZK"),
        Field("estimated", N_("How the value was estimated"), TEXT, _VALUE),
        Field("fate", N_("What becomes of it"), choices.GIFT_FATE, _FATE),
        Field("passed_to", N_("To whom it is passed on"), TEXT, _FATE),
        Field("inventory_no", N_("Inventory number"), TEXT, _FATE, searchable=True),
        Field("perishable", N_("Perishable"), BOOLEAN, _FATE),
        Field("reported_on", N_("Reported on"), DATE, _FATE),
        NOTE,
        SOURCE,
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="title",
    order=("day", "title"),
    title_label=N_("What it is"),
)
"""Refused gifts are recorded, too. `value` is that of all pieces together."""

GIFT_LIMIT = Entity(
    "gift_limit",
    "gift-limits",
    N_("Limit of gifts"),
    N_("Limits of gifts"),
    (
        Field(
            "whose",
            N_("Whose gift"),
            choices.GIFT_WHOSE,
            BASICS,
            in_table=True,
            required=True,
            default="anybody",
        ),
        Field(
            "from_whom",
            N_("From whom"),
            choices.GIFT_FROM,
            BASICS,
            in_table=True,
            required=True,
            default="anybody",
        ),
        Field("amount", N_("Up to the value of"), AMOUNT, BASICS, in_table=True, required=True),
        Field("currency", N_("Currency"), CURRENCY, BASICS, in_table=True, default="CZK"),
        Field("to_do", N_("What to do above it"), TEXT, BASICS, in_table=True, required=True),
        Field(
            "origin",
            N_("Where the limit comes from"),
            TEXT,
            BASICS,
            default="zákon č. 312/2002 Sb., § 16",
        ),
        Field("valid_from", N_("Valid from"), DATE, BASICS),
        NOTE,
    ),
    title="to_do",
    order=("whose", "from_whom", "amount"),
)
"""The office types its limits; the program knows none of its own."""

CHECKLIST = Entity(
    "checklist",
    "checklists",
    N_("Checklist"),
    N_("Checklists"),
    (
        Field("name", N_("Name of the checklist"), TEXT, BASICS, required=True),
        Field("direction", N_("For visits of the kind"), choices.TRAVEL_DIRECTION, BASICS),
        NOTE,
    ),
    title="name",
    order=("name",),
)

CHECKLIST_STEP = Entity(
    "checklist_step",
    "checklist-steps",
    N_("Step of a checklist"),
    N_("Steps"),
    (
        Field("checklist_id", N_("Checklist"), REFERENCE, BASICS, target="checklist"),
        Field("title", N_("What is to be done"), TEXT, BASICS, in_table=True, required=True),
        Field(
            "days",
            N_("Days before the start (with a minus: after it)"),
            INTEGER,
            BASICS,
            in_table=True,
            required=True,
        ),
        Field("priority", N_("Priority"), choices.PRIORITY, BASICS, default="normal"),
        Field("assignee_id", N_("Assigned to"), REFERENCE, BASICS, in_table=True, target="user"),
        Field("description", N_("Description"), MULTILINE, BASICS),
    ),
    title="title",
    order=("days", "title"),
    owner="checklist_id",
)
