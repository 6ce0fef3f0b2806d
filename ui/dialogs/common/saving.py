"""Storing what a form holds: faults beside their fields, conflicts asked about, errors shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QWidget

from app.db.store import Changes, Writer
from app.errors import FieldError, InvalidRecord, UserError
from app.fields import Entity
from app.services.agreements import new_agreement
from app.services.contacts import new_person
from app.services.records import records
from app.services.records.rows import Conflict
from app.services.tasks import tasks, visits, what_follows
from ui.context import Context, show_error
from ui.dialogs.common import questions
from ui.dialogs.common.following_dialog import FollowingDialog

First = Callable[[Writer], None]
"""What the person wants done before the values are stored, in the same action."""


@dataclass(frozen=True)
class Doing:
    """What is done first, and what begins in the window after all was stored."""

    run: First
    after: Callable[[], object] | None = None

    def __call__(self, writer: Writer) -> None:
        self.run(writer)


class ShowsErrors(Protocol):
    """A form, or the input of one value."""

    def show_errors(self, errors: list[FieldError]) -> None:
        """Say beside the fields why their values were refused."""


class Unwanted(Exception):
    """The person thought better of it: nothing is stored."""


def store_form(
    context: Context,
    parent: QWidget,
    form: ShowsErrors,
    entity: Entity,
    key: tuple[str | None, int],
    values: dict[str, Any],
    about: tuple[str, str] | None = None,
) -> tuple[str, Changes] | None:
    """Store `values` of the record `key` (its id, None for a new one, and the version that was
    seen); gives its id and what changed, None if it was refused: the form then says why.

    What changed is not told to anybody yet. A new task is linked to the record `about`.
    """
    record_id, version = key
    try:
        first = _asked(context, parent, entity, record_id, values)
        while True:
            try:
                if record_id is None and entity.name in _CREATED:
                    return _CREATED[entity.name](context, values, about)
                stored = records.save(
                    context.store, entity, record_id, version, values, first=first
                )
                if isinstance(first, Doing) and first.after:
                    QTimer.singleShot(0, first.after)
                return stored
            except Conflict as conflict:
                mine = {**values, **conflict.united}
                chosen = questions.ask_conflict(parent, context, entity, mine, conflict.theirs)
                if chosen is None:
                    return None
                values, version = chosen, conflict.version
    except Unwanted:
        return None
    except InvalidRecord as error:
        form.show_errors(error.errors)
    except UserError as error:
        show_error(parent, error.text(context.tr_), context.tr_)
    return None


_CREATED: dict[str, Callable[..., tuple[str, Changes]]] = {
    "task": lambda context, values, about: tasks.create(context.store, values, about),
    "agreement": lambda context, values, _about: new_agreement.create(context.store, values),
    "person": lambda context, values, _about: new_person.create(
        context.store, values, context.language
    ),
}
"""How records are made of which more is stored than their own row, by entity."""


def _asked(
    context: Context,
    parent: QWidget,
    entity: Entity,
    record_id: str | None,
    values: dict[str, Any],
) -> First | None:
    """What the person wants done first. Raises `Unwanted`."""
    question = _QUESTIONS.get(entity.name)
    return question(context, parent, record_id, values) if question and record_id else None


def _what_follows(
    context: Context, parent: QWidget, record_id: str, values: dict[str, Any]
) -> First | None:
    """What becomes of all that was of the days of a visit that is moved or cancelled."""
    with context.store.reading() as connection:
        found = what_follows.following(connection, record_id, values, context.language)
    if found is None or not found.asks:
        return None
    if not (found.reservations or found.invited or found.kind == what_follows.MOVED):
        answer = questions.ask_tasks_of_cancelled(parent, context.tr_, found.tasks)
        if answer is None:
            raise Unwanted
        return partial(visits.cancel_tasks, delegation_id=record_id) if answer else None
    dialog = FollowingDialog(context, found, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        raise Unwanted
    settle = partial(
        what_follows.settle,
        delegation_id=record_id,
        found=found,
        answers=dialog.answers(),
        language=context.language,
    )
    people = list(found.people) if dialog.wants_letters else []
    return Doing(settle, partial(context.letters_wanted.emit, people) if people else None)


_QUESTIONS: dict[str, Callable[[Context, QWidget, str, dict[str, Any]], First | None]] = {
    "delegation": _what_follows
}
"""What is asked before changes are stored, by entity."""
