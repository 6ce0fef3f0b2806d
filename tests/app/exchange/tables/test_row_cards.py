from __future__ import annotations

import pytest

from app.exchange.cards.card import Card, CardAddress, Detail
from app.exchange.tables.row_addresses import whole_address
from app.exchange.tables.row_cards import card, gender, split_name
from app.exchange.tables.row_values import Cell, Values, label_of


def of(**values: str | list[str]) -> Card:
    given = {
        name.replace("__", ":"): [value] if isinstance(value, str) else value
        for name, value in values.items()
    }
    return card(Values.of(given), 7)


@pytest.mark.parametrize(
    ("whole", "before", "given_name", "family", "after"),
    [
        ("Ing. Jana Nováková, Ph.D.", "Ing.", "Jana", "Nováková", "Ph.D."),
        ("Nováková, Jana", "", "Jana", "Nováková", ""),
        ("Ludwig van Beethoven", "", "Ludwig", "van Beethoven", ""),
        ("Prof. Dr. Hans Müller", "Prof. Dr.", "Hans", "Müller", ""),
        ("Madonna", "", "", "Madonna", ""),
    ],
)
def test_whole_names(whole: str, before: str, given_name: str, family: str, after: str) -> None:
    found = of(formatted_name=whole)
    assert (found.title_before, found.given_name, found.family_name, found.title_after) == (
        before,
        given_name,
        family,
        after,
    )
    assert found.line == 7


def test_names_the_other_way_round() -> None:
    found = of(**{"formatted_name:reversed": "Nováková Jana Marie"})
    assert (found.given_name, found.family_name) == ("Jana Marie", "Nováková")
    assert split_name("von der Leyen Ursula", family_first=True) == ("Ursula", "von der Leyen")


def test_titles_that_stand_in_the_columns_of_names() -> None:
    found = of(given_name="Mgr. Jana", family_name="Nováková, CSc.", title_after="MBA")
    assert found.title_before == "Mgr."
    assert (found.given_name, found.family_name) == ("Jana", "Nováková")
    assert found.title_after == "MBA, CSc."


@pytest.mark.parametrize(
    ("text", "said"),
    [("Frau", "female"), ("pan", "male"), ("Mr.", "male"), ("muž", "male"), ("ž", "female"),
     ("Frau oder Herr", None), ("", None), ("x", None)],
)  # fmt: skip
def test_genders(text: str, said: str | None) -> None:
    assert gender(text) == said


def test_a_form_of_address_is_no_title() -> None:
    found = of(title_before="Herr Dr.", formatted_name="Hans Müller")
    assert (found.title_before, found.gender) == ("Dr.", "male")


def test_a_row_without_a_person_is_an_organisation() -> None:
    found = of(
        organisation="Škola", ico="70892156", address="Dlouhá 1, 400 01 Ústí", web="skola.cz"
    )
    assert (found.kind, found.formatted_name, found.extra["ico"]) == (
        "organisation",
        "Škola",
        "70892156",
    )
    assert found.addresses == [CardAddress("seat", "Dlouhá 1", "400 01", "Ústí")]


def test_google_puts_labels_beside_and_several_values_into_a_cell() -> None:
    found = of(
        family_name="Malý",
        email=["petr@maly.cz", "office@kraj.cz ::: druhy@kraj.cz"],
        email_label=["* Home", "Work"],
        phone=["601 123 456 ::: 602", "475 1"],
        phone_label=["Mobile", "Work Fax"],
        tags="* myContacts ::: kraj",
    )
    assert [(d.value, d.label, d.is_primary) for d in found.emails] == [
        ("petr@maly.cz", "home", True),
        ("office@kraj.cz", "work", False),
        ("druhy@kraj.cz", "work", False),
    ]
    assert [(d.value, d.kind) for d in found.phones] == [
        ("601 123 456", "mobile"),
        ("602", "mobile"),
        ("475 1", "fax"),
    ]
    assert found.tags == ["kraj"]


def test_outlook_writes_addresses_within_exchange_and_empty_days() -> None:
    found = of(
        family_name="Malý",
        email=["/o=Kraj/ou=Exchange/cn=maly", "Petr Malý <petr@maly.cz>; mailto:b@c.cz"],
        birthday="0.0.00",
    )
    assert [d.value for d in found.emails] == ["petr@maly.cz", "b@c.cz"]
    assert found.birthday is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("mob. 601 123 456", "mobile"), ("fax 475", "fax"), ("475 657 111", "phone"),
     ("gsm: 1", "mobile")],
)  # fmt: skip
def test_phones_that_say_what_they_are(text: str, kind: str) -> None:
    assert of(family_name="x", phone=text).phones == [Detail(text, kind)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "day"),
    [("1. 5. 1980", "1980-05-01"), ("5/21/1980", "1980-05-21"), ("1980-05-01T00:00", "1980-05-01"),
     ("květen 1980", "1980-05"), ("kdysi", "kdysi")],
)  # fmt: skip
def test_birthdays(text: str, day: str) -> None:
    assert of(family_name="x", birthday=text).birthday == day


