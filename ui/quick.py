"""Importing Qt without what slows every import after it."""

from __future__ import annotations

import builtins


def import_qt() -> None:
    """Import the Qt modules that the first paint needs.

    PySide6 replaces the built-in import by one that looks for ``from __feature__ import …`` in
    every module; the program uses no such feature, and the look costs more than the imports.
    """
    plain = builtins.__import__
    import PySide6.QtGui
    import PySide6.QtWidgets  # noqa: F401

    builtins.__import__ = plain
