"""Places and the order of lists, whatever is done, with few keys and few gaps."""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.db import derived, search_index
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.datasets.importing import import_dataset
from app.rules.folding import fold
from app.services.care import derived_check
from app.services.care.checking import check
from app.services.records import bulk
from app.services.records.records import apply, archive, delete
from app.services.records.undo import redo, undo
from tests.app.db.places import assert_places, found
from tests.factories import make

NAMES = ("a", "b", "ba", "č", "ch", "h", "z", "ž b")
FIRST = date(2027, 5, 10)

names = st.sampled_from(NAMES)
days = st.integers(-8, 8)
several = st.lists(st.integers(0, 40), min_size=1, max_size=8)


@cache
def _empty() -> Path:
    """A database that has nothing in it, made once."""
    path = Path(tempfile.mkdtemp(prefix="vztahy-empty-")) / "empty.db"
    store = Store(path)
    store.close()
    return path


def _day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


def organisations(folder: Path, names: list[str]) -> Path:
    """A data set of organisations of these names."""
    folder.mkdir(exist_ok=True)
    lines = [f"o{number:02d},{name},region,PL" for number, name in enumerate(names)]
    text = "\n".join(["id,name_cs,kind,country", *lines, ""])
    (folder / "organisations.csv").write_text(text, encoding="utf-8")
    return folder


