"""The jobs that are done most often, in as few keys and clicks as they may cost: making, editing.

Keys and clicks are counted, typed texts are not: what is written has to be written.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.db.store import Store
from tests.e2e.conftest import Work
from tests.e2e.counting import Counted
from tests.e2e.desk import CTRL, SHIFT, Desk, Dialogs, click, saved_as
from tests.factories import count, make, value
from ui.dialogs.common.preview import PreviewDialog
from ui.dialogs.contacts.new_person import SignatureDialog
from ui.screens.records import RecordsScreen
from ui.widgets.one_stop import bring_into_view


def actions(store: Store) -> int:
    """How many actions there are to undo."""
    return count(store, "log_header")


def stored(desk: Desk) -> None:
    desk.until(lambda: not desk.screen.detail.is_editing)
    desk.settled()


def new_person(desk: Desk, organisation: str) -> Counted:
    """Write down a person with post, organisation, e-mail and phone, by the keyboard."""
    hand = Counted(desk)
    hand.key(Qt.Key.Key_N, CTRL)
    hand.tabs()  # no title
    hand.type("Jana")
    hand.tabs()
    hand.type("Nováková")
    hand.tabs(2)  # no title behind the name
    hand.type(organisation)
    hand.tabs()
    hand.type("vedoucí odboru")
    hand.tabs()
    hand.type("jana@okres.cz")
    hand.tabs()
    hand.type("475 657 111")
    hand.key(Qt.Key.Key_S, CTRL)
    stored(desk)
    return hand


@pytest.mark.parametrize(("organisation", "most"), [("zkusebni", 9), ("Okres Nový", 12)])
def test_a_person_with_post_and_contact_details(work: Work, organisation: str, most: int) -> None:
    def day(desk: Desk) -> None:
        store = desk.window.context.store
        make(store, "organisation", name_cs="Okres Zkušební")
        desk.go_to("person")
        before = actions(store)
        hand = new_person(desk, organisation)
        assert hand.count <= most, hand.acts
        assert actions(store) == before + 1  # one save
        key = desk.shown
        assert value(store, "person", key, "full_name") == "Jana Nováková"
        with store.reading() as connection:
            (name, post) = connection.execute(
                "SELECT o.name_cs, p.title_cs FROM position p JOIN organisation o"
                " ON o.id = p.organisation_id WHERE p.person_id = ?",
                (key,),
            ).fetchone()
        wanted = "Okres Zkušební" if most == 9 else organisation
        assert (name, post) == (wanted, "vedoucí odboru")
        assert count(store, "contact_point") == 2
        desk.key(Qt.Key.Key_Z, CTRL)
        assert count(store, "person") == count(store, "position") == 0
        assert count(store, "organisation") == 1

    work(day)


def test_a_person_from_a_pasted_signature(work: Work) -> None:
    def day(desk: Desk) -> None:
        store = desk.window.context.store
        desk.go_to("person")
        QApplication.clipboard().setText(
            "Bc. Petr Dvořák\nreferent\nEuroregion Elbe/Labe\ntel. 475 211 603\npetr@labe.cz"
        )
        hand = Counted(desk)
        hand.key(Qt.Key.Key_N, CTRL)

        def fill_in(dialog: SignatureDialog) -> None:
            hand.press(dialog, dialog.fill.text())

        with Dialogs(fill_in):
            hand.key(Qt.Key.Key_V, CTRL | SHIFT)
        hand.key(Qt.Key.Key_S, CTRL)
        stored(desk)
        assert hand.count <= 4
        assert value(store, "person", desk.shown, "family_name") == "Dvořák"
        assert count(store, "organisation") == 1
        assert count(store, "contact_point") == 2

    work(day)


@pytest.mark.parametrize("by", ["mouse", "keyboard"])
def test_one_date_of_an_agreement(work: Work, by: str) -> None:
    def day(desk: Desk) -> None:
        store = desk.window.context.store
        key = make(store, "agreement", signed_on="2020-01-15")
        desk.go_to("agreement")
        desk.settled()
        view = desk.screen.detail._view
        assert view
        line = view.fact_line("signed_on")
        assert line
        hand = Counted(desk)
        bring_into_view(line)
        if by == "mouse":
            hand.click(line.value, QPoint(6, 6))
        else:
            line.setFocus()  # the arrows lead there: see the test of one stop per card
            hand.key(Qt.Key.Key_Return)
        hand.type("16. 1. 2020")
        hand.key(Qt.Key.Key_Return)
        assert hand.count <= 3
        assert value(store, "agreement", key, "signed_on") == "2020-01-16"
        assert not desk.screen.detail.is_editing

    work(day)


def test_one_date_of_an_agreement_from_the_calendar(work: Work) -> None:
    def day(desk: Desk) -> None:
        store = desk.window.context.store
        key = make(store, "agreement", signed_on="2020-01-15")
        desk.go_to("agreement")
        desk.settled()
        detail = desk.screen.detail
        detail.change_fact("signed_on")
        desk.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        calendar = QApplication.activePopupWidget()
        assert calendar
        days = calendar.focusWidget()
        assert days
        QTest.keyClick(days, Qt.Key.Key_Right)
        QTest.keyClick(days, Qt.Key.Key_Return)
        assert value(store, "agreement", key, "signed_on") == "2020-01-16"
        assert not detail.is_editing

    work(day)


@pytest.mark.parametrize("by", ["space", "key"])
def test_a_task_done(work: Work, by: str) -> None:
    def day(desk: Desk) -> None:
        store = desk.window.context.store
        key = make(store, "task", title="Zavolat", due="2026-01-05")
        desk.go_to("task")
        desk.settled()
        desk.screen.table.setFocus()
        hand = Counted(desk)
        hand.key(Qt.Key.Key_Space) if by == "space" else hand.key(Qt.Key.Key_D, CTRL)
        assert hand.count == 1
        assert value(store, "task", key, "status") == "done"

    work(day)


def focused() -> str:
    """What the field is called in which one types."""
    place = QApplication.focusWidget()
    assert place
    return place.accessibleName()


def test_from_the_partner_to_the_day_of_signing_by_tab_alone(work: Work) -> None:
    def day(desk: Desk) -> None:
        desk.go_to("agreement")
        desk.key(Qt.Key.Key_N, CTRL)
        desk.walk_to("Partner")
        hand = Counted(desk)
        while focused() != "Podepsáno":
            hand.tabs()
            assert hand.count <= 7, hand.acts
        desk.key(Qt.Key.Key_Escape)

    work(day)


def test_a_whole_agreement_by_the_keyboard_printed(
    work: Work, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def day(desk: Desk) -> None:
        window = desk.window
        window.context.theme.set_text(150, only=False)
        try:
            make_and_print(desk)
        finally:
            window.context.theme.set_text(100, only=False)

    def make_and_print(desk: Desk) -> None:
        store = desk.window.context.store
        own = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
        from app.services.office import choose_own_organisation

        choose_own_organisation(store, own)
        desk.window.show_screen("agreement")
        before = actions(store)
        hand = Counted(desk)
        hand.key(Qt.Key.Key_N, CTRL)
        assert desk.screen.detail.isVisible()
        hand.type("Memorandum o spolupráci")
        hand.tabs(3)  # no titles in other languages
        assert focused() == "Partner"
        hand.type("Zakarpatská oblast")
        hand.key(Qt.Key.Key_PageDown, CTRL)  # the next card
        assert focused() == "Podepsáno"
        hand.type("12. 5. 2026")
        hand.tabs()
        assert focused() == "Místo podpisu"
        hand.type("Užhorod")
        hand.key(Qt.Key.Key_S, CTRL)
        stored(desk)
        assert hand.count <= 7, hand.acts
        assert actions(store) == before + 1
        assert count(store, "agreement_party") == 2
        assert value(store, "agreement", desk.shown, "signed_on") == "2026-05-12"
        target = tmp_path / "souhrn.pdf"
        saved_as(monkeypatch, target)

        def print_it(dialog: PreviewDialog) -> None:
            with Dialogs(lambda box: click(box, "Zavřít")):
                click(dialog, "Uložit jako PDF…")
            dialog.reject()

        with Dialogs(print_it):
            desk.key(Qt.Key.Key_P, CTRL)
        assert target.read_bytes().startswith(b"%PDF")

    work(day, welcomed=False)


def test_the_form_of_a_new_record_begins_in_its_first_field(work: Work) -> None:
    def day(desk: Desk) -> None:
        for entity in ("person", "organisation", "delegation", "agreement", "task"):
            screen = desk.go_to(entity)
            assert isinstance(screen, RecordsScreen)
            desk.key(Qt.Key.Key_N, CTRL)
            form = screen.detail._form
            assert form
            first = next(iter(form._editors.values()))
            focus = QApplication.focusWidget()
            assert focus is first.inner, entity
            desk.key(Qt.Key.Key_Escape)

    work(day)
