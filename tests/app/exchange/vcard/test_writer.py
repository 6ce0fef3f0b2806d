"""Cards as vCard 3.0 and 4.0: what stands in them, and that nothing is lost on the way."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.cards.card import Card, CardAddress, Detail, full_name
from app.exchange.cards.phones import separate
from app.exchange.vcard.reader import read
from app.exchange.vcard.writer import Version, file_name, write

UID = "0191b2c4-5d6e-7f80-9a1b-2c3d4e5f6071"
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))
VERSIONS: tuple[Version, ...] = ("3.0", "4.0")


def minister() -> Card:
    return Card(
        uid=UID,
        title_before="doc. Ing.",
        given_name="Jana",
        family_name="Nováková; Dlouhá",
        title_after="Ph.D., CSc.",
        formatted_name="doc. Ing. Jana Nováková; Dlouhá, Ph.D., CSc.",
        name_native="Яна Новакова",
        pronunciation="jana novákova",
        organisation="Ústecký kraj, úřad",
        department="Odbor \\ kancelář",
        post="vedoucí",
        emails=[
            Detail("jana@kraj.cz", "email", "work", True),
            Detail("j@n.cz", "email", "Sekretariát, 2. patro"),
        ],
        phones=[
            Detail("+420475657111", "phone", "work", True),
            Detail("+420602123456", "mobile"),
            Detail("475 657 112 linka 3", "fax", "work"),
            Detail("7", "other", "vrátnice"),
        ],
        urls=[Detail("https://kraj.cz/a;b,c", "web"), Detail("abc123", "other", "data_box")],
        addresses=[
            CardAddress("work", "Velká Hradební 48", "400 02", "Ústí n. L.", "Ústecký", "CZ"),
            CardAddress("seat", "Dlouhá 1; vchod B", "11000", "Praha", label="Za rohem"),
            CardAddress("postal", city="Děčín", is_primary=True),
            CardAddress("home", "U Lesa 3"),
        ],
        birthday="1980-05-01",
        gender="female",
        language="cs",
        other_languages=["de", "en"],
        nationality="CZ",
        note="První řádek,\ndruhý; VERSION:2.1 je starý.\n\n" + "Dlouhý text. " * 20 + "konec",
        tags=["VIP", "kultura, sport"],
        photo=JPEG,
        extra={"legal_basis": "public_task", "salutation_de": "Sehr geehrte Frau Doktor,"},
    )


def again(card: Card, version: Version) -> Card:
    (found,) = read(io.BytesIO(write(card, version).encode()))
    assert isinstance(found, Card), found
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_a_full_card_is_read_again_as_the_same(version: Version) -> None:
    card = minister()
    assert again(card, version) == card


def test_a_card_of_3_0_stands_as_the_rfc_has_it() -> None:
    lines = write(minister()).replace("\r\n ", "").split("\r\n")
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert lines[-2:] == ["END:VCARD", ""]
    assert f"UID:{UID}" in lines
    assert "N:Nováková\\; Dlouhá;Jana;;doc. Ing.;Ph.D.\\, CSc." in lines
    assert "ORG:Ústecký kraj\\, úřad;Odbor \\\\ kancelář" in lines
    assert "EMAIL;TYPE=INTERNET,WORK,PREF:jana@kraj.cz" in lines
    assert "item1.EMAIL;TYPE=INTERNET:j@n.cz" in lines
    assert "item1.X-ABLabel:Sekretariát\\, 2. patro" in lines
    assert "TEL;TYPE=CELL:+420602123456" in lines
    assert "ADR;TYPE=WORK:;;Velká Hradební 48;Ústí n. L.;Ústecký;400 02;CZ" in lines
    assert "BDAY:1980-05-01" in lines
    assert "CATEGORIES:VIP,kultura\\, sport" in lines
    assert any(line.startswith("PHOTO;ENCODING=b;TYPE=JPEG:/9j/") for line in lines)


def test_a_card_of_4_0_stands_as_the_rfc_has_it() -> None:
    lines = write(minister(), "4.0").replace("\r\n ", "").split("\r\n")
    assert f"UID:urn:uuid:{UID}" in lines
    assert "KIND:individual" in lines
    assert "TEL;VALUE=uri;PREF=1;TYPE=voice,work:tel:+420475657111" in lines
    assert "TEL;TYPE=fax,work:475 657 112 linka 3" in lines
    assert "BDAY:19800501" in lines
    assert "GENDER:F" in lines
    assert {"LANG;PREF=1:cs", "LANG;PREF=2:de", "LANG;PREF=2:en"} <= set(lines)
    assert any(line.startswith("PHOTO:data:image/jpeg;base64,/9j/") for line in lines)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("birthday", ["1980", "1980-05", "0980-05-01", "unknown", None])
def test_a_birthday_is_kept_as_precisely_as_it_is_known(
    version: Version, birthday: str | None
) -> None:
    card = Card(family_name="Novák", formatted_name="Novák", birthday=birthday)
    text = write(card, version)
    assert again(card, version).birthday == birthday
    if version == "3.0":  # no address book understands a part of a date there
        assert "\r\nBDAY:" not in text or birthday == "0980-05-01"


@pytest.mark.parametrize("version", VERSIONS)
def test_an_organisation_and_a_group_stay_what_they_are(version: Version) -> None:
    for kind in ("organisation", "group"):
        card = Card(kind=kind, formatted_name="Kraj", organisation="Kraj", extra={"ico": "708"})
        assert again(card, version) == card


@pytest.mark.parametrize("version", VERSIONS)
def test_values_that_look_like_addresses_of_a_scheme_stay_texts(version: Version) -> None:
    card = replace(
        minister(),
        emails=[Detail("mailto:a;b?c", "email")],
        phones=[Detail("tel:12 ab;ext=3", "phone")],
    )
    assert again(card, version) == card


@pytest.mark.parametrize("version", VERSIONS)
def test_lines_are_folded_at_75_octets_and_no_letter_is_cut(version: Version) -> None:
    card = replace(minister(), note="ř" * 300 + "😀" * 100)
    raw = write(card, version).encode()
    assert not raw.replace(b"\r\n", b"").count(b"\n")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert again(card, version) == card


def test_another_reader_finds_the_same_in_a_card() -> None:
    found = vobject.readOne(write(minister()))
    assert found.fn.value == "doc. Ing. Jana Nováková; Dlouhá, Ph.D., CSc."
    assert found.n.value.family == "Nováková; Dlouhá"
    assert found.n.value.suffix == "Ph.D., CSc."
    assert found.org.value == ["Ústecký kraj, úřad", "Odbor \\ kancelář"]
    assert [email.value for email in found.email_list] == ["jana@kraj.cz", "j@n.cz"]
    assert found.adr.value.street == "Velká Hradební 48"
    assert found.note.value == minister().note
    assert found.photo.value == JPEG


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (minister(), "Nováková; Dlouhá Jana.vcf"),
        (Card(kind="organisation", formatted_name="AC/DC: <živě>, s. r. o."),
         "AC_DC_ _živě_, s. r. o.vcf"),
        (Card(formatted_name="con"), "_con.vcf"),
        (Card(), "vcard.vcf"),
    ],
)  # fmt: skip
def test_a_file_is_named_after_its_card(card: Card, expected: str) -> None:
    assert file_name(card) == expected


# --- any card -------------------------------------------------------------------------------------

_chars = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029")


def _line(text: str) -> str:
    return " ".join(text.split())


names = st.text(_chars, max_size=30).map(_line)
given_names = st.text(_chars, min_size=1, max_size=60).map(_line).filter(bool)
notes = st.text(st.one_of(_chars, st.just("\n")), max_size=300).map(str.strip)
labels = st.one_of(
    st.sampled_from(["", "work", "home", "Work", "fax", "pref"]),
    names.filter(lambda text: not text.startswith("_$!<")),
)


def _details(*kinds: str) -> st.SearchStrategy[list[Detail]]:
    return st.lists(
        st.builds(Detail, given_names, st.sampled_from(kinds), labels, st.booleans()),
        max_size=3,
    )  # fmt: skip


addresses = st.builds(
    CardAddress,
    st.sampled_from(["work", "home", "postal", "seat"]),
    *[names] * 6,
    st.booleans(),
).filter(lambda it: any((it.street, it.postal_code, it.city, it.region, it.country)))
cards = st.builds(
    Card,
    uid=st.uuids().map(str),
    title_before=names,
    given_name=names,
    family_name=given_names,
    title_after=names,
    nickname=names,
    name_native=names,
    pronunciation=names,
    organisation=names,
    department=names,
    post=names,
    role=names,
    # What a form stores is one address or number; what reads as several is read as several.
    emails=_details("email").filter(
        lambda found: not any("@" in it.value and set(it.value) & set(' <>;,"') for it in found)
    ),
    phones=_details("phone", "mobile", "fax", "other").filter(
        lambda found: all(separate(item.value) == [item.value] for item in found)
    ),
    urls=_details("web", "other"),
    addresses=st.lists(addresses, max_size=2),
    birthday=st.one_of(
        st.none(),
        st.dates().map(str),
        st.sampled_from(["1975", "1975-11", "unknown"]),
    ),
    gender=st.sampled_from([None, "female", "male"]),
    language=st.sampled_from([None, "cs", "de"]),
    other_languages=st.lists(st.sampled_from(["en", "pl", "vi"]), unique=True),
    nationality=st.sampled_from([None, "CZ", "VN"]),
    note=notes,
    tags=st.lists(given_names.filter(lambda tag: "myContacts" not in tag), max_size=3),
    photo=st.one_of(st.none(), st.binary(min_size=1, max_size=200)),
    extra=st.dictionaries(
        st.sampled_from(["legal_basis", "salutation_cs", "consent_on"]),
        notes.filter(bool),
    ),
).map(lambda card: replace(card, formatted_name=full_name(card)))


@pytest.mark.parametrize("value", [",", ";", " , ; ", "0,", "|"])
def test_a_number_of_separators_alone_harms_no_card(value: str) -> None:
    card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Eva\r\nTEL:{value}\r\nEND:VCARD\r\n"
    (found,) = read(io.BytesIO(card.encode()))
    assert isinstance(found, Card)
    assert [item.value for item in found.phones] == [value.strip()]


@given(cards, st.sampled_from(VERSIONS))
def test_any_card_is_read_again_as_the_same(card: Card, version: Version) -> None:
    assert again(card, version) == card
