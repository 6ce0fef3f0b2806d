"""A person or an organisation as address books describe them, whatever file it came from.

The neutral form between the files (vCard, CSV, LDIF, Outlook messages) and the records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.i18n import N_
from app.rules.people.names import person_name

CardKind = Literal["person", "organisation", "group"]
DetailKind = Literal["email", "phone", "mobile", "fax", "web", "other"]
CardAddressKind = Literal["work", "home", "postal", "seat"]
Gender = Literal["female", "male"]


@dataclass(slots=True)
class Detail:
    """An e-mail address, a number or a web address, as the file writes it: nothing is checked.

    `label` is ``work``, ``home``, a text of the file's author, or empty.
    """

    value: str
    kind: DetailKind
    label: str = ""
    is_primary: bool = False


@dataclass(slots=True)
class CardAddress:
    """A postal address. `country` is a name or an ISO 3166 code, as the file writes it.

    `label` is a text of the file's author, such as "Branch in Děčín".
    """

    kind: CardAddressKind
    street: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    label: str = ""
    is_primary: bool = False


@dataclass(slots=True)
class Post:
    """A post besides the one that stands in the card itself."""

    organisation: str = ""
    department: str = ""
    post: str = ""
    role: str = ""


Warned = tuple[str, Mapping[str, object]]
"""A message id and what fills it, for the report of an import."""

MAX_NAME = 10_000
"""The most characters of all that a card is called by; a database of names has some 100."""

NAME_TOO_LONG = N_(
    "A name, a post or an organisation is {count} characters long (“{beginning}…”); at most {most} "
    "are read. The entry was left out: shorten it and import it again."
)


@dataclass(slots=True)
class Card:
    """One entry of an address book. A text that is not given is empty, a code or a date is None.

    `formatted_name` is the whole name: of an organisation its only one, while `organisation`
    is where a person works (readers fill both for an organisation). `birthday` is an ISO date
    of reduced precision (``1980``, ``1980-05``, ``1980-05-01``), `language` and
    `other_languages` are ISO 639 codes. `urls` also hold what is no address of the web (kind
    ``other``: messengers). `line` is where it begins in the file, from 1; it does not count when
    two cards are compared.

    `others` are further posts. Nothing that a file says is dropped without a word: `more` is what
    has no field, as pairs of a label (a message id, the property's own name, or nothing) and a
    text, for the note; `warned` what is left out or doubtful, for the report; `technical` names and
    values that say nothing about the contact (``REV``, ``PRODID``), which the report sums up.
    `logo` is a picture of the organisation that a person's card also has. `fingerprint` is all that
    a row says, where the card says less: a row without an id is known again by it. `told` are
    organisations, posts and roles in their order, while a reader has yet to pair them.

    `extra` keeps the fields of our own records that address books do not know (``legal_basis``,
    ``ico``, ``salutation_de``…), by names of lower-case letters, digits and underscores; a
    name in `OWN_FIELDS` is not for it.
    """

    kind: CardKind = "person"
    uid: str = ""
    title_before: str = ""
    given_name: str = ""
    additional_names: str = ""
    family_name: str = ""
    title_after: str = ""
    formatted_name: str = ""
    name_native: str = ""
    pronunciation: str = ""
    nickname: str = ""
    organisation: str = ""
    department: str = ""
    post: str = ""
    role: str = ""
    emails: list[Detail] = field(default_factory=list)
    phones: list[Detail] = field(default_factory=list)
    urls: list[Detail] = field(default_factory=list)
    addresses: list[CardAddress] = field(default_factory=list)
    birthday: str | None = None
    gender: Gender | None = None
    language: str | None = None
    other_languages: list[str] = field(default_factory=list)
    nationality: str | None = None
    note: str = ""
    tags: list[str] = field(default_factory=list)
    photo: bytes | None = field(default=None, repr=False)
    logo: bytes | None = field(default=None, repr=False)
    line: int = field(default=0, compare=False, repr=False)
    others: list[Post] = field(default_factory=list)
    more: list[tuple[str, str]] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    technical: list[tuple[str, str]] = field(default_factory=list, compare=False, repr=False)
    fingerprint: str = field(default="", compare=False, repr=False)
    told: list[tuple[str, str, str, str]] = field(default_factory=list, compare=False, repr=False)
    extra: dict[str, str] = field(default_factory=dict)


OWN_FIELDS = frozenset(
    {"gender", "nationality", "language", "other_languages", "name_native", "pronunciation"}
    | {"birthday", "other"}
)
"""Fields of a card that our vCards write like those of `Card.extra`, where vCard has no better."""


TO_NOTE = N_("“{value}” cannot be read as {what}; it is kept in the note.")
LEFT_OUT = N_("“{name}” of the card ({size} bytes) is left out: there is no place for it.")


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of a file that is no usable card: where it begins and why.

    `reason` is a message id, `values` fill its placeholders, `raw` is the beginning of the text.
    """

    line: int
    reason: str
    values: dict[str, object] = field(default_factory=dict)
    raw: str = ""


def too_long(card: Card, line: int, raw: str = "") -> Fault | None:
    """A fault if a name, a post or an organisation is longer than any: it would take minutes."""
    texts = (
        card.formatted_name, card.given_name, card.family_name, card.additional_names,
        card.title_before, card.title_after, card.nickname, card.organisation, card.department,
        card.post, card.role, card.name_native, card.pronunciation,
    )  # fmt: skip
    if sum(map(len, texts)) <= MAX_NAME:
        return None
    longest = max(texts, key=len)
    values: dict[str, object] = {"count": len(longest), "beginning": longest[:40], "most": MAX_NAME}
    return Fault(line, NAME_TOO_LONG, values, raw)


def full_name(card: Card) -> str:
    """The whole name: as given, else put together of its parts, else the organisation's."""
    if card.formatted_name:
        return card.formatted_name
    given = " ".join(part for part in (card.given_name, card.additional_names) if part)
    if given or card.family_name:
        return person_name(card.title_before, given, card.family_name, card.title_after)
    return card.nickname or card.organisation
