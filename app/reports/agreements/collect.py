"""From the database to the papers: reads everything that one agreement's summary prints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, translator
from app.progress import Progress
from app.reports.agreements.data import (
    SummaryApproval,
    SummaryDelegation,
    SummaryMilestone,
    SummaryPaper,
    SummaryParty,
    SummaryTask,
)
from app.reports.engine.collect import localised, office, stored_day
from app.reports.engine.content import Localised, in_czech
from app.rules.people.names import genitive
from app.services.agreements.record import standing_of
from app.services.records.records import Record, read
from app.services.records.rows import GONE

TWO_LANGUAGES = N_("A summary is printed in one language or in two different ones.")


def summaries(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    target: Path,
    today: date,
    *,
    with_note: bool = False,
    tell: Progress | None = None,
) -> None:
    """Write the summaries of agreements into one PDF, in one language or two side by side.

    The file is written beside `target` and renamed into place. `tell` is told how many of the
    steps are done; what it raises stops the work, and nothing is written. Raises `UserError`.
    """
    from app.reports.agreements.summary import Languages, render

    if not 1 <= len(languages) <= 2 or len(set(languages)) != len(languages):
        raise UserError(TWO_LANGUAGES)
    chosen: Languages = (languages[0], languages[1]) if len(languages) == 2 else (languages[0],)
    total = 4 * len(ids)  # each is read, composed, laid out and drawn
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if tell:
            tell(done, total)

    papers = []
    for key in ids:
        papers.append(summary(connection, key, today, with_note=with_note))
        step()
    render(papers, chosen, target, printed_on=today, step=step)


def summary(
    connection: Connection, agreement_id: str, today: date, *, with_note: bool = False
) -> SummaryPaper:
    """Everything that the summary of one agreement prints, as of `today`.

    Raises `UserError` if the agreement does not exist.
    """
    record = read(connection, ENTITIES["agreement"], agreement_id)
    if record is None:
        raise UserError(GONE)
    values = record.values
    now = standing_of(connection, agreement_id, today)
    languages = values["languages"] or ""
    own = office(connection)
    return SummaryPaper(
        office=own,
        title=localised(values, "title"),
        state=now.state,
        explanation=now.explanation,
        standing=now,
        subject=localised(values, "subject"),
        kind=values["kind"],
        relation_type=values["relation_type"],
        initiated_by=values["initiated_by"],
        reference_no=values["reference_no"] or "",
        file_no=values["file_no"] or "",
        contract_no=values["contract_no"] or "",
        authentic_languages=[code for code in languages.split(";") if code],
        parties=_parties(connection, record),
        signed_at=values["signed_at"] or "",
        term=values["term"] or "",
        renewal_months=values["renewal_months"],
        notice_months=values["notice_months"],
        end_reason=values["end_reason"] or "",
        approvals=[
            SummaryApproval(
                body_names(row.values["body"], own.names),
                row.values["number"] or "",
                stored_day(row.values["decided_on"]),
            )
            for row in record.owned["resolution"]
        ],
        areas=[
            localised(row, "name")
            for row in rows_as_dicts(
                connection,
                "SELECT a.* FROM agreement_area x JOIN area a ON a.id = x.area_id"
                " WHERE x.agreement_id = ? ORDER BY a.sort_key",
                (agreement_id,),
            )
        ],
        milestones=_milestones(connection, values["partner_id"]),
        delegations=_delegations(connection, agreement_id),
        tasks=_tasks(connection, agreement_id),
        note=(values["note"] or "") if with_note else "",
        source=(values["source"] or "") if with_note else "",
        left_out={},
        **{
            name: stored_day(values[name])
            for name in (
                "signed_on",
                "entry_into_force",
                "expires_on",
                "notice_given_on",
                "termination_approved_on",
                "ended_on",
            )
        },
    )


def _parties(connection: Connection, record: Record) -> list[SummaryParty]:
    found = []
    parties = sorted(
        record.owned["agreement_party"], key=lambda row: row.values["position_no"] or 99
    )
    for row in parties:
        (organisation,) = rows_as_dicts(
            connection,
            "SELECT o.*, (SELECT full_name FROM person WHERE id = ?) AS person"
            " FROM organisation o WHERE o.id = ?",
            (row.values["signatory_id"], row.values["organisation_id"]),
        )
        found.append(
            SummaryParty(
                names=localised(organisation, "name"),
                native_name=organisation["native_name"] or "",
                country=organisation["country"] or "",
                signatory=row.values["signatory"] or organisation["person"] or "",
                signatory_post=post_names(
                    connection, row.values["signatory_post"], organisation["id"]
                ),
                signed_on=stored_day(row.values["signed_on"]),
                signed_at=row.values["signed_at"] or "",
                organisation=organisation["id"],
            )
        )
    return found


BODIES = {
    "assembly": N_("The Assembly of {region}"),
    "council": N_("The Council of {region}"),
}
_CZECH_BODIES = {"Zastupitelstvo": "assembly", "Rada": "council"}


def body_names(recorded: str | None, own: Localised) -> Localised:
    """The names of a body that decided: as it was recorded, which is in Czech, and, where it is one
    of the region whose names are `own`, in the languages in which the region has a name.
    """
    if not recorded:
        return {}
    names = {Language.CS: recorded}
    kind, _, region = recorded.partition(" ")
    if kind in _CZECH_BODIES and region == genitive(own.get(Language.CS, "")):
        for language in (Language.DE, Language.EN):
            if name := own.get(language):
                message = BODIES[_CZECH_BODIES[kind]]
                names[language] = translator(language).message(message, region=name)
    return names


def post_names(connection: Connection, recorded: str | None, organisation_id: str) -> Localised:
    """The names of a post: as it was recorded, which is in Czech, and as the organisation's posts
    of that name are called in other languages.
    """
    if not recorded:
        return {}
    names = {Language.CS: recorded}
    for row in rows_as_dicts(
        connection,
        "SELECT title_de, title_en FROM position WHERE organisation_id = ? AND title_cs = ?"
        " ORDER BY id",
        (organisation_id, recorded),
    ):
        names = {**localised(row, "title"), **names}
    return names


def _milestones(connection: Connection, partner_id: str | None) -> list[SummaryMilestone]:
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM milestone WHERE organisation_id = ? ORDER BY date, rowid",
        (partner_id,),
    )
    return [SummaryMilestone(localised(row, "text"), stored_day(row["date"])) for row in rows]


def _delegations(connection: Connection, agreement_id: str) -> list[SummaryDelegation]:
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM delegation WHERE agreement_id = ? AND coalesce(status, '') <> 'cancelled'"
        " ORDER BY start, rowid",
        (agreement_id,),
    )
    return [
        SummaryDelegation(
            localised(row, "title"),
            row["direction"],
            stored_day(row["start"]),
            stored_day(row["end"]),
            in_czech(row["places"] or ""),
        )
        for row in rows
    ]


def _tasks(connection: Connection, agreement_id: str) -> list[SummaryTask]:
    rows = connection.execute(
        "SELECT t.title, coalesce(t.due, ''), coalesce(u.name, '') FROM task_link x"
        ' JOIN task t ON t.id = x.task_id LEFT JOIN "user" u ON u.id = t.assignee_id'
        " WHERE x.record_id = ? AND t.status IN ('open', 'in_progress', 'waiting')"
        " ORDER BY t.due IS NULL, t.due, t.sort_key",
        (agreement_id,),
    ).fetchall()
    return [SummaryTask(*row) for row in rows]
