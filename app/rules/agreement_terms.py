"""The state of an agreement and the days that matter, from its dates alone.

The state is computed, never typed. A missing date never makes a draft of a signed agreement,
and a date that is not known to the day is never guessed: the explanation says so instead.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.i18n import C_, N_, Translator
from app.rules.holidays import working_day_on_or_before
from app.rules.partial_dates import PartialDate

Line = tuple[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Months:
    """A length of time in a sentence."""

    count: int

    def text(self, tr: Translator) -> str:
        """In years where they are whole: “5 years”, “18 months”."""
        years, rest = divmod(self.count, 12)
        if years and not rest:
            return tr.plural("{count} year", "{count} years", years)
        return tr.plural("{count} month", "{count} months", self.count)


class AgreementState(StrEnum):
    """What an agreement is on a given day."""

    DRAFT = "draft"
    IN_APPROVAL = "in_approval"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    ENDING = "ending"
    EXPIRED = "expired"
    TERMINATED = "terminated"


STATE_LABELS: dict[str, str] = {
    "draft": C_("agreement state", "Draft"),
    "in_approval": C_("agreement state", "In approval"),
    "signed": C_("agreement state", "Signed"),
    "in_force": C_("agreement state", "In force"),
    "ending": C_("agreement state", "Ending"),
    "expired": C_("agreement state", "Expired"),
    "terminated": C_("agreement state", "Terminated"),
}
"""The labels (message ids) by state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementFacts:
    """What the record says. `draft` and `in_approval` count only while nothing is signed."""

    draft: bool = False
    in_approval: bool = False
    signed_on: PartialDate | None = None
    entry_into_force: PartialDate | None = None
    term: str | None = None
    expires_on: PartialDate | None = None
    renewal_months: int | None = None
    notice_months: int | None = None
    notice_given_on: PartialDate | None = None
    termination_approved_on: PartialDate | None = None
    ended_on: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An agreement on a given day.

    `current_term_end` is the last day in force of the term that runs (or ran last),
    `notice_deadline` the last day on which notice can be given for it, `deliver_by` the last
    working day on or before that. `explanation` holds message ids with the values of their
    placeholders (dates as `datetime.date` or `PartialDate`, lengths as `Months`).
    """

    state: AgreementState
    current_term_end: date | None = None
    notice_deadline: date | None = None
    deliver_by: date | None = None
    term_recorded: bool = False
    explanation: tuple[Line, ...] = ()


def add_months(day: date, months: int) -> date:
    """`day` moved by calendar months, clipped to the end of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_LONGEST = 1200  # months; what is longer, or not positive, is a slip of the pen and not known


def _renewal(facts: AgreementFacts) -> int | None:
    """The months of a tacit renewal that can be reckoned with."""
    months = facts.renewal_months
    return months if months is not None and 0 < months <= _LONGEST else None


def _notice(facts: AgreementFacts) -> int | None:
    """The months of notice that can be reckoned with."""
    months = facts.notice_months
    return months if months is not None and 0 <= months <= _LONGEST else None


def state(facts: AgreementFacts, on: date) -> AgreementState:
    """The state on the day `on`."""
    facts = _as_known(facts, on)
    if facts.signed_on is None and facts.draft:
        return AgreementState.DRAFT
    if facts.signed_on is None and facts.in_approval:
        return AgreementState.IN_APPROVAL
    if facts.ended_on is not None and _has_passed(facts.ended_on, on):
        return AgreementState.TERMINATED
    end = _final_end(facts)
    leaving = facts.notice_given_on is not None or facts.termination_approved_on is not None
    if end is not None and end < on:
        return AgreementState.TERMINATED if leaving else AgreementState.EXPIRED
    if leaving or facts.ended_on is not None:
        return AgreementState.ENDING
    start = facts.entry_into_force or facts.signed_on
    if start is not None and start.first_day is not None and start.first_day > on:
        return AgreementState.SIGNED
    return AgreementState.IN_FORCE


def _as_known(facts: AgreementFacts, on: date) -> AgreementFacts:
    """The facts without a decision or a notice that came only after `on`."""

    def known(day: PartialDate | None) -> PartialDate | None:
        later = day is not None and day.first_day is not None and day.first_day > on
        return None if later else day

    return replace(
        facts,
        notice_given_on=known(facts.notice_given_on),
        termination_approved_on=known(facts.termination_approved_on),
    )


def _has_passed(day: PartialDate, on: date) -> bool:
    """Whether something that ended on `day` is over; an unknown day is in the past."""
    return day.last_day is None or day.last_day < on


def _final_end(facts: AgreementFacts) -> date | None:
    """The last day in force after which nothing renews it, if it can be computed."""
    if facts.expires_on is None or facts.expires_on.last_day is None:
        return None
    if not facts.renewal_months:
        return facts.expires_on.last_day
    months, notice, given = _renewal(facts), _notice(facts), facts.notice_given_on
    if months is None or notice is None or given is None:
        return None
    if not given.is_day or not facts.expires_on.is_day:
        return None
    assert given.first_day is not None
    end, number = facts.expires_on.last_day, 0
    while add_months(end, -notice) < given.first_day:
        number += 1
        end = _term_end(facts.expires_on.last_day, number, months)
    return end


