from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ui.widgets.ordered_rows import OrderedRows


def rows(qtbot: QtBot) -> tuple[OrderedRows, list[tuple[str, int]]]:
    table = OrderedRows(["Č.", "Co"], "Pořadí")
    qtbot.addWidget(table)
    wanted: list[tuple[str, int]] = []
    table.moved.connect(lambda key, place: wanted.append((key, place)))
    table.show_rows([(key, ("1", key)) for key in "abc"], "b")
    return table, wanted


def test_alt_with_an_arrow_asks_for_the_next_place(qtbot: QtBot) -> None:
    table, wanted = rows(qtbot)
    assert table.chosen == "b"
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert wanted == [("b", 2), ("b", 0)]
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.chosen == "a", "an arrow alone chooses"
    table.move_chosen(-1)
    assert len(wanted) == 2, "nothing above the first"


def test_a_row_dropped_between_others_goes_there(qtbot: QtBot) -> None:
    table, wanted = rows(qtbot)
    table.drop_at("a", 3)
    table.drop_at("c", 0)
    table.drop_at("b", 1)
    table.drop_at("b", 2)
    assert wanted == [("a", 2), ("c", 0)], "its own place is no move"


def test_what_cannot_be_moved_is_not(qtbot: QtBot) -> None:
    table, wanted = rows(qtbot)
    table.set_movable(movable=False)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert wanted == []
