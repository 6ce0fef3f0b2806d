"""Public holidays, and working days in the Czech Republic (zákon č. 245/2000 Sb., § 1 to 3).

The Czech ones are reckoned here: importing the library `holidays` takes several times as long as
the start of the window, and every notice day asks for them. A test holds the two together; for
any other country the library answers (decision 12).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_FIXED = {
    (1, 1), (5, 1), (5, 8), (7, 5), (7, 6), (9, 28), (10, 28), (11, 17),
    (12, 24), (12, 25), (12, 26),
}  # fmt: skip
_GOOD_FRIDAY_SINCE = 2016  # zákon č. 359/2015 Sb.
_STATEHOOD_SINCE = 2000  # 28 September, by the same law as above
_ALSO_OFF = {"UA": ("public", "workday")}
"""Categories of the library besides ``public``: under martial law Ukraine's are working days."""


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm of Meeus and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, over = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    quarter, remainder = divmod(rest, 4)
    weekday = (32 + 2 * over + 2 * quarter - epact - remainder) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """Whether `day` is a public holiday in the Czech Republic."""
    if (day.month, day.day) == (9, 28):
        return day.year >= _STATEHOOD_SINCE
    if (day.month, day.day) in _FIXED:
        return True
    easter = easter_sunday(day.year)
    return day == easter + timedelta(days=1) or (
        day.year >= _GOOD_FRIDAY_SINCE and day == easter - timedelta(days=2)
    )


def is_working_day(day: date) -> bool:
    """Whether offices work on `day`: neither a weekend nor a public holiday."""
    return day.weekday() < 5 and not is_holiday(day)


def working_day_on_or_before(day: date) -> date:
    """The last working day on or before `day` (the first day of the calendar has none before)."""
    while day > date.min and not is_working_day(day):
        day -= timedelta(days=1)
    return day


@cache
def public_holidays(country: str, year: int, region: str = "") -> dict[date, str]:
    """The public holidays of a country (ISO 3166-1 alpha-2) in a year, with their English names.

    `region` is a part of the country (ISO 3166-2 without the country). Empty for a country that
    the library does not know, and beyond the years that it knows (1946 to 2100 for most).
    """
    import holidays

    try:
        found = holidays.country_holidays(
            country,
            subdiv=region or None,
            years=year,
            categories=_ALSO_OFF.get(country, ("public",)),
            language="en_US",  # its default follows the computer
        )
    except NotImplementedError:
        return {}
    return {day: str(name) for day, name in sorted(found.items()) if day.year == year}
