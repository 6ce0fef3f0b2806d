from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import Language, translator
from app.rules.agreements.terms import AgreementFacts, AgreementState, standing, state
from app.rules.days.partial_dates import UNKNOWN, PartialDate
from app.services.agreements.record import explanation_text

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
    noticed = _later(given_on, notice) if given_on is not None else date.max
    while end < min(on, noticed):
        if renewal is None:
            lapsed = True
            break
        number += 1
        end = _later(first_end, number * renewal)
    end = min(end, noticed)
    lapsed = lapsed or noticed < on
    if ended is not None and ended < on:
        expected = "terminated"
    elif lapsed:
        expected = "terminated" if given_on and given_on <= end else "expired"
    elif given_on or (ended and _later(ended, -max(notice, 12)) <= on):
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
    assert "Its termination was decided {when}." in messages(facts)
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
        now = standing(facts, date(2019, 1, 1))
        assert (now.state, now.lapses_on) == (AgreementState.ENDING, None)
        assert "The day on which it lapses is not known." in messages(facts, date(2019, 1, 1))
    late = date(2034, 1, 1)
    assert state(renewing(notice_given_on=UNKNOWN), late) == AgreementState.ENDING
    # By then the notice period is over, whatever the day was.
    assert state(renewing(notice_given_on=day("2018")), late) == AgreementState.TERMINATED


def test_a_notice_ends_a_fixed_term_with_its_period_whether_it_renews_itself_or_not() -> None:
    for renewal in (None, 60):
        facts = renewing(
            expires_on=day("2030-12-31"),
            renewal_months=renewal,
            notice_given_on=day("2026-08-31"),
        )
        now = standing(facts, TODAY)
        assert (now.state, now.lapses_on, now.current_term_end) == (
            AgreementState.ENDING,
            date(2027, 2, 28),
            date(2027, 2, 28),
        )
        words = "The notice period of {length} counts from delivery and ends on {day}."
        assert words in messages(facts)
        assert state(facts, date(2027, 3, 1)) == AgreementState.TERMINATED


def test_a_notice_without_a_recorded_period_ends_a_fixed_term_on_a_day_nobody_knows() -> None:
    facts = renewing(
        expires_on=day("2030-12-31"),
        renewal_months=None,
        notice_months=None,
        notice_given_on=day("2026-08-31"),
    )
    now = standing(facts, TODAY)
    assert (now.state, now.lapses_on) == (AgreementState.ENDING, None)
    assert "The day on which it lapses is not known." in messages(facts)
    assert "It lapses on {day} at the latest." in messages(facts)
    assert state(facts, date(2031, 1, 1)) == AgreementState.TERMINATED


def test_a_notice_whose_period_is_longer_than_the_term_leaves_the_end_as_it_was() -> None:
    facts = renewing(
        expires_on=day("2026-12-31"), renewal_months=None, notice_given_on=day("2026-11-01")
    )
    assert standing(facts, TODAY).lapses_on == date(2026, 12, 31)


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
    assert state(facts, TODAY) == AgreementState.DRAFT, "it is not there yet"
    assert not standing(facts, TODAY).exists
    assert state(facts, date(2026, 11, 24)) == AgreementState.IN_FORCE
    message = "The entry into force is not recorded; the day of signing counts ({day})."
    lines = standing(facts, date(2026, 11, 24)).explanation
    assert message in [line for line, _ in lines]


def test_a_missed_day_for_notice_is_said_to_be_past() -> None:
    facts = renewing(expires_on=day("2027-01-31"))
    now = standing(facts, TODAY)
    assert now.notice_deadline == date(2026, 7, 31)
    assert "The last day for notice was {day}; the agreement renews itself." in messages(facts)


@pytest.mark.parametrize(
    "changes",
    [{"renewal_months": -12}, {"renewal_months": 1_000_000}, {"notice_months": 1_000_000}],
)
def test_months_out_of_the_calendar_are_no_crash(changes: dict[str, int]) -> None:
    assert standing(renewing(**changes), TODAY).state == AgreementState.IN_FORCE


@pytest.mark.parametrize("given_on", [UNKNOWN, day("2018"), day("2018-11")])
def test_a_notice_of_unknown_day_gives_no_guess_of_the_current_term(given_on: PartialDate) -> None:
    facts = renewing(notice_given_on=given_on)
    assert not any(message.startswith("Renewed") for message in messages(facts))
    assert standing(facts, TODAY).current_term_end is None


@pytest.mark.parametrize("start", [day("2026"), day("2026-11")])
def test_an_entry_into_force_that_may_be_still_to_come_is_said_so(start: PartialDate) -> None:
    known = messages(renewing(entry_into_force=day("2026-11-01")))
    assert messages(renewing(entry_into_force=start)) != known


def test_an_agreement_that_ends_before_its_term_asks_for_no_notice() -> None:
    now = standing(renewing(ended_on=day("2026-12-01")), TODAY)
    assert now.state == AgreementState.ENDING
    assert now.notice_deadline is now.deliver_by is None


# every combination gives an answer


