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
from app.services.records.batches import RUNNING, batch, may_travel
from app.services.records.inverting import CHANGED, Kept, Part
from app.services.records.records import apply, save
from app.services.records.undo import last_action, undo
from tests.factories import count, make, value

PERSON = ENTITIES["person"]
FOUND = "SELECT count(*) FROM search_place"


def add(store: Store, key: str, name: str) -> str:
    with store.writing("Imported: {title}", batch=key) as writer:
        return apply(writer, PERSON, None, {"family_name": name})


def states(store: Store) -> list[str]:
    with store.reading() as connection:
        rows = connection.execute("SELECT state FROM batch ORDER BY rowid").fetchall()
        return [state for (state,) in rows]


def cut_off(store: Store, names: list[str]) -> None:
    """Leave a batch as a crash leaves it: its rows are there, its end is not."""
    with store.keeping() as connection:
        connection.execute("INSERT INTO batch (id, state) VALUES ('cut', 'open')")
    for name in names:
        add(store, "cut", name)


def test_a_batch_is_one_step_to_undo(store: Store) -> None:
    with batch(store, ("person",)) as key:
        add(store, key, "Malý")
        add(store, key, "Velký")
    assert states(store) == ["closed"]
    undo(store)
    assert count(store, "person") == 0


def test_a_batch_that_fails_leaves_nothing(store: Store) -> None:
    make(store, "person")
    with pytest.raises(ZeroDivisionError), batch(store, ("person",)) as key:
        add(store, key, "Malý")
        raise ZeroDivisionError
    assert count(store, "person") == 1
    assert count(store, "search_place") == 1
    assert states(store) == ["taken_back", "closed"]
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
    assert states(again) == ["taken_back", "closed"]
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


def test_what_was_changed_since_by_somebody_else_stays_in_a_batch_that_is_taken_back(
    tmp_path: Path,
) -> None:
    path = tmp_path / "kraj.db"
    store = open_store(path)
    person = make(store, "person", family_name="Malý", note="stará")
    cut_off(store, ["Velký"])
    with store.writing("Imported: {title}", batch="cut") as writer:
        apply(writer, PERSON, person, {"family_name": "Velký", "note": "nová"})
    save(store, PERSON, person, 10**9, {"family_name": "Jiný"})
    store.close()
    again = open_store(path)
    assert value(again, "person", person, "family_name") == "Jiný"
    assert count(again, "person") == 1
    (outcome,) = batches.untold(again)
    assert outcome.kept == [Kept("person", person, CHANGED)]
    assert check(again) == []
    batches.told(again, [outcome])
    assert batches.untold(again) == []
    again.close()


def test_the_database_opens_even_if_the_batch_cannot_be_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kraj.db"
    store = open_store(path)
    cut_off(store, ["Malý"])
    store.close()

    def fails(*_arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Part, "write", fails)
    again = open_store(path)
    assert count(again, "person") == 1
    assert count(again, "search_place") == 1, "it can be found"
    monkeypatch.undo()
    undo(again)
    assert count(again, "person") == 0
    again.close()


def numbers(store: Store, batch: str) -> list[int]:
    with store.reading() as connection:
        rows = connection.execute("SELECT seq FROM log_header WHERE batch = ?", (batch,))
        return [seq for (seq,) in rows.fetchall()]


def test_no_transaction_of_an_open_batch_may_travel_nor_any_after_it(store: Store) -> None:
    make(store, "person")
    with store.reading() as connection:
        before = may_travel(connection)
        assert before == connection.execute("SELECT max(seq) FROM log_header").fetchone()[0]
    with batch(store, ("person",)) as key:
        add(store, key, "Malý")
        make(store, "organisation")  # somebody works meanwhile: numbers are sent without gaps
        add(store, key, "Velký")
        with store.reading() as connection:
            assert may_travel(connection) == before
    with store.reading() as connection:
        assert may_travel(connection) == before + 3


def test_the_numbers_of_a_batch_that_was_taken_back_are_not_used_again(store: Store) -> None:
    keys = []
    with pytest.raises(ZeroDivisionError), batch(store, ("person",)) as key:
        keys.append(key)
        add(store, key, "Malý")
        raise ZeroDivisionError
    (used,) = numbers(store, keys[0])
    make(store, "person")
    with store.reading() as connection:
        rows = connection.execute("SELECT seq FROM log_header ORDER BY seq").fetchall()
        assert [seq for (seq,) in rows] == list(range(1, len(rows) + 1))
        assert rows[-1][0] == used + 2  # what took it back, and the new one
        assert may_travel(connection) == used + 2


def test_a_batch_is_closed_by_a_transaction_that_waits_for_the_disk(store: Store) -> None:
    seen = []
    with batch(store) as key:
        add(store, key, "Malý")
        seen.append(store.write_view().execute("PRAGMA synchronous").fetchone()[0])
    seen.append(store.write_view().execute("PRAGMA synchronous").fetchone()[0])
    assert seen == [1, 2]
    assert states(store) == ["closed"]
