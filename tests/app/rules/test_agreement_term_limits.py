from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.agreement_terms import AgreementFacts, AgreementState, standing, state
from app.rules.partial_dates import UNKNOWN, PartialDate

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2005, 1, 1), date(2035, 12, 31))


def day(text: str) -> PartialDate:
    return PartialDate.parse_iso(text)


def renewing(**changes: object) -> AgreementFacts:
    values = {
        "signed_on": day("2014-05-26"),
        "entry_into_force": day("2014-05-27"),
        "term": "fixed",
        "expires_on": day("2019-05-26"),
        "renewal_months": 60,
        "notice_months": 6,
    }
    return AgreementFacts(**(values | changes))  # type: ignore[arg-type]


def messages(facts: AgreementFacts, on: date = TODAY) -> list[str]:
    return [message for message, _ in standing(facts, on).explanation]


def _later(start: date, months: int) -> date:
    """Month arithmetic through a count of months since year 0 and a table of month lengths."""
    count = start.year * 12 + start.month - 1 + months
    year, month = count // 12, count % 12 + 1
    leap = (year % 4 == 0 and year % 100 != 0) or year % 400 == 0
    lengths = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return date(year, month, min(start.day, lengths[month - 1]))


@given(
    DAYS,
    DAYS,
    DAYS,
    st.none() | st.integers(1, 60),
    st.integers(0, 24),
    st.none() | DAYS,
    st.none() | DAYS,
)
def test_the_state_against_walking_term_by_term(
    on: date,
    start: date,
    first_end: date,
    renewal: int | None,
    notice: int,
    given_on: date | None,
    ended: date | None,
) -> None:
    if given_on is not None and given_on > on:
        given_on = None  # nobody records a notice before it is given
    facts = AgreementFacts(
        signed_on=day("2000"),
        entry_into_force=PartialDate.from_date(start),
        term="fixed",
        expires_on=PartialDate.from_date(first_end),
        renewal_months=renewal,
        notice_months=notice,
        notice_given_on=PartialDate.from_date(given_on) if given_on else None,
        ended_on=PartialDate.from_date(ended) if ended else None,
    )
    end, number, lapsed = first_end, 0, False
    while end < on:
        if renewal is None or (given_on is not None and given_on <= _later(end, -notice)):
            lapsed = True
            break
        number += 1
        end = _later(first_end, number * renewal)
    if ended is not None and ended < on:
        expected = "terminated"
    elif lapsed:
        expected = "terminated" if given_on else "expired"
    elif given_on or ended:
        expected = "ending"
    else:
        expected = "signed" if start > on else "in_force"
    assert state(facts, on) == expected
    if expected != "terminated" or ended is None:
        assert standing(facts, on).current_term_end == end


def test_nothing_that_ends_gives_a_day_for_notice() -> None:
    for facts in (
        renewing(notice_given_on=day("2026-09-01")),
        renewing(notice_given_on=UNKNOWN),
        renewing(ended_on=day("2026-01-31")),
        renewing(renewal_months=None),
        renewing(notice_months=None),
    ):
        now = standing(facts, TODAY)
        assert now.notice_deadline is now.deliver_by is None


def test_a_decided_end_without_notice_is_ending_and_its_day_is_not_known() -> None:
    facts = renewing(termination_approved_on=day("2026-09"))
    assert state(facts, TODAY) == AgreementState.ENDING
    assert "Its termination was decided on {day}." in messages(facts)
    assert "The day on which it lapses is not known." in messages(facts)


def test_a_decided_end_without_renewal_lapses_with_the_term() -> None:
    facts = renewing(
        expires_on=day("2026-11-23"), renewal_months=None, termination_approved_on=day("2026")
    )
    assert state(facts, TODAY) == AgreementState.ENDING
    assert state(facts, date(2026, 11, 24)) == AgreementState.TERMINATED
    assert "The day on which it lapses is not known." not in messages(facts)


def test_notice_on_an_unknown_day_never_says_when_a_renewed_agreement_lapses() -> None:
    for given_on in (UNKNOWN, day("2018"), day("2018-11")):
        facts = renewing(notice_given_on=given_on)
        assert state(facts, date(2034, 1, 1)) == AgreementState.ENDING
        assert "The day on which it lapses is not known." in messages(facts)


def test_an_indefinite_term_and_a_forgotten_end_are_told_apart() -> None:
    indefinite = renewing(term="indefinite", expires_on=None, renewal_months=None)
    assert "It is concluded for an indefinite term." in messages(indefinite)
    fixed = renewing(expires_on=None)
    assert "The end of the fixed term is not recorded." in messages(fixed)
    for facts in (indefinite, fixed):
        now = standing(facts, TODAY)
        assert now.term_recorded
        assert now.current_term_end is now.notice_deadline is None


def test_without_a_stated_entry_into_force_the_day_of_signing_counts_and_is_said_so() -> None:
    facts = renewing(entry_into_force=None, signed_on=day("2026-11-24"))
    assert state(facts, TODAY) == AgreementState.SIGNED
    assert state(facts, date(2026, 11, 24)) == AgreementState.IN_FORCE
    assert "The entry into force is not recorded; the day of signing counts." in messages(facts)


def test_a_missed_day_for_notice_is_said_to_be_past() -> None:
    facts = renewing(expires_on=day("2027-01-31"))
    now = standing(facts, TODAY)
    assert now.notice_deadline == date(2026, 7, 31)
    assert "The last day for notice was {day}; the agreement renews itself." in messages(facts)


@pytest.mark.parametrize(
    "changes",
    [{"renewal_months": -12}, {"renewal_months": 1_000_000}, {"notice_months": 1_000_000}],
    ids=str,
)
def test_months_out_of_the_calendar_are_no_crash(changes: dict[str, int]) -> None:
    assert standing(renewing(**changes), TODAY).state == AgreementState.IN_FORCE


@pytest.mark.parametrize("given_on", [UNKNOWN, day("2018"), day("2018-11")], ids=str)
def test_a_notice_of_unknown_day_gives_no_guess_of_the_current_term(given_on: PartialDate) -> None:
    facts = renewing(notice_given_on=given_on)
    assert not any("tacitly renewed" in message for message in messages(facts))
    assert standing(facts, TODAY).current_term_end is None


@pytest.mark.parametrize("start", [day("2026"), day("2026-11")], ids=str)
def test_an_entry_into_force_that_may_be_still_to_come_is_said_so(start: PartialDate) -> None:
    known = messages(renewing(entry_into_force=day("2026-11-01")))
    assert messages(renewing(entry_into_force=start)) != known


def test_an_agreement_that_ends_before_its_term_asks_for_no_notice() -> None:
    now = standing(renewing(ended_on=day("2026-12-01")), TODAY)
    assert now.state == AgreementState.ENDING
    assert now.notice_deadline is now.deliver_by is None
