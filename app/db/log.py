"""The change log: triggers that write it, and the header of each transaction.

The log is the history of each record, what undo inverts, and what will travel to other
computers. The header that is being written lies in the connection (`Recording`), never in a
table: a write without one is refused by the triggers, so no change goes unseen, bulk statements
and other programs included.

A header carries the number of the format in which its digests and its hash are made. Headers keep
the format they were made in; all formats are verified (`operation_digest`, `header_hash`).

- 1: until schema 3. Digests without the operation's number and owner, hashes over all digests.
- 2: digests over number and owner, too, and hashes over blocks of digests: each block of a large
  header can be verified by itself (decision 15).
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from app.db.connection import SCHEMA, Connection
from app.db.recording import FORMAT, Operation, operation_digest, random_text, sha256
from app.db.statements import quoted
from app.entities import ENTITIES, owner_fields

if TYPE_CHECKING:
    from sqlalchemy import MetaData, Table

_COUNTER_BITS = 16

SETUP = "setup"
"""The batch of what the program itself prepared; it is never undone."""
PREFERENCE = "preference"
"""The batch of what a user chose for the lists; undo passes over it."""


def logged_tables(metadata: MetaData) -> list[Table]:
    """The tables whose rows are part of the history."""
    return [table for table in metadata.sorted_tables if not table.info.get("unlogged")]


def logged_columns(table: Table) -> list[str]:
    """The columns of a table that are logged: all but the derived ones."""
    return [column.name for column in table.columns if not column.info.get("derived")]


def trigger_statements(metadata: MetaData) -> Iterable[str]:
    """The DDL that drops and creates the triggers of every logged table."""
    for table in logged_tables(metadata):
        columns = logged_columns(table)
        name = f'"{table.name}"'
        for event in ("insert", "update", "delete"):
            yield f'DROP TRIGGER IF EXISTS "log_{table.name}_{event}"'
        yield _trigger(table.name, "insert", f"INSERT ON {name}", "", _row("NEW", columns), "NEW")
        changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
        listed = ", ".join(f'"{c}"' for c in columns)
        yield _trigger(
            table.name, "update", f"UPDATE OF {listed} ON {name}", changed, _diff(columns), "NEW"
        )
        yield _trigger(table.name, "delete", f"DELETE ON {name}", "", _row("OLD", columns), "OLD")


def _row(side: str, columns: list[str]) -> str:
    return "json_object(" + ", ".join(f"'{c}', {side}.\"{c}\"" for c in columns) + ")"


def _diff(columns: list[str]) -> str:
    # One text after the other: twice as quick as a table of the columns.
    pairs = " || ".join(
        f'CASE WHEN OLD."{c}" IS NOT NEW."{c}" THEN \',"{c}":\' ||'
        f' json_array(OLD."{c}", NEW."{c}") ELSE \'\' END'
        for c in columns
    )
    return f"'{{' || substr({pairs}, 2) || '}}'"


def _trigger(table: str, event: str, on: str, changed: str, data: str, side: str) -> str:
    kind = {"insert": "insert", "update": "set", "delete": "delete"}[event]
    owner = f'{side}."record_id"' if table == "external_id" else _owner(table, side)
    when = "WHEN log_spoken()" + (f" AND ({changed})" if changed else "")
    referred = _referred(table, event)
    return f"""CREATE TRIGGER "log_{table}_{event}" AFTER {on} {when}
BEGIN
  INSERT INTO log_operation (header, table_name, row_id, owner_id, kind, data, n, salt, digest)
  SELECT coalesce(log_header(), RAISE(ABORT, 'a write without a header')),
         '{table}', {side}."id", {owner}, '{kind}',
         log_append('{kind}', '{table}', {side}."id", {owner}, {data}{referred}),
         log_last(0), log_last(1), log_last(2);
