from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.services.protocol.members import add, members, put_on_side
from app.services.protocol.missing import Missing, missing
from app.services.protocol.versions import send
from app.services.records.records import save
from app.services.records.rows import NewRecord
from app.services.records.undo import undo
from app.services.related.sections import sections
from tests.factories import count, make, value

TODAY = date(2027, 4, 1)


class Visit:
    def __init__(self, store: Store, **values: object) -> None:
        self.store = store
        given = {"start": "2027-05-10", "end": "2027-05-11", "direction": "incoming"}
        self.id = make(store, "delegation", **{**given, **values})

    def member(self, name: str, **values: object) -> str:
        person = make(self.store, "person", family_name=name)
        given = {"delegation_id": self.id, "person_id": person, "side": "guest"}
        answered = {"invitation": "accepted", "room": "12", "part": "member"}
        return make(self.store, "delegation_member", **{**given, **answered, **values})

    def item(self, **values: object) -> str:
        given = {"delegation_id": self.id, "title_cs": "Bod", "starts": "2027-05-10T10:00"}
        return make(self.store, "programme_item", **{**given, **values})

    def found(self, on: date = TODAY) -> dict[str, Missing]:
        with self.store.reading() as connection:
            listed = missing(connection, self.id, Language.EN, on)
        assert len({one.code for one in listed}) == len(listed)
        return {one.code: one for one in listed}


def test_an_empty_visit_says_where_to_begin(store: Store) -> None:
    found = Visit(store).found()
    assert {code: one.place for code, one in found.items()} == {
        "members": "members",
        "programme": "screen:programme",
    }
    trip = Visit(store, direction="outgoing", start="2027", end=None).found()
    assert list(trip) == ["start", "members", "programme", "decision"]


def test_a_visit_that_is_ready_lacks_nothing(store: Store) -> None:
    visit = Visit(store, direction="outgoing")
    visit.member("Malá", part="head")
    visit.item()
    make(store, "resolution", delegation_id=visit.id, body="Rada kraje")
    assert visit.found() == {}


def test_people_without_an_answer_or_a_room_are_named(store: Store) -> None:
    visit = Visit(store)
    visit.item()
    visit.member("Malá", part="head")
    first = visit.member("Nová", invitation="invited")
    visit.member("Horká", invitation="tentative")
    visit.member("Dlouhá", invitation=None)
    for name in ("A", "B", "C", "D"):
        visit.member(name, room=None)
    visit.member("Omluvená", invitation="excused", room=None)
    visit.member("Domácí", side="host", room=None)
    found = visit.found()
    assert list(found) == ["invitation", "answer", "room"]
    assert found["answer"].text.startswith("2 people have not answered for certain: ")
    assert found["answer"].place == f"row:delegation_member:{first}"
    assert found["room"].text.endswith("and 1 more")
    assert found["room"].text.startswith("4 guests")


def test_nobody_needs_a_room_for_one_day(store: Store) -> None:
    for end in (None, "2027-05-10"):
        visit = Visit(store, end=end)
        visit.item()
        visit.member("Malá", part="head", room=None)
        assert visit.found() == {}


def test_items_in_several_languages_need_an_interpreter(store: Store) -> None:
    visit = Visit(store)
    head = visit.member("Malá", part="head", languages="cs;de")
    visit.item(languages="cs")
    first = visit.item(languages="cs;de", title_en="Talks")
    visit.item(interpreter=1, starts="2027-05-10T11:00")
    found = visit.found()
    assert found["interpreter"].text == (
        "Nobody interprets at 2 points of the programme: “Talks”, “Bod”"
    )
    assert found["interpreter"].place == f"participants:{first}"
    make(store, "programme_part", programme_item_id=first, member_id=head, part="interprets")
    assert visit.found()["interpreter"].text.startswith("Nobody interprets at 1 point")


