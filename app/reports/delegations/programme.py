"""The programme of a visit: for the office, for guests, for a pocket, for one person; and the
running order, minute by minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from app.entities import choices
from app.i18n import Translator
from app.reports.agreements.parts import label_of
from app.reports.delegations import wording
from app.reports.delegations.data import Item, Member, Visit
from app.reports.delegations.script import Choice, Fact, Line, Row, Script, lines_of
from app.reports.engine.content import choose, in_czech

HOME_ZONE = "Europe/Prague"


def programme(script: Script, visit: Visit, choice: Choice) -> None:
    """Everything, for those who carry it out: also what is internal, and marked so."""
    items = chosen(visit, choice)
    head(script, visit, script.tr("Programme"))
    if any(item.is_internal or item.note for item in items):
        script.say(script.tr("For internal use: it holds what guests are not to read."), "soft")
    _days(script, visit, items, internal=True)


def guest(script: Script, visit: Visit, choice: Choice) -> None:
    """What guests hold in their hands."""
    head(script, visit, script.tr("Programme"))
    items = [item for item in chosen(visit, choice) if not item.is_internal]
    _days(script, visit, items, internal=False)


def personal(script: Script, visit: Visit, choice: Choice) -> None:
    """What concerns one member: items, journey, room, interpreter."""
    tr = script.tr
    member = visit.member(choice.member)
    head(script, visit, tr("Personal programme"), member)
    if member is None:
        script.say(tr("The members of the delegation are not set yet."))
        return
    _days(script, visit, personal_items(visit, member), internal=False, own=member)
    facts: list[Fact] = [
        (tr("Arrival"), wording.journey_lines(member.arrival, tr)),
        (tr("Departure"), wording.journey_lines(member.departure, tr)),
        (tr("Transport"), in_czech(member.transport)),
        (tr("Accommodation"), in_czech(member.accommodation)),
        (tr("Room"), member.room),
    ]
    if any(said for _, said in facts):
        script.heading(tr("Journey and stay"))
        script.facts(facts)
    contact(script, visit)


def personal_items(visit: Visit, member: Member) -> list[Item]:
    """The items that concern a member; internal ones only for the office's own people."""
    own = member.side == wording.own_side(visit)
    return [
        item for item in visit.items if item.concerns(member.id) and (own or not item.is_internal)
    ]


def contact(script: Script, visit: Visit) -> None:
    """How the office is reached during the visit."""
    office = visit.office
    if office.phone or office.email:
        script.heading(script.tr("Contact"))
        script.facts([(script.tr("Phone"), office.phone), (script.tr("E-mail"), office.email)])


def running_order(script: Script, visit: Visit, choice: Choice) -> None:
    """Minute by minute: where, who stands, walks and speaks, who sees to it. Internal."""
    tr = script.tr
    head(script, visit, tr("Running order"))
    script.say(tr("For internal use: it holds what guests are not to read."), "soft")
    items = chosen(visit, choice)
    if not items:
        script.say(tr("The programme is not set yet."))
    for day, found in groupby(items, key=lambda item: item.day):
        script.heading(wording.day_heading(day, tr))
        rows: list[Row] = []
        for item in found:
            what = [
                Line(item.title, "strong"),
                *lines_of(in_czech(item.place), "soft"),
                *lines_of(item.description),
                *_track(item, tr),
                *_spoken(item, tr),
                *lines_of(in_czech(item.dress_code), "soft", tr("Dress code")),
                *lines_of(in_czech(item.note), "body", tr("Internal note")),
            ]
            sees = [
                *lines_of(item.responsible),
                *lines_of(item.responsible_phone, "soft"),
            ]
            who = wording.part_lines(script, item, visit)
            rows.append((wording.hour_lines(item, visit, tr), what, who, sees, []))
        headers = (tr("Time"), tr("What and where"), tr("Who"), tr("Sees to it"), tr("Done"))
        script.grid(headers, rows, (0.13, 0.37, 0.26, 0.16, 0.08), form=True)
    _on_duty(script, visit)


def _on_duty(script: Script, visit: Visit) -> None:
    """Interpreters, drivers, security and others on duty, with their phones."""
    tr = script.tr
    serving = ("interpreter", "driver", "security", "protocol", "photographer", "doctor", "press")
    rows: list[Row] = [
        (
            [Line(label_of(choices.PART, member.part, tr), "soft")],
            [Line(member.name)],
            lines_of(wording.languages(member.spoken, tr)),
            lines_of(member.phone),
        )
        for member in visit.present
        if member.part in serving
    ]
    if rows:
        script.heading(tr("On duty"))
        headers = (
            tr("Part in the delegation"),
            tr.context("person", "Name"),
            tr("Languages"),
            tr("Phone"),
        )
        script.grid(headers, rows, (0.25, 0.35, 0.2, 0.2))


