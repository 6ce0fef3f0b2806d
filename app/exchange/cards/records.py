"""What a card of an address book means in our records, and how a record becomes a card.

Bad details are not lost: an e-mail or a phone that is none is kept as it was written, with a
warning; other values that cannot be read go to the note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from app.entities import ENTITIES
from app.entities.choices import ACTOR_GROUP, ORGANISATION_KIND
from app.errors import UserError
from app.exchange.cards.card import (
    LEFT_OUT,
    TO_NOTE,
    Card,
    CardAddress,
    CardAddressKind,
    Detail,
    DetailKind,
    Post,
    Warned,
)
from app.exchange.cards.cells import is_starred, joined, lines, parts
from app.exchange.cards.ties import AREAS, PARENT, RELATIONS, TIES, Tie, areas_of, ties_of
from app.i18n import N_, Language, translator
from app.kinds import COUNTRY, LANGUAGE_CODE, LANGUAGE_CODES, PARTIAL_DATE, TAGS, Kind
from app.rules.folding import fold
from app.rules.identifiers import email, phone, says_its_country, url
from app.rules.visible import visible

KEPT = N_("“{value}” is kept as it is written, though it is not a valid {what}.")
UNCLEAR = N_(
    "“{value}” is kept as it is written: it does not say of which country the number is. "
    "Write it with the code of the country, +420 475 657 111."
)

_PLAIN_EMAIL = re.compile(r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:[a-z0-9-]+\.)+[a-z]{2,}")
_PLAIN_CZECH_PHONE = re.compile(r"\+420[2-79][0-9]{8}")
EMPTY = "empty"
"""In `Card.extra` of a card of ours: which fields of the record are empty although its details
would suggest a value (names with spaces between them)."""

POSITIONS = "positions"
"""In `Card.extra` of a card of ours: the positions of a person besides the one of the card."""

_EXTRA_PERSON = (
    "legal_basis",
    "consent_on",
    "retain_until",
    "diet",
    "salutation_cs",
    "salutation_de",
    "salutation_en",
    "source",
    "archived_on",
    "invented",
)
_EXTRA_ORGANISATION = (
    "name_de",
    "name_en",
    "native_name",
    "abbreviation",
    "kind",
    "actor_group",
    "represents_country",
    "founded_on",
    "ico",
    "dic",
    "vat_payer",
    "data_box",
    "source",
    "archived_on",
)
EXTRA = {"person": _EXTRA_PERSON, "organisation": _EXTRA_ORGANISATION}
"""The fields of each entity that cards keep in `Card.extra`."""

_ADDRESS_KINDS = {"work": "work", "home": "home", "postal": "postal", "seat": "seat"}


@dataclass(slots=True)
class Rows:
    """A record and what belongs to it, as columns; `warnings` are message ids and values.

    `organisation` is where a person works, `employer` what else is said of it (its IČO…). `parent`
    names the body that an organisation is a part of, `areas` are columns of areas of interest,
    `ties` relations to other records. `unclear` are numbers that do not say of which country they
    are: that of the person's organisation may tell.
    """

    entity: str
    values: dict[str, Any]
    points: list[dict[str, Any]] = field(default_factory=list)
    addresses: list[dict[str, Any]] = field(default_factory=list)
    organisation: str = ""
    position: dict[str, Any] = field(default_factory=dict)
    employer: dict[str, Any] = field(default_factory=dict)
    more: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    parent: str = ""
    areas: list[dict[str, str]] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    photo: bytes | None = None
    warnings: list[Warned] = field(default_factory=list)
    unclear: set[str] = field(default_factory=set)

    @property
    def title(self) -> str:
        """What the record is called."""
        if self.entity == "organisation":
            return str(self.values["name_cs"])
        names = (self.values.get("given_name"), self.values.get("family_name"))
        return " ".join(part for part in names if part)


def rows_of(card: Card) -> Rows | None:
    """The record that a card makes; None if it names nobody and nothing."""
    rows = _organisation(card) if card.kind == "organisation" else _person(card)
    if rows is None:
        return None
    if card.extra:
        _take_ties(rows, card.extra)
    rows.warnings = [*card.warned, *rows.warnings]
    _leave_out_unseen(rows)
    return rows


def _leave_out_unseen(rows: Rows) -> None:
    """Take out the invisible characters that came along from pages and mails (`visible`)."""
    parts = (rows.values, rows.position, rows.employer, *rows.points, *rows.addresses)
    for values in (*parts, *(position for _, position in rows.more), *rows.areas):
        for name, value in values.items():
            if isinstance(value, str):
                values[name] = visible(value)
    rows.organisation = visible(rows.organisation)
    rows.parent = visible(rows.parent)
    rows.more = [(visible(name), position) for name, position in rows.more]


def labelled(label: str, text: str) -> str:
    """A line of a note, in Czech as all that records say without a language of their own.

    The records are shared: a file that is imported in two languages must give the same ones.
    """
    return f"{translator(Language.CS).message(label)}: {text}" if label else text


def _first_notes(card: Card) -> list[str]:
    """What goes to the note whatever the card is of: its own note, then what has no field."""
    own = card.note.replace("\r\n", "\n").replace("\r", "\n").strip()
    notes = [own] if own else []
    return notes + [labelled(label, text) for label, text in dict.fromkeys(card.more)]


def _take_ties(rows: Rows, extra: Mapping[str, str]) -> None:
    if areas := extra.get(AREAS):
        rows.areas = areas_of(areas)
    if relations := extra.get(RELATIONS):
        rows.ties = ties_of(rows.entity, relations)
    if rows.entity == "organisation":
        rows.parent = " ".join(extra.get(PARENT, "").split())


def _person(card: Card) -> Rows | None:
    family, given = card.family_name.strip(), card.given_name.strip()
    more = (card.additional_names or "").strip()
    given = " ".join(part for part in (given, more) if part)
    if not family:
        family, given = given or card.formatted_name.strip() or card.nickname.strip(), ""
    if not family and card.emails:
        family = card.emails[0].value.partition("@")[0]
    if not family:
        return _organisation(card) if card.organisation else None
    notes = _first_notes(card)
    nickname = " ".join(card.nickname.split())
    if nickname and fold(nickname) not in (fold(given), fold(family)):
        notes.append(f"„{nickname}“")
    rows = Rows("person", {})
    values: dict[str, Any] = {
        "title_before": card.title_before,
        "given_name": given,
        "family_name": family,
        "title_after": card.title_after,
        "gender": card.gender or ("unknown" if card.extra.get("gender_unknown") else None),
        "name_native": card.name_native,
        "pronunciation": card.pronunciation,
    }
    for name, kind, text in (
        ("birthday", PARTIAL_DATE, card.birthday),
        ("nationality", COUNTRY, card.nationality),
        ("language", LANGUAGE_CODE, card.language),
    ):
        values[name] = _parsed(rows, notes, "person", name, kind, text or "")
    codes = (_parsed(rows, notes, "person", "other_languages", LANGUAGE_CODES, code)
             for code in card.other_languages)  # fmt: skip
    values["other_languages"] = ";".join(dict.fromkeys(filter(None, codes)))
    values["tags"] = _tags(card)
    for name in _EXTRA_PERSON:
        if text := card.extra.get(name):
            known = ENTITIES["person"].by_name[name]
            values[name] = _parsed(rows, notes, "person", name, known.kind, text)
    rows.values = {name: value for name, value in values.items() if value not in (None, "")}
    _details(card, rows, notes, str(values["nationality"] or ""))
    _posts(card, rows, notes)
    _leftovers(card, rows, notes)
    if card.logo:
        rows.warnings.append((LEFT_OUT, {"name": "LOGO", "size": len(card.logo)}))
    if notes:
        rows.values["note"] = "\n".join(notes)
    rows.photo = card.photo
    return rows


def _tags(card: Card) -> Any:
    """The tags; one that holds a comma stays one, without it (a list of tags has commas)."""
    return TAGS.parse(";".join(_COMMA.sub(" ", tag) for tag in card.tags), Language.CS)


_COMMA = re.compile(r"[,;]")


def _posts(card: Card, rows: Rows, notes: list[str]) -> None:
    """The positions: the one of the card itself, a role beside its post, and further ones."""
    rows.organisation = " ".join(card.organisation.split())
    role = " ".join(card.role.split())
    post = _post(card.post or role, card.department)
    if rows.organisation:
        rows.position = {"title_cs": post or "—"}
        told = {"title_de": card.extra.get("post_de"), "title_en": card.extra.get("post_en")}
        told |= {name: card.extra.get(name) for name in ("since", "until", "rank")}
        rows.position |= _position(rows, notes, told)
        rows.position["is_primary"] = 1
    elif post:
        notes.append(post)
    listed = [Post(rows.organisation, "", role)] if card.post and fold(role) != fold(post) else []
    for other in (*listed, *card.others):
        name = " ".join(other.organisation.split()) or rows.organisation
        for title in dict.fromkeys((other.post, other.role)):
            if title or (title == other.post and not other.role):
                _add_post(rows, notes, name, _post(title, other.department))
    _other_positions(rows, notes, card.extra.get(POSITIONS, ""))
    if any(position.get("is_primary") for _, position in rows.more):
        rows.position.pop("is_primary", None)
    if rows.organisation:
        for name in EMPLOYER:
            if text := card.extra.get(name):
                known = ENTITIES["organisation"].by_name[name]
                said = _parsed(rows, notes, "organisation", name, known.kind, text)
                if said is not None:
                    rows.employer[name] = said


def _post(title: str, department: str) -> str:
    title, department = " ".join(title.split()), " ".join(department.split())
    if department and fold(department) not in fold(title):
        return f"{title}, {department}" if title else department
    return title


def _add_post(rows: Rows, notes: list[str], organisation: str, post: str) -> None:
    """A further position, unless it is there already."""
    if not organisation:
        if post:
            notes.append(post)
        return
    there = [(rows.organisation, rows.position), *rows.more]
    for name, position in there:
        if fold(name) == fold(organisation) and post in ("", position.get("title_cs")):
            return
    rows.more.append((organisation, {"title_cs": post or "—"}))


_NOT_SAID = {
    "gender_unknown", POSITIONS, EMPTY, AREAS, RELATIONS, PARENT,
    "external_source", "external_id", "country", "web",
}  # fmt: skip
_OF_POST = ("post_de", "post_en", "since", "until", "rank")


def _leftovers(card: Card, rows: Rows, notes: list[str]) -> None:
    """Fields that the record does not have, under their own names."""
    known = {*_NOT_SAID, *EXTRA[rows.entity]}
    if rows.organisation:
        known |= {*EMPLOYER, *_OF_POST}
    for name, text in card.extra.items():
        if name in known or not text.strip():
            continue
        fields = [ENTITIES[entity].by_name.get(name) for entity in ("organisation", "position")]
        label = next((item.label for item in fields if item), name)
        notes.append(labelled(label, " ".join(text.split())))


EMPLOYER = ("ico", "dic", "data_box", "abbreviation", "name_de", "name_en", "native_name")
"""What a row of a table says of an organisation beside the person who stands for it."""


def _position(rows: Rows, notes: list[str], told: Mapping[str, str | None]) -> dict[str, Any]:
    """What is told of a position, but for its organisation and its post in Czech."""
    fields = ENTITIES["position"].by_name
    found = {
        name: _parsed(rows, notes, "position", name, fields[name].kind, text or "")
        for name, text in told.items()
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


_POSITION = ("organisation", "title_cs", "title_de", "title_en", "since", "until", "rank")


def position_line(position: Mapping[str, Any]) -> str:
    """``organisation | post | post in German | in English | since | until | rank *``."""
    return joined([position[name] for name in _POSITION], starred=position["is_primary"])


def _other_positions(rows: Rows, notes: list[str], cell: str) -> None:
    for line in lines(cell):
        starred = is_starred(line)
        texts = parts(line.removesuffix("*") if starred else line)
        told = dict(zip(_POSITION, texts, strict=False))
        name = told.pop("organisation", "")
        if not name:
            continue
        title = told.pop("title_cs", "")
        position = {"title_cs": title or "—", **_position(rows, notes, told)}
        if starred:
            position["is_primary"] = 1
        rows.more.append((name, position))


def _organisation(card: Card) -> Rows | None:
    name = " ".join((card.organisation or card.formatted_name or card.family_name).split())
    if not name:
        return None
    rows = Rows("organisation", {})
    notes = _first_notes(card)
    empty = card.extra.get(EMPTY, "").split()
    values: dict[str, Any] = {"name_cs": name}
    entity = ENTITIES["organisation"]
    for column in _EXTRA_ORGANISATION:
        if text := card.extra.get(column):
            found = _parsed(rows, notes, "organisation", column, entity.by_name[column].kind, text)
            if found is not None:
                values[column] = found
    for column, choice in (("kind", ORGANISATION_KIND), ("actor_group", ACTOR_GROUP)):
        if values.get(column) not in (None, *choice.options):
            notes.append(labelled(entity.by_name[column].label, str(values.pop(column))))
    if text := card.extra.get("country") or card.nationality:
        values["country"] = _parsed(rows, notes, "organisation", "country", COUNTRY, text)
    elif "country" not in empty and (country := _first_country(card)):
        values["country"] = country
    website = next((item for item in card.urls if item.kind == "web"), None)
    if "website" in empty:
        website = None
    if website is not None:
        try:
            values["website"] = url(website.value)
        except UserError:
            rows.warnings.append((KEPT, {"value": website.value, "what": "web"}))
            website = None
    values["tags"] = _tags(card)
    _details(card, rows, notes, str(values.get("country") or ""), website)
    _not_of_organisations(card, name, notes)
    _leftovers(card, rows, notes)
    values["note"] = "\n".join(notes) or None
    rows.values = {key: value for key, value in values.items() if value not in (None, "")}
    rows.photo = card.logo or card.photo
    if card.logo and card.photo:
        rows.warnings.append((LEFT_OUT, {"name": "PHOTO", "size": len(card.photo)}))
    return rows


def _not_of_organisations(card: Card, name: str, notes: list[str]) -> None:
    """What only people have, where it stands in the card of an organisation."""
    shown = card.formatted_name
    for label, text in (
        (N_("Also called"), shown if fold(shown) != fold(name) else ""),
        (N_("Department"), card.department),
        (N_("Post"), card.post),
        (N_("Role"), card.role),
        ("", f"„{card.nickname}“" if fold(card.nickname) not in ("", fold(name)) else ""),
        (N_("Birthday"), card.birthday or ""),
        (N_("Language of correspondence"), card.language or ""),
        (N_("Other languages"), ", ".join(card.other_languages)),
        (N_("Pronunciation"), card.pronunciation),
        (N_("Name in its own script"), card.name_native),
        (N_("Gender"), card.gender or ""),
    ):
        if text := " ".join(text.split()):
            notes.append(labelled(label, text))
    for other in card.others:
        said = ", ".join(filter(None, (other.organisation, other.department, other.post,
                                       other.role)))  # fmt: skip
        if said:
            notes.append(said)


def _first_country(card: Card) -> str | None:
    return next((code for item in card.addresses if (code := _country_of(item))), None)


def _parsed(rows: Rows, notes: list[str], entity: str, name: str, kind: Kind, text: str) -> Any:
    if not text or not str(text).strip():
        return None
    try:
        return _parse(kind, str(text))
    except UserError:
        label = ENTITIES[entity].by_name[name].label
        rows.warnings.append((TO_NOTE, {"value": text, "what": label}))
        notes.append(labelled(label, str(text).strip()))
        return None


@lru_cache(maxsize=4096)
def _parse(kind: Kind, text: str) -> Any:
    return kind.parse(text, Language.CS)


@lru_cache(maxsize=1024)
def _country(text: str) -> str | None:
    try:
        found = COUNTRY.parse(text, Language.CS)
    except UserError:
        return None
    return str(found) if found else None


_SHORT = {"CR": "CZ", "SR": "SK"}
_SPACED = re.compile(r"[0-9]{3} [0-9]{2}")


def _country_of(place: CardAddress) -> str | None:
    """The country of an address. *CR* and *SR* (ČR, Slovenská rep.) are no states overseas there
    where the postal code has the form of those two countries.
    """
    said = place.country.strip()
    if said in _SHORT and _SPACED.fullmatch(place.postal_code.strip()):
        return _SHORT[said]
    return _country(said)


def _details(
    card: Card, rows: Rows, notes: list[str], country: str, website: Detail | None = None
) -> None:
    """The details of a card but for the website, which is a field of the record.

    `country` is that of the organisation itself, or whose citizen the person is.
    """
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    urls = [item for item in card.urls if item is not website]
    for found in (card.emails, card.phones, urls):
        for detail in found:
            text = detail.value.strip()
            if text:
                _detail(card, rows, detail, text, country, seen)
    for place in card.addresses:
        values = {
            "street": place.street,
            "postal_code": place.postal_code,
            "city": place.city,
            "region": place.region,
        }
        values = {name: " ".join(text.split()) for name, text in values.items() if text.strip()}
        if place.label:
            values["note"] = place.label.strip()
        if place.country and place.country.strip():
            if code := _country_of(place):
                values["country"] = code
            else:
                note = (place.label, place.country.strip())
                values["note"] = "\n".join(filter(None, note))
                rows.warnings.append((TO_NOTE, {"value": place.country, "what": N_("Country")}))
        if values:
            default = "seat" if rows.entity == "organisation" else "work"
            values["kind"] = _ADDRESS_KINDS.get(place.kind, default)
            if place.is_primary:
                values["is_primary"] = 1  # type: ignore[assignment]
            rows.addresses.append(values)


def _detail(
    card: Card,
    rows: Rows,
    detail: Detail,
    text: str,
    country: str,
    seen: dict[tuple[str, str], dict[str, Any]],
) -> None:
    kind, label = str(detail.kind), detail.label
    value: str | None = text
    if kind == "email":
        value = _email(text)
    elif kind == "web":
        value = _url(text)
    elif kind in _PHONES:
        value = _phone(text, _home(card, detail, country))
    if value is None:
        value = text
        if kind in _PHONES and not says_its_country(text):
            rows.unclear.add(text)
            rows.warnings.append((UNCLEAR, {"value": text}))
        else:
            rows.warnings.append((KEPT, {"value": text, "what": _WHAT[kind]}))
    if kind == "other":
        told, _, rest = label.partition(": ")
        if told in _OTHER_KINDS:
            kind, label = told, rest
    label = " ".join(label.split())
    if point := seen.get((kind, value)):  # twice, perhaps with two labels
        before = point.get("label", "")
        if label and fold(label) not in fold(before):
            point["label"] = f"{before}, {label}" if before else label
        return
    point = {"kind": kind, "value": value}
    seen[kind, value] = point
    if label:
        point["label"] = label
    if detail.is_primary:
        point["is_primary"] = 1
    rows.points.append(point)


def _home(card: Card, detail: Detail, country: str) -> str:
    """The country of a number: of the address of its kind, of all or the main one, or `country`."""
    places = [(item, code) for item in card.addresses if (code := _country_of(item))]
    for chosen in (
        {code for item, code in places if item.kind == detail.label},
        {code for _, code in places},
        {code for item, code in places if item.is_primary},
    ):
        if len(chosen) == 1:
            return chosen.pop()
    return country


@lru_cache(maxsize=1 << 14)
def _email(text: str) -> str | None:
    if _PLAIN_EMAIL.fullmatch(text):
        return text  # what is plainly right needs no library
    try:
        return email(text)
    except UserError:
        return None


@lru_cache(maxsize=1 << 14)
def _phone(text: str, country: str = "") -> str | None:
    bare = text.replace(" ", "")
    if _PLAIN_CZECH_PHONE.fullmatch(bare):
        return bare
    try:
        return phone(text, country)
    except UserError:
        return None


def clear_phone(text: str, country: str) -> str:
    """A number that did not say its country, read as one of `country` if it can be."""
    return _phone(text, country) or text


@lru_cache(maxsize=1 << 12)
def _url(text: str) -> str | None:
    try:
        return url(text)
    except UserError:
        return None


_WHAT = {
    "email": N_("E-mail"),
    "phone": N_("Phone"),
    "mobile": N_("Phone"),
    "fax": N_("Phone"),
    "web": N_("Website"),
}


def shared_value(kind: str, value: str) -> str:
    """The value of a contact detail as an import keeps it, to find whether it is there already."""
    if kind in _PHONES:
        return _phone(value) or value
    check = {"email": _email, "web": _url}.get(kind)
    return (check(value) if check else None) or value


_PHONES = ("phone", "mobile", "fax")
_OTHER_KINDS = ("data_box", "other")


def label_in_card(kind: str, label: str) -> str:
    """The label of a contact detail in a card, which knows fewer kinds than our records do."""
    if kind == "data_box" or (kind == "other" and label.partition(": ")[0] in ("", *_OTHER_KINDS)):
        return f"{kind}: {label}" if label else kind
    return label


def card_of(
    entity: str,
    values: Mapping[str, Any],
    points: Sequence[Mapping[str, Any]],
    addresses: Sequence[Mapping[str, Any]],
    position: Mapping[str, Any] | None = None,
    photo: bytes | None = None,
    more: Sequence[Mapping[str, Any]] = (),
    ties: Mapping[str, Any] | None = None,
) -> Card:
    """The card of a stored record.

    `position` is the one that stands in the card, `more` are the others; each has its columns
    and the name `organisation`. `ties` are cells of `card_ties.TIES`.
    """

    def text(name: str) -> str:
        return str(values.get(name) or "")

    card = Card()
    card.uid = str(values["id"])
    if entity == "organisation":
        card.kind = "organisation"
        card.organisation = card.formatted_name = text("name_cs")
        card.nationality = text("country") or None
        if empty := [name for name in ("website", "country") if not values.get(name)]:
            card.extra[EMPTY] = " ".join(empty)
        if values.get("website"):
            card.urls.append(Detail(text("website"), "web"))
    else:
        card.kind = "person"
        card.title_before, card.title_after = text("title_before"), text("title_after")
        card.given_name, card.family_name = text("given_name"), text("family_name")
        card.formatted_name = text("full_name")
        card.gender = values["gender"] if values.get("gender") in ("female", "male") else None
        card.name_native, card.pronunciation = text("name_native"), text("pronunciation")
        card.birthday = text("birthday") or None
        card.nationality = text("nationality") or None
        card.language = text("language") or None
        card.other_languages = [code for code in text("other_languages").split(";") if code]
    card.note = text("note")
    card.tags = [tag for tag in text("tags").split(";") if tag]
    for name in EXTRA[entity]:
        if values.get(name) not in (None, ""):
            card.extra[name] = str(values[name])
    if values.get("gender") == "unknown":
        card.extra["gender_unknown"] = "1"
    if position:
        card.organisation = str(position["organisation"] or "")
        title = str(position.get("title_cs") or "")
        card.post = "" if title == "—" else title
        for column, name in (("title_de", "post_de"), ("title_en", "post_en")):
            if position.get(column):
                card.extra[name] = str(position[column])
        for name in ("since", "until", "rank"):
            if position.get(name) is not None:
                card.extra[name] = str(position[name])
    card.extra |= {name: cell for name in TIES[entity] if (cell := (ties or {}).get(name))}
    if more:
        card.extra[POSITIONS] = "\n".join(map(position_line, more))
    for point in points:
        kind = str(point["kind"])
        value, label = str(point["value"]), str(point["label"] or "")
        first = bool(point["is_primary"])
        if kind == "email":
            card.emails.append(Detail(value, "email", label, first))
        elif kind == "web":
            card.urls.append(Detail(value, "web", label, first))
        elif kind in ("phone", "mobile", "fax"):
            card.phones.append(Detail(value, cast(DetailKind, kind), label, first))
        else:
            card.urls.append(Detail(value, "other", label_in_card(kind, label), first))
    for place in addresses:
        card.addresses.append(
            CardAddress(
                kind=cast(CardAddressKind, str(place["kind"])),
                street=str(place["street"] or ""),
                postal_code=str(place["postal_code"] or ""),
                city=str(place["city"] or ""),
                region=str(place["region"] or ""),
                country=str(place["country"] or ""),
                label=str(place["note"] or ""),
                is_primary=bool(place["is_primary"]),
            )
        )
    card.photo = photo
    return card
