from __future__ import annotations

from ui.trail import Spot, Trail

A, B, C = Spot("person", "a"), Spot("person", "b"), Spot("agreement", "c")


def test_back_and_forward_go_through_what_was_shown() -> None:
    trail = Trail()
    for spot in (A, B, C):
        trail.visit(spot)
    assert trail.next(-1) == B
    assert trail.next(-1) == A
    assert trail.next(-1) is None
    assert trail.next(1) == B
    trail.visit(Spot("home"))
    assert not trail.may_go(1)
    assert trail.next(-1) == B


def test_arrow_keys_through_a_list_leave_one_spot() -> None:
    trail = Trail()
    trail.visit(C)
    for number in range(5):
        trail.visit(Spot("person", str(number)), passing=number > 0)
    assert trail.next(-1) == C
    assert trail.recent == [Spot("person", "4")]


def test_recent_records_are_named_once_without_the_shown_one() -> None:
    trail = Trail([C])
    for spot in (A, B, A, Spot("home")):
        trail.visit(spot)
    assert trail.recent == [A, B, C]
    trail.visit(B)
    assert trail.recent == [A, C]
    assert trail.remembered == [B, A, C]


def test_a_record_that_is_gone_is_no_step() -> None:
    trail = Trail()
    for spot in (A, C, B):
        trail.visit(spot)
    trail.forget(C)
    assert trail.here == B
    assert trail.next(-1) == A
    assert C not in trail.recent


def test_a_step_that_was_not_taken_leaves_all_as_it_was() -> None:
    trail = Trail()
    for spot in (A, C):
        trail.visit(spot)
    assert trail.next(-1) == A
    trail.stay(C)
    assert trail.here == C
    assert trail.next(1) is None
