"""The task to write the report of a trip, made when the trip is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from app.db.connection import Connection
from app.db.statements import row
from app.db.store import Writer, link_id
from app.entities import ENTITIES
from app.fields import Entity
from app.i18n import N_, Language, translator
from app.rules.days.holidays import is_working_day
from app.rules.days.partial_dates import PartialDate
from app.services.records.rows import write
from app.services.tasks.reminders import lead_times
from app.services.tasks.tasks import link

MADE = N_("The trip is over; a task was made: {task}.")
TITLE = N_("Trip report: {title}")

_LONG_AGO = timedelta(days=30)


def comes_back(
    writer: Writer, _entity: Entity, delegation_id: str, values: Mapping[str, Any]
) -> bool:
    """Whether `values` say that a trip is over, which was not said before."""
    if values.get("status") != "completed":
        return False
    stored = row(writer.connection, "delegation", delegation_id)
    return bool(stored and stored["status"] != "completed" and stored["direction"] != "incoming")


def follow(writer: Writer, _entity: Entity, delegation_id: str, _values: Mapping[str, Any]) -> None:
    """Make the task, due so many working days after the end (the office's choice, 10 unless it
    says otherwise). None where the end is not known to the day, for a trip of long ago, and where
    the task is there already.
    """
    due = due_on(writer.connection, delegation_id)
    key = link_id("task", "trip_report", delegation_id)
    stored = row(writer.connection, "delegation", delegation_id)
    if due is None or stored is None or row(writer.connection, "task", key):
        return
    if due < date.today() - _LONG_AGO:
        return
    name = stored["title_cs"] or stored["title_de"] or stored["title_en"] or ""
    title = translator(Language.CS).message(TITLE, title=name)  # data in the office's language
    values = {"title": title, "due": due.isoformat(), "status": "open", "priority": "normal"}
    write(writer, ENTITIES["task"], None, values, fixed=key)
    link(writer, key, "delegation", delegation_id)
    writer.remark(MADE, task=title)


def due_on(connection: Connection, delegation_id: str) -> date | None:
    """When the report of a trip is due; None where nobody can tell, or the office wants none."""
    days = lead_times(connection).trip_report
    stored = row(connection, "delegation", delegation_id)
    text = (stored["end"] or stored["start"]) if stored else None
    end = PartialDate.parse_iso(text) if text else None
    if days is None or end is None or not end.is_day or end.first_day is None:
        return None
    return working_days_after(end.first_day, days)


def working_days_after(day: date, count: int) -> date:
    """The day that is `count` working days after a day (Czech holidays and weekends between)."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day
