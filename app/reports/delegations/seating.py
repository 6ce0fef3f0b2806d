"""The seating plan on paper: a sketch from above, who sits where, place by place and by name."""

from __future__ import annotations

from app.i18n import Translator
from app.reports.delegations import people
from app.reports.delegations.data import Visit
from app.reports.delegations.programme import head
from app.reports.delegations.script import Choice, Line, Row, Script, lines_of
from app.reports.engine.content import Localised
from app.rules.people.names import sort_key


def seating(script: Script, visit: Visit, choice: Choice) -> None:
    """The plan of each item that has one, or of the item asked for."""
    tr = script.tr
    head(script, visit, tr("Seating plan"))
    if not visit.plans:
        script.say(tr("There is no seating plan yet."))
    for key, plan in visit.plans.items():
        item = visit.item(key)
        script.heading(tr("Seats"))
        people.item(script, visit, Choice(item=key))
        if item is None:
            continue
        taken = dict(plan.plan.taken)
        names = {seat: plan.names.get(member, "") for seat, member in taken.items()}
        listed = "; ".join(f"{seat} {name}" for seat, name in sorted(names.items()))
        alt = tr(
            "Sketch of the table from above, who presides at the upper edge. The seats by their "
            "numbers: {names}.",
            names=listed or "–",
        )
        script.sketch(plan.layout, alt)
        script.say(tr("Seen from above; who presides sits at the upper edge."), "soft")
        several = len({seat.table for seat in plan.layout.seats}) > 1
        rows: list[Row] = []
        for seat in plan.layout.seats:
            member = taken.get(seat.number)
            place = str(seat.number)
            rows.append(
                (
                    [Line(place, "strong")],
                    [Line(str(seat.table))] if several else [],
                    [Line(names[seat.number], "strong"),
                     *lines_of(_post(visit, member), "soft")]
                    if member
                    else [Line(tr.context("seat", "free"), "soft")],
                    [Line(str(seat.honour), "soft")],
                )
            )  # fmt: skip
        headers = (
            tr.context("seat", "Seat"),
            tr.context("furniture", "Table"),
            tr("Name and post"),
            tr("Order of honour"),
        )
        script.grid(headers, rows, (0.12, 0.12, 0.58, 0.18))
        script.say(tr("By name"), "strong")
        ordered = sorted(names.items(), key=lambda pair: sort_key(pair[1]))
        script.say(", ".join(f"{name}\u00a0({seat})" for seat, name in ordered))
        if plan.unseated:
            without = ", ".join(plan.names[key] for key in plan.unseated)
            script.say(without, "body", tr("Without a seat"))


def _post(visit: Visit, member_id: str) -> Localised:
    member = visit.member(member_id)
    return member.posts if member else {}


def broken_rules(visit: Visit, tr: Translator, choice: Choice) -> list[str]:
    """Which rules a plan breaks, in sentences."""
    return [text for plan in visit.plans.values() for text in plan.sentences(tr)]
