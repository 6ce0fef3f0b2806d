"""Turning the operations of an action round: what undo, redo and the take-back of a batch do.

The operations are gathered by the record that they belong to, so that each record is turned round
within one transaction: its rows go together, or stay together. Of each row only the whole is looked
at: what was inserted goes, what was deleted comes back, what was set gets its old values.

What somebody made of it since is never overwritten (`Kept`): a row that was changed later, or to
which another one refers, stays, and so does the record that it belongs to, if the action made it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from app.db import contents, sets
from app.db.connection import Connection
from app.entities import ENTITIES, owner_fields
from app.errors import UserError
from app.i18n import N_

CHANGED = N_("It has been changed since.")
USED = N_("Something else refers to it.")
RETURNED = N_("It is there again.")
GONE = N_("It has been deleted since.")
TARGET_GONE = N_("What it refers to has been deleted since.")

PART = 500
"""Operations of one transaction at most (see the design of the hubs: caps)."""

Key = tuple[str, str]
"""A table and the id of a row."""


class Kept(NamedTuple):
    """What stays as it is: a record (or a row that belongs to none), and the message id of why.

    `by_entity` and `by_id` name the record that refers to it, where that is the reason.
    """

    entity: str
    record_id: str
    reason: str
    by_entity: str = ""
    by_id: str = ""


class _Operation(NamedTuple):
    number: int
    owner: str
    kind: str
    data: str | None


@dataclass(slots=True)
class _Row:
    """What becomes of one row: it goes, comes with `comes`, or gets old values back; or both:
    what was deleted and made anew is replaced by what it was.

    `last` is the action's last operation on it, `count` how many there are.
    """

    key: Key
    owner: str
    last: int
    count: int
    goes: bool = False
    comes: dict[str, Any] | None = None
    pairs: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # old and new by column
    texts: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Tags and languages as the history of an earlier version says them: old and new."""

    @property
    def size(self) -> int:
        """How many operations it becomes at most: what it refers to is touched, too."""
        values = self.comes or {name: old for name, (old, _) in self.pairs.items()}
        return 1 + (self.goes and self.comes is not None) + len(list(_targets(self.key[0], values)))


Group = tuple[str, ...]
"""The records (mostly one) that are turned round together: ids of owners."""


