from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from app.i18n import Language
from app.services.records.records import read
from app.services.tasks.minutes import read as read_minutes
from app.services.tasks.what_follows import Following, following
from tests.factories import count, make, value
from ui.context import Context
from ui.dialogs.common import saving
from ui.dialogs.common.following_dialog import FollowingDialog
from ui.dialogs.delegations.checklist_dialog import ChecklistDialog
from ui.dialogs.delegations.copy_dialog import CopyDialog
from ui.dialogs.delegations.minutes_dialog import MinutesDialog
from ui.dialogs.delegations.tables_dialog import CHECKLISTS, TablesDialog


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def visit(context: Context) -> str:
    return make(context.store, "delegation", start="2027-05-10", direction="incoming")


def test_the_list_for_the_visit_is_proposed_and_its_ticked_steps_become_tasks(
    context: Context, parent: QWidget, visit: str
) -> None:
    trip = make(context.store, "delegation", start="2027-05-10", direction="outgoing")
    assert ChecklistDialog(context, trip, parent).lists.currentIndex() == 1
    dialog = ChecklistDialog(context, visit, parent)
    assert dialog.lists.currentIndex() == 0
    for row in range(2, dialog.steps.count()):
        dialog.steps.item(row).setCheckState(Qt.CheckState.Unchecked)
    dialog.add()
    assert count(context.store, "task") == 2
    again = ChecklistDialog(context, visit, parent)
    assert len(again.wanted()) == again.steps.count() - 2, "what is there is not made again"


def test_a_supplied_checklist_becomes_a_record_when_it_is_changed(
    context: Context, parent: QWidget
) -> None:
    dialog = TablesDialog(context, CHECKLISTS, parent)
    assert not dialog.deleting.isEnabled()
    shown = dialog.rows.ids()
    dialog.remove_row()
    assert count(context.store, "checklist") == 1
    assert len(dialog.rows.ids()) == len(shown) - 1
    assert dialog.deleting.isEnabled()
    dialog.delete_head()
    assert count(context.store, "checklist_step") == 0
    assert dialog.rows.ids() == shown


def test_a_visit_is_copied_to_another_day(context: Context, parent: QWidget, visit: str) -> None:
    item = {"delegation_id": visit, "title_cs": "Oběd", "starts": "2027-05-11T12:00"}
    make(context.store, "programme_item", **item)
    wanted: list[tuple[str, str]] = []
    context.record_wanted.connect(lambda entity, key: wanted.append((entity, key)))
    dialog = CopyDialog(context, visit, parent)
    dialog.copy()
    assert count(context.store, "delegation") == 1, "a day is wanted"
    dialog.titles["cs"].setText("Příští rok")
    dialog.start.set_value("2028-05-08", context.tr_)
    dialog.copy()
    ((entity, key),) = wanted
    assert entity == "delegation"
    assert value(context.store, "delegation", key, "title_cs") == "Příští rok"
    assert count(context.store, "programme_item") == 2


def test_minutes_are_written_as_a_whole_and_opened_again(
    context: Context, parent: QWidget, visit: str
) -> None:
    store = context.store
    person = make(store, "person", given_name="Eva", family_name="Malá")
    make(store, "delegation_member", delegation_id=visit, person_id=person, side="guest")
    dialog = MinutesDialog(context, None, visit, parent)
    dialog.save()
    assert count(store, "interaction") == 0, "a subject is wanted"
    dialog.form.keep({"subject": "Jednání"})
    dialog._others[0].setText("rektor")
    dialog._lines[0].text.setText("Pošleme návrh")
    dialog._lines[0].due.set_value("2027-06-01", context.tr_)
    dialog.save()
    with store.reading() as connection:
        (key,) = connection.execute("SELECT id FROM interaction").fetchone()
        found = read_minutes(connection, key, Language.CS)
        row = read(connection, ENTITIES["interaction"], key)
    assert found
    assert {one.name for one in found.present} == {"Eva Malá", "rektor"}
    assert [(one.text, one.due) for one in found.points] == [("Pošleme návrh", "2027-06-01")]
    assert value(store, "interaction", key, "delegation_id") == visit
    again = MinutesDialog(context, row, visit, parent)
    assert [box.isChecked() for box, _ in again._people] == [True]
    again._people[0][0].setChecked(False)
    again.save()
    with store.reading() as connection:
        found = read_minutes(connection, key, Language.CS)
    assert found
    assert [one.name for one in found.present] == ["rektor"]
    assert count(store, "task") == 1


