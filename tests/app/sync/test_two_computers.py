"""What two computers do without knowing of each other, and what is left when they meet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.address_books.importing import import_contacts
from app.exchange.datasets.importing import import_dataset
from app.paths import DEMO_DATA
from app.services.care.checking import check
from app.services.contacts.merge import merge
from app.services.office import make_own_organisation, open_store
from app.services.privacy.erasure import erase
from app.services.records.records import delete, read, save
from app.services.records.undo import undo
from app.services.tasks import tasks
from app.services.tasks.commitments import make_task
from tests.app.sync.carrying import carry, contents, meet, second_computer
from tests.factories import count, make, value


@pytest.fixture
def other(store: Store, tmp_path: Path) -> Iterator[Store]:
    """Opened by a test when the first database holds what both shall have."""
    opened: list[Store] = []

    class Later:
        def __getattr__(self, name: str) -> object:
            if not opened:
                opened.append(second_computer(store, tmp_path))
            return getattr(opened[0], name)

    yield Later()  # type: ignore[misc]
    for found in opened:
        found.close()


def edit(store: Store, entity: str, key: str, **values: object) -> None:
    with store.reading() as connection:
        found = read(connection, ENTITIES[entity], key)
    assert found
    save(store, ENTITIES[entity], key, found.version, values)


def agree(one: Store, other: Store) -> None:
    meet(one, other)
    assert contents(one) == contents(other)
    assert check(one) == check(other) == []


def test_an_edit_brings_back_what_a_colleague_deleted(store: Store, other: Store) -> None:
    person = make(store, "person", note="zůstane")
    assert count(other, "person") == 1
    delete(store, ENTITIES["person"], [person])
    edit(other, "person", person, given_name="Živá")
    agree(store, other)
    assert value(store, "person", person, "given_name") == "Živá"
    assert value(store, "person", person, "note") == "zůstane"


@pytest.mark.parametrize("kind", ["reference", "task", "document", "own"])
def test_a_new_reference_brings_back_what_a_colleague_deleted(
    kind: str, store: Store, other: Store
) -> None:
    from app.services.office import choose_own_organisation

    partner = make(store, "organisation")
    task, document = make(store, "task"), make(store, "document")
    assert count(other, "organisation") == 1
    delete(store, ENTITIES["organisation"], [partner])
    if kind == "reference":
        make(other, "agreement", partner_id=partner)
    elif kind == "task":
        tasks.link_to(other, task, ("organisation", partner))
    elif kind == "document":
        link = {"document_id": document, "entity": "organisation", "record_id": partner}
        save(other, ENTITIES["document_link"], None, 0, link)
    else:
        choose_own_organisation(other, partner)
    agree(store, other)
    assert count(store, "organisation") == 1
    with store.reading() as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_two_people_merge_the_same_pair_in_opposite_directions(store: Store, other: Store) -> None:
    one, two = make(store, "person"), make(store, "person", language="de")
    make(store, "contact_point", person_id=two, kind="email", value="jana@example.org")
    assert count(other, "person") == 2
    merge(store, ENTITIES["person"], one, two)
    merge(other, ENTITIES["person"], two, one)
    agree(store, other)
    assert count(store, "person") == 2, "both are there: nobody was lost"
    assert count(store, "contact_point") == 1


def test_a_task_that_comes_again_and_was_done_twice_comes_once(store: Store, other: Store) -> None:
    task = make(store, "task", due="2026-11-02", recurrence="FREQ=WEEKLY")
    assert count(other, "task") == 1
    edit(store, "task", task, status="done")
    edit(other, "task", task, status="done")
    agree(store, other)
    assert count(store, "task") == 2


def test_a_task_of_a_commitment_that_two_make_is_one(store: Store, other: Store) -> None:
    agreement = make(store, "agreement")
    promise = make(store, "commitment", agreement_id=agreement, text_cs="Výstava", status="open")
    assert count(other, "commitment") == 1
    one, _ = make_task(store, promise)
    two, _ = make_task(other, promise)
    assert one == two
    agree(store, other)
    assert (count(store, "task"), count(store, "task_link")) == (1, 1)
    edit(store, "task", one, status="done")
    edit(store, "commitment", promise, status="open")
    again, _ = make_task(store, promise)
    assert again != one, "after a finished task comes another"


def test_two_first_runs_that_import_the_same_data_set_agree(store: Store, tmp_path: Path) -> None:
    second = open_store(tmp_path / "second.db")
    for each in (store, second):
        import_dataset(each, DEMO_DATA)
    organisations = count(store, "organisation")
    external = count(store, "external_id")
    agree(store, second)
    assert count(store, "organisation") == organisations, "none is there twice"
    assert count(store, "external_id") == external
    assert count(store, "user") == 1, "the same account is the same user"
    second.close()


def test_two_first_runs_that_name_the_same_office_agree(store: Store, tmp_path: Path) -> None:
    second = open_store(tmp_path / "second.db")
    for each in (store, second):
        make_own_organisation(each, "Kraj Vysočina")
    agree(store, second)
    assert count(store, "organisation") == 1
    second.close()


CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Dvořák;Petr;;;\r\nFN:Petr Dvořák\r\nORG:Firma Zkouška\r\n"
    "TITLE:referent\r\nEMAIL:petr@example.org\r\nTEL;TYPE=CELL:+420602123456\r\n"
    "TEL;TYPE=WORK:+420475123456\r\nADR;TYPE=WORK:;;Dlouhá 1;Most;;434 01;Česko\r\n"
    "UID:u-1\r\nCATEGORIES:kultura\r\nEND:VCARD\r\n"
)
TABLES = ("person", "organisation", "contact_point", "address", "position", "external_id", "area")


def test_two_that_import_the_same_card_have_one_person_with_all_that_belongs_to_them(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "a.vcf").write_text(CARD, encoding="utf-8")
    second = open_store(tmp_path / "second.db")
    make(second, "person", family_name="Jiná")
    for each in (store, second):
        import_contacts(each, [tmp_path / "a.vcf"])
    counts = {table: count(store, table) for table in TABLES}
    agree(store, second)
    assert {table: count(store, table) for table in TABLES} == counts | {"person": 2}
    report = import_contacts(second, [tmp_path / "a.vcf"])
    assert report.total("unchanged") == 1
    second.close()


def test_different_records_that_a_source_calls_the_same_both_stay_known(
    store: Store, tmp_path: Path
) -> None:
    """Records of an earlier version have ids of their own on each computer."""
    second = open_store(tmp_path / "second.db")
    people = [make(each, "person", family_name="Stejná") for each in (store, second)]
    for each, person in zip((store, second), people, strict=True):
        with each.writing("test") as writer:
            values = {"id": f"old-{person}", "entity": "person", "record_id": person}
            columns = {**values, "source": "uid", "value": "u-9"}
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            writer.connection.execute(
                f"INSERT INTO external_id ({names}) VALUES ({marks})", tuple(columns.values())
            )
    agree(store, second)
    assert count(store, "external_id") == 2
    second.close()


def test_an_erasure_makes_the_same_remaining_text_on_another_computer(
    store: Store, other: Store
) -> None:
    gone = make(store, "person", given_name="Kunhuta", family_name="Qxžebrovská")
    named = make(store, "organisation", note="Vede ji Kunhuta Qxžebrovská, dříve kdosi.")
    edit(store, "organisation", named, note="Vede ji Kunhuta Qxžebrovská.")
    phone = make(store, "contact_point", person_id=gone, kind="phone", value="+420475999111")
    delete(store, ENTITIES["contact_point"], [phone])
    visit = make(store, "delegation")
    make(store, "delegation_member", delegation_id=visit, person_id=gone, side="ours", post="x")
    assert count(other, "person") == 1
    erase(store, gone)
    carry(store, other)
    assert contents(other) == contents(store)
    assert check(other) == []
    assert value(other, "organisation", named, "note") == "Vede ji […]."
    with store.reading() as connection:
        said = connection.execute(
            "SELECT 1 FROM log_operation WHERE row_id = ? AND kind = 'erase'", (phone,)
        ).fetchone()
    assert said, "also of what was deleted before"
    other.compact()
    for path in (store.path, other.path):
        kept = path.read_bytes()
        assert "Qxžebrovsk".encode() not in kept
        assert b"475999111" not in kept


def test_an_erasure_takes_what_a_colleague_wrote_meanwhile(store: Store, other: Store) -> None:
    gone = make(store, "person", given_name="Kunhuta", family_name="Qxžebrovská")
    named = make(store, "organisation", note="Vede ji Kunhuta Qxžebrovská.")
    assert count(other, "person") == 1
    edit(other, "person", gone, diet="bezlepková")
    edit(other, "organisation", named, note="Vede ji stále Kunhuta Qxžebrovská.", country="DE")
    erase(store, gone)
    meet(store, other)
    meet(store, other)
    for each in (store, other):
        assert count(each, "person") == 0
        assert value(each, "organisation", named, "note") == "Vede ji […]."
        assert value(each, "organisation", named, "country") == "DE"
        assert check(each) == []


def test_a_second_erasure_takes_its_names_out_of_what_the_first_left(
    store: Store, other: Store
) -> None:
    one = make(store, "person", given_name="Kunhuta", family_name="Qxžebrovská")
    two = make(store, "person", given_name="Bořivoj", family_name="Wqřepický")
    named = make(store, "organisation", note="Kunhuta Qxžebrovská a Bořivoj Wqřepický.")
    assert count(other, "person") == 2
    for person in (one, two):
        erase(store, person)
    carry(store, other)
    assert contents(other) == contents(store)
    assert value(other, "organisation", named, "note") == "[…] a […]."
    assert check(store) == check(other) == []
    other.compact()
    for path in (store.path, other.path):
        assert "Wqřepick".encode() not in path.read_bytes()


def test_an_undo_after_meeting_is_merged_as_well(store: Store, other: Store) -> None:
    person = make(store, "person", note="první")
    assert count(other, "person") == 1
    edit(store, "person", person, note="druhá")
    meet(store, other)
    edit(other, "person", person, language="de")
    undo(store)
    agree(store, other)
    assert value(other, "person", person, "note") == "první"
    assert value(store, "person", person, "language") == "de"
