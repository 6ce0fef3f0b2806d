from __future__ import annotations

import base64
import io
import time

import pytest
import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from app.exchange.cards.card import Card, CardAddress, Detail, Fault
from app.exchange.vcard import reader as vcard_reader
from app.exchange.vcard.reader import read


def every(data: str | bytes) -> list[Card | Fault]:
    return list(read(io.BytesIO(data.encode() if isinstance(data, str) else data)))


def only(data: str | bytes) -> Card:
    (card,) = every(data)
    assert isinstance(card, Card), card
    return card


def vcard(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


# --- as programs write them ---------------------------------------------------------------------

OUTLOOK = """BEGIN:VCARD\r
VERSION:2.1\r
N;LANGUAGE=cs;CHARSET=windows-1250:Nováková;Jana;;Ing.\r
FN;CHARSET=windows-1250:Ing. Jana Nováková\r
ORG;CHARSET=windows-1250:Krajský úřad;Odbor školství\r
TITLE;CHARSET=windows-1250:vedoucí\r
TEL;WORK;VOICE:+420 475 657 111\r
TEL;CELL;VOICE:601123456\r
TEL;WORK;FAX:475 200 245\r
ADR;WORK;PREF;CHARSET=windows-1250:;;Velká Hradební 48;Ústí nad Labem;;400 02;Česko\r
LABEL;WORK;PREF;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1250:Velk=E1=0D=0A=\r
400 02\r
EMAIL;PREF;INTERNET:jana@kraj.cz\r
X-MS-OL-DEFAULT-POSTAL-ADDRESS:2\r
PHOTO;TYPE=JPEG;ENCODING=BASE64:\r
 /9j/4AAQ\r
 SkZJRgAB\r
\r
REV:20260101T000000Z\r
END:VCARD\r
"""


def test_outlook_writes_windows_1250_and_a_picture() -> None:
    card = only(OUTLOOK.encode("cp1250"))
    assert (card.title_before, card.given_name, card.family_name) == ("Ing.", "Jana", "Nováková")
    assert (card.organisation, card.department, card.post) == (
        "Krajský úřad",
        "Odbor školství",
        "vedoucí",
    )
    assert card.phones == [
        Detail("+420 475 657 111", "phone", "work"),
        Detail("601123456", "mobile"),
        Detail("475 200 245", "fax", "work"),
    ]
    assert card.emails == [Detail("jana@kraj.cz", "email", is_primary=True)]
    assert card.addresses == [
        CardAddress("work", "Velká Hradební 48", "400 02", "Ústí nad Labem", "", "Česko", "", True)
    ]
    assert card.photo == base64.b64decode("/9j/4AAQSkZJRgAB")


def test_an_old_nokia_writes_quoted_printable_and_a_card_within_the_card() -> None:
    card = only(
        "BEGIN:VCARD\nVERSION:2.1\n"
        "N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=C4=8Cern=C3=BD;Ji=C5=99=C3=AD;;;\n"
        "TEL;VOICE;CELL;PREF:+420601123456\n"
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:prvn=C3=AD =\n"
        "=C5=99=C3=A1dek=0D=0Adruh=C3=BD\n"
        "AGENT:\nBEGIN:VCARD\nVERSION:2.1\nN:Tajemnice;Eva\nTEL:999\nEND:VCARD\n"
        "EMAIL:jiri@cerny.cz\nEND:VCARD\n"
    )
    assert (card.given_name, card.family_name) == ("Jiří", "Černý")
    assert card.note == "první řádek\ndruhý"
    assert card.phones == [Detail("+420601123456", "mobile", is_primary=True)]
    assert card.emails == [Detail("jiri@cerny.cz", "email")]


def test_apple_labels_its_groups_and_hides_the_year() -> None:
    card = only(
        vcard(
            "PRODID:-//Apple Inc.//macOS 14.0//EN",
            "N:Müller;Jürgen;;Dr.;",
            "FN:Dr. Jürgen Müller",
            "item1.EMAIL;type=INTERNET;type=pref:jm@sk.sachsen.de",
            "item1.X-ABLabel:_$!<Work>!$_",
            "item2.TEL:+49 351 5640",
            "item2.X-ABLabel:Vorzimmer",
            "item3.ADR;type=HOME;type=pref:;;Prager Str. 1;Dresden;;01069;",
            "item3.X-ABADR:de",
            "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-01",
            "X-PHONETIC-FIRST-NAME:Jürgen",
            "ORG:Staatskanzlei;",
        )
    )
    assert card.emails == [Detail("jm@sk.sachsen.de", "email", "work", True)]
    assert card.phones == [Detail("+49 351 5640", "phone", "Vorzimmer")]
    assert card.addresses[0].country == "de"
    assert card.addresses[0].kind == "home"
    assert card.birthday is None
    assert ("Birthday", "1. 5.") in card.more
    assert card.pronunciation == "Jürgen"


def test_a_company_of_apple_is_an_organisation() -> None:
    card = only(vcard("N:;;;;", "FN:Staatskanzlei", "ORG:Staatskanzlei;", "X-ABShowAs:COMPANY"))
    assert (card.kind, card.formatted_name) == ("organisation", "Staatskanzlei")


def test_google_escapes_too_much_and_tags_everybody() -> None:
    card = only(
        vcard(
            "FN:Petr Malý",
            "N:Malý;Petr;;;",
            r"item1.URL:https\://malý.cz",
            "item1.X-ABLabel:PROFILE",
            "EMAIL;TYPE=INTERNET;TYPE=HOME:petr@maly.cz",
            "BDAY:19800501",
            "CATEGORIES:myContacts,kraj",
            r"NOTE:řádek\nřádek\, a čárka\; \\ konec",
        )
    )
    assert card.urls == [Detail("https://malý.cz", "web", "PROFILE")]
    assert card.emails[0].label == "home"
    assert card.birthday == "1980-05-01"
    assert card.tags == ["kraj"]
    assert card.note == "řádek\nřádek, a čárka; \\ konec"


def test_nextcloud_writes_4_0() -> None:
    card = only(
        vcard(
            "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1",
            "FN:Ing. Eva Dlouhá",
            "N:Dlouhá;Eva;;Ing.;",
            "EMAIL;PREF=1:mailto:eva@dlouha.cz",
            'TEL;VALUE=uri;TYPE="work,voice":tel:+420-475-657-111;ext=12',
            "BDAY:1980-05",
            "GENDER:F",
            "LANG;PREF=1:cs",
            "LANG;PREF=2:de-AT",
            'ADR;LABEL="Dlouhá 1^nPraha: střed";TYPE=work:;;Dlouhá 1;Praha;;110 00;CZ',
            "PHOTO:data:image/png;base64,iVBORw0KGgo=",
            "KIND:individual",
            version="4.0",
        )
    )
    assert card.uid == "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert card.emails == [Detail("eva@dlouha.cz", "email", is_primary=True)]
    assert card.phones[0].value == "+420-475-657-111 ext. 12"
    assert (card.birthday, card.gender) == ("1980-05", "female")
    assert (card.language, card.other_languages) == ("cs", ["de"])
    assert card.addresses[0].street == "Dlouhá 1"
    assert card.photo == b"\x89PNG\r\n\x1a\n"


def test_thunderbird_folds_long_lines_anywhere() -> None:
    card = only(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Eva Dlo\r\n uhá\r\nNOTE:je\r\n  den\r\n\t a dva\r\n"
        "END:VCARD\r\n"
    )
    assert card.formatted_name == "Eva Dlouhá"
    assert card.note == "je den a dva"


def test_lines_of_2_1_are_folded_before_a_blank() -> None:
    card = only("BEGIN:VCARD\nVERSION:2.1\nFN:Eva\n Dlouhá\nEND:VCARD\n")
    assert card.formatted_name == "Eva Dlouhá"


def test_some_programs_fold_within_a_letter() -> None:
    name = "Dvořák".encode()
    cut = name.index("ř".encode()) + 1
    data = b"BEGIN:VCARD\nVERSION:3.0\nFN:" + name[:cut] + b"\n " + name[cut:] + b"\nEND:VCARD\n"
    assert only(data).formatted_name == "Dvořák"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1250"]
)
def test_every_encoding_gives_the_same_card(encoding: str) -> None:
    assert only(vcard("FN:Žofie Říhová").encode(encoding)).formatted_name == "Žofie Říhová"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_end_of_line(end: str) -> None:
    found = every((vcard("FN:Eva Malá") * 2).replace("\r\n", end))
    assert [item.line for item in found] == [1, 5]


