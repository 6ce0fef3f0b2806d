"""Papers for those who decide and account: council paper, travel order, trip report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from app.entities import choices
from app.i18n import Language, Translator
from app.reports.agreements.parts import label_of
from app.reports.delegations import briefing, wording
from app.reports.delegations.data import Cost, Member, Visit
from app.reports.delegations.programme import head
from app.reports.delegations.script import Choice, Fact, Line, Row, Script, lines_of
from app.reports.engine.content import choose, in_czech
from app.rules.days import partial_dates
from app.rules.days.partial_dates import format_day, format_moment
from app.rules.folding import fold

_ELECTED = ("hejtman", "radni", "zastupitel", "clen rady", "clenka rady", "uvolnen")
_MOST_DAYS = 60

# --- for the council -----------------------------------------------------------------------------


def council_paper(script: Script, visit: Visit, choice: Choice) -> None:
    """The paper for the council: the intent of a visit, its approval, or the report on it; with
    the programme and the cost estimate as annexes.
    """
    tr = script.tr
    over = {
        "intent": tr("Paper for the council: intent"),
        "approval": tr("Paper for the council: approval"),
        "report": tr("Paper for the council: report"),
    }[choice.step or "intent"]
    script.title(visit.title, over)
    script.facts(
        [
            (tr("Number of the paper"), [script.gap(tr("number"))]),
            (tr("Date of the meeting"), [script.gap(tr("date"))]),
            (tr("Prepared by"), [script.gap(tr("name and post"))]),
            (tr("Submitted by"), [script.gap(tr("name and post"))]),
            (tr("Reference number"), visit.reference_no),
            (tr("Annexes"), ", ".join(f"{no} {name}" for no, name in _annexes(script, visit))),
        ]
    )
    if choice.step == "report":
        _reported(script, visit)
    else:
        script.heading(tr("Problem"))
        script.say_or_gap(visit.purpose, tr("why the visit is needed"))
        if visit.decisions:
            briefing.decisions(script, visit)
        script.heading(tr("Proposed solution"))
        _plan(script, visit)
    _resolution(script, visit, choice.step or "intent")
    _annex_programme(script, visit)
    _annex_costs(script, visit)


def _annexes(script: Script, visit: Visit) -> list[tuple[int, str]]:
    tr = script.tr
    return list(enumerate((tr("Programme"), tr("Cost estimate")), 1))


def _plan(script: Script, visit: Visit) -> None:
    tr = script.tr
    own = visit.side(wording.own_side(visit))
    script.facts(
        [
            (tr("When"), wording.days(visit, tr)),
            (tr("Places"), wording.places(visit.places)),
            (tr("Countries"), wording.countries(visit.countries, tr)),
            (tr("Partner"), wording.body(visit.partner)),
            (
                tr("Participants"),
                [Line(_with_post(member, script)) for member in own]
                or [script.gap(tr("names and posts"))],
            ),
            (tr("Funding"), in_czech(visit.funding)),
        ]
    )


def _with_post(member: Member, script: Script) -> str:
    post = choose(member.posts, script.language)[0]
    return ", ".join(filter(None, (member.name, post)))


def _reported(script: Script, visit: Visit) -> None:
    tr = script.tr
    script.heading(tr("Course of the visit"))
    _plan(script, visit)
    for label, text, what in (
        (tr("What was learned"), visit.learned, tr("what was learned")),
        (tr("What was passed on"), visit.shared, tr("what was passed on")),
        (tr("Follow-up"), visit.follow_up, tr("what follows")),
    ):
        script.heading(label)
        script.say_or_gap(in_czech(text), what)


def _resolution(script: Script, visit: Visit, step: str) -> None:
    """The proposed resolution; trips are approved person by person."""
    tr = script.tr
    script.heading(tr("Proposed resolution"))
    title = briefing.title_of(visit, script)
    when = wording.days(visit, tr)
    script.say(tr("The council, having deliberated,"))
    people = [_with_post(member, script) for member in visit.side(wording.own_side(visit))]
    if step == "report":
        script.listed([tr("takes note of the report on {title} ({when}).", title=title, when=when)])
    elif visit.direction == "incoming":
        text = (
            tr("takes note of the intended visit {title} ({when}).", title=title, when=when)
            if step == "intent"
            else tr("approves the visit {title} ({when}).", title=title, when=when)
        )
        script.listed([text])
    else:
        text = (
            tr("takes note of the intended trip {title} ({when}) of:", title=title, when=when)
            if step == "intent"
            else tr("approves the trip {title} ({when}) of:", title=title, when=when)
        )
        script.say(text)
        script.listed(people or [script.gap(tr("names and posts")).said])
    script.facts(
        [
            (tr("Responsible"), [script.gap(tr("name and post"))]),
            (tr("By"), [script.gap(tr("day"))]),
        ]
    )


def _annex_programme(script: Script, visit: Visit) -> None:
    tr = script.tr
    script.heading(tr("Annex No. {number}: {text}", number=1, text=tr("Programme")))
    items = [item for item in visit.items if not item.is_internal]
    if not items:
        script.say(tr("The programme is not set yet."))
    for day, found in groupby(items, key=lambda item: item.day):
        script.say(wording.day_heading(day, tr), "strong")
        script.times(
            [
                (
                    wording.hour_lines(item, visit, tr),
                    [Line(item.title), *lines_of(in_czech(item.place), "soft")],
                )
                for item in found
            ]
        )


def _annex_costs(script: Script, visit: Visit) -> None:
    tr = script.tr
    script.heading(tr("Annex No. {number}: {text}", number=2, text=tr("Cost estimate")))
    if not visit.costs:
        script.say_or_gap("", tr("costs, or that there are none"))
        return
    rows: list[Row] = [
        (
            [Line(label_of(choices.COST_CATEGORY, cost.category, tr)),
             *lines_of(in_czech(cost.text), "soft")],
            _amount(cost.planned, cost, tr),
            _amount(cost.actual, cost, tr),
            lines_of(label_of(choices.PAID_BY, cost.paid_by, tr)),
            lines_of(" / ".join(filter(None, (cost.chapter, cost.paragraph)))),
        )
        for cost in visit.costs
    ]  # fmt: skip
    headers = (tr("Category"), tr("Planned"), tr("Actual"), tr("Who pays"), tr("Chapter"))
    script.grid(headers, rows, (0.36, 0.18, 0.18, 0.16, 0.12))
    for label, name in ((tr("Planned"), "planned"), (tr("Actual"), "actual")):
        if total := _total(visit.costs, name, tr):
            script.say(total, "strong", tr("{what} in all", what=label))


def _amount(text: str, cost: Cost, tr: Translator) -> list[Line]:
    return lines_of(wording.amount(text, cost.currency, tr) if text else "")


def _total(costs: Iterable[Cost], name: str, tr: Translator) -> str:
    """Sums by currency."""
    sums: dict[str, Decimal] = {}
    for cost in costs:
        if text := getattr(cost, name):
            sums[cost.currency] = sums.get(cost.currency, Decimal(0)) + Decimal(text)
    return ", ".join(wording.amount(str(value), code, tr) for code, value in sums.items())


# --- travel order --------------------------------------------------------------------------------


def travellers(visit: Visit, choice: Choice) -> list[Choice]:
    """An order for each of the office's own people, or for the one asked for."""
    if choice.member:
        return [choice]
    own = visit.side(wording.own_side(visit))
    return [Choice(member.id) for member in own] or [choice]


