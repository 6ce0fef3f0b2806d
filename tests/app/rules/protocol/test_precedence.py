from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol import precedence
from app.rules.protocol.precedence import Guest, Rank, order, welcome

GOVERNOR = Guest("governor", "hejtman", Rank(2), elected=True)
MAYOR = Guest("mayor", "primátor", Rank(3), elected=True)
PREMIER = Guest("premier", "předseda vlády", Rank(1), elected=False)
GUEST = Guest("guest", "host", Rank(1), foreign=True, guest_side=True, guest_of_honour=True)


def keys(*guests: Guest) -> list[str]:
    return [item.guest.key for item in order(guests)]


def test_a_prime_minister_whom_the_region_invites_comes_after_governor_and_mayor() -> None:
    host = replace(GOVERNOR, host=True)
    found = order([PREMIER, MAYOR, host])
    assert [item.guest.key for item in found] == ["governor", "mayor", "premier"]
    assert [item.rule for item in found] == [precedence.HOST, precedence.HOST, precedence.ELECTED]


def test_with_a_foreign_guest_of_the_prime_minister_the_mayor_governs_the_place() -> None:
    host = replace(PREMIER, host=True)
    mayor = replace(MAYOR, master_of_territory=True)
    assert keys(GOVERNOR, mayor, host, GUEST) == ["guest", "premier", "mayor", "governor"]
    assert order([GOVERNOR, mayor, host, GUEST])[3].rule == precedence.TERRITORY


def test_in_the_regions_own_building_the_governor_comes_before_the_mayor() -> None:
    host = replace(PREMIER, host=True)
    mayor = replace(MAYOR, master_of_territory=True)
    governor = replace(GOVERNOR, master_of_building=True)
    assert keys(mayor, governor, host, GUEST) == ["guest", "premier", "governor", "mayor"]
    assert order([mayor, governor, host, GUEST])[3].rule == precedence.BUILDING


def test_a_stand_in_has_their_own_place_unless_somebody_says_so() -> None:
    deputy = Guest("deputy", "náměstek", Rank(7), elected=True, stands_in_for="governor")
    councillor = Guest("councillor", "radní", Rank(5), elected=True)
    absent = replace(GOVERNOR, manual=None)
    assert keys(deputy, councillor, absent) == ["governor", "councillor", "deputy"]
    taking = replace(deputy, takes_the_place=True)
    assert keys(taking, councillor, absent) == ["governor", "deputy", "councillor"]


@pytest.mark.parametrize(
    ("tie", "first", "second", "rule"),
    [
        ("seniority", {"in_office_since": "2016-11"}, {"in_office_since": "2020"},
         precedence.SENIORITY),
        ("seniority", {"in_office_since": "2024-10-01"}, {}, precedence.SENIORITY),
        ("credentials", {"credentials_on": "2023-05-02"}, {"credentials_on": "2023-05-03"},
         precedence.CREDENTIALS),
        ("list", {"listed": 2}, {"listed": 10}, precedence.LISTED),
        ("alphabet", {"name": "adam"}, {"name": "beck"}, precedence.ALPHABET),
    ],
)  # fmt: skip
def test_each_rank_has_its_own_rule_for_equals(
    tie: str, first: dict[str, object], second: dict[str, object], rule: str
) -> None:
    one = replace(Guest("one", "z", Rank(4, tie=tie)), **first)  # type: ignore[arg-type]
    other = replace(Guest("other", "a", Rank(4, tie=tie)), **second)  # type: ignore[arg-type]
    if tie == "alphabet":
        other = replace(other, name="beck")
    found = order([other, one])
    assert [item.guest.key for item in found] == ["one", "other"]
    assert found[1].rule == rule


def test_a_place_by_hand_wins_and_keeps_its_reason() -> None:
    moved = replace(MAYOR, manual=1, reason="slaví narozeniny")
    found = order([GOVERNOR, PREMIER, moved])
    assert [item.guest.key for item in found] == ["mayor", "governor", "premier"]
    assert (found[0].rule, found[0].detail) == (precedence.BY_HAND, "slaví narozeniny")
    assert found[1].rule == precedence.BY_HAND, "behind somebody who was placed by hand"


def test_who_serves_comes_last_and_is_not_greeted_by_name() -> None:
    driver = Guest("driver", "a", Rank(1), serves=True, guest_side=True)
    aide = Guest("aide", "b", Rank(9), guest_side=True)
    placed = order([driver, aide, replace(GOVERNOR, host=True), GUEST])
    assert placed[-1].guest == driver
    assert [guest.key for guest in welcome(placed)] == ["guest", "aide", "governor"]


def test_nobody_is_named_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        order([GOVERNOR, GOVERNOR])


@st.composite
def companies(draw: st.DrawFn) -> list[Guest]:
    ranks = st.none() | st.builds(
        Rank, st.integers(1, 4), st.just(""), st.sampled_from(precedence.TIES)
    )
    # Equals of a rank share its rule.
    ties = draw(st.lists(st.sampled_from(precedence.TIES), min_size=4, max_size=4))
    count = draw(st.integers(1, 9))
    found = []
    for n in range(count):
        rank = draw(ranks)
        found.append(
            Guest(
                f"k{n}",
                draw(st.sampled_from(["a", "b", "c"])),
                Rank(rank.place, "", ties[rank.place - 1]) if rank else None,
                foreign=draw(st.booleans()),
                elected=draw(st.sampled_from([None, True, False])),
                in_office_since=draw(st.sampled_from(["", "2020", "2021-05"])),
                credentials_on=draw(st.sampled_from(["", "2020-01-01", "2021-05-06"])),
                listed=draw(st.integers(0, 3)),
                guest_of_honour=draw(st.booleans()),
                host=draw(st.booleans()),
                guest_side=draw(st.booleans()),
                master_of_building=draw(st.booleans()),
                serves=draw(st.booleans()),
                stands_in_for=draw(st.sampled_from(["", "k0"])) if n else "",
                takes_the_place=draw(st.booleans()),
                manual=draw(st.none() | st.integers(1, 12)),
            )
        )
    return found


@given(companies(), st.randoms())
def test_the_order_is_total_and_does_not_depend_on_that_of_the_input(
    company: list[Guest], random: object
) -> None:
    found = order(company)
    assert sorted(item.guest.key for item in found) == sorted(guest.key for guest in company)
    shuffled = list(company)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert order(shuffled) == found
    assert all(item.rule for item in found), "each place is explained"


@given(companies())
def test_a_place_by_hand_is_kept_as_far_as_there_are_so_many(company: list[Guest]) -> None:
    found = [item.guest for item in order(company)]
    by_hand = [guest for guest in found if guest.manual]
    assert by_hand == sorted(by_hand, key=lambda guest: guest.manual or 0)
    last = 0
    for guest in by_hand:
        place = found.index(guest) + 1
        assert place <= max(guest.manual or 0, last + 1)
        last = place


@given(companies(), st.integers(0, 8))
def test_who_leaves_changes_the_order_of_nobody_else(company: list[Guest], n: int) -> None:
    free = [replace(guest, manual=None, stands_in_for="") for guest in company]
    gone = free[n % len(free)]
    left = [item.guest for item in order(free) if item.guest != gone]
    assert [item.guest for item in order([guest for guest in free if guest != gone])] == left
