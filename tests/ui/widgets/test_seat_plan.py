from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.rules.protocol.tables import layout
from ui.theme import Theme
from ui.widgets.seat_plan import Place, SeatPlan


def shown(qtbot: QtBot, theme: Theme, count: int = 6) -> SeatPlan:
    """A round table with somebody on each seat but the last."""
    view = SeatPlan(theme.tokens, "Místa")
    qtbot.addWidget(view)
    view.resize(600, 600)
    found = layout("round", count)
    places = [
        Place(s.number, s.honour, s.x, s.y, f"Osoba {s.number}" if s.number < count else "")
        for s in found.seats
    ]
    view.show_plan(places, found.boards)
    view.show()
    qtbot.waitExposed(view)
    view.setFocus()
    return view


def at(view: SeatPlan, number: int) -> QPoint:
    return view.mapFromScene(view._places[number].pos())


def test_the_best_seat_is_marked_and_arrows_go_around(qtbot: QtBot, theme: Theme) -> None:
    view = shown(qtbot, theme)
    assert view.current == 1
    seen = []
    view.chosen.connect(seen.append)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.current == 2  # the right of who presides is at the left of the plan
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.current == 3
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.current == 1
    assert seen == [2, 3, 1]


def test_two_change_by_keyboard_and_escape_gives_it_up(qtbot: QtBot, theme: Theme) -> None:
    view = shown(qtbot, theme)
    moved: list[tuple[int, int]] = []
    view.moved.connect(lambda one, other: moved.append((one, other)))
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Left, Qt.Key.Key_Escape, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    assert (view.held, moved) == (2, [])
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    assert (view.held, moved) == (0, [(2, 3)])


def test_a_seat_is_fixed_and_emptied_unless_it_is_empty(qtbot: QtBot, theme: Theme) -> None:
    view = shown(qtbot, theme)
    told: list[tuple[str, int]] = []
    view.fixed.connect(lambda number: told.append(("fixed", number)))
    view.emptied.connect(lambda number: told.append(("emptied", number)))
    view.choose(6)
    for key in (Qt.Key.Key_F, Qt.Key.Key_Delete, Qt.Key.Key_Space):
        qtbot.keyClick(view, key)
    assert (told, view.held) == ([], 0)
    view.choose(2)
    for key in (Qt.Key.Key_F, Qt.Key.Key_Delete):
        qtbot.keyClick(view, key)
    assert told == [("fixed", 2), ("emptied", 2)]


def test_a_name_is_dragged_to_another_seat_and_comes_back_elsewhere(
    qtbot: QtBot, theme: Theme
) -> None:
    view = shown(qtbot, theme)
    moved: list[tuple[int, int]] = []
    view.moved.connect(lambda one, other: moved.append((one, other)))
    port, button = view.viewport(), Qt.MouseButton.LeftButton
    start, target = at(view, 1), at(view, 6)
    qtbot.mousePress(port, button, pos=start)
    qtbot.mouseMove(port, (start + target) / 2)
    qtbot.mouseMove(port, target)
    qtbot.mouseRelease(port, button, pos=target)
    assert moved == [(1, 6)]
    qtbot.mousePress(port, button, pos=start)
    qtbot.mouseRelease(port, button, pos=QPoint(2, 2))
    assert moved == [(1, 6)]
    assert at(view, 1) == start


def test_a_large_table_stays_legible_and_is_scrolled(qtbot: QtBot, theme: Theme) -> None:
    view = shown(qtbot, theme, 60)
    assert view.transform().m11() >= 0.55
    QApplication.processEvents()
    assert view.verticalScrollBar().maximum() > 0
