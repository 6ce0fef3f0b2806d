"""People and organisations as tables (CSV, XLSX) that people read and edit and we read again.

A table has a column for each field, and first what an office looks for: name, post, e-mail,
phone, address, of several the preferred ones. All contact details and addresses stand in one cell
each, a line for each of them, so that nothing is lost:
``email: jana@kraj.cz [work] *`` and ``seat: Dlouhá 1 | 400 01 | Ústí nad Labem | | CZ``.

The columns have the names of the domain and values as they are stored, or both as a language
shows them. `own_table` knows such a table again by its header.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, cast

from app.entities import ENTITIES
from app.entities.choices import ADDRESS_KIND, CONTACT_POINT_KIND
from app.entities.contacts import ADDRESS, POSITION
from app.errors import UserError
from app.exchange.cards.card import (
    Card,
    CardAddress,
    CardAddressKind,
    Detail,
    DetailKind,
    full_name,
)
from app.exchange.cards.cells import escape, is_starred, joined, lines, parts, plain
from app.exchange.cards.records import (
    EMPTY,
    EXTRA,
    POSITIONS,
    label_in_card,
    position_line,
    shared_value,
)
from app.exchange.cards.ties import AREAS, RELATIONS, TIES
from app.exchange.tables.writer import was_cut
from app.fields import Entity
from app.i18n import N_, Language, Translator, translator
from app.kinds import COUNTRY, DATE, INTEGER, PARTIAL_DATE, PICTURE, TEXT, Kind

_PLACE = ("street", "postal_code", "city", "region", "country")
_PHONES = ("mobile", "phone")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the message id of its label, and what its cells are."""

    name: str
    label: str
    kind: Kind = TEXT

    @property
    def is_date(self) -> bool:
        """Whether its cells are dates, perhaps of reduced precision."""
        return self.kind in (DATE, PARTIAL_DATE)


_CONTACT = (
    Column("email", N_("E-mail")),
    Column("mobile", N_("Mobile phone")),
    Column("phone", N_("Phone")),
    Column("street", ADDRESS.by_name["street"].label),
    Column("postal_code", ADDRESS.by_name["postal_code"].label),
    Column("city", ADDRESS.by_name["city"].label),
    Column("region", ADDRESS.by_name["region"].label),
    Column("address_country", N_("Country of the address"), COUNTRY),
)
_POSITION = (
    Column("organisation", POSITION.by_name["organisation_id"].label),
    Column("post", POSITION.by_name["title_cs"].label),
)
_MORE_POSITION = (
    Column("post_de", POSITION.by_name["title_de"].label),
    Column("post_en", POSITION.by_name["title_en"].label),
    Column("since", N_("In the post since"), PARTIAL_DATE),
    Column("until", N_("In the post until"), PARTIAL_DATE),
    Column("rank", POSITION.by_name["rank"].label, INTEGER),
)
_LAST = (
    Column("contact_details", N_("All contact details")),
    Column("postal_addresses", N_("All addresses")),
    Column(POSITIONS, N_("Other positions")),
    Column(AREAS, N_("Areas of interest")),
    Column(RELATIONS, N_("Relations to others")),
    Column("external_id", N_("Identifier elsewhere")),
    Column("external_source", N_("Where it is identified so")),
    Column("id", N_("Identifier in Vztahy")),
)
_ID, _DETAILS, _PLACES = "id", "contact_details", "postal_addresses"


@cache
def columns(entity_name: str) -> tuple[Column, ...]:
    """The columns of a table of people or organisations, in their order."""
    fields = [
        Column(field.name.removesuffix("_id"), field.label, TEXT if field.target else field.kind)
        for field in ENTITIES[entity_name].fields
        if field.kind != PICTURE
    ]
    if entity_name == "person":
        return (*fields[:4], *_POSITION, *_CONTACT, *fields[4:], *_MORE_POSITION, *_LAST)
    last = (item for item in _LAST if item.name != POSITIONS)
    return (*fields[:3], *_CONTACT, *fields[3:], *last)


def header(entity: Entity, tr: Translator | None = None) -> list[str]:
    """What stands above the columns: their names, or their labels in a language."""
    return [tr.message(item.label) if tr else item.name for item in columns(entity.name)]


