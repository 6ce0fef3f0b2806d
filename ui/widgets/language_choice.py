"""Several languages of one text, ticked in a menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.i18n import Language, Translator
from app.kinds import LANGUAGE_CODES
from app.rules.people.names import sort_key
from ui.icons import icon
from ui.theme import Theme
from ui.widgets.buttons import set_label
from ui.widgets.plain import Action, Button, Menu

_OFFERED = ("cs", "de", "en", "es", "fr", "hu", "it", "nl", "pl", "ru", "sk", "uk")


class LanguageChoice(Button):
    """Shows the chosen languages; its menu offers those that files are written in."""

    def __init__(self, theme: Theme, tr: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setIcon(icon("languages", theme.tokens.muted, 16))
        self._tr = tr
        self._chosen: list[str] = []
        self._menu = _StayingMenu(self)
        self.setMenu(self._menu)
        self.setAutoDefault(False)
        self._name = ""
        self._show()

    def set_name(self, name: str) -> None:
        """What is chosen here, for screen readers; the choice itself is said with it."""
        self._name = name
        self._show()

    @property
    def codes(self) -> str | None:
        """The languages as they are stored, in the order of choosing; None if none is stated."""
        return ";".join(self._chosen) or None

    def choose(self, codes: str | None) -> None:
        """Show languages as stored; also those that are not offered."""
        self._chosen = codes.split(";") if codes else []
        self._show()

    def _toggle(self, code: str, *, on: bool) -> None:
        self._chosen = [item for item in self._chosen if item != code] + ([code] if on else [])
        self._show()

    def _show(self) -> None:
        tr = self._tr
        text = LANGUAGE_CODES.format(self.codes, tr) if self._chosen else tr("not stated")
        set_label(self, text)
        self.setAccessibleName(f"{self._name}: {text}" if self._name else text)
        if self._menu.isVisible():
            return  # its ticks are right already
        self._menu.clear()
        names = {code: LANGUAGE_CODES.format(code, tr) for code in (*_OFFERED, *self._chosen)}
        czech = tr.language is Language.CS
        for code in sorted(names, key=lambda code: sort_key(names[code], czech=czech)):
            action = Action(names[code], self._menu, checkable=True)
            action.setChecked(code in self._chosen)
            action.toggled.connect(lambda on, code=code: self._toggle(code, on=on))
            self._menu.addAction(action)


class _StayingMenu(Menu):
    """A menu of ticks that stays open, so that several can be set."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        action = self.actionAt(event.position().toPoint())
        if action is not None:
            action.toggle()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None:
            action.toggle()
        else:
            super().keyPressEvent(event)
