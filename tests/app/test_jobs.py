from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app import jobs
from app.db.connection import driver
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books.importing import import_contacts
from app.exchange.datasets.importing import CANCELLED, ImportReport
from app.paths import DEMO_DATA
from app.services.care.checking import check
from app.services.records import batches
from app.services.records.inverting import CHANGED, Kept
from app.services.records.records import save
from app.services.records.undo import last_undone, undo
from tests.bench.contacts import cards
from tests.factories import count, make, value

TODAY = date(2026, 11, 24)


def test_a_job_works_on_the_same_database_and_can_be_undone(store: Store) -> None:
    report = jobs.run(store, "import_dataset", path=DEMO_DATA, dry_run=False, today=TODAY)
    assert isinstance(report, ImportReport)
    assert report.total("added") > 100
    assert count(store, "agreement") == 17
    undo(store)
    assert count(store, "agreement") == 0


def test_a_known_error_arrives_as_it_was_raised(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds none of the files"):
        jobs.run(store, "import_dataset", path=tmp_path, dry_run=False, today=TODAY)


def test_a_job_that_is_cancelled_leaves_nothing(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "kraj"
    shutil.copytree(DEMO_DATA, folder)
    job = jobs.Job(store, "import_dataset", {"path": folder, "dry_run": False, "today": TODAY})
    job.cancel()
    while not job.poll():
        time.sleep(0.02)
    with pytest.raises(UserError) as caught:
        job.result()
    assert caught.value.message == CANCELLED
    assert count(store, "organisation") == 0


def test_a_job_whose_process_dies_says_so(store: Store) -> None:
    job = jobs.Job(store, "import_dataset", {"path": DEMO_DATA, "dry_run": False, "today": TODAY})
    job._process.kill()
    while not job.poll():
        time.sleep(0.02)
    with pytest.raises(UserError, match="ended unexpectedly"):
        job.result()
    assert count(store, "organisation") == 0


def test_an_unknown_error_does_not_take_the_window_down(store: Store) -> None:
    with pytest.raises(UserError, match="ended unexpectedly"):
        jobs.run(store, "import_dataset", path=7, dry_run=False, today=TODAY)


def waited(job: jobs.Job, until: Callable[[], bool] = lambda: False) -> None:
    while not job.poll() and not until():
        time.sleep(0.01)


def cards_in(folder: Path, files: int) -> list[Path]:
    """Files of a hundred cards; each is written by a transaction of its own."""
    paths = [folder / f"cards{number}.vcf" for number in range(files)]
    for number, path in enumerate(paths):
        path.write_bytes("".join(cards(100, seed=number)).encode())
    return paths


def edit_one(store: Store) -> str:
    """Change one of the people who are being imported, as somebody does who works meanwhile."""
    with store.reading() as connection:
        (person,) = connection.execute("SELECT min(id) FROM person").fetchone()
    save(store, ENTITIES["person"], person, 10**9, {"note": "důležité"})
    return str(person)


def test_a_cancelled_import_is_taken_back_and_what_was_edited_meanwhile_stays(
    store: Store, tmp_path: Path
) -> None:
    beside = make(store, "organisation", name_cs="Úřad")
    job = jobs.Job(store, "import_contacts", {"paths": cards_in(tmp_path, 50)})
    while not count(store, "person"):  # who waits to write ends the import's transaction early
        waited(job, lambda: count(store, "person") > 0 or is_writing(store))
        save(store, ENTITIES["organisation"], beside, 10**9, {"note": "vedle"})
    person = edit_one(store)
    job.cancel()
    seen = []
    while not job.poll():
        if job.is_taking_back and job.total:
            seen.append((job.done, job.total))
        time.sleep(0.01)
    with pytest.raises(UserError) as caught:
        job.result()
    assert caught.value.message == batches.SOME_STAYS
    assert seen, "it says how far it is"
    assert value(store, "person", person, "note") == "důležité"
    (outcome,) = batches.untold(store)
    assert Kept("person", person, CHANGED) in outcome.kept
    assert check(store) == []
    with store.reading() as connection:
        assert last_undone(connection) is None, "half an import is not brought back"


def test_edits_beside_a_large_import_all_arrive_and_in_its_midst(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "cards.vcf"
    file.write_bytes("".join(cards(2500)).encode())
    edited = make(store, "person", family_name="Nová")
    job = jobs.Job(store, "import_contacts", {"paths": [file]})
    edits = 0
    while not job.poll():
        if not edits:
            waited(job, lambda: count(store, "person") > 1 or is_writing(store))
        save(store, ENTITIES["person"], edited, 10**9, {"note": f"Poznámka {edits}"})
        edits += 1
        time.sleep(0.02)
    job.result()
    assert count(store, "person") > 1
    assert value(store, "person", edited, "note") == f"Poznámka {edits - 1}"
    with store.reading() as connection:
        batched = [
            row[0] is not None and row[1].startswith(batches.IMPORTED.partition("{")[0])
            for row in connection.execute("SELECT batch, label FROM log_header ORDER BY seq")
        ]
        (logged,) = connection.execute(
            "SELECT count(*) FROM log_operation WHERE row_id = ? AND data LIKE '%Poznámka%'",
            (edited,),
        ).fetchone()
    assert logged == edits
    first, last = batched.index(True), len(batched) - 1 - batched[::-1].index(True)
    assert batched[first:last].count(False) >= 3, "edits stand between the parts of the import"
    assert not list(tmp_path.glob("*.turn*"))
    assert check(store) == []


def is_writing(store: Store) -> bool:
    """Whether another process is writing now."""
    with closing(driver.connect(str(store.path), timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except driver.OperationalError:
            return True
        other.rollback()
    return False


def test_a_process_that_has_not_begun_is_given_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_PATIENCE", 0.0)
    job = jobs.Job(store, "import_dataset", {"path": DEMO_DATA, "dry_run": False, "today": TODAY})
    job.cancel()
    assert not job.poll()
    time.sleep(0.05)
    assert not job.poll(), "it is not killed while it starts"
    monkeypatch.undo()
    waited(job)
    with pytest.raises(UserError) as caught:
        job.result()
    assert caught.value.message == CANCELLED


def test_taking_back_is_not_ended_by_impatience(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = jobs.Job(store, "import_contacts", {"paths": cards_in(tmp_path, 100)})
    waited(job, lambda: count(store, "person") > 0)
    job.cancel()
    waited(job, lambda: job.is_taking_back)
    monkeypatch.setattr(jobs, "_PATIENCE", 0.0)
    job._ended_since = None
    while job._answer is None:
        job.poll()
        time.sleep(0.01)
    assert job._answer[1].message == CANCELLED
    waited(job)
    assert count(store, "person") == 0


def test_what_a_killed_import_has_written_is_taken_back_before_anything_is_said(
    store: Store, tmp_path: Path
) -> None:
    job = jobs.Job(store, "import_contacts", {"paths": cards_in(tmp_path, 20)})
    waited(job, lambda: count(store, "person") > 0)
    job._process.kill()
    waited(job)
    assert job.is_taking_back
    with pytest.raises(UserError) as caught:
        job.result()
    assert caught.value.message == jobs.STOPPED_AT
    assert count(store, "person") == 0
    assert check(store) == []


def test_an_undo_that_is_killed_is_finished(store: Store, tmp_path: Path) -> None:
    import_contacts(store, cards_in(tmp_path, 5))
    job = jobs.Job(store, "undo", {})
    waited(job, lambda: count(store, "person") < 500)
    job._process.kill()
    waited(job)
    with pytest.raises(UserError) as caught:
        job.result()
    assert caught.value.message == jobs.FINISHED
    assert count(store, "person") == 0


def test_of_a_job_that_could_not_say_so_the_log_tells_that_it_is_done(store: Store) -> None:
    job = jobs.Job(store, "import_dataset", {"path": DEMO_DATA, "dry_run": False, "today": TODAY})
    waited(job, lambda: count(store, "agreement") > 0)
    job._answer = None
    job._process.kill()
    job._ours.close()  # its last word is lost
    waited(job)
    with pytest.raises(UserError) as caught:
        job.result()
    assert caught.value.message == jobs.DONE_UNSAID
    assert count(store, "agreement") == 17


def test_each_job_says_what_is_so_when_its_process_dies() -> None:
    from app.services.privacy.erasure import ERASED

    reads = {
        "recover", "check", "repair", "find_duplicates", "plan_erasure", "heads_of_tables",
        "preview_contacts", "recipients", "read_table",
    }  # fmt: skip
    assert set(jobs._JOBS) == reads | set(jobs._ACTIONS) | set(jobs._FILES)
    assert jobs._ACTIONS["erase_person"] == ERASED


def test_a_job_without_a_window_takes_back_what_it_has_written(
    store: Store, tmp_path: Path
) -> None:
    job = jobs.Job(store, "import_contacts", {"paths": cards_in(tmp_path, 100)})
    waited(job, lambda: count(store, "person") > 0)
    job._ours.close()
    job._process.join()
    assert count(store, "person") == 0


def test_what_changed_travels_from_a_job_as_it_is() -> None:
    import pickle

    changes = Changes("r:1", {"person": frozenset({"a", "b"}), "organisation": frozenset({"c"})})
    assert pickle.loads(pickle.dumps(changes)) == changes
    assert not pickle.loads(pickle.dumps(Changes("r:2")))


def under_wine() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


@pytest.mark.skipif(under_wine(), reason="Wine takes a limit of memory and does not keep it")
def test_a_job_may_take_so_much_memory_and_no_more(store: Store, tmp_path: Path) -> None:
    people = tmp_path / "lidé.csv"
    people.write_text("Jméno;E-mail\nEva Malá;eva@example.org\n", encoding="utf-8")
    script = (
        "import sys\n"
        "from multiprocessing import Pipe, Event\n"
        "from pathlib import Path\n"
        "from app import jobs\n"
        "from app.exchange.address_books import importing\n"
        "def greedy(store, progress, cancelled, **arguments):\n"
        "    return bytearray(jobs.READING_MEMORY + jobs.MEMORY)\n"
        "importing.preview_job = importing.import_contacts_job = greedy\n"
        "jobs._JOBS['check'] = lambda: greedy\n"
        "ours, theirs = Pipe()\n"
        "named = {'paths': [Path(sys.argv[3])]} if sys.argv[2] == 'preview_contacts' else {}\n"
        "given, giving = Pipe(duplex=False)\n"
        "giving.send(named)\n"
        "jobs._work(theirs, given, Event(), sys.argv[1], None, sys.argv[2])\n"
        "assert ours.recv() == ('begun', None)\n"
        "kind, failure = ours.recv()\n"
        "print(kind, failure.message.format(**failure.values))\n"
    )
    for name, words in (("preview_contacts", "“lidé.csv” takes more"), ("check", "The work takes")):
        done = subprocess.run(
            [sys.executable, "-c", script, str(store.path), name, str(people)],
            capture_output=True, text=True, check=True, encoding="utf-8",
        )  # fmt: skip
        assert done.stdout.startswith(f"failed {words}"), done.stdout
        assert "MB of memory" in done.stdout


def test_a_file_that_ends_the_process_is_named(store: Store, tmp_path: Path) -> None:
    people = tmp_path / "lidé.csv"
    people.write_text("Jméno;E-mail\n" + "Eva Malá;\n" * 5000, encoding="utf-8")
    job = jobs.Job(store, "import_contacts", {"paths": [people]})
    job._process.kill()
    while not job.poll():
        time.sleep(0.02)
    with pytest.raises(UserError, match="ended unexpectedly") as caught:
        job.result()
    assert caught.value.values == {"file": "lidé.csv"}
