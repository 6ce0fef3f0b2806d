from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.reports.agreements.collect_papers import register_content
from app.reports.engine.collect import chosen_ids
from app.services.office import choose_own_organisation
from app.services.records.query import ListQuery
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
    from app.services.records.rows import write

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
