from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol import seating as rules
from app.rules.protocol.seating import (
    HARD,
    WEIGHTS,
    Broken,
    Plan,
    Rules,
    Sitter,
    Wish,
    judge,
    place,
    seats,
    seats_needed,
)
from app.rules.protocol.tables import ALTERNATING, SHAPES, Seat


@st.composite
def _occasions(draw: st.DrawFn) -> tuple[list[Sitter], tuple[Seat, ...], Rules]:
    count = draw(st.integers(1, 9))
    keys = [f"k{n}" for n in range(count)]
    some = st.sampled_from(keys)
    people = [
        Sitter(
            key,
            number,
            draw(st.sampled_from(["guest", "host", ""])),
            frozenset(draw(st.sets(st.sampled_from(["cs", "de", "uk"]), max_size=2))),
            interprets=draw(st.integers(0, 5)) == 0,
            interprets_for=draw(some),
            partner=draw(st.one_of(st.just(""), some)),
            needs_step_free=draw(st.integers(0, 4)) == 0,
            leads=number < 3,
        )
        for number, key in enumerate(keys, 1)
    ]
    shape = draw(st.sampled_from(SHAPES))
    table = seats(shape, seats_needed(people, two_sides=shape == "two-sides") + count)
    wishes = [
        Wish(a, b, draw(st.booleans())) for a, b in draw(st.lists(st.tuples(some, some))) if a < b
    ]
    # Fixed seats are those of the table, or (after it was made smaller) others.
    locked = draw(st.dictionaries(some, st.integers(1, len(table) + 2), max_size=3))
    return people, table, Rules(frozenset(wishes), locked, alternate=shape in ALTERNATING)


@given(_occasions(), st.randoms())
def test_all_have_a_seat_once_in_whatever_order_they_are_named(
    occasion: tuple[list[Sitter], tuple[Seat, ...], Rules],
    random: Random,
) -> None:
    people, table, wanted = occasion
    plan = place(people, table, wanted)
    assert sorted(plan.taken.values()) == sorted(person.key for person in people)
    mixed, mixed_table = list(people), list(table)
    random.shuffle(mixed)
    random.shuffle(mixed_table)
    assert place(mixed, mixed_table, wanted) == plan
    assert not [item for item in plan.broken if item.rule == rules.UNSEATED]