def _asked(context: Context, visit: str, **values: Any) -> Following:
    with context.store.reading() as connection:
        found = following(connection, visit, values, Language.CS)
    assert found
    return found


def test_whoever_moves_a_visit_is_asked_what_follows_once(
    context: Context, parent: QWidget, visit: str, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    store = context.store
    person = make(store, "person")
    member = {"delegation_id": visit, "side": "guest", "person_id": person}
    make(store, "delegation_member", invitation="accepted", accommodation="Hotel", **member)
    make(store, "programme_item", delegation_id=visit, title_cs="Oběd", starts="2027-05-10T12:00")
    shown: list[FollowingDialog] = []

    def accept(dialog: FollowingDialog) -> int:
        shown.append(dialog)
        letters = dialog.box("letters")
        assert letters
        letters.setChecked(True)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(FollowingDialog, "exec", accept)
    letters: list[list[str]] = []
    context.letters_wanted.connect(letters.append)
    entity = ENTITIES["delegation"]
    with store.reading() as connection:
        record = read(connection, entity, visit)
    assert record
    form: Any = None
    key = (visit, record.version)
    assert saving.store_form(context, parent, form, entity, key, {"start": "2027-05-12"})
    assert len(shown) == 1
    with store.reading() as connection:
        (starts,) = connection.execute("SELECT starts FROM programme_item").fetchone()
        (state,) = connection.execute("SELECT invitation FROM delegation_member").fetchone()
    assert (starts, state) == ("2027-05-12T12:00", "invited")
    qtbot.waitUntil(lambda: letters == [[person]])


def test_nothing_is_stored_if_the_question_is_given_up(
    context: Context, parent: QWidget, visit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(context.store, "delegation_member", delegation_id=visit, side="guest", post="host",
         invitation="invited")  # fmt: skip
    monkeypatch.setattr(FollowingDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected)
    form: Any = None
    entity = ENTITIES["delegation"]
    values = {"status": "cancelled"}
    assert saving.store_form(context, parent, form, entity, (visit, 10**9), values) is None
    assert value(context.store, "delegation", visit, "status") is None


def test_each_kind_of_change_asks_what_belongs_to_it(
    context: Context, parent: QWidget, visit: str
) -> None:
    make(context.store, "task", title="Dary", relative_to_id=visit, relative_days=14)
    make(context.store, "delegation_member", delegation_id=visit, side="guest", post="host",
         invitation="accepted", arrival="2027-05-10T08:00", room="12")  # fmt: skip
    asked = {
        name: {
            box
            for box in ("cancel_tasks", "move_programme", "tasks_for_reservations", "ask_again",
                        "tell_invited", "letters")
            if FollowingDialog(context, _asked(context, visit, **values), parent).box(box)
        }
        for name, values in (
            ("cancelled", {"status": "cancelled"}),
            ("moved", {"start": "2027-05-11"}),
            ("undated", {"start": "2027"}),
        )
    }  # fmt: skip
    assert asked == {
        "cancelled": {"cancel_tasks", "tasks_for_reservations", "tell_invited"},
        "moved": {"move_programme", "tasks_for_reservations", "ask_again", "tell_invited"},
        "undated": {"tasks_for_reservations", "ask_again", "tell_invited"},
    }
