from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.db.store import Store
from app.errors import InvalidRecord, UserError
from app.services.contacts.positions import BEFORE_IT_BEGAN, move, running
from app.services.records.undo import undo
from tests.factories import count, make, value

TODAY = date(2026, 11, 25)


@pytest.fixture
def person(store: Store) -> str:
    return make(store, "person")


@pytest.fixture
def office(store: Store) -> str:
    return make(store, "organisation", name_cs="Krajský úřad")


def post(store: Store, person: str, office: str, **values: Any) -> str:
    values = {"title_cs": "radní", "since": "2020-01-01", **values}
    return make(store, "position", person_id=person, organisation_id=office, **values)


def test_the_old_post_ends_the_day_before_and_stays(store: Store, person: str, office: str) -> None:
    old = post(store, person, office, is_primary=1)
    ministry = make(store, "organisation", name_cs="Ministerstvo")
    values = {"organisation_id": ministry, "title_cs": "ministr", "since": "2026-03-01"}
    new, changes = move(store, person, values, old)
    assert value(store, "position", old, "until") == "2026-02-28"
    assert value(store, "position", old, "is_primary") is None
    assert value(store, "position", old, "organisation_id") == office
    assert value(store, "position", new, "is_primary") == 1
    assert value(store, "position", new, "person_id") == person
    assert changes
    undo(store)
    assert count(store, "position") == 1
    assert value(store, "position", old, "until") is None


@pytest.mark.parametrize(
    ("since", "until"),
    [("2026-03", "2026-03"), ("2026", "2026"), (None, "unknown"), ("unknown", "unknown"),
     ("2024-03-01", "2024-02-29")],
)  # fmt: skip
def test_what_is_not_known_to_the_day_is_not_guessed(
    store: Store, person: str, office: str, since: str | None, until: str
) -> None:
    old = post(store, person, office)
    move(store, person, {"organisation_id": office, "title_cs": "x", "since": since}, old)
    assert value(store, "position", old, "until") == until


def test_a_second_post_can_begin_while_the_first_goes_on(
    store: Store, person: str, office: str
) -> None:
    old = post(store, person, office)
    move(store, person, {"organisation_id": office, "title_cs": "předseda"}, None)
    assert value(store, "position", old, "until") is None
    with store.reading() as connection:
        assert len(running(connection, person, TODAY)) == 2


def test_what_cannot_be_changes_nothing(store: Store, person: str, office: str) -> None:
    old = post(store, person, office, since="2025-06-01")
    values = {"organisation_id": office, "title_cs": "x", "since": "2025-05-01"}
    with pytest.raises(InvalidRecord) as refused:
        move(store, person, values, old)
    assert [(error.field, error.message) for error in refused.value.errors] == [
        ("since", BEFORE_IT_BEGAN)
    ]
    with pytest.raises(InvalidRecord):
        move(store, person, {"since": "2026"}, old)
    with pytest.raises(UserError, match="deleted"):
        move(store, make(store, "person"), values, old)
    assert count(store, "position") == 1
    assert value(store, "position", old, "until") is None


def test_running_posts_are_those_that_have_not_surely_ended(
    store: Store, person: str, office: str
) -> None:
    post(store, person, office, title_cs="bývalý", until="2020-12-31")
    later = post(store, person, office, title_cs="druhý", since="2024", until="2026")
    main = post(store, person, office, title_cs="hlavní", since="2019", is_primary=1)
    unknown = post(store, person, office, title_cs="kdysi", since="1990", until="unknown")
    with store.reading() as connection:
        assert [row["id"] for row in running(connection, person, TODAY)] == [main, later, unknown]
