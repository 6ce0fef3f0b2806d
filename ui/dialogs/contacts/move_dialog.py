"""Somebody moves to another post: the old one ends, the new one begins, as one action."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import InvalidRecord
from app.services.contacts import positions
from app.services.records.query import captions
from ui.context import Context
from ui.dialogs.common.questions import Answer, ask_unsaved
from ui.forms import RecordForm
from ui.widgets.fitting import fit
from ui.widgets.labelled import labelled
from ui.widgets.plain import Combo, set_title


def move(context: Context, parent: QWidget, person_id: str, position_id: str | None = None) -> None:
    """Ask for the new post of a person, and which of the old ones it ends."""
    MoveDialog(context, person_id, position_id, parent).exec()


class MoveDialog(QDialog):
    """The post that ends, and the form of the new one."""

    def __init__(
        self, context: Context, person_id: str, position_id: str | None, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        tr = context.tr_
        self._context = context
        self._person_id = person_id
        with context.store.reading() as connection:
            found = positions.running(connection, person_id, context.today)
            names = captions(
                connection,
                ENTITIES["organisation"],
                [row["organisation_id"] for row in found],
                context.language,
            )
            person = captions(connection, ENTITIES["person"], [person_id], context.language)
        entity = ENTITIES["position"]
        set_title(self, tr("Moved to another post") + f": {person.get(person_id, '')}")
        self.old = Combo()
        for row in found:
            parts = (entity.caption(row, context.language), names.get(row["organisation_id"], ""))
            self.old.addItem(", ".join(filter(None, parts)), row["id"])
        self.old.addItem(tr("none, all go on"), None)
        if position_id:
            self.old.setCurrentIndex(max(self.old.findData(position_id), 0))
        self.old.setMinimumContentsLength(30)
        self.form = RecordForm(context, entity, frozenset({"person_id", "until"}))
        self.form.set_values({})
        proposed = {"since": context.today.isoformat()}
        if found:
            proposed["organisation_id"] = found[self.old.currentIndex()]["organisation_id"]
        self.form.keep(proposed)
        self.form.setProperty("role", "page")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.form)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        save.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(labelled(tr("The post that ends"), self.old))
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        fit(self, 620, min(660, self.form.sizeHint().height() + 170))
        self.form.focus_first()

    def save(self) -> None:
        """Store both and close; errors stand beside their fields."""
        values = self.form.changed_values()
        if values is None:
            return
        context = self._context
        with context.known_errors(self):
            try:
                _, changes = positions.move(
                    context.store, self._person_id, values, self.old.currentData()
                )
            except InvalidRecord as error:
                self.form.show_errors(error.errors)
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
