"""What the record of an agreement still lacks: a clear list, not a refusal.

Two Czech acts and the office's own list are gone through point by point. What cannot be told
from the record is neither missing nor fulfilled but to be checked by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from app.i18n import N_
from app.rules.agreements.terms import add_months
from app.rules.days.holidays import is_working_day
from app.rules.days.partial_dates import PartialDate
from app.rules.folding import fold

Group = Literal["law", "register", "office"]
Status = Literal["missing", "fulfilled", "not_applicable", "check"]

REGIONS = "zákon č. 129/2000 Sb., o krajích"
REGISTER = "zákon č. 340/2015 Sb., o registru smluv"

REGISTER_SINCE = date(2016, 7, 1)
"""What was concluded earlier is not published (zákon č. 340/2015 Sb., § 10)."""
CANCELLED_SINCE = date(2017, 7, 1)
"""Since when what is not published is cancelled (zákon č. 340/2015 Sb., § 7 and 10)."""

_TERRITORIAL = frozenset({"region", "municipality"})
_IN_ANOTHER_STATE = frozenset({"embassy", "consulate", "eu_institution"})  # sit here, belong there


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A side of an agreement. `kind` is a code of `ORGANISATION_KIND`, `country` ISO 3166-1."""

    name: str
    kind: str | None = None
    country: str | None = None
    has_seat_address: bool = False
    signatory_known: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A decision of a council or an assembly; `body` is its name as written."""

    body: str
    number: str | None = None
    decided_on: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts:
    """What the record says.

    `in_preparation` counts only while no day of signing is given. `signed_on` is the day of the
    last signature. The facts of the last group can be read only in the text of the agreement:
    None means that nobody has looked yet.
    """

    relation_type: str | None = None
    kind: str | None = None
    in_preparation: bool = False
    parties: tuple[Party, ...] = ()
    subject: str | None = None
    areas: int = 0
    commitments: int = 0
    approvals: tuple[Approval, ...] = ()
    signed_on: PartialDate | None = None
    term: str | None = None
    expires_on: PartialDate | None = None
    renewal_months: int | None = None
    notice_months: int | None = None
    languages: tuple[str, ...] = ()
    reference_no: str | None = None
    has_document: bool = False
    evaluation_owner: str | None = None
    register_subject: str | None = None
    register_reason: str | None = None
    register_published_on: date | None = None
    register_id: str | None = None

    clause_present: bool | None = None
    bodies_stated: bool | None = None
    withdrawal_stated: bool | None = None
    partner_approved: bool | None = None
    founds_legal_person: bool | None = None
    ministry_consented: bool | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One point of the list.

    `code` is unique within a list. `message` is a message id, `values` fill its placeholders
    (days as `datetime.date` or `PartialDate`, otherwise texts and numbers). `source` is the
    provision it follows from, empty for the office's own list.
    """

    code: str
    group: Group
    status: Status
    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Point:
    """A point before its status is known."""

    code: str
    group: Group
    source: str = ""

    def __call__(self, status: Status, message: str, **values: object) -> Requirement:
        return Requirement(self.code, self.group, status, message, values, self.source)

    def known(self, is_there: bool | None, yes: str, no: str, unread: str) -> Requirement:
        """The point of something that only a reader of the text can tell."""
        if is_there is None:
            return self("check", unread)
        return self("fulfilled", yes) if is_there else self("missing", no)


def missing(facts: RecordFacts, on: date) -> tuple[Requirement, ...]:
    """The points of the law, of the register of contracts and of the office's list on day `on`.

    Fulfilled points and those that do not apply are in the list too, with their status; what
    can follow only after the signing is left out before it.
    """
    prepared = is_prepared(facts, on)
    law = _law(facts, on, prepared)
    said = {item.code for item in law}
    office = _office(facts, prepared)
    if "28.duration" not in said:
        office.insert(1, _duration(facts, _Point("office.term", "office")))
    if "24.duties" not in said:
        office.append(_duties(facts, _Point("office.commitments", "office")))
    return (*law, *_register(facts, on, prepared), *office)


