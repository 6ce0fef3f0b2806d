from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord
from app.services.protocol.programme import ENDS_FIRST, OUTSIDE, TWICE
from app.services.records.records import delete, save
from tests.factories import count, make, value


def item(store: Store, visit: str, starts: str, **values: object) -> str:
    return make(
        store,
        "programme_item",
        delegation_id=visit,
        title_cs="Jednání",
        starts=starts,
        **values,
    )


def fault(error: pytest.ExceptionInfo[InvalidRecord]) -> tuple[str, str]:
    (found,) = error.value.errors
    return found.field, found.message


@pytest.fixture
def visit(store: Store) -> str:
    return make(store, "delegation", start="2027-03-27", end="2027-03-29")


def test_a_flight_to_the_west_may_land_before_it_started_by_the_clocks(store: Store) -> None:
    trip = make(store, "delegation", start="2027-06-01", end="2027-06-05")
    flight = item(
        store,
        trip,
        "2027-06-01T10:00",
        ends="2027-06-01T09:30",
        starts_zone="Asia/Tokyo",
        ends_zone="America/Los_Angeles",
    )
    assert value(store, "programme_item", flight, "ends") == "2027-06-01T09:30"


def test_an_end_before_the_start_is_refused_as_instants(store: Store, visit: str) -> None:
    zones = {"starts_zone": "Europe/London", "ends_zone": "Europe/Prague"}
    with pytest.raises(InvalidRecord) as error:
        item(store, visit, "2027-03-27T10:00", ends="2027-03-27T10:30", **zones)
    assert fault(error) == ("ends", ENDS_FIRST)
    assert count(store, "programme_item") == 0, "nothing is half done"
    item(store, visit, "2027-03-27T10:00", ends="2027-03-27T11:30", **zones)


def test_without_a_zone_of_its_own_an_item_has_that_of_the_visit(store: Store) -> None:
    trip = make(store, "delegation", start="2027-03-27", time_zone="America/New_York")
    item(store, trip, "2027-03-28T02:30")
    with pytest.raises(InvalidRecord) as error:
        item(store, trip, "2027-03-28T02:30", starts_zone="Europe/Prague")
    assert fault(error)[0] == "starts"


def test_an_item_far_from_its_visit_is_refused_and_one_a_day_off_is_not(
    store: Store, visit: str
) -> None:
    item(store, visit, "2027-03-26T18:00")
    item(store, visit, "2027-03-30T08:00")
    for starts in ("2027-03-25T23:00", "2027-03-31T00:30", "2026-03-28T10:00"):
        with pytest.raises(InvalidRecord) as error:
            item(store, visit, starts)
        assert fault(error) == ("starts", OUTSIDE)


@pytest.mark.parametrize(
    ("start", "end"), [("2027-03", None), ("2027", "2027"), ("unknown", None), ("2027-03-27", None)]
)
def test_days_that_are_not_known_refuse_nothing(store: Store, start: str, end: str | None) -> None:
    item(store, make(store, "delegation", start=start, end=end), "2027-03-28T10:00")


def test_what_was_there_before_refuses_no_other_change(store: Store, visit: str) -> None:
    found = item(store, visit, "2027-03-28T10:00")
    save(store, ENTITIES["delegation"], visit, 10_000, {"start": "2028-01-01", "end": "2028-01-02"})
    save(store, ENTITIES["programme_item"], found, 10_000, {"place": "Most"})
    assert value(store, "programme_item", found, "place") == "Most"


def test_a_time_that_comes_twice_is_taken_and_told(store: Store) -> None:
    visit = make(store, "delegation", start="2026-10-25")
    values = {"delegation_id": visit, "title_cs": "Noc", "starts": "2026-10-25T02:30"}
    _, changes = save(store, ENTITIES["programme_item"], None, 0, values)
    assert [message for message, _ in changes.remarks] == [TWICE]


def test_a_visit_goes_with_its_items_and_who_takes_part_and_comes_back(
    store: Store, visit: str
) -> None:
    guest = {"delegation_id": visit, "side": "guest"}
    member = make(store, "delegation_member", post="velvyslanec", **guest)
    stand_in = make(store, "delegation_member", post="rada", stands_in_for_id=member, **guest)
    found = item(store, visit, "2027-03-28T10:00", languages="cs;de")
    make(store, "programme_part", programme_item_id=found, member_id=member, part="speaks")
    make(store, "programme_part", programme_item_id=found, name="zástupci odborů", member_id=member)
    cost = {"delegation_id": visit, "category": "travel", "planned": "100"}
    make(store, "cost", member_id=member, **cost)
    delete(store, ENTITIES["delegation_member"], [member])
    assert value(store, "delegation_member", stand_in, "stands_in_for_id") is None
    assert count(store, "programme_part") == 1, "who has no name takes no part"
    assert count(store, "cost") == 1
    delete(store, ENTITIES["delegation"], [visit])
    tables = ("programme_item", "programme_part", "cost", "delegation_member", "language_link")
    assert [count(store, table) for table in tables] == [0] * 5
