"""What an agreement's record says as a whole: what it lacks, how it stands, its chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator
from app.kinds import COUNTRY
from app.rules.agreements.requirements import (
    REGIONS,
    REGISTER,
    Approval,
    Party,
    RecordFacts,
    Requirement,
    is_prepared,
    missing,
)
from app.rules.agreements.terms import Months, Standing, Title, standing
from app.rules.days.partial_dates import (
    PartialDate,
    format,
    format_after,
    format_day,
    format_deadline,
    format_when,
)
from app.services.agreements.office_list import office_list
from app.services.office_settings import own_organisation
from app.services.records.query import amendments_column, facts_of, title_expression
from app.services.records.rows import GONE

Relation = Literal["first", "amendment", "successor"]


@dataclass(frozen=True, slots=True)
class ChainLink:
    """An agreement of a chain: what it is to the agreement `of` (None for the first one).

    `depth` tells how many agreements it amends in a row: 0 for an agreement of its own.
    """

    id: str
    title: str
    relation: Relation
    of: str | None
    signed_on: PartialDate | None
    depth: int = 0


def requirements(
    connection: Connection, agreement_id: str, on: date, language: Language = Language.CS
) -> tuple[Requirement, ...]:
    """What the record has and lacks on the day `on`; parties are named in `language`.

    The office's own points are those that it has chosen. Raises `UserError` if the agreement does
    not exist.
    """
    facts = record_facts(connection, agreement_id, on, language)
    row = stored(connection, agreement_id)
    chosen = office_list(connection)
    return chosen.apply(missing(facts, on), row, prepared=is_prepared(facts, on))


def standing_of(connection: Connection, agreement_id: str, on: date) -> Standing:
    """State, days and explanation on the day `on`. Raises `UserError` if there is no such one."""
    return standing(facts_of(stored(connection, agreement_id)), on)


def stored(connection: Connection, agreement_id: str) -> dict[str, Any]:
    """The columns of an agreement, and what amends it. Raises `UserError` if it does not exist."""
    rows = rows_as_dicts(
        connection,
        f"SELECT *, {amendments_column('agreement')} FROM agreement WHERE id = ?",
        (agreement_id,),
    )
    if not rows:
        raise UserError(GONE)
    return rows[0]


def explanation_text(standing: Standing, tr: Translator) -> str:
    """The sentences that explain a standing, in the language of `tr`; empty if there are none."""
    lines = (tr.message(message, **worded(values, tr)) for message, values in standing.explanation)
    return " ".join(lines)


def until_text(standing: Standing, tr: Translator) -> str:
    """Until when it is or was in force, alone in a field; empty where no end is recorded."""
    if standing.end is not None:
        return format(standing.end, tr)
    return tr("indefinitely") if standing.indefinite else ""


def end_phrase(standing: Standing, tr: Translator) -> str:
    """The same in a sentence: “in force until 5 May 2030”, “for an indefinite term”."""
    end = standing.end
    if end is None:
        return tr("for an indefinite term") if standing.indefinite else ""
    if end.precision == "unknown":
        return tr("the day of its end is not known")
    return tr("in force until {day}", day=format_after(end, tr))


_ACTS = {
    REGIONS: N_("Act No. 129/2000 Coll., on Regions"),
    REGISTER: N_("Act No. 340/2015 Coll., on the Register of Contracts"),
}


def source_text(source: str, tr: Translator) -> str:
    """The provision that a requirement follows from, in the language of `tr`."""
    act = next((act for act in _ACTS if source.startswith(act)), "")
    if not act or tr.language is Language.CS:
        return source
    place = source.removeprefix(act).replace("odst.", tr("para."))
    both = tr.context("provisions", "and")
    return tr.message(_ACTS[act]) + place.replace(" a ", f" {both} ")


def requirement_text(requirement: Requirement, tr: Translator) -> str:
    """The sentence of one requirement, in the language of `tr`."""
    values = worded(requirement.values, tr)
    if "label" in values:
        values["field"] = tr.message(str(values.pop("label")))
    return tr.message(requirement.message, **values)


def worded(values: Mapping[str, object], tr: Translator) -> dict[str, object]:
    """The values of a message with days and lengths as the language of `tr` writes them."""
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, Title):
            found[name] = value.text(tr)
        elif isinstance(value, PartialDate) and name == "when":
            found[name] = format_when(value, tr)
        elif isinstance(value, PartialDate) and name in ("since", "until"):
            found[name] = format_after(value, tr)
        elif isinstance(value, PartialDate):
            found[name] = format(value, tr)
        elif isinstance(value, Months):
            found[name] = value.text(tr)
        elif isinstance(value, date) and name == "deliver_by":
            found[name] = format_deadline(value, tr)
        elif isinstance(value, date):
            found[name] = format_day(value, tr)
        else:
            found[name] = value
    return found


def party_rows(connection: Connection, agreement_id: str) -> list[dict[str, Any]]:
    """The parties in their order: the columns of the organisation with `signatory` (as written,
    else the person on file), `signatory_post`, `signed_on` and `has_seat`.
    """
    return rows_as_dicts(
        connection,
        "SELECT o.*, coalesce(nullif(p.signatory, ''), q.full_name) AS signatory,"
        " p.signatory_post, p.signed_on, EXISTS (SELECT 1 FROM address s"
        " WHERE s.organisation_id = o.id AND s.kind = 'seat' AND s.city <> '') AS has_seat"
        " FROM agreement_party p JOIN organisation o ON o.id = p.organisation_id"
        " LEFT JOIN person q ON q.id = p.signatory_id WHERE p.agreement_id = ?"
        " ORDER BY p.position_no IS NULL, p.position_no, o.sort_key, p.id",
        (agreement_id,),
    )


def signatory_of(
    connection: Connection, person_id: str, organisation_id: str | None, on: PartialDate | None
) -> tuple[str, str]:
    """A person's full name, and the post held on the day of signing (today's without a day).

    A post in the organisation comes before others, the main one before the rest; the post is in
    Czech, as it is written in the record, and empty where none is known for that day. Raises
    `UserError` if the person does not exist.
    """
    rows = rows_as_dicts(connection, "SELECT full_name FROM person WHERE id = ?", (person_id,))
    if not rows:
        raise UserError(GONE)
    if on is None or on.first_day is None or on.last_day is None:
        first = last = date.today()
    else:
        first, last = on.first_day, on.last_day
    posts = rows_as_dicts(
        connection,
        "SELECT title_cs, since, until FROM position WHERE person_id = ?1 AND title_cs <> ''"
        " ORDER BY organisation_id IS NOT ?2, coalesce(is_primary, 0) DESC, since DESC, id",
        (person_id, organisation_id),
    )
    for post in posts:
        since, until = _day(post["since"]), _day(post["until"])
        began = since is None or since.first_day is None or since.first_day <= last
        lasted = until is None or (until.last_day is not None and until.last_day >= first)
        if began and lasted:
            return rows[0]["full_name"] or "", post["title_cs"]
    return rows[0]["full_name"] or "", ""


def text_rows(connection: Connection, agreement_id: str) -> list[dict[str, Any]]:
    """The stored texts and annexes of an agreement, texts first: `title`, `kind` and
    `archived_on` of each document, `file_name` and `content` (a fingerprint) of its newest
    version, None without one.
    """
    return rows_as_dicts(
        connection,
        "SELECT d.title, d.kind, d.archived_on, v.file_name, v.content FROM document_link x"
        " JOIN document d ON d.id = x.document_id LEFT JOIN document_version v ON v.id ="
        " (SELECT w.id FROM document_version w WHERE w.document_id = d.id"
        " ORDER BY w.number DESC, w.id DESC LIMIT 1)"
        " WHERE x.record_id = ? AND d.kind IN ('agreement_text', 'annex')"
        " ORDER BY d.kind = 'annex', d.sort_key, d.id",
        (agreement_id,),
    )


def seat(connection: Connection, organisation_id: str, tr: Translator) -> str:
    """The seat of an organisation in one line, with the country if that is not Czechia.

    Empty where no town of a seat is recorded.
    """
    row = connection.execute(
        "SELECT s.street, s.postal_code, s.city, coalesce(s.country, o.country)"
        " FROM address s JOIN organisation o ON o.id = s.organisation_id"
        " WHERE o.id = ? AND s.kind = 'seat' AND s.city <> ''"
        " ORDER BY coalesce(s.is_primary, 0) DESC, s.sort_key LIMIT 1",
        (organisation_id,),
    ).fetchone()
    if row is None:
        return ""
    street, code, city, country = row
    abroad = COUNTRY.format(country, tr) if country not in (None, "", "CZ") else ""
    return ", ".join(filter(None, (street, f"{code or ''} {city}".strip(), abroad)))


# --- what is recorded ---------------------------------------------------------------------------


def record_facts(
    connection: Connection, agreement_id: str, on: date, language: Language = Language.CS
) -> RecordFacts:
    """What the record says, for the rules. What only a reader of the text can tell is known as
    far as its field is filled in. Raises `UserError` if the agreement does not exist.
    """
    row = stored(connection, agreement_id)
    parties = party_rows(connection, agreement_id)
    own = own_organisation(connection)
    consent = _full_day(row["ministry_consent_on"])
    return RecordFacts(
        relation_type=row["relation_type"],
        kind=row["kind"],
        in_preparation=row["status"] in ("draft", "in_approval"),
        parties=tuple(_party(party, own, language) for party in parties),
        subject=row["subject_cs"] or row["subject_de"] or row["subject_en"],
        areas=_count(connection, "agreement_area", agreement_id),
        commitments=_count(connection, "commitment", agreement_id) + bool(row["duties"]),
        approvals=_approvals(connection, row),
        signed_on=last_signature(row["signed_on"], [party["signed_on"] for party in parties]),
        term=row["term"],
        expires_on=_day(row["expires_on"]),
        renewal_months=row["renewal_months"],
        notice_months=row["notice_months"],
        languages=tuple(code for code in (row["languages"] or "").split(";") if code),
        reference_no=row["reference_no"],
        has_document=any(
            row["kind"] == "agreement_text" and row["content"]
            for row in text_rows(connection, agreement_id)
        ),
        evaluation_owner=_evaluator(connection, agreement_id),
        register_subject=row["register_subject"],
        register_reason=row["register_reason"],
        register_published_on=_full_day(row["register_published_on"]),
        register_id=row["register_id"],
        bodies_stated=True if row["bodies"] else None,
        withdrawal_stated=True if row["settlement"] else None,
        # The ministry is asked only where a legal person is to be founded or joined.
        founds_legal_person=True if consent else None,
        ministry_consented=consent <= on if consent else None,
    )


def last_signature(signed_on: str | None, by_party: Sequence[str | None]) -> PartialDate | None:
    """The day of the last signature, from the stored days of the agreement and of its parties.

    Without a day for the whole, only all parties together make it signed; a party that signed
    later than the day of the whole comes last.
    """
    given = _day(signed_on)
    end = given.last_day if given else None
    days = [PartialDate.parse_iso(text) for text in by_party if text]
    if given is None or end is None:
        return max(days) if days and len(days) == len(by_party) else given
    later = [day for day in days if day.first_day and day.first_day > end]
    return max(later, default=given)


def _party(row: Mapping[str, Any], own: str | None, language: Language) -> Party:
    return Party(
        name=ENTITIES["organisation"].caption(row, language),
        kind=row["kind"],
        country=row["country"],
        has_seat_address=bool(row["has_seat"]),
        signatory_known=bool(row["signatory"]),
        is_own=row["id"] == own,
    )


def _approvals(connection: Connection, agreement: Mapping[str, Any]) -> tuple[Approval, ...]:
    """The resolutions, without one of the very day on which the termination was decided."""
    rows = connection.execute(
        "SELECT body, number, decided_on FROM resolution WHERE agreement_id = ? ORDER BY sort_key",
        (agreement["id"],),
    ).fetchall()
    ending = agreement["termination_approved_on"]
    return tuple(
        Approval(body=body, number=number, decided_on=_day(day))
        for body, number, day in rows
        if not (ending and day == ending)
    )


def _evaluator(connection: Connection, agreement_id: str) -> str | None:
    row = connection.execute(
        'SELECT u.name FROM evaluation e JOIN "user" u ON u.id = e.user_id'
        " WHERE e.agreement_id = ? ORDER BY e.date DESC LIMIT 1",
        (agreement_id,),
    ).fetchone()
    return row[0] if row else None


def _count(connection: Connection, table: str, agreement_id: str) -> int:
    (found,) = connection.execute(
        f'SELECT count(*) FROM "{table}" WHERE agreement_id = ?', (agreement_id,)
    ).fetchone()
    return int(found)


def _day(text: str | None) -> PartialDate | None:
    return PartialDate.parse_iso(text) if text else None


def _full_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# --- amendments and successors ------------------------------------------------------------------

_CONNECTED = """
WITH RECURSIVE
near (a, b) AS (
  SELECT id, amends_id FROM agreement WHERE amends_id IS NOT NULL
  UNION ALL SELECT amends_id, id FROM agreement WHERE amends_id IS NOT NULL
  UNION ALL SELECT id, succeeds_id FROM agreement WHERE succeeds_id IS NOT NULL
  UNION ALL SELECT succeeds_id, id FROM agreement WHERE succeeds_id IS NOT NULL
),
found (id) AS (VALUES (?) UNION SELECT near.b FROM near JOIN found ON near.a = found.id)
"""


def chain(
    connection: Connection, agreement_id: str, language: Language = Language.CS
) -> list[ChainLink]:
    """The agreement with all that it amends or follows and all that amends or follows it.

    Each agreement comes right before its amendments, and its successors after them, each by the
    day of signing. Without relatives the agreement stands alone; an unknown id gives nothing.
    """
    title = title_expression(ENTITIES["agreement"], "a", language)
    rows = rows_as_dicts(
        connection,
        f"{_CONNECTED} SELECT a.id, {title} AS title, a.amends_id, a.succeeds_id, a.signed_on"
        " FROM agreement a JOIN found ON found.id = a.id"
        " ORDER BY a.signed_on IS NULL, a.signed_on, a.sort_key, a.id",
        (agreement_id,),
    )
    return _Chain(rows).ordered()


class _Chain:
    """Puts connected agreements into their order; circles, which no rule forbids, end it."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.found: list[ChainLink] = []
        self.seen: set[str] = set()

    def ordered(self) -> list[ChainLink]:
        for row in self.rows:
            if not row["amends_id"] and not row["succeeds_id"]:
                self._add(row, "first", None, 0)
        for row in self.rows:  # what is left goes in a circle: begin with the earliest
            self._add(row, "first", None, 0)
        return self.found

    def _add(self, row: dict[str, Any], relation: Relation, of: str | None, depth: int) -> None:
        todo: list[tuple[dict[str, Any], Relation, str | None, int]] = [(row, relation, of, depth)]
        while todo:
            row, relation, of, depth = todo.pop()
            key = row["id"]
            if key in self.seen:
                continue
            self.seen.add(key)
            signed = _day(row["signed_on"])
            self.found.append(ChainLink(key, row["title"] or "", relation, of, signed, depth))
            # Taken from the end: amendments before successors, the earliest first.
            todo += [
                (other, "successor", key, depth)
                for other in reversed(self.rows)
                if other["succeeds_id"] == key and not other["amends_id"]
            ]
            todo += [
                (other, "amendment", key, depth + 1)
                for other in reversed(self.rows)
                if other["amends_id"] == key
            ]
