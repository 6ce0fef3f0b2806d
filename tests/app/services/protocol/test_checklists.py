from __future__ import annotations

from datetime import date

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language, translator
from app.services.protocol.checklists import (
    Checklist,
    add_to,
    added,
    checklists,
    make_record,
)
from app.services.records.records import save
from app.services.records.undo import undo
from tests.factories import count, make, value

TODAY = date(2027, 4, 20)


def lists(store: Store, language: Language = Language.EN) -> list[Checklist]:
    with store.reading() as connection:
        return checklists(connection, language)


def due(store: Store, title: str) -> str | None:
    with store.reading() as connection:
        (found,) = connection.execute("SELECT due FROM task WHERE title = ?", (title,)).fetchone()
    return found


def test_two_lists_come_with_the_program_and_are_no_records(store: Store) -> None:
    incoming, outgoing = lists(store)
    assert (incoming.direction, outgoing.direction) == ("incoming", "outgoing")
    assert not incoming.is_record
    assert count(store, "checklist") == 0


def test_the_steps_become_tasks_that_move_with_the_visit(store: Store) -> None:
    visit = make(store, "delegation", start="2027-05-10")
    incoming, _ = lists(store)
    wanted = {step.id for step in incoming.steps if step.days in (14, 60, -3)}
    changes = add_to(store, visit, incoming, wanted, TODAY)
    assert count(store, "task") == 4
    assert due(store, "Order the transport") == "2027-04-26"
    assert due(store, "Send letters of thanks") == "2027-05-13"
    tr = translator(Language.EN)
    (said,) = [tr.message(text, **values) for text, values in changes.remarks]
    assert "Send the invitation and agree on the days" in said, "its day is over"
    save(store, ENTITIES["delegation"], visit, 10**9, {"start": "2027-06-10"})
    assert due(store, "Order the transport") == "2027-05-27"
    with store.reading() as connection:
        assert added(connection, visit, incoming) == wanted
    again = add_to(store, visit, incoming, {step.id for step in incoming.steps}, TODAY)
    assert count(store, "task") == len(incoming.steps)
    assert any(values.get("count") == "4" for _, values in again.remarks)
    undo(store)
    assert count(store, "task") == 4


def test_without_a_day_the_tasks_wait(store: Store) -> None:
    visit = make(store, "delegation", start="2027-05")
    incoming, _ = lists(store)
    add_to(store, visit, incoming, {incoming.steps[0].id}, TODAY)
    assert due(store, incoming.steps[0].title) is None


def test_a_supplied_list_is_changed_as_a_record_and_keeps_its_steps(store: Store) -> None:
    visit = make(store, "delegation", start="2027-05-10")
    before, _ = lists(store, Language.CS)
    add_to(store, visit, before, {before.steps[1].id}, TODAY)
    key, _ = make_record(store, before.id, Language.CS)
    make_record(store, before.id, Language.DE)
    assert count(store, "checklist") == 1
    assert value(store, "checklist", key, "name") == before.name
    make(store, "checklist_step", checklist_id=key, title="Objednat květiny", days=2)
    make(store, "checklist", name="Vlastní")
    after, other, own = lists(store, Language.CS)
    assert (after.id, other.is_record, own.name) == (key, False, "Vlastní")
    assert {step.id for step in before.steps} < {step.id for step in after.steps}
    assert [step.days for step in after.steps] == sorted(
        (step.days for step in after.steps), reverse=True
    )
    with store.reading() as connection:
        assert added(connection, visit, after) == {before.steps[1].id}, "it is there as before"
