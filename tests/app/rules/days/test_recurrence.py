from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from app.entities.choices import RECURRENCE
from app.i18n import Language, translator
from app.rules.days.recurrence import Rule, is_of_series, next_day, sentence, shifted


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
        ("FREQ=WEEKLY;BYDAY=TU,TH", "2026-11-24", ["2026-11-26", "2026-12-01", "2026-12-03"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "2026-11-26", ["2026-12-07", "2026-12-21"]),
        ("FREQ=MONTHLY;BYDAY=1MO", "2026-11-23", ["2026-12-07", "2027-01-04"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-23", ["2026-11-27", "2026-12-25"]),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2WE", "2026-11-23", ["2027-02-10", "2027-05-12"]),
        (
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "2026-11-23",
            ["2026-11-30", "2026-12-31", "2027-01-29"],
        ),
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
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYSETPOS=-1",
        "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3",
        "FREQ=WEEKLY;INTERVAL=2000",
        "INTERVAL=2",
    ],
)
def test_what_is_not_understood_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match=r"no rule of recurrence: '|invalid|no weekday"):
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


def _any_rule() -> st.SearchStrategy[Rule]:
    interval = st.integers(1, 24)
    one = st.integers(0, 6)
    several = st.lists(one, min_size=1, max_size=4, unique=True).map(
        lambda days: tuple((0, day) for day in sorted(days))
    )
    nth = st.tuples(st.sampled_from([-1, 1, 2, 3, 4, 5]), one).map(lambda day: (day,))
    return st.one_of(
        st.builds(Rule, st.just("DAILY"), interval),
        st.builds(lambda n, days: Rule("WEEKLY", n, weekdays=days), interval, several),
        st.builds(lambda n, day: Rule("MONTHLY", n, weekdays=day), interval, nth),
        st.builds(lambda n, day: Rule("MONTHLY", n, day), interval, st.integers(1, 28)),
        st.builds(
            lambda n, days, p: Rule("MONTHLY", n, weekdays=days, position=p),
            interval,
            several,
            st.sampled_from([-1, 1, 2]),
        ),
        st.builds(lambda n: Rule("MONTHLY", n, -1), interval),
    )


@settings(max_examples=500)
@given(_any_rule(), st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 6000))
def test_the_days_are_those_of_the_reference(rule: Rule, first: date, ahead: int) -> None:
    """python-dateutil goes through every occurrence since the first."""
    begin = datetime.combine(first, datetime.min.time())
    after = begin + timedelta(days=ahead)
    wanted = rrulestr(rule.text(), dtstart=begin).after(after)
    found = next_day(rule, first, after.date())
    assert found == (wanted.date() if wanted else None)


@given(_any_rule())
def test_a_rule_is_stored_and_read(rule: Rule) -> None:
    assert Rule.parse(rule.text()) == rule


@pytest.mark.parametrize("language", list(Language))
@given(
    rule=st.one_of(
        _any_rule().filter(lambda rule: not rule.position and len(rule.weekdays) < 4),
        st.sampled_from(
            [
                Rule("WEEKLY", weekdays=tuple((0, day) for day in range(5))),
                Rule("MONTHLY", weekdays=tuple((0, day) for day in range(5)), position=-1),
                Rule("DAILY", 10, from_done=True),
                Rule("WEEKLY", 1, from_done=True),
                Rule("MONTHLY", 3, from_done=True),
                Rule("YEARLY", 2, from_done=True),
                Rule("YEARLY"),
                Rule("YEARLY", 2),
            ]
        ),
    )
)
def test_what_is_said_of_a_rule_is_understood(rule: Rule, language: Language) -> None:
    said = sentence(rule, translator(language))
    assert RECURRENCE.parse(said, language) == rule.text()


def test_sentences() -> None:
    said = {
        text: [sentence(Rule.parse(text), translator(language)) for language in Language]
        for text in (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE",
            "FREQ=MONTHLY;BYDAY=2WE",
            "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=DAILY;INTERVAL=10;X-FROM=DONE",
        )
    }
    assert list(said.values()) == [
        [
            "Každé 2 týdny v pondělí a ve středu",
            "Alle 2 Wochen am Montag und am Mittwoch",
            "Every 2 weeks on Monday and on Wednesday",
        ],
        [
            "Každý měsíc 2. středa",
            "Jeden Monat am 2. Mittwoch",
            "Every month on the second Wednesday",
        ],
        ["Každé 3 měsíce 15.", "Alle 3 Monate am 15.", "Every 3 months on day 15"],
        [
            "Každý měsíc poslední pracovní den",
            "Jeden Monat am letzten Arbeitstag",
            "Every month on the last working day",
        ],
        ["10 dnů po splnění", "10 Tage nach Erledigung", "10 days after it was done"],
    ]
