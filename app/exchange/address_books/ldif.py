"""Reading LDIF (RFC 2849) as Thunderbird, directories and other address books export it.

The entries are those of inetOrgPerson (RFC 2798, RFC 4519) and of Mozilla's mozillaAbPersonAlpha.
A library reads LDIF too, but it ends at the first fault of a file; here a bad line is listed and
the rest arrives.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from app.errors import UserError
from app.exchange.address_books.files import Notice
from app.exchange.cards.card import (
    MAX_NAME,
    NAME_TOO_LONG,
    Card,
    CardAddress,
    Detail,
    DetailKind,
    Fault,
    Post,
)
from app.exchange.cards.phones import separate
from app.exchange.tables.encodings import NAMES, NOT_SAID, guess
from app.i18n import N_, Language
from app.kinds import COUNTRY
from app.rules.folding import fold

NO_COLON = N_(
    "The line is neither an attribute with its value nor the continuation of one: “{text}”"
)
BAD_BASE64 = N_("The value of “{attribute}” cannot be decoded (it is not base64): {text}")
NOT_FOLLOWED = N_("The value of “{attribute}” is kept elsewhere and is not opened: {text}")
A_CHANGE = N_("This is a change of a directory (“{change}”), not an entry. It says: {said}")
A_COMPUTER = N_("This is the account of a computer or a device, not of a person. It says: {said}")
A_PLACE = N_("This is a part of the directory itself ({kind}), not a contact. It says: {said}")
A_PICTURE = N_("A picture ({attribute}) was left out: there is another one, or it is too large.")
EMPTY = N_(
    "The entry holds neither a name nor an organisation nor a contact detail. It says: {said}"
)
TOO_MANY = N_("“{attribute}” has more than {most} values; these {count} were left out: {text}")
TOO_LONG = N_("The entry is longer than {megabytes} MB.")

MAX_ENTRY = 20 * 2**20
MAX_PHOTO = 2 * 2**20
_MAX_VALUES = 200
_MOST_TOLD = 20_000  # characters of values that are left out
_RAW = 200

_Line = tuple[int, bytes]
_Values = dict[str, list[str]]

# What belongs to a directory itself and describes nobody.
_CONTAINERS = {
    "organizationalunit", "domain", "dcobject", "container", "locality", "country", "builtindomain",
    "organizationalrole", "simplesecurityobject", "printqueue", "volume", "grouppolicycontainer",
}  # fmt: skip
_GROUPS = {"groupofnames", "groupofuniquenames", "mozillaablist", "mailgroup", "posixgroup",
           "group"}  # fmt: skip
_DEVICES = {"computer", "device", "iphost", "msds-groupmanagedserviceaccount"}
_PERSONS = {"person", "inetorgperson", "organizationalperson", "mozillaabpersonalpha", "contact"}


def read(stream: BinaryIO) -> Iterator[Card | Fault]:
    """The entries of a file as cards, and its faults with their lines, in the order of the file.

    Lists of recipients come as cards of the kind ``group``, changes of a directory, its parts and
    its computers as faults. Raises nothing but the `OSError` of the stream.
    """
    told: set[str] = set()
    for lines in _entries(_lines(stream)):
        if isinstance(lines, Fault):
            yield lines
            continue
        entry = _Entry(lines)
        yield from entry.faults
        line = lines[0][0]
        for name, left_out in entry.beyond.items():
            text = _shortened(", ".join(left_out))
            about = {"attribute": name, "most": _MAX_VALUES, "count": len(left_out), "text": text}
            yield Notice(line, TOO_MANY, about)
        for name in entry.encodings - told:
            told.add(name)
            yield Notice(line, NOT_SAID, {"encoding": NAMES.get(name, name)})
        values = entry.values
        if change := next((v for v in values.get("changetype", ()) if v.lower() != "add"), ""):
            yield Fault(line, A_CHANGE, {"change": change, "said": entry.said}, _raw(lines))
            continue
        classes = {name.lower() for name in values.get("objectclass", ())}
        if not set(values) - {"version", "objectclass", "dn"}:
            continue
        if classes & _DEVICES:
            yield Fault(line, A_COMPUTER, {"said": entry.said}, _raw(lines))
            continue
        if classes & _CONTAINERS and not classes & _PERSONS:
            kind = ", ".join(sorted(classes & _CONTAINERS))
            yield Notice(line, A_PLACE, {"kind": kind, "said": entry.said})
            continue
        if long := next((v for n in _NAMING for v in values.get(n, ()) if len(v) > MAX_NAME), ""):
            values_of = {"count": len(long), "beginning": long[:40], "most": MAX_NAME}
            yield Fault(line, NAME_TOO_LONG, values_of, _raw(lines))
            continue
        card = _card(entry, line)
        if classes & _GROUPS:
            card.kind = "group"
        named = card.formatted_name or card.given_name or card.family_name or card.organisation
        if named or card.emails or card.phones or card.nickname:
            yield card
        else:
            yield Fault(line, EMPTY, {"said": entry.said}, _raw(lines))


def _raw(entry: list[_Line]) -> str:
    return b"\n".join(text for _, text in entry[:5])[:_RAW].decode("utf-8", "replace")


def _shortened(text: str) -> str:
    clean = text.strip()
    return f"{clean[:_MOST_TOLD]} …" if len(clean) > _MOST_TOLD else clean or "–"


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


class _Entry:
    """The values of an entry by attribute in small letters, its photograph, and what is wrong.

    Whoever reads a value takes it; what nobody took is for the note or the report.
    """

    def __init__(self, lines: list[_Line]) -> None:
        self.values: _Values = {}
        self.names: dict[str, str] = {}
        self.photo: bytes | None = None
        self.pictures: list[str] = []  # the attributes of pictures that were left out
        self.beyond: dict[str, dict[str, None]] = {}  # values that were too many, by attribute
        self.faults: list[Fault] = []
        self.encodings: set[str] = set()
        self._taken: set[tuple[str, str]] = set()
        for line, text in lines:
            self._read(line, text)

    def _read(self, line: int, text: bytes) -> None:
        name, colon, value = text.partition(b":")
        written = name.decode("ascii", "replace").strip()
        attribute = written.partition(";")[0].strip().lower()
        if not colon or not attribute:
            told: dict[str, object] = {"text": _shortened(text.decode("utf-8", "replace"))}
            self.faults.append(Fault(line, NO_COLON, told, _raw([(line, text)])))
            return
        shown = b"" if "password" in attribute else value[1:]
        told = {"attribute": written, "text": _shortened(shown.decode("utf-8", "replace"))}
        if value.startswith(b"<"):
            self.faults.append(Fault(line, NOT_FOLLOWED, told, _raw([(line, text)])))
            return
        if value.startswith(b":"):
            try:
                value = base64.b64decode(b"".join(value[1:].split()), validate=True)
            except (binascii.Error, ValueError):
                self.faults.append(Fault(line, BAD_BASE64, told, _raw([(line, text)])))
                return
        if attribute in _PHOTOS:
            if self.photo is None and 0 < len(value) <= MAX_PHOTO:
                self.photo = value
            elif value.strip() and value != self.photo:
                self.pictures.append(written)
            return
        found = self.values.setdefault(attribute, [])
        self.names.setdefault(attribute, written.partition(";")[0])
        clean = self._decoded(attribute, value).strip()
        if not clean or clean in found:
            return
        if len(found) < _MAX_VALUES:
            found.append(clean)
        else:
            self.beyond.setdefault(written, {})[clean] = None

    def _decoded(self, attribute: str, value: bytes) -> str:
        """LDIF is UTF-8; old programs write what their Windows uses."""
        try:
            return value.decode("utf-8").replace("\0", "")
        except UnicodeDecodeError:
            if attribute in _TECHNICAL:
                return value.hex()
            name = guess(io.BytesIO(value)) or "cp1250"
            self.encodings.add(name)
            return value.decode(name, "replace").replace("\0", "")

    @property
    def said(self) -> str:
        """All that an entry says which makes no card, but for what only its directory needs."""
        told = [
            f"{self.names[name]}: {' '.join(value.split())}"
            for name, values in self.values.items()
            if name == "dn" or not _is_technical(name)
            for value in values
        ]
        return _shortened("; ".join(told))

    def first(self, names: tuple[str, ...]) -> str:
        """The first value of the first of some attributes in one line, and taken."""
        for name in names:
            for value in self.values.get(name, ()):
                if text := " ".join(value.split()):
                    self._taken.add((name, value))
                    return text
        return ""

    def all(self, names: tuple[str, ...]) -> list[str]:
        """All values of some attributes, taken."""
        found = [(name, value) for name in names for value in self.values.get(name, ())]
        self._taken.update(found)
        return list(dict.fromkeys(value for _, value in found))

    def take(self, name: str, value: str) -> None:
        """Take a value that says what another one said."""
        self._taken.add((name, value))

    def left(self) -> Iterator[tuple[str, str]]:
        """The values that nobody took: the attribute as it is written, and a value."""
        for name, values in self.values.items():
            for value in values:
                if (name, value) not in self._taken:
                    yield self.names[name], value


# What the attributes mean

_PHOTOS = {"jpegphoto", "thumbnailphoto", "photo", "thumbnaillogo"}
_TEXTS = {
    "given_name": ("givenname", "gn"),
    "family_name": ("sn", "surname"),
    "title_before": ("personaltitle", "honorificprefix"),
    "title_after": ("generationqualifier",),
    "nickname": ("mozillanickname", "xmozillanickname"),
    "formatted_name": ("displayname", "cn", "commonname"),
}
_ORGANISATIONS = ("o", "organizationname", "company")
_DEPARTMENTS = ("ou", "orgunit", "organizationalunitname", "department", "departmentnumber")
_IDENTITIES = ("entryuuid", "objectguid")
_OF_DIRECTORIES = ("uid=", "dc=")
_PEOPLE = {"manager", "secretary", "assistant", "seealso", "documentauthor", "directreports"}
"""Attributes that name other entries: a person is called by the first part of the name."""

_TECHNICAL = frozenset(
    """
    dn version objectclass changetype entryuuid objectguid createtimestamp modifytimestamp
    creatorsname modifiersname entrycsn entrydn structuralobjectclass subschemasubentry
    hassubordinates contextcsn whencreated whenchanged usncreated usnchanged objectsid sidhistory
    objectcategory instancetype useraccountcontrol badpwdcount badpasswordtime lastlogon
    lastlogoff lastlogontimestamp logoncount pwdlastset accountexpires primarygroupid
    samaccounttype countrycode codepage distinguishedname dscorepropagationdata admincount
    memberof showinaddressbook legacyexchangedn homemdb homemta mdbusedefaults mailnickname
    protocolsettings textencodedoraddress userpassword unixuserpassword uidnumber gidnumber
    homedirectory loginshell gecos usercertificate usersmimecertificate userpkcs12 ms-ds-
    consistencyguid mozillausehtmlmail popularityindex preferdisplayname allowremotecontent
    lastmodifieddate lockouttime iscriticalsystemobject
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
"""What a directory keeps for itself, passwords among it: the report names it."""

