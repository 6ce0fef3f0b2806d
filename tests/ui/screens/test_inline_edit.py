from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.entities import ENTITIES, RECORDS
from app.services.records import records, undo
from tests.e2e.desk import write
from tests.factories import make, value
from tests.ui.conftest import drawn
from ui.context import Context
from ui.dialogs.common.row_dialog import RowDialog
from ui.screens.detail import Detail
from ui.screens.detail_heading import Heading
from ui.screens.inline_edit import InlineEdit
from ui.widgets.facts import FactLine
from ui.widgets.related_list import RelatedList, _Row


class Page(Detail):
    """A page of a record in a window, as tests look at it."""

    def line(self, name: str) -> FactLine:
        assert self._view
        found = self._view.fact_line(name)
        assert found, name
        return found

    @property
    def inline(self) -> InlineEdit:
        assert self._inline
        return self._inline

    @property
    def field(self) -> QWidget:
        """Where the focus of the field is that is being changed."""
        inner = self.inline.editor.inner
        line = inner.lineEdit() if isinstance(inner, QComboBox) else None
        return line or inner


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Any:
    made: list[Page] = []

    def show(entity: str, **values: Any) -> Page:
        key = make(context.store, entity, **values)
        shown = Page(context, ENTITIES[entity])
        qtbot.addWidget(shown)
        shown.resize(700, 700)
        shown.show()
        qtbot.waitExposed(shown)
        shown.show_record(key)
        drawn(qtbot, shown)
        shown.activateWindow()
        qtbot.waitUntil(shown.isActiveWindow)
        made.append(shown)
        return shown

    yield show
    for shown in made:
        shown.show_record(None)


def shown_error(page: Page) -> str:
    (label,) = [x for x in page.inline.findChildren(QLabel) if x.property("role") == "error"]
    return label.text() if label.isVisible() else ""


def test_a_date_is_changed_where_it_stands(page: Any, context: Context, qtbot: QtBot) -> None:
    detail = page("agreement", signed_on="2020-01-15")
    key = detail.record.id
    QTest.mouseClick(detail.line("signed_on").value, Qt.MouseButton.LeftButton, pos=QPoint(8, 6))
    write(detail.field, "16. 1. 2020")  # over what stood there
    QTest.keyClick(detail.field, Qt.Key.Key_Return)
    assert value(context.store, "agreement", key, "signed_on") == "2020-01-16"
    assert not detail.is_editing
    assert detail.line("signed_on").hasFocus()
    assert "16." in detail.line("signed_on").value.text()
    undo.undo(context.store)
    assert value(context.store, "agreement", key, "signed_on") == "2020-01-15"


def test_the_keyboard_alone_changes_a_value(page: Any, context: Context, qtbot: QtBot) -> None:
    detail = page("task", title="Zavolat", origin="porada", note="x")
    line = detail.line("origin")
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    write(detail.field, "telefon")
    QTest.keyClick(detail.field, Qt.Key.Key_Tab)
    assert value(context.store, "task", detail.record.id, "origin") == "telefon"
    assert QApplication.focusWidget() is not detail.line("origin")
    assert isinstance(QApplication.focusWidget(), FactLine)


def test_escape_leaves_it_as_it_was(page: Any, context: Context, qtbot: QtBot) -> None:
    detail = page("task", title="Zavolat", origin="porada")
    detail.change_fact("origin")
    write(detail.field, "telefon")
    assert detail.is_dirty
    QTest.keyClick(detail.field, Qt.Key.Key_Escape)
    assert not detail.is_editing
    assert detail.line("origin").value.text() == "porada"
    assert detail.line("origin").hasFocus()
    assert value(context.store, "task", detail.record.id, "origin") == "porada"


@pytest.mark.parametrize("typed", ["31. 2. 2020", "včera asi"])
def test_a_refused_value_stays_with_its_error_beside_it(
    page: Any, context: Context, qtbot: QtBot, typed: str
) -> None:
    detail = page("agreement", signed_on="2020-01-15")
    detail.change_fact("signed_on")
    write(detail.field, typed)
    QTest.keyClick(detail.field, Qt.Key.Key_Return)
    assert shown_error(detail)
    assert detail.field.hasFocus()
    assert value(context.store, "agreement", detail.record.id, "signed_on") == "2020-01-15"


