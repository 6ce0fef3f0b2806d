"""How the papers of a visit say days, hours, places, names and who takes part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.entities import choices
from app.i18n import Translator
from app.reports.agreements.parts import label_of
from app.reports.delegations.data import Item, Journey, Member, Part, Visit
from app.reports.delegations.script import Line, Script
from app.reports.engine.columns import locale
from app.reports.engine.content import Body, Localised, in_czech
from app.rules.days.partial_dates import format_day, format_range, format_time

_ROLES = ("leads", "speaks", "takes_part", "interprets")


def own_side(visit: Visit) -> str:
    """The side of the office's own people: it receives an incoming visit, else it travels."""
    return "host" if visit.direction == "incoming" else "guest"


def days(visit: Visit, tr: Translator) -> str:
    """When the visit is."""
    return format_range(visit.start, visit.end, tr)


def day_heading(day: date, tr: Translator) -> str:
    """A day with its weekday, as a heading."""
    text = format_day(day, tr, weekday=True)
    return text[:1].upper() + text[1:]


def short_day(day: date, tr: Translator) -> str:
    """A day without its year."""
    from babel.dates import format_skeleton

    return str(format_skeleton("MMMd", day, locale=tr.language.locale)).replace(" ", "\u00a0")


def city(zone: str, tr: Translator) -> str:
    """The town that a time zone is called after."""
    from babel.dates import get_timezone_location

    return str(get_timezone_location(zone, locale=tr.language.locale, return_city=True))


def hours(item: Item, visit: Visit, tr: Translator) -> list[str]:
    """When an item begins and ends: one text, or two where the clocks show different times. A
    place is named where they are not those of the visit, a day where it is not the listed one.
    """
    if "T" not in item.starts:
        return []
    begins, ends = _hour(item, item.starts, item.starts_zone, visit, tr), ""
    if "T" in item.ends:
        ends = _hour(item, item.ends, item.ends_zone, visit, tr)
    if not ends:
        return [begins]
    if len(begins) + len(ends) > len("10:30") * 2:
        return [f"{begins}\u00a0–", ends]
    return [f"{begins}–{ends}"]


def _hour(item: Item, local: str, zone: str, visit: Visit, tr: Translator) -> str:
    text = format_time(local, tr)
    more = []
    if date.fromisoformat(local[:10]) != item.day:
        more.append(short_day(date.fromisoformat(local[:10]), tr))
    offsets = {_offset(item.starts, item.starts_zone), _offset(local, zone)}
    if _offset(local, zone) != _offset(local, visit.zone) or len(offsets) > 1 or _flies(item):
        more.append(city(zone, tr))
    return f"{text}\u00a0({', '.join(more)})" if more else text


def _flies(item: Item) -> bool:
    """Whether it ends where the clocks show another time than where it starts."""
    if "T" not in item.ends:
        return False
    return _offset(item.starts, item.starts_zone) != _offset(item.starts, item.ends_zone)


def _offset(local: str, zone: str) -> object:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).utcoffset()


def hour_lines(item: Item, visit: Visit, tr: Translator) -> list[Line]:
    """The hours as the cell of a timetable."""
    said = hours(item, visit, tr)
    if not said:
        return [Line(tr.context("programme", "during the day"), "soft")]
    return [Line(text, "strong") for text in said]


def post(member: Member) -> Localised:
    """The post that counts here."""
    return member.posts


def places(text: str) -> Localised:
    """Places as they are typed, in Czech."""
    return in_czech(", ".join(part.strip() for part in text.split(";") if part.strip()))


def body(found: Body | None) -> Localised:
    """The names of an organisation."""
    if found is None:
        return {}
    return found.names or in_czech(found.native_name)


def names(members: Iterable[Member]) -> str:
    """Members with commas."""
    return ", ".join(member.name for member in members if member.name)


def part_lines(script: Script, item: Item, visit: Visit) -> list[Line]:
    """Who takes part in an item, role by role; whole sides by one word."""
    tr = script.tr
    made = []
    for role in _ROLES:
        found = [part for part in item.parts if part.role == role]
        if found:
            said = _together(found, visit, tr) if role == "takes_part" else ""
            said = said or ", ".join(part.name for part in found)
            made.append(Line(said, "body", label_of(choices.ITEM_ROLE, role, tr)))
    return made


def _together(found: Sequence[Part], visit: Visit, tr: Translator) -> str:
    """Whole sides instead of their names, where nobody of them is missing."""
    keys = {part.member_id for part in found if part.member_id}
    said = []
    for code, text in (("guest", tr("all guests")), ("host", tr("all hosts"))):
        side = {member.id for member in visit.side(code)}
        if len(side) > 2 and side <= keys:
            said.append(text)
            keys -= side
    if not said:
        return ""
    rest = [part.name for part in found if not part.member_id or part.member_id in keys]
    return ", ".join([*said, *rest])


def languages(codes: Sequence[str], tr: Translator) -> str:
    """Names of languages."""
    called = locale(tr.language).languages
    return ", ".join(called.get(code, code) for code in codes)


def countries(codes: Sequence[str], tr: Translator) -> str:
    """Names of countries."""
    called = locale(tr.language).territories
    return ", ".join(called.get(code, code) for code in codes)


def journey_lines(journey: Journey, tr: Translator) -> list[Line]:
    """When, where and by what somebody arrives or leaves."""
    from app.rules.days.partial_dates import format_moment

    parts = [format_moment(journey.moment, tr) if journey.moment else "", journey.by]
    made = [Line(", ".join(filter(None, parts)))] if any(parts) else []
    if journey.place:
        made.append(Line(in_czech(journey.place), "soft"))
    return made


def amount(text: str, currency: str, tr: Translator) -> str:
    """An amount of money, without hundredths where there are none."""
    from decimal import Decimal

    from babel.numbers import format_decimal

    value = Decimal(text)
    pattern = "#,##0" if value == value.to_integral_value() else "#,##0.00"
    number = format_decimal(value, format=pattern, locale=tr.language.locale)
    return f"{number}\u00a0{currency}"
