from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.i18n import Language
from ui.dialogs.program.palette import _ENTRY, Palette
from ui.main_window import PLACES, MainWindow


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> Palette:
    made = Palette(window.context, window.commands(), window)
    qtbot.addWidget(made)
    made.show()
    return made


def shown(palette: Palette) -> list[str]:
    return [palette.list.item(row).data(_ENTRY).text for row in range(palette.list.count())]


def type_into(palette: Palette, text: str) -> None:
    palette.line.setText(text)
    palette.refresh()


def test_without_a_word_it_offers_screens_and_commands(
    palette: Palette, window: MainWindow
) -> None:
    tr = window.context.tr_
    assert shown(palette)[: len(PLACES)] == [tr.message(place.label) for place in PLACES]
    assert tr("Back up…") in shown(palette)


def test_records_are_found_and_opened_with_enter(
    window: MainWindow, palette: Palette, qtbot: QtBot
) -> None:
    type_into(palette, "vojvodina")
    assert "Autonomní oblast Vojvodina" in shown(palette)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.result() == QDialog.DialogCode.Accepted.value
    assert palette.chosen
    palette.chosen()
    screen = window.screen_shown
    assert screen
    assert screen.entity.name == "organisation"
    assert screen.detail.record
    assert screen.detail.record.values["name_cs"] == "Autonomní oblast Vojvodina"


def test_commands_are_found_by_their_words_and_run(
    window: MainWindow, palette: Palette, qtbot: QtBot
) -> None:
    type_into(palette, "vzhled tmavy")
    assert len(shown(palette)) == 1
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.chosen
    palette.chosen()
    assert window.context.theme.scheme == "dark"


def test_the_arrow_keys_move_through_the_lines(palette: Palette, qtbot: QtBot) -> None:
    type_into(palette, "kraj")
    assert palette.list.count() > 3
    qtbot.keyClick(palette, Qt.Key.Key_Down)
    qtbot.keyClick(palette, Qt.Key.Key_Down)
    qtbot.keyClick(palette, Qt.Key.Key_Up)
    assert palette.list.currentRow() == 1


def test_what_is_found_otherwise_says_why(palette: Palette) -> None:
    type_into(palette, "epodatelna")
    entry = palette.list.item(0).data(_ENTRY)
    assert entry.text == "Ústecký kraj"
    assert "epodatelna@kr-ustecky.cz" in entry.detail


def test_enter_before_the_pause_is_over_takes_the_text_as_it_is(
    palette: Palette, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.line, "zalohovat")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.result() == QDialog.DialogCode.Accepted.value


def test_nothing_found_is_said(palette: Palette) -> None:
    type_into(palette, "xyzzy")
    assert palette._nothing.isVisible()
    assert not palette.list.isVisible()


def test_it_opens_with_ctrl_k(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened: list[int] = []
    monkeypatch.setattr(
        Palette, "exec", lambda _self: opened.append(1) or QDialog.DialogCode.Rejected.value
    )
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    window.sidebar.search.click()
    assert opened == [1, 1]


@pytest.mark.parametrize("language", list(Language))
def test_every_command_has_a_name_in_every_language(window: MainWindow, language: Language) -> None:
    window.switch_language(language)
    names = [command.text for command in window.commands()]
    assert all(names)
    assert len(names) == len(set(names))


def test_what_is_typed_can_become_a_task(window: MainWindow, qtbot: QtBot) -> None:
    typed: list[str] = []
    palette = Palette(window.context, [], window, new_task=typed.append)
    qtbot.addWidget(palette)
    palette.line.setText("zavolat v pátek")
    palette.refresh()
    palette.list.setCurrentRow(palette.list.count() - 1)
    palette._enter()
    assert palette.chosen
    palette.chosen()
    assert typed == ["zavolat v pátek"]
