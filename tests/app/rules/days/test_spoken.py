from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.days.spoken import spoken_day

SUNDAY = date(2026, 11, 29)
PHRASES = {
    "dnes": "2026-11-29", "Heute": "2026-11-29", "today": "2026-11-29",
    "zítra": "2026-11-30", "zitra": "2026-11-30", "ZÍTRA": "2026-11-30",
    "morgen": "2026-11-30", "tomorrow": "2026-11-30", "pozítří": "2026-12-01",
    "übermorgen": "2026-12-01", "the day after tomorrow": "2026-12-01",
    "včera": "2026-11-28", "vorgestern": "2026-11-27", "yesterday": "2026-11-28",
    "15.1.": "2027-01-15", "15. 1.": "2027-01-15", "15.1": "2027-01-15", "15/1": "2027-01-15",
    "29.11.": "2026-11-29", "28.11.": "2027-11-28", "29.2.": "2028-02-29", "31.12.": "2026-12-31",
    "15. ledna": "2027-01-15", "15 leden": "2027-01-15", "3. prosince": "2026-12-03",
    "15. Januar": "2027-01-15", "1. März": "2027-03-01", "24. Dez.": "2026-12-24",
    "January 15": "2027-01-15", "15 Jan": "2027-01-15", "Dec. 24": "2026-12-24",
    "za týden": "2026-12-06", "za 2 týdny": "2026-12-13", "za dva týdny": "2026-12-13",
    "za 10 dní": "2026-12-09", "za čtrnáct dní": "2026-12-13", "za měsíc": "2026-12-29",
    "za rok": "2027-11-29", "za 3 měsíce": "2027-02-28", "před týdnem": "2026-11-22",
    "před dvěma dny": "2026-11-27", "in einer Woche": "2026-12-06", "in 14 Tagen": "2026-12-13",
    "in zwei Wochen": "2026-12-13", "in einem Monat": "2026-12-29", "vor drei Tagen": "2026-11-26",
    "in a week": "2026-12-06", "in two weeks": "2026-12-13", "in a fortnight": "2026-12-13",
    "a month ago": "2026-10-29", "3 days ago": "2026-11-26", "+7": "2026-12-06", "-1": "2026-11-28",
    "+2 týdny": "2026-12-13", "+ 2 Wochen": "2026-12-13",
    "pátek": "2026-12-04", "v pátek": "2026-12-04", "ve středu": "2026-12-02", "pá": "2026-12-04",
    "v neděli": "2026-12-06", "Freitag": "2026-12-04", "am Freitag": "2026-12-04",
    "Fr.": "2026-12-04", "Sonnabend": "2026-12-05", "on Friday": "2026-12-04",
    "příští pátek": "2026-12-04", "příští neděli": "2026-12-06", "nächsten Montag": "2026-11-30",
    "next friday": "2026-12-04", "příští týden": "2026-11-30", "nächste Woche": "2026-11-30",
    "next month": "2026-12-01", "příští rok": "2027-01-01", "konec měsíce": "2026-11-30",
    "do konce roku": "2026-12-31", "Ende des Monats": "2026-11-30", "end of the year": "2026-12-31",
    "end of this week": "2026-11-29", "konec týdne": "2026-11-29",
}  # fmt: skip


@pytest.mark.parametrize(("said", "day"), PHRASES.items())
def test_a_day_as_people_say_it(said: str, day: str) -> None:
    assert spoken_day(said, SUNDAY) == date.fromisoformat(day)


def test_next_with_a_weekday_is_that_day_of_the_following_week() -> None:
    wednesday = date(2026, 11, 25)
    assert spoken_day("pátek", wednesday) == date(2026, 11, 27)
    assert spoken_day("příští pátek", wednesday) == date(2026, 12, 4)
    assert spoken_day("středa", wednesday) == date(2026, 12, 2)


@pytest.mark.parametrize(
    "said",
    ["", " ", "2017", "2017-04-01", "15.1.2027", "31.2.", "32.1.", "15.13.", "zítra ráno",
     "v pátek 14:00", "za", "za mnoho dní", "in der Woche", "po jednání", "so far", "May", "next",
     "za 3 hodiny", "x" * 100],
)  # fmt: skip
def test_what_is_no_such_day_says_none(said: str) -> None:
    assert spoken_day(said, SUNDAY) is None


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 28), st.integers(1, 12))
def test_a_day_without_a_year_is_the_next_to_come(today: date, day: int, month: int) -> None:
    found = spoken_day(f"{day}. {month}.", today)
    assert found is not None
    assert (found.day, found.month) == (day, month)
    assert timedelta(0) <= found - today < timedelta(days=367)


@given(st.text(max_size=30), st.dates())
def test_any_text_gets_an_answer(text: str, today: date) -> None:
    spoken_day(text, today)


@pytest.mark.parametrize("today", [date.min, date.max])
@pytest.mark.parametrize(
    "said", ["včera", "zítra", "za 999 let", "-999 let", "příští rok", "31.12.", "pátek"]
)
def test_the_edges_of_the_calendar_get_an_answer(today: date, said: str) -> None:
    spoken_day(said, today)
