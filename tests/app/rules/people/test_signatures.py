from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.people.signatures import Signature, read_signature

CZECH = """S pozdravem

Ing. Jana Nováková, Ph.D.
vedoucí oddělení zahraničních vztahů
Odbor kancelář hejtmana

Krajský úřad Ústeckého kraje
Velká Hradební 3118/48, 400 02 Ústí nad Labem
Tel.: +420 475 657 111 | Mobil: 602 123 456
E-mail: novakova.j@kr-ustecky.cz
www.kr-ustecky.cz
IČO: 70892156  ID DS: t9zbsva
"""

GERMAN = """Mit freundlichen Grüßen

Dr. Karin Müller-Lüdenscheidt
Referatsleiterin
Referat 34 – Grenzüberschreitende Zusammenarbeit

Sächsische Staatskanzlei
Archivstraße 1
01097 Dresden
Telefon +49 351 564-1234
Fax: +49 351 564-1299
karin.mueller-luedenscheidt@sk.sachsen.de
"""

ENGLISH = """Kind regards,
John O'Neill
Head of International Relations
Kent County Council
T: +44 1622 123456
M: +44 7700 900123
E: john.oneill@kent.gov.uk
W: https://www.kent.gov.uk/international
"""


def test_a_czech_signature() -> None:
    found = read_signature(CZECH)
    assert (found.title_before, found.given_name, found.family_name, found.title_after) == (
        "Ing.", "Jana", "Nováková", "Ph.D.",
    )  # fmt: skip
    assert found.post == "vedoucí oddělení zahraničních vztahů"
    assert found.units == ("Odbor kancelář hejtmana",)
    assert found.organisation == "Krajský úřad Ústeckého kraje"
    assert (found.street, found.postal_code, found.city) == (
        "Velká Hradební 3118/48", "400 02", "Ústí nad Labem",
    )  # fmt: skip
    assert found.of("phone") == ["+420 475 657 111"]
    assert found.of("mobile") == ["602 123 456"]
    assert found.of("email") == ["novakova.j@kr-ustecky.cz"]
    assert found.of("web") == ["www.kr-ustecky.cz"]
    assert (found.ico, found.of("data_box"), found.rest) == ("70892156", ["t9zbsva"], ())


def test_a_german_signature() -> None:
    found = read_signature(GERMAN)
    assert (found.title_before, found.given_name, found.family_name) == (
        "Dr.", "Karin", "Müller-Lüdenscheidt",
    )  # fmt: skip
    assert (found.post, found.organisation) == ("Referatsleiterin", "Sächsische Staatskanzlei")
    assert (found.street, found.postal_code, found.city) == ("Archivstraße 1", "01097", "Dresden")
    assert found.of("phone") == ["+49 351 564-1234"]
    assert found.of("fax") == ["+49 351 564-1299"]
    assert found.units == ("Referat 34",)
    assert found.rest == ("Grenzüberschreitende Zusammenarbeit",)


def test_an_english_signature() -> None:
    found = read_signature(ENGLISH)
    assert (found.given_name, found.family_name) == ("John", "O'Neill")
    assert found.post == "Head of International Relations"
    assert found.organisation == "Kent County Council"
    assert (found.of("phone"), found.of("mobile")) == (["+44 1622 123456"], ["+44 7700 900123"])
    assert found.of("web") == ["https://www.kent.gov.uk/international"]
    assert found.rest == ()


@pytest.mark.parametrize(
    ("text", "given_name", "family_name"),
    [
        ("NOVÁK Petr\nstarosta\nMěsto Most", "Petr", "Novák"),
        ("Město Most\nBc. Petr Novák\nstarosta", "Petr", "Novák"),
        ("Maria von der Heide\nLandrätin", "Maria", "von der Heide"),
        ("Nováková, Jana\nreferentka", "Jana", "Nováková"),
        ("Karlovy Vary\nPetr Kulhánek\nkulhanek@kr-karlovarsky.cz", "Petr", "Kulhánek"),
        ("prof. RNDr. Jan Malý, CSc.\nrektor", "Jan", "Malý"),
    ],
)
def test_whose_it_is(text: str, given_name: str, family_name: str) -> None:
    found = read_signature(text)
    assert (found.given_name, found.family_name) == (given_name, family_name)


def test_one_line_of_a_business_card() -> None:
    found = read_signature("Ing. Petr Novák • ředitel • Euroregion Labe • 724 111 222 • pn@ere.cz")
    assert (found.given_name, found.post, found.organisation) == (
        "Petr", "ředitel", "Euroregion Labe",
    )  # fmt: skip
    assert found.details == (("phone", "724 111 222"), ("email", "pn@ere.cz"))


