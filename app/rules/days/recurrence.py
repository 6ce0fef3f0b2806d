"""When a task comes again: a rule (RFC 5545, section 3.3.10) counted from the first day.

Every day of a series follows from its first one, never from the one before: what began on the
31st of January comes on the 28th of February and on the 31st of March again.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_DAYS = {"DAILY": 1, "WEEKLY": 7}
_MONTHS = {"MONTHLY": 1, "YEARLY": 12}


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `interval` times `frequency`, an RFC 5545 word: DAILY, WEEKLY, MONTHLY, YEARLY.

    `month_day` says what becomes of days that a short month lacks. 0: the day of the first
    occurrence, else the last day of the month (RFC 7529 calls that SKIP=BACKWARD; nobody who
    writes "every month" means to leave out February). -1: always the last day of the month.
    A day from 1 to 31: months that lack it are left out, as BYMONTHDAY of RFC 5545 has it.
    """

    frequency: str
    interval: int = 1
    month_day: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """The rule of a stored text (``FREQ=MONTHLY;INTERVAL=3``).

        Raises `ValueError` for what is no such rule, or has parts that are not understood here.
        """
        parts: dict[str, str] = {}
        for part in text.split(";"):
            name, equals, value = part.partition("=")
            if not equals or name in parts:
                raise ValueError(f"no rule of recurrence: {text!r}")
            parts[name] = value
        frequency = parts.pop("FREQ", "")
        interval = int(parts.pop("INTERVAL", "1"))
        month_day = int(parts.pop("BYMONTHDAY", "0"))
        known = frequency in _MONTHS or (frequency in _DAYS and month_day == 0)
        if parts or not known or interval < 1 or not -1 <= month_day <= 31:
            raise ValueError(f"no rule of recurrence: {text!r}")
        return cls(frequency, interval, month_day)


def next_day(rule: Rule, first: date, after: date) -> date | None:
    """The first day of the series later than `after`; None where the calendar ends before it.

    `first` is the day from which the rule counts; it is of the series itself, unless the rule
    names another day of the month.
    """
    if rule.frequency in _DAYS:
        step = _DAYS[rule.frequency] * rule.interval
        passed = max((after - first).days // step + 1, 0)
        try:
            return first + timedelta(days=passed * step)
        except OverflowError:
            return None
    step = _MONTHS[rule.frequency] * rule.interval
    begin = first.year * 12 + first.month - 1
    month = begin + max((after.year * 12 + after.month - 1 - begin) // step, 0) * step
    while month // 12 <= date.max.year:
        day = _in_month(rule, first, month // 12, month % 12 + 1)
        if day is not None and day > after and day >= first:
            return day
        month += step
    return None


def _in_month(rule: Rule, first: date, year: int, month: int) -> date | None:
    """The day on which the series falls in a month; None in one that lacks it."""
    last = calendar.monthrange(year, month)[1]
    if rule.month_day == -1:
        return date(year, month, last)
    if rule.month_day:
        return date(year, month, rule.month_day) if rule.month_day <= last else None
    return date(year, month, min(first.day, last))


def is_of_series(rule: Rule, first: date, day: date) -> bool:
    """Whether the series that counts from `first` falls on a day."""
    return day == first or (day > first and next_day(rule, first, day - timedelta(1)) == day)


def shifted(moment: str, days: int) -> str:
    """A stored moment some days later (earlier if negative), its hour kept.

    What lies beyond the calendar stops at its first or last day.
    """
    day, hour = moment[:10], moment[10:]
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat() + hour
    except OverflowError:
        return (date.max if days > 0 else date.min).isoformat() + hour
