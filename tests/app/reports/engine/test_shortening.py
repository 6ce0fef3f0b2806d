from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.engine.shortening import dealt, most_room, sentences

LISTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9), min_size=1)


@given(LISTS, st.integers(0, 40))
def test_what_is_dealt_is_wanted_and_fills_the_room(wanted: dict[str, int], room: int) -> None:
    given_ = dealt(wanted, room, {})
    assert all(given_[name] <= most for name, most in wanted.items())
    assert sum(given_.values()) == min(room, sum(wanted.values()))
    short = [given_[name] for name, most in wanted.items() if given_[name] < most]
    assert not short or max(short) - min(short) <= 1  # no long list crowds out a short one


def test_the_first_list_comes_first_and_the_least_is_kept() -> None:
    assert dealt({"a": 5, "b": 5}, 3, {}) == {"a": 2, "b": 1}
    assert dealt({"a": 5, "b": 5}, 3, {"b": 3}) == {"a": 0, "b": 3}


@given(st.integers(0, 200), st.integers(0, 200))
def test_the_most_that_fits_is_found(total: int, holds: int) -> None:
    assert most_room(total, lambda room: room <= holds) == max(0, min(holds, total - 1))


@pytest.mark.parametrize(
    ("note", "parts"),
    [
        ("", []),
        ("Jedna. Dvě!  Tři?", ["Jedna.", "Dvě!", "Tři?"]),
        ("řádek\n\ndalší", ["řádek", "další"]),
    ],
)
def test_a_note_is_cut_after_a_sentence_or_a_line(note: str, parts: list[str]) -> None:
    assert sentences(note) == parts