class Plan:
    """What there is to turn round of an action, without what `into` has turned round already.

    `key` is a batch or the id of a single transaction, `into` the batch that turns it round.
    `done` of `total` operations are behind us.
    """

    def __init__(self, connection: Connection, key: str, into: str | None = None) -> None:
        self._headers = json.dumps(_headers(connection, key))
        self.total = 0
        self._sizes: dict[str, int] = {}  # operations by owner
        groups = self._grouped(connection)
        self._group_of = {owner: group for group in groups for owner in group}
        # In the order in which they are turned round; with rows, where these were read already.
        self._left: dict[Group, list[_Row]] = {group: [] for group in groups}
        self._done = {
            row_id
            for (row_id,) in connection.execute(
                "SELECT row_id FROM log_operation WHERE header IN"
                " (SELECT id FROM log_header WHERE batch = ?)",
                (into or "",),
            )
        }
        self.done = min(self.total, len(self._done))

    @property
    def is_going_on(self) -> bool:
        """Whether there is something left to turn round."""
        return bool(self._left)

    def take(self, connection: Connection) -> list[_Row]:
        """The rows of the next transaction, within which this is to be called; none at the end.

        They are those of whole groups: what is more than a part is given back.
        """
        rows: list[_Row] = []
        room = PART
        for group in list(self._left):
            size = sum(self._sizes[owner] for owner in group)
            if rows and size > room:
                break
            found = self._rows(connection, group)
            rows += found
            room -= size
            if room <= 0:
                break
        return rows

    def give_back(self, rows: Sequence[_Row]) -> None:
        """Rows for which there was no room; they come first next time."""
        again: dict[Group, list[_Row]] = defaultdict(list)
        for row in rows:
            again[self._group_of[row.owner]].append(row)
        self._left = {**again, **self._left}

    def _grouped(self, connection: Connection) -> list[Group]:
        """The groups in the order in which they are turned round: the last begun first."""
        listed = self._headers
        inside = (
            "header IN (SELECT value FROM json_each(?)) AND kind IN ('insert', 'set', 'delete')"
        )
        first: dict[str, int] = {}
        for owner, number, count in connection.execute(
            f"SELECT owner_id, min(id), count(*) FROM log_operation WHERE {inside}"
            " GROUP BY owner_id",
            (listed,),
        ):
            first[owner] = number
            self._sizes[owner] = count
            self.total += count
        # A row that went from one record to another ties both.
        tied: dict[str, str] = {}

        def root(owner: str) -> str:
            while tied.get(owner, owner) != owner:
                owner = tied[owner]
            return owner

        for one, other in connection.execute(
            f"SELECT min(owner_id), max(owner_id) FROM log_operation WHERE {inside} AND row_id IN"
            f" (SELECT row_id FROM log_operation WHERE {inside} AND kind = 'set')"
            " GROUP BY table_name, row_id HAVING min(owner_id) <> max(owner_id)",
            (listed, listed),
        ).fetchall():
            tied[root(one)] = root(other)
        members: dict[str, list[str]] = defaultdict(list)
        for owner in first:
            members[root(owner)].append(owner)
        return sorted(
            (tuple(owners) for owners in members.values()),
            key=lambda group: -min(first[owner] for owner in group),
        )

    def rows_with(self, connection: Connection, key: Key) -> list[_Row]:
        """The rows of the group to which a row belongs, if it is still to be turned round."""
        for (owner,) in connection.execute(
            "SELECT DISTINCT owner_id FROM log_operation WHERE table_name = ? AND row_id = ?"
            " AND +header IN (SELECT value FROM json_each(?))",
            (*key, self._headers),
        ).fetchall():
            group = self._group_of.get(owner, ())
            if group in self._left:
                return self._rows(connection, group)
        return []

    def _rows(self, connection: Connection, group: Group) -> list[_Row]:
        """The rows of a group, what was written last first."""
        if known := self._left.pop(group):
            return known
        found: dict[Key, list[_Operation]] = defaultdict(list)
        for number, table, row_id, owner, kind, data in connection.execute(
            "SELECT id, table_name, row_id, owner_id, kind,"
            # What was inserted goes: nobody reads what it was.
            " CASE kind WHEN 'insert' THEN NULL ELSE data END"
            # By owner: one header may hold everything.
            " FROM log_operation WHERE owner_id IN (SELECT value FROM json_each(?))"
            " AND +header IN (SELECT value FROM json_each(?))"
            " AND kind IN ('insert', 'set', 'delete') AND data IS NOT NULL AND data <> '{}'"
            " ORDER BY id DESC",
            (json.dumps(group), self._headers),
        ):
            if row_id not in self._done:
                found[table, row_id].append(_Operation(number, owner, kind, data))
        return [_whole(key, done) for key, done in found.items()]


def _headers(connection: Connection, key: str) -> list[str]:
    return [
        header
        for (header,) in connection.execute(
            "SELECT id FROM log_header WHERE batch = :key OR (id = :key AND batch IS NULL)",
            {"key": key},
        )
    ]


def _whole(key: Key, operations: Sequence[_Operation]) -> _Row:
    """What turns the operations of one row (the last one first) round together."""
    row = _turned(key, operations)
    for stored in sets.sets_of(key[0]):
        if pair := row.pairs.pop(stored.field, None):
            row.texts[stored.field] = pair
        elif row.comes is not None and (text := row.comes.pop(stored.field, None)):
            row.texts[stored.field] = (text, None)
    return row


def _turned(key: Key, operations: Sequence[_Operation]) -> _Row:
    oldest, newest = operations[-1], operations[0]
    row = _Row(key, newest.owner, newest.number, len(operations))
    is_there = newest.kind != "delete"
    if oldest.kind == "insert":
        row.goes = is_there
        return row
    for operation in operations:
        stored = json.loads(operation.data or "{}")
        if operation.kind == "insert":
            row.comes, row.pairs = None, {}
        elif operation.kind == "delete":
            row.comes, row.goes = dict(stored), is_there
        elif row.comes is not None:
            row.comes |= {name: pair[0] for name, pair in stored.items()}
        else:
            for name, (old, new) in stored.items():
                row.pairs[name] = (old, row.pairs[name][1] if name in row.pairs else new)
    return row


