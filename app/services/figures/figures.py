"""Figures: how many visits, agreements, tasks, and what visits cost; each leads to its records.

A visit counts once in each grouping's total, however many members, areas and costs it has; where
it belongs to several groups (two areas, two countries), it is in each of them, and the total is not
their sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.i18n import N_, Language, Translator, translator
from app.kinds import Choice, names_in
from app.rules.agreements.terms import STATE_LABELS, state
from app.services.protocol.costs import HOME, in_czk
from app.services.records.query import captions, facts_columns, facts_of

WITHOUT = N_("not given")


@dataclass(slots=True)
class Group:
    """One line of a figure: what it counts, how many records, which ones; `amount` in CZK where
    it is about money, None else."""

    key: str
    label: str
    ids: list[str] = field(default_factory=list)
    amount: Decimal | None = None

    @property
    def count(self) -> int:
        """How many records."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Figure:
    """A table of groups. `total` counts each record once; `unknown` are costs whose rate in CZK
    is not recorded, which no amount contains."""

    key: str
    label: str
    entity: str
    groups: tuple[Group, ...]
    total: int
    amount: Decimal | None = None
    unknown: int = 0


def figures(connection: Connection, year: int | None, language: Language, on: date) -> list[Figure]:
    """All figures of a year (visits by their start, tasks by their due day, agreements that were
    in force at its end, at the latest on the day `on`), or of all years without it.

    Cancelled visits are not counted, nor what is archived or erased.
    """
    tr = translator(language)
    visits = _visits(connection, year)
    return [
        _by(visits, "years", N_("Visits by year"), lambda v: [v["start"][:4]], tr, _same),
        _by(
            visits,
            "countries",
            N_("Visits by country"),
            lambda v: (v["countries"] or "").split(";"),
            tr,
            lambda code: names_in("territories", language).get(code, code),
        ),
        _by(
            visits,
            "directions",
            N_("Visits by direction"),
            lambda v: [v["direction"] or ""],
            tr,
            lambda code: _choice("delegation", "direction", code, tr),
        ),
        _areas(connection, visits, language),
        _agreements(connection, year, on, tr),
        _tasks(connection, year, tr),
        *_costs(connection, visits, tr),
    ]


def _same(code: str) -> str:
    return code


def _choice(entity: str, name: str, code: str, tr: Translator) -> str:
    kind = ENTITIES[entity].by_name[name].kind
    return tr.message(kind.label(code)) if isinstance(kind, Choice) else code


def _visits(connection: Connection, year: int | None) -> list[dict[str, str]]:
    where, values = ("AND substr(d.start, 1, 4) = ?", [f"{year:04}"]) if year else ("", [])
    return rows_as_dicts(
        connection,
        "SELECT d.id, d.start, d.direction, d.countries FROM delegation d"
        " WHERE d.archived_on IS NULL AND coalesce(d.status, '') <> 'cancelled'"
        f" AND d.start IS NOT NULL AND d.start <> 'unknown' {where} ORDER BY d.start, d.id",
        values,
    )


def _figure(
    key: str, label: str, entity: str, groups: Iterable[Group], total: int, tr: Translator
) -> Figure:
    ordered = sorted(groups, key=lambda group: (group.key == "", -group.count, group.label))
    if key == "years":
        ordered.sort(key=lambda group: group.key)
    return Figure(key, tr.message(label), entity, tuple(ordered), total)


def _by(
    visits: Sequence[Mapping[str, str]],
    key: str,
    label: str,
    keys: Callable[[Mapping[str, str]], Iterable[str]],
    tr: Translator,
    name: Callable[[str], str],
) -> Figure:
    groups: dict[str, Group] = {}
    for visit in visits:
        for code in dict.fromkeys(keys(visit)):
            shown = name(code) if code else tr.message(WITHOUT)
            groups.setdefault(code, Group(code, shown)).ids.append(visit["id"])
    return _figure(key, label, "delegation", groups.values(), len(visits), tr)


