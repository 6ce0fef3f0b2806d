"""Commitments as a table on paper."""

from __future__ import annotations

from collections.abc import Sequence

from app.entities import choices
from app.reports.agreements.data import CommitmentLine
from app.reports.engine.columns import Column, Lines, Row
from app.reports.engine.text import Run


def commitments(
    column: Column,
    lines: Sequence[CommitmentLine],
    heading: str,
    *,
    with_agreement: bool = False,
) -> list[Row]:
    """A section with commitments: when, what, who, and how it stands. What should be kept by now
    is said in words, so that it is seen on a black-and-white print. Nothing where there are none.
    """
    if not lines:
        return []
    tr = column.tr
    first = column.heading(heading)
    days = [column.day(line.due) if line.due else "" for line in lines]
    rows: list[list[Lines]] = []
    for line, day in zip(lines, days, strict=True):
        due: list[Sequence[Run]] = [column.say(day)] if day else []
        if line.overdue:
            due.append(column.say(tr.context("commitment", "overdue"), column.strong))
        state = choices.COMMITMENT_STATUS.format(line.status, tr)
        what: list[Sequence[Run]] = [column.said(line.text)]
        if with_agreement and line.agreement:
            what.append(column.said(line.agreement, column.soft))
        if any(line.promised_by.values()):
            (label,) = column.say(tr("Promised by:"), column.soft)
            label = label._replace(text=f"{label.text} ")
            what.append([label, *column.said(line.promised_by, column.soft)])
        who: list[Sequence[Run]] = [column.say(state)]
        if line.fulfilled_on:
            who.append(column.say(column.day(line.fulfilled_on), column.soft))
        if line.assignee:
            who.append(column.say(line.assignee, column.soft))
        rows.append([due, what, who] if column.wide else [due, [*what, *who]])
    overdue = tr.context("commitment", "overdue")
    width = column.fitting_width([*days, overdue], tr("Due"))
    if column.wide:
        headers = [tr("Due"), tr("Commitment"), tr("State")]
        return [first, *column.table(headers, rows, [width, 0.76 - width, 0.24])]
    return [first, *column.table([tr("Due"), tr("Commitment")], rows, [width, 1 - width])]
