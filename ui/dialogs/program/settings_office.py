"""Pages of the settings that the whole office shares: lead times, its own list of agreements."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_
from app.services.agreements import office_list
from app.services.tasks import reminders
from ui.context import Context
from ui.widgets.plain import Form, Label, ListItem
from ui.widgets.styled import ListBox, NumberBox

_NEVER = -1
_KEY = Qt.ItemDataRole.UserRole
_DAYS_BEFORE = {
    "term_end": N_("End of an agreement"),
    "commitment": N_("Deadline of a commitment"),
    "person": N_("End of keeping personal data"),
}


class ReminderPage(QWidget):
    """How long before their day reminders begin; each change is stored at once."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        tr = context.tr_
        with context.store.reading() as connection:
            self._times = reminders.lead_times(connection)
        form = Form(self)
        form.setContentsMargins(16, 16, 16, 16)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(_hint(tr("Reminders are shown among the tasks and on the home page. They "
                             "are the same for everybody who uses this database.")))  # fmt: skip
        self.notice = QLineEdit(", ".join(str(days) for days in self._times.notice))
        self.notice.setPlaceholderText(tr("never"))
        self.notice.editingFinished.connect(self._notice_changed)
        self._row(form, tr("Last day for notice, days before (several with commas)"), self.notice)
        self.days: dict[str, QSpinBox] = {}
        for name, label in _DAYS_BEFORE.items():
            self._number(form, name, tr("{what}, days before", what=tr.message(label)))
        self._number(form, "evaluation_months", tr("Evaluate an agreement every (months)"), 1)
        self._number(form, "trip_report", tr("Trip report, working days after the end"))
        self._error = Label()
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        form.addRow(self._error)

    def _number(self, form: QFormLayout, name: str, text: str, least: int = 0) -> None:
        box = NumberBox()
        box.setRange(least - 1, 3650 if least == 0 else 120)
        box.setSpecialValueText(self._context.tr_("never"))
        value = getattr(self._times, name)
        box.setValue(least - 1 if value is None else value)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(
            lambda number: self._store(**{name: None if number < least else number})
        )
        self.days[name] = box
        self._row(form, text, box)

    @staticmethod
    def _row(form: QFormLayout, text: str, field: QWidget) -> None:
        label = Label(text)
        label.setBuddy(field)
        field.setAccessibleName(text)
        form.addRow(label, field)

    def _notice_changed(self) -> None:
        parts = self.notice.text().replace(";", ",").split(",")
        try:
            days = tuple(int(part) for part in parts if part.strip())
        except ValueError:
            tr = self._context.tr_
            self._say(tr("Write numbers of days with commas between them, for example 90, 30."))
            return
        self._store(notice=days)

    def _store(self, **changes: Any) -> None:
        times = replace(self._times, **changes)
        if times == self._times:
            self._say("")
            return
        try:
            changed = reminders.set_lead_times(self._context.store, times)
        except UserError as error:
            self._say(error.text(self._context.tr_))
            return
        self._times = times
        self._say("")
        self._context.changed(changed)

    def _say(self, text: str) -> None:
        self._error.setText(text)
        self._error.setVisible(bool(text))


class OfficeListPage(QWidget):
    """What the record of an agreement has to contain; ticked or not, stored at once."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        tr = context.tr_
        with context.store.reading() as connection:
            chosen = office_list.office_list(connection)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(_hint(tr("What the office wants recorded with each agreement, besides "
                                  "what the law requires. What is absent is listed in the "
                                  "agreement under “What is missing”.")))  # fmt: skip
        self.points = ListBox()
        self.points.setAccessibleName(tr("The office's own list"))
        for code, label in office_list.OFFICE_POINTS.items():
            self._add(code, tr.message(label), code not in chosen.without)
        fields = ENTITIES["agreement"].by_name
        for name in office_list.FIELDS:
            label = office_list.LABELS.get(name) or fields[name].label
            self._add(name, tr.message(label), name in chosen.fields)
        self.points.setCurrentRow(0)
        self.points.itemChanged.connect(self._store)
        layout.addWidget(self.points, 1)

    def _add(self, code: str, text: str, ticked: bool) -> None:
        item = ListItem(text)
        item.setData(_KEY, code)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.points.addItem(item)

    def _store(self) -> None:
        items = [self.points.item(row) for row in range(self.points.count())]
        ticked = {item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked}
        chosen = office_list.OfficeList(
            frozenset(code for code in office_list.OFFICE_POINTS if code not in ticked),
            tuple(name for name in office_list.FIELDS if name in ticked),
        )
        self._context.change(self, lambda store: office_list.set_office_list(store, chosen))


def _hint(text: str) -> Label:
    label = Label(text)
    label.setProperty("role", "muted")
    label.setWordWrap(True)
    return label