def _areas(connection: Connection, visits: list[dict[str, str]], language: Language) -> Figure:
    tr = translator(language)
    wanted = {visit["id"] for visit in visits}
    rows = connection.execute(
        "SELECT DISTINCT d.id, l.area_id FROM delegation d"
        " LEFT JOIN agreement_area l ON l.agreement_id = d.agreement_id ORDER BY d.start, d.id"
    ).fetchall()
    names = captions(connection, ENTITIES["area"], list({key for _, key in rows if key}), language)
    groups: dict[str, Group] = {}
    for visit, area in rows:
        if visit in wanted:
            key = area or ""
            shown = names.get(key, "") if key else tr.message(WITHOUT)
            groups.setdefault(key, Group(key, shown)).ids.append(visit)
    label = N_("Visits by area of their agreement")
    return _figure("areas", label, "delegation", groups.values(), len(visits), tr)


def _agreements(connection: Connection, year: int | None, on: date, tr: Translator) -> Figure:
    day = min(date(year, 12, 31), on) if year else on
    groups: dict[str, Group] = {}
    total = 0
    for row in rows_as_dicts(
        connection,
        f"SELECT a.id, {facts_columns('a')} FROM agreement a WHERE a.archived_on IS NULL"
        " ORDER BY a.sort_key, a.id",
    ):
        code = state(facts_of(row), day)
        shown = tr.message(STATE_LABELS[code])
        groups.setdefault(code.value, Group(code.value, shown)).ids.append(row["id"])
        total += 1
    return _figure("states", N_("Agreements by state"), "agreement", groups.values(), total, tr)


def _tasks(connection: Connection, year: int | None, tr: Translator) -> Figure:
    where, values = ("AND substr(due, 1, 4) = ?", [f"{year:04}"]) if year else ("", [])
    groups: dict[str, Group] = {}
    total = 0
    for key, status in connection.execute(
        f"SELECT id, coalesce(status, '') FROM task WHERE archived_on IS NULL {where}"
        " ORDER BY due, id",
        values,
    ).fetchall():
        shown = _choice("task", "status", status, tr) if status else tr.message(WITHOUT)
        groups.setdefault(status, Group(status, shown)).ids.append(key)
        total += 1
    return _figure("tasks", N_("Tasks by state"), "task", groups.values(), total, tr)


def _costs(connection: Connection, visits: list[dict[str, str]], tr: Translator) -> list[Figure]:
    """What visits cost by payer and by category: what was paid, else what is planned."""
    wanted = {visit["id"] for visit in visits}
    rows = [
        row
        for row in rows_as_dicts(connection, "SELECT * FROM cost ORDER BY delegation_id, id")
        if row["delegation_id"] in wanted
    ]
    found = []
    for key, name, label, default in (
        ("payers", "paid_by", N_("Costs of visits by payer"), "own"),
        ("categories", "category", N_("Costs of visits by category"), "other"),
    ):
        groups: dict[str, Group] = {}
        total, unknown = Decimal(0), 0
        for row in rows:
            code = row[name] or default
            group = groups.setdefault(
                code, Group(code, _choice("cost", name, code, tr), amount=Decimal(0))
            )
            amount = in_czk(row, "actual" if row["actual"] is not None else "planned")
            if amount is None:
                unknown += 1
            else:
                group.amount = (group.amount or Decimal(0)) + amount
                total += amount
            if row["delegation_id"] not in group.ids:
                group.ids.append(row["delegation_id"])
        ordered = sorted(groups.values(), key=lambda g: (-(g.amount or 0), g.label))
        count = len({row["delegation_id"] for row in rows})
        found.append(
            Figure(key, tr.message(label), "delegation", tuple(ordered), count, total, unknown)
        )
    return found


CURRENCY = HOME
"""The currency of all amounts."""
