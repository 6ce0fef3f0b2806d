from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from app.errors import UserError
from app.i18n import Language
from app.services.agreements.office_list import OfficeList, office_list
from app.services.care import auto_backup
from app.services.office import users
from app.services.tasks.reminders import LeadTimes, lead_times
from tests.factories import count, make
from tests.ui.test_accessibility import nameless, unreachable
from ui.dialogs.common.preview import PreviewDialog
from ui.dialogs.program.about import AboutDialog
from ui.dialogs.program.restore_dialog import RestoreDialog
from ui.dialogs.program.settings_dialog import SettingsDialog
from ui.main_window import MainWindow


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> SettingsDialog:
    window.context.settings.backup_folder = str(tmp_path / "backups")
    made = SettingsDialog(window.context, window.switch_language, lambda: None, window)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(box: QComboBox, key: object) -> None:
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def test_the_language_changes_everything_at_once(
    dialog: SettingsDialog, window: MainWindow
) -> None:
    choose(dialog.language, Language.DE)
    assert dialog.windowTitle() == "Einstellungen"
    assert window.windowTitle().startswith("Überblick")
    assert window.context.settings.language == "de"


def test_the_look_changes_at_once(dialog: SettingsDialog, window: MainWindow) -> None:
    theme = window.context.theme
    size = window.font().pointSizeF()
    choose(dialog.scheme, "dark")
    assert theme.scheme == "dark"
    choose(dialog.text_size, 150)
    assert window.font().pointSizeF() == pytest.approx(size * 1.5)
    dialog.text_only.click()
    assert theme.text_only
    assert window.sidebar.search.icon().isNull()
    dialog.text_only.click()
    choose(dialog.text_size, 100)
    assert not window.sidebar.search.icon().isNull()
    assert window.font().pointSizeF() == pytest.approx(size)


def test_users_are_added_renamed_and_chosen(
    dialog: SettingsDialog, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = window.context.store
    monkeypatch.setattr(QInputDialog, "getText", staticmethod(lambda *_, **__: ("Jana N.", True)))
    dialog._add_user()
    with store.reading() as connection:
        known = {name: key for key, name in users(connection)}
    assert "Jana N." in known
    choose(dialog.me, known["Jana N."])
    assert store.user_id == known["Jana N."]
    names = [dialog.users.item(row).text() for row in range(dialog.users.count())]
    dialog.users.setCurrentRow(names.index("Jana N."))
    monkeypatch.setattr(QInputDialog, "getText", staticmethod(lambda *_, **__: ("Jana Nová", True)))
    dialog._rename_user()
    with store.reading() as connection:
        assert (known["Jana N."], "Jana Nová") in users(connection)


def test_papers_begin_in_the_chosen_languages(
    dialog: SettingsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    choose(dialog.paper, "de")
    choose(dialog.second, "en")
    with window.context.store.reading() as connection:
        (key,) = connection.execute("SELECT id FROM agreement LIMIT 1").fetchone()
    preview = PreviewDialog(window.context, [key], window)
    qtbot.addWidget(preview, before_close_func=lambda made: made.done(0))
    assert preview.languages == [Language.DE, Language.EN]


def test_backups_are_made_listed_and_their_folder_chosen(
    dialog: SettingsDialog, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog._back_up_now()
    assert len(auto_backup.existing(tmp_path / "backups")) == 1
    assert dialog.made.count() == 1
    choose(dialog.rhythm, "never")
    assert window.context.settings.backup_rhythm == "never"
    other = str(tmp_path / "other")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_: other))
    dialog._choose_folder()
    assert window.context.settings.backup_folder == other
    assert auto_backup.existing(Path(other)) == []


@pytest.mark.parametrize("language", list(Language))
def test_it_fits_a_small_screen_with_large_texts_and_has_names(
    dialog: SettingsDialog, window: MainWindow, language: Language
) -> None:
    choose(dialog.language, language)
    choose(dialog.text_size, 150)
    try:
        for page in range(dialog._tabs.count()):
            dialog._tabs.setCurrentIndex(page)
            assert nameless(dialog) == []
            assert unreachable(dialog) == []
            hint = dialog.minimumSizeHint()
            assert hint.width() <= 1366
            assert hint.height() <= 728
    finally:
        choose(dialog.text_size, 100)


def test_a_restore_shows_what_differs_and_names_the_file(
    dialog: SettingsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    dialog._back_up_now()
    make(window.context.store, "task", title="Po záloze")
    restore = RestoreDialog(window.context, window)
    qtbot.addWidget(restore)
    assert restore._accept.isEnabled()
    text = restore.text.toPlainText()
    assert "Po záloze" in text
    assert "se ztratí: 1" in text
    assert restore.path
    assert restore.path.exists()


def test_what_is_no_backup_cannot_be_restored(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.context.settings.backup_folder = str(tmp_path / "none")
    restore = RestoreDialog(window.context, window)
    qtbot.addWidget(restore)
    assert not restore._accept.isEnabled()
    foreign = tmp_path / "dopis.db"
    foreign.write_bytes(b"no database" * 100)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(foreign), "")))
    restore._choose_file()
    assert not restore._accept.isEnabled()
    assert "dopis.db" in restore.text.toPlainText()


