"""Large actions in several transactions: one step to undo, and nothing half done.

What a crash or a cancel cuts off is taken back as a whole, at the latest when the database is
opened next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.db import derived
from app.db.store import Store, new_id
from app.entities import ENTITIES
from app.services.undo import take_back

_OPEN = "open_batch"


@contextmanager
def batch(store: Store, indexed: tuple[str, ...]) -> Iterator[str]:
    """The key of a batch whose transactions are written without `derive`.

    At the end the search index of the entities `indexed` is filled; when the block raises, all
    of its transactions are taken back.
    """
    key = new_id()
    store.set_meta(_OPEN, f"{key}\n{','.join(indexed)}")
    try:
        yield key
    except BaseException:
        recover(store)
        raise
    _reindex(store, indexed)
    store.set_meta(_OPEN, "")


def recover(store: Store) -> None:
    """Take back a batch that was cut off, if there is one."""
    key, _, names = (store.meta(_OPEN) or "").partition("\n")
    if not key:
        return
    take_back(store, key)
    _reindex(store, tuple(names.split(",")))
    store.set_meta(_OPEN, "")


def _reindex(store: Store, indexed: tuple[str, ...]) -> None:
    with store.keeping() as connection:
        for name in indexed:
            derived.reindex(connection, ENTITIES[name])
