from __future__ import annotations

from decimal import Decimal

import pytest

from app.db.store import Store
from app.errors import InvalidRecord
from app.services.protocol.costs import NO_AMOUNT, totals
from tests.factories import make


def test_a_cost_without_an_amount_is_refused_beside_its_field(store: Store) -> None:
    with pytest.raises(InvalidRecord) as error:
        make(store, "cost", delegation_id=make(store, "delegation"), category="travel")
    assert [(item.field, item.message) for item in error.value.errors] == [("planned", NO_AMOUNT)]


def test_totals_are_by_category_payer_and_currency(store: Store) -> None:
    visit = make(store, "delegation")
    other = make(store, "delegation")

    def cost(**values: object) -> None:
        make(store, "cost", **{"delegation_id": visit, "category": "travel", **values})

    cost(planned="1000", actual="1200.50")
    cost(category="accommodation", planned="200", currency="EUR", rate="25.125")
    cost(category="accommodation", actual="99.99", currency="EUR", czk="2520", paid_by="host")
    cost(category="meals", actual="10", currency="EUR", paid_by="host")  # no rate is recorded
    cost(delegation_id=other, planned="7")
    with store.reading() as connection:
        found = totals(connection, visit)
    assert (found.whole.planned, found.whole.actual) == (Decimal("6025"), Decimal("3720.50"))
    assert found.whole.unknown == found.payers["host"].unknown == 1
    assert found.categories["accommodation"].planned == Decimal("5025")
    assert found.categories["travel"].actual == Decimal("1200.50")
    assert found.payers["host"].actual == Decimal("2520")
    assert (found.currencies["EUR"].planned, found.currencies["EUR"].actual) == (
        Decimal("200"),
        Decimal("109.99"),
    )


def test_what_was_paid_in_czk_is_not_what_was_planned(store: Store) -> None:
    visit = make(store, "delegation")
    values = {"planned": "100", "actual": "90", "currency": "EUR", "rate": "25", "czk": "2300"}
    make(store, "cost", delegation_id=visit, category="travel", **values)
    with store.reading() as connection:
        found = totals(connection, visit)
    assert (found.whole.planned, found.whole.actual) == (Decimal(2500), Decimal(2300))