def is_prepared(facts: RecordFacts, on: date) -> bool:
    """Whether it is still to be signed."""
    if facts.signed_on is None:
        return facts.in_preparation
    return facts.signed_on.first_day is not None and facts.signed_on.first_day > on


def _names(parties: Iterable[Party]) -> str:
    return ", ".join(party.name for party in parties)


# --- the Act on Regions -------------------------------------------------------------------------


def _law(facts: RecordFacts, on: date, prepared: bool) -> list[Requirement]:
    """§ 28 with foreign, § 24 with Czech territorial units; both if there are parties of both."""
    units = [party for party in facts.parties if party.kind in _TERRITORIAL and party.country]
    czech = [party for party in units if party.country == "CZ"]
    foreign = [party for party in units if party.country != "CZ"]
    has_region = any(party.kind == "region" for party in czech)
    found: list[Requirement] = []
    if has_region and foreign:
        found += _section_28(facts, czech, foreign, on, prepared)
    if has_region and len(czech) > 1:
        found += _section_24(facts, czech, on, alone=not foreign)
    if found:
        found += _both_sections(facts)
    unclear = [
        party
        for party in facts.parties
        if party.kind is None or (party.kind in _TERRITORIAL and not party.country)
    ]
    if unclear:
        message = N_(
            "Which rules apply depends on {parties}: "
            "record the kind of organisation and the country."
        )
        point = _Point("law.parties", "law", REGIONS)
        found.append(point("check", message, parties=_names(unclear)))
    return found or [_no_section(facts, has_region)]


def _no_section(facts: RecordFacts, has_region: bool) -> Requirement:
    if len(facts.parties) < 2:
        message = N_("Which rules apply can be told once both parties are recorded.")
        return _Point("law.parties", "law", REGIONS)("check", message)
    if not has_region:
        message = N_("None of the parties is a Czech region; the Act on Regions does not apply.")
        return _Point("law.scope", "law", REGIONS)("not_applicable", message)
    message = N_(
        "No other party is a territorial self-governing unit; "
        "sections 24 and 28 of the Act on Regions do not apply."
    )
    return _Point("law.scope", "law", f"{REGIONS}, § 24 a § 28")("not_applicable", message)


def _section_28(
    facts: RecordFacts, czech: Sequence[Party], foreign: Sequence[Party], on: date, prepared: bool
) -> list[Requirement]:
    """§ 28 odst. 2 (content, form, approval) and 4 (legal person)."""
    source = f"{REGIONS}, § 28 odst. 2"
    found = [
        _seats(facts, _Point("28.seats", "law", source)),
        _subject(facts, _Point("28.subject", "law", source)),
        _Point("28.bodies", "law", source).known(
            facts.bodies_stated,
            N_("The text states the bodies and how they are set up."),
            N_("The text does not state the bodies and how they are set up."),
            N_("Check that the text states the bodies and how they are set up."),
        ),
        _duration(facts, _Point("28.duration", "law", source)),
        _written(facts, _Point("28.written", "law", source)),
        _approval(facts, _Point("28.approval", "law", f"{source}; § 35 odst. 2"), on, len(czech)),
    ]
    if _assemblies(facts, on):
        found.append(_in_advance(facts, _Point("28.in_advance", "law", source), on, prepared))
    partner = _Point("28.partner_approval", "law", source).known(
        facts.partner_approved,
        N_("The assembly of the other party approved it: {parties}."),
        N_("The assembly of the other party has not approved it: {parties}."),
        N_("Check that the assembly of the other party approved it too: {parties}."),
    )
    return [*found, replace(partner, values={"parties": _names(foreign)}), _legal_person(facts)]


