from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES
from tests.factories import make
from ui.context import Context
from ui.editors import SiblingEditor
from ui.forms import RecordForm


def offered(form: RecordForm, name: str) -> list[str]:
    """What a field offers to whoever comes to choose."""
    editor = form.editor(name)
    assert isinstance(editor, SiblingEditor)
    QApplication.sendEvent(editor.inner, QFocusEvent(QEvent.Type.FocusIn))
    box: Any = editor.inner
    return [box.itemText(n) for n in range(box.count()) if box.itemText(n)]


def test_a_reference_within_a_record_offers_its_own_rows_only(
    context: Context, qtbot: QtBot
) -> None:
    store = context.store
    visit, other = make(store, "delegation"), make(store, "delegation")
    for owner, post in ((visit, "velvyslanec"), (visit, "rada"), (other, "cizí")):
        make(store, "delegation_member", delegation_id=owner, post=post, side="guest")
    values = {"delegation_id": visit, "title_cs": "Oběd", "starts": "2027-05-10T12:00"}
    item = make(store, "programme_item", **values)
    cost = RecordForm(context, ENTITIES["cost"], frozenset({"delegation_id"}))
    qtbot.addWidget(cost)
    cost.preset = {"delegation_id": visit}
    assert sorted(offered(cost, "member_id")) == ["rada", "velvyslanec"]
    # A row of a row looks the record up in the one that it belongs to.
    part = RecordForm(context, ENTITIES["programme_part"], frozenset({"programme_item_id"}))
    qtbot.addWidget(part)
    part.preset = {"programme_item_id": item}
    assert sorted(offered(part, "member_id")) == ["rada", "velvyslanec"]


def test_the_positions_are_those_of_the_person_that_is_chosen(
    context: Context, qtbot: QtBot
) -> None:
    store = context.store
    person, office = make(store, "person"), make(store, "organisation")
    make(store, "position", person_id=person, organisation_id=office, title_cs="hejtmanka")
    make(
        store, "position", person_id=make(store, "person"), organisation_id=office, title_cs="jiná"
    )
    form = RecordForm(context, ENTITIES["delegation_member"], frozenset({"delegation_id"}))
    qtbot.addWidget(form)
    assert offered(form, "position_id") == []
    form.editor("person_id").set_value(person, context.tr_)
    assert offered(form, "position_id") == ["hejtmanka"]
