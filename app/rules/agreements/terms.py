"""The state of an agreement and the days that matter, from its dates alone.

The state is computed, never typed. A missing date never makes a draft of a signed agreement,
and a date that is not known to the day is never guessed: the explanation says so instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.i18n import C_, N_, Translator
from app.rules.days.holidays import working_day_on_or_before
from app.rules.days.partial_dates import UNKNOWN, PartialDate

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


@dataclass(frozen=True, slots=True)
class Title:
    """What a record is called in each language, in a sentence; Czech where nothing else is."""

    cs: str
    de: str | None = None
    en: str | None = None

    def text(self, tr: Translator) -> str:
        """The title in the language of `tr`."""
        return getattr(self, tr.language.value) or self.cs


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
    """What the record says. `draft` and `in_approval` count only until the day of signing.

    `amendments` are the agreements that amend this one, whatever they change.
    """

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
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Amendment:
    """An agreement that amends another one, with what itself is amended by."""

    title: Title
    facts: AgreementFacts


class Standing(NamedTuple):
    """An agreement on a given day.

    `current_term_end` is the last day in force of the term that runs (or ran last),
    `notice_deadline` the last day on which notice can be given for it, `deliver_by` the last
    working day on or before that. `lapses_on` is the last day in force where it is known that
    nothing follows it. `explanation` holds message ids with the values of their placeholders
    (dates as `datetime.date` or `PartialDate`, lengths as `Months`; `when` is a date that is
    worded with its preposition, `since` and `until` are dates that stand after one).

    `end` is what lists and papers say of its end: as precisely as it is known, `UNKNOWN` where it
    ends on a day that nobody knows, None where no end is recorded. It is that of the term which
    runs now where the agreement `renews` itself then. `indefinite` says that nothing ends it.
    `exists` is False on a day on which it had not been signed yet and was not being prepared.
    """

    state: AgreementState
    current_term_end: date | None = None
    notice_deadline: date | None = None
    deliver_by: date | None = None
    term_recorded: bool = False
    explanation: tuple[Line, ...] = ()
    lapses_on: date | None = None
    end: PartialDate | None = None
    renews: bool = False
    indefinite: bool = False
    exists: bool = True


def add_months(day: date, months: int) -> date:
    """`day` moved by calendar months, clipped to the end of the month.

    What lies beyond the calendar stops at its first or last day.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.min if year < date.min.year else date.max
    import calendar

    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


MOST_MONTHS = 1200
"""What is longer, or not positive, is a slip of the pen and not known."""


def _renewal(facts: AgreementFacts) -> int | None:
    """The months of a tacit renewal that can be reckoned with."""
    months = facts.renewal_months
    return months if months is not None and 0 < months <= MOST_MONTHS else None


def _notice(facts: AgreementFacts) -> int | None:
    """The months of notice that can be reckoned with."""
    months = facts.notice_months
    return months if months is not None and 0 <= months <= MOST_MONTHS else None


def state(facts: AgreementFacts, on: date) -> AgreementState:
    """The state on the day `on`."""
    return _state(_as_known(amended(facts, on)[0], on), on)


def amended(facts: AgreementFacts, on: date) -> tuple[AgreementFacts, Amendment | None]:
    """The facts with the term that holds on the day `on`, and the amendment that states it.

    An amendment in force that states a term replaces the term of what it amends from its own
    entry into force; of several the last one counts. A length of notice or of renewal that it
    does not state stays as it was. It counts on after its own end, which is the end that it
    gave to the other, but not once it was ended before.
    """
    start = facts.entry_into_force or facts.signed_on
    own = start.first_day if start is not None else None
    found: tuple[date, Amendment, AgreementFacts] | None = None
    for amendment in facts.amendments:
        its, _ = amended(amendment.facts, on)
        since = _term_since(its, on)
        if since is None or (its.term is None and its.expires_on is None):
            continue
        if own is not None and date.min < since < own:
            continue  # older than what it amends: the records run in a circle
        if found is None or since >= found[0]:
            found = since, amendment, its
    if found is None:
        return facts, None
    _, amendment, its = found
    indefinite = its.expires_on is None and its.term == "indefinite"
    renewal = None if indefinite else facts.renewal_months
    if its.renewal_months is not None:
        renewal = its.renewal_months
    notice = facts.notice_months if its.notice_months is None else its.notice_months
    changed = replace(
        facts,
        term=its.term or "fixed",
        expires_on=its.expires_on,
        renewal_months=renewal,
        notice_months=notice,
    )
    return changed, amendment


