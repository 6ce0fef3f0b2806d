"""The tags of the department: called otherwise, merged, deleted; once, and in every record."""

from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, translator
from app.services.care.checking import check
from app.services.contacts import mailing
from app.services.records import tags
from app.services.records.query import Filter, ListQuery
from app.services.records.search import find
from app.services.records.undo import undo
from tests.factories import count, make, value


def id_of(store: Store, name: str) -> str:
    with store.reading() as connection:
        return next(tag.id for tag in tags.all_tags(connection) if tag.name == name)


def shown(store: Store, tag_id: str) -> list[str]:
    """The people whom a list finds that is filtered by a tag."""
    query = ListQuery(ENTITIES["person"], Language.CS, filters=(Filter("tags", tag_id),))
    with store.reading() as connection:
        return [row.id for row in query.page(connection, 9)]


def test_a_tag_is_renamed_everywhere(store: Store) -> None:
    person, task = make(store, "person", tags="vip;x"), make(store, "task", tags="vip")
    tag = id_of(store, "vip")
    tags.rename(store, tag, "  významný  host ")
    assert value(store, "person", person, "tags") == "významný host;x"
    assert value(store, "task", task, "tags") == "významný host"
    assert shown(store, tag) == [person]
    with store.reading() as connection:
        found = find(connection, "vyznamny", translator(Language.CS), date(2026, 1, 1))
        assert {hit.id for hit in found} == {person, task}
        assert not find(connection, "vip", translator(Language.CS), date(2026, 1, 1))
    undo(store)
    assert value(store, "task", task, "tags") == "vip"
    assert check(store) == []


def test_the_old_name_is_another_tag_when_it_is_used_again(store: Store) -> None:
    first = make(store, "person", tags="vip")
    tags.rename(store, id_of(store, "vip"), "host")
    second = make(store, "person", tags="VIP")
    assert value(store, "person", first, "tags") == "host"
    assert value(store, "person", second, "tags") == "VIP"
    assert make(store, "person", tags="host") in shown(store, id_of(store, "host"))


@pytest.mark.parametrize("name", ["", " ; ", "a;b", "a, b", "X"])
def test_a_name_that_is_none_or_taken_is_refused(store: Store, name: str) -> None:
    person = make(store, "person", tags="vip;x")
    with pytest.raises(UserError):
        tags.rename(store, id_of(store, "vip"), name)
    assert value(store, "person", person, "tags") == "vip;x"


def test_a_tag_may_change_its_case(store: Store) -> None:
    person = make(store, "person", tags="vip")
    tags.rename(store, id_of(store, "vip"), "VIP")
    assert value(store, "person", person, "tags") == "VIP"


def test_two_tags_become_one(store: Store) -> None:
    both, one = make(store, "person", tags="a;b"), make(store, "person", tags="b")
    listed = make(store, "mailing_list")
    kept, gone = id_of(store, "a"), id_of(store, "b")
    query = ListQuery(ENTITIES["person"], Language.CS, filters=(Filter("tags", gone),))
    mailing.set_rule(store, listed, query)
    tags.join(store, kept, gone)
    assert value(store, "person", both, "tags") == value(store, "person", one, "tags") == "a"
    assert count(store, "tag") == 1
    mailing.fill(store, listed)
    assert count(store, "mailing_member") == 2, "the filter of the list finds the survivor"
    assert check(store) == []
    undo(store)
    undo(store)
    assert value(store, "person", both, "tags") == "a;b"
    assert value(store, "person", one, "tags") == "b"
    assert check(store) == []


def test_a_deleted_tag_is_gone_everywhere_and_undo_brings_it_back(store: Store) -> None:
    person = make(store, "person", tags="a;b")
    tags.delete(store, id_of(store, "a"))
    assert value(store, "person", person, "tags") == "b"
    undo(store)
    assert value(store, "person", person, "tags") == "a;b"
    with store.reading() as connection:
        assert [tag[1:] for tag in tags.all_tags(connection)] == [("a", 1), ("b", 1)]


def test_a_tag_that_is_gone_is_not_changed(store: Store) -> None:
    make(store, "person", tags="a")
    for change in (
        lambda: tags.rename(store, "gone", "x"),
        lambda: tags.join(store, id_of(store, "a"), "gone"),
        lambda: tags.delete(store, "gone"),
    ):
        with pytest.raises(UserError):
            change()
    assert count(store, "tag") == 1


def test_unused_tags_are_not_proposed(store: Store) -> None:
    person = make(store, "person", tags="a;b")
    from app.services.records.bulk import tag

    tag(store, ENTITIES["person"], [person], "a", remove=True)
    with store.reading() as connection:
        assert tags.known_tags(connection) == ["b"]