def travel_order(script: Script, visit: Visit, choice: Choice) -> None:
    """What has to be fixed in writing before a person travels (§ 153 odst. 1 zákoníku práce; for
    members of the assembly zákon č. 129/2000 Sb.). No meal money is computed.
    """
    tr = script.tr
    member = visit.member(choice.member)
    script.title(visit.title, tr("Travel order"))
    post = choose(member.posts, Language.CS)[0] if member else ""
    script.facts(
        [
            (tr("Traveller"), [Line(member.name, "strong")] if member
             else [script.gap(tr("name"))]),
            (tr("Post"), member.posts if member else ""),
            (tr("Legal basis"), _basis(script, post)),
            (tr("Purpose"), visit.purpose or visit.title),
        ]
    )  # fmt: skip
    script.heading(tr("Fixed in writing before the trip"))
    arrival, departure = (member.arrival, member.departure) if member else (None, None)
    first, last = visit.start, visit.end or visit.start
    facts: list[Fact] = [
        (
            tr("Begins (day, hour, place)"),
            [Line(partial_dates.format(first, tr)), script.gap(tr("hour and place"))],
        ),
        (
            tr("Ends (day, hour, place)"),
            [Line(partial_dates.format(last, tr)), script.gap(tr("hour and place"))],
        ),
        (tr("Place of work"), script.lines_or_gap(wording.places(visit.places), tr("place"))),
        (tr("Countries"), wording.countries(visit.countries, tr)),
        (
            tr("Means of transport"),
            script.lines_or_gap(
                in_czech(member.transport if member else ""), tr("means of transport")
            ),
        ),
        (
            tr("Departure and arrival, border crossing"),
            [
                *(wording.journey_lines(arrival, tr) if arrival else []),
                *(wording.journey_lines(departure, tr) if departure else []),
            ]
            or [script.gap(tr("times and places"))],
        ),
        (
            tr("Accommodation"),
            script.lines_or_gap(
                in_czech(member.accommodation if member else ""), tr("accommodation")
            ),
        ),
        (tr("Interruption for private reasons"), [script.gap(tr("from, to, or none"))]),
        (tr("Advance and its currency"), [script.gap(tr("amount and currency, or none"))]),
    ]
    script.facts(facts)
    _meals(script, visit, choice)
    script.say(
        tr("The meal allowance follows from the rules in force on the days of the trip."), "soft"
    )
    script.heading(tr("Signatures"))
    script.blanks(tr("Ordered by, day"), tr("Traveller, day"), tr("Settled on"))


