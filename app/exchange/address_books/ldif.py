"""Reading LDIF (RFC 2849) as Thunderbird, directories and other address books export it.

The entries are those of inetOrgPerson (RFC 2798, RFC 4519) and of Mozilla's mozillaAbPersonAlpha.
A library reads LDIF too, but it ends at the first fault of a file; here a bad line is listed and
the rest arrives.
"""

from __future__ import annotations

import base64
import binascii
import codecs
from collections.abc import Iterator
from typing import BinaryIO

from app.exchange.cards.card import (
    MAX_NAME,
    NAME_TOO_LONG,
    Card,
    CardAddress,
    Detail,
    DetailKind,
    Fault,
)
from app.i18n import N_

NO_COLON = N_("The line is neither an attribute with its value nor the continuation of one.")
BAD_BASE64 = N_("The value of “{attribute}” cannot be decoded (it is not base64).")
NOT_FOLLOWED = N_("The value of “{attribute}” is kept elsewhere and is not opened.")
A_CHANGE = N_("This is a change of a directory (“{change}”), not an entry.")
EMPTY = N_("The entry holds neither a name nor an organisation nor a contact detail.")
TOO_LONG = N_("The entry is longer than {megabytes} MB.")

MAX_ENTRY = 20 * 2**20
MAX_PHOTO = 2 * 2**20
_MAX_VALUES = 200
_RAW = 200

_Line = tuple[int, bytes]
_Values = dict[str, list[str]]

# What belongs to a directory itself and describes nobody.
_CONTAINERS = {"organizationalunit", "domain", "dcobject", "container", "locality", "country"}
_GROUPS = {"groupofnames", "groupofuniquenames", "mozillaablist", "mailgroup", "posixgroup"}
_PERSONS = {"person", "inetorgperson", "organizationalperson", "mozillaabpersonalpha", "contact"}


def read(stream: BinaryIO) -> Iterator[Card | Fault]:
    """The entries of a file as cards, and its faults with their lines, in the order of the file.

    Lists of recipients come as cards of the kind ``group``, changes of a directory as faults,
    its containers not at all. Raises nothing but the `OSError` of the stream.
    """
    for entry in _entries(_lines(stream)):
        if isinstance(entry, Fault):
            yield entry
            continue
        values, photo, faults = _values(entry)
        yield from faults
        line = entry[0][0]
        if change := next((v for v in values.get("changetype", ()) if v.lower() != "add"), ""):
            yield Fault(line, A_CHANGE, {"change": change}, _raw(entry))
            continue
        classes = {name.lower() for name in values.get("objectclass", ())}
        if not set(values) - {"version", "objectclass", "dn"}:
            continue
        if classes & _CONTAINERS and not classes & _PERSONS:
            continue
        if long := next((v for n in _NAMING for v in values.get(n, ()) if len(v) > MAX_NAME), ""):
            told = {"count": len(long), "beginning": long[:40], "most": MAX_NAME}
            yield Fault(line, NAME_TOO_LONG, told, _raw(entry))
            continue
        card = _card(values, line)
        card.photo = photo
        if classes & _GROUPS:
            card.kind = "group"
        named = card.formatted_name or card.given_name or card.family_name or card.organisation
        if named or card.emails or card.phones or card.nickname:
            yield card
        else:
            yield Fault(line, EMPTY, {}, _raw(entry))


def _raw(entry: list[_Line]) -> str:
    return b"\n".join(text for _, text in entry[:5])[:_RAW].decode("utf-8", "replace")


# Lines and entries


def _lines(stream: BinaryIO) -> Iterator[_Line]:
    """The lines with their numbers, without their ends, none of them longer than an entry."""
    start = stream.read(2)
    stream.seek(0)
    if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):  # as ldifde of Windows writes it
        text = codecs.getreader("utf-16")(stream, "replace")
        pieces = iter(lambda: text.readline(MAX_ENTRY).encode("utf-8", "replace"), b"")
    else:
        pieces = iter(lambda: stream.readline(MAX_ENTRY + 2), b"")
    for number, line in enumerate(pieces, 1):
        bare = line.rstrip(b"\r\n")
        yield number, bare.removeprefix(codecs.BOM_UTF8) if number == 1 else bare


