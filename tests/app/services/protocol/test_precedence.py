from __future__ import annotations

import pytest

from app.db.store import Store
from app.i18n import Language
from app.rules.protocol import precedence as rules
from app.services.office import choose_own_organisation
from app.services.protocol.precedence import precedence
from tests.factories import make


class Visit:
    """A visit with members of both sides."""

    def __init__(self, store: Store, **values: object) -> None:
        self.store = store
        self.region = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
        place = {"organisation_id": self.region, "kind": "seat", "city": "Ústí nad Labem"}
        make(store, "address", street="Velká Hradební 3118/48", **place)
        choose_own_organisation(store, self.region)
        self.town = make(
            store, "organisation", name_cs="Ústí nad Labem", kind="municipality", country="CZ"
        )
        make(store, "address", organisation_id=self.town, kind="seat", city="Ústí nad Labem")
        self.state = make(store, "organisation", name_cs="Úřad vlády", country="CZ")
        self.abroad = make(store, "organisation", name_cs="Spolek", country="DE")
        self.id = make(store, "delegation", **values)

    def member(self, name: str, post: str, office: str, **values: object) -> str:
        person = make(self.store, "person", given_name="", family_name=name)
        make(self.store, "position", person_id=person, organisation_id=office, title_cs=post)
        values = {"side": "host", "part": "member", **values}
        return make(
            self.store, "delegation_member", delegation_id=self.id, person_id=person, **values
        )

    def order(self, item: str | None = None) -> list[tuple[str, str]]:
        with self.store.reading() as connection:
            lines = precedence(connection, self.id, Language.CS, item)
        return [(line.name, line.placed.rule) for line in lines]


def test_the_prime_minister_invited_by_the_region(store: Store) -> None:
    visit = Visit(store)
    visit.member("Premiér", "předseda vlády", visit.state, side="guest", part="head")
    visit.member("Primátor", "primátor", visit.town)
    visit.member("Hejtman", "hejtman Ústeckého kraje", visit.region, part="head")
    assert visit.order() == [
        ("Hejtman", rules.HOST),
        ("Primátor", rules.HOST),
        ("Premiér", rules.ELECTED),
    ]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Ústí nad Labem", ["Host", "Premiér", "Primátor", "Hejtman"]),
        ("Velká Hradební 3118/48, Ústí nad Labem", ["Host", "Premiér", "Hejtman", "Primátor"]),
    ],
)
def test_a_foreign_guest_of_the_prime_minister_in_the_town_and_in_our_house(
    store: Store, place: str, expected: list[str]
) -> None:
    visit = Visit(store, places=place)
    visit.member("Hejtman", "hejtman", visit.region)
    visit.member("Primátor", "primátor", visit.town)
    visit.member("Premiér", "předseda vlády", visit.state, part="head")
    visit.member("Host", "předseda vlády", visit.abroad, side="guest", part="head")
    assert [name for name, _ in visit.order()] == expected


def test_an_item_has_those_who_take_part_in_it_and_who_declined_is_left_out(store: Store) -> None:
    visit = Visit(store)
    first = visit.member("Radní", "člen rady kraje", visit.region)
    second = visit.member("Náměstek", "náměstek hejtmana", visit.region)
    visit.member("Omluvený", "hejtman", visit.region, invitation="excused")
    visit.member("Jiný", "ředitel úřadu", visit.region)
    values = {"delegation_id": visit.id, "title_cs": "Oběd", "starts": "2027-05-10T12:00"}
    item = make(store, "programme_item", **values)
    assert [name for name, _ in visit.order(item)] == ["Náměstek", "Radní", "Jiný"]
    for member in (first, second):
        make(store, "programme_part", programme_item_id=item, member_id=member)
    assert [name for name, _ in visit.order(item)] == ["Náměstek", "Radní"]


def test_the_post_that_counts_here_counts_and_one_that_ended_does_not(store: Store) -> None:
    visit = Visit(store)
    person = make(store, "person", given_name="", family_name="Dvojí")
    posts = {"person_id": person, "organisation_id": visit.region}
    make(store, "position", title_cs="hejtman", until="2020", **posts)
    make(store, "position", title_cs="ředitel úřadu", is_primary=1, **posts)
    lower = make(store, "position", title_cs="člen zastupitelstva", **posts)
    member = {"delegation_id": visit.id, "person_id": person, "side": "host"}
    make(store, "delegation_member", **member)
    make(store, "delegation_member", position_id=lower, **member)
    with store.reading() as connection:
        lines = precedence(connection, visit.id, Language.CS)
    assert [line.post for line in lines] == ["člen zastupitelstva", "ředitel úřadu"]
