"""A form in a dialog: for rows that belong to a record, and for quick new records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.errors import InvalidRecord, UserError
from app.fields import Entity
from app.services import records
from app.services.records import Record
from app.services.rows import Conflict
from ui.context import Context, show_error
from ui.dialogs.questions import Answer, ask_conflict, ask_unsaved
from ui.forms import DEFAULTS, RecordForm


class RowDialog(QDialog):
    """Edits one row or creates one with `preset` values; `about` links a new task."""

    def __init__(
        self,
        context: Context,
        entity: Entity,
        row: Record | None,
        preset: Mapping[str, Any],
        about: tuple[str, str] | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._entity = entity
        self._row = row
        self._preset = dict(preset)
        self._about = about
        tr = context.tr_
        self.setWindowTitle(tr.message(entity.label))
        owners = frozenset(name for name in entity.owner.split("|") if name)
        hidden = owners if row is not None or owners & set(preset) else frozenset()
        if entity.name == "position" and row is None and "organisation_id" in preset:
            hidden = frozenset({"organisation_id"})
        self.form = RecordForm(context, entity, hidden)
        self.form.set_values(row.values if row else {})
        if row is None:
            defaults = DEFAULTS.get(entity.name, {})
            self.form.keep({k: v for k, v in {**defaults, **preset}.items() if k not in hidden})
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.form)
        self.form.setProperty("role", "page")
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        save.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        self.resize(600, min(680, self.form.sizeHint().height() + 120))
        self.form.focus_first()

    def save(self) -> None:
        """Store the row and close; errors stand beside their fields."""
        values = self.form.changed_values()
        if values is not None:
            self._store(values, self._row.version if self._row else 0)

    def _store(self, values: dict[str, Any], version: int) -> None:
        context = self._context
        if self._row is None:
            values = {**{k: v for k, v in self._preset.items() if v is not None}, **values}
        try:
            if self._entity.name == "task" and self._row is None:
                from app.services.tasks import create

                _, changes = create(context.store, values, self._about)
            else:
                row_id = self._row.id if self._row else None
                _, changes = records.save(context.store, self._entity, row_id, version, values)
        except InvalidRecord as error:
            self.form.show_errors(error.errors)
            return
        except Conflict as conflict:
            chosen = ask_conflict(self, context, self._entity, values, conflict.theirs)
            if chosen is not None:
                self._store(chosen, conflict.version)
            return
        except UserError as error:
            show_error(self, error.text(context.tr_), context.tr_)
            return
        super().accept()
        context.changed(changes)

    def reject(self) -> None:
        """Close, after a question if something typed is not saved."""
        if self.form.is_dirty:
            answer = ask_unsaved(self, self._context.tr_)
            if answer is Answer.SAVE:
                self.save()
                return
            if answer is Answer.STAY:
                return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        event.ignore()
        self.reject()
