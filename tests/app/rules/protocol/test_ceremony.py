from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol.ceremony import EU, REGION, STATE, Flag, flag_row, flags, originals, seats


@pytest.mark.parametrize(
    ("guests", "order"),
    [
        ([], ["H"]),
        (["a"], ["a", "H"]),  # at the right hand of the host
        (["a", "b"], ["a", "H", "b"]),
        (["a", "b", "c"], ["c", "a", "H", "b"]),
    ],
)
def test_the_guest_of_honour_sits_right_of_the_host(guests: list[str], order: list[str]) -> None:
    assert seats("H", guests) == order


@pytest.mark.parametrize(
    ("others", "order"),
    [
        ("", "1"),
        ("A", "1A"),  # § 8 a): left
        ("AB", "A1B"),  # § 8 b): in the middle
        ("ABC", "B1AC"),  # § 8 c): the left one of the middle pair
        ("ABCD", "CA1BD"),
        ("ABCDE", "1ABCDE"),  # more than five: first
    ],
)
def test_the_czech_flag_has_the_place_of_honour(others: str, order: str) -> None:
    assert flags(list(others), "1") == list(order)


@given(st.lists(st.integers(1, 40), unique=True))
def test_nobody_is_lost(guests: list[int]) -> None:
    assert sorted(seats(0, guests)) == sorted([0, *guests])
    assert sorted(flags(guests, 0)) == sorted([0, *guests])


@given(st.lists(st.integers(1, 40), unique=True, min_size=1, max_size=4))
def test_the_place_of_honour_is_never_right_of_the_middle(others: list[int]) -> None:
    row = flags(others, 0)
    assert row.index(0) == (len(row) - 1) // 2


def test_originals() -> None:
    assert originals(2, 2) == 4
    assert originals(3, 1) == 3
    assert originals(2, 0) == 2


def test_flags_of_states_go_by_law_and_others_follow_in_the_given_order() -> None:
    others = [Flag(REGION, "Ústecký kraj"), Flag(EU)]
    assert flag_row(["DE", "PL"], "CZ", others) == [
        Flag(STATE, "DE"),
        Flag(STATE, "CZ"),
        Flag(STATE, "PL"),
        *others,
    ]
    assert flag_row([], "CZ", []) == [Flag(STATE, "CZ")]