def _entries(lines: Iterator[_Line]) -> Iterator[list[_Line] | Fault]:
    """The lines of each entry, continued ones put together, comments left out."""
    entry: list[_Line] = []
    parts: list[bytes] = []  # of the line that may go on
    begun = size = 0
    for number, line in lines:
        size += len(line) + 1
        if size > MAX_ENTRY:
            if size - len(line) - 1 <= MAX_ENTRY:  # told once
                where = entry[0][0] if entry else begun or number
                yield Fault(where, TOO_LONG, {"megabytes": MAX_ENTRY // 2**20}, _raw(entry))
            entry, parts = [], []
            if not line:
                size = 0
            continue
        if line[:1] in (b" ", b"\t") and parts and line.strip():
            parts.append(line[1:])
            continue
        if parts and not parts[0].startswith(b"#"):
            entry.append((begun, b"".join(parts)))
        parts, begun = [line], number
        if not line.strip():
            parts = []
            size = 0
            if entry:
                yield entry
            entry = []
    if parts and not parts[0].startswith(b"#"):
        entry.append((begun, b"".join(parts)))
    if entry:
        yield entry


def _values(entry: list[_Line]) -> tuple[_Values, bytes | None, list[Fault]]:
    """The values of an entry by attribute in small letters, its photograph, and what is wrong."""
    values: _Values = {}
    photo: bytes | None = None
    faults: list[Fault] = []
    for line, text in entry:
        name, colon, value = text.partition(b":")
        attribute = name.decode("ascii", "replace").partition(";")[0].strip().lower()
        if not colon or not attribute:
            faults.append(Fault(line, NO_COLON, {}, _raw([(line, text)])))
            continue
        if value.startswith(b"<"):
            faults.append(Fault(line, NOT_FOLLOWED, {"attribute": attribute}, _raw([(line, text)])))
            continue
        if value.startswith(b":"):
            try:
                value = base64.b64decode(b"".join(value[1:].split()), validate=True)
            except (binascii.Error, ValueError):
                faults.append(
                    Fault(line, BAD_BASE64, {"attribute": attribute}, _raw([(line, text)]))
                )
                continue
        if attribute in _PHOTOS:
            photo = photo or (value if 0 < len(value) <= MAX_PHOTO else None)
            continue
        found = values.setdefault(attribute, [])
        if (clean := _decoded(value).strip()) and len(found) < _MAX_VALUES:
            found.append(clean)
    return values, photo, faults


def _decoded(value: bytes) -> str:
    """LDIF is UTF-8; old programs write what their Windows uses."""
    try:
        return value.decode("utf-8").replace("\0", "")
    except UnicodeDecodeError:
        return value.decode("cp1250", "replace").replace("\0", "")


# What the attributes mean

_PHOTOS = {"jpegphoto", "thumbnailphoto", "photo", "thumbnaillogo"}
_TEXTS = {
    "given_name": ("givenname", "gn"),
    "family_name": ("sn", "surname"),
    "title_before": ("personaltitle", "honorificprefix"),
    "title_after": ("generationqualifier",),
    "nickname": ("mozillanickname", "xmozillanickname"),
    "formatted_name": ("displayname", "cn", "commonname"),
    "organisation": ("o", "organizationname", "company"),
    "department": ("ou", "orgunit", "department", "departmentnumber"),
    "post": ("title",),
    "uid": ("uid", "entryuuid", "objectguid"),
}
_PHONES: tuple[tuple[str, DetailKind, str], ...] = (
    ("telephonenumber", "phone", "work"),
    ("othertelephone", "phone", "work"),
    ("homephone", "phone", "home"),
    ("otherhomephone", "phone", "home"),
    ("mobile", "mobile", ""),
    ("mobiletelephonenumber", "mobile", ""),
    ("othermobile", "mobile", ""),
    ("cellphone", "mobile", ""),
    ("facsimiletelephonenumber", "fax", ""),
    ("fax", "fax", ""),
)
_WEBS = (
    ("mozillaworkurl", "work"),
    ("workurl", "work"),
    ("wwwhomepage", ""),
    ("labeleduri", ""),
    ("mozillahomeurl", "home"),
    ("homeurl", "home"),
)
_MAILS = ("mail", "rfc822mailbox", "mozillasecondemail", "xmozillasecondemail")
_NOTES = ("description", "comment", "info", "notes")
_CUSTOM = tuple(f"{name}{n}" for n in range(1, 5) for name in ("mozillacustom", "custom"))
_WORK_ADDRESS = {
    "street": ("street", "streetaddress", "mozillaworkstreet2"),
    "postal_code": ("postalcode",),
    "city": ("l", "locality", "localityname"),
    "region": ("st", "region", "stateorprovincename"),
    "country": ("co", "friendlycountryname", "c", "countryname"),
}
_HOME_ADDRESS = {
    "street": ("mozillahomestreet", "homestreet", "mozillahomestreet2"),
    "postal_code": ("mozillahomepostalcode",),
    "city": ("mozillahomelocalityname",),
    "region": ("mozillahomestate",),
    "country": ("mozillahomecountryname",),
}


_NAMING = tuple(name for names in _TEXTS.values() for name in names)


def _first(values: _Values, names: tuple[str, ...]) -> str:
    """The first value of the first of some attributes, in one line."""
    for name in names:
        for value in values.get(name, ()):
            if text := " ".join(value.split()):
                return text
    return ""


def _all(values: _Values, names: tuple[str, ...]) -> list[str]:
    return [value for name in names for value in values.get(name, ())]


def _card(values: _Values, line: int) -> Card:
    card = Card(line=line)
    for part, names in _TEXTS.items():
        setattr(card, part, _first(values, names))
    card.emails = [
        Detail(" ".join(mail.split()), "email", "", number == 0)
        for number, mail in enumerate(dict.fromkeys(_all(values, _MAILS)))
    ]
    for name, kind, label in _PHONES:
        card.phones += [Detail(" ".join(v.split()), kind, label) for v in values.get(name, ())]
    for name, label in _WEBS:
        # RFC 2079: a labeled URI is followed by a blank and its label.
        card.urls += [Detail(v.split()[0], "web", label) for v in values.get(name, ())]
    _address(card, values, _WORK_ADDRESS, "postaladdress", CardAddress("work"))
    _address(card, values, _HOME_ADDRESS, "homepostaladdress", CardAddress("home"))
    card.birthday = _birthday(values)
    card.language = _first(values, ("preferredlanguage",)).partition("-")[0].lower() or None
    notes = [*_all(values, _NOTES), *_all(values, _CUSTOM)]
    card.note = "\n".join(dict.fromkeys(notes))
    card.tags = list(dict.fromkeys(_all(values, ("businesscategory", "category"))))
    if card.organisation and not (card.given_name or card.family_name or card.formatted_name):
        card.kind = "organisation"
        card.formatted_name = card.organisation
        for address in card.addresses:
            address.kind = "seat" if address.kind == "work" else address.kind
    elif not card.family_name:
        _split(card)
    return card


def _split(card: Card) -> None:
    """Where there is no family name, it is in the whole name."""
    from app.exchange.cards.names import split_name
    from app.rules.people.titles import split_titles

    if card.given_name or not card.formatted_name:
        return
    before, bare, after = split_titles(card.formatted_name)
    card.given_name, card.family_name = split_name(bare)
    card.title_before = card.title_before or before
    card.title_after = card.title_after or after


def _address(
    card: Card,
    values: _Values,
    names: dict[str, tuple[str, ...]],
    whole: str,
    address: CardAddress,
) -> None:
    for part, attributes in names.items():
        setattr(address, part, _first(values, attributes))
    lines = [" ".join(text.split()) for text in _all(values, names["street"])]
    address.street = ", ".join(dict.fromkeys(line for line in lines if line))
    if not (address.street or address.city or address.postal_code):
        # RFC 4517, 3.3.28: the lines of a postal address are separated by dollars.
        from app.exchange.tables.row_addresses import whole_address

        whole_address(address, _first(values, (whole,)).replace("$", "\n"))
    if address.street or address.city or address.postal_code or address.country:
        card.addresses.append(address)


def _birthday(values: _Values) -> str | None:
    """The day of birth as precise as Mozilla's three attributes give it."""
    year, month, day = (_first(values, (name,)) for name in ("birthyear", "birthmonth", "birthday"))
    if not (year.isdecimal() and 0 < int(year[:5]) < 10_000):
        return None
    found = f"{int(year):04d}"
    if month.isdecimal() and 0 < int(month[:3]) < 13:
        found += f"-{int(month):02d}"
        if day.isdecimal() and 0 < int(day[:3]) < 32:
            found += f"-{int(day):02d}"
    return found
