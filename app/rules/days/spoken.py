"""Days as people say them: “15.1.”, “zítra”, “in zwei Wochen”, “next Friday”.

Czech, German and English may be mixed: whoever types does not choose a language first. Only a
whole text is a day; where anything else stands in it, nothing is guessed.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta
from functools import cache

from app.i18n import Language

_RELATIVE = {
    "dnes": 0, "dneska": 0, "heute": 0, "today": 0,
    "zitra": 1, "zejtra": 1, "morgen": 1, "tomorrow": 1,
    "pozitri": 2, "ubermorgen": 2, "uebermorgen": 2, "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "vcera": -1, "gestern": -1, "yesterday": -1,
    "predevcirem": -2, "vorgestern": -2, "day before yesterday": -2,
    "the day before yesterday": -2,
}  # fmt: skip

_NUMBERS = {
    word: number
    for number, words in {
        1: "jeden jednu jedno jednim jednou ein eine einen einem einer one a an",
        2: "dva dve dvema zwei two",
        3: "tri tremi drei three",
        4: "ctyri ctyrmi vier four",
        5: "pet peti funf fuenf five",
        6: "sest sesti sechs six",
        7: "sedm sedmi sieben seven",
        8: "osm osmi acht eight",
        9: "devet deviti neun nine",
        10: "deset deseti zehn ten",
        14: "ctrnact ctrnacti vierzehn fourteen",
    }.items()
    for word in words.split()
}

_UNITS = {
    word: unit
    for unit, words in {
        "day": "den dny dni dnu dnem dnech tag tage tagen tages day days",
        "week": "tyden tydny tydnu tydnem woche wochen week weeks",
        "fortnight": "fortnight fortnights",
        "month": "mesic mesice mesicu mesicem mesici monat monate monaten monats month months",
        "year": "rok roky roku rokem rokech lety let jahr jahre jahren jahres year years",
    }.items()
    for word in words.split()
}

_DECLINED = {"stredu": 2, "sobotu": 5, "nedeli": 6, "sonnabend": 5}
"""Names of weekdays that CLDR does not list; 0 is Monday."""

_AMOUNT = r"(?:(?P<count>\d{1,3}|[a-z]+) )?(?P<unit>[a-z]+)"
_AHEAD = re.compile(rf"(?:za|in) {_AMOUNT}")
_BACK = re.compile(rf"(?:pred|vor) {_AMOUNT}")
_AGO = re.compile(rf"{_AMOUNT} ago")
_SIGNED = re.compile(r"(?P<sign>[+-]) ?(?P<count>\d{1,3})(?: ?(?P<unit>[a-z]+))?")
_NUMERIC = re.compile(r"(\d{1,2})[./] ?(\d{1,2})\.?")
_DAY_NAME = re.compile(r"(\d{1,2})\.? ([a-z]+)\.?")
_NAME_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})\.?")
_BEFORE_WEEKDAY = re.compile(r"(?:v|ve|am|an|on|den|tento|tuto|toto|dieser|diesen|this) ")
_NEXT = re.compile(
    r"(?:v |ve |am |on )?(?:pristi|nachste[nrsm]?|naechste[nrsm]?|next) (?P<what>\w+)"
)
_END = re.compile(
    r"(?:(?:na |do )?(?:konec|konce|koncem) (?:tohoto )?"
    r"|(?:am |zum |bis )?ende (?:des |der |dieses |dieser )?"
    r"|(?:at |by )?(?:the )?end of (?:the |this )?)(?P<unit>[a-z]+)"
)


def spoken_day(text: str, today: date) -> date | None:
    """The day that a text says, reckoned from `today`; None where it says none.

    A day without a year is the next one to come, today included; a weekday is the next one after
    today, with “next” that of the following week (Monday begins it).
    """
    said = _folded(text)
    if not said:
        return None
    if said in _RELATIVE:
        return _shifted(today, _RELATIVE[said], "day")
    for pattern, sign in ((_AHEAD, 1), (_BACK, -1), (_AGO, -1)):
        if found := pattern.fullmatch(said):
            return _amount(today, found["count"], found["unit"], sign)
    if found := _SIGNED.fullmatch(said):
        sign = 1 if found["sign"] == "+" else -1
        return _amount(today, found["count"], found["unit"] or "day", sign)
    if found := _NUMERIC.fullmatch(said):
        return _to_come(today, int(found[1]), int(found[2]))
    if found := _NEXT.fullmatch(said):
        return _next(today, found["what"])
    if found := _END.fullmatch(said):
        return _end_of(today, found["unit"])
    if (weekday := _weekday(_BEFORE_WEEKDAY.sub("", said, count=1))) is not None:
        return _shifted(today, (weekday - today.weekday() - 1) % 7 + 1, "day")
    for pattern, day, month in ((_DAY_NAME, 1, 2), (_NAME_DAY, 2, 1)):
        if (found := pattern.fullmatch(said)) and (number := _months().get(found[month])):
            return _to_come(today, int(found[day]), number)
    return None


def _folded(text: str) -> str:
    """Lower case, no diacritics, single spaces; signs stay. A longer text is no day."""
    apart = unicodedata.normalize("NFKD", text[:60].casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.split()).rstrip(" ,") if len(text) <= 60 else ""


def _shifted(day: date, count: int, unit: str) -> date | None:
    """`day` moved by whole units, clipped to the end of a month; None outside the calendar."""
    try:
        if unit in ("day", "week", "fortnight"):
            return day + timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
        months = day.year * 12 + day.month - 1 + count * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))
    except (OverflowError, ValueError, calendar.IllegalMonthError):
        return None


def _amount(today: date, count: str | None, unit: str, sign: int) -> date | None:
    """So many units from today; one where no number is said."""
    if unit not in _UNITS:
        return None
    number = 1 if count is None else int(count) if count.isdigit() else _NUMBERS.get(count)
    return None if number is None else _shifted(today, sign * number, _UNITS[unit])


def _to_come(today: date, day: int, month: int) -> date | None:
    """The next such day of a year, today included; 29 February waits for a leap year."""
    for year in range(today.year, min(today.year + 9, date.max.year + 1)):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _next(today: date, what: str) -> date | None:
    monday = _shifted(today, 7 - today.weekday(), "day")
    if monday is None:
        return None
    if (weekday := _weekday(what)) is not None:
        return _shifted(monday, weekday, "day")
    match _UNITS.get(what):
        case "week":
            return monday
        case "month":
            return _shifted(today.replace(day=1), 1, "month")
        case "year":
            return _shifted(today.replace(month=1, day=1), 1, "year")
    return None


def _end_of(today: date, unit: str) -> date | None:
    match _UNITS.get(unit, "week" if unit == "tydne" else ""):
        case "week":
            return _shifted(today, 6 - today.weekday(), "day")
        case "month":
            return today.replace(day=calendar.monthrange(today.year, today.month)[1])
        case "year":
            return today.replace(month=12, day=31)
    return None


def _weekday(word: str) -> int | None:
    """The number of a weekday by its name in any of the languages; 0 is Monday."""
    return _weekdays().get(word.rstrip("."))


@cache
def _weekdays() -> dict[str, int]:
    from babel.dates import get_day_names

    found = dict(_DECLINED)
    for language in (Language.EN, Language.DE, Language.CS):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_day_names(width, context, language.locale)
                found |= {_folded(name).rstrip("."): number for number, name in names.items()}
    return found


@cache
def _months() -> dict[str, int]:
    from babel.dates import get_month_names

    found: dict[str, int] = {}
    for language in (Language.EN, Language.DE, Language.CS):
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, language.locale)
                found |= {_folded(name).rstrip("."): number for number, name in names.items()}
    return found
