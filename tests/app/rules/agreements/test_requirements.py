from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.entities.choices import AGREEMENT_KIND, ORGANISATION_KIND, RELATION_TYPE
from app.rules.agreements.requirements import Approval, Party, RecordFacts, Requirement, missing
from app.rules.days.partial_dates import UNKNOWN, PartialDate
from tests.app.rules.strategies import PARTIAL_DATES

TODAY = date(2026, 11, 23)
OWN = Party(
    name="Ústecký kraj",
    kind="region",
    country="CZ",
    has_seat_address=True,
    signatory_known=True,
    is_own=True,
)
ABROAD = Party(
    name="Zakarpatská oblast",
    kind="region",
    country="UA",
    has_seat_address=True,
    signatory_known=True,
)
NEIGHBOUR = replace(OWN, name="Liberecký kraj", is_own=False)
TOWN = replace(NEIGHBOUR, name="Děčín", kind="municipality")
ASSEMBLY = "Zastupitelstvo Ústeckého kraje"


def day(text: str) -> PartialDate:
    return PartialDate.parse_iso(text)


def approval(decided_on: str | None, body: str = ASSEMBLY) -> Approval:
    return Approval(body=body, number="012/6Z/2017", decided_on=decided_on and day(decided_on))  # type: ignore[arg-type]


COMPLETE = RecordFacts(
    relation_type="international",
    kind="cooperation_agreement",
    parties=(OWN, ABROAD),
    subject="co-operation in transport",
    areas=2,
    commitments=3,
    approvals=(approval("2017-04"),),
    signed_on=day("2017-06-29"),
    term="fixed",
    expires_on=day("2030-12-31"),
    renewal_months=60,
    notice_months=6,
    languages=("cs", "uk"),
    reference_no="KUUK/1/2017",
    has_document=True,
    evaluation_owner="JN",
    register_subject="no",
    register_reason="It is not a contract under private law.",
    clause_present=True,
    bodies_stated=True,
    withdrawal_stated=True,
    partner_approved=True,
    founds_legal_person=False,
)


def points(facts: RecordFacts, on: date = TODAY) -> dict[str, Requirement]:
    return {item.code: item for item in missing(facts, on)}


def statuses(facts: RecordFacts, on: date = TODAY) -> dict[str, str]:
    return {item.code: item.status for item in missing(facts, on)}


def open_points(facts: RecordFacts, on: date = TODAY) -> dict[str, str]:
    return {
        code: status
        for code, status in statuses(facts, on).items()
        if status in ("missing", "check")
    }


def test_a_complete_record_lacks_nothing() -> None:
    assert open_points(COMPLETE) == {}
    assert statuses(COMPLETE)["28.in_advance"] == "fulfilled"
    assert statuses(COMPLETE)["28.legal_person"] == "not_applicable"


def test_an_agreement_between_regions_that_is_complete_lacks_nothing() -> None:
    both = (approval("2017-04"), approval("2017-09", "Zastupitelstvo Libereckého kraje"))
    facts = replace(COMPLETE, relation_type="domestic", parties=(OWN, NEIGHBOUR), approvals=both)
    assert open_points(facts) == {}
    assert "28.seats" not in statuses(facts)
    assert points(facts)["24.approval"].source == (
        "zákon č. 129/2000 Sb., o krajích, § 24 odst. 4; § 35 odst. 2"
    )


def test_an_empty_record_lacks_everything_and_is_no_crash() -> None:
    found = open_points(RecordFacts())
    assert found["law.parties"] == "check"
    assert found["register.subject"] == "missing"
    assert {code for code in found if code.startswith("office.")} == {
        "office.parties",
        "office.term",
        "office.reference_no",
        "office.languages",
        "office.areas",
        "office.signed_on",
        "office.document",
        "office.evaluation_owner",
        "office.commitments",
    }


# --- which provision applies --------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", sorted(set(ORGANISATION_KIND.options) - {"region", "municipality"})
)
@pytest.mark.parametrize("country", ["CZ", "DE", None])
def test_other_counterparties_get_no_warning(kind: str, country: str | None) -> None:
    other = Party(name="Partner", kind=kind, country=country)
    law = missing(replace(COMPLETE, parties=(OWN, other)), TODAY)
    assert [(item.code, item.status) for item in law if item.group == "law"] == [
        ("law.scope", "not_applicable")
    ]


def sections(*parties: Party) -> set[str]:
    found = points(replace(COMPLETE, parties=parties))
    return {code.split(".")[0] for code in found} & {"23", "24", "28"}


