"""A line into which tags are typed; each becomes a chip that can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from ui.icons import icon
from ui.theme import Theme
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import Button

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma, Qt.Key.Key_Semicolon)


class TagLine(QWidget):
    """Emits `edited` whenever a person changes something; `line` takes what is typed.

    `known` gives the tags to be proposed and is asked when the line is first entered; `split` makes
    tags of what was typed.
    """

    edited = Signal()

    def __init__(
        self,
        theme: Theme,
        known: Callable[[], Sequence[str]],
        split: Callable[[str], Sequence[str]],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._known = known
        self._split = split
        self._say: Callable[[str], str] = str
        self._tags: list[str] = []
        self._chips: list[Button] = []
        self.line = QLineEdit()
        self.line.installEventFilter(self)
        self.line.textEdited.connect(lambda _text: self.edited.emit())
        self._names = QStringListModel(self)
        completer = self._completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        # Qt writes the proposal into the line after this signal.
        completer.activated.connect(lambda _text: QTimer.singleShot(0, self, self.take))
        self.line.setCompleter(completer)
        self._row = QWidget()
        self._layout = FlowLayout(self._row, 6)
        both = QVBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(6)
        both.addWidget(self._row)
        both.addWidget(self.line)
        theme.changed.connect(self._recolour)

    def texts(self) -> list[str]:
        """The tags as they stand, what is still in the line included."""
        return [*self._tags, *self._split(self.line.text())]

    def show_tags(self, tags: Sequence[str]) -> None:
        """Show these tags and an empty line."""
        self.line.clear()
        self._tags = list(tags)
        self._show()

    def set_chip_name(self, text: Callable[[str], str]) -> None:
        """What is said of a chip: `text` makes it of the tag."""
        self._say = text
        self._show()

    def take(self) -> None:
        """Make chips of what stands in the line."""
        typed = self._split(self.line.text())
        self.line.clear()
        known = {tag.casefold() for tag in self._tags}
        for tag in typed:
            if tag.casefold() not in known:
                known.add(tag.casefold())
                self._tags.append(tag)
        self._show()
        if typed:
            self.edited.emit()

    def _remove(self, number: int) -> None:
        del self._tags[number]
        self._show()
        self.line.setFocus()
        self.edited.emit()

    def _show(self) -> None:
        for chip in self._chips:
            self._layout.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(number, tag) for number, tag in enumerate(self._tags)]
        self._recolour()
        for chip in self._chips:
            self._layout.addWidget(chip)
            chip.ensurePolished()  # only then it is as wide as it will be
            chip.show()
        self._row.setVisible(bool(self._chips))

    def _chip(self, number: int, tag: str) -> Button:
        chip = Button(tag)
        chip.setProperty("chip", True)
        chip.setIconSize(QSize(12, 12))
        chip.setAccessibleName(self._say(tag))
        chip.clicked.connect(lambda _on=False: self._remove(number))
        return chip

    def _recolour(self) -> None:
        for chip in self._chips:
            chip.setIcon(icon("x", self._theme.tokens.info, 12))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A comma, a semicolon or Enter ends a tag; Backspace in an empty line takes one away."""
        if event.type() == QEvent.Type.FocusIn:
            self._names.setStringList(list(self._known()))
        elif event.type() == QEvent.Type.FocusOut:
            proposals = self._completer.popup()
            if self.line.text().strip() and not (proposals and proposals.isVisible()):
                self.take()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _ENDS and self.line.text().strip():
                self.take()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.line.text() and self._tags:
                self._remove(len(self._tags) - 1)
                return True
        return super().eventFilter(watched, event)
