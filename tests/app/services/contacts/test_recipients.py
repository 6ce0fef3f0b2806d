from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.store import Store
from app.i18n import Language
from app.rules.people.salutation import GENDER_UNKNOWN, OWN_AMBASSADOR
from app.services.contacts import recipients as module
from app.services.contacts.recipients import (
    ADDRESS_INCOMPLETE,
    ARCHIVED,
    HOME_ADDRESS,
    NO_ADDRESS,
    ORGANISATION_IN_CZECH,
    POST_IN_CZECH,
    Recipient,
    main_position,
    recipients,
)
from tests.factories import make

ON = date(2027, 5, 1)
STREET = {"street": "Hlavní 1", "postal_code": "40001", "city": "Ústí nad Labem", "country": "CZ"}


def one(store: Store, person_id: str, **options: Any) -> Recipient:
    with store.reading() as connection:
        (found,) = recipients(connection, [person_id], on=ON, **options)
    return found


def posted(store: Store, person: dict[str, Any], post: str, **organisation: Any) -> str:
    """A person with a post in an organisation."""
    person_id = make(store, "person", **person)
    organisation_id = make(store, "organisation", **{"country": "CZ", **organisation})
    make(store, "position", person_id=person_id, organisation_id=organisation_id, title_cs=post)
    return person_id


def seat(store: Store, person_id: str, **values: Any) -> str:
    """Give the organisation of a person's post an address."""
    with store.reading() as connection:
        (organisation_id,) = connection.execute(
            "SELECT organisation_id FROM position WHERE person_id = ?", (person_id,)
        ).fetchone()
    defaults = {"organisation_id": organisation_id, "kind": "seat", **STREET}
    return make(store, "address", **{**defaults, **values})


def test_a_person_in_an_office(store: Store) -> None:
    person = posted(
        store,
        {"title_before": "Ing.", "family_name": "Novák", "given_name": "Jan", "gender": "male"},
        "hejtman Ústeckého kraje",
        name_cs="Ústecký kraj",
        country="CZ",
    )
    seat(store, person)
    make(store, "contact_point", person_id=person, kind="email", value="jan.novak@example.cz")
    make(store, "contact_point", person_id=person, kind="mobile", value="+420601234567")
    make(store, "contact_point", person_id=person, kind="phone", value="+420475657111")
    found = one(store, person)
    assert found.language is Language.CS
    assert found.name == "Ing. Jan Novák"
    assert found.salutation == "Vážený pane hejtmane,"
    assert found.post == "hejtman Ústeckého kraje"
    assert found.organisation == "Ústecký kraj"
    assert found.address_lines == (
        "Vážený pan",
        "Ing. Jan Novák",
        "hejtman Ústeckého kraje",
        "Ústecký kraj",
        "Hlavní 1",
        "400 01 Ústí nad Labem",
    )
    assert found.email == "jan.novak@example.cz"
    assert found.phone.replace("\N{NO-BREAK SPACE}", " ") == "+420 475 657 111"
    assert (found.gender, found.doubts, found.missing) == ("male", (), ())


def test_in_the_order_asked_for_each_once_and_none_unknown(store: Store) -> None:
    first, second = make(store, "person"), make(store, "person")
    with store.reading() as connection:
        found = recipients(connection, [second, "nobody", first, second], on=ON)
        assert recipients(connection, [], on=ON) == []
    assert [item.person_id for item in found] == [second, first]


def test_many_people_are_read_with_few_statements(store: Store) -> None:
    ids = [posted(store, {"family_name": f"Osoba {n}"}, "radní") for n in range(12)]
    statements: list[str] = []
    with store.reading() as connection:
        recipients(connection, ids[:1], on=ON)
        connection.set_trace_callback(statements.append)
        recipients(connection, ids[:2], on=ON)
        few = len(statements)
        recipients(connection, ids, on=ON)
        connection.set_trace_callback(None)
    assert len(statements) - few == few


