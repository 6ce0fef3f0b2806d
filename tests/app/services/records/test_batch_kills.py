"""A process dies while it imports, takes back, undoes or works: nothing is half done or lost."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books.importing import CANCELLED, import_contacts
from app.services.office import open_store
from app.services.records import batches
from app.services.records.records import delete, save
from app.services.records.undo import redo, undo
from tests.bench.contacts import cards
from tests.factories import count, make, value
from tests.kills import BEGUN, ENDED, Say, killed, rounds, sound

PERSON = ENTITIES["person"]
FILES, CARDS = 4, 40
BESIDE = ("*.vcf",)


def files_beside(path: Path) -> list[Path]:
    """Files of cards; each is imported by a transaction of its own."""
    found = []
    for number in range(FILES):
        file = path.parent / f"{number}.vcf"
        if not file.exists():
            file.write_bytes("".join(cards(CARDS, seed=number)).encode())
        found.append(file)
    return found


def imports_and_undoes(path: Path, say: Say, _chance: random.Random) -> None:
    store = open_store(path)
    make(store, "person", family_name="Zůstává")
    files = files_beside(path)
    say(BEGUN)
    import_contacts(store, files)
    say("imported")
    undo(store)
    say("undone")
    redo(store)
    say("redone")
    undo(store)
    say("undone")


def cancels(path: Path, say: Say, chance: random.Random) -> None:
    """Imports, of which somebody changes a record meanwhile, and which is cancelled then."""
    store = open_store(path)
    files = files_beside(path)
    stop = threading.Event()

    def edit() -> None:
        mine = open_store(path)
        while not stop.is_set():
            with mine.reading() as connection:
                row = connection.execute(
                    "SELECT id FROM person WHERE note IS NOT 'moje' ORDER BY random() LIMIT 1"
                ).fetchone()
            if row and chance.random() < 0.3:
                try:
                    save(mine, PERSON, row[0], 10**9, {"note": "moje"})
                except UserError:  # it went meanwhile: this was not acknowledged
                    continue
                say(f"edited {row[0]}")
            stop.wait(0.05)
        mine.close()

    say(BEGUN)
    thread = threading.Thread(target=edit)
    thread.start()
    most = chance.randrange(1, FILES)
    try:
        import_contacts(store, files, cancelled=lambda: count(store, "person") >= most * CARDS)
    except UserError as error:
        if error.message not in (CANCELLED, batches.SOME_STAYS):
            raise
    finally:
        stop.set()
        thread.join()
    say("taken back")


def works(path: Path, say: Say, chance: random.Random) -> None:
    """All kinds of work, one after the other; what there is after each is said."""
    store = open_store(path)
    say(BEGUN)
    while True:
        what = chance.choice(["make", "edit", "delete", "undo", "redo"])
        with store.reading() as connection:
            there = [key for (key,) in connection.execute("SELECT id FROM person ORDER BY id")]
        try:
            if what == "make" or not there:
                make(store, "person")
            elif what == "edit":
                note = str(chance.random())
                save(store, PERSON, chance.choice(there), 10**9, {"note": note})
            elif what == "delete":
                delete(store, PERSON, [chance.choice(there)])
            else:
                (undo if what == "undo" else redo)(store)
        except UserError:
            continue
        say(state(store))


def state(store: Store) -> str:
    """What the people are, in a line."""
    with store.reading() as connection:
        rows = connection.execute("SELECT id, note FROM person ORDER BY id").fetchall()
        (last,) = connection.execute("SELECT max(seq) FROM log_header").fetchone()
    return f"{last} {rows}"


@pytest.mark.parametrize("number", rounds(few=2, many=300))
def test_an_import_and_its_undo_are_all_there_or_not_at_all(tmp_path: Path, number: int) -> None:
    path = tmp_path / "kraj.db"
    said = killed(imports_and_undoes, path, number, longest=6)
    with sound(path, beside=BESIDE) as store:
        there = count(store, "person")
        assert there in (1, 1 + FILES * CARDS)
        assert count(store, "search_place") == there + count(store, "organisation")
        if said and said[-1] == ENDED:
            assert there == 1
        with store.reading() as connection:
            states = {s for (s,) in connection.execute("SELECT state FROM batch")}
        assert states <= {batches.CLOSED, batches.TAKEN_BACK}
    with sound(path, beside=BESIDE) as again:
        assert count(again, "person") == there


@pytest.mark.parametrize("number", rounds(few=2, many=300))
def test_what_somebody_did_during_an_import_survives_its_end(tmp_path: Path, number: int) -> None:
    path = tmp_path / "kraj.db"
    said = killed(cancels, path, number, longest=6)
    edited = {line.split()[1] for line in said if line.startswith("edited")}
    with sound(path, beside=BESIDE) as store:
        for person in edited:
            assert value(store, "person", person, "note") == "moje"
        with store.reading() as connection:
            (unedited,) = connection.execute(
                "SELECT count(*) FROM person WHERE note IS NOT 'moje'"
            ).fetchone()
        assert unedited == 0 or unedited == FILES * CARDS - len(edited)


@pytest.mark.parametrize("number", rounds(few=1, many=300))
def test_what_was_acknowledged_in_mixed_work_is_there(tmp_path: Path, number: int) -> None:
    path = tmp_path / "kraj.db"
    said = killed(works, path, number, longest=2)
    with sound(path) as store:
        now = state(store)
        if said:
            last, there = int(said[-1].split()[0]), int(now.split()[0])
            assert there - last in (0, 1)
            assert there != last or now == said[-1]
