"""The merge against an oracle that looks at all entries and at who really knew what."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sync.entries import Header, Operation
from app.sync.merging import State, merge

FIELDS = ("a", "b", "c")
Key = tuple[str, int, int]


@dataclass
class Entry:
    """An operation with everything that its computer had seen, itself not among it."""

    key: Key
    clock: int
    kind: str
    data: dict[str, Any] | None
    seen: frozenset[Key]

    @property
    def stamp(self) -> tuple[int, str, int, int]:
        replica, seq, n = self.key
        return self.clock, replica, seq, n

    @property
    def writes(self) -> dict[str, Any]:
        data = self.data or {}
        if self.kind == "set":
            return {name: pair[1] for name, pair in data.items()}
        if self.kind == "erase":
            return data.get("values", {})
        return data if self.kind == "insert" else {}


@dataclass
class World:
    """Computers that write about one row and hear of each other now and then."""

    entries: dict[Key, Entry] = field(default_factory=dict)
    seen: dict[str, set[Key]] = field(default_factory=dict)

    def write(self, replica: str, clock: int, parts: list[tuple[str, dict | None]]) -> None:
        known = self.seen.setdefault(replica, set())
        seq = max((key[1] for key in known if key[0] == replica), default=0) + 1
        for n, (kind, data) in enumerate(parts, start=1):
            key = replica, seq, n
            self.entries[key] = Entry(key, clock, kind, data, frozenset(known))
            known.add(key)

    def pull(self, replica: str, other: str) -> None:
        self.seen.setdefault(replica, set()).update(self.seen.get(other, set()))

    def of(self, replica: str) -> list[Entry]:
        return [self.entries[key] for key in self.seen.get(replica, set())]


def as_operation(entry: Entry) -> Operation:
    replica, seq, n = entry.key
    known: dict[str, int] = {}
    for other, number, _ in entry.seen:
        if other != replica:
            known[other] = max(known.get(other, 0), number)
    return Operation(Header(replica, seq, entry.clock, known), n, entry.kind, entry.data)


def oracle(entries: list[Entry]) -> tuple[bool, bool, dict[str, Any], dict[str, set[Any]]]:
    """Erased, alive, the fields, and for a field in conflict all its values."""
    if any(entry.kind == "erase" and entry.data is None for entry in entries):
        return True, False, {}, {}
    deletions = [entry for entry in entries if entry.kind == "delete"]
    lives = any(
        entry.kind in ("insert", "set", "touch")
        and not any(entry.key in deletion.seen for deletion in deletions)
        for entry in entries
    )
    fields, conflicts = {}, {}
    for name in {name for entry in entries for name in entry.writes}:
        writes = [entry for entry in entries if name in entry.writes]
        erasures = [entry for entry in writes if entry.kind == "erase"]
        counted = [
            entry
            for entry in writes
            if entry.kind == "erase" or all(erasure.key in entry.seen for erasure in erasures)
        ]
        left = [entry for entry in counted if not any(entry.key in other.seen for other in counted)]
        fields[name] = max(left, key=lambda entry: entry.stamp).writes[name]
        values = {entry.writes[name] for entry in left if entry.kind != "erase"}
        if len(values) > 1:
            conflicts[name] = values
    return False, lives, fields, conflicts


def told(state: State) -> tuple[bool, bool, dict[str, Any], dict[str, set[Any]]]:
    conflicts = {
        name: {write.value for write in writes} for name, writes in state.conflicts.items()
    }
    return state.erased, state.lives, dict(state.fields), conflicts


VALUE = st.integers(0, 4)
ROW = st.fixed_dictionaries(dict.fromkeys(FIELDS, VALUE))
SOME = st.dictionaries(st.sampled_from(FIELDS), VALUE, min_size=1)
PART = st.one_of(
    st.tuples(st.just("insert"), ROW),
    st.tuples(st.just("set"), SOME.map(lambda new: {k: [None, v] for k, v in new.items()})),
    st.tuples(st.just("set"), SOME.map(lambda new: {k: [None, v] for k, v in new.items()})),
    st.tuples(st.just("touch"), st.none()),
    st.tuples(st.just("delete"), ROW),
    st.tuples(st.just("erase"), SOME.map(lambda new: {"values": new, "log": []})),
    st.tuples(st.sampled_from(["erase", "touch", "touch", "touch"]), st.none()),
)
REPLICA = st.sampled_from("pqrs")
STEP = st.one_of(
    st.tuples(st.just("write"), REPLICA, st.integers(1, 6), st.lists(PART, min_size=1, max_size=3)),
    st.tuples(st.just("pull"), REPLICA, REPLICA),
)
STEPS = st.lists(STEP, max_size=12)


def played(steps: list[tuple[Any, ...]], replicas: str) -> World:
    world = World()
    for what, replica, *rest in steps:
        who = replicas["pqrs".index(replica) % len(replicas)]
        if what == "write":
            world.write(who, *rest)  # clocks jump as they like: they order nothing
        else:
            world.pull(who, replicas["pqrs".index(rest[0]) % len(replicas)])
    return world


@settings(max_examples=150)
@given(STEPS, st.sampled_from(["p", "pq", "pqr", "pqrs"]), st.randoms(use_true_random=False))
def test_the_state_is_what_the_oracle_says_in_any_order_and_however_often(
    steps: list[tuple[Any, ...]], replicas: str, chance: random.Random
) -> None:
    world = played(steps, replicas)
    for entries in [list(world.entries.values()), *map(world.of, replicas)]:
        expected = oracle(entries)
        operations = [as_operation(entry) for entry in entries]
        assert told(merge(operations)) == expected
        again = operations + chance.sample(operations, len(operations) // 2)
        chance.shuffle(again)
        assert told(merge(again)) == expected


@pytest.mark.nightly
@settings(max_examples=10_000)
@given(
    st.lists(STEP, max_size=30),
    st.sampled_from(["p", "pq", "pqr", "pqrs"]),
    st.randoms(use_true_random=False),
)
def test_the_same_at_length(
    steps: list[tuple[Any, ...]], replicas: str, chance: random.Random
) -> None:
    world = played(steps, replicas)
    operations = [as_operation(entry) for entry in world.entries.values()]
    chance.shuffle(operations)
    assert told(merge(operations)) == oracle(list(world.entries.values()))


@settings(max_examples=50)
@given(STEPS, st.sampled_from(["pq", "pqr", "pqrs"]))
def test_who_knows_the_same_shows_the_same(steps: list[tuple[Any, ...]], replicas: str) -> None:
    world = played(steps, replicas)
    for _ in replicas:
        for one in replicas:
            for other in replicas:
                world.pull(one, other)
    states = [merge(map(as_operation, world.of(replica))) for replica in replicas]
    assert all(told(state) == told(states[0]) for state in states)
    assert all(
        [write.value for write in writes] == [write.value for write in states[0].conflicts[name]]
        for state in states
        for name, writes in state.conflicts.items()
    )


@settings(max_examples=50)
@given(STEPS, st.sampled_from(["pq", "pqrs"]), st.sampled_from(FIELDS), VALUE)
def test_who_decides_a_conflict_closes_it_everywhere(
    steps: list[tuple[Any, ...]], replicas: str, name: str, value: int
) -> None:
    world = played(steps, replicas)
    for one in replicas:
        world.pull("p", one)
    world.write("p", 0, [("set", {name: [None, value]})])  # its clock is the smallest of all
    state = merge(map(as_operation, world.of("p")))
    assert name not in state.conflicts
    assert state.erased or state.fields[name] == value


# --- the cases that a design without them lost --------------------------------------------------


def header(replica: str, seq: int, clock: int = 0, **known: int) -> Header:
    return Header(replica, seq, clock, known)


INSERTED = Operation(header("p", 1), 1, "insert", {"a": 1, "b": 2})


def test_an_edit_that_a_deletion_did_not_know_brings_the_row_back() -> None:
    deleted = Operation(header("p", 2, clock=99), 1, "delete", {"a": 1, "b": 2})
    edited = Operation(header("q", 1, clock=1, p=1), 1, "set", {"a": [1, 5]})
    assert merge([INSERTED, deleted, edited]) == State(True, {"a": 5, "b": 2})


def test_a_deletion_that_knew_of_the_edit_holds_whatever_the_clocks_say() -> None:
    edited = Operation(header("q", 1, clock=99, p=1), 1, "set", {"a": [1, 5]})
    deleted = Operation(header("p", 2, clock=1, q=1), 1, "delete", {"a": 5, "b": 2})
    assert not merge([INSERTED, edited, deleted]).lives


def test_a_touch_keeps_a_row_without_changing_it() -> None:
    deleted = Operation(header("p", 2), 1, "delete", {"a": 1, "b": 2})
    touched = Operation(header("q", 1, p=1), 1, "touch")
    assert merge([deleted, touched, INSERTED]) == State(True, {"a": 1, "b": 2})


def test_opposite_merges_leave_both_records() -> None:
    """P puts x into y, Q puts y into x, neither knowing: nobody is lost."""
    merged_by_p = Operation(header("p", 2), 1, "delete"), Operation(header("p", 2), 2, "touch")
    merged_by_q = (
        Operation(header("q", 1, p=1), 1, "touch"),
        Operation(header("q", 1, p=1), 2, "delete"),
    )
    x, y = zip(merged_by_p, merged_by_q, strict=True)
    assert merge([INSERTED, *x]).lives
    assert merge([INSERTED, *y]).lives


def test_of_values_that_did_not_know_of_each_other_the_latest_is_shown() -> None:
    one = Operation(header("q", 1, clock=7, p=1), 1, "set", {"a": [1, 5]})
    other = Operation(header("r", 1, clock=9, p=1), 1, "set", {"a": [1, 6]})
    state = merge([one, INSERTED, other])
    assert state.fields["a"] == 6
    assert [write.value for write in state.conflicts["a"]] == [6, 5]
    assert [write.by for write in state.conflicts["a"]] == [other, one]


def test_equal_clocks_are_told_apart_by_the_replica() -> None:
    one = Operation(header("q", 1, clock=7, p=1), 1, "set", {"a": [1, 5]})
    other = Operation(header("r", 1, clock=7, p=1), 1, "set", {"a": [1, 6]})
    assert merge([other, INSERTED, one]).fields["a"] == 6


def test_the_same_value_twice_is_no_conflict() -> None:
    one = Operation(header("q", 1, clock=7, p=1), 1, "set", {"a": [1, 5]})
    other = Operation(header("r", 1, clock=9, p=1), 1, "set", {"a": [1, 5]})
    assert merge([INSERTED, one, other]) == State(True, {"a": 5, "b": 2})


def test_an_erased_row_never_comes_back() -> None:
    erased = Operation(header("p", 2), 1, "erase")
    edited = Operation(header("q", 1, clock=99, p=2), 1, "set", {"a": [1, 5]})
    assert merge([INSERTED, erased, edited]) == State(erased=True)


def test_of_an_erased_field_only_what_knew_of_the_erasure_counts() -> None:
    erased = Operation(header("p", 2, clock=1), 1, "erase", {"values": {"a": None}, "log": []})
    unknowing = Operation(header("q", 1, clock=50, p=1), 1, "set", {"a": [1, 5], "b": [2, 3]})
    assert merge([INSERTED, erased, unknowing]) == State(True, {"a": None, "b": 3})
    knowing = Operation(header("q", 2, clock=2, p=2), 1, "set", {"a": [None, 8]})
    assert merge([INSERTED, erased, unknowing, knowing]) == State(True, {"a": 8, "b": 3})


def test_an_erasure_beats_what_did_not_know_it_even_when_it_was_written_over_since() -> None:
    erased = Operation(header("p", 2), 1, "erase", {"values": {"a": None}, "log": []})
    after = Operation(header("p", 3, clock=1), 1, "set", {"a": [None, 7]})
    unknowing = Operation(header("q", 1, clock=99, p=1), 1, "set", {"a": [1, 5]})
    assert merge([INSERTED, erased, after, unknowing]) == State(True, {"a": 7, "b": 2})


def test_two_erasures_that_did_not_know_of_each_other_leave_nothing_of_either() -> None:
    def erased(replica: str, value: str) -> list[Operation]:
        known = {} if replica == "p" else {"p": 1}
        at = header(replica, 2 if replica == "p" else 1, **known)
        data = {"values": {"a": value}, "log": []}
        return [Operation(at, 1, "erase", data), Operation(at, 2, "set", {"a": [None, 3]})]

    state = merge([INSERTED, *erased("p", "[…] a"), *erased("q", "[…] b")])
    assert state == State(True, {"a": "[…] b", "b": 2})


def test_nothing_is_known_of_a_row_without_entries() -> None:
    assert merge([]) == State()