def _term_since(facts: AgreementFacts, on: date) -> date | None:
    """Since when an amendment is in force on the day `on`, None where it is not (any more)."""
    signed = facts.signed_on
    if signed is None and (facts.draft or facts.in_approval or facts.entry_into_force is None):
        return None
    start = facts.entry_into_force or signed
    assert start is not None
    if any(day is not None and day.last_day and day.last_day > on for day in (signed, start)):
        return None
    if facts.ended_on is not None and _has_passed(facts.ended_on, on):
        return None
    return start.first_day or date.min


def _state(facts: AgreementFacts, on: date) -> AgreementState:
    """The state, of facts as they were known on the day."""
    signed = facts.signed_on
    if signed is None or (signed.first_day is not None and signed.first_day > on):
        if facts.draft:
            return AgreementState.DRAFT
        if facts.in_approval:
            return AgreementState.IN_APPROVAL
        if signed is not None:
            return AgreementState.DRAFT  # it is not there yet; what is to be signed is a draft
    if facts.ended_on is not None and _has_passed(facts.ended_on, on):
        return AgreementState.TERMINATED
    end = _final_end(facts)
    if end is not None and end < on:
        left = any(day.first_day is None or day.first_day <= end for day in _leaving(facts))
        return AgreementState.TERMINATED if left else AgreementState.EXPIRED
    if _leaving(facts) or _is_soon_over(facts, on):
        return AgreementState.ENDING
    start = facts.entry_into_force or signed
    if start is not None and start.first_day is not None and start.first_day > on:
        return AgreementState.SIGNED
    return AgreementState.IN_FORCE


def _leaving(facts: AgreementFacts) -> list[PartialDate]:
    """When it was decided to end it, and when notice was given."""
    return [day for day in (facts.notice_given_on, facts.termination_approved_on) if day]


def _is_soon_over(facts: AgreementFacts, on: date) -> bool:
    """Whether an end that is recorded, but not who decided it and when, was known on the day.

    Somebody knew of it for the notice period before it, at least a year; long before it the
    agreement was simply in force.
    """
    if facts.ended_on is None:
        return False
    day = facts.ended_on.first_day
    return day is None or add_months(day, -max(_notice(facts) or 0, 12)) <= on


def _as_known(facts: AgreementFacts, on: date) -> AgreementFacts:
    """The facts without a decision or a notice that came only after `on`.

    Where all of them came later, nobody knew of an end still to come, either.
    """

    if not _leaving(facts):
        return facts

    def known(day: PartialDate | None) -> PartialDate | None:
        later = day is not None and day.first_day is not None and day.first_day > on
        return None if later else day

    before = replace(
        facts,
        notice_given_on=known(facts.notice_given_on),
        termination_approved_on=known(facts.termination_approved_on),
    )
    ended = facts.ended_on
    to_come = ended is not None and (ended.last_day is None or ended.last_day >= on)
    if to_come and not _leaving(before):
        return replace(before, ended_on=None)
    return before


def _has_passed(day: PartialDate, on: date) -> bool:
    """Whether something that ended on `day` is over; an unknown day is in the past."""
    return day.last_day is None or day.last_day < on


