"""What the lines of a vCard mean: names with their parameters, and values.

Sources: versit vCard 2.1 (1996); RFC 2426, 2739 and 4770 (3.0); RFC 6350, 6474, 6715, 6868, 8605
and 9554 (4.0); the properties of Apple's, Google's, Evolution's and KDE's address books as their
exports write them. What has no field goes to `Card.more` under its own name, what is meant for the
other program only to `Card.technical`.

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
from app.exchange.cards.card import (
    LEFT_OUT,
    TO_NOTE,
    Card,
    CardAddress,
    CardAddressKind,
    Detail,
    DetailKind,
)
from app.exchange.cards.phones import separate
from app.exchange.vcard.values import (
    MAX_PARTS,
    Parameters,
    fields,
    from_base64,
    is_base64,
    one_line,
    picture,
    split,
    unescaped,
)
from app.i18n import N_, Language
from app.rules.days import partial_dates
from app.rules.folding import fold

_MAX_NOTE = 100_000  # further notes of a card are joined up to this length
_MAX_MORE = 2_000  # entries without a field of one card
_MAX_TEXT = 20_000  # characters of one of them
_MAX_HEAD = 10_000
_MAX_CACHED = 5_000
_CACHED_HEAD = 200

TOO_MUCH = N_("The card says more than can be kept; “{name}” and what follows is left out.")


class Noted(NamedTuple):
    """An entry of `Card.more`, by its number: a label of its group may name it better."""

    number: int


Made = Detail | CardAddress | Noted | str | None
Handler = Callable[[Card, str], Made]
"""Puts the value of a line, still escaped, into a card; gives the entry that it made."""


def _is_odd(text: str) -> bool:
    """Whether the fields of a structured value need more than to be split."""
    return "\\" in text or "," in text or " ;" in text or "; " in text


def ignore(card: Card, value: str) -> None:
    """Pass over what says nothing: the version, the end of a card."""


def note(card: Card, label: str, text: str) -> Noted | None:
    """Keep what has no field; `label` is a message id or the property's own name."""
    text = " / ".join(filter(None, (line.strip() for line in text.split("\n"))))
    if not text.strip(" ;,"):
        return None
    if len(card.more) >= _MAX_MORE or len(text) > _MAX_TEXT:
        if not (card.warned and card.warned[-1][0] == TOO_MUCH):
            card.warned.append((TOO_MUCH, {"name": label}))
        if len(card.more) >= _MAX_MORE:
            return None
    card.more.append((label, text[:_MAX_TEXT]))
    return Noted(len(card.more) - 1)


def _noted(label: str, *, told: str = "") -> Handler:
    """Into the note; `told` is what the parameters add."""

    def handle(card: Card, value: str) -> Noted | None:
        text = unescaped(value.strip())
        return note(card, label, f"{text} ({told})" if told and text else text)

    return handle


_WORD = re.compile(r"\w+")


def words(text: str) -> set[str]:
    """The words of a text without case and accents."""
    return set(_WORD.findall(fold(text)))


def _value(card: Card, value: str) -> str:
    return unescaped(value.strip())


_LABELS = {
    "birthday": N_("Birthday"),
    "nationality": N_("Nationality"),
    "language": N_("Language of correspondence"),
    "name_native": N_("Name in its own script"),
    "pronunciation": N_("Pronunciation"),
    "nickname": "NICKNAME",
}


def _text(field: str) -> Handler:
    """The field, once."""

    def handle(card: Card, value: str) -> None:
        text = value.strip()
        if "\\" in text:
            text = one_line(text)
        before = getattr(card, field)
        if text and not before:
            setattr(card, field, text)
        elif text and text != before:
            note(card, _LABELS[field], text)

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
        elif text:
            note(card, _LABELS[field], text)

    return handle