# --- what can be turned round ---------------------------------------------------------------------


class _Reference(NamedTuple):
    target: Key
    by: Key
    column: str


class Part:
    """The rows that one transaction turns round; `kept` says afterwards what stays, and why."""

    def __init__(self, connection: Connection, plan: Plan, rows: list[_Row]) -> None:
        self._connection = connection
        self._plan = plan
        self._rows = {row.key: row for row in rows}
        self._stays: dict[Key, Kept] = {}
        while self._decide():
            pass  # rows came along, without which these cannot be turned round

    @property
    def kept(self) -> list[Kept]:
        """What stays: each record once."""
        return list({(item.entity, item.record_id): item for item in self._stays.values()}.values())

    def write(self, most: int | None = PART) -> None:
        """Turn round what can be: `most` operations, the rest is left to the next transaction."""
        rows: list[_Row] = []
        rest: list[_Row] = []
        room = most
        for row in self._rows.values():
            if row.key in self._stays:
                continue
            if room is not None:
                room -= row.size
            (rest if room is not None and room < 0 and rows else rows).append(row)
        going: dict[str, list[str]] = defaultdict(list)
        coming: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows:
            table, row_id = row.key
            if row.goes:
                going[table].append(row_id)
            if row.comes is not None:
                coming[table, tuple(row.comes)].append(tuple(row.comes.values()))
        execute = self._connection.execute
        for table, ids in going.items():
            execute(
                f'DELETE FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
                (json.dumps(ids),),
            )
        for (table, columns), values in coming.items():
            listed = ", ".join(f'"{name}"' for name in columns)
            marks = ", ".join("?" * len(columns))
            self._connection.executemany(
                f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', values
            )
        for row in rows:
            if row.pairs and not row.goes and row.comes is None:
                table, row_id = row.key
                assignments = ", ".join(f'"{name}" = ?' for name in row.pairs)
                old = [pair[0] for pair in row.pairs.values()]
                execute(f'UPDATE "{table}" SET {assignments} WHERE id = ?', (*old, row_id))
            for stored in sets.sets_of(row.key[0]):
                if pair := row.texts.get(stored.field):
                    now = sets.text(self._connection, stored, row.key[1])
                    wanted = sets.merged(now, pair[1], pair[0])
                    sets.write(self._connection, stored, row.key[1], wanted)
        self._plan.give_back(rest)
        self._plan.done += sum(row.count for row in self._rows.values())
        self._plan.done -= sum(row.count for row in rest)

    # Deciding

    def _decide(self) -> bool:
        """Find what stays; whether rows had to be taken along, so that all begins anew."""
        self._stays = {}
        self._there = self._which_exist(self._rows)
        self._look_at_later_changes()
        self._look_at_values()
        references = self._references()
        found = True
        while found:
            found = self._keep_whole_records()
            for reference in references:
                if self._is_in_the_way(reference):
                    if self._take_along(reference.by):
                        return True
                    if reference.target[0] == "tag":  # a word that others use, too, just stays
                        self._rows[reference.target].goes = False
                        continue
                    self._keep(reference.target, USED, reference.by)
                    found = True
            for key, target in self._missing_targets():
                if self._take_along(target):
                    return True
                self._keep(key, TARGET_GONE)
                found = True
        return False

    def _going(self, key: Key) -> bool:
        row = self._rows.get(key)
        return bool(row and row.goes and key not in self._stays)

    def _coming(self, key: Key) -> bool:
        row = self._rows.get(key)
        return bool(row and row.comes is not None and key not in self._stays)

    def _keep(self, key: Key, reason: str, by: Key | None = None) -> None:
        entity, record_id = record_of(self._connection, key)
        user = record_of(self._connection, by) if by else ("", "")
        self._stays[key] = Kept(entity, record_id, reason, *user)

    def _which_exist(self, keys: Iterable[Key]) -> set[Key]:
        by_table: dict[str, list[str]] = defaultdict(list)
        for table, row_id in keys:
            by_table[table].append(row_id)
        return {
            (table, row_id)
            for table, ids in by_table.items()
            for (row_id,) in self._connection.execute(
                f'SELECT id FROM "{table}" WHERE id IN (SELECT value FROM json_each(?))',
                (json.dumps(ids),),
            )
        }

    def _look_at_later_changes(self) -> None:
        """Rows that are to go: those gone already need nothing, those changed since stay."""
        wanted = {row.key[1]: row for row in self._rows.values() if row.goes}
        for row in wanted.values():
            if row.key not in self._there:
                row.goes = False
        later = self._connection.execute(
            "SELECT value, (SELECT max(id) FROM log_operation WHERE row_id = value)"
            " FROM json_each(?)",
            (json.dumps([key for key, row in wanted.items() if row.goes]),),
        ).fetchall()
        for row_id, number in later:
            row = wanted[row_id]
            if number > row.last and _is_changed(self._connection, row):
                self._keep(row.key, CHANGED)

    def _look_at_values(self) -> None:
        """Values that are to come back: not over what somebody wrote since."""
        for row in self._rows.values():
            if row.comes is not None:
                if row.key in self._there and not row.goes:
                    self._look_at_one_that_is_back(row)
                    continue
                self._require_contents(row, row.comes)
            elif row.pairs:
                if row.key not in self._there:
                    self._keep(row.key, GONE)
                    continue
                now = _values(self._connection, row.key, row.pairs)
                # What has its old value again needs nothing.
                changed = {n: pair for n, pair in row.pairs.items() if now[n] != pair[0]}
                row.pairs = changed
                if any(now[name] != new for name, (_, new) in changed.items()):
                    self._keep(row.key, CHANGED)
                    continue
                self._require_contents(row, {name: old for name, (old, _) in changed.items()})

    def _look_at_one_that_is_back(self, row: _Row) -> None:
        assert row.comes is not None
        if _values(self._connection, row.key, row.comes) != row.comes:
            self._keep(row.key, RETURNED)
        row.comes = None

    def _require_contents(self, row: _Row, values: Mapping[str, Any]) -> None:
        try:
            contents.require(self._connection, row.key[0], values)
        except UserError as error:
            self._keep(row.key, error.message)

    def _references(self) -> list[_Reference]:
        """Who refers to rows that are to go."""
        by_table: dict[str, list[str]] = defaultdict(list)
        for row in self._rows.values():
            if row.goes and row.comes is None:
                by_table[row.key[0]].append(row.key[1])
        found = []
        for table, ids in by_table.items():
            listed = json.dumps(ids)
            for other, column in _referring(table):
                found += [
                    _Reference((table, target), (other, key), column)
                    for key, target in self._connection.execute(
                        f'SELECT id, "{column}" FROM "{other}"'
                        f' WHERE "{column}" IN (SELECT value FROM json_each(?))',
                        (listed,),
                    )
                ]
        return found

    def _is_in_the_way(self, reference: _Reference) -> bool:
        """Whether a reference keeps a row from going."""
        if not self._going(reference.target) or self._going(reference.by):
            return False
        by = self._rows.get(reference.by)
        # Here the reference itself is taken back.
        return not (by and reference.by not in self._stays and reference.column in by.pairs)

    def _missing_targets(self) -> Iterator[tuple[Key, Key]]:
        """Rows that would refer to a row that is not there, and that row."""
        wanted: dict[Key, list[Key]] = defaultdict(list)
        for row in self._rows.values():
            if row.key in self._stays:
                continue
            values = row.comes or {name: old for name, (old, _) in row.pairs.items()}
            for target in _targets(row.key[0], values):
                wanted[target].append(row.key)
        there = self._which_exist(wanted)
        for target_key, keys in wanted.items():
            if self._coming(target_key) or (target_key in there and not self._going(target_key)):
                continue
            for key in keys:
                yield key, target_key

    def _keep_whole_records(self) -> bool:
        """What the action made stays or goes as a whole, with what belongs to it."""
        owners: dict[str, Kept] = {}
        for key, kept in self._stays.items():
            owner = self._rows[key].owner if key in self._rows else ""
            owners.setdefault(owner, kept)
        found = False
        for row in self._rows.values():
            kept_owner = owners.get(row.owner)
            if (
                kept_owner
                and row.key not in self._stays
                and row.goes
                and self._is_made(row.owner, kept_owner.entity)
            ):
                self._stays[row.key] = kept_owner
                found = True
        return found

    def _is_made(self, owner: str, entity: str) -> bool:
        """Whether the action made the record itself."""
        row = self._rows.get((entity, owner))
        return bool(row and row.goes)

    def _take_along(self, key: Key) -> bool:
        """Add the record of a row that is still to be turned round; False if there is none."""
        rows = self._plan.rows_with(self._connection, key)
        # They come first: what refers to a row goes before it, what is referred to comes before.
        self._rows = {row.key: row for row in rows} | self._rows
        return bool(rows)


