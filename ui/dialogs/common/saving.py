"""Storing what a form holds: faults beside their fields, conflicts asked about, errors shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from app.db.store import Changes, Writer
from app.errors import FieldError, InvalidRecord, UserError
from app.fields import Entity
from app.services.agreements import new_agreement
from app.services.contacts import new_person
from app.services.records import records
from app.services.records.rows import Conflict
from app.services.tasks import tasks, visits
from ui.context import Context, show_error
from ui.dialogs.common import questions

First = Callable[[Writer], None]
"""What the person wants done before the values are stored, in the same action."""


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
                return records.save(context.store, entity, record_id, version, values, first=first)
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


def _tasks_of_cancelled(
    context: Context, parent: QWidget, record_id: str, values: dict[str, Any]
) -> First | None:
    if values.get("status") != "cancelled":
        return None
    with context.store.reading() as connection:
        titles = visits.open_tasks(connection, record_id)
    answer = questions.ask_tasks_of_cancelled(parent, context.tr_, titles) if titles else False
    if answer is None:
        raise Unwanted
    return partial(visits.cancel_tasks, delegation_id=record_id) if answer else None


_QUESTIONS: dict[str, Callable[[Context, QWidget, str, dict[str, Any]], First | None]] = {
    "delegation": _tasks_of_cancelled
}
"""What is asked before changes are stored, by entity."""
