"""Texts of buttons that carry an icon, and of the keys that do the same."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton


def set_label(button: QAbstractButton, text: str) -> None:
    """Show `text` with air between it and the icon; screen readers get the plain text."""
    button.setText(f" {text}" if text else "")
    button.setAccessibleName(text)


def keys_text(keys: str) -> str:
    """Keys as the keyboards of the language in use name them: *Strg+Umschalt+P* in German."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