def _is_changed(connection: Connection, row: _Row) -> bool:
    """Whether a row says something else than the action left; what was taken back does not."""
    before: dict[str, Any] = {}
    now: dict[str, Any] = {}
    gone: dict[str, Any] | None = None
    for kind, data in connection.execute(
        "SELECT kind, data FROM log_operation WHERE table_name = ? AND row_id = ? AND id > ?"
        " ORDER BY id",
        (*row.key, row.last),
    ):
        if kind not in ("insert", "set", "delete"):
            continue  # an erasure changed the history of the row in the same way
        stored = json.loads(data or "{}")
        if kind == "set":
            for name, (old, new) in stored.items():
                before.setdefault(name, old)
                now[name] = new
        elif kind == "delete":
            gone = stored
        else:
            for name, value in stored.items():
                if gone is not None and gone.get(name) != value:
                    before.setdefault(name, gone.get(name))
                    now[name] = value
    return before != now


def _values(connection: Connection, key: Key, columns: Iterable[str]) -> dict[str, Any]:
    names = list(columns)
    listed = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(f'SELECT {listed} FROM "{key[0]}" WHERE id = ?', (key[1],))
    return dict(zip(names, found.fetchone(), strict=True))


@cache
def _referring(table: str) -> tuple[tuple[str, str], ...]:
    """Which columns refer to rows of a table."""
    found = [
        (entity.name, item.name)
        for entity in ENTITIES.values()
        for item in entity.fields
        if item.target == table
    ]
    if table in ENTITIES:
        found += [(name, "record_id") for name in (*LINKS_TO_ANY, "external_id")]
        found.append(("setting", "value"))
    return tuple(found)


