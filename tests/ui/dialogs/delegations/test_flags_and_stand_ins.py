from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from app.services.records.records import read
from tests.app.services.protocol.test_ended_posts import Visit
from tests.app.services.protocol.test_stand_ins import Trip
from tests.factories import make, value
from ui.context import Context
from ui.dialogs.delegations import stand_in_dialog
from ui.dialogs.delegations.ended_posts_dialog import EndedPostsDialog
from ui.dialogs.delegations.flags_dialog import FlagsDialog
from ui.dialogs.delegations.stand_in_dialog import StandInDialog
from ui.dialogs.record_actions import actions_of


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_stand_in_is_put_in_and_the_papers_are_named(
    context: Context, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    trip = Trip(context.store)
    said: list[str] = []
    monkeypatch.setattr(stand_in_dialog, "inform", lambda _parent, _title, text: said.append(text))
    dialog = StandInDialog(context, trip.head, "Hlavová", parent)
    dialog.member.setCurrentIndex(dialog.member.findData(trip.other))
    assert not dialog.person.isEnabled()
    dialog.place.setChecked(True)
    dialog.save()
    assert value(context.store, "delegation_member", trip.other, "stands_in_for_id") == trip.head
    assert "– Zasedací pořádek: Večeře" in said[0]
    assert "– Jmenovky: Jana Druhý" in said[0] or "Jana Druhý" in said[0]


def test_the_successor_is_put_in_where_there_is_one(context: Context, parent: QWidget) -> None:
    visit = Visit(context.store, until="2020", start="2099-05-10")
    with context.store.reading() as connection:
        record = read(connection, ENTITIES["delegation"], visit.id)
    assert record
    labels = [action.label for action in actions_of(context, record)]
    assert "Posts that have ended…" in labels
    dialog = EndedPostsDialog(context, visit.id, parent)
    assert dialog.list.count() == 1
    assert dialog.put.isEnabled()
    dialog.put_in()
    assert value(context.store, "delegation_member", visit.member, "person_id") == visit.new
    assert dialog.list.count() == 0
    assert not dialog.put.isEnabled()


def test_the_flags_by_custom_are_chosen_and_put_in_order(context: Context, parent: QWidget) -> None:
    visit = make(context.store, "delegation", countries="DE")
    dialog = FlagsDialog(context, visit, parent)
    assert dialog.kinds == ["eu", "region"]
    dialog.boxes["town"].click()
    assert dialog.kinds == ["eu", "region", "town"]
    dialog.custom.moved.emit("town", 0)
    assert dialog.kinds == ["town", "eu", "region"]
    dialog.boxes["eu"].click()
    assert dialog.kinds == ["town", "region"]
    assert not dialog.boxes["eu"].isChecked()
