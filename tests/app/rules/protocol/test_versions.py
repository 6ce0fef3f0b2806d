from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol.versions import (
    ADDED,
    DROPPED,
    KINDS,
    MOVED,
    PLACE,
    TITLE,
    Difference,
    Item,
    When,
    apply,
    compare,
    reverse,
)

_TIMES = st.sampled_from(["2027-05-10", "2027-05-10T09:00", "2027-05-11T10:30"])
_WORDS = st.sampled_from(["", "sál", "zámek"])
_ITEMS = st.lists(
    st.builds(
        Item,
        id=st.sampled_from("abcdef"),
        when=st.builds(
            When,
            starts=_TIMES,
            starts_zone=st.sampled_from(["Europe/Prague", "Europe/London"]),
            ends=st.one_of(st.just(""), _TIMES),
        ),
        place=_WORDS,
        titles=st.tuples(_WORDS, _WORDS, _WORDS),
        participants=st.frozensets(
            st.tuples(st.sampled_from(["eva", "jan"]), st.sampled_from(["leads", "speaks"]))
        ),
    ),
    unique_by=lambda item: item.id,
)


@given(_ITEMS, _ITEMS)
def test_the_differences_are_exact_and_reversible(old: list[Item], new: list[Item]) -> None:
    found = compare(old, new)
    assert apply(old, found) == frozenset(new)
    assert apply(new, reverse(found)) == frozenset(old)
    assert set(compare(new, old)) == set(reverse(found))
    assert bool(found) == (set(old) != set(new))


@given(_ITEMS, _ITEMS, st.randoms())
def test_the_order_in_which_items_come_does_not_matter(
    old: list[Item], new: list[Item], chance: object
) -> None:
    def shuffled(items: Iterable[Item]) -> list[Item]:
        found = list(items)
        chance.shuffle(found)  # type: ignore[attr-defined]
        return found

    assert compare(shuffled(old), shuffled(new)) == compare(old, new)


@given(_ITEMS, _ITEMS)
def test_each_item_is_told_of_once_of_a_kind(old: list[Item], new: list[Item]) -> None:
    found = compare(old, new)
    keys = [(one.item, one.kind) for one in found]
    assert len(keys) == len(set(keys))
    for one in found:
        assert one.kind in KINDS
        alone = {other.kind for other in found if other.item == one.item}
        assert alone.isdisjoint({ADDED, DROPPED}) or len(alone) == 1


def test_an_item_that_goes_to_another_day_has_moved() -> None:
    old = Item("a", When("2027-05-10T09:00", "Europe/Prague"), "sál", ("Oběd", "", ""))
    new = replace(old, when=When("2027-05-11T09:00", "Europe/Prague"), place="zámek")
    assert compare([old], [new]) == (
        Difference(MOVED, "a", old.when, new.when),
        Difference(PLACE, "a", "sál", "zámek"),
    )


def test_the_same_time_in_another_zone_is_another_time() -> None:
    old = Item("a", When("2027-05-10T09:00", "Europe/Prague"))
    new = replace(old, when=When("2027-05-10T09:00", "Europe/London"))
    assert [one.kind for one in compare([old], [new])] == [MOVED]


def test_differences_of_another_programme_are_refused() -> None:
    old = Item("a", When("2027-05-10T09:00", "Europe/Prague"))
    other = replace(old, titles=("Oběd", "", ""))
    for wrong in (
        Difference(ADDED, "a", None, old),
        Difference(DROPPED, "a", other, None),
        Difference(TITLE, "a", other.titles, old.titles),
        Difference(PLACE, "b", "", "sál"),
    ):
        with pytest.raises(ValueError, match="does not belong"):
            apply([old], [wrong])
    with pytest.raises(ValueError, match="twice"):
        compare([old, other], [])
