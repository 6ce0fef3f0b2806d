"""The keys that work somewhere, with what they do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.plain import Label, set_title


class KeysDialog(QDialog):
    """Shows keys, each with what it does (a message id)."""

    def __init__(self, context: Context, keys: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        tr = context.tr_
        set_title(self, tr("Keys of the timetable"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for row, (key, text) in enumerate(keys):
            name = Label(key)
            name.setProperty("role", "section")
            said = Label(tr.message(text))
            said.setAccessibleName(f"{key}: {said.text()}")
            grid.addWidget(name, row, 0)
            grid.addWidget(said, row, 1)
        buttons = QDialogButtonBox()
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(grid)
        layout.addWidget(buttons)
