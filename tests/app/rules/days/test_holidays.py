from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.days.holidays import (
    easter_sunday,
    is_holiday,
    is_working_day,
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
