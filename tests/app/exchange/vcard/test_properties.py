from __future__ import annotations

import pytest

from app.exchange.cards.card import Card, CardAddress, Detail, Post
from app.exchange.vcard.naming import pair
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
        ("1980-05-01T10:20:00Z", "1980-05-01", "1980-05-01T10:20:00Z"),
        ("--0501", None, "1. 5."),
        ("--05-01", None, "1. 5."),
        ("1604-05-01", None, "1. 5."),
        ("1980-W18-4", None, "1980-W18-4"),
        ("kolem roku 1900", None, "kolem roku 1900"),
    ],
)
def test_birthdays_are_as_precise_as_they_are_given(value: str, day: str | None, note: str) -> None:
    card = taken("BDAY", value)
    assert (card.birthday, card.more) == (day, [("Birthday", note)] if note else [])
    assert bool(card.warned) == (day is None)


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
    pair(card)
    assert (card.organisation, card.department) == ("Úřad", "Odbor, Oddělení")
    assert card.others == [Post("Spolek")]


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


def test_what_has_no_field_is_noted_and_what_is_technical_is_told() -> None:
    assert meaning_of("VERSION") is ignore
    assert len(taken("X" * 20_000, "x").warned) == 1
    assert taken("X-Anything", "x", "", ";;").more == [("X-Anything", "x")]
    assert taken("X-FOO;TYPE=home;X-BAR=1", r"a\, b\nc").more == [
        ("X-FOO", "a, b / c (home, X-BAR=1)")
    ]
    card = taken("REV", "2026")
    assert (card.more, card.technical) == ([], [("REV", "2026")])


@pytest.mark.parametrize(
    ("head", "value", "label"),
    [
        ("X-EVOLUTION-ASSISTANT", "Eva Malá", "Assistant"),
        ("X-MANAGER", "Eva Malá", "Manager"),
        ("RELATED;TYPE=spouse;VALUE=text", "Eva Malá", "Spouse"),
        ("ANNIVERSARY", "20090808", "Anniversary"),
        ("PHOTO", "https://example.cz/a.jpg", "PHOTO"),
        ("KEY", "https://example.cz/a.asc", "KEY"),
        ("CALURI;PREF=1", "https://example.cz/a", "CALURI"),
    ],
)
def test_what_has_no_field_goes_to_the_note(head: str, value: str, label: str) -> None:
    ((told, text),) = taken(head, value).more
    assert told == label
    assert text.startswith(value)


def test_parameters_leave_a_trace() -> None:
    card = taken("TEL;TYPE=work,car,video;X-ROOM=12;PREF=3;ALTID=1", "475 657 111")
    assert card.phones == [Detail("475 657 111", "phone", "work, car")]
    assert card.more == [("TEL;X-ROOM", "12 (475 657 111)")]
    assert card.technical == [("TEL;PREF", "3"), ("TEL;ALTID", "1"), ("TEL;TYPE", "video")]
    assert taken("N;SORT-AS=Novak;LANGUAGE=cs", "Novák;Jan;;;").more == []
    assert taken("N;SORT-AS=Harten", "van der Harten;Rene;;;").more == []
    assert taken("ORG;SORT-AS=Kraj", "Ústecký úřad").more == [
        ("ORG;SORT-AS", "Kraj (Ústecký úřad)")
    ]


@pytest.mark.parametrize(
    ("value", "found", "more"),
    [
        ('"Marta Mail" <marta@x.cz>', [("marta@x.cz", "Marta Mail")], []),
        ("a@x.cz; b@x.cz", [("a@x.cz", ""), ("b@x.cz", "")], []),
        ("<a@x.cz>", [("a@x.cz", "")], []),
        ("Úřad a@x.cz, b@x.cz", [("a@x.cz", ""), ("b@x.cz", "")],
         [("EMAIL", "Úřad (a@x.cz, b@x.cz)")]),
        ("no address", [("no address", "")], []),
    ],
)  # fmt: skip
def test_several_addresses_in_one_property(value: str, found: object, more: object) -> None:
    card = taken("EMAIL", value)
    assert [(item.value, item.label) for item in card.emails] == found
    assert card.more == more


def test_names_and_addresses_of_rfc_9554() -> None:
    card = taken("N", "Gómez;Juan;;;;Martín;Jr.")
    assert (card.family_name, card.title_after) == ("Gómez Martín", "Jr.")
    card = taken("N", "Gómez,Martín;Juan;;;;Martín;")
    assert card.family_name == "Gómez,Martín"
    value = ";;Dlouhá 1;Most;;43401;Česko;12;;3. patro;;;Blok B;;;;;"
    assert taken("ADR", value).addresses[0].street == "Dlouhá 1, 12, 3. patro, Blok B"
    assert taken("ADR;CC=DE", ";;Weg 1;Dresden;;;").addresses[0].country == "DE"


def test_heads_are_learnt_once_and_their_number_is_limited() -> None:
    heads = Heads()
    assert heads.learn("EMAIL;TYPE=work") is heads.plain["EMAIL;TYPE=work"]
    for number in range(6_000):
        heads.learn(f"X-{number}")
    assert len(heads.plain) <= 5_000
