from __future__ import annotations

from decimal import Decimal

from app.db.store import Store
from app.services.protocol.budget import of_year, years
from tests.factories import make


def cost(store: Store, visit: str, **values: object) -> str:
    given = {"category": "travel", "chapter": "10", "paragraph": "6172", **values}
    return make(store, "cost", delegation_id=visit, **given)


def test_a_year_says_what_is_approved_committed_spent_and_left(store: Store) -> None:
    make(store, "budget_line", year=2027, chapter="10", paragraph="6172", approved="1000")
    make(store, "budget_line", year=2027, chapter="10", paragraph=" 6172 ", approved="500")
    make(store, "budget_line", year=2026, chapter="10", paragraph="6172", approved="9")
    trip = make(store, "delegation", start="2027-05-10")
    cost(store, trip, planned="300")
    cost(store, trip, planned="200", actual="250.50")
    cost(store, trip, planned="10", currency="EUR", rate="25")
    cost(store, trip, planned="10", currency="USD")  # without a rate
    cost(store, trip, planned="77", paid_by="host")
    cost(store, trip, planned="88", day="2026-12-01")  # of another year
    cost(store, trip, planned="40", chapter="11", day="2027-01-01")
    cancelled = make(store, "delegation", start="2027-06", status="cancelled")
    cost(store, cancelled, planned="999")
    cost(store, cancelled, actual="5")
    with store.reading() as connection:
        first, second = of_year(connection, 2027)
        assert years(connection, 2028) == [2028, 2027, 2026]
    assert (first.approved, first.committed, first.spent) == (1500, 550, Decimal("255.50"))
    assert (first.remaining, first.unknown) == (Decimal("694.50"), 1)
    assert (second.chapter, second.approved, second.committed) == ("11", 0, 40)
    assert not second.is_budgeted
    assert second.remaining == -40
