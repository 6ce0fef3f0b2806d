"""When a task comes again: a rule (RFC 5545, section 3.3.10) counted from the first day.

Every day of a series follows from its first one, never from the one before: what began on the
31st of January comes on the 28th of February and on the 31st of March again.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from app.i18n import C_, N_, Translator

_DAYS = {"DAILY": 1, "WEEKLY": 7}
_MONTHS = {"MONTHLY": 1, "YEARLY": 12}
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKING = tuple((0, day) for day in range(5))
_MOST = 1000  # units of an interval: further apart nothing comes again
_DONE = "X-FROM=DONE"


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `interval` times `frequency`, an RFC 5545 word: DAILY, WEEKLY, MONTHLY, YEARLY.

    `month_day` says what becomes of days that a short month lacks. 0: the day of the first
    occurrence, else the last day of the month (RFC 7529 calls that SKIP=BACKWARD; nobody who
    writes "every month" means to leave out February). -1: always the last day of the month.
    A day from 1 to 31: months that lack it are left out, as BYMONTHDAY of RFC 5545 has it.

    `weekdays` are pairs of a number and a weekday (0 is Monday): in a month the first to fifth or
    the last one (-1), in a week always 0. `position` picks one of the days that a month has by
    them (BYSETPOS: -1 with Monday to Friday is the last working day).

    `from_done`: the next day is reckoned from the day on which the task was done. No calendar
    knows that; it is not exported as a rule.
    """

    frequency: str
    interval: int = 1
    month_day: int = 0
    weekdays: tuple[tuple[int, int], ...] = ()
    position: int = 0
    from_done: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """The rule of a stored text (``FREQ=MONTHLY;INTERVAL=3``).

        Raises `ValueError` for what is no such rule, has parts that are not understood here, or
        never happens.
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
        weekdays = _weekdays(parts.pop("BYDAY", ""))
        position = int(parts.pop("BYSETPOS", "0"))
        from_done = parts.pop("X-FROM", "") == "DONE"
        rule = cls(frequency, interval, month_day, weekdays, position, from_done)
        if parts or not rule._is_sensible():
            raise ValueError(f"no rule of recurrence: {text!r}")
        return rule

    def _is_sensible(self) -> bool:
        if self.frequency not in {**_DAYS, **_MONTHS} or not 1 <= self.interval <= _MOST:
            return False
        if not -1 <= self.month_day <= 31 or not -1 <= self.position <= 5:
            return False
        by_day = bool(self.weekdays)
        if self.frequency == "MONTHLY":
            numbered = all(nth for nth, _ in self.weekdays)
            plain = not any(nth for nth, _ in self.weekdays)
            fits = numbered if not self.position else plain
            return not (by_day and (self.month_day or not fits)) and (by_day or not self.position)
        if self.month_day and self.frequency != "YEARLY":
            return False
        if self.position or any(nth for nth, _ in self.weekdays):
            return False
        return not by_day or (self.frequency == "WEEKLY" and not self.from_done)

    def text(self) -> str:
        """The rule as it is stored; `parse` gives it back."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            days = (f"{nth or ''}{_CODES[day]}" for nth, day in self.weekdays)
            parts.append("BYDAY=" + ",".join(days))
        if self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.position:
            parts.append(f"BYSETPOS={self.position}")
        return ";".join([*parts, _DONE] if self.from_done else parts)


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    """The weekdays of BYDAY, in the order of the week. Raises `ValueError`."""
    found = []
    for part in text.split(",") if text else ():
        match = re.fullmatch(r"(-1|[1-5])?(MO|TU|WE|TH|FR|SA|SU)", part)
        if not match:
            raise ValueError(f"no weekday: {part!r}")
        found.append((int(match[1] or 0), _CODES.index(match[2])))
    return tuple(sorted(set(found)))


def next_day(rule: Rule, first: date, after: date) -> date | None:
    """The first day of the series later than `after`; None where the calendar ends before it.

    `first` is the day from which the rule counts; it is of the series itself, unless the rule
    names other days.
    """
    if rule.weekdays:
        return _next_weekday(rule, first, after)
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


