"""What a user has chosen and what belongs to the work: the columns of lists, saved filters, what
the columns of imported tables mean.

It names people and areas of work, so it lies in the database, goes along with it to other
computers, and is erased with the people whom it names; a settings file keeps only what belongs to
one computer. One choice is one row, so that different ones do not meet in a conflict. No choice of
this kind is an action of its own: undo passes over it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from app.db.connection import Connection
from app.db.log import PREFERENCE
from app.db.store import Store, Writer, link_id
from app.i18n import N_

KEPT = N_("Choices of a list kept")
ADOPTED = N_("Choices taken over from this computer")

Kind = Literal["columns", "filter", "mapping"]
"""Which columns a list shows (by entity); a saved filter (by ``entity:name``); what the columns of
a table mean (by its headings)."""

FILTERS = "filters"
"""The fact about this very database that says which filters its lists have just now."""


def of_user(connection: Connection, user_id: str | None, kind: Kind) -> dict[str, Any]:
    """The choices of a kind by their names."""
    found = {}
    for name, value in connection.execute(
        "SELECT name, value FROM preference WHERE user_id IS ? AND kind = ? ORDER BY name",
        (user_id, kind),
    ).fetchall():
        try:
            found[str(name)] = json.loads(value or "null")
        except (ValueError, RecursionError):
            continue
    return found


def keep(store: Store, kind: Kind, name: str, value: object) -> None:
    """Store a choice of the present user; None removes it. Raises `UserError` as writing does."""
    with store.writing(KEPT, batch=PREFERENCE) as writer:
        _write(writer, store.user_id, kind, name, value)


def _write(writer: Writer, user_id: str | None, kind: Kind, name: str, value: object) -> None:
    key = link_id("preference", user_id or "", kind, name)
    if value is None:
        writer.connection.execute("DELETE FROM preference WHERE id = ?", (key,))
        return
    writer.connection.execute(
        "INSERT INTO preference (id, user_id, kind, name, value) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET value = excluded.value",
        (key, user_id, kind, name, json.dumps(value, ensure_ascii=False, sort_keys=True)),
    )


def filter_name(entity: str, name: str) -> str:
    """The name under which a saved filter of a list is stored."""
    return f"{entity}:{name}"


def saved_filters(connection: Connection, user_id: str | None, entity: str) -> dict[str, Any]:
    """The saved filters of a list by the names that people gave them."""
    found = of_user(connection, user_id, "filter")
    start = filter_name(entity, "")
    return {
        name.removeprefix(start): value for name, value in found.items() if name.startswith(start)
    }


def adopt(store: Store, old: Mapping[str, Any]) -> None:
    """Take over what an earlier version kept in the settings file of this computer.

    `old` has its `columns`, `saved_filters`, `mappings` and `filters`, each of them as that version
    wrote it. What the user has chosen in this database already stays.
    """
    with store.reading() as connection:
        known = {
            kind: of_user(connection, store.user_id, kind)
            for kind in ("columns", "filter", "mapping")
        }
    wanted: dict[tuple[Kind, str], object] = {}
    for entity, stored in _mapping(old.get("columns")).items():
        if shown := _mapping(stored).get("shown"):
            wanted["columns", entity] = shown
    for entity, saved in _mapping(old.get("saved_filters")).items():
        for name, value in _mapping(saved).items():
            wanted["filter", filter_name(entity, name)] = value
    for name, value in _mapping(old.get("mappings")).items():
        wanted["mapping", name] = value
    with store.writing(ADOPTED, batch=PREFERENCE) as writer:
        for (kind, name), value in wanted.items():
            if name not in known[kind]:
                _write(writer, store.user_id, kind, name, value)
    filters = _mapping(old.get("filters"))
    if filters and store.meta(FILTERS) is None:
        store.set_meta(FILTERS, json.dumps(filters, ensure_ascii=False))


def filters_of(store: Store) -> dict[str, list[list[str]]]:
    """The filters that the lists of this database had last, by entity."""
    try:
        found = json.loads(store.meta(FILTERS) or "{}")
    except (ValueError, RecursionError):
        return {}
    return {
        entity: [[str(part) for part in item] for item in items if isinstance(item, list)]
        for entity, items in _mapping(found).items()
        if isinstance(items, list)
    }


def keep_filters(store: Store, filters: Mapping[str, list[list[str]]]) -> None:
    """Remember the filters of the lists; they stay on this computer."""
    text = json.dumps({name: items for name, items in filters.items() if items}, ensure_ascii=False)
    if text != (store.meta(FILTERS) or "{}"):
        store.set_meta(FILTERS, text)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