def _basis(script: Script, post: str) -> list[Line]:
    tr = script.tr
    if not post:
        return [script.gap(tr("employee, or member of the assembly"))]
    if any(word in fold(post) for word in _ELECTED):
        return [
            Line(
                tr(
                    "Member of a body of the region: Act No. 129/2000 Coll., on Regions, and the "
                    "region's own rules"
                )
            )
        ]
    return [Line(tr("Employee: section 153(1) of the Labour Code"))]


def _meals(script: Script, visit: Visit, choice: Choice) -> None:
    """Meals provided free, day by day: those of the programme, the rest by hand."""
    tr = script.tr
    days = days_of(visit)
    if not days:
        return
    script.heading(tr("Meals provided free"))
    rows: list[Row] = []
    for day in days:
        meals = [
            item
            for item in visit.items
            if item.day == day
            and item.kind == "meal"
            and (not choice.member or item.concerns(choice.member))
        ]
        said = [
            Line(" ".join([*wording.hours(item, visit, tr), choose(item.title, tr.language)[0]]))
            for item in meals
        ]
        rows.append(([Line(format_day(day, tr))], said, [], [], []))
    headers = (tr("Day"), tr("In the programme"), tr("Breakfast"), tr("Lunch"), tr("Dinner"))
    script.grid(headers, rows, (0.18, 0.4, 0.14, 0.14, 0.14), form=True)


def days_of(visit: Visit) -> list[date]:
    """The days of a visit, where they are known."""
    first = visit.start.first_day if visit.start.is_day else None
    end = visit.end or visit.start
    last = end.last_day if end.is_day else None
    if first is None or last is None:
        return []
    count = min((last - first).days + 1, _MOST_DAYS)
    return [first + timedelta(days=number) for number in range(count)]


# --- trip report ---------------------------------------------------------------------------------


