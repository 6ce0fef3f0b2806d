"""Long work in a process of its own: the window never waits, and a stuck job can be stopped.

A job is a plain function `(store, progress, cancelled, **arguments)`. It opens the database for
itself; what it gives back and what it raises travels through a pipe. A process that is killed
leaves nothing half done: SQLite rolls its transaction back, and a batch of several is taken back
by another process before the job is said to have ended.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.db.store import Store
from app.errors import UserError, Worded, where
from app.i18n import N_
from app.progress import Cancelled, Progress
from app.services.records import batches
from app.system import limit_memory, provide_streams

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

STOPPED = N_("The work ended unexpectedly. Nothing was changed. Try again.")
NO_FILE = N_(
    "The work ended unexpectedly. The database was not changed. The file may be missing; one that "
    "was there before is as it was. Try again."
)
DONE_UNSAID = N_(
    "The work ended before it could say what it did, but it is done. Look at the records."
)
TAKEN_BACK = N_(
    "The work was cut off. What it had written was taken back; nothing of it is left. Try again."
)
FINISHED = N_("The work was cut off, and then brought to its end. Everything is done.")
LATER = N_(
    "The work was cut off. What it has written so far is still there; it is taken back when the "
    "database is opened next."
)
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
_PATIENCE = 5.0  # seconds without a word between the wish to stop and the end of the process
_START = 30.0  # the same for a process that has not begun: a slow computer reads the program first
_GREAT_PATIENCE = 300.0  # the same for what is taking back what it has written

log = logging.getLogger("vztahy")


@dataclass(frozen=True, slots=True)
class Failure:
    """What a job raised, as it travels: a known error's message and values, or where it failed."""

    message: str
    values: Mapping[str, object]
    trace: str = ""


class Job:
    """A running job. `poll` says how far it is; `result` gives what it gave or raises.

    `is_taking_back` tells that it is taking back what it has written, of which `done` and `total`
    speak then. Where its process dies before that is done, another one does it: the job has ended
    only when nothing half done is left, and what `result` raises says what is so.
    """

    def __init__(self, store: Store, name: str, arguments: Mapping[str, Any]) -> None:
        self._store = store
        self._name = name
        self._last = _last_header(store) if name in _ACTIONS else 0
        self._files = _files(arguments)
        self._lost = ""  # what became of the process, where another one tidies up after it
        self._answer: tuple[str, Any] | None = None
        self._stop_since: float | None = None
        self._ended_since: float | None = None
        self._has_begun = False
        self.is_taking_back = False
        self.done = 0
        self.total = 0
        self._start(name, arguments)

    def _start(self, name: str, arguments: Mapping[str, Any]) -> None:
        import multiprocessing  # with sockets and pickle: not before the first job

        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        given, giving = context.Pipe(duplex=False)
        self._stop = context.Event()
        self._process = context.Process(
            target=_work,
            args=(theirs, given, self._stop, str(self._store.path), self._store.key, name),
            daemon=True,
        )
        self._process.start()
        theirs.close()
        given.close()
        # Thousands of ids are more than a pipe holds: a window would wait until they are read.
        threading.Thread(target=_give, args=(giving, dict(arguments)), daemon=True).start()
        self._heard = time.monotonic()

    def poll(self) -> bool:
        """Take in what the job has said since; whether it has ended."""
        self._listen()
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
        if self._answer == _DIED and not self._lost and self._name in _ACTIONS:
            self._lost, self._answer, self._stop_since = "died", None, None
            self.is_taking_back = True
            self._start("recover", {})
            return False
        return True

    def _listen(self) -> None:
        try:
            while self._answer is None and self._ours.poll():
                kind, value = self._ours.recv()
                self._heard = time.monotonic()
                self._has_begun = True
                if kind == "begun":
                    continue
                if kind in ("progress", "taking back"):
                    self.done, self.total = value
                    self.is_taking_back = bool(self._lost) or kind == "taking back"
                else:
                    self._answer = (kind, value)
        except (EOFError, OSError):
            self._answer = _DIED
        if self._answer is None and not self._process.is_alive() and not self._ours.poll():
            self._answer = _DIED
        if self._answer is None and self._stop_since:
            patience = _PATIENCE if self._has_begun else _START
            if self.is_taking_back:
                patience = _GREAT_PATIENCE
            if time.monotonic() - max(self._stop_since, self._heard) > patience:
                self._process.kill()

    def cancel(self) -> None:
        """Ask the job to stop.

        It is killed if nothing is heard of it for five seconds since it has begun; not while it
        takes back what it has written, and says how far it is.
        """
        self._stop.set()
        self._stop_since = self._stop_since or time.monotonic()

    def result(self) -> Any:
        """What the job gave. Raises the `UserError` that it raised; to be called at its end."""
        assert self._answer is not None
        kind, value = self._answer
        if self._lost or self._answer == _DIED:
            message = self._what_is_so() if self._lost else _failed(self._name)
            if self._files and message in (STOPPED, TAKEN_BACK):
                raise UserError(STOPPED_AT, file=self._files)
            raise UserError(message)
        if kind == "done":
            return value
        if value.trace:
            log.error("a job failed: %s", value.trace)
            if (
                self._name in _ACTIONS and value.message == STOPPED
            ):  # it has tidied up, if it had not come to its end
                raise UserError(self._done_or_not())
        raise UserError(value.message, **value.values)

    def _what_is_so(self) -> str:
        """What the database holds after the process died and another one tidied up."""
        assert self._answer is not None
        kind, outcomes = self._answer
        if kind != "done":
            return LATER
        if any(outcome.state == batches.STAYS for outcome in outcomes):
            return batches.STUCK
        if any(outcome.kept for outcome in outcomes):
            return batches.SOME_STAYED
        if outcomes:
            return FINISHED if outcomes[-1].state == batches.CLOSED else TAKEN_BACK
        return self._done_or_not()

    def _done_or_not(self) -> str:
        """Whether a job that could not say it has done its work, by what stands in the log."""
        with self._store.reading() as connection:
            done = connection.execute(
                "SELECT 1 FROM log_header h JOIN meta m ON m.id = 'replica' AND m.value = h.replica"
                " WHERE seq > ? AND (label = ? OR label LIKE ? || char(10) || '%')",
                (self._last, _ACTIONS[self._name], _ACTIONS[self._name]),
            ).fetchone()
        return DONE_UNSAID if done else STOPPED


