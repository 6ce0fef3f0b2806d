"""The window speaks to its screens through one door; one that can do nothing is answered too."""

from __future__ import annotations

import inspect

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from ui import main_window
from ui.main_window import MAKERS, PLACES, PROGRAMME, MainWindow
from ui.screens.screen import Screen


def test_every_place_has_what_makes_its_screen() -> None:
    # The programme stands in no sidebar: its visit leads to it.
    assert [place.key for place in (*PLACES, PROGRAMME)] == list(MAKERS)


@pytest.mark.parametrize("place", [place.key for place in (*PLACES, PROGRAMME)])
def test_what_is_made_is_a_screen(window: MainWindow, place: str) -> None:
    window.show_screen(place)
    assert isinstance(window.screen_shown, Screen)
    assert window.screens[place] is window.screen_shown


def test_a_screen_that_can_do_nothing_is_shown_and_left(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MAKERS, "home", lambda _window: Screen())
    monkeypatch.setattr(main_window, "HOME", "home")
    window.screens.pop("home", None)
    window.show_screen("home")
    shown = window.screen_shown
    assert type(shown) is Screen
    for name, member in inspect.getmembers(Screen):
        if name in vars(Screen) and isinstance(member, property):
            getattr(shown, name)
    said: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "information", staticmethod(lambda *given: said.append(given[2]))
    )
    window.papers.print_shown()
    window.papers.print_list()
    assert said == 2 * ["Zde není co tisknout. Nejprve otevřete seznam nebo záznam."]
    window.commands()
    window.retranslate()
    window._escape()
    window.create_record("home")
    assert window.screen_shown is window.screens["task"]
    assert window.screen_shown.is_editing
