from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.exchange.registers import ares
from app.services.care import auto_backup
from ui import unknown_errors
from ui.ares_queue import AresQueue
from ui.auto_backup import AutoBackup
from ui.context import Context
from ui.unknown_errors import UnknownErrors
from ui.widgets.asking import Asker


@pytest.fixture
def said(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the dialogs said; unknown errors are taken while the test runs."""
    found: list[str] = []

    def alarm(_parent: QWidget, _title: str, text: str) -> None:
        assert threading.current_thread() is threading.main_thread()
        found.append(text)

    monkeypatch.setattr(unknown_errors, "alarm", alarm)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    window = QWidget()
    qtbot.addWidget(window)
    UnknownErrors(window, context, lambda _error: None).install()
    return found


def fails(*_arguments: object, **_named: object) -> None:
    raise ZeroDivisionError("Jana Nováková")


def in_a_thread(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_what_fails_in_a_thread_reaches_log_and_dialog_once(
    said: list[str], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "vztahy"):
        for _ in range(3):
            in_a_thread(fails)
        qtbot.waitUntil(lambda: bool(said))
        qtbot.wait(50)
    assert len(said) == 1
    assert "ZeroDivisionError" in said[0]
    assert caplog.text.count("ZeroDivisionError") == 3
    assert "fails" in caplog.text
    assert "Nováková" not in caplog.text + said[0]


def test_an_unexpected_failure_of_an_automatic_backup_is_said(
    qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auto_backup, "run", fails)
    monkeypatch.setattr(auto_backup, "is_due", lambda *_arguments: True)
    backups = AutoBackup(context)
    with qtbot.waitSignal(backups.failed) as failed:
        backups.look(at_start=True)
        backups.finish()
    assert "ZeroDivisionError" in failed.args[0]


def test_an_unexpected_failure_of_what_waits_for_ares_is_said(
    said: list[str], qtbot: QtBot, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ares, "waiting", lambda _store: True)
    monkeypatch.setattr(ares, "fill_waiting", fails)
    queue = AresQueue(context)
    queue.look()
    queue.finish()
    qtbot.waitUntil(lambda: len(said) == 1)


def test_a_question_that_fails_is_said_and_the_next_one_is_answered(
    said: list[str], qtbot: QtBot, context: Context
) -> None:
    asking = Asker(context.store)
    answers: list[object] = []
    asking.answered.connect(answers.append)
    asking.ask(fails)
    qtbot.waitUntil(lambda: len(said) == 1)
    asking.ask(lambda: 7)
    qtbot.waitUntil(lambda: answers == [7])
    asking.finish()