def test_names_in_two_scripts() -> None:
    card = only(vcard("FN:Шевченко Тарас", "N:Шевченко;Тарас;;;", "N:Ševčenko;Taras;;;"))
    assert (card.given_name, card.family_name) == ("Taras", "Ševčenko")
    assert card.name_native == "Тарас Шевченко"


# --- broken ones --------------------------------------------------------------------------------


def test_a_card_without_an_end_ends_where_the_next_begins() -> None:
    found = every(
        "BEGIN:VCARD\nFN:Bez Konce\nTEL:1\nBEGIN:VCARD\nFN:Druhá Eva\nEND:VCARD\nšum\n"
        "BEGIN:VCARD\nEMAIL:x@y.cz"
    )
    assert [item.line for item in found] == [1, 4, 7, 8]
    assert isinstance(found[2], Fault)
    assert found[2].values == {"text": "šum"}
    assert isinstance(found[3], Card)
    assert found[3].emails[0].value == "x@y.cz"


def test_a_card_that_names_nobody_is_told_with_its_line() -> None:
    _, fault, card = every(vcard("FN:Eva Malá") + vcard("FN:") + vcard("REV:nic"))
    assert isinstance(fault, Fault)
    assert (fault.line, fault.reason) == (5, vcard_reader.EMPTY)
    assert "FN:" in fault.raw
    assert isinstance(card, Card)  # whoever reads it says what the card says
    assert card.technical == [("REV", "nic")]


