"""What the lines of a vCard mean: names with their parameters, and values.

Sources: versit vCard 2.1 (1996); RFC 2426, 2739 and 4770 (3.0); RFC 6350, 6868 and 8605 (4.0);
the properties of Apple's and Google's address books as their exports write them.

What a name with its parameters means is learnt once: a file of a hundred thousand cards has some
ten lines in each and a few dozen different heads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote

from app.errors import UserError
from app.exchange.cards.card import Card, CardAddress, CardAddressKind, Detail, DetailKind
from app.exchange.vcard.values import (
    MAX_PARTS,
    Parameters,
    fields,
    one_line,
    picture,
    split,
    unescaped,
)
from app.i18n import Language
from app.rules.days import partial_dates

_MAX_NOTE = 100_000  # further notes of a card are joined up to this length
_MAX_HEAD = 10_000
_MAX_CACHED = 5_000
_CACHED_HEAD = 200

Made = Detail | CardAddress | str | None
Handler = Callable[[Card, str], Made]
"""Puts the value of a line, still escaped, into a card; gives the entry that it made."""


def _is_odd(text: str) -> bool:
    """Whether the fields of a structured value need more than to be split."""
    return "\\" in text or "," in text or " ;" in text or "; " in text


def ignore(card: Card, value: str) -> None:
    """Pass over a property that nothing here needs."""


def _value(card: Card, value: str) -> str:
    return unescaped(value.strip())


def _text(field: str) -> Handler:
    """The field, once."""

    def handle(card: Card, value: str) -> None:
        text = value.strip()
        if "\\" in text:
            text = one_line(text)
        if text and not getattr(card, field):
            setattr(card, field, text)

    return handle


def _joined(field: str, joint: str = ", ") -> Handler:
    """The field, all its texts in one."""

    def handle(card: Card, value: str) -> None:
        text = value.strip()
        if "\\" in text:
            text = one_line(text)
        before = getattr(card, field)
        if not before:
            setattr(card, field, text)
        elif text and len(before) < MAX_PARTS:
            setattr(card, field, f"{before}{joint}{text}")

    return handle


def _formatted(card: Card, value: str) -> None:
    text = value.strip()
    if "\\" in text:
        text = one_line(text)
    before = card.formatted_name
    if not before:
        card.formatted_name = text
    elif text and _is_latin(before) != _is_latin(text):
        latin = _is_latin(before)
        card.formatted_name, card.name_native = (before, text) if latin else (text, before)


def _name(card: Card, value: str) -> None:
    text = value
    if not (card.family_name or card.given_name or _is_odd(text)):
        parts = text.strip().split(";")
        if len(parts) == 5:
            (
                card.family_name,
                card.given_name,
                card.additional_names,
                card.title_before,
                card.title_after,
            ) = parts
            return
    family, given, additional, before, after = fields(text, 5)
    if "\\" not in text:  # lists within a field; in a list of titles a comma is seen
        given, additional = given.replace(",", " "), additional.replace(",", " ")
        before, after = before.replace(",", " "), _COMMA.sub(", ", after)
    if card.family_name or card.given_name:
        own, other = f"{card.given_name} {card.family_name}", f"{given} {family}"
        if not other.strip() or _is_latin(own) == _is_latin(other):
            return
        if _is_latin(own):
            card.name_native = other.strip()
            return
        card.name_native = own.strip()
    card.family_name, card.given_name, card.additional_names = family, given, additional
    card.title_before, card.title_after = before, after


_COMMA = re.compile(r",(?! )")


def _is_latin(text: str) -> bool:
    return all(char < "\u0250" or "\u1e00" <= char < "\u2070" for char in text if char.isalpha())


def _organisation(card: Card, value: str) -> None:
    text = value
    name, separator, unit = text.partition(";")
    if "\\" in text or ";" in unit:
        name, *units = map(one_line, split(text, ";"))
        unit = ", ".join(filter(None, units))
    if card.organisation or card.department:
        if (name := name.strip()) and name != card.organisation:
            _add_note(card, f"ORG: {name}")
        return
    card.organisation = name.strip()
    if separator:
        card.department = unit.strip()


def _email(given: Parameters) -> Handler:
    label, is_primary = given.label, given.is_primary

    def handle(card: Card, value: str) -> Detail | None:
        text = value.strip()
        if "\\" in text:
            text = one_line(text)
        if ":" in text and text[:7].lower() == "mailto:":
            text = unquote(text[7:].partition("?")[0]).strip()
        if not text:
            return None
        detail = Detail(text, "email", label, is_primary)
        card.emails.append(detail)
        return detail

    return handle


def _phone(given: Parameters) -> Handler:
    label, is_primary = given.label, given.is_primary
    kind: DetailKind = "phone"
    if "fax" in given.types:
        kind = "fax"
    elif not {"cell", "mobile", "iphone", "pcs"}.isdisjoint(given.types):
        kind = "mobile"
    elif not {"pager", "x-other"}.isdisjoint(given.types):
        kind = "other"

    def handle(card: Card, value: str) -> Detail | None:
        text = value.strip()
        if "\\" in text:
            text = one_line(text)
        if ":" in text and text[:4].lower() == "tel:":
            text = _dialled(text[4:])
        if not text:
            return None
        detail = Detail(text, kind, label, is_primary)
        card.phones.append(detail)
        return detail

    return handle


def _dialled(uri: str) -> str:
    """The number of a ``tel:`` address (RFC 3966)."""
    number, *more = uri.split(";", MAX_PARTS)
    number = unquote(number).strip()
    extension = next((part[4:] for part in more if part[:4].lower() == "ext="), "")
    return f"{number} ext. {extension}" if extension else number


def _link(kind: DetailKind, label: str, is_primary: bool) -> Handler:
    def handle(card: Card, value: str) -> Detail | None:
        text = value.strip()
        if "\\" in text:
            text = one_line(text)
        if not text:
            return None
        detail = Detail(text, kind, label, is_primary)
        card.urls.append(detail)
        return detail

    return handle


def _url(given: Parameters) -> Handler:
    return _link("web", "" if given.label == "homepage" else given.label, given.is_primary)


def _messenger(given: Parameters) -> Handler:
    label = given.label or given.values.get("X-SERVICE-TYPE", "").lower()
    return _link("other", label, given.is_primary)


def _service(name: str) -> _Maker:
    return lambda given: _link("other", name, given.is_primary)


def _address_kind(types: list[str]) -> CardAddressKind:
    if "x-seat" in types:
        return "seat"
    if "home" in types and "work" not in types:
        return "home"
    if ("postal" in types or "x-postal" in types) and "work" not in types:
        return "postal"
    return "work"  # also the default of RFC 2426, 3.2.1


def _address(given: Parameters) -> Handler:
    kind, is_primary = _address_kind(given.types), given.is_primary
    label = given.label if given.label not in ("work", "home") else ""
    printed = one_line(given.values.get("LABEL", ""), ", ")

    def handle(card: Card, value: str) -> CardAddress | None:
        text = value
        parts = text.split(";", 7)
        if len(parts) != 7 or _is_odd(text):
            parts = fields(text, 7, ", ")
        box, extended, street, city, region, code, country = parts
        if box or extended:
            street = ", ".join(part for part in (street, extended, box) if part)
        if not (street or city or code or region or country):
            street = printed
            if not street:
                return None
        found = CardAddress(
            kind, street.strip(), code, city, region, country.strip(), label, is_primary
        )
        card.addresses.append(found)
        return found

    return handle


def _printed_address(given: Parameters) -> Handler:
    """A label for letters (LABEL of 2.1 and 3.0), where no address says the same in parts."""
    kind, is_primary = _address_kind(given.types), given.is_primary

    def handle(card: Card, value: str) -> None:
        text = one_line(value, ", ")
        if text and not card.addresses:
            card.addresses.append(CardAddress(kind, text, is_primary=is_primary))

    return handle


def _birthday(given: Parameters) -> Handler:
    omitted = given.values.get("X-APPLE-OMIT-YEAR", "")

    def handle(card: Card, value: str) -> None:
        text = value.strip()
        found = text[:10] if "T" in text else text
        if omitted and found.startswith(omitted):
            _add_note(card, f"BDAY: -{found[len(omitted) :]}")
            return
        try:
            if "W" in found:  # the day of a week is no birthday
                raise ValueError
            card.birthday = date.fromisoformat(found).isoformat()
        except ValueError:
            _odd_birthday(card, one_line(text))

    return handle


def _odd_birthday(card: Card, text: str) -> None:
    """A part of a date or a text; what has no year is only noted."""
    try:
        parsed = partial_dates.parse(text[:40].partition("T")[0], Language.CS)
    except UserError:
        parsed = partial_dates.UNKNOWN
    if parsed.precision != "unknown":
        card.birthday = str(parsed)
    elif text:
        _add_note(card, f"BDAY: {text}")


def _note(card: Card, value: str) -> None:
    text = value
    if "\\" in text:
        text = unescaped(text)
    _add_note(card, text.strip())


def _add_note(card: Card, text: str) -> None:
    if not card.note:
        card.note = text
    elif text and len(card.note) < _MAX_NOTE:
        card.note = f"{card.note}\n{text}"


_GOOGLE_TAGS = {"myContacts", "* myContacts"}  # every contact of theirs is in it


def _tags(card: Card, value: str) -> None:
    text = value
    parts = split(text, ",")
    if "\\" in text:
        parts = [one_line(part) for part in parts]
    card.tags += [tag for part in parts if (tag := part.strip()) and tag not in _GOOGLE_TAGS]


def _language(given: Parameters) -> Handler:
    preference = given.values.get("PREF", "")

    def handle(card: Card, value: str) -> None:
        code = value.strip().partition("-")[0].lower()
        if not code:
            return
        if card.language is not None and preference == "1":
            card.other_languages.insert(0, card.language)
            card.language = code
        elif card.language is None and preference in ("", "1"):
            card.language = code
        else:
            card.other_languages.append(code)

    return handle


def _languages(card: Card, value: str) -> None:
    card.other_languages += [code for part in split(value, ",") if (code := part.strip().lower())]


def _gender(card: Card, value: str) -> None:
    word = value.partition(";")[0].strip().lower()
    if word in ("f", "female"):
        card.gender = "female"
    elif word in ("m", "male"):
        card.gender = "male"


def _uid(card: Card, value: str) -> None:
    text = value.strip()
    if "\\" in text:
        text = one_line(text)
    if not card.uid:
        card.uid = text[9:] if text[:9] == "urn:uuid:" else text


def _kind(card: Card, value: str) -> None:
    word = value.strip().lower()
    if word in ("org", "organization", "location", "company"):
        card.kind = "organisation"
    elif word == "group":
        card.kind = "group"


def photo(card: Card, value: str) -> None:
    """Keep a picture that is in the card; one elsewhere is never fetched."""
    if value.lstrip()[:5].lower() == "data:" and card.photo is None:
        card.photo = picture(value.strip())


def _extra(field: str) -> Handler:
    def handle(card: Card, value: str) -> None:
        if text := unescaped(value).strip():
            card.extra[field] = text

    return handle


# --- Names and parameters ---------------------------------------------------------------------

_Maker = Callable[[Parameters], Handler]


def _same(handle: Handler) -> _Maker:
    return lambda given: handle


_PROPERTIES: dict[str, _Maker] = {
    "FN": _same(_formatted),
    "N": _same(_name),
    "NICKNAME": _same(_joined("nickname")),
    "ORG": _same(_organisation),
    "TITLE": _same(_joined("post")),
    "ROLE": _same(_joined("role")),
    "EMAIL": _email,
    "TEL": _phone,
    "URL": _url,
    "IMPP": _messenger,
    "X-SOCIALPROFILE": _url,
    "X-SKYPE": _service("Skype"),
    "X-SKYPE-USERNAME": _service("Skype"),
    "X-JABBER": _service("Jabber"),
    "X-ICQ": _service("ICQ"),
    "ADR": _address,
    "LABEL": _printed_address,
    "BDAY": _birthday,
    "NOTE": _same(_note),
    "CATEGORIES": _same(_tags),
    "UID": _same(_uid),
    "PHOTO": _same(photo),
    "LANG": _language,
    "GENDER": _same(_gender),
    "X-GENDER": _same(_gender),
    "KIND": _same(_kind),
    "X-ADDRESSBOOKSERVER-KIND": _same(_kind),
    "X-ABSHOWAS": _same(_kind),
    "X-PHONETIC-FIRST-NAME": _same(_joined("pronunciation", " ")),
    "X-PHONETIC-MIDDLE-NAME": _same(_joined("pronunciation", " ")),
    "X-PHONETIC-LAST-NAME": _same(_joined("pronunciation", " ")),
    "X-ABLABEL": _same(_value),
    "X-ABADR": _same(_value),
    "X-VZTAHY-BIRTHDAY": _same(_text("birthday")),
    "X-VZTAHY-GENDER": _same(_gender),
    "X-VZTAHY-NATIONALITY": _same(_text("nationality")),
    "X-VZTAHY-LANGUAGE": _same(_text("language")),
    "X-VZTAHY-OTHER-LANGUAGES": _same(_languages),
    "X-VZTAHY-NAME-NATIVE": _same(_text("name_native")),
    "X-VZTAHY-PRONUNCIATION": _same(_text("pronunciation")),
    "X-VZTAHY-OTHER": _messenger,
}
_OWN = "X-VZTAHY-"
_LABELLED = {"EMAIL", "TEL", "URL", "IMPP", "X-SOCIALPROFILE", "ADR", "X-VZTAHY-OTHER"}
_ALWAYS_SPECIAL = {"BEGIN", "X-ABLABEL", "X-ABADR"}

QUOTED = '"'


class Special(NamedTuple):
    """A head whose lines need more than its handler: a group, an encoding, other lines.

    `name` is `QUOTED` where the colon was within a quoted parameter and the head goes on.
    """

    name: str
    handle: Handler
    group: str = ""
    encoding: str = ""
    charset: str = ""


class Heads:
    """What each head (name and parameters, as written) means; learnt when it is first seen."""

    def __init__(self) -> None:
        self.plain: dict[str, Handler] = {}
        self._special: dict[str, Special] = {}

    def learn(self, head: str) -> Handler | Special:
        """The meaning of a head that is not in `plain`."""
        if found := self._special.get(head):
            return found
        if len(self.plain) + len(self._special) >= _MAX_CACHED:
            self.plain.clear()
            self._special.clear()
        meaning = meaning_of(head)
        if not isinstance(meaning, Special):
            if len(head) <= _CACHED_HEAD:
                self.plain[head] = meaning
        elif meaning.name != QUOTED and len(head) <= _CACHED_HEAD:
            self._special[head] = meaning
        return meaning


def meaning_of(head: str) -> Handler | Special:
    """What the lines mean that begin with `head`."""
    if len(head) > _MAX_HEAD:
        return ignore
    if head.count('"') % 2:
        return Special(QUOTED, ignore)
    whole, _, parameters = head.partition(";")
    group, _, name = whole.strip().upper().rpartition(".")
    given = Parameters(parameters)
    if name in _PROPERTIES:
        handle = _PROPERTIES[name](given)
    elif name.startswith(_OWN):
        handle = _extra(name.removeprefix(_OWN).lower().replace("-", "_"))
    else:
        handle = ignore
    if name not in _LABELLED and name not in _ALWAYS_SPECIAL:
        group = ""
    if group or given.encoding or given.charset or name in _ALWAYS_SPECIAL:
        return Special(name, handle, group, given.encoding, given.charset)
    return handle
