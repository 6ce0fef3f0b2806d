from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.rules.protocol import precedence as rules
from app.services.protocol.precedence import (
    Line,
    keep_order,
    moved,
    places_of,
    precedence,
)
from app.services.protocol.rank_tables import (
    copy_supplied,
    delete_table,
    offered,
    put_in_order,
    table_of,
)
from app.services.records.records import save
from app.services.records.undo import undo
from tests.factories import count, make, value


def lines(store: Store, visit: str) -> list[Line]:
    with store.reading() as connection:
        return precedence(connection, visit, Language.CS)


def names(store: Store, visit: str) -> list[str]:
    return [line.name for line in lines(store, visit)]


@pytest.fixture
def visit(store: Store) -> str:
    """A visit with a mayor, a councillor and a director, of one side."""
    key = make(store, "delegation")
    office = make(store, "organisation", country="CZ")
    for name, post, since in (
        ("Starosta", "starosta", "2018"),
        ("Radní", "člen rady", "2016"),
        ("Ředitel", "ředitel", "2010"),
    ):
        person = make(store, "person", given_name="", family_name=name)
        values = {"person_id": person, "organisation_id": office, "title_cs": post}
        make(store, "position", since=since, **values)
        make(store, "delegation_member", delegation_id=key, person_id=person, side="host")
    return key


def test_the_supplied_table_is_there_without_a_record_and_becomes_one_to_be_changed(
    store: Store, visit: str
) -> None:
    with store.reading() as connection:
        (only,) = offered(connection, Language.EN)
        before = table_of(connection, None, Language.EN)
    assert only.id == ""
    assert only.name == "Czech region, by custom"
    assert only.note.startswith("By custom, change it")
    key, _ = copy_supplied(store)
    assert copy_supplied(store)[0] == key, "once"
    with store.reading() as connection:
        assert table_of(connection, None, Language.EN) == before, "the copy says the same"
        assert [one.id for one in offered(connection, Language.EN)] == [key]
        first, second, *rest = [
            rank for (rank,) in connection.execute("SELECT id FROM rank ORDER BY place").fetchall()
        ]
    assert names(store, visit) == ["Starosta", "Radní", "Ředitel"]
    mayors = next(rank for rank in rest if value(store, "rank", rank, "name_en") == "mayors")
    put_in_order(store, key, [first, second, *[r for r in rest if r != mayors], mayors])
    assert names(store, visit) == ["Radní", "Starosta", "Ředitel"], "elected before appointed"
    undo(store)
    assert names(store, visit) == ["Starosta", "Radní", "Ředitel"]


def test_a_visit_has_the_table_that_was_chosen_for_it(store: Store, visit: str) -> None:
    own = make(store, "rank_table", name_cs="Podle nás")
    for place, (name, posts) in enumerate((("úřad", "ředitel"), ("obec", "starosta")), 1):
        make(store, "rank", rank_table_id=own, place=place, name_cs=name, posts=posts, tie="list")
    save(store, ENTITIES["delegation"], visit, 0, {"rank_table_id": own})
    found = lines(store, visit)
    assert [(line.name, line.rank) for line in found] == [
        ("Ředitel", "úřad"),
        ("Starosta", "obec"),
        ("Radní", ""),
    ]
    assert [line.placed.rule for line in found] == [rules.ALONE, rules.RANK, rules.NO_RANK]
    with pytest.raises(UserError, match="table of a visit"):
        delete_table(store, own)
    assert count(store, "rank") == 2
    undo(store)
    delete_table(store, own)
    assert count(store, "rank_table") == count(store, "rank") == 0


def test_a_position_says_how_its_holder_came_to_office_and_when(store: Store) -> None:
    key = make(store, "delegation")
    office = make(store, "organisation", country="CZ")
    for name, values in (
        ("Jmenovaný", {"came_by": "appointed", "since": "2010"}),
        ("Pozdější", {"in_office_since": "2024-10", "since": "2000"}),
        ("Dřívější", {"in_office_since": "2020-10", "since": "2024"}),
        ("Neznámý", {"since": "unknown"}),
    ):
        person = make(store, "person", given_name="", family_name=name)
        post = {"person_id": person, "organisation_id": office, "title_cs": "starosta"}
        make(store, "position", **post, **values)
        make(store, "delegation_member", delegation_id=key, person_id=person, side="host")
    found = lines(store, key)
    assert [(line.name, line.placed.rule) for line in found] == [
        ("Dřívější", rules.ALONE),
        ("Pozdější", rules.SENIORITY),
        ("Neznámý", rules.SENIORITY),
        ("Jmenovaný", rules.ELECTED),
    ]


def test_ambassadors_come_by_the_day_of_their_credentials(store: Store) -> None:
    key = make(store, "delegation")
    for name, day in (("Druhý", "2025-03-02"), ("První", "2025-03-01")):
        office = make(store, "organisation", country="CZ", represents_country="PL")
        person = make(store, "person", given_name="", family_name=name)
        post = {"person_id": person, "organisation_id": office, "title_cs": "velvyslanec"}
        make(store, "position", since="2020", credentials_on=day, **post)
        make(store, "delegation_member", delegation_id=key, person_id=person, side="guest")
    assert [(line.name, line.placed.rule) for line in lines(store, key)] == [
        ("První", rules.ALONE),
        ("Druhý", rules.CREDENTIALS),
    ]


def test_an_order_by_hand_is_kept_with_its_reason_and_undone_as_one(
    store: Store, visit: str
) -> None:
    before = lines(store, visit)
    with store.reading() as connection:
        places = places_of(connection, visit)
    last = before[-1].member_id
    wanted = moved(before, places, last, 0)
    with pytest.raises(UserError, match="Write why"):
        keep_order(store, visit, wanted, None)
    wanted = moved(before, places, last, 0, "přebírá cenu")
    keep_order(store, visit, wanted, None)
    found = lines(store, visit)
    assert [line.name for line in found] == ["Ředitel", "Starosta", "Radní"]
    assert (found[0].placed.rule, found[0].placed.detail) == (rules.BY_HAND, "přebírá cenu")
    again = moved(found, wanted, found[2].member_id, 0, "jubileum")
    keep_order(store, visit, again, None)
    assert names(store, visit) == ["Radní", "Ředitel", "Starosta"]
    assert value(store, "delegation_member", last, "precedence") == 2, "as it was wanted"
    undo(store)
    undo(store)
    assert names(store, visit) == ["Starosta", "Radní", "Ředitel"]


def test_a_stand_in_takes_the_place_if_somebody_says_so(store: Store, visit: str) -> None:
    mayor = lines(store, visit)[0].member_id
    person = make(store, "person", given_name="", family_name="Zástup")
    values = {"delegation_id": visit, "person_id": person, "side": "host"}
    make(store, "delegation_member", stands_in_for_id=mayor, takes_the_place=1, **values)
    found = lines(store, visit)
    assert [line.name for line in found] == ["Starosta", "Zástup", "Radní", "Ředitel"]
    assert found[1].placed.rule == rules.STANDS_IN
