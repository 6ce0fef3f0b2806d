"""An official at the window: looks for what is written there, clicks and types; nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressDialog,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.dialogs.program.first_run import FirstRun
from ui.forms import RecordForm
from ui.main_window import MainWindow
from ui.screens.records import RecordsScreen

Kind = TypeVar("Kind", bound=QWidget)
Answer = Callable[[Any], None]

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


PATIENCE = 60_000
"""Milliseconds: more than any machine needs; nobody waits longer than it takes."""


class Dialogs:
    """Answers the dialogs that are opened while something is done, in their order.

    They run in a loop of their own, as they do for a person; what goes wrong in an answer is
    raised where the dialog was asked for, and the dialog is closed.
    """

    _waiting: ClassVar[list[Dialogs]] = []

    def __init__(self, *answers: Answer) -> None:
        self._left = list(answers)
        self._met: list[QWidget] = []
        self._wrong: list[BaseException] = []
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._look)

    def __enter__(self) -> None:
        self._waiting.append(self)
        self._timer.start()

    def __exit__(self, *failed: object) -> None:
        self._timer.stop()
        self._waiting.remove(self)
        if self._wrong:
            raise self._wrong[0]
        if not any(failed):
            assert self._left == [], "a dialog did not come"

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if self._waiting[-1] is not self or dialog is None or not dialog.isVisible():
            return
        if dialog in self._met or isinstance(dialog, QProgressDialog):
            return
        self._met.append(dialog)
        try:
            assert self._left, f"unexpected: {dialog.windowTitle()} {texts(dialog)}"
            self._left.pop(0)(dialog)
        except BaseException as error:
            self._wrong.append(error)
            if isinstance(dialog, QDialog):
                dialog.reject()


def texts(place: QWidget) -> list[str]:
    """What can be read in a place."""
    labels = [label for label in place.findChildren(QLabel) if label.isVisible()]
    return [label.text().replace("\u00a0", " ") for label in labels]


def named(place: QWidget, name: str) -> QAbstractButton:
    """The button that is called so, or whose accessible name is."""
    found = [
        button
        for button in place.findChildren(QAbstractButton)
        if button.isVisible() and name in (button.text().replace("&", "").strip(),
                                           button.accessibleName())
    ]  # fmt: skip
    assert found, f"no button {name!r} among {[b.text() for b in _visible(place, QAbstractButton)]}"
    return found[0]


def click(place: QWidget, name: str) -> None:
    """Press a button with the mouse."""
    button = named(place, name)
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def write(place: QWidget, text: str) -> None:
    """Type a text; `QTest.keyClicks` knows no letters but those of ASCII."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(place, event)


def type_into(line: QWidget, text: str) -> None:
    """Write over what stands in a line, key by key, and go on."""
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_A, CTRL)
    write(line, text)
    # What is proposed below the line hears the keys first.
    QTest.keyClick(QApplication.activePopupWidget() or line, Qt.Key.Key_Tab)


def fill(place: QWidget, **values: str) -> None:
    """Write values into the fields of the form in a place: texts typed, choices taken."""
    (form,) = _visible(place, RecordForm)
    for name, text in values.items():
        inner = form.editor(name).inner
        if isinstance(inner, QComboBox) and not inner.isEditable():
            index = inner.findText(text)
            assert index >= 0, (name, [inner.itemText(n) for n in range(inner.count())])
            inner.setCurrentIndex(index)
            inner.activated.emit(index)
        else:
            line = inner.lineEdit() if isinstance(inner, QComboBox) else inner
            assert isinstance(line, QLineEdit | QPlainTextEdit)
            type_into(line, text)


def _visible(place: QWidget, kind: type[Kind]) -> list[Kind]:
    return [found for found in place.findChildren(kind) if found.isVisible()]


