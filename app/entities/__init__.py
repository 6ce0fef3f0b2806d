"""Every entity's field list, by name. One module per group of entities."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app.entities.agreements import (
    AGREEMENT,
    AGREEMENT_AREA,
    AGREEMENT_PARTY,
    COMMITMENT,
    EVALUATION,
    RESOLUTION,
)
from app.entities.approvals import BUDGET_LINE, MEETING, PAPER_STEP, PRINTING
from app.entities.contacts import (
    ADDRESS,
    AREA,
    CONTACT_POINT,
    MILESTONE,
    ORGANISATION,
    PERSON,
    POSITION,
    USER,
)
from app.entities.delegations import (
    COST,
    DELEGATION,
    DELEGATION_MEMBER,
    PROGRAMME_ITEM,
    PROGRAMME_PART,
)
from app.entities.documents import DOCUMENT, DOCUMENT_LINK, DOCUMENT_VERSION
from app.entities.mailing import MAILING_LIST, MAILING_MEMBER
from app.entities.programme import PROGRAMME_VERSION, TRAVEL_TIME
from app.entities.protocol import (
    CHECKLIST,
    CHECKLIST_STEP,
    GIFT,
    GIFT_LIMIT,
    GIFT_STOCK,
    RANK,
    RANK_TABLE,
    STOCK_ENTRY,
)
from app.entities.relations import (
    AGREED_POINT,
    CONTACT_AREA,
    INTERACTION,
    INTERACTION_PERSON,
    ORGANISATION_RELATION,
    PERSON_RELATION,
)
from app.entities.seating import SEATING_PLAN, SEATING_SEAT, SEATING_WISH
from app.entities.tags import COUNTRY_LINK, LANGUAGE_LINK, TAG, TAG_LINK
from app.entities.tasks import TASK, TASK_LINK
from app.fields import Entity, Field
from app.kinds import COUNTRY_CODES, LANGUAGE_CODES, TAGS

ENTITIES: dict[str, Entity] = {
    entity.name: entity
    for entity in (
        USER,
        AREA,
        TAG,
        PERSON,
        ORGANISATION,
        POSITION,
        CONTACT_POINT,
        ADDRESS,
        MILESTONE,
        PERSON_RELATION,
        ORGANISATION_RELATION,
        CONTACT_AREA,
        INTERACTION,
        INTERACTION_PERSON,
        AGREED_POINT,
        AGREEMENT,
        AGREEMENT_PARTY,
        AGREEMENT_AREA,
        RESOLUTION,
        COMMITMENT,
        EVALUATION,
        DELEGATION,
        DELEGATION_MEMBER,
        PROGRAMME_ITEM,
        PROGRAMME_PART,
        PROGRAMME_VERSION,
        TRAVEL_TIME,
        COST,
        RANK_TABLE,
        RANK,
        CHECKLIST,
        CHECKLIST_STEP,
        GIFT,
        GIFT_STOCK,
        STOCK_ENTRY,
        GIFT_LIMIT,
        SEATING_PLAN,
        SEATING_SEAT,
        SEATING_WISH,
        PAPER_STEP,
        PRINTING,
        BUDGET_LINE,
        MEETING,
        TASK,
        TASK_LINK,
        DOCUMENT,
        DOCUMENT_VERSION,
        DOCUMENT_LINK,
        MAILING_LIST,
        MAILING_MEMBER,
        TAG_LINK,
        LANGUAGE_LINK,
        COUNTRY_LINK,
    )
}

RECORDS: tuple[Entity, ...] = (
    PERSON,
    ORGANISATION,
    DELEGATION,
    AGREEMENT,
    TASK,
    DOCUMENT,
    MAILING_LIST,
    GIFT,
    GIFT_STOCK,
    MEETING,
)
"""The entities with a screen and a word on the command line, and in the order of the search.

A new one goes to the end: the search index numbers them.
"""

TASKS_ABOUT = tuple(item.name for item in RECORDS if item is not TASK)
"""The names of the entities whose records tasks can be about."""

DOCUMENTS_ABOUT = tuple(item.name for item in RECORDS if item is not DOCUMENT)
"""The names of the entities whose records documents can be about."""


_GATHERED = {TAGS: "tag_link", LANGUAGE_CODES: "language_link", COUNTRY_CODES: "country_link"}


def gathered_from(entity: Entity, field: Field) -> str:
    """The table whose rows are the several values of a field; empty for a field of one value."""
    table = _GATHERED.get(field.kind, "")
    return table if table and f"{entity.name}_id" in ENTITIES[table].by_name else ""


def owned_by(entity: Entity) -> tuple[Entity, ...]:
    """The entities whose rows belong to records of `entity`."""
    return _owned_by(entity.name)


def owner_fields(entity: Entity) -> Mapping[str, str]:
    """Which column of `entity` names the owning record, by the owner's entity name."""
    return _owner_fields(entity.name)


# Each save asks for these some dozens of times.


@cache
def _owned_by(name: str) -> tuple[Entity, ...]:
    return tuple(child for child in ENTITIES.values() if name in _owner_fields(child.name))


@cache
def _owner_fields(name: str) -> Mapping[str, str]:
    entity = ENTITIES[name]
    return {entity.by_name[field].target: field for field in entity.owner.split("|") if field}
