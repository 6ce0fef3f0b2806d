from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QTableWidget
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.paths import DEMO_DATA
from tests.factories import count
from tests.ui.conftest import MakeContext
from ui.dialogs.program.import_dialog import ReportDialog
from ui.main_window import MainWindow


@pytest.fixture
def empty_window(store: Store, make_context: MakeContext, qtbot: QtBot) -> MainWindow:
    made = MainWindow(make_context(store))
    qtbot.addWidget(made)
    made.show()
    return made


def choose(monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[ReportDialog]:
    """Choose a folder, and accept every report; gives the reports shown."""
    shown: list[ReportDialog] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: str(folder)))

    def accept(dialog: ReportDialog) -> int:
        shown.append(dialog)
        return QDialog.DialogCode.Accepted.value

    monkeypatch.setattr(ReportDialog, "exec", accept)
    return shown


def test_a_data_set_is_shown_first_and_then_imported_and_undone_as_one(
    empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = choose(monkeypatch, DEMO_DATA)
    empty_window.do.import_data()
    assert len(shown) == 2
    store = empty_window.context.store
    assert count(store, "organisation") == 65
    empty_window.show_screen("agreement")
    screen = empty_window.screen_shown
    assert screen
    assert screen.model.rowCount() == 17
    empty_window.undo()
    assert count(store, "organisation") == count(store, "agreement") == 0
    assert screen.model.rowCount() == 0


def test_nothing_is_imported_when_the_dry_run_is_left(
    empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, DEMO_DATA)
    monkeypatch.setattr(ReportDialog, "exec", lambda _dialog: QDialog.DialogCode.Rejected.value)
    empty_window.do.import_data()
    assert count(empty_window.context.store, "organisation") == 0


def test_refused_rows_are_shown_with_their_file_and_line(
    empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "kraj"
    shutil.copytree(DEMO_DATA, folder)
    file = folder / "agreements.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[3] = lines[3].replace("org-", "org-neni-", 1)
    file.write_text("".join(lines), encoding="utf-8")
    shown = choose(monkeypatch, folder)
    empty_window.do.import_data()
    refused = shown[1].findChild(QPlainTextEdit)
    assert isinstance(refused, QPlainTextEdit)
    assert "agreements.csv" in refused.toPlainText()
    assert "4" in refused.toPlainText()
    table = shown[1].findChild(QTableWidget)
    assert isinstance(table, QTableWidget)
    assert count(empty_window.context.store, "agreement") == 16


def test_a_folder_without_data_is_said_and_changes_nothing(
    empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    choose(monkeypatch, tmp_path)
    said: list[str] = []
    monkeypatch.setattr("ui.context.show_error", lambda _p, text, _tr: said.append(text))
    empty_window.do.import_data()
    assert len(said) == 1
    assert count(empty_window.context.store, "organisation") == 0
