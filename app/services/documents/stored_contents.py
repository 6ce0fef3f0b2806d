"""The stored bytes as a whole: whether they are sound, and which of them nothing needs any more.

A content is kept for a while after the last record let go of it: undo brings the record back, and
a picture is stored before its form is saved.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

from app.db import contents
from app.db.connection import Connection
from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import N_, Language
from app.progress import Progress

KEPT = timedelta(days=90)
"""How long a content is kept to which no record refers."""

DAMAGED = N_(
    "The stored content of “{file}” is damaged: its bytes are not those that were stored. Look for "
    "it in a backup."
)
MISSING = N_("The stored content of “{file}” is missing. Look for it in a backup.")

_META = "unreferenced"
"""Under this name the database keeps since when contents have not been referred to."""


def unreferenced(connection: Connection) -> list[str]:
    """The fingerprints of contents to which no record refers."""
    used = " UNION ALL ".join(
        f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'
        for table, column in contents.references()
    )
    rows = connection.execute(f"SELECT id FROM content WHERE id NOT IN ({used}) ORDER BY id")
    return [name for (name,) in rows.fetchall()]


def clean(store: Store, today: date, *, at_once: bool = False) -> int:
    """Remove what no record has referred to for `KEPT` (or at all, `at_once`); gives how many.

    Called once a day or so: the time begins when a call first finds that nothing refers to it.
    """
    with store.reading() as connection:
        found = unreferenced(connection)
    noted: dict[str, str] = json.loads(store.meta(_META) or "{}")
    since = {name: min(noted.get(name, today.isoformat()), today.isoformat()) for name in found}
    last = (today - KEPT).isoformat()
    removed = 0
    for name in [name for name, day in since.items() if at_once or day <= last]:
        with store.keeping() as connection:
            if name in unreferenced(connection):  # nobody took it up meanwhile
                contents.remove(connection, name)
                removed += 1
        del since[name]
    if since != noted:
        store.set_meta(_META, json.dumps(since))
    return removed


def check(
    connection: Connection, told: Progress | None = None
) -> Iterator[tuple[str, dict[str, object]]]:
    """What is wrong with the contents: message ids and values.

    `told` is given the bytes that are done, and all of them; it may raise to give up.
    """
    (total,) = connection.execute("SELECT coalesce(sum(size), 0) FROM content").fetchone()
    done = 0
    for name, size in connection.execute("SELECT id, size FROM content ORDER BY id").fetchall():
        if not contents.is_sound(connection, name, size):
            yield DAMAGED, {"file": _called(connection, name)}
        done += size
        if told:
            told(done, total)
    for table, column in contents.references():
        for (name,) in connection.execute(
            f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'
            f' AND "{column}" NOT IN (SELECT id FROM content) ORDER BY 1'
        ).fetchall():
            yield MISSING, {"file": _called(connection, name)}


def _called(connection: Connection, name: str) -> str:
    """The files or the records whose content it is; its fingerprint if nothing refers to it."""
    found = [
        file
        for (file,) in connection.execute(
            "SELECT DISTINCT file_name FROM document_version WHERE content = ?", (name,)
        ).fetchall()
    ]
    for table, column in contents.references()[1:]:
        title = ENTITIES[table].title_columns(Language.CS)[0]
        rows = connection.execute(f'SELECT "{title}" FROM "{table}" WHERE "{column}" = ?', (name,))
        found += [str(row[0]) for row in rows.fetchall()]
    return ", ".join(found) or name
