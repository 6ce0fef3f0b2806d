from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.rules.protocol.deadlines import Meeting, last_chance

DAYS = st.dates(date(2027, 1, 1), date(2027, 3, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_last_meeting_before_the_start_whose_day_for_papers_has_not_passed() -> None:
    meetings = [
        Meeting("early", day("2027-04-12"), day("2027-04-01")),
        Meeting("late", day("2027-04-26"), day("2027-04-15")),
        Meeting("after", day("2027-05-10"), day("2027-04-29")),
    ]
    start = day("2027-05-10")
    assert last_chance(meetings, start, day("2027-04-15")) == meetings[1]
    assert last_chance(meetings, start, day("2027-04-16")) is None
    assert last_chance(meetings, day("2027-04-26"), day("2027-04-01")) == meetings[0]
    # Where no day for papers is recorded, it is the one before the meeting.
    plain = Meeting("plain", day("2027-05-03"))
    assert last_chance([plain], start, day("2027-05-02")) == plain
    assert last_chance([plain], start, day("2027-05-03")) is None


@given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=6), DAYS, DAYS)
def test_it_is_one_of_those_that_are_possible_and_none_of_these_is_later(
    listed: list[tuple[date, date | None]], start: date, today: date
) -> None:
    meetings = [Meeting(str(n), *pair) for n, pair in enumerate(listed)]
    found = last_chance(meetings, start, today)
    possible = [m for m in meetings if m.held_on < start and m.last_day >= today]
    assert (found in possible) if possible else found is None
    assert not found or all(m.last_day <= found.last_day for m in possible)
    assert last_chance(reversed(meetings), start, today) == found
