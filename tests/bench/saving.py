"""A save against the same rows written by hand: one transaction with the raw driver.

By hand means: no triggers, no checks, no reading but of the last header, to which the next one is
chained. Row with its derived columns, operation with its digest, header with its hash, and the row
of the search index are the same; `same_rows` compares them.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from app.db import derived, log
from app.db.connection import SCHEMA, Connection, open_raw
from app.db.recording import FORMAT, operation_digest
from app.entities import ENTITIES
from app.rules.folding import fold

_HEADER = (
    "INSERT INTO log_header (id, replica, seq, clock, user_id, schema, format, label, salt,"
    " label_digest, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_OPERATION = (
    "INSERT INTO log_operation (header, n, table_name, row_id, owner_id, kind, data, salt, digest)"
    " VALUES (?, 1, 'person', ?, ?, 'set', ?, ?, ?)"
)
_PERSON = (
    "UPDATE person SET note = ?, sort_key = ?, search_text = ?, full_name = ?, tags = ?,"
    " other_languages = ? WHERE id = ?"
)


class ByHand:
    """Writes the note of people into a database of its own, whose log triggers are gone."""

    def __init__(self, path: Path, key: bytes, people: Iterable[str]) -> None:
        self.connection = connection = open_raw(path, key)
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log_%'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        (self._replica,) = connection.execute(
            "SELECT value FROM meta WHERE id = 'replica'"
        ).fetchone()
        (self._user,) = connection.execute("SELECT value FROM meta WHERE id = 'user'").fetchone()
        self._people = {key: self._known(key) for key in people}

    def _known(self, key: str) -> dict[str, Any]:
        """What a person who writes by hand has before their eyes."""
        known: dict[str, Any] = {}
        person = ENTITIES["person"]
        row = derived._fetch(self.connection, person, key)
        assert row
        found = derived.compute(self.connection, person, key)
        assert found
        known["values"] = found.values
        known["note"] = row["note"]
        known["rest"] = found.indexed.rest
        known["name"] = found.indexed.name
        (known["place"],) = self.connection.execute(
            "SELECT id FROM search_place WHERE record_id = ?", (key,)
        ).fetchone()
        return known

    def save(self, key: str, note: str) -> None:
        """The rows of one save."""
        known, execute = self._people[key], self.connection.execute
        values, replica = known["values"], self._replica
        execute("BEGIN IMMEDIATE")
        seq, previous, last = execute(
            "SELECT seq, hash, clock FROM log_header WHERE replica = ? ORDER BY seq DESC LIMIT 1",
            (replica,),
        ).fetchone()
        rest = f"{known['rest']} {fold(note)}".strip()
        execute(
            _PERSON,
            (note, values["sort_key"], f"{known['name']}\n{rest}", values["full_name"],
             values["tags"], values["other_languages"], key),
        )  # fmt: skip
        header = f"{replica}:{seq + 1}"
        data = json.dumps({"note": [known["note"], note]}, ensure_ascii=False)
        salt, salt_of_label = secrets.token_hex(16), secrets.token_hex(16)
        digest = operation_digest(1, "person", key, key, "set", data, salt)
        execute(_OPERATION, (header, key, key, data, salt, digest))
        label = f"Edited: {{title}}\n{values['full_name']}"
        clock = max(int(time.time() * 1000) << 16, last + 1)
        said = log.label_digest(label, salt_of_label)
        row = [previous, replica, seq + 1, clock, self._user, SCHEMA, said, None, None, None]
        covered = [FORMAT, *row, 1, *log.blocks([digest])]
        made = hashlib.sha256(json.dumps(covered, ensure_ascii=False).encode()).hexdigest()
        execute(
            _HEADER,
            (header, replica, seq + 1, clock, self._user, SCHEMA, FORMAT, label, salt_of_label,
             said, previous, made),
        )  # fmt: skip
        execute("DELETE FROM search WHERE rowid = ?", (known["place"],))
        execute(
            "INSERT INTO search (rowid, name, rest) VALUES (?, ?, ?)",
            (known["place"], known["name"], rest),
        )
        execute("COMMIT")
        known["note"] = note


def same_rows(ours: Connection, by_hand: Connection, key: str) -> None:
    """Assert that both have written the same last save, and that its hash is right."""
    found = []
    for connection in (ours, by_hand):
        cursor = connection.execute(
            "SELECT p.*, o.n, o.table_name, o.owner_id, o.kind, json(o.data), h.label, h.schema,"
            " h.format, h.batch, h.undoes, h.vector, length(h.hash), length(o.digest)"
            " FROM log_operation o JOIN log_header h ON h.id = o.header"
            " JOIN person p ON p.id = o.row_id ORDER BY o.id DESC LIMIT 1"
        )
        row = list(cursor.fetchone())
        names = [column[0] for column in cursor.description]
        text = names.index("search_text")
        row[text] = sorted(row[text].split())
        found.append(row)
        header, made, digest = connection.execute(
            "SELECT h.id, h.hash, o.digest FROM log_operation o JOIN log_header h"
            " ON h.id = o.header ORDER BY o.id DESC LIMIT 1"
        ).fetchone()
        assert made == log.header_hash(connection, header, [digest])
    assert key in found[0]
    assert found[0] == found[1]
