from __future__ import annotations

import unicodedata

import czech_sort
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.people.names import genitive, person_name, sort_key

ELSEWHERE = set("ßẞđĐðÐæÆœŒþÞħĦıїЇґҐђЂєЄѕЅіІꙇꙆјЈљЉњЊћЋџЏ")
"""Letters that stand where those who have them look for them, not where the library has them."""
LETTERS = st.text(alphabet="aábcčdďeéěfghiíjklmnňoópqrřsštťuúůvwxyýzžäöüßłóńABCČCH ", max_size=12)


@given(st.text(max_size=30) | LETTERS)
def test_the_stored_key_is_that_of_the_library(text: str) -> None:
    if not set(unicodedata.normalize("NFC", text)) & ELSEWHERE:
        assert sort_key(text) == czech_sort.bytes_key(text)


def test_czech_order() -> None:
    names = ["Žák", "Zeman", "Chalupa", "Hora", "Ivan", "Čech", "Cvrček", "Řehoř", "Rus", "Dvořák"]
    assert sorted(names, key=sort_key) == [
        "Cvrček", "Čech", "Dvořák", "Hora", "Chalupa", "Ivan", "Rus", "Řehoř", "Zeman", "Žák",
    ]  # fmt: skip


def test_ch_is_one_letter_in_czech_only() -> None:
    names = ["Čína", "Chile", "Cypern", "Hongkong", "China", "Griechenland"]
    assert sorted(names, key=sort_key) == [
        *("Cypern", "Čína", "Griechenland", "Hongkong", "Chile", "China"),
    ]
    assert sorted(names, key=lambda name: sort_key(name, czech=False)) == [
        *("Chile", "China", "Cypern", "Čína", "Griechenland", "Hongkong"),
    ]


def test_accents_decide_only_between_equal_letters() -> None:
    assert sorted(["Máma", "Mama", "Mamaa"], key=sort_key) == ["Mama", "Máma", "Mamaa"]


@given(LETTERS, LETTERS)
def test_two_texts_have_one_key_only_if_they_are_one(one: str, other: str) -> None:
    if sort_key(one) == sort_key(other):
        assert " ".join(one.split()) == " ".join(other.split())


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Ing.", "Jana", "Nováková", "Ph.D."), "Ing. Jana Nováková, Ph.D."),
        (("", "Jana", "Nováková", ""), "Jana Nováková"),
        (("Dr.", "", "Astern", ""), "Dr. Astern"),
    ],
)
def test_full_names(parts: tuple[str, str, str, str], name: str) -> None:
    assert person_name(*parts) == name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ústecký kraj", "Ústeckého kraje"),
        ("Moravskoslezský kraj", "Moravskoslezského kraje"),
        ("Kraj Vysočina", "Kraje Vysočina"),
        ("Hlavní město Praha", None),
        ("", None),
    ],
)
def test_the_genitive_of_a_region(name: str, expected: str | None) -> None:
    assert genitive(name) == expected
