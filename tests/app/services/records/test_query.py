from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.i18n import Language
from app.rules.folding import fold
from app.services.records.query import ListQuery
from app.services.records.records import archive
from tests.factories import make

TODAY = date(2026, 11, 23)


def query(entity: str, **changes: object) -> ListQuery:
    return ListQuery(ENTITIES[entity], Language.CS, on=TODAY, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("entity", [item.name for item in RECORDS])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("place", range(-1, 6))
def test_pages_follow_each_other_without_loss(
    loaded: Store, entity: str, descending: bool, place: int
) -> None:
    columns = query(entity).columns()
    if place >= len(columns):
        pytest.skip("no such column")
    sort = "" if place < 0 else columns[place].name
    listed = query(entity, sort=sort, descending=descending)
    with loaded.reading() as connection:
        whole = listed.page(connection, 1000)
        paged, after = [], None
        while rows := listed.page(connection, 7, after=after):
            paged += rows
            after = rows[-1].key
        assert [row.id for row in paged] == [row.id for row in whole]
        assert len(whole) == listed.count(connection)
        for before, behind in pairwise(whole):
            assert (before.key > behind.key) if descending else (before.key < behind.key)
        if whole:
            assert listed.position(connection, whole[-1].id) == len(whole) - 1
            assert listed.page(connection, 1, offset=len(whole) // 2) == [whole[len(whole) // 2]]


def test_czech_order(store: Store) -> None:
    for name in ("Chalupa", "Čech", "Cvrček", "Hora", "Ähnlich", "Azur", "Žák", "Zeman"):
        make(store, "person", family_name=name, given_name="")
    with store.reading() as connection:
        names = [row.values[0] for row in query("person").page(connection, 20)]
    assert names == ["Ähnlich", "Azur", "Cvrček", "Čech", "Hora", "Chalupa", "Zeman", "Žák"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cerny", "Černý"),
        ("ČERN", "Černý"),
        ("strasse", "Straße"),
        ("lodz", "Łódź"),
        ("uzhorod", "Užhorod"),
        ("ужгород", "Ужгород"),
        ("nad labem usti", "Ústí nad Labem"),
    ],
)
def test_the_filter_is_blind_to_case_and_diacritics(store: Store, typed: str, name: str) -> None:
    make(store, "organisation", name_cs=name)
    make(store, "organisation", name_cs="Jiná organizace")
    with store.reading() as connection:
        found = query("organisation", text=typed).page(connection, 10)
    assert [row.values[0] for row in found] == [name]


def test_the_filter_takes_signs_literally(store: Store) -> None:
    make(store, "organisation", name_cs="Sto procent")
    with store.reading() as connection:
        assert query("organisation", text="100%").count(connection) == 0
        assert query("organisation", text="_").count(connection) == 1, "a lone sign filters nothing"


def test_archived_records_have_a_list_of_their_own(store: Store) -> None:
    kept, old = make(store, "person"), make(store, "person", family_name="Archivní")
    archive(store, ENTITIES["person"], [old], on=TODAY)
    with store.reading() as connection:
        found = {
            scope: [row.id for row in query("person", scope=scope).page(connection, 10)]
            for scope in ("current", "archive", "all")
        }
    assert found["current"] == [kept]
    assert found["archive"] == [old]
    assert set(found["all"]) == {kept, old}


@pytest.mark.parametrize("entity", [item.name for item in RECORDS])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("text", ["", "a", "ces kraj"])
def test_a_page_is_one_statement_that_searches_and_does_not_sort(
    loaded: Store, entity: str, language: Language, text: str
) -> None:
    listed = ListQuery(ENTITIES[entity], language, text=text, on=TODAY)
    statements: list[str] = []
    with loaded.reading() as connection:
        # Not the statements that the full-text index runs on its own tables.
        connection.set_trace_callback(
            lambda sql: None if "'main'." in sql or sql[:2] == "--" else statements.append(sql)
        )
        listed.page(connection, 50)
        (statement,) = statements
        listed.count(connection)
        connection.set_trace_callback(None)
        for number, sql in enumerate(statements):
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
            scans = [line for line in plan if "SCAN" in line and "VIRTUAL TABLE" not in line]
            assert scans == [], sql
            own_order = text and language != Language.CS and ENTITIES[entity].ordered_by_title
            if number == 0 and not own_order and entity != "person":
                assert not any("TEMP B-TREE FOR ORDER BY" in line for line in plan), plan
    assert statement


def test_titles_stand_in_the_order_of_the_language_they_are_shown_in(store: Store) -> None:
    make(store, "organisation", name_cs="České centrum", name_de="Tschechisches Zentrum")
    make(store, "organisation", name_cs="Sasko", name_de="Sachsen")
    make(store, "organisation", name_cs="Zlínský kraj")
    with store.reading() as connection:
        shown = {
            language: [
                row.values[0]
                for row in ListQuery(ENTITIES["organisation"], language, on=TODAY).page(
                    connection, 9
                )
            ]
            for language in (Language.CS, Language.DE)
        }
        hits = ListQuery(ENTITIES["organisation"], Language.DE, text="ce", on=TODAY)
        assert [row.values[0] for row in hits.page(connection, 9)] == ["Tschechisches Zentrum"]
    assert shown[Language.CS] == ["České centrum", "Sasko", "Zlínský kraj"]
    assert shown[Language.DE] == ["Sachsen", "Tschechisches Zentrum", "Zlínský kraj"]


def test_titles_are_shown_in_the_language_or_else_in_czech(loaded: Store) -> None:
    with loaded.reading() as connection:
        listed = ListQuery(ENTITIES["organisation"], Language.DE, text="sasko", on=TODAY)
        names = {row.values[0] for row in listed.page(connection, 50)}
    assert "Freistaat Sachsen" in names
    assert fold("Freistaat Sachsen") == "freistaat sachsen"


def test_clicking_a_title_orders_by_it_also_where_the_stored_order_is_another(
    store: Store,
) -> None:
    make(store, "task", title="Beta", due="2026-12-01")
    make(store, "task", title="Alfa", due="2026-12-02")
    with store.reading() as connection:
        by_title = query("task", sort="title").page(connection, 5)
        stored = query("task").page(connection, 5)
    assert [row.values[0] for row in by_title] == ["Alfa", "Beta"]
    assert [row.values[0] for row in stored] == ["Beta", "Alfa"]


def test_a_list_without_a_day_shows_the_states_of_today(store: Store) -> None:
    make(store, "agreement", title_cs="Smlouva", signed_on="2020-01-01", term="indefinite")
    listed = ListQuery(ENTITIES["agreement"], Language.CS)
    names = [column.name for column in listed.columns()]
    with store.reading() as connection:
        (row,) = listed.page(connection, 2)
        assert listed.on == date.today()
        assert row.values[names.index("state")] == "in_force"
