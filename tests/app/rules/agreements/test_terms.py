from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import Language, translator
from app.rules.agreements.terms import (
    AgreementFacts,
    AgreementState,
    Amendment,
    Months,
    Title,
    add_months,
    standing,
    state,
)
from app.rules.days.holidays import is_working_day
from app.rules.days.partial_dates import UNKNOWN, PartialDate
from app.services.agreements.record import explanation_text, worded
from tests.app.rules.strategies import PARTIAL_DATES
from translations.update import load

TODAY = date(2026, 11, 23)


def day(text: str) -> PartialDate:
    return PartialDate.parse_iso(text)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (AgreementFacts(draft=True), "draft"),
        (AgreementFacts(in_approval=True), "in_approval"),
        (AgreementFacts(draft=True, signed_on=UNKNOWN), "in_force"),
        (AgreementFacts(signed_on=day("2027")), "draft"),
        (AgreementFacts(signed_on=day("2020"), entry_into_force=day("2027-01-01")), "signed"),
        (AgreementFacts(signed_on=day("2020-01-15")), "in_force"),
        (AgreementFacts(signed_on=UNKNOWN), "in_force"),
        (AgreementFacts(), "in_force"),
        (AgreementFacts(signed_on=day("2020"), expires_on=day("2026-11-23")), "in_force"),
        (AgreementFacts(signed_on=day("2020"), expires_on=day("2026-11-22")), "expired"),
        (AgreementFacts(signed_on=day("2020"), expires_on=day("2026")), "in_force"),
        (AgreementFacts(signed_on=day("2020"), expires_on=day("2025")), "expired"),
        (
            AgreementFacts(signed_on=day("2020"), expires_on=day("2025-12-31"), renewal_months=12),
            "in_force",
        ),
        (
            AgreementFacts(signed_on=day("2020"), termination_approved_on=day("2026-09-01")),
            "ending",
        ),
        (AgreementFacts(signed_on=day("2020"), notice_given_on=day("2026-09-01")), "ending"),
        (AgreementFacts(signed_on=day("2020"), ended_on=day("2026-11-22")), "terminated"),
        (AgreementFacts(signed_on=day("2020"), ended_on=day("2026-11-23")), "ending"),
        (AgreementFacts(signed_on=day("2020"), ended_on=UNKNOWN), "terminated"),
        (
            AgreementFacts(
                signed_on=day("2020"),
                expires_on=day("2026-06-30"),
                notice_given_on=day("2026-01-01"),
            ),
            "terminated",
        ),
    ],
)
def test_states(facts: AgreementFacts, expected: str) -> None:
    assert state(facts, TODAY) == expected


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


def test_the_term_that_runs_now_counts_and_not_the_first_one() -> None:
    now = standing(renewing(), TODAY)
    assert now.state == "in_force"
    assert now.current_term_end == date(2029, 5, 26)
    assert now.notice_deadline == date(2028, 11, 26)  # a Sunday
    assert now.deliver_by == date(2028, 11, 24)
    text = explanation_text(now, translator(Language.EN)).replace("\xa0", " ")
    assert "Renewed on 26 May 2024 for 5 years" in text
    assert "the current term runs until 26 May 2029" in text
    assert "delivered by Friday 24 November 2028 (the period ends on 26 November 2028" in text


def test_on_its_last_day_the_old_term_still_runs() -> None:
    assert standing(renewing(), date(2019, 5, 26)).current_term_end == date(2019, 5, 26)
    assert standing(renewing(), date(2019, 5, 27)).current_term_end == date(2024, 5, 26)


def test_terms_are_counted_from_the_first_one_so_that_month_ends_do_not_drift() -> None:
    facts = renewing(expires_on=day("2020-08-31"), renewal_months=6)
    assert standing(facts, date(2021, 3, 1)).current_term_end == date(2021, 8, 31)