@pytest.mark.parametrize("data", ["", "\0\0\0", "END:VCARD", "\n\n \nEND:VCARD\n"])
def test_what_holds_no_card_gives_none(data: str) -> None:
    assert every(data) == []


@pytest.mark.parametrize("before", ["", "\n\n", vcard("FN:Eva Malá")])
@pytest.mark.parametrize("text", ["hello", "BEGIN:VCALENDAR\nX:1", "%PDF", "VERSION:3.0\nFN:Jan"])
@pytest.mark.parametrize("after", ["", "\n" * 3_000_000, vcard("FN:Jan Malý")])
def test_what_stands_outside_of_cards_is_told_with_its_line(
    before: str, text: str, after: str
) -> None:
    found = every(f"{before}{text}\n{after}".replace("\r\n", "\n"))
    (fault,) = [item for item in found if isinstance(item, Fault)]
    assert fault.line == before.replace("\r\n", "\n").count("\n") + 1
    assert fault.reason == vcard_reader.OUTSIDE
    assert fault.values == {"text": text.replace("\n", " / ")}
    assert len(found) == 1 + before.count("BEGIN:VCARD") + after.count("BEGIN:VCARD")


@pytest.mark.parametrize("text", ["ab\ncdef ghi", "a\n\nb\nc", "abc\n" * 30 + "end", "é\nů"])
@pytest.mark.parametrize("after", ["", vcard("FN:Jan Malý"), "\n" * 2_000_000])
def test_text_outside_of_cards_is_told_whole_whatever_its_first_line(text: str, after: str) -> None:
    (fault,) = [item for item in every(f"{text}\n{after}") if isinstance(item, Fault)]
    said = str(fault.values["text"])
    assert [part for part in said.split(" / ") if part] == [t for t in text.split("\n") if t]
    assert fault.line == 1


def test_a_long_text_outside_of_cards_says_how_long_it_is() -> None:
    lines = [f"line {number} of a text that is no card" for number in range(100_000)]
    text = "\n".join(lines)
    before, fault, card = every(vcard("FN:Eva Malá") + text + "\n" + vcard("FN:Jan Malý"))
    assert isinstance(before, Card)
    assert isinstance(card, Card)
    assert isinstance(fault, Fault)
    assert fault.reason == vcard_reader.LONG_OUTSIDE
    assert fault.line == 5
    assert str(fault.values["text"]).startswith("line 0 of a text that is no card / line 1 of")
    assert fault.values["kilobytes"] == len(text) // 1000
    assert card.line == 5 + len(lines)


def test_a_line_without_end_outside_of_cards_hides_no_card() -> None:
    fault, card = every("x" * 5_000_000 + "\n" + vcard("FN:Jan Malý"))
    assert isinstance(fault, Fault)
    assert fault.values["kilobytes"] == 5000
    assert isinstance(card, Card)
    assert (card.formatted_name, card.line) == ("Jan Malý", 2)


def test_cards_nested_too_deeply() -> None:
    inner = "AGENT:\nBEGIN:VCARD\n" * 30 + "FN:x\n" + "END:VCARD\n" * 30
    (fault,) = every(f"BEGIN:VCARD\nFN:Eva\n{inner}END:VCARD\n")
    assert isinstance(fault, Fault)
    assert fault.reason == vcard_reader.TOO_DEEP


