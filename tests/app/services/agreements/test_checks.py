from __future__ import annotations

from typing import Any

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord
from app.services.agreements.checks import AMENDS_ITSELF, INDEFINITE_ENDS
from app.services.records import records
from app.services.records.rows import row_version
from tests.factories import make

AGREEMENT = ENTITIES["agreement"]


def save(store: Store, key: str, values: dict[str, Any]) -> None:
    with store.reading() as connection:
        version = row_version(connection, key)
    records.save(store, AGREEMENT, key, version, values)


def refused(store: Store, key: str, values: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRecord) as caught:
        save(store, key, values)
    return [(error.field, error.message) for error in caught.value.errors]


def test_an_indefinite_term_has_no_day_on_which_it_expires(store: Store) -> None:
    fixed = make(store, "agreement", term="fixed", expires_on="2030-12-31")
    assert refused(store, fixed, {"term": "indefinite"}) == [("expires_on", INDEFINITE_ENDS)]
    endless = make(store, "agreement", term="indefinite", expires_on=None)
    assert refused(store, endless, {"expires_on": "2030"}) == [("expires_on", INDEFINITE_ENDS)]
    save(store, fixed, {"term": "indefinite", "expires_on": None})
    save(store, endless, {"term": "fixed", "expires_on": "2030"})


def test_an_agreement_amends_neither_itself_nor_what_amends_it(store: Store) -> None:
    first = make(store, "agreement")
    second = make(store, "agreement", amends_id=first)
    third = make(store, "agreement", amends_id=second)
    for amended in (first, second, third):
        assert refused(store, first, {"amends_id": amended}) == [("amends_id", AMENDS_ITSELF)]
    save(store, third, {"amends_id": first})
    save(store, second, {"amends_id": third})
    assert refused(store, first, {"amends_id": second}) == [("amends_id", AMENDS_ITSELF)]
