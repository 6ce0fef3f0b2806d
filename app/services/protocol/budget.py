"""The budget of a year: approved, committed, spent, remaining."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.services.protocol.costs import in_czk


@dataclass(slots=True)
class Line:
    """Chapter and paragraph with their sums in CZK; `unknown` counts costs without a rate,
    `ids` are those of the stored budget lines.

    Committed is what is planned and not paid yet, of visits that are not cancelled.
    """

    chapter: str
    paragraph: str
    text: str = ""
    approved: Decimal = Decimal(0)
    committed: Decimal = Decimal(0)
    spent: Decimal = Decimal(0)
    unknown: int = 0
    ids: tuple[str, ...] = ()

    @property
    def is_budgeted(self) -> bool:
        """Whether a budget line names it."""
        return bool(self.ids)

    @property
    def remaining(self) -> Decimal:
        """What may still be spent; below 0 where too much is."""
        return self.approved - self.committed - self.spent


def of_year(connection: Connection, year: int) -> list[Line]:
    """The lines of a year by chapter and paragraph; also of costs that no budget line names.

    A cost belongs to the year of its day, else of its visit's start. Only what the own office pays
    counts. Chapters and paragraphs are compared as they are written, but for spaces and case.
    """
    found: dict[tuple[str, str], Line] = {}

    def line(chapter: str | None, paragraph: str | None) -> Line:
        one, other = (" ".join((text or "").split()) for text in (chapter, paragraph))
        return found.setdefault((one.casefold(), other.casefold()), Line(one, other))

    for stored in rows_as_dicts(
        connection, "SELECT * FROM budget_line WHERE year = ? ORDER BY sort_key, id", (year,)
    ):
        here = line(stored["chapter"], stored["paragraph"])
        here.approved += Decimal(stored["approved"])
        here.text = here.text or stored["text"] or ""
        here.ids = (*here.ids, stored["id"])
    for cost in rows_as_dicts(
        connection,
        "SELECT c.*, d.status FROM cost c JOIN delegation d ON d.id = c.delegation_id"
        " WHERE coalesce(c.paid_by, 'own') = 'own'"
        " AND substr(CASE WHEN coalesce(c.day, 'unknown') = 'unknown' THEN d.start ELSE c.day END,"
        " 1, 4) = ? ORDER BY c.id",
        (f"{year:04}",),
    ):
        here = line(cost["chapter"], cost["paragraph"])
        name = "actual" if cost["actual"] is not None else "planned"
        if name == "planned" and cost["status"] == "cancelled":
            continue
        amount = in_czk(cost, name)
        if amount is None:
            here.unknown += cost[name] is not None
        elif name == "actual":
            here.spent += amount
        else:
            here.committed += amount
    return [
        found[key]
        for key in sorted(found)
        if found[key].is_budgeted or found[key].committed or found[key].spent or found[key].unknown
    ]


def years(connection: Connection, today: int) -> list[int]:
    """The years that have a budget, and this one; the latest first."""
    rows = connection.execute("SELECT DISTINCT year FROM budget_line").fetchall()
    return sorted({today, *(int(year) for (year,) in rows)}, reverse=True)
