from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserError
from app.rules import identifiers

Check = Callable[[str], str]


def refuses(check: Check, text: str) -> bool:
    try:
        check(text)
    except UserError:
        return True
    return False


@given(st.text(alphabet="0123456789CZDEATU@.+- ab\xa0", max_size=16))
def test_tax_numbers_and_mails_are_normalised_or_refused(text: str) -> None:
    for check in (identifiers.dic, identifiers.email):
        if not refuses(check, text):
            assert check(check(text)) == check(text)


@given(st.text(alphabet="0123456789abcdefghijklmnopqrstuvwxyz", min_size=7, max_size=7))
def test_seven_letters_and_digits_make_a_data_box_in_any_case(text: str) -> None:
    assert identifiers.data_box(text) == identifiers.data_box(text.upper()) == text


@given(st.text(alphabet="0123456789abcxyz", max_size=12).filter(lambda text: len(text) != 7))
def test_any_other_length_makes_none(text: str) -> None:
    assert refuses(identifiers.data_box, text)


@given(st.integers(2, 7), st.integers(0, 99_999_999))
def test_a_czech_phone_is_stored_once_however_it_is_written(first: int, rest: int) -> None:
    digits = f"{first}{rest:08d}"
    spaced = f"{digits[:3]} {digits[3:6]}\xa0{digits[6:]}"
    for typed in (digits, spaced, f"+420{digits}", f"00420 {spaced}", f"tel. {spaced}"):
        assert identifiers.phone(typed) == f"+420{digits}"
    assert identifiers.phone(identifiers.show_phone(f"+420{digits}")) == f"+420{digits}"


@pytest.mark.parametrize("text", ["²5", "7089²156", "²²²²²²²²"])
def test_superscript_digits_are_refused(text: str) -> None:
    assert refuses(identifiers.ico, text)


def test_digits_of_other_scripts_are_refused_or_brought_to_one_form() -> None:
    text = "٧٠٨٩٢١٥6"
    assert refuses(identifiers.ico, text) or identifiers.ico(text) == "70892156"


@pytest.mark.parametrize("text", ["475 657 111 tel", "475 657 111 byt"])
def test_words_after_a_phone_do_not_become_digits(text: str) -> None:
    assert refuses(identifiers.phone, text) or identifiers.phone(text) == "+420475657111"


@pytest.mark.parametrize("text", ["475 657 111 ext. 12", "475 657 111 #12", "475 657 111 kl. 12"])
def test_an_extension_is_kept_or_refused_never_lost(text: str) -> None:
    lost = ("+420475657111", "+42047565711112")
    assert refuses(identifiers.phone, text) or identifiers.phone(text) not in lost


@pytest.mark.parametrize("text", ["475 657 1111", "475657111/2"])
def test_a_czech_phone_has_nine_digits(text: str) -> None:
    assert refuses(identifiers.phone, text)


@pytest.mark.parametrize("text", ["https://.", "https://..", "https://kr..cz", "https://a\x00.cz"])
def test_a_host_without_a_name_is_no_web_address(text: str) -> None:
    assert refuses(identifiers.url, text)


def test_a_greek_tax_number_has_one_form() -> None:
    assert identifiers.dic("GR094259216") == identifiers.dic("EL094259216")
