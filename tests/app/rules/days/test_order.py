from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.entities import ENTITIES
from app.kinds import DATE, MOMENT, PARTIAL_DATE
from app.rules.days.order import ORDER, Pair, lies_before, wrong_pairs


@pytest.mark.parametrize(
    ("last", "first", "before"),
    [
        ("2018-01-01", "2019-05-26", True),
        ("2019-05-26", "2018-01-01", False),
        ("2019-05-26", "2019-05-26", False),
        ("2018", "2019-05-26", True),
        ("2019", "2019-05-26", False),  # the year may still hold a later day
        ("2019-05", "2019-05-26", False),
        ("2019-04", "2019-05-26", True),
        ("2019-05-26", "2019", False),
        ("2018-12-31", "2019", True),
        ("unknown", "2019", False),
        ("2018", "unknown", False),
        (None, "2019", False),
        ("2018", None, False),
        ("", "2019", False),
        ("2027-05-10T09:00", "2027-05-10T10:00", True),
        ("2027-05-10T10:00", "2027-05-10T10:00", False),
        ("2027-05-10", "2027-05-10T10:00", False),
        ("2027-05-10T09:00", "2027-05-10", False),
    ],
)
def test_days_are_compared_only_where_both_are_certain(
    last: str | None, first: str | None, before: bool
) -> None:
    assert lies_before(last, first) is before


DAYS = st.dates().map(str)


@given(DAYS, DAYS, st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_what_is_less_precise_never_refuses_what_the_whole_day_allows(
    last: str, first: str, known_last: int, known_first: int
) -> None:
    if last >= first:
        assert not lies_before(last[:known_last], first[:known_first])
    assert not (lies_before(last, first) and lies_before(first, last))


def test_the_table_names_dates_of_its_entities() -> None:
    for entity, pairs in ORDER.items():
        for pair in pairs:
            for name in pair:
                assert ENTITIES[entity].by_name[name].kind in (DATE, MOMENT, PARTIAL_DATE)


@pytest.mark.parametrize(
    ("entity", "names"),
    [
        ("delegation", ("start", "end")),
        ("programme_item", ("starts", "ends")),
        ("position", ("since", "until")),
        ("person_relation", ("since", "until")),
        ("organisation_relation", ("since", "until")),
        ("document_version", ("valid_from", "valid_until")),
        ("task", ("start", "due")),
    ],
)
def test_what_has_a_beginning_does_not_end_before_it(entity: str, names: tuple[str, str]) -> None:
    first, last = names
    wrong = {first: "2027-02-08", last: "2027-02-01"}
    assert list(wrong_pairs(entity, wrong)) == [Pair(first, last)]
    assert list(wrong_pairs(entity, {first: "2027-02-01", last: "2027-02-08"})) == []


def test_an_agreement_without_entry_into_force_counts_from_its_signing() -> None:
    ended = {"signed_on": "2019-05-26", "expires_on": "2018-01-01", "ended_on": "2018-02"}
    both = [Pair("signed_on", "expires_on"), Pair("signed_on", "ended_on")]
    assert list(wrong_pairs("agreement", ended)) == both
    assert list(wrong_pairs("agreement", {**ended, "entry_into_force": "unknown"})) == both
    assert list(wrong_pairs("agreement", {**ended, "entry_into_force": "2017"})) == []
    assert list(wrong_pairs("agreement", {**ended, "entry_into_force": "2018-03"})) == [
        Pair("entry_into_force", "expires_on"),
        Pair("entry_into_force", "ended_on"),
    ]


def test_other_entities_have_no_order() -> None:
    assert list(wrong_pairs("milestone", {"date": "2027"})) == []