def test_more_people_than_a_statement_takes(store: Store) -> None:
    person = make(store, "person")
    with store.reading() as connection:
        ids = [f"nobody {number}" for number in range(1200)] + [person]
        assert [item.person_id for item in recipients(connection, ids, on=ON)] == [person]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("cs", "cs"), ("sk", "cs"), ("de", "de"), ("en", "en"), ("fr", "en"), ("pl", "en")],
)
def test_the_language_of_correspondence(store: Store, language: str, expected: str) -> None:
    person = make(store, "person", language=language, nationality="DE")
    assert one(store, person).language == expected


@pytest.mark.parametrize(
    ("country", "expected"), [("CZ", "cs"), ("SK", "cs"), ("AT", "de"), ("PL", "en"), (None, "cs")]
)
def test_without_one_the_nationality_decides(
    store: Store, country: str | None, expected: str
) -> None:
    assert one(store, make(store, "person", nationality=country)).language == expected


def test_then_the_country_that_the_organisation_represents(store: Store) -> None:
    embassy = {"name_cs": "Velvyslanectví", "country": "CZ", "represents_country": "DE"}
    assert one(store, posted(store, {}, "rada", **embassy)).language is Language.DE


def test_then_that_of_the_organisation_then_that_of_the_address(store: Store) -> None:
    assert one(store, posted(store, {}, "radní", country="AT")).language is Language.DE
    person = make(store, "person")
    make(store, "address", person_id=person, kind="postal", **{**STREET, "country": "US"})
    assert one(store, person).language is Language.EN


def test_everything_is_in_the_language_asked_for(store: Store) -> None:
    person = make(store, "person", family_name="Müller", gender="male", given_name="Max")
    office = make(
        store, "organisation", name_cs="Svobodný stát Sasko", name_de="Freistaat Sachsen",
        name_en="Free State of Saxony", country="DE",
    )  # fmt: skip
    make(
        store, "position", person_id=person, organisation_id=office, title_cs="ministr",
        title_de="Staatsminister", title_en="Minister of State",
    )  # fmt: skip
    seat(store, person, street="Archivstraße 1", postal_code="01097", city="Dresden", country="DE")
    english = one(store, person, language=Language.EN)
    assert english.salutation == "Dear Minister,"
    assert (english.post, english.organisation) == ("Minister of State", "Free State of Saxony")
    assert english.address_lines[-2:] == ("01097 DRESDEN", "GERMANY")
    czech = one(store, person, language=Language.CS)
    assert czech.salutation == "Vážený pane ministře,"
    assert czech.address_lines[-1] == "NĚMECKO"
    assert not english.doubts


def test_an_own_salutation_wins(store: Store) -> None:
    person = make(
        store, "person", gender="", salutation_de="Lieber Max,", salutation_cs="Milý Maxi,"
    )
    german = one(store, person, language=Language.DE)
    assert (german.salutation, german.own_salutation) == ("Lieber Max,", True)
    assert german.doubts == ()
    english = one(store, person, language=Language.EN)
    assert not english.own_salutation
    assert GENDER_UNKNOWN in english.doubts


def test_less_formally(store: Store) -> None:
    person = make(store, "person", gender="female", language="cs")
    assert one(store, person).salutation == "Vážená paní Nováková,"
    less = one(store, person, formality="semi_formal")
    assert less.salutation.startswith("Dobrý den")


def test_the_own_ambassador_is_no_excellency(store: Store) -> None:
    person = posted(store, {"gender": "male", "nationality": "CZ"}, "velvyslanec")
    assert OWN_AMBASSADOR in one(store, person).doubts
    other = posted(store, {"gender": "male", "nationality": "SK"}, "velvyslanec")
    assert OWN_AMBASSADOR not in one(store, other).doubts


