"""The way to every screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.i18n import Translator
from ui.icons import icon
from ui.theme import Theme
from ui.widgets.one_stop import bring_into_view
from ui.widgets.plain import Button, Label, set_tip

_WIDE, _SLIM = 196, 60
_LINE = 18  # pixels of a line of text for which these widths are meant


@dataclass(frozen=True, slots=True)
class Place:
    """A screen: its key, its icon, and the message id of its label."""

    key: str
    icon: str
    label: str


class _PlaceButton(Button):
    """An icon, a label and a count; the arrow keys go to the neighbours."""

    def __init__(self, bar: Sidebar, place: Place) -> None:
        super().__init__()
        self.place = place
        self._bar = bar
        self.setProperty("nav", True)
        self.setCheckable(True)
        self.setIconSize(QSize(18, 18))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 10, 0)
        row.addStretch(1)
        self.count = Label()
        self.count.setProperty("role", "small")
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row.addWidget(self.count)
        self.toggled.connect(self._colour_count)

    def _colour_count(self, checked: bool) -> None:
        # Style sheets do not know the state of the button around a label.
        self.count.setProperty("role", "chosen" if checked else "small")
        self.count.style().unpolish(self.count)
        self.count.style().polish(self.count)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in moves:
            self._bar.move_focus(self, moves[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Sidebar(QFrame):
    """Emits the key of the screen that was chosen, and `went`: a step back (-1) or on (1)."""

    selected = Signal(str)
    went = Signal(int)
    search_requested = Signal()

    def __init__(self, theme: Theme, places: Sequence[Place]) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("role", "sidebar")
        self.setFixedWidth(_WIDE)
        self.collapsed = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 12, 8, 4)
        layout.setSpacing(2)
        self._brand = QWidget()
        brand = QHBoxLayout(self._brand)
        brand.setContentsMargins(8, 0, 0, 8)
        brand.setSpacing(0)
        self._mark = Label()
        self._name = Label("Vztahy")
        self._name.setProperty("role", "title")
        brand.addWidget(self._mark)
        brand.addSpacing(8)
        brand.addWidget(self._name)
        brand.addStretch(1)
        self.back, self.forward = Button(), Button()
        for button in (self.back, self.forward):
            button.setProperty("flat", True)
            button.setProperty("small", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus where it is
            button.setEnabled(False)
            brand.addWidget(button)
        self.back.clicked.connect(lambda _on=False: self.went.emit(-1))
        self.forward.clicked.connect(lambda _on=False: self.went.emit(1))
        layout.addWidget(self._brand)
        self.search = Button()
        self.search.setProperty("nav", True)
        self.search.setIconSize(QSize(18, 18))
        self.search.clicked.connect(self.search_requested)
        layout.addWidget(self.search)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _PlaceButton] = {}
        # There are more places than a small screen, or large texts, have room for.
        self._column = QWidget()
        self._column.setProperty("role", "page")
        column = QVBoxLayout(self._column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._column)
        for place in places:
            button = _PlaceButton(self, place)
            button.clicked.connect(lambda _on=False, key=place.key: self.selected.emit(key))
            self._group.addButton(button)
            self._buttons[place.key] = button
            column.addWidget(button)
        column.addStretch(1)
        layout.addWidget(self._area, 1)
        self.foot = QVBoxLayout()
        self.foot.setSpacing(2)
        layout.addLayout(self.foot)
        self._labels: dict[str, str] = {}
        self._search_label = ""
        theme.changed.connect(self._recolour)
        self._group.buttonToggled.connect(lambda _button, _on: self._recolour())
        self._recolour()

    def choose(self, key: str) -> None:
        """Mark the screen that is shown."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
            bring_into_view(self._buttons[key])

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """What waits on each screen; 0 shows nothing."""
        for key, button in self._buttons.items():
            count = counts.get(key, 0)
            button.count.setText(str(count) if count else "")
            self._name_button(button)

    def move_focus(self, button: _PlaceButton, step: int) -> None:
        """Go to a neighbour of `button`."""
        buttons = list(self._buttons.values())
        place = buttons.index(button) + step
        if 0 <= place < len(buttons):
            buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
            bring_into_view(buttons[place])

    def set_collapsed(self, *, collapsed: bool) -> None:
        """Show icons only, or icons and labels."""
        self.collapsed = collapsed
        self._fit()
        for part in (self._name, self.back, self.forward):
            part.setVisible(not collapsed)
        self.search.setText("" if collapsed else self._search_label)
        for button in self._buttons.values():
            button.setText("" if collapsed else self._labels.get(button.place.key, ""))
            button.count.setVisible(not collapsed)

    def _fit(self) -> None:
        """As wide as the texts of this size need."""
        wide = round(_WIDE * self.fontMetrics().lineSpacing() / _LINE)
        self.setFixedWidth(_SLIM if self.collapsed else max(_WIDE, wide))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """In a low window the places are more than the name of the program."""
        super().resizeEvent(event)
        rest = self.minimumSizeHint().height() - self._area.minimumSizeHint().height()
        rest += self._column.sizeHint().height()
        if self._brand.isVisibleTo(self):
            rest -= self._brand.minimumSizeHint().height()
        self._brand.setVisible(self.height() >= rest + self._brand.minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "collapsed"):
            self._fit()

    def retranslate(self, tr: Translator) -> None:
        """Show the labels in another language."""
        self._search_label = "  " + tr("Search…")
        self.search.setAccessibleName(tr("Search"))
        set_tip(self.search, tr("Search everything (Ctrl+K)"))
        for step, text in (
            (self.back, tr("Back (Alt+Left)")),
            (self.forward, tr("Forward (Alt+Right)")),
        ):
            step.setAccessibleName(text)
            set_tip(step, text)
        for key, button in self._buttons.items():
            self._labels[key] = "  " + tr.message(button.place.label)
            self._name_button(button)
        self.set_collapsed(collapsed=self.collapsed)

    def _name_button(self, button: _PlaceButton) -> None:
        label = self._labels.get(button.place.key, "").strip()
        count = button.count.text()
        button.setAccessibleName(f"{label} ({count})" if count else label)
        set_tip(button, label)

    def _recolour(self) -> None:
        tokens = self._theme.tokens
        self._mark.setPixmap(icon("handshake", tokens.accent, 24).pixmap(24, 24))
        self.search.setIcon(icon("search", tokens.text, 18))
        self.back.setIcon(icon("chevron-left", tokens.text, 16))
        self.forward.setIcon(icon("chevron-right", tokens.text, 16))
        for button in self._buttons.values():
            colour = tokens.selection_text if button.isChecked() else tokens.text
            button.setIcon(icon(button.place.icon, colour, 18))