def _formatted(card: Card, value: str) -> None:
    text = value.strip()
    if "\\" in text:
        text = one_line(text)
    before = card.formatted_name
    if not before:
        card.formatted_name = text
    elif text and _is_latin(before) != _is_latin(text) and not card.name_native:
        latin = _is_latin(before)
        card.formatted_name, card.name_native = (before, text) if latin else (text, before)
    elif text not in ("", before, card.name_native):
        note(card, "FN", text)


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
    family, given, additional, before, after, *more = fields(text, 5)
    if "\\" not in text:  # lists within a field; in a list of titles a comma is seen
        given, additional = given.replace(",", " "), additional.replace(",", " ")
        before, after = before.replace(",", " "), _COMMA.sub(", ", after)
    if more:  # RFC 9554: a second surname, a generation; the first five may say them, too
        second, generation, *rest = [*more, ""]
        if not words(second) <= words(family):
            family = f"{family} {second}".strip()
        if not words(generation) <= words(after):
            after = ", ".join(filter(None, (after, generation)))
        note(card, "N", ";".join(rest))
    if card.family_name or card.given_name:
        own, other = f"{card.given_name} {card.family_name}", f"{given} {family}"
        if not other.strip() or card.name_native or _is_latin(own) == _is_latin(other):
            known = (own, card.additional_names, card.title_before, card.title_after)
            if not words(value) <= words(" ".join((*known, card.name_native))):
                note(card, "N", unescaped(value))
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


def _organisation(card: Card, value: str) -> str | None:
    text = value
    name, _, unit = text.partition(";")
    if "\\" in text or ";" in unit:
        name, *units = map(one_line, split(text, ";"))
        unit = ", ".join(filter(None, units))
    name, unit = name.strip(), unit.strip()
    if not (name or unit):
        return None
    if not (card.organisation or card.department):
        card.organisation, card.department = name, unit
    card.told.append(("ORG", "", name, unit))
    return name or unit


def _of_post(name: str, field: str) -> Handler:
    """A title or a role; which organisation it belongs to is found at the end of the card."""

    def handle(card: Card, value: str) -> str | None:
        text = value.strip()
        if "\\" in text:
            text = one_line(text)
        if not text:
            return None
        before = getattr(card, field)
        if not before:
            setattr(card, field, text)
        elif len(before) < MAX_PARTS:
            setattr(card, field, f"{before}, {text}")
        else:
            note(card, name, text)
            return None
        card.told.append((name, "", text, ""))
        return text

    return handle


_MAIL = re.compile(r"(?i)(?:mailto:)?([^\s<>\"',;]+@[^\s<>\"',;]+)")
_LISTED = re.compile(r"[\s<>;,\"]")
_MARKS = str.maketrans("<>\",;'", "      ")


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
        if "@" in text and _LISTED.search(text) and (found := _MAIL.findall(text)):
            return several(card, text, found)
        detail = Detail(text, "email", label, is_primary)
        card.emails.append(detail)
        return detail

    def several(card: Card, text: str, found: list[str]) -> Detail:
        """Addresses with the names of whom they are, or more than one, in one property."""
        said = " ".join(_MAIL.sub(" ", text).translate(_MARKS).split())
        made = [Detail(item, "email", label, is_primary and not n) for n, item in enumerate(found)]
        card.emails += made
        if said and len(found) == 1 and not label:
            made[0].label = said
            card.told.append(("EMAIL", "", made[0].value, ""))  # whoever reads the name looks at it
        elif said:
            note(card, "EMAIL", f"{said} ({', '.join(found)})")
        return made[0]

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
        found = separate(text) if _MAYBE_LIST.search(text) and kind != "other" else [text]
        made = [Detail(item, kind, label, is_primary and not n) for n, item in enumerate(found)]
        card.phones += made
        return made[0]

    return handle


_MAYBE_LIST = re.compile(r"[;,/|:]")


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
    return _link("other", _of_service(given), given.is_primary)


def _of_service(given: Parameters) -> str:
    """Where it is used, and in which service (RFC 4770, 9554; Apple)."""
    names = [given.values.get(name, "").lower() for name in _SERVICE]
    label = given.label
    for name in dict.fromkeys(filter(None, names)):
        if name not in label.lower():
            label = f"{name}, {label}" if label else name
    return label


_SERVICE = ("X-SERVICE-TYPE", "SERVICE-TYPE", "X-SERVICE")


def _profile(given: Parameters) -> Handler:
    """A page or a name in a social network (RFC 9554; Apple)."""
    label, is_primary = _of_service(given), given.is_primary

    def handle(card: Card, value: str) -> Detail | None:
        kind: DetailKind = "web" if "://" in value else "other"
        made = _link(kind, label, is_primary)(card, value)
        return made if isinstance(made, Detail) else None

    return handle


