from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services.records.undo import undo
from tests.factories import count, make, value
from ui.context import Context
from ui.dialogs.delegations import precedence_dialog
from ui.dialogs.delegations.precedence_dialog import PrecedenceDialog
from ui.dialogs.delegations.tables_dialog import GIFT_LIMITS, RANK_TABLES, TablesDialog


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def visit(context: Context) -> tuple[str, list[str]]:
    key = make(context.store, "delegation")
    members = [
        make(context.store, "delegation_member", delegation_id=key, post=post, side="host")
        for post in ("starosta", "ředitel")
    ]
    return key, members


def test_the_order_is_moved_with_a_reason_and_stored_at_once(
    context: Context, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, (mayor, director) = visit(context)
    asked: list[str] = []
    monkeypatch.setattr(precedence_dialog, "inform", lambda *said: asked.append(said[2]))
    dialog = PrecedenceDialog(context, key, parent)
    assert dialog.rows.ids() == [mayor, director]
    assert not dialog.reason.isEnabled()
    dialog.rows.drop_at(director, 0)
    assert dialog.rows.ids() == [director, mayor]
    assert dialog.rows.chosen == director
    dialog.save()
    assert len(asked) == 1, "a reason is wanted"
    assert value(context.store, "delegation_member", director, "precedence") is None
    dialog.reason.setText("je oslavencem")
    dialog.reason.textEdited.emit("je oslavencem")
    dialog.save()
    stored = PrecedenceDialog(context, key, parent)
    assert stored.rows.ids() == [director, mayor]
    assert stored.reason.text() == "je oslavencem"
    stored.free()
    assert stored.rows.ids() == [mayor, director]
    stored.save()
    assert value(context.store, "delegation_member", director, "precedence") is None
    undo(context.store)
    assert value(context.store, "delegation_member", director, "precedence") == 1


def test_another_table_is_chosen_for_the_visit(context: Context, parent: QWidget) -> None:
    key, (mayor, director) = visit(context)
    table = make(context.store, "rank_table", name_cs="Úřad")
    make(
        context.store,
        "rank",
        rank_table_id=table,
        place=1,
        name_cs="úřad",
        posts="ředitel",
        tie="alphabet",
    )
    dialog = PrecedenceDialog(context, key, parent)
    dialog.table.setCurrentIndex(dialog.table.findData(table))
    assert dialog.rows.ids() == [director, mayor]
    dialog.save()
    assert value(context.store, "delegation", key, "rank_table_id") == table
    assert PrecedenceDialog(context, key, parent).table.currentData() == table


def test_the_supplied_table_becomes_a_record_when_it_is_changed(
    context: Context, parent: QWidget
) -> None:
    dialog = TablesDialog(context, RANK_TABLES, parent)
    ids = dialog.rows.ids()
    assert len(ids) > 20
    assert count(context.store, "rank") == 0, "looking at it changes nothing"
    dialog.rows.drop_at(ids[2], 0)
    assert count(context.store, "rank_table") == 1
    first = dialog.rows.ids()[0]
    assert value(context.store, "rank", first, "name_en") == "heads of governments"
    assert value(context.store, "rank", first, "place") == 1
    dialog.remove_row()
    assert count(context.store, "rank") == len(ids) - 1
    undo(context.store)
    assert count(context.store, "rank") == len(ids)
    dialog.delete_head()
    assert count(context.store, "rank_table") == count(context.store, "rank") == 0
    assert len(dialog.rows.ids()) == len(ids), "the supplied one is there again"


def test_limits_are_listed_with_their_amount(context: Context, parent: QWidget) -> None:
    values = {"whose": "elected", "from_whom": "company", "amount": "2000", "to_do": "ohlásit"}
    limit = make(context.store, "gift_limit", **values)
    dialog = TablesDialog(context, GIFT_LIMITS, parent)
    assert dialog.rows.ids() == [limit]
    item = dialog.rows.topLevelItem(0)
    assert item is not None
    assert "ohlásit" in item.text(3)
    dialog.remove_row()
    assert dialog.rows.ids() == []
