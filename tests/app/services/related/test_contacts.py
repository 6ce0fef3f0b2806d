from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.kinds import WHICH
from app.services.records.records import save
from app.services.related.sections import Item, Section, sections
from tests.factories import make


def section(store: Store, entity: str, key: str, name: str) -> Section:
    with store.reading() as connection:
        found = sections(connection, entity, key, Language.CS)
    return next(item for item in found if item.key == name)


def link(store: Store, table: str, owner: str, entity: str, record_id: str) -> None:
    column = table.removesuffix("_link") + "_id"
    values = {column: owner, "entity": entity, "record_id": record_id}
    save(store, ENTITIES[table], None, 0, values)


def titles(items: Section) -> list[str]:
    return [item.title for item in items.items]


def codes(items: Section) -> list[tuple[str, str]]:
    return [(item.code[1], item.code[2]) for item in items.items if item.code]


@pytest.fixture
def person(store: Store) -> str:
    return make(store, "person", given_name="Jana", family_name="Nováková")


def test_several_posts_at_once_the_ended_ones_last(store: Store, person: str) -> None:
    office = make(store, "organisation", name_cs="Úřad")
    for title, since, until in (
        ("bývalá", "2010", "2014"), ("radní", "2020", None), ("předsedkyně", "2022", None),
    ):  # fmt: skip
        make(store, "position", person_id=person, organisation_id=office, title_cs=title,
             since=since, until=until)  # fmt: skip
    found = section(store, "person", person, "positions")
    assert titles(found) == ["předsedkyně", "radní", "bývalá"]
    assert {item.detail for item in found.items} == {"Úřad"}
    people = section(store, "organisation", office, "people")
    assert titles(people) == ["Jana Nováková"] * 3
    assert [item.until for item in people.items] == [None, None, "2014"]


def test_the_preferred_detail_stands_first(store: Store, person: str) -> None:
    make(store, "contact_point", person_id=person, kind="email", value="a@x.cz")
    make(store, "contact_point", person_id=person, kind="mobile", value="602123456", is_primary=1)
    make(store, "address", person_id=person, kind="home", city="Aš")
    make(store, "address", person_id=person, kind="work", city="Zlín", street="Dlouhá 1",
         postal_code="760 01", is_primary=1)  # fmt: skip
    points = section(store, "person", person, "contact_points")
    assert [(item.title, item.preferred) for item in points.items] == [
        ("+420602123456", True), ("a@x.cz", False),
    ]  # fmt: skip
    addresses = section(store, "person", person, "addresses")
    assert [(item.title, item.preferred) for item in addresses.items] == [
        ("Dlouhá 1, 760 01 Zlín", True), ("Aš", False),
    ]  # fmt: skip


def test_a_relation_is_seen_from_both_ends(store: Store, person: str) -> None:
    boss = make(store, "person", given_name="Petr", family_name="Starý")
    make(store, "person_relation", person_id=person, kind="assistant_of", other_id=boss)
    mine = section(store, "person", person, "relations")
    assert (titles(mine), codes(mine)) == (["Petr Starý"], [("kind", "assistant_of")])
    theirs = section(store, "person", boss, "relations")
    assert (titles(theirs), codes(theirs)) == (["Jana Nováková"], [("reversed", "assistant_of")])
    one, other = (make(store, "organisation", name_cs=name) for name in ("Spolek", "Svaz"))
    make(store, "organisation_relation", organisation_id=one, kind="member_of", other_id=other)
    assert codes(section(store, "organisation", other, "relations")) == [("reversed", "member_of")]


def node(item: Item) -> tuple[str, int]:
    return item.title, item.depth


def test_the_structure_is_shown_from_any_of_its_parts(store: Store) -> None:
    def unit(name: str, parent: str | None = None) -> str:
        return make(store, "organisation", name_cs=name, parent_id=parent)

    top = unit("Ministerstvo")
    section_ = unit("Sekce", top)
    department = unit("Odbor", section_)
    unit("Oddělení B", department)
    third = unit("Oddělení A", department)
    unit("Jiná sekce", top)
    whole = section(store, "organisation", section_, "tree")
    assert [node(item) for item in whole.items] == [
        ("Ministerstvo", 0), ("Sekce", 1), ("Odbor", 2), ("Oddělení A", 3), ("Oddělení B", 3),
    ]  # fmt: skip
    assert [node(item) for item in section(store, "organisation", third, "tree").items] == [
        ("Ministerstvo", 0), ("Sekce", 1), ("Odbor", 2), ("Oddělení A", 3),
    ]  # fmt: skip
    assert whole.adds == "organisation"
    assert whole.preset == {"parent_id": section_}
    alone = unit("Sama")
    assert section(store, "organisation", alone, "tree").items == []