def test_notice_in_time_ends_with_the_term_that_ran() -> None:
    in_time = renewing(notice_given_on=day("2018-11-26"))
    assert state(in_time, date(2019, 5, 26)) == "ending"
    assert state(in_time, date(2019, 5, 27)) == "terminated"
    late = renewing(notice_given_on=day("2018-11-27"))
    assert state(late, date(2019, 5, 27)) == "ending"
    assert state(late, date(2024, 5, 27)) == "terminated"


@pytest.mark.parametrize("end", ["2027", "2027-05"])
def test_an_end_that_is_not_known_to_the_day_gives_no_day(end: str) -> None:
    now = standing(renewing(expires_on=day(end)), TODAY)
    assert now.current_term_end is now.notice_deadline is now.deliver_by is None
    assert now.term_recorded
    assert any("not known to the day" in message for message, _ in now.explanation)


def test_a_term_that_is_not_recorded_is_said_so() -> None:
    now = standing(AgreementFacts(signed_on=day("2020-01-15")), TODAY)
    assert not now.term_recorded
    assert any(message == "The term is not recorded." for message, _ in now.explanation)


DAYS = st.dates(date(2005, 1, 1), date(2035, 12, 31))


@given(DAYS, st.integers(1, 60), st.integers(0, 24), DAYS)
def test_term_and_notice_against_walking_day_by_day(
    first_end: date, renewal: int, notice: int, on: date
) -> None:
    facts = AgreementFacts(
        signed_on=day("2000"),
        term="fixed",
        expires_on=PartialDate.from_date(first_end),
        renewal_months=renewal,
        notice_months=notice,
    )
    # The slow and obvious way: walk through the days; on the day after an end the next term runs.
    end, number, walked = first_end, 0, min(first_end, on)
    while walked < on:
        walked += timedelta(days=1)
        if walked > end:
            number += 1
            end = _months_later(first_end, number * renewal)
    now = standing(facts, on)
    assert now.state == "in_force"
    assert now.current_term_end == end
    assert now.notice_deadline == _months_later(end, -notice)
    assert now.deliver_by
    assert now.notice_deadline
    walked = now.notice_deadline
    while not is_working_day(walked):
        walked -= timedelta(days=1)
    assert now.deliver_by == walked


def _months_later(start: date, months: int) -> date:
    """The same day of the month, or its last day, found by counting months one by one."""
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        elif month == 0:
            year, month = year - 1, 12
    wanted = start.day
    while True:
        try:
            return date(year, month, wanted)
        except ValueError:
            wanted -= 1


@given(DAYS, st.integers(-240, 240))
def test_months_are_added_as_a_calendar_does(start: date, months: int) -> None:
    assert add_months(start, months) == _months_later(start, months)


MAYBE = st.none() | PARTIAL_DATES
ANY_FACTS = st.builds(
    AgreementFacts,
    draft=st.booleans(),
    in_approval=st.booleans(),
    signed_on=MAYBE,
    entry_into_force=MAYBE,
    term=st.sampled_from([None, "fixed", "indefinite"]),
    expires_on=st.none() | DAYS.map(PartialDate.from_date) | st.just(UNKNOWN),
    renewal_months=st.none() | st.integers(1, 120),
    notice_months=st.none() | st.integers(0, 24),
    notice_given_on=MAYBE,
    termination_approved_on=MAYBE,
    ended_on=MAYBE,
)


@given(ANY_FACTS, DAYS)
def test_every_record_has_a_state_and_an_explanation_without_guesses(
    facts: AgreementFacts, on: date
) -> None:
    now = standing(facts, on)
    assert now.state == state(facts, on)
    signed = facts.signed_on
    if signed is not None and (signed.first_day is None or signed.first_day <= on):
        assert now.state not in ("draft", "in_approval")
    assert now.explanation
    if now.deliver_by:
        assert now.notice_deadline
        assert now.deliver_by <= now.notice_deadline
    if now.current_term_end:
        assert facts.expires_on
        assert facts.expires_on.is_day
    for language in Language:
        tr = translator(language)
        for message, values in now.explanation:
            assert tr.message(message, **dict.fromkeys(values, "X"))