def _final_end(facts: AgreementFacts) -> date | None:
    """The last day in force after which nothing renews it, if it can be computed.

    Of an end that is not known to the day it is the last one that it can be. Notice ends a fixed
    term like an indefinite one, whether it renews itself or not; a term that does not renew
    itself ends with its own last day in any case.
    """
    of_notice = _end_of_notice(facts)
    last = facts.expires_on.last_day if facts.expires_on is not None else None
    if last is None or facts.renewal_months:
        return of_notice
    return last if of_notice is None else min(last, of_notice)


def _end_of_notice(facts: AgreementFacts) -> date | None:
    """Where it lapses by notice: when the notice period is over, counted from delivery.

    Of a notice that is not known to the day it is the last day that it can be. None where there
    is no notice, its period is not recorded, or it cannot be told what term it ends.
    """
    months, given = _notice(facts), facts.notice_given_on
    if facts.term != "indefinite" and facts.expires_on is None:
        return None
    if months is None or given is None or given.last_day is None:
        return None
    return add_months(given.last_day, months)


def _lapses_on(facts: AgreementFacts) -> date | None:
    """The last day in force where it is known to the day that nothing follows it."""
    if facts.ended_on is not None:
        return facts.ended_on.first_day if facts.ended_on.is_day else None
    given = facts.notice_given_on
    if given is not None:
        end, last = _end_of_notice(facts), facts.expires_on
        known = given.is_day and end is not None
        if last is None or facts.renewal_months:
            return end if known else None
        if last.last_day is None:
            return None
        # The earlier of the two, where it is known to the day which one that is. A notice that
        # came after the last day ended nothing, whatever its period.
        if end is not None and end <= (last.first_day or end) and known:
            return end
        earliest = add_months(given.first_day, _notice(facts) or 0) if given.first_day else None
        return last.last_day if last.is_day and earliest and earliest >= last.last_day else None
    if facts.expires_on is not None and not facts.expires_on.is_day:
        return None
    return _final_end(facts)


def _term_end(first: date, number: int, months: int) -> date:
    """The last day of term `number` (0 is the first), always counted from the first one."""
    return add_months(first, number * months)


def _current_term(facts: AgreementFacts, on: date) -> tuple[date, int] | None:
    """The end of the term that runs on `on` and how often it was renewed before.

    None where it is not known: a notice whose end is not known may have stopped the renewal.
    """
    if facts.expires_on is None or not facts.expires_on.is_day:
        return None
    first = facts.expires_on.last_day
    assert first is not None
    if not facts.renewal_months:
        return first, 0
    months, given = _renewal(facts), facts.notice_given_on
    if months is None or (given is not None and (not given.is_day or _notice(facts) is None)):
        return None
    final = _final_end(facts)
    number = 0
    end = first
    while end < on and end < date.max and (final is None or end < final):
        number += 1
        end = _term_end(first, number, months)
    return end, number


def standing(facts: AgreementFacts, on: date) -> Standing:
    """State, the days that matter, and the sentences that explain them, on the day `on`."""
    facts, amendment = amended(facts, on)
    facts = _as_known(facts, on)
    now = _state(facts, on)
    recorded = facts.term is not None or facts.expires_on is not None
    if now in (AgreementState.DRAFT, AgreementState.IN_APPROVAL):
        exists = facts.draft or facts.in_approval
        return Standing(
            now,
            term_recorded=recorded,
            explanation=_explain_preparation(facts, now, exists=exists),
            exists=exists,
            **_end(facts, None)._asdict(),
        )
    lines: list[Line] = []
    _explain_start(facts, on, lines)
    ended = facts.ended_on
    if now is AgreementState.TERMINATED and ended is not None and _has_passed(ended, on):
        lines.append((N_("It ended {when}."), {"when": ended}))
        lapsed = _lapses_on(facts)
        explanation = tuple(lines)
        return Standing(
            now, term_recorded=recorded, explanation=explanation, lapses_on=lapsed, end=ended
        )
    term = _current_term(facts, on)
    if amendment is not None:
        lines.append(_amendment_line(amendment))
    _explain_term(facts, term, on, lines)
    deadline = deliver_by = None
    # A decision to end it is no notice yet: until that is given, the deadline matters most.
    if _may_be_noticed(facts):
        notice = _notice(facts)
        if term and notice is not None and _renewal(facts):
            deadline = add_months(term[0], -notice)
            deliver_by = working_day_on_or_before(deadline)
            lines.append(_notice_line(deadline, deliver_by, on))
        else:
            _explain_no_deadline(facts, lines)
    # What lapsed already has its end, though a later one is recorded.
    over = now in (AgreementState.EXPIRED, AgreementState.TERMINATED)
    ending = replace(facts, ended_on=None) if over else facts
    _explain_end(ending, now, lines)
    end = term[0] if term else None
    given = facts.notice_given_on
    if end is not None and given is not None and given.is_day:
        end = min(end, _end_of_notice(facts) or end)
    return Standing(
        now,
        end,
        deadline,
        deliver_by,
        recorded,
        tuple(lines),
        _lapses_on(ending),
        *_end(ending, term),
    )