_TECHNICAL_BEGINNINGS = ("msexch", "msds-", "msrtcsip-", "shadow", "krb", "samba", "mdb")


def _is_technical(name: str) -> bool:
    return name in _TECHNICAL or name.startswith(_TECHNICAL_BEGINNINGS)


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
    ("otherfacsimiletelephonenumber", "fax", ""),
    ("pager", "phone", "pager"),
    ("otherpager", "phone", "pager"),
    ("ipphone", "phone", "ipPhone"),
)
_WEBS = (
    ("mozillaworkurl", "work"),
    ("workurl", "work"),
    ("wwwhomepage", ""),
    ("labeleduri", ""),
    ("mozillahomeurl", "home"),
    ("homeurl", "home"),
    ("url", ""),
)
_MAILS = ("mail", "rfc822mailbox", "mozillasecondemail", "xmozillasecondemail", "othermailbox")
_PROXIES = ("proxyaddresses", "targetaddress")
_NOTES = ("description", "comment", "info", "notes")
_WORK_ADDRESS = {
    "street": ("street", "streetaddress", "mozillaworkstreet2", "postofficebox"),
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


_NAMING = (
    *(name for names in _TEXTS.values() for name in names),
    *_ORGANISATIONS,
    *_DEPARTMENTS,
    "title",
)


def _card(entry: _Entry, line: int) -> Card:
    card = Card(line=line, photo=entry.photo)
    for part, names in _TEXTS.items():
        setattr(card, part, entry.first(names))
    card.uid = entry.first(_IDENTITIES)
    place = "".join(entry.values.get("dn", ())[:1])
    if not card.uid and any(mark in place.lower() for mark in _OF_DIRECTORIES):
        card.uid = entry.first(("dn",))
    card.fingerprint = repr(sorted(entry.values.items()))
    _posts(card, entry)
    mails = [" ".join(mail.split()) for mail in entry.all(_MAILS)]
    for name in _PROXIES:
        for value in entry.values.get(name, ()):
            kind, _, address = value.partition(":")
            if kind.lower() == "smtp" and address:
                entry.take(name, value)
                mails.append(address.strip())
    unlike = {mail.casefold(): mail for mail in reversed(mails)}
    card.emails = [
        Detail(mail, "email", "", number == 0)
        for number, mail in enumerate(mail for mail in mails if unlike.pop(mail.casefold(), ""))
    ]
    for name, kind, label in _PHONES:
        for value in entry.all((name,)):
            card.phones += [Detail(text, kind, label) for text in separate(" ".join(value.split()))]
    for name, label in _WEBS:
        for value in entry.all((name,)):
            # RFC 2079: a labeled URI is followed by a blank and its label.
            address, *more = value.split(maxsplit=1)
            card.urls.append(Detail(address, "web", label or (more[0] if more else "")))
    _address(card, entry, _WORK_ADDRESS, "postaladdress", CardAddress("work"))
    _address(card, entry, _HOME_ADDRESS, "homepostaladdress", CardAddress("home"))
    card.birthday = _birthday(entry)
    language = entry.first(("preferredlanguage",))
    card.language = language.partition("-")[0].partition(",")[0].strip().lower() or None
    if card.language and card.language != language.lower():
        card.more.append(("", f"{entry.names['preferredlanguage']}: {language}"))
    card.note = "\n".join(dict.fromkeys(entry.all(_NOTES)))
    card.tags = entry.all(("businesscategory", "category"))
    _name(card)
    _leave(card, entry)
    return card


def _name(card: Card) -> None:
    named = card.given_name or card.family_name
    is_office = not named and fold(card.formatted_name) in ("", fold(card.organisation))
    if card.organisation and is_office:
        card.kind = "organisation"
        card.formatted_name = card.organisation
        for address in card.addresses:
            address.kind = "seat" if address.kind == "work" else address.kind
    elif not card.family_name:
        _split(card)


def _posts(card: Card, entry: _Entry) -> None:
    """The first organisation with the first title; further ones are further posts."""
    organisations = [" ".join(value.split()) for value in entry.all(_ORGANISATIONS)]
    titles = [" ".join(value.split()) for value in entry.all(("title",))]
    departments = [" ".join(value.split()) for value in entry.all(_DEPARTMENTS)]
    card.organisation = organisations[0] if organisations else ""
    card.post = titles[0] if titles else ""
    card.department = ", ".join(dict.fromkeys(departments))
    card.others = [Post(name) for name in organisations[1:]]
    card.others += [Post("", "", title) for title in titles[1:]]


def _leave(card: Card, entry: _Entry) -> None:
    """What has no field: into the note under its own name, or named in the report."""
    known = set(fold(f"{card.formatted_name} {card.given_name} {card.family_name}").split())
    for written, value in entry.left():
        name = written.lower()
        if _is_technical(name):
            card.technical.append((written, "" if "password" in name else value))
        elif name in _AGAIN and _is_said(name, value, known):
            continue
        elif name in _PEOPLE:
            card.more.append(("", f"{written}: {_called(value)}"))
        else:
            card.more.append(("", f"{written}: {value}"))
    for name in entry.pictures:
        card.warned.append((A_PICTURE, {"attribute": name}))


_AGAIN = {"cn", "commonname", "displayname", "name", "initials", "displaynameprintable"}


def _is_said(name: str, value: str, known: set[str]) -> bool:
    words = set(fold(value).split())
    return words <= known or (name == "initials" and words <= {word[0] for word in known})


def _called(name: str) -> str:
    """``Petr Novák (OU=Lidé, DC=kraj)`` of ``CN=Petr Novák,OU=Lidé,DC=kraj`` (RFC 4514)."""
    kind, equals, rest = name.partition("=")
    if not equals or kind.strip().lower() not in ("cn", "uid", "name"):
        return name
    first, *others = (part.strip() for part in re.split(r"(?<!\\)[,+]", rest))
    if not first:
        return name
    place = f" ({', '.join(others)})" if others else ""
    return re.sub(r"\\(.)", r"\1", first + place)


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
    entry: _Entry,
    names: dict[str, tuple[str, ...]],
    whole: str,
    address: CardAddress,
) -> None:
    for part, attributes in names.items():
        if part != "street":
            setattr(address, part, entry.first(attributes))
    lines = []
    for name in names["street"]:
        for text in entry.all((name,)):
            is_box = name == "postofficebox" and not any(char.isalpha() for char in text)
            lines.append(" ".join(f"P. O. Box {text}".split() if is_box else text.split()))
    address.street = ", ".join(dict.fromkeys(line for line in lines if line))
    if code := _country(address.country):
        for name in names["country"]:  # one says it as a word, another as a code
            for value in entry.values.get(name, ()):
                if _country(value) == code:
                    entry.take(name, value)
    if not (address.street or address.city or address.postal_code):
        # RFC 4517, 3.3.28: the lines of a postal address are separated by dollars.
        from app.exchange.tables.row_addresses import whole_address

        whole_address(address, entry.first((whole,)).replace("$", "\n"))
    if address.street or address.city or address.postal_code or address.country:
        card.addresses.append(address)


def _country(text: str) -> str | None:
    try:
        return str(COUNTRY.parse(text, Language.CS)) if text else None
    except UserError:
        return None


def _birthday(entry: _Entry) -> str | None:
    """The day of birth as precise as Mozilla's three attributes give it."""
    year, month, day = (
        next(iter(entry.values.get(name, ())), "")
        for name in ("birthyear", "birthmonth", "birthday")
    )
    if not (year.isdecimal() and 0 < int(year[:5]) < 10_000):
        return None
    entry.take("birthyear", year)
    found = f"{int(year):04d}"
    if month.isdecimal() and 0 < int(month[:3]) < 13:
        entry.take("birthmonth", month)
        found += f"-{int(month):02d}"
        if day.isdecimal() and 0 < int(day[:3]) < 32:
            entry.take("birthday", day)
            found += f"-{int(day):02d}"
    return found