# --- amendments -----------------------------------------------------------------------------------


def amending(**changes: object) -> Amendment:
    values: dict[str, object] = {
        "signed_on": day("2020-03-01"),
        "entry_into_force": day("2020-04-01"),
        "term": "fixed",
        "expires_on": day("2025-12-31"),
    }
    facts = AgreementFacts(**(values | changes))  # type: ignore[arg-type]
    return Amendment(Title("Dodatek č. 1", "Nachtrag 1"), facts)


def amended_by(*amendments: Amendment, **changes: object) -> AgreementFacts:
    values = {"renewal_months": None, "expires_on": day("2020-06-30")} | changes
    return renewing(amendments=amendments, **values)


def test_an_amendment_that_states_a_term_replaces_it_from_its_own_entry_into_force() -> None:
    facts = amended_by(amending())
    assert standing(facts, date(2020, 3, 31)).current_term_end == date(2020, 6, 30)
    now = standing(facts, date(2020, 4, 1))
    assert (now.current_term_end, now.lapses_on) == (date(2025, 12, 31), date(2025, 12, 31))
    assert state(facts, date(2025, 12, 31)) == AgreementState.IN_FORCE
    assert state(facts, date(2026, 1, 1)) == AgreementState.EXPIRED


def test_the_explanation_names_the_amendment_in_each_language() -> None:
    now = standing(amended_by(amending()), date(2021, 1, 1))
    message, values = next(line for line in now.explanation if "amendment" in line[0])
    assert values["since"] == day("2020-04-01")
    title = values["title"]
    assert isinstance(title, Title)
    assert [title.text(translator(language)) for language in Language] == [
        "Dodatek č. 1",
        "Nachtrag 1",
        "Dodatek č. 1",
    ]
    assert message.startswith("The term is that of the amendment")


@pytest.mark.parametrize(
    "changes",
    [
        {"term": None, "expires_on": None},
        {"draft": True, "signed_on": None, "entry_into_force": None},
        {"draft": True, "signed_on": day("2027"), "entry_into_force": None},
        {"entry_into_force": day("2030-01-01")},
        {"entry_into_force": day("2026")},
        {"ended_on": day("2021-12-31")},
    ],
)
def test_an_amendment_without_a_term_or_not_in_force_changes_nothing(
    changes: dict[str, object],
) -> None:
    facts = amended_by(amending(**changes))
    assert standing(facts, date(2026, 1, 1)) == standing(amended_by(), date(2026, 1, 1))


def test_of_several_amendments_the_last_one_in_force_counts_in_any_order() -> None:
    later = amending(entry_into_force=day("2024-01-01"), expires_on=day("2030-12-31"))
    for pair in ((amending(), later), (later, amending())):
        facts = amended_by(*pair)
        assert standing(facts, date(2023, 1, 1)).current_term_end == date(2025, 12, 31)
        assert standing(facts, date(2024, 1, 1)).current_term_end == date(2030, 12, 31)


def test_an_amendment_of_an_amendment_reaches_what_that_amends() -> None:
    second = amending(entry_into_force=day("2024-01-01"), expires_on=day("2030-12-31"))
    facts = amended_by(amending(amendments=(second,)))
    assert standing(facts, date(2025, 1, 1)).current_term_end == date(2030, 12, 31)


def test_an_amendment_to_an_indefinite_term_ends_the_renewals() -> None:
    facts = amended_by(
        amending(term="indefinite", expires_on=None), renewal_months=60, notice_months=3
    )
    now = standing(facts, date(2026, 1, 1))
    assert (now.state, now.current_term_end) == (AgreementState.IN_FORCE, None)
    noticed = standing(replace(facts, notice_given_on=day("2026-01-15")), date(2026, 2, 1))
    assert noticed.lapses_on == date(2026, 4, 15)


