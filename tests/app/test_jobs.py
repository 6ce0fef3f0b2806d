from __future__ import annotations

import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from app import jobs
from app.db.store import Changes, Store
from app.errors import UserError
from app.exchange.datasets.importing import CANCELLED, ImportReport
from app.paths import DEMO_DATA
from app.services.records.undo import undo
from tests.factories import count

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


def test_what_changed_travels_from_a_job_as_it_is() -> None:
    import pickle

    changes = Changes("r:1", {"person": frozenset({"a", "b"}), "organisation": frozenset({"c"})})
    assert pickle.loads(pickle.dumps(changes)) == changes
    assert not pickle.loads(pickle.dumps(Changes("r:2")))


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
        "jobs._work(theirs, Event(), sys.argv[1], None, sys.argv[2], named)\n"
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