END"""


def _owner(table: str, side: str) -> str:
    """The record in whose history a change stands: of a row of a row the record of that one.

    Values of one field stand with their own row, so that its version counts them.
    """
    found = []
    for name in ENTITIES[table].owner.split("|") if table in ENTITIES else ():
        if not name:
            continue
        above = ENTITIES[ENTITIES[table].by_name[name].target]
        if above.owner and table not in _VALUES:
            columns = ", ".join(f'"{column}"' for column in above.owner.split("|"))
            columns = f"coalesce({columns})" if "," in columns else columns
            found.append(f'(SELECT {columns} FROM "{above.name}" WHERE id = {side}."{name}")')
        found.append(f'{side}."{name}"')
    return f'coalesce({", ".join(found)}, {side}."id")' if found else f'{side}."id"'


_VALUES = ("tag_link", "language_link", "country_link")

ANY_RECORD = ("task_link", "document_link", "external_id")
"""The tables whose rows refer to a record of any kind: `entity` and `record_id`."""


def _referred(table: str, event: str) -> str:
    """What a row refers to, as further arguments: tables and ids in turn; of an UPDATE only what
    is new."""
    if event == "delete":
        return ""
    entity = ENTITIES.get(table)
    found = (
        [(f"'{item.target}'", item.name) for item in entity.fields if item.target] if entity else []
    )
    if table in ANY_RECORD:
        found.append(('NEW."entity"', "record_id"))
    if event == "insert":
        return "".join(f', {target}, NEW."{name}"' for target, name in found)
    return "".join(
        f', {target}, CASE WHEN NEW."{name}" IS NOT OLD."{name}" THEN NEW."{name}" END'
        for target, name in found
    )


def install(connection: Connection, metadata: MetaData) -> None:
    """Regenerate all triggers; migrations call it, since rebuilding a table drops its own."""
    for statement in trigger_statements(metadata):
        connection.execute(statement)


def open_header(
    connection: Connection,
    *,
    user_id: str | None,
    label: str,
    batch: str | None,
    undoes: str | None,
) -> str:
    """Begin the header of this transaction and give its id, ``<replica>:<sequence number>``."""
    replica, seq, previous, greatest, is_newest, last = connection.execute(
        "SELECT m.value, h.seq, h.hash, (SELECT max(clock) FROM log_header),"
        " h.rowid = (SELECT max(rowid) FROM log_header), (SELECT max(id) FROM log_operation)"
        " FROM meta m"
        " LEFT JOIN log_header h ON h.replica = m.value"
        " AND h.seq = (SELECT max(seq) FROM log_header WHERE replica = m.value)"
        " WHERE m.id = 'replica'"
    ).fetchone()
    seq, previous = (seq or 0) + 1, previous or ""
    now = int(time.time() * 1000) << _COUNTER_BITS
    clock = max(now, (greatest or 0) + 1)  # hybrid logical clock: never runs backwards
    header = f"{replica}:{seq}"
    # Since this computer wrote the last header of all, nothing came from others.
    vector = None if is_newest else _vector(connection, replica)
    connection.execute(
        "INSERT INTO log_header (id, replica, seq, clock, user_id, schema, format, label, batch,"
        " undoes, vector, previous) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            header,
            replica,
            seq,
            clock,
            user_id,
            SCHEMA,
            FORMAT,
            label,
            batch,
            undoes,
            vector,
            previous,
        ),
    )
    covered = [previous, replica, seq, clock, user_id, SCHEMA, None, batch, undoes, vector]
    connection.recording.begin(header, batch, label, covered, last or 0)
    return header


def _vector(connection: Connection, replica: str) -> str | None:
    """What this computer knows of other replicas, if that changed since its last header."""
    known: dict[str, int] = {}
    found: tuple[str, int] | None = ("\U0010ffff", 0)  # after all names
    while found:
        # From replica to replica along the index: a log has many headers of few replicas.
        found = connection.execute(
            "SELECT replica, seq FROM log_header WHERE replica < ?"
            " ORDER BY replica DESC, seq DESC LIMIT 1",
            (found[0],),
        ).fetchone()
        if found and found[0] != replica:
            known[found[0]] = found[1]
    text = json.dumps(known, sort_keys=True)
    (last,) = connection.execute(
        "SELECT (SELECT vector FROM log_header WHERE replica = ? AND vector IS NOT NULL"
        " ORDER BY seq DESC LIMIT 1)",
        (replica,),
    ).fetchone()
    return None if last == text else text


def is_empty(connection: Connection, header: str) -> bool:
    """Whether a transaction has changed nothing so far."""
    return not _count(connection, header)


def _count(connection: Connection, header: str) -> int:
    """How many operations stand under a header; asked once, when nothing more is written."""
    recording = connection.recording
    if recording.count is None and not recording.is_unsure:
        # Operations are numbered one after the other: the last one says how many came since.
        (last,) = connection.execute("SELECT max(id) FROM log_operation").fetchone()
        if (last or 0) - recording.before == len(recording.operations):
            recording.count = len(recording.operations)
    if recording.count is None or recording.is_unsure:
        (recording.count,) = connection.execute(
            "SELECT count(*) FROM log_operation WHERE header = ?", (header,)
        ).fetchone()
    assert recording.count is not None
    return recording.count


def close_header(connection: Connection, header: str) -> dict[str, set[str]]:
    """Compute the chained hash of a header, and shut the log.

    Rows to which references were made are touched, unless they were written under this header
    anyway. Gives the ids of the rows that were changed, by table.
    """
    recording = connection.recording
    count = _count(connection, header)
    # A part that was rolled back left its operations behind here, not in the log.
    if recording.is_unsure or count != len(recording.operations):
        recording.operations = _numbered(connection, header)
    changed: dict[str, set[str]] = {}
    digests = []
    for table, row_id, digest in recording.operations:
        changed.setdefault(table, set()).add(row_id)
        digests.append(digest)
    digests += _touch(connection, header, len(digests), changed)
    _seal(connection, header, digests)
    recording.end()
    return changed


def _numbered(connection: Connection, header: str) -> list[Operation]:
    """Number the operations of a header as they stand in the log, and compute their digests."""
    found: list[Operation] = []
    made = []
    for n, (key, table, row_id, owner_id, kind, data, salt) in enumerate(
        connection.execute(
            "SELECT id, table_name, row_id, owner_id, kind, data, salt FROM log_operation"
            " WHERE header = ? ORDER BY id",
            (header,),
        ),
        start=1,
    ):
        digest = operation_digest(n, table, row_id, owner_id, kind, data, salt)
        found.append((table, row_id, digest))
        made.append((n, digest, key))
    connection.executemany("UPDATE log_operation SET n = ?, digest = ? WHERE id = ?", made)
    return found


def _touch(
    connection: Connection, header: str, n: int, changed: Mapping[str, set[str]]
) -> list[str]:
    """Touch what was referred to: a deletion that did not know of it does not hold.

    A row that was written under the same header needs no touch. Nor does one of the same large
    action (`services.records.batches`), which travels as a whole: who knows a part of it knows all.
    So an import of people with all that belongs to them touches only what was there before, once.
    """
    digests: list[str] = []
    if not connection.recording.referred:
        return digests
    batch, settled = connection.recording.batch, connection.recording.settled
    if batch and not connection.execute("SELECT 1 FROM batch WHERE id = ?", (batch,)).fetchone():
        batch = None
    for table, row_id in sorted(connection.recording.referred):
        if row_id in changed.get(table, ()) or (batch and (table, row_id) in settled):
            continue
        there = f"SELECT 1 FROM {quoted(table)} WHERE id = ?"
        if not connection.execute(there, (row_id,)).fetchone():
            continue
        if batch:
            settled.add((table, row_id))
            if _is_of_batch(connection, table, row_id, batch):
                continue
        n += 1
        salt = random_text()
        digest = operation_digest(n, table, row_id, row_id, "touch", None, salt)
        connection.execute(
            "INSERT INTO log_operation (header, n, table_name, row_id, owner_id, kind, salt,"
            " digest) VALUES (?, ?, ?, ?, ?, 'touch', ?, ?)",
            (header, n, table, row_id, row_id, salt, digest),
        )
        digests.append(digest)
    return digests


def _is_of_batch(connection: Connection, table: str, row_id: str, batch: str) -> bool:
    """Whether a row was written under an earlier header of a batch."""
    found = connection.execute(
        "SELECT 1 FROM log_operation o JOIN log_header h ON h.id = o.header"
        " WHERE o.row_id = ? AND o.table_name = ? AND h.batch = ? AND o.kind <> 'delete' LIMIT 1",
        (row_id, table, batch),
    )
    return found.fetchone() is not None


def former_owners(connection: Connection, header: str) -> dict[str, set[str]]:
    """The records that lost a row in a transaction, by table: it went, or was given to another.

    To be asked before the header is closed.
    """
    recording = connection.recording
    owned = [name for name in recording.takes if name in ENTITIES and ENTITIES[name].owner]
    if not owned and not recording.is_unsure:
        return {}
    lost: dict[str, set[str]] = {}
    for table, data in connection.execute(
        "SELECT table_name, data FROM log_operation WHERE header = ? AND kind IN ('set', 'delete')"
        " AND data IS NOT NULL",
        (header,),
    ):
        owners = owner_fields(ENTITIES[table]) if table in ENTITIES else {}
        if not any(f'"{column}"' in data for column in owners.values()):
            continue
        values = json.loads(data)
        for owner, column in owners.items():
            before = values.get(column)
            before = before[0] if isinstance(before, list) else before
            if before:
                lost.setdefault(owner, set()).add(before)
    return lost


def _seal(connection: Connection, header: str, digests: Iterable[str]) -> None:
    """Give a header the digest of its label, and its hash."""
    salt = random_text()
    recording = connection.recording
    if recording.header == header and not recording.is_unsure:
        number, label, row = FORMAT, recording.label, list(recording.covered)
    else:
        number, label, *row = connection.execute(
            f"SELECT format, label, {_COVERED} FROM log_header WHERE id = ?", (header,)
        ).fetchone()
    said = label_digest(label, salt)
    row[_LABEL] = said
    connection.execute(
        "UPDATE log_header SET label = ?, salt = ?, label_digest = ?, hash = ? WHERE id = ?",
        (label, salt, said, _hash(number, row, digests), header),
    )


def label_digest(label: str | None, salt: str) -> str:
    """SHA-256 over the salted label, which names a record; it stays when the name is erased."""
    return sha256()(f"{salt}\x1f{label or ''}".encode()).hexdigest()


def seal_labels(connection: Connection) -> None:
    """Chain headers anew whose hash was made over their label itself (schema 2 and earlier).

    A header that was not what its hash says keeps that hash, so that a check still finds it.
    """
    chain: dict[str, tuple[str, str]] = {}  # by replica: the last hash as it was, and as it is
    for header, replica, previous, stored in connection.execute(
        "SELECT id, replica, previous, hash FROM log_header WHERE label_digest IS NULL"
        " ORDER BY replica, seq"
    ).fetchall():
        digests = [
            digest
            for (digest,) in connection.execute(
                "SELECT digest FROM log_operation WHERE header = ? ORDER BY id", (header,)
            ).fetchall()
        ]
        old, new = chain.get(replica, ("", ""))
        sound = previous == old and stored == header_hash(connection, header, digests, "label")
        if sound:
            connection.execute("UPDATE log_header SET previous = ? WHERE id = ?", (new, header))
        _seal(connection, header, digests)
        if not sound:
            connection.execute("UPDATE log_header SET hash = ? WHERE id = ?", (stored, header))
        (made,) = connection.execute(
            "SELECT hash FROM log_header WHERE id = ?", (header,)
        ).fetchone()
        chain[replica] = (stored, made)


BLOCK = 500
"""How many operations one block of a header's hash covers: what travels at once at most."""


