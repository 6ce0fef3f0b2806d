from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.store import Store
from app.errors import UserError
from app.i18n import Language
from app.services.privacy.retention import SOON, counts, due, keep_until, set_basis
from app.services.records.records import archive
from app.services.records.undo import undo
from app.services.tasks.reminders import LeadTimes, set_lead_times
from tests.factories import make, value

ON = date(2026, 11, 25)
FINE = {"legal_basis": "public_task"}


def found(store: Store, reason: str = "") -> list[tuple[str, tuple[str, ...]]]:
    with store.reading() as connection:
        items = due(connection, ON, Language.CS, reason=reason)
        numbers = counts(connection, ON)
    assert len(items) == numbers[reason]
    return [(item.title.removeprefix("Jana "), item.reasons) for item in items]


def test_who_is_due_stands_in_the_order_of_urgency(store: Store) -> None:
    make(store, "person", family_name="Bez důvodu")
    make(store, "person", family_name="Brzy", retain_until="2027-01-10", **FINE)
    make(store, "person", family_name="Bez souhlasu", legal_basis="consent")
    make(store, "person", family_name="Prošlá", retain_until="2026-11-24", **FINE)
    make(store, "person", family_name="Dávno", retain_until="2020-01-01")
    make(store, "person", family_name="V pořádku", retain_until="2030-01-01", **FINE)
    make(store, "person", family_name="Souhlas", legal_basis="consent", consent_on="2020-01-01")
    assert found(store) == [
        ("Dávno", ("overdue", "no_basis")),
        ("Prošlá", ("overdue",)),
        ("Bez souhlasu", ("no_consent",)),
        ("Brzy", ("soon",)),
        ("Bez důvodu", ("no_basis",)),
    ]
    assert [name for name, _ in found(store, "no_basis")] == ["Dávno", "Bez důvodu"]


def test_today_is_the_last_day_of_keeping(store: Store) -> None:
    make(store, "person", retain_until=ON.isoformat(), **FINE)
    assert found(store)[0][1] == ("soon",)


def test_near_is_what_the_office_chose(store: Store) -> None:
    make(store, "person", retain_until=(ON + timedelta(days=SOON)).isoformat(), **FINE)
    assert len(found(store)) == 1
    set_lead_times(store, LeadTimes(person=10))
    assert found(store) == []


def test_archived_people_are_reviewed_as_well(store: Store) -> None:
    from app.entities import ENTITIES

    person = make(store, "person")
    archive(store, ENTITIES["person"], [person], on=ON)
    with store.reading() as connection:
        (item,) = due(connection, ON, Language.CS)
    assert item.archived


def test_several_people_are_kept_longer_in_one_step(store: Store) -> None:
    people = [make(store, "person", retain_until="2026-01-01", **FINE) for _ in range(7)]
    keep_until(store, people, date(2031, 12, 31), ON)
    assert {value(store, "person", key, "retain_until") for key in people} == {"2031-12-31"}
    assert found(store) == []
    label = undo(store).label
    assert label.endswith("(+2)")
    assert len(found(store)) == 7


def test_a_legal_basis_is_recorded_for_several(store: Store) -> None:
    people = [make(store, "person") for _ in range(2)]
    set_basis(store, people, "legal_obligation")
    assert found(store) == []
    with pytest.raises(UserError):
        set_basis(store, people, "friendship")


def test_a_day_that_has_passed_is_refused(store: Store) -> None:
    person = make(store, "person", **FINE)
    with pytest.raises(UserError):
        keep_until(store, [person], ON - timedelta(days=1), ON)
    assert value(store, "person", person, "retain_until") is None


@given(st.lists(st.tuples(st.integers(-400, 400), st.booleans(), st.booleans()), max_size=6))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_is_listed_without_a_reason_and_nobody_with_one_is_missing(
    store: Store, people: list[tuple[int, bool, bool]]
) -> None:
    with store.writing("away") as writer:
        writer.connection.execute("DELETE FROM person")
    wanted = 0
    for days, has_basis, has_consent in people:
        until = ON + timedelta(days=days)
        make(
            store,
            "person",
            retain_until=until.isoformat(),
            legal_basis="consent" if has_basis else None,
            consent_on="2020-01-01" if has_consent else None,
        )
        wanted += days <= SOON or not has_basis or not has_consent
    items = found(store)
    assert len(items) == wanted
    assert all(reasons for _, reasons in items)
