"""Letters of a visit: the invitation and the thank-you, to each of the other side."""

from __future__ import annotations

from app.reports.delegations import wording
from app.reports.delegations.data import Member, Visit
from app.reports.delegations.script import Choice, Line, Script, lines_of
from app.rules.days.partial_dates import format_day


def addressees(visit: Visit, choice: Choice) -> list[Choice]:
    """A letter for each of the other side who is a person; for one only if asked."""
    if choice.member:
        return [choice]
    other = "guest" if wording.own_side(visit) == "host" else "host"
    serving = ("interpreter", "driver", "security")
    found = [m for m in visit.side(other) if m.is_filled and m.part not in serving]
    return [Choice(member.id, choice.item) for member in found] or [choice]


def invitation(script: Script, visit: Visit, choice: Choice) -> None:
    """Invites to the visit, or to one of its items."""
    tr = script.tr
    _head(script, visit, choice, tr("Invitation"))
    item = visit.item(choice.item)
    if item:
        when = ", ".join((wording.day_heading(item.day, tr), *wording.hours(item, visit, tr)))
        title, place = item.title, item.place
    else:
        when, title, place = wording.days(visit, tr), visit.title, visit.places
    script.say(tr("On behalf of the region, it is my honour to invite you to:"))
    script.say(title, "strong")
    script.facts(
        [
            (tr("When"), when),
            (tr("Place"), wording.places(place)),
            (tr("Dress code"), wording.places(item.dress_code) if item else ""),
        ]
    )
    items = [found for found in visit.items if not found.is_internal]
    if items and not item:
        script.say(tr("The preliminary programme is enclosed."))
    script.say(tr("Please let us know whether we may expect you, by:"))
    script.say_or_gap("", tr("day"))
    _foot(script, visit)


def thank_you(script: Script, visit: Visit, choice: Choice) -> None:
    """Thanks after the visit, to the other side."""
    tr = script.tr
    _head(script, visit, choice, tr("Letter of thanks"))
    when = wording.days(visit, tr)
    if visit.direction == "incoming":
        said = tr(
            "thank you for your visit ({when}). It was an honour for us to receive you and your "
            "colleagues.",
            when=when,
        )
    else:
        said = tr(
            "thank you for the warm welcome that our delegation found with you ({when}).",
            when=when,
        )
    script.say(said)
    script.say_or_gap("", tr("what was agreed, and what follows"))
    script.say(tr("We look forward to our further co-operation."))
    _foot(script, visit)


def _member(visit: Visit, choice: Choice) -> Member | None:
    return visit.member(choice.member) if choice.member else None


def _head(script: Script, visit: Visit, choice: Choice, over: str) -> None:
    tr = script.tr
    member = _member(visit, choice)
    letter = visit.letters.get((member.person_id, script.language)) if member else None
    if letter and letter.address_lines:
        lines = [Line(line) for line in letter.address_lines]
    elif member:
        body = wording.body(member.body)
        lines = [Line(member.name), *lines_of(member.posts), *lines_of(body)]
    else:
        lines = [script.gap(tr("addressee"))]
    script.address(lines)
    day = format_day(visit.printed_on, tr) if visit.printed_on else ""
    script.address(lines_of(day))
    script.title(visit.title, over)
    script.say_or_gap(letter.salutation if letter else "", tr("salutation"))


def _foot(script: Script, visit: Visit) -> None:
    tr = script.tr
    script.say(tr.context("end of a letter", "Yours sincerely"))
    host = [m for m in visit.side(wording.own_side(visit)) if m.part == "head"]
    if host:
        script.address([Line(host[0].name, "strong"), *lines_of(host[0].posts)])
    else:
        script.say_or_gap("", tr("who signs"))