def test_the_section_follows_from_the_parties() -> None:
    university = Party(name="UJEP", kind="university", country="CZ")
    saxon_town = replace(ABROAD, name="Pirna", kind="municipality", country="DE")
    assert sections(OWN, ABROAD) == {"28", "23"}
    assert sections(OWN, saxon_town) == {"28", "23"}
    assert sections(OWN, ABROAD, university) == {"28", "23"}
    assert sections(OWN, NEIGHBOUR) == {"24", "23"}
    assert sections(OWN, TOWN) == {"24", "23"}
    assert sections(OWN, NEIGHBOUR, ABROAD) == {"24", "28", "23"}
    assert sections(OWN, university) == set()
    assert sections(TOWN, saxon_town) == set()


def test_with_both_sections_what_they_share_is_asked_once() -> None:
    found = statuses(replace(COMPLETE, parties=(OWN, NEIGHBOUR, ABROAD)))
    assert "28.subject" in found
    assert "24.subject" not in found
    assert found["24.withdrawal"] == "fulfilled"
    assert found["28.approval"] == "missing"  # one Czech assembly of two


def test_without_a_czech_region_the_act_on_regions_does_not_apply() -> None:
    facts = replace(COMPLETE, parties=(TOWN, ABROAD))
    assert statuses(facts)["law.scope"] == "not_applicable"


@pytest.mark.parametrize("party", [replace(ABROAD, kind=None), replace(ABROAD, country=None)])
def test_a_party_of_unknown_kind_or_country_is_no_guess(party: Party) -> None:
    unclear = points(replace(COMPLETE, parties=(OWN, party)))["law.parties"]
    assert unclear.status == "check"
    assert unclear.values == {"parties": "Zakarpatská oblast"}


def test_a_municipality_and_a_memorandum_are_for_a_lawyer() -> None:
    assert open_points(replace(COMPLETE, kind="memorandum")) == {"law.nature": "check"}
    domestic = replace(COMPLETE, relation_type="domestic", parties=(OWN, TOWN))
    assert statuses(domestic)["24.municipality"] == "check"


# --- content and form ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"parties": (OWN, replace(ABROAD, has_seat_address=False))},
            {"28.seats": "missing"},
        ),
        ({"subject": None}, {}),
        ({"subject": None, "areas": 0}, {"28.subject": "missing", "office.areas": "missing"}),
        ({"bodies_stated": None}, {"28.bodies": "check"}),
        ({"bodies_stated": False}, {"28.bodies": "missing"}),
        ({"expires_on": None}, {"28.duration": "missing"}),
        ({"expires_on": None, "term": None}, {"28.duration": "missing"}),
        ({"expires_on": None, "term": "indefinite"}, {}),
        ({"expires_on": UNKNOWN}, {"28.duration": "check"}),
        ({"expires_on": day("2030")}, {}),
        ({"has_document": False}, {"28.written": "check", "office.document": "missing"}),
        ({"partner_approved": None}, {"28.partner_approval": "check"}),
        ({"partner_approved": False}, {"28.partner_approval": "missing"}),
        ({"clause_present": None}, {"23.clause": "check"}),
        ({"founds_legal_person": None}, {"28.legal_person": "check"}),
        ({"founds_legal_person": True}, {"28.legal_person": "missing"}),
        ({"founds_legal_person": True, "ministry_consented": True}, {}),
        ({"commitments": 0}, {"office.commitments": "check"}),
        ({"reference_no": None}, {"office.reference_no": "missing"}),
        ({"languages": ()}, {"office.languages": "missing"}),
        ({"evaluation_owner": None}, {"office.evaluation_owner": "missing"}),
        ({"notice_months": None}, {"office.notice": "missing"}),
        ({"notice_months": None, "renewal_months": None}, {}),
        ({"notice_months": 0}, {}),
        (
            {"parties": (OWN, replace(ABROAD, signatory_known=False))},
            {"office.signatories": "missing"},
        ),
        ({"relation_type": "domestic"}, {"office.relation_type": "check"}),
    ],
)
def test_what_is_taken_away_is_missed(changes: dict[str, object], expected: dict[str, str]) -> None:
    assert open_points(replace(COMPLETE, **changes)) == expected  # type: ignore[arg-type]


def test_between_regions_the_duties_and_the_settlement_belong_to_the_law() -> None:
    facts = replace(
        COMPLETE,
        relation_type="domestic",
        parties=(OWN, NEIGHBOUR),
        commitments=0,
        withdrawal_stated=None,
    )
    assert open_points(facts) == {
        "24.duties": "missing",
        "24.withdrawal": "check",
        "24.approval": "missing",
    }


