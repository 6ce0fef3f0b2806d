from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord
from app.services.records.records import read, save
from app.services.tasks.advances import SETTLE
from tests.app.services.protocol.test_budget import cost
from tests.factories import count, make, value


def change(store: Store, row_id: str, **values: object) -> None:
    with store.reading() as connection:
        found = read(connection, ENTITIES["cost"], row_id)
    assert found
    save(store, ENTITIES["cost"], row_id, found.version, values)


def test_an_advance_has_a_task_that_follows_it(store: Store) -> None:
    trip = make(store, "delegation", title_cs="Cesta")
    row = cost(store, trip, planned="100", advance="50", settle_by="2027-06-01", text="Hotovost")
    (task,) = [value(store, "cost", row, "task_id")]
    assert value(store, "task", task, "title") == SETTLE.format(text="Hotovost")
    assert value(store, "task", task, "due") == "2027-06-01"
    assert count(store, "task_link") == 1
    change(store, row, settle_by="2027-06-15")
    assert value(store, "task", task, "due") == "2027-06-15"
    change(store, row, settled_on="2027-06-10")
    assert value(store, "task", task, "status") == "done"
    change(store, row, settled_on=None)
    assert value(store, "task", task, "status") == "open"
    change(store, row, advance=None)
    assert value(store, "task", task, "status") == "cancelled"
    assert count(store, "task") == 1


def test_no_task_without_an_advance_or_without_a_day(store: Store) -> None:
    trip = make(store, "delegation")
    cost(store, trip, planned="100", advance="50")
    cost(store, trip, planned="100", settle_by="2027-06-01")
    cost(store, trip, planned="9", advance="5", settle_by="2027-06-01", settled_on="2027-05-30")
    assert count(store, "task") == 0
    with pytest.raises(InvalidRecord):
        cost(store, trip, planned="1", advance="1", advance_on="2027-06-02", settle_by="2027-06-01")
