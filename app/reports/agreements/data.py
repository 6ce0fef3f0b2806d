"""What a paper prints, free of any language but the texts' own; imports nothing heavy.

A text that exists per language is a `Localised`; a plain `str` is printed as it was typed.
Codes (kind, direction …) are those of `app.entities.choices`. An empty value is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.i18n import Language
from app.reports.engine.content import (
    Body,
    Localised,
    MissingTranslation,
    OwnOffice,
    in_czech,
    missing_of,
)
from app.rules.agreements.requirements import Requirement
from app.rules.agreements.terms import AgreementState, Standing
from app.rules.days.partial_dates import PartialDate


@dataclass(frozen=True, slots=True)
class SummaryParty:
    """A side of the agreement. `country` is ISO 3166-1 alpha-2; `native_language` (a BCP 47 tag)
    is derived from the country where empty.
    """

    names: Localised
    native_name: str = ""
    native_language: str = ""
    country: str = ""
    signatory: str = ""
    signatory_post: Localised = field(default_factory=dict)
    signed_on: PartialDate | None = None
    signed_at: str = ""
    organisation: str = ""  # its id


@dataclass(frozen=True, slots=True)
class SummaryApproval:
    """A decision of a council or assembly about the agreement."""

    body: Localised
    number: str = ""
    decided_on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class SummaryMilestone:
    """A dated step of the partnership."""

    text: Localised
    happened_on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class SummaryDelegation:
    """A visit under the agreement; `direction` is a code of `TRAVEL_DIRECTION`."""

    title: Localised
    direction: str
    start_on: PartialDate | None = None
    end_on: PartialDate | None = None
    place: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SummaryTask:
    """An open task; `due` is a stored moment (``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM``)."""

    title: str
    due: str = ""
    assignee: str = ""


@dataclass(frozen=True, slots=True)
class SummaryPaper:
    """One agreement. `explanation` holds message ids with the values of their placeholders
    (a `PartialDate` or a date among them is formatted in the print's language).
    """

    office: OwnOffice
    title: Localised
    state: AgreementState
    explanation: Sequence[tuple[str, Mapping[str, object]]] = ()
    kind: str = ""
    relation_type: str = ""
    initiated_by: str = ""
    reference_no: str = ""
    file_no: str = ""
    contract_no: str = ""
    authentic_languages: Sequence[str] = ()
    parties: Sequence[SummaryParty] = ()
    signed_on: PartialDate | None = None
    signed_at: str = ""
    entry_into_force: PartialDate | None = None
    term: str = ""
    expires_on: PartialDate | None = None
    renewal_months: int | None = None
    notice_months: int | None = None
    notice_given_on: PartialDate | None = None
    termination_approved_on: PartialDate | None = None
    ended_on: PartialDate | None = None
    end_reason: str = ""
    approvals: Sequence[SummaryApproval] = ()
    areas: Sequence[Localised] = ()
    milestones: Sequence[SummaryMilestone] = ()
    delegations: Sequence[SummaryDelegation] = ()
    tasks: Sequence[SummaryTask] = ()
    note: str = ""
    source: str = ""
    standing: Standing | None = None
    subject: Localised = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How much of which list does not stand here, for want of room."""
    as_of: PartialDate | None = None
    """The day that the paper speaks about, where it is one before that of printing."""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """An agreement in the register. `partners` and `areas` are ids, `countries` are codes."""

    id: str
    title: Localised
    standing: Standing
    kind: str
    reference_no: str
    signed_on: PartialDate | None
    signed_at: str
    in_force_from: PartialDate | None
    expires_on: PartialDate | None
    partners: tuple[str, ...]
    countries: tuple[str, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegisterContent:
    """What the register prints, the entries in their order; `later` is how many were signed only
    after its day and do not stand in it.
    """

    office: OwnOffice
    entries: Sequence[RegisterEntry]
    bodies: Mapping[str, Body]
    areas: Mapping[str, Localised]
    later: int = 0


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A promise; `status` is a code of `COMMITMENT_STATUS`, `overdue` that it should be kept."""

    text: Localised
    status: str
    due: PartialDate | None = None
    fulfilled_on: PartialDate | None = None
    overdue: bool = False
    promised_by: Localised = field(default_factory=dict)
    assignee: str = ""
    agreement: Localised = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """A look back; `benefit` is a code of `BENEFIT`."""

    day: PartialDate | None
    benefit: str
    text: str
    author: str


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A stored document; `kind` is a code of `DOCUMENT_KIND`, `files` name its versions."""

    title: str
    kind: str
    day: PartialDate | None
    reference_no: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainLine:
    """An agreement of a chain. `relation` is ``first``, ``amendment`` or ``successor``, `depth`
    tells how many agreements it amends in a row, `here` that it is the printed one itself.
    """

    title: Localised
    relation: str
    signed_on: PartialDate | None = None
    depth: int = 0
    here: bool = False


@dataclass(frozen=True, slots=True)
class AgreementFile:
    """Everything about one agreement: what its summary prints, and the rest. The points of
    `missing` name the parties, so there are as many lists of them as languages.
    """

    summary: SummaryPaper
    subject: Localised
    bodies: str
    duties: str
    settlement: str
    notice_clause: str
    depositary: str
    published_on: PartialDate | None
    register_id: str
    commitments: Sequence[CommitmentLine]
    evaluations: Sequence[EvaluationLine]
    documents: Sequence[DocumentLine]
    chain: Sequence[ChainLine] = ()
    missing: Mapping[Language, Sequence[Requirement]] = field(default_factory=dict)
    history: Sequence[PartnerStep] = ()
    planned: Sequence[PartnerStep] = ()
    register_subject: str = ""
    register_reason: str = ""
    ministry_consent_on: PartialDate | None = None
    own_party: int | None = None  # the index of the office itself among the parties
    own_is_host: bool | None = None  # None: it is not known who receives whom


@dataclass(frozen=True, slots=True)
class PartnerAgreement:
    """An agreement with the partner."""

    title: Localised
    kind: str
    standing: Standing
    signed_on: PartialDate | None


@dataclass(frozen=True, slots=True)
class PartnerStep:
    """A step of the co-operation: a milestone, or a visit if `direction` is set."""

    day: PartialDate | None
    text: Localised
    end: PartialDate | None = None
    direction: str = ""
    place: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartnerPerson:
    """Somebody in office at the partner now."""

    name: str
    post: Localised
    native_name: str = ""
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next. `kind` is ``visit``, ``task``, ``commitment`` or ``notice``; `moment` is
    a stored day or moment, `end` the last day of a visit.
    """

    kind: str
    moment: str
    text: Localised
    end: PartialDate | None = None
    who: str = ""
    overdue: bool = False
    place: Localised = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartnerGift:
    """A gift of or for the partner: `way` and `state` are stored codes, `day` may be unknown."""

    day: PartialDate | None
    way: str
    state: str
    title: Localised
    who: str


@dataclass(frozen=True, slots=True)
class PartnerPaper:
    """One partner. A public one (see `partner`) holds nothing that is not for everybody."""

    office: OwnOffice
    body: Body
    kind: str
    website: str
    address: Sequence[str]
    contacts: Sequence[str]
    agreements: Sequence[PartnerAgreement]
    areas: Sequence[Localised]
    steps: Sequence[PartnerStep]
    people: Sequence[PartnerPerson]
    next_steps: Sequence[NextStep]
    note: str = ""
    public: bool = False
    gifts: Sequence[PartnerGift] = ()


def missing_translations(
    papers: Sequence[SummaryPaper], languages: Sequence[Language]
) -> list[MissingTranslation]:
    """What a print in `languages` will show in another language, in the order of the paper,
    each text once per language and agreement.
    """
    found: dict[MissingTranslation, None] = {}
    for paper in papers:
        found |= dict.fromkeys(missing_of(paper.title, list(texts_of(paper)), languages))
    return list(found)


def texts_of(paper: SummaryPaper) -> Iterator[Localised]:
    """Every text of a summary that may lack a translation."""
    yield paper.title
    for party in paper.parties:
        yield party.names
        yield party.signatory_post
    yield paper.subject
    yield from (item.body for item in paper.approvals)
    yield from paper.areas
    yield from (milestone.text for milestone in paper.milestones)
    for delegation in paper.delegations:
        yield delegation.title
        yield delegation.place
    yield in_czech(paper.signed_at)
    yield from (in_czech(party.signed_at) for party in paper.parties)
    yield from (in_czech(task.title) for task in paper.tasks)
    yield in_czech(paper.end_reason)
    yield in_czech(paper.note)
