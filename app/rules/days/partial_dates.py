"""Dates of reduced precision: a year, a month, a day, or "happened, day unknown".

ISO 8601 reduced precision (EDTF level 0): ``2017``, ``2017-04``, ``2017-06-29``. Stored as
given, sorted at the first day, never padded into a false one. ``unknown`` says that something
happened on a day nobody recorded, which is not the same as nothing having happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, total_ordering
from typing import Literal

from app.errors import UserError
from app.i18n import N_, Language, Translator
from app.rules.folding import fold

Precision = Literal["year", "month", "day", "unknown"]

NOT_A_DATE = N_(
    "“{text}” is not a date. Write a day (29 June 2017), a month (6/2017), a year (2017) "
    "or “unknown”."
)

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NUMERIC = re.compile(r"([0-9]{1,2}) ?[./] ?([0-9]{1,2}) ?[./] ?([0-9]{4})")
_MONTH = re.compile(r"([0-9]{1,2}) ?[./] ?([0-9]{4})")
_DAY_NAME = re.compile(r"([0-9]{1,2})(?:\. ?| )([^\W\d]+)\.?,? ([0-9]{4})")
_NAME_DAY = re.compile(r"([^\W\d]+)\.? ([0-9]{1,2}),? ([0-9]{4})")
_NAME = re.compile(r"([^\W\d]+)\.? ([0-9]{4})")
_UNKNOWN = {
    "unknown", "not known", "day not known", "day unknown", "date not known", "date unknown",
    "neznamo", "nezname", "neznamy", "neznama", "den neznamy", "datum nezname", "neznamy den",
    "nezname datum", "den neni znam", "den neznam", "unbekannt", "nicht bekannt",
    "tag unbekannt", "tag nicht bekannt", "datum unbekannt", "datum nicht bekannt",
}  # fmt: skip
_NBSP = "\u00a0"


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as it is known; ordered by its first day, the coarser first.

    `year` is 0 for the unknown day, `month` and `day` are 0 where they are not known.
    Raises `ValueError` for a day that does not exist.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        if (self.day and not self.month) or (self.month and not self.year):
            raise ValueError("a day needs its month, a month its year")
        if self.year:
            date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse_iso(cls, text: str) -> PartialDate:
        """The value of a stored text. Raises `ValueError` for anything else."""
        if text == "unknown":
            return UNKNOWN
        found = _ISO.fullmatch(text)
        if not found:
            raise ValueError(f"no date of reduced precision: {text!r}")
        return _given(*(int(part) for part in found.groups() if part is not None))

    @classmethod
    def from_date(cls, day: date) -> PartialDate:
        """The value of a full date."""
        return cls(day.year, day.month, day.day)

    @property
    def precision(self) -> Precision:
        """How precisely the date is known."""
        if not self.year:
            return "unknown"
        if not self.month:
            return "year"
        return "day" if self.day else "month"

    @property
    def is_day(self) -> bool:
        """Whether the date is known to the day."""
        return bool(self.day)

    @property
    def first_day(self) -> date | None:
        """The first day it can be; None for the unknown day."""
        return date(self.year, self.month or 1, self.day or 1) if self.year else None

    @property
    def last_day(self) -> date | None:
        """The last day it can be; None for the unknown day."""
        if not self.year:
            return None
        month = self.month or 12
        import calendar

        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if not self.year:
            return "unknown"
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return str(self) < str(other)  # digits come before "unknown", a prefix before its longer


UNKNOWN = PartialDate(0)
"""It happened; the day is not known."""


def _given(year: int, *rest: int) -> PartialDate:
    """The value of a year and perhaps a month and a day, all written out, so none may be 0."""
    if 0 in (year, *rest):
        raise ValueError("there is no year, month or day 0")
    return PartialDate(year, *rest)


def parse(text: str, language: Language) -> PartialDate:
    """What a person typed: ISO 8601 or the ways of their language.

    The day comes before the month in numbers, in English too; month names of all three
    languages are understood, with or without diacritics. Raises `UserError` with an example
    when it is not a date or the day does not exist.
    """
    clean = " ".join(text.split()).casefold()
    try:
        if fold(clean) in _UNKNOWN:
            return UNKNOWN
        if _ISO.fullmatch(clean):
            return PartialDate.parse_iso(clean)
        if found := _NUMERIC.fullmatch(clean):
            return _given(int(found[3]), int(found[2]), int(found[1]))
        if found := _MONTH.fullmatch(clean):
            return _given(int(found[2]), int(found[1]))
        if found := _DAY_NAME.fullmatch(clean):
            return _given(int(found[3]), _month_number(found[2], language), int(found[1]))
        if found := _NAME_DAY.fullmatch(clean):
            return _given(int(found[3]), _month_number(found[1], language), int(found[2]))
        if found := _NAME.fullmatch(clean):
            return _given(int(found[2]), _month_number(found[1], language))
    except (ValueError, KeyError) as error:
        raise UserError(NOT_A_DATE, text=text) from error
    raise UserError(NOT_A_DATE, text=text)


def _month_number(name: str, language: Language) -> int:
    return _month_names(language)[fold(name)]


@cache
def _month_names(language: Language) -> dict[str, int]:
    """Folded month names of all three languages; those of `language` win."""
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for code in (*(item for item in Language if item != language), language):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names = get_month_names(width, context, code.locale)
                found |= {fold(name): number for number, name in names.items()}
    return found


def format(value: PartialDate | None, tr: Translator) -> str:
    """The date in the language of `tr`; spaces within it do not break."""
    if value is None:
        return ""
    if value.precision == "unknown":
        return tr("day not known")
    if value.precision == "year":
        return f"{value.year:04d}"
    if value.precision == "month":
        return f"{_month_name(value.month, tr.language)}{_NBSP}{value.year:04d}"
    return _full(value.year, value.month, value.day, tr.language)


def format_after(value: PartialDate, tr: Translator) -> str:
    """The date as it stands after *since*, *until*, *od*, *seit* (``od listopadu 2020``)."""
    if value.precision == "month":
        return f"{_month_name(value.month, tr.language, 'format')}{_NBSP}{value.year:04d}"
    return format(value, tr)


def _full(year: int, month: int, day: int, language: Language) -> str:
    if language is Language.CS:
        return f"{day}.{_NBSP}{month}.{_NBSP}{year:04d}"
    if language is Language.DE:
        return f"{day:02d}.{month:02d}.{year:04d}"
    return f"{day}{_NBSP}{_month_name(month, language)}{_NBSP}{year:04d}"


@cache
def _month_name(
    month: int, language: Language, context: Literal["format", "stand-alone"] = "stand-alone"
) -> str:
    from babel.dates import get_month_names

    return str(get_month_names("wide", context, language.locale)[month])


def format_day(day: date, tr: Translator, *, weekday: bool = False) -> str:
    """A full date, with its weekday before it if wanted (``pátek 24. 11. 2028``)."""
    text = _full(day.year, day.month, day.day, tr.language)
    if not weekday:
        return text
    from babel.dates import get_day_names

    name = get_day_names("wide", "stand-alone", tr.language.locale)[day.weekday()]
    comma = "," if tr.language is Language.DE else ""
    return f"{name}{comma}{_NBSP}{text}"


def format_deadline(day: date, tr: Translator) -> str:
    """A full date with its weekday as it stands after *by*, *do*, *bis zum* (``pátku 24. 11.``)."""
    text = _full(day.year, day.month, day.day, tr.language)
    if tr.language is Language.CS:
        return f"{_WEEKDAYS_OF[day.weekday()]}{_NBSP}{text}"
    if tr.language is Language.DE:
        return f"{format_day(day, tr, weekday=True).partition(',')[0]}, dem{_NBSP}{text}"
    return format_day(day, tr, weekday=True)


_WEEKDAYS_OF = ("pondělí", "úterý", "středy", "čtvrtka", "pátku", "soboty", "neděle")


def format_when(value: PartialDate, tr: Translator) -> str:
    """The date as it stands in a sentence (``on 24 November``, ``v dubnu 2017``, ``im Jahr``)."""
    text = format(value, tr)
    if value.precision == "unknown":
        return tr("on a day that is not known")
    if value.precision == "year":
        return tr("in {year}", year=text)
    if value.precision == "day":
        return tr("on {day}", day=text)
    if tr.language is Language.CS:
        text = f"{_MONTHS_IN[value.month - 1]}{_NBSP}{value.year:04d}"
    return tr("in {month}", month=text)


_MONTHS_IN = (
    *("lednu", "únoru", "březnu", "dubnu", "květnu", "červnu"),
    *("červenci", "srpnu", "září", "říjnu", "listopadu", "prosinci"),
)


def format_range(start: PartialDate, end: PartialDate | None, tr: Translator) -> str:
    """A span of dates, without repeating what both ends share (``10.–12. 10. 2013``).

    What ends before it starts, as a file said it, is written out: nobody reads over it.
    """
    if end is None or end == start:
        return format(start, tr)
    if start.is_day and end.is_day and start.year == end.year and start < end:
        last = format(end, tr)
        same_month = start.month == end.month
        if tr.language is Language.CS:
            first = f"{start.day}." if same_month else f"{start.day}.{_NBSP}{start.month}."
        elif tr.language is Language.DE:
            first = f"{start.day:02d}." if same_month else f"{start.day:02d}.{start.month:02d}."
        else:
            month = f"{_NBSP}{_month_name(start.month, tr.language)}"
            first = str(start.day) if same_month else f"{start.day}{month}"
        return f"{first}–{last}" if same_month else f"{first}{_NBSP}– {last}"
    return f"{format(start, tr)}{_NBSP}– {format(end, tr)}"


def format_moment(text: str, tr: Translator) -> str:
    """A stored moment: ``YYYY-MM-DDTHH:MM``, or a bare date where the hour is not known."""
    if "T" not in text:
        return format(PartialDate.parse_iso(text), tr)
    when = datetime.fromisoformat(text)
    return f"{_full(when.year, when.month, when.day, tr.language)} {format_time(text, tr)}"


def format_time(text: str, tr: Translator) -> str:
    """The hour of a stored moment (``9:05``, German ``09:05``), empty where it is not known."""
    if "T" not in text:
        return ""
    when = datetime.fromisoformat(text)
    if tr.language is Language.CS:
        return f"{when.hour}:{when.minute:02d}"
    return f"{when.hour:02d}:{when.minute:02d}"
