"""Days and hours that are reckoned from others."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from app.rules.days.holidays import is_working_day


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day; `other` is the hour that may be meant as well."""

    hour: int
    minute: int
    other: int | None = None


_MORNING = frozenset(["rano", "dopoledne", "fruh", "morgens", "vormittags", "am", "vormittag"]) | {
    "am morgen",
    "am vormittag",
    "in der fruh",
    "in the morning",
    "this morning",
    "am",
    "a.m.",
}
_EVENING = frozenset(["odpoledne", "vecer", "nachmittags", "abends", "pm", "p.m."]) | {
    "am nachmittag", "am abend", "in the afternoon", "in the evening", "this afternoon",
    "this evening",
}  # fmt: skip


def clock_of(hour: int, minute: int, part: str, said: str) -> Clock | None:
    """A time of the day; `said` is the hour as it was typed, with a nought it is that of 24."""
    part = " ".join(part.split())
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        return None
    if part in _MORNING:
        return Clock(0 if hour == 12 and part in ("am", "a.m.") else hour, minute)
    if part in _EVENING:
        return Clock(hour + 12 if hour < 12 else hour, minute)
    if part in ("mittags",):
        return Clock(hour + 12 if hour < 4 else hour, minute)
    if part in ("v noci", "nachts", "at night"):
        return Clock(hour + 12 if 7 <= hour < 12 else hour, minute)
    if part != "24" and 1 <= hour <= 6 and not (len(said) == 2 and said.startswith("0")):
        return Clock(hour + 12, minute, other=hour)
    return Clock(hour, minute)


def later(day: date, count: int, unit: str) -> date:
    """`day` moved by whole units (see `Relative.unit`), clipped to the end of a month."""
    if unit == "working":
        for _ in range(min(count, 5000)):
            day += timedelta(days=1)
            while not is_working_day(day):
                day += timedelta(days=1)
        return day
    if unit in ("day", "week", "fortnight"):
        return day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    step = {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + count * step, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def end_of(today: date, unit: str, year: int | None) -> date | None:
    """The last day of a week, month, quarter, half-year or year."""
    if unit == "week":
        return today + timedelta(days=6 - today.weekday())
    if year:
        today = today.replace(year=year, month=12 if unit == "year" else today.month, day=1)
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(unit)
    if months is None:
        return None
    month = (today.month - 1) // months * months + months
    return date(today.year, month, calendar.monthrange(today.year, month)[1])


def nearest(day: date, weekday: int) -> list[date]:
    """The days of a weekday just before and after a day."""
    back = (day.weekday() - weekday) % 7
    return [day - timedelta(days=back), day + timedelta(days=7 - back)]
