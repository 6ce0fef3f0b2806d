from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.db.store import Store
from app.errors import InvalidRecord, UserError
from app.i18n import Language
from app.services.protocol.overlaps import set_day_begins
from app.services.protocol.timetable import (
    Entry,
    Timetable,
    copy,
    move,
    move_to_day,
    put,
    read,
    stretch,
)
from app.services.records.records import save
from app.services.records.rows import Conflict
from app.services.records.undo import undo
from tests.factories import count, make, value

PRAGUE = "Europe/Prague"


class Visit:
    """A visit of two days in Prague's zone."""

    def __init__(self, store: Store, **values: object) -> None:
        self.store = store
        given = {"start": "2027-05-10", "end": "2027-05-11", "time_zone": PRAGUE}
        self.id = make(store, "delegation", **{**given, **values})

    def add(self, starts: str, ends: str | None = None, **values: object) -> str:
        given = {"delegation_id": self.id, "title_cs": "Bod", "starts": starts, "ends": ends}
        return make(self.store, "programme_item", **{**given, **values})

    @property
    def table(self) -> Timetable:
        with self.store.reading() as connection:
            found = read(connection, self.id, Language.CS)
        assert found
        return found

    def entry(self, item: str) -> Entry:
        return next(entry for entry in self.table.entries if entry.id == item)

    def times(self, item: str) -> tuple[str, str | None]:
        found = [value(self.store, "programme_item", item, name) for name in ("starts", "ends")]
        return found[0], found[1]


@pytest.fixture
def visit(store: Store) -> Visit:
    return Visit(store)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_an_item_in_another_zone_stands_at_the_time_of_the_visit(visit: Visit) -> None:
    item = visit.add("2027-05-10T09:00", starts_zone="Asia/Shanghai")
    entry = visit.entry(item)
    assert entry.start == at("2027-05-10T03:00")
    assert entry.day == date(2027, 5, 9), "before four it belongs to the day before"
    assert (entry.starts, entry.starts_zone) == ("2027-05-10T09:00", "Asia/Shanghai")
    assert visit.table.days == (date(2027, 5, 9), date(2027, 5, 10), date(2027, 5, 11))


def test_a_flight_is_moved_with_both_its_zones(visit: Visit) -> None:
    flight = visit.add(
        "2027-05-10T10:00", "2027-05-10T11:05", starts_zone=PRAGUE, ends_zone="Europe/London"
    )
    assert visit.entry(flight).end == at("2027-05-10T12:05")
    move(visit.store, visit.entry(flight), at("2027-05-10T11:30"), PRAGUE)
    assert visit.times(flight) == ("2027-05-10T11:30", "2027-05-10T12:35")
    stretch(visit.store, visit.entry(flight), at("2027-05-10T14:00"), PRAGUE)
    assert visit.times(flight) == ("2027-05-10T11:30", "2027-05-10T13:00")


def test_an_item_takes_as_long_as_it_did_when_the_clocks_change(store: Store) -> None:
    visit = Visit(store, start="2027-03-27", end="2027-03-28")
    item = visit.add("2027-03-27T01:00", "2027-03-27T04:00")
    move(store, visit.entry(item), at("2027-03-28T01:00"), PRAGUE)
    assert visit.times(item) == ("2027-03-28T01:00", "2027-03-28T05:00")
    with pytest.raises(UserError, match="does not exist"):
        move(store, visit.entry(item), at("2027-03-28T02:30"), PRAGUE)


def test_moving_is_one_step_that_is_taken_back(visit: Visit) -> None:
    item = visit.add("2027-05-10T10:00", "2027-05-10T11:00")
    changes = move(visit.store, visit.entry(item), at("2027-05-11T09:05"), PRAGUE, "novináři")
    assert changes.ids("programme_item") == {item}
    assert visit.times(item) == ("2027-05-11T09:05", "2027-05-11T10:05")
    undo(visit.store)
    assert visit.times(item) == ("2027-05-10T10:00", "2027-05-10T11:00")
    assert visit.entry(item).track == ""


