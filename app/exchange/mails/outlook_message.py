"""The properties of an Outlook item in a ``.msg`` file ([MS-OXMSG], [MS-OXPROPS], [MS-OXOCNTC])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.parser import HeaderParser
from email.utils import parseaddr
from typing import TYPE_CHECKING
from uuid import UUID

from app.errors import UserError
from app.exchange.cards.card import LEFT_OUT, Card, CardAddress, Detail, DetailKind
from app.i18n import N_

if TYPE_CHECKING:
    from oxmsg.storage import Storage

DAMAGED = N_("“{file}” is damaged, or it is not an Outlook message. Nothing was imported.")

MAX_PHOTO = 2 * 2**20
_MAX_NOTE = 100_000
_UNICODE, _EIGHT_BITS, _BINARY = 0x001F, 0x001E, 0x0102
_INTEGERS = {0x0002: 2, 0x0003: 4, 0x000B: 1}
_TIME = 0x0040
_PSETID_ADDRESS = UUID("00062004-0000-0000-c000-000000000046")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

_PHONES: tuple[tuple[int, DetailKind, str], ...] = (
    (0x3A08, "phone", "work"),  # PidTagBusinessTelephoneNumber
    (0x3A1B, "phone", "work"),  # PidTagBusiness2TelephoneNumber
    (0x3A57, "phone", "work"),  # PidTagCompanyMainTelephoneNumber
    (0x3A1C, "mobile", ""),  # PidTagMobileTelephoneNumber
    (0x3A09, "phone", "home"),  # PidTagHomeTelephoneNumber
    (0x3A2F, "phone", "home"),  # PidTagHome2TelephoneNumber
    (0x3A1A, "phone", ""),  # PidTagPrimaryTelephoneNumber
    (0x3A1F, "phone", ""),  # PidTagOtherTelephoneNumber
    (0x3A1E, "phone", ""),  # PidTagCarTelephoneNumber
    (0x3A24, "fax", "work"),  # PidTagBusinessFaxNumber
    (0x3A25, "fax", "home"),  # PidTagHomeFaxNumber
    (0x3A23, "fax", ""),  # PidTagPrimaryFaxNumber
)
_SENDER_TAGS = (0x5D02, 0x5D01, 0x5D0A, 0x0065, 0x0C1F)
"""SMTP addresses of on whose behalf, who sent, who made it ([MS-OXOMSG]); then any addresses."""
_MORE: tuple[tuple[int, str], ...] = (
    (0x3A30, N_("Assistant")),
    (0x3A2E, N_("Phone of the assistant")),
    (0x3A4E, N_("Manager")),
    (0x3A48, N_("Spouse")),
    (0x3A46, N_("Profession")),
    (0x3A19, N_("Office")),
    (0x3A43, N_("Hobby")),
    (0x3A21, N_("Pager")),
    (0x3A2C, "Telex"),
    (0x3A2D, "ISDN"),
    (0x3A02, N_("Callback number")),
    (0x3A1D, N_("Radio phone")),
    (0x3A4B, "TTY/TDD"),
    (0x3A47, N_("Referred by")),
    (0x3A00, N_("Account")),
    (0x3A4A, N_("Customer number")),
    (0x3A07, N_("Number in the administration")),
    (0x3A49, N_("Computer network")),
    (0x3A4C, "FTP"),
    (0x3A0C, N_("Language of correspondence")),
    (0x3A0D, N_("Place")),
)
"""What a contact of Outlook has and a record has no field for."""
_MORE_NAMED: tuple[tuple[int, str], ...] = (
    (0x8062, "IM"),
    (0x804F, "User 1"),
    (0x8050, "User 2"),
    (0x8051, "User 3"),
    (0x8052, "User 4"),
    (0x80D8, "Free/busy"),
)
_EMAILS = ((0x8083, 0x8084), (0x8093, 0x8094), (0x80A3, 0x80A4))
"""Address and original display name of the three e-mails (named properties)."""
_WORK = (0x8045, 0x8048, 0x8046, 0x8047, 0x8049, 0x804A)
"""Street, postal code, city, region, country and box of the work address (named properties)."""
_HOME = (0x3A5D, 0x3A5B, 0x3A59, 0x3A5C, 0x3A5A, 0x3A5E)
_OTHER = (0x3A63, 0x3A61, 0x3A5F, 0x3A62, 0x3A60, 0x3A64)


class OutlookMessage:
    """An item of Outlook: its properties by their ids. Raises `UserError` when it is none."""

    def __init__(self, data: bytes, name: str) -> None:
        from olefile import OleFileIO  # type: ignore[import-untyped]  # ships no types
        from oxmsg.storage import Storage

        try:
            with OleFileIO(data) as compound:
                root = Storage.from_ole(compound)
            self._root = _Properties(root, header=32)
            self._parts = [
                (part.name, _Properties(part, header=8, codepage=self._root.codepage))
                for part in root.storages
                if part.name.startswith(("__recip_version1.0_#", "__attach_version1.0_#"))
            ]
            self._named = _named_ids(root)
            self._keywords = _named_keywords(root)
        except Exception as error:  # a damaged compound file fails in many ways
            raise UserError(DAMAGED, file=name) from error
        if not self.text(0x001A):  # PidTagMessageClass, which every item has
            raise UserError(DAMAGED, file=name)

    @property
    def is_contact(self) -> bool:
        """Whether it is a person of the address book."""
        return self.text(0x001A).lower().startswith("ipm.contact")

    def text(self, tag: int) -> str:
        """The text of a property, empty if there is none."""
        return self._root.text(tag)

    def moment(self, tag: int) -> datetime | None:
        """The moment of a property, in UTC."""
        return self._root.moment(tag)

    def body(self) -> str:
        """The plain text."""
        return self.text(0x1000)

    def page(self) -> str:
        """The text as an HTML page."""
        return self._root.page() or self.text(0x1013)

    def sender(self) -> tuple[str, str]:
        """Name and address of who sent it: on behalf of whom, if it was on behalf of somebody."""
        headers = HeaderParser().parsestr(self.text(0x007D)[:_MAX_NOTE])
        told = parseaddr(str(headers.get("From", "")))[1]
        name = self.text(0x0042) or self.text(0x0C1A)
        addresses = [text for tag in _SENDER_TAGS if "@" in (text := self.text(tag))]
        return name, (addresses[0] if addresses else told)

    def senders(self) -> list[str]:
        """All that it says of who sent it and on whose behalf, each once."""
        headers = HeaderParser().parsestr(self.text(0x007D)[:_MAX_NOTE])
        texts = [self.text(tag) for tag in (0x0042, 0x0C1A, *_SENDER_TAGS)]
        found = dict.fromkeys(map(_line, (*texts, str(headers.get("From", "")))))
        return [text for text in found if text]

    def recipients(self, most: int) -> Iterator[tuple[int, str, str]]:
        """Kind (1 to, 2 copy, 3 blind copy), name and address of each."""
        for name, part in self._parts:
            if not name.startswith("__recip") or most <= 0:
                continue
            most -= 1
            kind = part.number(0x0C15) & 0x0F
            address, shown = part.text(0x39FE) or part.text(0x3003), part.text(0x3001)
            if "@" not in address and shown:
                address = ""
            yield kind if kind in (2, 3) else 1, shown, address

    def attachment_names(self, most: int) -> Iterator[str]:
        """The names of the attached files."""
        for name, part in self._parts:
            if name.startswith("__attach") and most > 0:
                most -= 1
                if found := part.text(0x3707) or part.text(0x3704) or part.text(0x3001):
                    yield found

    def card(self) -> Card:
        """The card of a contact."""
        card = Card(line=1)
        card.title_before = _line(self.text(0x3A45))
        card.given_name = _line(self.text(0x3A06))
        card.additional_names = _line(self.text(0x3A44))
        card.family_name = _line(self.text(0x3A11))
        card.title_after = _line(self.text(0x3A05))
        card.formatted_name = _line(self.text(0x3001))
        card.nickname = _line(self.text(0x3A4F))
        card.organisation = _line(self.text(0x3A16))
        card.department = _line(self.text(0x3A18))
        card.post = _line(self.text(0x3A17))
        card.note = self.body().replace("\r\n", "\n").strip()[:_MAX_NOTE]
        card.emails = list(self._emails(card))
        card.phones = [
            Detail(number, kind, label)
            for tag, kind, label in _PHONES
            if (number := _line(self.text(tag)))
        ]
        pages = ((_line(self.text(0x3A51)), "work"), (_line(self.text(0x3A50)), "home"))
        shown = (_line(self._named_text(0x802B)), "")  # dispidHTML, the page the form shows
        seen = dict.fromkeys(page for page in (*pages, shown) if page[0])
        card.urls = [Detail(page, "web", label) for page, label in seen]
        card.addresses = list(self._addresses())
        birthday = self.moment(0x3A42)
        if birthday is not None and birthday.year > 1601:
            # Midnight in the time zone of who typed it, told in UTC.
            card.birthday = (birthday + timedelta(hours=12)).date().isoformat()
        self._tell_more(card)
        gender = self._root.number(0x3A4D)
        if gender in (1, 2):
            card.gender = "female" if gender == 1 else "male"
        card.photo = self._photo()
        self._complete(card)
        return card

    def _tell_more(self, card: Card) -> None:
        """What a record has no field for."""
        for tag, label in _MORE:
            if text := _line(self.text(tag)):
                card.more.append((label, text))
        for local_id, label in _MORE_NAMED:
            if text := _line(self._named_text(local_id)):
                card.more.append((label, text))
        wedding = self.moment(0x3A41)
        if wedding is not None and wedding.year > 1601:
            day = (wedding + timedelta(hours=12)).date().isoformat()
            card.more.append((N_("Anniversary"), day))
        card.more += [(N_("Child"), _line(child)) for child in self._root.texts(0x3A58)]
        for local_id in (0x802C, 0x802D):  # how the names are said in Japanese
            if text := _line(self._named_text(local_id)):
                card.pronunciation = f"{card.pronunciation} {text}".strip()
        if self._keywords is not None:
            card.tags += filter(None, map(_line, self._root.texts(self._keywords)))
        for name, part in self._parts:
            if name.startswith("__attach") and not self._is_photo(part):
                file = part.text(0x3707) or part.text(0x3704) or part.text(0x3001)
                size = len(part.binary(0x3701))
                card.warned.append((LEFT_OUT, {"name": _line(file) or "–", "size": size}))

    def _complete(self, card: Card) -> None:
        """Titles in words like *Frau* say the gender; an item without a name is a company's."""
        from app.exchange.cards.names import split_name, take_gender
        from app.rules.people.titles import split_titles

        if not (card.given_name or card.family_name):
            if card.organisation and card.formatted_name in ("", card.organisation):
                card.kind = "organisation"
                card.formatted_name = card.organisation
            elif card.formatted_name:
                before, bare, after = split_titles(card.formatted_name)
                card.given_name, card.family_name = split_name(bare)
                card.title_before = card.title_before or before
                card.title_after = card.title_after or after
        take_gender(card)

    def _named_text(self, local_id: int) -> str:
        tag = self._named.get(local_id)
        return self.text(tag) if tag is not None else ""

    def _emails(self, card: Card) -> Iterator[Detail]:
        for address_id, original_id in _EMAILS:
            found = [_line(self._named_text(item)) for item in (address_id, original_id)]
            # Within Exchange the address is no e-mail; its original display name mostly is one.
            if address := next((item for item in found if "@" in item), ""):
                yield Detail(address, "email")
            elif any(found):
                card.more.append((N_("E-mail"), " / ".join(filter(None, found))))

    def _addresses(self) -> Iterator[CardAddress]:
        places = (
            (CardAddress("work"), [self._named_text(item) for item in _WORK]),
            (CardAddress("home"), [self.text(item) for item in _HOME]),
            (CardAddress("postal"), [self.text(item) for item in _OTHER]),
        )
        for address, texts in places:
            street = ", ".join(filter(None, (_line(item) for item in texts[0].splitlines())))
            code, city, region, country, box = (_line(item) for item in texts[1:])
            if box and box not in street:
                street = ", ".join(filter(None, (street, box)))
            address.street = street
            address.postal_code, address.city = code, city
            address.region, address.country = region, country
            if any((street, code, city, region, country)):
                yield address

    def _photo(self) -> bytes | None:
        for name, part in self._parts:
            if name.startswith("__attach") and self._is_photo(part):
                return part.binary(0x3701)
        return None

    @staticmethod
    def _is_photo(part: _Properties) -> bool:
        """Whether an attachment is the picture of the contact, and none that is too large."""
        file = part.text(0x3707) or part.text(0x3704)
        # PidTagAttachmentContactPhoto says so; Outlook names the file ContactPicture.jpg.
        is_said = part.number(0x7FFF) or file.lower() == "contactpicture.jpg"
        return bool(is_said) and 0 < len(part.binary(0x3701)) <= MAX_PHOTO


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())


