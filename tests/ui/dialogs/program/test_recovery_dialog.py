from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.db.connection import DAMAGED, LOCKED
from app.db.store import Store
from app.errors import UserError
from app.i18n import Language
from app.services.care import auto_backup
from app.services.care.backup import backup
from app.services.office import open_store
from tests.factories import count, make
from ui.dialogs.program.recovery_dialog import RecoveryDialog
from ui.theme import Theme


@pytest.fixture
def damaged(store: Store) -> Path:
    """A database that cannot be opened, with a sound and a damaged backup."""
    folder = auto_backup.folder_for(store.path)
    make(store, "person", family_name="Zálohovaná")
    auto_backup.run(store, folder, datetime(2026, 11, 20, 8))
    made = auto_backup.run(store, folder, datetime(2026, 11, 21, 8))
    data = bytearray(made.read_bytes())
    data[8192:16384] = bytes(8192)
    made.write_bytes(data)
    store.close()
    store.path.write_bytes(b"x" * 5000)
    return store.path


@pytest.fixture
def dialog(damaged: Path, theme: Theme, qtbot: QtBot) -> RecoveryDialog:
    return shown(damaged, theme, qtbot)


def shown(
    path: Path, theme: Theme, qtbot: QtBot, message: str = DAMAGED, language: Language = Language.CS
) -> RecoveryDialog:
    error = UserError(message, file=path.name)
    made = RecoveryDialog(theme, language, path, error, auto_backup.folder_for(path))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: "…" not in "".join(texts(made, 3)))
    return made


def texts(dialog: RecoveryDialog, column: int) -> list[str]:
    return [
        item.text().replace("\xa0", " ") if (item := dialog.table.item(row, column)) else ""
        for row in range(dialog.table.rowCount())
    ]


def test_each_backup_says_what_it_holds_and_whether_it_is_sound(dialog: RecoveryDialog) -> None:
    assert texts(dialog, 0) == ["21. 11. 2026 8:00", "20. 11. 2026 8:00"]
    assert texts(dialog, 3) == ["Nelze použít", "V pořádku"]
    assert "Osoby: 1" in texts(dialog, 2)[1]
    assert texts(dialog, 1)[1]
    assert dialog.table.currentRow() == 1, "the newest sound one is chosen"
    assert dialog.restore.isEnabled()
    dialog.table.setCurrentCell(0, 0)
    assert not dialog.restore.isEnabled()


def test_the_keyboard_restores_and_the_damaged_file_stays(
    dialog: RecoveryDialog, damaged: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "information", staticmethod(lambda _p, _t, text: said.append(text))
    )
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted.value
    (kept,) = damaged.parent.glob("*-damaged-*.db")
    assert kept.read_bytes() == b"x" * 5000
    assert kept.name in said[0].replace("\u200b", "")
    again = open_store(damaged)
    assert count(again, "person") == 1
    again.close()


def test_a_backup_from_elsewhere_is_read_and_restored(
    dialog: RecoveryDialog,
    damaged: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    other = open_store(tmp_path / "usb" / "other.db")
    make(other, "person")
    make(other, "person")
    backup(other, tmp_path / "usb" / "copy.db")
    other.close()
    monkeypatch.setattr(
        QFileDialog,
        "getOpenFileName",
        staticmethod(lambda *_: (str(tmp_path / "usb" / "copy.db"), "")),
    )
    monkeypatch.setattr(QMessageBox, "information", staticmethod(lambda *_: None))
    dialog.choose_backup()
    qtbot.waitUntil(dialog.restore.isEnabled)
    assert "Osoby: 2" in texts(dialog, 2)[2]
    dialog.put_back()
    again = open_store(damaged)
    assert count(again, "person") == 2
    again.close()


def test_a_restore_that_fails_is_said_and_the_dialog_stays(
    dialog: RecoveryDialog, damaged: Path
) -> None:
    dialog._files[1].write_bytes(b"gone meanwhile" * 100)
    dialog.put_back()
    assert dialog.isVisible()
    assert "vztahy-auto-20261120-080000.db" in dialog.notice.accessibleName()
    assert damaged.read_bytes() == b"x" * 5000


def test_another_file_is_opened_instead(
    dialog: RecoveryDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", staticmethod(lambda *_: (str(tmp_path / "b.db"), ""))
    )
    dialog.choose_other()
    assert dialog.result() == QDialog.DialogCode.Accepted.value
    assert dialog.path == tmp_path / "b.db"


def test_where_a_backup_is_no_remedy_none_is_offered(
    damaged: Path, theme: Theme, qtbot: QtBot
) -> None:
    found = shown(damaged, theme, qtbot, LOCKED)
    assert not found.table.isVisible()
    assert not found.restore.isVisible()
    assert found.again.isDefault()
    found.leave.click()
    assert found.result() == QDialog.DialogCode.Rejected.value


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (Language.CS, "Databázi nelze otevřít"),
        (Language.DE, "Die Datenbank lässt sich nicht öffnen"),
        (Language.EN, "The database cannot be opened"),
    ],
)
def test_it_speaks_three_languages_and_fits_a_small_screen(
    damaged: Path, theme: Theme, qtbot: QtBot, language: Language, title: str
) -> None:
    found = shown(damaged, theme, qtbot, language=language)
    assert found.windowTitle() == title
    hint = found.minimumSizeHint()
    assert hint.width() <= 1000
    assert hint.height() <= 600
