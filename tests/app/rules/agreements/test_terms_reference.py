"""The term rules against a slow, obvious walk through the days.

The reference knows no arithmetic with months: it looks at one day after another and asks of each
whether a term ends on it or whether notice is due on it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from app.rules.agreements.terms import AgreementFacts, AgreementState, Standing, standing
from app.rules.days.holidays import is_working_day
from app.rules.days.partial_dates import UNKNOWN, PartialDate

ONE_DAY = timedelta(days=1)


def exactly(day: date | None) -> PartialDate | None:
    return None if day is None else PartialDate(day.year, day.month, day.day)


@dataclass(frozen=True, kw_only=True)
class Case:
    """Facts of a signed agreement, all known to the day, as plain dates."""

    start: date
    first_end: date | None
    renewal: int | None = None
    notice: int | None = None
    given_on: date | None = None
    decided_on: date | None = None
    ended_on: date | None = None
    on: date

    def facts(self) -> AgreementFacts:
        return AgreementFacts(
            signed_on=PartialDate(2000),
            entry_into_force=exactly(self.start),
            term="fixed" if self.first_end else "indefinite",
            expires_on=exactly(self.first_end),
            renewal_months=self.renewal,
            notice_months=self.notice,
            notice_given_on=exactly(self.given_on),
            termination_approved_on=exactly(self.decided_on),
            ended_on=exactly(self.ended_on),
        )

    def standing(self) -> Standing:
        return standing(self.facts(), self.on)


# --- the reference ------------------------------------------------------------------------------


def months_between(earlier: date, later: date) -> int:
    """How many times one turns the page of a calendar from the one day to the other."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def is_same_day_of_month(day: date, wanted: int) -> bool:
    """Whether `day` stands for day number `wanted`; a short month's last day stands for more."""
    is_last = (day + ONE_DAY).month != day.month
    return day.day == wanted or (is_last and day.day < wanted)


def is_end_of_a_term(day: date, first_end: date, renewal: int) -> bool:
    return (
        day >= first_end
        and months_between(first_end, day) % renewal == 0
        and is_same_day_of_month(day, first_end.day)
    )


def last_day_for_notice(end: date, notice: int) -> date:
    """Back from the end of the term, one day at a time."""
    day = end
    while not (months_between(day, end) == notice and is_same_day_of_month(day, end.day)):
        day -= ONE_DAY
    return day


def last_day_of_notice(given_on: date, notice: int) -> date:
    """Forward from the delivery, one day at a time."""
    day = given_on
    while not (months_between(given_on, day) == notice and is_same_day_of_month(day, given_on.day)):
        day += ONE_DAY
    return day


@dataclass(frozen=True)
class Expected:
    state: str
    term_end: date | None
    deadline: date | None


def walk(case: Case) -> Expected:
    """What holds on the day `on`, by living through every day up to it."""
    end, lapsed = case.first_end, False
    noticed = lapse_of_notice(case)
    if end is not None:
        day = min(end, case.on, noticed or end)
        while day < case.on:
            # `day` is in the past. Where a term ended on it, the next day brings a new one,
            # unless nothing renews it or the notice period ended first.
            if day in (noticed, end):
                if case.renewal is None or day == noticed:
                    lapsed = True
                    break
                end += ONE_DAY
                while not is_end_of_a_term(end, case.first_end or end, case.renewal):
                    end += ONE_DAY
            day += ONE_DAY
    if end is not None and noticed is not None:
        end = min(end, noticed)
    left = [day for day in (case.given_on, case.decided_on) if day is not None]
    leaving = bool(left)
    if case.ended_on is not None and case.ended_on < case.on:
        return Expected("terminated", None, None)
    if lapsed:
        assert end is not None
        in_time = any(day <= end for day in left)
        return Expected("terminated" if in_time else "expired", end, None)
    if end is None and noticed is not None and noticed < case.on:
        return Expected("terminated", None, None)
    deadline = None
    if leaving or case.ended_on is not None:
        state = "ending"
    else:
        state = "in_force" if case.start <= case.on else "signed"
    # A decision to end it is no notice yet.
    may_be_noticed = case.given_on is None and case.ended_on is None
    if may_be_noticed and end is not None and case.renewal is not None and case.notice is not None:
        deadline = last_day_for_notice(end, case.notice)
    return Expected(state, end, deadline)


def lapse_of_notice(case: Case) -> date | None:
    """Where the notice period ends; notice that nobody had given yet ends nothing."""
    if case.given_on is None or case.notice is None or case.given_on > case.on:
        return None
    return last_day_of_notice(case.given_on, case.notice)


# --- the comparison -----------------------------------------------------------------------------

