from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.services.records import orders
from app.services.records.orders import Order
from app.services.records.query import ListQuery
from app.services.records.records import apply, delete
from tests.factories import make

ON = date(2026, 11, 23)


def query_of(entity: str, sort: str, **values: Any) -> ListQuery:
    return ListQuery(ENTITIES[entity], Language.CS, sort=sort, on=ON, **values)


def read(store: Store, query: ListQuery) -> Order:
    with store.reading() as connection:
        return orders.read(connection, query)


def shown(store: Store, query: ListQuery) -> list[Any]:
    """What stands in the column by which a list is sorted, from its first row to its last."""
    name = query.sort or query.entity.ordered_column
    number = [column.name for column in query.columns()].index(name)
    with store.reading() as connection:
        return [row.values[number] for row in query.page(connection, 1000)]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize(
    ("entity", "column", "values"),
    [
        ("person", "nationality", ["CZ", None, "DE", "", "PL", None]),
        ("task", "due", ["2027-05-10", None, "2027-05-09", None, "2028-01-01"]),
        ("task", "assignee_id", [None, None, None]),
        ("organisation", "country", ["PL", None, "CZ"]),
    ],
)
def test_empty_cells_come_last_in_both_directions(
    store: Store, entity: str, column: str, values: list[str | None], descending: bool
) -> None:
    for value in values:
        make(store, entity, **{column: value})
    found = shown(store, query_of(entity, column, descending=descending))
    filled = [value for value in found if value]
    assert [bool(value) for value in found] == [True] * len(filled) + [False] * (
        len(values) - len(filled)
    )
    if column == "due":
        assert filled == sorted(filled, reverse=descending)


def test_the_list_as_it_is_first_shown_has_empty_cells_last(store: Store) -> None:
    for due in (None, "2027-05-10", None, "2027-05-09"):
        make(store, "task", due=due)
    assert shown(store, query_of("task", "")) == ["2027-05-09", "2027-05-10", None, None]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("scope", ["current", "archive", "all"])
@pytest.mark.parametrize("sort", ["", "nationality", "organisation", "note"])
def test_an_order_has_the_rows_of_the_pages(
    store: Store, sort: str, scope: str, descending: bool
) -> None:
    firms = [make(store, "organisation", name_cs=name) for name in ("Řeka", "Chrám")]
    for number in range(12):
        person = make(
            store,
            "person",
            family_name=f"N{number % 5}",
            nationality=[None, "CZ", "DE", "PL"][number % 4],
            archived_on="2026-01-01" if number % 3 == 0 else None,
        )
        if number % 2:
            firm = firms[number % 4 // 2]
            make(store, "position", person_id=person, organisation_id=firm, title_cs="vedoucí")
    query = query_of("person", sort, scope=scope, descending=descending)
    with store.reading() as connection:
        rows = query.page(connection, 100)
        order = orders.read(connection, query)
        assert order.ids == [row.id for row in rows]
        again = query.rows(connection, order.ids)
        assert [row.values for row in again] == [row.values for row in rows]
        assert query.rows(connection, [*order.ids[3:], "nobody"]) == again[3:]
        other = replace(query, descending=not descending)
        if not query.has_stored_order:
            assert order.turned() == orders.read(connection, other)


def test_a_search_has_an_order_too(store: Store) -> None:
    for number in range(6):
        make(store, "person", family_name="Nováková", nationality=["PL", "CZ", None][number % 3])
    make(store, "person", family_name="Jiná", nationality="DE")
    query = query_of("person", "nationality", text="nova")
    with store.reading() as connection:
        assert orders.read(connection, query).ids == [r.id for r in query.page(connection, 50)]
        plain = replace(query, sort="")
        assert orders.read(connection, plain).ids == [r.id for r in plain.page(connection, 50)]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from([None, "CZ", "DE", "PL"]), st.integers(0, 20)),
        max_size=6,
    ),
    descending=st.booleans(),
)
def test_an_order_that_follows_changes_is_the_order_made_anew(
    many_people: Any,
    steps: list[tuple[int, str | None, int]],
    descending: bool,
) -> None:
    store: Store = many_people()
    query = query_of("person", "nationality", descending=descending)
    order = read(store, query)
    for kind, nationality, number in steps:
        touched: list[str] = []
        if kind == 0:
            touched = [make(store, "person", nationality=nationality)]
        elif kind == 1 and order.ids:
            touched = [order.ids[number % len(order.ids)]]
            delete(store, ENTITIES["person"], touched)
        elif order.ids:
            touched = list({order.ids[(number + n * 7) % len(order.ids)] for n in range(kind)})
            with store.writing("Tests") as writer:
                for key in touched:
                    apply(writer, ENTITIES["person"], key, {"nationality": nationality})
        with store.reading() as connection:
            order = orders.changed(connection, order, query, touched)
            assert order == orders.read(connection, query)


@pytest.fixture
def many_people(store: Store) -> Any:
    """Gives the same database of ten people again and again."""
    for number in range(10):
        make(store, "person", nationality=[None, "CZ", "PL"][number % 3])

    def again() -> Store:
        with store.reading() as connection:
            people = connection.execute("SELECT id FROM person ORDER BY id").fetchall()
        with store.writing("Tests") as writer:
            for number, (key,) in enumerate(people):
                values = {"nationality": [None, "CZ", "PL"][number % 3]}
                apply(writer, ENTITIES["person"], key, values)
        return store

    return again


def test_an_order_that_is_not_wanted_any_more_is_given_up(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "_STEPS", 50)
    with store.writing("Tests") as writer:
        for number in range(300):
            apply(writer, ENTITIES["person"], None, {"family_name": f"N{number}"})
    query = query_of("person", "nationality")
    stop = threading.Event()
    whole = orders.made(store, query, stop.is_set)
    assert whole is not None
    assert len(whole.ids) == 300
    stop.set()
    assert orders.made(store, query, stop.is_set) is None
    assert len(read(store, query).ids) == 300


def test_a_change_reads_only_some_keys(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with store.writing("Tests") as writer:
        for number in range(1000):
            values = {"family_name": f"N{number}", "nationality": ["CZ", "PL"][number % 2]}
            apply(writer, ENTITIES["person"], None, values)
    query = query_of("person", "nationality")
    order = read(store, query)
    made = make(store, "person", nationality="DE")
    asked: list[str] = []
    real = ListQuery.key_of

    def key_of(self: ListQuery, connection: Any, record_id: str) -> Any:
        asked.append(record_id)
        return real(self, connection, record_id)

    monkeypatch.setattr(ListQuery, "key_of", key_of)
    with store.reading() as connection:
        now = orders.changed(connection, order, query, [made])
    assert len(asked) < 15
    assert now == read(store, query)
