from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.store import Store, Writer, link_id
from app.entities import ENTITIES
from app.errors import InvalidRecord, UserError
from app.exchange.datasets.importing import import_dataset
from app.paths import DEMO_DATA
from app.services.care.checking import Finding, check
from app.services.contacts.duplicates import different_id, not_duplicates
from app.services.contacts.merge import merge, merged_into, proposal, unmerge
from app.services.office_settings import own_organisation, set_own_organisation
from app.services.records.history import history
from app.services.records.records import delete, save
from app.services.records.rows import write
from app.services.records.undo import redo, undo
from app.services.tasks.tasks import create, link
from tests.factories import count, make, value

PERSON, ORGANISATION = ENTITIES["person"], ENTITIES["organisation"]
Rows = dict[str, list[tuple[Any, ...]]]


def tables(store: Store) -> Rows:
    """All rows of all logged tables."""
    from app.db.log import logged_columns, logged_tables
    from app.db.tables import Base

    found = {}
    with store.reading() as connection:
        for table in logged_tables(Base.metadata):
            columns = ", ".join(f'"{name}"' for name in logged_columns(table))
            sql = f'SELECT {columns} FROM "{table.name}" ORDER BY id'
            found[table.name] = connection.execute(sql).fetchall()
    return found


def ids(rows: Rows) -> dict[str, set[str]]:
    """The ids by table."""
    from app.db.log import logged_columns
    from app.db.tables import Base

    return {
        name: {row[logged_columns(Base.metadata.tables[name]).index("id")] for row in found}
        for name, found in rows.items()
    }


def faults(store: Store) -> list[Finding]:
    """What the check finds, seen through a new connection.

    One that has not asked the search index since the last write checks it against what it
    remembers of it, and finds it damaged.
    """
    store.close()
    return check(store)


def edit(store: Store, entity: str, record_id: str, **values: Any) -> None:
    save(store, ENTITIES[entity], record_id, 1_000_000, values)


def owned(store: Store, table: str, column: str, record_id: str) -> list[str]:
    with store.reading() as connection:
        return [
            key
            for (key,) in connection.execute(
                f'SELECT id FROM "{table}" WHERE "{column}" = ? ORDER BY id', (record_id,)
            )
        ]


def into(store: Store, record_id: str, entity: str = "person") -> str | None:
    with store.reading() as connection:
        return merged_into(connection, ENTITIES[entity], record_id)


@pytest.fixture
def pair(store: Store) -> tuple[str, str]:
    first = make(store, "person", given_name="Jan", family_name="Novák", diet="bez lepku")
    second = make(store, "person", given_name="Jan", family_name="Novak", birthday="1970-05-01")
    return first, second


# --- merging -------------------------------------------------------------------------------------


def test_the_survivor_takes_what_was_chosen_and_what_it_lacks(store: Store) -> None:
    survivor = make(store, "person", note="má", tags="vip;hejtman")
    merged = make(
        store,
        "person",
        note="jiná",
        tags="hejtman;Sasko",
        birthday="1970",
        archived_on="2020-01-01",
    )
    merge(store, PERSON, survivor, merged, {"note": "jiná"})
    assert value(store, "person", survivor, "note") == "jiná"
    assert value(store, "person", survivor, "birthday") == "1970"
    assert value(store, "person", survivor, "tags") == "hejtman;Sasko;vip"
    assert value(store, "person", survivor, "archived_on") is None
    assert value(store, "person", merged, "id") is None
    assert into(store, merged) == survivor
    assert into(store, survivor) is None


def test_what_was_chosen_to_be_empty_stays_empty(store: Store, pair: tuple[str, str]) -> None:
    merge(store, PERSON, *pair, {"birthday": None})
    assert value(store, "person", pair[0], "birthday") is None


def test_the_proposal_fills_only_empty_fields() -> None:
    survivor = {"id": "1", "name_cs": "A", "note": "", "parent_id": None}
    merged = {"id": "2", "name_cs": "B", "note": "n", "parent_id": "1", "kind": None}
    assert proposal(survivor, merged) == {"note": "n"}
    assert proposal(survivor, {**merged, "parent_id": "3"})["parent_id"] == "3"