def test_a_birthday_in_three_columns() -> None:
    assert of(family_name="x", birth_year="1980", birth_month="5").birthday == "1980-05"
    assert of(family_name="x", birth_month="5", birth_day="1").birthday is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "Velká Hradební 3118/48, 400 02 Ústí nad Labem, Česko",
            ("Velká Hradební 3118/48", "400 02", "Ústí nad Labem", "", "Česko"),
        ),
        ("Prager Str. 1\n01069 Dresden", ("Prager Str. 1", "01069", "Dresden", "", "")),
        ("40002 Ústí", ("", "40002", "Ústí", "", "")),
        ("Dlouhá 1", ("Dlouhá 1", "", "", "", "")),
        ("Dlouhá 1, Praha", ("Dlouhá 1", "", "Praha", "", "")),
        ("ul. Długa 1, 00-950 Warszawa, mazowieckie, Polska",
         ("ul. Długa 1", "00-950", "Warszawa", "mazowieckie", "Polska")),
    ],
)  # fmt: skip
def test_whole_addresses(text: str, address: tuple[str, ...]) -> None:
    found = CardAddress("work")
    whole_address(found, text)
    assert (found.street, found.postal_code, found.city, found.region, found.country) == address


def test_excel_drops_the_nought_of_a_german_postal_code() -> None:
    found = of(family_name="x", postal_code="1069", city="Dresden", country="Deutschland")
    assert found.addresses[0].postal_code == "01069"


def test_work_home_and_another_address() -> None:
    found = of(family_name="x", city="A", city__home="B", city__2="C", address_label__2="Pobočka")
    assert [(a.kind, a.city, a.label) for a in found.addresses] == [
        ("work", "A", ""),
        ("home", "B", ""),
        ("postal", "C", "Pobočka"),
    ]


@pytest.mark.parametrize(
    ("text", "label", "starred"),
    [("* Home", "home", True), ("Práce", "work", False), ("Vorzimmer", "Vorzimmer", False),
     ("Mobil", "", False), ("SMTP", "", False)],
)  # fmt: skip
def test_labels(text: str, label: str, starred: bool) -> None:
    assert label_of(text) == (label, starred)


def test_a_cell_of_very_many_values_is_limited() -> None:
    found = of(family_name="x", phone=";".join(f"60{n:07}" for n in range(10_000)))
    assert len(found.phones) == 50
    assert "600009999" in found.more[0][1], "the rest is not lost"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("+49 351 / 564 1234", ["+49 351 / 564 1234"]),
        ("0351 / 564-0", ["0351 / 564-0"]),
        ("475 111 222 / 603 111 222", ["475 111 222", "603 111 222"]),
        ("475 111 222, 603 111 222", ["475 111 222", "603 111 222"]),
        ("602 123 456, kl. 12", ["602 123 456, kl. 12"]),
        ("475 111 222 / 333", ["475 111 222 / 333"]),
    ],
)  # fmt: skip
def test_a_slash_stands_between_two_numbers_only_where_each_is_one(
    text: str, numbers: list[str]
) -> None:
    assert [detail.value for detail in of(family_name="x", phone=text).phones] == numbers


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ({"note:heading": "Eva Malá"}, ["note:heading: Eva Malá"]),
        ({"formatted_name": "Malý Jan"}, []),
        ({"formatted_name": "Honza z Mostu"}, ["formatted_name: Honza z Mostu"]),
        ({"gender": "Vážený pane"}, ["gender: Vážený pane"]),
        ({"email": "Sekretariát <a@b.cz>"}, ["email: Sekretariát <a@b.cz>"]),
        ({"email": "Jan Malý <a@b.cz>"}, []),
        ({"birth_month": "5"}, ["birth_month: 5"]),
        ({"city": ["Most", "Děčín"]}, ["city: Děčín"]),
        ({"founded_on": "1900"}, ["founded_on: 1900"]),
    ],
)  # fmt: skip
def test_what_no_field_takes_is_left_under_its_heading(
    values: dict[str, str | list[str]], lines: list[str]
) -> None:
    found = of(given_name="Jan", family_name="Malý", **values)
    assert [text for _, text in found.more] == lines


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Hlavná 12, 811 01 Bratislava", ("Hlavná 12", "811 01", "Bratislava", "SK")),
        ("Hlavná 12, 080 01 Prešov, Slovensko", ("Hlavná 12", "080 01", "Prešov", "Slovensko")),
        ("Dlouhá 1, 407 13 Lhota", ("Dlouhá 1", "407 13", "Lhota", "")),
        ("Dlouhá 1\nSK-811 01 Bratislava", ("Dlouhá 1", "811 01", "Bratislava", "SK")),
        ("Neue Str. 5\nD-01067 Dresden", ("Neue Str. 5", "01067", "Dresden", "DE")),
        ("A-1010 Wien, Ballhausplatz 2", ("Ballhausplatz 2", "1010", "Wien", "AT")),
        ("1010 Wien, Ballhausplatz 2", ("Ballhausplatz 2", "1010", "Wien", "")),
        ("ul. Nowa 5, 00-950 Warszawa", ("ul. Nowa 5", "00-950", "Warszawa", "PL")),
        ("Dlouhá 5, Ústí nad Labem 400 02", ("Dlouhá 5", "400 02", "Ústí nad Labem", "")),
        ("Dlouhá 5, Most, 434 01", ("Dlouhá 5", "434 01", "Most", "")),
        ("Praha 1, Dlouhá 1, 110 00", ("Praha 1, Dlouhá 1", "110 00", "", "")),
        ("Dresden, Deutschland", ("", "", "Dresden", "Deutschland")),
        ("Náměstí 5, Lhota", ("Náměstí 5", "", "Lhota", "")),
    ],
)
def test_codes_of_neighbours_and_the_countries_that_they_show(
    text: str, address: tuple[str, ...]
) -> None:
    found = CardAddress("work")
    whole_address(found, text)
    assert (found.street, found.postal_code, found.city, found.country) == address


