from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.days.partial_dates import PartialDate
from app.rules.people import likeness
from app.rules.people.likeness import (
    Traits,
    compare,
    distance,
    is_office_address,
    keys,
    organisation,
    person,
)


def score(a: Traits, b: Traits) -> int:
    found = compare(a, b)
    assert compare(b, a) == found
    return found.score


def messages(a: Traits, b: Traits) -> list[str]:
    return [message for message, _ in compare(a, b).reasons]


def are_compared(a: Traits, b: Traits) -> bool:
    return bool(keys(a) & keys(b))


# --- names of people -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Jan", "Novák"), ("JAN", "NOVAK")),
        (("Jan", "Novák"), ("Novák", "Jan")),
        (("Jan", "Novák"), ("Ing. Jan", "Novák, Ph.D.")),
        (("Jürgen", "Müller"), ("Juergen", "Mueller")),
        (("Jürgen", "Müller"), ("Jurgen", "Muller")),
        (("Hans", "Großmann"), ("Hans", "Grossmann")),
        (("Marie-Luise", "Kraft"), ("Marieluise", "Kraft")),
        (("Taras", "Ševčenko"), ("Тарас", "Шевченко")),
        (("Taras", "Shevchenko"), ("Тарас", "Шевченко")),
        (("Taras", "Schewtschenko"), ("Тарас", "Шевченко")),
        (("Yurii", "Honcharenko"), ("Юрій", "Гончаренко")),
        (("Jurij", "Hončarenko"), ("Юрій", "Гончаренко")),
        (("Marjana", "Holovko"), ("Мар'яна", "Головко")),
        (("Đorđe", "Đukić"), ("Ђорђе", "Ђукић")),
        (("Sergej", "Gusev"), ("Сергей", "Гусев")),
    ],
)
def test_the_same_name_in_another_spelling(one: tuple[str, str], other: tuple[str, str]) -> None:
    a, b = person(*one), person(*other)
    assert score(a, b) == 60
    assert messages(a, b) == [likeness.SAME_NAME]
    assert are_compared(a, b)


