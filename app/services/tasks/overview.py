"""What the home page shows: what is due, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES, RECORDS
from app.i18n import Language
from app.rules.agreements.terms import Standing, standing
from app.services.records.history import moment
from app.services.records.query import captions, facts_columns, facts_of, title_expression

OPEN = "('open', 'in_progress', 'waiting')"


@dataclass(frozen=True, slots=True)
class DueTask:
    """An open task with its due moment (stored form) and assignee."""

    id: str
    title: str
    due: str | None
    assignee: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """A delegation that is to come (or was the last one)."""

    id: str
    title: str
    start: str
    end: str | None
    places: str
    direction: str


@dataclass(frozen=True, slots=True)
class Watched:
    """An agreement that needs attention, and its standing."""

    id: str
    title: str
    partner: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Recent:
    """A record that was changed lately."""

    entity: str
    id: str
    title: str
    at: Any
    author: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The home page."""

    tasks: list[DueTask]
    upcoming: list[Visit]
    past: list[Visit]
    agreements: list[Watched]
    recent: list[Recent]
    counts: dict[str, int]


def overview(connection: Connection, language: Language, today: date) -> Overview:
    """Everything the home page shows, as of `today`."""
    return Overview(
        _tasks(connection, today),
        _visits(connection, language, today, upcoming=True),
        _visits(connection, language, today, upcoming=False),
        _agreements(connection, language, today),
        _recent(connection, language),
        {
            item.name: connection.execute(
                f'SELECT count(*) FROM "{item.name}" WHERE archived_on IS NULL'
            ).fetchone()[0]
            for item in RECORDS
        },
    )


def open_counts(connection: Connection, today: date) -> dict[str, int]:
    """What waits on each screen: overdue or due tasks, visits to come."""
    soon = (today + timedelta(days=14)).isoformat()
    (tasks,) = connection.execute(
        f"SELECT count(*) FROM task WHERE status IN {OPEN} AND archived_on IS NULL"
        " AND (due <= ? OR reminder <= ?)",
        (soon + "T99", today.isoformat() + "T99"),
    ).fetchone()
    (visits,) = connection.execute(
        "SELECT count(*) FROM delegation WHERE start >= ? AND status <> 'cancelled'"
        " AND archived_on IS NULL AND start <> 'unknown'",
        (today.isoformat(),),
    ).fetchone()
    return {"task": tasks, "delegation": visits}


def due_until(connection: Connection, day: date) -> list[dict[str, str | None]]:
    """The open tasks that are due on a day or before it, or of which a reminder has come: `id`,
    `title`, `due`, `reminder`, `priority` and the name of the `assignee`, the earliest first."""
    last = day.isoformat() + "T99"
    return rows_as_dicts(
        connection,
        "SELECT t.id, t.title, t.due, t.reminder, t.priority, u.name AS assignee FROM task t"
        f' LEFT JOIN "user" u ON u.id = t.assignee_id WHERE t.status IN {OPEN}'
        " AND t.archived_on IS NULL AND (t.due <= ? OR t.reminder <= ?)"
        " ORDER BY coalesce(t.due, t.reminder), t.sort_key, t.id",
        (last, last),
    )


def _tasks(connection: Connection, today: date) -> list[DueTask]:
    rows = connection.execute(
        "SELECT t.id, t.title, t.due, coalesce(u.name, '') FROM task t"
        f' LEFT JOIN "user" u ON u.id = t.assignee_id WHERE t.status IN {OPEN}'
        " AND t.archived_on IS NULL AND (t.start IS NULL OR t.start <= ? OR t.due <= ?)"
        " ORDER BY t.due IS NULL, min(t.due, coalesce(t.reminder, t.due)), t.sort_key LIMIT 12",
        (today.isoformat() + "T99", (today + timedelta(days=14)).isoformat() + "T99"),
    ).fetchall()
    return [
        DueTask(key, title, due, assignee, bool(due) and due[:10] < today.isoformat())
        for key, title, due, assignee in rows
    ]


