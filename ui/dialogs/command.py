"""Something the program can do, as the menu and Ctrl+K show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """An icon, a translated text, what runs, and the keys that run it too."""

    icon: str
    text: str
    run: Callable[[], object]
    keys: str = ""
