"""What a paper prints, free of any language but the texts' own; imports nothing heavy.

A text that exists per language is a `Localised`; a plain `str` is printed as it was typed.
Codes (kind, direction …) are those of `app.entities.choices`. An empty value is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.i18n import Language
from app.rules.agreement_terms import AgreementState
from app.rules.partial_dates import PartialDate

Localised = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class OwnOffice:
    """The own organisation as the letterhead shows it. `address` holds one line each; `logo` is
    a PNG or JPEG.
    """

    native_name: str
    names: Localised = field(default_factory=dict)
    native_language: str = Language.CS
    address: Sequence[str] = ()
    ico: str = ""
    phone: str = ""
    email: str = ""
    data_box: str = ""
    website: str = ""
    logo: bytes | None = None


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
    signatory_post: str = ""
    signed_on: PartialDate | None = None
    signed_at: str = ""


@dataclass(frozen=True, slots=True)
class SummaryApproval:
    """A decision of a council or assembly about the agreement."""

    body: str
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
    place: str = ""


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


@dataclass(frozen=True, slots=True)
class MissingTranslation:
    """A text of the agreement `title` that will be printed as `text`, for want of `language`."""

    title: str
    language: Language
    text: str


def choose(text: Localised, language: Language) -> tuple[str, Language]:
    """The text in `language`, else in Czech, else in any language there is, and which that is."""
    for candidate in (language, Language.CS, *text):
        if said := text.get(candidate, "").strip():
            return said, candidate
    return "", language


def missing_translations(
    papers: Sequence[SummaryPaper], languages: Sequence[Language]
) -> list[MissingTranslation]:
    """What a print in `languages` will show in another language, in the order of the paper,
    each text once per language and agreement.
    """
    found: dict[MissingTranslation, None] = {}
    for paper in papers:
        title = choose(paper.title, Language.CS)[0]
        for text in _texts(paper):
            for language in languages:
                said, actual = choose(text, language)
                if said and actual is not language:
                    found[MissingTranslation(title, language, said)] = None
    return list(found)


def _texts(paper: SummaryPaper) -> Iterator[Localised]:
    yield paper.title
    yield from (party.names for party in paper.parties)
    yield from paper.areas
    yield from (milestone.text for milestone in paper.milestones)
    yield from (delegation.title for delegation in paper.delegations)
