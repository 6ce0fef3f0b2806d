from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from app.rules.days.holidays import (
    easter_sunday,
    is_holiday,
    is_working_day,
    public_holidays,
    working_day_on_or_before,
)

DAYS = st.dates(min_value=date(1993, 1, 1), max_value=date(2199, 12, 31))


@pytest.mark.parametrize(
    ("year", "day"),
    [(2000, (4, 23)), (2008, (3, 23)), (2011, (4, 24)), (2024, (3, 31)), (2026, (4, 5)),
     (2027, (3, 28)), (2038, (4, 25))],
)  # fmt: skip
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter_sunday(year) == date(year, *day)


def test_easter_as_another_library_reckons_it() -> None:
    for year in range(1583, 4100):  # of the Gregorian calendar, as far as its rule is agreed upon
        assert easter_sunday(year) == easter(year)


@pytest.mark.parametrize(
    "day",
    ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-08", "2026-07-05",
     "2026-07-06", "2026-09-28", "2026-10-28", "2026-11-17", "2026-12-24", "2026-12-25",
     "2026-12-26"],
)  # fmt: skip
def test_public_holidays_of_the_law(day: str) -> None:
    assert is_holiday(date.fromisoformat(day))


def test_there_are_thirteen_of_them() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(is_holiday(day) for day in days) == 13


def test_good_friday_is_one_since_2016() -> None:
    assert not is_holiday(date(2015, 4, 3))
    assert is_holiday(date(2016, 3, 25))


@given(DAYS)
def test_the_working_day_before_is_the_nearest_one(day: date) -> None:
    found = working_day_on_or_before(day)
    assert found <= day
    assert is_working_day(found)
    between = (found + timedelta(days=n) for n in range(1, (day - found).days + 1))
    assert not any(is_working_day(other) for other in between)


@pytest.mark.parametrize("decade", range(1993, 2101, 12))
def test_the_law_as_the_library_knows_it(decade: int) -> None:
    for year in range(decade, decade + 12):
        first = date(year, 1, 1)
        ours = {day for n in range(366) if is_holiday(day := first + timedelta(days=n))}
        assert {day for day in ours if day.year == year} == set(public_holidays("CZ", year)), year


@pytest.mark.parametrize(
    ("country", "region", "day", "name"),
    [
        ("DE", "SN", "2026-11-18", "Repentance and Prayer Day"),
        ("DE", "", "2026-10-03", "German Unity Day"),
        ("SK", "", "2026-08-29", "Slovak National Uprising Anniversary"),
        ("PL", "", "2026-11-11", "National Independence Day"),
        ("AT", "", "2026-10-26", "National Day"),
        ("UA", "", "2026-08-24", "Independence Day"),
    ],
)
def test_holidays_of_the_partners(country: str, region: str, day: str, name: str) -> None:
    found = public_holidays(country, 2026, region)
    assert found[date.fromisoformat(day)] == name
    assert set(found) == {each for each in found if each.year == 2026}


def test_a_country_or_a_year_that_nobody_knows_has_no_holidays() -> None:
    assert public_holidays("XX", 2026) == {}
    assert public_holidays("CZ", 9999) == {}
    assert public_holidays("DE", 2026, "XX") == {}
