"""Long work in a process of its own: the window never waits, and a stuck job can be stopped.

A job is a plain function `(store, progress, cancelled, **arguments)`. It opens the database for
itself; what it gives back and what it raises travels through a pipe. A process that is killed
leaves nothing half done: SQLite rolls its transaction back.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.db.store import Store
from app.errors import UserError
from app.i18n import N_
from app.progress import Cancelled, Progress
from app.system import limit_memory

STOPPED = N_("The work ended unexpectedly. Nothing was changed. Try again.")
STOPPED_AT = N_(
    "The work ended unexpectedly while it read “{file}”; the file may be damaged, or take more "
    "memory than there is. Nothing was changed. Try it with a part of the file."
)
TOO_LARGE = N_(
    "“{file}” takes more than {megabytes} MB of memory to be read, so it was left. Nothing was "
    "changed. Split it into smaller files, or save it anew in the program that it comes from."
)
TOO_MUCH = N_(
    "The work takes more than {megabytes} MB of memory and was ended. Nothing was changed. Do it "
    "in smaller parts."
)

MEMORY = 4 * 2**30
"""How much memory a job may take: whatever it does, the computer goes on."""

READING_MEMORY = 2 * 2**30
"""How much a job may take that reads files of others: ten times a file of a million contacts."""

Work = Callable[..., Any]
"""Takes the store, where to tell how far it is, what asks whether to stop, and its arguments."""


_PAUSE = 0.05  # seconds between two reports of progress
_PATIENCE = 5.0  # seconds between the wish to stop and the end of the process

log = logging.getLogger("vztahy")


@dataclass(frozen=True, slots=True)
class Failure:
    """What a job raised, as it travels: a known error's message and values, or where it failed."""

    message: str
    values: Mapping[str, object]
    trace: str = ""


