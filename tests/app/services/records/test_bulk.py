from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.services.records.bulk import tag
from app.services.records.query import Filter, ListQuery
from app.services.records.tags import known_tags
from app.services.records.undo import undo
from tests.factories import make, value


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
