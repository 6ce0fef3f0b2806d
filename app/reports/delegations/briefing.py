"""The briefing: what the head and the members know before they meet the other side."""

from __future__ import annotations

from itertools import groupby

from app.entities import choices
from app.reports.agreements.parts import label_of
from app.reports.delegations import people, wording
from app.reports.delegations.data import Visit
from app.reports.delegations.programme import chosen, head
from app.reports.delegations.script import Choice, Line, Row, Script, lines_of
from app.reports.engine.content import choose, in_czech
from app.rules.days import partial_dates
from app.rules.days.partial_dates import format_moment

_EARLIER = 8


def briefing(script: Script, visit: Visit, choice: Choice) -> None:
    """Purpose, people, programme, what was agreed, what is open. Internal."""
    tr = script.tr
    head(script, visit, tr("Briefing"))
    script.say(tr("For internal use: it holds what guests are not to read."), "soft")
    if visit.purpose:
        script.heading(tr("Purpose"))
        script.say(visit.purpose)
    _sides(script, visit)
    _programme(script, visit, choice)
    _relations(script, visit)
    if visit.tasks:
        script.heading(tr("Still to be done"))
        rows: list[Row] = [
            (
                lines_of(in_czech(title)),
                lines_of(format_moment(due, tr) if due else ""),
                lines_of(who),
            )
            for title, due, who in visit.tasks
        ]
        headers = (tr("Task"), tr("Due"), tr("Responsible"))
        script.grid(headers, rows, (0.56, 0.2, 0.24))
    if visit.documents:
        script.heading(tr("Documents"))
        script.listed([in_czech(title) for title in visit.documents])
    if visit.note:
        script.heading(tr("Internal note"))
        script.say(in_czech(visit.note))


def _sides(script: Script, visit: Visit) -> None:
    tr = script.tr
    other = "guest" if wording.own_side(visit) == "host" else "host"
    for code in (other, wording.own_side(visit)):
        found = visit.side(code)
        if not found:
            continue
        script.heading(people.side_name(visit, code, tr))
        rows: list[Row] = []
        for member in found:
            part = label_of(choices.PART, member.part, tr) if member.part != "member" else ""
            about = [
                *lines_of(member.pronunciation, "soft", tr("Pronunciation")),
                *lines_of(wording.languages([member.language], tr) if member.language else "",
                          "soft", tr("Language")),
                *lines_of(wording.languages(member.spoken, tr), "soft", tr("Interprets")),
                *lines_of(in_czech(member.needs), "soft", tr("Special needs")),
                *lines_of(in_czech(member.note)),
            ]  # fmt: skip
            named = [*people.who(member, tr), *lines_of(part, "soft")]
            rows.append((named, [*lines_of(member.posts), *lines_of(wording.body(member.body),
                                                                     "soft")], about))  # fmt: skip
        script.grid(
            (tr.context("person", "Name"), tr("Post and organisation"), tr("Notes")),
            rows,
            (0.32, 0.38, 0.3),
        )
    if not visit.present:
        script.heading(tr("Participants"))
        script.say(tr("The members of the delegation are not set yet."))


def _programme(script: Script, visit: Visit, choice: Choice) -> None:
    tr = script.tr
    script.heading(tr("Programme"))
    items = chosen(visit, choice)
    if not items:
        script.say(tr("The programme is not set yet."))
    rows = []
    for _, found in groupby(items, key=lambda item: item.day):
        for number, item in enumerate(found):
            day = [] if number else [Line(wording.day_heading(item.day, tr), "soft")]
            rows.append(
                (
                    wording.hour_lines(item, visit, tr),
                    [
                        *day,
                        Line(item.title, "strong"),
                        *lines_of(in_czech(item.place), "soft"),
                        *wording.part_lines(script, item, visit),
                        *lines_of(in_czech(item.note), "body", tr("Internal note")),
                    ],
                )
            )
    script.times(rows)


def _relations(script: Script, visit: Visit) -> None:
    tr = script.tr
    if visit.agreements:
        script.heading(tr("Agreements with the partner"))
        for agreement in visit.agreements:
            script.say(agreement.title, "strong")
            if agreement.commitments:
                script.say(tr("Open commitments:"))
                script.listed(list(agreement.commitments))
    if visit.earlier:
        script.heading(tr("Earlier visits"))
        rows: list[Row] = [
            ([Line(partial_dates.format_range(start, end, tr))], [Line(title)])
            for title, start, end in visit.earlier[:_EARLIER]
        ]
        script.grid((tr("When"), tr("Visit")), rows, (0.28, 0.72))
        if len(visit.earlier) > _EARLIER:
            more = len(visit.earlier) - _EARLIER
            script.say(tr("Earlier visits not listed: {count}", count=more), "soft")
    if visit.decisions:
        script.heading(tr("Decisions"))
        decisions(script, visit)


def decisions(script: Script, visit: Visit) -> None:
    """Who decided about the visit."""
    tr = script.tr
    rows: list[Row] = [
        (
            lines_of(partial_dates.format(found.day, tr) if found.day else ""),
            lines_of(found.body),
            lines_of(found.number),
            [*lines_of(in_czech(found.subject)), *lines_of(found.member, "soft", tr("For whom"))],
        )
        for found in visit.decisions
    ]
    headers = (tr("Date"), tr("Decided by"), tr("Resolution"), tr("Subject"))
    script.grid(headers, rows, (0.16, 0.36, 0.18, 0.3))


def title_of(visit: Visit, script: Script) -> str:
    """The title in quotation marks."""
    return script.tr("“{title}”", title=choose(visit.title, script.language)[0])
