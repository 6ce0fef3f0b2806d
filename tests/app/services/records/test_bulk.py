from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord, UserError
from app.i18n import Language, translator
from app.services.care.checking import check
from app.services.records import bulk
from app.services.records.bulk import tag
from app.services.records.history import label_text
from app.services.records.inverting import USED, Kept
from app.services.records.query import Filter, ListQuery
from app.services.records.records import save
from app.services.records.rows import NewRecord
from app.services.records.tags import known_tags
from app.services.records.undo import last_action, undo
from tests.factories import count, make, value

PERSON, ORGANISATION = ENTITIES["person"], ENTITIES["organisation"]


def test_tags_are_given_and_taken_as_one_action(store: Store) -> None:
    first, second = make(store, "person"), make(store, "person", tags="veletrh")
    tag(store, ENTITIES["person"], [first, second], "vánoce, veletrh")
    assert value(store, "person", first, "tags") == "vánoce;veletrh"
    assert value(store, "person", second, "tags") == "vánoce;veletrh"
    with store.reading() as connection:
        assert known_tags(connection) == ["vánoce", "veletrh"]
    tag(store, ENTITIES["person"], [first, second], "veletrh", remove=True)
    assert value(store, "person", second, "tags") == "vánoce"
    undo(store)
    undo(store)
    assert value(store, "person", first, "tags") is None
    assert value(store, "person", second, "tags") == "veletrh"


def test_records_are_found_and_filtered_by_their_tags(store: Store) -> None:
    tagged = make(store, "person", tags="ples;veletrh")
    make(store, "person", tags="plesy")
    listed = ListQuery(ENTITIES["person"], Language.CS, filters=(Filter("tags", "ples"),))
    with store.reading() as connection:
        assert [row.id for row in listed.page(connection, 9)] == [tagged]
        found = ListQuery(ENTITIES["person"], Language.CS, text="velet")
        assert [row.id for row in found.page(connection, 9)] == [tagged]


def test_a_record_that_is_gone_changes_nothing(store: Store) -> None:
    first = make(store, "person")
    with pytest.raises(UserError):
        tag(store, ENTITIES["person"], [first, "gone"], "ples")
    assert value(store, "person", first, "tags") is None


def label(store: Store, language: Language = Language.EN) -> str:
    with store.reading() as connection:
        action = last_action(connection)
    assert action
    return label_text(action.label, translator(language))


def test_many_are_named_by_their_number_in_each_language(store: Store) -> None:
    people = [make(store, "person") for _ in range(5)]
    bulk.archive(store, PERSON, people, on=date(2026, 11, 29))
    assert label(store) == "Archived: 5 people"
    assert label(store, Language.CS).endswith("5 osob")
    tag(store, PERSON, people[:2], "ples")
    assert label(store) == "Tagged: ples (2 people)"
    assert label(store, Language.CS).endswith("ples (2 osoby)")
    bulk.delete(store, PERSON, people[:1])
    assert label(store) == "Deleted: Jana Nováková"


@pytest.mark.parametrize("number", [3, 70])
def test_what_is_used_stays_and_is_named_and_the_rest_is_deleted(store: Store, number: int) -> None:
    firms = [make(store, "organisation") for _ in range(number)]
    mother, daughter, used = firms[:3]
    save(store, ORGANISATION, daughter, 10**9, {"parent_id": mother})
    person = make(store, "person")
    make(store, "position", person_id=person, organisation_id=used, title_cs="ředitelka")
    told: list[tuple[int, int]] = []
    done = bulk.delete(store, ORGANISATION, firms, lambda done, total: told.append((done, total)))
    assert done.staying == [Kept("organisation", used, USED, "person", person)]
    assert count(store, "organisation") == 1, "one that only others of them refer to goes, too"
    assert label(store).endswith(f"{number - 1} organisations")
    assert bool(told) == (number > bulk.AT_ONCE)
    assert check(store) == []
    undo(store)
    assert count(store, "organisation") == number
    assert value(store, "organisation", daughter, "parent_id") == mother
    assert check(store) == []


def test_bulk_work_that_is_cancelled_changes_nothing(store: Store) -> None:
    people = [make(store, "person") for _ in range(120)]
    looks = iter([False, True])
    with pytest.raises(UserError) as caught:
        bulk.archive(store, PERSON, people, cancelled=lambda: next(looks), on=date(2026, 11, 29))
    assert caught.value.message == bulk.CANCELLED
    with store.reading() as connection:
        (archived,) = connection.execute(
            "SELECT count(*) FROM person WHERE archived_on IS NOT NULL"
        ).fetchone()
    assert archived == 0
    assert label(store).startswith("Created"), "the cancelled work is no action"


@pytest.mark.parametrize("number", [3, 45])
def test_one_field_is_set_for_many_as_one_action(store: Store, number: int) -> None:
    ids = [make(store, "person", nationality="CZ") for _ in range(number)]
    done = bulk.set_field(store, PERSON, ids, "nationality", "DE")
    assert done.staying == []
    assert {value(store, "person", key, "nationality") for key in ids} == {"DE"}
    people = "3 osoby" if number == 3 else "45 osob"
    assert label(store, Language.CS) == f"Hromadně změněno: Státní příslušnost ({people})"
    undo(store)
    assert {value(store, "person", key, "nationality") for key in ids} == {"CZ"}


def test_an_empty_value_takes_it_away(store: Store) -> None:
    key = make(store, "person", nationality="CZ")
    bulk.set_field(store, PERSON, [key], "nationality", None)
    assert value(store, "person", key, "nationality") is None


def test_a_new_record_is_made_once_for_all(store: Store) -> None:
    ids = [make(store, "agreement") for _ in range(3)]
    new = NewRecord("organisation", "Okres Nový")
    bulk.set_field(store, ENTITIES["agreement"], ids, "partner_id", new)
    assert count(store, "organisation") == 1
    assert len({value(store, "agreement", key, "partner_id") for key in ids}) == 1


def test_what_a_value_does_not_fit_stays_and_is_named(store: Store) -> None:
    early = make(store, "delegation", start="2027-01-01")
    late = make(store, "delegation", start="2027-03-01")
    done = bulk.set_field(store, ENTITIES["delegation"], [early, late], "end", "2027-02-01")
    assert done.staying == [Kept("delegation", late, bulk.WRONG_DAY)]
    assert value(store, "delegation", early, "end") == "2027-02-01"
    assert value(store, "delegation", late, "end") is None


def test_a_required_field_is_not_emptied(store: Store) -> None:
    key = make(store, "delegation")
    with pytest.raises(InvalidRecord):
        bulk.set_field(store, ENTITIES["delegation"], [key], "start", None)


def test_setting_a_state_has_its_consequences(store: Store) -> None:
    key = make(store, "task", due="2026-01-05", recurrence="FREQ=WEEKLY")
    bulk.set_field(store, ENTITIES["task"], [key], "status", "done")
    assert count(store, "task") == 2  # the next of the series