def test_the_problem_report_holds_no_personal_data(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make(window.context.store, "person", family_name="Tajemná")
    target = tmp_path / "report.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(target), "")))
    about = AboutDialog(window.context, window)
    qtbot.addWidget(about)
    about.save_report()
    text = target.read_text(encoding="utf-8")
    assert "person: 1" in text
    assert "Tajemná" not in text
    assert "Ústecký" not in text
    assert str(Path.home()) not in text
    assert "reportlab" in text


def test_restoring_puts_the_backup_in_place_and_starts_anew(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from PySide6.QtCore import QProcess
    from PySide6.QtWidgets import QApplication

    from app.services.care.backup import backup
    from ui import window as composition
    from ui.single_instance import SingleInstance

    store = window.context.store
    backup(store, tmp_path / "b.db")
    make(store, "task", title="Po záloze")
    started: list[list[str]] = []
    monkeypatch.setattr(
        QProcess, "startDetached", staticmethod(lambda _p, arguments: started.append(arguments))
    )
    monkeypatch.setattr(QApplication, "quit", lambda *_: None)
    instance = SingleInstance(store.path)
    composition._restore(window.context.app, window, window.context, instance, tmp_path / "b.db")
    assert count(store, "task") == 0
    assert started == [["-m", "ui.main", "--data", str(store.path)]]
    assert list(store.path.parent.glob("*-before-restore-*.db"))


def test_a_running_window_can_be_restored(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What its threads had open is closed: nobody else has the database open."""
    from PySide6.QtCore import QProcess
    from PySide6.QtWidgets import QApplication

    from app.services.care.backup import backup
    from ui import window as composition
    from ui.ares_queue import AresQueue
    from ui.auto_backup import AutoBackup
    from ui.single_instance import SingleInstance

    context = window.context
    context.settings.backup_folder = str(tmp_path / "auto")
    make(context.store, "organisation", name_cs="Čeká na ARES", ico="70892156")
    backup(context.store, tmp_path / "b.db")
    make(context.store, "task", title="Po záloze")
    monkeypatch.setattr("app.exchange.registers.ares.waiting", lambda _store: True)
    monkeypatch.setattr(
        "app.exchange.registers.ares.fill_waiting", lambda store: iter([store.meta("user")][:0])
    )
    background = [AutoBackup(context), AresQueue(context)]
    background[0].look(at_start=True)
    background[1].look()
    monkeypatch.setattr(QProcess, "startDetached", staticmethod(lambda *_: None))
    monkeypatch.setattr(QApplication, "quit", lambda *_: None)
    instance = SingleInstance(context.store.path)
    composition._restore(context.app, window, context, instance, tmp_path / "b.db", background)
    assert count(context.store, "task") == 0


def test_a_backup_that_fails_unexpectedly_is_said(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.auto_backup import AutoBackup

    def fail(*_: object) -> Path:
        raise KeyError("x")

    monkeypatch.setattr(auto_backup, "run", fail)
    backups = AutoBackup(window.context)
    with qtbot.waitSignal(backups.failed, timeout=10_000) as said:
        backups.look(at_start=True)
    backups.finish()
    assert "KeyError" in said.args[0]


def test_a_sound_backup_can_be_restored_over_what_cannot_be_read(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from app.db.connection import DAMAGED
    from app.services.care.backup import backup
    from ui.dialogs.program import restore_dialog

    def fail(*_: object) -> None:
        raise UserError(DAMAGED, file="kraj.db")

    backup(window.context.store, tmp_path / "b.db")
    monkeypatch.setattr(restore_dialog, "difference", fail)
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(tmp_path / "b.db"), ""))
    )
    restore = RestoreDialog(window.context, window)
    qtbot.addWidget(restore)
    restore._choose_file()
    assert restore._accept.isEnabled()
    assert "kraj.db" in restore.text.toPlainText()
    (tmp_path / "b.db").write_bytes(b"x" * 5000)
    restore._choose_file()
    assert not restore._accept.isEnabled()


def test_a_backup_that_is_due_is_made_in_the_background(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    from ui.auto_backup import AutoBackup

    window.context.settings.backup_folder = str(tmp_path / "auto")
    backups = AutoBackup(window.context)
    with qtbot.waitSignal(backups.made, timeout=10_000):
        backups.look(at_start=True)
    backups.finish()
    assert len(auto_backup.existing(tmp_path / "auto")) == 1
    backups.look(at_start=False)
    backups.finish()
    assert len(auto_backup.existing(tmp_path / "auto")) == 1


def test_lead_times_are_stored_at_once_for_the_whole_office(
    dialog: SettingsDialog, window: MainWindow
) -> None:
    page = dialog.reminders
    page.notice.setText("180; 60, 14")
    page.notice.editingFinished.emit()
    page.days["term_end"].setValue(45)
    page.days["evaluation_months"].setValue(0)
    page.days["person"].setValue(0)
    with window.context.store.reading() as connection:
        times = lead_times(connection)
    assert times == LeadTimes((180, 60, 14), 45, 30, None, 0)
    assert page.days["evaluation_months"].text() == "nikdy"
    assert not [item for item in window.context.reminders() if item.kind == "evaluation"]
    page.notice.setText("brzy")
    page.notice.editingFinished.emit()
    assert page._error.isVisibleTo(page)
    with window.context.store.reading() as connection:
        assert lead_times(connection) == times


def test_the_office_chooses_what_is_missing(dialog: SettingsDialog, window: MainWindow) -> None:
    points = dialog.agreements.points
    items = {points.item(row).text(): points.item(row) for row in range(points.count())}
    items["Číslo jednací"].setCheckState(Qt.CheckState.Unchecked)
    items["Spisová značka"].setCheckState(Qt.CheckState.Checked)
    with window.context.store.reading() as connection:
        chosen = office_list(connection)
    assert chosen == OfficeList(frozenset({"office.reference_no"}), ("file_no",))
