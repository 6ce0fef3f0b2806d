"""Texts of buttons that carry an icon."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton


def set_label(button: QAbstractButton, text: str) -> None:
    """Show `text` with air between it and the icon; screen readers get the plain text."""
    button.setText(f" {text}" if text else "")
    button.setAccessibleName(text)
