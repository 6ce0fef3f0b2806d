"""Undo and redo of whole actions, across restarts, read from the change log.

Undoing is a transaction like any other (or a batch of them): it is logged, it can be undone (redo),
and nothing is removed from the history.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.db.connection import Connection
from app.db.contents import REMOVED
from app.db.log import PREFERENCE, SETUP
from app.db.place import own_replicas
from app.db.store import Changes, Store, new_id
from app.errors import UserError
from app.i18n import N_
from app.progress import Cancelled, Progress
from app.services.records import batches
from app.services.records.batches import UNDONE
from app.services.records.inverting import PART, USED, Kept, Part, Plan
from app.services.records.rows import name_header

ERASURE = "erasure"
"""The batch of every erasure of personal data; none is ever undone."""

NOTHING_TO_UNDO = N_("There is nothing to undo.")
NOTHING_TO_REDO = N_("There is nothing to redo.")
CHANGED_SINCE = N_(
    "This cannot be undone: the values were changed again since. Nothing was changed. "
    "Undo the later change first, or edit the record."
)
USED_SINCE = N_(
    "This cannot be undone: something else refers to what was created. Nothing was changed. "
    "Remove that first, or delete the record."
)


class Action(NamedTuple):
    """Something that can be undone: its batch or only transaction, and what was done."""

    key: str
    label: str
    is_undo: bool
    is_batch: bool = False


class Undone(NamedTuple):
    """What was taken back (or done again): its label, what changed, and what stays as it is."""

    label: str
    changes: Changes
    kept: list[Kept]


def is_final(connection: Connection, header: str) -> bool:
    """Whether a transaction is an erasure, which is never taken back."""
    row = connection.execute("SELECT batch FROM log_header WHERE id = ?", (header,)).fetchone()
    return bool(row and row[0] == ERASURE)


def last_action(connection: Connection) -> Action | None:
    """What the next undo takes back, or None."""
    return next((action for action in _actions(connection) if not action.is_undo), None)


def last_undone(connection: Connection) -> Action | None:
    """The undo that the next redo takes back: the newest action, if it is an undo."""
    action = next(_actions(connection), None)
    return action if action and action.is_undo else None


def _actions(connection: Connection) -> Iterator[Action]:
    """The actions that stand, the newest first: of this database, wherever its file lay."""
    own = own_replicas(connection)
    marks = ", ".join("?" * len(own))
    # What is not finished, or was taken back by the program, is nobody's action.
    given_up = {
        key
        for (key,) in connection.execute(
            "SELECT id FROM batch WHERE state IN (?, ?, ?) OR (state = ? AND undoes IS NOT NULL)",
            (batches.OPEN, batches.STOPPED, batches.TAKEN_BACK, batches.STAYS),
        )
    }
    taken_back: set[str] = set()
    seen: set[str] = set()
    for header, label, batch, undoes in connection.execute(
        f"SELECT id, label, batch, undoes FROM log_header WHERE replica IN ({marks})"
        " AND coalesce(batch, '') NOT IN (?, ?, ?)"
        f" ORDER BY {'seq' if len(own) == 1 else 'clock'} DESC",
        (*own, SETUP, ERASURE, PREFERENCE),
    ):
        key = batch or header
        if key in seen or key in taken_back or key in given_up or undoes in given_up:
            continue
        if not _has_data(connection, header):
            continue  # an erasure cannot be taken back, nor what was erased since
        seen.add(key)
        if undoes:
            taken_back.add(undoes)
            if _undoes(connection, undoes):
                continue  # a redo: what it brought back stands again under its own key
        yield Action(key, label or "", bool(undoes), batch is not None)


def _has_data(connection: Connection, header: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM log_operation WHERE header = ? AND data <> '{}' LIMIT 1", (header,)
    ).fetchone()
    return found is not None


def _undoes(connection: Connection, key: str) -> str | None:
    """What an action undoes, if it is an undo (or redo)."""
    row = connection.execute(
        "SELECT undoes FROM log_header WHERE batch = :key OR id = :key LIMIT 1", {"key": key}
    ).fetchone()
    return row[0] if row else None


def undo(
    store: Store, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Undone:
    """Take back the last action of this computer.

    Raises `UserError` when there is nothing to undo, when it is cancelled, or when what a single
    transaction wrote was changed or used since: nothing is changed then. Of an action on many
    records (a batch) those that were changed or used since stay.
    """
    with store.reading() as connection:
        action = last_action(connection)
    if action is None:
        raise UserError(NOTHING_TO_UNDO)
    return _invert(store, action, action.label, progress, cancelled)


def redo(
    store: Store, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Undone:
    """Do again what the last undo took back; raises as `undo` does."""
    with store.reading() as connection:
        action = last_undone(connection)
        if action is None:
            raise UserError(NOTHING_TO_REDO)
        label = _original_label(connection, action)
    return _invert(store, action, label, progress, cancelled)


def is_large(connection: Connection, action: Action) -> bool:
    """Whether taking back an action takes so long that a window should not wait for it."""
    (count,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM log_operation WHERE header IN"
        " (SELECT id FROM log_header WHERE batch = :key OR (id = :key AND batch IS NULL))"
        " LIMIT :most)",
        {"key": action.key, "most": _LARGE},
    ).fetchone()
    return int(count) >= _LARGE


_LARGE = 200  # changed rows


def undo_job(store: Store, progress: Progress, cancelled: Cancelled) -> Undone:
    """`undo` as a job of `app.jobs`."""
    return undo(store, progress, cancelled)


def redo_job(store: Store, progress: Progress, cancelled: Cancelled) -> Undone:
    """`redo` as a job of `app.jobs`."""
    return redo(store, progress, cancelled)


def _original_label(connection: Connection, action: Action) -> str:
    row = connection.execute(
        "SELECT label FROM log_header WHERE ? IN (id, batch) LIMIT 1",
        (_undoes(connection, action.key),),
    ).fetchone()
    return row[0] if row else action.label


def _invert(
    store: Store,
    action: Action,
    label: str,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Undone:
    title = action.label.partition("\n")[2]
    if action.is_batch:
        with store.reading() as connection:
            is_long = Plan(connection, action.key).total > PART
        if is_long:
            turned = batches.turn_round(store, action.key, title, progress, cancelled)
            return Undone(label, *turned)
    # The undo of a batch is one, too: what is changed before a redo stays then.
    batch = new_id() if action.is_batch else None
    kept: list[Kept] = []
    with store.writing(UNDONE, batch=batch, undoes=action.key) as writer:
        name_header(writer, title)
        plan = Plan(writer.connection, action.key)
        while plan.is_going_on:
            part = Part(writer.connection, plan, plan.take(writer.connection))
            if part.kept and not action.is_batch:
                raise UserError(_refusal(part.kept[0].reason))
            part.write(most=None)
            kept += part.kept
    if kept and not writer.changes:
        raise UserError(_refusal(kept[0].reason))
    return Undone(label, writer.changes, kept)


def _refusal(reason: str) -> str:
    """The message that says why nothing was undone."""
    if reason == USED:
        return USED_SINCE
    return reason if reason == REMOVED else CHANGED_SINCE