@given(_occasions(), st.randoms(use_true_random=False))
def test_every_broken_rule_is_named_also_of_what_was_made_by_hand(
    occasion: tuple[list[Sitter], tuple[Seat, ...], Rules],
    random: Random,
) -> None:
    people, table, wanted = occasion
    plan = place(people, table, wanted)
    assert set(plan.broken) == _broken(people, plan, wanted)
    by_hand = dict(plan.taken)
    numbers = list(by_hand)
    random.shuffle(numbers)
    by_hand = dict(zip(numbers[: len(numbers) // 2 + 1], by_hand.values(), strict=False))
    judged = judge(people, table, by_hand, wanted)
    assert set(judged.broken) == _broken(people, judged, wanted)
    assert len(set(judged.broken)) == len(judged.broken)


def _broken(people: Sequence[Sitter], plan: Plan, wanted: Rules) -> set[Broken]:
    """All broken rules, found by looking at every pair of people."""
    at = {key: seat for seat in plan.seats for n, key in plan.taken.items() if n == seat.number}
    table = {seat.number for seat in plan.seats if not seat.behind}
    found = set()
    for person in people:
        seat, fixed = at.get(person.key), wanted.locked.get(person.key)
        if fixed is not None and fixed not in table:
            found.add(Broken(rules.NO_SUCH_SEAT, person.key, "", fixed))
        if seat is None:
            found.add(Broken(rules.UNSEATED, person.key))
            continue
        if person.needs_step_free and not seat.step_free:
            found.add(Broken(rules.STEP_FREE, person.key, "", seat.number))
        if {person.side, seat.side} == {"guest", "host"}:
            found.add(Broken(rules.SIDE, person.key, "", seat.number))
        if person.leads and not person.interprets:
            due = [s for s in plan.seats if not s.behind and s.side in ("", person.side)]
            due = sorted(due, key=lambda s: s.honour)
            if (
                person is not people[0] and not people[0].interprets
            ):  # the first has the best that is their own
                mine = [s for s in plan.seats if not s.behind and s.side in ("", people[0].side)]
                taken = min(mine, key=lambda s: s.honour, default=None)
                due = [s for s in due if s != taken]
            if due and due[0] != seat:
                found.add(Broken(rules.LEADS, person.key, "", due[0].number))
        if person.interprets:
            before = at.get(person.interprets_for)
            if before is None or seat.behind != before.number:
                found.add(Broken(rules.INTERPRETER, person.key, person.interprets_for))
    voiced = {p.interprets_for for p in people if p.interprets and p.key in at}
    for one, other in combinations(people, 2):
        fixed = wanted.locked.get(one.key)
        first = next((p for p in people if wanted.locked.get(p.key) == fixed), one)
        if fixed in table and wanted.locked.get(other.key) == fixed and first is one:
            found.add(Broken(rules.TAKEN, other.key, one.key, fixed or 0))
        if one.key not in at or other.key not in at:
            continue
        a, b = at[one.key], at[other.key]
        near = b.number in a.beside
        known = one.languages and other.languages
        tests = {
            rules.APART: near and Wish(one.key, other.key, False) in wanted.wishes,
            rules.TOGETHER: not near and Wish(one.key, other.key, True) in wanted.wishes,
            rules.PARTNERS: near and (other.key == one.partner or one.key == other.partner),
            rules.ALTERNATE: near and wanted.alternate and one.side == other.side != "",
            rules.LANGUAGE: near
            and known
            and not one.languages & other.languages
            and not {one.key, other.key} & voiced,
        }
        found |= {Broken(rule, one.key, other.key) for rule, is_so in tests.items() if is_so}
    for one in people:
        if one.key not in at or at[one.key].behind:
            continue
        better = [
            other
            for other in people
            if other.place > one.place
            and other.side == one.side
            and other.key in at
            and not at[other.key].behind
            and at[other.key].honour < at[one.key].honour
        ]
        if better:
            best = min(better, key=lambda other: at[other.key].honour)
            found.add(Broken(rules.HONOUR, one.key, best.key))
    return found


def _sides(count: int) -> list[Sitter]:
    return [
        *(Sitter(f"g{n}", 2 * n - 1, "guest") for n in range(1, count + 1)),
        *(Sitter(f"h{n}", 2 * n, "host") for n in range(1, count + 1)),
    ]


def test_guests_and_hosts_sit_by_turns_and_each_side_by_rank() -> None:
    plan = place(_sides(5), seats("round", 10, guest_first=True))
    assert plan.broken == ()
    around = [plan.taken[seat.number] for seat in plan.seats]
    assert around == ["h1", "g1", "h2", "g3", "h4", "g5", "h5", "g4", "h3", "g2"]


def test_who_presides_is_in_the_middle_and_the_first_guest_at_the_right() -> None:
    people = [
        Sitter("host", 1, "host", leads=True),
        Sitter("guest", 2, "guest"),
        Sitter("third", 3, "host"),
    ]
    plan = place(people, seats("u", 3))
    assert [plan.taken[number] for number in (1, 2, 3)] == ["guest", "host", "third"]


def test_a_host_who_comes_second_is_in_the_middle_too() -> None:
    people = [Sitter("g", 1, "guest", leads=True), Sitter("h", 2, "host", leads=True)]
    people += [Sitter(f"x{n}", n, "host" if n % 2 else "guest") for n in range(3, 8)]
    for shape in ("round", "rectangle", "u", "t", "comb", "rows"):
        table = seats(shape, 7, guest_first=True)
        plan = place(people, table, Rules(alternate=shape in ALTERNATING))
        by_honour = {seat.honour: plan.taken[seat.number] for seat in table}
        assert (by_honour[1], by_honour[2]) == ("g", "h")


def test_two_delegations_sit_at_their_own_sides() -> None:
    people = [*_sides(2), Sitter("g9", 9, "guest")]
    table = seats("two-sides", seats_needed(people, two_sides=True), guest_first=True)
    plan = place(people, table, Rules(alternate=False))
    assert plan.broken == ()
    assert len(plan.seats) == 6
    assert len(plan.taken) == 5


def test_interpreters_sit_behind_and_need_no_seat_at_the_table() -> None:
    people = [
        Sitter("a", 1, "guest", frozenset(["uk"])),
        Sitter("b", 2, "host", frozenset(["cs"])),
        Sitter("i", 3, "host", interprets=True, interprets_for="a"),
    ]
    assert seats_needed(people) == 2
    plan = place(people, seats("round", 2))
    assert plan.broken == ()  # who has an interpreter can talk to everybody
    chair = plan.seats[-1]
    assert (chair.number, chair.honour, plan.taken[3]) == (3, 3, "i")
    assert plan.taken[chair.behind] == "a"


def test_without_an_interpreter_two_who_share_no_language_are_named() -> None:
    people = [Sitter("a", 1, "", frozenset(["uk"])), Sitter("b", 2, "", frozenset(["cs"]))]
    plan = place(people, seats("round", 2))
    assert plan.broken == (Broken(rules.LANGUAGE, "a", "b"),)


def test_who_cannot_climb_steps_gets_a_seat_without_and_others_leave_it() -> None:
    people = [Sitter(f"p{n}", n, needs_step_free=n == 12) for n in range(1, 13)]
    plan = place(people, seats("rows", 12), Rules(alternate=False))
    assert not [item for item in plan.broken if item.is_hard]


def test_a_fixed_seat_is_kept_and_a_wish_is_heard() -> None:
    wishes = frozenset([Wish("g1", "h1", False), Wish("g2", "g5", True)])
    wanted = Rules(wishes, {"h4": 3})
    plan = place(_sides(5), seats("round", 10, guest_first=True), wanted)
    assert plan.taken[3] == "h4"
    assert not [i for i in plan.broken if i.rule in (rules.APART, rules.TOGETHER)]


def test_a_wish_without_weight_is_no_rule() -> None:
    people = [Sitter("a", 1, "host"), Sitter("b", 2, "host")]
    weights = {**WEIGHTS, rules.ALTERNATE: 0}
    assert place(people, seats("round", 2)).broken == (Broken(rules.ALTERNATE, "a", "b"),)
    assert place(people, seats("round", 2), Rules(weights=weights)).broken == ()


def test_plans_are_compared_by_what_their_broken_rules_weigh() -> None:
    people, table = _sides(3), seats("round", 6, guest_first=True)
    good = place(people, table)
    bad = judge(people, table, {n: f"g{n}" if n < 4 else f"h{n - 3}" for n in range(1, 7)})
    assert good.cost(Rules()) < bad.cost(Rules())
    assert bad.cost(Rules()) == sum(WEIGHTS[item.rule] for item in bad.broken)


def test_too_few_seats_and_a_name_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer seats"):
        place(_sides(2), seats("round", 3))
    with pytest.raises(ValueError, match="twice"):
        place([Sitter("a", 1), Sitter("a", 2)], seats("round", 3))


def test_every_rule_has_a_sentence_and_a_weight() -> None:
    assert set(rules.SENTENCES) == HARD | set(WEIGHTS)
