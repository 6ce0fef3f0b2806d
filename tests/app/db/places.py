"""What must hold of the search index, whatever was done."""

from __future__ import annotations

from app.db import search_index
from app.db.store import Store
from app.entities import RECORDS


def found(store: Store, entity: str, text: str, scope: str = "all") -> list[str]:
    """The records that a text finds, in the order of their places."""
    low, high = search_index.span(entity, scope)
    with store.reading() as connection:
        return [
            key
            for (key,) in connection.execute(
                "SELECT p.record_id FROM search s CROSS JOIN search_place p ON p.id = s.rowid"
                " WHERE search MATCH ? AND s.rowid BETWEEN ? AND ? ORDER BY s.rowid",
                (search_index.expression(text), low, high),
            )
        ]


def assert_places(store: Store) -> None:
    """Every record has one place, in the order of its list, and one row of texts there."""
    with store.reading() as connection:
        for entity in RECORDS:
            for scope, archived in (("current", "NULL"), ("archive", "NOT NULL")):
                within = search_index.span(entity.name, scope)
                listed = connection.execute(
                    f'SELECT id FROM "{entity.name}" WHERE archived_on IS {archived}'
                    " ORDER BY sort_key, id"
                ).fetchall()
                placed = connection.execute(
                    "SELECT record_id FROM search_place WHERE id BETWEEN ? AND ? ORDER BY id",
                    within,
                ).fetchall()
                assert placed == listed, (entity.name, scope)
        indexed = connection.execute("SELECT rowid FROM search ORDER BY rowid").fetchall()
        places = connection.execute("SELECT id FROM search_place ORDER BY id").fetchall()
        assert indexed == places
