from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.folding import fold


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cerny", "Černý"),
        ("strasse", "Straße"),
        ("lodz", "Łódź"),
        ("uzhorod", "Užhorod"),
        ("ужгород", "Ужгород"),
        ("soren", "Søren"),
        ("durdevac", "Đurđevac"),
        ("muller", "Müller"),
        ("l z s", "L/Z-S"),
    ],
)
def test_search_is_blind_to_case_and_diacritics(typed: str, found: str) -> None:
    assert fold(found) == typed


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30))
def test_capitals_are_found_as_small_letters(text: str) -> None:
    assert fold(text.upper().lower()) == fold(text.upper())


@pytest.mark.parametrize("between", [" ", "\n", ". "])
def test_a_long_text_is_folded_as_a_short_one_is(between: str) -> None:
    words = ["Příliš", "žluťoučký", "kůň", "Straße", "Łódź"]
    folded = ["prilis", "zlutoucky", "kun", "strasse", "lodz"]
    assert fold(between.join(words * 3_000)).split()[:: len(words)] == ["prilis"] * 3_000
    assert fold(" ".join(words * 3_000)) == " ".join(folded * 3_000)


def test_a_long_word_is_folded_too() -> None:
    assert fold("Á" * 70_000).replace(" ", "") == "a" * 70_000
