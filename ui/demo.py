"""The program with sample data: in a window, or as pictures and papers in a folder."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QtMsgType, qInstallMessageHandler

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.demo import most_linked
from app.exchange.record_files import all_ids
from app.files import CANNOT_WRITE, known_errors, temporary_folder
from app.i18n import Language, translator
from app.settings import Settings
from app.system import has_display, system_fonts

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext
    from PySide6.QtWidgets import QApplication, QWidget

    from ui.main_window import MainWindow

DEFAULT_FOLDER = Path("vztahy-demo")
SIZES = ((1366, 768), (1920, 1080))
SCHEMES = ("light", "dark")
_LONGEST = 6000  # milliseconds until a page that is not drawn is drawn as it is
_QUIET = 400  # milliseconds in which a dialog has shown what it shows beside its first paint


def run(language: str | None, out: Path | None) -> int:
    """Open the window on sample data; without a display (or with `out`) render everything.

    The user's own database and settings are never touched. Gives the exit status.
    """
    with temporary_folder("demo") as folder:
        try:
            with contextlib.closing(_load(Path(folder) / "demo.db")) as store:
                if out is not None or not has_display():
                    _render(store, out or DEFAULT_FOLDER)
                    return 0
            from ui.window import open_window

            settings = Settings(language=language or "cs")
            return open_window(Path(folder) / "demo.db", settings, remembered=False)
        except UserError as error:
            text = error.text(translator(Language(language or "cs")))
            sys.stderr.write(f"vztahy: {text}\n")
            return 1


def _load(path: Path) -> Store:
    from app.exchange.demo import AUTHOR, load_demo
    from app.services.office import open_store

    store = open_store(path, author=AUTHOR)
    try:
        load_demo(store, date.today())
    except BaseException:
        store.close()  # else the folder cannot be removed on Windows
        raise
    return store


def _render(store: Store, target: Path) -> None:
    """Write every screen in each language as PNG and the summaries as PDF."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if fonts := system_fonts():
        os.environ.setdefault("QT_QPA_FONTDIR", str(fonts))
    with known_errors(target):
        target.mkdir(parents=True, exist_ok=True)
    for file in _screens(store, target):
        sys.stdout.write(f"{file}\n")
    for file in _papers(store, target):
        sys.stdout.write(f"{file}\n")


def _qt_message(kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
    # What every offscreen window says, of no use to anybody.
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")


def _screens(store: Store, target: Path) -> Iterator[Path]:
    from ui.context import Context
    from ui.main_window import PLACES, MainWindow
    from ui.theme import Theme
    from ui.window import make_application

    qInstallMessageHandler(_qt_message)
    app = make_application()
    theme = Theme(app, "light")
    for language in Language:
        context = Context(app, store, Settings(language=language.value), theme, remembered=False)
        window = MainWindow(context)
        for width, height in SIZES:
            window.resize(width, height)
            window.show()
            for scheme in SCHEMES:
                theme.apply(scheme)
                for place in PLACES:
                    window.show_screen(place.key)
                    _settle(app, window)
                    name = f"{place.key}-{language}-{width}x{height}-{scheme}.png"
                    yield _picture(window, target / name)
        theme.apply("light")
        window.resize(*SIZES[0])
        yield from _forms(app, window, target, f"{language}-{SIZES[0][0]}x{SIZES[0][1]}-light")
        for scheme in SCHEMES:
            theme.apply(scheme)
            yield from _dialogs(app, window, target, f"{language}-{scheme}")
        theme.apply("light")
        window.close()
        window.deleteLater()
        app.processEvents()


def _settle(app: QApplication, window: MainWindow) -> None:
    """Let the window draw all that it has to show."""
    shown = window.screen_shown
    deadline = QDeadlineTimer(2000)
    while not deadline.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        app.processEvents()
        if shown.is_drawn:
            break
    for _ in range(3):  # what was made last is laid out, then what stands around it
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def _forms(app: QApplication, window: MainWindow, target: Path, name: str) -> Iterator[Path]:
    """The form of every kind of record, and the preview of a paper."""
    from ui.dialogs.common.preview import PreviewDialog

    for key, screen in window.screens.items():
        window.show_screen(key)
        screen.edit()
        if not screen.is_editing:
            continue
        app.processEvents()
        yield _picture(window, target / f"{key}-form-{name}.png")
        screen.escape()
    shown = window.screens["agreement"].record
    if shown:
        preview = PreviewDialog(window.context, [shown.id], window)
        preview.show()
        _wait(app, preview)
        yield _picture(preview, target / f"preview-{name}.png")
        preview.done(0)


def _wait(app: QApplication, widget: QWidget) -> None:
    """Let a dialog show what it reads or counts beside its first paint, and its pages."""
    from ui.widgets.pdf_view import PdfView

    quiet, longest = QDeadlineTimer(_QUIET), QDeadlineTimer(_LONGEST)
    while not longest.hasExpired():
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        pages = [view for view in widget.findChildren(PdfView) if view.isVisible()]
        if quiet.hasExpired() and all(not view.picture_of(0).isNull() for view in pages):
            return


def _dialogs(app: QApplication, window: MainWindow, target: Path, name: str) -> Iterator[Path]:
    """The dialogs, and the window as somebody meets it at work."""
    from ui.demo_dialogs import DIALOGS, shown

    for item in DIALOGS:
        with shown(item, window) as widget:
            _wait(app, widget)
            _settle(app, window)
            yield _picture(widget, target / f"{item.key}-{name}.png")
        window.screen_shown.escape()  # a form that was opened


def _picture(widget: QWidget, file: Path) -> Path:
    if not widget.grab().save(str(file)):
        raise UserError(CANNOT_WRITE, file=file.name)
    return file


def _papers(store: Store, target: Path) -> Iterator[Path]:
    """Every paper: the summaries in all languages and pairs, the others in Czech, in German, and
    in both beside each other where they can be of two languages.
    """
    from app.reports.catalogue import PAPERS, paper_of
    from app.reports.printing import print_paper

    cs, de, en = Language.CS, Language.DE, Language.EN
    today = date.today()
    with store.reading() as connection:
        ids = {
            entity: list(all_ids(connection, ENTITIES[entity]))
            for entity in dict.fromkeys(paper.entity for paper in PAPERS)
        }
        for languages in ((cs,), (de,), (en,), (cs, de), (cs, en), (de, en)):
            file = target / f"agreements-{'-'.join(languages)}.pdf"
            summary = paper_of("agreement", "summary")
            print_paper(connection, summary, ids["agreement"], languages, file, today)
            yield file
        for paper in PAPERS:
            for languages in ((cs,), (de,), (cs, de)):
                if paper.key == "summary" or len(languages) > paper.languages:
                    continue
                wanted = (
                    ids[paper.entity] if paper.of_list else [most_linked(connection, paper.entity)]
                )
                for kind in paper.kinds:
                    name = f"{paper.entity}-{paper.key}-{'-'.join(languages)}{kind}"
                    print_paper(connection, paper, wanted, languages, target / name, today)
                    yield target / name
