"""An earlier visit is copied as the template of a new one."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.fields import Field
from app.i18n import N_
from app.kinds import DATE
from app.services.protocol.copying import Parts, copy_visit
from app.services.records.records import values_of
from ui.context import Context
from ui.editors import editor_for
from ui.widgets.fitting import fit
from ui.widgets.plain import CheckBox, Form, Label, set_title

_START = Field("start", N_("Start"), DATE, required=True)


class CopyDialog(QDialog):
    """Asks for the first day of the new visit; the days of everything else follow from it."""

    def __init__(self, context: Context, delegation_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._visit = delegation_id
        tr = context.tr_
        set_title(self, tr("Copy as a new visit"))
        with context.store.reading() as connection:
            values = values_of(connection, ENTITIES["delegation"], delegation_id) or {}
        intro = Label(
            tr(
                "The new visit takes over who, where and why; the programme and the tasks keep "
                "their distance from the first day. Answers, rooms, journeys and outcomes are not "
                "copied."
            )
        )
        intro.setWordWrap(True)
        self.titles = {
            code: QLineEdit(str(values.get(f"title_{code}") or "")) for code in ("cs", "de", "en")
        }
        self.start = editor_for(_START, context)
        form = Form()
        for code, line in self.titles.items():
            label = tr.message(ENTITIES["delegation"].by_name[f"title_{code}"].label)
            line.setAccessibleName(label)
            form.addRow(label, line)
        self.start.setAccessibleName(tr("Start"))
        form.addRow(tr("Start"), self.start)
        self._error = Label()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        self.members = self._box(tr("Delegation members"))
        self.programme = self._box(tr("Programme"))
        self.tasks = self._box(tr("Tasks that are due before its start"))
        self.costs = self._box(tr("Costs, as planned ones"))
        buttons = QDialogButtonBox()
        copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.AcceptRole)
        copy.setProperty("primary", True)
        copy.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        layout.addLayout(form)
        layout.addWidget(self._error)
        for box in (self.members, self.programme, self.tasks, self.costs):
            layout.addWidget(box)
        layout.addStretch(1)
        layout.addWidget(buttons)
        fit(self, 560, 420)
        self.start.setFocus()

    def _box(self, text: str) -> CheckBox:
        box = CheckBox(text)
        box.setChecked(True)
        return box

    def copy(self) -> None:
        """Make the new visit, close, and show it."""
        tr = self._context.tr_
        try:
            day = self.start.value(tr)
        except UserError as error:
            self._say(error.text(tr))
            return
        if not day:
            self._say(tr("Write the first day of the new visit."))
            return
        parts = Parts(
            self.members.isChecked(),
            self.programme.isChecked(),
            self.tasks.isChecked(),
            self.costs.isChecked(),
        )
        titles = {f"title_{code}": line.text().strip() for code, line in self.titles.items()}
        made: list[str] = []

        def act(store: Store) -> Changes:
            start = date.fromisoformat(str(day))
            key, changes = copy_visit(store, self._visit, start, titles, parts)
            made.append(key)
            return changes

        if self._context.change(self, act):
            self.accept()
            self._context.record_wanted.emit("delegation", made[0])

    def _say(self, text: str) -> None:
        self._error.setText(text)
        self._error.show()
        self.start.setFocus()