def _service(name: str) -> _Maker:
    def make(given: Parameters) -> Handler:
        label = f"{name}, {given.label}" if given.label else name
        return _link("other", label, given.is_primary)

    return make


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
    label = ", ".join(n for n in given.label.split(", ") if n not in ("work", "home"))
    printed = one_line(given.values.get("LABEL", ""), ", ")
    country_code = given.values.get("CC", "")

    def handle(card: Card, value: str) -> CardAddress | None:
        text = value
        parts = text.split(";", 7)
        if len(parts) != 7 or _is_odd(text):
            parts = fields(text, 7, ", ")
        box, extended, street, city, region, code, country, *more = parts
        if box or extended:
            street = ", ".join(part for part in (street, extended, box) if part)
        if more:  # RFC 9554 says house, floor, district… of their own; mostly the street has them
            there = words(" ".join(parts[:7]))
            said = (part for part in more if not words(part) <= there)
            street = ", ".join(filter(None, (street, *dict.fromkeys(said))))
        if not (street or city or code or region or country):
            street = printed
            if not street:
                return None
        elif printed and not words(printed) <= words(f"{text} {label}"):
            note(card, "LABEL", printed)
        country = country.strip() or country_code
        found = CardAddress(kind, street.strip(), code, city, region, country, label, is_primary)
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
        elif text:
            note(card, "LABEL", text)

    return handle


def _birthday(given: Parameters) -> Handler:
    omitted = given.values.get("X-APPLE-OMIT-YEAR", "")

    def handle(card: Card, value: str) -> None:
        text = value.strip()
        found = text[:10] if "T" in text else text
        is_full = "T" in text and not _MIDNIGHT.search(text)
        if card.birthday:
            note(card, N_("Birthday"), one_line(text))
            return
        if (omitted and found.startswith(omitted)) or found.startswith("1604"):
            _odd_birthday(card, f"-{found[4:]}")  # a day of no year, as Apple writes it
            return
        try:
            if "W" in found:  # the day of a week is no birthday
                raise ValueError
            card.birthday = date.fromisoformat(found).isoformat()
        except ValueError:
            _odd_birthday(card, one_line(text))
            is_full = False
        if is_full:
            note(card, N_("Birthday"), text)

    return handle


_MIDNIGHT = re.compile(r"T00:?00(:?00)?(\.0+)?(Z|[+-][0-9:]*)?$")
_NO_YEAR = re.compile(r"--?-?([0-9]{2})-?([0-9]{2})")


def _odd_birthday(card: Card, text: str) -> None:
    """A part of a date or a text; what has no year is only noted."""
    try:
        parsed = partial_dates.parse(text[:40].partition("T")[0], Language.CS)
    except UserError:
        parsed = partial_dates.UNKNOWN
    if parsed.precision != "unknown":
        card.birthday = str(parsed)
        if len(text) > 40:
            note(card, N_("Birthday"), text)
    elif text:
        if day := _NO_YEAR.fullmatch(text):
            text = f"{int(day[2])}. {int(day[1])}."
        note(card, N_("Birthday"), text)
        card.warned.append((TO_NOTE, {"value": text[:100], "what": N_("Birthday")}))


def _note(card: Card, value: str) -> None:
    text = value
    if "\\" in text:
        text = unescaped(text)
    text = text.strip()
    if not card.note:
        card.note = text
    elif text and len(card.note) < _MAX_NOTE:
        card.note = f"{card.note}\n{text}"
    elif text:
        note(card, "NOTE", text)


_GOOGLE_TAGS = {"myContacts", "* myContacts"}  # every contact of theirs is in it


def _tags(card: Card, value: str) -> None:
    text = value
    parts = split(text, ",")
    if "\\" in text:
        parts = [one_line(part) for part in parts]
    for part in parts:
        tag = part.strip()
        if tag in _GOOGLE_TAGS:
            card.technical.append(("CATEGORIES", tag))
        elif tag:
            card.tags.append(tag)


def _language(given: Parameters) -> Handler:
    preference = given.values.get("PREF", "")

    def handle(card: Card, value: str) -> None:
        code, _, region = value.strip().partition("-")
        code = code.lower()
        if not code:
            return
        if region:
            note(card, "LANG", value)
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


_GENDERS = {"f": "female", "female": "female", "m": "male", "male": "male"}


