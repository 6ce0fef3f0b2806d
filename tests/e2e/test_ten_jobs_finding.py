"""The most frequent jobs of finding and going about: keys and clicks are counted.

A number that is pasted or typed in one go counts as one step, as does a key with its modifiers.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QMouseEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.db.store import Store
from tests.factories import make
from tests.ui.conftest import (
    MakeContext,
    leave_forms,
)
from ui.dialogs.contacts.mail_dialog import MailDialog
from ui.dialogs.program.palette import Palette
from ui.main_window import MainWindow

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Steps:
    """Presses keys in a window and counts them."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.count = 0

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the focus is."""
        self.count += 1
        self.qtbot.waitUntil(lambda: self.window.screen_shown.is_drawn)
        self.window.activateWindow()  # as a desktop does when a dialog is closed
        self.qtbot.waitUntil(self.window.isActiveWindow)
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def search(self, text: str) -> Palette:
        """Ctrl+K, a text in one go, Enter; gives the palette as it was."""
        seen: list[Palette] = []

        def answer(dialog: Palette) -> int:
            seen.append(dialog)
            if text:
                self.count += 1
                dialog.line.setText(text)
            self.count += 1
            QTest.keyClick(dialog.line, Qt.Key.Key_Return)
            return dialog.result()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Palette, "exec", answer)
            self.key(Qt.Key.Key_K, CTRL)
        return seen[0]

    @property
    def shown(self) -> str | None:
        """The id of the record on the screen."""
        record = self.window.screen_shown.record
        return record.id if record else None


@pytest.fixture
def steps(store: Store, make_context: MakeContext, qtbot: QtBot) -> Callable[[], Steps]:
    def begin() -> Steps:
        window = MainWindow(make_context(store))
        qtbot.addWidget(window, before_close_func=leave_forms)
        window.resize(1366, 768)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return Steps(window, qtbot)

    return begin


def caller(store: Store) -> str:
    person = make(store, "person", family_name="Volající", given_name="Jana")
    make(store, "contact_point", person_id=person, kind="phone", value="+420485226301")
    for number in range(5):
        other = make(store, "person", family_name=f"Jiná{number}")
        make(store, "contact_point", person_id=other, kind="mobile", value=f"+42060230110{number}")
    return person


@pytest.mark.parametrize("typed", ["485 226 301", "485226301", "+420485226301", "6301", "26301"])
def test_who_is_calling_takes_two_steps_after_ctrl_k(
    store: Store, steps: Callable[[], Steps], typed: str
) -> None:
    person = caller(store)
    at_work = steps()
    at_work.search(typed)
    assert at_work.shown == person
    assert at_work.count == 3  # Ctrl+K, the number, Enter


def test_the_record_before_is_one_key_away(store: Store, steps: Callable[[], Steps]) -> None:
    person = caller(store)
    organisation = make(store, "organisation", name_cs="Žitava")
    at_work = steps()
    at_work.search("Volající")
    at_work.search("Žitava")
    assert at_work.shown == organisation
    at_work.count = 0
    at_work.key(Qt.Key.Key_Left, ALT)
    assert at_work.shown == person
    assert at_work.count == 1
    at_work.key(Qt.Key.Key_Right, ALT)
    assert at_work.shown == organisation
    at_work.count = 0
    at_work.search("")  # Ctrl+K shows the recent records first
    assert at_work.shown == person
    assert at_work.count == 2


def press(window: MainWindow, handle: QWindow, button: Qt.MouseButton) -> None:
    """What a window sees before its widgets when a button of the mouse is pressed over it."""
    place = QPointF(500, 300)
    pressed = QEvent.Type.MouseButtonPress
    assert window.eventFilter(handle, QMouseEvent(pressed, place, place, button, button, NONE))


def test_the_buttons_of_a_mouse_go_back_and_forward(
    store: Store, steps: Callable[[], Steps]
) -> None:
    person = caller(store)
    at_work = steps()
    at_work.search("Volající")
    at_work.window.show_screen("agreement")
    at_work.qtbot.waitUntil(lambda: at_work.window.screen_shown.is_drawn)
    handle = at_work.window.windowHandle()
    press(at_work.window, handle, Qt.MouseButton.BackButton)
    at_work.qtbot.waitUntil(lambda: at_work.shown == person)
    press(at_work.window, handle, Qt.MouseButton.ForwardButton)
    at_work.qtbot.waitUntil(
        lambda: at_work.window.screen_shown is at_work.window.screens["agreement"]
    )


@pytest.mark.nightly  # after other files in one process the press does not always arrive: open
def test_a_real_press_of_such_a_button_arrives(store: Store, steps: Callable[[], Steps]) -> None:
    person = caller(store)
    at_work = steps()
    at_work.search("Volající")
    at_work.window.show_screen("agreement")
    handle = at_work.window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.BackButton, NONE, QPoint(500, 300))
    at_work.qtbot.waitUntil(lambda: at_work.shown == person)


def test_a_deleted_record_is_passed_over_on_the_way_back(
    store: Store, steps: Callable[[], Steps]
) -> None:
    person = caller(store)
    gone = make(store, "organisation", name_cs="Zaniklá")
    at_work = steps()
    for typed in ("Volající", "Zaniklá"):
        at_work.search(typed)
    at_work.window.screens["organisation"].detail.delete()  # type: ignore[attr-defined]
    at_work.window.show_screen("agreement")
    at_work.key(Qt.Key.Key_Left, ALT)
    assert at_work.shown == person
    assert gone not in [spot.record for spot in at_work.window._trail.recent]


def test_the_coming_visit_comes_before_past_ones(store: Store, steps: Callable[[], Steps]) -> None:
    for year in (2019, 2021, 2020):
        make(store, "delegation", title_cs=f"Sasko {year}", start=f"{year}-05-01")
    coming = make(store, "delegation", title_cs="Cesta do Saska, jednání", start="2096-12-08")
    make(store, "delegation", title_cs="Sasko později", start="2097-12-08")
    at_work = steps()
    at_work.search("sask")
    assert at_work.shown == coming


def test_a_paper_about_another_list_leaves_the_screen_as_it_is(
    store: Store, steps: Callable[[], Steps], monkeypatch: pytest.MonkeyPatch
) -> None:
    make(store, "agreement", title_cs="Dohoda")
    at_work = steps()
    at_work.window.show_screen("person")
    printed: list[object] = []
    monkeypatch.setattr(
        "ui.dialogs.common.preview.show_paper", lambda *given: printed.append(given[3])
    )
    at_work.search("Tisk: Evidence dohod")
    assert at_work.window.screen_shown is at_work.window.screens["person"]
    assert [query.entity.name for query in printed] == ["agreement"]  # type: ignore[attr-defined]


def commands(window: MainWindow) -> list[str]:
    return [command.text for command in window.commands()]


def test_the_palette_offers_what_can_be_done_and_nothing_that_cannot(
    store: Store, steps: Callable[[], Steps]
) -> None:
    serbian = make(store, "organisation", name_cs="Vojvodina", country="RS")
    czech = make(store, "organisation", name_cs="Liberecký kraj", country="CZ")
    at_work = steps()
    at_work.window.open_record("organisation", serbian)
    offered = commands(at_work.window)
    assert not any("ARES" in text for text in offered)
    assert not any(text.startswith("Rozdělit sloučení") for text in offered)
    for start in ("Upravit: Vojvodina", "Smazat: Vojvodina", "Archivovat: Vojvodina"):
        assert start in offered
    for text in ("Ukončit", "Otevřít jinou databázi…"):
        assert text in offered
    assert any("Jen texty" in text or "Pouze text" in text for text in offered)
    at_work.window.open_record("organisation", czech)
    assert any("ARES" in text for text in commands(at_work.window))


def test_recent_records_outlive_the_window(
    store: Store, make_context: MakeContext, qtbot: QtBot
) -> None:
    person = caller(store)
    context = make_context(store)
    first = MainWindow(context)
    qtbot.addWidget(first)
    first.open_record("person", person)
    first.close()
    assert context.settings.recent == [f"person:{person}"]
    second = MainWindow(context)
    qtbot.addWidget(second)
    second.show_screen("home")
    assert [spot.record for spot in second._trail.recent] == [person]


def test_an_e_mail_to_a_selection_takes_two_keys(
    store: Store, steps: Callable[[], Steps], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        person = make(store, "person", family_name=f"Adresát{number}")
        if number:
            address = f"{number}@example.cz"
            make(store, "contact_point", person_id=person, kind="email", value=address)
    at_work = steps()
    at_work.window.show_screen("person")
    screen = at_work.window.screen_shown
    at_work.qtbot.waitUntil(lambda: screen.is_drawn)
    screen.table.selectAll()  # type: ignore[attr-defined]
    opened: list[str] = []
    said: list[str] = []

    def answer(dialog: MailDialog) -> int:
        said.extend(label.text() for label in dialog.findChildren(QLabel))
        at_work.count += 1
        QTest.keyClick(dialog.write, Qt.Key.Key_Return)
        return dialog.result()

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(MailDialog, "exec", answer)
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    at_work.key(Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert opened == ["mailto:?bcc=1@example.cz,2@example.cz"]
    assert at_work.count == 2
    assert any("Adresát0" in text for text in said), "who has no address is named"
