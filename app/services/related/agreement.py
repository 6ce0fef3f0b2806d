"""What belongs to an agreement: who signed it, its chain, what was promised in it."""

from __future__ import annotations

from app.db.statements import rows_as_dicts
from app.entities import choices
from app.i18n import N_, translator
from app.services.agreements.record import chain
from app.services.related.contacts import milestones, tasks
from app.services.related.documents import documents
from app.services.related.items import Item, Reader, Section
from app.services.tasks.commitments import OPEN_TASK

_SIGNED = " || ".join(
    f"CASE WHEN coalesce({column}, '') <> '' THEN ', ' || {column} ELSE '' END"
    for column in (
        "coalesce(nullif(p.signatory, ''), q.full_name)",
        "p.signatory_post",
        "p.signed_at",
    )
)
"""Who signed for a party, in which post and where, each after a comma."""


def agreement(reader: Reader, record_id: str) -> list[Section]:
    """The related lists of an agreement."""
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
                f" substr({_SIGNED}, 3) AS detail, p.signed_on AS since FROM agreement_party p"
                " LEFT JOIN person q ON q.id = p.signatory_id"
                " JOIN organisation o ON o.id = p.organisation_id WHERE p.agreement_id = :id"
                " ORDER BY p.position_no IS NULL, p.position_no, o.sort_key, p.id",
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
            "chain",
            N_("Amendments and successors"),
            _chain(reader, record_id),
            "agreement",
            {"amends_id": record_id, "partner_id": partner[0] if partner else None},
        ),
        Section(
            "commitments",
            N_("Commitments"),
            _commitments(reader, record_id),
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


def _chain(reader: Reader, record_id: str) -> list[Item]:
    """The whole chain in its order, amendments below what they amend; empty for one alone."""
    tr = translator(reader.language)
    links = chain(reader.connection, record_id, reader.language)
    titles = {link.id: link.title for link in links}
    found = []
    for link in links if len(links) > 1 else ():
        if link.id == record_id:
            detail = tr("this agreement")
        elif link.relation == "amendment":
            detail = tr("Amends: {title}", title=titles[str(link.of)])
        elif link.relation == "successor":
            detail = tr("Follows: {title}", title=titles[str(link.of)])
        else:
            detail = ""
        title = f"{'↳ ' if link.depth else ''}{link.title}"
        since = str(link.signed_on) if link.signed_on else None
        found.append(Item("agreement", link.id, "agreement", link.id, title, detail, since))
    return found


def _commitments(reader: Reader, record_id: str) -> list[Item]:
    """The commitments with who promised them, who sees to them, and how far their task is."""
    tr = translator(reader.language)
    found = []
    for row in rows_as_dicts(
        reader.connection,
        f"SELECT c.id, {reader.title('commitment', 'c')} AS title, c.due, c.status,"
        f" {reader.title('organisation', 'o')} AS promised, u.name AS responsible,"
        " t.id AS task, t.status AS task_status FROM commitment c"
        " LEFT JOIN organisation o ON o.id = c.organisation_id"
        ' LEFT JOIN "user" u ON u.id = c.assignee_id LEFT JOIN task t ON t.id = c.task_id'
        " WHERE c.agreement_id = ? ORDER BY c.due IS NULL, c.due, c.sort_key",
        (record_id,),
    ):
        parts = [row["promised"]]
        if row["responsible"]:
            parts.append(tr("Responsible: {name}", name=row["responsible"]))
        if row["task"]:
            status = choices.TASK_STATUS.format(row["task_status"], tr)
            parts.append(tr("Task: {state}", state=status))
        status = row["status"] or "open"
        unfinished = row["task_status"] in OPEN_TASK
        found.append(
            Item(
                "commitment",
                row["id"],
                "commitment",
                row["id"],
                " ".join((row["title"] or "").split()),
                " · ".join(part for part in parts if part),
                since=row["due"],
                code=("commitment", "status", status),
                task=row["task"] if unfinished or status != "open" else None,
                wants_task=status == "open" and not unfinished,
            )
        )
    return found
