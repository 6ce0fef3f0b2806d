from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services.protocol.approvals import APPROVED, RETURNED, SUBMITTED
from tests.factories import make, value
from ui.context import Context
from ui.dialogs.delegations.approvals_dialog import ApprovalsDialog
from ui.dialogs.delegations.budget_dialog import BudgetDialog
from ui.dialogs.delegations.sensitive_dialog import SensitiveDialog


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_paper_is_submitted_returned_and_approved(context: Context, parent: QWidget) -> None:
    visit = make(context.store, "delegation")
    dialog = ApprovalsDialog(context, "delegation", visit, parent, "briefing")
    assert dialog.paper == "briefing"
    assert (dialog.submit.isEnabled(), dialog.approve.isEnabled()) == (True, False)
    dialog.take(SUBMITTED)
    assert (dialog.submit.isEnabled(), dialog.approve.isEnabled()) == (False, True)
    assert not dialog.send_back.isEnabled()
    dialog.remark.setText("Doplnit jména")
    dialog.remark.textEdited.emit("Doplnit jména")
    assert dialog.send_back.isEnabled()
    dialog.take(RETURNED)
    assert dialog.paper == "briefing"
    assert dialog.papers.currentItem().text(4) == "Doplnit jména"
    assert dialog.remark.text() == ""
    dialog.take(SUBMITTED)
    dialog.take(APPROVED)
    assert dialog.papers.currentItem().text(1) == "Schváleno"


def test_the_budget_shows_what_is_left_and_where_too_much_is_spent(
    context: Context, parent: QWidget
) -> None:
    year = context.today.year
    line = {"chapter": "10", "paragraph": "6172", "approved": "100"}
    key = make(context.store, "budget_line", year=year, **line)
    visit = make(context.store, "delegation", start=f"{year}-05-10")
    cost = {"category": "travel", "chapter": "10", "paragraph": "6172", "planned": "120"}
    make(context.store, "cost", delegation_id=visit, **cost)
    make(context.store, "cost", delegation_id=visit, category="other", planned="1", chapter="11")
    dialog = BudgetDialog(context, parent)
    assert dialog.lines.topLevelItemCount() == 2
    assert dialog.lines.topLevelItem(0).text(6).replace("\xa0", " ").startswith(("-20", "−20"))
    dialog.lines.setCurrentItem(dialog.lines.topLevelItem(1))
    assert not dialog.change.isEnabled()
    dialog.lines.setCurrentItem(dialog.lines.topLevelItem(0))
    assert dialog.chosen == key
    dialog.delete()
    assert value(context.store, "budget_line", key, "year") is None


def test_sensitive_data_are_looked_at_unticked_and_removed(
    context: Context, parent: QWidget
) -> None:
    visit = make(context.store, "delegation", start="2020-05-10")
    keys = [
        make(
            context.store,
            "delegation_member",
            delegation_id=visit,
            post=f"člen {n}",
            side="guest",
            diet="vegan",
        )
        for n in range(2)
    ]
    dialog = SensitiveDialog(context, parent)
    assert dialog.list.topLevelItemCount() == 2
    stays = dialog.list.topLevelItem(0)
    stays.setCheckState(0, Qt.CheckState.Unchecked)
    dialog.remove_chosen(dialog.chosen())
    assert dialog.list.topLevelItemCount() == 1
    assert sorted(str(value(context.store, "delegation_member", key, "diet")) for key in keys) == [
        "None",
        "vegan",
    ]
    dialog.days.setValue(3650)
    assert dialog.list.topLevelItemCount() == 0 or visit
    assert not dialog.remove.isEnabled() or dialog.list.topLevelItemCount()
