"""From the database to the papers: everything about one partner. Plain SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.errors import UserError
from app.i18n import Language
from app.reports.agreements.collect_commitments import commitment_lines
from app.reports.agreements.collect_steps import (
    Visit,
    in_time,
    is_to_come,
    known_steps,
    milestone_steps,
    visits_with,
)
from app.reports.agreements.data import (
    NextStep,
    PartnerAgreement,
    PartnerGift,
    PartnerPaper,
    PartnerPerson,
)
from app.reports.engine.collect import bodies, by_ids, localised, office, pairs_by_ids, stored_day
from app.reports.engine.content import Localised, in_czech
from app.reports.engine.printing_day import came_later, came_since, is_earlier
from app.rules.agreements.terms import AgreementState, standing
from app.rules.days.partial_dates import PartialDate
from app.rules.postal import written_postal_code
from app.services.protocol.gifts import memory, theirs
from app.services.records.query import amendments_column, facts_of
from app.services.records.rows import GONE

_NOT_PUBLIC = (AgreementState.DRAFT, AgreementState.IN_APPROVAL)
_PUBLISHED = (
    " AND (p.legal_basis IN ('public_task', 'legal_obligation')"
    " OR p.legal_basis = 'consent' AND p.consent_on IS NOT NULL)"
)
_OPEN_TASK = "('open', 'in_progress', 'waiting')"


def partner(
    connection: Connection, organisation_id: str, on: date, *, public: bool = False
) -> PartnerPaper:
    """Everything about one partner on the day `on`.

    With `public` only what may stand on the web: no archived record, no draft, no task,
    commitment, notice day or note; of visits those that took place or are confirmed; of people
    those with a legal basis for it (a public task, a legal obligation, or a dated consent), by
    name and post alone; no mobile number. Raises `UserError` if there is no such organisation.
    """
    rows = rows_as_dicts(connection, "SELECT * FROM organisation WHERE id = ?", (organisation_id,))
    if not rows:
        raise UserError(GONE)
    row = rows[0]
    agreements = _partner_agreements(connection, organisation_id, on, public=public)
    visits = [
        visit
        for visit in visits_with(connection, organisation_id, public=public)
        if not came_since(visit[0].day, on)
    ]
    steps = [
        *known_steps(milestone_steps(connection, organisation_id), on),
        *(step for step, _, _ in visits if not is_to_come(step, on)),
    ]
    steps.sort(key=in_time, reverse=True)
    next_steps = _next_steps(connection, organisation_id, agreements, visits, on, public=public)
    return PartnerPaper(
        office=office(connection),
        body=bodies(connection, [organisation_id])[organisation_id],
        kind=row["kind"],
        website=row["website"] or "",
        address=_address(connection, organisation_id),
        contacts=_contacts(connection, "organisation_id", organisation_id, public=public),
        agreements=[item for _, item in agreements],
        areas=_areas(connection, organisation_id, [key for key, _ in agreements], public=public),
        steps=steps,
        people=_people(connection, organisation_id, on, public=public),
        next_steps=next_steps,
        note="" if public else row["note"] or "",
        public=public,
        gifts=() if public else _gifts(connection, organisation_id, on),
    )


def _gifts(connection: Connection, organisation_id: str, on: date) -> list[PartnerGift]:
    """What the partner and its people received and gave until the day, the newest first."""
    found = []
    for line in memory(connection, Language.CS, (), [organisation_id]):
        day = PartialDate.parse_iso(line.day) if line.day else None
        if line.state == "planned" or (day and day.first_day and day.first_day > on):
            continue
        who = line.theirs[0] if line.theirs and theirs(line.values)[0] else ""
        found.append(PartnerGift(day, line.way, line.state, in_czech(line.title), who))
    return found


def _partner_agreements(
    connection: Connection, organisation_id: str, on: date, *, public: bool
) -> list[tuple[str, PartnerAgreement]]:
    archived = " AND a.archived_on IS NULL" if public else ""
    found = []
    for row in rows_as_dicts(
        connection,
        f"SELECT a.*, {amendments_column('a')} FROM agreement a WHERE (a.partner_id = ?1 OR a.id IN"
        f" (SELECT agreement_id FROM agreement_party WHERE organisation_id = ?1)){archived}"
        " ORDER BY a.signed_on IS NOT NULL, a.signed_on DESC, a.sort_key",
        (organisation_id,),
    ):
        now = standing(facts_of(row), on)
        if public and now.state in _NOT_PUBLIC:
            continue
        if came_later(now, stored_day(row["signed_on"]), on):
            continue
        found.append(
            (
                row["id"],
                PartnerAgreement(
                    localised(row, "title"),
                    row["kind"],
                    now,
                    stored_day(row["signed_on"]),
                ),
            )
        )
    return found


def _next_steps(
    connection: Connection,
    organisation_id: str,
    agreements: Sequence[tuple[str, PartnerAgreement]],
    visits: Sequence[Visit],
    on: date,
    *,
    public: bool,
) -> list[NextStep]:
    wanted = ("confirmed", "under_way") if public else ()
    found = [
        NextStep("visit", str(step.day or ""), step.text, step.end, place=step.place)
        for step, status, _ in visits
        if is_to_come(step, on) and (not public or status in wanted)
    ]
    if not public:
        keys = [key for key, _ in agreements]
        linked = [organisation_id, *keys, *(key for _, _, key in visits)]
        found += [] if is_earlier(on) else _tasks(connection, linked, on)
        found += [
            NextStep(
                "commitment",
                str(line.due or ""),
                line.text,
                who=line.assignee,
                overdue=line.overdue,
            )
            for line in commitment_lines(connection, keys, on)
            if line.status == "open"
        ]
        found += [
            NextStep("notice", day.isoformat(), item.title)
            for _, item in agreements
            if (day := item.standing.deliver_by) and day >= on
        ]
    return sorted(found, key=lambda step: (step.moment in ("", "unknown"), step.moment))


def _tasks(connection: Connection, record_ids: Sequence[str], on: date) -> list[NextStep]:
    rows = {
        row["id"]: row
        for row in by_ids(
            connection,
            "SELECT t.id, t.title, t.due, u.name FROM task_link x JOIN task t ON t.id = x.task_id"
            ' LEFT JOIN "user" u ON u.id = t.assignee_id WHERE x.record_id IN ({marks})'
            f" AND t.status IN {_OPEN_TASK} AND t.archived_on IS NULL ORDER BY t.sort_key",
            record_ids,
        )
    }
    return [
        NextStep(
            "task",
            row["due"] or "",
            {Language.CS: row["title"]},
            who=row["name"] or "",
            overdue=bool(row["due"]) and row["due"][:10] < on.isoformat(),
        )
        for row in rows.values()
    ]


def _areas(
    connection: Connection, organisation_id: str, agreement_ids: Sequence[str], *, public: bool
) -> list[Localised]:
    keys = [
        key
        for _, key in pairs_by_ids(
            connection,
            "SELECT agreement_id, area_id FROM agreement_area WHERE agreement_id IN ({marks})",
            agreement_ids,
        )
    ]
    if not public:
        keys += [
            key
            for (key,) in connection.execute(
                "SELECT area_id FROM contact_area WHERE organisation_id = ?", (organisation_id,)
            ).fetchall()
        ]
    rows = by_ids(connection, "SELECT * FROM area WHERE id IN ({marks})", list(dict.fromkeys(keys)))
    return [localised(row, "name") for row in sorted(rows, key=lambda row: row["sort_key"] or b"")]


def _people(
    connection: Connection, organisation_id: str, on: date, *, public: bool
) -> list[PartnerPerson]:
    rows = rows_as_dicts(
        connection,
        "SELECT x.title_cs, x.title_de, x.title_en, x.since, x.until, p.id, p.full_name,"
        " p.name_native FROM position x JOIN person p ON p.id = x.person_id"
        f" WHERE x.organisation_id = ? AND p.archived_on IS NULL{_PUBLISHED if public else ''}"
        " ORDER BY x.rank IS NULL, x.rank, p.sort_key, x.id",
        (organisation_id,),
    )
    return [
        PartnerPerson(
            row["full_name"],
            localised(row, "title"),
            row["name_native"] or "",
            () if public else tuple(_contacts(connection, "person_id", row["id"])),
        )
        for row in rows
        if _holds(stored_day(row["since"]), stored_day(row["until"]), on)
    ]


def _holds(since: PartialDate | None, until: PartialDate | None, on: date) -> bool:
    """Whether a post is held on a day; one that ended on an unknown day is not."""
    begun = since is None or since.first_day is None or since.first_day <= on
    return begun and (until is None or (until.last_day is not None and until.last_day >= on))


def _address(connection: Connection, organisation_id: str) -> list[str]:
    found = connection.execute(
        "SELECT street, postal_code, city, country FROM address WHERE organisation_id = ?"
        " AND kind IN ('seat', 'postal', 'work')"
        " ORDER BY kind <> 'seat', is_primary IS NULL, is_primary DESC, sort_key LIMIT 1",
        (organisation_id,),
    ).fetchone()
    if not found:
        return []
    street, postal_code, city, country = found
    code = written_postal_code(postal_code or "", country or "")
    town = " ".join(filter(None, (code, city)))
    return [line for line in (street, town) if line]


def _contacts(connection: Connection, owner: str, key: str, *, public: bool = False) -> list[str]:
    """The preferred e-mail and phone; a mobile one may be somebody's own and is not public."""
    from app.rules.identifiers import show_phone

    found = []
    for kinds in (("email",), ("phone",) if public else ("phone", "mobile")):
        marks = ", ".join("?" * len(kinds))
        row = connection.execute(
            f"SELECT kind, value FROM contact_point WHERE {owner} = ? AND kind IN ({marks})"
            " ORDER BY is_primary IS NULL, is_primary DESC, kind DESC, sort_key LIMIT 1",
            (key, *kinds),
        ).fetchone()
        if row:
            found.append(row[1] if row[0] == "email" else show_phone(row[1]))
    return found