def row_values(
    entity: Entity,
    record: Mapping[str, Any],
    points: Sequence[Mapping[str, Any]],
    places: Sequence[Mapping[str, Any]],
    positions: tuple[Mapping[str, Any] | None, Sequence[Mapping[str, Any]]],
    others: Mapping[str, Any],
    tr: Translator | None = None,
) -> list[Any]:
    """The values of a row as stored (None for nothing), in the order of `columns`.

    `points` and `places` have the preferred ones first, `positions` are the main one and all
    others. `others` holds the columns that are none of the record: those of `card_ties.TIES`,
    `external_id`, `external_source`. With `tr` the kinds in the cells of several lines are those
    of its language.
    """
    found: dict[str, Any] = {**record, **others}
    for point in reversed(points):
        if point["kind"] in ("email", *_PHONES):
            found[point["kind"]] = point["value"]
    if places:
        found |= {name: places[0][name] for name in _PLACE[:-1]}
        found["address_country"] = places[0]["country"]
    position, more = positions
    if position:
        found["organisation"] = position["organisation"]
        found["post"] = position["title_cs"]
        found |= {"post_de": position["title_de"], "post_en": position["title_en"]}
        found |= {name: position[name] for name in ("since", "until", "rank")}
    found[POSITIONS] = "\n".join(map(position_line, more)) or None
    found[_DETAILS] = "\n".join(detail_line(point, tr) for point in points) or None
    found[_PLACES] = "\n".join(address_line(place, tr) for place in places) or None
    return [found.get(item.name) for item in columns(entity.name)]


# --- contact details and addresses in a cell ------------------------------------------------------


def detail_line(point: Mapping[str, Any], tr: Translator | None = None) -> str:
    """``kind: value [label] *``; the star marks the preferred one."""
    kind = tr.message(CONTACT_POINT_KIND.label(point["kind"])) if tr else point["kind"]
    label = f" [{escape(point['label'])}]" if point["label"] else ""
    star = " *" if point["is_primary"] else ""
    return f"{kind}: {escape(point['value'])}{label}{star}"


def address_line(place: Mapping[str, Any], tr: Translator | None = None) -> str:
    """``kind: street | postal code | town | region | country | note *``; no note, no last mark."""
    kind = tr.message(ADDRESS_KIND.label(place["kind"])) if tr else place["kind"]
    names = (*_PLACE, "note") if place["note"] else _PLACE
    return f"{kind}: {joined([place[name] for name in names], starred=place['is_primary'])}"


_DETAIL = re.compile(
    r"(?P<kind>[^:]+): ?(?P<value>(?:\\.|[^\\\[\]*])*?)\s*"
    r"(?:\[(?P<label>(?:\\.|[^\\\[\]])*)\])?\s*(?P<star>\*)?"
)


def take_cells(card: Card, details: str, places: str) -> None:
    """Give a card what stands in the cells of our own tables; other lines are passed over."""
    for line in lines(details):
        found = _DETAIL.fullmatch(line)
        if not found or not (value := plain(found["value"])):
            continue
        kind = _kind(CONTACT_POINT_KIND, found["kind"]) or "other"
        label = label_in_card(kind, plain(found["label"] or ""))
        kind = "other" if kind == "data_box" else kind
        detail = Detail(value, cast(DetailKind, kind), label, bool(found["star"]))
        place = card.emails if kind == "email" else card.urls
        (card.phones if kind in ("phone", "mobile", "fax") else place).append(detail)
    for line in lines(places):
        said, _, rest = line.partition(":")
        known = _kind(ADDRESS_KIND, said)
        if known is None:
            continue
        starred = is_starred(rest)
        address = CardAddress(cast(CardAddressKind, known), is_primary=starred)
        texts = parts(rest.removesuffix("*") if starred else rest)
        for name, text in zip((*_PLACE, "label"), texts, strict=False):
            setattr(address, name, text)
        card.addresses.append(address)


@lru_cache(maxsize=256)
def _kind(choice: Kind, text: str) -> str | None:
    try:
        return cast(str | None, choice.parse(text, Language.CS))
    except UserError:
        return None


# --- reading a table again ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table of ours: of which entity, in which language, and its columns by their number."""

    entity: str
    language: Language
    columns: Mapping[int, Column]

    def card(self, cells: Sequence[str], line: int) -> Card | None:
        """The card of a row; None for an empty one. What cannot be read stays as it is written."""
        found: dict[str, str] = {}
        for number, column in self.columns.items():
            text = cells[number].strip() if number < len(cells) else ""
            if text and not was_cut(text):
                found[column.name] = self._stored(column.kind, text)
        if not found:
            return None
        card = _person(found) if self.entity == "person" else _organisation(found)
        card.line, card.uid = line, found.get(_ID, "")
        card.note = found.get("note", "")
        card.tags = [tag for tag in found.get("tags", "").split(";") if tag]
        names = (*EXTRA[self.entity], *TIES[self.entity], "external_id", "external_source")
        card.extra |= {name: found[name] for name in names if name in found}
        take_cells(card, found.get(_DETAILS, ""), found.get(_PLACES, ""))
        _take_edited(card, found)
        return card

    def _stored(self, kind: Kind, text: str) -> str:
        if type(kind) is Kind:
            return text
        try:
            return _parsed(kind, text, self.language)
        except UserError:
            return text


@lru_cache(maxsize=1 << 14)
def _parsed(kind: Kind, text: str, language: Language) -> str:
    return str(kind.parse(text, language))