def test_a_circle_of_organisations_ends(store: Store) -> None:
    one = make(store, "organisation", name_cs="A")
    two = make(store, "organisation", name_cs="B", parent_id=one)
    with store.writing("circle") as writer:
        writer.connection.execute("UPDATE organisation SET parent_id = ? WHERE id = ?", (two, one))
    found = section(store, "organisation", one, "tree")
    assert {item.title for item in found.items} == {"A", "B"}
    assert len(found.items) <= 4


def test_the_timeline_of_a_person_has_everything(store: Store, person: str) -> None:
    make(store, "interaction", person_id=person, subject="Telefonát", date="2026-05-01T09:00",
         kind="call", text="Zavolá")  # fmt: skip
    delegation = make(store, "delegation", title_cs="Cesta", start="2026-06-01")
    make(store, "delegation_member", delegation_id=delegation, person_id=person, side="guest",
         part="member")  # fmt: skip
    headed = make(store, "delegation", title_cs="Vedená", start="2026-07-01", head_id=person)
    agreement = make(store, "agreement", title_cs="Dohoda", signed_on="2026-04-01")
    office = make(store, "organisation")
    make(store, "agreement_party", agreement_id=agreement, organisation_id=office,
         signatory_id=person)  # fmt: skip
    task = make(store, "task", title="Úkol", due="2026-03-01")
    link(store, "task_link", task, "person", person)
    document = make(store, "document", title="Zápis", date="2026-02-01")
    link(store, "document_link", document, "person", person)
    for name, state in (("Přání", "sent"), ("Bez ní", "left_out")):
        mailing = make(store, "mailing_list", name=name, date="2026-01-01")
        make(store, "mailing_member", mailing_list_id=mailing, person_id=person, state=state)
    found = section(store, "person", person, "timeline")
    assert titles(found) == ["Vedená", "Cesta", "Telefonát", "Dohoda", "Úkol", "Zápis", "Přání"]
    assert [item.entity for item in found.items] == [
        "delegation", "delegation", "interaction", "agreement", "task", "document", "mailing_list",
    ]  # fmt: skip
    assert headed in {item.id for item in found.items}
    assert (found.adds, found.preset) == ("interaction", {"person_id": person})


def test_the_timeline_of_an_organisation_has_everything(store: Store, person: str) -> None:
    partner = make(store, "organisation")
    make(store, "interaction", organisation_id=partner, person_id=person, subject="Schůzka",
         date="2026-05-01", kind="meeting", text="Dobrá")  # fmt: skip
    make(store, "delegation", title_cs="Cesta", start="2026-06-01", partner_id=partner)
    make(store, "agreement", title_cs="Dohoda", signed_on="2026-04-01", partner_id=partner)
    make(store, "milestone", organisation_id=partner, date="2026-03", text_cs="Milník")
    task = make(store, "task", title="Úkol")
    link(store, "task_link", task, "organisation", partner)
    found = section(store, "organisation", partner, "timeline")
    assert titles(found) == ["Cesta", "Schůzka", "Dohoda", "Milník", "Úkol"]
    assert found.items[1].detail == "Jana Nováková · Dobrá"


def test_what_a_contact_detail_is_stands_in_the_language(store: Store, person: str) -> None:
    for number, label in enumerate(("work", "home", "vrátnice", None)):
        value = f"+42047565711{number}"
        make(store, "contact_point", person_id=person, kind="phone", value=value, label=label)
    found = section(store, "person", person, "contact_points")
    assert {item.detail for item in found.items} == {"pracovní", "soukromý", "vrátnice", ""}
    for text in ("pracovní", "Dienstlich", "work", "at work"):
        assert WHICH.parse(text, Language.DE) == "work"
    assert WHICH.parse("vrátnice", Language.CS) == "vrátnice"