def _section_24(
    facts: RecordFacts, czech: Sequence[Party], on: date, *, alone: bool
) -> list[Requirement]:
    """§ 24 odst. 4 (form, approval) and 5 (content). What § 28 asks for as well is said there
    unless § 24 applies `alone`. How a finished building is used (odst. 5 písm. d) is left out.
    """
    source = f"{REGIONS}, § 24"
    content, form = f"{source} odst. 5", f"{source} odst. 4"
    found = [
        _duties(facts, _Point("24.duties", "law", content)),
        _Point("24.withdrawal", "law", content).known(
            facts.withdrawal_stated,
            N_("The text deals with withdrawal and the settlement of property."),
            N_("The text does not deal with withdrawal and the settlement of property."),
            N_(
                "Check that the text states the reasons for withdrawal, how to withdraw "
                "and how property is settled."
            ),
        ),
    ]
    if alone:
        approval = _Point("24.approval", "law", f"{form}; § 35 odst. 2")
        found = [
            _Point("24.parties", "law", content)("fulfilled", N_("The parties are recorded.")),
            _subject(facts, _Point("24.subject", "law", content)),
            *found,
            _written(facts, _Point("24.written", "law", form)),
            _approval(facts, approval, on, len(czech)),
        ]
    if any(party.kind == "municipality" for party in czech):
        message = N_(
            "One of the parties is a municipality; have a lawyer check what section 24 asks for."
        )
        found.append(_Point("24.municipality", "law", source)("check", message))
    return found


def _both_sections(facts: RecordFacts) -> list[Requirement]:
    clause = _Point("23.clause", "law", f"{REGIONS}, § 23")
    there = N_("The document bears the clause that confirms the approval.")
    unread = N_("Check whether the document must bear the clause that confirms the approval.")
    found = [clause("fulfilled", there) if facts.clause_present else clause("check", unread)]
    if facts.kind != "cooperation_agreement":
        message = N_(
            "Content decides, not the title: have a lawyer check "
            "whether the document is an agreement under the Act on Regions."
        )
        found.append(_Point("law.nature", "law", REGIONS)("check", message))
    return found


def _seats(facts: RecordFacts, point: _Point) -> Requirement:
    without = [party for party in facts.parties if not party.has_seat_address]
    if without:
        return point("missing", N_("The seat is not recorded: {parties}."), parties=_names(without))
    return point("fulfilled", N_("The names and seats of the parties are recorded."))


def _subject(facts: RecordFacts, point: _Point) -> Requirement:
    if facts.areas or facts.subject:
        return point("fulfilled", N_("The subject of the co-operation is recorded."))
    return point("missing", N_("The subject of the co-operation is not recorded."))


def _duration(facts: RecordFacts, point: _Point) -> Requirement:
    end = facts.expires_on
    if end is None and facts.term == "fixed":
        return point("missing", N_("The end of the fixed term is not recorded."))
    if end is None and facts.term is None:
        return point("missing", N_("It is not recorded for how long it is concluded."))
    if end is not None and end.precision == "unknown":
        return point("check", N_("It has an end, but the day is not known."))
    return point("fulfilled", N_("The duration is recorded."))


def _written(facts: RecordFacts, point: _Point) -> Requirement:
    if facts.has_document:
        return point("fulfilled", N_("The text is stored as a document."))
    return point("check", N_("No document is stored; check that the agreement is in writing."))


def _duties(facts: RecordFacts, point: _Point) -> Requirement:
    if facts.commitments:
        return point("fulfilled", N_("The commitments are recorded."))
    if point.group == "office":
        return point("check", N_("No commitment is recorded; check whether the text has any."))
    message = N_("No commitment is recorded; the text must state the rights and duties.")
    return point("missing", message)


def _legal_person(facts: RecordFacts) -> Requirement:
    point = _Point("28.legal_person", "law", f"{REGIONS}, § 28 odst. 4")
    if facts.founds_legal_person is None:
        message = N_(
            "Check whether a legal person is to be founded or joined under the agreement; "
            "that needs the consent of the Ministry of the Interior."
        )
        return point("check", message)
    if not facts.founds_legal_person:
        return point("not_applicable", N_("No legal person is founded or joined."))
    there = N_("The Ministry of the Interior consented to the legal person.")
    lacks = N_("The consent of the Ministry of the Interior to the legal person is not recorded.")
    return point("fulfilled", there) if facts.ministry_consented else point("missing", lacks)


