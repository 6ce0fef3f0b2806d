from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.reports.agreements.collect_commitments import commitment_lines
from app.reports.agreements.collect_file import agreement_file
from app.services.office import choose_own_organisation
from app.services.records.records import save
from tests.factories import make

CS, DE = Language.CS, Language.DE
ON = date(2026, 6, 20)


@pytest.fixture
def own(store: Store) -> str:
    found = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    make(store, "address", organisation_id=found, kind="seat", city="Ústí nad Labem")
    choose_own_organisation(store, found)
    return found


@pytest.fixture
def saxony(store: Store) -> str:
    return make(store, "organisation", name_cs="Sasko", name_de="Sachsen", country="DE")


def test_an_agreement_file_holds_everything(store: Store, own: str, saxony: str) -> None:
    key = make(
        store,
        "agreement",
        subject_cs="O řekách",
        signed_on="2024-05",
        signed_at="Ústí nad Labem",
        depositary="Sasko",
        note="Jen pro nás.",
    )
    for place, body in enumerate((saxony, own), 1):
        make(store, "agreement_party", agreement_id=key, organisation_id=body, position_no=place)
    make(store, "commitment", agreement_id=key, text_cs="Druhý", due="2027-01", status="open")
    make(
        store,
        "commitment",
        agreement_id=key,
        text_cs="První",
        due="2026-05",
        status="open",
        organisation_id=saxony,
    )
    make(store, "commitment", agreement_id=key, text_cs="Splněný", due="2020", status="fulfilled")
    make(store, "evaluation", agreement_id=key, date="2025-12-31", benefit="4", text="Dobré")
    with store.reading() as connection:
        file = agreement_file(connection, key, ON)
        bare = agreement_file(connection, key, ON, with_note=False)
        lines = commitment_lines(connection, [key], ON)
    assert file.own_party == 1
    assert file.own_is_host is True
    assert file.subject == {CS: "O řekách"}
    assert file.summary.note == "Jen pro nás."
    assert bare.summary.note == ""
    assert [line.text[CS] for line in lines] == ["Splněný", "První", "Druhý"]
    assert [line.overdue for line in lines] == [False, True, False]
    assert lines[1].promised_by == {CS: "Sasko", DE: "Sachsen"}
    assert [(item.benefit, item.text) for item in file.evaluations] == [("4", "Dobré")]


def test_the_file_tells_the_chain_what_is_missing_and_the_history(
    store: Store, own: str, saxony: str
) -> None:
    first = make(store, "agreement", title_cs="Dohoda", partner_id=saxony)
    amendment = make(
        store, "agreement", title_cs="Dodatek", amends_id=first, signed_on="2022-03-01"
    )
    make(store, "milestone", organisation_id=saxony, text_cs="Začátek", date="2010")
    for title, start in (("Minulá", "2021-05-05"), ("Příští", "2027-05-05")):
        make(store, "delegation", title_cs=title, partner_id=saxony, start=start)
    make(store, "delegation", title_cs="Pod dohodou", agreement_id=first, start="2015")
    document = make(store, "document", title="Text", kind="agreement_text", date="2020-01-15")
    values = {"document_id": document, "entity": "agreement", "record_id": first}
    save(store, ENTITIES["document_link"], None, 0, values)
    with store.reading() as connection:
        file = agreement_file(connection, first, ON)
        other = agreement_file(connection, amendment, ON)
    assert [(link.title[CS], link.relation, link.here) for link in file.chain] == [
        ("Dohoda", "first", True),
        ("Dodatek", "amendment", False),
    ]
    assert [link.here for link in other.chain] == [False, True]
    assert [step.text[CS] for step in file.history] == ["Začátek", "Pod dohodou", "Minulá"]
    assert [step.text[CS] for step in file.planned] == ["Příští"]
    assert [item.title for item in file.documents] == ["Text"]
    codes = [[item.code for item in file.missing[language]] for language in Language]
    assert codes[0]
    assert codes[0] == codes[1] == codes[2]


def test_the_signatory_on_file_signs_where_no_name_is_written(store: Store, own: str) -> None:
    key = make(store, "agreement")
    person = make(store, "person", given_name="Petra", family_name="Meier")
    make(
        store,
        "agreement_party",
        agreement_id=key,
        organisation_id=own,
        signatory_id=person,
    )
    with store.reading() as connection:
        (party,) = agreement_file(connection, key, ON).summary.parties
    assert party.signatory == "Petra Meier"