def _gender(card: Card, value: str) -> None:
    code, _, text = unescaped(value).partition(";")
    found = _GENDERS.get(code.strip().lower())
    if found and card.gender in (None, found):
        card.gender = "female" if found == "female" else "male"
        code = ""
    note(card, N_("Gender"), ", ".join(filter(None, (code.strip(), text.strip()))))


def _uid(card: Card, value: str) -> None:
    text = value.strip()
    if "\\" in text:
        text = one_line(text)
    text = text[9:] if text[:9].lower() == "urn:uuid:" else text
    if not card.uid:
        card.uid = text
    elif text != card.uid:
        card.technical.append(("UID", text))


def _kind(name: str) -> Handler:
    def handle(card: Card, value: str) -> None:
        word = value.strip().lower()
        if word in ("org", "organization", "location", "company"):
            card.kind = "organisation"
        elif word == "group":
            card.kind = "group"
        if word not in ("", "org", "organization", "company", "group", "individual", "person"):
            note(card, name, value)

    return handle


def _program(card: Card, value: str) -> None:
    if "//Vztahy//" not in value and value.strip():
        card.technical.append(("PRODID", value.strip()))


def _technical(name: str) -> Handler:
    def handle(card: Card, value: str) -> None:
        if text := value.strip():
            card.technical.append((name, text[:200]))

    return handle


def take_binary(card: Card, name: str, coded: str, *, is_coded: bool) -> None:
    """Keep a picture that is in the card; what is elsewhere is noted and never fetched."""
    text = coded.strip()
    if text[:5].lower() == "data:":
        head, _, rest = text.partition(",")
        is_coded, text = True, rest if ";base64" in head.lower() else ""
        if not text:
            note(card, name, unquote(coded.strip()))
            return
    if not is_coded and not is_base64(text):
        note(card, name, unescaped(text))
        return
    field = {"PHOTO": "photo", "LOGO": "logo"}.get(name, "")
    if field and getattr(card, field) is None and (data := picture(text)):
        setattr(card, field, data)
    elif text:
        size = len(from_base64(text))
        card.warned.append((LEFT_OUT, {"name": name, "size": size}))


def _photo(card: Card, value: str) -> None:
    take_binary(card, "PHOTO", value, is_coded=False)


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
    "BEGIN": _same(ignore),
    "END": _same(ignore),
    "VERSION": _same(ignore),
    "FN": _same(_formatted),
    "N": _same(_name),
    "NICKNAME": _same(_joined("nickname")),
    "ORG": _same(_organisation),
    "TITLE": _same(_of_post("TITLE", "post")),
    "ROLE": _same(_of_post("ROLE", "role")),
    "EMAIL": _email,
    "TEL": _phone,
    "URL": _url,
    "IMPP": _messenger,
    "SOCIALPROFILE": _profile,
    "X-SOCIALPROFILE": _profile,
    "ADR": _address,
    "LABEL": _printed_address,
    "BDAY": _birthday,
    "NOTE": _same(_note),
    "CATEGORIES": _same(_tags),
    "UID": _same(_uid),
    "PHOTO": _same(_photo),
    "LANG": _language,
    "GENDER": _same(_gender),
    "X-GENDER": _same(_gender),
    "KIND": _same(_kind("KIND")),
    "X-ADDRESSBOOKSERVER-KIND": _same(_kind("KIND")),
    "X-ABSHOWAS": _same(_kind("X-ABShowAs")),
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
    "PRODID": _same(_program),
}
_MESSENGERS = {
    "X-AIM": "AIM", "X-ICQ": "ICQ", "X-JABBER": "Jabber", "X-XMPP": "XMPP", "X-MSN": "MSN",
    "X-MS-IMADDRESS": "IM", "X-YAHOO": "Yahoo", "X-YAHOO-ID": "Yahoo", "X-SKYPE": "Skype",
    "X-SKYPE-USERNAME": "Skype", "X-GADUGADU": "Gadu-Gadu", "X-GADU-GADU": "Gadu-Gadu",
    "X-GROUPWISE": "GroupWise", "X-GOOGLE-TALK": "Google Talk", "X-GTALK": "Google Talk",
    "X-QQ": "QQ", "X-SIP": "SIP", "X-WECHAT": "WeChat", "X-TELEGRAM": "Telegram",
    "X-SIGNAL": "Signal", "X-WHATSAPP": "WhatsApp", "X-MATRIX": "Matrix", "X-TWITTER": "Twitter",
    "X-KADDRESSBOOK-X-IMADDRESS": "IM",
}  # fmt: skip
_PROPERTIES |= {name: _service(service) for name, service in _MESSENGERS.items()}

