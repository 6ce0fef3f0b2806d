"""The measurements: each gives lines of the table (name, target, ratio, verdict)."""

from __future__ import annotations

import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from app.db.connection import open_raw
from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.paths import DEMO_DATA
from app.rules.folding import fold
from app.services.records.query import ListQuery
from app.services.records.records import save
from app.settings import Settings
from tests.bench import contacts, exchange, papers, register, visits
from tests.bench.generator import KEY, database
from tests.bench.measure import compare, of, timed, verdict
from tests.bench.saving import ByHand, same_rows
from ui.context import Context
from ui.dialogs.common.progress import run_job
from ui.main_window import MainWindow
from ui.models.list_model import PAGE, ListModel
from ui.quick import collect_garbage
from ui.screens.records import RecordsScreen
from ui.theme import Theme

Line = tuple[str, str, str, str]
TODAY = date(2026, 11, 23)

_OURS = """
from ui.quick import import_qt, leave_garbage
leave_garbage()
import_qt()
import os, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from app.settings import Settings
from ui import window
KEY = bytes(range(32))
class Look(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, done)
        return False
def done():
    memory = [l for l in open("/proc/self/smaps_rollup") if l.startswith("Rss:")][0].split()[1]
    heavy = {"alembic", "reportlab", "pikepdf", "sqlalchemy"} & set(sys.modules)
    print("painted", memory, ",".join(sorted(heavy)), flush=True)
    os._exit(0)
look = Look()
def show(opened, *, first_time):
    opened.resize(1280, 760)
    opened.screen_shown.table.viewport().installEventFilter(look)
    opened.show()
window._show = show
window._log_to_file = lambda: None
window.open_window(Path(sys.argv[1]), Settings(language="cs", screen="person"),
                   remembered=False, key=KEY)
"""

_BARE = """
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
class Look(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, done)
        return False
def done():
    memory = [l for l in open("/proc/self/smaps_rollup") if l.startswith("Rss:")][0].split()[1]
    print("painted", memory, "", flush=True)
    os._exit(0)
app = QApplication(["bare"])
model = QStandardItemModel(50, 4)
for row in range(50):
    for column in range(4):
        model.setItem(row, column, QStandardItem(f"Osoba {row} {column}"))
window, table, look = QMainWindow(), QTableView(), Look()
table.setModel(model)
window.setCentralWidget(table)
window.resize(1280, 760)
table.viewport().installEventFilter(look)
window.show()
app.exec()
"""


