"""Large actions in several transactions: one step to undo, and nothing half done.

Each has a row in the table `batch`. While it is open, its transactions do not wait for the disk and
none of them may travel to another computer (`may_travel`). It is closed by a transaction that is
flushed to the disk, and so are all before it. What was cut off is brought to its end, at the latest
when the database is opened next: an import is taken back, an undo or redo is finished. Where
somebody went on working with what the batch had written, that stays, and it is said (`untold`).

While a batch runs, its process holds the lock of a file beside the database, so that another
process that opens the database leaves it alone; the lock ends with the process.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from app.db.connection import Connection, driver
from app.db.store import Changes, Store, new_id
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_
from app.progress import Cancelled, Progress
from app.services.records.inverting import Kept, Part, Plan
from app.services.records.rows import name_header

RUNNING = N_(
    "Another large piece of work is writing into this database. Nothing was changed. "
    "Wait for its end."
)
UNDONE = N_("Undone: {title}")
IMPORTED = N_("Imported: {title}")
SOME_STAYS = N_(
    "The work was stopped and taken back. Records that were changed or used meanwhile stay "
    "({count}); the list says which and why."
)
SOME_STAYED = N_(
    "The work was cut off and taken back. Records that were changed or used meanwhile stay; "
    "the list says which and why."
)
STUCK = N_(
    "The work was stopped, but what it has written so far cannot be taken back and stays. "
    "It can be undone like any other action."
)

OPEN, STOPPED, CLOSED, TAKEN_BACK, STAYS = "open", "stopped", "closed", "taken_back", "stays"
"""What a batch is: being written; given up, to be taken back; all there and flushed to the disk;
taken back; given up and yet there, because taking it back failed."""

log = logging.getLogger("vztahy")


class Turned(NamedTuple):
    """What turning an action round has changed, and what stays as it is."""

    changes: Changes
    kept: list[Kept]


class Outcome(NamedTuple):
    """How a batch that was cut off has ended, to be told to whoever works with the database.

    `label` says what it was; `state` is TAKEN_BACK, CLOSED (an undo that was finished) or STAYS.
    """

    batch: str
    label: str
    state: str
    kept: list[Kept]
    changes: Changes | None = None


@contextmanager
def batch(
    store: Store, indexed: tuple[str, ...] = (), taking_back: Progress | None = None
) -> Iterator[str]:
    """The key of a batch whose transactions are written without `derive`.

    At the end the search index of the entities `indexed` is filled; when the block raises, all of
    its transactions are taken back, and `taking_back` is told how far that is. Raises `UserError`
    while another batch runs, and what the block raised; where something had to stay, a `UserError`
    that says so.
    """
    with _running_alone(store):
        key = new_id()
        _open(store, key)
        try:
            with store.in_bulk():
                yield key
                _reindex(store, indexed)
        except BaseException as error:
            _give_up(store, key, error, taking_back)
            raise
        _close(store, key)


def turn_round(
    store: Store,
    key: str,
    title: str,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Turned:
    """Undo (or redo) an action in a batch of its own; `key` is its batch or only transaction.

    Raises `UserError` while another batch runs and when it is cancelled: what was turned round so
    far is then as it was before.
    """
    with _running_alone(store):
        into = new_id()
        _open(store, into, undoes=key)
        try:
            return _turn(store, key, into, title, progress, cancelled)
        except BaseException as error:
            _give_up(store, into, error, getattr(progress, "taking_back", progress))
            raise


CANCELLED = N_("Undoing was cancelled. Everything is as it was before.")


def is_cut_off(store: Store) -> bool:
    """Whether a batch is to be brought to its end that no process is writing any more."""
    with store.reading() as connection:
        if not _unfinished(connection):
            return False
    with _alone(store) as free:
        return free


def recover(store: Store, progress: Progress | None = None) -> Sequence[Outcome]:
    """Bring batches that were cut off to their end; one that still runs is left alone.

    Never raises for what it finds: what cannot be taken back stays, and the outcome says so.
    """
    with store.reading() as connection:
        if not _unfinished(connection):
            return []
    with _alone(store) as free:
        return _recover(store, progress) if free else []


def recover_job(store: Store, progress: Progress, cancelled: Cancelled) -> Sequence[Outcome]:
    """`recover` as a job of `app.jobs`; it cannot be cancelled."""
    return recover(store, progress)


def may_travel(connection: Connection) -> int:
    """The last number of this computer's transactions that may be sent to others; 0 for none.

    Numbers are sent without gaps, and none of a batch before it is closed and on the disk: after a
    cut of power it might not be there, and its numbers would be used again.
    """
    (last,) = connection.execute(
        "SELECT coalesce((SELECT min(h.seq) - 1 FROM batch b JOIN log_header h ON h.batch = b.id"
        " AND h.replica = m.value WHERE b.state IN (?, ?)),"
        " (SELECT max(seq) FROM log_header WHERE replica = m.value), 0)"
        " FROM meta m WHERE m.id = 'replica'",
        (OPEN, STOPPED),
    ).fetchone()
    return int(last)


def untold(store: Store) -> list[Outcome]:
    """How batches ended that somebody should know of, because something stays; oldest first."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT id, undoes, state, kept FROM batch WHERE kept IS NOT NULL ORDER BY rowid"
        ).fetchall()
        return [
            Outcome(key, _label(connection, undoes or key), state, _kept(kept))
            for key, undoes, state, kept in rows
        ]