ANY_DAY = st.dates(date(2015, 1, 1), date(2024, 12, 31))
ENDS_OF_MONTHS = st.sampled_from(
    [
        date(2016, 2, 29), date(2020, 2, 29), date(2024, 2, 29), date(2019, 2, 28),
        date(2020, 2, 28), date(2017, 1, 31), date(2018, 8, 31), date(2019, 12, 31),
        date(2021, 4, 30), date(2022, 3, 30), date(2023, 1, 29),
    ]
)  # fmt: skip
ENDS = ENDS_OF_MONTHS | ANY_DAY
RENEWALS = st.sampled_from([1, 6, 12, 24, 36, 48, 60, 120]) | st.integers(1, 120)
NOTICES = st.sampled_from([0, 1, 3, 6, 12]) | st.integers(0, 24)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Around the ends of terms, where mistakes are made; what was done was done by then."""
    end = draw(st.none() | ENDS)
    on = (end or draw(ANY_DAY)) + timedelta(days=draw(st.integers(-800, 2600) | near_years()))
    past = st.none() | st.integers(0, 2600).map(lambda back: on - timedelta(days=back))
    return Case(
        start=on + timedelta(days=draw(st.integers(-2000, 100))),
        first_end=end,
        renewal=draw(st.none() | RENEWALS),
        # The notice period is known: see the test of a notice whose period is not.
        notice=draw(NOTICES),
        given_on=draw(past),
        decided_on=draw(past),
        ended_on=draw(st.none() | st.integers(-30, 30).map(lambda off: on + timedelta(days=off))),
        on=on,
    )


def near_years() -> st.SearchStrategy[int]:
    return st.builds(lambda years, off: years * 365 + off, st.integers(0, 7), st.integers(-3, 3))


def renewing(on: date, **changes: object) -> Case:
    case = Case(start=date(2014, 5, 27), first_end=date(2019, 5, 26), renewal=60, notice=6, on=on)
    return replace(case, **changes)  # type: ignore[arg-type]


@given(cases())
@example(renewing(date(2019, 5, 26)))
@example(renewing(date(2019, 5, 27)))
@example(renewing(date(2026, 11, 23)))
@example(renewing(date(2019, 5, 27), given_on=date(2018, 11, 26)))
@example(renewing(date(2019, 5, 27), given_on=date(2018, 11, 27)))
@example(renewing(date(2024, 5, 27), given_on=date(2018, 11, 27)))
@example(renewing(date(2021, 3, 1), first_end=date(2020, 2, 29), renewal=12))
@example(renewing(date(2024, 2, 29), first_end=date(2020, 2, 29), renewal=12))
@example(renewing(date(2021, 3, 1), first_end=date(2020, 8, 31), notice=6, renewal=6))
@example(renewing(date(2021, 1, 30), first_end=date(2020, 12, 31), notice=2, renewal=1))
@example(renewing(date(2020, 3, 1), first_end=date(2020, 3, 31), notice=1))
def test_state_term_and_deadline_as_by_walking_through_the_days(case: Case) -> None:
    expected, now = walk(case), case.standing()
    if expected.state in ("terminated", "expired") and expected.term_end and case.ended_on:
        return  # it lapsed before the day recorded as its end; see the disagreements below
    assert now.state == expected.state
    assert now.current_term_end == expected.term_end
    assert now.notice_deadline == expected.deadline
    assert now.term_recorded


@given(cases())
def test_delivery_is_on_the_last_working_day_that_is_still_in_time(case: Case) -> None:
    case = replace(case, given_on=None, decided_on=None, ended_on=None)
    now = case.standing()
    assert (now.deliver_by is None) == (now.notice_deadline is None)
    if now.deliver_by is None or now.notice_deadline is None:
        return
    assert is_working_day(now.deliver_by)
    assert now.deliver_by <= now.notice_deadline
    skipped = now.deliver_by + ONE_DAY
    while skipped <= now.notice_deadline:
        assert not is_working_day(skipped)
        skipped += ONE_DAY


@given(cases())
def test_from_the_deadline_the_notice_period_fits_into_the_term(case: Case) -> None:
    case = replace(case, given_on=None, decided_on=None, ended_on=None)
    now = case.standing()
    assume(now.notice_deadline is not None)
    assert now.notice_deadline
    assert now.current_term_end
    assert case.notice is not None
    until = now.notice_deadline
    while months_between(now.notice_deadline, until) < case.notice or not is_same_day_of_month(
        until, now.notice_deadline.day
    ):
        until += ONE_DAY
    assert until <= now.current_term_end
    # Nothing is lost but what a short month clips: the deadline is as late as it can be.
    assert now.current_term_end - until <= timedelta(days=3)
    assert until.month == now.current_term_end.month


@given(cases())
def test_the_term_of_what_is_in_force_and_renews_itself_is_not_over(case: Case) -> None:
    now = case.standing()
    if now.state is AgreementState.IN_FORCE and case.first_end:
        assert now.current_term_end is not None
        assert now.current_term_end >= case.on


@given(cases(), st.integers(1, 4000))
def test_what_is_over_stays_over(case: Case, days: int) -> None:
    now = case.standing()
    assume(now.state in (AgreementState.EXPIRED, AgreementState.TERMINATED))
    later = replace(case, on=case.on + timedelta(days=days)).standing()
    assert later.state in (AgreementState.EXPIRED, AgreementState.TERMINATED)
    if case.ended_on is None:
        assert (later.state, later.current_term_end) == (now.state, now.current_term_end)


@given(cases(), st.integers(0, 4000))
def test_a_term_changes_only_on_the_day_after_its_end(case: Case, days: int) -> None:
    case = replace(case, ended_on=None)
    now = case.standing()
    assume(now.current_term_end is not None)
    assert now.current_term_end is not None
    later = case.on + timedelta(days=days)
    if case.on <= later <= now.current_term_end:
        assert replace(case, on=later).standing().current_term_end == now.current_term_end
    elif now.state is AgreementState.IN_FORCE and case.renewal:
        assert replace(case, on=later).standing().current_term_end != now.current_term_end


# --- what is not known to the day ---------------------------------------------------------------

VAGUE = st.one_of(
    st.builds(PartialDate, st.integers(2015, 2030)),
    st.builds(PartialDate, st.integers(2015, 2030), st.integers(1, 12)),
    st.just(UNKNOWN),
)


def said(now: Standing) -> set[str]:
    return {message for message, _ in now.explanation}


@given(cases(), VAGUE)
def test_an_end_not_known_to_the_day_gives_no_day_and_is_said_so(
    case: Case, end: PartialDate
) -> None:
    facts = replace(case.facts(), expires_on=end, ended_on=None)
    now = standing(facts, case.on)
    assert now.current_term_end is now.notice_deadline is now.deliver_by is None
    if end is UNKNOWN:
        assert "It runs until a day that is not known." in said(now)
    else:
        assert "It runs until {until}; the end is not known to the day." in said(now)
    if case.given_on is None:
        assert now.lapses_on is None
    if case.given_on is None and (end is UNKNOWN or case.renewal):
        assert now.state not in (AgreementState.EXPIRED, AgreementState.TERMINATED)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(cases(), VAGUE)
def test_a_notice_not_given_on_a_known_day_ends_a_term_that_renews_itself_on_no_known_day(
    case: Case, given_on: PartialDate
) -> None:
    assume(case.first_end is not None and case.renewal is not None)
    case = replace(case, on=max(case.on, given_on.first_day or case.on))
    facts = replace(case.facts(), notice_given_on=given_on, ended_on=None)
    now = standing(facts, case.on)
    assert case.notice is not None
    latest = given_on.last_day and last_day_of_notice(given_on.last_day, case.notice)
    over = latest is not None and latest < case.on
    assert now.state is (AgreementState.TERMINATED if over else AgreementState.ENDING)
    assert now.current_term_end is now.notice_deadline is now.deliver_by is now.lapses_on is None
    assert "Until when it runs cannot be computed from what is recorded." in said(now)
    assert over or "The day on which it lapses is not known." in said(now)


@given(cases(), VAGUE)
def test_an_entry_into_force_not_known_to_the_day_changes_no_term(
    case: Case, start: PartialDate
) -> None:
    case = replace(case, start=case.on - ONE_DAY)
    vague = standing(replace(case.facts(), entry_into_force=start), case.on)
    known = case.standing()
    assert vague.current_term_end == known.current_term_end
    assert vague.notice_deadline == known.notice_deadline
    may_be_to_come = start.last_day is not None and start.last_day > case.on
    is_said = "The entry into force ({day}) is not known to the day." in said(vague)
    assert is_said == may_be_to_come


@given(cases())
def test_an_end_on_a_day_nobody_knows_is_over_without_a_day(case: Case) -> None:
    now = standing(replace(case.facts(), ended_on=UNKNOWN), case.on)
    assert now.state is AgreementState.TERMINATED
    assert now.current_term_end is now.notice_deadline is now.deliver_by is None


# --- found by the comparison ---------------------------------------------------------------------


def test_a_notice_whose_period_is_not_recorded_gives_no_guess_of_the_end() -> None:
    case = renewing(date(2019, 5, 27), notice=None, given_on=date(2019, 5, 20))
    assert case.standing().state is AgreementState.ENDING


def test_nothing_is_said_to_have_ended_on_a_day_still_to_come() -> None:
    case = renewing(date(2019, 6, 1), given_on=date(2018, 10, 1), ended_on=date(2019, 12, 31))
    ended = [values for message, values in case.standing().explanation if "It ended" in message]
    assert ended == []
