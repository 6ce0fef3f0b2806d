"""Which records there are, whatever their kind: the table `record_kind`.

A link to a record of any kind (of a task, of a document) cannot refer to seven tables at once; it
refers to this one, so that the database itself sees a link to what is gone. Triggers keep it in
step with the tables of records. It follows from them and is never logged.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.db.connection import Connection
from app.entities import RECORDS


def install(connection: Connection) -> None:
    """Make the triggers anew (rebuilding a table drops its own) and take in what is there."""
    for statement in _statements():
        connection.execute(statement)
    fill(connection)


def fill(connection: Connection) -> None:
    """List all records, and nothing else."""
    connection.execute("DELETE FROM record_kind")
    for entity in RECORDS:
        connection.execute(
            f'INSERT INTO record_kind (id, entity) SELECT id, ? FROM "{entity.name}"',
            (entity.name,),
        )


def _statements() -> Iterator[str]:
    for entity in RECORDS:
        name = entity.name
        for event in ("insert", "delete"):
            yield f'DROP TRIGGER IF EXISTS "kind_{name}_{event}"'
        yield (
            f'CREATE TRIGGER "kind_{name}_insert" AFTER INSERT ON "{name}" BEGIN'
            f" INSERT INTO record_kind (id, entity) VALUES (NEW.id, '{name}'); END"
        )
        yield (
            f'CREATE TRIGGER "kind_{name}_delete" AFTER DELETE ON "{name}" BEGIN'
            f" DELETE FROM record_kind WHERE id = OLD.id AND entity = '{name}'; END"
        )