def test_an_embassy_in_prague_does_not_contradict_an_international_relation() -> None:
    embassy = Party(name="Velvyslanectví", kind="embassy", country="CZ")
    facts = replace(COMPLETE, parties=(OWN, embassy))
    assert "office.relation_type" not in statuses(facts)
    facts = replace(COMPLETE, parties=(OWN, NEIGHBOUR))
    assert statuses(facts)["office.relation_type"] == "check"


# --- approval -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Zastupitelstvo Ústeckého kraje", "fulfilled"),
        ("zastupitelstvo", "fulfilled"),
        ("Rada Ústeckého kraje", "missing"),
        ("Zastupiteľstvo Košického samosprávneho kraja", "check"),
        ("Kreistag", "check"),
        ("Assembly of the region", "check"),
    ],
)
def test_only_a_czech_assembly_certainly_counts(body: str, expected: str) -> None:
    facts = replace(COMPLETE, approvals=(approval("2017-04", body),))
    assert statuses(facts)["28.approval"] == expected
    assert ("28.in_advance" in statuses(facts)) == (expected == "fulfilled")


def test_no_approval_is_missing() -> None:
    assert open_points(replace(COMPLETE, approvals=())) == {"28.approval": "missing"}


def test_an_approval_planned_for_a_later_day_does_not_count_yet() -> None:
    facts = replace(
        COMPLETE, signed_on=None, in_preparation=True, approvals=(approval("2026-12-07"),)
    )
    assert statuses(facts)["28.approval"] == "missing"
    assert statuses(facts, date(2026, 12, 7))["28.approval"] == "fulfilled"


@pytest.mark.parametrize(
    ("approved", "signed", "expected"),
    [
        ("2017-04", "2017-06-29", "fulfilled"),
        ("2017-06-28", "2017-06-29", "fulfilled"),
        ("2017-06-29", "2017-06-29", "check"),
        ("2017-06-30", "2017-06-29", "missing"),
        ("2017-06", "2017-06-29", "check"),
        ("2017", "2017-06-29", "check"),
        ("2017", "2018", "fulfilled"),
        ("2018", "2017", "missing"),
        ("unknown", "2017-06-29", "check"),
        ("2017", "unknown", "check"),
        (None, "2017-06-29", "check"),
        ("2017", None, "check"),
    ],
)
def test_the_approval_has_to_come_before_the_signing(
    approved: str | None, signed: str | None, expected: str
) -> None:
    facts = replace(
        COMPLETE, approvals=(approval(approved),), signed_on=day(signed) if signed else None
    )
    assert statuses(facts)["28.in_advance"] == expected


def test_one_decision_in_time_is_enough_and_every_assembly_needs_one() -> None:
    twice = (approval("2017-04"), approval("2018-01"))
    assert statuses(replace(COMPLETE, approvals=twice))["28.in_advance"] == "fulfilled"
    late = approval("2018-01", "Zastupitelstvo Libereckého kraje")
    facts = replace(COMPLETE, parties=(OWN, NEIGHBOUR, ABROAD), approvals=(*twice, late))
    found = points(facts)["28.in_advance"]
    assert found.status == "missing"
    assert found.values["body"] == "Zastupitelstvo Libereckého kraje"
    assert statuses(facts)["28.approval"] == "fulfilled"


def test_two_decisions_of_one_assembly_are_not_two_assemblies() -> None:
    facts = replace(
        COMPLETE, parties=(OWN, NEIGHBOUR), approvals=(approval("2017-03"), approval("2017-04"))
    )
    found = points(facts)["24.approval"]
    assert (found.status, found.values) == ("missing", {"count": 1, "total": 2})


def test_a_resolution_without_its_number_is_named() -> None:
    facts = replace(COMPLETE, approvals=(replace(approval("2017-04"), number=None),))
    found = points(facts)["office.resolution_numbers"]
    assert (found.status, found.values) == ("missing", {"bodies": ASSEMBLY})


# --- before and after the signing ---------------------------------------------------------------

AFTER = {"office.signed_on", "office.document", "office.signatories", "office.evaluation_owner"}


def test_before_the_signing_nothing_is_asked_that_can_only_follow() -> None:
    draft = replace(COMPLETE, signed_on=None, in_preparation=True, register_subject="yes")
    planned = replace(COMPLETE, signed_on=day("2026-12-01"), register_subject="yes")
    for facts in (draft, planned):
        assert not AFTER & set(statuses(facts))
        assert statuses(facts)["register.published"] == "not_applicable"
    assert set(statuses(COMPLETE)) >= AFTER
    assert set(statuses(replace(draft, signed_on=UNKNOWN))) >= AFTER


