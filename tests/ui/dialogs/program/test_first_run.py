from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from app.i18n import Language
from app.services.office_settings import own_organisation
from app.settings import Settings
from tests.factories import value
from ui import window as composition
from ui.dialogs.program import first_run
from ui.dialogs.program.first_run import Begin, FirstRun
from ui.main_window import MainWindow
from ui.theme import Theme


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot, tmp_path: Path) -> FirstRun:
    made = FirstRun(theme, Language.CS, tmp_path / "data")
    qtbot.addWidget(made)
    return made


def test_the_answers_are_what_was_typed(dialog: FirstRun, tmp_path: Path) -> None:
    dialog.name.setText("  Jana  Nováková ")
    dialog.organisation.setText("Ústecký kraj")
    dialog.choose(Begin.EMPTY)
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted.value
    found = dialog.answers
    assert (found.name, found.organisation) == ("Jana Nováková", "Ústecký kraj")
    assert found.folder == tmp_path / "data"
    assert found.begin is Begin.EMPTY


def test_the_language_changes_at_once(dialog: FirstRun) -> None:
    assert dialog.windowTitle() == "Vítejte v programu Vztahy"
    dialog.languages.setCurrentIndex(dialog.languages.findData(Language.DE))
    dialog.languages.activated.emit(dialog.languages.currentIndex())
    assert dialog.windowTitle() == "Willkommen bei Vztahy"
    assert dialog.answers.language is Language.DE


def test_a_network_drive_is_refused_with_the_reason(
    dialog: FirstRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_run, "is_network_path", lambda _path: True)
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted.value
    assert "síťové jednotce" in dialog._error.text()
    assert not dialog.answers.folder.exists()


@pytest.mark.parametrize("folder", ["", "relative/folder"])
def test_a_folder_that_is_none_is_refused(dialog: FirstRun, folder: str) -> None:
    dialog.folder.setText(folder)
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted.value
    assert dialog._error.text()


def test_a_folder_that_cannot_be_written_is_refused(dialog: FirstRun, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    dialog.folder.setText(str(tmp_path / "file" / "data"))
    dialog.accept()
    assert dialog.result() != QDialog.DialogCode.Accepted.value


def start(
    monkeypatch: pytest.MonkeyPatch, path: Path, settings: Settings
) -> tuple[list[MainWindow], int]:
    """Run the composition root until the window is shown."""
    shown: list[MainWindow] = []
    monkeypatch.setattr(composition, "_log_to_file", lambda: None)
    monkeypatch.setattr(composition, "_catch_unknown_errors", lambda *_: None)
    monkeypatch.setattr(composition, "_show", lambda window, first_time: shown.append(window))
    monkeypatch.setattr("PySide6.QtWidgets.QApplication.exec", lambda *_: 0)
    status = composition.open_window(path, settings, remembered=False, ask_first=True)
    return shown, status


def test_a_new_user_gets_a_database_with_their_name_and_organisation(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def answer(dialog: FirstRun) -> int:
        dialog.name.setText("Jana Nováková")
        dialog.organisation.setText("Ústecký kraj")
        dialog.folder.setText(str(tmp_path / "elsewhere"))
        dialog.choose(Begin.EMPTY)
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(FirstRun, "exec", answer)
    settings = Settings()
    (shown,), status = start(monkeypatch, tmp_path / "default" / "vztahy.db", settings)
    qtbot.addWidget(shown)
    assert status == 0
    assert settings.database == str(tmp_path / "elsewhere" / "vztahy.db")
    assert not (tmp_path / "default").exists()
    store = shown.context.store
    with store.reading() as connection:
        own = own_organisation(connection)
        (author,) = connection.execute(
            'SELECT name FROM "user" WHERE id = ?', (store.user_id,)
        ).fetchone()
    assert own
    assert value(store, "organisation", own, "name_cs") == "Ústecký kraj"
    assert author == "Jana Nováková"


def test_leaving_the_welcome_creates_nothing(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(FirstRun, "exec", lambda _self: QDialog.DialogCode.Rejected.value)
    shown, status = start(monkeypatch, tmp_path / "data" / "vztahy.db", Settings())
    assert (shown, status) == ([], 0)
    assert list(tmp_path.iterdir()) == []