def operation_digest_1(table: str, row_id: str, kind: str, data: str | None, salt: str) -> str:
    """The same in format 1."""
    text = "\x1f".join((salt, table, row_id, kind, data or ""))
    return sha256()(text.encode()).hexdigest()


def blocks(digests: Iterable[str]) -> list[str]:
    """SHA-256 over each `BLOCK` of digests."""
    left = iter(digests)
    found = []
    while block := list(islice(left, BLOCK)):
        found.append(sha256()("\n".join(block).encode()).hexdigest())
    return found


def header_hash(
    connection: Connection, header: str, digests: Iterable[str], label: str = "label_digest"
) -> str:
    """The hash of a header over the previous header's hash and its operations' digests.

    It is made in the header's format. `label` is the column that stands for the label.
    """
    number, *row = connection.execute(
        f"SELECT format, {_COVERED.replace('label_digest', label)} FROM log_header WHERE id = ?",
        (header,),
    ).fetchone()
    return _hash(number, row, digests)


_COVERED = "previous, replica, seq, clock, user_id, schema, label_digest, batch, undoes, vector"
_LABEL = 6  # the place of the label's digest among them


def _hash(number: int | None, row: Iterable[object], digests: Iterable[str]) -> str:
    if (number or 1) == 1:
        covered = [*row, *digests]
    else:
        known = list(digests)
        covered = [number, *row, len(known), *blocks(known)]
    return sha256()(_JSON.encode(covered).encode()).hexdigest()


_JSON = json.JSONEncoder(ensure_ascii=False)
