"""The program on a file of its own, and an official at its window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings import Settings
from tests.e2e.desk import Desk, Dialogs, welcome
from tests.ui.conftest import leave_forms, make_context, one_theme, theme  # noqa: F401
from ui import window as composition
from ui.main_window import MainWindow

Work = Callable[..., None]


@pytest.fixture
def work(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Work:
    """Run the program on a file of its own, and work in its window; `welcomed` at a first start."""

    def run(day: Callable[[Desk], None], *, welcomed: bool = False) -> None:
        wrong: list[BaseException] = []

        def at_work(*_: object) -> int:
            (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
            window.showNormal()
            window.resize(1366, 768)
            try:
                day(Desk(window, qtbot))
            except BaseException as error:
                wrong.append(error)
            leave_forms(window)
            window.close()
            window.context.close()
            window.deleteLater()
            return 0

        monkeypatch.setattr(composition, "_log_to_file", lambda: None)
        monkeypatch.setattr(composition, "_catch_unknown_errors", lambda *_: None)
        monkeypatch.setattr(QApplication, "exec", at_work)
        with Dialogs(*([welcome] if welcomed else [])):
            status = composition.open_window(
                tmp_path / "vztahy.db",
                Settings(language="cs"),
                remembered=False,
                ask_first=welcomed,
            )
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if wrong:
            raise wrong[0]
        assert status == 0

    return run