def told(store: Store, outcomes: Iterable[Outcome]) -> None:
    """Note that somebody was told of outcomes."""
    with store.keeping() as connection:
        for outcome in outcomes:
            connection.execute("UPDATE batch SET kept = NULL WHERE id = ?", (outcome.batch,))


# --- the rows of batches --------------------------------------------------------------------------


def _open(store: Store, key: str, undoes: str | None = None) -> None:
    with store.keeping() as connection:
        connection.execute(
            "INSERT INTO batch (id, state, undoes) VALUES (?, ?, ?)", (key, OPEN, undoes)
        )


def _close(store: Store, key: str, kept: Sequence[Kept] = ()) -> None:
    """Close a batch: this transaction waits for the disk, so that all before it are there, too."""
    with store.keeping() as connection:
        connection.execute(
            "UPDATE batch SET state = ?, kept = ? WHERE id = ?",
            (CLOSED, json.dumps(kept) if kept else None, key),
        )
        connection.execute(
            "UPDATE batch SET state = ? WHERE state IN (?, ?)"
            " AND id = (SELECT undoes FROM batch WHERE id = ?)",
            (TAKEN_BACK, OPEN, STOPPED, key),
        )


def _mark(store: Store, keys: Iterable[str], state: str) -> None:
    with store.keeping() as connection:
        for key in keys:
            connection.execute("UPDATE batch SET state = ? WHERE id = ?", (state, key))


def _unfinished(connection: Connection) -> tuple[str, str | None, str] | None:
    """The batch that is to be brought to its end first: its key, what it undoes, its state."""
    row = connection.execute(
        "SELECT id, undoes, state FROM batch WHERE state IN (?, ?) ORDER BY rowid DESC LIMIT 1",
        (OPEN, STOPPED),
    ).fetchone()
    return (row[0], row[1], row[2]) if row else None


def _label(connection: Connection, key: str) -> str:
    """What an action was, as its log header says it."""
    row = connection.execute(
        "SELECT label FROM log_header WHERE batch = :key OR id = :key ORDER BY seq LIMIT 1",
        {"key": key},
    ).fetchone()
    return str(row[0] or "") if row else ""


def _kept(text: str) -> list[Kept]:
    return [Kept(*item) for item in json.loads(text)]


# --- bringing batches to their end ----------------------------------------------------------------


def _give_up(store: Store, key: str, error: BaseException, progress: Progress | None) -> None:
    """Take a batch back because of `error`; raises a `UserError` instead where something stays."""
    _mark(store, [key], STOPPED)
    outcomes = _recover(store, progress)
    if any(outcome.state == STAYS for outcome in outcomes):
        raise UserError(STUCK) from error
    if kept := [item for outcome in outcomes for item in outcome.kept]:
        raise UserError(SOME_STAYS, count=len(kept)) from error