class Desk:
    """The window and what an official does with it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot
        self.tr = window.context.tr_

    def until(self, comes: Callable[[], bool]) -> None:
        """Wait for something."""
        self.qtbot.waitUntil(comes, timeout=PATIENCE)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """Press a key, wherever the focus is."""
        popup = QApplication.activePopupWidget()
        if popup is None and not self.window.isActiveWindow():
            self.window.activateWindow()  # as a desktop does when a dialog is closed
            self.until(self.window.isActiveWindow)
        place = popup or QApplication.focusWidget() or self.window
        QTest.keyClick(place, key, modifiers or Qt.KeyboardModifier.NoModifier)

    def go_to(self, entity: str) -> RecordsScreen:
        """A screen, by the sidebar."""
        label = {item.name: item.label_plural for item in _entities()}[entity]
        click(self.window.sidebar, self.tr.message(label))
        return self.screen

    @property
    def screen(self) -> RecordsScreen:
        found = self.window.screen_shown
        assert found
        return found

    @property
    def shown(self) -> str:
        """The id of the record whose page is shown."""
        record = self.screen.detail.record
        assert record
        return record.id

    def new(self, entity: str, **values: str) -> str:
        """A new record from its screen, saved by the keyboard; gives its id."""
        self.go_to(entity)
        self.key(Qt.Key.Key_N, CTRL)
        fill(self.window, **values)
        self.save()
        return self.shown

    def edit(self, **values: str) -> None:
        """Change the record that is shown."""
        self.key(Qt.Key.Key_F2)
        fill(self.window, **values)
        self.save()

    def save(self) -> None:
        """Save the form and wait until its page is shown."""
        with self.qtbot.waitSignal(self.screen.detail.saved, timeout=PATIENCE):
            self.key(Qt.Key.Key_S, CTRL)
        self.settled()

    def settled(self) -> None:
        """Wait until the page of the record is shown with all that belongs to it."""
        detail = self.screen.detail
        self.until(lambda: not detail.is_editing and detail.record is not None and detail.is_drawn)

    def open(self, entity: str, record_id: str) -> None:
        """Show a record that is known, as a link does."""
        self.window.open_record(entity, record_id)
        self.settled()

    def choose(self, text: str) -> None:
        """Run a command of the menu, or of the menus under it, by its text."""
        menus = [self.window.menu()]
        for menu in menus:
            for action in menu.actions():
                if action.menu():
                    menus.append(action.menu())
                elif action.text().partition("\t")[0] == text:
                    action.trigger()
                    return
        for command in self.window.commands():
            if command.text == text:
                command.run()
                return
        raise AssertionError(f"no command {text!r}")

    def walk_to(self, label: str) -> None:
        """Press Tab until the field of a label has the focus."""
        for _ in range(200):
            focus = QApplication.focusWidget()
            if focus and focus.accessibleName() == label:
                return
            self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {label!r}")

    def write(self, text: str) -> None:
        """Type where the focus is."""
        place = QApplication.focusWidget()
        assert place
        write(place, text)

    def read_form(self) -> str:
        """All that can be read beside the fields of the form that is shown."""
        (form,) = _visible(self.window, RecordForm)
        return "\n".join(texts(form))

    def read(self) -> str:
        """All that can be read on the page that is shown."""
        self.settled()
        return "\n".join(texts(self.screen.detail))


def welcome(dialog: FirstRun) -> None:
    type_into(dialog.name, "Jana Nováková")
    type_into(dialog.organisation, "Ústecký kraj")
    click(dialog, "Začít s prázdnou databází")
    click(dialog, "Začít")


def saved_as(monkeypatch: Any, path: Path) -> None:
    """The system's own dialog for files answers with a path."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_, **__: (str(path), "")))
    monkeypatch.setattr(
        QFileDialog, "getOpenFileNames", staticmethod(lambda *_, **__: ([str(path)], ""))
    )


def _entities() -> tuple[Any, ...]:
    from app.entities import RECORDS

    return RECORDS
