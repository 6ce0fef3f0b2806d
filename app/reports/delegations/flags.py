"""The flags of a visit on paper: their order from the left, and how they are hung."""

from __future__ import annotations

from app.reports.delegations.data import Visit
from app.reports.delegations.programme import head
from app.reports.delegations.script import Choice, Line, Row, Script


def flags(script: Script, visit: Visit, choice: Choice) -> None:
    """A sketch, a table, and the rules."""
    tr = script.tr
    head(script, visit, tr("Flags"))
    found = visit.flags.get(script.language)
    if found is None or not found.row:
        script.say(tr("The record does not say which flags are to hang."))
        return
    script.heading(tr("From the left, seen from the front"))
    short = [hung.flag.of if len(hung.flag.of) == 2 else "" for hung in found.row]
    names = "; ".join(f"{number} {hung.name}" for number, hung in enumerate(found.row, 1))
    script.flags(tuple(short), tr("Sketch of the flags from the left: {names}.", names=names))
    rows: list[Row] = [
        ([Line(str(number), "strong")], [Line(hung.name)], [])
        for number, hung in enumerate(found.row, 1)
    ]
    headers = (tr.context("row", "No."), tr("Flag"), tr("Hung and checked"))
    script.grid(headers, rows, (0.1, 0.6, 0.3), form=True)
    script.heading(tr("How they are hung"))
    script.listed(found.notes)
