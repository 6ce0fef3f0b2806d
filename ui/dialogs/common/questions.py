"""Questions that keep what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QVBoxLayout,
    QWidget,
)

from app.entities import ENTITIES
from app.fields import Entity
from app.i18n import Translator
from app.services.records.query import captions
from ui.context import Context
from ui.widgets.plain import Label, MessageBox, RadioButton


class Answer(Enum):
    """What to do with unsaved changes."""

    SAVE = auto()
    DISCARD = auto()
    STAY = auto()


def ask_unsaved(parent: QWidget, tr: Translator) -> Answer:
    """Ask what to do with changes that are not saved."""
    box = MessageBox(parent)
    box.setIcon(MessageBox.Icon.Question)
    box.setWindowTitle(tr("Unsaved changes"))
    box.setText(tr("The changes are not saved yet. Save them?"))
    save = box.addButton(tr("Save"), MessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(tr("Discard changes"), MessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Continue editing"), MessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(stay)
    box.exec()
    if box.clickedButton() is save:
        return Answer.SAVE
    return Answer.DISCARD if box.clickedButton() is discard else Answer.STAY


def ask_tasks_of_cancelled(parent: QWidget, tr: Translator, titles: Sequence[str]) -> bool | None:
    """Ask what becomes of the open tasks of a visit that is being cancelled.

    True to cancel them with it, False to leave them open, None to go on editing.
    """
    box = MessageBox(parent)
    box.setIcon(MessageBox.Icon.Question)
    box.setWindowTitle(tr("The visit is cancelled"))
    text = tr.plural(
        "{count} unfinished task prepares this visit. What is to become of it?",
        "{count} unfinished tasks prepare this visit. What is to become of them?",
        len(titles),
    )
    listed = [f"• {title}" for title in titles[:_LISTED]] + ["…"] * (len(titles) > _LISTED)
    box.setText("\n".join([text, "", *listed]))
    cancel = box.addButton(tr("Cancel the tasks too"), MessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(tr("Leave the tasks open"), MessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Continue editing"), MessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.setEscapeButton(stay)
    box.exec()
    if box.clickedButton() is cancel:
        return True
    return False if box.clickedButton() is leave else None


_LISTED = 10  # titles in a question


def ask_conflict(
    parent: QWidget,
    context: Context,
    entity: Entity,
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
) -> dict[str, Any] | None:
    """Ask, field by field, whose value to keep; None to go on editing."""
    dialog = _ConflictDialog(parent, context, entity, mine, theirs)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    return {**mine, **dialog.chosen()}


class _ConflictDialog(QDialog):
    def __init__(
        self,
        parent: QWidget,
        context: Context,
        entity: Entity,
        mine: Mapping[str, Any],
        theirs: Mapping[str, Any],
    ) -> None:
        super().__init__(parent)
        tr = context.tr_
        self.setWindowTitle(tr("Which values to keep?"))
        self.setMinimumWidth(560)
        self._mine, self._theirs = mine, theirs
        self._groups: dict[str, QButtonGroup] = {}
        layout = QVBoxLayout(self)
        text = Label(
            tr(
                "Somebody changed the same fields while you were editing. "
                "Nothing is saved until you choose."
            )
        )
        text.setWordWrap(True)
        layout.addWidget(text)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.addWidget(Label(tr("Mine")), 0, 1)
        grid.addWidget(Label(tr("Stored meanwhile")), 0, 2)
        for number, name in enumerate(theirs, start=1):
            field = entity.by_name[name]
            grid.addWidget(Label(tr.message(field.label)), number, 0)
            group = QButtonGroup(self)
            for column, value in ((1, mine[name]), (2, theirs[name])):
                shown = _shown(context, entity, name, value) or tr("(empty)")
                button = RadioButton(shown)
                button.setAccessibleName(f"{tr.message(field.label)}: {shown}")
                button.setChecked(column == 1)
                group.addButton(button, column)
                grid.addWidget(button, number, column)
            self._groups[name] = group
        layout.addLayout(grid)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Save the chosen values"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Continue editing"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def chosen(self) -> dict[str, Any]:
        """The value to keep of each field."""
        return {
            name: self._mine[name] if group.checkedId() == 1 else self._theirs[name]
            for name, group in self._groups.items()
        }


def _shown(context: Context, entity: Entity, name: str, value: Any) -> str:
    field = entity.by_name[name]
    if field.target and value:
        with context.store.reading() as connection:
            found = captions(connection, ENTITIES[field.target], [value], context.language)
        return found.get(value, "")
    return field.kind.format(value, context.tr_)
