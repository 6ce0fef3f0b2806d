from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from app.services.records.records import read
from tests.factories import count, make, value
from ui.context import Context
from ui.dialogs.delegations.members_dialog import MembersDialog
from ui.screens.detail_cards import missing_of_visit, visit_card


@pytest.fixture
def dialog(context: Context, qtbot: QtBot) -> Iterator[MembersDialog]:
    make(context.store, "person", family_name="Malá")
    make(context.store, "person", family_name="Nová")
    visit = make(context.store, "delegation")
    parent = QWidget()
    qtbot.addWidget(parent)
    made = MembersDialog(context, visit, parent)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


def texts(dialog: MembersDialog, side: str) -> list[str]:
    listed = dialog.sides[side]
    return [listed.item(row).text() for row in range(listed.count())]


def test_people_are_dropped_on_a_side_and_moved_to_the_other(dialog: MembersDialog) -> None:
    people = dialog.people
    people.selectAll()
    data = people.mimeData(people.selectedItems())
    dialog.sides["guest"].take(data)
    assert texts(dialog, "guest") == ["Jana Malá", "Jana Nová"]
    guests = dialog.sides["guest"]
    guests.setCurrentRow(0)
    dialog.sides["host"].take(guests.mimeData(guests.selectedItems()))
    assert texts(dialog, "host") == ["Jana Malá"]
    assert texts(dialog, "guest") == ["Jana Nová"]


def test_enter_adds_and_delete_removes(
    dialog: MembersDialog, context: Context, qtbot: QtBot
) -> None:
    dialog.search.setText("nova")
    qtbot.waitUntil(lambda: dialog.people.count() == 1)
    dialog.people.setFocus()
    QTest.keyClick(dialog.people, Qt.Key.Key_Return)
    assert texts(dialog, "guest") == ["Jana Nová"]
    QTest.keyClick(dialog.sides["guest"], Qt.Key.Key_Delete)
    assert texts(dialog, "guest") == []
    assert count(context.store, "person") == 2


def test_a_typed_name_makes_a_member_and_where_needed_a_person(
    dialog: MembersDialog, context: Context
) -> None:
    dialog.name.take("Malá")
    dialog.add_typed("guest")
    dialog.name.take("Ing. Karel Úplně Neznámý")
    dialog.add_typed("host")
    assert texts(dialog, "guest") == ["Jana Malá"]
    assert texts(dialog, "host") == ["Ing. Karel Úplně Neznámý"]
    assert count(context.store, "person") == 3
    dialog.add_typed("host")
    assert count(context.store, "delegation_member") == 2, "nothing typed is nobody"


def test_who_is_there_already_is_refused(
    dialog: MembersDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _parent, text, _tr: said.append(text))
    dialog.people.setCurrentRow(0)
    dialog.add(dialog.people.chosen(), "guest")
    dialog.add(dialog.people.chosen(), "host")
    assert len(said) == 1
    assert texts(dialog, "host") == []


def test_the_card_of_a_visit_leads_to_what_is_missing(context: Context, qtbot: QtBot) -> None:
    visit = make(context.store, "delegation", direction="outgoing")
    with context.store.reading() as connection:
        record = read(connection, ENTITIES["delegation"], visit)
    assert record
    found = missing_of_visit(context, record)
    card = visit_card(context, found)
    qtbot.addWidget(card)
    wanted: list[str] = []
    card.wanted.connect(wanted.append)  # type: ignore[attr-defined]
    from PySide6.QtWidgets import QAbstractButton

    for line in card.findChildren(QAbstractButton):
        line.click()
    assert wanted == [one.place for one in found]
    assert {"members", "screen:programme", "approvals"} <= set(wanted)
    assert value(context.store, "delegation", visit, "direction") == "outgoing"
