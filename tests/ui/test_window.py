from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from app.services.office import open_store
from app.settings import Settings
from ui import main, window


@pytest.mark.parametrize("content", [b"no database, only text " * 100, b"SQLite format 3\x00junk"])
def test_a_file_that_is_no_database_is_said_and_stays_untouched(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    file = tmp_path / "foreign.db"
    file.write_bytes(content)
    said: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "critical", staticmethod(lambda _p, _t, text: said.append(text))
    )
    monkeypatch.setattr(window, "_log_to_file", lambda: None)
    assert window.open_window(file, Settings(language="cs"), remembered=False) == 1
    assert len(said) == 1
    assert file.read_bytes() == content


def test_a_database_of_a_newer_version_is_said_and_stays_untouched(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "newer.db"
    store = open_store(file)
    store.set_meta("note", "x")
    store._connection().execute("PRAGMA user_version = 9999")
    store._connection().execute("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = file.read_bytes()
    said: list[str] = []
    monkeypatch.setattr(
        QMessageBox, "critical", staticmethod(lambda _p, _t, text: said.append(text))
    )
    monkeypatch.setattr(window, "_log_to_file", lambda: None)
    assert window.open_window(file, Settings(language="cs"), remembered=False) == 1
    assert len(said) == 1
    assert file.read_bytes() == before


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
