from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from app.exchange.ical.zones import timezone

PLACES = (
    "Europe/Prague", "Europe/Belgrade", "Europe/Kyiv", "Europe/London", "America/New_York",
    "Asia/Shanghai", "Asia/Kolkata", "Australia/Lord_Howe",
)  # fmt: skip


def read(name: str, first: datetime, last: datetime) -> tz.tzfile:
    """The zone as a strict reader of its component knows it."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "x")
    calendar.add_component(timezone(name, first, last))
    return tz.tzical(io.StringIO(calendar.to_ical().decode())).get(name)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_onset_is_a_local_time_before_the_change() -> None:
    text = timezone("Europe/Prague", moment("2027-01-10"), moment("2027-12-10")).to_ical().decode()
    spring, autumn = (
        text.partition(f"BEGIN:{kind}")[2].partition("END")[0] for kind in ("DAYLIGHT", "STANDARD")
    )
    assert "DTSTART:20270328T020000" in spring
    assert "TZOFFSETFROM:+0100" in spring
    assert "TZOFFSETTO:+0200" in spring
    assert "DTSTART:20261025T030000" in autumn, "the change before the first event"
    assert "TZOFFSETFROM:+0200" in autumn


@pytest.mark.parametrize("name", ["Asia/Shanghai", "Asia/Kolkata"])
def test_a_zone_without_changes_has_one_block(name: str) -> None:
    text = timezone(name, moment("2027-01-10"), moment("2027-12-10")).to_ical().decode()
    assert text.count("BEGIN:STANDARD") == 1
    assert "DAYLIGHT" not in text


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(PLACES),
    st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1)),
    st.integers(0, 700),
    st.lists(st.floats(0, 1), min_size=5, max_size=5),
)
def test_a_strict_reader_knows_each_instant_as_zoneinfo_does(
    name: str, start: datetime, days: int, places: list[float]
) -> None:
    first = start.replace(microsecond=0, tzinfo=UTC)
    last = first + timedelta(days=days)
    zone = read(name, first, last)
    for part in (0.0, 1.0, *places):
        instant = (first + (last - first) * part).replace(microsecond=0)
        local = instant.astimezone(ZoneInfo(name))
        if local.fold or local.replace(fold=1).utcoffset() != local.utcoffset():
            continue  # an hour that comes twice has no one local time
        # Of the hour that a change leaves out or repeats a reader may say what it likes.
        naive = local.replace(tzinfo=zone)
        assert naive.utcoffset() == local.utcoffset(), (name, instant)


@pytest.mark.parametrize("name", PLACES)
def test_each_change_is_at_the_instant_at_which_zoneinfo_has_it(name: str) -> None:
    first, last = moment("2026-06-01"), moment("2029-06-01")
    there, found = ZoneInfo(name), timezone(name, first, last)
    changes = set()
    half = first
    while half < last:
        after = half + timedelta(minutes=30)
        if half.astimezone(there).utcoffset() != after.astimezone(there).utcoffset():
            changes.add(after)
        half = after
    onsets = {
        block["DTSTART"].dt - block["TZOFFSETFROM"].td
        for block in found.subcomponents
        if block["TZOFFSETFROM"].td != block["TZOFFSETTO"].td
    }
    later = {onset.replace(tzinfo=UTC) for onset in onsets if onset.replace(tzinfo=UTC) > first}
    assert {item for item in later if item <= last} == changes