def test_all_that_points_to_the_merged_person_points_to_the_survivor(
    store: Store, pair: tuple[str, str]
) -> None:
    survivor, merged = pair
    partner = make(store, "organisation")
    trip = make(store, "delegation", head_id=merged, partner_id=partner)
    agreement = make(store, "agreement", partner_id=partner)
    rows = {
        ("position", "person_id"): {"organisation_id": partner, "title_cs": "starosta"},
        ("contact_point", "person_id"): {"kind": "email", "value": "j@novak.cz"},
        ("address", "person_id"): {"kind": "office", "city": "Ústí nad Labem"},
        ("interaction", "person_id"): {"subject": "Hovor", "date": "2026-01-01", "kind": "call"},
        ("delegation_member", "person_id"): {"delegation_id": trip, "side": "guest"},
        ("programme_item", "responsible_id"): {
            "delegation_id": trip, "starts": "2027-05-10T09:00", "title_cs": "Přivítání",
        },
        ("agreement_party", "signatory_id"): {
            "agreement_id": agreement, "organisation_id": partner,
        },
        ("user", "person_id"): {"name": "Novák"},
        ("person_relation", "other_id"): {"person_id": make(store, "person"), "kind": "assistant"},
    }  # fmt: skip
    keys = {
        place: make(store, place[0], **{place[1]: merged}, **values)
        for place, values in rows.items()
    }
    changes = merge(store, PERSON, survivor, merged)
    for (table, column), key in keys.items():
        assert value(store, table, key, column) == survivor, table
        assert key in changes.ids(table)
    assert value(store, "delegation", trip, "head_id") == survivor
    assert faults(store) == []


def test_links_get_the_ids_that_follow_from_the_survivor(
    store: Store, pair: tuple[str, str]
) -> None:
    survivor, merged = pair
    both, one = (create(store, {"title": title}, ("person", merged))[0] for title in "AB")
    mailing = make(store, "mailing_list")
    make(store, "mailing_member", mailing_list_id=mailing, person_id=merged, state="approved")
    area = make(store, "area")
    make(store, "contact_area", person_id=merged, area_id=area)
    document = make(store, "document")
    with store.writing("link") as writer:
        link(writer, both, "person", survivor)
        values = {"document_id": document, "entity": "person", "record_id": merged}
        write(writer, ENTITIES["document_link"], None, values)
    merge(store, PERSON, survivor, merged)
    assert owned(store, "task_link", "record_id", survivor) == sorted(
        link_id("task_link", task, survivor) for task in (both, one)
    )
    (member,) = owned(store, "mailing_member", "person_id", survivor)
    assert member == link_id("mailing_member", mailing, survivor)
    assert value(store, "mailing_member", member, "state") == "approved"
    assert owned(store, "contact_area", "person_id", survivor) == [
        link_id("contact_area", survivor, "", area)
    ]
    assert owned(store, "document_link", "record_id", survivor) == [
        link_id("document_link", document, survivor)
    ]
    assert faults(store) == []


def test_equal_details_are_not_doubled_and_lose_nothing(
    store: Store, pair: tuple[str, str]
) -> None:
    office = make(store, "organisation")
    details = (("J.Novak@x.cz", "+420475657111"), ("j.novak@x.cz", "+420 475 657 111"))
    for key, (mail, phone) in zip(pair, details, strict=True):
        make(store, "contact_point", person_id=key, kind="email", value=mail, is_primary=1)
        make(store, "contact_point", person_id=key, kind="phone", value=phone)
    make(store, "contact_point", person_id=pair[1], kind="email", value="k@x.cz", is_primary=1)
    post = {"organisation_id": office, "title_cs": "Starosta"}
    kept = make(store, "position", person_id=pair[0], **post)
    make(store, "position", person_id=pair[1], **{**post, "title_cs": "starosta"}, since="2020")
    other = make(store, "position", person_id=pair[1], **post, since="2010", until="2014")
    merge(store, PERSON, *pair)
    points = owned(store, "contact_point", "person_id", pair[0])
    assert len(points) == 3
    assert sum(value(store, "contact_point", key, "is_primary") or 0 for key in points) == 1
    assert owned(store, "position", "person_id", pair[0]) == sorted([kept, other])
    assert {value(store, "position", key, "since") for key in (kept, other)} == {"2020", "2010"}