class _Properties:
    """The properties of a storage: long ones in streams of their own, short ones in one stream."""

    def __init__(self, storage: Storage, header: int, codepage: str = "") -> None:
        self._streams = {stream.name.lower(): stream.bytes_ for stream in storage.streams}
        self._fixed: dict[int, tuple[int, bytes]] = {}
        entries = self._streams.get("__properties_version1.0", b"")
        for at in range(header, len(entries) - 15, 16):
            kind, tag = struct.unpack_from("<HH", entries, at)
            self._fixed[tag] = (kind, entries[at + 8 : at + 16])
        self.codepage = codepage or self._codepage()

    def _codepage(self) -> str:
        """The charset of the texts of old items, which are not Unicode."""
        number = self.number(0x3FFD) or 1250  # PidTagMessageCodepage
        name = "utf-8" if number == 65001 else f"cp{number}"
        try:
            "".encode(name)
        except LookupError:
            return "cp1250"
        return name

    def _stream(self, tag: int, kind: int) -> bytes | None:
        return self._streams.get(f"__substg1.0_{tag:04x}{kind:04x}")

    def text(self, tag: int) -> str:
        if (data := self._stream(tag, _UNICODE)) is not None:
            return data.decode("utf-16-le", "replace").rstrip("\0")
        if (data := self._stream(tag, _EIGHT_BITS)) is not None:
            return data.decode(self.codepage, "replace").rstrip("\0")
        return ""

    def texts(self, tag: int) -> list[str]:
        """The texts of a property of several: each has a stream of its own."""
        found = []
        for kind, charset in ((0x101F, "utf-16-le"), (0x101E, self.codepage)):
            start = f"__substg1.0_{tag:04x}{kind:04x}-"
            names = sorted(name for name in self._streams if name.startswith(start))
            found += [self._streams[name].decode(charset, "replace").rstrip("\0") for name in names]
        return found

    def binary(self, tag: int) -> bytes:
        return self._stream(tag, _BINARY) or b""

    def number(self, tag: int) -> int:
        """A whole number or a truth (1 or 0); 0 if there is none."""
        kind, value = self._fixed.get(tag, (0, b""))
        return int.from_bytes(value[: _INTEGERS.get(kind, 0)], "little")

    def moment(self, tag: int) -> datetime | None:
        kind, value = self._fixed.get(tag, (0, b""))
        ticks = int.from_bytes(value, "little") if kind == _TIME else 0
        with suppress(OverflowError):
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        return None

    def page(self) -> str:
        """PidTagHtml: bytes in the charset that PidTagInternetCodepage names."""
        data = self.binary(0x1013)
        number = self.number(0x3FDE)
        names = ["utf-8" if number == 65001 else f"cp{number}", "utf-8", "cp1250"]
        if 28590 < number < 28606:
            names.insert(0, f"iso8859-{number - 28590}")
        for name in names:
            with suppress(LookupError, UnicodeDecodeError):
                return data.decode(name)
        return data.decode("cp1250", "replace")


