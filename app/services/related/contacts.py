"""The related lists of people and organisations, and those that any record may have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.i18n import N_, translator
from app.kinds import WHICH
from app.services.related.documents import documents
from app.services.related.gifts import gifts_of_contact
from app.services.related.items import Item, Reader, Section

_MOST_LEVELS = 20  # of organisations above each other; a circle ends there
_PARTS_BELOW = 2  # levels that are shown below an organisation
_MOST_PARTS = 300


def person(reader: Reader, record_id: str) -> list[Section]:
    """The lists of a person."""
    preset = {"person_id": record_id}
    return [
        _positions_of_person(reader, record_id),
        _contact_points(reader, record_id, preset),
        _addresses(reader, record_id, preset),
        _relations(reader, "person", record_id),
        _areas(reader, record_id, preset),
        Section(
            "delegations",
            N_("Delegations"),
            reader.items(
                f"SELECT d.id, m.id AS row_id, {reader.title('delegation', 'd')} AS title,"
                " d.start AS since, d.[end] AS until, m.part AS code"
                " FROM delegation_member m JOIN delegation d ON d.id = m.delegation_id"
                " WHERE m.person_id = :id ORDER BY d.start DESC",
                record_id,
                row_entity="delegation_member",
                entity="delegation",
                code=("delegation_member", "part"),
            ),
        ),
        Section(
            "mailing_lists",
            N_("Mailing lists"),
            reader.items(
                "SELECT l.id, m.id AS row_id, l.name AS title, m.note AS detail, l.date AS since,"
                " m.state AS code FROM mailing_member m"
                " JOIN mailing_list l ON l.id = m.mailing_list_id"
                " WHERE m.person_id = :id ORDER BY l.date DESC, l.sort_key",
                record_id,
                row_entity="mailing_member",
                entity="mailing_list",
                code=("mailing_member", "state"),
            ),
        ),
        gifts_of_contact(reader, "person", record_id),
        tasks(reader, "person", record_id),
        documents(reader, "person", record_id),
        timeline(reader, "person", record_id),
    ]


def _positions_of_person(reader: Reader, record_id: str) -> Section:
    return Section(
        "positions",
        N_("Positions"),
        reader.items(
            f"SELECT o.id, p.id AS row_id, {reader.title('position', 'p')} AS title,"
            f" {reader.title('organisation', 'o')} AS detail, p.since, p.until FROM position p"
            " JOIN organisation o ON o.id = p.organisation_id WHERE p.person_id = :id"
            " ORDER BY p.until IS NOT NULL, p.is_primary DESC, p.since DESC",
            record_id,
            row_entity="position",
            entity="organisation",
        ),
        "position",
        {"person_id": record_id},
    )


def organisation(reader: Reader, record_id: str) -> list[Section]:
    """The lists of an organisation."""
    preset = {"organisation_id": record_id}
    return [
        _contact_points(reader, record_id, preset),
        _addresses(reader, record_id, preset),
        Section(
            "people",
            N_("People"),
            reader.items(
                "SELECT p.id, x.id AS row_id, p.full_name AS title,"
                f" {reader.title('position', 'x')} AS detail, x.since, x.until"
                " FROM position x JOIN person p ON p.id = x.person_id"
                " WHERE x.organisation_id = :id"
                " ORDER BY x.until IS NOT NULL, x.rank IS NULL, x.rank, p.sort_key",
                record_id,
                row_entity="position",
                entity="person",
            ),
            "position",
            preset,
        ),
        _tree(reader, record_id),
        Section(
            "agreements",
            N_("Agreements"),
            reader.items(
                f"SELECT a.id, {reader.title('agreement', 'a')} AS title, a.signed_on AS since"
                " FROM agreement a WHERE a.partner_id = :id OR a.id IN"
                " (SELECT agreement_id FROM agreement_party WHERE organisation_id = :id)"
                " ORDER BY a.signed_on DESC, a.sort_key",
                record_id,
                row_entity="agreement",
            ),
            "agreement",
            {"partner_id": record_id},
        ),
        Section(
            "delegations",
            N_("Delegations"),
            reader.items(
                f"SELECT d.id, {reader.title('delegation', 'd')} AS title, d.start AS since,"
                " d.[end] AS until, d.direction AS code FROM delegation d"
                " WHERE :id IN (d.partner_id, d.host_id, d.guest_id) ORDER BY d.start DESC",
                record_id,
                row_entity="delegation",
                code=("delegation", "direction"),
            ),
            "delegation",
            {"partner_id": record_id},
        ),
        gifts_of_contact(reader, "organisation", record_id),
        milestones(reader, record_id, "organisation_id = :id", preset),
        _relations(reader, "organisation", record_id),
        _areas(reader, record_id, preset),
        tasks(reader, "organisation", record_id),
        documents(reader, "organisation", record_id),
        timeline(reader, "organisation", record_id),
    ]


def _tree(reader: Reader, record_id: str) -> Section:
    """What an organisation is a part of, itself, and its parts, each below its own whole.

    A tree of its own alone is no tree: nothing is shown then.
    """
    title = reader.title("organisation", "o")
    above = reader.connection.execute(
        "WITH RECURSIVE up(id, parent_id, height) AS ("
        " SELECT id, parent_id, 0 FROM organisation WHERE id = ?1"
        " UNION ALL SELECT o.id, o.parent_id, height + 1 FROM up"
        " JOIN organisation o ON o.id = up.parent_id WHERE height < ?2)"
        f" SELECT up.id, {title}, max(up.height) FROM up JOIN organisation o ON o.id = up.id"
        " GROUP BY up.id ORDER BY 3 DESC",
        (record_id, _MOST_LEVELS),
    ).fetchall()
    own = len(above) - 1
    below = reader.connection.execute(
        "WITH RECURSIVE down(id, depth) AS ("
        " SELECT ?1, 0 UNION ALL SELECT o.id, depth + 1 FROM down"
        " JOIN organisation o ON o.parent_id = down.id"
        " WHERE depth < ?2 AND o.id <> ?1 ORDER BY 2 DESC, 1)"
        f" SELECT down.id, {title}, min(down.depth), o.parent_id, o.sort_key FROM down"
        " JOIN organisation o ON o.id = down.id WHERE down.depth > 0"
        " GROUP BY down.id ORDER BY o.sort_key LIMIT ?3",
        (record_id, _PARTS_BELOW, _MOST_PARTS),
    ).fetchall()
    found = [_node(key, text, depth) for depth, (key, text, _) in enumerate(above)]
    parts: dict[str, list[tuple[str, str]]] = {}
    for key, text, _, parent, _ in below:
        parts.setdefault(parent, []).append((key, text))

    def walk(parent: str, depth: int) -> None:
        for key, text in parts.pop(parent, ()):
            found.append(_node(key, text, depth))
            walk(key, depth + 1)

    walk(record_id, own + 1)
    items = found if len(found) > 1 else []
    return Section("tree", N_("Structure"), items, "organisation", {"parent_id": record_id})


def _node(record_id: str, title: str, depth: int) -> Item:
    return Item("organisation", record_id, "organisation", record_id, title or "", depth=depth)


def _contact_points(reader: Reader, record_id: str, preset: Mapping[str, Any]) -> Section:
    (column,) = preset
    tr = translator(reader.language)
    items = reader.items(
        "SELECT c.id, c.value AS title, c.label AS detail, c.kind AS code,"
        " c.is_primary AS preferred"
        f" FROM contact_point c WHERE c.{column} = :id"
        " ORDER BY c.is_primary DESC, c.sort_key",
        record_id,
        row_entity="contact_point",
        code=("contact_point", "kind"),
    )
    shown = [replace(item, detail=WHICH.format(item.detail, tr)) for item in items]
    return Section("contact_points", N_("Contact details"), shown, "contact_point", preset)


def _addresses(reader: Reader, record_id: str, preset: Mapping[str, Any]) -> Section:
    (column,) = preset
    return Section(
        "addresses",
        N_("Addresses"),
        reader.items(
            "SELECT a.id, trim(coalesce(a.street || ', ', '') || coalesce(a.postal_code || ' ',"
            " '') || coalesce(a.city, '')) AS title, a.kind AS code, a.is_primary AS preferred"
            f" FROM address a WHERE a.{column} = :id ORDER BY a.is_primary DESC, a.sort_key",
            record_id,
            row_entity="address",
            code=("address", "kind"),
        ),
        "address",
        preset,
    )


def milestones(reader: Reader, record_id: str, where: str, preset: Mapping[str, Any]) -> Section:
    """The steps of a co-operation, by a condition on their organisation."""
    return Section(
        "milestones",
        N_("Development of co-operation"),
        reader.items(
            f"SELECT m.id, {reader.title('milestone', 'm')} AS title, m.date AS since"
            f" FROM milestone m WHERE m.{where} ORDER BY m.date DESC",
            record_id,
            row_entity="milestone",
        ),
        "milestone",
        preset,
    )


def tasks(reader: Reader, entity: str, record_id: str) -> Section:
    """The tasks about a record, and those that are due relative to it."""
    column = {"delegation": "relative_to_id", "meeting": "meeting_id"}.get(entity)
    tied = f" OR t.{column} = :id" if column else ""
    return Section(
        "tasks",
        N_("Tasks"),
        reader.items(
            "SELECT t.id, t.title, u.name AS detail, t.due AS since, t.status AS code"
            ' FROM task t LEFT JOIN "user" u ON u.id = t.assignee_id'
            " WHERE t.id IN (SELECT task_id FROM task_link WHERE record_id = :id"
            f" AND entity = '{entity}'){tied}"
            " ORDER BY t.status IN ('done', 'cancelled'), t.due IS NULL, t.due",
            record_id,
            row_entity="task",
            code=("task", "status"),
        ),
        "task",
        {},
    )


def _relations(reader: Reader, entity: str, record_id: str) -> Section:
    """Relations as this contact has them, then those of others to it."""
    own = f"{entity}_id"
    title = reader.title(entity, "o")
    found = reader.items(
        f"SELECT o.id, r.id AS row_id, {title} AS title, r.note AS detail, r.since, r.until,"
        f" r.kind AS code FROM {entity}_relation r JOIN {entity} o ON o.id = r.other_id"
        f" WHERE r.{own} = :id ORDER BY r.until IS NOT NULL, o.sort_key",
        record_id,
        row_entity=f"{entity}_relation",
        entity=entity,
        code=(f"{entity}_relation", "kind"),
    )
    found += reader.items(
        f"SELECT o.id, r.id AS row_id, {title} AS title, r.note AS detail, r.since, r.until,"
        f" r.kind AS code FROM {entity}_relation r JOIN {entity} o ON o.id = r.{own}"
        " WHERE r.other_id = :id ORDER BY r.until IS NOT NULL, o.sort_key",
        record_id,
        row_entity=f"{entity}_relation",
        entity=entity,
        code=(f"{entity}_relation", "reversed"),
    )
    adds = f"{entity}_relation"
    return Section("relations", N_("Relations"), found, adds, {own: record_id})


def _areas(reader: Reader, record_id: str, preset: Mapping[str, Any]) -> Section:
    (column,) = preset
    return Section(
        "areas_of_interest",
        N_("Areas of interest"),
        reader.items(
            f"SELECT x.id, {reader.title('area', 'r')} AS title FROM contact_area x"
            f" JOIN area r ON r.id = x.area_id WHERE x.{column} = :id ORDER BY r.sort_key",
            record_id,
            row_entity="contact_area",
        ),
        "contact_area",
        preset,
    )


def timeline(reader: Reader, entity: str, record_id: str) -> Section:
    """Everything that happened with a contact, the newest first."""
    column = f"{entity}_id"
    named = (
        " OR i.id IN (SELECT interaction_id FROM interaction_person WHERE person_id = :id)"
        if entity == "person"
        else ""
    )
    found = reader.items(
        "SELECT i.id, i.subject AS title, i.date AS since, i.kind AS code,"
        f" coalesce(CASE WHEN '{entity}' = 'organisation' THEN (SELECT p.full_name FROM person p"
        " WHERE p.id = i.person_id) END || ' · ', '') || coalesce(i.text, '') AS detail"
        f" FROM interaction i WHERE i.{column} = :id{named}",
        record_id,
        row_entity="interaction",
        code=("interaction", "kind"),
    )
    delegations = (
        "SELECT delegation_id FROM delegation_member WHERE person_id = :id"
        " UNION SELECT id FROM delegation WHERE head_id = :id"
        if entity == "person"
        else "SELECT id FROM delegation WHERE :id IN (partner_id, host_id, guest_id)"
    )
    found += reader.items(
        f"SELECT d.id, {reader.title('delegation', 'd')} AS title, d.start AS since,"
        " d.[end] AS until, d.direction AS code FROM delegation d"
        f" WHERE d.id IN ({delegations})",
        record_id,
        row_entity="delegation",
        code=("delegation", "direction"),
    )
    agreements = (
        "SELECT agreement_id FROM agreement_party WHERE signatory_id = :id"
        if entity == "person"
        else "SELECT agreement_id FROM agreement_party WHERE organisation_id = :id"
        " UNION SELECT id FROM agreement WHERE partner_id = :id"
    )
    found += reader.items(
        f"SELECT a.id, {reader.title('agreement', 'a')} AS title, a.signed_on AS since,"
        f" a.kind AS code FROM agreement a WHERE a.id IN ({agreements})",
        record_id,
        row_entity="agreement",
        code=("agreement", "kind"),
    )
    found += reader.items(
        "SELECT t.id, t.title, t.due AS since, t.status AS code FROM task_link x"
        " JOIN task t ON t.id = x.task_id"
        f" WHERE x.record_id = :id AND x.entity = '{entity}'",
        record_id,
        row_entity="task",
        code=("task", "status"),
    )
    found += reader.items(
        "SELECT d.id, d.title, d.date AS since, d.kind AS code FROM document_link x"
        " JOIN document d ON d.id = x.document_id"
        f" WHERE x.record_id = :id AND x.entity = '{entity}' AND d.date IS NOT NULL",
        record_id,
        row_entity="document",
        code=("document", "kind"),
    )
    if entity == "organisation":
        found += reader.items(
            f"SELECT m.id, {reader.title('milestone', 'm')} AS title, m.date AS since"
            " FROM milestone m WHERE m.organisation_id = :id",
            record_id,
            row_entity="milestone",
        )
    else:
        found += reader.items(
            "SELECT l.id, l.name AS title, l.date AS since, m.state AS code, m.note AS detail"
            " FROM mailing_member m JOIN mailing_list l ON l.id = m.mailing_list_id"
            " WHERE m.person_id = :id AND m.state <> 'left_out'",
            record_id,
            row_entity="mailing_list",
            code=("mailing_member", "state"),
        )
    found.sort(key=lambda item: item.since or "", reverse=True)
    return Section("timeline", N_("Timeline"), found, "interaction", {column: record_id})