def _next_weekday(rule: Rule, first: date, after: date) -> date | None:
    from dateutil.rrule import rrulestr

    # The library goes through every occurrence since the first: it begins near `after` instead,
    # a whole number of intervals later.
    if rule.frequency == "WEEKLY":
        monday = first - timedelta(days=first.weekday())
        step = 7 * rule.interval
        passed = max((after - monday).days // step, 0)
        near = monday + timedelta(days=passed * step)
    else:
        months = max((after.year - first.year) * 12 + after.month - first.month, 0)
        month = first.year * 12 + first.month - 1 + months // rule.interval * rule.interval
        near = date(month // 12, month % 12 + 1, 1)
    begin = datetime.combine(max(near, date(1, 1, 1)), datetime.min.time())
    earliest = max(after, first - timedelta(days=1) if first > date.min else first)
    try:
        rules = rrulestr(rule.text(), dtstart=begin)
        found = rules.after(datetime.combine(earliest, datetime.min.time()))
    except (OverflowError, ValueError):
        return None  # the calendar ends
    return found.date() if found else None


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


# --- in words -------------------------------------------------------------------------------------

_ON = (
    C_("on a weekday", "on Monday"),
    C_("on a weekday", "on Tuesday"),
    C_("on a weekday", "on Wednesday"),
    C_("on a weekday", "on Thursday"),
    C_("on a weekday", "on Friday"),
    C_("on a weekday", "on Saturday"),
    C_("on a weekday", "on Sunday"),
)
_NTH = {
    1: C_("recurrence", "on the first {weekday}"),
    2: C_("recurrence", "on the second {weekday}"),
    3: C_("recurrence", "on the third {weekday}"),
    4: C_("recurrence", "on the fourth {weekday}"),
    5: C_("recurrence", "on the fifth {weekday}"),
    -1: C_("recurrence", "on the last {weekday}"),
}
_TOGETHER = C_("recurrence", "{every} {when}")
_AND = N_("{these} and {last}")


def sentence(rule: Rule, tr: Translator) -> str:
    """The rule as a person says it; the quick entry of the same language understands it."""
    every = _every(rule, tr)
    if rule.from_done:
        return every
    if rule.weekdays == _WORKING and rule.frequency == "WEEKLY" and rule.interval == 1:
        return tr("Every weekday")
    if when := _when(rule, tr):
        return tr.message(_TOGETHER, every=every, when=when)
    return every


def _every(rule: Rule, tr: Translator) -> str:
    count = rule.interval
    if rule.from_done:
        match rule.frequency:
            case "DAILY":
                return tr.plural(
                    "{count} day after it was done", "{count} days after it was done", count
                )
            case "WEEKLY":
                return tr.plural(
                    "{count} week after it was done", "{count} weeks after it was done", count
                )
            case "MONTHLY":
                return tr.plural(
                    "{count} month after it was done", "{count} months after it was done", count
                )
        return tr.plural("{count} year after it was done", "{count} years after it was done", count)
    if count == 1:
        return tr.message(_ONCE[rule.frequency])
    match rule.frequency:
        case "DAILY":
            return tr.plural("Every {count} day", "Every {count} days", count)
        case "WEEKLY":
            return tr.plural("Every {count} week", "Every {count} weeks", count)
        case "MONTHLY":
            return tr.plural("Every {count} month", "Every {count} months", count)
    return tr.plural("Every {count} year", "Every {count} years", count)


_ONCE = {
    "DAILY": C_("recurrence", "Every day"),
    "WEEKLY": C_("recurrence", "Every week"),
    "MONTHLY": C_("recurrence", "Every month"),
    "YEARLY": C_("recurrence", "Every year"),
}


def _when(rule: Rule, tr: Translator) -> str:
    """On which day of the week or month; empty where the first occurrence says it."""
    if rule.position:
        if rule.weekdays == _WORKING and rule.position == -1:
            return tr.context("recurrence", "on the last working day")
        days = ", ".join(_weekday_name(day, tr) for _, day in rule.weekdays)
        return tr.message(_NTH[rule.position], weekday=days)
    if rule.weekdays:
        if rule.frequency == "WEEKLY":
            return _joined([tr.message(_ON[day]) for _, day in rule.weekdays], tr)
        return _joined(
            [tr.message(_NTH[n], weekday=_weekday_name(day, tr)) for n, day in rule.weekdays], tr
        )
    if rule.month_day == -1:
        return tr.context("recurrence", "on the last day")
    if rule.month_day:
        return tr.context("recurrence", "on day {day}").format(day=rule.month_day)
    return ""


def _joined(texts: list[str], tr: Translator) -> str:
    *these, last = texts
    return tr.message(_AND, these=", ".join(these), last=last) if these else last


def _weekday_name(day: int, tr: Translator) -> str:
    from babel.dates import get_day_names

    return str(get_day_names("wide", "format", tr.language.locale)[day])
