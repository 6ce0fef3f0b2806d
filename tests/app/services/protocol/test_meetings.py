from __future__ import annotations

from datetime import date

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.services.protocol.meetings import warning
from app.services.records.records import read, save
from tests.factories import make, value

TODAY = date(2027, 4, 1)


def said(store: Store, visit: str, today: date = TODAY) -> str:
    with store.reading() as connection:
        return warning(connection, visit, Language.EN, today).replace("\xa0", " ")


def test_a_trip_says_until_when_its_paper_can_be_submitted(store: Store) -> None:
    trip = make(store, "delegation", start="2027-05-10")
    assert said(store, trip) == ""  # the office keeps no meetings
    make(store, "meeting", title="9. schůze", held_on="2027-04-26", submit_by="2027-04-15T12:00")
    make(store, "meeting", title="zastupitelstvo", body="assembly", held_on="2027-05-05")
    text = said(store, trip)
    assert "“9. schůze” (26 April 2027)" in text
    assert "15 April 2027" in text
    assert "no meeting of the council is left" in said(store, trip, date(2027, 4, 16))


def test_nothing_is_said_of_what_is_decided_or_needs_no_decision(store: Store) -> None:
    make(store, "meeting", held_on="2027-04-02", submit_by="2027-03-20")
    trip = make(store, "delegation", start="2027-05-10")
    assert said(store, trip)
    make(store, "resolution", delegation_id=trip, body="Rada")
    others = [
        trip,
        make(store, "delegation", start="2027-05-10", status="approved"),
        make(store, "delegation", start="2027-05-10", direction="incoming"),
        make(store, "delegation", start="2027-03-10"),
        make(store, "delegation", start="unknown"),
    ]
    assert [said(store, one) for one in others] == [""] * 5


def test_a_task_is_due_before_the_last_day_for_papers_and_moves_with_it(store: Store) -> None:
    meeting = make(store, "meeting", held_on="2027-04-26", submit_by="2027-04-15T12:00")
    task = make(store, "task", meeting_id=meeting, relative_days=5)
    assert value(store, "task", task, "due") == "2027-04-10"
    with store.reading() as connection:
        found = read(connection, ENTITIES["meeting"], meeting)
    assert found
    _, changes = save(
        store, ENTITIES["meeting"], meeting, found.version, {"submit_by": "2027-04-20"}
    )
    assert value(store, "task", task, "due") == "2027-04-15"
    assert [message for message, _ in changes.remarks] == ["Moved with the meeting: {tasks}."]
