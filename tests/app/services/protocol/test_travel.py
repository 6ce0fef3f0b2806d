from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.db.store import Store
from app.errors import InvalidRecord, UserError
from app.i18n import Language
from app.rules.protocol.overlaps import TRAVEL
from app.services.protocol.overlaps import check, day_begins, listed_on, set_day_begins
from tests.factories import make


class Visit:
    """A visit of two members, with items that follow each other."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.id = make(store, "delegation", start="2027-05-10")
        self.members = [
            make(
                store,
                "delegation_member",
                delegation_id=self.id,
                person_id=make(store, "person", family_name=name),
                side="guest",
            )
            for name in ("Malá", "Nový")
        ]
        make(store, "travel_time", place_from="Zámek", place_to="Přehrada", minutes=30)

    def item(self, title: str, hours: str, place: str, *members: int, **values: object) -> str:
        starts, _, ends = hours.partition("–")
        item = make(
            self.store,
            "programme_item",
            **{
                "delegation_id": self.id,
                "title_cs": title,
                "starts": f"2027-05-10T{starts}",
                "ends": f"2027-05-10T{ends}" if ends else None,
                "place": place,
                **values,
            },
        )
        for number in members:
            make(
                self.store, "programme_part", programme_item_id=item, member_id=self.members[number]
            )
        return item

    def found(self) -> list[str]:
        with self.store.reading() as connection:
            found = check(connection, self.id, Language.EN)
        return [one.text.replace("\xa0", " ") for one in found if one.kind == TRAVEL]


def test_too_little_time_between_two_places_is_told_once(store: Store) -> None:
    visit = Visit(store)
    visit.item("Jednání", "10:00–11:00", "Zámek", 0, 1)
    visit.item("Prohlídka", "11:20–12:00", "Přehrada Lipno", 0, 1)
    (text,) = visit.found()
    assert text == (
        "Between “Jednání” (Zámek) and “Prohlídka” (Přehrada Lipno, 10 May 2027 11:20) there are "
        "20 min; the way takes 30 min."
    )


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("10:00–11:00", "11:30–12:00", 0),
        ("10:00–11:00", "11:29–12:00", 1),
        ("10:00", "10:05–11:00", 0),  # without an end it may be over at once
        ("10:00–11:00", "11:05", 1),
    ],
)
def test_the_time_between_is_compared(store: Store, first: str, second: str, count: int) -> None:
    visit = Visit(store)
    visit.item("A", first, "Zámek")
    visit.item("B", second, "Přehrada")
    assert len(visit.found()) == count


def test_who_does_not_go_from_one_to_the_other_needs_no_time(store: Store) -> None:
    visit = Visit(store)
    visit.item("A", "10:00–11:00", "Zámek", 0)
    visit.item("B", "11:00–12:00", "Přehrada", 1)
    assert visit.found() == []
    visit.item("C", "11:00–12:00", "Přehrada")
    assert len(visit.found()) == 1, "where nobody is named all are meant"


def test_a_journey_is_no_place_and_parallel_parts_go_their_own_ways(store: Store) -> None:
    visit = Visit(store)
    visit.item("A", "10:00–11:00", "Zámek")
    visit.item("Přejezd", "11:00–11:30", "Přehrada", kind="transfer")
    visit.item("B", "11:30–12:00", "Přehrada")
    assert visit.found() == []
    visit.item("C", "10:00–11:50", "Zámek", track="doprovodný program")
    visit.item("D", "12:30–13:00", "Zámek", track="doprovodný program")
    assert visit.found() == []


def test_a_way_that_is_none_is_refused(store: Store) -> None:
    for values in (
        {"minutes": 0},
        {"minutes": 100_000},
        {"place_to": "zámek"},
        {"minutes": None},
    ):
        with pytest.raises(InvalidRecord):
            make(
                store,
                "travel_time",
                **{"place_from": "Zámek", "place_to": "Přehrada", "minutes": 5, **values},
            )


def test_the_office_says_when_a_day_begins(store: Store) -> None:
    with store.reading() as connection:
        assert day_begins(connection) == timedelta(hours=4)
    set_day_begins(store, 150)
    with store.reading() as connection:
        begins = day_begins(connection)
    assert listed_on("2027-05-11T02:29", begins) == date(2027, 5, 10)
    assert listed_on("2027-05-11T02:30", begins) == date(2027, 5, 11)
    for wrong in (-1, 720):
        with pytest.raises(UserError):
            set_day_begins(store, wrong)