def test_what_is_not_translated_is_said(store: Store) -> None:
    person = posted(store, {"gender": "female"}, "starostka", name_cs="Město")
    german = one(store, person, language=Language.DE)
    assert (german.post, german.organisation) == ("starostka", "Město")
    assert {POST_IN_CZECH, ORGANISATION_IN_CZECH} <= set(german.doubts)
    assert not one(store, person, language=Language.CS).doubts
    native = posted(store, {"gender": "female"}, "starostka", name_cs="Město", native_name="Miasto")
    found = one(store, native, language=Language.EN)
    assert found.organisation == "Miasto"
    assert ORGANISATION_IN_CZECH not in found.doubts


# Which address


def address_of(store: Store, person: str) -> tuple[str, ...]:
    return one(store, person).address_lines


def test_the_preferred_address_wins_even_the_home_one(store: Store) -> None:
    person = posted(store, {"gender": "female"}, "radní", name_cs="Město")
    seat(store, person)
    make(store, "address", person_id=person, kind="work", **{**STREET, "street": "Úřad 2"})
    home = {**STREET, "street": "Doma 3", "is_primary": 1}
    make(store, "address", person_id=person, kind="home", **home)
    assert address_of(store, person) == (
        "Vážená paní", "Jana Nováková", "Doma 3", "400 01 Ústí nad Labem",
    )  # fmt: skip
    assert HOME_ADDRESS not in one(store, person).doubts


def test_then_work_with_post_and_organisation_then_postal(store: Store) -> None:
    person = posted(store, {"gender": "female"}, "radní", name_cs="Město")
    seat(store, person)
    make(store, "address", person_id=person, kind="postal", **{**STREET, "street": "P. O. Box 1"})
    postal = ("Vážená paní", "Jana Nováková", "P. O. Box 1", "400 01 Ústí nad Labem")
    assert address_of(store, person) == postal
    make(store, "address", person_id=person, kind="work", **{**STREET, "street": "Úřad 2"})
    assert address_of(store, person)[2:5] == ("radní", "Město", "Úřad 2")


def test_then_that_of_the_organisation_before_the_home(store: Store) -> None:
    person = posted(store, {"gender": "female"}, "radní", name_cs="Město")
    make(store, "address", person_id=person, kind="home", **{**STREET, "street": "Doma 3"})
    found = one(store, person)
    assert "Doma 3" in found.address_lines
    assert "Město" not in found.address_lines
    assert HOME_ADDRESS in found.doubts
    seat(store, person)
    assert address_of(store, person)[3:5] == ("Město", "Hlavní 1")
    seat(store, person, kind="postal", street="P. O. Box 9")
    assert address_of(store, person)[4] == "P. O. Box 9"
    seat(store, person, kind="work", street="Pobočka 4", is_primary=1)
    assert address_of(store, person)[4] == "Pobočka 4"


def test_a_department_has_the_address_of_what_it_is_part_of(store: Store) -> None:
    whole = make(store, "organisation", name_cs="Kraj", country="CZ")
    make(store, "address", organisation_id=whole, kind="seat", **STREET)
    middle = make(store, "organisation", name_cs="Úřad", country="CZ", parent_id=whole)
    person = posted(store, {"gender": "female"}, "vedoucí", name_cs="Odbor", parent_id=middle)
    found = one(store, person)
    assert found.organisation == "Odbor"
    assert found.address_lines[3:] == (
        "Odbor", "Úřad", "Kraj", "Hlavní 1", "400 01 Ústí nad Labem",
    )  # fmt: skip
    seat(store, person, street="Jinde 5")
    assert address_of(store, person)[3:5] == ("Odbor", "Jinde 5")


def test_without_any_address_that_is_said(store: Store) -> None:
    person = posted(store, {"gender": "female"}, "radní", name_cs="Město")
    make(store, "address", person_id=person, kind="work", country="CZ")
    found = one(store, person)
    assert found.address_lines == ()
    assert found.name_lines == ("Vážená paní", "Jana Nováková", "radní", "Město")
    assert found.missing == (NO_ADDRESS,)


