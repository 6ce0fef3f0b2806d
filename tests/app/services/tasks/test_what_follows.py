from __future__ import annotations

from functools import partial

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.services.records.records import save
from app.services.records.undo import undo
from app.services.tasks import what_follows
from app.services.tasks.what_follows import Answers, Following, following, settle
from tests.factories import make, value

VISIT = ENTITIES["delegation"]


@pytest.fixture
def visit(store: Store) -> str:
    key = make(store, "delegation", start="2027-05-10", end="2027-05-11", status="confirmed")
    person = make(store, "person", given_name="Eva", family_name="Malá")
    member = {"delegation_id": key, "side": "guest"}
    make(store, "delegation_member", person_id=person, invitation="accepted", part="head",
         answered_on="2027-01-01", accommodation="Hotel Labe", arrival="2027-05-10T09:00",
         arrival_by="LH 123", **member)  # fmt: skip
    make(store, "delegation_member", post="tajemník", accommodation="Hotel Labe",
         invitation="declined", **member)  # fmt: skip
    make(store, "programme_item", delegation_id=key, title_cs="Oběd",
         starts="2027-05-10T12:00", ends="2027-05-10T13:00")  # fmt: skip
    make(store, "cost", delegation_id=key, category="venue", text="sál", planned="100")
    make(store, "cost", delegation_id=key, category="venue", text="zaplaceno", actual="100")
    make(store, "task", title="Dary", relative_to_id=key, relative_days=14, status="open")
    return key


def ask(store: Store, visit: str, **values: object) -> Following | None:
    with store.reading() as connection:
        return following(connection, visit, values, Language.EN)


def change(store: Store, visit: str, answers: Answers, **values: object) -> None:
    found = ask(store, visit, **values)
    assert found
    first = partial(settle, delegation_id=visit, found=found, answers=answers, language=Language.EN)
    save(store, VISIT, visit, 10**9, values, first=first)


def titles(store: Store) -> set[str]:
    with store.reading() as connection:
        return {title for (title,) in connection.execute("SELECT title FROM task").fetchall()}


def column(store: Store, table: str, name: str) -> list[object]:
    with store.reading() as connection:
        return [
            found for (found,) in connection.execute(f'SELECT "{name}" FROM "{table}" ORDER BY id')
        ]


def test_what_is_open_is_found_and_each_reservation_named_once(store: Store, visit: str) -> None:
    found = ask(store, visit, status="cancelled")
    assert found
    assert found.kind == what_follows.CANCELLED
    assert found.tasks == ("Dary",)
    assert found.reservations == ("Hotel Labe (2 people)", "LH 123", "Venue: sál")
    assert [name for _, name in found.invited] == ["Eva Malá"]
    assert len(found.people) == 1
    assert found.asks


@pytest.mark.parametrize(
    ("values", "kind", "days"),
    [
        ({"start": "2027-05-20"}, "moved", 10),
        ({"start": "2027-05-03"}, "moved", -7),
        ({"start": "2027-06"}, "undated", 0),
        ({"start": "unknown"}, "undated", 0),
        ({"start": "2027-05-10"}, None, 0),
        ({"places": "Drážďany"}, None, 0),
        ({"status": "completed", "start": "2027-05-09"}, None, 0),
        ({"status": "cancelled", "start": "2027-05-09"}, "cancelled", 0),
    ],
)
def test_a_visit_is_moved_undated_or_cancelled(
    store: Store, visit: str, values: dict[str, object], kind: str | None, days: int
) -> None:
    found = ask(store, visit, **values)
    assert (found.kind if found else None) == kind
    assert (found.days if found else 0) == days


def test_moving_takes_programme_and_journeys_along_and_asks_the_invited_again(
    store: Store, visit: str
) -> None:
    answers = Answers(
        tasks_for_reservations=True, tell_invited=True, ask_again=True, move_programme=True
    )
    before = column(store, "delegation_member", "answered_on")
    change(store, visit, answers, start="2027-05-20", end="2027-05-21")
    assert column(store, "programme_item", "starts") == ["2027-05-20T12:00"]
    assert column(store, "programme_item", "ends") == ["2027-05-20T13:00"]
    assert column(store, "delegation_member", "arrival") == ["2027-05-20T09:00", None]
    assert column(store, "delegation_member", "invitation") == ["invited", "invited"]
    assert column(store, "delegation_member", "answered_on") == [None, None]
    assert "Move the booking: LH 123" in titles(store)
    assert len(titles(store)) == 1 + 3 + 1
    undo(store)
    assert value(store, "delegation", visit, "start") == "2027-05-10"
    assert column(store, "programme_item", "starts") == ["2027-05-10T12:00"]
    assert column(store, "delegation_member", "invitation") == ["accepted", "declined"]
    assert column(store, "delegation_member", "answered_on") == before
    assert titles(store) == {"Dary"}


def test_a_cancelled_visit_leaves_what_was_to_stay_and_undo_restores_all(
    store: Store, visit: str
) -> None:
    change(store, visit, Answers(cancel_tasks=True, tell_invited=True), status="cancelled")
    assert value(store, "delegation", visit, "status") == "cancelled"
    assert len(titles(store)) == 2
    assert "cancelled" in column(store, "task", "status")
    assert column(store, "delegation_member", "invitation") == ["accepted", "declined"]
    undo(store)
    assert value(store, "delegation", visit, "status") == "confirmed"
    assert column(store, "task", "status") == ["open"]


def test_without_an_answer_nothing_is_done_and_what_lies_outside_is_told(
    store: Store, visit: str
) -> None:
    _, changes = save(store, VISIT, visit, 10**9, {"start": "2027-05-20", "end": "2027-05-21"})
    assert column(store, "programme_item", "starts") == ["2027-05-10T12:00"]
    assert (what_follows.OUTSIDE, {"count": "1"}) in [
        (text, dict(values)) for text, values in changes.remarks
    ]


def test_a_visit_of_which_nothing_is_open_asks_nothing(store: Store) -> None:
    key = make(store, "delegation", start="2027-05-10")
    for values in ({"status": "cancelled"}, {"start": "2027-06-10"}, {"start": "2027"}):
        found = ask(store, key, **values)
        assert found
        assert not found.asks
