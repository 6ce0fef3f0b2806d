from __future__ import annotations

import pytest

from app.exchange.cards.card import Card, CardAddress, Detail
from app.exchange.vcard.properties import Heads, Special, ignore, meaning_of


def taken(head: str, *values: str) -> Card:
    card = Card()
    meaning = meaning_of(head)
    handle = meaning.handle if isinstance(meaning, Special) else meaning
    for value in values:
        handle(card, value)
    return card


@pytest.mark.parametrize(
    ("head", "value", "detail"),
    [
        ("TEL;TYPE=CELL,VOICE", "601 123 456", Detail("601 123 456", "mobile")),
        ("TEL;HOME;FAX", "475 1", Detail("475 1", "fax", "home")),
        ("TEL;TYPE=pager", "1", Detail("1", "other", "pager")),
        ("tel;type=work;type=pref", " 1 ", Detail("1", "phone", "work", True)),
        ("TEL;VALUE=uri", "tel:+420-601;ext=5", Detail("+420-601 ext. 5", "phone")),
        ("TEL", "", None),
    ],
)
def test_phones(head: str, value: str, detail: Detail | None) -> None:
    assert taken(head, value).phones == ([detail] if detail else [])


@pytest.mark.parametrize(
    ("value", "day", "note"),
    [
        ("1980-05-01", "1980-05-01", ""),
        ("19800501", "1980-05-01", ""),
        ("1980-05-01T00:00:00Z", "1980-05-01", ""),
        ("1980-05", "1980-05", ""),
        ("1980", "1980", ""),
        ("--0501", None, "BDAY: --0501"),
        ("1980-W18-4", None, "BDAY: 1980-W18-4"),
        ("kolem roku 1900", None, "BDAY: kolem roku 1900"),
    ],
)
def test_birthdays_are_as_precise_as_they_are_given(value: str, day: str | None, note: str) -> None:
    card = taken("BDAY", value)
    assert (card.birthday, card.note) == (day, note)


def test_addresses_with_their_kinds() -> None:
    value = ";2. patro;Dlouhá 1;Praha;Praha 1;110 00;Česko"
    assert taken("ADR;TYPE=home", value).addresses == [
        CardAddress("home", "Dlouhá 1, 2. patro", "110 00", "Praha", "Praha 1", "Česko")
    ]
    assert taken("ADR;TYPE=postal", value).addresses[0].kind == "postal"
    assert taken("ADR", value).addresses[0].kind == "work"
    assert taken('ADR;LABEL="Dlouhá 1^nPraha"', ";;;;;;").addresses[0].street == "Dlouhá 1, Praha"
    assert taken("ADR", ";;;;;;").addresses == []


def test_a_printed_address_counts_only_where_there_is_no_other() -> None:
    assert taken("LABEL;HOME", r"Dlouhá 1\nPraha").addresses == [
        CardAddress("home", "Dlouhá 1, Praha")
    ]


def test_several_organisations_are_not_lost() -> None:
    card = taken("ORG", "Úřad;Odbor;Oddělení", "Spolek")
    assert (card.organisation, card.department) == ("Úřad", "Odbor, Oddělení")
    assert card.note == "ORG: Spolek"


@pytest.mark.parametrize(
    ("value", "kind"),
    [("org", "organisation"), ("group", "group"), ("individual", "person"), ("x-jiny", "person")],
)
def test_kinds(value: str, kind: str) -> None:
    assert taken("KIND", value).kind == kind


def test_lists_within_a_name() -> None:
    card = taken("N", "Nováková,Malá;Jana,Eva;Marie;Ing.,Mgr.;Ph.D.,CSc.")
    assert card.given_name == "Jana Eva"
    assert card.title_before == "Ing. Mgr."
    assert card.title_after == "Ph.D., CSc."


def test_what_nobody_needs_is_passed_over() -> None:
    assert meaning_of("PRODID") is ignore
    assert meaning_of("X" * 20_000) is ignore
    assert taken("X-ANYTHING", "x") == Card()


def test_heads_are_learnt_once_and_their_number_is_limited() -> None:
    heads = Heads()
    assert heads.learn("EMAIL;TYPE=work") is heads.plain["EMAIL;TYPE=work"]
    for number in range(6_000):
        heads.learn(f"X-{number}")
    assert len(heads.plain) <= 5_000
