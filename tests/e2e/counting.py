"""Keys and clicks, counted; typing a text is none of them: what is written has to be written."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.e2e.desk import Desk, named, write


class Counted:
    """What an official does with the window of a desk, each act counted in `acts`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.acts: list[str] = []

    @property
    def count(self) -> int:
        """How many keys and clicks it took so far."""
        return len(self.acts)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """Press a key, wherever the focus is."""
        self.acts.append(f"key {key.name}")
        self.desk.key(key, modifiers)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        place = QApplication.focusWidget()
        assert place
        write(place, text)

    def click(self, place: QWidget, at: QPoint | None = None) -> None:
        """Click on a widget."""
        self.acts.append(f"click {place.accessibleName()}")
        if not place.window().isActiveWindow():
            place.window().activateWindow()
            self.desk.until(place.window().isActiveWindow)
        QTest.mouseClick(place, Qt.MouseButton.LeftButton, pos=at or place.rect().center())
        QApplication.processEvents()

    def press(self, place: QWidget, name: str) -> None:
        """Click on the button that is called so."""
        self.click(named(place, name))

    def tabs(self, times: int = 1) -> None:
        """Press Tab so often; each counts."""
        for _ in range(times):
            self.key(Qt.Key.Key_Tab)
