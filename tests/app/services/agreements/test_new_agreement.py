from __future__ import annotations

from typing import Any

import pytest

from app.db.store import Store
from app.errors import InvalidRecord
from app.services.agreements.new_agreement import create, next_party
from app.services.office import choose_own_organisation
from app.services.records import undo
from app.services.records.rows import NewRecord
from tests.factories import count, make, value

VALUES = {
    "title_cs": "Memorandum",
    "kind": "memorandum",
    "relation_type": "international",
    "initiated_by": "region",
    "signed_on": "2026-05-12",
    "signed_at": "Děčín",
}


def parties(store: Store, key: str) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        return list(
            connection.execute(
                "SELECT o.name_cs, p.position_no, p.signed_on, p.signed_at FROM agreement_party p"
                " JOIN organisation o ON o.id = p.organisation_id WHERE p.agreement_id = ?"
                " ORDER BY p.position_no",
                (key,),
            ).fetchall()
        )


@pytest.fixture
def own(store: Store) -> str:
    key = make(store, "organisation", name_cs="Ústecký kraj")
    choose_own_organisation(store, key)
    return key


def test_both_sides_are_parties_of_a_new_agreement(store: Store, own: str) -> None:
    new = NewRecord("organisation", "Okres Nový")
    key, changes = create(store, {**VALUES, "partner_id": new, "with_parties": 1})
    assert parties(store, key) == [
        ("Ústecký kraj", 1, "2026-05-12", "Děčín"),
        ("Okres Nový", 2, "2026-05-12", "Děčín"),
    ]
    assert changes.ids("agreement") == {key}
    undo.undo(store)
    assert count(store, "agreement") == count(store, "agreement_party") == 0
    assert count(store, "organisation") == 1


def test_without_being_asked_it_has_none(store: Store, own: str) -> None:
    key, _ = create(store, {**VALUES, "with_parties": None})
    assert parties(store, key) == []
    assert value(store, "agreement", key, "title_cs") == "Memorandum"


def test_what_is_not_known_is_no_party(store: Store) -> None:
    partner = make(store, "organisation", name_cs="Okres")
    key, _ = create(store, {**VALUES, "partner_id": partner, "with_parties": 1})
    assert [name for name, *_ in parties(store, key)] == ["Okres"]
    key, _ = create(store, {**VALUES, "with_parties": 1})
    assert parties(store, key) == []


def test_an_agreement_with_ourselves_has_one_party(store: Store, own: str) -> None:
    key, _ = create(store, {**VALUES, "partner_id": own, "with_parties": 1})
    assert [name for name, *_ in parties(store, key)] == ["Ústecký kraj"]


@pytest.mark.parametrize(
    "wrong", [{"title_cs": ""}, {"entry_into_force": "2019-05-26", "expires_on": "2018-01-01"}]
)
def test_faults_are_said_and_nothing_is_stored(
    store: Store, own: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(InvalidRecord):
        create(store, {**VALUES, **wrong, "with_parties": 1})
    assert count(store, "agreement") == count(store, "agreement_party") == 0


def test_the_next_party_is_the_one_that_is_missing(store: Store, own: str) -> None:
    partner = make(store, "organisation", name_cs="Okres")
    key = make(store, "agreement", partner_id=partner, signed_on="2026-05-12")

    def proposed() -> dict[str, Any]:
        with store.reading() as connection:
            return next_party(connection, key)

    assert proposed() == {"organisation_id": own, "position_no": 1, "signed_on": "2026-05-12"}
    make(store, "agreement_party", agreement_id=key, organisation_id=partner, position_no=4)
    assert proposed() == {"organisation_id": own, "position_no": 5, "signed_on": "2026-05-12"}
    make(store, "agreement_party", agreement_id=key, organisation_id=own, position_no=5)
    assert proposed() == {"position_no": 6, "signed_on": "2026-05-12"}
