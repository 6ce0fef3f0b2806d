from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.exchange.cards.card import Card, CardAddress, Detail
from app.exchange.mails.reader import MailAddress, kind_of, read_mail, read_msg_contact
from tests.app.exchange.compound_file import write_compound

ADDRESS = UUID("00062004-0000-0000-c000-000000000046")


def ticks(moment: datetime) -> bytes:
    since = moment - datetime(1601, 1, 1, tzinfo=UTC)
    return struct.pack("<Q", int(since.total_seconds()) * 10_000_000)


def storage(
    texts: dict[int, str],
    fixed: dict[int, tuple[int, bytes]] | None = None,
    *,
    header: int = 32,
    encoding: str = "",
    binary: dict[int, bytes] | None = None,
) -> dict[str, Any]:
    """The streams of an item: texts by tag (Unicode, or 8 bits with `encoding`)."""
    kind = 0x001E if encoding else 0x001F
    made: dict[str, Any] = {
        f"__substg1.0_{tag:04X}{kind:04X}": text.encode(encoding or "utf-16-le")
        for tag, text in texts.items()
    }
    made |= {f"__substg1.0_{tag:04X}0102": data for tag, data in (binary or {}).items()}
    entries = b"".join(
        struct.pack("<HHI", kind, tag, 6) + data.ljust(8, b"\0")
        for tag, (kind, data) in (fixed or {}).items()
    )
    made["__properties_version1.0"] = b"\0" * header + entries
    return made


def named(ids: list[int]) -> dict[str, bytes]:
    """The table of named properties: the first becomes 0x8000 and so on."""
    entries = b"".join(struct.pack("<IHH", key, 3 << 1, n) for n, key in enumerate(ids))
    return {
        "__substg1.0_00020102": ADDRESS.bytes_le,
        "__substg1.0_00030102": entries,
        "__substg1.0_00040102": b"",
    }


def contact(encoding: str = "", **more: Any) -> bytes:
    texts = {
        0x001A: "IPM.Contact",
        0x3A45: "Frau Ing.",
        0x3A06: "Jana",
        0x3A11: "Nováková",
        0x3001: "Ing. Jana Nováková",
        0x3A16: "Krajský úřad",
        0x3A17: "vedoucí",
        0x3A08: "+420 475 657 111",
        0x3A1C: "601 123 456",
        0x8000: "jana@kraj.cz",
        0x8001: "Velká Hradební 48",
        0x8002: "400 02",
        0x8003: "Ústí nad Labem",
        0x3A51: "https://kraj.cz",
        0x1000: "první\r\ndruhý",
    }
    fixed = {0x3A42: (0x0040, ticks(datetime(1980, 4, 30, 22, tzinfo=UTC)))}
    if encoding:
        fixed[0x3FFD] = (0x0003, struct.pack("<I", 1250))
    tree = storage(texts, fixed, encoding=encoding)
    tree["__nameid_version1.0"] = named([0x8083, 0x8045, 0x8048, 0x8046])
    return write_compound({**tree, **more})


@pytest.mark.parametrize("encoding", ["", "cp1250"])
def test_a_business_card(tmp_path: Path, encoding: str) -> None:
    picture = storage(
        {0x3707: "ContactPicture.jpg"}, header=8, binary={0x3701: b"\xff\xd8jpeg"},
    )  # fmt: skip
    path = tmp_path / "jana.msg"
    path.write_bytes(contact(encoding, **{"__attach_version1.0_#00000000": picture}))
    assert kind_of(path) == "contact"
    card = read_msg_contact(path)
    assert (card.title_before, card.given_name, card.family_name) == ("Ing.", "Jana", "Nováková")
    assert card.gender == "female"
    assert (card.organisation, card.post) == ("Krajský úřad", "vedoucí")
    assert card.emails == [Detail("jana@kraj.cz", "email")]
    assert card.phones == [
        Detail("+420 475 657 111", "phone", "work"),
        Detail("601 123 456", "mobile"),
    ]
    assert card.addresses == [CardAddress("work", "Velká Hradební 48", "400 02", "Ústí nad Labem")]
    assert card.urls == [Detail("https://kraj.cz", "web", "work")]
    assert card.birthday == "1980-05-01"  # midnight in Prague
    assert card.note == "první\ndruhý"
    assert card.photo == b"\xff\xd8jpeg"