def test_what_an_amendment_does_not_state_stays() -> None:
    facts = amended_by(amending(), renewal_months=12, notice_months=3)
    now = standing(facts, date(2026, 6, 1))
    assert (now.current_term_end, now.notice_deadline) == (date(2026, 12, 31), date(2026, 9, 30))
    other = amended_by(amending(notice_months=6, renewal_months=24), renewal_months=12)
    now = standing(other, date(2026, 6, 1))
    assert (now.current_term_end, now.notice_deadline) == (date(2027, 12, 31), date(2027, 6, 30))


def many_facts() -> Iterator[AgreementFacts]:
    """Agreements of every make: what each date and number may be, with all the others."""
    known, early, late = day("2020-01-15"), day("2026-01-10"), day("2030-12-31")
    for flags in ({"draft": True}, {"in_approval": True}):
        yield AgreementFacts(**flags)
    for values in product(
        (None, known, UNKNOWN),
        (None, day("2020-03-01"), day("2028"), UNKNOWN),
        (None, "fixed", "indefinite"),
        (None, day("2025-12-31"), late, day("2026")),
        (None, 12),
        (None, 1, 6),
        (None, early, UNKNOWN),
        (None, early),
        (None, early, late),
    ):
        names = (
            *("signed_on", "entry_into_force", "term", "expires_on", "renewal_months"),
            *("notice_months", "notice_given_on", "termination_approved_on", "ended_on"),
        )
        yield AgreementFacts(**dict(zip(names, values, strict=True)))  # type: ignore[arg-type]


def test_every_sentence_of_an_explanation_is_known_and_whole() -> None:
    """A sentence that is not in the catalogue, or lacks a value, would reach the person raw."""
    known = set(load("cs")._messages)
    sentences = {}
    for number, facts in enumerate(many_facts()):
        if number % 7 == 0 or number < 2:
            for message, values in standing(facts, TODAY).explanation:
                sentences.setdefault(message, values)
    assert len(sentences) > 25
    for message, values in sentences.items():
        assert message in known
        for language in Language:
            assert "{" not in said_in(language, message, values)


def said_in(language: Language, message: str, values: Mapping[str, object]) -> str:
    tr = translator(language)
    return tr.message(message, **worded(values, tr))


@pytest.mark.parametrize(
    ("count", "texts"),
    [
        (1, ("1 měsíc", "1 Monat", "1 month")),
        (12, ("1 rok", "1 Jahr", "1 year")),
        (18, ("18 měsíců", "18 Monate", "18 months")),
        (36, ("3 roky", "3 Jahre", "3 years")),
        (60, ("5 let", "5 Jahre", "5 years")),
    ],
)
def test_a_length_of_time_is_in_years_where_they_are_whole(
    count: int, texts: tuple[str, str, str]
) -> None:
    for language, text in zip(Language, texts, strict=True):
        assert Months(count).text(translator(language)) == text


def test_an_end_that_is_recorded_is_said_long_before_it_comes() -> None:
    facts = renewing(expires_on=day("2029-05-26"), ended_on=day("2031-05-06"))
    now = standing(facts, TODAY)
    assert now.state is AgreementState.IN_FORCE
    assert now.end == day("2031-05-06")
    said = explanation_text(now, translator(Language.EN))
    assert "It ends on 6 May 2031." in said.replace("\u00a0", " ")
    assert "renews itself" in said, "until then"


@pytest.mark.parametrize("notice", [None, 3])
@pytest.mark.parametrize("given", ["2020-05-01", "2020-05", "2020"])
def test_a_notice_that_came_after_the_last_day_ended_nothing(
    notice: int | None, given: str
) -> None:
    facts = AgreementFacts(
        signed_on=day("2009"),
        term="fixed",
        expires_on=day("2010-08-27"),
        notice_months=notice,
        notice_given_on=day(given),
    )
    now = standing(facts, TODAY)
    assert now.state is AgreementState.EXPIRED
    assert now.end == day("2010-08-27")
    assert now.lapses_on == date(2010, 8, 27)