def _visits(
    connection: Connection, language: Language, today: date, *, upcoming: bool
) -> list[Visit]:
    title = title_expression(ENTITIES["delegation"], "d", language)
    last = "coalesce(d.[end], d.start)"
    where, order = (f"{last} >= ?", "ASC") if upcoming else (f"{last} < ?", "DESC")
    rows = connection.execute(
        f"SELECT d.id, {title}, d.start, d.[end], coalesce(d.places, ''), d.direction"
        f" FROM delegation d WHERE {where} AND d.start <> 'unknown'"
        f" AND d.archived_on IS NULL AND coalesce(d.status, '') <> 'cancelled'"
        f" ORDER BY d.start {order} LIMIT 6",
        (today.isoformat(),),
    ).fetchall()
    return [Visit(*row) for row in rows]


def _agreements(connection: Connection, language: Language, today: date) -> list[Watched]:
    title = title_expression(ENTITIES["agreement"], "a", language)
    partner = title_expression(ENTITIES["organisation"], "o", language)
    horizon = today + timedelta(days=365)
    rows = rows_as_dicts(
        connection,
        f"SELECT a.id, {title} AS title, {partner} AS partner, {facts_columns('a')}"
        " FROM agreement a LEFT JOIN organisation o ON o.id = a.partner_id"
        " WHERE a.archived_on IS NULL"
        " AND (a.ended_on IS NULL OR a.ended_on >= ?1)"
        " AND (a.termination_approved_on IS NOT NULL OR a.ended_on IS NOT NULL"
        " OR a.notice_given_on IS NOT NULL OR a.status IN ('draft', 'in_approval')"
        # The term ends, or its last day for notice comes, within the horizon at the earliest when
        # its year does; where it was renewed, only the rules know the year.
        " OR a.expires_on >= ?1 AND substr(a.expires_on, 1, 4) - coalesce(a.notice_months, 0) / 12"
        " - 1 <= ?2 OR a.expires_on < ?3 AND a.renewal_months > 0"
        " OR a.id IN (SELECT amends_id FROM agreement)) ORDER BY a.sort_key",
        (f"{today.year:04d}", horizon.year, f"{today.year + 1:04d}"),
    )
    watched = []
    for row in rows:
        now = standing(facts_of(row), today)
        ends = [day for day in (now.deliver_by, now.current_term_end) if day and day >= today]
        if now.state in ("ending", "draft", "in_approval") or any(day <= horizon for day in ends):
            watched.append(Watched(row["id"], row["title"] or "", row["partner"] or "", now))
    watched.sort(key=lambda item: _next_day(item.standing, today))
    return watched[:8]


def _next_day(now: Standing, today: date) -> date:
    """The next day that matters for an agreement; where none is known, it comes last."""
    days = (now.deliver_by, now.lapses_on, now.current_term_end)
    return min((day for day in days if day and day >= today), default=date.max)


def _recent(connection: Connection, language: Language) -> list[Recent]:
    rows = connection.execute(
        "SELECT o.owner_id, max(h.clock), coalesce(u.name, '') FROM log_operation o"
        " JOIN log_header h ON h.id = o.header"
        ' LEFT JOIN "user" u ON u.id = h.user_id'
        " WHERE o.id > (SELECT max(id) - 2000 FROM log_operation) AND h.batch IS NOT 'setup'"
        " AND o.kind <> 'touch' GROUP BY o.owner_id"
        " ORDER BY max(h.clock) DESC, max(o.id) DESC LIMIT 60"
    ).fetchall()
    found: list[Recent] = []
    for record_id, clock, author in rows:
        kind = connection.execute(
            "SELECT entity FROM record_kind WHERE id = ?", (record_id,)
        ).fetchone()
        if kind:
            (name,) = kind
            title = captions(connection, ENTITIES[name], [record_id], language).get(record_id, "")
            found.append(Recent(name, record_id, title, moment(clock), author))
        if len(found) == 8:
            break
    return found
