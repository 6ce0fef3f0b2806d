"""Undo and redo of whole actions, across restarts, read from the change log.

Undoing is a transaction like any other: it is logged, it can be undone (redo), and nothing is
removed from the history.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from app.db import contents, statements
from app.db.connection import Connection
from app.db.log import SETUP
from app.db.store import Changes, Store, Writer
from app.errors import UserError
from app.i18n import N_
from app.services.records.rows import name_header

UNDONE = N_("Undone: {title}")
ERASURE = "erasure"
"""The batch of every erasure of personal data; none is ever undone."""

NOTHING_TO_UNDO = N_("There is nothing to undo.")
NOTHING_TO_REDO = N_("There is nothing to redo.")
CHANGED_SINCE = N_(
    "This cannot be undone: the values were changed again since. Nothing was changed. "
    "Undo the later change first, or edit the record."
)


class Action(NamedTuple):
    """Something that can be undone: its batch or only transaction, and what was done."""

    key: str
    label: str
    is_undo: bool


def is_final(connection: Connection, header: str) -> bool:
    """Whether a transaction is an erasure, which is never taken back."""
    row = connection.execute("SELECT batch FROM log_header WHERE id = ?", (header,)).fetchone()
    return bool(row and row[0] == ERASURE)


def last_action(connection: Connection) -> Action | None:
    """What the next undo takes back, or None."""
    # Nearly always it is among the last few; the whole stretch is read only when it is not.
    for most in (_FEW, _MANY):
        for action in _actions(connection, most):
            if not action.is_undo:
                return action
    return None


def last_undone(connection: Connection) -> Action | None:
    """The undo that the next redo takes back: the newest action, if it is an undo."""
    for action in _actions(connection, _FEW):
        return action if action.is_undo else None
    return None


_FEW, _MANY = 40, 2000  # transactions


def _actions(connection: Connection, most: int) -> list[Action]:
    """The actions of this computer that stand, the newest first, of its last transactions."""
    (replica,) = connection.execute("SELECT value FROM meta WHERE id = 'replica'").fetchone()
    rows = connection.execute(
        # An erasure cannot be taken back, nor what was erased since.
        "SELECT h.id, h.label, h.batch, h.undoes FROM log_header h WHERE h.replica = ?"
        " AND coalesce(h.batch, '') NOT IN (?, ?) AND EXISTS (SELECT 1 FROM log_operation o"
        " WHERE o.header = h.id AND o.data <> '{}') ORDER BY h.seq DESC LIMIT ?",
        (replica, SETUP, ERASURE, most),
    ).fetchall()
    undos = {batch or header for header, _, batch, undoes in rows if undoes}
    taken_back: set[str] = set()
    seen: set[str] = set()
    found: list[Action] = []
    for header, label, batch, undoes in rows:
        key = batch or header
        if key in taken_back:
            continue
        if key in seen:
            continue
        seen.add(key)
        if undoes:
            taken_back.add(undoes)
        if undoes in undos:
            continue  # a redo: what it brought back stands again under its own key
        found.append(Action(key, label or "", bool(undoes)))
    return found


def undo(store: Store) -> tuple[str, Changes]:
    """Take back the last action of this computer; gives its label and what changed.

    Raises `UserError` when there is nothing to undo or a value was changed again since.
    """
    with store.reading() as connection:
        action = last_action(connection)
    if action is None:
        raise UserError(NOTHING_TO_UNDO)
    return action.label, _invert(store, action)


def is_large(connection: Connection, action: Action) -> bool:
    """Whether taking back an action takes so long that a window should not wait for it."""
    (count,) = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM log_operation WHERE header IN"
        " (SELECT id FROM log_header WHERE batch = :key OR (id = :key AND batch IS NULL))"
        " LIMIT :most)",
        {"key": action.key, "most": _LARGE},
    ).fetchone()
    return int(count) >= _LARGE


_LARGE = 1_000  # changed rows


def undo_job(store: Store, progress: object, cancelled: object) -> tuple[str, Changes]:
    """`undo` as a job of `app.jobs`: one transaction, nothing is left if it is stopped."""
    return undo(store)


def redo_job(store: Store, progress: object, cancelled: object) -> tuple[str, Changes]:
    """`redo` as a job of `app.jobs`."""
    return redo(store)


def take_back(store: Store, key: str) -> None:
    """Take back a batch that was cut off; nothing happens if it wrote nothing."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT label FROM log_header WHERE batch = ? ORDER BY seq LIMIT 1", (key,)
        ).fetchone()
    if row:
        _invert(store, Action(key, row[0] or "", False))


def redo(store: Store) -> tuple[str, Changes]:
    """Do again what the last undo took back; gives its label and what changed."""
    with store.reading() as connection:
        action = last_undone(connection)
        if action is None:
            raise UserError(NOTHING_TO_REDO)
        label = _original_label(connection, action)
    return label, _invert(store, action)


def _original_label(connection: Connection, action: Action) -> str:
    (undoes,) = connection.execute(
        "SELECT undoes FROM log_header WHERE ? IN (id, batch) LIMIT 1", (action.key,)
    ).fetchone()
    row = connection.execute(
        "SELECT label FROM log_header WHERE ? IN (id, batch) LIMIT 1", (undoes,)
    ).fetchone()
    return row[0] if row else action.label


def _invert(store: Store, action: Action) -> Changes:
    with store.writing(UNDONE, undoes=action.key) as writer:
        name_header(writer, action.label.partition("\n")[2])
        headers = writer.connection.execute(
            "SELECT id FROM log_header WHERE batch = :key OR (id = :key AND batch IS NULL)"
            " ORDER BY seq DESC",
            {"key": action.key},
        ).fetchall()
        for (header,) in headers:
            rows = writer.connection.execute(
                "SELECT table_name, row_id, kind, data FROM log_operation WHERE header = ?"
                " AND data IS NOT NULL ORDER BY id DESC",
                (header,),
            ).fetchall()
            for table, row_id, kind, data in rows:
                _invert_operation(writer, table, row_id, kind, json.loads(data))
    return writer.changes


def _invert_operation(
    writer: Writer, table: str, row_id: str, kind: str, data: dict[str, Any]
) -> None:
    connection = writer.connection
    if kind == "insert":
        statements.delete(connection, table, row_id)
        return
    if kind == "delete":
        contents.require(connection, table, data)
        statements.insert(connection, table, data)
        return
    contents.require(connection, table, {name: pair[0] for name, pair in data.items()})
    for name, pair in data.items():
        old, new = pair
        changed = connection.execute(
            f'UPDATE "{table}" SET "{name}" = ? WHERE id = ? AND "{name}" IS ?',
            (old, row_id, new),
        ).rowcount
        if not changed:
            raise UserError(CHANGED_SINCE)
