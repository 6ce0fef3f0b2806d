from __future__ import annotations

import pytest

from app.exchange.cards.card import Card, CardAddress, Detail
from app.exchange.cards.records import rows_of


def person(number: str, address: CardAddress) -> Card:
    return Card(family_name="Malá", phones=[Detail(number, "phone")], addresses=[address])


@pytest.mark.parametrize(
    ("number", "kept"),
    [("475 111 222", "+420475111222"), ("475 111 222 kl. 15", "+420475111222;ext=15")],
)
@pytest.mark.parametrize("country", ["", " ", "Česko"])
def test_an_address_without_a_country_hides_no_czech_number(
    number: str, kept: str, country: str
) -> None:
    rows = rows_of(person(number, CardAddress("work", city="Most", country=country)))
    assert rows is not None
    assert [point["value"] for point in rows.points] == [kept]
    assert rows.warnings == []


@pytest.mark.parametrize(
    ("said", "code", "country"),
    [
        ("CR", "434 01", "CZ"), ("ČR", "434 01", "CZ"), ("CR", "10101", "CR"),
        ("SR", "811 01", "SK"), ("SR", "", "SR"),
    ],
)  # fmt: skip
def test_short_names_of_the_two_republics(said: str, code: str, country: str) -> None:
    address = CardAddress("work", postal_code=code, city="Město", country=said)
    rows = rows_of(person("+420 475 111 222", address))
    assert rows is not None
    assert rows.addresses[0]["country"] == country


def test_what_cannot_be_read_stands_in_the_note_under_its_name() -> None:
    rows = rows_of(Card(family_name="Malá", birthday="8. 12."))
    assert rows is not None
    assert rows.values["note"] == "Datum narození: 8. 12."
