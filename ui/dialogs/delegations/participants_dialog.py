"""Who takes part in a point of a programme: every member with a role, and names beside them."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.entities.choices import ITEM_ROLE
from app.services.protocol.participants import Participant, participants, write
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import Combo, Form, Label, set_title

_MORE = 3
"""Empty lines for names that are not among the members."""


class ParticipantsDialog(QDialog):
    """Gives each member of a visit a role in an item, or none."""

    def __init__(self, context: Context, item_id: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._item = item_id
        self._members: list[tuple[Participant, Combo]] = []
        self._others: list[tuple[QLineEdit, Combo]] = []
        tr = context.tr_
        set_title(self, title)
        with context.store.reading() as connection:
            found = participants(connection, item_id, context.language)
        form = Form()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        for person in found:
            if person.member_id:
                box = self._roles(person.part)
                box.setAccessibleName(person.name)
                label = Label(person.name)
                label.setWordWrap(True)
                label.setMinimumWidth(220)
                form.addRow(label, box)
                self._members.append((person, box))
        heading = Label(tr("Somebody else, or a group"))
        heading.setProperty("role", "muted")
        form.addRow(heading)
        others = [person for person in found if not person.member_id]
        for person in (*others, *[Participant(None, "", None)] * _MORE):
            line = QLineEdit(person.name)
            line.setAccessibleName(tr("Somebody else, or a group"))
            line.setMinimumWidth(220)
            box = self._roles(person.part)
            line.textEdited.connect(lambda text, box=box: self._named(text, box))
            form.addRow(line, box)
            self._others.append((line, box))
        inner = QWidget()
        inner.setProperty("role", "page")
        inner.setLayout(form)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inner)
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
        fit(self, 560, min(640, inner.sizeHint().height() + 90))
        (self._members[0][1] if self._members else self._others[0][0]).setFocus()

    def _roles(self, chosen: str | None) -> Combo:
        tr = self._context.tr_
        box = Combo()
        box.addItem(tr("Does not take part"), None)
        for code, label in ITEM_ROLE.options.items():
            box.addItem(tr.message(label), code)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _named(self, text: str, box: Combo) -> None:
        """Whoever is named takes part, if nothing else was chosen."""
        if text.strip() and box.currentData() is None:
            box.setCurrentIndex(box.findData("takes_part"))

    def wanted(self) -> list[Participant]:
        """Who takes part as the dialog stands."""
        return [
            *(
                Participant(person.member_id, person.name, box.currentData())
                for person, box in self._members
            ),
            *(Participant(None, line.text(), box.currentData()) for line, box in self._others),
        ]

    def save(self) -> None:
        """Store it and close."""
        wanted = self.wanted()
        if self._context.change(self, lambda store: write(store, self._item, wanted)):
            self.accept()
