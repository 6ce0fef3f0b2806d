from __future__ import annotations

import base64
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ldif import LDIFParser

from app.exchange.address_books import ldif as ldif_reader
from app.exchange.address_books.files import Notice
from app.exchange.address_books.ldif import read
from app.exchange.cards.card import NAME_TOO_LONG, Card, CardAddress, Detail, Fault


def every(data: str | bytes) -> list[Card | Fault]:
    return list(read(io.BytesIO(data.encode() if isinstance(data, str) else data)))


def only(data: str | bytes) -> Card:
    (card,) = (item for item in every(data) if not isinstance(item, Notice))
    assert isinstance(card, Card), card
    return card


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


THUNDERBIRD = f"""version: 1

# exported by Thunderbird
dn:: {b64("cn=Jana Nováková,mail=jana@kraj.cz")}
objectclass: top
objectclass: person
objectclass: inetOrgPerson
objectclass: mozillaAbPersonAlpha
givenName: Jana
sn:: {b64("Nováková")}
cn:: {b64("Jana Nováková")}
mozillaNickname: jn
mail: jana@kraj.cz
mozillaSecondEmail: jana@doma.cz
telephoneNumber: +420 475 657 111
homePhone: 475 1
mobile: 601 123 456
facsimileTelephoneNumber: 475 2
street:: {b64("Velká Hradební 48")}
l:: {b64("Ústí nad Labem")}
postalCode: 400 02
c: CZ
mozillaHomeStreet:: {b64("Dlouhá 1")}
mozillaHomeLocalityName: Most
title:: {b64("vedoucí")}
ou: Odbor
o:: {b64("Krajský úřad")}
mozillaWorkUrl: https://kraj.cz
birthyear: 1980
birthmonth: 5
birthday: 1
description: pozn
 ámka

dn: cn=Seznam
objectclass: groupOfNames
cn: Seznam
member: cn=Jana
"""


def test_thunderbird() -> None:
    card, group = every(THUNDERBIRD)
    assert isinstance(card, Card)
    assert (card.given_name, card.family_name, card.nickname) == ("Jana", "Nováková", "jn")
    assert (card.organisation, card.department, card.post) == ("Krajský úřad", "Odbor", "vedoucí")
    assert card.emails == [
        Detail("jana@kraj.cz", "email", "", True),
        Detail("jana@doma.cz", "email"),
    ]
    assert card.phones == [
        Detail("+420 475 657 111", "phone", "work"),
        Detail("475 1", "phone", "home"),
        Detail("601 123 456", "mobile"),
        Detail("475 2", "fax"),
    ]
    assert card.addresses == [
        CardAddress("work", "Velká Hradební 48", "400 02", "Ústí nad Labem", "", "CZ"),
        CardAddress("home", "Dlouhá 1", "", "Most"),
    ]
    assert (card.birthday, card.note, card.line) == ("1980-05-01", "poznámka", 4)
    assert isinstance(group, Card)
    assert group.kind == "group"


def test_a_directory_with_its_containers_and_photographs() -> None:
    photo = base64.b64encode(b"\xff\xd8jpeg").decode()
    card = only(
        "dn: ou=lidé,dc=kraj\nobjectClass: organizationalUnit\nou: lidé\n\n"
        "dn: uid=jn\nobjectClass: inetOrgPerson\nuid: jn\ncn: Ing. Jana Nováková, Ph.D.\n"
        f"jpegPhoto:: {photo}\npostalAddress: Dlouhá 1$400 02 Ústí$Česko\n"
        "labeledURI: https://kraj.cz web kraje\npreferredLanguage: de-DE\n"
    )
    assert card.photo == b"\xff\xd8jpeg"
    assert (card.title_before, card.given_name, card.title_after) == ("Ing.", "Jana", "Ph.D.")
    assert card.addresses == [CardAddress("work", "Dlouhá 1", "400 02", "Ústí", "", "Česko")]
    assert card.urls == [Detail("https://kraj.cz", "web", "web kraje")]
    assert (card.uid, card.language) == ("uid=jn", "de")


def test_an_entry_of_an_organisation() -> None:
    card = only("dn: o=kraj\nobjectClass: organization\no: Kraj\nmail: info@kraj.cz\nl: Most\n")
    assert (card.kind, card.formatted_name) == ("organisation", "Kraj")
    assert card.addresses[0].kind == "seat"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_encodings(encoding: str) -> None:
    assert only("dn: cn=x\ncn: Žofie Říhová\n".encode(encoding)).formatted_name == "Žofie Říhová"