def _decided(facts: RecordFacts, on: date) -> list[Approval]:
    """The approvals given so far; one that is planned for a later day is none."""
    days = [
        (item, item.decided_on.first_day if item.decided_on else None) for item in facts.approvals
    ]
    return [item for item, day in days if day is None or day <= on]


def _assemblies(facts: RecordFacts, on: date) -> dict[str, list[Approval]]:
    """The approvals by Czech assemblies, by the name of the assembly.

    The Czech word alone tells: *Zastupiteľstvo*, *Kreistag* or *assembly* may be the other side's.
    """
    found: dict[str, list[Approval]] = {}
    for item in _decided(facts, on):
        if "zastupitelst" in item.body.casefold():
            found.setdefault(fold(item.body), []).append(item)
    return found


def _approval(facts: RecordFacts, point: _Point, on: date, total: int) -> Requirement:
    """Whether the assemblies of all `total` Czech units approved it.

    Co-operation with other regions and with other states is reserved to the assembly of the
    region (§ 35 odst. 2), so its council's approval alone does not do.
    """
    approvals, found = _decided(facts, on), _assemblies(facts, on)
    bodies = ", ".join(dict.fromkeys(item.body for item in approvals))
    if len(found) >= total:
        return point("fulfilled", N_("Approved by: {bodies}."), bodies=bodies)
    if found:
        message = N_(
            "Assemblies that approved it: {count} of {total}; the assembly of each party must."
        )
        return point("missing", message, count=len(found), total=total)
    if not approvals:
        return point("missing", N_("Approval by the assembly is not recorded."))
    if all(item.body.casefold().startswith("rada ") for item in approvals):
        message = N_("The assembly must approve it; recorded is only: {bodies}.")
        return point("missing", message, bodies=bodies)
    message = N_("Check whether this is the approval by the assembly: {bodies}.")
    return point("check", message, bodies=bodies)


def _in_advance(facts: RecordFacts, point: _Point, on: date, prepared: bool) -> Requirement:
    """Whether every assembly approved it before the signing; of its decisions one will do."""
    order: tuple[Status, ...] = ("fulfilled", "check", "missing")
    status, approved, body = order[0], facts.signed_on, ""
    for decisions in _assemblies(facts, on).values():
        rated = [(_precedes(item.decided_on, facts.signed_on), item) for item in decisions]
        best, item = min(rated, key=lambda pair: order.index(pair[0]))
        if order.index(best) > order.index(status):
            status, approved, body = best, item.decided_on, item.body
    if prepared or status == "fulfilled":
        return point("fulfilled", N_("The assembly approved it before the signing."))
    if approved is None or facts.signed_on is None:
        message = N_(
            "Record the day of approval and the day of signing: the approval has to come first."
        )
        return point("check", message)
    values = {"approved": approved, "signed": facts.signed_on}
    if status == "missing":
        message = N_("{body} approved it only after the signing ({approved}; signed: {signed}).")
        return point("missing", message, body=body, **values)
    message = N_(
        "Check that the approval ({approved}) came before the signing ({signed}); "
        "the dates alone do not tell."
    )
    return point("check", message, **values)


def _precedes(approved: PartialDate | None, signed: PartialDate | None) -> Status:
    if approved is None or approved.last_day is None or approved.first_day is None:
        return "check"
    if signed is None or signed.last_day is None or signed.first_day is None:
        return "check"
    if approved.last_day < signed.first_day:
        return "fulfilled"
    return "missing" if approved.first_day > signed.last_day else "check"


# --- the register of contracts ------------------------------------------------------------------


