"""Records for tests, made through the same services as everything else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.db.connection import driver
from app.db.store import Store
from app.entities import ENTITIES
from app.services.records.records import save


def make(store: Store, entity: str, **values: Any) -> str:
    """Save a new record with sensible values; gives its id."""
    defaults: dict[str, dict[str, Any]] = {
        "person": {"given_name": "Jana", "family_name": "Nováková"},
        "organisation": {"name_cs": "Okres Zkušební", "kind": "region", "country": "PL"},
        "delegation": {
            "title_cs": "Zkušební cesta",
            "direction": "outgoing",
            "relation_type": "international",
            "initiated_by": "region",
            "start": "2027-05-10",
        },
        "agreement": {
            "title_cs": "Zkušební dohoda",
            "kind": "memorandum",
            "relation_type": "international",
            "initiated_by": "region",
            "status": "concluded",
            "signed_on": "2020-01-15",
        },
        "task": {"title": "Zavolat", "status": "open"},
        "area": {"name_cs": "kultura"},
        "document": {"title": "Zápis z jednání", "kind": "minutes"},
        "meeting": {"title": "12. zasedání", "body": "council", "held_on": "2027-04-26"},
        "mailing_list": {"name": "Vánoční přání", "occasion": "greeting"},
        "gift": {"title": "Skleněná váza", "way": "given", "day": "2027-05-11"},
        "gift_stock": {"name_cs": "Kniha o kraji"},
    }
    record_id, _ = save(store, ENTITIES[entity], None, 0, {**defaults.get(entity, {}), **values})
    return record_id


def value(store: Store, entity: str, record_id: str, field: str) -> Any:
    """A stored value."""
    with store.reading() as connection:
        row = connection.execute(
            f'SELECT "{field}" FROM "{entity}" WHERE id = ?', (record_id,)
        ).fetchone()
    return row[0] if row else None


def count(store: Store, table: str) -> int:
    """How many rows a table has."""
    with store.reading() as connection:
        return int(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])


@contextmanager
def held(path: Path, seconds: float) -> Iterator[None]:
    """Another program that writes, for some seconds."""
    begun, end = threading.Event(), threading.Event()

    def write() -> None:
        other = driver.connect(str(path), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        begun.set()
        end.wait(seconds)
        other.rollback()
        other.close()

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        end.set()
        thread.join()
