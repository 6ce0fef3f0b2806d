from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.db.sets import parts
from app.i18n import Language
from app.kinds import TAGS
from ui.theme import Theme
from ui.widgets.tag_line import TagLine


@pytest.fixture
def line(qtbot: QtBot, theme: Theme) -> TagLine:
    made = TagLine(theme, lambda: ["vánoce", "veletrh"], split)
    qtbot.addWidget(made)
    made.resize(400, 80)
    made.show()
    made.show_tags(["ples"])
    return made


def split(text: str) -> list[str]:
    return parts(TAGS.parse(text, Language.CS))


def chips(line: TagLine) -> list[str]:
    return [chip.text() for chip in line._chips]


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Comma, Qt.Key.Key_Semicolon])
def test_what_is_typed_becomes_a_chip(line: TagLine, qtbot: QtBot, end: Qt.Key) -> None:
    qtbot.keyClicks(line.line, "milan  host")
    assert line.texts() == ["ples", "milan host"], "what is still being typed counts"
    with qtbot.waitSignal(line.edited):
        qtbot.keyClick(line.line, end)
    assert chips(line) == ["ples", "milan host"]
    assert line.line.text() == ""


def test_a_tag_that_is_there_is_not_doubled(line: TagLine, qtbot: QtBot) -> None:
    qtbot.keyClicks(line.line, "PLES")
    qtbot.keyClick(line.line, Qt.Key.Key_Return)
    assert line.texts() == ["ples"]


def test_pasted_tags_become_several_chips(line: TagLine) -> None:
    line.line.setText("a; b, c")
    line.take()
    assert chips(line) == ["ples", "a", "b", "c"]


def test_chips_are_taken_away(line: TagLine, qtbot: QtBot) -> None:
    line.show_tags(["a", "b", "c"])
    with qtbot.waitSignal(line.edited):
        line._chips[0].click()
    assert line.texts() == ["b", "c"]
    qtbot.keyClick(line.line, Qt.Key.Key_Backspace)
    assert line.texts() == ["b"]


def test_known_tags_are_proposed(line: TagLine, qtbot: QtBot) -> None:
    line.line.setFocus()
    qtbot.waitUntil(lambda: line._names.rowCount() == 2)
    completer = line.line.completer()
    completer.setCompletionPrefix("vel")
    assert completer.completionCount() == 1
    completer.activated.emit("veletrh")
    line.line.setText("veletrh")
    qtbot.waitUntil(lambda: chips(line) == ["ples", "veletrh"])


def test_a_chip_says_what_it_does(line: TagLine) -> None:
    line.set_chip_name(lambda tag: f"Odebrat {tag}")
    assert line._chips[0].accessibleName() == "Odebrat ples"