def test_a_bad_line_is_told_and_the_rest_arrives() -> None:
    found = every(
        "dn: cn=a\ncn: Eva Malá\nmail:: !!!\nbez dvojtečky\njpegPhoto:< file:///etc/passwd\n\n"
        "dn: cn=b\ncn: Petr Malý\n"
    )
    faults = [item for item in found if isinstance(item, Fault)]
    assert [(item.line, item.reason) for item in faults] == [
        (3, ldif_reader.BAD_BASE64),
        (4, ldif_reader.NO_COLON),
        (5, ldif_reader.NOT_FOLLOWED),
    ]
    assert [item.formatted_name for item in found if isinstance(item, Card)] == [
        "Eva Malá",
        "Petr Malý",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dn: cn=a\nchangetype: delete\n", ldif_reader.A_CHANGE),
        ("dn: cn=a\nobjectClass: person\ndescription: nikdo\n", ldif_reader.EMPTY),
    ],
)
def test_entries_that_are_none(text: str, reason: str) -> None:
    (fault,) = every(text)
    assert isinstance(fault, Fault)
    assert (fault.line, fault.reason) == (1, reason)


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("objectClass: computer\ncn: PC-12\ndescription: zasedačka\n", "zasedačka"),
        ("objectClass: organizationalUnit\nou: Odbor školství\n", "Odbor školství"),
        ("changetype: modify\nreplace: mail\nmail: jan@kraj.cz\n", "jan@kraj.cz"),
        ("objectClass: person\ndescription: nikdo\n", "nikdo"),
        ("cn: Jan Novák\nřádek bez dvojtečky\n", "řádek bez dvojtečky"),
        ("cn: Jan Novák\ndescription:: %%%\n", "%%%"),
        ("cn: Jan Novák\ndescription:< file:///tmp/popis.txt\n", "file:///tmp/popis.txt"),
    ],
)
def test_what_an_entry_says_that_makes_no_card_is_told(entry: str, told: str) -> None:
    faults = [item for item in every(f"dn: cn=a,dc=kraj\n{entry}") if isinstance(item, Fault)]
    assert any(told in str(value) for fault in faults for value in fault.values.values())


def test_values_beyond_the_most_are_told() -> None:
    mails = "".join(f"mail: nr{number}@kraj.cz\n" for number in range(205))
    notice, card = every(f"dn: cn=a\ncn: Jan Novák\n{mails}")
    assert isinstance(notice, Fault)
    assert isinstance(card, Card)
    assert len(card.emails) == 200
    assert notice.reason == ldif_reader.TOO_MANY
    assert notice.values["count"] == 5
    assert notice.values["text"] == ", ".join(f"nr{number}@kraj.cz" for number in range(200, 205))


def test_the_place_of_another_entry_is_kept_beside_its_name() -> None:
    (card,) = every(
        "dn: cn=a\ncn: Jan Novák\nmanager: CN=Malá\\, Eva,OU=Odbor školství,DC=kraj,DC=cz\n"
    )
    assert isinstance(card, Card)
    assert card.more == [("", "manager: Malá, Eva (OU=Odbor školství, DC=kraj, DC=cz)")]


def test_an_entry_that_is_too_long_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ldif_reader, "MAX_ENTRY", 1000)
    found = every("dn: cn=a\n" + "description: xxxxxxxxxx\n" * 500 + "\ndn: cn=b\ncn: Eva Malá\n")
    assert [type(item) for item in found] == [Fault, Card]


@pytest.mark.parametrize(
    "text",
    [
        "dn: cn=a\ncn: a\ndescription: a\n" + " x\n" * 200_000,
        "dn: cn=a\ncn: a\n" + "mail: a@b.cz\n" * 100_000,
        "\n" * 300_000 + "dn: cn=a\ncn: a\n",
        "dn: cn=a\ncn: a\n" + "# x\n" * 100_000,
    ],
)
def test_entries_made_in_bad_faith_take_no_time(text: str) -> None:
    start = time.process_time()
    (card,) = every(text)
    assert isinstance(card, Card)
    assert len(card.emails) <= 200
    assert time.process_time() - start < 5


@pytest.mark.parametrize("name", ["x" * 3_000_000, "Jan Novák " * 300_000, "Ing. " * 600_000])
@pytest.mark.parametrize("attribute", ["cn", "sn", "o", "title"])
def test_a_name_of_megabytes_is_left_out_in_words(name: str, attribute: str) -> None:
    fault, card = every(f"dn: cn=a\n{attribute}: {name}\n\ndn: cn=b\ncn: Eva Malá\n")
    assert isinstance(fault, Fault)
    assert fault.reason == NAME_TOO_LONG
    assert isinstance(card, Card)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_give_cards_and_faults(data: bytes) -> None:
    for item in every(b"dn: cn=a\ncn: x\n" + data):
        assert isinstance(item, (Card, Fault))


_TEXT = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=20)


@given(st.lists(st.tuples(_TEXT, _TEXT), min_size=1, max_size=4))
def test_a_library_reads_the_same_names(people: list[tuple[str, str]]) -> None:
    text = "".join(
        f"dn: cn={number}\nsn:: {b64(family)}\ngivenName:: {b64(given_name)}\n\n"
        for number, (given_name, family) in enumerate(people)
    )
    theirs = [
        (entry["givenName"][0], entry["sn"][0])
        for _, entry in LDIFParser(io.BytesIO(text.encode())).parse()
    ]
    ours = [(c.given_name, c.family_name) for c in every(text) if isinstance(c, Card)]
    assert ours == theirs == people
