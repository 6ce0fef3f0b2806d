"""What belongs to a record: the short lists below its own fields."""

from __future__ import annotations

from app.db.connection import Connection
from app.i18n import N_, Language
from app.services.related_contacts import milestones, organisation, person, tasks
from app.services.related_documents import documents, of_document
from app.services.related_items import Item, Reader, Section

__all__ = ["Item", "Section", "sections"]


def sections(
    connection: Connection, entity: str, record_id: str, language: Language
) -> list[Section]:
    """The related lists of a record, in the order in which they are shown."""
    return _SECTIONS[entity](Reader(connection, language), record_id)


def _delegation(reader: Reader, record_id: str) -> list[Section]:
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
        tasks(reader, "delegation", record_id),
        documents(reader, "delegation", record_id),
    ]


def _agreement(reader: Reader, record_id: str) -> list[Section]:
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
        milestones(
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
        _chain(reader, record_id, partner[0] if partner else None),
        Section(
            "commitments",
            N_("Commitments"),
            reader.items(
                f"SELECT c.id, {reader.title('commitment', 'c')} AS title, c.due AS since,"
                f" {reader.title('organisation', 'o')} AS detail, c.status AS code"
                " FROM commitment c LEFT JOIN organisation o ON o.id = c.organisation_id"
                " WHERE c.agreement_id = :id ORDER BY c.due IS NULL, c.due, c.sort_key",
                record_id,
                row_entity="commitment",
                code=("commitment", "status"),
            ),
            "commitment",
            {"status": "open", **preset},
        ),
        Section(
            "evaluations",
            N_("Evaluations"),
            reader.items(
                "SELECT e.id, coalesce(e.text, '') AS title, e.date AS since, e.benefit AS code,"
                ' u.name AS detail FROM evaluation e LEFT JOIN "user" u ON u.id = e.user_id'
                " WHERE e.agreement_id = :id ORDER BY e.date DESC",
                record_id,
                row_entity="evaluation",
                code=("evaluation", "benefit"),
            ),
            "evaluation",
            preset,
        ),
        documents(reader, "agreement", record_id),
        tasks(reader, "agreement", record_id),
    ]


def _chain(reader: Reader, record_id: str, partner: str | None) -> Section:
    """What the agreement amends or follows, and what follows it."""
    title = reader.title("agreement", "a")
    return Section(
        "chain",
        N_("Earlier and later agreements"),
        reader.items(
            f"SELECT a.id, {title} AS title, a.signed_on AS since, a.kind AS code FROM agreement a"
            " WHERE a.succeeds_id = :id OR a.id IN"
            " (SELECT succeeds_id FROM agreement WHERE id = :id"
            " UNION SELECT amends_id FROM agreement WHERE id = :id) ORDER BY a.signed_on",
            record_id,
            row_entity="agreement",
            code=("agreement", "kind"),
        ),
        "agreement",
        {"succeeds_id": record_id, "partner_id": partner},
    )


def _task(reader: Reader, record_id: str) -> list[Section]:
    found: list[Item] = []
    for entity in ("person", "organisation", "delegation", "agreement", "mailing_list"):
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
    "agreement": _agreement,
    "task": _task,
    "document": of_document,
    "mailing_list": _mailing_list,
}