def left_out(visit: Visit, tr: Translator, choice: Choice) -> list[str]:
    """What the guests' programme does not print, a sentence each."""
    said = []
    for item in chosen(visit, choice):
        title = choose(item.title, tr.language)[0]
        when = ", ".join(
            filter(None, (wording.short_day(item.day, tr), *wording.hours(item, visit, tr)))
        )
        if item.is_internal:
            said.append(
                tr("Left out: the internal item “{title}” ({when}).", title=title, when=when)
            )
            continue
        if item.note:
            note = " ".join(item.note.split())
            said.append(
                tr("Left out: the internal note on “{title}”: {note}", title=title, note=note)
            )
        if item.responsible:
            said.append(
                tr(
                    "Left out: who is responsible for “{title}”: {name}",
                    title=title,
                    name=item.responsible,
                )
            )
    return said


def chosen(visit: Visit, choice: Choice) -> list[Item]:
    """The items asked for: one, those of a member, or all."""
    return [
        item
        for item in visit.items
        if choice.item in ("", item.id) and (not choice.member or item.concerns(choice.member))
    ]


def head(script: Script, visit: Visit, over: str, member: Member | None = None) -> None:
    """The title, when and where, who receives whom."""
    tr = script.tr
    script.title(visit.title, over)
    host, guest = visit.host, visit.guest
    if guest is None and visit.direction == "incoming":
        guest = visit.partner
    if host is None and visit.direction != "incoming":
        host = visit.partner
    lead = next((m for m in visit.present if m.part == "head" and m.side == "guest"), None)
    whom = []
    if member:
        whom = [Line(member.name, "strong"), *lines_of(member.posts, "soft")]
    script.facts(
        [
            (tr.context("personal programme", "For"), whom),
            (tr("When"), wording.days(visit, tr)),
            (tr("Places"), wording.places(visit.places)),
            (tr("Host"), wording.body(host)),
            (tr("Guest"), wording.body(guest)),
            (tr("Head of delegation"), lead.name if lead else visit.head),
        ]
    )
    if visit.status == "cancelled":
        script.say(tr("The visit is cancelled."), "strong")
    if visit.zone != HOME_ZONE and any("T" in item.starts for item in visit.items):
        script.say(tr("Times are local times: {city}.", city=wording.city(visit.zone, tr)), "soft")


def _days(
    script: Script,
    visit: Visit,
    items: Sequence[Item],
    *,
    internal: bool,
    own: Member | None = None,
) -> None:
    tr = script.tr
    if not items:
        script.say(tr("The programme is not set yet."))
    for day, found in groupby(items, key=lambda item: item.day):
        script.heading(wording.day_heading(day, tr))
        script.times(
            [
                (
                    wording.hour_lines(item, visit, tr),
                    _lines(script, visit, item, internal=internal, own=own),
                )
                for item in found
            ]
        )


def _lines(
    script: Script, visit: Visit, item: Item, *, internal: bool, own: Member | None
) -> list[Line]:
    tr = script.tr
    made = [
        Line(item.title, "strong"),
        *lines_of(in_czech(item.place), "soft"),
        *lines_of(item.description),
        *_track(item, tr),
    ]
    if own:
        roles = [part.role for part in item.parts if part.member_id == own.id]
        made += [
            Line(label_of(choices.ITEM_ROLE, role, tr), "strong", tr("Your part"))
            for role in roles
            if role != "takes_part"
        ]
        interpreters = [part.name for part in item.parts if part.role == "interprets"]
        made += lines_of(
            ", ".join(name for name in interpreters if name != own.name),
            "body",
            tr.context("part", "Interpreter"),
        )
    else:
        made += wording.part_lines(script, item, visit)
    made += lines_of(in_czech(item.dress_code), "soft", tr("Dress code"))
    made += _spoken(item, tr)
    if internal:
        if item.is_internal:
            made.append(Line(tr("Internal item"), "soft"))
        made += lines_of(item.responsible, "soft", tr("Responsible"))
        made += lines_of(in_czech(item.note), "body", tr("Internal note"))
    return made


def _track(item: Item, tr: Translator) -> list[Line]:
    return lines_of(in_czech(item.track), "soft", tr("Parallel part"))


def _spoken(item: Item, tr: Translator) -> list[Line]:
    spoken = wording.languages(item.languages, tr)
    if item.interpreter:
        spoken = ", ".join(filter(None, (spoken, tr("with an interpreter"))))
    return lines_of(spoken, "soft", tr("Languages spoken"))
