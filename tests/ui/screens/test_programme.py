from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.entities import ENTITIES
from app.entities.choices import ITEM_KIND
from app.services.protocol.versions import versions
from app.services.records.records import save
from app.services.records.undo import undo
from tests.factories import count, make, value
from tests.ui.conftest import MakeContext, leave_forms
from ui.dialogs.common.row_dialog import RowDialog
from ui.main_window import MainWindow
from ui.screens.programme import ProgrammeScreen
from ui.screens.programme_blocks import KIND_ICONS, colours
from ui.screens.programme_view import KEYS
from ui.theme import SCHEMES

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ITEM = ENTITIES["programme_item"]


class Stage:
    """A window that shows the programme of a visit of two days."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.store = window.context.store
        given = {"start": "2027-05-10", "end": "2027-05-11", "title_cs": "Cesta"}
        self.visit = make(self.store, "delegation", **given)

    def add(self, title: str, starts: str, ends: str | None = None, **values: Any) -> str:
        """An item on the first day, or at the whole time that is said."""
        day = "2027-05-10T"
        given = {"delegation_id": self.visit, "title_cs": title}
        given["starts"] = starts if "-" in starts else day + starts
        if ends:
            given["ends"] = ends if "-" in ends else day + ends
        return make(self.store, "programme_item", **{**given, **values})

    def open(self, qtbot: QtBot) -> ProgrammeScreen:
        self.window.open_record("programme", self.visit)
        screen = self.window.screen_shown
        assert isinstance(screen, ProgrammeScreen)
        qtbot.waitUntil(lambda: screen.is_drawn)
        screen.view.setFocus()
        return screen

    def times(self, item: str) -> tuple[str, str | None]:
        found = [value(self.store, "programme_item", item, name) for name in ("starts", "ends")]
        return found[0], found[1]


@pytest.fixture
def stage(store: Store, make_context: MakeContext, qtbot: QtBot) -> Iterator[Stage]:
    window = MainWindow(make_context(store))
    qtbot.addWidget(window, before_close_func=leave_forms)
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    yield Stage(window)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(screen: ProgrammeScreen, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(screen.view, key, held)


def place_of(screen: ProgrammeScreen, item: str, below: float = 0.4) -> QPoint:
    """A point on the screen within the first piece of an item."""
    block = screen.view._blocks[item, 0]
    area = block.sceneBoundingRect()
    point = area.topLeft()
    point.setX(point.x() + 40)
    point.setY(point.y() + area.height() * below)
    return screen.view.mapFromScene(point)


def drag(
    screen: ProgrammeScreen,
    start: QPoint,
    by: QPoint,
    held: Any = Qt.KeyboardModifier.NoModifier,
    *,
    drop: bool = True,
) -> None:
    port = screen.view.viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, held, start)
    for part in (4, 2, 1):
        move = QPoint(start.x() + by.x() // part, start.y() + by.y() // part)
        from PySide6.QtCore import QPointF
        from PySide6.QtGui import QMouseEvent

        QApplication.sendEvent(
            port,
            QMouseEvent(
                QEvent.Type.MouseMove,
                QPointF(move),
                QPointF(port.mapToGlobal(move)),
                Qt.MouseButton.NoButton,
                left,
                held,
            ),
        )
    if drop:
        QTest.mouseRelease(port, left, held, QPoint(start.x() + by.x(), start.y() + by.y()))


def hour(screen: ProgrammeScreen) -> int:
    return screen.view._hour


def test_items_are_moved_stretched_and_copied_by_keys(stage: Stage, qtbot: QtBot) -> None:
    item = stage.add("Oběd", "12:00", "13:00")
    screen = stage.open(qtbot)
    assert screen.view.chosen
    assert screen.view.chosen.id == item
    press(screen, Qt.Key.Key_Down, ALT)
    assert stage.times(item) == ("2027-05-10T12:05", "2027-05-10T13:05")
    press(screen, Qt.Key.Key_Up, ALT)
    press(screen, Qt.Key.Key_Up, ALT)
    assert stage.times(item) == ("2027-05-10T11:55", "2027-05-10T12:55")
    press(screen, Qt.Key.Key_Down, ALT | SHIFT)
    assert stage.times(item) == ("2027-05-10T11:55", "2027-05-10T13:00")
    press(screen, Qt.Key.Key_PageDown, ALT)
    assert stage.times(item) == ("2027-05-11T11:55", "2027-05-11T13:00")
    stage.window.undo()
    assert stage.times(item) == ("2027-05-10T11:55", "2027-05-10T13:00")
    press(screen, Qt.Key.Key_D, CONTROL)
    assert count(stage.store, "programme_item") == 2
    assert screen.view.chosen.id != item, "the copy is chosen"
    assert screen.view.chosen.starts == "2027-05-10T13:00"


def test_delete_takes_the_item_and_undo_brings_it_back(stage: Stage, qtbot: QtBot) -> None:
    first, second = stage.add("A", "9:00".zfill(5)), stage.add("B", "10:00")
    screen = stage.open(qtbot)
    press(screen, Qt.Key.Key_Delete)
    assert count(stage.store, "programme_item") == 1
    assert screen.view.chosen
    assert screen.view.chosen.id == second
    stage.window.undo()
    assert {one.id for one in screen.view._entries.values()} == {first, second}


def test_the_arrows_go_through_the_items(stage: Stage, qtbot: QtBot) -> None:
    keys = {
        "a": stage.add("A", "09:00", "10:00"),
        "b": stage.add("B", "10:00", "12:00"),
        "c": stage.add("C", "10:00", "12:00", track="novináři"),
        "d": stage.add("D", "2027-05-11T10:30", "2027-05-11T11:00"),
        "day": stage.add("Den", "2027-05-11"),
    }
    screen = stage.open(qtbot)
    names = {key: name for name, key in keys.items()}

    def chosen() -> str:
        assert screen.view.chosen
        return names[screen.view.chosen.id]

    assert chosen() == "a"
    for key, wanted in (
        (Qt.Key.Key_Down, "b"),
        (Qt.Key.Key_Right, "c"),
        (Qt.Key.Key_Right, "d"),
        (Qt.Key.Key_Up, "day"),
        (Qt.Key.Key_End, "d"),
        (Qt.Key.Key_Left, "b"),
        (Qt.Key.Key_Home, "a"),
    ):
        press(screen, key)
        assert chosen() == wanted, key
    assert "A" in screen.view.accessibleDescription()
    assert "A" in screen._status.text()


def test_dragging_moves_only_the_picture_until_it_is_dropped(stage: Stage, qtbot: QtBot) -> None:
    item = stage.add("Oběd", "09:00", "10:00")
    screen = stage.open(qtbot)
    start = place_of(screen, item)
    drag(screen, start, QPoint(0, hour(screen) // 2), drop=False)
    assert stage.times(item)[0] == "2027-05-10T09:00"
    assert screen.view.is_dragging
    assert stage.window.screen_shown.escape(), "Escape gives it up"
    QTest.mouseRelease(screen.view.viewport(), Qt.MouseButton.LeftButton)
    assert stage.times(item)[0] == "2027-05-10T09:00"
    drag(screen, place_of(screen, item), QPoint(0, hour(screen) // 2))
    assert stage.times(item) == ("2027-05-10T09:30", "2027-05-10T10:30")
    column = int(screen.view._column)
    drag(screen, place_of(screen, item), QPoint(column, 0))
    assert stage.times(item) == ("2027-05-11T09:30", "2027-05-11T10:30")


def test_dragging_the_lower_end_stretches_and_with_control_it_copies(
    stage: Stage, qtbot: QtBot
) -> None:
    item = stage.add("Oběd", "09:00", "10:00")
    screen = stage.open(qtbot)
    drag(screen, place_of(screen, item, 0.97), QPoint(0, hour(screen)))
    assert stage.times(item) == ("2027-05-10T09:00", "2027-05-10T11:00")
    drag(screen, place_of(screen, item), QPoint(0, hour(screen) * 2), CONTROL)
    assert count(stage.store, "programme_item") == 2
    assert stage.times(item)[0] == "2027-05-10T09:00"
    assert screen.view.chosen
    assert screen.view.chosen.starts == "2027-05-10T11:00"


def test_what_has_only_a_day_gets_an_hour_when_it_is_dragged_there(
    stage: Stage, qtbot: QtBot
) -> None:
    item = stage.add("Prohlídka", "2027-05-10")
    screen = stage.open(qtbot)
    drag(screen, place_of(screen, item), QPoint(int(screen.view._column), 0))
    assert stage.times(item) == ("2027-05-11", None)
    start = place_of(screen, item)
    drag(screen, start, QPoint(0, 200))
    starts = stage.times(item)[0]
    assert starts.startswith("2027-05-11T")
    assert int(starts[-2:]) % 5 == 0


def test_a_refused_move_says_why_and_leaves_the_item(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _parent, text, _tr: said.append(text))
    item = stage.add("Oběd", "2027-05-12T09:00")
    screen = stage.open(qtbot)
    press(screen, Qt.Key.Key_PageDown, ALT)
    assert len(said) == 1
    assert stage.times(item) == ("2027-05-12T09:00", None)
    assert screen.view.chosen
    assert screen.view.chosen.day == date(2027, 5, 12)


def test_an_item_in_another_zone_shows_both_times(stage: Stage, qtbot: QtBot) -> None:
    item = stage.add("Hovor", "10:00", "11:00", starts_zone="Europe/London")
    screen = stage.open(qtbot)
    face = screen.view._blocks[item, 0].face
    assert face
    assert face.hours == "11:00–12:00"
    assert face.more[0] == "10:00 Londýn – 11:00"
    assert "Londýn" in screen._status.text()


def test_what_does_not_fit_is_marked_listed_and_led_to(stage: Stage, qtbot: QtBot) -> None:
    first = stage.add("A", "09:00", "11:00", place="Sál")
    second = stage.add("B", "10:00", "12:00", place="Sál")
    alone = stage.add("C", "13:00", "14:00", place="Sál")
    screen = stage.open(qtbot)
    warned = {
        key: block.face.warns for (key, _), block in screen.view._blocks.items() if block.face
    }
    assert warned == {first: True, second: True, alone: False}
    (found,) = screen._found
    screen._go_to_fault(found)
    screen._go_to_fault(found)
    assert screen.view.chosen
    assert screen.view.chosen.id == first
    assert found.text in screen._status.text()
    press(screen, Qt.Key.Key_End)
    for _ in range(12):
        press(screen, Qt.Key.Key_Up, ALT | SHIFT)  # not below five minutes
    assert stage.times(alone)[1] == "2027-05-10T13:05"


def test_a_new_item_begins_at_the_mark(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.add("A", "09:00", "10:00", track="novináři")
    screen = stage.open(qtbot)
    asked: list[dict[str, Any]] = []

    def answer(dialog: QDialog) -> int:
        assert isinstance(dialog, RowDialog)
        asked.append(dict(dialog._preset))
        dialog.form.editor("title_cs").take("Nový bod")
        dialog.form._was_edited("title_cs")
        dialog.save()
        return 0

    monkeypatch.setattr(RowDialog, "exec", answer)
    press(screen, Qt.Key.Key_N)
    assert asked[-1]["starts"] == "2027-05-10T10:00"
    assert asked[-1]["track"] == "novináři"
    assert screen.view.chosen
    assert screen.view.chosen.title == "Nový bod"
    press(screen, Qt.Key.Key_Down, CONTROL)  # the mark is put after the chosen one
    press(screen, Qt.Key.Key_Right, CONTROL)
    press(screen, Qt.Key.Key_Down, CONTROL)
    QTest.keyClick(screen.view, Qt.Key.Key_N, CONTROL)
    assert asked[-1]["starts"] == "2027-05-11T11:15"
    undo(stage.store)


def test_an_item_over_the_beginning_of_a_day_stands_on_both(stage: Stage, qtbot: QtBot) -> None:
    item = stage.add("Cesta", "2027-05-10T23:00", "2027-05-11T06:00")
    screen = stage.open(qtbot)
    assert (item, 0) in screen.view._blocks
    assert (item, 1) in screen.view._blocks
    press(screen, Qt.Key.Key_PageUp, ALT)
    assert stage.times(item)[0] == "2027-05-09T23:00"


def test_the_window_goes_back_to_the_visit_and_on(stage: Stage, qtbot: QtBot) -> None:
    stage.add("A", "09:00")
    stage.window.open_record("delegation", stage.visit)
    screen = stage.open(qtbot)
    screen._back.click()
    assert stage.window.screen_shown.record
    assert stage.window.screen_shown.record.id == stage.visit
    stage.window.go(-1)
    assert stage.window.screen_shown is screen
    assert screen.record
    assert screen.record.id == stage.visit


def test_what_changed_elsewhere_is_shown_when_one_comes_back(stage: Stage, qtbot: QtBot) -> None:
    item = stage.add("A", "09:00")
    screen = stage.open(qtbot)
    stage.window.show_screen("home")
    _, changes = save(stage.store, ITEM, item, 10**9, {"title_cs": "Jiný název"})
    stage.window.context.changed(changes)
    stage.window.show_screen("programme")
    face = screen.view._blocks[item, 0].face
    assert face
    assert face.title == "Jiný název"


def test_it_speaks_the_language_of_the_window(stage: Stage, qtbot: QtBot) -> None:
    from app.i18n import Language

    stage.add("A", "09:00", title_de="Auf Deutsch")
    screen = stage.open(qtbot)
    stage.window.switch_language(Language.DE)
    assert screen._title.text().startswith("Programm:")
    assert screen.view.chosen
    assert screen.view.chosen.title == "Auf Deutsch"


def test_a_visit_without_days_and_items_says_so(stage: Stage, qtbot: QtBot) -> None:
    stage.visit = make(stage.store, "delegation", start="2027-05", end=None)
    screen = stage.open(qtbot)
    assert screen._stack.currentIndex() == 1
    stage.add("A", "2027-05-20T09:00")
    screen.reload()
    assert screen._stack.currentIndex() == 0


def test_a_version_is_marked_as_sent_and_what_is_new_is_told(stage: Stage, qtbot: QtBot) -> None:
    from ui.dialogs.delegations.versions_dialog import NewsDialog, SendDialog

    item = stage.add("A", "09:00", "10:00", title_de="A de")
    screen = stage.open(qtbot)
    dialog = SendDialog(stage.window.context, stage.visit, screen)
    dialog.day.setText("nesmysl")
    dialog.save()
    assert dialog._error.text()
    dialog.day.setText("1. 4. 2027")
    dialog.addressees.setText("Drážďany")
    dialog.save()
    with stage.store.reading() as connection:
        (found,) = versions(connection, stage.visit)
    assert (found.number, found.sent_on, found.addressees) == (1, "2027-04-01", "Drážďany")
    assert screen._versions == [found]
    press(screen, Qt.Key.Key_Down, ALT)
    news = NewsDialog(stage.window.context, stage.visit, 1, screen)
    assert "9:05" in news.lines.toPlainText()
    news.language.setCurrentIndex(news.language.findData("de"))
    assert news.lines.toPlainText().startswith("Verschoben: „A de“")
    assert stage.times(item)[0] == "2027-05-10T09:05"
    for one in (dialog, news):
        one.close()


def test_travel_times_are_added_changed_and_removed(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.dialogs.delegations.travel_times_dialog import TravelTimesDialog

    make(stage.store, "travel_time", place_from="Zámek", place_to="Přehrada", minutes=30)
    stage.add("A", "09:00", "10:00", place="Zámek")
    stage.add("B", "10:10", "11:00", place="Přehrada")
    screen = stage.open(qtbot)
    assert [one.kind for one in screen._found] == ["travel"]
    dialog = TravelTimesDialog(stage.window.context, screen)
    assert dialog.table.topLevelItemCount() == 1
    dialog._remove()
    assert dialog.table.topLevelItemCount() == 0
    qtbot.waitUntil(lambda: not screen._found)
    dialog.begins.setValue(5)
    assert screen._table
    assert screen._table.begins.total_seconds() == 5 * 3600
    dialog.close()


@pytest.mark.parametrize("scheme", list(SCHEMES))
def test_every_kind_can_be_read_in_every_look(scheme: str) -> None:
    def light(colour: str) -> float:
        parts = [
            channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4
            for channel in QColor(colour).getRgbF()[:3]
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    def contrast(one: str, other: str) -> float:
        high, low = sorted((light(one), light(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    assert set(KIND_ICONS) == {"", *ITEM_KIND.options}
    for kind in KIND_ICONS:
        tone = colours(kind, SCHEMES[scheme])
        assert contrast(tone.text, tone.fill) >= 7
        assert contrast(tone.bar, tone.fill) >= 3
        assert contrast(SCHEMES[scheme].warn, tone.fill) >= 3
    assert len(set(KIND_ICONS.values())) == len(KIND_ICONS)


def test_the_keys_are_told(stage: Stage, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLabel

    from ui.dialogs.delegations.keys_dialog import KeysDialog

    dialog = KeysDialog(stage.window.context, KEYS, stage.window)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert len(texts) == 2 * len(KEYS)
    assert "Kopírovat bod" in texts
    dialog.close()