class _End(NamedTuple):
    """What is said of the end; see `Standing`."""

    end: PartialDate | None = None
    renews: bool = False
    indefinite: bool = False


def _end(facts: AgreementFacts, term: tuple[date, int] | None) -> _End:
    """The end that follows from the facts; `term` is the one that runs now, where it is known."""
    if facts.ended_on is not None:
        return _End(facts.ended_on)
    lapses = _lapses_on(facts)
    if lapses is not None:
        return _End(PartialDate.from_date(lapses))
    decided = facts.termination_approved_on is not None and facts.expires_on is None
    if facts.notice_given_on is not None or (decided and facts.term == "indefinite"):
        return _End(UNKNOWN)
    renews = _renewal(facts) is not None
    if term is not None:
        return _End(PartialDate.from_date(term[0]), renews)
    if facts.expires_on is None:
        return _End(indefinite=facts.term == "indefinite")
    broken = facts.renewal_months is not None and facts.renewal_months != 0 and not renews
    return _End(UNKNOWN if broken else facts.expires_on, renews)


# --- in words -----------------------------------------------------------------------------------


def _explain_preparation(
    facts: AgreementFacts, now: AgreementState, *, exists: bool
) -> tuple[Line, ...]:
    lines: list[Line] = []
    if not exists:
        pass  # nobody says that it was being prepared
    elif now is AgreementState.DRAFT:
        lines.append((N_("It is being prepared and has not been signed."), {}))
    else:
        lines.append((N_("It is being approved and has not been signed."), {}))
    if facts.signed_on is not None:
        lines.append((N_("It is to be signed {when}."), {"when": facts.signed_on}))
    return tuple(lines)


def _explain_start(facts: AgreementFacts, on: date, lines: list[Line]) -> None:
    start, signed = facts.entry_into_force, facts.signed_on
    if signed is not None and signed.first_day is not None and signed.first_day > on:
        lines.append((N_("It is to be signed {when}."), {"when": signed}))
    if start is not None and start.precision != "unknown":
        assert start.first_day is not None
        assert start.last_day is not None
        if start.is_day and start.first_day > on:
            lines.append((N_("It is to enter into force {when}."), {"when": start}))
        elif start.last_day <= on:
            lines.append((N_("It entered into force {when}."), {"when": start}))
        else:
            lines.append(
                (N_("The entry into force ({day}) is not known to the day."), {"day": start})
            )
    elif start is not None:
        lines.append((N_("It entered into force {when}."), {"when": start}))
    elif signed is not None and signed.precision != "unknown":
        message = N_("The entry into force is not recorded; the day of signing counts ({day}).")
        lines.append((message, {"day": signed}))
    else:
        lines.append((N_("Neither the entry into force nor the day of signing is known."), {}))


