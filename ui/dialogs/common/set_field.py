"""One field of several records gets the same value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.entities.common import ARCHIVED
from app.errors import UserError
from app.fields import Entity, Field
from app.kinds import PICTURE, TAGS
from app.services.records.history import records_text
from app.services.records.rows import REQUIRED
from ui.context import Context
from ui.editors import Editor, editor_for
from ui.widgets.fitting import fit
from ui.widgets.plain import Combo, Label, set_title


def fields_of(entity: Entity, hidden: frozenset[str]) -> Sequence[Field]:
    """What several records can have in common: all but their names, pictures, and tags, which are
    added and removed one by one.
    """
    names = {entity.title, *(f"{entity.title}_{code}" for code in ("cs", "de", "en"))}
    names |= hidden | {ARCHIVED.name, "invented", "given_name", "family_name"}
    return [
        field
        for field in entity.fields
        if field.name not in names and not field.kept and field.kind not in (PICTURE, TAGS)
    ]


class SetFieldDialog(QDialog):
    """Asks for a field and its value; `chosen` is both once it was accepted."""

    def __init__(
        self, context: Context, entity: Entity, count: int, hidden: frozenset[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._fields = fields_of(entity, hidden)
        self.chosen: tuple[str, Any] | None = None
        tr = context.tr_
        set_title(self, tr("Set a field"))
        self.which = Combo()
        self.which.setAccessibleName(tr("Field"))
        for field in self._fields:
            self.which.addItem(tr.message(field.label), field.name)
        self.which.currentIndexChanged.connect(self._show_editor)
        self._error = Label()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        buttons = QDialogButtonBox()
        several = records_text(entity.name, count, tr)
        accept = buttons.addButton(
            tr("Set for {records}", records=several), QDialogButtonBox.ButtonRole.AcceptRole
        )
        accept.setProperty("primary", True)
        accept.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._column = QVBoxLayout(self)
        self._column.addWidget(Label(tr("Field")))
        self._column.addWidget(self.which)
        self._column.addWidget(Label(tr("New value (empty takes it away)")))
        self._column.addWidget(self._error)
        self._column.addStretch(1)
        self._column.addWidget(buttons)
        self.editor: Editor | None = None
        self._show_editor()
        fit(self, 480, 260)
        self.which.setFocus()

    def _show_editor(self) -> None:
        if self.editor is not None:
            self._column.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        field = self._fields[self.which.currentIndex()]
        self.editor = editor_for(field, self._context)
        self.editor.set_value(field.default or None, self._context.tr_)
        self.editor.inner.setAccessibleName(self._context.tr_.message(field.label))
        self.editor.edited.connect(self._error.hide)
        self._column.insertWidget(3, self.editor)
        self.setTabOrder(self.which, self.editor.inner)
        self._error.hide()

    def accept(self) -> None:
        """Take the value, or say why it is none."""
        assert self.editor is not None
        field = self._fields[self.which.currentIndex()]
        tr = self._context.tr_
        self.editor.settle()
        try:
            value = self.editor.value(tr)
            if field.required and value in (None, ""):
                raise UserError(REQUIRED)
        except UserError as error:
            self._error.setText(error.text(tr))
            self._error.show()
            self.editor.setFocus()
            return
        self.chosen = (field.name, value)
        super().accept()
