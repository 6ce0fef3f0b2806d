from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.entities.choices import RECURRENCE
from app.rules.days.recurrence import Rule, is_of_series, next_day, shifted


def days(rule: str, first: str, count: int) -> list[str]:
    """The `count` days that follow the first."""
    day: date | None = date.fromisoformat(first)
    found = []
    for _ in range(count):
        assert day
        day = next_day(Rule.parse(rule), date.fromisoformat(first), day)
        found.append(str(day))
    return found


@pytest.mark.parametrize(
    ("rule", "first", "following"),
    [
        ("FREQ=MONTHLY", "2026-01-31", ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("FREQ=MONTHLY", "2028-01-31", ["2028-02-29", "2028-03-31"]),
        ("FREQ=MONTHLY", "2026-01-30", ["2026-02-28", "2026-03-30", "2026-04-30"]),
        ("FREQ=MONTHLY", "2026-12-15", ["2027-01-15", "2027-02-15"]),
        ("FREQ=MONTHLY;INTERVAL=3", "2026-11-29", ["2027-02-28", "2027-05-29", "2027-08-29"]),
        ("FREQ=MONTHLY;INTERVAL=6", "2026-08-31", ["2027-02-28", "2027-08-31", "2028-02-29"]),
        (
            "FREQ=YEARLY",
            "2028-02-29",
            ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29", "2033-02-28"],
        ),
        ("FREQ=YEARLY;INTERVAL=2", "2026-12-31", ["2028-12-31", "2030-12-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-02-28", ["2026-03-31", "2026-04-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-01-31", ["2026-03-31", "2026-05-31", "2026-07-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=10", "2026-01-15", ["2026-02-10", "2026-03-10"]),
        ("FREQ=WEEKLY", "2026-12-28", ["2027-01-04", "2027-01-11"]),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-10-19", ["2026-11-02", "2026-11-16"]),
        ("FREQ=DAILY;INTERVAL=10", "2026-12-25", ["2027-01-04"]),
    ],
)
def test_every_day_follows_from_the_first(rule: str, first: str, following: list[str]) -> None:
    assert days(rule, first, len(following)) == following


@pytest.mark.parametrize(
    ("rule", "after", "following"),
    [
        ("FREQ=MONTHLY", "2026-03-20", "2026-03-31"),  # done early: still this month's
        ("FREQ=MONTHLY", "2026-03-31", "2026-04-30"),
        ("FREQ=MONTHLY", "2025-06-01", "2026-01-31"),  # nothing comes before the first
        ("FREQ=WEEKLY", "2025-06-01", "2026-01-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=10", "2025-06-01", "2026-02-10"),
        ("FREQ=WEEKLY", "2026-02-06", "2026-02-07"),
        ("FREQ=WEEKLY", "2026-02-07", "2026-02-14"),
    ],
)
def test_the_next_day_is_the_first_that_is_later(rule: str, after: str, following: str) -> None:
    found = next_day(Rule.parse(rule), date(2026, 1, 31), date.fromisoformat(after))
    assert str(found) == following


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"])
def test_the_calendar_ends(rule: str) -> None:
    assert next_day(Rule.parse(rule), date(9999, 12, 28), date(9999, 12, 28)) is None


def test_the_last_year_of_the_calendar_is_of_it() -> None:
    rule = Rule.parse("FREQ=MONTHLY")
    assert next_day(rule, date(9999, 1, 15), date(9999, 11, 20)) == date(9999, 12, 15)


@pytest.mark.parametrize(
    ("moment", "days", "later"),
    [
        ("2027-04-26", 5, "2027-05-01"),
        ("2027-04-26T10:00", 5, "2027-05-01T10:00"),
        ("2027-05-01T10:00", -5, "2027-04-26T10:00"),
        ("2027-05-01", 0, "2027-05-01"),
        ("9999-12-30T08:00", 2, "9999-12-31T08:00"),
        ("9999-12-31", 1, "9999-12-31"),
        ("9999-12-30", 10**10, "9999-12-31"),
        ("0001-01-02T08:00", -2, "0001-01-01T08:00"),
        ("0001-01-02", -(10**10), "0001-01-01"),
    ],
)
def test_a_moment_is_shifted_by_days_and_keeps_its_hour(moment: str, days: int, later: str) -> None:
    assert shifted(moment, days) == later


def test_a_day_that_never_comes_is_none() -> None:
    rule = Rule.parse("FREQ=YEARLY;BYMONTHDAY=30")
    assert next_day(rule, date(2026, 2, 1), date(2026, 2, 1)) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "MONTHLY",
        "FREQ=",
        "FREQ=HOURLY",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=MONTHLY;INTERVAL=-1",
        "FREQ=MONTHLY;INTERVAL=x",
        "FREQ=MONTHLY;FREQ=MONTHLY",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=-2",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=WEEKLY;BYDAY=MO",
        "INTERVAL=2",
    ],
)
def test_what_is_not_understood_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match=r"no rule of recurrence: '|invalid literal"):
        Rule.parse(text)


def test_every_rule_that_is_offered_is_understood() -> None:
    for text in RECURRENCE.options:
        rule = Rule.parse(text)
        assert next_day(rule, date(2026, 1, 31), date(2026, 1, 31))
    assert Rule.parse("FREQ=MONTHLY;INTERVAL=3") == Rule("MONTHLY", 3)
    assert Rule.parse("FREQ=MONTHLY;BYMONTHDAY=-1") == Rule("MONTHLY", 1, -1)
    assert Rule.parse("FREQ=MONTHLY;BYMONTHDAY=31").month_day == 31
    assert Rule.parse("FREQ=MONTHLY;BYMONTHDAY=0") == Rule.parse("FREQ=MONTHLY")


_RULES = st.sampled_from([*RECURRENCE.options, "FREQ=DAILY"]).map(Rule.parse)
_DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(_RULES, _DAYS, st.integers(0, 40))
def test_each_occurrence_is_of_its_series_and_no_day_between(
    rule: Rule, first: date, count: int
) -> None:
    day = first
    for _ in range(count):
        following = next_day(rule, first, day)
        assert following
        assert following > day
        day = following
    assert is_of_series(rule, first, day)
    before = day - timedelta(1)
    expected = before == first or (rule.frequency == "DAILY" and before > first)
    assert is_of_series(rule, first, before) is expected
    assert not is_of_series(rule, first, first - timedelta(1))


@given(_RULES, _DAYS, st.integers(1, 5000))
def test_where_one_stands_in_a_series_changes_nothing(rule: Rule, first: date, ahead: int) -> None:
    """The next day after any day is the one that counting step by step reaches first."""
    after = first + timedelta(ahead)
    day: date | None = first
    while day is not None and day <= after:
        day = next_day(rule, first, day)
    assert next_day(rule, first, after) == day
