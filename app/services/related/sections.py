"""What belongs to a record: the short lists below its own fields."""

from __future__ import annotations

from dataclasses import replace

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import DOCUMENTS_ABOUT, ENTITIES, TASKS_ABOUT, choices, owned_by, owner_fields
from app.fields import Entity
from app.i18n import N_, Language, translator
from app.kinds import AMOUNT
from app.services.protocol.participants import spoken
from app.services.protocol.precedence import precedence
from app.services.related.agreement import agreement
from app.services.related.contacts import organisation, person, tasks
from app.services.related.documents import documents, of_document
from app.services.related.gifts import gift, gift_stock, gifts_of_visit
from app.services.related.items import Item, Reader, Section
from app.services.related.timeline import timeline

__all__ = ["Item", "Section", "sections"]


def sections(
    connection: Connection, entity: str, record_id: str, language: Language
) -> list[Section]:
    """The related lists of a record, in the order in which they are shown."""
    reader = Reader(connection, language)
    if entity in _SECTIONS:
        return _SECTIONS[entity](reader, record_id)
    return _of_any(reader, ENTITIES[entity], record_id)


def _of_any(reader: Reader, entity: Entity, record_id: str) -> list[Section]:
    """The lists of a kind of record that asks for nothing of its own: its rows, tasks, files."""
    found = []
    for child in owned_by(entity):
        owner = owner_fields(child)[entity.name]
        sql = (
            f"SELECT r.id, {reader.title(child.name, 'r')} AS title"
            f' FROM "{child.name}" r WHERE r."{owner}" = :id ORDER BY r.sort_key'
        )
        items = reader.items(sql, record_id, row_entity=child.name)
        preset = {owner: record_id}
        found.append(Section(child.name, child.label_plural, items, child.name, preset))
    if entity.name in TASKS_ABOUT:
        found.append(tasks(reader, entity.name, record_id))
    if entity.name in DOCUMENTS_ABOUT:
        found.append(documents(reader, entity.name, record_id))
    return found


def _delegation(reader: Reader, record_id: str) -> list[Section]:
    preset = {"delegation_id": record_id}
    return [
        Section(
            "members",
            N_("Delegation members"),
            _members(reader, record_id),
            "delegation_member",
            preset,
        ),
        Section(
            "programme",
            N_("Programme"),
            _programme(reader, record_id),
            "programme_item",
            preset,
        ),
        Section("costs", N_("Costs"), _costs(reader, record_id), "cost", preset),
        gifts_of_visit(reader, record_id),
        _minutes(reader, record_id),
        Section(
            "approvals",
            N_("Decisions"),
            reader.items(
                "SELECT r.id, r.body AS title, r.number AS detail, r.decided_on AS since"
                " FROM resolution r WHERE r.delegation_id = :id ORDER BY r.sort_key, r.id",
                record_id,
                row_entity="resolution",
            ),
            "resolution",
            preset,
        ),
        tasks(reader, "delegation", record_id),
        documents(reader, "delegation", record_id),
        timeline(reader, record_id),
    ]


def _members(reader: Reader, record_id: str) -> list[Item]:
    """Who takes part, each side by the order of precedence; who does not come is last."""
    order = {
        line.member_id: place
        for place, line in enumerate(precedence(reader.connection, record_id, reader.language))
    }
    sides = dict(
        reader.connection.execute(
            "SELECT id, coalesce(side, '') FROM delegation_member WHERE delegation_id = ?",
            (record_id,),
        ).fetchall()
    )
    found = reader.items(
        "SELECT coalesce(m.person_id, m.id) AS id, m.id AS row_id,"
        " CASE WHEN m.person_id IS NULL THEN 'delegation_member' ELSE 'person' END"
        " AS entity, coalesce(p.full_name, m.post) AS title, m.part AS code"
        " FROM delegation_member m LEFT JOIN person p ON p.id = m.person_id"
        " WHERE m.delegation_id = :id ORDER BY p.sort_key, m.id",
        record_id,
        row_entity="delegation_member",
        code=("delegation_member", "part"),
    )
    last = len(order)
    return sorted(found, key=lambda item: (sides[item.row_id], order.get(item.row_id, last)))


def _minutes(reader: Reader, record_id: str) -> Section:
    """What was written down at a visit, with how many points were agreed."""
    item = reader.title("programme_item", "p")
    items = reader.items(
        f"SELECT i.id, i.subject AS title, i.date AS since, i.kind AS code, {item} AS detail"
        " FROM interaction i LEFT JOIN programme_item p ON p.id = i.programme_item_id"
        " WHERE i.delegation_id = :id ORDER BY i.date, i.sort_key",
        record_id,
        row_entity="interaction",
        code=("interaction", "kind"),
    )
    return Section("minutes", N_("Minutes"), items, "interaction", {"delegation_id": record_id})


