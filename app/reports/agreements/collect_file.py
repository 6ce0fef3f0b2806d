"""From the database to the papers: the whole file of one agreement. Plain SQL."""

from __future__ import annotations

from datetime import date

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.i18n import Language
from app.reports.agreements.collect import summary
from app.reports.agreements.collect_commitments import commitment_lines
from app.reports.agreements.collect_steps import (
    in_time,
    is_to_come,
    known_steps,
    milestone_steps,
    visits_under,
    visits_with,
)
from app.reports.agreements.data import (
    AgreementFile,
    ChainLine,
    DocumentLine,
    EvaluationLine,
    PartnerStep,
    SummaryPaper,
)
from app.reports.engine.collect import localised, pairs_by_ids, stored_day
from app.reports.engine.printing_day import came_since, is_earlier
from app.services.agreements.record import chain, requirements
from app.services.office_settings import own_organisation


def agreement_file(
    connection: Connection, agreement_id: str, on: date, *, with_note: bool = True
) -> AgreementFile:
    """Everything about one agreement on the day `on`. Raises `UserError` if it does not exist."""
    paper = summary(connection, agreement_id, on, with_note=with_note)
    (row,) = rows_as_dicts(connection, "SELECT * FROM agreement WHERE id = ?", (agreement_id,))
    own = own_organisation(connection)
    parties = [party.organisation for party in paper.parties]
    own_party = parties.index(own) if own and own in parties else None
    steps = known_steps(partnership(connection, agreement_id, row["partner_id"]), on)
    published, consent = (
        None if came_since(day, on) else day
        for day in (
            stored_day(row["register_published_on"]),
            stored_day(row["ministry_consent_on"]),
        )
    )
    later = bool(row["register_published_on"]) and published is None
    return AgreementFile(
        summary=paper,
        subject=localised(row, "subject"),
        bodies=row["bodies"] or "",
        duties=row["duties"] or "",
        settlement=row["settlement"] or "",
        notice_clause=row["notice_clause"] or "",
        depositary=row["depositary"] or "",
        published_on=published,
        register_id="" if later else row["register_id"] or "",
        commitments=commitment_lines(connection, [agreement_id], on),
        evaluations=[
            item for item in _evaluations(connection, agreement_id) if not came_since(item.day, on)
        ],
        documents=[
            item for item in _documents(connection, agreement_id) if not came_since(item.day, on)
        ],
        chain=_chain(connection, agreement_id, on),
        missing={}
        if is_earlier(on)
        else {code: requirements(connection, agreement_id, on, code) for code in Language},
        history=[step for step in steps if not is_to_come(step, on)],
        planned=[step for step in steps if is_to_come(step, on)],
        register_subject=row["register_subject"] or "",
        register_reason=row["register_reason"] or "",
        ministry_consent_on=consent,
        own_party=own_party,
        own_is_host=_is_host(connection, agreement_id, own, paper) if own else None,
    )


def partnership(
    connection: Connection, agreement_id: str, partner_id: str | None
) -> list[PartnerStep]:
    """Milestones and visits of the partner, and visits under the agreement, as they followed."""
    steps = milestone_steps(connection, partner_id) if partner_id else []
    visits = (
        {key: step for step, _, key in visits_with(connection, partner_id, public=False)}
        if partner_id
        else {}
    )
    visits |= {key: step for step, _, key in visits_under(connection, agreement_id)}
    return sorted([*steps, *visits.values()], key=in_time)


def _chain(connection: Connection, agreement_id: str, on: date) -> list[ChainLine]:
    found = []
    for link in chain(connection, agreement_id):
        if came_since(link.signed_on, on) and link.id != agreement_id:
            continue
        (row,) = rows_as_dicts(connection, "SELECT * FROM agreement WHERE id = ?", (link.id,))
        line = ChainLine(
            localised(row, "title"),
            link.relation,
            link.signed_on,
            link.depth,
            link.id == agreement_id,
        )
        found.append(line)
    return found


def _is_host(
    connection: Connection, agreement_id: str, own: str, paper: SummaryPaper
) -> bool | None:
    """Whether the office itself receives the others: it is signed in the town of its seat, or
    the last visit under the agreement comes to it. None where neither tells.
    """
    (seat,) = connection.execute(
        "SELECT group_concat(city, ';') FROM address WHERE organisation_id = ? AND kind = 'seat'",
        (own,),
    ).fetchone()
    if paper.signed_at and seat and paper.signed_at in seat.split(";"):
        return True
    visit = connection.execute(
        "SELECT direction FROM delegation WHERE agreement_id = ?"
        " AND coalesce(status, '') <> 'cancelled' AND (? = '' OR start <= ?)"
        " ORDER BY start DESC LIMIT 1",
        (agreement_id, str(paper.signed_on or ""), str(paper.signed_on or "")),
    ).fetchone()
    return {"incoming": True, "outgoing": False}.get(visit[0]) if visit else None


def _evaluations(connection: Connection, agreement_id: str) -> list[EvaluationLine]:
    rows = connection.execute(
        "SELECT e.date, e.benefit, coalesce(e.text, ''), coalesce(u.name, '') FROM evaluation e"
        ' LEFT JOIN "user" u ON u.id = e.user_id WHERE e.agreement_id = ?'
        " ORDER BY e.date DESC, e.id",
        (agreement_id,),
    ).fetchall()
    return [EvaluationLine(stored_day(day), *rest) for day, *rest in rows]


def _documents(connection: Connection, record_id: str) -> list[DocumentLine]:
    rows = rows_as_dicts(
        connection,
        "SELECT DISTINCT d.* FROM document_link x JOIN document d ON d.id = x.document_id"
        " WHERE x.record_id = ? ORDER BY d.date IS NULL, d.date, d.sort_key, d.id",
        (record_id,),
    )
    files: dict[str, list[str]] = {}
    for document, name in pairs_by_ids(
        connection,
        "SELECT document_id, file_name FROM document_version WHERE document_id IN ({marks})"
        " ORDER BY number, file_name",
        [row["id"] for row in rows],
    ):
        files.setdefault(document, []).append(name)
    return [
        DocumentLine(
            row["title"],
            row["kind"],
            stored_day(row["date"]),
            row["reference_no"] or "",
            tuple(dict.fromkeys(files.get(row["id"], ()))),
        )
        for row in rows
    ]