_DIED = ("died", None)


def _give(giving: Connection, arguments: dict[str, Any]) -> None:
    """Send the arguments of a job to its process; one that died does not need them."""
    with contextlib.suppress(OSError), giving:
        giving.send(arguments)


def _last_header(store: Store) -> int:
    """The number of the last transaction of this computer."""
    with store.reading() as connection:
        (last,) = connection.execute(
            "SELECT coalesce(max(seq), 0) FROM log_header h JOIN meta m"
            " ON m.id = 'replica' AND m.value = h.replica"
        ).fetchone()
    return int(last)


def run(store: Store, name: str, **arguments: Any) -> Any:
    """Run a job to its end in its own process. Raises `UserError`."""
    job = Job(store, name, arguments)
    while not job.poll():
        time.sleep(_PAUSE)
    return job.result()


def find_duplicates(
    store: Store, progress: Progress, cancelled: Cancelled, *, entity: str, limit: int
) -> list[Any]:
    """`duplicates.find_all` as a job."""
    from app.services.contacts.duplicates import find_all

    with store.reading() as connection:
        return list(
            find_all(connection, entity, limit=limit, progress=progress, cancelled=cancelled)
        )


def _recover() -> Work:
    return batches.recover_job


def _delete_records() -> Work:
    from app.services.records.bulk import delete_job

    return delete_job


def _archive_records() -> Work:
    from app.services.records.bulk import archive_job

    return archive_job


def _tag_records() -> Work:
    from app.services.records.bulk import tag_job

    return tag_job


def _set_field() -> Work:
    from app.services.records.bulk import set_field_job

    return set_field_job


def _read_table() -> Work:
    from app.exchange.clipboard import read_job

    return read_job


def _paste_rows() -> Work:
    from app.exchange.clipboard import paste_job

    return paste_job


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


