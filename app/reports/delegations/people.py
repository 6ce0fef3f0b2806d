"""Lists of those who take part: participants, attendance, transport, rooms, kitchen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from app.entities import choices
from app.i18n import Translator
from app.reports.agreements.parts import label_of
from app.reports.delegations import wording
from app.reports.delegations.data import Journey, Member, Visit
from app.reports.delegations.programme import head
from app.reports.delegations.script import Choice, Line, Lines, Row, Script, lines_of
from app.reports.engine.content import choose, in_czech
from app.rules.days.partial_dates import format_moment

_BLANK_LINES = 4
_SERVING = ("driver",)


def participants(script: Script, visit: Visit, choice: Choice) -> None:
    """Both sides in their order, with posts."""
    tr = script.tr
    head(script, visit, tr("Participants"))
    item(script, visit, choice)
    present = visit.at(choice.item)
    if not present:
        script.say(tr("The members of the delegation are not set yet."))
    for code in ("guest", "host"):
        people = [member for member in present if member.side == code]
        if not people:
            continue
        script.heading(side_name(visit, code, tr))
        rows: list[Row] = []
        for number, member in enumerate(people, 1):
            body = wording.body(member.body)
            part = label_of(choices.PART, member.part, tr) if member.part != "member" else ""
            rows.append(
                (
                    [Line(str(number), "soft")],
                    [*who(member, tr), *lines_of(member.posts)],
                    lines_of(body),
                    lines_of(part, "soft"),
                )
            )
        headers = (
            tr.context("row", "No."),
            tr("Name and post"),
            tr("Organisation"),
            tr("Part in the delegation"),
        )
        script.grid(headers, rows, (0.06, 0.42, 0.34, 0.18))
    excused = [member for member in visit.members if member.invitation == "excused"]
    if excused and not choice.item:
        script.heading(tr("Excused"))
        script.say(wording.names(excused))


def participants_left_out(visit: Visit, tr: Translator, choice: Choice) -> list[str]:
    """Who is not listed: those who declined or were absent; posts nobody holds yet are told."""
    said = []
    for member in visit.members:
        if not member.comes and member.invitation != "excused":
            answer = label_of(choices.INVITATION, member.invitation, tr)
            text = tr("Not listed: {name} ({answer}).", name=member.name, answer=answer)
            said.append(text)
        elif member.comes and not member.is_filled:
            said.append(tr("Not known yet who it is: {post}.", post=member.name))
    return said


def side_name(visit: Visit, code: str, tr: Translator) -> str:
    """A side with its organisation."""
    found = visit.host if code == "host" else visit.guest
    if found is None and visit.direction in ("incoming", "") and code == "guest":
        found = visit.partner
    if found is None and visit.direction == "outgoing" and code == "host":
        found = visit.partner
    name = choose(wording.body(found), tr.language)[0]
    label = tr("Hosts") if code == "host" else tr("Guests")
    return f"{label}: {name}" if name else label


def who(member: Member, tr: Translator) -> list[Line]:
    """A name, in its own script, and for whom they come."""
    lines = [Line(member.name, "strong")]
    if member.native_name and member.native_name != member.name:
        lines.append(Line(member.native_name, "soft"))
    lines += lines_of(member.stands_in_for, "soft", tr("Stands in for"))
    lines += lines_of(member.accompanies, "soft", tr("Accompanies"))
    return lines


def item(script: Script, visit: Visit, choice: Choice) -> None:
    """Which item it is about, where it is about one."""
    found = visit.item(choice.item)
    if found is None:
        return
    tr = script.tr
    when = ", ".join((wording.day_heading(found.day, tr), *wording.hours(found, visit, tr)))
    script.facts(
        [
            (tr("Programme item"), [Line(found.title, "strong")]),
            (tr("Time"), when),
            (tr("Place"), in_czech(found.place)),
        ]
    )


def attendance(script: Script, visit: Visit, choice: Choice) -> None:
    """A list to sign, with some lines for those whom nobody expected."""
    tr = script.tr
    head(script, visit, tr("Attendance list"))
    item(script, visit, choice)
    script.heading(tr("Present"))
    rows: list[Row] = [
        (
            [Line(str(number), "soft")],
            [Line(member.name, "strong"), *lines_of(member.posts, "soft")],
            lines_of(wording.body(member.body)),
            [],
        )
        for number, member in enumerate(visit.at(choice.item), 1)
    ]
    start = len(rows) + 1
    rows += [([Line(str(start + more), "soft")], [], [], []) for more in range(_BLANK_LINES)]
    headers = (tr.context("row", "No."), tr("Name and post"), tr("Organisation"), tr("Signature"))
    script.grid(headers, rows, (0.06, 0.38, 0.3, 0.26), form=True)


def transport(script: Script, visit: Visit, choice: Choice) -> None:
    """Who arrives and leaves when, how they are driven, and the journeys of the programme."""
    tr = script.tr
    head(script, visit, tr("Transport"))
    people = [member for member in visit.present if choice.member in ("", member.id)]
    if not people:
        script.say(tr("Nobody belongs to the visit yet."), "soft")
    for label, name in ((tr("Arrivals"), "arrival"), (tr("Departures"), "departure")):
        if not people:  # a heading with nothing below it says nothing
            break
        script.heading(label)
        known = [(getattr(member, name), member) for member in people if getattr(member, name)]
        _journeys(script, known)
        missing = [member for member in people if not getattr(member, name)]
        if missing:
            script.say(wording.names(missing), "soft", tr("Not known yet"))
    moves = [found for found in visit.items if found.kind in ("transfer", "flight")]
    if moves:
        script.heading(tr("Journeys in the programme"))
        script.times(
            [
                (
                    [Line(wording.short_day(found.day, tr), "soft"),
                     *wording.hour_lines(found, visit, tr)],
                    [Line(found.title, "strong"), *lines_of(in_czech(found.place), "soft"),
                     *wording.part_lines(script, found, visit)],
                )
                for found in moves
            ]
        )  # fmt: skip
    drivers = [member for member in people if member.part in _SERVING]
    if drivers:
        script.heading(tr("Drivers"))
        rows: list[Row] = [
            ([Line(m.name)], lines_of(m.phone), lines_of(in_czech(m.transport))) for m in drivers
        ]
        script.grid(
            (tr.context("person", "Name"), tr("Phone"), tr("Vehicle")), rows, (0.4, 0.3, 0.3)
        )


def _journeys(script: Script, known: Sequence[tuple[Journey, Member]]) -> None:
    tr = script.tr
    known = sorted(known, key=lambda pair: (not pair[0].moment, pair[0].moment))
    rows: list[Row] = [
        (
            lines_of(format_moment(journey.moment, tr) if journey.moment else "–"),
            [Line(member.name, "strong")],
            [*lines_of(in_czech(journey.place)), *lines_of(journey.by, "soft")],
            lines_of(in_czech(member.transport)),
            lines_of(member.phone),
        )
        for journey, member in known
    ]
    if rows:
        headers = (
            tr("Time"),
            tr.context("person", "Name"),
            tr("Place and connection"),
            tr("Transport"),
            tr("Phone"),
        )
        script.grid(headers, rows, (0.19, 0.24, 0.27, 0.15, 0.15))


def rooms(script: Script, visit: Visit, choice: Choice) -> None:
    """Who sleeps where, house by house. Internal."""
    tr = script.tr
    head(script, visit, tr("Rooms"))
    people = [member for member in visit.present if choice.member in ("", member.id)]
    housed = [member for member in people if member.accommodation or member.room]
    houses = list(dict.fromkeys(member.accommodation for member in housed))
    for house in houses:
        script.heading(house or tr("Accommodation not recorded"))
        own = [member for member in housed if member.accommodation == house]
        own.sort(key=lambda member: (not member.room, member.room))
        rows: list[Row] = [
            (
                lines_of(member.room or "–", "strong"),
                [Line(member.name), *lines_of(member.accompanies, "soft", tr("Accompanies"))],
                _moment(member.arrival, tr),
                _moment(member.departure, tr),
                lines_of(in_czech(member.needs)),
            )
            for member in own
        ]
        headers = (
            tr("Room"),
            tr.context("person", "Name"),
            tr("Arrival"),
            tr("Departure"),
            tr("Special needs"),
        )
        script.grid(headers, rows, (0.12, 0.34, 0.17, 0.17, 0.2))
    without = [member for member in people if member not in housed]
    if without:
        script.heading(tr("Without a room yet"))
        script.say(wording.names(without))
    if not people:
        script.say(tr("The members of the delegation are not set yet."))


def _moment(journey: Journey, tr: Translator) -> Lines:
    return lines_of(format_moment(journey.moment, tr) if journey.moment else "")


def kitchen(script: Script, visit: Visit, choice: Choice) -> None:
    """How many eat what at each meal: counts, no names."""
    tr = script.tr
    head(script, visit, tr("For the kitchen"))
    meals = [
        found
        for found in visit.items
        if found.id == choice.item or (not choice.item and found.kind == "meal")
    ]
    for meal in meals:
        script.heading(choose(meal.title, tr.language)[0])
        when = ", ".join((wording.day_heading(meal.day, tr), *wording.hours(meal, visit, tr)))
        others = sum(1 for part in meal.parts if not part.member_id)
        people = visit.at(meal.id)
        script.facts(
            [
                (tr("Time"), when),
                (tr("Place"), in_czech(meal.place)),
                (tr("People"), str(len(people) + others)),
            ]
        )
        _diets(script, people, others)
        _by_table(script, visit, meal.id)
    if not choice.item:
        script.heading(tr("Whole visit"))
        script.facts([(tr("People"), str(len(visit.present)))])
        _diets(script, visit.present)


def _by_table(script: Script, visit: Visit, item_id: str) -> None:
    """The diets at each table, where there is a seating plan of several."""
    plan = visit.plans.get(item_id)
    if plan is None:
        return
    tr = script.tr
    tables: dict[int, list[Member]] = {}
    for seat in plan.layout.seats:
        member = visit.member(plan.plan.taken.get(seat.number, ""))
        if member:
            tables.setdefault(seat.table, []).append(member)
    if len(tables) < 2:
        return
    rows: list[Row] = []
    for number, people in sorted(tables.items()):
        counted = Counter(" ".join(member.diet.split()) for member in people)
        del counted[""]
        rows.append(
            (
                [Line(str(number), "strong")],
                [Line(str(len(people)))],
                [
                    Line(in_czech(diet), "body", str(count))
                    for diet, count in sorted(counted.items())
                ],
            )
        )
    headers = (tr.context("furniture", "Table"), tr("People"), tr("Diet"))
    script.grid(headers, rows, (0.2, 0.2, 0.6))


def _diets(script: Script, people: Iterable[Member], others: int = 0) -> None:
    tr = script.tr
    counted = Counter(" ".join(member.diet.split()) for member in people)
    counted[""] += others
    rows: list[Row] = [
        (lines_of(in_czech(diet)), [Line(str(count))])
        for diet, count in sorted(counted.items())
        if diet
    ]
    if not rows:
        script.say(tr("Nobody has a diet on record."))
        return
    if counted[""]:
        rows.append(([Line(tr("No diet on record"), "soft")], [Line(str(counted[""]))]))
    script.grid((tr("Diet"), tr("People")), rows, (0.75, 0.25))
