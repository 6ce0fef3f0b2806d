from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from app.db.connection import silenced
from tests.app.db.places import assert_places
from tests.factories import make
from ui.context import Context
from ui.dialogs.program.files import check_database


class Answers:
    """Presses a button of each box that asks, by its text; `asked` are what the boxes said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, button: str) -> None:
        self.asked: list[str] = []
        self.told: list[str] = []
        pressed: dict[int, object] = {}

        def run(box: QMessageBox) -> int:
            self.asked.append(f"{box.text()}\n{box.informativeText()}\n{box.detailedText()}")
            pressed[id(box)] = next(
                (item for item in box.buttons() if item.text().replace("&", "") == button), None
            )
            return 0

        monkeypatch.setattr(QMessageBox, "exec", run)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda box: pressed[id(box)])
        monkeypatch.setattr(
            QMessageBox,
            "information",
            staticmethod(lambda _parent, _title, text: self.told.append(text)),
        )


def damage(context: Context, sql: str) -> None:
    make(context.store, "person", family_name="Adamová")
    make(context.store, "person", family_name="Bílek")
    with context.store.keeping() as connection, silenced(connection):
        connection.execute(sql)


ORDER = "UPDATE person SET sort_key = x'00' WHERE family_name = 'Bílek'"


def test_what_follows_from_the_data_is_made_anew(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    damage(context, ORDER)
    answers = Answers(monkeypatch, "Vytvořit znovu")
    with qtbot.waitSignal(context.records_changed):
        check_database(context, parent)
    assert len(answers.asked) == 1
    assert "zálohu" not in answers.asked[0]  # the data are whole
    assert len(answers.told) == 1
    assert_places(context.store)


def test_who_does_not_want_it_is_left_alone(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    damage(context, ORDER)
    answers = Answers(monkeypatch, "nothing")
    check_database(context, parent)
    assert len(answers.asked) == 1
    assert answers.told == []


def test_what_cannot_be_made_anew_is_shown_again(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    damage(context, "UPDATE person SET family_name = 'Podvrh' WHERE family_name = 'Bílek'")
    answers = Answers(monkeypatch, "Vytvořit znovu")
    check_database(context, parent)
    assert len(answers.asked) == 2
    assert "zálohu" in answers.asked[1]
    assert answers.asked[1].count("\n") < answers.asked[0].count("\n")
    assert answers.told == []
