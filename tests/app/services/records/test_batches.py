from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.services.care.checking import check
from app.services.office import open_store
from app.services.records import batches
from app.services.records.batches import RUNNING, batch
from app.services.records.records import apply, save
from app.services.records.undo import last_action, undo
from tests.factories import count, make

PERSON = ENTITIES["person"]
FOUND = "SELECT count(*) FROM search_place"


def add(store: Store, key: str, name: str) -> str:
    with store.writing("Imported: {title}", batch=key) as writer:
        return apply(writer, PERSON, None, {"family_name": name})


def cut_off(store: Store, names: list[str]) -> None:
    """Leave a batch as a crash leaves it: its rows are there, its end is not."""
    store.set_meta("open_batch", "cut\nperson,organisation")
    for name in names:
        add(store, "cut", name)


def test_a_batch_is_one_step_to_undo(store: Store) -> None:
    with batch(store, ("person",)) as key:
        add(store, key, "Malý")
        add(store, key, "Velký")
    assert store.meta("open_batch") == ""
    undo(store)
    assert count(store, "person") == 0


def test_a_batch_that_fails_leaves_nothing(store: Store) -> None:
    make(store, "person")
    with pytest.raises(ZeroDivisionError), batch(store, ("person",)) as key:
        add(store, key, "Malý")
        raise ZeroDivisionError
    assert count(store, "person") == 1
    assert count(store, "search_place") == 1
    assert store.meta("open_batch") == ""
    assert check(store) == []


def test_a_batch_that_was_cut_off_is_taken_back_at_the_next_opening(tmp_path: Path) -> None:
    path = tmp_path / "kraj.db"
    store = open_store(path)
    make(store, "person")
    cut_off(store, ["Malý", "Velký"])
    store.close()
    again = open_store(path)
    assert count(again, "person") == 1
    assert count(again, "search_place") == 1
    assert again.meta("open_batch") == ""
    assert check(again) == []
    with again.reading() as connection:
        action = last_action(connection)
    assert action
    assert action.label.startswith("Created")
    again.close()


def test_a_process_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kraj.db"
    open_store(path).close()
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from app.db.store import Store\n"
        "from app.services.records.batches import batch\n"
        "from tests.app.services.records.test_batches import add\n"
        "store = Store(Path(sys.argv[1]))\n"
        "with batch(store, ('person',)) as key:\n"
        "    add(store, key, 'Malý')\n"
        "    os._exit(3)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], check=False)
    assert done.returncode == 3
    store = open_store(path)
    assert count(store, "person") == 0
    store.close()


def test_a_batch_that_runs_is_left_alone_by_who_opens_the_database(tmp_path: Path) -> None:
    path = tmp_path / "kraj.db"
    store = open_store(path)
    with batch(store, ("person",)) as key:
        add(store, key, "Malý")
        other = open_store(path)
        assert count(other, "person") == 1
        with pytest.raises(UserError) as caught, batch(other, ("person",)):
            pytest.fail("two batches at once")
        assert caught.value.message == RUNNING
        other.close()
        add(store, key, "Velký")
    assert count(store, "person") == 2
    store.close()


def test_the_database_opens_even_if_the_batch_cannot_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "kraj.db"
    store = open_store(path)
    person = make(store, "person", family_name="Malý")
    store.set_meta("open_batch", "cut\nperson,organisation")
    with store.writing("Imported: {title}", batch="cut") as writer:
        apply(writer, PERSON, person, {"family_name": "Velký"})
    save(store, PERSON, person, 10**9, {"family_name": "Jiný"})
    store.close()
    again = open_store(path)
    assert again.meta("open_batch") == ""
    assert count(again, "search_place") == 1
    batches.recover(again)
    again.close()
