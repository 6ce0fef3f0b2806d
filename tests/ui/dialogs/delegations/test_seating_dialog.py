from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.rules.protocol import seating as rules
from app.services.records.undo import undo
from tests.factories import count, make
from ui.context import Context
from ui.dialogs.delegations import seating_dialog
from ui.dialogs.delegations.seating_dialog import SeatingDialog, WeightsDialog, show_seating


def dinner(store: Store, people: int = 6) -> tuple[str, list[str]]:
    visit = make(store, "delegation")
    values = {"delegation_id": visit, "title_cs": "Večeře", "starts": "2027-05-10T19:00"}
    item = make(store, "programme_item", **values)
    members = [
        make(
            store,
            "delegation_member",
            delegation_id=visit,
            post=f"člen {n}",
            side="guest" if n % 2 else "host",
            precedence=n,
        )
        for n in range(1, people + 1)
    ]
    return item, members


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_what_is_proposed_is_kept_with_the_first_change(context: Context, parent: QWidget) -> None:
    store = context.store
    item, _ = dinner(store)
    dialog = SeatingDialog(context, item, "Večeře", parent)
    assert count(store, "seating_plan") == 0
    assert dialog.list.count() == 6
    taken = dict(dialog._shown.plan.taken)
    dialog.view.moved.emit(1, 4)
    assert count(store, "seating_plan") == 1
    assert dialog._shown.plan.taken[4] == taken[1]
    assert dialog._shown.plan.taken[1] == taken[4]
    context.changed(undo(store)[1])
    assert dialog._shown.plan.taken == taken


def test_another_shape_another_plan_and_the_one_that_is_used(
    context: Context, parent: QWidget
) -> None:
    store = context.store
    item, _ = dinner(store)
    dialog = SeatingDialog(context, item, "Večeře", parent)
    dialog.shape.setCurrentIndex(dialog.shape.findData("two-sides"))
    dialog.shape.activated.emit(dialog.shape.currentIndex())
    assert dialog._shown.shape.code == "two-sides"
    assert count(store, "seating_plan") == 0
    dialog.keep()
    dialog.keep()
    assert dialog.plans.topLevelItemCount() == 2
    dialog.seats.setValue(10)
    assert len(dialog._shown.layout.seats) == 10
    assert dialog.seats.minimum() == 6
    dialog.choose()
    chosen = [plan.name for plan in dialog._plans if plan.chosen]
    assert chosen == [dialog._shown.name]
    dialog.delete()
    assert count(store, "seating_plan") == 1


def test_who_is_left_without_a_seat_comes_back_from_the_list(
    context: Context, parent: QWidget
) -> None:
    item, _ = dinner(context.store)
    dialog = SeatingDialog(context, item, "Večeře", parent)
    first = dialog._shown.plan.taken[2]
    dialog.view.emptied.emit(2)
    assert dialog._shown.unseated == [first]
    assert dialog.waiting.count() == 1
    assert dialog.broken.count() >= 1
    dialog.waiting.setCurrentRow(0)
    dialog.view.choose(2)
    dialog.waiting.itemActivated.emit(dialog.waiting.item(0))
    assert dialog._shown.plan.taken[2] == first
    dialog.view.fixed.emit(2)
    assert dialog._shown.locked == {first}


def test_a_list_of_seats_and_the_plan_follow_each_other(context: Context, parent: QWidget) -> None:
    item, _ = dinner(context.store)
    dialog = SeatingDialog(context, item, "Večeře", parent)
    dialog.list.setCurrentRow(3)
    assert dialog.view.current == next(
        s.number for s in dialog._shown.layout.seats if s.honour == 4
    )
    dialog.view.choose(1)
    assert dialog.list.currentItem().text().startswith("Místo 1 ")


def test_the_weights_of_wishes_are_the_offices_own(context: Context, parent: QWidget) -> None:
    item, _ = dinner(context.store, 4)
    dialog = SeatingDialog(context, item, "Večeře", parent)
    weights = WeightsDialog(context, dialog)
    weights.boxes[rules.HONOUR].setValue(0)
    weights.save()
    assert dialog._shown.rules.weight(rules.HONOUR) == 0


def test_where_nobody_takes_part_it_is_said(
    context: Context, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    item, _ = dinner(context.store, 0)
    said: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _parent, text, _tr: said.append(text))
    show_seating(context, parent, item, "Večeře")
    assert said
    assert seating_dialog.WEIGHT_LABELS.keys() == rules.WEIGHTS.keys()
