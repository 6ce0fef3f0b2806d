"""Phrases of a language found in a line, and what they mean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from app.i18n import Language
from app.rules.days.recurrence import Rule
from app.rules.quick_entry import czech, english, german
from app.rules.quick_entry.entry import Relative
from app.rules.quick_entry.moments import Clock, clock_of, end_of, later
from app.rules.quick_entry.words import Grammar, Phrase

GRAMMARS: Mapping[Language, Grammar] = {
    Language.CS: czech.GRAMMAR,
    Language.DE: german.GRAMMAR,
    Language.EN: english.GRAMMAR,
}

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKING = "MO,TU,WE,TH,FR"
_FAR = 200 * 366  # days: what lies further ahead was not meant


@dataclass(frozen=True)
class Found:
    """A possible reading of a stretch of the line."""

    start: int
    end: int
    kind: str
    day: date | None = None
    others: tuple[date, ...] = ()
    clock: Clock | None = None
    moment: datetime | None = None
    rule: str = ""
    relative: Relative | None = None
    weekday: int | None = None
    said_year: bool = False
    rank: int = 0  # of several days, that with the highest is the due day
    needs_end: bool = False
    language: Language | None = None
    stays: bool = False  # the words stay in the title, too

    @property
    def length(self) -> int:
        return self.end - self.start


_DEADLINE = re.compile(
    r"(?:nejpozdeji|do|k|ke|spatestens|bis|by|until|till|no later than|binnen|within|behem)\b"
)
_PLACED = re.compile(r"(?:v|ve|na|dne|od|am|zum|ab|on|at|for|from|den|the)\b")


def rank_of(said: str) -> int:
    """A deadline counts more than a day with another preposition, that more than a bare one."""
    return 2 if _DEADLINE.match(said) else 1 if _PLACED.match(said) else 0


class Line(Protocol):
    """What the phrases need to know of the line in which they stand."""

    text: str
    folded: str
    now: datetime
    today: date

    def word_before(self, place: int) -> str:
        """The folded word that stands before a place."""

    def follows_number_word(self, place: int) -> bool:
        """Whether a word stands before a place after which numbers are no day."""

    def coming(self, weekday: int) -> date:
        """The next such weekday after today."""

    def day_of(self, day: int, month: int, year: int | None) -> date | None:
        """A date; without a year the next one to come, today included."""


class Reading:
    """One phrase of a language found in the line; `found` says what it means."""

    def __init__(
        self, reader: Line, grammar: Grammar, phrase: Phrase, match: re.Match[str]
    ) -> None:
        self.reader = reader
        self.today = reader.today
        self.grammar = grammar
        self.phrase = phrase
        self.match = match
        self.groups = match.groupdict()
        self.typed = reader.text[match.start() : match.end()]
        self.meaning, _, self.constant = phrase.meaning.partition(":")

    def found(self) -> Found | None:
        """The reading, or None where the words mean something else here."""
        if not self._holds():
            return None
        method: Callable[[], Found | None] = getattr(self, f"_{self.meaning}")
        try:
            return method()
        except (OverflowError, ValueError):
            return None  # a day that the calendar has not

    def _holds(self) -> bool:
        needs = self.phrase.needs
        for need in needs - {"end"}:
            if need == "small":
                if self.typed.split()[-1][:1].isupper() and self.match.start() > 0:
                    return False
            elif need == "capital":
                if not self._group_typed("month")[:1].isupper():
                    return False
            elif need not in self.typed.lower():
                return False
        if self.groups.get("weekday") or self.groups.get("weekdays"):
            return self._is_weekday()
        if self.match.group(0)[:1].isdigit():
            return not self.reader.follows_number_word(self.match.start())
        return True

    def _is_weekday(self) -> bool:
        """Not the name of a person or a feast."""
        name = "weekday" if self.groups.get("weekday") else "weekdays"
        if self.match.start(name) != self.match.start():
            return True
        if self.reader.word_before(self.match.start()) in self.grammar.names_before:
            return False
        if self.grammar.code == "cs":
            return self.match.start() == 0 or not self.typed[:1].isupper()
        return True

    def _group_typed(self, name: str) -> str:
        start, end = self.match.span(name)
        return self.reader.text[start:end] if start >= 0 else ""

    def _make(self, kind: str, **values: object) -> Found:
        needs_end = "end" in self.phrase.needs
        return Found(self.match.start(), self.match.end(), kind, needs_end=needs_end, **values)  # type: ignore[arg-type]

    def _day(self, day: date | None, **values: object) -> Found | None:
        if day is None or abs((day - self.today).days) > _FAR:
            return None
        return self._make("day", day=day, rank=rank_of(self.match.group(0)), **values)

    # the parts

    @property
    def _number(self) -> int:
        text = self.groups.get("number")
        if text is None:
            return 1
        return int(text) if text.isdigit() else self.grammar.numbers[text]

    @property
    def _unit(self) -> str:
        if self.groups.get("working"):
            return "working"
        return self.grammar.units[self.groups["unit"]]

    @property
    def _weekday_number(self) -> int:
        word = self.groups["weekday"]
        found = self.grammar.weekdays.get(word)
        return self.grammar.more_weekdays[word] if found is None else found

    @property
    def _year(self) -> int | None:
        return int(self.groups["year"]) if self.groups.get("year") else None

    @property
    def _month_number(self) -> int:
        return self.grammar.months[self.groups["month"]]

    @property
    def _month_to_come(self) -> tuple[int, int]:
        """Year and month of a month that is named: this one, or the next to come."""
        month = self._month_number
        year = self._year or self.today.year + (month < self.today.month)
        return year, month

    @property
    def _nth(self) -> int:
        text = self.groups["ordinal"]
        return (
            int(text[:-1])
            if text[:1].isdigit() and text.endswith(".")
            else (self.grammar.ordinals[text])
        )

    # days

    def _in_days(self) -> Found | None:
        return self._day(self.today + timedelta(days=int(self.constant)))

    def _in_units(self) -> Found | None:
        count, unit = self._number, self.constant or self._unit
        if self.constant == "fortnight":
            count = 1
        if unit in ("hour", "minute"):
            moment = self.reader.now + timedelta(**{f"{unit}s": count})
            return self._make("day", moment=moment.replace(second=0, microsecond=0))
        return self._day(later(self.today, count, unit))

    def _in_half_hour(self) -> Found | None:
        moment = self.reader.now + timedelta(minutes=30)
        return self._make("day", moment=moment.replace(second=0, microsecond=0))

    def _in_half_year(self) -> Found | None:
        return self._day(later(self.today, 6, "month"))

    def _weekday(self) -> Found | None:
        number = self._weekday_number
        return self._day(self.reader.coming(number), weekday=number)

    def _day_before_weekday(self) -> Found | None:
        number = self._weekday_number
        return self._day(self.reader.coming(number) - timedelta(days=1), weekday=(number - 1) % 7)

    def _weekday_next(self, weeks: int = 1) -> Found | None:
        number = self._weekday_number
        monday = self.today - timedelta(days=self.today.weekday())
        return self._day(monday + timedelta(days=7 * weeks + number), weekday=number)

    def _weekday_after_next(self) -> Found | None:
        return self._weekday_next(2)

    def _weekday_week(self) -> Found | None:
        number = self._weekday_number
        return self._day(self.reader.coming(number) + timedelta(days=7), weekday=number)

    def _next(self) -> Found | None:
        match self.constant:
            case "week":
                monday = self.today - timedelta(days=self.today.weekday())
                return self._day(monday + timedelta(days=7))
            case "month":
                return self._day(later(self.today.replace(day=1), 1, "month"))
        return self._day(date(self.today.year + 1, 1, 1))

    def _day_month(self) -> Found | None:
        if self._is_street():
            return None
        is_word = self.groups["month"] in ("may", "march", "mar") and self.grammar.code == "en"
        is_first = self.match.start("month") == self.match.start()
        if is_word and is_first and not self.typed[:1].isupper():
            return None  # “they may 5 times”
        day = self._nth if self.groups.get("ordinal") else int(self.groups["day"])
        found = self.reader.day_of(day, self._month_number, self._year)
        return self._day(found, said_year=bool(self._year))

    def _is_street(self) -> bool:
        """„náměstí 28. října“, „17. listopadu 15“"""
        before = self.reader.word_before(self.match.start())
        if any(before in grammar.numbers_before for grammar in GRAMMARS.values()):
            return True
        rest = self.reader.folded[self.match.end() :]
        house = re.match(r"\s+\d{1,4}(?![\d:.]|\s?(?:h|hod|uhr|am|pm|a\.m|p\.m)\b)", rest)
        return bool(house) and not self.groups.get("year") and self.grammar.code == "cs"

    def _day_of_month(self) -> Found | None:
        day = int(self.groups["day"])
        year, month = self.today.year, self.today.month
        for _ in range(13):
            if day <= calendar.monthrange(year, month)[1]:
                found = date(year, month, day)
                if found >= self.today:
                    return self._day(found)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return None

    def _end_of(self) -> Found | None:
        if self.groups.get("month"):
            year, month = self._month_to_come
            return self._day(date(year, month, calendar.monthrange(year, month)[1]))
        return self._day(end_of(self.today, self._unit, self._year))

    def _end_of_next(self) -> Found | None:
        unit = self._unit
        end = end_of(self.today, unit, None)
        return self._day(end_of(end + timedelta(days=1), unit, None) if end else None)

    def _begin_of(self) -> Found | None:
        year, month = self._month_to_come
        first = date(year, month, 1)
        if first < self.today and not self._year:
            first = date(year + 1, month, 1)
        return self._day(first)

    def _middle_of(self) -> Found | None:
        year, month = self._month_to_come
        middle = date(year, month, 15)
        if middle < self.today and not self._year:
            middle = date(year + 1, month, 15)
        return self._day(middle)

    def _in_month(self) -> Found | None:
        if self._is_street():
            return None
        year, month = self._month_to_come
        last = date(year, month, calendar.monthrange(year, month)[1])
        first = date(year, month, 1)
        return self._day(last, others=(first,) if first >= self.today else ())

    def _week(self) -> Found | None:
        number = self._number
        year = self._year or self.today.isocalendar().year
        found = date.fromisocalendar(year, number, 5)
        if found < self.today and not self._year:
            found = date.fromisocalendar(year + 1, number, 5)
        return self._day(found)

    # times

    def _clock(self) -> Found | None:
        part = self.groups.get("part") or ""
        said = self.groups.get("h")
        hour = int(said) if said else self.grammar.hours[self.groups["hour"]]
        clock = clock_of(hour, int(self.groups.get("m") or 0), part, said or "")
        return self._make("time", clock=clock) if clock else None

    def _at(self, hour: int, minute: int) -> Found | None:
        if minute < 0:
            hour, minute = (hour - 1) or 12, minute + 60
        clock = clock_of(hour, minute, self.groups.get("part") or "", "")
        return self._make("time", clock=clock) if clock else None

    def _half(self) -> Found | None:
        return self._at(HALVES[self.groups["half"]], -30)

    def _half_to(self) -> Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], -30)

    def _half_past(self) -> Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], 30)

    def _quarter_past(self) -> Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], 15)

    def _quarter_to(self) -> Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], -15)

    def _quarter_to_hour(self) -> Found | None:
        return self._at(self.grammar.hours[self.groups["hour"]], int(self.constant) - 60)

    def _noon(self) -> Found | None:
        return self._make("time", clock=Clock(12, 0))

    def _midnight(self) -> Found | None:
        return self._make("time", clock=Clock(23, 59))

    # again and again

    def _rule(self, rule: str) -> Found:
        return self._make("recurrence", rule=rule)

    def _every(self) -> Found | None:
        return self._rule(
            {
                "day": "FREQ=DAILY",
                "week": "FREQ=WEEKLY",
                "month": "FREQ=MONTHLY",
                "quarter": "FREQ=MONTHLY;INTERVAL=3",
                "half": "FREQ=MONTHLY;INTERVAL=6",
                "year": "FREQ=YEARLY",
            }[self.constant]
        )

    def _every_units(self) -> Found | None:
        fixed, _, unit = self.constant.partition(" ")
        count = int(fixed) if fixed else self._number
        unit = unit or self._unit
        frequency, times = {
            "day": ("DAILY", 1),
            "week": ("WEEKLY", 1),
            "fortnight": ("WEEKLY", 2),
            "month": ("MONTHLY", 1),
            "quarter": ("MONTHLY", 3),
            "half": ("MONTHLY", 6),
            "year": ("YEARLY", 1),
        }.get(unit, ("", 0))
        if not frequency or not count:
            return None
        interval = f";INTERVAL={count * times}" if count * times > 1 else ""
        return self._rule(f"FREQ={frequency}{interval}")

    def _every_weekdays(self) -> Found | None:
        words = re.findall(r"[a-z]+", self.groups["weekdays"])
        numbers = sorted(
            {number for word in words if (number := self._weekday_of(word)) is not None}
        )
        return self._rule("FREQ=WEEKLY;BYDAY=" + ",".join(_CODES[number] for number in numbers))

    def _weekday_of(self, word: str) -> int | None:
        found = self.grammar.weekdays.get(word)
        return found if found is not None else self.grammar.weekdays.get(word.rstrip("s"))

    def _every_other_weekday(self) -> Found | None:
        return self._rule(f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_CODES[self._weekday_number]}")

    def _monthly(self, **values: Any) -> Found:
        return self._rule(Rule("MONTHLY", self._number, **values).text())

    def _every_nth_weekday(self) -> Found | None:
        nth = self._nth
        return self._monthly(weekdays=((nth, self._weekday_number),)) if -1 <= nth <= 5 else None

    def _every_last_working_day(self) -> Found | None:
        return self._monthly(weekdays=tuple((0, day) for day in range(5)), position=-1)

    def _every_last_day(self) -> Found | None:
        return self._monthly(month_day=-1)

    def _every_day_of_month(self) -> Found | None:
        return self._monthly(month_day=int(self.groups["day"]))

    def _every_working_day(self) -> Found | None:
        return self._rule(f"FREQ=WEEKLY;BYDAY={_WORKING}")

    def _after_done(self) -> Found | None:
        unit = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}[self._unit]
        rule = Rule(unit, self._number, from_done=True)
        return self._rule(rule.text())

    def _every_other_weekdays(self) -> Found | None:
        found = self._every_weekdays()
        rule = Rule.parse(found.rule) if found else None
        return self._rule(replace(rule, interval=self._number).text()) if rule else None

    # before and after something

    def _relative(self) -> Found | None:
        anchor = self.grammar.anchors["_".join(self.groups["anchor"].split())]
        before = self.groups["way"] in ("pred", "vor", "before")
        if anchor == "visit":
            anchor = "start" if before else "end"
        return self._make("relative", relative=Relative(anchor, self._number, self._unit, before))


HALVES = {
    "jedne": 1, "druhe": 2, "treti": 3, "ctvrte": 4, "pate": 5, "seste": 6, "sedme": 7,
    "osme": 8, "devate": 9, "desate": 10, "jedenacte": 11, "dvanacte": 12,
}  # fmt: skip
