"""Tags and languages: each value is a row, so that what two computers add stands side by side."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import sets
from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.i18n import Language, translator
from app.services.care.checking import check
from app.services.records.query import Filter, ListQuery
from app.services.records.records import read, save
from app.services.records.rows import Conflict
from app.services.records.search import find
from app.services.records.undo import undo
from tests.factories import count, make, value

ITEMS = st.lists(st.sampled_from(["a", "A", "b", "č", "c", "d"]), max_size=4).map(";".join)


def written(store: Store) -> set[tuple[str, str]]:
    """The rows (table, id) that the last transaction wrote."""
    with store.reading() as connection:
        return set(
            connection.execute(
                "SELECT table_name, row_id FROM log_operation WHERE kind <> 'touch' AND header ="
                " (SELECT id FROM log_header ORDER BY seq DESC LIMIT 1)"
            ).fetchall()
        )


def change(store: Store, entity: str, record_id: str, version: int, **values: Any) -> None:
    save(store, ENTITIES[entity], record_id, version, values)


def version(store: Store, entity: str, record_id: str) -> int:
    with store.reading() as connection:
        found = read(connection, ENTITIES[entity], record_id)
    assert found
    return found.version


@pytest.mark.parametrize("entity", [entity.name for entity in RECORDS])
def test_every_record_has_tags_as_rows(store: Store, entity: str) -> None:
    key = make(store, entity, tags="veletrh;Ples")
    assert value(store, entity, key, "tags") == "Ples;veletrh"
    assert count(store, "tag_link") == 2
    listed = ListQuery(ENTITIES[entity], Language.CS, filters=(Filter("tags", "ples"),))
    with store.reading() as connection:
        assert [row.id for row in listed.page(connection, 9)] == [key]
        (offer, *_) = listed.offers(connection, "tags", translator(Language.CS))
        assert offer[1:] == ("Ples", 1)
        assert find(connection, "velet", translator(Language.CS), date(2026, 1, 1))[0].id == key
    assert check(store) == []


def test_the_record_itself_is_not_written(store: Store) -> None:
    """A conflict is about a row and a field: two tags are two rows, the record is none of them."""
    person = make(store, "person")
    seen = version(store, "person", person)
    change(store, "person", person, seen, tags="A")
    first = written(store)
    undo(store)
    change(store, "person", person, version(store, "person", person), tags="B")
    second = written(store)
    assert not first & second
    assert {table for table, _ in first} == {"tag", "tag_link"}


def test_the_same_tag_added_twice_is_one_row(store: Store, tmp_path: Any) -> None:
    """Two computers that give a record the same tag make the same rows."""
    person = make(store, "person")
    change(store, "person", person, version(store, "person", person), tags="Vánoce")
    first = written(store)
    undo(store)
    change(store, "person", person, version(store, "person", person), tags="VÁNOCE")
    assert written(store) == first


def test_what_others_added_meanwhile_stays(store: Store) -> None:
    person = make(store, "person", tags="a;b", other_languages="de;en")
    seen = version(store, "person", person)
    change(store, "person", person, seen, tags="a;b;c", other_languages="de;en;fr")
    change(store, "person", person, seen, tags="b;d", other_languages="de;pl")
    assert value(store, "person", person, "tags") == "b;c;d"
    assert value(store, "person", person, "other_languages") == "de;fr;pl"
    assert check(store) == []


def test_a_tag_that_was_given_before_the_form_was_opened_can_be_removed(store: Store) -> None:
    person = make(store, "person")
    change(store, "person", person, version(store, "person", person), tags="a")
    change(store, "person", person, version(store, "person", person), tags="b")
    assert value(store, "person", person, "tags") == "b"


def test_a_conflict_of_another_field_says_what_both_want_of_the_tags(store: Store) -> None:
    person = make(store, "person", note="x", tags="a")
    seen = version(store, "person", person)
    change(store, "person", person, seen, note="y", tags="a;c")
    with pytest.raises(Conflict) as caught:
        change(store, "person", person, seen, note="z", tags="a;b")
    assert caught.value.united == {"tags": "a;c;b"}
    change(store, "person", person, caught.value.version, note="z", **caught.value.united)
    assert value(store, "person", person, "tags") == "a;b;c"


def test_undo_takes_back_tags_and_deletions_bring_them_back(store: Store) -> None:
    from app.services.records.records import delete

    person = make(store, "person", tags="a;b", other_languages="en;de")
    change(store, "person", person, version(store, "person", person), tags="c")
    undo(store)
    assert value(store, "person", person, "tags") == "a;b"
    delete(store, ENTITIES["person"], [person])
    assert count(store, "tag_link") == count(store, "language_link") == 0
    undo(store)
    assert value(store, "person", person, "tags") == "a;b"
    assert value(store, "person", person, "other_languages") == "en;de"
    assert check(store) == []


def test_history_of_before_names_the_tags_in_the_record(store: Store) -> None:
    """Until schema 6 a change of tags was a change of a text; undo inverts those, too."""
    person = make(store, "person", tags="b;c")
    with store.keeping() as connection:
        connection.execute(
            "UPDATE log_operation SET kind = 'set', data = ? WHERE id = (SELECT max(id)"
            " FROM log_operation WHERE table_name = 'person')",
            (json.dumps({"tags": ["a;b", "b;c"]}),),
        )
        connection.execute("DELETE FROM log_operation WHERE table_name LIKE 'tag%'")
    undo(store)
    assert value(store, "person", person, "tags") == "a;b"


def test_languages_keep_their_order(store: Store) -> None:
    agreement = make(store, "agreement", languages="de;cs")
    assert value(store, "agreement", agreement, "languages") == "de;cs"
    seen = version(store, "agreement", agreement)
    change(store, "agreement", agreement, seen, languages="cs;de;en")
    assert value(store, "agreement", agreement, "languages") == "cs;de;en"
    listed = ListQuery(ENTITIES["agreement"], Language.CS, filters=(Filter("languages", "en"),))
    with store.reading() as connection:
        assert [row.id for row in listed.page(connection, 9)] == [agreement]
    assert check(store) == []


def test_case_makes_no_other_tag_but_an_accent_does(store: Store) -> None:
    make(store, "person", tags="Rada;VIP")
    second = make(store, "person", tags="rada;Řada;vip")
    assert value(store, "person", second, "tags") == "Rada;Řada;VIP"
    assert count(store, "tag") == 3


@given(ITEMS, ITEMS, ITEMS)
def test_both_changes_stand(base: str, mine: str, theirs: str) -> None:
    """What either added is there, what either removed is not, whoever comes first."""
    both = set(map(sets.identity, sets.parts(sets.merged(theirs, base, mine))))
    other = set(map(sets.identity, sets.parts(sets.merged(mine, base, theirs))))
    before, one, two = (set(map(sets.identity, sets.parts(text))) for text in (base, mine, theirs))
    assert both == other == (before & one & two) | (one - before) | (two - before)


def test_a_tag_that_others_use_stays_when_the_record_that_brought_it_goes(store: Store) -> None:
    person = make(store, "person", tags="x;y")
    other = make(store, "task", tags="x")
    with store.keeping() as connection:  # a colleague wrote it: no undo here takes it back
        connection.execute(
            "UPDATE log_header SET batch = 'setup' WHERE seq = (SELECT max(seq) FROM log_header)"
        )
    undo(store)
    assert value(store, "person", person, "id") is None
    assert value(store, "task", other, "tags") == "x"
    assert count(store, "tag") == 1