@pytest.mark.parametrize(
    ("signed", "expected"),
    [("2017-06-29", "fulfilled"), ("2017-06", "check"), ("unknown", "missing"), (None, "missing")],
)
def test_the_day_of_signing(signed: str | None, expected: str) -> None:
    facts = replace(COMPLETE, signed_on=day(signed) if signed else None)
    assert statuses(facts)["office.signed_on"] == expected


# --- the register of contracts ------------------------------------------------------------------


def register(
    signed: str | None, on: date = TODAY, **changes: object
) -> tuple[str, str, dict[str, object]]:
    """Status, provision and values of the point on publication (else of the subject)."""
    facts = replace(
        COMPLETE,
        signed_on=day(signed) if signed else None,
        **({"register_subject": "yes"} | changes),  # type: ignore[arg-type]
    )
    found = points(facts, on)
    item = found.get("register.published", found["register.subject"])
    return (
        item.status,
        item.source.removeprefix("zákon č. 340/2015 Sb., o registru smluv, "),
        {**item.values},
    )


@pytest.mark.parametrize("subject", ["yes", "no", None])
@pytest.mark.parametrize("signed", ["2016-06-30", "2016-06", "2015", "2007-02"])
def test_what_was_signed_before_the_act_is_not_published(subject: str | None, signed: str) -> None:
    assert register(signed, register_subject=subject) == ("not_applicable", "§ 10", {})


@pytest.mark.parametrize(
    ("signed", "expected"),
    [("2016", "check"), ("unknown", "check"), ("2016-07-01", "missing"), (None, "missing")],
)
def test_whether_it_is_subject_to_publication_must_be_recorded(
    signed: str | None, expected: str
) -> None:
    assert register(signed, register_subject=None)[0] == expected


def test_why_it_is_not_published_must_be_recorded() -> None:
    assert register("2020-01-01", register_subject="no", register_reason=None)[0] == "missing"
    status, _, values = register("2020-01-01", register_subject="no")
    assert status == "not_applicable"
    assert values == {"reason": "It is not a contract under private law"}


def test_what_others_concluded_is_for_them_to_publish() -> None:
    others = (NEIGHBOUR, ABROAD)
    assert register("2020-01-01", register_subject=None, parties=others)[0] == "not_applicable"


SEND, CANCEL = "§ 5 odst. 2", "§ 7 odst. 1"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 1, 15), ("missing", SEND, {"day": date(2026, 2, 14)})),
        (date(2026, 2, 14), ("missing", SEND, {"day": date(2026, 2, 14)})),
        (date(2026, 4, 15), ("missing", SEND, {"day": date(2026, 2, 14)})),
        (date(2026, 4, 16), ("missing", CANCEL, {"deadline": date(2026, 4, 15)})),
    ],
)
def test_the_deadlines_of_publication(
    on: date, expected: tuple[str, str, dict[str, object]]
) -> None:
    assert register("2026-01-15", on) == expected


def test_the_message_changes_on_the_day_after_the_thirty_days() -> None:
    facts = replace(COMPLETE, signed_on=day("2026-01-15"), register_subject="yes")
    in_time = points(facts, date(2026, 2, 14))["register.published"].message
    late = points(facts, date(2026, 2, 15))["register.published"].message
    assert in_time == "It must be sent to the register by {day}."
    assert late == "Publication is not recorded; it was to be sent to the register by {day}."


def test_three_months_that_end_on_a_holiday_are_not_called_over_before_the_next_working_day() -> (
    None
):
    # 1 February 2026 and three months: 1 May is a holiday and a Friday, the next is 4 May.
    assert register("2026-02-01", date(2026, 5, 4))[1] == SEND
    assert register("2026-02-01", date(2026, 5, 5))[1] == CANCEL


def test_before_july_2017_nothing_was_cancelled() -> None:
    assert register("2017-06-30")[:2] == ("missing", SEND)
    assert register("2017-07-01")[:2] == ("missing", CANCEL)


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (date(2026, 1, 14), ("check", SEND)),
        (date(2026, 1, 15), ("fulfilled", SEND)),
        (date(2026, 2, 14), ("fulfilled", SEND)),
        (date(2026, 2, 15), ("fulfilled", SEND)),
        (date(2026, 4, 15), ("fulfilled", SEND)),
        (date(2026, 4, 16), ("check", CANCEL)),
        (date(2026, 11, 24), ("check", SEND)),
    ],
)
def test_the_day_of_publication(published: date, expected: tuple[str, str]) -> None:
    assert register("2026-01-15", register_published_on=published)[:2] == expected


