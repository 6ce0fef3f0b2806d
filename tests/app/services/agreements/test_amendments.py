"""What an amendment says of the term reaches everything that speaks of the amended agreement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.record_files import as_json
from app.i18n import Language
from app.reports.agreements.collect_papers import register_content
from app.services.agreements.record import standing_of
from app.services.records.query import ListQuery
from app.services.records.records import read
from app.services.tasks.reminders import reminders
from tests.factories import make

ON = date(2026, 11, 23)
FIRST = {
    "title_cs": "Dohoda",
    "signed_on": "2015-01-01",
    "term": "fixed",
    "expires_on": "2020-12-31",
}
SECOND = {
    "title_cs": "Dodatek",
    "title_en": "Amendment",
    "signed_on": "2020-10-01",
    "entry_into_force": "2020-11-01",
    "term": "fixed",
    "expires_on": "2027-01-31",
}


def ends(store: Store, key: str, on: date = ON) -> dict[str, object]:
    """The last day in force, and the state, as each part of the program says it."""
    entity = ENTITIES["agreement"]
    with store.reading() as connection:
        record = read(connection, entity, key)
        assert record
        shown = as_json(connection, record, Language.EN, on)
        (entry,) = register_content(connection, [key], on).entries
        query = ListQuery(entity, Language.EN, on=on, shown=("state",), scope="all")
        listed = {row.id: row.values[1] for row in query.page(connection, 50)}
        reminded = [
            item.due
            for item in reminders(connection, on, 400, Language.EN)
            if item.record_id == key and item.kind == "term_end"
        ]
        standing = standing_of(connection, key, on)
    return {
        "show": (shown["state"], shown["lapses_on"]),
        "register": (entry.standing.state, entry.standing.lapses_on),
        "rule": (standing.state, standing.lapses_on),
        "list": listed[key],
        "reminders": reminded,
        "explanation": shown["explanation"],
    }


def test_the_end_is_the_amendments_everywhere(store: Store) -> None:
    first = make(store, "agreement", **FIRST)
    make(store, "agreement", **SECOND, amends_id=first)
    found = ends(store, first)
    assert found["show"] == ("in_force", "2027-01-31")
    assert found["register"] == found["rule"] == ("in_force", date(2027, 1, 31))
    assert found["list"] == "in_force"
    assert found["reminders"] == [date(2027, 1, 31)]
    assert "“Amendment”" in str(found["explanation"])
    assert ends(store, first, date(2020, 10, 31))["show"] == ("in_force", "2020-12-31")


@pytest.mark.parametrize("changes", [{"archived_on": "2026-01-01"}, {"title_en": None}])
def test_an_amendment_counts_whatever_else_is_said_of_it(
    store: Store, changes: Mapping[str, object]
) -> None:
    first = make(store, "agreement", **FIRST)
    make(store, "agreement", **{**SECOND, **changes}, amends_id=first)
    assert ends(store, first)["rule"] == ("in_force", date(2027, 1, 31))


def test_amendments_of_amendments_count_four_deep_and_a_circle_gets_an_answer(
    store: Store,
) -> None:
    first = key = make(store, "agreement", **FIRST)
    for year in (2021, 2022, 2023):
        key = make(
            store,
            "agreement",
            **{**SECOND, "entry_into_force": f"{year}-01-01", "expires_on": f"{year + 6}-01-31"},
            amends_id=key,
        )
    assert ends(store, first)["rule"] == ("in_force", date(2029, 1, 31))
    with store.writing("circle") as writer:
        writer.connection.execute("UPDATE agreement SET amends_id = ? WHERE id = ?", (key, first))
    assert ends(store, first)["rule"] == ("in_force", date(2029, 1, 31))