class Job:
    """A running job. `poll` says how far it is; `result` gives what it gave or raises."""

    def __init__(self, store: Store, name: str, arguments: Mapping[str, Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._stop = context.Event()
        self._process = context.Process(
            target=_work,
            args=(theirs, self._stop, str(store.path), store.key, name, dict(arguments)),
            daemon=True,
        )
        self._process.start()
        theirs.close()
        self._died = _died(arguments)
        self._answer: tuple[str, Any] | None = None
        self._stop_since: float | None = None
        self._ended_since: float | None = None
        self.done = 0
        self.total = 0

    def poll(self) -> bool:
        """Take in what the job has said since; whether it has ended."""
        try:
            while self._answer is None and self._ours.poll():
                kind, value = self._ours.recv()
                if kind == "progress":
                    self.done, self.total = value
                else:
                    self._answer = (kind, value)
        except (EOFError, OSError):
            self._answer = ("failed", self._died)
        if self._answer is None and not self._process.is_alive() and not self._ours.poll():
            self._answer = ("failed", self._died)
        if self._stop_since and time.monotonic() - self._stop_since > _PATIENCE:
            self._process.kill()
        if self._answer is None:
            return False
        if self._process.is_alive():
            # It tidies up behind itself; nobody waits for that while there is a window to draw.
            self._ended_since = self._ended_since or time.monotonic()
            if time.monotonic() - self._ended_since < _PATIENCE:
                return False
            self._process.kill()
        self._process.join()
        self._ours.close()
        return True

    def cancel(self) -> None:
        """Ask the job to stop; it is killed if it does not within five seconds."""
        self._stop.set()
        self._stop_since = self._stop_since or time.monotonic()

    def result(self) -> Any:
        """What the job gave. Raises the `UserError` that it raised; to be called at its end."""
        assert self._answer is not None
        kind, value = self._answer
        if kind == "done":
            return value
        if value.trace:
            log.error("a job failed: %s", value.trace)
        raise UserError(value.message, **value.values)


def run(store: Store, name: str, **arguments: Any) -> Any:
    """Run a job to its end in its own process. Raises `UserError`."""
    job = Job(store, name, arguments)
    while not job.poll():
        time.sleep(_PAUSE)
    return job.result()


def find_duplicates(
    store: Store, progress: Progress, cancelled: Cancelled, *, entity: str
) -> list[Any]:
    """`duplicates.find_all` as a job."""
    from app.services.contacts.duplicates import find_all

    with store.reading() as connection:
        return list(find_all(connection, entity, progress=progress, cancelled=cancelled))


def _back_up() -> Work:
    from app.services.care.backup import backup_job

    return backup_job


def _check() -> Work:
    from app.services.care.checking import check

    return check


def _repair() -> Work:
    from app.services.care.checking import repair

    return repair


def _import_dataset() -> Work:
    from app.exchange.datasets.importing import import_dataset_job

    return import_dataset_job


def _import_contacts() -> Work:
    from app.exchange.address_books.importing import import_contacts_job

    return import_contacts_job


def _export_contacts() -> Work:
    from app.exchange.address_books.exporting import export_contacts_job

    return export_contacts_job


def _print() -> Work:
    from app.reports.printing import job

    return job


def _plan_erasure() -> Work:
    from app.services.privacy.erasure import plan_job

    return plan_job


def _erase_person() -> Work:
    from app.services.privacy.erasure import erase_job

    return erase_job


def _undo() -> Work:
    from app.services.records.undo import undo_job

    return undo_job


def _redo() -> Work:
    from app.services.records.undo import redo_job

    return redo_job


def _heads_of_tables() -> Work:
    from app.exchange.address_books.files import heads_job

    return heads_job


def _preview_contacts() -> Work:
    from app.exchange.address_books.importing import preview_job

    return preview_job


def _recipients() -> Work:
    from app.services.contacts.recipients import recipients_job

    return recipients_job


def _write_letters() -> Work:
    from app.exchange.letters.job import letters_job

    return letters_job


def _print_labels() -> Work:
    from app.reports.people.labels import labels_job

    return labels_job


_JOBS: dict[str, Callable[[], Work]] = {
    "back_up": _back_up,
    "check": _check,
    "repair": _repair,
    "import_dataset": _import_dataset,
    "import_contacts": _import_contacts,
    "export_contacts": _export_contacts,
    "find_duplicates": lambda: find_duplicates,
    "print": _print,
    "plan_erasure": _plan_erasure,
    "erase_person": _erase_person,
    "undo": _undo,
    "redo": _redo,
    "heads_of_tables": _heads_of_tables,
    "preview_contacts": _preview_contacts,
    "recipients": _recipients,
    "write_letters": _write_letters,
    "print_labels": _print_labels,
}
"""What imports the functions, by the names of their jobs: only these are ever run."""


def _files(arguments: Mapping[str, Any]) -> str:
    """The names of the files of others that a job reads; empty for one that reads none."""
    given = arguments.get("paths") or [arguments.get("path")]
    names = [item.name for item in given if isinstance(item, Path)]
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _died(arguments: Mapping[str, Any]) -> Failure:
    """What is said of a job whose process ended without a word."""
    named = _files(arguments)
    return Failure(STOPPED_AT, {"file": named}) if named else Failure(STOPPED, {})


def _where(error: Exception) -> str:
    """The kind of an error and where it happened; its message may quote a record."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in frames]
    return f"{type(error).__name__} at {' < '.join(places[::-1])}"


def _work(
    pipe: Connection,
    stop: Any,
    path: str,
    key: bytes | None,
    name: str,
    arguments: dict[str, Any],
) -> None:
    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _PAUSE or done == total:
            last = now
            pipe.send(("progress", (done, total)))

    answer: tuple[str, Any]
    gc.set_threshold(100_000, 50, 100)  # a job makes very many objects and few circles of them
    most = READING_MEMORY if _files(arguments) else MEMORY
    limit_memory(most)
    try:
        work = _JOBS[name]()
        store = Store(Path(path), key, create=False)
        try:
            answer = ("done", work(store, progress, stop.is_set, **arguments))
        finally:
            store.close()
    except UserError as error:
        values = {k: v if isinstance(v, (int, float)) else str(v) for k, v in error.values.items()}
        answer = ("failed", Failure(error.message, values))
    except MemoryError:
        values = {"megabytes": most // 2**20}
        named = _files(arguments)
        answer = ("failed", Failure(TOO_LARGE, values | {"file": named}) if named
                  else Failure(TOO_MUCH, values))  # fmt: skip
    except Exception as error:  # whatever went wrong is told, and the window lives on
        from app.services.care.recovery import explained

        known = explained(error, Path(path), key) or UserError(STOPPED)
        answer = ("failed", Failure(known.message, known.values, _where(error)))
    pipe.send(answer)
    pipe.close()