def _amendment_line(amendment: Amendment) -> Line:
    since = amendment.facts.entry_into_force or amendment.facts.signed_on
    values: dict[str, object] = {"title": amendment.title}
    if since is None or since.precision == "unknown":
        return N_("The term is that of the amendment “{title}”."), values
    message = N_("The term is that of the amendment “{title}”, in force since {since}.")
    return message, values | {"since": since}


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
    if facts.expires_on.precision == "unknown":
        lines.append((N_("It runs until a day that is not known."), {}))
        return
    if term is None and facts.expires_on.is_day:
        lines.append((N_("Until when it runs cannot be computed from what is recorded."), {}))
        return
    if term is None:
        lines.append(
            (
                N_("It runs until {until}; the end is not known to the day."),
                {"until": facts.expires_on},
            )
        )
        return
    end, renewed = term
    months = _renewal(facts)
    if end < on:
        lines.append((N_("Its last day in force was {day}."), {"day": end}))
    elif renewed and months:
        assert facts.expires_on.last_day is not None
        since = _term_end(facts.expires_on.last_day, renewed - 1, months)
        lines.append(
            (
                N_("Renewed on {since} for {length}; the current term runs until {day}."),
                {"since": since, "length": Months(months), "day": end},
            )
        )
    elif months and (_may_be_noticed(facts) or _ends_after(facts, end)):
        lines.append(
            (
                N_("The current term runs until {day} and then renews itself for {length}."),
                {"day": end, "length": Months(months)},
            )
        )
    else:
        lines.append((N_("The current term runs until {day}."), {"day": end}))


def _ends_after(facts: AgreementFacts, day: date) -> bool:
    """Whether the end that is recorded is known to come later: until then it renews itself."""
    ended = facts.ended_on.first_day if facts.ended_on is not None else None
    return facts.notice_given_on is None and ended is not None and ended > day


def _may_be_noticed(facts: AgreementFacts) -> bool:
    """Whether notice still makes sense: none was given and no end is recorded."""
    return facts.notice_given_on is None and facts.ended_on is None


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


def _explain_no_deadline(facts: AgreementFacts, lines: list[Line]) -> None:
    """Why there is no last day for notice, where one might be expected."""
    notice = _notice(facts)
    if facts.renewal_months:
        if notice is None:
            message = N_(
                "It renews itself, but the notice period is not recorded:"
                " the last day for notice cannot be computed."
            )
            lines.append((message, {}))
        else:
            lines.append((N_("The last day for notice is not known to the day."), {}))
    elif facts.term == "indefinite" and facts.expires_on is None and notice:
        lines.append((N_("The notice period is {length}."), {"length": Months(notice)}))


def _explain_end(facts: AgreementFacts, now: AgreementState, lines: list[Line]) -> None:
    if facts.termination_approved_on is not None:
        when = {"when": facts.termination_approved_on}
        lines.append((N_("Its termination was decided {when}."), when))
    if facts.notice_given_on is not None:
        lines.append((N_("Notice was given {when}."), {"when": facts.notice_given_on}))
    if facts.ended_on is not None:
        # Long before, it is not ending yet; the end is recorded all the same.
        lines.append((N_("It ends {when}."), {"when": facts.ended_on}))
        return
    lapses, of_notice = _lapses_on(facts), _end_of_notice(facts)
    if lapses is not None and lapses == of_notice:
        months = _notice(facts)
        assert months is not None
        values = {"length": Months(months), "day": lapses}
        if now is AgreementState.ENDING:
            message = N_("The notice period of {length} counts from delivery and ends on {day}.")
        else:
            message = N_("The notice period of {length} counted from delivery and ended on {day}.")
        lines.append((message, values))
    elif now is AgreementState.ENDING and lapses is None:
        lines.append((N_("The day on which it lapses is not known."), {}))
        if (latest := _final_end(facts)) is not None:
            lines.append((N_("It lapses on {day} at the latest."), {"day": latest}))