def test_a_relation_between_the_two_ends(store: Store, pair: tuple[str, str]) -> None:
    make(store, "person_relation", person_id=pair[0], other_id=pair[1], kind="assistant")
    merge(store, PERSON, *pair)
    assert count(store, "person_relation") == 0
    unmerge(store, PERSON, pair[1])
    assert owned(store, "person_relation", "other_id", pair[1])


def test_no_organisation_becomes_a_part_of_itself(store: Store) -> None:
    top = make(store, "organisation", name_cs="Kraj")
    middle = make(store, "organisation", name_cs="Odbor", parent_id=top)
    low = make(store, "organisation", name_cs="Oddělení", parent_id=middle)
    before = tables(store)
    for survivor, merged in permutations((top, middle, low), 2):
        merge(store, ORGANISATION, survivor, merged, {"parent_id": merged})
        for key in {top, middle, low} - {merged}:
            seen = {key}
            parent = value(store, "organisation", key, "parent_id")
            while parent:
                assert parent not in seen
                seen.add(parent)
                parent = value(store, "organisation", parent, "parent_id")
        unmerge(store, ORGANISATION, merged)
        assert tables(store) == before
    assert faults(store) == []


def test_the_own_organisation_stays_the_own_one(store: Store) -> None:
    own, other = make(store, "organisation"), make(store, "organisation")
    with store.writing("own") as writer:
        set_own_organisation(writer, own)
    merge(store, ORGANISATION, other, own)
    with store.reading() as connection:
        assert own_organisation(connection) == other
    unmerge(store, ORGANISATION, other)
    with store.reading() as connection:
        assert own_organisation(connection) == own


def test_filters_of_mailing_lists_follow(store: Store) -> None:
    own, other = make(store, "organisation"), make(store, "organisation")
    mailing = make(store, "mailing_list", rule=f'{{"organisation": "{own}"}}')
    merge(store, ORGANISATION, other, own)
    assert value(store, "mailing_list", mailing, "rule") == f'{{"organisation": "{other}"}}'
    unmerge(store, ORGANISATION, own)
    assert value(store, "mailing_list", mailing, "rule") == f'{{"organisation": "{own}"}}'


def test_who_is_somebody_else_stays_somebody_else(store: Store, pair: tuple[str, str]) -> None:
    third = make(store, "person")
    with store.writing("different") as writer:
        not_duplicates(writer, pair[1], third)
        not_duplicates(writer, *pair)
    before = tables(store)
    merge(store, PERSON, *pair)
    assert owned(store, "setting", "value", "1") == [different_id(pair[0], third)]
    unmerge(store, PERSON, pair[0])
    assert tables(store) == before


def test_a_later_import_finds_the_survivor(
    loaded: Store, record_id: Callable[[Store, str, str], str]
) -> None:
    with loaded.reading() as connection:
        keys = connection.execute(
            "SELECT record_id, value FROM external_id WHERE entity = 'organisation' ORDER BY value"
            " LIMIT 2"
        ).fetchall()
    (survivor, _), (merged, external) = keys
    before = count(loaded, "organisation")
    merge(loaded, ORGANISATION, survivor, merged)
    assert record_id(loaded, "organisation", external) == survivor
    report = import_dataset(loaded, DEMO_DATA)
    assert not any(file.added for file in report.files)
    assert count(loaded, "organisation") == before - 1
    assert faults(loaded) == []


def test_what_cannot_be_merged_is_refused(store: Store, pair: tuple[str, str]) -> None:
    office = make(store, "organisation")
    task = make(store, "task")
    before = tables(store)
    with pytest.raises(UserError, match="with itself"):
        merge(store, PERSON, pair[0], pair[0])
    with pytest.raises(UserError, match="Only people"):
        merge(store, PERSON, pair[0], office)
    with pytest.raises(UserError, match="Only people"):
        merge(store, ENTITIES["task"], task, make(store, "task"))
    with pytest.raises(UserError, match="deleted meanwhile"):
        merge(store, PERSON, "gone", pair[0])
    with pytest.raises(InvalidRecord):
        merge(store, PERSON, *pair, {"family_name": ""})
    with pytest.raises(LookupError):
        merge(store, PERSON, *pair, {"full_name": "Jan"})
    with pytest.raises(UserError, match="not merged"):
        unmerge(store, PERSON, pair[0])
    delete(store, ENTITIES["task"], owned(store, "task", "status", "open")[1:])
    assert tables(store) == before


