"""Something the program can do, as a menu and Ctrl+K show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from PySide6.QtGui import QActionGroup

from ui.icons import icon
from ui.widgets.buttons import keys_text
from ui.widgets.plain import Action, Menu


@dataclass(frozen=True, slots=True)
class Command:
    """An icon, a translated text, what runs, and the keys that run it too.

    `chosen` tells of one of several choices whether it is the present one.
    """

    icon: str
    text: str
    run: Callable[[], object]
    keys: str = ""
    chosen: bool | None = None

    def under(self, heading: str) -> Command:
        """The same command with the name of the place where it otherwise stands."""
        return replace(self, text=f"{heading}: {self.text}")


def fill_menu(menu: Menu, commands: Iterable[Command | None], colour: str) -> None:
    """Add commands to a menu; None stands for a line between groups."""
    choices = QActionGroup(menu)
    for command in commands:
        if command is None:
            menu.addSeparator()
            continue
        text = f"{command.text}\t{keys_text(command.keys)}" if command.keys else command.text
        action = Action(text, menu)
        action.triggered.connect(lambda _on=False, run=command.run: run())
        if command.chosen is None:
            action.setIcon(icon(command.icon, colour, 16))
        else:
            action.setCheckable(True)
            action.setChecked(command.chosen)
            choices.addAction(action)
        menu.addAction(action)