def _targets(table: str, values: Mapping[str, Any]) -> Iterator[Key]:
    """The rows to which the values of a row refer."""
    for name, target in _target_columns(table):
        if values.get(name) is not None:
            yield target, str(values[name])
    if table in LINKS_TO_ANY and values.get("record_id") is not None and values.get("entity"):
        yield str(values["entity"]), str(values["record_id"])


LINKS_TO_ANY = ("task_link", "document_link")


@cache
def _target_columns(table: str) -> tuple[tuple[str, str], ...]:
    entity = ENTITIES.get(table)
    found = entity.fields if entity else ()
    return tuple((item.name, item.target) for item in found if item.target)


def record_of(connection: Connection, key: Key) -> Key:
    """The record that a row belongs to; the row itself if it belongs to none."""
    table, row_id = key
    if table == "external_id":
        found = connection.execute(
            "SELECT entity, record_id FROM external_id WHERE id = ?", (row_id,)
        ).fetchone()
        return (found[0], found[1]) if found else key
    if table in ENTITIES:
        for owner, column in owner_fields(ENTITIES[table]).items():
            found = connection.execute(
                f'SELECT "{column}" FROM "{table}" WHERE id = ?', (row_id,)
            ).fetchone()
            if found and found[0]:
                return owner, str(found[0])
    return key
