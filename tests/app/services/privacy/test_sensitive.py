from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.services.care.checking import check
from app.services.privacy.sensitive import Due, days, due, remove, set_days
from app.services.records.records import read, save
from app.services.records.undo import undo
from tests.factories import make, value

TODAY = date(2027, 7, 1)


def listed(store: Store, today: date = TODAY) -> list[Due]:
    with store.reading() as connection:
        return due(connection, Language.CS, today)


def member(store: Store, **visit: object) -> str:
    trip = make(store, "delegation", **{"start": "2027-05-10", **visit})
    given = {"post": "člen", "side": "guest", "diet": "bez lepku", "room": "12", "needs": ""}
    return make(store, "delegation_member", delegation_id=trip, **given)


def test_what_is_due_is_listed_first_and_the_number_of_days_is_the_offices(store: Store) -> None:
    old = member(store, end="2027-05-12")
    member(store, end="2027-06-30")
    member(store, start="unknown")
    by_year = member(store, start="2026")
    assert [(item.member_id, item.fields) for item in listed(store)] == [
        (by_year, ("diet", "room")),
        (old, ("diet", "room")),
    ]
    set_days(store, 365)
    assert listed(store) == []
    with store.reading() as connection:
        assert days(connection) == 365
    with pytest.raises(UserError):
        set_days(store, -1)


def test_they_go_for_good_from_the_record_and_its_history(store: Store) -> None:
    key = member(store)
    with store.reading() as connection:
        found = read(connection, ENTITIES["delegation_member"], key)
    assert found
    save(store, ENTITIES["delegation_member"], key, found.version, {"diet": "vegetariánská strava"})
    changes = remove(store, listed(store))
    assert changes.ids("delegation_member") == {key}
    assert [value(store, "delegation_member", key, name) for name in ("diet", "room")] == [None] * 2
    assert value(store, "delegation_member", key, "post") == "člen"
    assert listed(store) == []
    with store.reading() as connection:
        for text in ("lepku", "vegetari"):
            assert not connection.execute(
                "SELECT 1 FROM log_operation WHERE instr(data, ?)", (text,)
            ).fetchone()
    assert check(store) == []
    undo(store)  # takes back what was done before, and brings nothing of it back
    assert value(store, "delegation_member", key, "diet") in (None, "")


def test_those_that_were_not_chosen_stay(store: Store) -> None:
    one, other = member(store), member(store)
    remove(store, [item for item in listed(store) if item.member_id == one])
    assert [item.member_id for item in listed(store)] == [other]
