"""What the columns of a table of contacts mean, guessed from their names.

A target is what a column is imported into: a part of a card (see `app.exchange.cards.card`),
perhaps with a word that says which one (``email:home``). A person can correct every guess.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from app.entities.contacts import ORGANISATION, PERSON
from app.exchange.tables import header_words as words
from app.exchange.tables.row_cards import EXTRA, card
from app.exchange.tables.row_values import NOTE
from app.i18n import N_, Language, translator
from app.rules.folding import fold

__all__ = ["NOTE", "TARGETS", "card", "guess", "is_known", "signature"]

TARGETS: dict[str, str] = {
    "formatted_name": N_("Whole name"),
    "formatted_name:reversed": N_("Whole name, the family name first"),
    "title_before": N_("Title before the name"),
    "given_name": N_("Given name"),
    "additional_names": N_("Further given names"),
    "family_name": N_("Family name"),
    "title_after": N_("Title after the name"),
    "nickname": N_("Nickname"),
    "name_native": N_("Name in its own script"),
    "pronunciation": N_("Pronunciation"),
    "gender": N_("Gender"),
    "organisation": N_("Organisation"),
    "department": N_("Department"),
    "post": N_("Post"),
    "role": N_("Role"),
    "organisation:2": N_("Another organisation"),
    "post:2": N_("Post in the other organisation"),
    "department:2": N_("Department of the other organisation"),
    "email": N_("E-mail"),
    "email:work": N_("E-mail (work)"),
    "email:home": N_("E-mail (private)"),
    "email_label": N_("What the e-mail is"),
    "phone": N_("Phone"),
    "phone:work": N_("Phone (work)"),
    "phone:home": N_("Phone (private)"),
    "phone:other": N_("Phone called as its column is"),
    "phone_label": N_("What the phone is"),
    "mobile": N_("Mobile phone"),
    "fax": N_("Fax"),
    "web": N_("Website"),
    "web_label": N_("What the website is"),
    "street": N_("Street and number"),
    "postal_code": N_("Postal code"),
    "po_box": N_("P. O. box"),
    "city": N_("Town"),
    "region": N_("Region or district"),
    "country": N_("Country"),
    "address": N_("Whole address"),
    "address_label": N_("What the address is"),
    "street:home": N_("Street and number (private)"),
    "postal_code:home": N_("Postal code (private)"),
    "po_box:home": N_("P. O. box (private)"),
    "city:home": N_("Town (private)"),
    "region:home": N_("Region or district (private)"),
    "country:home": N_("Country (private)"),
    "address:home": N_("Whole address (private)"),
    "street:2": N_("Street and number (another address)"),
    "postal_code:2": N_("Postal code (another address)"),
    "po_box:2": N_("P. O. box (another address)"),
    "city:2": N_("Town (another address)"),
    "region:2": N_("Region or district (another address)"),
    "country:2": N_("Country (another address)"),
    "address:2": N_("Another whole address"),
    "address_label:2": N_("What the other address is"),
    "birthday": N_("Birthday"),
    "birth_year": N_("Year of birth"),
    "birth_month": N_("Month of birth"),
    "birth_day": N_("Day of birth"),
    "nationality": N_("Nationality"),
    "language": N_("Language of correspondence"),
    "other_languages": N_("Other languages"),
    "note": N_("Note"),
    NOTE: N_("Into the note, with its heading"),
    "tags": N_("Tags"),
    "contact_points": N_("Contact details"),
    "addresses": N_("Addresses"),
    "uid": N_("Identifier in the file"),
}
"""The targets a column can be given to, with their labels (message ids)."""

TARGETS |= {
    field.name: field.label
    for field in (*PERSON.fields, *ORGANISATION.fields)
    if field.name in EXTRA
}

_PLACES = frozenset({"street", "po_box", "postal_code", "city", "region", "country", "address"})
_IN_PLACES = _PLACES - {"street", "address"}
_SLOTS = frozenset({"organisation", "post", "department"})
_OWN = {
    "name_cs": "organisation",
    "website": "web",
    "external_source": "",
    "external_id": "",
    "contact_points": "contact_points",
    "addresses": "addresses",
}
_NAME, _TITLE, _LEFT_OUT = "?name", "?title", "?left out"


@dataclass(slots=True)
class _Column:
    """A column of a header: its target without and with the word that says which one."""

    target: str = ""
    which: str = ""
    said: bool = False  # whether its own name says which one

    @property
    def code(self) -> str:
        return f"{self.target}:{self.which}" if self.which else self.target


def signature(header: Sequence[str]) -> str:
    """A key by which the columns chosen for a header can be remembered.

    Equal for headers that differ only in capitals, accents or signs.
    """
    text = "\x1f".join(fold(name) for name in header)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def guess(header: Sequence[str], kind: str = "person") -> dict[int, str]:
    """The targets (keys of `TARGETS`) of the columns, by column number from 0.

    Knows Outlook, Google Contacts, Thunderbird, our own exports and plain lists, in Czech,
    German and English. With the `kind` ``organisation`` a column of names holds theirs. What has
    no field goes into the note; left out are numbers by which a state knows its citizens, and
    what our own lists compute.
    """
    columns = [_column(name) for name in header]
    folded = [fold(name) for name in header]
    _decide_by_all(columns, folded)
    targets = {column.target for column in columns}
    for column in columns:
        if column.target == _TITLE:
            column.target = "title_before" if "post" in targets else "post"
    _decide_places(columns)
    _decide_names(columns, kind)
    if {fold(name) for name in header} >= {"id", "external source"}:
        for number, name in enumerate(header):
            if fold(name) == "id":
                columns[number].target = "uid"
    return {
        number: column.code if column.code in TARGETS else NOTE
        for number, column in enumerate(columns)
        if column.target != _LEFT_OUT
    }


def is_known(targets: Iterable[str]) -> bool:
    """Whether a row of such columns can be a contact: somebody or something is named in it."""
    return bool(_NAMING & {target.partition(":")[0] for target in targets if target[-2:] != ":2"})


_NAMING = {"formatted_name", "family_name", "given_name", "organisation", "email"}


def _column(name: str) -> _Column:
    folded = fold(name)
    if folded in words.NAMES or folded in _titles():
        return _Column(_NAME)
    if folded in words.PRIVATE_NUMBERS:
        return _Column(_LEFT_OUT)
    if folded == words.TITLE:
        return _Column(_TITLE)
    found = words.TARGET_BY_NAME.get(folded) or _own_names().get(folded)
    if found is not None:
        target, _, which = found.partition(":")
        return _Column(target, which, said=bool(which))
    if folded in words.NOTED:
        return _Column()
    return _qualified(folded)


@cache
def _titles() -> frozenset[str]:
    """What our lists call their first column."""
    labels = (PERSON.title_label, ORGANISATION.title_label)
    return frozenset(fold(translator(code).message(label)) for label in labels for code in Language)


@cache
def _own_names() -> dict[str, str]:
    """The targets of our own fields by name and by label in the three languages, folded."""
    found = {fold(name): target for name, target in _OWN.items()}
    for entity in (ORGANISATION, PERSON):
        for field in (*entity.fields, *entity.computed):
            target = _OWN.get(field.name, field.name)
            if target not in TARGETS:
                continue
            found[fold(field.name)] = target
            for language in Language:
                found.setdefault(fold(translator(language).message(field.label)), target)
    return found


def _qualified(folded: str) -> _Column:
    """A column whose name says which of several it is: ``Home Street``, ``E-mail 2 - Value``."""
    slot = re.match(r"(?:address|adresse|adresa|organi[sz]ation) ([0-9]+) ", folded)
    number = int(slot[1][:3]) if slot else 1
    parts = [word for word in folded.split() if not word.isdigit() and word not in words.VALUES]
    is_label = bool(words.LABELS & set(parts))
    parts = [word for word in parts if word not in words.LABELS]
    which = ""
    for kind, known in (("work", words.WORK), ("home", words.HOME), ("2", words.OTHER)):
        if known & set(parts):
            which = which or kind
    name = " ".join(parts)
    kept = [word for word in parts if word not in words.FILLERS]
    bare = [w for w in kept if w not in words.WORK | words.HOME | words.OTHER]
    for text in (name, " ".join(kept), " ".join(bare)):
        if text in words.NOTED:
            return _Column()
        if found := words.TARGET_BY_NAME.get(text):
            break
    else:
        return _Column(_NAME) if name in words.NAMES else _Column()
    target, _, own = found.partition(":")
    if own:
        return _Column(target, own)
    if is_label:
        target = {"organisation": ""}.get(target, f"{target}_label")
    if slot and number > 1:
        if number > 2:
            return _Column()  # the first two are kept, others stand in the note
        which = "2"
        if target in _SLOTS:
            return _Column(target, which, said=True)
    return _Column(target, _which(target, which), bool(which) or slot is not None)


def _which(target: str, which: str) -> str:
    """The word behind a target: addresses are those of the work if nothing is said."""
    if target in _PLACES or target == "address_label":
        return which if which in ("home", "2") else ""
    return which if target in ("email", "phone") and which != "2" else ""


def _decide_by_all(columns: list[_Column], folded: list[str]) -> None:
    """What depends on the other columns, as some programs use a word for two things."""
    names = set(folded)
    for number, name in enumerate(folded):
        if name in _REGIONS and _REGIONS[name] in names:
            columns[number].target = "region"  # Outlook in Czech calls both "Země"
        elif name == "geburtstag" and names >= {"geburtsjahr", "geburtsmonat"}:
            columns[number] = _Column("birth_day")  # Thunderbird in German
        elif name == "partner" and names & {"firma", "organisation", "unternehmen"}:
            columns[number] = _Column()  # Outlook in German: the husband or wife
    for target in _IN_PLACES:
        same = [column for column in columns if column.target == target]
        if sum(column.said for column in same) > 1:
            for column in same:
                if not column.said:
                    column.target = ""  # Outlook's "Ort" beside "Ort privat" is where one is


_REGIONS = {"zeme zam": "zeme zamestnani", "zeme dom": "zeme domu"}


def _decide_places(columns: list[_Column]) -> None:
    """An address beside a town is a street; a town goes with the street before it."""
    if any(column.target == "city" for column in columns):
        # Google writes the whole address beside its parts.
        streets_of = {column.which for column in columns if column.target == "street"}
        for column in columns:
            if column.target == "address" and column.which not in streets_of:
                column.target = "street"
    streets = [column for column in columns if column.target in ("street", "address")]
    if not any(column.which for column in streets):
        return
    which = ""
    for column in columns:
        if column.target in ("street", "address"):
            which = column.which
        elif column.target in _IN_PLACES and not column.said:
            column.which = which


def _decide_names(columns: list[_Column], kind: str) -> None:
    """What a column called *Name* or *Jméno* is; a second column of titles is the one behind."""
    targets = {column.target for column in columns}
    for column in columns:
        if column.target != _NAME:
            continue
        if "family_name" in targets and "given_name" not in targets:
            column.target = "given_name"
        elif "given_name" in targets and "family_name" not in targets:
            column.target = "family_name"
        elif (kind == "organisation" or "ico" in targets) and not targets & {
            "given_name",
            "family_name",
            "organisation",
        }:
            column.target = "organisation"
        else:
            column.target = "formatted_name"
        targets.add(column.target)
    before = [column for column in columns if column.target == "title_before"]
    if len(before) > 1 and "title_after" not in targets:
        before[-1].target = "title_after"