def test_dates_in_the_wrong_order_are_refused_where_they_stand(
    page: Any, context: Context, qtbot: QtBot
) -> None:
    detail = page("delegation", start="2027-02-08", end="2027-02-10")
    detail.change_fact("end")
    write(detail.field, "1. 2. 2027")
    QTest.keyClick(detail.field, Qt.Key.Key_Return)
    assert shown_error(detail)
    assert value(context.store, "delegation", detail.record.id, "end") == "2027-02-10"


def test_a_required_value_cannot_be_emptied(page: Any, context: Context, qtbot: QtBot) -> None:
    detail = page("delegation", start="2027-02-08")
    detail.change_fact("start")
    detail.field.clear()
    detail.field.textEdited.emit("")
    QTest.keyClick(detail.field, Qt.Key.Key_Return)
    assert shown_error(detail) == "Vyplňte tento údaj."


def test_a_click_elsewhere_stores_what_was_typed(page: Any, context: Context, qtbot: QtBot) -> None:
    detail = page("task", title="Zavolat", origin="porada", note="x")
    detail.change_fact("origin")
    write(detail.field, "telefon")
    detail.line("note").setFocus()
    assert value(context.store, "task", detail.record.id, "origin") == "telefon"
    assert detail.line("note").hasFocus()


def test_an_empty_field_is_filled_in_where_it_belongs(
    page: Any, context: Context, qtbot: QtBot
) -> None:
    detail = page("agreement")
    (button,) = [
        b for b in detail.findChildren(QPushButton) if b.text().strip() == "Vyplnit další údaj"
    ]
    menus = [action.menu() for action in button.menu().actions()]
    action = next(a for m in menus for a in m.actions() if a.text() == "Číslo jednací")
    action.trigger()
    write(detail.field, "KUUK/1/2026")
    QTest.keyClick(detail.field, Qt.Key.Key_Return)
    assert value(context.store, "agreement", detail.record.id, "reference_no") == "KUUK/1/2026"
    assert detail.line("reference_no").hasFocus()
    detail.change_fact("file_no")
    QTest.keyClick(detail.field, Qt.Key.Key_Escape)
    assert detail._view
    assert detail._view.fact_line("file_no") is None


def test_a_choice_is_made_in_its_list(page: Any, context: Context, qtbot: QtBot) -> None:
    detail = page("agreement", kind="memorandum")
    detail.change_fact("kind")
    box = detail.inline.editor.inner
    assert isinstance(box, QComboBox)
    assert box.view().isVisible()
    box.hidePopup()
    box.setCurrentIndex(box.findData("declaration") if box.findData("declaration") >= 0 else 0)
    box.activated.emit(box.currentIndex())
    assert not detail.is_editing
    stored = value(context.store, "agreement", detail.record.id, "kind")
    assert stored == box.itemData(box.currentIndex())


def test_a_reference_is_made_where_it_stands(page: Any, context: Context, qtbot: QtBot) -> None:
    detail = page("agreement")
    detail.change_fact("partner_id")
    write(detail.field, "Okres Nový")
    QTest.keyClick(QApplication.activePopupWidget() or detail.field, Qt.Key.Key_Tab)
    if detail.is_editing:
        QTest.keyClick(detail.field, Qt.Key.Key_Tab)
    key = value(context.store, "agreement", detail.record.id, "partner_id")
    assert value(context.store, "organisation", key, "name_cs") == "Okres Nový"


def test_enter_makes_what_is_missing(page: Any, context: Context, qtbot: QtBot) -> None:
    detail = page("agreement")
    detail.change_fact("partner_id")
    write(detail.field, "Okres Nový")
    for popup in filter(None, [QApplication.activePopupWidget()]):
        popup.hide()  # as the first Enter does
    QTest.keyClick(detail.field, Qt.Key.Key_Return)
    assert not detail.is_editing
    key = value(context.store, "agreement", detail.record.id, "partner_id")
    assert value(context.store, "organisation", key, "name_cs") == "Okres Nový"


