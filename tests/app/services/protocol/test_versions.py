from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.services.protocol.participants import Participant, write
from app.services.protocol.versions import news, send, versions
from app.services.records.records import delete, save
from app.services.records.undo import undo
from tests.factories import count, make

ITEM = ENTITIES["programme_item"]


class Visit:
    """A visit with members and a programme that was sent."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.id = make(store, "delegation", start="2027-05-10")
        self.people = [make(store, "person", family_name=name) for name in ("Malá", "Nový")]
        self.members = [
            make(
                store,
                "delegation_member",
                delegation_id=self.id,
                person_id=person,
                side="guest",
            )
            for person in self.people
        ]
        self.items = [
            self.add(name, f"2027-05-10T{hour}:00", f"2027-05-10T{hour}:45")
            for name, hour in (("A", 10), ("B", 11), ("C", 12), ("D", 13), ("E", 14))
        ]

    def add(self, name: str, starts: str, ends: str | None = None, **values: object) -> str:
        titles = {f"title_{code}": f"{name} {code}" for code in ("cs", "de", "en")}
        made = {"delegation_id": self.id, "starts": starts, "ends": ends, "place": "sál"}
        return make(self.store, "programme_item", **{**made, **titles, **values})

    def change(self, number: int, **values: object) -> None:
        save(self.store, ITEM, self.items[number], 10**9, values)

    def news(self, language: Language = Language.EN, **who: object) -> list[str]:
        with self.store.reading() as connection:
            found = news(connection, self.id, 1, language, **who)  # type: ignore[arg-type]
        return [line.replace("\xa0", " ") for line in found]


@pytest.fixture
def visit(store: Store) -> Visit:
    made = Visit(store)
    send(store, made.id, date(2027, 4, 1), "Saská státní kancelář")
    return made


@pytest.mark.parametrize("language", list(Language))
def test_five_edits_after_it_was_sent_give_five_lines(visit: Visit, language: Language) -> None:
    visit.add("F", "2027-05-10T16:00")
    delete(visit.store, ITEM, [visit.items[0]])
    visit.change(1, starts="2027-05-10T11:30", ends="2027-05-10T12:15")
    visit.change(2, place="zámek")
    visit.change(3, title_cs="X cs", title_de="X de", title_en="X en")
    lines = visit.news(language)
    assert len(lines) == 5
    said = "\n".join(lines)
    for text in ("F ", "A ", "B ", "C ", "D ", "X "):
        assert text + language.value in said


def test_the_lines_say_what_it_was_and_is(visit: Visit) -> None:
    visit.change(1, starts="2027-05-10T11:30", ends="2027-05-10T12:15")
    visit.change(2, place="zámek")
    visit.change(3, title_en="X")
    write(visit.store, visit.items[4], [Participant(visit.members[0], "", "speaks")])
    assert visit.news() == [
        "Moved: “B en”: 10 May 2027 11:00–11:45 → 10 May 2027 11:30–12:15",
        "Other place: “C en” (10 May 2027 12:00–12:45): sál → zámek",
        "Other title: “D en” → “X” (10 May 2027 13:00–13:45)",
        "Who takes part in “E en” (10 May 2027 14:00–14:45): also Jana Malá",
    ]
    assert len(visit.news(Language.DE)) == 3, "the German title is as it was"


def test_a_move_to_another_zone_names_both(visit: Visit) -> None:
    visit.change(0, starts_zone="Europe/London")
    (line,) = visit.news()
    assert line == (
        "Moved: “A en”: 10 May 2027 10:00–10:45 (Prague) → 10 May 2027 10:00–10:45 (London)"
    )


def test_who_takes_part_is_told_by_name_also_of_who_left(visit: Visit) -> None:
    both = [Participant(key, "", "takes_part") for key in visit.members]
    write(visit.store, visit.items[0], [*both, Participant(None, "novináři", "takes_part")])
    send(visit.store, visit.id, date(2027, 4, 2))
    write(visit.store, visit.items[0], [Participant(visit.members[0], "", "speaks")])
    delete(visit.store, ENTITIES["delegation_member"], [visit.members[1]])
    with visit.store.reading() as connection:
        (line,) = news(connection, visit.id, 2, Language.EN)
    assert line.endswith(": no longer Jana Nový, novináři; Jana Malá: now “Speaks”")


def test_for_one_person_only_their_items_count(visit: Visit) -> None:
    write(visit.store, visit.items[0], [Participant(visit.members[0], "", "takes_part")])
    visit.change(1, place="zámek")
    mine, other = (visit.news(member_id=key) for key in visit.members)
    assert [line[:5] for line in mine] == ["Who t", "Other"]
    assert [line[:5] for line in other] == ["Dropp", "Other"], "it is not for them any more"


def test_what_became_internal_was_dropped_for_guests(visit: Visit) -> None:
    visit.change(0, kind="internal")
    visit.add("F", "2027-05-10T16:00", kind="internal")
    assert [line[:4] for line in visit.news()] == ["New:"]
    assert [line[:4] for line in visit.news(internal=False)] == ["Drop"]


def test_versions_are_numbered_kept_and_taken_back(visit: Visit) -> None:
    send(visit.store, visit.id, date(2027, 4, 2), "  ")
    with visit.store.reading() as connection:
        found = versions(connection, visit.id)
    assert [(one.number, one.sent_on, one.addressees) for one in found] == [
        (1, "2027-04-01", "Saská státní kancelář"),
        (2, "2027-04-02", ""),
    ]
    undo(visit.store)
    assert count(visit.store, "programme_version") == 1
    with pytest.raises(UserError, match="no version 2"), visit.store.reading() as connection:
        news(connection, visit.id, 2, Language.EN)


def test_a_programme_without_items_is_not_sent(store: Store) -> None:
    empty = make(store, "delegation")
    for visit in (empty, "nobody"):
        with pytest.raises(UserError):
            send(store, visit, date(2027, 4, 1))
    assert count(store, "programme_version") == 0