def test_history_names_the_merge(store: Store, pair: tuple[str, str]) -> None:
    merge(store, PERSON, *pair, {"family_name": "Nový"})
    unmerge(store, PERSON, pair[1])
    with store.reading() as connection:
        labels = [entry.label for entry in history(connection, pair[0])]
    assert labels[:2] == ["Unmerged: {title}\nJan Novak", "Merged: {title}\nJan Nový"]


# --- taking apart --------------------------------------------------------------------------------


def test_what_was_edited_since_stays(store: Store, pair: tuple[str, str]) -> None:
    survivor, merged = pair
    moved = make(store, "contact_point", person_id=merged, kind="email", value="a@x.cz")
    edited = make(store, "contact_point", person_id=merged, kind="email", value="b@x.cz")
    gone = make(store, "contact_point", person_id=merged, kind="email", value="c@x.cz")
    mailing = make(store, "mailing_list")
    make(store, "mailing_member", mailing_list_id=mailing, person_id=merged, state="proposed")
    trip = make(store, "delegation", head_id=merged)
    other = make(store, "person")
    merge(store, PERSON, survivor, merged, {"diet": "vegetarián"})
    added = make(store, "contact_point", person_id=survivor, kind="email", value="d@x.cz")
    edit(store, "person", survivor, birthday="1971")
    edit(store, "contact_point", edited, value="b2@x.cz")
    delete(store, ENTITIES["contact_point"], [gone])
    edit(store, "delegation", trip, head_id=other)
    (member,) = owned(store, "mailing_member", "person_id", survivor)
    edit(store, "mailing_member", member, state="sent")

    unmerge(store, PERSON, merged)
    assert owned(store, "contact_point", "person_id", merged) == sorted([moved, edited])
    assert owned(store, "contact_point", "person_id", survivor) == [added]
    assert value(store, "contact_point", edited, "value") == "b2@x.cz"
    assert value(store, "person", survivor, "birthday") == "1971"
    assert value(store, "person", survivor, "diet") == "bez lepku"
    assert value(store, "person", merged, "birthday") == "1970-05-01"
    assert value(store, "delegation", trip, "head_id") == other
    assert owned(store, "mailing_member", "person_id", survivor) == []
    (member,) = owned(store, "mailing_member", "person_id", merged)
    assert value(store, "mailing_member", member, "state") == "sent"
    assert into(store, merged) is None
    assert faults(store) == []


def test_rows_whose_other_side_is_gone_do_not_come_back(
    store: Store, pair: tuple[str, str]
) -> None:
    office, area = make(store, "organisation"), make(store, "area")
    for key in pair:
        make(store, "position", person_id=key, organisation_id=office, title_cs="rada")
        make(store, "contact_area", person_id=key, area_id=area)
    merge(store, PERSON, *pair)
    delete(store, ENTITIES["position"], owned(store, "position", "person_id", pair[0]))
    delete(store, ENTITIES["contact_area"], owned(store, "contact_area", "person_id", pair[0]))
    delete(store, ORGANISATION, [office])
    with store.writing("area") as writer:
        writer.connection.execute("DELETE FROM area WHERE id = ?", (area,))
    unmerge(store, PERSON, pair[0])
    assert count(store, "position") == count(store, "contact_area") == 0
    assert faults(store) == []


def test_a_reference_to_what_was_merged_meanwhile_follows(
    store: Store, pair: tuple[str, str]
) -> None:
    office, other = make(store, "organisation"), make(store, "organisation")
    for key in pair:
        make(store, "position", person_id=key, organisation_id=office, title_cs="rada")
    merge(store, PERSON, *pair)
    merge(store, ORGANISATION, other, office)
    unmerge(store, PERSON, pair[1])
    (position,) = owned(store, "position", "person_id", pair[1])
    assert value(store, "position", position, "organisation_id") == other
    assert faults(store) == []


