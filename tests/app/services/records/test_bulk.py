from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, translator
from app.services.care.checking import check
from app.services.records import bulk
from app.services.records.bulk import tag
from app.services.records.history import label_text
from app.services.records.inverting import USED, Kept
from app.services.records.query import Filter, ListQuery
from app.services.records.records import save
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