@pytest.mark.parametrize("kind", ["Tel", "tel.", "T", "Telefon (kancelář)", "Tel./Phone"])
def test_two_numbers_in_one_line(kind: str) -> None:
    found = read_signature(f"{kind.partition('/')[0]}: 475 657 111, fax: 475 200 245")
    assert found.details == (("phone", "475 657 111"), ("fax", "475 200 245"))


@pytest.mark.parametrize(
    ("line", "street", "postal_code", "city", "country"),
    [
        ("Závodní 353/88, CZ - 360 06 Vary", "Závodní 353/88", "360 06", "Vary", "CZ"),
        ("Am Markt 5, D-02763 Zittau", "Am Markt 5", "02763", "Zittau", "DE"),
        ("ul. Wielka 12-14, 50-411 Wrocław", "ul. Wielka 12-14", "50-411", "Wrocław", "PL"),
        ("Hlavní 1, 110 00 Praha 1, Czechia", "Hlavní 1", "110 00", "Praha 1", "Czechia"),
    ],
)  # fmt: skip
def test_addresses(line: str, street: str, postal_code: str, city: str, country: str) -> None:
    found = read_signature(f"Jan Novák\n{line}")
    assert (found.street, found.postal_code, found.city, found.country) == (
        street, postal_code, city, country,
    )  # fmt: skip
    assert found.rest == ()


def test_a_line_that_says_nothing_known_is_given_back() -> None:
    found = read_signature("Petr Novák\nProsím, myslete na přírodu před tiskem.\n1. 5. 2026")
    assert found.rest == ("Prosím, myslete na přírodu před tiskem.", "1. 5. 2026")


def everything(found: Signature) -> str:
    fields = (
        found.title_before, found.given_name, found.family_name, found.title_after, found.post,
        found.organisation, found.street, found.postal_code, found.city, found.country,
        found.ico, found.dic, *found.units, *(text for _, text in found.details), *found.rest,
    )  # fmt: skip
    return " ".join(fields)


PIECES = (
    "Ing. Petr Novák vedoucí odboru Krajský úřad Tel.: +420475657111 a@b.cz www.x.cz 400 02 Ústí,"
    " Dlouhá 5 | IČO: 70892156 Hallo 2026 - ; Leiter GmbH ( ) <c@d.de>"
)
WORDS = st.sampled_from((*PIECES.split(), "\n"))


@given(st.lists(WORDS, max_size=25))
def test_no_word_is_dropped(words: list[str]) -> None:
    text = " ".join(words)
    said = "".join(sign for sign in everything(read_signature(text)).casefold() if sign.isalnum())
    labels = {"tel", "ičo"}
    for word in words:
        bare = "".join(sign for sign in word.casefold() if sign.isalnum())
        assert bare in said or bare in labels, (word, text)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    read_signature(text)


@pytest.mark.parametrize(
    ("line", "kind", "value"),
    [
        ("Phone: +44 28 9032 0202 ext. 123", "phone", "+44 28 9032 0202 ext. 123"),
        ("tel. 475 657 111, linka 12", "phone", "475 657 111, linka 12"),
        ("475 657 111 kl. 12", "phone", "475 657 111 kl. 12"),
        ("Tel.: +49 351 5641 DW 20, Fax: +49 351 5642", "phone", "+49 351 5641 DW 20"),
    ],
)
def test_an_extension_belongs_to_its_number(line: str, kind: str, value: str) -> None:
    found = read_signature(f"Jana Malá\n{line}")
    assert found.of(kind) == [value]
    assert (found.street, found.rest) == ("", ())


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Petra Dvořáková Nová", "Petra", "Dvořáková Nová"),
        ("Eva Marie Malá", "Eva Marie", "Malá"),
        ("Jana Nováková", "Jana", "Nováková"),
    ],
)
def test_two_family_names(name: str, given: str, family: str) -> None:
    found = read_signature(name)
    assert (found.given_name, found.family_name) == (given, family)


@pytest.mark.parametrize(
    "post", ["zástupkyně vedoucího odboru", "vedúci odboru", "zástupca primátora", "riaditeľka"]
)
def test_posts_of_deputies_and_of_slovakia(post: str) -> None:
    found = read_signature(f"S pozdravom\nIng. Ján Kováč\n{post}\nMestský úrad Prešov")
    assert (found.post, found.organisation, found.rest) == (post, "Mestský úrad Prešov", ())
