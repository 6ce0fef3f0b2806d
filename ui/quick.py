"""Starting without what makes it slow."""

from __future__ import annotations

import builtins
import gc


def import_qt() -> None:
    """Import the Qt modules that the first paint needs.

    PySide6 replaces the built-in import by one that looks for ``from __feature__ import …`` in
    every module; the program uses no such feature, and the look costs more than the imports.
    """
    plain = builtins.__import__
    import PySide6.QtGui
    import PySide6.QtWidgets  # noqa: F401

    builtins.__import__ = plain


def leave_garbage() -> None:
    """Look for no garbage while the program starts: what a start makes is there to stay."""
    gc.disable()


def collect_garbage() -> None:
    """Look for garbage again, from now on only among what is made later.

    What the start made is looked through once more and then set apart: each later look at all of it
    would stop the window for some twenty milliseconds.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