@pytest.mark.parametrize(
    ("given_on", "months", "on", "expected", "lapses_on"),
    [
        ("2026-08-31", 6, date(2027, 2, 28), "ending", date(2027, 2, 28)),
        ("2026-08-31", 6, date(2027, 3, 1), "terminated", date(2027, 2, 28)),
        ("2024-02-29", 12, date(2025, 2, 28), "ending", date(2025, 2, 28)),
        ("2024-02-29", 12, date(2025, 3, 1), "terminated", date(2025, 2, 28)),
        ("2026-08-31", 0, date(2026, 9, 1), "terminated", date(2026, 8, 31)),
        ("2026-08-31", None, TODAY, "ending", None),
        ("2020", 6, date(2021, 6, 30), "ending", None),
        ("2020", 6, date(2021, 7, 1), "terminated", None),
        ("unknown", 6, TODAY, "ending", None),
    ],
)
def test_an_indefinite_term_ends_with_the_notice_period_that_counts_from_delivery(
    given_on: str, months: int | None, on: date, expected: str, lapses_on: date | None
) -> None:
    facts = renewing(
        term="indefinite",
        expires_on=None,
        renewal_months=None,
        notice_months=months,
        notice_given_on=day(given_on),
    )
    now = standing(facts, on)
    assert (now.state, now.lapses_on, now.current_term_end) == (expected, lapses_on, None)
    not_known = "The day on which it lapses is not known." in messages(facts, on)
    assert not_known == (lapses_on is None and expected == "ending")


def test_a_notice_of_an_unrecorded_term_ends_on_a_day_nobody_knows() -> None:
    facts = renewing(
        term=None, expires_on=None, renewal_months=None, notice_given_on=day("2020-01-01")
    )
    assert state(facts, TODAY) == AgreementState.ENDING
    assert {"The term is not recorded.", "The day on which it lapses is not known."} <= set(
        messages(facts)
    )


def test_a_decision_after_the_term_had_run_out_changes_nothing() -> None:
    facts = renewing(renewal_months=None, termination_approved_on=day("2022-01-01"))
    assert state(facts, TODAY) == AgreementState.EXPIRED
    before = renewing(renewal_months=None, termination_approved_on=day("2018"))
    assert state(before, TODAY) == AgreementState.TERMINATED


def test_an_end_that_nobody_had_decided_on_yet_is_not_known_on_an_earlier_day() -> None:
    facts = renewing(
        term="indefinite",
        expires_on=None,
        renewal_months=None,
        notice_given_on=day("2022-02"),
        ended_on=day("2022-09"),
    )
    assert state(facts, date(2020, 1, 1)) == AgreementState.IN_FORCE
    assert state(facts, date(2022, 2, 10)) == AgreementState.ENDING
    assert state(facts, TODAY) == AgreementState.TERMINATED
    assert state(renewing(ended_on=day("2027-01-31")), TODAY) == AgreementState.ENDING


def test_a_planned_signing_leaves_a_draft_a_draft() -> None:
    facts = AgreementFacts(draft=True, signed_on=day("2027-01"))
    assert state(facts, TODAY) == AgreementState.DRAFT
    assert "It is to be signed {when}." in messages(facts)
    assert state(facts, date(2027, 2, 1)) == AgreementState.IN_FORCE
    assert state(AgreementFacts(in_approval=True, signed_on=day("2027")), TODAY) == "in_approval"


def test_why_there_is_no_last_day_for_notice_is_said() -> None:
    assert any("not recorded" in message for message in messages(renewing(notice_months=None)))
    vague = "The last day for notice is not known to the day."
    assert vague in messages(renewing(expires_on=day("2027-05")))
    assert vague not in messages(renewing(expires_on=day("2027-05"), notice_given_on=day("2026")))


def test_a_notice_after_the_deadline_ends_the_renewed_term_with_its_period() -> None:
    facts = renewing(notice_given_on=day("2024-01-10"))
    late = standing(facts, date(2024, 6, 1))
    assert (late.state, late.current_term_end, late.lapses_on) == (
        AgreementState.ENDING,
        date(2024, 7, 10),
        date(2024, 7, 10),
    )
    assert late.notice_deadline is None
    assert state(facts, TODAY) == AgreementState.TERMINATED


def test_an_end_recorded_alone_was_not_known_for_ever() -> None:
    facts = renewing(term="indefinite", expires_on=None, ended_on=day("2026-06-30"))
    assert state(facts, date(2015, 1, 1)) == AgreementState.IN_FORCE
    assert state(facts, date(2026, 6, 1)) == AgreementState.ENDING
    assert state(facts, date(2026, 7, 1)) == AgreementState.TERMINATED


@pytest.mark.parametrize("end", ["9999-12-31", "9990-01-31", "0001-01-31"])
def test_the_edges_of_the_calendar_give_an_answer(end: str) -> None:
    for on in (date.min, TODAY, date.max):
        facts = renewing(expires_on=day(end), notice_months=1200, renewal_months=1200)
        assert standing(facts, on).state == state(facts, on)
        noticed = renewing(expires_on=day(end), notice_given_on=day("9999-12-31"))
        assert standing(noticed, on).state == state(noticed, on)


def test_each_state_is_explained_in_three_languages_so_that_it_can_be_read_aloud() -> None:
    for facts in (
        AgreementFacts(draft=True),
        AgreementFacts(in_approval=True),
        AgreementFacts(signed_on=day("2026"), entry_into_force=day("2027-01-01")),
        renewing(),
        renewing(notice_given_on=day("2026-05")),
        renewing(renewal_months=None),
        renewing(ended_on=UNKNOWN),
    ):
        texts = [explanation_text(standing(facts, TODAY), translator(code)) for code in Language]
        assert all(text.endswith(".") and "{" not in text for text in texts)
        assert len(set(texts)) == 3
    ended = explanation_text(
        standing(renewing(ended_on=day("2026-05")), TODAY), translator(Language.CS)
    )
    assert "v květnu 2026" in ended.replace("\u00a0", " ")
