from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import Language
from app.rules.postal import address_lines

TEXT = st.text(max_size=20)


def lines(
    country: str | None,
    street: str,
    postal_code: str,
    city: str,
    region: str = "",
    language: Language = Language.CS,
    sender: str = "CZ",
) -> list[str]:
    return address_lines(
        name_lines=["Hana Lípová"],
        street=street,
        postal_code=postal_code,
        city=city,
        region=region,
        country=country,
        language=language,
        from_country=sender,
    )[1:]


@pytest.mark.parametrize("country", ["CZ", "cz", None, ""])
@pytest.mark.parametrize("code", ["40002", "400 02", "400\u00a002", "CZ-400 02", " 4 0002"])
def test_an_address_at_home_has_no_country(country: str | None, code: str) -> None:
    assert lines(country, "Velká Hradební 48", code, "Ústí nad Labem", "Ústecký kraj") == [
        "Velká Hradební 48",
        "400 02 Ústí nad Labem",
    ]


@pytest.mark.parametrize(
    ("language", "name"),
    [(Language.CS, "NĚMECKO"), (Language.DE, "DEUTSCHLAND"), (Language.EN, "GERMANY")],
)
def test_the_country_stands_in_capitals_in_the_language(language: Language, name: str) -> None:
    assert lines("DE", "Lindenweg 3", "D-01067", "Dresden", language=language) == [
        "Lindenweg 3",
        "01067 DRESDEN",
        name,
    ]


def test_the_czech_republic_is_abroad_for_a_german_sender() -> None:
    assert lines(
        "CZ", "Dlouhá 5", "40002", "Ústí nad Labem", language=Language.DE, sender="DE"
    ) == [
        "Dlouhá 5",
        "400 02 ÚSTÍ NAD LABEM",
        "TSCHECHIEN",
    ]


@pytest.mark.parametrize(
    ("country", "street", "code", "city", "region", "expected"),
    [
        ("US", "5 Elm St", "90210", "Los Angeles", "CA", ["5 Elm St", "LOS ANGELES, CA 90210"]),
        ("US", "5 Elm St", "", "", "CA", ["5 Elm St", "CA"]),
        ("GB", "7 High Street", "sw1a 2aa", "London", "", ["7 High Street", "LONDON", "SW1A 2AA"]),
        ("HU", "Fő utca 1", "1011", "Budapest", "", ["BUDAPEST", "Fő utca 1", "1011"]),
        ("CH", "Gasse 1", "3003", "Bern", "", ["Gasse 1", "CH-3003 BERN"]),
        ("CH", "Gasse 1", "CH-3003", "Bern", "", ["Gasse 1", "CH-3003 BERN"]),
        ("SK", "Hlavná 2", "04001", "Košice", "", ["Hlavná 2", "040 01 KOŠICE"]),
        ("PL", "Rynek 4", "00-950", "Warszawa", "", ["Rynek 4", "00-950 WARSZAWA"]),
        ("IE", "1 Elm Rd", "D02 X285", "Dublin", "Dublin", ["1 Elm Rd", "DUBLIN", "D02 X285"]),
        ("AE", "1 Palm Rd", "", "Dubai", "Dubai", ["1 Palm Rd", "DUBAI"]),
        ("UA", "вул. Нова 1", "88000", "Ужгород", "", ["вул. Нова 1", "УЖГОРОД", "88000"]),
        ("DE", "Haus A\n\n Lindenweg  3", "01067", "Dresden", "",
         ["Haus A", "Lindenweg 3", "01067 DRESDEN"]),
    ],
)  # fmt: skip
def test_the_order_is_that_of_the_country(
    country: str, street: str, code: str, city: str, region: str, expected: list[str]
) -> None:
    assert lines(country, street, code, city, region)[:-1] == expected


def test_a_native_address_keeps_its_native_order() -> None:
    whole = address_lines(
        name_lines=["山田"], street="千代田1-1", postal_code="100-0001", city="", region="東京都",
        country="JP", language=Language.CS,
    )  # fmt: skip
    assert whole == ["〒100-0001", "東京都", "千代田1-1", "山田", "JAPONSKO"]


@pytest.mark.parametrize("country", ["XX", "??", "Německo", "ZZ", "../cz"])
def test_an_unknown_country_gets_the_plain_order(country: str) -> None:
    assert lines(country, "Ulice 1", "123 45", "Město", "Kraj") == [
        "Ulice 1",
        "123 45 MĚSTO",
        "Kraj",
        country.upper() if country != "ZZ" else "NEZNÁMÁ OBLAST",
    ]


@given(
    st.lists(TEXT, max_size=3),
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    st.one_of(st.none(), TEXT, st.sampled_from(["CZ", "DE", "JP", "CN", "US", "TR", "AE", "SE"])),
    st.sampled_from(Language),
    st.sampled_from(["CZ", "DE", ""]),
)
def test_nothing_raises_and_no_line_is_empty(
    names: list[str],
    street: str,
    code: str,
    city: str,
    region: str,
    country: str | None,
    language: Language,
    sender: str,
) -> None:
    result = address_lines(
        name_lines=names, street=street, postal_code=code, city=city, region=region,
        country=country, language=language, from_country=sender,
    )  # fmt: skip
    assert all(line == line.strip() and line for line in result)


@pytest.mark.parametrize(
    "country", ["AD", "AE", "BR", "CN", "FR", "HK", "JP", "KY", "MO", "NR", "SG"]
)
def test_the_town_is_never_lost(country: str) -> None:
    text = " ".join(lines(country, "Lindenweg 3", "12345", "Hafenstadt", "Nordland")).casefold()
    assert "lindenweg 3" in text
    assert "hafenstadt" in text
