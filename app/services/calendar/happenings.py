"""What happens on which day: visits, tasks, meetings, terms, holidays, birthdays, anniversaries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, get_args

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator, translator
from app.rules.agreements.terms import AgreementState, standing, state
from app.rules.days.holiday_names import holiday_name
from app.rules.days.holidays import public_holidays
from app.rules.days.partial_dates import PartialDate
from app.services.records.query import captions, facts_columns, facts_of, title_expression

Kind = Literal[
    "holiday", "visit", "meeting", "papers", "notice", "term", "task", "birthday", "anniversary"
]

LABELS: dict[str, str] = {
    "holiday": N_("Public holiday"),
    "visit": N_("Delegation"),
    "meeting": N_("Meeting of a body"),
    "papers": N_("Papers to be submitted by"),
    "notice": N_("Last day to deliver a notice"),
    "term": N_("Last day of the term"),
    "task": N_("Task"),
    "birthday": N_("Birthday"),
    "anniversary": N_("Anniversary of the signing"),
}
BACKWARDS = N_("The last day lies before the first one.")
TOO_LONG = N_("A calendar covers at most {years} years at a time.")

_MOST_YEARS = 20
_JUBILEES = 5  # years: of an agreement every fifth anniversary is worth a word
_HOME = "CZ"


@dataclass(frozen=True, slots=True)
class Happening:
    """Something on a day, or from `first` to `last` (both included).

    `time` is the local hour (``14:00``), empty for whole days. `entity` and `record_id` say where
    it leads, empty for a holiday. `state` is the stored state of a visit or task; `years` how old
    somebody becomes, or how long ago an agreement was signed (0 where that is not known).
    """

    kind: Kind
    first: date
    last: date
    title: str
    time: str = ""
    entity: str = ""
    record_id: str = ""
    state: str = ""
    place: str = ""
    years: int = 0


def happenings(
    connection: Connection,
    first: date,
    last: date,
    language: Language,
    *,
    kinds: Iterable[str] = get_args(Kind),
    countries: Iterable[str] = (_HOME,),
) -> list[Happening]:
    """All that happens from `first` to `last`, by day, whole days first, then by the hour.

    Visits that are not known to the day are left out (`undated`), and so is what is archived.
    Holidays are those of `countries` (ISO 3166, with a region after a hyphen: ``DE-SN``).
    Raises `UserError` for days in the wrong order or more than twenty years.
    """
    if last < first:
        raise UserError(BACKWARDS)
    if last.year - first.year > _MOST_YEARS:
        raise UserError(TOO_LONG, years=_MOST_YEARS)
    wanted = set(kinds)
    tr = translator(language)
    found: list[Happening] = []
    if "holiday" in wanted:
        found += _holidays(first, last, countries, tr)
    if "visit" in wanted:
        found += _visits(connection, first, last, language)
    if wanted & {"meeting", "papers"}:
        found += _meetings(connection, first, last)
    if "task" in wanted:
        found += _tasks(connection, first, last)
    if wanted & {"notice", "term", "anniversary"}:
        found += _agreements(connection, first, last, language)
    if "birthday" in wanted:
        found += _birthdays(connection, first, last)
    order = get_args(Kind)
    found = [item for item in found if item.kind in wanted]
    found.sort(key=lambda i: (i.first, i.time, order.index(i.kind), i.title, i.record_id))
    return found


def undated(
    connection: Connection, first: date, last: date, language: Language
) -> list[tuple[str, str, str]]:
    """Visits (id, title, start as it is stored) that may begin in these days, but are not known
    to the day."""
    rows = connection.execute(
        "SELECT id, start FROM delegation WHERE archived_on IS NULL AND length(start) < 10"
        " AND coalesce(status, '') <> 'cancelled' ORDER BY start, id"
    ).fetchall()
    near = []
    for key, text in rows:
        day = PartialDate.parse_iso(text)
        begin, end = day.first_day, day.last_day
        if begin and end and begin <= last and end >= first:
            near.append((key, text))
    names = captions(connection, ENTITIES["delegation"], [key for key, _ in near], language)
    return [(key, names.get(key, ""), text) for key, text in near]


def _holidays(
    first: date, last: date, countries: Iterable[str], tr: Translator
) -> Iterator[Happening]:
    for code in countries:
        country, _, region = code.partition("-")
        for year in range(first.year, last.year + 1):
            for day, name in public_holidays(country, year, region).items():
                if first <= day <= last:
                    title = holiday_name(name, tr)
                    shown = title if code == _HOME else f"{title} ({code})"
                    yield Happening("holiday", day, day, shown)


def _visits(
    connection: Connection, first: date, last: date, language: Language
) -> Iterator[Happening]:
    title = title_expression(ENTITIES["delegation"], "d", language)
    rows = rows_as_dicts(
        connection,
        f"SELECT d.id, {title} AS title, d.start, coalesce(d.[end], d.start) AS [end],"
        " coalesce(d.places, '') AS places, coalesce(d.status, '') AS status FROM delegation d"
        " WHERE d.archived_on IS NULL AND length(d.start) = 10 AND d.start <= ?"
        " AND coalesce(d.[end], d.start) >= ?",
        (last.isoformat(), first.isoformat()[:4]),
    )
    for row in rows:
        begin = date.fromisoformat(row["start"])
        end = PartialDate.parse_iso(row["end"])
        until = end.first_day if end.is_day and end.first_day else begin
        if until >= first:
            yield Happening(
                "visit", begin, max(begin, until), row["title"] or "", "", "delegation",
                row["id"], row["status"], row["places"],
            )  # fmt: skip


def _meetings(connection: Connection, first: date, last: date) -> Iterator[Happening]:
    begin, end = first.isoformat(), last.isoformat() + "T99"
    rows = rows_as_dicts(
        connection,
        "SELECT id, title, held_on, submit_by, coalesce(place, '') AS place FROM meeting"
        " WHERE archived_on IS NULL AND (held_on BETWEEN ?1 AND ?2 OR submit_by BETWEEN ?1 AND ?2)",
        (begin, end),
    )
    for row in rows:
        for kind, moment in (("meeting", row["held_on"]), ("papers", row["submit_by"])):
            if moment and begin <= moment <= end:
                day = date.fromisoformat(moment[:10])
                yield Happening(
                    kind, day, day, row["title"], moment[11:16], "meeting",  # type: ignore[arg-type]
                    row["id"], place=row["place"],
                )  # fmt: skip


def _tasks(connection: Connection, first: date, last: date) -> Iterator[Happening]:
    for key, title, due, status in connection.execute(
        "SELECT id, title, due, status FROM task WHERE archived_on IS NULL"
        " AND due BETWEEN ? AND ? AND status <> 'cancelled'",
        (first.isoformat(), last.isoformat() + "T99"),
    ).fetchall():
        day = date.fromisoformat(due[:10])
        yield Happening("task", day, day, title, due[11:16], "task", key, status or "")


def _agreements(
    connection: Connection, first: date, last: date, language: Language
) -> Iterator[Happening]:
    title = title_expression(ENTITIES["agreement"], "a", language)
    rows = rows_as_dicts(
        connection,
        f"SELECT a.id, {title} AS title, {facts_columns('a')} FROM agreement a"
        " WHERE a.archived_on IS NULL"
        " AND (a.signed_on IS NOT NULL OR coalesce(a.status, '') NOT IN ('draft', 'in_approval'))",
    )
    for row in rows:
        yield from _anniversary(row, first, last)
        if any(row[name] for name in ("expires_on", "ended_on", "notice_given_on", "amendments")):
            yield from _terms(row, first, last)


_RUNNING = (AgreementState.IN_FORCE, AgreementState.ENDING)


def _terms(row: dict[str, Any], first: date, last: date) -> Iterator[Happening]:
    """The last days of the terms of an agreement, and for notices; of each term that begins."""
    facts, day = facts_of(row), first
    told: set[tuple[str, date]] = set()
    while day <= last and state(facts, day) in _RUNNING:
        now = standing(facts, day)
        end = now.end.first_day if now.end is not None and now.end.is_day else None
        for kind, when in (("notice", now.deliver_by), ("term", end)):
            if when and first <= when <= last and (kind, when) not in told:
                told.add((kind, when))
                yield Happening(
                    kind, when, when, row["title"] or "", "", "agreement", row["id"]  # type: ignore[arg-type]
                )  # fmt: skip
        if end is None or end < day or not now.renews:
            return
        day = end + timedelta(days=1)


def _anniversary(row: dict[str, Any], first: date, last: date) -> Iterator[Happening]:
    signed = row["signed_on"] or ""
    if len(signed) != 10:
        return
    for year in range(first.year, last.year + 1):
        years = year - int(signed[:4])
        day = _in_year(signed[5:], year)
        if years > 0 and years % _JUBILEES == 0 and first <= day <= last:
            yield Happening(
                "anniversary", day, day, row["title"] or "", "", "agreement", row["id"],
                years=years,
            )  # fmt: skip


def _birthdays(connection: Connection, first: date, last: date) -> Iterator[Happening]:
    days = {f"{day:%m-%d}" for day in _days(first, last)}
    if "02-28" in days:
        days.add("02-29")
    rows = connection.execute(
        "SELECT id, full_name, birthday FROM person WHERE archived_on IS NULL"
        " AND substr(birthday, -5) IN (SELECT value FROM json_each(?)) AND length(birthday) >= 5",
        (json.dumps(sorted(days)),),
    ).fetchall()
    for key, name, text in rows:
        born = PartialDate.parse_iso(text)
        if not born.is_day or born.first_day is None:
            continue
        for year in range(max(first.year, born.first_day.year), last.year + 1):
            day = _in_year(text[-5:], year)
            if first <= day <= last:
                yield Happening(
                    "birthday", day, day, name or "", "", "person", key,
                    years=year - born.first_day.year,
                )  # fmt: skip


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(min((last - first).days, 366) + 1):
        yield first + timedelta(days=number)


def _in_year(month_and_day: str, year: int) -> date:
    """A day of the year; 29 February is kept on the 28th where there is none."""
    try:
        return date.fromisoformat(f"{year:04}-{month_and_day}")
    except ValueError:
        return date(year, 2, 28)