def test_merges_in_a_row_come_apart_in_any_order(store: Store) -> None:
    a, b, c = (make(store, "person", given_name=name) for name in "ABC")
    area = make(store, "area")
    points = {
        key: make(store, "contact_point", person_id=key, kind="email", value=f"{key}@x.cz")
        for key in (a, b, c)
    }
    make(store, "contact_area", person_id=a, area_id=area)
    task, _ = create(store, {"title": "A"}, ("person", a))
    merge(store, PERSON, b, a)
    merge(store, PERSON, c, b)
    assert into(store, a) == into(store, b) == c
    before = tables(store)
    for order in ((a, b), (b, a), (c, c), (c, a)):
        for key in order:
            unmerge(store, PERSON, key)
        assert {key: owned(store, "contact_point", "person_id", key) for key in points} == {
            key: [point] for key, point in points.items()
        }
        assert owned(store, "task_link", "task_id", task) == [link_id("task_link", task, a)]
        assert owned(store, "contact_area", "area_id", area) == [
            link_id("contact_area", a, "", area)
        ]
        assert into(store, a) is into(store, b) is None
        undo(store)
        undo(store)
        assert tables(store) == before
    assert faults(store) == []
    with pytest.raises(UserError, match="not merged"):
        unmerge(store, PERSON, "nobody")


def test_two_merged_into_one_come_apart_the_newest_first(store: Store) -> None:
    a, b, c = (make(store, "person", given_name=name) for name in "ABC")
    start = tables(store)
    merge(store, PERSON, c, a)
    merge(store, PERSON, c, b)
    unmerge(store, PERSON, c)
    assert (into(store, a), into(store, b)) == (c, None)
    unmerge(store, PERSON, c)
    assert tables(store) == start


def test_merged_unmerged_and_merged_again(store: Store, pair: tuple[str, str]) -> None:
    make(store, "contact_point", person_id=pair[1], kind="email", value="a@x.cz")
    start = tables(store)
    merge(store, PERSON, *pair)
    unmerge(store, PERSON, pair[0])
    merge(store, PERSON, pair[1], pair[0])
    merged = tables(store)
    undo(store)
    assert tables(store) == start
    redo(store)
    assert tables(store) == merged
    unmerge(store, PERSON, pair[0])
    assert tables(store) == start
    undo(store)  # the taking apart: merged again, and that comes apart as well
    assert tables(store) == merged
    unmerge(store, PERSON, pair[1])
    assert tables(store) == start
    assert faults(store) == []


# --- random small worlds -------------------------------------------------------------------------

TEXTS = st.sampled_from([None, "x", "y"])
YEARS = st.sampled_from([None, "2010", "2020"])


