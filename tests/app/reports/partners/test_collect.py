from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.reports.agreements.collect_steps import agreement_ids
from app.reports.engine.printing_day import printing
from app.reports.partners.collect import partner
from app.services.office import choose_own_organisation
from app.services.records.records import archive
from tests.factories import make

CS = Language.CS
ON = date(2026, 6, 20)


@pytest.fixture
def own(store: Store) -> str:
    found = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    make(store, "address", organisation_id=found, kind="seat", city="Ústí nad Labem")
    choose_own_organisation(store, found)
    return found


def test_a_public_partner_shows_nothing_inner(store: Store, own: str) -> None:
    saxony = make(store, "organisation", name_cs="Sasko", country="DE", note="Tajné")
    signed = make(store, "agreement", title_cs="Platná", partner_id=saxony)
    make(store, "agreement", title_cs="Chystaná", partner_id=saxony, status="draft", signed_on=None)
    old = make(store, "agreement", title_cs="Stará", partner_id=saxony)
    archive(store, ENTITIES["agreement"], [old], on=ON)
    person = make(
        store, "person", given_name="Petra", family_name="Meier", legal_basis="public_task"
    )
    make(store, "position", person_id=person, organisation_id=saxony, title_cs="ředitelka")
    gone = make(store, "person", given_name="Hans", family_name="Alt")
    make(
        store, "position", person_id=gone, organisation_id=saxony, title_cs="ředitel", until="2020"
    )
    make(store, "contact_point", person_id=person, kind="email", value="meier@example.org")
    make(store, "contact_point", organisation_id=saxony, kind="mobile", value="+420601123456")
    make(store, "commitment", agreement_id=signed, text_cs="Slib", status="open", due="2027")
    make(
        store,
        "delegation",
        title_cs="Cesta",
        partner_id=saxony,
        start="2026-09-01",
        status="proposed",
    )
    make(
        store,
        "delegation",
        title_cs="Návštěva",
        partner_id=saxony,
        start="2025-09-01",
        status="completed",
    )
    with store.reading() as connection:
        inner = partner(connection, saxony, ON)
        public = partner(connection, saxony, ON, public=True)
        with pytest.raises(UserError):
            partner(connection, "no-such-id", ON)
    assert {item.title[CS] for item in inner.agreements} == {"Platná", "Chystaná", "Stará"}
    assert [item.title[CS] for item in public.agreements] == ["Platná"]
    assert inner.note == "Tajné"
    assert public.note == ""
    assert [(man.name, man.contacts) for man in inner.people] == [
        ("Petra Meier", ("meier@example.org",))
    ]
    assert [(man.name, man.contacts) for man in public.people] == [("Petra Meier", ())]
    assert len(inner.contacts) == 1
    assert public.contacts == []
    assert public.public
    assert {step.kind for step in inner.next_steps} == {"visit", "commitment"}
    assert public.next_steps == []
    assert [step.text[CS] for step in public.steps] == ["Návštěva"]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({}, False),
        ({"legal_basis": "public_task"}, True),
        ({"legal_basis": "legal_obligation"}, True),
        ({"legal_basis": "legitimate_interest"}, False),
        ({"legal_basis": "consent"}, False),
        ({"legal_basis": "consent", "consent_on": "2026-01-05"}, True),
    ],
)
def test_people_are_public_only_with_a_legal_basis(
    store: Store, own: str, values: dict[str, str], shown: bool
) -> None:
    body = make(store, "organisation")
    person = make(store, "person", **values)
    make(store, "position", person_id=person, organisation_id=body, title_cs="ředitelka")
    with store.reading() as connection:
        assert len(partner(connection, body, ON).people) == 1
        assert len(partner(connection, body, ON, public=True).people) == shown


def test_what_should_be_done_by_now_is_overdue(store: Store, own: str) -> None:
    body = make(store, "organisation")
    agreement = make(store, "agreement", partner_id=body)
    for day in ("2026-06-19", "2026-06-20"):
        make(store, "commitment", agreement_id=agreement, text_cs="Slib", status="open", due=day)
    with store.reading() as connection:
        steps = partner(connection, body, ON).next_steps
    assert [(step.moment, step.overdue) for step in steps] == [
        ("2026-06-19", True),
        ("2026-06-20", False),
    ]


def test_agreements_of_a_partner_are_those_with_it_as_a_party_too(store: Store, own: str) -> None:
    body = make(store, "organisation")
    first = make(store, "agreement", partner_id=body, signed_on="2020")
    second = make(store, "agreement", signed_on="2024")
    make(store, "agreement", signed_on="2025")
    make(store, "agreement_party", agreement_id=second, organisation_id=body)
    with store.reading() as connection:
        assert agreement_ids(connection, body) == [second, first]


def test_on_an_earlier_day_an_agreement_signed_since_was_not_there(store: Store, own: str) -> None:
    key = make(store, "organisation", name_cs="Sasko", country="DE")
    for title, day in (("Stará", "2001-05-04"), ("Pozdější", "2010-05-04")):
        make(store, "agreement", title_cs=title, partner_id=key, signed_on=day)
    with store.reading() as connection, printing(date(2026, 11, 25)):
        paper = partner(connection, key, date(2003, 1, 1), public=False)
    assert [item.title[Language.CS] for item in paper.agreements] == ["Stará"]


def test_gifts_stand_on_the_internal_page_alone(store: Store) -> None:
    partner_id = make(store, "organisation")
    person = make(store, "person", given_name="Petr", family_name="Darebný")
    make(store, "position", person_id=person, organisation_id=partner_id, title_cs="tajemník")
    make(store, "gift", title="Váza", day="2025-05", recipient_id=person)
    make(store, "gift", title="Později", day="2028-01-01", recipient_organisation_id=partner_id)
    make(store, "gift", title="Chystá se", state="planned", recipient_organisation_id=partner_id)
    make(store, "gift", title="Obraz", way="received", state="refused", day="2026",
         giver_organisation_id=partner_id)  # fmt: skip
    with store.reading() as connection:
        found = partner(connection, partner_id, date(2027, 1, 1))
        public = partner(connection, partner_id, date(2027, 1, 1), public=True)
    assert [(gift.title[Language.CS], gift.way, gift.who) for gift in found.gifts] == [
        ("Obraz", "received", ""),
        ("Váza", "given", "Petr Darebný"),
    ]
    assert not public.gifts
