from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol.interpreting import Gap, Speaker, Talk, gaps

CODES = st.sampled_from(["cs", "de", "en", "uk"])
SPEAKERS = st.builds(
    Speaker,
    st.lists(CODES, max_size=3, unique=True).map(tuple),
    st.sampled_from(["guest", "host", ""]),
)


def test_two_sides_without_a_common_language_need_somebody_between() -> None:
    people = [Speaker(("cs",), "host"), Speaker(("uk", "en"), "guest")]
    assert gaps([Talk("a", people)]) == [Gap("a", "cs", "uk")]
    assert gaps([Talk("a", people, [frozenset({"cs", "uk"})])]) == []
    assert gaps([Talk("a", people, [frozenset({"cs"}), frozenset({"uk"})])]) == [
        Gap("a", "cs", "uk")
    ]
    assert gaps([Talk("a", [*people[:1], Speaker(("de", "cs"), "guest")])]) == []


def test_nothing_is_claimed_of_those_whose_languages_are_not_known() -> None:
    assert gaps([Talk("a", [Speaker((), "host"), Speaker(("uk",), "guest")])]) == []
    assert gaps([Talk("a")]) == []


def test_recorded_languages_must_be_followed_by_everybody() -> None:
    people = [Speaker(("cs", "de"), "host"), Speaker(("cs",), "host")]
    assert gaps([Talk("a", people, spoken=("de",))]) == [Gap("a", "cs", "de")]
    assert gaps([Talk("a", spoken=("cs", "de", "en"))]) == [
        Gap("a", "cs", "de"),
        Gap("a", "cs", "en"),
        Gap("a", "de", "en"),
    ]


@given(st.lists(SPEAKERS, max_size=4), st.lists(st.sets(CODES).map(frozenset), max_size=2))
def test_the_order_of_people_does_not_matter_and_who_speaks_all_closes_every_gap(
    people: list[Speaker], interpreters: list[frozenset[str]]
) -> None:
    found = gaps([Talk("a", people, interpreters)])
    for mixed in permutations(people):
        assert gaps([Talk("a", list(mixed), interpreters)]) == found
    everybody = frozenset({"cs", "de", "en", "uk"})
    assert gaps([Talk("a", people, [*interpreters, everybody])]) == []
    assert len(set(found)) == len(found)