def test_an_item_of_which_only_the_day_is_known(visit: Visit) -> None:
    item = visit.add("2027-05-10")
    assert visit.entry(item).slot is None
    move_to_day(visit.store, visit.entry(item), date(2027, 5, 11))
    assert visit.times(item) == ("2027-05-11", None)
    move(visit.store, visit.entry(item), at("2027-05-11T09:00"), PRAGUE)
    assert visit.times(item) == ("2027-05-11T09:00", None)
    long = visit.add("2027-05-10", "2027-05-11")
    move_to_day(visit.store, visit.entry(long), date(2027, 5, 9))
    assert visit.times(long) == ("2027-05-09", "2027-05-10")


def test_an_open_item_gets_its_end_by_stretching(visit: Visit) -> None:
    item = visit.add("2027-05-10T10:00")
    assert visit.entry(item).end is None
    stretch(visit.store, visit.entry(item), at("2027-05-10T10:45"), PRAGUE)
    assert visit.times(item) == ("2027-05-10T10:00", "2027-05-10T10:45")
    with pytest.raises(InvalidRecord):
        stretch(visit.store, visit.entry(item), at("2027-05-10T10:00"), PRAGUE)


def test_a_copy_has_the_same_people_and_its_own_time(visit: Visit) -> None:
    item = visit.add("2027-05-10T10:00", "2027-05-10T11:00", languages="cs;de", source="web")
    make(visit.store, "programme_part", programme_item_id=item, name="hosté", part="speaks")
    other, changes = copy(visit.store, visit.entry(item), at("2027-05-11T14:00"), PRAGUE)
    assert visit.times(other) == ("2027-05-11T14:00", "2027-05-11T15:00")
    assert visit.entry(other).who == ("hosté",)
    assert value(visit.store, "programme_item", other, "languages") == "cs;de"
    assert value(visit.store, "programme_item", other, "source") is None
    assert other in changes.ids("programme_item")
    undo(visit.store)
    assert count(visit.store, "programme_item") == 1
    assert count(visit.store, "programme_part") == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(visit: Visit) -> None:
    item = visit.add("2027-05-10T10:00")
    seen = visit.entry(item)
    move(visit.store, seen, at("2027-05-10T12:00"), PRAGUE)
    with pytest.raises(Conflict):
        move(visit.store, seen, at("2027-05-10T13:00"), PRAGUE)
    put(visit.store, seen, "novináři")
    assert visit.entry(item).track == "novináři"


def test_an_item_that_would_lie_outside_the_visit_is_refused(visit: Visit) -> None:
    item = visit.add("2027-05-10T10:00")
    with pytest.raises(InvalidRecord):
        move(visit.store, visit.entry(item), at("2027-05-20T10:00"), PRAGUE)
    assert visit.times(item) == ("2027-05-10T10:00", None)


def test_days_begin_when_the_office_says(visit: Visit) -> None:
    item = visit.add("2027-05-11T03:00")
    assert visit.entry(item).day == date(2027, 5, 10)
    set_day_begins(visit.store, 0)
    assert visit.entry(item).day == date(2027, 5, 11)
    assert visit.table.begins == timedelta(0)


def test_a_visit_of_unknown_days_has_those_of_its_items(store: Store) -> None:
    visit = Visit(store, start="2027-05", end=None)
    assert visit.table.days == ()
    visit.add("2027-05-12T23:00", "2027-05-13T06:00")
    assert visit.table.days == (date(2027, 5, 12), date(2027, 5, 13))
    with store.reading() as connection:
        assert read(connection, "nobody", Language.CS) is None


def test_opening_and_saving_an_item_unchanged_changes_nothing(visit: Visit) -> None:
    item = visit.add("2027-05-10T10:00", "2027-05-10T11:00", starts_zone="Asia/Shanghai")
    entry = visit.entry(item)
    assert entry.start
    assert not move(visit.store, entry, entry.start, PRAGUE)
    from app.entities import ENTITIES

    assert not save(visit.store, ENTITIES["programme_item"], item, entry.version, {})[1]
