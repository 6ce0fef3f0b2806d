from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.services.office import open_store
from app.settings import Settings
from ui import main, unknown_errors, window
from ui.context import Context
from ui.dialogs.program.recovery_dialog import RecoveryDialog
from ui.main_window import MainWindow
from ui.theme import Theme
from ui.widgets.plain import MessageBox

Answer = Callable[[RecoveryDialog], int]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], list[RecoveryDialog]]:
    """Answers the dialog that says that a database does not open; gives those that were shown."""

    def use(act: Answer) -> list[RecoveryDialog]:
        shown: list[RecoveryDialog] = []

        def exec_(self: RecoveryDialog) -> int:
            shown.append(self)
            return act(self)

        monkeypatch.setattr(RecoveryDialog, "exec", exec_)
        return shown

    monkeypatch.setattr(window, "_log_to_file", lambda: None)
    return use


def leave(dialog: RecoveryDialog) -> int:
    dialog.reject()
    return dialog.result()


@pytest.mark.parametrize("content", [b"no database, only text " * 100, b"SQLite format 3\x00junk"])
def test_a_file_that_is_no_database_is_said_and_stays_untouched(
    qapp: QApplication,
    tmp_path: Path,
    answer: Callable[[Answer], list[RecoveryDialog]],
    content: bytes,
) -> None:
    file = tmp_path / "foreign.db"
    file.write_bytes(content)
    shown = answer(leave)
    assert window.open_window(file, Settings(language="cs"), remembered=False) == 1
    assert len(shown) == 1
    assert shown[0].helped
    assert file.read_bytes() == content


def test_a_database_of_a_newer_version_is_said_and_stays_untouched(
    qapp: QApplication, tmp_path: Path, answer: Callable[[Answer], list[RecoveryDialog]]
) -> None:
    file = tmp_path / "newer.db"
    store = open_store(file)
    store.set_meta("note", "x")
    store._connection().execute("PRAGMA user_version = 9999")
    store._connection().execute("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = file.read_bytes()
    shown = answer(leave)
    assert window.open_window(file, Settings(language="cs"), remembered=False) == 1
    assert len(shown) == 1
    assert not shown[0].helped  # a backup would not make the program newer
    assert file.read_bytes() == before


def test_what_nobody_foresaw_is_said_and_another_file_can_be_opened(
    qapp: QApplication,
    tmp_path: Path,
    answer: Callable[[Answer], list[RecoveryDialog]],
    monkeypatch: pytest.MonkeyPatch,
    theme: Theme,
) -> None:
    good = open_store(tmp_path / "good.db")
    good.close()
    bad = open_store(tmp_path / "bad.db")
    bad.close()
    real = window.open_store

    def fail(path: Path, *arguments: object, **named: object) -> Store:
        if path.name == "bad.db":
            raise KeyError("x")
        return real(path, *arguments, **named)  # type: ignore[arg-type]

    def choose(dialog: RecoveryDialog) -> int:
        dialog.path = good.path
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(window, "open_store", fail)
    shown = answer(choose)
    opened = window._open(theme, Settings(language="en"), bad.path, None, None)
    assert not isinstance(opened, int)
    store, instance = opened
    assert store.path == good.path
    assert "KeyError" in shown[0].notice.accessibleName()
    store.close()
    instance.release()


def test_missing_system_libraries_are_named_with_their_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.system.missing_packages", lambda: ["libegl1", "libxcb-cursor0"])
    assert main.main([]) == 1
    assert "sudo apt install libegl1 libxcb-cursor0" in capsys.readouterr().err


def test_commands_without_a_screen_need_no_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from ui.main import main; status = main(sys.argv[1:]);"
        "print(any(name.startswith('PySide6') for name in sys.modules)); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--data", str(tmp_path / "a.db"), "list", "agreements"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "no-such-platform"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("False")


def test_a_database_that_is_gone_is_not_silently_begun_anew(
    qapp: QApplication, tmp_path: Path, answer: Callable[[Answer], list[RecoveryDialog]]
) -> None:
    from app.services.care import auto_backup

    store = open_store(tmp_path / "vztahy.db")
    auto_backup.run(store, tmp_path / "backups", datetime(2026, 11, 20, 8))
    store.close()
    store.path.unlink()
    shown = answer(leave)
    settings = Settings(language="cs")
    assert window.open_window(store.path, settings, remembered=False, ask_first=True) == 1
    assert shown[0].absent
    assert shown[0].table.rowCount() == 1
    assert not store.path.exists()
    named = Settings(language="cs", database=str(tmp_path / "elsewhere" / "kraj.db"))
    assert window.open_window(named.database_file, named, remembered=False, ask_first=True) == 1
    assert shown[1].absent


def test_damage_that_shows_in_the_open_window_leads_to_the_backups(
    qapp: QApplication,
    store: Store,
    make_context: Callable[[Store], Context],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    from app.db.connection import DAMAGED, LOCKED, driver
    from app.errors import UserError

    context = make_context(store)
    main = MainWindow(context)
    qtbot.addWidget(main)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    window._catch_unknown_errors(main, context)
    opened: list[bool] = []
    monkeypatch.setattr(main.do, "restore_backup", lambda: opened.append(True))
    monkeypatch.setattr(MessageBox, "exec", lambda self: self.buttons()[0].click())
    monkeypatch.setattr(MessageBox, "clickedButton", lambda self: self.buttons()[0], raising=False)
    said: list[str] = []
    monkeypatch.setattr(unknown_errors, "alarm", lambda _p, _t, text: said.append(text))
    for error in (
        UserError(DAMAGED, file="vztahy.db"),
        driver.DatabaseError("database disk image is malformed"),
    ):
        sys.excepthook(type(error), error, None)
    assert opened == [True, True]
    error = UserError(LOCKED)
    sys.excepthook(type(error), error, None)
    assert len(said) == 1
    assert "UserError" not in said[0]
