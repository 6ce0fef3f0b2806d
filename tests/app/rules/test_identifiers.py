from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserError
from app.rules import identifiers

Check = Callable[[str], str]


@pytest.mark.parametrize(
    ("check", "typed", "stored"),
    [
        (identifiers.ico, "70892156", "70892156"),
        (identifiers.ico, " 708 92 156 ", "70892156"),
        (identifiers.ico, "64581", "00064581"),
        (identifiers.dic, "CZ70892156", "CZ70892156"),
        (identifiers.dic, "70892156", "CZ70892156"),
        (identifiers.data_box, "T9ZBSVA", "t9zbsva"),
        (identifiers.phone, "475 657 111", "+420475657111"),
        (identifiers.phone, "00420 475 657 111", "+420475657111"),
        (identifiers.phone, "+49 351 564 0", "+493515640"),
        (identifiers.phone, "602 123 456 kl. 12", "+420602123456;ext=12"),
        (identifiers.phone, "475 657 111, linka 320", "+420475657111;ext=320"),
        (identifiers.phone, "tel.: 475657111 l.5", "+420475657111;ext=5"),
        (identifiers.phone, "+49 351 564-0 Durchwahl 1234", "+493515640;ext=1234"),
        (identifiers.phone, "+44 20 7946 0018 ext. 7", "+442079460018;ext=7"),
        (identifiers.phone, "602123456x12", "+420602123456;ext=12"),
        (identifiers.email, "Jana.Novakova@Example.CZ", "Jana.Novakova@example.cz"),
        (identifiers.url, "www.kr-ustecky.cz", "https://www.kr-ustecky.cz"),
        (identifiers.url, "http://example.cz/a?b=1", "http://example.cz/a?b=1"),
    ],
)
def test_good_ones_are_brought_to_one_form(check: Check, typed: str, stored: str) -> None:
    assert check(typed) == stored
    assert check(stored) == stored


@pytest.mark.parametrize(
    ("check", "typed"),
    [
        (identifiers.ico, "70892157"),
        (identifiers.ico, "708921560"),
        (identifiers.ico, "abc"),
        (identifiers.dic, "CZ123"),
        (identifiers.dic, "XX70892156"),
        (identifiers.data_box, "t9zbsv"),
        (identifiers.data_box, "t9zbsvá"),
        (identifiers.phone, "12"),
        (identifiers.phone, "zavolejte"),
        (identifiers.phone, "kl. 12"),
        (identifiers.phone, "602 123 456 kl."),
        (identifiers.email, "jana.example.cz"),
        (identifiers.email, "jana@"),
        (identifiers.url, "javascript:alert(1)"),
        (identifiers.url, "kraj"),
        (identifiers.url, "https://a b.cz"),
    ],
)
def test_bad_ones_are_refused_with_what_was_typed(check: Check, typed: str) -> None:
    with pytest.raises(UserError) as refused:
        check(typed)
    assert refused.value.values["text"] == typed


@given(st.integers(0, 9_999_999))
def test_exactly_one_check_digit_makes_a_company_number(number: int) -> None:
    good = []
    for digit in range(10):
        text = f"{number:07d}{digit}"
        try:
            good.append(identifiers.ico(text))
        except UserError:
            continue
    assert len(good) == 1


@given(st.text(max_size=40))
def test_any_text_is_normalised_or_refused(text: str) -> None:
    for check in (identifiers.ico, identifiers.data_box, identifiers.url, identifiers.phone):
        try:
            found = check(text)
        except UserError:
            continue
        assert check(found) == found


def test_phones_are_shown_as_people_read_them() -> None:
    assert identifiers.show_phone("+420475657111").replace("\xa0", " ") == "+420 475 657 111"
    assert identifiers.show_phone("klapka 5") == "klapka 5"
    extended = identifiers.show_phone("+420602123456;ext=12").replace("\xa0", " ")
    assert extended == "+420 602 123 456 ext. 12"
    at_home = identifiers.show_phone("+420602123456;ext=12", at_home=True)
    assert at_home.replace("\xa0", " ") == "602 123 456 kl. 12"


@pytest.mark.parametrize(
    ("kind", "typed", "found"),
    [
        ("email", "475 657 111", ("phone", "+420475657111")),
        ("email", "602 123 456 kl. 12", ("mobile", "+420602123456;ext=12")),
        ("phone", "jana@kraj.cz", ("email", "jana@kraj.cz")),
        ("mobile", "jana@kraj.cz", ("email", "jana@kraj.cz")),
        ("email", "jana@kraj.cz", ("email", "jana@kraj.cz")),
        ("fax", "475 657 111", ("fax", "+420475657111")),
        ("other", "cokoli", ("other", "cokoli")),
    ],
)
def test_a_detail_under_the_wrong_kind_is_taken_for_what_it_is(
    kind: str, typed: str, found: tuple[str, str]
) -> None:
    assert identifiers.recognised(kind, typed) == found


@pytest.mark.parametrize(("kind", "typed"), [("email", "zavolejte"), ("phone", "jana@")])
def test_a_detail_that_is_nothing_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(UserError):
        identifiers.recognised(kind, typed)


def test_czech_numbers_need_no_country_code_at_home() -> None:
    def shown(value: str) -> str:
        return identifiers.show_phone(value, at_home=True).replace("\xa0", " ")

    assert shown("+420475657111") == "475 657 111"
    assert shown("+493515640") == identifiers.show_phone("+493515640").replace("\xa0", " ")
    assert shown("klapka 5") == "klapka 5"


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [("fax", "475 657 111", "+420475657111"), ("email", "A@Kraj.cz", "A@kraj.cz"),
     ("web", "kraj.cz", "https://kraj.cz"), ("data_box", "T9ZBSVA", "t9zbsva"),
     ("other", " x ", " x ")],
)  # fmt: skip
def test_a_contact_detail_is_checked_by_its_kind(kind: str, typed: str, stored: str) -> None:
    assert identifiers.contact_detail(kind, typed) == stored
    if kind != "other":
        with pytest.raises(UserError):
            identifiers.contact_detail(kind, "?")
