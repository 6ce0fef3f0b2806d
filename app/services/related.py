"""What belongs to a record: the short lists below its own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db.connection import Connection
from app.entities import ENTITIES
from app.i18n import N_, Language
from app.services.query import rows_as_dicts, title_expression


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a related list.

    `entity` and `id` name the record that opens, `row_entity` and `row_id` the row that makes
    the connection (it is what is edited and removed). `since` and `until` are stored dates.
    """

    entity: str
    id: str
    row_entity: str
    row_id: str
    title: str
    detail: str = ""
    since: str | None = None
    until: str | None = None
    code: tuple[str, str, str] | None = None  # (entity, field, stored choice) for a badge


@dataclass(frozen=True, slots=True)
class Section:
    """A related list: `adds` is the entity that a new line creates, with preset values."""

    key: str
    label: str
    items: Sequence[Item]
    adds: str = ""
    preset: Mapping[str, Any] = field(default_factory=dict)


def sections(
    connection: Connection, entity: str, record_id: str, language: Language
) -> list[Section]:
    """The related lists of a record, in the order in which they are shown."""
    return _SECTIONS[entity](_Reader(connection, language), record_id)


class _Reader:
    def __init__(self, connection: Connection, language: Language) -> None:
        self.connection = connection
        self.language = language

    def title(self, entity: str, alias: str) -> str:
        return title_expression(ENTITIES[entity], alias, self.language)

    def items(
        self,
        sql: str,
        record_id: str,
        *,
        row_entity: str,
        entity: str = "",
        code: tuple[str, str] | None = None,
    ) -> list[Item]:
        """Items of a statement whose ``:id`` is the record; columns are named as in `Item`."""
        found = []
        for row in rows_as_dicts(self.connection, sql.replace(":id", "?1"), (record_id,)):
            stored = row.get("code")
            found.append(
                Item(
                    entity=row.get("entity") or entity or row_entity,
                    id=row["id"],
                    row_entity=row_entity,
                    row_id=row.get("row_id") or row["id"],
                    title=row["title"] or "",
                    detail=row.get("detail") or "",
                    since=row.get("since"),
                    until=row.get("until"),
                    code=(*code, stored) if code and stored else None,
                )
            )
        return found


def _person(reader: _Reader, record_id: str) -> list[Section]:
    preset = {"person_id": record_id}
    return [
        _positions_of_person(reader, record_id),
        _contact_points(reader, record_id, preset),
        _addresses(reader, record_id, preset),
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
        _tasks(reader, "person", record_id),
    ]


def _positions_of_person(reader: _Reader, record_id: str) -> Section:
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


def _organisation(reader: _Reader, record_id: str) -> list[Section]:
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
        _milestones(reader, record_id, "organisation_id = :id", preset),
        Section(
            "parts",
            N_("Subordinate organisations"),
            reader.items(
                f"SELECT o.id, {reader.title('organisation', 'o')} AS title FROM organisation o"
                " WHERE o.parent_id = :id ORDER BY o.sort_key",
                record_id,
                row_entity="organisation",
            ),
        ),
        _tasks(reader, "organisation", record_id),
    ]


def _delegation(reader: _Reader, record_id: str) -> list[Section]:
    preset = {"delegation_id": record_id}
    return [
        Section(
            "members",
            N_("Delegation members"),
            reader.items(
                "SELECT coalesce(m.person_id, m.id) AS id, m.id AS row_id,"
                " CASE WHEN m.person_id IS NULL THEN 'delegation_member' ELSE 'person' END"
                " AS entity, coalesce(p.full_name, m.post) AS title, m.part AS code"
                " FROM delegation_member m LEFT JOIN person p ON p.id = m.person_id"
                " WHERE m.delegation_id = :id ORDER BY m.side, m.precedence IS NULL,"
                " m.precedence, p.sort_key",
                record_id,
                row_entity="delegation_member",
                code=("delegation_member", "part"),
            ),
            "delegation_member",
            preset,
        ),
        Section(
            "programme",
            N_("Programme"),
            reader.items(
                f"SELECT i.id, {reader.title('programme_item', 'i')} AS title,"
                " i.place AS detail, i.starts AS since, i.ends AS until"
                " FROM programme_item i WHERE i.delegation_id = :id"
                " ORDER BY i.starts, i.rowid",
                record_id,
                row_entity="programme_item",
            ),
            "programme_item",
            preset,
        ),
        _tasks(reader, "delegation", record_id),
    ]