_NAMED = {
    name: label
    for label, names in {
        N_("Assistant"): ("ASSISTANT", "EVOLUTION-ASSISTANT", "KADDRESSBOOK-X-ASSISTANTSNAME",
                          "MS-ASSISTANT"),
        N_("Manager"): ("MANAGER", "EVOLUTION-MANAGER", "KADDRESSBOOK-X-MANAGERSNAME",
                        "MS-MANAGER"),
        N_("Spouse"): ("SPOUSE", "EVOLUTION-SPOUSE", "KADDRESSBOOK-X-SPOUSESNAME", "MS-SPOUSE"),
        N_("Anniversary"): ("ANNIVERSARY", "EVOLUTION-ANNIVERSARY", "MS-ANNIVERSARY",
                            "KADDRESSBOOK-X-ANNIVERSARY"),
        N_("Department"): ("DEPARTMENT", "KADDRESSBOOK-X-DEPARTMENT"),
        N_("Office"): ("OFFICE", "KADDRESSBOOK-X-OFFICE"),
        N_("Profession"): ("PROFESSION", "KADDRESSBOOK-X-PROFESSION"),
        N_("Date"): ("ABDATE",),
        N_("Related person"): ("ABRELATEDNAMES",),
    }.items()
    for name in (f"X-{end}" for end in names)
}  # fmt: skip
_NAMED |= {
    "ANNIVERSARY": N_("Anniversary"),
    "RELATED": N_("Related person"),
    "EXPERTISE": N_("Expertise"),
    "HOBBY": N_("Hobby"),
    "INTEREST": N_("Interest"),
    "BIRTHPLACE": N_("Place of birth"),
    "DEATHPLACE": N_("Place of death"),
    "DEATHDATE": N_("Date of death"),
    "GEO": N_("Coordinates"),
    "TZ": N_("Time zone"),
}
RELATIONS = {
    "assistant": N_("Assistant"),
    "manager": N_("Manager"),
    "spouse": N_("Spouse"),
    "anniversary": N_("Anniversary"),
}
"""What some labels of Apple's address book, and types of RELATED, say better than the property."""

_TECHNICAL = {
    "REV", "CLIENTPIDMAP", "PROFILE", "MAILER", "CREATED", "LANGUAGE", "X-ABUID", "X-PRODID",
    "X-IMAGEHASH", "X-IMAGETYPE", "X-SHARED-PHOTO-DISPLAY-PREF", "X-ABCROP-RECTANGLE",
    "X-MS-OL-DESIGN", "X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-EVOLUTION-WEBDAV-ETAG",
    "X-EVOLUTION-WEBDAV-HREF", "X-EVOLUTION-FILE-AS", "X-MOZILLA-HTML", "X-RADICALE-NAME",
    "X-KADDRESSBOOK-CRYPTOPROTOPREF", "X-KADDRESSBOOK-CRYPTOSIGNPREF",
    "X-KADDRESSBOOK-CRYPTOENCRYPTPREF", "X-ADDRESSING-GRAMMAR",
}  # fmt: skip
BINARY = {"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE", "X-ABPHOTO"}
"""Properties whose values are contents, or addresses of such."""

_OWN = "X-VZTAHY-"
_LABELLED = {"EMAIL", "TEL", "URL", "IMPP", "X-SOCIALPROFILE", "ADR", "X-VZTAHY-OTHER",
             "SOCIALPROFILE", "ORG", "TITLE", "ROLE", *_MESSENGERS}  # fmt: skip
_ALWAYS_SPECIAL = {"BEGIN", "X-ABLABEL", "X-ABADR", *BINARY}