def _trip_folder() -> Work:
    from app.reports.trip_folder import job

    return job


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
    "recover": _recover,
    "delete_records": _delete_records,
    "archive_records": _archive_records,
    "tag_records": _tag_records,
    "set_field": _set_field,
    "read_table": _read_table,
    "paste_rows": _paste_rows,
    "back_up": _back_up,
    "check": _check,
    "repair": _repair,
    "import_dataset": _import_dataset,
    "import_contacts": _import_contacts,
    "trip_folder": _trip_folder,
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

_ACTIONS = {
    "import_dataset": batches.IMPORTED,
    "import_contacts": batches.IMPORTED,
    "erase_person": N_("Personal data erased"),
    "delete_records": N_("Deleted: {title}"),
    "archive_records": N_("Archived: {title}"),
    "tag_records": N_("Tagged: {title}"),
    "set_field": N_("Changed in several: {title}"),
    "paste_rows": N_("Pasted: {title}"),
    "undo": batches.UNDONE,
    "redo": batches.UNDONE,
}
"""Jobs that write records, and what their transactions are called (message ids). If the process of
one dies, what it has written is looked after, and what is so then is looked up."""

_FILES = ("back_up", "export_contacts", "print", "write_letters", "print_labels", "trip_folder")
"""Jobs that write a file beside the database and rename it into place; all others only read, or
write what follows from the data in one transaction."""


def _files(arguments: Mapping[str, Any]) -> str:
    """The names of the files of others that a job reads; empty for one that reads none."""
    given = arguments.get("paths") or [arguments.get("path")]
    names = [item.name for item in given if isinstance(item, Path)]
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _work(
    pipe: Connection,
    given: Connection,
    stop: Any,
    path: str,
    key: bytes | None,
    name: str,
) -> None:
    provide_streams()
    try:
        arguments = given.recv()
    except EOFError:
        return  # the window is gone
    report = _Report(pipe)
    report.send(("begun", None))
    answer: tuple[str, Any]
    gc.set_threshold(100_000, 50, 100)  # a job makes very many objects and few circles of them
    most = READING_MEMORY if _files(arguments) else MEMORY
    limit_memory(most)
    try:
        work = _JOBS[name]()
        store = Store(Path(path), key, create=False)
        try:
            answer = (
                "done",
                work(store, report, lambda: stop.is_set() or report.is_deserted, **arguments),
            )
        finally:
            store.close()
    except UserError as error:
        # What is worded in the language of who reads it stays so.
        kept = (int, float, Worded)
        values = {k: v if isinstance(v, kept) else str(v) for k, v in error.values.items()}
        answer = ("failed", Failure(error.message, values))
    except MemoryError:
        values = {"megabytes": most // 2**20}
        named = _files(arguments)
        answer = ("failed", Failure(TOO_LARGE, values | {"file": named}) if named
                  else Failure(TOO_MUCH, values))  # fmt: skip
    except Exception as error:  # whatever went wrong is told, and the window lives on
        from app.services.care.recovery import explained

        known = explained(error, Path(path), key) or UserError(_failed(name))
        answer = (
            "failed",
            Failure(
                known.message,
                known.values,
                f"{type(error).__name__} at {where(error.__traceback__)}",
            ),
        )
    report.send(answer)
    pipe.close()


def _failed(name: str) -> str:
    """What is so when a job has failed with an unknown error: it has tidied up itself."""
    return NO_FILE if name in _FILES else STOPPED


class _Report:
    """Tells the window how far a job is. Nothing is raised when there is no window any more.

    Called as `Progress`; `taking_back` is another one, for what is taken back.
    """

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._last = 0.0
        self.is_deserted = False

    def __call__(self, done: int, total: int) -> None:
        self._tell("progress", done, total)

    def taking_back(self, done: int, total: int) -> None:
        """As the call itself, once the job is taking back what it has written."""
        self._tell("taking back", done, total)

    def send(self, message: tuple[str, Any]) -> None:
        """Send something; who is not there does not hear it."""
        try:
            self._pipe.send(message)
        except OSError:
            self.is_deserted = True

    def _tell(self, kind: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= _PAUSE or done == total:
            self._last = now
            self.send((kind, (done, total)))
