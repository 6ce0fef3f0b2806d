from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.services.protocol.participants import participants
from tests.factories import make
from ui.context import Context
from ui.dialogs.delegations.participants_dialog import ParticipantsDialog
from ui.widgets.plain import Combo


def test_a_member_gets_a_role_and_whoever_is_named_takes_part(
    context: Context, qtbot: QtBot
) -> None:
    store = context.store
    visit = make(store, "delegation")
    make(store, "delegation_member", delegation_id=visit, post="velvyslanec", side="guest")
    values = {"delegation_id": visit, "title_cs": "Oběd", "starts": "2027-05-10T12:00"}
    item = make(store, "programme_item", **values)
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ParticipantsDialog(context, item, "Oběd", parent)
    box = dialog.findChildren(Combo)[0]
    assert box.accessibleName() == "velvyslanec"
    box.setCurrentIndex(box.findData("interprets"))
    line = dialog.findChildren(QLineEdit)[0]
    line.setText("zástupci odborů")
    line.textEdited.emit(line.text())
    dialog.save()
    with store.reading() as connection:
        found = participants(connection, item, context.language)
    assert [(one.name, one.part) for one in found] == [
        ("velvyslanec", "interprets"),
        ("zástupci odborů", "takes_part"),
    ]
    again = ParticipantsDialog(context, item, "Oběd", parent)
    assert [(one.name, one.part) for one in again.wanted()[:2]] == [
        ("velvyslanec", "interprets"),
        ("zástupci odborů", "takes_part"),
    ]