def _term_end(first: date, number: int, months: int) -> date:
    """The last day of term `number` (0 is the first), always counted from the first one."""
    return add_months(first, number * months)


def _current_term(facts: AgreementFacts, on: date) -> tuple[date, int] | None:
    """The end of the term that runs on `on` and how often it was renewed before.

    None where it is not known: a day of notice that is not known to the day may have stopped
    the renewal.
    """
    if facts.expires_on is None or not facts.expires_on.is_day:
        return None
    first = facts.expires_on.last_day
    assert first is not None
    if not facts.renewal_months:
        return first, 0
    months, given = _renewal(facts), facts.notice_given_on
    if months is None or (given is not None and not given.is_day):
        return None
    if given is not None and _notice(facts) is None:
        return None
    final = _final_end(facts)
    number = 0
    end = first
    while end < on and (final is None or end < final):
        number += 1
        end = _term_end(first, number, months)
    return end, number


def standing(facts: AgreementFacts, on: date) -> Standing:
    """State, the days that matter, and the sentences that explain them, on the day `on`."""
    facts = _as_known(facts, on)
    now = state(facts, on)
    recorded = facts.term is not None or facts.expires_on is not None
    lines: list[Line] = []
    if now in (AgreementState.DRAFT, AgreementState.IN_APPROVAL):
        return Standing(now, term_recorded=recorded)
    _explain_start(facts, on, lines)
    ended = facts.ended_on
    if now is AgreementState.TERMINATED and ended is not None and _has_passed(ended, on):
        lines.append((N_("It ended on {day}."), {"day": ended}))
        return Standing(now, term_recorded=recorded, explanation=tuple(lines))
    term = _current_term(facts, on)
    _explain_term(facts, term, on, lines)
    deadline = deliver_by = None
    # A decision to end it is no notice yet: until that is given, the deadline matters most.
    leaving = facts.notice_given_on is not None or facts.ended_on is not None
    notice = _notice(facts)
    if term and _renewal(facts) and notice is not None and not leaving:
        deadline = add_months(term[0], -notice)
        deliver_by = working_day_on_or_before(deadline)
        lines.append(_notice_line(deadline, deliver_by, on))
    _explain_end(facts, now, lines)
    return Standing(now, term[0] if term else None, deadline, deliver_by, recorded, tuple(lines))


def _explain_start(facts: AgreementFacts, on: date, lines: list[Line]) -> None:
    start = facts.entry_into_force
    if start is not None:
        if start.last_day and not start.is_day and start.last_day > on:
            lines.append(
                (N_("The entry into force ({day}) is not known to the day."), {"day": start})
            )
        return
    if facts.signed_on is not None and facts.signed_on.precision != "unknown":
        lines.append((N_("The entry into force is not recorded; the day of signing counts."), {}))
    else:
        lines.append((N_("Neither the entry into force nor the day of signing is known."), {}))


def _explain_term(
    facts: AgreementFacts, term: tuple[date, int] | None, on: date, lines: list[Line]
) -> None:
    if facts.expires_on is None:
        if facts.term == "indefinite":
            lines.append((N_("It is concluded for an indefinite term."), {}))
        elif facts.term == "fixed":
            lines.append((N_("The end of the fixed term is not recorded."), {}))
        else:
            lines.append((N_("The term is not recorded."), {}))
        return
    if term is None and facts.expires_on.is_day:
        lines.append((N_("Until when it runs cannot be computed from what is recorded."), {}))
        return
    if term is None:
        lines.append(
            (
                N_("It runs until {day}; the end is not known to the day."),
                {"day": facts.expires_on},
            )
        )
        return
    end, renewed = term
    if end < on:
        lines.append((N_("Its last day in force was {day}."), {"day": end}))
    elif renewed and (months := _renewal(facts)):
        assert facts.expires_on.last_day is not None
        since = _term_end(facts.expires_on.last_day, renewed - 1, months)
        lines.append(
            (
                N_(
                    "The term up to {since} was tacitly renewed for {length};"
                    " the current one runs until {day}."
                ),
                {"since": since, "length": Months(months), "day": end},
            )
        )
    else:
        lines.append((N_("The current term runs until {day}."), {"day": end}))


def _notice_line(deadline: date, deliver_by: date, on: date) -> Line:
    if deadline < on:
        return (
            N_("The last day for notice was {day}; the agreement renews itself."),
            {"day": deadline},
        )
    if deliver_by != deadline:
        return (
            N_(
                "Notice must be delivered by {deliver_by}"
                " (the period ends on {day}, which is not a working day)."
            ),
            {"deliver_by": deliver_by, "day": deadline},
        )
    return (N_("Notice must be delivered by {deliver_by}."), {"deliver_by": deliver_by})


def _explain_end(facts: AgreementFacts, now: AgreementState, lines: list[Line]) -> None:
    if facts.termination_approved_on is not None:
        lines.append(
            (N_("Its termination was decided on {day}."), {"day": facts.termination_approved_on})
        )
    if facts.notice_given_on is not None:
        lines.append((N_("Notice was given on {day}."), {"day": facts.notice_given_on}))
    if now is AgreementState.ENDING:
        if facts.ended_on is not None:
            lines.append((N_("It ends on {day}."), {"day": facts.ended_on}))
        elif _final_end(facts) is None:
            lines.append((N_("The day on which it lapses is not known."), {}))
