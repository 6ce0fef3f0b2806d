from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol.travel import TravelTimes, Way


def test_a_place_is_found_by_its_words() -> None:
    times = TravelTimes([Way("Větruše", "Jezero Most", 35)])
    assert times.minutes("hotel VETRUSE, Ústí nad Labem", "jezero Most") == 35
    assert times.minutes("Větrušeč", "Jezero Most") is None
    assert times.minutes("Větruše", "Most") is None


def test_a_way_holds_there_and_back_unless_the_way_back_is_said() -> None:
    times = TravelTimes([Way("a", "b", 10), Way("a", "c", 20), Way("c", "a", 30)])
    assert (times.minutes("a", "b"), times.minutes("b", "a")) == (10, 10)
    assert (times.minutes("a", "c"), times.minutes("c", "a")) == (20, 30)


def test_the_line_that_says_most_counts() -> None:
    times = TravelTimes([Way("Praha", "Ústí", 90), Way("letiště Praha", "Ústí", 75)])
    assert times.minutes("letiště Praha, terminál 2", "Ústí nad Labem") == 75
    assert times.minutes("Praha, hotel", "Ústí nad Labem") == 90


def test_there_is_no_way_to_the_same_place_nor_to_none() -> None:
    times = TravelTimes([Way("Ústí", "Ústí", 5), Way("", "Praha", 5)])
    assert times.minutes("Ústí", "ústí") is None
    assert times.minutes("", "Praha") is None


_PLACES = st.sampled_from(["most", "praha", "praha hrad", "usti", "usti kraj"])


@given(
    st.lists(st.builds(Way, _PLACES, _PLACES, st.integers(1, 200))), _PLACES, _PLACES, st.randoms()
)
def test_the_order_of_the_table_does_not_matter(
    ways: list[Way], here: str, there: str, chance: object
) -> None:
    found = TravelTimes(ways).minutes(here, there)
    chance.shuffle(ways)  # type: ignore[attr-defined]
    assert TravelTimes(ways).minutes(here, there) == found
    assert found is None or found in {way.minutes for way in ways}
