from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.reports.collect_papers import (
    agreement_file,
    chosen_ids,
    commitment_lines,
    partner,
    register_content,
    watch,
)
from app.services.office import choose_own_organisation
from app.services.query import ListQuery
from app.services.records import archive
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


def test_ids_keep_their_order_and_a_list_its_own(store: Store) -> None:
    ids = [make(store, "agreement", title_cs=title) for title in ("Žlutá", "Čtvrtá", "Cizí")]
    with store.reading() as connection:
        assert chosen_ids(connection, [ids[0], ids[2], ids[0]]) == [ids[0], ids[2]]
        query = ListQuery(ENTITIES["agreement"], CS)
        assert chosen_ids(connection, query) == [ids[2], ids[1], ids[0]]
        for nothing in ([], ListQuery(ENTITIES["agreement"], CS, text="nikde")):
            with pytest.raises(UserError, match="nothing to print"):
                chosen_ids(connection, nothing)


def test_a_long_list_is_read_page_by_page(store: Store) -> None:
    from app.services.rows import write

    with store.writing("many") as writer:
        for number in range(2300):
            write(
                writer,
                ENTITIES["agreement"],
                None,
                {
                    "title_cs": f"Dohoda {number:04}",
                    "kind": "memorandum",
                    "relation_type": "international",
                    "initiated_by": "region",
                },
            )
    with store.reading() as connection:
        ids = chosen_ids(connection, ListQuery(ENTITIES["agreement"], CS))
        assert len(set(ids)) == 2300
        content = register_content(connection, ids, ON)
    assert [entry.title[CS] for entry in content.entries] == [
        f"Dohoda {number:04}" for number in range(2300)
    ]


def test_the_office_is_no_partner_and_an_embassy_counts_for_its_country(
    store: Store, own: str, saxony: str
) -> None:
    embassy = make(
        store,
        "organisation",
        name_cs="Velvyslanectví",
        kind="embassy",
        country="CZ",
        represents_country="CN",
    )
    key = make(store, "agreement", partner_id=saxony)
    for place, body in enumerate((own, embassy, saxony), 1):
        make(store, "agreement_party", agreement_id=key, organisation_id=body, position_no=place)
    with store.reading() as connection:
        content = register_content(connection, [key], ON)
        with pytest.raises(UserError):
            register_content(connection, [key, "no-such-id"], ON)
    (entry,) = content.entries
    assert entry.partners == (saxony, embassy)
    assert entry.countries == ("DE", "CN")
    assert content.bodies[saxony].names == {CS: "Sasko", DE: "Sachsen"}
    assert content.office.native_name == "Ústecký kraj"


def test_states_are_those_of_the_day(store: Store) -> None:
    key = make(store, "agreement", term="fixed", expires_on="2024-12-31")
    with store.reading() as connection:
        states = [
            register_content(connection, [key], day).entries[0].standing.state.value
            for day in (date(2019, 1, 1), date(2024, 12, 31), date(2025, 1, 1))
        ]
    assert states[1:] == ["in_force", "expired"]


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


def test_a_public_partner_shows_nothing_inner(store: Store, own: str) -> None:
    saxony = make(store, "organisation", name_cs="Sasko", country="DE", note="Tajné")
    signed = make(store, "agreement", title_cs="Platná", partner_id=saxony)
    make(store, "agreement", title_cs="Chystaná", partner_id=saxony, status="draft", signed_on=None)
    old = make(store, "agreement", title_cs="Stará", partner_id=saxony)
    archive(store, ENTITIES["agreement"], [old], on=ON)
    person = make(store, "person", given_name="Petra", family_name="Meier")
    make(store, "position", person_id=person, organisation_id=saxony, title_cs="ředitelka")
    gone = make(store, "person", given_name="Hans", family_name="Alt")
    make(
        store, "position", person_id=gone, organisation_id=saxony, title_cs="ředitel", until="2020"
    )
    make(store, "contact_point", person_id=person, kind="email", value="meier@example.org")
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
    assert [man.contacts for man in public.people] == [()]
    assert {step.kind for step in inner.next_steps} == {"visit", "commitment"}
    assert public.next_steps == []
    assert [step.text[CS] for step in public.steps] == ["Návštěva"]


def test_watching_tells_and_stops() -> None:
    told: list[tuple[int, int]] = []
    tell = watch(lambda done, total: told.append((done, total)), lambda: len(told) == 2)
    tell(1, 5)
    tell(2, 5)
    with pytest.raises(UserError, match="cancelled"):
        tell(3, 5)
    assert told == [(1, 5), (2, 5)]
    watch(None, None)(1, 1)