def message() -> bytes:
    texts = {
        0x001A: "IPM.Note",
        0x0037: "Program cesty",
        0x0042: "Jana Nováková",
        0x5D01: "jana@kraj.cz",
        0x1000: "Dobrý den\r\n",
    }
    tree = storage(texts, {0x0039: (0x0040, ticks(datetime(2026, 3, 1, 14, 30, tzinfo=UTC)))})
    tree["__recip_version1.0_#00000000"] = storage(
        {0x3001: "Petr Malý", 0x39FE: "petr@maly.cz"}, {0x0C15: (0x0003, b"\x01")}, header=8
    )
    tree["__recip_version1.0_#00000001"] = storage(
        {0x3001: "Skrytá", 0x39FE: "skryta@kraj.cz"}, {0x0C15: (0x0003, b"\x03")}, header=8
    )
    tree["__attach_version1.0_#00000000"] = storage({0x3707: "Program.docx"}, header=8)
    return write_compound(tree)


def test_a_mail_of_outlook(tmp_path: Path) -> None:
    path = tmp_path / "mail.msg"
    path.write_bytes(message())
    assert kind_of(path) == "mail"
    found = read_mail(path)
    assert (found.subject, found.sender_name, found.sender_address) == (
        "Program cesty",
        "Jana Nováková",
        "jana@kraj.cz",
    )
    assert found.recipients == (MailAddress("Petr Malý", "petr@maly.cz"),)  # no blind copies
    assert found.text == "Dobrý den"
    assert found.attachments == ("Program.docx",)
    local = datetime(2026, 3, 1, 14, 30, tzinfo=UTC).astimezone()
    assert found.sent_at == local.strftime("%Y-%m-%dT%H:%M")


def test_a_mail_is_no_business_card(tmp_path: Path) -> None:
    path = tmp_path / "mail.msg"
    path.write_bytes(message())
    with pytest.raises(UserError):
        read_msg_contact(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.integers(0, 20_000), st.binary(min_size=1, max_size=64), st.booleans())
def test_a_spoilt_file_is_read_or_refused(tmp_path: Path, at: int, data: bytes, cut: bool) -> None:
    whole = contact()
    at %= len(whole)
    path = tmp_path / "x.msg"
    path.write_bytes(whole[:at] if cut else whole[:at] + data + whole[at + len(data) :])
    try:
        if kind_of(path) == "contact":
            assert isinstance(read_msg_contact(path), Card)
        else:
            read_mail(path)
    except UserError:
        pass


@pytest.mark.parametrize(
    ("texts", "name", "address"),
    [
        ({0x001A: "IPM.Appointment", 0x0042: "Unknown"}, "", ""),
        ({0x001A: "IPM.Note", 0x0C1A: "Jana", 0x0C1F: "/o=X/cn=jana", 0x5D0A: "jana@kraj.cz"},
         "Jana", "jana@kraj.cz"),
        ({0x001A: "IPM.Note", 0x0C1A: "Jana", 0x0C1F: "/o=X/cn=jana"}, "Jana", ""),
    ],
)  # fmt: skip
def test_who_sent_an_item_of_outlook(
    tmp_path: Path, texts: dict[int, str], name: str, address: str
) -> None:
    path = tmp_path / "a.msg"
    path.write_bytes(write_compound(storage({**texts, 0x0037: "Porada"})))
    found = read_mail(path)
    assert (found.sender_name, found.sender_address) == (name, address)
    said = "; ".join(text for _, text in found.said)
    assert all(text in said for tag, text in texts.items() if tag not in (0x001A, 0x0037))


def test_a_contact_of_outlook_loses_nothing(tmp_path: Path) -> None:
    texts = {
        0x001A: "IPM.Contact", 0x3A06: "Jana", 0x3A11: "Nováková", 0x3A30: "Eva Asistentka",
        0x3A4E: "Milan Nadřízený", 0x3A48: "Karel", 0x3A46: "inženýrka", 0x3A19: "dveře 12",
        0x3A21: "12345", 0x3A43: "šachy", 0x3A2E: "475 657 113", 0x8000: "user@exchange",
        0x8001: "pole jedna", 0x3A5D: "Krátká 1", 0x3A5E: "P. O. Box 5",
    }  # fmt: skip
    tree = storage(texts, {0x3A41: (0x0040, ticks(datetime(2001, 2, 3, tzinfo=UTC)))})
    tree["__nameid_version1.0"] = named([0x8062, 0x804F])
    tree["__attach_version1.0_#00000000"] = storage({0x3707: "smlouva.pdf"}, header=8)
    path = tmp_path / "a.msg"
    path.write_bytes(write_compound(tree))
    card = read_msg_contact(path)
    assert dict(card.more) == {
        "Assistant": "Eva Asistentka", "Manager": "Milan Nadřízený", "Spouse": "Karel",
        "Profession": "inženýrka", "Office": "dveře 12", "Pager": "12345", "Hobby": "šachy",
        "Phone of the assistant": "475 657 113", "IM": "user@exchange", "User 1": "pole jedna",
        "Anniversary": "2001-02-03",
    }  # fmt: skip
    assert card.addresses[0].street == "Krátká 1, P. O. Box 5"
    assert [values["name"] for _, values in card.warned] == ["smlouva.pdf"]