# Parameters
_UNDERSTOOD = {"TYPE", "ENCODING", "CHARSET", "VALUE", "MEDIATYPE"}
_UNDERSTOOD_OF = {
    "ADR": {"LABEL", "CC"},
    "BDAY": {"X-APPLE-OMIT-YEAR"},
    "IMPP": set(_SERVICE),
    "SOCIALPROFILE": set(_SERVICE),
    "X-SOCIALPROFILE": set(_SERVICE),
    "X-VZTAHY-OTHER": set(_SERVICE),
}
_TECHNICAL_PARAMETERS = {"PID", "ALTID", "PROP-ID", "INDEX", "LANGUAGE", "CREATED", "DERIVED"}
_TYPED = {"EMAIL", "TEL", "URL", "IMPP", "SOCIALPROFILE", "X-SOCIALPROFILE", "ADR", "LABEL",
          "X-VZTAHY-OTHER", *_MESSENGERS}  # fmt: skip
_FORMATS = {"", "pref", "jpeg", "jpg", "png", "gif", "webp", "bmp", "tiff", "x509", "pgp", "wave",
            "basic", "ogg", "x-evolution-unknown"}  # fmt: skip
_CODED = {"", "QUOTED-PRINTABLE", "Q", "BASE64", "B", "8BIT", "7BIT"}

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
        return _too_long(head)
    if head.count('"') % 2:
        return Special(QUOTED, ignore)
    whole, _, parameters = head.partition(";")
    group, _, written = whole.strip().rpartition(".")
    name, group = written.upper(), group.upper()
    given = Parameters(parameters)
    if name in _PROPERTIES:
        handle = _with_parameters(name, given, _PROPERTIES[name](given))
    elif name.startswith(_OWN):
        handle = _extra(name.removeprefix(_OWN).lower().replace("-", "_"))
    elif name in _TECHNICAL:
        handle = _technical(name)
    else:
        handle = _unknown(name, written, given)
    if name in _PROPERTIES and name not in _LABELLED and name not in _ALWAYS_SPECIAL:
        group = ""
    if group or given.encoding or given.charset or name in _ALWAYS_SPECIAL:
        return Special(name, handle, group, given.encoding, given.charset)
    return handle


def _too_long(head: str) -> Handler:
    def handle(card: Card, value: str) -> None:
        card.warned.append((TOO_MUCH, {"name": head[:40]}))

    return handle


def _unknown(name: str, written: str, given: Parameters) -> Handler:
    """What has no field: its own name, and what its parameters say."""
    label = _NAMED.get(name, written.strip()[:100])
    types = [item for item in given.types if item not in ("pref", "")]
    if label == N_("Related person") and len(types) == 1 and types[0] in RELATIONS:
        label, types = RELATIONS[types[0]], []
    told = list(types)
    told += [
        f"{parameter}={text}"
        for parameter, text in given.values.items()
        if parameter not in _UNDERSTOOD and text
    ]
    return _noted(label, told=", ".join(told))


def _with_parameters(name: str, given: Parameters, handle: Handler) -> Handler:
    """The handler of a known property, and a trace of the parameters that it does not read."""
    known = _UNDERSTOOD | _UNDERSTOOD_OF.get(name, set())
    technical: list[tuple[str, str]] = []
    spare: list[tuple[str, str]] = []
    for parameter, text in given.values.items():
        if parameter in known or not text or (parameter == "PREF" and text == "1"):
            continue
        is_usual = parameter == "CALSCALE" and text.lower() == "gregorian"
        if name in BINARY or is_usual or parameter in (*_TECHNICAL_PARAMETERS, "PREF"):
            technical.append((f"{name};{parameter}", text))
        else:
            spare.append((parameter, text))
    if given.values.get("ENCODING", "").upper() not in _CODED:
        technical.append((f"{name};ENCODING", given.values["ENCODING"]))
    if name not in BINARY and name not in ("X-ABLABEL", "X-ABADR", "BEGIN", "VERSION"):
        types = given.unsaid_types() if name in _TYPED else [t for t in given.types if t != "pref"]
        technical += [(f"{name};TYPE", text) for text in types if text]
    elif name in BINARY:
        types = [text for text in given.types if text.rpartition("/")[2] not in _FORMATS]
        technical += [(f"{name};TYPE", text) for text in types]
    if not (technical or spare):
        return handle

    def both(card: Card, value: str) -> Made:
        made = handle(card, value)
        card.technical += technical
        for parameter, text in spare:
            if parameter != "SORT-AS" or not words(text) <= words(value):
                note(card, f"{name};{parameter}", f"{text} ({unescaped(value.strip())[:200]})")
        return made

    return both
