from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import contents
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, translator
from app.rules.agreements.terms import AgreementState
from app.rules.days.partial_dates import PartialDate
from app.services.agreements import record
from app.services.office import choose_own_organisation
from app.services.records.records import save
from tests.factories import make

ON = date(2026, 11, 20)
EN = translator(Language.EN)


def day(text: str) -> PartialDate:
    return PartialDate.parse_iso(text)


def party(store: Store, agreement: str, organisation: str, **values: Any) -> str:
    return make(
        store, "agreement_party", agreement_id=agreement, organisation_id=organisation, **values
    )


@pytest.fixture
def region(store: Store) -> str:
    """The office itself, with its seat."""
    own = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    make(store, "address", organisation_id=own, kind="seat", city="Ústí nad Labem")
    choose_own_organisation(store, own)
    return own


def statuses(store: Store, agreement: str) -> dict[str, str]:
    with store.reading() as connection:
        found = record.requirements(connection, agreement, ON)
    return {item.code: item.status for item in found}


def attach(store: Store, agreement: str, kind: str, *, with_file: bool = True) -> None:
    document = make(store, "document", title="Text dohody", kind=kind)
    link = {"document_id": document, "entity": "agreement", "record_id": agreement}
    save(store, ENTITIES["document_link"], None, 0, link)
    if with_file:
        with store.keeping() as connection:
            content, size = contents.put(connection, b"%PDF-1.7")
        make(
            store,
            "document_version",
            document_id=document,
            number=1,
            file_name="dohoda.pdf",
            content=content,
            size=size,
        )


def test_an_agreement_that_is_gone_is_said_to_be(store: Store) -> None:
    with store.reading() as connection:
        for ask in (record.requirements, record.standing_of):
            with pytest.raises(UserError):
                ask(connection, "nothing", ON)
        assert record.chain(connection, "nothing") == []


def test_an_empty_record_lacks_its_parties_and_text(store: Store) -> None:
    found = statuses(store, make(store, "agreement"))
    assert found["office.parties"] == "missing"
    assert found["office.document"] == "missing"
    assert found["law.parties"] == "check"


def test_what_is_recorded_is_fulfilled(store: Store, region: str) -> None:
    partner = make(store, "organisation", name_cs="Okres Ostróda", country="PL")
    make(store, "address", organisation_id=partner, kind="seat", city="Ostróda")
    agreement = make(
        store,
        "agreement",
        kind="cooperation_agreement",
        subject_de="Kultur",
        bodies="Společná komise",
        duties="Strany se informují.",
        settlement="Výpovědí.",
        term="indefinite",
        notice_months=6,
        languages="cs;pl",
        reference_no="KUUK/1",
        ministry_consent_on="2019-12-01",
    )
    party(store, agreement, region, signatory="Jan Novák")
    signatory = make(store, "person", given_name="Adam", family_name="Kowalski")
    party(store, agreement, partner, signatory_id=signatory)
    make(
        store,
        "resolution",
        agreement_id=agreement,
        body="Zastupitelstvo Ústeckého kraje",
        number="5/1Z",
        decided_on="2019-12-10",
    )
    make(store, "agreement_area", agreement_id=agreement, area_id=make(store, "area"))
    user = make(store, "user", name="Eva", initials="E", role="member")
    make(store, "evaluation", agreement_id=agreement, date="2024-05-02", benefit="4", user_id=user)
    attach(store, agreement, "agreement_text")
    found = statuses(store, agreement)
    for code in (
        "28.seats", "28.subject", "28.bodies", "28.duration", "28.written", "28.approval",
        "28.in_advance", "28.legal_person", "office.commitments", "office.notice",
        "office.signatories", "office.document", "office.languages", "office.areas",
        "office.evaluation_owner", "office.resolution_numbers",
    ):  # fmt: skip
        assert found[code] == "fulfilled", code
    assert found["28.partner_approval"] == "check"
    assert found["register.subject"] == "missing"


def test_only_the_file_of_a_text_counts_as_the_text(store: Store) -> None:
    agreement = make(store, "agreement")
    attach(store, agreement, "letter")
    attach(store, agreement, "agreement_text", with_file=False)
    assert statuses(store, agreement)["office.document"] == "missing"
    attach(store, agreement, "agreement_text")
    assert statuses(store, agreement)["office.document"] == "fulfilled"


def test_the_decision_to_end_it_is_no_approval(store: Store) -> None:
    agreement = make(store, "agreement", termination_approved_on="2023-06-26")
    for decided in ("2019-12-10", "2023-06-26"):
        make(store, "resolution", agreement_id=agreement, body="Rada", decided_on=decided)
    with store.reading() as connection:
        facts = record.record_facts(connection, agreement, ON)
    assert [str(item.decided_on) for item in facts.approvals] == ["2019-12-10"]


