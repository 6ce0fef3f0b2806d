from __future__ import annotations

import pytest

from app.db.store import Store
from app.errors import UserError
from app.i18n import Language, translator
from app.rules.protocol import seating as rules
from app.services.protocol import seating
from app.services.protocol.seating import Arrangement, Shape, plan_of, plans, propose
from app.services.records.records import delete_one
from app.services.records.undo import undo
from tests.factories import count, make

CS = Language.CS


class Dinner:
    """A visit with a dinner at which all of its members take part."""

    def __init__(self, store: Store, guests: int = 3, hosts: int = 3) -> None:
        self.store = store
        self.visit = make(store, "delegation")
        values = {"delegation_id": self.visit, "title_cs": "Večeře", "starts": "2027-05-10T19:00"}
        self.item = make(store, "programme_item", **values)
        self.members = {
            f"{side}{n}": self.member(f"{side}{n}", side=side, precedence=2 * n + (side == "host"))
            for side, how_many in (("guest", guests), ("host", hosts))
            for n in range(how_many)
        }

    def member(self, post: str, **values: object) -> str:
        given = {"part": "member", **values}
        return make(self.store, "delegation_member", delegation_id=self.visit, post=post, **given)

    def proposed(self, shape: Shape | None = None) -> Arrangement:
        with self.store.reading() as connection:
            return propose(connection, self.visit, CS, shape or Shape("round"), self.item)

    def kept(self, name: str = "A", shape: Shape | None = None) -> str:
        return seating.keep(self.store, self.item, name, self.proposed(shape))[0]

    def plan(self, plan_id: str) -> Arrangement:
        with self.store.reading() as connection:
            found = plan_of(connection, plan_id, CS)
        assert found is not None
        return found

    def names(self, plan: Arrangement) -> list[str]:
        return [plan.names.get(plan.plan.taken.get(s.number, ""), "") for s in plan.plan.seats]


def test_a_proposal_seats_all_by_turns_and_a_kept_plan_says_the_same(store: Store) -> None:
    dinner = Dinner(store)
    found = dinner.proposed()
    assert sorted(dinner.names(found)) == sorted(dinner.members)
    assert found.plan.broken == ()
    kept = dinner.plan(dinner.kept())
    assert (kept.plan, kept.chosen, kept.name) == (found.plan, True, "A")
    assert count(store, "seating_seat") == 6


def test_the_first_of_the_other_side_sits_at_the_right_of_the_first(store: Store) -> None:
    dinner = Dinner(store, 0, 4)
    guest = dinner.member("host", side="guest", precedence=9)
    found = dinner.proposed(Shape("u"))
    by_honour = {seat.honour: found.plan.taken[seat.number] for seat in found.plan.seats}
    assert (by_honour[1], by_honour[2]) == (dinner.members["host0"], guest)


def test_nobody_and_too_few_seats_are_refused(store: Store) -> None:
    with pytest.raises(UserError, match="Nobody takes part"):
        Dinner(store, 0, 0).proposed()
    with pytest.raises(UserError, match=r"6 people .* only 5 seats"):
        Dinner(store).proposed(Shape("round", 5))
    with pytest.raises(UserError, match="at most 600"):
        Dinner(store).proposed(Shape("round", 5000))


def test_two_change_places_and_undo_takes_it_back(store: Store) -> None:
    dinner = Dinner(store)
    plan_id = dinner.kept()
    before = dinner.plan(plan_id)
    at = {key: number for number, key in before.plan.taken.items()}
    one, other = dinner.members["guest0"], dinner.members["host2"]
    seating.seat(store, plan_id, one, at[other])
    after = dinner.plan(plan_id).plan.taken
    assert (after[at[other]], after[at[one]]) == (one, other)
    assert dinner.plan(plan_id).plan.broken
    undo(store)
    assert dinner.plan(plan_id).plan == before.plan
    seating.seat(store, plan_id, one, None)
    found = dinner.plan(plan_id)
    assert found.unseated == [one]
    assert found.sentences(translator(Language.EN))[0] == "guest0 has no seat."


def test_a_fixed_seat_stays_when_all_are_seated_anew(store: Store) -> None:
    dinner = Dinner(store)
    plan_id = dinner.kept()
    last = dinner.members["host2"]
    seating.seat(store, plan_id, last, 1)
    seating.fix(store, plan_id, last, fixed=True)
    seating.arrange(store, plan_id, CS)
    assert dinner.plan(plan_id).plan.taken[1] == last
    assert dinner.plan(plan_id).locked == {last}
    seating.fix(store, plan_id, last, fixed=False)
    seating.arrange(store, plan_id, CS)
    assert dinner.plan(plan_id).plan.broken == ()


