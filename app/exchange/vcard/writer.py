"""Cards written as vCards that address books read: 3.0 for everybody, 4.0 on request.

Sources: RFC 2426 (3.0), RFC 6350 (4.0). The texts of labels and that a card is one of a company
are written as Apple's address book does (``X-ABLabel``, ``X-ABShowAs``), which others read too.
What vCard has no property for is in ones of our own (``X-VZTAHY-…``), so that nothing is lost:
`app.exchange.vcard.reader` makes the same card of what is written here.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote
from uuid import UUID

from app.exchange.cards.card import Card, CardAddress, Detail, full_name
from app.file_names import safe_name

Version = Literal["3.0", "4.0"]

_WIDTH = 75  # octets of a line without its end; RFC 2426, 2.6, and RFC 6350, 3.2
_OWN = "X-VZTAHY-"
_ESCAPES = str.maketrans(
    {
        **{chr(code): None for code in (*range(9), *range(11, 32), 127)},  # no vCard has these
        "\\": "\\\\",
        "\n": "\\n",
        ",": "\\,",
        ";": "\\;",
    }
)
_PLACES = ("work", "home")
_TEL_TYPES = {"phone": "voice", "mobile": "cell", "fax": "fax", "other": "x-other"}
_ADDRESS_TYPES = {
    "work": ("work",),
    "home": ("home",),
    "postal": ("postal",),
    "seat": ("work", "x-seat"),
}
_PICTURES = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG", "png"), (b"GIF8", "gif"), (b"RIFF", "webp"))
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_OR_MONTH = re.compile(r"[0-9]{4}(-[0-9]{2})?")
_DIALLED = re.compile(r"\+[0-9]{3,}(;ext=[0-9]{1,7})?")


def write(card: Card, version: Version = "3.0") -> str:
    """One vCard, its lines folded and ended by CRLF."""
    return _Lines(card, version).text()


def file_name(card: Card) -> str:
    """What a file with only this card is called, on any system: a person by the family name."""
    name = f"{card.family_name} {card.given_name}".strip() or full_name(card)
    return safe_name(f"{name.rstrip('. ') or 'vcard'}.vcf")


class _Lines:
    """The lines of a card in the order of their importance to a person who reads the file."""

    def __init__(self, card: Card, version: Version) -> None:
        self._version = version
        self._lines = ["BEGIN:VCARD", f"VERSION:{version}", "PRODID:-//Vztahy//Vztahy//CS"]
        self._groups = 0
        self._identity(card)
        self._details(card)
        self._about(card)
        self._lines.append("END:VCARD")

    @property
    def _is_new(self) -> bool:
        return self._version == "4.0"

    def text(self) -> str:
        """The whole card."""
        return "".join(map(_folded, self._lines))

    def _add(self, head: str, *values: str) -> None:
        """A line of a text, or of the parts of a structured value."""
        self._lines.append(f"{head}:{';'.join(map(_escaped, values))}")

    def _add_given(self, head: str, value: str | None) -> None:
        if value:
            self._add(head, value)

    def _add_list(self, head: str, values: Sequence[str]) -> None:
        if values:
            self._lines.append(f"{head}:{','.join(map(_escaped, values))}")

    # Who it is

    def _identity(self, card: Card) -> None:
        if card.uid:
            self._add(
                "UID", f"urn:uuid:{card.uid}" if self._is_new and _is_uuid(card) else card.uid
            )
        if self._is_new:
            kinds = {"person": "individual", "organisation": "org", "group": "group"}
            self._add("KIND", kinds[card.kind])
        elif card.kind == "organisation":
            self._add("X-ABShowAs", "COMPANY")
        elif card.kind == "group":
            self._add("X-ADDRESSBOOKSERVER-KIND", "group")
        name = (
            card.family_name,
            card.given_name,
            card.additional_names,
            card.title_before,
            card.title_after,
        )
        self._add("FN", full_name(card))
        if not self._is_new or any(name):
            self._add("N", *name)
        self._add_given("NICKNAME", card.nickname)
        if card.department:
            self._add("ORG", card.organisation, card.department)
        else:
            self._add_given("ORG", card.organisation)
        self._add_given("TITLE", card.post)
        self._add_given("ROLE", card.role)

    # How it is reached

    def _details(self, card: Card) -> None:
        for email in card.emails:
            value = email.value
            if value[:7].lower() == "mailto:":  # a reader would take it for the name of a scheme
                value = f"mailto:{quote(value)}"
            self._detail("EMAIL", [] if self._is_new else ["internet"], email, value)
        for phone in card.phones:
            self._phone(phone)
        for url in card.urls:
            name = "URL" if url.kind == "web" else f"{_OWN}OTHER"
            self._detail(name, [], url, url.value)
        for address in card.addresses:
            self._address(address)

    def _phone(self, phone: Detail) -> None:
        types = [_TEL_TYPES.get(phone.kind, "x-other")]
        name, value = "TEL", phone.value
        if self._is_new and _DIALLED.fullmatch(value):
            name, value = "TEL;VALUE=uri", f"tel:{value}"
        elif _DIALLED.fullmatch(value):
            value = value.replace(";ext=", " ext. ")
        elif value[:4].lower() == "tel:":
            value = f"tel:{quote(value)}"
        self._detail(name, types, phone, value)

    def _detail(self, name: str, types: list[str], detail: Detail, *values: str) -> None:
        label = detail.label
        if label in _PLACES:
            types, label = [*types, label], ""
        self._labelled(name, types, label, detail.is_primary, values)

    def _address(self, address: CardAddress) -> None:
        values = (
            "",
            "",
            address.street,
            address.city,
            address.region,
            address.postal_code,
            address.country,
        )
        types = _ADDRESS_TYPES[address.kind]
        self._labelled("ADR", types, address.label, address.is_primary, values)

    def _labelled(
        self, name: str, types: Sequence[str], label: str, is_primary: bool, values: Sequence[str]
    ) -> None:
        """A line with its types; a label is a line of its own in the same group."""
        head = name
        if is_primary:
            if self._is_new:
                head += ";PREF=1"
            else:
                types = [*types, "pref"]
        if types:
            listed = ",".join(types)
            head += f";TYPE={listed if self._is_new else listed.upper()}"
        if not label:
            self._add(head, *values)
            return
        self._groups += 1
        self._add(f"item{self._groups}.{head}", *values)
        self._add(f"item{self._groups}.X-ABLabel", label)

    # What else is known

    def _about(self, card: Card) -> None:
        self._birthday(card.birthday)
        self._languages(card)
        if card.gender and self._is_new:
            self._add("GENDER", card.gender[0].upper())
        elif card.gender:
            self._add(f"{_OWN}GENDER", card.gender)
        self._add_given("NOTE", card.note)
        self._add_list("CATEGORIES", card.tags)
        self._add_given(f"{_OWN}NATIONALITY", card.nationality)
        self._add_given(f"{_OWN}NAME-NATIVE", card.name_native)
        self._add_given(f"{_OWN}PRONUNCIATION", card.pronunciation)
        for field, value in card.extra.items():
            self._add_given(f"{_OWN}{field.upper().replace('_', '-')}", value)
        if card.photo:
            self._photo(card.photo)

    def _birthday(self, birthday: str | None) -> None:
        """3.0 has whole days only, 4.0 a year or a month too, neither a day that is unknown."""
        if not birthday:
            return
        if _DAY.fullmatch(birthday):
            self._add("BDAY", birthday.replace("-", "") if self._is_new else birthday)
        elif _YEAR_OR_MONTH.fullmatch(birthday) and self._is_new:
            self._add("BDAY", birthday)
        else:
            self._add(f"{_OWN}BIRTHDAY", birthday)

    def _languages(self, card: Card) -> None:
        if not self._is_new:
            self._add_given(f"{_OWN}LANGUAGE", card.language)
            self._add_list(f"{_OWN}OTHER-LANGUAGES", card.other_languages)
            return
        if card.language:
            self._add("LANG;PREF=1", card.language)
        for code in card.other_languages:
            self._add("LANG;PREF=2", code)

    def _photo(self, photo: bytes) -> None:
        coded = b2a_base64(photo, newline=False).decode()
        kind = next((name for mark, name in _PICTURES if photo.startswith(mark)), "jpeg")
        if self._is_new:
            self._lines.append(f"PHOTO:data:image/{kind};base64,{coded}")
        else:
            self._lines.append(f"PHOTO;ENCODING=b;TYPE={kind.upper()}:{coded}")


def _is_uuid(card: Card) -> bool:
    try:
        return str(UUID(card.uid)) == card.uid
    except ValueError:
        return False


def _escaped(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_ESCAPES)


def _folded(line: str) -> str:
    """The line with its end, in pieces of 75 octets at most; no letter is cut."""
    raw = line.encode()
    if len(raw) <= _WIDTH:
        return f"{line}\r\n"
    pieces, start, room = [], 0, _WIDTH
    while start < len(raw):
        end = start + room
        while end < len(raw) and raw[end] & 0xC0 == 0x80:  # in the middle of a letter
            end -= 1
        pieces.append(raw[start:end])
        start, room = end, _WIDTH - 1  # the space that a piece begins with counts
    return b"\r\n ".join(pieces).decode() + "\r\n"
