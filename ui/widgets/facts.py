"""Labels and values of a record, to be read, copied, and changed where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.icons import icon
from ui.theme import Theme
from ui.widgets.plain import AddressLabel, Button, Label, opens, set_tip

_LABEL_WIDTH, _POINTS = 148, 10  # pixels in texts of that size; larger texts need more


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value; `name` is the field's, empty for what is worked out.

    What `leads` somewhere is a link: `Facts.followed` tells when it is used.
    """

    name: str
    label: str
    text: str
    leads: bool = False


class Facts(QWidget):
    """A column of facts; values wrap, can be selected, and may be links.

    `change_requested` carries the field whose value a person wants to change: clicked, or Enter
    pressed on its line. What is worked out is read and copied (Ctrl+C) only.
    """

    change_requested = Signal(str)
    followed = Signal(str)

    def __init__(
        self,
        facts: Sequence[Fact | tuple[str, str]],
        theme: Theme | None = None,
        change: str = "",
    ) -> None:
        """`change` is what the button beside a value does, in words."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.lines: dict[str, FactLine] = {}
        for item in facts:
            fact = item if isinstance(item, Fact) else Fact("", *item)
            line = FactLine(fact, theme, change)
            line.change_requested.connect(self.change_requested)
            line.followed.connect(self.followed)
            column.addWidget(line)
            if fact.name:
                self.lines[fact.name] = line


class FactLine(QFrame):
    """One label and its value, or what the value is changed with."""

    change_requested = Signal(str)
    followed = Signal(str)

    def __init__(self, fact: Fact, theme: Theme | None, change: str) -> None:
        super().__init__()
        self.fact = fact
        self._editor: QWidget | None = None
        self._pressed_at: QPoint | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 0, 2)
        row.setSpacing(12)
        name = Label(fact.label)
        name.setProperty("role", "muted")
        name.setWordWrap(True)
        name.setFixedWidth(round(_LABEL_WIDTH * self.font().pointSizeF() / _POINTS) - 4)
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        self._label = name
        self._row = row
        self._is_address = fact.text.startswith(("https://", "http://")) and opens(fact.text)
        value: QLabel = AddressLabel(fact.text) if self._is_address else Label(fact.text)
        value.setWordWrap(True)
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        value.setAlignment(Qt.AlignmentFlag.AlignTop)
        value.setAccessibleName(f"{fact.label}: {fact.text}")
        self.value = value
        row.addWidget(value, 1)
        self.setProperty("role", "fact")
        self.setProperty("stop", f"fact {fact.name or fact.label}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{fact.label}: {fact.text}")
        value.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the line has it
        value.installEventFilter(self)
        if not fact.name:
            return
        if fact.leads:
            value.setProperty("role", "link")
            value.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button = Button()
        self._button.setProperty("flat", True)
        self._button.setProperty("small", True)
        self._button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Enter on the line does the same
        if theme is not None:
            self._button.setIcon(icon("pencil", theme.tokens.muted, 14))
        self._button.setAccessibleName(f"{change}: {fact.label}")
        set_tip(self._button, f"{change} (Enter)")
        self._button.clicked.connect(lambda _on=False: self.change_requested.emit(fact.name))
        kept = self._button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._button.setSizePolicy(kept)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self._button.hide()

    def _show_button(self) -> None:
        """What can be changed says so where one is looking; fifty pencils would be in the way."""
        if self.fact.name and self._editor is None:
            self._button.setVisible(self.underMouse() or self.hasFocus())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        super().enterEvent(event)
        self._show_button()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self._show_button()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._show_button()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._show_button()

    def hold(self, editor: QWidget) -> None:
        """Show `editor` in the place of the value."""
        self._editor = editor
        self.value.hide()
        self._button.hide()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.insertWidget(1, editor, 1)
        editor.show()  # now, so that it can take the focus

    def give_back(self) -> None:
        """Show the value again; the editor is gone."""
        if self._editor is not None:
            self._row.removeWidget(self._editor)
            self._editor.hide()
            self._editor.deleteLater()
            self._editor = None
        self.value.show()
        self._show_button()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # A click changes a value, a drag marks a part of it.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._pressed_at = event.position().toPoint()
                self.setFocus(Qt.FocusReason.MouseFocusReason)
            elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed_at is not None:
                moved = (event.position().toPoint() - self._pressed_at).manhattanLength()
                marked = self.value.hasSelectedText()
                if moved < QApplication.startDragDistance() and not marked:
                    self._clicked()
        return super().eventFilter(watched, event)

    def _clicked(self) -> None:
        if self.fact.leads:
            self.followed.emit(self.fact.name)
        elif self.fact.name and not self._is_address:
            self.change_requested.emit(self.fact.name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if self._editor is not None:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.value.selectedText() or self.fact.text)
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.fact.leads:
                self.followed.emit(self.fact.name)
            elif self._is_address:
                self.value.linkActivated.emit(self.fact.text)
        elif self.fact.name and (enter or event.key() == Qt.Key.Key_Space):
            self.change_requested.emit(self.fact.name)
        else:
            super().keyPressEvent(event)


class TitleLine(FactLine):
    """The title above a page: it names itself, so its label is only said."""

    def __init__(self, fact: Fact, theme: Theme | None, change: str) -> None:
        super().__init__(fact, theme, change)
        self._label.hide()
        self._row.setContentsMargins(0, 0, 0, 0)
        self.value.setProperty("role", "title")
        if not fact.name:  # put together from other fields: there is nothing to be done with it
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setProperty("stop", "")
            self.setProperty("role", "")
