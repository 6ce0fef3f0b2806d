"""Somebody cannot come: who stands in, and which papers have to be printed again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.reports.catalogue import paper_of
from app.rules.days.partial_dates import format_moment
from app.services.protocol.stand_ins import Reprint, put_in, to_print_again
from app.services.records.query import captions
from app.services.records.records import values_of
from app.services.records.siblings import offered
from ui.context import Context
from ui.editors import ReferenceEditor
from ui.widgets.fitting import fit
from ui.widgets.plain import CheckBox, Combo, Form, Label, inform, set_title

_MEMBER = ENTITIES["delegation_member"]


class StandInDialog(QDialog):
    """Asks who stands in for a member: another member, or any person."""

    def __init__(self, context: Context, member_id: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._member = member_id
        tr = context.tr_
        set_title(self, tr("Stand-in for {name}", name=name))
        text = Label(
            tr(
                "{name} is excused. The stand-in takes part in the same points of the programme "
                "and gets the same seats; a stand-in for the head is the head.",
                name=name,
            )
        )
        text.setWordWrap(True)
        self.member = Combo()
        self.member.addItem(tr("Nobody of them"), "")
        with context.store.reading() as connection:
            values = values_of(connection, _MEMBER, member_id) or {}
            field = _MEMBER.by_name["stands_in_for_id"]
            for key, title in offered(connection, _MEMBER, field, values, context.language):
                self.member.addItem(title, key)
        self.person = ReferenceEditor(_MEMBER.by_name["person_id"], context)
        self.member.currentIndexChanged.connect(
            lambda _index: self.person.setEnabled(not self.member.currentData())
        )
        self.place = CheckBox(tr("With the place in the order of precedence"))
        form = Form()
        form.addRow(tr("Another member"), self.member)
        label = Label(tr("or a person"))
        label.setBuddy(self.person.inner)
        form.addRow(label, self.person)
        form.addRow(self.place)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Put in"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(buttons)
        fit(self, 560, 300)

    def save(self) -> None:
        """Put the stand-in in, close, and say which papers have to be printed again."""
        tr = self._context.tr_
        made: list[str] = []
        other = self.member.currentData() or ""
        person = "" if other else (self.person.value(tr) or "")

        def act(store: Store) -> Changes:
            key, changes = put_in(
                store,
                self._member,
                person_id=person,
                other_id=other,
                takes_the_place=self.place.isChecked(),
            )
            made.append(key)
            return changes

        if not self._context.change(self, act):
            return
        with self._context.store.reading() as connection:
            found = to_print_again(connection, made[0])
        lines = papers_in_words(self._context, found)
        said = tr("These papers name somebody else now. Print them again:")
        parent = self.parentWidget()
        self.accept()
        inform(parent, tr("To be printed again"), "\n".join([said, "", *lines]))


def papers_in_words(context: Context, found: Sequence[Reprint]) -> list[str]:
    """Papers to print again, each with whom or what it is about."""
    tr = context.tr_
    with context.store.reading() as connection:
        members = captions(
            connection, _MEMBER, {one.member_id for one in found if one.member_id}, tr.language
        )
        items = captions(
            connection,
            ENTITIES["programme_item"],
            {one.item_id for one in found if one.item_id},
            tr.language,
        )
    lines = []
    for one in found:
        name = tr("Seating plan")
        if one.paper != "seating":
            name = tr.message(paper_of("delegation", one.paper).label)
        about = members.get(one.member_id) or items.get(one.item_id)
        line = f"– {name}: {about}" if about else f"– {name}"
        if one.printed:
            line += " " + tr("(printed on {when})", when=format_moment(one.printed, tr))
        lines.append(line)
    return lines
