"""Minutes of a visit: what was spoken about, who was there, what was agreed."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.errors import InvalidRecord, UserError
from app.services.office import users
from app.services.records.records import Record, values_of
from app.services.tasks import minutes
from app.services.tasks.minutes import Point, Present
from ui.context import Context, show_error
from ui.dialogs.common.questions import Answer, ask_unsaved
from ui.editors import Editor, editor_for
from ui.forms import RecordForm
from ui.widgets.fitting import fit
from ui.widgets.plain import Button, CheckBox, Combo, Label, set_title

_EMPTY = 3
"""Empty lines for what is not there yet."""
_DUE = ENTITIES["agreed_point"].by_name["due"]


class _Line:
    """The inputs of one agreed point."""

    def __init__(self, point: Point, text: QLineEdit, who: Combo, due: Editor, under: Combo):
        self.point, self.text, self.who, self.due, self.under = point, text, who, due, under


class MinutesDialog(QDialog):
    """Edits minutes of a visit (`row`, None for new ones) as a whole; one save is one action."""

    def __init__(
        self,
        context: Context,
        row: Record | None,
        delegation_id: str,
        parent: QWidget,
        item_id: str | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._row = row
        self._visit = delegation_id
        self._touched = False
        tr = context.tr_
        set_title(self, tr("Minutes"))
        entity = ENTITIES["interaction"]
        hidden = frozenset({"delegation_id", "person_id", "organisation_id"})
        self.form = RecordForm(context, entity, hidden)
        self.form.preset = {"delegation_id": delegation_id}
        self.form.set_values(row.values if row else {})
        with context.store.reading() as connection:
            visit = values_of(connection, ENTITIES["delegation"], delegation_id) or {}
            item = item_id or (row.values["programme_item_id"] if row else None)
            people = minutes.who_could_be(connection, delegation_id, item, context.language)
            stored = minutes.read(connection, row.id, context.language) if row else None
            self._users = users(connection)
            self._agreements = minutes.agreements_of(connection, delegation_id, context.language)
        self._partner = visit.get("partner_id")
        if row is None:
            self.form.keep(
                {
                    "date": datetime.now().strftime("%Y-%m-%dT%H:%M"),
                    "kind": "meeting",
                    "user_id": context.store.user_id,
                    "programme_item_id": item_id,
                }
            )
        present = list(stored.present) if stored else []
        there = {one.person_id for one in present if one.person_id}
        self._people: list[tuple[CheckBox, Present]] = []
        self._others: list[QLineEdit] = []
        self._lines: list[_Line] = []
        page = QWidget()
        page.setProperty("role", "page")
        layout = QVBoxLayout(page)
        layout.addWidget(self.form)
        layout.addWidget(self._heading(tr("Who was there")))
        known = {person.person_id for person, _ in people}
        more = [(one, True) for one in present if one.person_id and one.person_id not in known]
        for person, likely in (*people, *more):
            box = CheckBox(person.name)
            box.setChecked(person.person_id in there if stored else likely)
            box.clicked.connect(self._touch)
            layout.addWidget(box)
            self._people.append((box, person))
        for name in (*(one.name for one in present if not one.person_id), *[""] * _EMPTY):
            line = QLineEdit(name)
            line.setPlaceholderText(tr("Somebody else, or a group"))
            line.setAccessibleName(tr("Somebody else, or a group"))
            line.textEdited.connect(self._touch)
            layout.addWidget(line)
            self._others.append(line)
        layout.addWidget(self._heading(tr("Agreed points")))
        hint = Label(
            tr("Each point becomes a task; a promise under an agreement a commitment too.")
        )
        hint.setProperty("role", "muted")
        hint.setWordWrap(True)
        layout.addWidget(hint)
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 1)
        for column, text in enumerate(
            (tr("What was agreed"), tr("Responsible"), tr("Due"), tr("Promise under"))
        ):
            self._grid.addWidget(Label(text), 0, column)
        layout.addLayout(self._grid)
        for point in (*(stored.points if stored else ()), *[Point(None, "")] * _EMPTY):
            self._add_line(point)
        another = Button(tr("Another point"))
        another.setAutoDefault(False)
        another.clicked.connect(lambda _on=False: self._add_line(Point(None, "")).text.setFocus())
        layout.addWidget(another)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(scroll, 1)
        whole.addWidget(buttons)
        fit(self, 860, 720)
        self.form.focus_first()

    def _heading(self, text: str) -> Label:
        label = Label(text)
        label.setProperty("role", "section")
        return label

    def _touch(self, *_changed: object) -> None:
        self._touched = True

    def _add_line(self, point: Point) -> _Line:
        tr = self._context.tr_
        text = QLineEdit(point.text)
        text.setAccessibleName(tr("What was agreed"))
        text.textEdited.connect(self._touch)
        who = Combo()
        who.setAccessibleName(tr("Responsible"))
        who.setMinimumContentsLength(12)
        who.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        who.addItem("", None)
        for key, name in self._users:
            who.addItem(name, key)
        who.setCurrentIndex(max(0, who.findData(point.assignee_id)))
        who.activated.connect(self._touch)
        due = editor_for(_DUE, self._context)
        due.setAccessibleName(tr("Due"))
        due.set_value(point.due, tr)
        due.edited.connect(self._touch)
        under = Combo()
        under.setAccessibleName(tr("Promise under"))
        under.setMinimumContentsLength(12)
        under.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        under.addItem(tr("no promise"), None)
        for key, name in self._agreements:
            under.addItem(name, key)
        if point.agreement_id and under.findData(point.agreement_id) < 0:
            under.addItem(tr("another agreement"), point.agreement_id)
        under.setCurrentIndex(max(0, under.findData(point.agreement_id)))
        under.activated.connect(self._touch)
        line = _Line(point, text, who, due, under)
        row = len(self._lines) + 1
        for column, widget in enumerate((text, who, due, under)):
            self._grid.addWidget(widget, row, column)
        self._lines.append(line)
        return line

    def present(self) -> list[Present]:
        """Who was there, as the dialog stands."""
        return [
            *(person for box, person in self._people if box.isChecked()),
            *(Present(None, line.text()) for line in self._others),
        ]

    def points(self) -> list[Point]:
        """What was agreed. Raises `UserError` for a day that is none."""
        found = []
        for line in self._lines:
            under = line.under.currentData()
            promised = (line.point.organisation_id or self._partner) if under else None
            found.append(
                Point(
                    line.point.id,
                    line.text.text(),
                    line.who.currentData(),
                    line.due.value(self._context.tr_),
                    under,
                    promised,
                )
            )
        return found

    def save(self) -> None:
        """Store it all and close; errors stand beside their fields."""
        values = self.form.changed_values()
        if values is None:
            return
        tr = self._context.tr_
        if self._row is None:
            values = {"delegation_id": self._visit, **values}
        key = self._row.id if self._row else None
        version = self._row.version if self._row else 0
        try:
            act = partial(
                minutes.save,
                self._context.store,
                key,
                version,
                values,
                self.present(),
                self.points(),
            )
            _, changes = act()
        except InvalidRecord as error:
            self.form.show_errors(error.errors)
            return
        except UserError as error:
            show_error(self, error.text(tr), tr)
            return
        self.accept()
        self._context.changed(changes)

    def reject(self) -> None:
        """Close, after a question if something typed is not saved."""
        if self._touched or self.form.is_dirty:
            answer = ask_unsaved(self, self._context.tr_)
            if answer is Answer.SAVE:
                self.save()
                return
            if answer is Answer.STAY:
                return
        super().reject()