class Places(RuleBasedStateMachine):
    """Changes records of three lists, one or several at once."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="vztahy-places-")
        self.patches = pytest.MonkeyPatch()
        path = Path(self.folder.name) / "places.db"
        shutil.copyfile(_empty(), path)
        self.store = Store(path)

    def teardown(self) -> None:
        self.store.close()
        self.patches.undo()
        self.folder.cleanup()

    @initialize(gap=st.sampled_from([1, 2, 5, 1 << 32]), many=st.sampled_from([2, 200]))
    def begin(self, gap: int, many: int) -> None:
        self.patches.setattr(search_index, "_GAP", gap)
        self.patches.setattr(search_index, "_NARROW", min(gap // 2, 1 << 20))
        self.patches.setattr(search_index, "_REACH", 2)
        self.patches.setattr(derived, "_MANY", many)

    # What there is

    def ids(self, entity: str) -> list[str]:
        with self.store.reading() as connection:
            return [key for (key,) in connection.execute(f'SELECT id FROM "{entity}" ORDER BY id')]

    def some(self, entity: str, numbers: list[int]) -> list[str]:
        """Records of an entity, each once."""
        ids = self.ids(entity)
        return list(dict.fromkeys(ids[number % len(ids)] for number in numbers)) if ids else []

    def together(self, entity: str, changes: dict[str, dict[str, Any]]) -> None:
        with self.store.writing("Tests") as writer:
            for key, values in changes.items():
                apply(writer, ENTITIES[entity], key, values)

    # What is done

    @rule(name=names)
    def add_person(self, name: str) -> None:
        make(self.store, "person", family_name=name, given_name="")

    @rule(day=days)
    def add_task(self, day: int) -> None:
        make(self.store, "task", title="Úkol", due=_day(day))

    @rule(day=days, before=st.lists(days, max_size=4))
    def add_delegation(self, day: int, before: list[int]) -> None:
        trip = make(self.store, "delegation", start=_day(day))
        for number in before:
            make(self.store, "task", title="Předem", relative_to_id=trip, relative_days=number)

    @rule(numbers=several, name=names)
    def name_alike(self, numbers: list[int], name: str) -> None:
        self.together(
            "person", {key: {"family_name": name} for key in self.some("person", numbers)}
        )

    @rule(numbers=several, chosen=st.lists(names, min_size=8, max_size=8))
    def rename_several(self, numbers: list[int], chosen: list[str]) -> None:
        people = self.some("person", numbers)
        changes = zip(people, chosen, strict=False)
        self.together("person", {key: {"family_name": name} for key, name in changes})

    @rule(numbers=several, by=days)
    def move_tasks(self, numbers: list[int], by: int) -> None:
        tasks = self.some("task", numbers)
        self.together("task", {key: {"due": _day(by - n)} for n, key in enumerate(tasks)})

    @rule(number=st.integers(0, 40), day=st.one_of(days, st.sampled_from([20, 60])))
    def move_delegation(self, number: int, day: int) -> None:
        for key in self.some("delegation", [number]):
            self.together("delegation", {key: {"start": _day(day)}})

    @rule(entity=st.sampled_from(["person", "task"]), numbers=several, back=st.booleans())
    def put_away(self, entity: str, numbers: list[int], back: bool) -> None:
        on = None if back else date(2026, 11, 23)
        archive(self.store, ENTITIES[entity], self.some(entity, numbers), on=on)

    @rule(numbers=several, name=names)
    def rename_and_put_away(self, numbers: list[int], name: str) -> None:
        people = self.some("person", numbers)
        self.together(
            "person",
            {
                key: {"archived_on": None if number % 2 else "2026-11-23", "family_name": name}
                for number, key in enumerate(people)
            },
        )

    @rule(entity=st.sampled_from(["person", "task"]), numbers=several)
    def remove(self, entity: str, numbers: list[int]) -> None:
        delete(self.store, ENTITIES[entity], self.some(entity, numbers))

    @rule(numbers=several, name=names)
    def tag(self, numbers: list[int], name: str) -> None:
        people = self.some("person", numbers)
        if people:
            bulk.tag(self.store, ENTITIES["person"], people, f"značka {name}")

    @rule(chosen=st.lists(names, min_size=1, max_size=9))
    def import_again(self, chosen: list[str]) -> None:
        folder = organisations(Path(self.folder.name) / "kraj", [f"{name} obec" for name in chosen])
        import_dataset(self.store, folder)

    @precondition(lambda self: self.ids("person"))
    @rule(number=st.integers(0, 40), value=names)
    def add_detail(self, number: int, value: str) -> None:
        (person,) = self.some("person", [number])
        make(self.store, "contact_point", person_id=person, kind="web", value=f"{value[0]}.example")

    @rule(number=st.integers(0, 40))
    def remove_detail(self, number: int) -> None:
        delete(self.store, ENTITIES["contact_point"], self.some("contact_point", [number]))

    @rule()
    def undo(self) -> None:
        with contextlib.suppress(UserError):
            undo(self.store)

    @rule()
    def redo(self) -> None:
        with contextlib.suppress(UserError):
            redo(self.store)

    # What must hold

    @invariant()
    def places_are_in_order(self) -> None:
        assert_places(self.store)

    @invariant()
    def what_follows_from_the_data_does(self) -> None:
        with self.store.reading() as connection:
            assert derived_check.check(connection, lambda done, total: None) == []

    @invariant()
    def people_are_found_by_the_names_that_they_have(self) -> None:
        with self.store.reading() as connection:
            people = dict(connection.execute("SELECT id, family_name FROM person").fetchall())
            points = connection.execute("SELECT person_id, value FROM contact_point").fetchall()
            tags = connection.execute("SELECT id, tags FROM person WHERE tags <> ''").fetchall()
        for name in NAMES:
            words = {key: fold(text).split() for key, text in people.items()}
            for key, text in (*points, *tags):
                words[key] += fold(text).split()
            wanted = {
                key
                for key, said in words.items()
                if all(any(w.startswith(begun) for w in said) for begun in fold(name).split())
            }
            assert set(found(self.store, "person", name)) == wanted, name


def _run(examples: int, steps: int) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Places,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_places_follow_the_lists_whatever_is_done() -> None:
    _run(12, 15)


@pytest.mark.nightly
def test_places_follow_the_lists_whatever_is_done_at_length() -> None:
    _run(300, 40)


@pytest.mark.parametrize("moves", [25, pytest.param(1_000, marks=pytest.mark.nightly)])
def test_delegations_names_and_imports_move_at_random(
    store: Store, tmp_path: Path, moves: int
) -> None:
    chance = random.Random(11)
    letters = "abcčdďehchijklmnňoprřsštťuvyzž"
    trips = []
    for _ in range(6):
        trip = make(store, "delegation", start=_day(chance.randrange(90)))
        trips.append(trip)
        for days_before in chance.sample(range(60), 4):
            make(store, "task", title="Předem", relative_to_id=trip, relative_days=days_before)
    for number in range(10):
        make(store, "task", title="Jindy", due=_day(number * 9))
    people = [make(store, "person", family_name=f"{a}ová") for a in letters[:12]]
    listed = [f"{''.join(chance.choices(letters, k=3))}ov" for _ in range(16)]
    for move in range(moves):
        kind = chance.random()
        with store.writing("Tests") as writer:
            if kind < 0.45:
                values = {"start": _day(chance.randrange(120))}
                apply(writer, ENTITIES["delegation"], chance.choice(trips), values)
            elif kind < 0.8:
                for person in chance.sample(people, chance.randint(1, 6)):
                    name = "".join(chance.choices(letters, k=2))
                    apply(writer, ENTITIES["person"], person, {"family_name": name})
        if kind >= 0.8:
            for number in chance.sample(range(16), chance.randint(2, 15)):
                listed[number] = f"{''.join(chance.choices(letters, k=3))}ov"
            import_dataset(store, organisations(tmp_path / "kraj", listed))
        if chance.random() < 0.2:
            undo(store)
            if chance.random() < 0.5:
                redo(store)
        if move % 10 == 0:
            assert_places(store)
    assert_places(store)
    assert check(store) == []