def test_a_card_that_is_too_big(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcard_reader, "MAX_CARD", 3_000_000)
    data = "BEGIN:VCARD\nFN:Eva\nNOTE:" + "x" * 6_000_000 + "\nEND:VCARD\n" + vcard("FN:Petr Malý")
    fault, card = every(data)
    assert isinstance(fault, Fault)
    assert fault.reason == vcard_reader.CARD_TOO_BIG
    assert isinstance(card, Card)


def test_a_line_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcard_reader, "MAX_LINE", 100_000)
    (fault,) = every(vcard("FN:Eva", "NOTE:" + "x" * 600_000))
    assert isinstance(fault, Fault)
    assert fault.reason == vcard_reader.LINE_TOO_LONG


def test_a_picture_that_is_too_large_is_left_out() -> None:
    coded = base64.b64encode(b"x" * 3_000_000).decode()
    card = only(vcard("FN:Eva Malá", f"PHOTO;ENCODING=b:{coded}", "TEL:1"))
    assert card.photo is None
    assert card.phones


def test_a_picture_elsewhere_is_never_fetched() -> None:
    assert only(vcard("FN:Eva Malá", "PHOTO;VALUE=uri:http://127.0.0.1/x.png")).photo is None


@pytest.mark.parametrize(
    "line",
    [
        "N:" + ";" * 200_000,
        "N:" + "\\;" * 200_000,
        "TEL;" + "TYPE=x;" * 50_000 + ":1",
        "TEL;" + '"' * 99_999 + ":1",
        "CATEGORIES:" + "a," * 200_000,
        "NOTE;ENCODING=QUOTED-PRINTABLE:" + "=" * 200_000,
        "NOTE;ENCODING=QUOTED-PRINTABLE:" + "a=\n" * 100_000,
        "PHOTO;ENCODING=BASE64:\n" + " AAAA\n" * 100_000,
        "ADR:" + "\\" * 200_001,
        "X" * 300_000 + ":y",
        "\n".join(f"X-{n};A={n}:y" for n in range(20_000)),
    ],
)
def test_lines_made_in_bad_faith_take_no_time(line: str) -> None:
    start = time.process_time()
    found = every(f"BEGIN:VCARD\nFN:Eva Malá\n{line}\nEND:VCARD\n" + vcard("FN:Petr Malý"))
    assert len(found) == 2
    assert time.process_time() - start < 5


@given(st.lists(st.binary(max_size=60), max_size=8))
@example([b"BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\n"])
def test_no_bytes_do_more_than_give_cards_and_faults(parts: list[bytes]) -> None:
    glue = [b"\nBEGIN:VCARD\n", b"\nEND:VCARD\n", b"\nN:", b";ENCODING=QUOTED-PRINTABLE:", b"="]
    data = b"".join(part + glue[n % len(glue)] for n, part in enumerate(parts))
    for item in every(b"BEGIN:VCARD\n" + data):
        assert isinstance(item, (Card, Fault))
        assert item.line >= 1


class Dribble(io.BytesIO):
    """Gives a few bytes at a time, as a pipe does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 3, 3))


def test_how_the_bytes_arrive_does_not_matter() -> None:
    data = OUTLOOK.encode("cp1250") + vcard("FN:Eva Malá").encode()
    assert list(read(Dribble(data))) == every(data)


# --- cross-check --------------------------------------------------------------------------------

_LETTERS = st.characters(categories=("L", "N", "Zs"), exclude_characters="\xa0")
_WORDS = st.text(_LETTERS, min_size=1, max_size=12).map(lambda t: " ".join(t.split())).filter(bool)


@given(_WORDS, _WORDS, _WORDS, st.lists(_WORDS, max_size=3))
def test_vobject_reads_the_same(family: str, given_name: str, firm: str, notes: list[str]) -> None:
    made = vobject.vCard()
    made.add("n").value = vobject.vcard.Name(family=family, given=given_name)
    made.add("fn").value = f"{given_name} {family}"
    made.add("org").value = [firm]
    made.add("note").value = "\n".join(notes) + ", ; \\"
    mail = made.add("email")
    mail.value, mail.type_param = "a@b.cz", "WORK"
    text = made.serialize()
    card = only(text)
    theirs = vobject.readOne(text)
    assert card.family_name == theirs.n.value.family == family
    assert card.given_name == theirs.n.value.given == given_name
    assert card.organisation == theirs.org.value[0] == firm
    assert card.note == theirs.note.value.strip()
    assert card.emails == [Detail("a@b.cz", "email", "work")]