@pytest.mark.parametrize(
    ("code", "country", "meant"),
    [
        ("1001", "Slovensko", ("010 01", "Slovensko")),
        ("1067", "Německo", ("01067", "Německo")),
        ("1010", "Rakousko", ("1010", "Rakousko")),
        ("811 01", "", ("811 01", "SK")),
        ("811 01", "Česko", ("811 01", "Česko")),
        ("400 02", "", ("400 02", "")),
        ("D-01067", "", ("01067", "DE")),
        ("D-01067", "Německo", ("01067", "Německo")),
        ("D-01067", "Polsko", ("D-01067", "Polsko")),
    ],
)
def test_a_code_in_a_column_of_its_own(code: str, country: str, meant: tuple[str, str]) -> None:
    texts = {"city": ["Město"], "postal_code": [code], "country": [country]}
    found = card(Values.of({"family_name": ["Malá"], **texts}), 1)
    (place,) = found.addresses
    assert (place.postal_code, place.country) == meant


@pytest.mark.parametrize(
    ("said", "title", "sex"),
    [("Frau Dr.", "Dr.", "female"), ("Herr", "", "male"), ("Pan Ing.", "Ing.", "male")],
)
def test_a_title_beside_the_form_of_address_is_kept(said: str, title: str, sex: str) -> None:
    found = of(given_name="Kim", family_name="Müßig", gender=said)
    assert (found.title_before, found.gender) == (title, sex)


def test_which_fax_it_is_is_told_by_its_column() -> None:
    cells = [("fax", Cell("1", "Business Fax")), ("fax", Cell("2", "Home Fax")),
             ("fax", Cell("3", "Fax")), ("fax", Cell("4", "Fax privat"))]  # fmt: skip
    found = card(Values([("family_name", Cell("Malá")), *cells]), 1)
    assert [item.label for item in found.phones] == ["work", "home", "", "home"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1980-05-01 00:00:00", "1980-05-01"),
        ("1980-05-01T12:00:00Z", "1980-05-01"),
        ("1604-12-08 00:00:00", "8. 12."),
    ],
)
def test_a_day_with_the_time_of_midnight(text: str, meant: str) -> None:
    assert of(family_name="Malá", birthday=text).birthday == meant


def test_a_name_before_an_address_is_one_where_no_column_names_anybody() -> None:
    found = of(email="Jan Novák <jan@kraj.cz>")
    assert (found.given_name, found.family_name, found.more) == ("Jan", "Novák", [])
    turned = of(email="Novák Jan <jan@kraj.cz>")
    assert (turned.given_name, turned.family_name) == ("Jan", "Novák")
    named = of(family_name="Malá", email="Jan Novák <jan@kraj.cz>")
    assert (named.family_name, named.more) == ("Malá", [("", "email: Jan Novák <jan@kraj.cz>")])


@pytest.mark.parametrize(
    ("whole", "name", "post"),
    [
        ("Jan Novák, starosta", ("Jan", "Novák"), "starosta"),
        ("Ing. Jana Malá, Ph.D., vedoucí odboru", ("Jana", "Malá"), "vedoucí odboru"),
        ("Novák, Jan", ("Jan", "Novák"), ""),
        ("Starosta, Jan", ("Jan", "Starosta"), ""),
    ],
)
def test_a_post_behind_a_whole_name(whole: str, name: tuple[str, str], post: str) -> None:
    found = of(formatted_name=whole, organisation="Obec")
    assert (found.given_name, found.family_name, found.post) == (*name, post)
    assert found.title_after == ("Ph.D." if "Ph.D." in whole else "")