def _programme(reader: Reader, record_id: str) -> list[Item]:
    """The points of a programme: where, and who takes part."""
    items = reader.items(
        f"SELECT i.id, {reader.title('programme_item', 'i')} AS title,"
        " i.place AS detail, i.starts AS since, i.ends AS until"
        " FROM programme_item i WHERE i.delegation_id = :id ORDER BY i.starts, i.rowid",
        record_id,
        row_entity="programme_item",
    )
    taking_part = spoken(reader.connection, record_id, reader.language)
    found = []
    for item in items:
        names = ", ".join(taking_part.get(item.id, ()))
        found.append(replace(item, detail=" · ".join(filter(None, (item.detail, names)))))
    return found


def _costs(reader: Reader, record_id: str) -> list[Item]:
    """The costs of a visit: what for, how much, and who pays where that is not the office."""
    tr = translator(reader.language)
    found = []
    for cost in rows_as_dicts(
        reader.connection,
        "SELECT * FROM cost WHERE delegation_id = ? ORDER BY sort_key, id",
        (record_id,),
    ):
        amounts = [
            f"{tr.message(label)} {AMOUNT.format(cost[name], tr)} {cost['currency'] or 'CZK'}"
            for name, label in (("planned", _PLANNED), ("actual", _ACTUAL))
            if cost[name] is not None
        ]
        payer = cost["paid_by"] if cost["paid_by"] not in (None, "own") else ""
        detail = [cost["text"] or "", *amounts]
        if payer:
            detail.append(tr.message(choices.PAID_BY.label(payer)))
        found.append(
            Item(
                "cost",
                cost["id"],
                "cost",
                cost["id"],
                tr.message(choices.COST_CATEGORY.label(cost["category"])),
                " · ".join(filter(None, detail)),
                cost["day"],
            )
        )
    return found


_PLANNED = N_("planned")
_ACTUAL = N_("paid")


def _task(reader: Reader, record_id: str) -> list[Section]:
    found: list[Item] = []
    for entity in TASKS_ABOUT:
        found += reader.items(
            f"SELECT r.id, x.id AS row_id, {reader.title(entity, 'r')} AS title"
            f" FROM task_link x JOIN {entity} r ON r.id = x.record_id"
            f" WHERE x.task_id = :id AND x.entity = '{entity}' ORDER BY r.sort_key",
            record_id,
            row_entity="task_link",
            entity=entity,
        )
    return [
        Section("links", N_("Related records"), found, "task_link", {"task_id": record_id}),
        documents(reader, "task", record_id),
    ]


def _document(reader: Reader, record_id: str) -> list[Section]:
    return [*of_document(reader, record_id), tasks(reader, "document", record_id)]


def _meeting(reader: Reader, record_id: str) -> list[Section]:
    decided: list[Item] = []
    for entity in ("delegation", "agreement"):
        decided += reader.items(
            f"SELECT r.id, x.id AS row_id, {reader.title(entity, 'r')} AS title,"
            f" x.number AS detail FROM resolution x JOIN {entity} r ON r.id = x.{entity}_id"
            " WHERE x.meeting_id = :id ORDER BY x.sort_key, x.id",
            record_id,
            row_entity="resolution",
            entity=entity,
        )
    return [
        Section("decisions", N_("Decisions"), decided),
        tasks(reader, "meeting", record_id),
        documents(reader, "meeting", record_id),
    ]


def _mailing_list(reader: Reader, record_id: str) -> list[Section]:
    return [
        Section(
            "recipients",
            N_("Recipients"),
            reader.items(
                "SELECT p.id, m.id AS row_id, p.full_name AS title, m.note AS detail,"
                " m.state AS code FROM mailing_member m JOIN person p ON p.id = m.person_id"
                " WHERE m.mailing_list_id = :id ORDER BY p.sort_key",
                record_id,
                row_entity="mailing_member",
                entity="person",
                code=("mailing_member", "state"),
            ),
            "mailing_member",
            {"mailing_list_id": record_id, "state": "proposed"},
        ),
        documents(reader, "mailing_list", record_id),
    ]


_SECTIONS = {
    "person": person,
    "organisation": organisation,
    "delegation": _delegation,
    "agreement": agreement,
    "task": _task,
    "document": _document,
    "mailing_list": _mailing_list,
    "meeting": _meeting,
    "gift": gift,
    "gift_stock": gift_stock,
}