def test_what_was_sent_and_changed_since_is_to_be_sent_again(store: Store) -> None:
    visit = Visit(store)
    visit.member("Malá", part="head")
    item = visit.item()
    send(store, visit.id, TODAY)
    assert visit.found() == {}
    save(store, ENTITIES["programme_item"], item, 10**9, {"place": "Sál"})
    assert visit.found()["sent"].text == "The programme has 1 change since version 1 was sent."


def test_papers_that_wait_for_approval_are_counted(store: Store) -> None:
    visit = Visit(store)
    visit.member("Malá", part="head")
    visit.item()
    for at, paper, step in (
        ("2027-04-01T09:00", "programme", "submitted"),
        ("2027-04-01T10:00", "programme", "approved"),
        ("2027-04-01T09:00", "briefing", "submitted"),
        ("2027-04-01T11:00", "briefing", "returned"),
    ):
        make(store, "paper_step", delegation_id=visit.id, paper=paper, step=step, at=at)
    assert visit.found()["papers"].text == "1 paper is not approved yet."


def test_of_a_visit_that_is_over_what_remains_is_asked_for(store: Store) -> None:
    visit = Visit(store, learned="Mnoho")
    later = date(2027, 5, 12)
    assert list(visit.found(later)) == ["shared"]
    assert list(visit.found(date(2027, 5, 11))) == ["members", "programme"]
    assert Visit(store, status="cancelled").found() == {}
    assert Visit(store, start="2005", end=None).found() == {}, "of old ones nobody knows any more"


def test_members_are_added_by_person_or_by_a_new_name(store: Store) -> None:
    visit = Visit(store)
    person = make(store, "person", family_name="Malá")
    first, _ = add(store, visit.id, person, "guest")
    second, changes = add(store, visit.id, NewRecord("person", "Mgr. Petr Nový"), "host")
    assert changes.ids("person")
    with store.reading() as connection:
        found = members(connection, visit.id, Language.CS)
    assert {(one.id, one.name, one.side) for one in found} == {
        (first, "Jana Malá", "guest"),
        (second, "Mgr. Petr Nový", "host"),
    }
    with pytest.raises(UserError, match="already"):
        add(store, visit.id, person, "host")
    with pytest.raises(UserError):
        add(store, "nobody", person, "host")
    put_on_side(store, first, "host")
    assert value(store, "delegation_member", first, "side") == "host"
    undo(store)
    undo(store)
    assert count(store, "delegation_member") == 1
    assert value(store, "delegation_member", first, "side") == "guest"


def test_the_timeline_tells_everything_in_order(store: Store) -> None:
    visit = Visit(store)
    answered = {"invited_on": "2027-03-01", "answered_on": "2027-03-10"}
    visit.member("Malá", arrival="2027-05-10T08:15", arrival_place="letiště", **answered)
    visit.member("Nová", **answered)
    visit.item()
    visit.item(starts="2027-05-11T02:00")
    make(store, "resolution", delegation_id=visit.id, body="Rada", number="5/2027",
         decided_on="2027-02-01")  # fmt: skip
    make(store, "task", title="Dar", relative_to_id=visit.id, relative_days=7)
    make(
        store,
        "cost",
        category="meals",
        delegation_id=visit.id,
        text="Oběd",
        day="2027-05-10",
        planned="100",
    )
    send(store, visit.id, TODAY, "Drážďany")
    with store.reading() as connection:
        found = sections(connection, "delegation", visit.id, Language.EN)
    (line,) = [one for one in found if one.key == "timeline"]
    assert [(item.since, item.title) for item in line.items] == [
        ("2027-02-01", "Decision: Rada 5/2027"),
        ("2027-03-01", "Invited: Jana Malá, Jana Nová"),
        ("2027-03-10", "Answered: Jana Malá, Jana Nová"),
        ("2027-04-01", "Version 1 of the programme sent"),
        ("2027-05-03", "Task due: Dar"),
        ("2027-05-10", "Programme: 2 items"),
        ("2027-05-10", "Cost: Oběd"),
        ("2027-05-10T08:15", "Arrival: Jana Malá"),
    ]
    assert all(item.only_opens for item in line.items)