def _register(facts: RecordFacts, on: date, prepared: bool) -> list[Requirement]:
    signed = facts.signed_on
    if signed is not None and signed.last_day is not None and signed.last_day < REGISTER_SINCE:
        message = N_("It was signed before 1 July 2016 and is not subject to publication.")
        point = _Point("register.subject", "register", f"{REGISTER}, § 10")
        return [point("not_applicable", message)]
    subject = _register_subject(facts)
    if facts.register_subject != "yes":
        return [subject]
    found = [subject, _publication(facts, on, prepared)]
    if facts.register_published_on is not None:
        number = _Point("register.id", "register", f"{REGISTER}, § 5")
        if facts.register_id:
            found.append(number("fulfilled", N_("Its number in the register is recorded.")))
        else:
            found.append(number("missing", N_("Its number in the register is not recorded.")))
    return found


def _register_subject(facts: RecordFacts) -> Requirement:
    point = _Point("register.subject", "register", f"{REGISTER}, § 2 a § 3")
    if facts.register_subject == "yes":
        return point("fulfilled", N_("It is subject to publication."))
    if facts.register_subject == "no" and facts.register_reason:
        message = N_("It is not subject to publication: {reason}.")
        return point("not_applicable", message, reason=facts.register_reason.rstrip(". "))
    if facts.register_subject == "no":
        return point("missing", N_("It is not recorded why it is not subject to publication."))
    if facts.parties and not any(party.is_own for party in facts.parties):
        message = N_("The office is not a party; publication is up to the parties.")
        return point("not_applicable", message)
    signed = facts.signed_on
    if signed is not None and (signed.first_day is None or signed.first_day < REGISTER_SINCE):
        message = N_(
            "Check when it was signed: "
            "what was signed before 1 July 2016 is not subject to publication."
        )
        return point("check", message)
    return point("missing", N_("It is not recorded whether it is subject to publication."))


def _publication(facts: RecordFacts, on: date, prepared: bool) -> Requirement:
    """The 30 days of § 5 odst. 2 and the three months of § 7 odst. 1, both from the conclusion."""
    published, signed = facts.register_published_on, facts.signed_on
    point = _Point("register.published", "register", f"{REGISTER}, § 5 odst. 2")
    cancelled = _Point("register.published", "register", f"{REGISTER}, § 7 odst. 1")
    if published is not None and published > on:
        return point("check", N_("The day of publication ({day}) is yet to come."), day=published)
    if prepared and published is None:
        message = N_("It is to be sent to the register within 30 days of its conclusion.")
        return point("not_applicable", message)
    if signed is None or not signed.is_day:
        message = N_("The day of signing is not known; check that it was published in time.")
        return point("check", message)
    day = signed.first_day
    assert day is not None
    if published is not None and published < day:
        message = N_("The day of publication ({day}) comes before the signing ({signed}).")
        return point("check", message, day=published, signed=signed)
    send_by, last = day + timedelta(days=30), add_months(day, 3)
    # A last day that is not a working day may move to the next one (zákon č. 89/2012 Sb., § 607):
    # the earlier day is shown, only the later one decides what is said to be cancelled.
    too_late = day >= CANCELLED_SINCE and (published or on) > _next_working_day(last)
    if published is None and too_late:
        message = N_(
            "Publication is not recorded. What is not published within three months of its "
            "conclusion (by {deadline}) is deemed cancelled from the beginning."
        )
        return cancelled("missing", message, deadline=last)
    if published is None and on > send_by:
        message = N_("Publication is not recorded; it was to be sent to the register by {day}.")
        return point("missing", message, day=send_by)
    if published is None:
        return point("missing", N_("It must be sent to the register by {day}."), day=send_by)
    if too_late:
        message = N_(
            "It was published on {day}, later than three months after its conclusion "
            "(by {deadline}); have a lawyer check whether it is deemed cancelled."
        )
        return cancelled("check", message, day=published, deadline=last)
    if published > send_by:
        message = N_("It was published on {day}; it was to be sent by {deadline}.")
        return point("fulfilled", message, day=published, deadline=send_by)
    return point("fulfilled", N_("It was published on {day}."), day=published)