def own_table(names: Sequence[str]) -> OwnTable | None:
    """What a header says of a table that we wrote; None for a table of others."""
    given = [_told(name) for name in names]
    for (entity, language), known in _headers().items():
        found = {number: known[name] for number, name in enumerate(given) if name in known}
        needed = {_ID, _DETAILS, "family_name" if entity == "person" else "name_cs"}
        if needed <= {column.name for column in found.values()}:
            return OwnTable(entity, language, found)
    return None


def _told(name: str) -> str:
    return " ".join(name.split()).casefold()


@cache
def _headers() -> dict[tuple[str, Language], dict[str, Column]]:
    """The columns by what stands above them, for each kind of table; stored names are Czech."""
    found: dict[tuple[str, Language], dict[str, Column]] = {}
    for entity in ("person", "organisation"):
        for language in Language:
            tr = translator(language)
            listed = columns(entity)
            named = {_told(tr.message(item.label)): item for item in listed}
            found[entity, language] = named | {item.name: item for item in listed}
    return found


def _person(found: Mapping[str, str]) -> Card:
    card = Card()
    for name in ("title_before", "given_name", "family_name", "title_after", "name_native"):
        setattr(card, name, found.get(name, ""))
    card.pronunciation = found.get("pronunciation", "")
    gender = found.get("gender")
    if gender in ("female", "male"):
        card.gender = "female" if gender == "female" else "male"
    elif gender == "unknown":
        card.extra["gender_unknown"] = "1"
    card.birthday = found.get("birthday")
    card.nationality, card.language = found.get("nationality"), found.get("language")
    card.other_languages = [code for code in found.get("other_languages", "").split(";") if code]
    card.organisation, card.post = found.get("organisation", ""), found.get("post", "")
    names = ("post_de", "post_en", "since", "until", "rank", POSITIONS)
    card.extra |= {name: found[name] for name in names if name in found}
    card.formatted_name = full_name(card)
    return card


def _organisation(found: Mapping[str, str]) -> Card:
    card = Card(kind="organisation")
    card.organisation = card.formatted_name = found.get("name_cs", "")
    card.nationality = found.get("country")
    if empty := [name for name in ("website", "country") if name not in found]:
        card.extra[EMPTY] = " ".join(empty)
    if website := found.get("website"):
        card.urls.append(Detail(website, "web"))
    return card


def _take_edited(card: Card, found: Mapping[str, str]) -> None:
    """Add what a person wrote into the columns of the preferred details, if it is new.

    Excel takes the plus and leading zeros from what it thinks is a number; such a cell says
    nothing new.
    """
    if (email := found.get("email")) and not _is_known(email, "email", card.emails):
        card.emails.append(Detail(email, "email"))
    for kind in _PHONES:
        text = found.get(kind, "")
        if text and not _is_spoilt(text, card.phones) and not _is_known(text, kind, card.phones):
            card.phones.append(Detail(text, cast(DetailKind, kind)))
    texts = [found.get(name, "") for name in (*_PLACE[:-1], "address_country")]
    if any(texts) and not any(_place_key(texts) == _place_key(_texts(p)) for p in card.addresses):
        address = CardAddress("work" if card.kind == "person" else "seat")
        for name, text in zip(_PLACE, texts, strict=True):
            setattr(address, name, text)
        card.addresses.append(address)


def _is_known(text: str, kind: str, details: Iterable[Detail]) -> bool:
    wanted = shared_value(kind, text)
    return any(wanted == shared_value(kind, detail.value) for detail in details)


def _is_spoilt(text: str, phones: Iterable[Detail]) -> bool:
    if re.fullmatch(r"[0-9]+([.,][0-9]+)?E\+?[0-9]+", text):
        return True
    digits = re.sub(r"\D", "", text)
    return bool(digits) and any(digits == re.sub(r"\D", "", item.value) for item in phones)


def _texts(place: CardAddress) -> list[str]:
    return [getattr(place, name) for name in _PLACE]


def _place_key(texts: Sequence[str]) -> tuple[str, ...]:
    street, code, *rest = (" ".join(text.split()).casefold() for text in texts)
    return (street, code.replace(" ", "").lstrip("0"), *rest)


# --- cells as a language shows them ---------------------------------------------------------------


@lru_cache(maxsize=1 << 14)
def _shown(kind: Kind, value: Any, language: Language) -> str:
    # A spreadsheet knows no date in a text with unbreakable spaces.
    return kind.edit(value, translator(language)).replace("\u00a0", " ")


def shown_rows(
    rows: Iterable[Sequence[Any]], entity: Entity, tr: Translator, *, with_days: bool
) -> Iterator[list[Any]]:
    """Rows of stored values as a language shows them; whole days only `with_days`."""
    kinds = [
        (number, item.kind, item.is_date)
        for number, item in enumerate(columns(entity.name))
        if type(item.kind) is not Kind
    ]
    for row in rows:
        cells = list(row)
        for number, kind, is_date in kinds:
            value = cells[number]
            if value is None or (is_date and not with_days and len(value) == len("2026-11-25")):
                continue
            cells[number] = _shown(kind, value, tr.language)
        yield cells
