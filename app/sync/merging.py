"""The merge: from the entries about a row its state, the same on every computer that has them.

By causality, not by clock. For each field the writes are kept that no other write knew of; what
is left are several only where people did not know of each other. Shown is then the one with the
greatest clock, and of equal clocks that of the greatest replica; the others are a conflict until
somebody writes the field again, knowing them. A row lives as long as it has an edit or a touch
that no deletion knew of. An erasure is final: a row that was erased never comes back, and of an
erased field no value that did not know of the erasure.

The state is a function of the set of entries: in which order they came does not matter, nor
whether one came twice. A replay of the log is this function (`check`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.sync.entries import Operation


class Write(NamedTuple):
    """A value that an operation gave to a field."""

    value: Any
    by: Operation


@dataclass(frozen=True, slots=True)
class State:
    """What a row is: whether it lives, its fields, and the conflicts among them.

    `conflicts` gives for a field all values that no other write knew of, the one shown first.
    Fields that nothing wrote are missing. A row that is `erased` does not live and has no fields.
    """

    lives: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)
    conflicts: Mapping[str, tuple[Write, ...]] = field(default_factory=dict)
    erased: bool = False


def merge(operations: Iterable[Operation]) -> State:
    """The state of a row, of all that the log knows of it."""
    streams: dict[str, list[Operation]] = {}
    for operation in operations:
        streams.setdefault(operation.header.replica, []).append(operation)
    for stream in streams.values():
        stream.sort(key=_place)
        if any(item.kind == "erase" and item.data is None for item in stream):
            return State(erased=True)
    if len(streams) <= 1:
        return _of_one(next(iter(streams.values()), []))
    return _of_several(list(streams.values()))


def _place(operation: Operation) -> tuple[int, int]:
    return operation.header.seq, operation.n


def _of_one(stream: list[Operation]) -> State:
    """Within one stream each operation knew all before it."""
    lives = False
    fields: dict[str, Any] = {}
    for operation in stream:
        if operation.kind == "delete":
            lives = False
            continue
        lives = lives or operation.kind != "erase"
        fields.update(_written(operation))
    return State(lives, fields)


def _written(operation: Operation) -> Mapping[str, Any]:
    """The values that an operation gave to fields."""
    data = operation.data or {}
    if operation.kind == "insert":
        return data
    if operation.kind == "set":
        return {name: new for name, (_, new) in data.items()}
    # Until schema 3 an erasure named columns and no values; a later one says them.
    if operation.kind == "erase" and isinstance(data, Mapping):
        found: Mapping[str, Any] = data.get("values", {})
        return found
    return {}


def _of_several(streams: list[list[Operation]]) -> State:
    # Of each stream only the last operation of a kind counts: it knew those before it.
    edits: list[Operation] = []
    deletions: list[Operation] = []
    writes: dict[str, list[Write]] = {}
    erasures: dict[str, list[Write]] = {}
    for stream in streams:
        edit = deletion = None
        written: dict[str, Write] = {}
        erased: dict[str, Write] = {}
        for operation in stream:
            if operation.kind == "delete":
                deletion = operation
                continue
            if operation.kind != "erase":
                edit = operation
            into = erased if operation.kind == "erase" else written
            for name, value in _written(operation).items():
                into[name] = Write(value, operation)
        edits += [edit] if edit else []
        deletions += [deletion] if deletion else []
        for found, all_of_them in ((written, writes), (erased, erasures)):
            for name, write in found.items():
                all_of_them.setdefault(name, []).append(write)
    lives = any(not any(gone.covers(edit) for gone in deletions) for edit in edits)
    fields: dict[str, Any] = {}
    conflicts: dict[str, tuple[Write, ...]] = {}
    for name in {**writes, **erasures}:
        left = _kept(writes.get(name, []), erasures.get(name, []))
        fields[name] = left[0].value
        others = tuple(write for write in left if write.by.kind != "erase")
        if any(write.value != others[0].value for write in others):
            conflicts[name] = others
    return State(lives, fields, conflicts)


def _kept(writes: list[Write], erasures: list[Write]) -> list[Write]:
    """The writes of a field that no other one knew of, the one that is shown first.

    What did not know of an erasure does not count at all.
    """
    valid = [write for write in writes if all(write.by.covers(erasure.by) for erasure in erasures)]
    valid += erasures
    left = [write for write in valid if not any(other.by.covers(write.by) for other in valid)]
    left.sort(key=lambda write: (write.by.header.stamp, write.by.n), reverse=True)
    return left
