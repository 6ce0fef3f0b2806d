"""From the database to the papers: what the register, the covers, the partner page and the
reports of commitments print. Plain SQL; imports nothing heavy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.errors import UserError
from app.i18n import N_, Language
from app.reports.collect import localised, office, stored_day, summary
from app.reports.data import (
    AgreementFile,
    Body,
    CommitmentLine,
    DocumentLine,
    EvaluationLine,
    Localised,
    NextStep,
    PartnerAgreement,
    PartnerPaper,
    PartnerPerson,
    PartnerStep,
    RegisterContent,
    RegisterEntry,
    SummaryPaper,
)
from app.rules.agreement_terms import AgreementState, standing
from app.rules.partial_dates import PartialDate
from app.services.office import own_organisation
from app.services.query import FACTS, ListQuery, facts_of, rows_as_dicts
from app.services.rows import GONE

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]

CANCELLED = N_("Printing was cancelled. Nothing was written.")
NOTHING = N_("There is nothing to print. Choose at least one record.")

_NOT_PUBLIC = (AgreementState.DRAFT, AgreementState.IN_APPROVAL)
_OPEN_TASK = "('open', 'in_progress', 'waiting')"


def watch(progress: Progress | None, cancelled: Cancelled | None) -> Callable[[int, int], None]:
    """One function that tells how far the work is and stops it (`UserError`) when asked to."""

    def told(done: int, total: int) -> None:
        if cancelled and cancelled():
            raise UserError(CANCELLED)
        if progress:
            progress(done, total)

    return told


# --- the register -------------------------------------------------------------------------------


def chosen_ids(connection: Connection, wanted: Sequence[str] | ListQuery) -> list[str]:
    """The ids as given, each once, or all those of a list in its order. Raises `UserError` if
    there are none.
    """
    if isinstance(wanted, ListQuery):
        ids: list[str] = []
        after = None
        while rows := wanted.page(connection, 1000, after=after):
            ids += [row.id for row in rows]
            after = rows[-1].key
    else:
        ids = list(dict.fromkeys(wanted))
    if not ids:
        raise UserError(NOTHING)
    return ids


def register_content(connection: Connection, ids: Sequence[str], on: date) -> RegisterContent:
    """The agreements `ids` in this order, with their states on the day `on`.

    Raises `UserError` if one does not exist.
    """
    own = own_organisation(connection)
    parties: dict[str, list[str]] = {}
    for agreement, organisation in _pairs(
        connection,
        "SELECT agreement_id, organisation_id FROM agreement_party WHERE agreement_id IN ({marks})"
        " ORDER BY position_no IS NULL, position_no, sort_key",
        ids,
    ):
        if organisation != own:
            parties.setdefault(agreement, []).append(organisation)
    areas: dict[str, list[str]] = {}
    for agreement, area in _pairs(
        connection,
        "SELECT x.agreement_id, x.area_id FROM agreement_area x JOIN area a ON a.id = x.area_id"
        " WHERE x.agreement_id IN ({marks}) ORDER BY a.sort_key",
        ids,
    ):
        areas.setdefault(agreement, []).append(area)
    rows = {
        row["id"]: row
        for row in _by_ids(
            connection,
            "SELECT id, title_cs, title_de, title_en, kind, reference_no, partner_id, signed_at,"
            f" {', '.join(FACTS)} FROM agreement WHERE id IN ({{marks}})",
            ids,
        )
    }
    if any(key not in rows for key in ids):
        raise UserError(GONE)
    partners = {
        key: tuple(dict.fromkeys(filter(None, (rows[key]["partner_id"], *parties.get(key, ())))))
        for key in ids
    }
    found = bodies(connection, {item for items in partners.values() for item in items})
    entries = [
        _entry(rows[key], partners[key], found, tuple(areas.get(key, ())), on) for key in ids
    ]
    names = {
        row["id"]: localised(row, "name")
        for row in rows_as_dicts(connection, "SELECT * FROM area ORDER BY sort_key")
    }
    return RegisterContent(office(connection), entries, found, names)


def _entry(
    row: Mapping[str, Any],
    partners: tuple[str, ...],
    found: Mapping[str, Body],
    areas: tuple[str, ...],
    on: date,
) -> RegisterEntry:
    countries = (found[key].country for key in partners if found[key].country)
    return RegisterEntry(
        id=row["id"],
        title=localised(row, "title"),
        standing=standing(facts_of(row), on),
        kind=row["kind"],
        reference_no=row["reference_no"] or "",
        signed_on=stored_day(row["signed_on"]),
        signed_at=row["signed_at"] or "",
        in_force_from=stored_day(row["entry_into_force"]),
        expires_on=stored_day(row["expires_on"]),
        term=row["term"] or "",
        renewed=bool(row["renewal_months"]),
        partners=partners,
        countries=tuple(dict.fromkeys(countries)),
        areas=areas,
    )


def bodies(connection: Connection, ids: Iterable[str]) -> dict[str, Body]:
    """Organisations by id."""
    return {
        row["id"]: Body(
            row["id"],
            localised(row, "name"),
            row["native_name"] or "",
            row["represents_country"] or row["country"] or "",
        )
        for row in _by_ids(
            connection,
            "SELECT id, name_cs, name_de, name_en, native_name, country, represents_country"
            " FROM organisation WHERE id IN ({marks})",
            sorted(ids),
        )
    }


# --- one agreement ------------------------------------------------------------------------------


def agreement_file(
    connection: Connection, agreement_id: str, on: date, *, with_note: bool = True
) -> AgreementFile:
    """Everything about one agreement on the day `on`. Raises `UserError` if it does not exist."""
    paper = summary(connection, agreement_id, on, with_note=with_note)
    (row,) = rows_as_dicts(connection, "SELECT * FROM agreement WHERE id = ?", (agreement_id,))
    own = own_organisation(connection)
    parties = connection.execute(
        "SELECT organisation_id FROM agreement_party WHERE agreement_id = ?"
        " ORDER BY coalesce(position_no, 99), sort_key, id",
        (agreement_id,),
    ).fetchall()
    own_party = next((index for index, (key,) in enumerate(parties) if key == own), None)
    return AgreementFile(
        summary=paper,
        subject=localised(row, "subject"),
        bodies=row["bodies"] or "",
        duties=row["duties"] or "",
        settlement=row["settlement"] or "",
        notice_clause=row["notice_clause"] or "",
        depositary=row["depositary"] or "",
        published_on=stored_day(row["register_published_on"]),
        register_id=row["register_id"] or "",
        commitments=commitment_lines(connection, [agreement_id], on),
        evaluations=_evaluations(connection, agreement_id),
        documents=_documents(connection, agreement_id),
        own_party=own_party,
        own_is_host=_is_host(connection, agreement_id, own, paper) if own else None,
    )


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


def commitment_lines(
    connection: Connection, agreement_ids: Sequence[str], on: date
) -> list[CommitmentLine]:
    """The commitments of agreements: agreement by agreement, each in the order of their days."""
    found: dict[str, list[CommitmentLine]] = {}
    for row in _by_ids(
        connection,
        "SELECT c.*, a.title_cs, a.title_de, a.title_en, o.name_cs, o.name_de, o.name_en,"
        " u.name AS assignee FROM commitment c JOIN agreement a ON a.id = c.agreement_id"
        ' LEFT JOIN organisation o ON o.id = c.organisation_id LEFT JOIN "user" u'
        " ON u.id = c.assignee_id WHERE c.agreement_id IN ({marks})"
        " ORDER BY c.due IS NULL, c.due, c.sort_key, c.id",
        agreement_ids,
    ):
        due = stored_day(row["due"])
        status = row["status"] or "open"
        passed = due is not None and due.last_day is not None and due.last_day < on
        line = CommitmentLine(
            localised(row, "text"),
            status,
            due,
            stored_day(row["fulfilled_on"]),
            overdue=status == "open" and passed,
            promised_by=localised(row, "name"),
            assignee=row["assignee"] or "",
            agreement=localised(row, "title"),
            note=row["note"] or "",
        )
        found.setdefault(row["agreement_id"], []).append(line)
    return [line for key in agreement_ids for line in found.get(key, ())]


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
    for document, name in _pairs(
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


# --- one partner --------------------------------------------------------------------------------


def partner(
    connection: Connection, organisation_id: str, on: date, *, public: bool = False
) -> PartnerPaper:
    """Everything about one partner on the day `on`.

    With `public` only what may stand on the web: no archived record, no draft, no task,
    commitment, note or contact detail of a person; of visits those that took place or are
    confirmed. Raises `UserError` if there is no such organisation.
    """
    rows = rows_as_dicts(connection, "SELECT * FROM organisation WHERE id = ?", (organisation_id,))
    if not rows:
        raise UserError(GONE)
    row = rows[0]
    agreements = _partner_agreements(connection, organisation_id, on, public=public)
    visits = _partner_visits(connection, organisation_id, public=public)
    steps = [
        *_milestones(connection, organisation_id),
        *(step for step, _, _ in visits if not _is_to_come(step, on)),
    ]
    steps.sort(key=lambda step: (step.day is not None, step.day or PartialDate(1)), reverse=True)
    next_steps = _next_steps(connection, organisation_id, agreements, visits, on, public=public)
    return PartnerPaper(
        office=office(connection),
        body=bodies(connection, [organisation_id])[organisation_id],
        kind=row["kind"],
        website=row["website"] or "",
        address=_address(connection, organisation_id),
        contacts=_contacts(connection, "organisation_id", organisation_id),
        agreements=[item for _, item in agreements],
        areas=_areas(connection, organisation_id, [key for key, _ in agreements], public=public),
        steps=steps,
        people=_people(connection, organisation_id, on, public=public),
        next_steps=next_steps,
        note="" if public else row["note"] or "",
    )


def _partner_agreements(
    connection: Connection, organisation_id: str, on: date, *, public: bool
) -> list[tuple[str, PartnerAgreement]]:
    archived = " AND a.archived_on IS NULL" if public else ""
    found = []
    for row in rows_as_dicts(
        connection,
        "SELECT a.* FROM agreement a WHERE (a.partner_id = ?1 OR a.id IN"
        f" (SELECT agreement_id FROM agreement_party WHERE organisation_id = ?1)){archived}"
        " ORDER BY a.signed_on IS NOT NULL, a.signed_on DESC, a.sort_key",
        (organisation_id,),
    ):
        now = standing(facts_of(row), on)
        if public and now.state in _NOT_PUBLIC:
            continue
        found.append(
            (
                row["id"],
                PartnerAgreement(
                    localised(row, "title"),
                    row["kind"],
                    now,
                    stored_day(row["signed_on"]),
                    stored_day(row["expires_on"]),
                    row["term"] or "",
                ),
            )
        )
    return found


_Visit = tuple[PartnerStep, str, str]
"""A visit with its state and its id."""


def _partner_visits(connection: Connection, organisation_id: str, *, public: bool) -> list[_Visit]:
    archived = " AND archived_on IS NULL" if public else ""
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM delegation WHERE ? IN (partner_id, host_id, guest_id)"
        f" AND coalesce(status, '') <> 'cancelled'{archived} ORDER BY start, rowid",
        (organisation_id,),
    )
    return [
        (
            PartnerStep(
                stored_day(row["start"]),
                localised(row, "title"),
                stored_day(row["end"]),
                row["direction"],
                row["places"] or "",
            ),
            row["status"] or "",
            row["id"],
        )
        for row in rows
        if not (public and row["status"] == "proposed")
    ]


def _is_to_come(step: PartnerStep, on: date) -> bool:
    """Whether a visit is not over yet."""
    last = step.end or step.day
    return last is not None and last.last_day is not None and last.last_day >= on


def _milestones(connection: Connection, organisation_id: str) -> list[PartnerStep]:
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM milestone WHERE organisation_id = ? ORDER BY date, rowid",
        (organisation_id,),
    )
    return [PartnerStep(stored_day(row["date"]), localised(row, "text")) for row in rows]


def _next_steps(
    connection: Connection,
    organisation_id: str,
    agreements: Sequence[tuple[str, PartnerAgreement]],
    visits: Sequence[_Visit],
    on: date,
    *,
    public: bool,
) -> list[NextStep]:
    wanted = ("confirmed", "under_way") if public else ()
    found = [
        NextStep("visit", str(step.day or ""), step.text, step.end, step.place)
        for step, status, _ in visits
        if _is_to_come(step, on) and (not public or status in wanted)
    ]
    if not public:
        keys = [key for key, _ in agreements]
        linked = [organisation_id, *keys, *(key for _, _, key in visits)]
        found += _tasks(connection, linked)
        found += [
            NextStep("commitment", str(line.due or ""), line.text, who=line.assignee)
            for line in commitment_lines(connection, keys, on)
            if line.status == "open"
        ]
        found += [
            NextStep("notice", day.isoformat(), item.title)
            for _, item in agreements
            if (day := item.standing.deliver_by) and day >= on
        ]
    return sorted(found, key=lambda step: (step.moment in ("", "unknown"), step.moment))


def _tasks(connection: Connection, record_ids: Sequence[str]) -> list[NextStep]:
    rows = {
        row["id"]: row
        for row in _by_ids(
            connection,
            "SELECT t.id, t.title, t.due, u.name FROM task_link x JOIN task t ON t.id = x.task_id"
            ' LEFT JOIN "user" u ON u.id = t.assignee_id WHERE x.record_id IN ({marks})'
            f" AND t.status IN {_OPEN_TASK} AND t.archived_on IS NULL ORDER BY t.sort_key",
            record_ids,
        )
    }
    return [
        NextStep("task", row["due"] or "", {Language.CS: row["title"]}, who=row["name"] or "")
        for row in rows.values()
    ]


def _areas(
    connection: Connection, organisation_id: str, agreement_ids: Sequence[str], *, public: bool
) -> list[Localised]:
    keys = [
        key
        for _, key in _pairs(
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
    rows = _by_ids(
        connection, "SELECT * FROM area WHERE id IN ({marks})", list(dict.fromkeys(keys))
    )
    return [localised(row, "name") for row in sorted(rows, key=lambda row: row["sort_key"] or b"")]


def _people(
    connection: Connection, organisation_id: str, on: date, *, public: bool
) -> list[PartnerPerson]:
    rows = rows_as_dicts(
        connection,
        "SELECT x.title_cs, x.title_de, x.title_en, x.since, x.until, p.id, p.full_name,"
        " p.name_native FROM position x JOIN person p ON p.id = x.person_id"
        " WHERE x.organisation_id = ? AND p.archived_on IS NULL"
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
        "SELECT street, postal_code, city FROM address WHERE organisation_id = ?"
        " AND kind IN ('seat', 'postal', 'work')"
        " ORDER BY kind <> 'seat', is_primary IS NULL, is_primary DESC, sort_key LIMIT 1",
        (organisation_id,),
    ).fetchone()
    if not found:
        return []
    street, postal_code, city = found
    town = " ".join(filter(None, (postal_code, city)))
    return [line for line in (street, town) if line]


def _contacts(connection: Connection, owner: str, key: str) -> list[str]:
    """The preferred e-mail and phone."""
    from app.rules.identifiers import show_phone

    found = []
    for kinds in (("email",), ("phone", "mobile")):
        marks = ", ".join("?" * len(kinds))
        row = connection.execute(
            f"SELECT kind, value FROM contact_point WHERE {owner} = ? AND kind IN ({marks})"
            " ORDER BY is_primary IS NULL, is_primary DESC, kind DESC, sort_key LIMIT 1",
            (key, *kinds),
        ).fetchone()
        if row:
            found.append(row[1] if row[0] == "email" else show_phone(row[1]))
    return found


# --- reading ------------------------------------------------------------------------------------


def _by_ids(connection: Connection, sql: str, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a statement for many ids, 500 at a time; ``{marks}`` stands for them."""
    for start in range(0, len(ids), 500):
        part = list(ids[start : start + 500])
        yield from rows_as_dicts(connection, sql.format(marks=", ".join("?" * len(part))), part)


def _pairs(connection: Connection, sql: str, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    for row in _by_ids(connection, sql, ids):
        first, second = row.values()
        yield first, second