def _agreement(reader: _Reader, record_id: str) -> list[Section]:
    preset = {"agreement_id": record_id}
    partner = reader.connection.execute(
        "SELECT partner_id FROM agreement WHERE id = ?", (record_id,)
    ).fetchone()
    return [
        Section(
            "parties",
            N_("Parties"),
            reader.items(
                f"SELECT o.id, p.id AS row_id, {reader.title('organisation', 'o')} AS title,"
                " trim(coalesce(p.signatory, '') || CASE WHEN p.signatory <> '' AND"
                " p.signatory_post <> '' THEN ', ' ELSE '' END || coalesce(p.signatory_post, ''))"
                " AS detail, p.signed_on AS since FROM agreement_party p"
                " JOIN organisation o ON o.id = p.organisation_id WHERE p.agreement_id = :id"
                " ORDER BY p.position_no, o.sort_key",
                record_id,
                row_entity="agreement_party",
                entity="organisation",
            ),
            "agreement_party",
            preset,
        ),
        Section(
            "areas",
            N_("Areas of co-operation"),
            reader.items(
                f"SELECT x.id, {reader.title('area', 'r')} AS title FROM agreement_area x"
                " JOIN area r ON r.id = x.area_id WHERE x.agreement_id = :id"
                " ORDER BY r.sort_key",
                record_id,
                row_entity="agreement_area",
            ),
            "agreement_area",
            preset,
        ),
        Section(
            "approvals",
            N_("Approvals"),
            reader.items(
                "SELECT r.id, r.body AS title, r.number AS detail, r.decided_on AS since"
                " FROM resolution r WHERE r.agreement_id = :id ORDER BY r.sort_key",
                record_id,
                row_entity="resolution",
            ),
            "resolution",
            preset,
        ),
        Section(
            "delegations",
            N_("Delegations"),
            reader.items(
                f"SELECT d.id, {reader.title('delegation', 'd')} AS title, d.start AS since,"
                " d.[end] AS until, d.direction AS code FROM delegation d"
                " WHERE d.agreement_id = :id ORDER BY d.start DESC",
                record_id,
                row_entity="delegation",
                code=("delegation", "direction"),
            ),
            "delegation",
            {"agreement_id": record_id, "partner_id": partner[0] if partner else None},
        ),
        _milestones(
            reader,
            record_id,
            "organisation_id = (SELECT partner_id FROM agreement WHERE id = :id)",
            {"organisation_id": partner[0] if partner else None},
        ),
        Section(
            "amendments",
            N_("Amendments"),
            reader.items(
                f"SELECT a.id, {reader.title('agreement', 'a')} AS title, a.signed_on AS since"
                " FROM agreement a WHERE a.amends_id = :id ORDER BY a.signed_on",
                record_id,
                row_entity="agreement",
            ),
            "agreement",
            {"amends_id": record_id, "partner_id": partner[0] if partner else None},
        ),
        _tasks(reader, "agreement", record_id),
    ]


def _task(reader: _Reader, record_id: str) -> list[Section]:
    found: list[Item] = []
    for entity in ("person", "organisation", "delegation", "agreement"):
        found += reader.items(
            f"SELECT r.id, x.id AS row_id, {reader.title(entity, 'r')} AS title"
            f" FROM task_link x JOIN {entity} r ON r.id = x.record_id"
            f" WHERE x.task_id = :id AND x.entity = '{entity}' ORDER BY r.sort_key",
            record_id,
            row_entity="task_link",
            entity=entity,
        )
    return [Section("links", N_("Related records"), found, "task_link", {"task_id": record_id})]


def _contact_points(reader: _Reader, record_id: str, preset: Mapping[str, Any]) -> Section:
    (column,) = preset
    return Section(
        "contact_points",
        N_("Contact details"),
        reader.items(
            "SELECT c.id, c.value AS title, c.label AS detail, c.kind AS code"
            f" FROM contact_point c WHERE c.{column} = :id"
            " ORDER BY c.is_primary DESC, c.sort_key",
            record_id,
            row_entity="contact_point",
            code=("contact_point", "kind"),
        ),
        "contact_point",
        preset,
    )


def _addresses(reader: _Reader, record_id: str, preset: Mapping[str, Any]) -> Section:
    (column,) = preset
    return Section(
        "addresses",
        N_("Addresses"),
        reader.items(
            "SELECT a.id, trim(coalesce(a.street || ', ', '') || coalesce(a.postal_code || ' ',"
            " '') || coalesce(a.city, '')) AS title, a.kind AS code FROM address a"
            f" WHERE a.{column} = :id ORDER BY a.sort_key",
            record_id,
            row_entity="address",
            code=("address", "kind"),
        ),
        "address",
        preset,
    )


def _milestones(reader: _Reader, record_id: str, where: str, preset: Mapping[str, Any]) -> Section:
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


def _tasks(reader: _Reader, entity: str, record_id: str) -> Section:
    return Section(
        "tasks",
        N_("Tasks"),
        reader.items(
            "SELECT t.id, t.title, u.name AS detail, t.due AS since, t.status AS code"
            " FROM task_link x JOIN task t ON t.id = x.task_id"
            ' LEFT JOIN "user" u ON u.id = t.assignee_id'
            f" WHERE x.record_id = :id AND x.entity = '{entity}'"
            " ORDER BY t.status IN ('done', 'cancelled'), t.due IS NULL, t.due",
            record_id,
            row_entity="task",
            code=("task", "status"),
        ),
        "task",
        {},
    )


_SECTIONS = {
    "person": _person,
    "organisation": _organisation,
    "delegation": _delegation,
    "agreement": _agreement,
    "task": _task,
}