@pytest.mark.parametrize("name", ["street", "postal_code", "city"])
def test_an_incomplete_address_is_said(store: Store, name: str) -> None:
    person = make(store, "person")
    make(store, "address", person_id=person, kind="work", **{**STREET, name: None})
    assert one(store, person).missing == (ADDRESS_INCOMPLETE,)


def test_some_countries_have_no_postal_codes(store: Store) -> None:
    person = make(store, "person")
    abroad = {**STREET, "postal_code": None, "country": "HK"}
    make(store, "address", person_id=person, kind="work", **abroad)
    assert one(store, person).missing == ()


def test_who_is_in_the_archive_is_marked(store: Store) -> None:
    person = make(store, "person", gender="female", archived_on="2026-01-01")
    assert one(store, person).doubts == (ARCHIVED,)


def test_an_organisation_that_is_part_of_itself_is_no_trap(store: Store) -> None:
    person = posted(store, {}, "radní", name_cs="Kruh")
    with store.writing("Test") as writer:
        writer.connection.execute("UPDATE organisation SET parent_id = id")
    assert one(store, person).organisation == "Kruh"


# Which post


def test_the_main_one_of_the_posts_that_run(store: Store) -> None:
    person = make(store, "person", gender="female")
    office = make(store, "organisation", name_cs="Kraj", country="CZ")
    posts: dict[str, dict[str, Any]] = {
        "bývalá": {"since": "2030", "is_primary": 1},
        "minulá": {"until": "2027-04", "is_primary": 1},
        "starší": {"since": "2019"},
        "novější": {"since": "2024-02", "until": "2027-05"},
        "neznámá": {"since": "unknown"},
        "skončená": {"until": "unknown", "is_primary": 1},
    }
    for title, values in posts.items():
        make(store, "position", person_id=person, organisation_id=office, title_cs=title, **values)
    assert one(store, person).post == "novější"
    make(
        store, "position", person_id=person, organisation_id=office, title_cs="hlavní",
        since="2011", is_primary=1,
    )  # fmt: skip
    assert one(store, person).post == "hlavní"


DAYS = st.one_of(
    st.none(), st.just("unknown"), st.integers(2025, 2029).map(str), st.dates().map(str)
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"since": DAYS, "until": DAYS, "is_primary": st.sampled_from([None, 0, 1])}
    )
)


@given(ROWS)
def test_a_main_position_runs_on_the_day(rows: list[dict[str, Any]]) -> None:
    chosen = main_position(rows, ON)
    running = [row for row in rows if module._runs(row, ON)]
    assert (chosen is None) == (not running)
    if chosen is not None:
        assert chosen in running
        assert chosen["is_primary"] or not any(row["is_primary"] for row in running)
        assert chosen["until"] != "unknown"


def test_the_sample_data_can_be_written_to(loaded: Store) -> None:
    with loaded.reading() as connection:
        ids = [key for (key,) in connection.execute("SELECT id FROM person").fetchall()]
        for language in (None, *Language):
            for found in recipients(connection, ids, on=ON, language=language):
                assert found.salutation.endswith(",")
                assert found.name
                assert bool(found.address_lines) == (NO_ADDRESS not in found.missing)


def test_a_letter_calls_an_office_by_the_name_it_has_in_its_own_language() -> None:
    from app.services.contacts.recipients import _office as office

    post = {"title_cs": "starosta okresu", "title_de": "Landrat", "title_en": "Head of the County"}
    assert office(post, Language.DE) == "landrat"
    assert office(post, Language.CS) == "starost"
    assert office(post, Language.EN) == ""  # nobody is addressed as the head of a county
    post = {"title_cs": "velvyslanec", "title_de": "", "title_en": "Head of Mission"}
    assert office(post, Language.EN) == "ambassador"  # an Excellency is one in every language
    assert office({"title_cs": "hejtman", "title_de": None, "title_en": ""}, Language.DE) == (
        "governor"
    )