class World:
    """Three people and three organisations with whatever Hypothesis gives them."""

    def __init__(self, store: Store, data: st.DataObject) -> None:
        self.data = data
        with store.writing("world") as writer:
            self.writer: Writer = writer
            self.people = [
                self.row("person", family_name=f"O{n}", note=TEXTS, birthday=YEARS, tags=TEXTS)
                for n in range(3)
            ]
            self.offices: list[str] = []
            for n in range(3):
                parent = st.sampled_from([None, *self.offices])
                self.offices.append(
                    self.row("organisation", name_cs=f"U{n}", kind="region", parent_id=parent)
                )
            self.fill()

    def row(self, table: str, /, **values: Any) -> str:
        drawn = {
            name: self.data.draw(item) if isinstance(item, st.SearchStrategy) else item
            for name, item in values.items()
        }
        return write(self.writer, ENTITIES[table], None, drawn)

    def fill(self) -> None:
        person, office = st.sampled_from(self.people), st.sampled_from(self.offices)
        area = self.row("area", name_cs=st.sampled_from(["kultura", "sport"]))
        task = self.row("task", title="T", status="open")
        document = self.row("document", title="D", kind="minutes")
        mailing = self.row("mailing_list", name="M", occasion="greeting")
        agreement = self.row(
            "agreement", title_cs="A", kind="memorandum", relation_type="international",
            initiated_by="region", partner_id=office,
        )  # fmt: skip
        trip = self.row(
            "delegation", title_cs="C", direction="outgoing", relation_type="international",
            initiated_by="region", start="2027", head_id=person, host_id=office, guest_id=office,
        )  # fmt: skip
        flag = st.sampled_from([None, 0, 1])
        makers: list[Callable[[], object]] = [
            lambda: self.row(
                "position", person_id=person, organisation_id=office,
                title_cs=st.sampled_from(["a", "A"]), since=YEARS, is_primary=flag,
            ),
            lambda: self.row(
                "contact_point", **self.owner(), kind=st.sampled_from(["email", "phone"]),
                value=st.sampled_from(["1", "2"]), label=TEXTS, is_primary=flag,
            ),
            lambda: self.row(
                "address", **self.owner(), kind="office", city="Ústí", note=TEXTS, is_primary=flag
            ),
            lambda: self.row("milestone", organisation_id=office, date="2020", text_cs="m"),
            lambda: self.row("contact_area", **self.owner(), area_id=area),
            lambda: self.row(
                "person_relation", person_id=person, other_id=person, kind="assistant"
            ),
            lambda: self.row(
                "organisation_relation", organisation_id=office, other_id=office, kind="member"
            ),
            lambda: self.row("task_link", task_id=task, **self.any_record()),
            lambda: self.row("document_link", document_id=document, **self.any_record()),
            lambda: self.row(
                "mailing_member", mailing_list_id=mailing, person_id=person, note=TEXTS,
                state=st.sampled_from(["proposed", "approved"]),
            ),
            lambda: self.row(
                "agreement_party", agreement_id=agreement, organisation_id=office,
                signatory_id=st.sampled_from([None, *self.people]), signatory=TEXTS,
            ),
            lambda: self.row(
                "delegation_member", delegation_id=trip, person_id=person, side="host"
            ),
            lambda: not_duplicates(self.writer, *self.data.draw(st.permutations(self.people))[:2]),
            lambda: set_own_organisation(self.writer, self.data.draw(office)),
            self.external_id,
        ]  # fmt: skip
        for maker in self.data.draw(st.lists(st.sampled_from(makers), min_size=2, max_size=14)):
            maker()

    def owner(self) -> dict[str, Any]:
        if self.data.draw(st.booleans()):
            return {"person_id": st.sampled_from(self.people)}
        return {"organisation_id": st.sampled_from(self.offices)}

    def any_record(self) -> dict[str, Any]:
        entity, keys = self.data.draw(
            st.sampled_from([("person", self.people), ("organisation", self.offices)])
        )
        return {"entity": entity, "record_id": st.sampled_from(keys)}

    def external_id(self) -> None:
        record = self.any_record()
        key = self.data.draw(record["record_id"])
        self.writer.connection.execute(
            "INSERT OR IGNORE INTO external_id (id, entity, record_id, source, value)"
            " VALUES (?, ?, ?, 'vcard', ?)",
            (f"x{key}", record["entity"], key, key),
        )


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Store:
    from app.services.office import open_store

    path: Path = tmp_path_factory.mktemp("worlds") / "worlds.db"
    return open_store(path)


def pick(data: st.DataObject, world: World) -> tuple[Any, list[str]]:
    name = data.draw(st.sampled_from(["person", "organisation"]))
    keys = world.people if name == "person" else world.offices
    return ENTITIES[name], [keys[n] for n in data.draw(st.permutations(range(3)))]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_was_merged_comes_apart_as_it_was(worlds: Store, data: st.DataObject) -> None:
    world = World(worlds, data)
    entity, (first, second, third) = pick(data, world)
    start = tables(worlds)
    merge(worlds, entity, first, second)
    once = tables(worlds)
    assert value(worlds, entity.name, second, "id") is None
    merge(worlds, entity, third, first)
    twice = tables(worlds)

    undo(worlds)
    assert tables(worlds) == once
    redo(worlds)
    assert tables(worlds) == twice
    unmerge(worlds, entity, data.draw(st.sampled_from([first, third])))
    assert tables(worlds) == once
    unmerge(worlds, entity, data.draw(st.sampled_from([first, second])))
    assert tables(worlds) == start
    undo(worlds)
    assert tables(worlds) == once
    unmerge(worlds, entity, first)
    assert tables(worlds) == start


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_nothing_is_lost_in_whatever_order_they_come_apart(
    worlds: Store, data: st.DataObject
) -> None:
    world = World(worlds, data)
    entity, (first, second, third) = pick(data, world)
    start = tables(worlds)
    merge(worlds, entity, first, second)
    merge(worlds, entity, third, first)
    unmerge(worlds, entity, second)
    unmerge(worlds, entity, first)
    end = tables(worlds)
    assert ids(end) == ids(start)
    # Rows that name both records point to where the other one was meanwhile.
    naming_two = {"organisation", "person_relation", "organisation_relation"}
    assert {name for name in start if start[name] != end[name]} <= naming_two
    with worlds.reading() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_worlds_are_sound(worlds: Store) -> None:
    assert faults(worlds) == []
    worlds.close()
