from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.db.store import Store
from app.i18n import Language
from app.services.figures.figures import Figure, figures
from tests.factories import make


def found(store: Store, year: int | None = None) -> dict[str, Figure]:
    with store.reading() as connection:
        listed = figures(connection, year, Language.EN, date(2027, 12, 31))
    return {item.key: item for item in listed}


def counts(figure: Figure) -> dict[str, int]:
    return {group.key: group.count for group in figure.groups}


def test_a_visit_counts_once_and_costs_what_its_rows_say(store: Store) -> None:
    agreement = make(store, "agreement")
    for name in ("kultura", "doprava"):
        area = make(store, "area", name_cs=name)
        make(store, "agreement_area", agreement_id=agreement, area_id=area)
    visit = make(store, "delegation", agreement_id=agreement, countries="DE;PL")
    for _ in range(3):
        person = make(store, "person")
        make(store, "delegation_member", delegation_id=visit, person_id=person, side="guest")
    for paid_by, actual, planned in (
        ("own", "100", "90"),
        ("own", None, "50.50"),
        ("host", "30", None),
        ("third", "1", None),
    ):
        make(store, "cost", delegation_id=visit, category="travel", paid_by=paid_by,
             actual=actual, planned=planned, currency="CZK")  # fmt: skip
    now = found(store)
    assert counts(now["countries"]) == {"DE": 1, "PL": 1}
    assert list(counts(now["areas"]).values()) == [1, 1]
    for key in ("years", "countries", "directions", "areas", "payers", "categories"):
        assert now[key].total == 1, key
    assert {group.key: group.amount for group in now["payers"].groups} == {
        "own": Decimal("150.50"),
        "host": Decimal(30),
        "third": Decimal(1),
    }
    assert now["payers"].amount == now["categories"].amount == Decimal("181.50")
    assert counts(now["categories"]) == {"travel": 1}


def test_a_year_counts_its_own_visits_and_the_cancelled_ones_never(store: Store) -> None:
    make(store, "delegation", start="2026-03")
    make(store, "delegation", start="2027-05-10")
    make(store, "delegation", start="2027-06-10", status="cancelled")
    make(store, "delegation", start="2027-07-10", archived_on="2027-08-01")
    assert counts(found(store)["years"]) == {"2026": 1, "2027": 1}
    assert counts(found(store, 2027)["years"]) == {"2027": 1}
    assert found(store, 2025)["years"].groups == ()


def test_a_cost_without_a_rate_is_told(store: Store) -> None:
    visit = make(store, "delegation")
    make(store, "cost", delegation_id=visit, category="meals", actual="10", currency="EUR")
    figure = found(store)["payers"]
    assert (figure.amount, figure.unknown, counts(figure)) == (Decimal(0), 1, {"own": 1})


def test_agreements_count_by_their_state_at_the_end_of_the_year(store: Store) -> None:
    make(store, "agreement", signed_on="2020-01-01", term="fixed", expires_on="2026-06-30")
    assert counts(found(store, 2025)["states"]) == {"in_force": 1}
    assert counts(found(store, 2026)["states"]) == {"expired": 1}


def test_each_number_leads_to_its_records(store: Store) -> None:
    done = make(store, "task", status="done", due="2027-01-01")
    make(store, "task", due="2027-01-02")
    figure = found(store)["tasks"]
    assert {group.key: group.ids for group in figure.groups}["done"] == [done]
    assert figure.total == 2
