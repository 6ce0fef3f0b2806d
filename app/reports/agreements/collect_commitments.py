"""From the database to the papers: commitments. Plain SQL; imports nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.db.connection import Connection
from app.reports.agreements.data import CommitmentLine
from app.reports.engine.collect import by_ids, localised, stored_day
from app.reports.engine.printing_day import came_since


def commitment_lines(
    connection: Connection, agreement_ids: Sequence[str], on: date
) -> list[CommitmentLine]:
    """The commitments of agreements: agreement by agreement, each in the order of their days.

    What was fulfilled only after the day `on` was open on it.
    """
    found: dict[str, list[CommitmentLine]] = {}
    for row in by_ids(
        connection,
        "SELECT c.*, a.title_cs, a.title_de, a.title_en, o.name_cs, o.name_de, o.name_en,"
        " u.name AS assignee FROM commitment c JOIN agreement a ON a.id = c.agreement_id"
        ' LEFT JOIN organisation o ON o.id = c.organisation_id LEFT JOIN "user" u'
        " ON u.id = c.assignee_id WHERE c.agreement_id IN ({marks})"
        " ORDER BY c.due IS NULL, c.due, c.sort_key, c.id",
        agreement_ids,
    ):
        due = stored_day(row["due"])
        fulfilled = stored_day(row["fulfilled_on"])
        since = came_since(fulfilled, on)
        status = "open" if since else row["status"] or "open"
        passed = due is not None and due.last_day is not None and due.last_day < on
        line = CommitmentLine(
            localised(row, "text"),
            status,
            due,
            None if since else fulfilled,
            overdue=status == "open" and passed,
            promised_by=localised(row, "name"),
            assignee=row["assignee"] or "",
            agreement=localised(row, "title"),
            note=row["note"] or "",
        )
        found.setdefault(row["agreement_id"], []).append(line)
    return [line for key in agreement_ids for line in found.get(key, ())]