def _next_working_day(day: date) -> date:
    """The first working day on or after `day`."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


# --- the office's own list ----------------------------------------------------------------------


_TEXTS = {
    "parties": (N_("The parties are recorded."),
                N_("Fewer than two parties are recorded.")),
    "reference_no": (N_("The reference number is recorded."),
                     N_("The reference number is not recorded.")),
    "languages": (N_("The authentic languages are recorded."),
                  N_("The authentic languages are not recorded.")),
    "areas": (N_("The areas of co-operation are recorded."),
              N_("No area of co-operation is recorded.")),
    "resolution_numbers": (N_("The resolution numbers are recorded."),
                           N_("The resolution number is not recorded: {bodies}.")),
    "document": (N_("The signed text is stored as a document."),
                 N_("The signed text is not stored as a document.")),
    "signatories": (N_("The signatories are recorded."),
                    N_("The signatory is not recorded: {parties}.")),
    "evaluation_owner": (N_("It is recorded who evaluates the agreement."),
                         N_("It is not recorded who evaluates the agreement.")),
}  # fmt: skip


def _office(facts: RecordFacts, prepared: bool) -> list[Requirement]:
    found = [
        _there("parties", len(facts.parties) > 1),
        _notice(facts),
        _there("reference_no", facts.reference_no),
        _there("languages", facts.languages),
        _there("areas", facts.areas),
        *_relation(facts),
    ]
    if facts.approvals:
        bodies = ", ".join(dict.fromkeys(item.body for item in facts.approvals if not item.number))
        found.append(_there("resolution_numbers", not bodies, bodies=bodies))
    if prepared:
        return found
    unsigned = _names(party for party in facts.parties if not party.signatory_known)
    return [
        *found,
        _signing_day(facts.signed_on),
        _there("document", facts.has_document),
        _there("signatories", not unsigned, parties=unsigned),
        _there("evaluation_owner", facts.evaluation_owner),
    ]


def _there(name: str, fact: object, **values: object) -> Requirement:
    """A point that is there or not; `values` fill only the message for "not"."""
    point, (yes, no) = _Point(f"office.{name}", "office"), _TEXTS[name]
    return point("fulfilled", yes) if fact else point("missing", no, **values)


def _signing_day(signed: PartialDate | None) -> Requirement:
    point = _Point("office.signed_on", "office")
    if signed is None or signed.precision == "unknown":
        return point("missing", N_("The day of signing is not recorded."))
    if signed.is_day:
        return point("fulfilled", N_("The day of signing is recorded."))
    return point("check", N_("The signing is known only as: {day}."), day=signed)


def _notice(facts: RecordFacts) -> Requirement:
    """Whoever can leave only by notice has to know how long before."""
    point = _Point("office.notice", "office")
    if facts.notice_months is not None:
        return point("fulfilled", N_("The notice period is recorded."))
    if facts.renewal_months or facts.term == "indefinite":
        return point("missing", N_("The notice period is not recorded, so it cannot be watched."))
    return point("not_applicable", N_("Neither tacit renewal nor a notice period is recorded."))


def _relation(facts: RecordFacts) -> list[Requirement]:
    """Only where the type of relation and the countries of the parties contradict each other."""
    if any(not party.country or party.kind in _IN_ANOTHER_STATE for party in facts.parties):
        return []
    abroad = [party for party in facts.parties if party.country != "CZ"]
    point = _Point("office.relation_type", "office")
    if facts.relation_type == "domestic" and abroad:
        message = N_("It is recorded as domestic, but a party is from abroad: {parties}.")
        return [point("check", message, parties=_names(abroad))]
    if facts.relation_type == "international" and len(facts.parties) > 1 and not abroad:
        message = N_("It is recorded as international, but all parties are Czech.")
        return [point("check", message)]
    return []