def _named_ids(root: Storage) -> dict[int, int]:
    """The tags of the named properties of PSETID_Address by their local ids ([MS-OXMSG] 2.2.3)."""
    names = next((part for part in root.storages if part.name == "__nameid_version1.0"), None)
    if names is None:
        return {}
    streams = {stream.name.lower(): stream.bytes_ for stream in names.streams}
    guids = streams.get("__substg1.0_00020102", b"")
    entries = streams.get("__substg1.0_00030102", b"")
    found: dict[int, int] = {}
    for at in range(0, len(entries) - 7, 8):
        local_id, where, index = struct.unpack_from("<IHH", entries, at)
        is_text, number = where & 1, where >> 1
        begin = (number - 3) * 16  # 1 and 2 are sets that are not in the stream
        guid = guids[begin : begin + 16] if number >= 3 else b""
        if not is_text and len(guid) == 16 and UUID(bytes_le=guid) == _PSETID_ADDRESS:
            found.setdefault(local_id, 0x8000 + index)
    return found


def _named_keywords(root: Storage) -> int | None:
    """The tag of the property that is named "Keywords" ([MS-OXMSG] 2.2.3.1.2)."""
    names = next((part for part in root.storages if part.name == "__nameid_version1.0"), None)
    if names is None:
        return None
    streams = {stream.name.lower(): stream.bytes_ for stream in names.streams}
    texts = streams.get("__substg1.0_00040102", b"")
    entries = streams.get("__substg1.0_00030102", b"")
    for at in range(0, len(entries) - 7, 8):
        where, kind, index = struct.unpack_from("<IHH", entries, at)
        if kind & 1 and where + 4 <= len(texts):
            (size,) = struct.unpack_from("<I", texts, where)
            if texts[where + 4 : where + 4 + size].decode("utf-16-le", "replace") == "Keywords":
                return 0x8000 + int(index)
    return None
