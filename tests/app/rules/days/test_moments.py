from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserError
from app.rules.days.moments import in_zone, instant, is_twice

ZONES = st.sampled_from(
    ["Europe/Prague", "Europe/London", "America/New_York", "Asia/Shanghai", "Asia/Kolkata",
     "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("local", "zone", "utc"),
    [
        ("2027-01-10T09:00", "Asia/Shanghai", "2027-01-10T01:00"),  # 02:00 in Prague
        ("2027-07-10T09:00", "Asia/Shanghai", "2027-07-10T01:00"),  # 03:00 in Prague
        ("2027-03-28T01:30", "Europe/Prague", "2027-03-28T00:30"),
        ("2027-03-28T03:30", "Europe/Prague", "2027-03-28T01:30"),
        ("2026-10-25T02:30", "Europe/Prague", "2026-10-25T00:30"),  # the first of two
        ("2027-06-02", "Europe/Prague", "2027-06-01T22:00"),
    ],
)
def test_an_instant_follows_from_the_local_time_and_its_zone(
    local: str, zone: str, utc: str
) -> None:
    assert instant(local, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_nine_in_shanghai_is_two_in_prague_in_winter_and_three_in_summer() -> None:
    assert in_zone("2027-01-10T09:00", "Asia/Shanghai", "Europe/Prague") == "2027-01-10T02:00"
    assert in_zone("2027-07-10T09:00", "Asia/Shanghai", "Europe/Prague") == "2027-07-10T03:00"


@pytest.mark.parametrize(
    ("local", "zone"),
    [
        ("2027-03-28T02:00", "Europe/Prague"),
        ("2027-03-28T02:59", "Europe/Prague"),
        ("2027-03-14T02:30", "America/New_York"),
        ("2027-10-03T02:15", "Australia/Lord_Howe"),  # half an hour is left out there
    ],
)
def test_a_time_that_the_clocks_leave_out_is_refused(local: str, zone: str) -> None:
    with pytest.raises(UserError, match=local[11:]):
        instant(local, zone)


def test_a_day_whose_midnight_is_left_out_begins_later() -> None:
    assert instant("2018-11-04", "America/Sao_Paulo").hour == 3


@pytest.mark.parametrize(
    ("local", "twice"),
    [
        ("2026-10-25T01:59", False),
        ("2026-10-25T02:00", True),
        ("2026-10-25T02:59", True),
        ("2026-10-25T03:00", False),
        ("2027-03-28T02:30", False),  # left out, not twice
    ],
)
def test_what_comes_twice_when_the_clocks_are_put_back(local: str, twice: bool) -> None:
    assert is_twice(local, "Europe/Prague") is twice


@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 1, 1)), ZONES)
def test_the_clocks_on_the_spot_show_what_was_written(when: datetime, zone: str) -> None:
    local = when.strftime("%Y-%m-%dT%H:%M")
    try:
        found = instant(local, zone)
    except UserError:
        # Left out: no minute of the two hours around shows this time on the spot.
        around = (
            (when.replace(tzinfo=UTC) + timedelta(minutes=n)).astimezone(ZoneInfo(zone))
            for n in range(-15 * 60, 15 * 60)
        )
        assert all(item.strftime("%Y-%m-%dT%H:%M") != local for item in around)
        return
    assert found.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") == local
    assert in_zone(local, zone, zone) == local
