"""A form in a dialog: for rows that belong to a record, and for quick new records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import FieldError
from app.fields import Entity
from app.i18n import N_
from app.services.records import records
from app.services.records.records import Record
from ui.context import Context
from ui.dialogs.common.party_form import SignatoryProposal
from ui.dialogs.common.questions import Answer, ask_unsaved
from ui.dialogs.common.saving import store_form
from ui.drafts import DRAFT_PAUSE, ROW_DRAFT
from ui.forms import RecordForm
from ui.widgets.fitting import fit
from ui.widgets.plain import Label

NO_OWNER = N_("Choose whom this is about.")


def note_contact(
    context: Context, parent: QWidget, shown: Record | None, about: tuple[str, str] | None = None
) -> None:
    """Write down what just happened: with the contact that is shown, or with one to be chosen."""
    preset: dict[str, Any] = {
        "date": datetime.now().strftime("%Y-%m-%dT%H:%M"),
        "user_id": context.store.user_id,
    }
    if shown is not None:
        name = shown.entity.name
        if name in ("person", "organisation"):
            preset[f"{name}_id"] = shown.id
        elif partner := shown.values.get("partner_id"):
            preset["organisation_id"] = partner
    RowDialog(context, ENTITIES["interaction"], None, preset, about, parent).exec()


def make_task(
    context: Context, parent: QWidget, interaction_id: str, about: tuple[str, str] | None
) -> None:
    """A task that follows from something that happened; `about` is the record it is linked to."""
    with context.store.reading() as connection:
        row = records.read(connection, ENTITIES["interaction"], interaction_id)
    if row is None:
        return
    for name in ("person", "organisation"):
        if about is None and row.values[f"{name}_id"]:
            about = (name, row.values[f"{name}_id"])
    preset = {
        "title": row.values["subject"],
        "description": row.values["text"],
        "assignee_id": context.store.user_id,
        "origin": row.values["subject"],
    }
    RowDialog(context, ENTITIES["task"], None, preset, about, parent).exec()


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
        if entity.name == "interaction" and row is None:
            hidden = owners & set(preset)  # the other side may still be named
        wide = entity.name in _WIDE
        self.form = RecordForm(context, entity, hidden, wide=wide)
        self.form.preset = self._preset
        self.form.set_values(row.values if row else {})
        if row is None:
            proposed = {**entity.defaults, **preset}
            self.form.keep({k: v for k, v in proposed.items() if k not in hidden})
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.form)
        self.form.setProperty("role", "page")
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        save.setDefault(True)
        if entity.name == "interaction" and row is None:
            task = buttons.addButton(
                tr("Save and make a task"), QDialogButtonBox.ButtonRole.ActionRole
            )
            task.clicked.connect(lambda _on=False: self.save(then_task=True))
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save)
        # The window's own status bar lies behind the dialog.
        self.status = Label()
        self.status.setProperty("role", "small")
        self.status.setWordWrap(True)
        self.form.edited.connect(self._show_status)
        below = QHBoxLayout()
        below.addWidget(self.status, 1)
        below.addWidget(buttons)
        layout = QVBoxLayout(self)
        if entity.name == "gift":
            from ui.dialogs.common.gift_notice import GiftNotice

            layout.addWidget(GiftNotice(context, self.form, row.id if row else None))
        layout.addWidget(scroll, 1)
        layout.addLayout(below)
        fit(self, 980 if wide else 600, min(680, self.form.sizeHint().height() + 120))
        self.form.focus_first()
        if helper := _HELPERS.get(entity.name):
            helper(context, self.form, row.values if row else preset)
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_PAUSE)
        self._draft_timer.timeout.connect(self._keep_draft)
        self.form.edited.connect(self._draft_timer.start)
        self.finished.connect(lambda _result: self._forget_draft())

    def _show_status(self) -> None:
        dirty = self.form.is_dirty
        self.status.setText(self._context.tr_("Not saved yet (Ctrl+S saves)") if dirty else "")

    def _keep_draft(self) -> None:
        draft = {
            "entity": self._entity.name,
            "id": self._row.id if self._row else None,
            "version": self._row.version if self._row else 0,
            "preset": self._preset,
            "about": self._about,
            "typed": self.form.draft(),
        }
        self._context.store.set_meta(ROW_DRAFT, json.dumps(draft, ensure_ascii=False))

    def _forget_draft(self) -> None:
        self._draft_timer.stop()
        if self._context.store.meta(ROW_DRAFT):
            self._context.store.set_meta(ROW_DRAFT, "")

    @classmethod
    def restored(cls, context: Context, parent: QWidget) -> RowDialog | None:
        """The dialog that a crash interrupted, with what was typed; None if there was none."""
        text = context.store.meta(ROW_DRAFT)
        if not text:
            return None
        draft = json.loads(text)
        entity = ENTITIES[draft["entity"]]
        row = None
        if draft["id"]:
            with context.store.reading() as connection:
                row = records.read(connection, entity, draft["id"])
            if row is None:
                context.store.set_meta(ROW_DRAFT, "")
                return None
            # Saved against the version that was being edited: what changed since is asked about.
            row = replace(row, version=draft["version"])
        about = tuple(draft["about"]) if draft["about"] else None
        dialog = cls(context, entity, row, draft["preset"], about, parent)
        dialog.form.restore(draft["typed"])
        dialog._show_status()
        return dialog

    def save(self, *, then_task: bool = False) -> None:
        """Store the row and close; errors stand beside their fields.

        `then_task` goes on with a task that follows from it.
        """
        values = self.form.changed_values()
        if values is None:
            return
        owners = self._entity.owner.split("|")
        given = {**(self._row.values if self._row else self._preset), **values}
        if len(owners) > 1 and not any(given.get(name) for name in owners):
            self.form.show_errors([FieldError(owners[0], NO_OWNER)])
            return
        saved = self._store(values)
        if saved and then_task:
            make_task(self._context, self.parentWidget() or self, saved, self._about)

    def _store(self, values: dict[str, Any]) -> str | None:
        """Give the id of the stored row, None where it was refused."""
        if self._row is None:  # what was proposed in the form and emptied there stays empty
            unseen = {k: v for k, v in self._preset.items() if k not in self.form.names}
            values = {**{k: v for k, v in unseen.items() if v is not None}, **values}
        key = (self._row.id, self._row.version) if self._row else (None, 0)
        stored = store_form(self._context, self, self.form, self._entity, key, values, self._about)
        if stored is None:
            return None
        saved, changes = stored
        super().accept()
        self._context.changed(changes)
        return saved

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


_WIDE = frozenset({"programme_item"})
"""The rows whose three languages stand side by side."""

_HELPERS: dict[str, Callable[[Context, RecordForm, Mapping[str, Any]], object]] = {
    "agreement_party": SignatoryProposal,
}
"""What fills in a form while it is typed, by entity; it belongs to the form."""