def test_parties_are_named_in_the_language_that_is_asked_for(store: Store, region: str) -> None:
    partner = make(store, "organisation", name_cs="Sasko", name_de="Sachsen", country="DE")
    agreement = make(store, "agreement")
    party(store, agreement, region)
    party(store, agreement, partner)
    with store.reading() as connection:
        found = record.requirements(connection, agreement, ON, Language.DE)
    (item,) = (item for item in found if item.code == "28.seats")
    assert record.requirement_text(item, EN) == "The seat is not recorded: Sachsen."


@pytest.mark.parametrize(
    ("whole", "parties", "last"),
    [
        (None, [], None),
        (None, ["2020-01-05", None], None),
        (None, ["2020-01-05", "2020-02-01"], "2020-02-01"),
        ("unknown", ["2020-01-05"], "2020-01-05"),
        ("unknown", [None], "unknown"),
        ("2020-01-05", [None, None], "2020-01-05"),
        ("2020-01-05", ["2020-01-02", "2020-03-01"], "2020-03-01"),
        ("2020", ["2020-03-01"], "2020"),
        ("2020-01-05", ["unknown"], "2020-01-05"),
    ],
)
def test_the_last_signature(whole: str | None, parties: list[str | None], last: str | None) -> None:
    assert record.last_signature(whole, parties) == (day(last) if last else None)


@given(st.dates(), st.lists(st.dates(), max_size=4))
def test_no_signature_comes_after_the_last(whole: date, parties: list[date]) -> None:
    last = record.last_signature(str(whole), [str(item) for item in parties])
    assert last == PartialDate.from_date(max([whole, *parties]))


def test_the_seat_in_one_line(store: Store) -> None:
    home = make(store, "organisation", country="CZ")
    away = make(store, "organisation", country="DE")
    address = {"kind": "seat", "street": "Hlavní 1", "postal_code": "400 01", "city": "Ústí"}
    make(store, "address", organisation_id=home, **address)
    make(store, "address", organisation_id=away, kind="seat", city="Dresden")
    nowhere = make(store, "organisation")
    make(store, "address", organisation_id=nowhere, kind="postal", city="Praha")
    with store.reading() as connection:
        assert record.seat(connection, home, EN) == "Hlavní 1, 400 01 Ústí"
        assert record.seat(connection, away, EN) == "Dresden, Germany"
        assert record.seat(connection, nowhere, EN) == ""


def test_standing_and_its_explanation(store: Store) -> None:
    agreement = make(store, "agreement", signed_on="2020-01-15", expires_on="2027-06-30")
    with store.reading() as connection:
        now = record.standing_of(connection, agreement, ON)
    assert now.state is AgreementState.IN_FORCE
    assert record.explanation_text(now, EN).replace("\u00a0", " ") == (
        "The entry into force is not recorded; the day of signing counts (15 January 2020). "
        "The current term runs until 30 June 2027."
    )


def test_a_draft_says_that_nothing_is_signed(store: Store) -> None:
    agreement = make(store, "agreement", status="draft", signed_on=None)
    with store.reading() as connection:
        now = record.standing_of(connection, agreement, ON)
    text = "It is being prepared and has not been signed."
    assert (now.state, record.explanation_text(now, EN)) == (AgreementState.DRAFT, text)


def test_the_chain_of_amendments_and_successors(store: Store) -> None:
    first = make(store, "agreement", title_cs="První", signed_on="2007-02")
    second = make(store, "agreement", title_cs="Druhá", signed_on="2013", succeeds_id=first)
    late = make(store, "agreement", title_cs="Dodatek 2", signed_on="2010", amends_id=first)
    early = make(store, "agreement", title_cs="Dodatek 1", signed_on="2008-05", amends_id=first)
    again = make(store, "agreement", title_cs="Změna dodatku", signed_on="2009", amends_id=early)
    make(store, "agreement", title_cs="Jiná")
    with store.reading() as connection:
        for start in (first, second, again):
            found = record.chain(connection, start)
            assert [link.id for link in found] == [first, early, again, late, second]
    assert [link.relation for link in found] == [
        "first", "amendment", "amendment", "amendment", "successor",
    ]  # fmt: skip
    assert [link.depth for link in found] == [0, 1, 2, 1, 0]
    assert [link.of for link in found] == [None, first, early, first, first]
    assert (found[0].title, found[0].signed_on) == ("První", day("2007-02"))


def test_a_circle_in_the_chain_ends(store: Store) -> None:
    one = make(store, "agreement", signed_on="2001-01-01")
    two = make(store, "agreement", signed_on="2002-01-01", succeeds_id=one)
    with store.writing("x") as writer:
        writer.connection.execute("UPDATE agreement SET succeeds_id = ? WHERE id = ?", (two, one))
    with store.reading() as connection:
        assert [link.id for link in record.chain(connection, two)] == [one, two]


def test_an_agreement_without_relatives_stands_alone(store: Store) -> None:
    agreement = make(store, "agreement", title_de="Vereinbarung")
    with store.reading() as connection:
        (link,) = record.chain(connection, agreement, Language.DE)
    assert (link.id, link.title, link.relation) == (agreement, "Vereinbarung", "first")