def _start(program: str, *arguments: str) -> tuple[float, int]:
    """Seconds from the start of a process to its first painted rows, and its memory in KiB."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).parents[2], env=contacts.ENVIRONMENT,
    ) as process:  # fmt: skip
        assert process.stdout
        said = process.stdout.readline().split()
        took = time.perf_counter() - began
    assert said[0] == "painted", said
    assert len(said) == 2, f"imported before the first paint: {said[2:]}"
    return took, int(said[1])


def start(size: int, entries: int, pairs: int) -> Iterator[Line]:
    """Start to painted rows and memory, against a bare window and a small database."""
    large, small = database(size, entries), database(1_000, 3_000)
    ours, bare, little, again = [], [], [], []
    for number in range(pairs + 1):
        for found, program, arguments in random.sample(
            [(ours, _OURS, (str(large),)), (bare, _BARE, ()), (little, _OURS, (str(small),)),
             (again, _BARE, ())], 4,
        ):  # fmt: skip
            value = _start(program, *arguments)
            if number:  # the first of each is thrown away
                found.append(value)
    control = of([a[0] / b[0] for a, b in zip(again, bare, strict=True)])
    times = of([a[0] / b[0] for a, b in zip(ours, bare, strict=True)])
    grown = of([a[0] / b[0] for a, b in zip(ours, little, strict=True)])
    memory = of([a[1] / b[1] for a, b in zip(ours, bare, strict=True)])
    yield "start control (A/A)", "1.00", str(control), ""
    yield "start : bare window", "≤ 1.4", str(times), verdict(times, 1.4, control)
    yield f"start {size:,} : 1,000 rows", "≤ 1.05", str(grown), verdict(grown, 1.05, control)
    yield "memory : bare window", "≤ 1.4", str(memory), verdict(memory, 1.4)


class Bench:
    """A window on the large database."""

    def __init__(self, size: int, entries: int) -> None:
        app = QApplication.instance() or QApplication(["bench"])
        assert isinstance(app, QApplication)
        self.app = app
        self.size = size
        # A copy: what is saved and imported here would change the next measurements.
        self._folder = tempfile.TemporaryDirectory(prefix="vztahy-bench-")
        path = Path(self._folder.name) / "bench.db"
        for ending in ("", "-wal"):
            kept = Path(f"{database(size, entries)}{ending}")
            if kept.exists():
                shutil.copyfile(kept, f"{path}{ending}")
        self.store = Store(path, KEY)
        theme = Theme(app, "light")
        context = Context(app, self.store, Settings(language="cs"), theme, remembered=False)
        self.window = MainWindow(context)
        self.window.resize(1280, 760)
        self.window.show()
        self.window.show_screen("person")
        screen = self.window.screen_shown
        assert screen
        self.screen: RecordsScreen = screen
        self.settle()
        collect_garbage()  # as the program does when it has been painted

    def settle(self) -> None:
        """Let everything that waits happen."""
        for _ in range(5):
            self.app.processEvents()

    def texts(self, count: int) -> list[str]:
        """What people type: 1 to 6 letters, half without diacritics, a fifth of two words."""
        chance = random.Random(7)
        with self.store.reading() as connection:
            names = [
                row[0]
                for row in connection.execute(
                    "SELECT family_name || ' ' || given_name FROM person LIMIT 4000"
                )
            ]
        found = []
        for _ in range(count):
            family, given = chance.choice(names).split()[:2]
            text = family[: chance.randint(1, 6)]
            if chance.random() < 0.2:
                text += " " + given[: chance.randint(1, 3)]
            found.append(fold(text) if chance.random() < 0.5 else text)
        return found


def search(bench: Bench, pairs: int) -> Iterator[Line]:
    """A page of sorted hits, against 50 rows by key."""
    person = ENTITIES["person"]
    with bench.store.reading() as connection:
        everybody = [row[0] for row in connection.execute("SELECT id FROM person")]
        chance = random.Random(11)
        first = ListQuery(person, Language.CS, on=TODAY)
        columns = ", ".join(column.sql for column in first.columns())

        def by_key() -> None:
            # Other people each time, as each search finds others: both sides read cold pages.
            for key in chance.sample(everybody, 50):
                connection.execute(f"SELECT r.id, {columns} FROM person r WHERE r.id = ?", (key,)
                                   ).fetchone()  # fmt: skip

        floors, ours = [], []
        first.page(connection, 50)
        for text in bench.texts(pairs):
            query = ListQuery(person, Language.CS, text=text, on=TODAY)
            floors.append(timed(by_key))
            ours.append(timed(lambda query=query: query.page(connection, 50)))
        floor = statistics.median(floors)
        p50 = of([value / floor for value in ours])
        p99 = sorted(ours)[int(len(ours) * 0.99)] / floor
        yield "search p50 : 50 rows by key", "≤ 3", str(p50), verdict(p50, 3)
        yield "search p99 : 50 rows by key", "≤ 12", f"{p99:.2f}", "ok" if p99 <= 12 else "missed"
        last = first.page(connection, 1, offset=int(bench.size * 0.7))[0].key
        first_page = first.page(connection, 200)
        assert len(first.page(connection, 200, after=last)) == len(first_page) == 200
        deep = compare(
            lambda: first.page(connection, 200, after=last),
            lambda: first.page(connection, 200),
            pairs,
        )
        yield "a late page : the first", "≤ 1.2", str(deep), verdict(deep, 1.2)


def sorting(bench: Bench, pairs: int) -> Iterator[Line]:
    """A page of a list by a column without a stored order, against one by the stored order.

    And the longest turn of the event loop while that order is made.
    """
    screen = bench.screen
    model = screen.model
    chance = random.Random(13)
    plain = ListModel(bench.store, model.query, model._tr)
    plain.count_now()
    while plain._ahead.is_active:
        bench.app.processEvents()
    last = plain.rowCount() // PAGE
    numbers = [chance.randrange(last) for _ in range(pairs * 2 + 40)]

    def pages_of(shown: ListModel) -> Callable[[], None]:
        left = iter(numbers)

        def work() -> None:
            shown._pages.clear()
            assert shown.record_id(next(left) * PAGE)

        return work

    for name in ("nationality", "organisation"):
        turns = [0.0]
        clock = QElapsedTimer()
        screen._set_query(sort=name)
        while model.is_sorting:
            clock.start()
            bench.app.processEvents()
            turns.append(clock.nsecsElapsed() / 1e6)
        ratio = compare(pages_of(model), pages_of(plain), pairs)
        yield f"page by {name} : stored order", "≤ 3", str(ratio), verdict(ratio, 3)
        yield _gap_line(f"sorting by {name}", turns)
    screen._set_query(sort="")


def keystroke(bench: Bench, pairs: int) -> Iterator[Line]:
    """Typing a letter to the painted result, against painting known rows again."""
    screen = bench.screen
    viewport = screen.table.viewport()
    texts = iter(bench.texts(pairs + 10))

    def typed() -> None:
        screen._text_changed(next(texts))
        viewport.repaint()

    ratio = compare(typed, viewport.repaint, pairs)
    yield "keystroke : repaint", "≤ 1.3", str(ratio), verdict(ratio, 1.3)
    screen._text_changed("")


def scroll(bench: Bench, pairs: int) -> Iterator[Line]:
    """A scrolled page painted, against a C++ model in a plain table."""
    plain = QTableView()
    model = QStandardItemModel(2_000, 4)
    for row in range(2_000):
        for column in range(4):
            model.setItem(row, column, QStandardItem(f"Osoba {row} sloupec {column}"))
    plain.setModel(model)
    plain.resize(bench.screen.table.size())
    plain.show()
    bench.settle()
    bar, other = bench.screen.table.verticalScrollBar(), plain.verticalScrollBar()
    chance = random.Random(3)

    def frame(table: QTableView, scroll_bar: object) -> Callable[[], None]:
        def work() -> None:
            scroll_bar.setValue(chance.randrange(1_500) * 20)  # type: ignore[attr-defined]
            table.viewport().repaint()

        return work

    ratio = compare(frame(bench.screen.table, bar), frame(plain, other), pairs)
    yield "scroll frame : C++ model", "≤ 1.25", str(ratio), verdict(ratio, 1.25)
    plain.close()


def saving(bench: Bench, pairs: int) -> Iterator[Line]:
    """A note saved with history and index, against the same rows written by hand."""
    person = ENTITIES["person"]
    with bench.store.reading() as connection:
        keys = [row[0] for row in connection.execute("SELECT id FROM person LIMIT 50")]
    save(bench.store, person, keys[0], _SEEN, {"note": "first"})  # a header to be chained to
    connection = bench.store._connection()
    with tempfile.TemporaryDirectory(prefix="vztahy-bench-") as folder:
        path = Path(folder) / "by_hand.db"
        target = open_raw(path, KEY)
        connection.backup(target)
        target.close()
        by_hand = ByHand(path, KEY, keys)
        chance = random.Random(5)
        notes = [(chance.choice(keys), f"Jednání {n} v Ústí") for n in range(pairs + 10)]
        left, right = iter(notes), iter(notes)

        def ours() -> None:
            key, note = next(left)
            save(bench.store, person, key, _SEEN, {"note": note})

        for _ in range(5):  # the same work on both sides
            key, note = next(right)
            ours()
            by_hand.save(key, note)
            same_rows(connection, by_hand.connection, key)
        ratio = compare(ours, lambda: by_hand.save(*next(right)), pairs)
        by_hand.connection.close()
    yield "save : the same rows by hand", "≤ 1.5", str(ratio), verdict(ratio, 1.5)


_SEEN = 1 << 60  # the person has seen the last version


def gaps(bench: Bench, pairs: int) -> Iterator[Line]:
    """The longest turn of the event loop while somebody searches and scrolls."""
    screen = bench.screen
    chance = random.Random(9)
    texts = iter(bench.texts(pairs * 3))
    bar = screen.table.verticalScrollBar()
    steps: dict[str, Callable[[], object]] = {
        "searching": lambda: screen._text_changed(next(texts)),
        "scrolling": lambda: bar.setValue(chance.randrange(bar.maximum() or 1)),
    }
    for name, step in steps.items():
        turns = [_longest_turn(bench.app, step) for _ in range(pairs)]
        yield _gap_line(name, turns)
    screen._text_changed("")


def _longest_turn(app: QApplication, step: Callable[[], object], turns: int = 12) -> float:
    """The longest time, in milliseconds, that a key or click would wait while `step` is worked on.

    The loop asks for keys and clicks once in each of its turns; `step` begins within one, as what
    a person does would.
    """
    longest = 0.0
    clock = QElapsedTimer()
    QTimer.singleShot(0, step)
    for _ in range(turns):
        clock.start()
        app.processEvents()
        longest = max(longest, clock.nsecsElapsed() / 1e6)
    return longest


def _gap_line(name: str, turns: list[float]) -> Line:
    """The longest turn of all, with the middle one beside it; the first is thrown away."""
    longest, middle = max(turns[1:]), statistics.median(turns[1:])
    said = f"{longest:.1f} ms (median {middle:.1f})"
    return f"longest gap {name}", "< 16 ms", said, _short(longest)


def slow_work(bench: Bench, pairs: int) -> Iterator[Line]:
    """The longest gap while a form is saved and while a data set is imported."""
    screen = bench.screen
    chance = random.Random(13)
    turns = []
    for _ in range(min(pairs, 60)):
        screen.table.selectRow(chance.randrange(40))
        bench.settle()
        detail = screen.detail
        detail.edit()
        assert detail._form
        detail._form.restore({"diet": str(chance.random())})
        bench.settle()
        turns.append(_longest_turn(bench.app, detail.save))
    yield _gap_line("saving", turns)
    longest = _gap_while(bench, "import_dataset", path=DEMO_DATA, dry_run=True, today=TODAY)
    yield "longest gap importing", "< 16 ms", f"{longest:.1f} ms", _short(longest)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.vcf"
        path.write_bytes("".join(contacts.cards(5_000, seed=99)).encode())
        from ui.dialogs.contacts import contacts_import_dialog  # noqa: F401  # open before the import runs

        longest = _gap_while(bench, "import_contacts", paths=[path])
    yield "longest gap importing cards", "< 16 ms", f"{longest:.1f} ms", _short(longest)


def _short(longest: float) -> str:
    return "ok" if longest < 16 else "missed"


def many(bench: Bench, _pairs: int) -> Iterator[Line]:
    """The longest gap while thousands of people are archived, tagged and deleted, and undone.

    Beside that of the job the gap that follows, when every view takes in what changed.
    """
    with bench.store.reading() as connection:
        people = connection.execute("SELECT id FROM person ORDER BY id LIMIT 5000").fetchall()
    ids = [key for (key,) in people]
    work: dict[str, dict[str, object]] = {
        "archive_records": {"ids": ids, "on": TODAY},
        "tag_records": {"ids": ids, "tags": "ples", "remove": False},
        "delete_records": {"ids": ids},
    }
    for job, arguments in work.items():
        name = job.partition("_")[0]
        for done, given in ((job, {"entity": "person", **arguments}), ("undo", {})):
            said = name if done == job else f"undo {name}"
            given_back: list[Any] = []
            longest = _gap_while(bench, done, given_back, **given)
            yield f"longest gap {said}", "< 16 ms", f"{longest:.1f} ms", _short(longest)
            changes = given_back[0].changes
            longest = _longest_turn(bench.app, partial(bench.window.context.changed, changes), 60)
            yield f"longest gap after {said}", "< 16 ms", f"{longest:.1f} ms", _short(longest)


def _gap_while(
    bench: Bench, job: str, results: list[Any] | None = None, **arguments: object
) -> float:
    """The longest time, in milliseconds, that a timer of the event loop waited during a job.

    What the job gave is put into `results`.
    """
    longest = 0.0
    clock = QElapsedTimer()
    timer = QTimer()
    timer.setInterval(0)

    def tick() -> None:
        nonlocal longest
        longest = max(longest, clock.nsecsElapsed() / 1e6)
        clock.restart()

    timer.timeout.connect(tick)
    clock.start()
    timer.start()
    result = run_job(bench.window.context, bench.window, "", job, **arguments)
    timer.stop()
    if results is not None:
        results.append(result)
    return longest


def paper(_bench: Bench, pairs: int) -> Iterator[Line]:
    """A summary against a raw canvas."""
    yield from papers.summary(min(pairs, 100))


def workbook(bench: Bench, pairs: int) -> Iterator[Line]:
    """People written to a workbook and read from it, against the bare libraries."""
    yield from exchange.workbooks(bench.store, bench.size, min(pairs, 5))


def thick_book(_bench: Bench, pairs: int) -> Iterator[Line]:
    """A register of agreements against plain Platypus; the whole one takes minutes."""
    yield from register.register(pairs // 30, 5_000 if pairs > 100 else 500)


def visit_papers(_bench: Bench, pairs: int) -> Iterator[Line]:
    """The papers of a visit of 60 people and 80 items against plain Platypus."""
    yield from visits.visits(max(3, pairs // 30))


def counters(bench: Bench, _pairs: int) -> Iterator[Line]:
    """What needs no clock: plans without scans, one statement per page."""
    scans, most = 0, 0
    with bench.store.reading() as connection:
        for name in ("person", "organisation", "delegation", "agreement", "task"):
            for language in Language:
                for text in ("", "a", "nov jan"):
                    statements: list[str] = []
                    connection.set_trace_callback(
                        lambda sql, said=statements: (
                            None if "'main'." in sql or sql[:2] == "--" else said.append(sql)
                        )
                    )
                    ListQuery(ENTITIES[name], language, text=text, on=TODAY).page(connection, 50)
                    connection.set_trace_callback(None)
                    most = max(most, len(statements))
                    for sql in statements:
                        plan = connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
                        scans += sum(
                            "SCAN" in row[3] and "VIRTUAL TABLE" not in row[3] for row in plan
                        )
    yield "scans in list queries", "0", str(scans), "ok" if not scans else "missed"
    yield "statements per page", "1", str(most), "ok" if most == 1 else "missed"


CASES: dict[str, Callable[[Bench, int], Iterator[Line]]] = {
    "counters": counters,
    "search": search,
    "keystroke": keystroke,
    "scroll": scroll,
    "sorting": sorting,
    "saving": saving,
    "gaps": gaps,
    "work": slow_work,
    "many": many,
    "paper": paper,
    "workbook": workbook,
    "register": thick_book,
    "visit": visit_papers,
}

__all__ = ["CASES", "Bench", "start"]
