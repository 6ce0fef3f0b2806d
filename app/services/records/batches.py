"""Large actions in several transactions: one step to undo, and nothing half done.

What a crash or a cancel cuts off is taken back as a whole, at the latest when the database is
opened next. While a batch runs, its process holds the lock of a file beside the database, so that
another process that opens the database leaves it alone; the lock ends with the process.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.db.connection import driver
from app.db.store import Store, new_id
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_

RUNNING = N_("Another import into this database is running. Nothing was changed. Wait for its end.")

_OPEN = "open_batch"

log = logging.getLogger("vztahy")


@contextmanager
def batch(store: Store, indexed: tuple[str, ...]) -> Iterator[str]:
    """The key of a batch whose transactions are written without `derive`.

    At the end the search index of the entities `indexed` is filled; when the block raises, all
    of its transactions are taken back. Raises `UserError` while another batch runs.
    """
    with _alone(store) as free:
        if not free:
            raise UserError(RUNNING)
        _recover(store)
        key = new_id()
        store.set_meta(_OPEN, f"{key}\n{','.join(indexed)}")
        with store.in_bulk():
            try:
                yield key
                _reindex(store, indexed)
            except BaseException:
                _recover(store)
                raise
        store.set_meta(_OPEN, "")


def recover(store: Store) -> None:
    """Take back a batch that was cut off, if there is one; one that still runs is left alone.

    Never raises: where somebody changed since what the batch wrote, it stays as it is.
    """
    if not store.meta(_OPEN):
        return
    with _alone(store) as free:
        if free:
            try:
                _recover(store)
            except Exception as error:  # the database must open whatever happened
                log.error("a batch that was cut off stays: %s", type(error).__name__)
                names = (store.meta(_OPEN) or "").partition("\n")[2]
                _reindex(store, tuple(filter(None, names.split(","))))
                store.set_meta(_OPEN, "")


def _recover(store: Store) -> None:
    key, _, names = (store.meta(_OPEN) or "").partition("\n")
    if not key:
        return
    from app.services.records.undo import take_back

    take_back(store, key)
    _reindex(store, tuple(names.split(",")))
    store.set_meta(_OPEN, "")


def _reindex(store: Store, indexed: tuple[str, ...]) -> None:
    from app.db import derived

    with store.keeping() as connection:
        for name in indexed:
            derived.reindex(connection, ENTITIES[name])


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
