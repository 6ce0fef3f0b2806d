from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from app.db.store import Store
from app.settings import Settings
from ui.context import Context
from ui.main_window import MainWindow
from ui.screens.detail import Detail
from ui.screens.records import RecordsScreen
from ui.theme import Theme


@pytest.fixture(autouse=True)
def no_unexpected_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog that nobody answers would wait for ever; tests say what they answer."""

    def refuse(self: QDialog) -> int:
        pytest.fail(f"unexpected dialog: {self.windowTitle()} {type(self).__name__}")

    for kind in (QDialog, QMessageBox, QFileDialog):
        monkeypatch.setattr(kind, "exec", refuse)


@pytest.fixture(scope="session")
def one_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, "light")


@pytest.fixture
def theme(one_theme: Theme) -> Theme:
    """The look of the application, light again for each test."""
    if one_theme.scheme != "light":
        one_theme.apply("light")
    return one_theme


MakeContext = Callable[..., Context]


@pytest.fixture
def make_context(qapp: QApplication, theme: Theme) -> Iterator[MakeContext]:
    made: list[Context] = []

    def make(store: Store, language: str = "cs") -> Context:
        context = Context(qapp, store, Settings(language=language), theme, remembered=False)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()


@pytest.fixture
def context(store: Store, make_context: MakeContext) -> Context:
    return make_context(store)


def leave_forms(window: MainWindow) -> None:
    """Give up what a test left unsaved: closing would ask."""
    for screen in window.screens.values():
        if isinstance(screen, RecordsScreen):
            screen.detail.show_record(None)


def drawn(qtbot: QtBot, detail: Detail) -> None:
    """Wait until a detail shows all that it has to show."""
    qtbot.waitUntil(lambda: detail.is_drawn, timeout=30_000)
    QApplication.processEvents()  # what was put in last is laid out


@pytest.fixture
def window(loaded: Store, make_context: MakeContext, qtbot: QtBot) -> Iterator[MainWindow]:
    """The window on the sample data, in Czech, at the size of a small screen."""
    made = MainWindow(make_context(loaded))
    qtbot.addWidget(made, before_close_func=leave_forms)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    yield made
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