def test_a_value_is_copied_with_a_key(page: Any, qtbot: QtBot) -> None:
    detail = page("task", title="Zavolat", origin="porada")
    detail.line("origin").setFocus()
    QTest.keyClick(detail.line("origin"), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "porada"


def test_marking_a_part_of_a_value_changes_nothing(page: Any, qtbot: QtBot) -> None:
    detail = page("task", title="Zavolat", origin="porada vedení")
    label = detail.line("origin").value
    QTest.mousePress(label, Qt.MouseButton.LeftButton, pos=QPoint(2, 6))
    QTest.mouseMove(label, QPoint(60, 6))
    QTest.mouseRelease(label, Qt.MouseButton.LeftButton, pos=QPoint(60, 6))
    assert not detail.is_editing


def test_f2_goes_on_in_the_whole_form(page: Any, qtbot: QtBot) -> None:
    detail = page("task", title="Zavolat", origin="porada")
    detail.change_fact("origin")
    write(detail.field, "telefon")
    detail.edit()
    assert detail._form
    assert detail._form.draft() == {"origin": "telefon"}


def test_what_is_typed_survives_a_switch_of_the_language_and_a_crash(
    page: Any, context: Context, qtbot: QtBot
) -> None:
    detail = page("task", title="Zavolat", origin="porada")
    detail.change_fact("origin")
    write(detail.field, "telefon")
    detail.retranslate()
    assert isinstance(detail.field, QLineEdit)
    assert detail.field.text() == "telefon"
    detail._keep_draft()
    from ui.drafts import RECORD_DRAFT

    assert "telefon" in (context.store.meta(RECORD_DRAFT) or "")


def test_what_another_changed_meanwhile_is_asked_about(
    page: Any, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    detail = page("task", title="Zavolat", origin="porada")
    detail.change_fact("origin")
    write(detail.field, "telefon")
    _, changes = records.save(
        context.store,
        ENTITIES["task"],
        detail.record.id,
        detail.record.version,
        {"origin": "pošta"},
    )
    context.changed(changes)
    asked: list[Any] = []
    monkeypatch.setattr(
        "ui.dialogs.common.questions.ask_conflict", lambda *a: asked.append(a) or a[3]
    )
    QTest.keyClick(detail.field, Qt.Key.Key_Return)
    assert asked
    assert value(context.store, "task", detail.record.id, "origin") == "telefon"


@pytest.mark.parametrize("entity", [e.name for e in RECORDS])
def test_every_fact_of_every_kind_of_record_opens_where_it_stands(
    page: Any, context: Context, qtbot: QtBot, entity: str
) -> None:
    detail = page(entity)
    assert detail._view
    names = [f.name for f in detail._entity.fields if detail._view._is_changed_here(f)]
    for name in names:
        detail.change_fact(name)
        assert detail.inline.field.name == name
        if isinstance(box := detail.inline.editor.inner, QComboBox):
            box.hidePopup()
        detail._give_up_inline()
    assert not detail.is_editing


def test_tab_stops_once_in_a_card_and_arrows_go_on_inside(
    page: Any, context: Context, qtbot: QtBot
) -> None:
    detail = page("agreement", note="x", file_no="1", reference_no="2")
    for number in range(12):
        make(
            context.store, "commitment", agreement_id=detail.record.id, text_cs=f"Slib {number:02}"
        )
    detail.show_record(detail.record.id)
    drawn(qtbot, detail)
    from ui.widgets.card import Card, stops_of

    cards = [card for card in detail.findChildren(Card) if card.isVisible()]
    assert len(cards) > 6
    for card in cards:
        reached = [stop for stop in stops_of(card) if stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert len(reached) <= 1
    lists = [item for item in detail.findChildren(RelatedList) if len(item._rows) > 5]
    rows = [row for whole in lists[0]._rows for row in whole.findChildren(_Row) or [whole]]
    rows[0].setFocus()
    QTest.keyClick(rows[0], Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)  # past the button of the line
    assert rows[1].hasFocus()
    assert not rows[0].focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(rows[1], Qt.Key.Key_End)
    more = QApplication.focusWidget()
    assert isinstance(more, QPushButton)
    assert more.text() == "Zobrazit vše (12)"
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert isinstance(QApplication.focusWidget(), _Row)
    assert "Slib 08" in QApplication.focusWidget().accessibleName()


def test_what_is_missing_leads_to_the_field(page: Any, context: Context, qtbot: QtBot) -> None:
    detail = page("agreement")
    (point,) = [
        button
        for button in detail.findChildren(QAbstractButton)
        if "Číslo jednací není zapsáno" in button.accessibleName()
    ]
    point.click()
    assert detail.inline.field.name == "reference_no"
    assert detail.field.hasFocus()


def test_what_is_missing_leads_to_what_is_added(
    page: Any, context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    detail = page("agreement")
    opened: list[str] = []
    monkeypatch.setattr(RowDialog, "exec", lambda self: opened.append(self._entity.name))
    (point,) = [
        button
        for button in detail.findChildren(QAbstractButton)
        if "žádná oblast spolupráce" in button.accessibleName().lower()
    ]
    point.click()
    assert opened == ["agreement_area"]


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_the_title_of_a_page_is_changed_where_it_stands(page: Any, qtbot: QtBot, by: str) -> None:
    shown = page("agreement", title_cs="Dohoda")
    line = shown.line("title_cs")
    assert line.value.text() == "Dohoda"
    if by == "mouse":
        QTest.mouseClick(line.value, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    else:
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert shown.inline.parent() is line
    write(shown.field, "Dohoda o spolupráci")
    QTest.keyClick(shown.field, Qt.Key.Key_Return)
    assert value(shown._context.store, "agreement", shown.record.id, "title_cs") == (
        "Dohoda o spolupráci"
    )
    again = shown.line("title_cs")
    assert again.value.text() == "Dohoda o spolupráci"
    qtbot.waitUntil(again.hasFocus)  # made anew, and still where one was


def test_a_refused_title_says_so_where_it_stands(page: Any) -> None:
    shown = page("agreement", title_cs="Dohoda")
    shown.change_fact("title_cs")
    QTest.keyClick(shown.field, Qt.Key.Key_Delete)  # all of it was marked
    QTest.keyClick(shown.field, Qt.Key.Key_Return)
    assert shown_error(shown)
    QTest.keyClick(shown.field, Qt.Key.Key_Escape)
    assert shown.line("title_cs").value.text() == "Dohoda"


def test_a_title_that_is_put_together_offers_nothing(page: Any) -> None:
    shown = page("person", given_name="Jana", family_name="Nová")
    assert shown._view
    heading = next(iter(shown._view.findChildren(Heading)))
    assert heading.line.value.text().endswith("Jana Nová")
    assert heading.line.focusPolicy() == Qt.FocusPolicy.NoFocus
    QTest.mouseClick(heading.line.value, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert not shown.is_editing


def test_what_leads_to_a_record_is_told_from_what_is_changed_by_a_click(
    page: Any, context: Context
) -> None:
    store = context.store
    organisation = make(store, "organisation", name_cs="Okres")
    key = make(store, "agreement", title_cs="Dohoda")
    make(store, "agreement_party", agreement_id=key, organisation_id=organisation)
    make(store, "resolution", agreement_id=key, body="Zastupitelstvo")
    shown = page("task", title="x")
    agreement = Page(context, ENTITIES["agreement"])
    shown.layout().addWidget(agreement)
    agreement.show_record(key)
    rows = {row._line.text: row._line.leads for row in agreement.findChildren(_Row)}
    assert rows["Okres"]
    assert not rows["Zastupitelstvo"]
