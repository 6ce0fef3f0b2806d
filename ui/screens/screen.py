"""The door that every screen goes through: what the window asks of whatever it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.records.query import ListQuery
from app.services.records.records import Record
from ui.dialogs.common.command import Command

if TYPE_CHECKING:
    from app.reports.engine.paper import Paper


class Screen(QWidget):
    """One of the places of the sidebar. What a screen cannot do it leaves as it stands here.

    It reads what it shows when it is first shown, listens to `Context.records_changed` by itself,
    and asks the window for anything beyond itself through signals of its own. `typed` tells that
    what is not stored may be more or less than before; `visited` which record is shown now, and
    whether the person only passes by, with the arrow keys.
    """

    typed = Signal()
    visited = Signal(str, bool)

    @property
    def record(self) -> Record | None:
        """The record that is shown, for the commands about one record."""
        return None

    @property
    def query(self) -> ListQuery | None:
        """The list that is shown, for the commands about a list."""
        return None

    @property
    def is_editing(self) -> bool:
        """Whether a form is open."""
        return False

    @property
    def is_dirty(self) -> bool:
        """Whether something typed is not stored yet."""
        return False

    @property
    def is_drawn(self) -> bool:
        """Whether all that it has to show now stands on the screen."""
        return True

    def enter(self) -> None:
        """It was brought up: take the focus where the person goes on."""

    def may_leave(self) -> bool:
        """Ask about what is not stored; whether another screen may be shown."""
        return True

    def select(self, record_id: str) -> bool:
        """Show a record, and say whether it is there."""
        return False

    def start_new(self) -> bool:
        """Open an empty form (Ctrl+N), and say whether there is one here."""
        return False

    def commands(self) -> list[Command]:
        """What the palette offers here."""
        return []

    def focus_search(self) -> None:
        """Let the person type what to look for (Ctrl+F)."""

    def edit(self) -> None:
        """Change the record that is shown (F2)."""

    def save(self) -> bool:
        """Store what was typed (Ctrl+S), and say whether it is stored."""
        return True

    def escape(self) -> bool:
        """Give up what was begun (Escape), and say whether there was anything."""
        return False

    def tick(self) -> None:
        """Say that the task that is shown is done, or open again (Ctrl+D)."""

    def write_mail(self) -> None:
        """Write an e-mail to the people who are marked or shown (Ctrl+Shift+M)."""

    def delete_pressed(self) -> None:
        """Delete what is marked, where the focus is on it."""

    def print_shown(self, paper: Paper | None = None) -> None:
        """Print a paper (the usual one) about what is marked or shown (Ctrl+P)."""

    def print_list(self, paper: Paper | None = None) -> None:
        """Print a paper (the usual one) about the list (Ctrl+Shift+P)."""

    def restore_draft(self, draft: Mapping[str, Any]) -> bool:
        """Go on where a crash ended the typing, and say whether that was possible."""
        return False

    def save_layout(self) -> None:
        """Remember in the settings how it was left."""

    def retranslate(self) -> None:
        """Show everything in the current language."""