def test_another_shape_and_a_member_who_comes_later(store: Store) -> None:
    dinner = Dinner(store)
    plan_id = dinner.kept()
    late = dinner.member("pozdní", side="guest")
    assert dinner.plan(plan_id).unseated == [late]
    seating.arrange(store, plan_id, CS)
    assert dinner.plan(plan_id).unseated == []
    seating.arrange(store, plan_id, CS, Shape("two-sides"))
    found = dinner.plan(plan_id)
    assert (found.shape.code, len(found.layout.seats)) == ("two-sides", 8)
    assert {found.sides[key] for key in found.plan.taken.values()} == {"guest", "host"}


def test_several_plans_are_compared_by_what_they_break(store: Store) -> None:
    dinner = Dinner(store)
    first, second, third = dinner.kept("A"), dinner.kept("B"), dinner.kept("C")
    at = {key: n for n, key in dinner.plan(second).plan.taken.items()}
    seating.seat(store, second, dinner.members["guest0"], at[dinner.members["host2"]])
    with store.reading() as connection:
        assert [plan.id for plan in plans(connection, dinner.item, CS)] == [first, third, second]
        assert seating.used(connection, dinner.item, CS).id == first  # type: ignore[union-attr]
    seating.choose(store, second)
    with store.reading() as connection:
        found = plans(connection, dinner.item, CS)
    assert [(plan.id, plan.chosen) for plan in found] == [
        (second, True),
        (first, False),
        (third, False),
    ]
    assert found[0].cost > found[1].cost == 0


def test_interpreters_sit_behind_whom_they_accompany_or_behind_their_head(store: Store) -> None:
    dinner = Dinner(store)
    own = dinner.member("tlumočník", side="host", part="interpreter")
    guided = dinner.member(
        "tlumočnice", side="guest", part="interpreter", accompanies_id=dinner.members["guest2"]
    )
    found = dinner.plan(dinner.kept())
    seats = {found.plan.taken[seat.number]: seat for seat in found.plan.seats}
    assert seats[own].behind == seats[dinner.members["host0"]].number
    assert seats[guided].behind == seats[dinner.members["guest2"]].number
    assert count(store, "seating_seat") == 6  # chairs behind follow from those at the table


def test_wishes_needs_and_partners_are_heard(store: Store) -> None:
    dinner = Dinner(store)
    wish = {"delegation_id": dinner.visit, "member_id": dinner.members["guest1"]}
    make(store, "seating_wish", kind="apart", other_id=dinner.members["host1"], **wish)
    dinner.member("choť", side="guest", part="spouse", accompanies_id=dinner.members["guest1"])
    found = dinner.proposed()
    said = {item.rule for item in found.plan.broken}
    assert rules.PARTNERS not in said
    assert rules.APART not in said
    needy = dinner.member("na vozíku", side="host", needs="bezbariérové místo")
    rows = dinner.proposed(Shape("rows"))
    seat = next(s for s in rows.plan.seats if rows.plan.taken.get(s.number) == needy)
    assert seat.step_free


def test_weights_are_the_offices_own(store: Store) -> None:
    dinner = Dinner(store, 2, 1)
    assert {item.rule for item in dinner.proposed().plan.broken} == {rules.ALTERNATE}
    seating.set_weights(store, {rules.ALTERNATE: 0})
    assert dinner.proposed().plan.broken == ()
    with store.reading() as connection:
        assert seating.weights(connection)[rules.HONOUR] == rules.WEIGHTS[rules.HONOUR]


def test_a_member_who_is_deleted_leaves_the_seat_empty(store: Store) -> None:
    dinner = Dinner(store)
    plan_id = dinner.kept()
    from app.entities import ENTITIES

    with store.writing("weg") as writer:
        delete_one(writer, ENTITIES["delegation_member"], dinner.members["guest2"])
    found = dinner.plan(plan_id)
    assert len(found.plan.taken) == 5
    assert count(store, "seating_seat") == 5
    with store.writing("weg") as writer:
        delete_one(writer, ENTITIES["delegation"], dinner.visit)
    assert count(store, "seating_plan") == count(store, "seating_seat") == 0
