from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.i18n import Language
from tests.factories import count, make, value
from tests.ui.conftest import MakeContext
from ui.dialogs.tasks.quick_task import QuickTaskDialog
from ui.widgets.plain import Button, Combo


def opened(qtbot: QtBot, make_context: MakeContext, store: Store, text: str) -> QuickTaskDialog:
    dialog = QuickTaskDialog(make_context(store, Language.CS), None, text)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def shown(dialog: QuickTaskDialog) -> list[str]:
    return [label.text().replace("\xa0", " ") for label in dialog._meaning.findChildren(QLabel)]


def test_what_was_understood_is_shown_and_saved_with_enter(
    qtbot: QtBot, make_context: MakeContext, store: Store
) -> None:
    dialog = opened(qtbot, make_context, store, "")
    qtbot.keyClicks(dialog.line, "porada kazde druhe utery v 9 hodin !")
    qtbot.waitUntil(lambda: "porada" in shown(dialog))
    assert "Každé 2 týdny v úterý" in shown(dialog)
    assert "Vysoká" in shown(dialog)
    assert count(store, "task") == 0
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    (task,) = dialog.saved
    assert value(store, "task", task, "recurrence") == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert value(store, "task", task, "priority") == "high"
    assert not dialog.isVisible()


def test_of_several_records_and_moments_the_person_chooses(
    qtbot: QtBot, make_context: MakeContext, store: Store
) -> None:
    make(store, "organisation", name_cs="Sasko")
    other = make(store, "organisation", name_cs="Sasko-Anhaltsko")
    dialog = opened(qtbot, make_context, store, "zavolat 5. 3. 2031 ve 3 hodiny #Sasko")
    (box,) = dialog._meaning.findChildren(Combo)
    place = next(n for n in range(box.count()) if "Anhalt" in box.itemText(n))
    box.setCurrentIndex(place)
    box.activated.emit(place)
    (early,) = dialog._meaning.findChildren(Button)
    qtbot.mouseClick(early, Qt.MouseButton.LeftButton)
    dialog.save()
    (task,) = dialog.saved
    assert value(store, "task", task, "due") == "2031-03-05T03:00"
    with store.reading() as connection:
        assert connection.execute("SELECT record_id FROM task_link").fetchall() == [(other,)]


def test_one_after_the_other(qtbot: QtBot, make_context: MakeContext, store: Store) -> None:
    dialog = opened(qtbot, make_context, store, "zavolat")
    dialog.save_and_another()
    assert dialog.line.text() == ""
    assert dialog.isVisible()
    dialog.save()  # nothing is there to be saved
    assert count(store, "task") == 1


def test_none_of_the_records_is_meant(
    qtbot: QtBot, make_context: MakeContext, store: Store
) -> None:
    make(store, "organisation", name_cs="Sasko")
    dialog = opened(qtbot, make_context, store, "zavolat #Sasko")
    (box,) = dialog._meaning.findChildren(Combo)
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    dialog.save()
    assert count(store, "task") == 1
    assert count(store, "task_link") == 0