def test_a_signing_at_the_end_of_the_calendar_is_no_crash() -> None:
    published = date(2026, 11, 1)
    assert register("9999-12-31", register_published_on=published)[0] == "check"
    assert register("9999-12-31")[0] == "not_applicable"


@pytest.mark.parametrize("signed", ["2020", "2020-05", "unknown", None])
def test_without_the_day_of_signing_no_deadline_is_guessed(signed: str | None) -> None:
    assert register(signed) == ("check", SEND, {})


def test_the_number_in_the_register_is_asked_for_once_it_is_published() -> None:
    facts = replace(COMPLETE, register_subject="yes")
    assert "register.id" not in statuses(facts)
    facts = replace(facts, register_published_on=date(2017, 7, 3))
    assert open_points(facts) == {"register.id": "missing"}
    assert open_points(replace(facts, register_id="1234567")) == {}


# --- every record -------------------------------------------------------------------------------

TRUTH = st.none() | st.booleans()
PARTIES = st.builds(
    Party,
    name=st.sampled_from(["Ústecký kraj", "Sachsen", "Děčín", "{kraj}"]),
    kind=st.none() | st.sampled_from(sorted(ORGANISATION_KIND.options)),
    country=st.sampled_from([None, "CZ", "DE"]),
    has_seat_address=st.booleans(),
    signatory_known=st.booleans(),
    is_own=st.booleans(),
)
APPROVALS = st.builds(
    Approval,
    body=st.sampled_from([ASSEMBLY, "Zastupitelstvo města", "Rada kraje", "Kreistag", ""]),
    number=st.none() | st.just("1"),
    decided_on=st.none() | PARTIAL_DATES,
)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
FACTS = st.builds(
    RecordFacts,
    relation_type=st.none() | st.sampled_from(sorted(RELATION_TYPE.options)),
    kind=st.none() | st.sampled_from(sorted(AGREEMENT_KIND.options)),
    in_preparation=st.booleans(),
    parties=st.lists(PARTIES, max_size=4).map(tuple),
    areas=st.integers(0, 2),
    commitments=st.integers(0, 2),
    approvals=st.lists(APPROVALS, max_size=3).map(tuple),
    signed_on=st.none() | PARTIAL_DATES | DAYS.map(PartialDate.from_date),
    term=st.sampled_from([None, "fixed", "indefinite"]),
    expires_on=st.none() | PARTIAL_DATES,
    renewal_months=st.none() | st.integers(1, 120),
    notice_months=st.none() | st.integers(0, 24),
    has_document=st.booleans(),
    register_subject=st.sampled_from([None, "yes", "no"]),
    register_reason=st.sampled_from([None, "§ 3"]),
    register_published_on=st.none() | DAYS,
    register_id=st.none() | st.just("1"),
    clause_present=TRUTH,
    bodies_stated=TRUTH,
    withdrawal_stated=TRUTH,
    partner_approved=TRUTH,
    founds_legal_person=TRUTH,
    ministry_consented=TRUTH,
)


@given(FACTS, DAYS)
def test_every_list_is_whole_and_can_be_read(facts: RecordFacts, on: date) -> None:
    found = missing(facts, on)
    codes = [item.code for item in found]
    assert len(codes) == len(set(codes))
    assert {item.group for item in found} == {"law", "register", "office"}
    assert [item.group for item in found] == sorted(
        (item.group for item in found), key=["law", "register", "office"].index
    )
    for item in found:
        fields = {name for _, name, _, _ in Formatter().parse(item.message) if name}
        assert fields <= set(item.values)
        assert item.message.format(**item.values).strip()
        assert None not in item.values.values()
        assert (item.source == "") == (item.group == "office")


@given(FACTS, DAYS)
def test_a_vague_day_of_signing_never_gives_a_deadline(facts: RecordFacts, on: date) -> None:
    if facts.signed_on is not None and facts.signed_on.is_day:
        return
    for item in missing(facts, on):
        assert "deadline" not in item.values
        if item.code == "register.published" and item.status == "missing":
            pytest.fail("a deadline without a day")


@given(DAYS, DAYS)
def test_what_is_published_within_thirty_days_is_in_time(signed: date, on: date) -> None:
    facts = replace(
        COMPLETE,
        signed_on=PartialDate.from_date(signed),
        register_subject="yes",
        register_published_on=min(on, signed + timedelta(days=30)),
        register_id="1",
    )
    found = points(facts, on)
    if signed <= on and signed >= date(2016, 7, 1):
        assert found["register.published"].status == "fulfilled"
