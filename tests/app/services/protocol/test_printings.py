from __future__ import annotations

from datetime import date, datetime

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.services.protocol import seating
from app.services.protocol.approvals import take
from app.services.protocol.missing import Missing, missing
from app.services.protocol.printings import Printing, printed, record
from app.services.protocol.seating import Shape, propose
from app.services.protocol.stand_ins import put_in, to_print_again
from app.services.protocol.versions import send
from app.services.records.records import delete, save
from app.services.records.undo import undo
from tests.factories import count, make

TODAY = date(2027, 4, 1)
NINE = datetime(2027, 4, 1, 9, 0)
PAPERS = {"programme": "Programme", "badges": "Badges", "seating": "Seating plan"}


class Visit:
    """A visit that lacks nothing, with a member, and an item."""

    def __init__(self, store: Store) -> None:
        self.store = store
        days = {"start": "2027-05-10", "end": "2027-05-10"}
        self.id = make(store, "delegation", direction="incoming", **days)
        person = make(store, "person", family_name="Malá")
        values = {"side": "guest", "part": "head", "invitation": "accepted"}
        self.member = make(
            store, "delegation_member", delegation_id=self.id, person_id=person, **values
        )
        values = {"title_cs": "Oběd", "title_en": "Lunch", "starts": "2027-05-10T12:00"}
        self.item = make(store, "programme_item", delegation_id=self.id, **values)

    def print(self, paper: str, at: datetime = NINE, **options: str) -> None:
        record(self.store, paper, [self.id], [Language.CS], options, at)

    def printed(self) -> list[Printing]:
        with self.store.reading() as connection:
            return printed(connection, self.id)

    def missing(self) -> list[Missing]:
        with self.store.reading() as connection:
            return missing(connection, self.id, Language.EN, TODAY, PAPERS)

    def stale(self) -> set[str]:
        return {one.paper for one in self.printed() if one.is_changed}

    def change(self, entity: str, key: str, **values: object) -> None:
        save(self.store, ENTITIES[entity], key, 10**9, values)


def test_a_printing_says_what_was_printed_for_whom_when_and_in_which_languages(
    store: Store,
) -> None:
    visit, other = Visit(store), Visit(store)
    both = [Language.CS, Language.DE]
    record(
        store, "programme", [visit.id, other.id, "nobody"], both, {"member": "", "item": ""}, NINE
    )
    visit.print("badges", member=visit.member, size="90x54")
    visit.print("seating", item=visit.item)
    assert visit.printed() == [
        Printing("badges", "2027-04-01T09:00", (Language.CS,), visit.member),
        Printing("programme", "2027-04-01T09:00", (Language.CS, Language.DE)),
        Printing("seating", "2027-04-01T09:00", (Language.CS,), "", visit.item),
    ]
    assert [one.paper for one in other.printed()] == ["programme"]
    assert visit.missing() == [], "nothing has changed since"
    undo(store)
    assert [one.paper for one in visit.printed()] == ["badges", "programme"]


def test_what_was_printed_before_a_change_leads_to_its_printing(store: Store) -> None:
    visit = Visit(store)
    visit.print("programme")
    visit.print("badges", member=visit.member)
    visit.change("programme_item", visit.item, place="Sál")
    visit.print("seating", item=visit.item)
    found = visit.missing()
    assert [(one.text.replace("\xa0", " "), one.place) for one in found] == [
        (
            "Changed since it was printed on 1 April 2027 09:00: Badges – Jana Malá",
            f"print:badges:cs:{visit.member}:",
        ),
        ("Changed since it was printed on 1 April 2027 09:00: Programme", "print:programme:cs::"),
    ]
    visit.print("programme", datetime(2027, 3, 1))  # the clock went back
    assert visit.stale() == {"badges"}, "what is printed again is up to date"
    visit.change("programme_item", visit.item, place="Síň")
    assert visit.stale() == {"badges", "programme", "seating"}


def test_every_change_of_the_visit_counts_and_nothing_that_is_noted_about_it(store: Store) -> None:
    visit = Visit(store)
    with store.reading() as connection:
        found = propose(connection, visit.id, Language.CS, Shape("round"), visit.item)
    visit.print("programme")
    take(store, "delegation", visit.id, "briefing", "submitted", "", NINE)
    send(store, visit.id, TODAY)
    make(store, "task", title="Dar", relative_to_id=visit.id, relative_days=7)
    make(store, "delegation")
    visit.print("badges")
    assert visit.stale() == set()

    def is_changed() -> bool:
        known = visit.stale() == {"programme", "badges"}
        visit.print("programme")
        visit.print("badges")
        assert visit.stale() == set()
        return known

    visit.change("delegation", visit.id, note="Nové")
    assert is_changed()
    visit.change("delegation_member", visit.member, room="12")
    assert is_changed()
    part = {"programme_item_id": visit.item, "member_id": visit.member, "part": "speaks"}
    make(store, "programme_part", **part)
    assert is_changed()
    plan, _ = seating.keep(store, visit.item, "A", found)
    assert is_changed()
    with store.reading() as connection:
        (seat,) = connection.execute("SELECT id FROM seating_seat").fetchone()
    visit.change("seating_seat", seat, number=3)
    assert is_changed()
    delete(store, ENTITIES["seating_plan"], [plan])
    assert is_changed()
    delete(store, ENTITIES["programme_item"], [visit.item])
    assert is_changed()


def test_what_was_printed_for_somebody_who_is_gone_is_not_printed_for_all(store: Store) -> None:
    visit = Visit(store)
    visit.print("badges", member=visit.member)
    visit.print("seating", item=visit.item)
    delete(store, ENTITIES["delegation_member"], [visit.member])
    delete(store, ENTITIES["programme_item"], [visit.item])
    assert visit.printed() == []
    undo(store)
    assert [one.paper for one in visit.printed()] == ["seating"]
    undo(store)
    assert [one.paper for one in visit.printed()] == ["badges", "seating"]
    delete(store, ENTITIES["delegation"], [visit.id])
    assert count(store, "printing") == 0


def test_papers_that_this_version_does_not_know_are_not_offered(store: Store) -> None:
    visit = Visit(store)
    visit.print("menu")
    visit.change("delegation", visit.id, note="Nové")
    assert visit.missing() == []


def test_a_stand_in_makes_those_be_printed_again_first_that_were_printed(store: Store) -> None:
    visit = Visit(store)
    other = make(store, "delegation_member", delegation_id=visit.id, post="Náměstek", side="guest")
    visit.print("briefing")
    visit.print("badges", member=visit.member)
    visit.print("programme-personal", member=other)
    stand_in, _ = put_in(store, visit.member, person_id=make(store, "person"))
    with store.reading() as connection:
        found = to_print_again(connection, stand_in)
    at = "2027-04-01T09:00"
    assert [(one.paper, one.printed) for one in found] == [
        ("briefing", at),
        ("badges", at),
        ("participants", ""),
        ("attendance", ""),
        ("programme-personal", ""),
        ("invitation", ""),
    ]