def _recover(store: Store, progress: Progress | None) -> list[Outcome]:
    """Bring all batches to their end, the last one first; nobody else writes one."""
    outcomes: list[Outcome] = []
    if progress:
        progress(0, 0)  # nobody knows yet how much it is
    while True:
        with store.reading() as connection:
            found = _unfinished(connection)
        if found is None:
            return outcomes
        key, undoes, state = found
        if undoes is None or state == STOPPED:  # it is taken back, by a batch that undoes it
            undoes, key = key, new_id()
            _open(store, key, undoes=undoes)
        with store.reading() as connection:
            label = _label(connection, undoes)
            (is_given_up,) = connection.execute(
                "SELECT count(*) FROM batch WHERE id = ? AND state IN (?, ?)",
                (undoes, OPEN, STOPPED),
            ).fetchone()
        try:
            turned = _turn(store, undoes, key, label.partition("\n")[2], progress, None)
        except Exception as error:  # the database must open whatever happened
            log.exception("a batch that was cut off stays: %s", type(error).__name__)
            _mark(store, [key, undoes] if is_given_up else [key], STAYS)
            for name in ENTITIES:
                _reindex(store, (name,))
            outcomes.append(Outcome(key, label, STAYS, []))
            continue
        state = TAKEN_BACK if is_given_up else CLOSED
        outcomes.append(Outcome(key, label, state, turned.kept, turned.changes))


def _turn(
    store: Store,
    key: str,
    into: str,
    title: str,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Turned:
    """Turn an action round in transactions of the batch `into`, going on where it was cut off."""
    changed: dict[str, set[str]] = {}
    kept: list[Kept] = []
    header = ""
    with store.reading() as connection:
        plan = Plan(connection, key, into)
    most: int | None = None
    with store.in_bulk():
        while plan.is_going_on:
            if cancelled and cancelled():
                raise UserError(CANCELLED)
            if progress:
                progress(plan.done, plan.total)
            try:
                with store.writing(UNDONE, batch=into, undoes=key) as writer:
                    part = Part(writer.connection, plan, plan.take(writer.connection))
                    part.write(most) if most else part.write()
                    name_header(writer, title)
            except driver.IntegrityError:
                # Rows that refer to each other in a circle go only together.
                if most:
                    raise
                most = 1_000_000
                with store.reading() as connection:
                    plan = Plan(connection, key, into)
                continue
            kept += part.kept
            for name, ids in writer.changes.rows.items():
                changed.setdefault(name, set()).update(ids)
            header = writer.header if writer.changes else header
    if kept:
        _refresh(store, kept)
    _close(store, into, kept)
    if progress:
        progress(plan.total, plan.total)
    rows = {name: frozenset(ids) for name, ids in changed.items()}
    return Turned(Changes(header, rows), list(dict.fromkeys(kept)))


def _refresh(store: Store, kept: Iterable[Kept]) -> None:
    """Make what stays of a batch, which is written without search index, findable."""
    from app.db import derived

    rows: dict[str, set[str]] = {}
    for item in kept:
        rows.setdefault(item.entity, set()).add(item.record_id)
    with store.keeping() as connection:
        derived.refresh(connection, rows)


def _reindex(store: Store, indexed: tuple[str, ...]) -> None:
    from app.db import derived, search_index

    with store.keeping() as connection:
        for name in indexed:
            if search_index.is_indexed(name):
                derived.reindex(connection, ENTITIES[name])


@contextmanager
def _running_alone(store: Store) -> Iterator[None]:
    """Nobody else writes a batch within the block, and what was cut off before is at its end."""
    with _alone(store) as free:
        if not free:
            raise UserError(RUNNING)
        _recover(store, None)
        yield


@contextmanager
def _alone(store: Store) -> Iterator[bool]:
    """Whether no other process runs a batch; none can begin one within the block then.

    SQLite's own lock on an empty database serves: it works alike on every system. The file stays,
    since who removes it could take it from somebody who just opened it.
    """
    path = Path(f"{store.path}.import")
    with store.known_errors(), closing(driver.connect(str(path), timeout=0)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except driver.OperationalError as error:
            if "locked" not in str(error):
                raise
            yield False
            return
        yield True