def trip_report(script: Script, visit: Visit, choice: Choice) -> None:
    """The report after a trip, in the order in which offices ask for it."""
    tr = script.tr
    head(script, visit, tr("Trip report"))
    script.heading(tr("Purpose"))
    script.say_or_gap(visit.purpose, tr("purpose"))
    own = visit.side(wording.own_side(visit))
    other_code = "host" if wording.own_side(visit) == "guest" else "guest"
    script.heading(tr("Participants"))
    if own:
        rows: list[Row] = [([Line(m.name, "strong")], lines_of(m.posts)) for m in own]
        script.grid((tr.context("person", "Name"), tr("Post")), rows, (0.45, 0.55))
    else:
        script.say_or_gap("", tr("names and posts"))
    _journey(script, visit, own)
    script.heading(tr("Whom we met"))
    met = visit.side(other_code)
    if met:
        rows = [
            ([Line(m.name, "strong")], lines_of(m.posts), lines_of(wording.body(m.body)))
            for m in met
        ]
        script.grid(
            (tr.context("person", "Name"), tr("Post"), tr("Organisation")), rows, (0.34, 0.33, 0.33)
        )
    else:
        script.say_or_gap("", tr("names, posts and organisations"))
    _discussed(script, visit)
    for label, text, what in (
        (tr("What was learned"), visit.learned, tr("what was learned")),
        (tr("What was passed on"), visit.shared, tr("what was passed on")),
        (tr("Benefit"), "", tr("benefit for the region")),
    ):
        script.heading(label)
        script.say_or_gap(in_czech(text), what)
    _proposals(script, visit)
    script.heading(tr("Documents brought, and where they lie"))
    if visit.documents:
        script.listed([in_czech(title) for title in visit.documents])
    else:
        script.say_or_gap("", tr("documents, or that there are none"))
    _costs_by_payer(script, visit)
    script.heading(tr("Signature"))
    script.blanks(tr("Day"), tr("Head of delegation"))


def _journey(script: Script, visit: Visit, own: list[Member]) -> None:
    tr = script.tr
    script.heading(tr("Days, places, means of travel"))
    ways = dict.fromkeys(
        text
        for member in own
        for text in (member.transport, member.arrival.by, member.departure.by)
        if text
    )
    script.facts(
        [
            (tr("When"), wording.days(visit, tr)),
            (tr("Places"), script.lines_or_gap(wording.places(visit.places), tr("places"))),
            (tr("Countries"), wording.countries(visit.countries, tr)),
            (
                tr("Means of transport"),
                script.lines_or_gap(in_czech(", ".join(ways)), tr("means of transport")),
            ),
        ]
    )


def _discussed(script: Script, visit: Visit) -> None:
    tr = script.tr
    script.heading(tr("What was discussed"))
    items = [
        item
        for item in visit.items
        if not item.is_internal and item.kind not in ("transfer", "flight", "free", "meal")
    ]
    if not items and not visit.minutes:
        script.say_or_gap("", tr("what was discussed"))
        return
    script.times(
        [
            (
                [Line(wording.short_day(item.day, tr), "soft")],
                [
                    Line(item.title, "strong"),
                    *lines_of(in_czech(item.place), "soft"),
                    *lines_of(item.description),
                ],
            )
            for item in items
        ]
    )
    for minutes in visit.minutes:
        when = format_moment(minutes.moment, tr) if minutes.moment else ""
        script.say(in_czech(minutes.subject), "strong", when)
        script.say(in_czech(minutes.text))


def _proposals(script: Script, visit: Visit) -> None:
    tr = script.tr
    script.heading(tr("Proposals, each with who and by when"))
    rows: list[Row] = [
        (
            lines_of(in_czech(point.text)),
            lines_of(point.who),
            lines_of(format_moment(point.due, tr) if point.due else ""),
        )
        for point in visit.agreed
    ]
    rows += [
        (lines_of(in_czech(text)), [], []) for text in visit.follow_up.splitlines() if text.strip()
    ]
    rows += [
        (
            lines_of(in_czech(title)),
            lines_of(who),
            lines_of(format_moment(due, tr) if due else ""),
        )
        for title, due, who in visit.tasks
    ]
    rows += [([], [], [])] * (2 if not rows else 1)
    headers = (tr("Proposal"), tr("Who"), tr("By when"))
    script.grid(headers, rows, (0.56, 0.24, 0.2), form=True)


def _costs_by_payer(script: Script, visit: Visit) -> None:
    tr = script.tr
    script.heading(tr("Costs by payer"))
    if not visit.costs:
        script.say_or_gap("", tr("costs, or that there are none"))
        return
    rows: list[Row] = []
    for payer in dict.fromkeys(cost.paid_by for cost in visit.costs):
        costs = [cost for cost in visit.costs if cost.paid_by == payer]
        rows.append(
            (
                [Line(label_of(choices.PAID_BY, payer, tr), "strong")],
                lines_of(_total(costs, "planned", tr)),
                lines_of(_total(costs, "actual", tr)),
            )
        )
    script.grid((tr("Who pays"), tr("Planned"), tr("Actual")), rows, (0.4, 0.3, 0.3))
