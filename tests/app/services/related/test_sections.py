"""The lists of a record: every kind with a screen has some, one without any of its own as well."""

from __future__ import annotations

import pytest

from app.db.store import Store
from app.entities import ENTITIES, RECORDS, owned_by
from app.i18n import Language
from app.services.related import sections as module
from app.services.related.sections import sections
from app.services.tasks.tasks import create
from tests.factories import make


@pytest.mark.parametrize("entity", [item.name for item in RECORDS])
def test_every_kind_with_a_screen_has_lists(store: Store, entity: str) -> None:
    record = make(store, entity)
    with store.reading() as connection:
        found = sections(connection, entity, record, Language.CS)
    keys = [section.key for section in found]
    assert keys
    assert len(keys) == len(set(keys))


def test_a_kind_that_asks_for_nothing_shows_its_rows_tasks_and_files(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(module._SECTIONS, "delegation")
    visit = make(store, "delegation")
    values = {"delegation_id": visit, "starts": "2027-05-10T09:00", "title_cs": "Přijetí"}
    item = make(store, "programme_item", **values)
    task, _ = create(store, {"title": "Poděkovat"}, ("delegation", visit))
    with store.reading() as connection:
        found = {
            section.key: section
            for section in sections(connection, "delegation", visit, Language.CS)
        }
    owned = {child.name for child in owned_by(ENTITIES["delegation"])}
    assert set(found) == owned | {"tasks", "documents"}
    (line,) = found["programme_item"].items
    assert (line.id, line.title, line.row_entity) == (item, "Přijetí", "programme_item")
    assert found["programme_item"].adds == "programme_item"
    assert found["programme_item"].preset == {"delegation_id": visit}
    assert [line.id for line in found["tasks"].items] == [task]


def test_a_visit_shows_the_tasks_that_are_tied_to_it_each_once(store: Store) -> None:
    visit, other = make(store, "delegation"), make(store, "delegation")
    tied = make(store, "task", title="Dary", relative_to_id=visit, relative_days=14)
    linked, _ = create(store, {"title": "Poděkovat"}, ("delegation", visit))
    both, _ = create(
        store,
        {"title": "Auto", "relative_to_id": visit, "relative_days": 3},
        ("delegation", visit),
    )
    make(store, "task", relative_to_id=other, relative_days=1)
    with store.reading() as connection:
        found = sections(connection, "delegation", visit, Language.CS)
    (tasks,) = [section for section in found if section.key == "tasks"]
    assert [item.id for item in tasks.items] == [tied, both, linked]


def test_members_stand_in_their_order_of_precedence_each_side_for_itself(store: Store) -> None:
    visit = make(store, "delegation")
    wanted = {}
    for post, side, invitation in (
        ("ředitel", "host", None),
        ("hejtman", "host", "declined"),
        ("starosta", "host", None),
        ("velvyslanec", "guest", None),
    ):
        wanted[post] = make(store, "delegation_member", delegation_id=visit, post=post, side=side,
                            invitation=invitation)  # fmt: skip
    with store.reading() as connection:
        found = sections(connection, "delegation", visit, Language.CS)
    (members,) = [section for section in found if section.key == "members"]
    assert [item.title for item in members.items] == [
        "velvyslanec",
        "starosta",
        "ředitel",
        "hejtman",
    ]
    assert {item.row_id for item in members.items} == set(wanted.values())
