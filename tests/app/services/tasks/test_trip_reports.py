from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.store import Store
from app.entities import ENTITIES
from app.rules.days.holidays import is_working_day
from app.services.records.records import read, save
from app.services.tasks.reminders import LeadTimes, set_lead_times
from app.services.tasks.trip_reports import working_days_after
from tests.factories import make

DELEGATION = ENTITIES["delegation"]


def end(store: Store, key: str) -> None:
    with store.reading() as connection:
        record = read(connection, DELEGATION, key)
    assert record
    save(store, DELEGATION, key, record.version, {"status": "completed"})


def tasks(store: Store) -> list[tuple[str, str]]:
    with store.reading() as connection:
        return connection.execute("SELECT title, due FROM task ORDER BY due").fetchall()


def soon() -> date:
    return date.today() + timedelta(days=20)


def test_the_task_of_the_report_is_made_on_return(store: Store) -> None:
    last = soon()
    key = make(store, "delegation", title_cs="Cesta", start=str(last), status="under_way")
    end(store, key)
    assert tasks(store) == [("Zpráva z cesty: Cesta", str(working_days_after(last, 10)))]
    with store.reading() as connection:
        linked = connection.execute("SELECT record_id FROM task_link").fetchall()
    assert linked == [(key,)]


def test_it_is_made_once_and_can_be_set(store: Store) -> None:
    last = soon()
    key = make(store, "delegation", start=str(last), status="under_way")
    set_lead_times(store, LeadTimes(trip_report=3))
    end(store, key)
    with store.reading() as connection:
        record = read(connection, DELEGATION, key)
    assert record
    save(store, DELEGATION, key, record.version, {"status": "under_way"})
    end(store, key)
    assert [due for _, due in tasks(store)] == [str(working_days_after(last, 3))]
    set_lead_times(store, LeadTimes(trip_report=None))
    other = make(store, "delegation", start=str(last), status="under_way")
    end(store, other)
    assert len(tasks(store)) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"direction": "incoming", "start": str(soon())},
        {"start": soon().isoformat()[:7]},
        {"start": "2019-05-10"},
    ],
)
def test_none_for_a_visit_to_us_an_unknown_day_and_long_ago(
    store: Store, values: dict[str, str]
) -> None:
    key = make(store, "delegation", status="under_way", **values)
    end(store, key)
    assert tasks(store) == []


def test_none_for_a_trip_that_is_recorded_as_over(store: Store) -> None:
    make(store, "delegation", start=str(soon()), status="completed")
    assert tasks(store) == []


def test_working_days_pass_over_weekends_and_holidays() -> None:
    # Wednesday 23 December 2026: Christmas and the weekend, then the New Year.
    assert working_days_after(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert working_days_after(date(2026, 12, 23), 5) == date(2027, 1, 4)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 40))
def test_as_many_working_days_lie_between(day: date, count: int) -> None:
    found = working_days_after(day, count)
    between = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(map(is_working_day, between)) == count
    assert is_working_day(found)
