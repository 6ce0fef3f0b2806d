from __future__ import annotations

import pytest

from app.db.store import Store
from app.errors import UserError
from app.i18n import Language
from app.services.protocol import seating
from app.services.protocol.precedence import precedence
from app.services.protocol.seating import Shape, propose
from app.services.protocol.stand_ins import Reprint, put_in, to_print_again
from app.services.records.undo import undo
from tests.factories import count, make, value


class Trip:
    """A foreign trip with a head, a member, and a dinner at which both have seats."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.head_person = make(store, "person", family_name="Hlavová")
        self.id = make(store, "delegation", head_id=self.head_person)
        self.head = self.member(person_id=self.head_person, part="head", room="12")
        self.other = self.member(person_id=make(store, "person", family_name="Druhý"))
        values = {"delegation_id": self.id, "title_cs": "Večeře", "starts": "2027-05-10T19:00"}
        self.item = make(store, "programme_item", **values)
        part = {"programme_item_id": self.item, "part": "speaks"}
        make(store, "programme_part", member_id=self.head, **part)
        with store.reading() as connection:
            found = propose(connection, self.id, Language.CS, Shape("round"), self.item)
        self.plan, _ = seating.keep(store, self.item, "A", found)

    def member(self, **values: object) -> str:
        given = {"side": "guest", "part": "member", **values}
        return make(self.store, "delegation_member", delegation_id=self.id, **given)


def test_one_step_puts_a_person_in_and_undo_takes_all_of_it_back(store: Store) -> None:
    trip = Trip(store)
    person = make(store, "person", family_name="Zástupová")
    before = count(store, "delegation_member")
    stand_in, _ = put_in(store, trip.head, person_id=person)
    assert value(store, "delegation_member", trip.head, "invitation") == "excused"
    assert value(store, "delegation_member", stand_in, "part") == "head"
    assert value(store, "delegation_member", stand_in, "stands_in_for_id") == trip.head
    assert value(store, "delegation_member", stand_in, "room") is None
    assert value(store, "delegation", trip.id, "head_id") == person
    with store.reading() as connection:
        names = [line.name for line in precedence(connection, trip.id, Language.CS, trip.item)]
        assert names == ["Jana Zástupová"]
        plan = seating.plan_of(connection, trip.plan, Language.CS)
    assert plan
    assert list(plan.plan.taken.values()) == [stand_in]
    undo(store)
    assert count(store, "delegation_member") == before
    assert value(store, "delegation", trip.id, "head_id") == trip.head_person
    assert value(store, "delegation_member", trip.head, "part") == "head"


def test_another_member_stands_in_and_keeps_their_own_role(store: Store) -> None:
    trip = Trip(store)
    part = {"programme_item_id": trip.item, "part": "leads"}
    make(store, "programme_part", member_id=trip.other, **part)
    stand_in, _ = put_in(store, trip.head, other_id=trip.other, takes_the_place=True)
    assert stand_in == trip.other
    assert count(store, "programme_part") == 1
    assert value(store, "delegation_member", trip.other, "takes_the_place") == 1
    assert count(store, "delegation_member") == 2


def test_a_person_who_is_a_member_is_not_made_one_twice(store: Store) -> None:
    trip = Trip(store)
    person = value(store, "delegation_member", trip.other, "person_id")
    assert put_in(store, trip.head, person_id=person)[0] == trip.other


def test_nobody_and_themselves_and_members_of_other_visits_are_refused(store: Store) -> None:
    trip, other = Trip(store), Trip(store)
    with pytest.raises(UserError, match="Choose who"):
        put_in(store, trip.head)
    with pytest.raises(UserError, match="themselves"):
        put_in(store, trip.head, person_id=trip.head_person)
    with pytest.raises(UserError, match="another visit"):
        put_in(store, trip.head, other_id=other.head)
    assert value(store, "delegation_member", trip.head, "invitation") is None


def test_exactly_the_papers_that_name_them_are_to_be_printed_again(store: Store) -> None:
    trip = Trip(store)
    stand_in, _ = put_in(store, trip.head, person_id=make(store, "person"))
    with store.reading() as connection:
        found = to_print_again(connection, stand_in)
        assert found == [
            Reprint("participants"),
            Reprint("attendance"),
            Reprint("briefing"),
            Reprint("programme"),
            Reprint("running-order"),
            Reprint("rooms"),
            Reprint("council-paper"),
            Reprint("badges", stand_in),
            Reprint("programme-personal", stand_in),
            Reprint("travel-order", stand_in),
            Reprint("place-cards", stand_in),
            Reprint("seating", "", trip.item),
        ]
        lone = {item.paper for item in to_print_again(connection, trip.other)}
    assert lone == {
        *("participants", "attendance", "briefing", "council-paper", "badges"),
        *("programme-personal", "travel-order"),
    }
