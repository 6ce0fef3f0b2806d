"""Dialogs about visits."""