def test_a_name_in_its_own_script_counts() -> None:
    assert score(person("T.", "S.", "Тарас Шевченко"), person("Taras", "Shevchenko")) == 60


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Zdeněk", "Kratochvíl"), ("Zdenek", "Kratochvill")),
        (("Miroslav", "Dvořáček"), ("Miroslva", "Dvořáček")),
        (("Magdalena", "Vodrážková"), ("Magdalena", "Vodážková")),
        (("Procházková", "Lucie"), ("Lucie", "Prohcázková")),
    ],
)
def test_a_slip_of_the_pen_is_seen(one: tuple[str, str], other: tuple[str, str]) -> None:
    a, b = person(*one), person(*other)
    assert messages(a, b) == [likeness.NEAR_NAME]
    assert 40 < score(a, b) < 60
    assert are_compared(a, b)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Jan", "Novák"), ("Johann", "Novák")),
        (("Jan", "Novák"), ("Jana", "Nováková")),
        (("Jan", "Novák"), ("Honza", "Novák")),
        (("Petr", "Dvořák"), ("Petra", "Dvořák")),
        (("Hana", "Malá"), ("Jana", "Malá")),
        (("Eva", "Nová"), ("Iva", "Nová")),
        (("Jan", "Starý"), ("Petr", "Veselý")),
    ],
)
def test_other_names_are_other_names(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert score(person(*one), person(*other)) == 0


def test_a_longer_slip_counts_less() -> None:
    long = score(person("Magdalena", "Vodrážková"), person("Magdalena", "Vodážková"))
    short = score(person("Jan", "Kolář"), person("Jan", "Kovář"))
    assert short < 45 < long


def test_a_part_of_a_name_and_initials() -> None:
    full, short = person("Anna Marie", "Novotná"), person("Anna", "Novotná")
    assert messages(full, short) == [likeness.PART_OF_NAME]
    assert score(full, short) == 50
    assert are_compared(full, short)
    assert messages(person("J.", "Novák"), person("Jan", "Novák")) == [likeness.INITIALS]
    assert score(person("", "Novák"), person("Jan", "Novák")) == 0
    assert score(person("", "Novák"), person("", "Novák")) == 40


# --- what else people have in common -------------------------------------------------------------


def test_a_personal_e_mail_is_strong_and_that_of_an_office_is_not() -> None:
    mine = person("Jan", "Novák", emails=["Jan.Novak@kraj.cz"])
    assert score(mine, person("Jan", "Novák", emails=["jan.novak@KRAJ.cz "])) == 100
    assert score(mine, person("Petr", "Starý", emails=["jan.novak@kraj.cz"])) == 50
    office = person("Jan", "Novák", emails=["info@kraj.cz"])
    other = person("Petr", "Starý", emails=["info@kraj.cz"])
    assert messages(office, other) == [likeness.OTHER_NAME, likeness.SAME_OFFICE_EMAIL]
    assert score(office, other) == 0
    assert not are_compared(office, other)


@pytest.mark.parametrize(
    "address",
    ["info@a.cz", "podatelna@a.cz", "e-podatelna@a.cz", "no-reply@a.cz", "info2@a.cz",
     "sekretariat.hejtmana@a.cz", "Office@a.eu", "poststelle@a.de", "urząd@a.pl"],
)  # fmt: skip
def test_addresses_of_offices(address: str) -> None:
    assert is_office_address(address)


@pytest.mark.parametrize(
    "address", ["jan.novak@a.cz", "novak@a.cz", "informatik@a.cz", "j.urad@a.cz", "jn2@a.cz"]
)
def test_addresses_of_people(address: str) -> None:
    assert not is_office_address(address)


def test_colleagues_share_an_office_and_are_two() -> None:
    shared: dict[str, Any] = {
        "phones": ["+420 475 657 111"],
        "emails": ["info@kraj.cz"],
        "organisations": ["Ústecký kraj"],
    }
    a, b = person("Jan", "Novák", **shared), person("Petr", "Starý", **shared)
    assert score(a, b) < 45
    assert not are_compared(a, b)
    assert score(a, person("Jan", "Novák", phones=["475657111"])) == 80
    assert score(a, person("Jan", "Novák", phones=["00420475657111"])) == 80
    assert score(a, person("Jan", "Novák", organisations=["USTECKY KRAJ"])) == 80


def test_birthdays_speak_for_and_against() -> None:
    known = person("Jan", "Novák", birthday="1970-05-01")
    assert compare(known, known).reasons[1] == (
        likeness.SAME_BIRTHDAY,
        {"day": PartialDate(1970, 5, 1)},
    )
    assert score(known, known) == 85
    assert score(known, person("Jan", "Novák", birthday="1970")) == 60
    assert score(known, person("Jan", "Novák", birthday="unknown")) == 60
    assert score(known, person("Jan", "Novák", birthday="1971")) == 20
    assert score(known, person("Jan", "Novák", birthday="1. 5. 1970")) == 60


# --- organisations -------------------------------------------------------------------------------


def test_the_company_number_decides() -> None:
    kraj = organisation(["Ústecký kraj"], ico="70892156")
    office = organisation(["Krajský úřad"], ico="708 921 56")
    assert score(kraj, office) == 95
    assert are_compared(kraj, office)
    other = organisation(["Ústecký kraj"], ico="00000001", emails=["a@b.cz"], website="kraj.cz")
    same = organisation(["Ústecký kraj"], ico="1", emails=["a@b.cz"], website="kraj.cz")
    assert score(other, same) == 100
    assert score(other, organisation(["Ústecký kraj"], ico="2", emails=["a@b.cz"])) == 30


def test_names_of_organisations() -> None:
    assert score(organisation(["Sdružení Bílina, z. s."]), organisation(["Sdružení Bílina"])) == 70
    form = organisation(["Bílina s.r.o."]), organisation(["Bílina, a.s."])
    assert messages(*form) == [likeness.OTHER_FORM]
    assert score(*form) == 55
    saxony = organisation(["Svobodný stát Sasko", "Freistaat Sachsen"])
    assert score(saxony, organisation(["Freistaat Sachsen"])) == 70
    assert score(organisation(["Škola 1"]), organisation(["Škola 2"])) == 0
    near = organisation(["Univerzita Pardubice"]), organisation(["Univerzita Padubice"])
    assert messages(*near) == [likeness.NEAR_NAME]
    assert are_compared(*near)
    part = organisation(["Hospodářská komora Děčín"]), organisation(["Hospodářská komora"])
    assert score(*part) == 35


def test_countries_and_parents_tell_organisations_apart() -> None:
    czech = organisation(["Ministerstvo kultury"], country="CZ")
    assert score(czech, organisation(["Ministerstvo kultury"], country="SK")) == 45
    first = organisation(["Odbor kultury"], parent=["Ústecký kraj"])
    second = organisation(["Odbor kultury"], parent=["Liberecký kraj"])
    assert messages(first, second) == [likeness.SAME_NAME, likeness.OTHER_ORGANISATION]


def test_other_signs_of_organisations() -> None:
    a = organisation(
        ["A"], data_box="9gsbhaj", website="https://www.kraj.cz/x", phones=["475657111"]
    )
    b = organisation(["B"], data_box="9GSBHAJ", website="http://kraj.cz", phones=["+420475657111"])
    assert messages(a, b) == [likeness.SAME_DATA_BOX, likeness.SAME_WEBSITE, likeness.SAME_PHONE]
    assert score(a, b) == 100


def test_a_person_is_no_organisation() -> None:
    assert compare(person("", "Bílina"), organisation(["Bílina"])) == likeness.Likeness(0)


# --- properties ----------------------------------------------------------------------------------

WORDS = st.text(alphabet=string.ascii_lowercase, min_size=4, max_size=12)


@st.composite
def alike(draw: st.DrawFn, base: list[str]) -> str:
    """Some words of a name in any order: slips, initials, words more and words less."""
    words = []
    for right in draw(st.permutations(base)):
        word = right
        kind = draw(st.sampled_from(["same", "same", "slip", "slips", "initial", "gone", "twice"]))
        for _ in range({"slip": 1, "slips": 2}.get(kind, 0)):
            at = draw(st.integers(0, len(word) - 1))
            word = draw(
                st.sampled_from(
                    [
                        word[:at] + word[at + 1 :],
                        word[:at] + "x" + word[at:],
                        word[:at] + "x" + word[at + 1 :],
                        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
                    ]
                )
            )
        words += {"initial": [word[:1]], "gone": [], "twice": [word, "karel"]}.get(kind, [word])
    return " ".join(words)


NAMES_ALIKE = st.sampled_from(
    [["jaroslav", "novotny"], ["bartholomea", "konstantinopolska"], ["anna", "marie", "svobodova"],
     ["odbor", "kultury", "krajskeho", "uradu"], ["jan", "li"], ["rada"]]
)  # fmt: skip


@given(st.data())
def test_whoever_is_alike_is_compared(data: st.DataObject) -> None:
    base = data.draw(NAMES_ALIKE)
    is_person = data.draw(st.booleans())
    both = []
    for _ in range(2):
        name = data.draw(alike(base).filter(bool))
        shared: dict[str, Any] = {
            "emails": data.draw(st.sampled_from([[], ["info@x.cz"]])),
            "phones": data.draw(st.sampled_from([[], ["475657111"]])),
        }
        if is_person:
            shared["birthday"] = data.draw(st.sampled_from(["", "1970", "1970-05-01"]))
            shared["organisations"] = data.draw(st.sampled_from([[], ["Kraj"]]))
            both.append(person("", name, **shared))
        else:
            shared["website"] = data.draw(st.sampled_from(["", "x.cz"]))
            both.append(organisation([name], **shared))
    if score(*both) >= 45:
        assert are_compared(*both)


NAMES = st.text(alphabet="aábcčďeéíjklmnňoöřsštüyýžß-. Јш", max_size=12)
PEOPLE = st.builds(
    person,
    NAMES,
    NAMES,
    NAMES,
    emails=st.lists(st.sampled_from(["a@x.cz", "info@x.cz", "b@x.cz"]), max_size=2),
    phones=st.lists(st.sampled_from(["475657111", "+49351123456"]), max_size=2),
    birthday=st.sampled_from(["", "1970", "1970-05", "1970-05-01", "1971-01-01", "unknown"]),
    organisations=st.lists(NAMES, max_size=2),
)
BODIES = st.builds(
    organisation,
    st.lists(NAMES, max_size=3),
    emails=st.lists(st.sampled_from(["a@x.cz", "info@x.cz"]), max_size=2),
    ico=st.sampled_from(["", "70892156", "1"]),
    country=st.sampled_from(["", "CZ", "DE"]),
    website=st.sampled_from(["", "www.x.cz"]),
)


@given(st.one_of(st.tuples(PEOPLE, PEOPLE), st.tuples(BODIES, BODIES), st.tuples(PEOPLE, BODIES)))
def test_the_order_of_two_does_not_matter_and_scores_have_reasons(
    pair: tuple[Traits, Traits],
) -> None:
    a, b = pair
    found = compare(a, b)
    assert compare(b, a) == found
    assert 0 <= found.score <= 100
    assert found.reasons or found.score == 0
    for message, values in found.reasons:
        assert message.format(**values)


@given(st.one_of(PEOPLE, BODIES))
def test_nobody_is_more_like_somebody_than_he_is_himself(traits: Traits) -> None:
    if traits.names:
        assert compare(traits, traits).score >= 40
        assert keys(traits)


@given(WORDS, WORDS, st.data())
def test_a_name_with_one_slip_is_compared(
    given_name: str, family: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(family) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    slips = [
        family[:at] + family[at + 1 :],
        family[:at] + letter + family[at:],
        family[:at] + letter + family[at + 1 :],
        family[:at] + family[at : at + 2][::-1] + family[at + 2 :],
    ]
    for wrong in slips:
        assert distance(family, wrong) <= 1
        if len(wrong) > 3:
            assert are_compared(person(given_name, family), person(given_name, wrong))


@given(WORDS, WORDS)
def test_the_distance_is_one(a: str, b: str) -> None:
    assert distance(a, b) == distance(b, a) <= max(len(a), len(b))
    assert (distance(a, b) == 0) == (a == b)
    assert distance(a, a + b) == len(b)


def test_who_has_married_is_likelier_than_a_bare_namesake() -> None:
    phone, day = ["+420602123456"], "1980-05-01"
    before = likeness.person("Eva", "Nová", phones=phone, birthday=day)
    after = likeness.person("Eva", "Malá", phones=phone, birthday=day)
    bare = likeness.compare(likeness.person("Jan", "Novák"), likeness.person("Jan", "Novák"))
    assert likeness.compare(before, after).score > bare.score
    assert likeness.keys(before) & likeness.keys(after)
    other = likeness.person("Petr", "Malý", phones=phone, birthday=day)
    assert likeness.compare(before, other).score < bare.score
