from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from app.db.store import Store
from tests.factories import count, make
from ui.widgets.asking import Asker


@pytest.fixture
def asker(store: Store, qtbot: QtBot):  # type: ignore[no-untyped-def]
    found = Asker(store)
    yield found
    found.finish()


def test_a_question_is_answered_from_another_thread(
    asker: Asker, store: Store, qtbot: QtBot
) -> None:
    make(store, "person")
    asked_in: list[object] = []

    def question() -> int:
        asked_in.append(threading.current_thread())
        return count(store, "person")

    with qtbot.waitSignal(asker.answered) as told:
        asker.ask(question)
    assert told.args == [1]
    assert asked_in != [threading.current_thread()]
    make(store, "person")  # nobody holds the database
    with qtbot.waitSignal(asker.answered) as told:
        asker.ask(question)
    assert told.args == [2]


def test_only_the_last_question_is_answered(asker: Asker, qtbot: QtBot) -> None:
    go_on = threading.Event()
    answers: list[object] = []
    asker.answered.connect(answers.append)
    asker.ask(lambda: go_on.wait(5) and "first")
    asker.ask(lambda: "second")
    asker.ask(lambda: "third")
    go_on.set()
    qtbot.waitUntil(lambda: bool(answers))
    asker.finish()
    qtbot.wait(20)
    assert answers == ["third"]


def test_a_question_that_fails_is_told_and_the_next_one_answered(
    asker: Asker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[threading.ExceptHookArgs] = []
    # What listens to threads that fail: the window's, or the command line's.
    monkeypatch.setattr(threading, "excepthook", failed.append)
    asker.ask(lambda: 1 / 0)
    qtbot.waitUntil(lambda: bool(failed))
    assert failed[0].exc_type is ZeroDivisionError
    with qtbot.waitSignal(asker.answered) as told:
        asker.ask(lambda: 2)
    assert told.args == [2]


def test_what_is_finished_tells_nothing_more(asker: Asker, qtbot: QtBot) -> None:
    go_on = threading.Event()
    answers: list[object] = []
    asker.answered.connect(answers.append)
    asker.ask(lambda: go_on.wait(5))
    threading.Timer(0.05, go_on.set).start()
    asker.finish()
    qtbot.wait(20)
    assert answers == []
