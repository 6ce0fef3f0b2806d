"""From the database to the papers: reads everything that one agreement's summary prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator, translator
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
from app.reports.engine.printing_day import came_later, came_since, is_earlier
from app.rules.agreements.terms import Standing
from app.rules.days.partial_dates import PartialDate, format_day
from app.rules.people.names import genitive
from app.services.agreements.record import standing_of, stored
from app.services.records.records import Record, read
from app.services.records.rows import GONE

TWO_LANGUAGES = N_("A summary is printed in one language or in two different ones.")
NONE_YET = N_("On that day none of these agreements had been signed. Nothing was written.")
EARLIER = N_(
    "What happened after {day} is left out, and so are open tasks and what the record lacks,"
    " which are known of today only."
)


def there_on(connection: Connection, ids: Sequence[str], on: date) -> list[str]:
    """Which of the agreements `ids` a paper about the day `on` can speak of: not those that were
    signed only since. Raises `UserError` if none is left, or if one does not exist.
    """
    if not is_earlier(on):
        return list(ids)
    there = []
    for key in ids:
        row = stored(connection, key)
        if not came_later(standing_of(connection, key, on), stored_day(row["signed_on"]), on):
            there.append(key)
    if not there:
        raise UserError(NONE_YET)
    return there


def told_of_earlier(
    wanted: Sequence[str], there: Sequence[str], on: date, language: Language
) -> list[str]:
    """What a person should know of a paper about an earlier day: how many of the agreements
    `wanted` are not `there`, and what else is left out. Nothing for one about today.
    """
    if not is_earlier(on):
        return []
    tr = translator(language)
    told = [tr.message(EARLIER, day=format_day(on, tr))]
    if later := len(wanted) - len(there):
        told.insert(0, later_text(later, tr))
    return told


def later_text(count: int, tr: Translator) -> str:
    """Says how many agreements did not exist yet; empty where all did."""
    if not count:
        return ""
    return tr.plural(
        "{count} agreement was signed only after this day and is not listed.",
        "{count} agreements were signed only after this day and are not listed.",
        count,
    )


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
    """Everything that the summary of one agreement prints, as of `today`; of an earlier day than
    that of printing, only what had happened by then.

    Raises `UserError` if the agreement does not exist.
    """
    record = read(connection, ENTITIES["agreement"], agreement_id)
    if record is None:
        raise UserError(GONE)
    values = record.values
    now = standing_of(connection, agreement_id, today)
    languages = values["languages"] or ""
    own = office(connection)
    days = _days(values, now, today)
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
        parties=_parties(connection, record, today),
        signed_at=values["signed_at"] or "",
        term=values["term"] or "",
        renewal_months=values["renewal_months"],
        notice_months=values["notice_months"],
        end_reason=(values["end_reason"] or "") if days["ended_on"] else "",
        approvals=[
            SummaryApproval(
                body_names(row.values["body"], own.names),
                row.values["number"] or "",
                stored_day(row.values["decided_on"]),
            )
            for row in record.owned["resolution"]
            if not came_since(stored_day(row.values["decided_on"]), today)
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
        milestones=_milestones(connection, values["partner_id"], today),
        delegations=_delegations(connection, agreement_id, today),
        tasks=[] if is_earlier(today) else _tasks(connection, agreement_id),
        note=(values["note"] or "") if with_note else "",
        source=(values["source"] or "") if with_note else "",
        left_out={},
        as_of=PartialDate.from_date(today) if is_earlier(today) else None,
        signed_on=days["signed_on"],
        entry_into_force=days["entry_into_force"],
        expires_on=days["expires_on"],
        notice_given_on=days["notice_given_on"],
        termination_approved_on=days["termination_approved_on"],
        ended_on=days["ended_on"],
    )


def _days(values: Mapping[str, Any], now: Standing, on: date) -> dict[str, PartialDate | None]:
    """The days of an agreement as far as they were known on the day `on`. Entry into force and
    the end of the term stand in its text; an end was known where its standing says so.
    """
    found = {
        name: stored_day(values[name])
        for name in (
            "signed_on",
            "entry_into_force",
            "expires_on",
            "notice_given_on",
            "termination_approved_on",
            "ended_on",
        )
    }
    for name in ("notice_given_on", "termination_approved_on", "ended_on"):
        known = name == "ended_on" and found[name] == now.end
        if came_since(found[name], on) and not known:
            found[name] = None
    return found


def _parties(connection: Connection, record: Record, on: date) -> list[SummaryParty]:
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
        signed = stored_day(row.values["signed_on"])
        later = came_since(signed, on)
        found.append(
            SummaryParty(
                names=localised(organisation, "name"),
                native_name=organisation["native_name"] or "",
                country=organisation["country"] or "",
                signatory=row.values["signatory"] or organisation["person"] or "",
                signatory_post=post_names(
                    connection, row.values["signatory_post"], organisation["id"]
                ),
                signed_on=None if later else signed,
                signed_at="" if later else row.values["signed_at"] or "",
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


def _milestones(connection: Connection, partner_id: str | None, on: date) -> list[SummaryMilestone]:
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM milestone WHERE organisation_id = ? ORDER BY date, rowid",
        (partner_id,),
    )
    return [
        SummaryMilestone(localised(row, "text"), stored_day(row["date"]))
        for row in rows
        if not came_since(stored_day(row["date"]), on)
    ]


def _delegations(connection: Connection, agreement_id: str, on: date) -> list[SummaryDelegation]:
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
        if not came_since(stored_day(row["start"]), on)
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
